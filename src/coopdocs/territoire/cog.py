"""The COG tables of one folder, read when first needed; what it costs to look one place up stays that of one row."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from math import isfinite
from operator import itemgetter
from pathlib import Path
from typing import NoReturn

from coopdocs.problem import ProblemCode, ProblemsError
from coopdocs.source import read_text
from coopdocs.territoire.registres import Registres

TAILLE_MAX = 20_000_000
_ARRONDISSEMENTS = (("13055", 13201, 13216), ("69123", 69381, 69389), ("75056", 75101, 75120))


class Table:
    """A COG table by the code in its first column; a row is split only when it is asked for."""

    def __init__(self, chemin: Path, racine: Path, colonnes: str) -> None:
        fichier, problems = read_text(chemin, racine, TAILLE_MAX)
        if fichier is None:
            raise ProblemsError(problems)
        entete, *lignes = fichier.text.split("\n")
        self._fichier = fichier
        self._colonnes = entete.split(",")
        self._lignes = {ligne.partition(",")[0]: ligne for ligne in lignes if ligne}
        self._exiges: set[str] = set()
        self.require(colonnes)

    def require(self, colonnes: str) -> Table:
        """This table, once it is sure to have these columns (names parted by spaces)."""
        if colonnes not in self._exiges:
            if manquantes := [colonne for colonne in colonnes.split() if colonne not in self._colonnes]:
                self._refuse("S031", 1, f"colonne absente : {', '.join(manquantes)}")
            self._exiges.add(colonnes)
        return self

    def get(self, code: str) -> Mapping[str, str] | None:
        ligne = self._lignes.get(code)
        return None if ligne is None else dict(zip(self._colonnes, self._champs(ligne), strict=True))

    def __iter__(self) -> Iterator[str]:
        return iter(self._lignes)

    def __contains__(self, code: str) -> bool:
        return code in self._lignes

    def columns(self, noms: str) -> Iterator[tuple[str, ...]]:
        """Of every row in turn, the fields of these columns (at least two names, parted by spaces)."""
        self.require(noms)
        pick = itemgetter(*(self._colonnes.index(nom) for nom in noms.split()))
        attendu = len(self._colonnes)
        for ligne in self._lignes.values():
            champs = ligne.split(",")
            yield pick(champs if len(champs) == attendu and '"' not in ligne else self._champs(ligne))

    def fault(self, code: str, probleme: ProblemCode, message: str, conseil: str) -> NoReturn:
        """Refuse this table for what its row of that code says; raises `ProblemsError` at its line."""
        ligne = self._fichier.lines.index(self._lignes[code]) + 1
        raise ProblemsError([self._fichier.problem(probleme, (ligne, 1, 1), message, conseil)])

    def _champs(self, ligne: str) -> list[str]:
        champs = next(csv.reader([ligne])) if '"' in ligne else ligne.split(",")
        if len(champs) != len(self._colonnes):
            message = f"{len(champs)} champs au lieu de {len(self._colonnes)}"
            self._refuse("S030", self._fichier.lines.index(ligne) + 1, message)
        return champs

    def _refuse(self, code: ProblemCode, ligne: int, message: str) -> NoReturn:
        conseil = "rétablissez cette table depuis le kit de départ"
        raise ProblemsError([self._fichier.problem(code, (ligne, 1, 1), message, conseil)])


class Cog:
    """The tables of a folder and what is in what; `ProblemsError` when one of them cannot be read."""

    def __init__(self, folder: Path, racine: Path) -> None:
        self._folder, self._racine = folder, racine
        self.registres = Registres(folder, racine)

    def _table(self, nom: str, colonnes: str) -> Table:
        return Table(self._folder / nom, self._racine, colonnes)

    @cached_property
    def regions(self) -> Table:
        return self._table("regions.csv", "code nom zone chef_lieu")

    @cached_property
    def departements(self) -> Table:
        return self._table("departements.csv", "code nom zone chef_lieu")

    @cached_property
    def epci(self) -> Table:
        return self._table("epci.csv", "siren nom_court departements commune_principale")

    @cached_property
    def communes(self) -> Table:
        return self._table("communes.csv", "code nom departement lat lon")

    @cached_property
    def ept(self) -> Table | None:
        """The établissements publics territoriaux; None where a kit has no such table."""
        present = (self._folder / "ept.csv").is_file()
        return self._table("ept.csv", "siren nom population departements communes") if present else None

    def table(self, genre: str) -> Table | None:
        """The table of a type of territory."""
        if genre == "commune":
            return self.communes
        if genre == "epci":
            return self.epci
        if genre == "ept":
            return self.ept
        if genre == "departement":
            return self.departements
        return self.regions if genre == "region" else None

    @cached_property
    def zones(self) -> Mapping[str, str]:
        """By département: metro, drom or com."""
        return {code: zone for code, zone in self.departements.columns("code zone")}

    @cached_property
    def communes_of(self) -> Mapping[str, tuple[str, ...]]:
        """The communes of each EPCI (by its SIREN) and of each département (by its code), most populated first."""
        membres: defaultdict[str, list[tuple[int, str]]] = defaultdict(list)
        for code, epci, departement, population in self.communes.columns("code epci departement population"):
            poids = (-(count(population) or 0), code)
            membres[departement].append(poids)
            if epci:
                membres[epci].append(poids)
        return {ensemble: tuple(code for _, code in sorted(liste)) for ensemble, liste in membres.items()}

    @cached_property
    def epci_of(self) -> Mapping[str, tuple[str, ...]]:
        """The EPCI that touch each département: those it is the main one of, then the others, most populated first."""
        touches: defaultdict[str, list[tuple[bool, int, str]]] = defaultdict(list)
        for siren, population, departements in self.epci.columns("siren population departements"):
            for rang, departement in enumerate(departements.split()):
                touches[departement].append((rang > 0, -(count(population) or 0), siren))
        return {departement: tuple(siren for *_, siren in sorted(liste)) for departement, liste in touches.items()}

    @cached_property
    def departements_of(self) -> Mapping[str, tuple[str, ...]]:
        """The départements of each région, most populated first."""
        rangs: defaultdict[str, list[tuple[int, str]]] = defaultdict(list)
        for code, region, population in self.departements.columns("code region population"):
            rangs[region].append((-(count(population) or 0), code))
        return {region: tuple(code for _, code in sorted(liste)) for region, liste in rangs.items()}

    @cached_property
    def points(self) -> Mapping[str, Mapping[str, str]]:
        """The communes whose point in the table is wrong, with the right one."""
        tableau = self.registres.points
        return {rangee.cells["code"]: rangee.cells for rangee in tableau.rows} if tableau else {}

    def point(self, commune: Mapping[str, str]) -> tuple[float | None, float | None]:
        """Latitude and longitude in degrees of a row of communes.csv; None where nobody knows them."""
        lieu = self.points.get(commune["code"], commune)
        return degrees(lieu["lat"]), degrees(lieu["lon"])

    @cached_property
    def ept_of(self) -> Mapping[str, str]:
        """The EPT of each commune that is in one."""
        rangees: Iterable[tuple[str, ...]] = self.ept.columns("siren communes") if self.ept else ()
        return {commune: siren for siren, communes in rangees for commune in communes.split()}

    def cadre(self, departement: str | None) -> str | None:
        """The map frame of a département: "metro", its own code overseas; None in an overseas collectivity."""
        zone = self.zones.get(departement) if departement else None
        if zone is None or zone == "com":
            return None
        return "metro" if zone == "metro" else departement


def count(champ: str) -> int | None:
    """A number of people; None where nobody was counted."""
    return int(champ) if champ.isdecimal() else None


def degrees(champ: str) -> float | None:
    """A latitude or longitude in degrees; None where a table has none."""
    # two communes of the tables have « nan » for both
    try:
        return float(champ) if isfinite(float(champ)) else None
    except ValueError:
        return None


def arrondissement_of(code: str) -> str | None:
    """The commune (Marseille, Lyon, Paris) that this code is a municipal arrondissement of."""
    numero = int(code) if code.isdecimal() else 0
    return next((ville for ville, premier, dernier in _ARRONDISSEMENTS if premier <= numero <= dernier), None)
