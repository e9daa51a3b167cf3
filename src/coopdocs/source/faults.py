"""Mistakes of YAML in French: what the parser met, and the text that it should have been."""

from __future__ import annotations

import re

import yaml

from coopdocs.problem import Problem
from coopdocs.source.textfile import TextFile

GUILLEMETS = 'mettez tout le texte entre guillemets "…"'
_CONTEXTES = {
    "while scanning an alias": "S024",
    "while scanning an anchor": "S024",
    "while scanning a tag": "S024",
    "while parsing a tag": "S024",
    "while scanning for the next token": "S024",
    "while scanning a block scalar": "S024",
    "while scanning a directive": "S024",
    "while parsing a block node": "S024",
    "while parsing a flow sequence": "S022",
    "while parsing a flow mapping": "S022",
    "while scanning a simple key": "S026",
    "while parsing a block collection": "S025",
}
_FAUTES = {
    "S020": ("deux-points au milieu d’un texte", 'mettez tout le texte entre guillemets "…"'),
    "S021": ("guillemet ou apostrophe jamais refermé", "refermez-le, ou n’en mettez pas autour du texte"),
    "S022": ("crochet ou accolade jamais refermé", 'refermez-le, ou mettez le texte entre guillemets "…"'),
    "S023": ("du texte suit le guillemet ou l’apostrophe fermant", 'mettez tout le texte entre guillemets "…"'),
    "S024": ("un texte ne peut pas commencer par ce signe", GUILLEMETS),
    "S025": ("retrait inattendu", "alignez cette ligne, ou celle qui la précède, avec celles du même niveau"),
    "S026": ("ligne sans deux-points", "écrivez « clé: valeur », ou alignez ce texte sous le précédent"),
    "S027": ("barre oblique inversée mal suivie", "doublez-la (\\\\) ou mettez le texte entre apostrophes '…'"),
    "S029": ("faute d’écriture YAML", "comparez cette ligne et la précédente avec un fichier qui marche"),
}
_CROCHETS = re.compile(r": +([\[{].*[\]}]) *$")
"""« [sic] suite »: the text goes on after what looked like a list."""
_AU_DEBUT = {"S021", "S022", "S024", "S026"}


def syntax(fichier: TextFile, lues: list[str], erreur: yaml.MarkedYAMLError) -> Problem:
    """One syntax error in French; its kind comes from what the parser was doing and from the line itself.

    `lues`: the lines of the file as the parser read them.
    """
    marque = erreur.problem_mark or erreur.context_mark
    if marque is None:
        return fichier.problem("S029", (0, 0, 1), *_FAUTES["S029"])
    lignes = "\n".join(lues).rstrip().split("\n")
    if marque.line >= len(lignes):
        # what is missing at the end of the file is missed after its last written line
        ligne, colonne = len(lignes) - 1, len(lignes[-1]) - 1
        code = "S022" if erreur.context == "while parsing a flow node" else _syntax_code(erreur, "", 0)
    else:
        ligne, colonne = marque.line, marque.column
        code = _syntax_code(erreur, lignes[ligne], colonne)
        if code == "S024" and (crochets := _CROCHETS.search(lignes[ligne][:colonne])):
            return fichier.problem(code, (ligne + 1, crochets.start(1) + 1, 1), *_FAUTES[code])
    if code in _AU_DEBUT and erreur.context_mark and erreur.context != "while parsing a flow node":
        ligne, colonne = erreur.context_mark.line, erreur.context_mark.column
    return fichier.problem(code, (ligne + 1, colonne + 1, 1), *_FAUTES[code])


def _syntax_code(erreur: yaml.MarkedYAMLError, ligne: str, colonne: int) -> str:
    contexte, avant = erreur.context or "", ligne[:colonne]
    if "quoted scalar" in contexte:
        return "S021" if "end of stream" in (erreur.problem or "") or "document" in (erreur.problem or "") else "S027"
    if contexte in _CONTEXTES:
        return _CONTEXTES[contexte]
    if contexte == "while parsing a block mapping":
        if _CROCHETS.search(avant):
            return "S024"
        return "S023" if avant.rstrip()[-1:] in ("'", '"') else "S025"
    if (erreur.problem or "").startswith("mapping values"):
        return "S020" if re.match(r"[ -]*[^:]+:\s", avant) else "S025"
    if "not allowed" in (erreur.problem or "") and re.search(r": +$", avant):
        return "S024"
    return "S029"
