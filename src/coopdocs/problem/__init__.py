"""Problems as data: where, what, how bad, and what to do next. Nothing here prints or exits."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal

from coopdocs.errors import CoopdocsError, Exit
from coopdocs.problem.names import ProblemCode
from coopdocs.problem.suggestions import closest

__all__ = [
    "ContentError",
    "Gravite",
    "Parole",
    "Place",
    "Problem",
    "ProblemCode",
    "ProblemsError",
    "closest",
    "grouped",
]

Gravite = Literal["erreur", "avertissement"]
Parole = tuple[ProblemCode, str, str]
"""What is said of a problem wherever it stands: code, message, what to do."""


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
    """One thing wrong. `extrait` is the quoted line, `longueur` how many characters the caret underlines.

    `ailleurs`: the other places that have the same cause.
    """

    code: ProblemCode
    place: Place
    message: str
    conseil: str = ""
    gravite: Gravite = "erreur"
    extrait: str = ""
    longueur: int = 1
    ailleurs: tuple[Place, ...] = ()

    @property
    def places(self) -> tuple[Place, ...]:
        """Every place of it, the first one first."""
        return (self.place, *self.ailleurs)

    @property
    def is_error(self) -> bool:
        return self.gravite == "erreur"

    def __str__(self) -> str:
        """Place, message and what to do, in one line."""
        rest = len(self.ailleurs)
        more = f" (et {rest} autre{'s' if rest > 1 else ''} endroit{'s' if rest > 1 else ''})" if rest else ""
        return f"{self.place} : {self.message}{more}" + (f" ; {self.conseil}" if self.conseil else "")


def grouped(problems: Iterable[Problem]) -> list[Problem]:
    """The same problems sorted by place, those of one cause made one: same words, whatever the file.

    What is said of a file as a whole stays by itself. Grouping what is grouped changes nothing.
    """
    causes: dict[tuple[object, ...], list[Problem]] = {}
    for problem in sorted(problems, key=lambda p: (p.place, p.code, p.message)):
        whole = None if problem.place.ligne else problem.place
        cause = (problem.code, problem.message, problem.conseil, problem.gravite, whole)
        causes.setdefault(cause, []).append(problem)
    return [_one(alike) for alike in causes.values()]


def _one(alike: list[Problem]) -> Problem:
    first = alike[0]
    places = sorted({place for problem in alike for place in problem.places} - {first.place})
    return replace(first, ailleurs=tuple(places))


class ProblemsError(CoopdocsError):
    """Work cannot go on; `problems` says why, all at once."""

    exit_code = Exit.REFUSED

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("\n".join(map(str, problems)))
        self.args = (problems,)
        self.problems = problems


class ContentError(ProblemsError):
    """The content has errors: nothing is made of it. `problems`: all of them, warnings too."""
