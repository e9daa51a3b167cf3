"""Problems as data: where, what, how bad, and what to do next. Nothing here prints or exits."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

Gravite = Literal["erreur", "avertissement"]


@dataclass(frozen=True, order=True)
class Place:
    """A spot in a file: path relative to the kit, line and column counted from 1 (0: the file as a whole).

    `feuille` is the sheet of a workbook, where both count cells: « contacts.xlsx:Feuil1!C12 ».
    """

    fichier: str
    ligne: int = 0
    colonne: int = 0
    feuille: str = ""

    def __str__(self) -> str:
        if self.feuille:
            cellule = f"!{column_letters(self.colonne)}{self.ligne or ''}" if self.ligne or self.colonne else ""
            return f"{self.fichier}:{self.feuille}{cellule}"
        return ":".join([self.fichier, *(str(n) for n in (self.ligne, self.colonne) if n)])


def column_letters(rang: int) -> str:
    """The name of a spreadsheet's column, counted from 1: A, Z, AA; nothing for 0."""
    lettres = ""
    while rang > 0:
        rang, reste = divmod(rang - 1, 26)
        lettres = chr(ord("A") + reste) + lettres
    return lettres


@dataclass(frozen=True)
class Problem:
    """One thing wrong. `extrait` is the quoted line, `longueur` how many characters the caret underlines."""

    code: str
    place: Place
    message: str
    conseil: str = ""
    gravite: Gravite = "erreur"
    extrait: str = ""
    longueur: int = 1

    @property
    def is_error(self) -> bool:
        return self.gravite == "erreur"

    def __str__(self) -> str:
        """Place, message and what to do, in one line."""
        return f"{self.place} : {self.message}" + (f" ; {self.conseil}" if self.conseil else "")


def closest(mot: str, choix: Iterable[str]) -> str:
    """« vouliez-vous dire « … » ? » with the nearest valid word, whatever its case; empty when none is near."""
    import difflib

    par_minuscules = {c.lower(): c for c in choix}
    proches = difflib.get_close_matches(mot.lower(), par_minuscules, n=1)
    return f"vouliez-vous dire « {par_minuscules[proches[0]]} » ?" if proches else ""


class Refused(Exception):
    """Work cannot go on; `problems` says why, all at once."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__(f"{len(problems)} problème(s)")
        self.problems = problems
