"""Communes of yesterday and municipal arrondissements: which commune of today their code or name leads to."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from coopdocs.territoire.cog import Table
from coopdocs.territoire.noms import fold

ANCIENNES = "anciennes_communes.csv"
EPCI_ANCIENS = "epci_anciens.csv"
"""Where the EPCI that are no more have gone; read by imports alone."""
COLONNES = "code nom type commune annee"
_ARRONDISSEMENT = re.compile(r"(paris|lyon|marseille) (\d{1,2})(?:er|e|eme)?(?: arrondissement| arr| ardt)?")


@dataclass(frozen=True, slots=True)
class Ancienne:
    """A code that is no commune's any more (or a municipal arrondissement's) and the code of the commune of today.

    `annee` is when it ceased, None where nobody says; `nom` may be empty.
    """

    code: str
    nom: str
    type: str
    commune: str
    annee: str | None

    def said(self, actuelle: str) -> str:
        """What became of it, as a French sentence; `actuelle` is how the commune of today is written."""
        nom = self.nom or f"la commune {self.code}"
        if self.type == "arrondissement":
            return f"{nom} est un arrondissement de {actuelle}"
        en = f" en {self.annee}" if self.annee else ""
        if self.type == "code changé":
            return f"{nom} avait le code {self.code}, devenu {actuelle}{en}"
        return f"{nom} a fusionné avec {actuelle}{en}"


class Anciennes:
    """The table of a folder, read when a code or a name is not found; empty where a kit has none."""

    def __init__(self, folder: Path, racine: Path) -> None:
        self._folder, self._racine = folder, racine

    @cached_property
    def _table(self) -> Table | None:
        chemin = self._folder / ANCIENNES
        return Table(chemin, self._racine, COLONNES) if chemin.is_file() else None

    def of_code(self, code: str) -> Ancienne | None:
        ligne = self._table.get(code) if self._table else None
        return _ancienne(ligne) if ligne else None

    def of_name(self, cherche: str) -> list[Ancienne]:
        """Those of this folded name; « paris 12 » is the twelfth arrondissement."""
        if trouve := _ARRONDISSEMENT.fullmatch(cherche):
            rang = int(trouve[2])
            cherche = f"{trouve[1]} {rang}{'er' if rang == 1 else 'e'} arrondissement"
        return [ancienne for code in self._codes.get(cherche, ()) if (ancienne := self.of_code(code))]

    def since(self, annee: int) -> Mapping[str, list[str]]:
        """The communes that others joined after this year, each with the codes of these."""
        rejointes: dict[str, list[str]] = {}
        for code, genre, commune, quand in self._table.columns("code type commune annee") if self._table else ():
            if quand.isdecimal() and int(quand) > annee and code != commune and genre != "code changé":
                rejointes.setdefault(commune, []).append(code)
        return rejointes

    @cached_property
    def _codes(self) -> Mapping[str, list[str]]:
        codes: dict[str, list[str]] = {}
        for nom, code in self._names():
            codes.setdefault(nom, []).append(code)
        return codes

    def _names(self) -> Iterator[tuple[str, str]]:
        if self._table and (rangees := list(self._table.columns("code nom"))):
            noms = fold("\n".join(nom for _, nom in rangees)).split("\n")
            yield from zip(noms, (code for code, _ in rangees), strict=True)


def _ancienne(ligne: Mapping[str, str]) -> Ancienne:
    return Ancienne(ligne["code"], ligne["nom"], ligne["type"], ligne["commune"], ligne["annee"] or None)
