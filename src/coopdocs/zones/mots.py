"""Words that no line of a document holds, wherever they are written."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from coopdocs.problem import Problem
from coopdocs.source import TextFile, TextTable, YamlNode
from coopdocs.theme.mesure import width
from coopdocs.zones.lettres import written

LARGEUR_MAX = 44.0
"""Millimetres that a word may take at 9.4 pt: the narrowest place of a running text holds it."""
_LETTRES = 16
"""No word of fewer letters is that wide."""
_CHAMPS = (
    "adresse",
    "courriel",
    "lien",
    "inscription",
    "enquete",
    "documents",
    "source_url",
    "site",
    "logo",
    "fichier",
)
"""Addresses break anywhere."""
_LONG = re.compile(rf"[^\s\-–/]{{{_LETTRES},}}")
_LIEN = re.compile(r"\]\((https?://|mailto:)[^)\s]*\)")
"""The address of a link in Markdown: its words alone are printed."""
_CONSEIL = "coupez-le par une espace ou un trait d’union, ou écrivez autrement"


def of_yaml(racine: YamlNode, police: Path) -> Iterator[Problem]:
    """One problem for each text of a YAML file with such a word."""
    for noeud in written(racine, _CHAMPS):
        if mot := _too_wide(_LIEN.sub("]", str(noeud.value)), police):
            yield noeud.problem("Z001", _message(mot), _CONSEIL)


def of_table(tableau: TextTable, police: Path) -> Iterator[Problem]:
    """The same for the cells of a table."""
    for rangee in tableau.rows:
        for colonne, cellule in rangee.cells.items():
            if colonne not in _CHAMPS and not cellule.startswith("http") and (mot := _too_wide(cellule, police)):
                yield tableau.problem(rangee, colonne, ("Z001", _message(mot), _CONSEIL))


def of_lines(fichier: TextFile, police: Path) -> Iterator[Problem]:
    """The same for a text as it is written, line by line."""
    for n, ligne in enumerate(fichier.lines, 1):
        if mot := _too_wide(re.sub(r"\(?<?(https?://|mailto:)\S*", "", ligne), police):
            yield fichier.problem("Z001", (n, ligne.index(mot) + 1, len(mot)), _message(mot), _CONSEIL)


def _too_wide(texte: str, police: Path) -> str:
    mots = _LONG.findall(texte) if len(texte) >= _LETTRES else ()
    return next((mot for mot in mots if width(mot, police, 9.4) > LARGEUR_MAX), "")


def _message(mot: str) -> str:
    return f"« {mot[:20]}… » est un mot de {len(mot)} signes sans coupure, que peu de lignes tiennent"
