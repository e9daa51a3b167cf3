"""What the census counted in each commune, ages and dwellings, and how large communes are: two tables, sums of both.

A commune that was split since has no figures of its own: those of the commune it was part of cover more than that one
(column `avec`: the codes of the communes that a row counts besides its own). They are right for what holds them all.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cached_property
from math import isfinite
from pathlib import Path
from typing import TypeVar

from coopdocs.territoire.cog import Table
from coopdocs.territoire.millesimes import ANNEES

RECENSEMENT = "recensement.csv"
SUPERFICIES = "superficies.csv"
COLONNES_RECENSEMENT = "code population moins_20 plus_65 logements secondaires vacants avec"
COLONNES_SUPERFICIES = "code km2 avec"
ANNEE_RECENSEMENT = ANNEES.recensement
_COMPTES = ("population", "moins_20", "plus_65", "logements", "secondaires", "vacants")
_REFAIRE = "corrigez cette ligne, ou rétablissez cette table depuis le kit de départ"

Compte = tuple[int, ...]
"""The counts of a row, in the order of `_COMPTES`."""
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Recensement:
    """People by age and dwellings by use, as the census of `annee` counted them; parts in percent, None of nobody."""

    population: int
    moins_20: int
    plus_65: int
    logements: int
    secondaires: int
    vacants: int
    annee: int = ANNEE_RECENSEMENT

    @property
    def de_20_a_64(self) -> int:
        """The people who are neither among the young nor among the old."""
        return self.population - self.moins_20 - self.plus_65

    @property
    def principales(self) -> int:
        """The dwellings that someone lives in all year."""
        return self.logements - self.secondaires - self.vacants

    @property
    def part_moins_20(self) -> float | None:
        """Of the people."""
        return _part(self.moins_20, self.population)

    @property
    def part_de_20_a_64(self) -> float | None:
        """Of the people."""
        return _part(self.de_20_a_64, self.population)

    @property
    def part_plus_65(self) -> float | None:
        """Of the people."""
        return _part(self.plus_65, self.population)

    @property
    def part_secondaires(self) -> float | None:
        """Of the dwellings."""
        return _part(self.secondaires, self.logements)

    @property
    def part_vacants(self) -> float | None:
        """Of the dwellings."""
        return _part(self.vacants, self.logements)


class Recensements:
    """The census of a folder, read when a figure is asked for; without its table, nothing is known of anywhere."""

    def __init__(self, folder: Path, racine: Path) -> None:
        self._folder, self._racine = folder, racine

    def total(self, communes: Collection[str]) -> Recensement | None:
        """What was counted in these communes together; None where one has no figure, or shares it with one outside."""
        rangees = _whole(self._comptes, self._avec, communes)
        return Recensement(*map(sum, zip(*rangees, strict=True))) if rangees else None

    @cached_property
    def _comptes(self) -> Mapping[str, Compte]:
        table, colonnes = self._table, " ".join(("code", *_COMPTES))
        return {code: _compte(table, code, champs) for code, *champs in table.columns(colonnes)} if table else {}

    @cached_property
    def _avec(self) -> Mapping[str, Collection[str]]:
        return _shared(self._table)

    @cached_property
    def _table(self) -> Table | None:
        return _table(self._folder / RECENSEMENT, self._racine)


class Superficies:
    """How large the communes of a folder are, read when a figure is asked for; without its table, nobody knows."""

    def __init__(self, folder: Path, racine: Path) -> None:
        self._folder, self._racine = folder, racine

    def total(self, communes: Collection[str]) -> float | None:
        """Square kilometres of these communes together; None where one has no figure, or shares it with one outside."""
        rangees = _whole(self._km2, self._avec, communes)
        # cents, so that the order of communes changes nothing
        return sum(rangees) / 100 if rangees else None

    @cached_property
    def _km2(self) -> Mapping[str, int]:
        table = self._table
        return {code: _cents(table, code, km2) for code, km2 in table.columns("code km2")} if table else {}

    @cached_property
    def _avec(self) -> Mapping[str, Collection[str]]:
        return _shared(self._table)

    @cached_property
    def _table(self) -> Table | None:
        return _table(self._folder / SUPERFICIES, self._racine)


def _table(chemin: Path, racine: Path) -> Table | None:
    return Table(chemin, racine, "code") if chemin.is_file() else None


def _shared(table: Table | None) -> Mapping[str, Collection[str]]:
    return {code: avec.split() for code, avec in table.columns("code avec") if avec} if table else {}


def _whole(connus: Mapping[str, T], avec: Mapping[str, Collection[str]], communes: Collection[str]) -> list[T] | None:
    """What is known of each of these communes; None unless all of them are told, and no other with them."""
    ici = set(communes)
    compris: set[str] = set()
    for code in avec.keys() & ici:
        compris.update(avec[code])
    if not compris <= ici or any(code not in connus and code not in compris for code in ici):
        return None
    return [connus[code] for code in ici if code in connus]


def _compte(table: Table, code: str, champs: Collection[str]) -> Compte:
    try:
        compte = tuple(map(int, champs))
    except ValueError:
        table.fault(code, "C023", f"{code} : un nombre entier est attendu dans chaque colonne", _REFAIRE)
    population, jeunes, vieux, logements, secondaires, vacants = compte
    if min(compte) < 0 or jeunes + vieux > population or secondaires + vacants > logements:
        table.fault(code, "C010", f"{code} : un nombre est négatif, ou les parties dépassent le tout", _REFAIRE)
    return compte


def _cents(table: Table, code: str, champ: str) -> int:
    try:
        km2 = float(champ)
    except ValueError:
        km2 = -1
    if not (isfinite(km2) and km2 > 0):
        table.fault(code, "C023", f"{code} : une surface en km² est attendue, comme 36.69", _REFAIRE)
    return round(km2 * 100)


def _part(nombre: int, total: int) -> float | None:
    return 100 * nombre / total if total else None
