"""The comparison table: formes in columns, critères in rows, cells that exist once whatever prints them."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from coopdocs.library import Library
from coopdocs.model.contenu import Cellule, Critere, Forme, Groupe, Source
from coopdocs.typographie import date_longue, en_lettres, enumerated

NON_ETABLI = "non\u00a0établi"
A_VERIFIER = "à\u00a0vérifier"
DIFFERE = "≠"
GENERAL = "comparatif"
COLONNES = 7
"""How many formes stand side by side on paper at most; more go on in further strips, each with its critères."""

EN_LETTRES_MAX = 16
"""Beyond, a title counts in digits."""

MOTS = {
    "état": {"oui": "Oui", "non": "Non", "variable": "Variable"},
    "points": {"0": "Aucune", "1": "Faible", "2": "Moyenne", "3": "Forte"},
    "durée": {"courte": "Courte", "moyenne": "Moyenne", "continue": "Continue"},
}


@dataclass(frozen=True)
class Case:
    """One cell of a table: the word of its level, its text and the reservation, each possibly empty."""

    mot: str
    niveau: str
    graphique: str
    texte: str
    mention: str
    sources: tuple[str, ...]
    confiance: str
    verifie_le: dt.date
    valable_jusqu_au: dt.date | None
    differe: bool

    @property
    def plain(self) -> str:
        """The cell in one line, as the formats without layout write it."""
        words = " – ".join(part for part in (self.mot, self.texte) if part)
        words = f"{words} ({self.mention})" if self.mention and words else words or self.mention
        return f"{DIFFERE} {words}" if self.differe else words

    @property
    def verification(self) -> str:
        """When it was last checked, and until when it holds where that is known."""
        fin = f", valable jusqu’au {date_longue(self.valable_jusqu_au)}" if self.valable_jusqu_au else ""
        return f"{date_longue(self.verifie_le)}{fin}"


@dataclass(frozen=True)
class Rangee:
    """A critère with its cells, one a column; `groupe` None where the row above names it."""

    critere: Critere
    groupe: Groupe | None
    cases: tuple[Case, ...]

    @property
    def differe(self) -> bool:
        return any(case.differe for case in self.cases)


@dataclass(frozen=True)
class Comparatif:
    """A table of formes × critères."""

    slug: str
    titre: str
    conseil: str
    colonnes: tuple[tuple[str, Forme], ...]
    rangees: tuple[Rangee, ...]
    sources: tuple[tuple[str, Source], ...]

    @property
    def general(self) -> bool:
        """Whether it compares all formes, none of them first."""
        return self.slug == GENERAL

    @property
    def titre_principal(self) -> str:
        """What stands above the principal critères where they are printed apart."""
        return _title(len(self.colonnes), len(self.principales)) if self.general else self.titre

    @cached_property
    def numeros(self) -> dict[str, int]:
        """The number of each source in this table's list."""
        return {cle: n for n, (cle, _) in enumerate(self.sources, 1)}

    def appels(self, case: Case) -> tuple[tuple[int, Source], ...]:
        """The sources of a cell with their numbers, in ascending order."""
        cited = sorted(self.numeros[cle] for cle in case.sources)
        return tuple((n, self.sources[n - 1][1]) for n in cited)

    @property
    def tranches(self) -> tuple[tuple[int, int], ...]:
        """From which column to before which one each strip of the table goes, where it is wider than paper."""
        return strips(len(self.colonnes), COLONNES)

    def etendue(self, debut: int, fin: int) -> str:
        """Which of the formes a strip shows, empty where it shows them all."""
        total = len(self.colonnes)
        return "" if fin - debut >= total else f"formes {debut + 1} à {fin} sur {total}"

    @property
    def verifie_du(self) -> dt.date:
        return min(case.verifie_le for r in self.rangees for case in r.cases)

    @property
    def verifie_au(self) -> dt.date:
        return max(case.verifie_le for r in self.rangees for case in r.cases)

    @property
    def principales(self) -> tuple[Rangee, ...]:
        return _grouped(_main(self.rangees))

    @property
    def groupees(self) -> tuple[Rangee, ...]:
        return _grouped(list(self.rangees))


def strips(total: int, au_plus: int) -> tuple[tuple[int, int], ...]:
    """`total` columns as the fewest strips of `au_plus` at most, none more than one column wider than another."""
    n = -(-total // au_plus)
    bornes = [-(-total * i // n) for i in range(n + 1)] if n else []
    return tuple(itertools.pairwise(bornes))


def among(table: Comparatif, slugs: Sequence[str]) -> Comparatif:
    """A table with the columns of these formes alone, in their order, and the sources of these."""
    places = [next(i for i, (s, _) in enumerate(table.colonnes) if s == slug) for slug in slugs]
    rangees = tuple(replace(r, cases=tuple(r.cases[i] for i in places)) for r in table.rangees)
    sigles = [table.colonnes[i][1].sigle for i in places]
    titre = f"{enumerated(sigles)} côte à côte" if len(sigles) > 1 else sigles[0]
    return _cited(replace(table, titre=titre, colonnes=tuple(table.colonnes[i] for i in places), rangees=rangees))


def abridged(table: Comparatif) -> Comparatif:
    """A table with its principal critères alone, and the sources of these."""
    return _cited(replace(table, rangees=tuple(_main(table.rangees))))


def _main(rangees: Sequence[Rangee]) -> list[Rangee]:
    """The rows of the principal critères, all where none is said to be."""
    return [r for r in rangees if r.critere.principal] or list(rangees)


def _cited(table: Comparatif) -> Comparatif:
    """A table with the sources that its own cells cite alone."""
    cited = {cle for r in table.rangees for case in r.cases for cle in case.sources}
    return replace(table, sources=tuple((cle, s) for cle, s in table.sources if cle in cited))


def _grouped(rangees: list[Rangee]) -> tuple[Rangee, ...]:
    """The same rows with their group named on its first one only."""
    out: list[Rangee] = []
    for r in rangees:
        first = not out or out[-1].critere.groupe != r.critere.groupe
        out.append(Rangee(r.critere, r.groupe if first else None, r.cases))
    return tuple(out)


def comparatif(library: Library, reference: str | None = None) -> Comparatif:
    """All formes, or `reference` beside those it is most often taken for, with differing cells marked."""
    if reference is None:
        slugs = list(library.comparables)
        titre = _title(len(slugs), len(library.criteres.criteres))
        conseil = "Pour choisir, comparez d’abord la durée, la personnalité morale et la place de la collectivité."
    else:
        slugs = [reference, *(c.forme for c in library.formes[reference].confusions)]
        seule = len(slugs) == 1
        titre = library.formes[reference].sigle + (", critère par critère" if seule else " et les formes voisines")
        conseil = "" if seule else "Le signe ≠ marque un niveau qui n’est pas celui de la première colonne."
    groupes = {g.id: g for g in library.criteres.groupes}
    rangees = []
    for critere in library.criteres.criteres:
        cells = [library.criteres.cellules[s][critere.id] for s in slugs]
        # in the table of all formes, no column is the one that others are held to
        cases = (_case(critere, cell, reference is not None and _differs(cells[0], cell)) for cell in cells)
        rangees.append(Rangee(critere, groupes[critere.groupe], tuple(cases)))
    cited = dict.fromkeys(cle for r in rangees for case in r.cases for cle in case.sources)
    return Comparatif(
        slug=reference or GENERAL,
        titre=titre,
        conseil=conseil,
        colonnes=tuple((s, library.formes[s]) for s in slugs),
        rangees=tuple(rangees),
        sources=tuple((cle, library.sources[cle]) for cle in cited),
    )


def _differs(a: Cellule, b: Cellule) -> bool:
    """Cells differ where both have a level and it is not the same: free words are never quite the same."""
    return None not in (a.niveau, b.niveau, a.texte, b.texte) and a.niveau != b.niveau


def _case(critere: Critere, cellule: Cellule, differe: bool) -> Case:
    uncertain = cellule.confiance == "incertain"
    return Case(
        mot=MOTS[critere.graphique][cellule.niveau] if critere.graphique and cellule.niveau else "",
        niveau=cellule.niveau or "",
        graphique=critere.graphique or "",
        texte=cellule.texte or "",
        mention=NON_ETABLI if cellule.texte is None else A_VERIFIER if uncertain else "",
        sources=cellule.sources,
        confiance=cellule.confiance,
        verifie_le=cellule.verifie_le,
        valable_jusqu_au=cellule.valable_jusqu_au,
        differe=differe,
    )


def _title(formes: int, criteres: int) -> str:
    f = en_lettres(formes, feminin=True) if formes <= EN_LETTRES_MAX else str(formes)
    c = en_lettres(criteres) if criteres <= EN_LETTRES_MAX else str(criteres)
    sf, sc = ("s" if n > 1 else "" for n in (formes, criteres))
    return f"{f.capitalize()} forme{sf} de coopération, {c} critère{sc}"
