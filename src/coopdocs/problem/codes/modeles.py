"""Codes of a theme of one's own: the templates that a kit replaces, and their files."""

from __future__ import annotations

from collections.abc import Mapping

from coopdocs.problem.codes.entree import Code
from coopdocs.problem.names import ProblemCode

CODES: Mapping[ProblemCode, Code] = {
    "T001": Code(
        "modèle ou fichier du thème introuvable",
        "Un modèle demande un fichier qui n’est ni dans templates/ du kit, ni dans le thème de départ.",
        "Corrigez le nom, ou ajoutez le fichier à templates/.",
        'templates/fiche/fiche.html.j2 contient {% include "entete.html.j2" %}, et ce fichier n’existe pas.',
    ),
    "T002": Code(
        "modèle mal écrit",
        "Un modèle de votre dossier templates/ ne suit pas l’écriture de Jinja.",
        "Corrigez la ligne indiquée, ou effacez ce fichier pour reprendre celui du thème de départ.",
        "Un modèle contient {% if kit.titre %} sans {% endif %}.",
    ),
    "T003": Code(
        "valeur inconnue dans un modèle",
        "Un modèle emploie un nom qui n’existe pas là.",
        "Cherchez-le dans « coopdocs explain modeles », qui énumère les noms d’un modèle et les champs de chacun.",
        "Un modèle contient {{ kit.titer }}.",
    ),
    "T004": Code(
        "calcul impossible dans un modèle",
        "Un modèle demande un calcul qui n’a pas de réponse avec ces valeurs.",
        "Corrigez la ligne indiquée.",
        "Un modèle contient {{ 1 // 0 }}.",
    ),
}
