"""The tables that people keep by hand, beside those of the COG: each is optional and read whole, with its lines."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path

from coopdocs.problem import ProblemsError
from coopdocs.source import TABLE_SUFFIXES, TextTable, find_table, read_table, relative_name

INITIATIVES = "initiatives.csv"
CONTACTS = "contacts.csv"
POINTS = "communes_points.csv"
INDICATEURS = "indicateurs"

COLONNES = {
    INITIATIVES: (
        "id", "forme", "nom", "territoire_type", "territoire_code", "portee", "lieu", "annee", "statut",
        "source_titre", "source_date", "source_url", "note",
    ),
    CONTACTS: (
        "territoire", "nom", "role", "courriel", "telephone", "adresse", "source", "verifie_le", "expire_le",
        "confiance",
    ),
    POINTS: ("code", "lat", "lon", "raison"),
    INDICATEURS: ("code", "valeur"),
}  # fmt: skip
"""The columns of each table, in the order that its first author wrote them; any other order is as good."""
FACULTATIVES = ("portee", "confiance", "valeur")
"""Those that a table may go without: all their cells are empty then."""
JOURS = ("verifie_le", "expire_le", "source_date")
"""Those that hold days."""
ANNEES = re.compile("(19|20)[0-9]{2}")
"""The names of an indicator's columns that are years."""


class Registres:
    """The tables of one folder, each None where the kit has none; `ProblemsError` when one cannot be read."""

    def __init__(self, folder: Path, racine: Path) -> None:
        self._folder, self._racine = folder, racine
        self._series: dict[str, TextTable | None] = {}

    @cached_property
    def initiatives(self) -> TextTable | None:
        return self._read(self._folder / INITIATIVES, INITIATIVES)

    @cached_property
    def contacts(self) -> TextTable | None:
        return self._read(self._folder / CONTACTS, CONTACTS)

    @cached_property
    def points(self) -> TextTable | None:
        return self._read(self._folder / POINTS, POINTS)

    def indicateur(self, nom: str) -> TextTable | None:
        """The values of the indicator that indicateurs/<nom>.yaml describes."""
        if nom not in self._series:
            self._series[nom] = self._read(self._folder / INDICATEURS / f"{nom}.csv", INDICATEURS)
        return self._series[nom]

    def tables(self) -> Iterator[TextTable]:
        """Every table that the folder has, the values of the indicators too."""
        values = (self.indicateur(descripteur.stem) for descripteur in self.descripteurs)
        yield from (t for t in (self.initiatives, self.contacts, self.points, *values) if t is not None)

    @cached_property
    def descripteurs(self) -> tuple[Path, ...]:
        """The descriptor of each indicator, whether or not it is there: one for each name of a table or YAML file."""
        fichiers = (self._folder / INDICATEURS).glob("*")
        fins = (*TABLE_SUFFIXES, ".yaml")
        noms = {f.stem for f in fichiers if f.suffix in fins and not f.name.startswith((".", "~$"))}
        return tuple(self._folder / INDICATEURS / f"{nom}.yaml" for nom in sorted(noms))

    @property
    def fichiers(self) -> Iterator[Path]:
        """The files that are read of this folder: each table in the format that it is in, and what describes it."""
        tables = [self._folder / nom for nom in (INITIATIVES, CONTACTS, POINTS)]
        for descripteur in self.descripteurs:
            if descripteur.is_file():
                yield descripteur
            tables.append(descripteur.with_suffix(".csv"))
        yield from (chemin for table in tables if (chemin := find_table(table, self._racine)))

    def _read(self, table: Path, genre: str) -> TextTable | None:
        chemin = find_table(table, self._racine)
        if chemin is None:
            return None
        colonnes = COLONNES[genre]
        required = [c for c in colonnes if c not in FACULTATIVES]
        days = [c for c in colonnes if c in JOURS]
        years = ANNEES if genre == INDICATEURS else None
        tableau, problems = read_table(chemin, self._racine, colonnes, required, days, also=years)
        if tableau is None:
            raise ProblemsError(problems)
        if genre == INDICATEURS and not [c for c in tableau.columns if c != "code"]:
            conseil = "nommez « valeur » la colonne des chiffres, ou, s’il y en a plusieurs, chacune par son année"
            raise ProblemsError([tableau.problem(None, "code", ("S031", "il manque la colonne « valeur »", conseil))])
        return tableau

    def nom(self, chemin: Path) -> str:
        """A path of this folder as problems name it."""
        return relative_name(chemin, self._racine)
