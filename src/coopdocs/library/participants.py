"""The list of those who come to an event: a CSV file that is given for one build and is no part of the kit.

What is said of it never quotes a cell: only the terminal of who gives the file shows its lines.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from coopdocs.library.registres import at
from coopdocs.library.validation import Parole, cite
from coopdocs.problem import Problem, closest
from coopdocs.source import Rangee, Tableau, read_csv
from coopdocs.typographie import slug, typographier

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

    tableau: Tableau
    personnes: tuple[Participant, ...]

    def ranges(self) -> list[Participant]:
        """The people by name as a French index has them: accents, capitals and hyphens make no difference."""
        return sorted(self.personnes, key=lambda p: (_fold(p.nom), _fold(p.prenom), _fold(p.organisme), p.fonction))

    def problem(self, rang: int, colonne: str, parole: Parole) -> Problem:
        """A problem at one person's cell."""
        return at(self.tableau, self.tableau.rangees[rang], colonne, parole)


def read_participants(chemin: Path) -> tuple[Participants | None, list[Problem]]:
    """Read a list: columns nom and prenom, and if wanted organisme and fonction, in any order; places name the file.

    Capitals and accents of these headings make no difference.
    """
    tableau, problems = read_csv(chemin, chemin.parent)
    if tableau is not None:
        fichier = replace(tableau.fichier, nom=chemin.as_posix())
        tableau = replace(tableau, fichier=fichier)
        problems = list(_columns(tableau))
        if not problems:
            tableau = _renamed(tableau)
            problems = list(_rows(tableau))
        if not problems:
            return Participants(tableau, tuple(map(_person, tableau.rangees))), []
    return None, [replace(p, place=replace(p.place, fichier=chemin.as_posix())) for p in problems]


def _person(rangee: Rangee) -> Participant:
    return Participant(*(_plain(rangee.cellules.get(colonne, "")) for colonne in COLONNES))


def _plain(cellule: str) -> str:
    return typographier(" ".join(cellule.split()))


def _fold(nom: str) -> str:
    plain = unicodedata.normalize("NFKD", nom.casefold().replace("œ", "oe").replace("æ", "ae"))
    return " ".join(re.findall(r"\w+", "".join(c for c in plain if not unicodedata.combining(c))))


def _columns(tableau: Tableau) -> Iterator[Problem]:
    first_line = Rangee(1, {})
    seen: dict[str, str] = {}
    for nom in tableau.entete:
        if (colonne := slug(nom)) not in COLONNES:
            conseil = closest(colonne, COLONNES) or f"colonnes possibles : {', '.join(COLONNES)}"
            yield at(tableau, first_line, nom, ("S031", f"la colonne {cite(nom)} n’est pas connue", conseil))
        elif (autre := seen.setdefault(colonne, nom)) != nom:
            message = f"les colonnes {cite(autre)} et {cite(nom)} sont la même"
            yield at(tableau, first_line, nom, ("S031", message, "gardez une seule des deux"))
    if len(seen) < len(tableau.entete):
        return
    for nom in OBLIGATOIRES:
        if nom not in seen:
            conseil = f"la première ligne nomme les colonnes : {', '.join(COLONNES)}"
            empan = (1, 1, len(tableau.fichier.lignes[0]))
            yield tableau.fichier.problem("S031", empan, f"il manque la colonne {cite(nom)}", conseil)


def _renamed(tableau: Tableau) -> Tableau:
    """The same table, its columns named as COLONNES has them."""
    rangees = (Rangee(r.ligne, {slug(nom): texte for nom, texte in r.cellules.items()}) for r in tableau.rangees)
    return replace(tableau, entete=tuple(map(slug, tableau.entete)), rangees=tuple(rangees))


def _rows(tableau: Tableau) -> Iterator[Problem]:
    if not tableau.rangees:
        conseil = "ajoutez une ligne par personne sous la première"
        yield tableau.fichier.problem("C007", (1, 1, 1), "la liste est vide", conseil)
    seen: dict[tuple[str, ...], int] = {}
    for rangee in tableau.rangees:
        for colonne in OBLIGATOIRES:
            if not rangee.cellules[colonne].strip():
                yield at(tableau, rangee, colonne, ("C003", "case vide", "remplissez cette case, ou enlevez la ligne"))
        person = _person(rangee)
        first = seen.setdefault(tuple(map(_fold, (person.nom, person.prenom, person.organisme))), rangee.ligne)
        if first != rangee.ligne and person.nom:
            message = f"cette personne est déjà à la ligne {first}"
            conseil = "gardez une seule des deux lignes, ou précisez l’organisme de chacune"
            yield at(tableau, rangee, "nom", ("X020", message, conseil))
