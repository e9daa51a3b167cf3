"""Places of France by their official code: name, coordinates, département and the map frame they are drawn in.

Tables are the COG files of content/territoires; they are read when first needed and codes are always text.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from math import isfinite
from pathlib import Path
from typing import Literal, NoReturn, cast

from coopdocs.problem import Refused
from coopdocs.source import read_csv, read_text

TypeLieu = Literal["commune", "epci", "departement", "region", "france"]
TABLES = ("regions.csv", "departements.csv", "epci.csv", "communes.csv")
CONTOURS = "contours_france.json"
_TAILLE_MAX = 20_000_000
_PLM = {"132": "13055", "6938": "69123", "751": "75056"}


@dataclass(frozen=True)
class Lieu:
    """A place: `nom` as printed, degrees of latitude and longitude, its (main) département and its map frame.

    `zone` is "metro" or the département code of an overseas frame (971…976); None, like the coordinates, where
    the place has none: France as a whole and the overseas collectivities.
    """

    type: TypeLieu
    code: str
    nom: str
    lat: float | None
    lon: float | None
    departement: str | None
    zone: str | None


class _Table:
    """A COG table by the code in its first column; a row is split only when it is asked for."""

    def __init__(self, chemin: Path, racine: Path, colonnes: Iterable[str]) -> None:
        fichier, problems = read_text(chemin, racine, _TAILLE_MAX)
        if fichier is None:
            raise Refused(problems)
        entete, *lignes = fichier.texte.split("\n")
        self._fichier = fichier
        self._colonnes = entete.split(",")
        self._lignes = {ligne.partition(",")[0]: ligne for ligne in lignes if ligne}
        if manquantes := [colonne for colonne in colonnes if colonne not in self._colonnes]:
            self._refuse("S031", 1, f"colonne absente : {', '.join(manquantes)}")

    def get(self, code: str) -> Mapping[str, str] | None:
        ligne = self._lignes.get(code)
        if ligne is None:
            return None
        champs = next(csv.reader([ligne])) if '"' in ligne else ligne.split(",")
        if len(champs) != len(self._colonnes):
            message = f"{len(champs)} champs au lieu de {len(self._colonnes)}"
            self._refuse("S030", self._fichier.lignes.index(ligne) + 1, message)
        return dict(zip(self._colonnes, champs, strict=True))

    def _refuse(self, code: str, ligne: int, message: str) -> NoReturn:
        conseil = "rétablissez cette table depuis le kit de départ"
        raise Refused([self._fichier.problem(code, (ligne, 1, 1), message, conseil)])


class Territoires:
    """The COG tables of one folder; `Refused` when one of them cannot be read."""

    def __init__(self, dossier: Path, racine: Path | None = None) -> None:
        self.dossier = dossier
        self._racine = racine or dossier

    def _table(self, nom: str, colonnes: str) -> _Table:
        return _Table(self.dossier / nom, self._racine, colonnes.split())

    @cached_property
    def _regions(self) -> _Table:
        return self._table("regions.csv", "code nom zone chef_lieu")

    @cached_property
    def _departements(self) -> _Table:
        return self._table("departements.csv", "code nom zone chef_lieu")

    @cached_property
    def _epci(self) -> _Table:
        return self._table("epci.csv", "siren nom_court departements commune_principale")

    @cached_property
    def _communes(self) -> _Table:
        return self._table("communes.csv", "code nom departement lat lon")

    def lieu(self, code: str) -> Lieu | None:
        """The place of a typed code (`commune:26281`, `departement:26`, `france:FR`…); None when there is none."""
        genre, _, numero = code.partition(":")
        if code == "france:FR":
            return Lieu("france", "FR", "France", None, None, None, None)
        chercheurs = {"commune": self._commune, "epci": self._un_epci}
        if genre in chercheurs:
            return chercheurs[genre](numero)
        if genre in ("departement", "region"):
            return self._chef_lieu(cast(TypeLieu, genre), numero)
        return None

    def hint(self, code: str) -> str:
        """What the author of an unknown code may have meant, as a French sentence; empty when nothing is close."""
        genre, _, numero = code.partition(":")
        genres = ("commune", "epci", "departement", "region")
        proches = [f"{genre}:0{numero}", *(f"{autre}:{numero}" for autre in genres)]
        for place, proche in enumerate(proches):
            lieu = self.lieu(proche)
            if lieu is not None:
                raison = "il manque le zéro de tête : " if place == 0 else ""
                return f"{raison}vouliez-vous dire « {proche} » ({lieu.nom}) ?"
        ville = next((ville for debut, ville in _PLM.items() if numero.startswith(debut)), None)
        if genre == "commune" and ville and self.lieu(f"commune:{ville}"):
            return f"pour un arrondissement, écrivez « commune:{ville} » et son nom dans `lieu`"
        return ""

    @cached_property
    def initiatives(self) -> tuple[Mapping[str, str], ...]:
        """The rows of initiatives.csv by column name; none where a kit has no such table."""
        chemin = self.dossier / "initiatives.csv"
        tableau, problems = read_csv(chemin, self._racine) if chemin.is_file() else (None, [])
        if problems:
            raise Refused(problems)
        return tuple(rangee.cellules for rangee in tableau.rangees) if tableau else ()

    def _commune(self, numero: str) -> Lieu | None:
        ligne = self._communes.get(numero)
        if ligne is None:
            return None
        lat, lon = (_degrees(ligne[axe]) for axe in ("lat", "lon"))
        departement = ligne["departement"]
        return Lieu("commune", numero, ligne["nom"], lat, lon, departement, self._zone(departement))

    def _un_epci(self, numero: str) -> Lieu | None:
        ligne = self._epci.get(numero)
        if ligne is None:
            return None
        centre = self._commune(ligne["commune_principale"])
        departement = ligne["departements"].split(" ")[0] or None
        lat, lon = (centre.lat, centre.lon) if centre else (None, None)
        return Lieu("epci", numero, ligne["nom_court"], lat, lon, departement, self._zone(departement))

    def _chef_lieu(self, genre: TypeLieu, numero: str) -> Lieu | None:
        ligne = (self._regions if genre == "region" else self._departements).get(numero)
        if ligne is None:
            return None
        centre = self._commune(ligne["chef_lieu"])
        if ligne["zone"] == "com":
            # an overseas collectivity has one code for both
            return Lieu(genre, numero, ligne["nom"], None, None, numero, None)
        if centre is None:
            return Lieu(genre, numero, ligne["nom"], None, None, None, None)
        departement = numero if genre == "departement" else centre.departement
        return Lieu(genre, numero, ligne["nom"], centre.lat, centre.lon, departement, self._zone(departement))

    def _zone(self, departement: str | None) -> str | None:
        ligne = self._departements.get(departement) if departement else None
        if ligne is None or ligne["zone"] == "com":
            return None
        return "metro" if ligne["zone"] == "metro" else departement


def _degrees(champ: str) -> float | None:
    # two communes of the tables have « nan » for both
    try:
        return float(champ) if isfinite(float(champ)) else None
    except ValueError:
        return None
