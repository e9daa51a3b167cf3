"""The tables that people keep by hand, beside those of the COG: each is optional and read whole, with its lines."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import cached_property
from pathlib import Path

from coopdocs.problem import Problem, Refused
from coopdocs.source import Rangee, Tableau, nom_relatif, read_csv
from coopdocs.typographie import une_ligne

INITIATIVES = "initiatives.csv"
CONTACTS = "contacts.csv"
POINTS = "communes_points.csv"
INDICATEURS = "indicateurs"

COLONNES = {
    INITIATIVES: (
        "id", "forme", "nom", "territoire_type", "territoire_code", "lieu", "annee", "statut",
        "source_titre", "source_date", "source_url", "note",
    ),
    CONTACTS: (
        "territoire", "nom", "role", "courriel", "telephone", "adresse", "source", "verifie_le", "expire_le",
    ),
    POINTS: ("code", "lat", "lon", "raison"),
    INDICATEURS: ("code", "valeur"),
}  # fmt: skip
"""The columns of each table, in the order that its first author wrote them; any other order is as good."""


class Registres:
    """The tables of one folder, each None where the kit has none; `Refused` when one cannot be read."""

    def __init__(self, dossier: Path, racine: Path) -> None:
        self._dossier, self._racine = dossier, racine

    @cached_property
    def initiatives(self) -> Tableau | None:
        return self._read(self._dossier / INITIATIVES, INITIATIVES)

    @cached_property
    def contacts(self) -> Tableau | None:
        return self._read(self._dossier / CONTACTS, CONTACTS)

    @cached_property
    def points(self) -> Tableau | None:
        return self._read(self._dossier / POINTS, POINTS)

    def indicateur(self, nom: str) -> Tableau | None:
        """The values of the indicator that indicateurs/<nom>.yaml describes."""
        return self._read(self._dossier / INDICATEURS / f"{nom}.csv", INDICATEURS)

    def tables(self) -> Iterator[Tableau]:
        """Every table that the folder has, the values of the indicators too."""
        values = (self.indicateur(descripteur.stem) for descripteur in self.descripteurs)
        yield from (t for t in (self.initiatives, self.contacts, self.points, *values) if t is not None)

    @cached_property
    def descripteurs(self) -> tuple[Path, ...]:
        """The descriptor of each indicator, whether or not it is there: one for each name of a CSV or YAML file."""
        fichiers = (self._dossier / INDICATEURS).glob("*")
        noms = {f.stem for f in fichiers if f.suffix in (".csv", ".yaml") and not f.name.startswith(".")}
        return tuple(self._dossier / INDICATEURS / f"{nom}.yaml" for nom in sorted(noms))

    def _read(self, chemin: Path, genre: str) -> Tableau | None:
        if not chemin.exists():
            return None
        tableau, problems = read_csv(chemin, self._racine)
        if tableau is not None:
            problems = _columns(tableau, COLONNES[genre])
        if tableau is None or problems:
            raise Refused(problems)
        return replace(tableau, rangees=tuple(map(_on_one_line, tableau.rangees)))

    def nom(self, chemin: Path) -> str:
        """A path of this folder as problems name it."""
        return nom_relatif(chemin, self._racine)


def _on_one_line(rangee: Rangee) -> Rangee:
    """A row whose cells are printed as they are: without the tabs and line ends that a spreadsheet lets in."""
    return Rangee(rangee.ligne, {nom: une_ligne(texte) for nom, texte in rangee.cellules.items()})


def _columns(tableau: Tableau, colonnes: tuple[str, ...]) -> list[Problem]:
    conseil = f"cette table a pour colonnes : {','.join(colonnes)}"
    premiere = tableau.fichier.lignes[0]
    absentes = [
        tableau.fichier.problem("S031", (1, 1, len(premiere)), f"colonne absente : {nom}", conseil)
        for nom in colonnes
        if nom not in tableau.entete
    ]
    inconnues = [
        tableau.fichier.problem("S031", (1, premiere.find(nom) + 1, len(nom)), f"colonne inconnue : {nom}", conseil)
        for nom in tableau.entete
        if nom not in colonnes
    ]
    return absentes + inconnues
