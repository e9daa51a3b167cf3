"""Figures about territories that a kit brings: one table of values and one descriptor for each indicator."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, TypeAdapter, ValidationError

from coopdocs.model.contenu import Annee, Cle, Contenu, DatePartielle, Texte
from coopdocs.problem import Place, Problem, ProblemsError
from coopdocs.source import TextTable, read_yaml
from coopdocs.territoire.atlas import Territoires
from coopdocs.territoire.modele import FRANCE, Territoire
from coopdocs.typographie import INSECABLE, nombre

NOMBRE = re.compile(r"-?[0-9]{1,15}(?:[.,][0-9]{1,15})?")
"""As many digits as a number keeps."""
NON_DISPONIBLE = "non disponible"
MANQUES = {
    "secret": "secret statistique", "sans objet": "sans objet", "non classé": "non classé", "nd": NON_DISPONIBLE,
}  # fmt: skip
"""What a cell may say in place of a number, and how it is printed."""


class Indicateur(Contenu):
    """What the values of an indicator are; `source` is a key of sources.yaml or an https address.

    Without `agregation` nothing is added up or averaged: a level without a value of its own has none. `somme` adds the
    communes of a territory, `moyenne` weighs them by `ponderation` (« population », or another indicator by name),
    `compte` says how many have a class. All want every commune: where one lacks, there is no value.
    `annee` is the one that is printed; `classes` are the words of the values 1, 2… of a classification.
    """

    libelle: Texte
    unite: Texte | None = None
    annee: Annotated[int, Field(ge=1900, le=2100)]
    source: Texte
    decimales: Annotated[int, Field(ge=0, le=6)] = 0
    nature: Literal["effectif", "part", "taux", "médiane", "montant", "classe"] | None = None
    agregation: Literal["somme", "moyenne", "compte", "aucune"] = "aucune"
    ponderation: Cle | None = None
    classes: tuple[Texte, ...] = ()
    producteur: Texte | None = None
    titre: Texte | None = None
    date: DatePartielle | None = None
    licence: Texte | None = None
    geographie: Annee | None = None


@dataclass(frozen=True, slots=True)
class ValeurIndicateur:
    """A value of one territory (None: France); `texte` is as printed, « 12,5 % » or « non disponible »."""

    territoire: Territoire | None
    valeur: float | None
    texte: str


@dataclass(frozen=True, slots=True)
class Mesure:
    """An indicator for a few territories, in their order."""

    indicateur: Indicateur
    valeurs: tuple[ValeurIndicateur, ...]


@dataclass(frozen=True, slots=True)
class Serie:
    """An indicator and its values by typed code; None where the table says that nobody knows.

    `manques`: what is printed in place of those; `annees`: the values of each year that the table has, when several.
    """

    indicateur: Indicateur
    valeurs: Mapping[str, float | None]
    manques: Mapping[str, str] = field(default_factory=dict)
    annees: Mapping[int, Mapping[str, float | None]] = field(default_factory=dict)
    poids: Mapping[str, float | None] | None = None
    """What weighs a mean, by typed code; None: the people."""
    reunies: dict[str, tuple[float | None, str]] = field(default_factory=dict, compare=False, repr=False)
    """What was added up or averaged for a territory, and how it is printed: each is asked for by many others."""


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
    tableau = territoires.registres.indicateur(descripteur.stem)
    annees = {int(c): c for c in tableau.columns if c.isdecimal()} if tableau else {}
    colonne = annees.get(lu.annee, "valeur")
    manques = {cle: dit for cle, case in _cells(territoires, tableau, colonne) if (dit := MANQUES.get(case))}
    poids = None
    if lu.agregation == "moyenne" and lu.ponderation not in (None, POPULATION):
        autre = descripteur.with_name(f"{lu.ponderation}.yaml")
        poids = serie(territoires, autre).valeurs if autre != descripteur and autre.is_file() else {}
    par_annee = {annee: dict(_values(territoires, tableau, c)) for annee, c in annees.items()}
    return Serie(lu, dict(_values(territoires, tableau, colonne)), manques, par_annee, poids)


POPULATION = "population"
"""The weight that every kit has."""


def number(champ: str) -> float | None:
    """« 12.5 » or « 12,5 » as a number; None for anything else."""
    return float(champ.replace(",", ".")) if NOMBRE.fullmatch(champ) else None


def measure(territoires: Territoires, ici: Territoire, serie: Serie) -> Mesure:
    """An indicator for the territory, its EPCI, its (main) département and région, and France."""
    return beside(territoires, serie, (ici, *territoires.parents(ici), None))


def beside(territoires: Territoires, serie: Serie, lieux: Iterable[Territoire | None]) -> Mesure:
    """An indicator for any territories, each once (None: France): « non disponible » where nobody knows."""
    return Mesure(serie.indicateur, tuple(_valeur(territoires, serie, lieu) for lieu in dict.fromkeys(lieux)))


def _cells(territoires: Territoires, tableau: TextTable | None, colonne: str) -> Iterator[tuple[str, str]]:
    for rangee in tableau.rows if tableau else ():
        code = rangee.cells["code"].strip()
        # the région of an overseas collectivity is its département
        lieu = territoires.get(code) if code.startswith("region:") else None
        yield lieu.cle if lieu else code, rangee.cells[colonne].strip()


def _values(territoires: Territoires, tableau: TextTable | None, colonne: str) -> Iterator[tuple[str, float | None]]:
    yield from ((cle, number(case)) for cle, case in _cells(territoires, tableau, colonne))


def _valeur(territoires: Territoires, serie: Serie, lieu: Territoire | None) -> ValeurIndicateur:
    cle = lieu.cle if lieu else FRANCE
    if cle in serie.manques:
        return ValeurIndicateur(lieu, None, serie.manques[cle])
    valeur = serie.valeurs.get(cle)
    if valeur is not None:
        return ValeurIndicateur(lieu, valeur, said(valeur, serie.indicateur))
    if cle not in serie.valeurs and serie.indicateur.agregation != "aucune":
        if cle not in serie.reunies:
            serie.reunies[cle] = _united(territoires, serie, lieu)
        return ValeurIndicateur(lieu, *serie.reunies[cle])
    return ValeurIndicateur(lieu, None, NON_DISPONIBLE)


def _united(territoires: Territoires, serie: Serie, lieu: Territoire | None) -> tuple[float | None, str]:
    """What the parts of a territory come to, and how it is printed; nothing where one of them is not known."""
    parties = _parts(territoires, serie, lieu)
    if not parties:
        return None, NON_DISPONIBLE
    i = serie.indicateur
    valeurs = [serie.valeurs.get(cle) for cle in parties]
    if i.agregation == "compte":
        classees = sum(v is not None for v in valeurs)
        if classees + sum(serie.manques.get(cle) == MANQUES["non classé"] for cle in parties) < len(parties):
            return None, NON_DISPONIBLE
        return float(classees), f"{nombre(classees)} sur {nombre(len(parties))}"
    if any(v is None for v in valeurs):
        dits = {serie.manques.get(c, NON_DISPONIBLE) for c, v in zip(parties, valeurs, strict=True) if v is None}
        return None, dits.pop() if dits == {MANQUES["secret"]} else NON_DISPONIBLE
    connues = [v for v in valeurs if v is not None]
    if i.agregation == "somme":
        total = math.fsum(connues)
        return total, said(total, i)
    poids = [(territoires.populations if serie.poids is None else serie.poids).get(cle) for cle in parties]
    tous = math.fsum(w or 0 for w in poids)
    if any(w is None for w in poids) or not tous:
        return None, NON_DISPONIBLE
    moyenne = math.fsum(v * (w or 0) for v, w in zip(connues, poids, strict=True)) / tous
    return moyenne, said(moyenne, i)


def _parts(territoires: Territoires, serie: Serie, lieu: Territoire | None) -> tuple[str, ...]:
    """The communes of a territory; where the table has none, its départements; nothing where those are no parts."""
    if any(cle.startswith("commune:") for cle in serie.valeurs):
        if lieu is not None and lieu.type == "commune":
            return ()
        return tuple(f"commune:{code}" for code in territoires.commune_codes(lieu))
    if lieu is not None and lieu.type != "region":
        return ()
    toutes = (t for cle in territoires.codes("departement") if (t := territoires.get(cle)) and t.regions)
    return tuple(t.cle for t in toutes if lieu is None or lieu.code in t.regions)


def said(valeur: float, indicateur: Indicateur) -> str:
    """A value as documents say it: a class by its words, a figure with its unit."""
    classes = indicateur.classes
    if indicateur.nature == "classe" and classes and valeur == int(valeur) and 0 < valeur <= len(classes):
        return classes[int(valeur) - 1]
    return printed(valeur, indicateur.decimales, indicateur.unite)


def printed(valeur: float, decimales: int, unite: str | None) -> str:
    """A value as documents say it."""
    texte = nombre(valeur, decimales)
    return f"{texte}{INSECABLE}{unite}" if unite else texte
