"""Codes of texts against the place that paper has for them."""

from __future__ import annotations

from collections.abc import Mapping

from coopdocs.problem.codes.entree import FORME, Code, Erreur
from coopdocs.problem.names import ProblemCode

CODES: Mapping[ProblemCode, Code] = {
    "Z001": Code(
        "texte trop long pour sa place imprimée",
        "Le texte a été mesuré avec la police du document : il dépasse sa zone, du nombre de caractères annoncé.",
        "Raccourcissez-le d’autant ; le détail va dans le guide (presentation, gouvernance…).",
        Erreur(FORME, "nom: Acteur 0", "nom: Acteurs associés de longue date à la coopération de tout le territoire"),
    ),
    "Z002": Code(
        "caractère absent des polices",
        "Les polices du kit n’ont pas ce caractère (emoji, autre alphabet) : il s’imprimerait en carré vide.",
        "Remplacez-le par un mot ou un signe courant.",
        Erreur(FORME, "Des structures coopèrent.", "Des structures coopèrent ☕."),
    ),
    "Z003": Code(
        "programme trop long pour sa feuille",
        "Même à la plus petite taille, le programme et ses intervenants ne tiennent pas sur leurs deux pages.",
        "Raccourcissez-le à partir de la ligne indiquée, ou réunissez des séances.",
        "Un programme de soixante séances.",
    ),
}
