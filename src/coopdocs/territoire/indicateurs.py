"""Figures about territories that a kit brings: one table of values and one descriptor for each indicator."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from pydantic import Field, TypeAdapter, ValidationError

from coopdocs.model.contenu import Contenu, Texte
from coopdocs.problem import Place, Problem, ProblemsError
from coopdocs.source import TextTable, read_yaml
from coopdocs.territoire.atlas import Territoires
from coopdocs.territoire.modele import FRANCE, Territoire
from coopdocs.typographie import INSECABLE, nombre

NOMBRE = re.compile(r"-?[0-9]{1,15}(?:[.,][0-9]{1,15})?")
"""As many digits as a number keeps."""
NON_DISPONIBLE = "non disponible"


class Indicateur(Contenu):
    """What the values of an indicator are; `source` is a key of sources.yaml or an https address.

    Nothing is ever added up or averaged: a level without a value of its own has none.
    """

    libelle: Texte
    unite: Texte | None = None
    annee: Annotated[int, Field(ge=1900, le=2100)]
    source: Texte
    decimales: Annotated[int, Field(ge=0, le=6)] = 0


@dataclass(frozen=True, slots=True)
class ValeurIndicateur:
    """A value of one territory (None: France); `texte` is as printed, « 12,5 % » or « non disponible »."""

    territoire: Territoire | None
    valeur: float | None
    texte: str


@dataclass(frozen=True, slots=True)
class Mesure:
    """An indicator for a territory: its own value, then those of its département, of its région and of France."""

    indicateur: Indicateur
    valeurs: tuple[ValeurIndicateur, ...]


@dataclass(frozen=True, slots=True)
class Serie:
    """An indicator and its values by typed code; None where the table says that nobody knows."""

    indicateur: Indicateur
    valeurs: Mapping[str, float | None]


def series(territoires: Territoires) -> tuple[Serie, ...]:
    """Each indicator of the kit, by file name; `ProblemsError` when one cannot be read."""
    return tuple(serie(territoires, descripteur) for descripteur in territoires.registres.descripteurs)


def serie(territoires: Territoires, descripteur: Path) -> Serie:
    """One indicator as its two files say; `ProblemsError` when they cannot be read."""
    noeud, problems = read_yaml(descripteur, territoires.racine)
    if noeud is None:
        raise ProblemsError(problems)
    try:
        lu: Indicateur = TypeAdapter(Indicateur).validate_python(noeud.plain())
    except ValidationError as erreur:
        conseil = "« coopdocs check » dit quelle ligne corriger"
        raise ProblemsError([Problem("C099", Place(noeud.file.name), "descripteur mal rempli", conseil)]) from erreur
    return Serie(lu, dict(_values(territoires, territoires.registres.indicateur(descripteur.stem))))


def number(champ: str) -> float | None:
    """« 12.5 » or « 12,5 » as a number; None for anything else."""
    return float(champ.replace(",", ".")) if NOMBRE.fullmatch(champ) else None


def measure(territoires: Territoires, ici: Territoire, serie: Serie) -> Mesure:
    """An indicator for the territory, its (main) département and région, and France."""
    niveaux: dict[Territoire | None, None] = {ici: None}
    for parent in territoires.parents(ici):
        if parent.type in ("departement", "region"):
            niveaux[parent] = None
    niveaux[None] = None
    return Mesure(serie.indicateur, tuple(_valeur(serie, lieu) for lieu in niveaux))


def _values(territoires: Territoires, tableau: TextTable | None) -> Iterator[tuple[str, float | None]]:
    for rangee in tableau.rows if tableau else ():
        code = rangee.cells["code"].strip()
        # the région of an overseas collectivity is its département
        lieu = territoires.get(code) if code.startswith("region:") else None
        yield lieu.cle if lieu else code, number(rangee.cells["valeur"].strip())


def _valeur(serie: Serie, lieu: Territoire | None) -> ValeurIndicateur:
    valeur = serie.valeurs.get(lieu.cle if lieu else FRANCE)
    if valeur is None:
        return ValeurIndicateur(lieu, None, NON_DISPONIBLE)
    return ValeurIndicateur(lieu, valeur, printed(valeur, serie.indicateur.decimales, serie.indicateur.unite))


def printed(valeur: float, decimales: int, unite: str | None) -> str:
    """A value as documents say it."""
    texte = nombre(valeur, decimales)
    return f"{texte}{INSECABLE}{unite}" if unite else texte
