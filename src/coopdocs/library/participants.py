"""The list of those who come to an event: a table that is given for one build and is no part of the kit.

What is said of it never quotes a cell: only the terminal of who gives the file shows its lines.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from coopdocs.problem import Parole, Problem
from coopdocs.source import TextRow, TextTable, cited_lines, read_table
from coopdocs.typographie import plain_words, typeset

OBLIGATOIRES = ("nom", "prenom")
COLONNES = (*OBLIGATOIRES, "organisme", "fonction")


@dataclass(frozen=True)
class Participant:
    """Someone expected at an event; `organisme` and `fonction` may be empty."""

    nom: str
    prenom: str
    organisme: str
    fonction: str


@dataclass(frozen=True)
class Participants:
    """The people of a file, in its order: one a row of its table."""

    tableau: TextTable
    personnes: tuple[Participant, ...]

    def ranges(self) -> list[Participant]:
        """The people by name as a French index has them: accents, capitals and hyphens make no difference."""
        return sorted(self.personnes, key=lambda p: (_fold(p.nom), _fold(p.prenom), _fold(p.organisme), p.fonction))

    def problem(self, rang: int, colonne: str, parole: Parole) -> Problem:
        """A problem at one person's cell."""
        return self.tableau.problem(self.tableau.rows[rang], colonne, parole)


def read_participants(chemin: Path) -> tuple[Participants | None, list[Problem]]:
    """Read a list: columns nom and prenom, and if wanted organisme and fonction, in any order; places name the file."""
    tableau, problems = read_table(chemin, chemin.parent, COLONNES, OBLIGATOIRES, name=chemin.as_posix())
    if tableau is not None:
        problems = sorted(_rows(tableau), key=lambda problem: problem.place)
    if tableau is None or problems:
        return None, problems
    return Participants(tableau, tuple(map(_person, tableau.rows))), []


def _person(rangee: TextRow) -> Participant:
    return Participant(*(_plain(rangee.cells.get(colonne, "")) for colonne in COLONNES))


def _plain(cellule: str) -> str:
    return typeset(" ".join(cellule.split()))


def _fold(nom: str) -> str:
    return " ".join(plain_words(nom))


def _rows(tableau: TextTable) -> Iterator[Problem]:
    if not tableau.rows:
        conseil = "ajoutez une ligne par personne sous la première"
        yield tableau.problem(None, OBLIGATOIRES[0], ("C007", "la liste est vide", conseil))
    lignes: defaultdict[tuple[str, ...], list[TextRow]] = defaultdict(list)
    for rangee in tableau.rows:
        for colonne in OBLIGATOIRES:
            if not rangee.cells[colonne]:
                conseil = "remplissez cette case, ou enlevez la ligne"
                yield tableau.problem(rangee, colonne, ("C003", "case vide", conseil))
        if rangee.cells["nom"]:
            person = _person(rangee)
            lignes[tuple(map(_fold, (person.nom, person.prenom, person.organisme, person.fonction)))].append(rangee)
    for premiere, *suite in lignes.values():
        if suite:
            ou = cited_lines([rangee.line for rangee in suite])
            message = f"la personne de la ligne {premiere.line} est donnée de nouveau, mot pour mot ({ou})"
            conseil = "gardez une seule ligne, ou dites la fonction ou l’organisme de chacun des homonymes"
            yield tableau.problem(suite[0], "nom", ("X020", message, conseil))
