"""The figures that a territory's own file or the kit adds to the official ones: they come before what all have."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from coopdocs.model.complement import ChiffreLocal
from coopdocs.territoire import NOMS_TYPES, TypeTerritoire
from coopdocs.typographie import INSECABLE, typeset
from coopdocs.views.dossier import Dossier
from coopdocs.views.dossier.parts import Colonne, Repere

APPORTS_MAX = 3
"""So many are on the page; the whole dossier has all of them."""
_SIGNE = 3
"""A unit of so many letters stays with its number (« % », « M€ »); a word goes with what it counts."""


@dataclass(frozen=True)
class Apport:
    """A figure as printed, what it counts, and the small words under it: what is beside it, its source, its year.

    `precisions`: these words, the fullest first; the last has source and year alone.
    """

    valeur: str
    libelle: str
    precisions: tuple[str, ...]


def apports(dossier: Dossier) -> tuple[Apport, ...]:
    """The first of those that have a value here: the file's own, then the kit's indicators."""
    return tuple(islice(_all(dossier), APPORTS_MAX))


def apports_reste(dossier: Dossier) -> int:
    """How many more have a value here."""
    return max(0, sum(1 for _ in _all(dossier)) - APPORTS_MAX)


def _all(dossier: Dossier) -> Iterator[Apport]:
    yield from map(_local, dossier.complement.chiffres)
    for repere in dossier.reperes:
        if repere.source and repere.nombres[0] is not None:
            yield _brought(repere, dossier.colonnes)


def _local(chiffre: ChiffreLocal) -> Apport:
    doute = " ; à vérifier" if chiffre.confiance == "incertain" else ""
    bound = chiffre.unite is None or len(chiffre.unite) <= _SIGNE
    texte = chiffre.texte if bound else f"{chiffre.unite} {chiffre.texte}"
    valeur = chiffre.imprime if bound else chiffre.ecrit
    return Apport(typeset(valeur), typeset(texte), (f"{chiffre.annee}{typeset(doute)}",))


def _brought(repere: Repere, colonnes: tuple[Colonne, ...]) -> Apport:
    types = Counter(colonne.territoire.type for colonne in colonnes[1:] if colonne.territoire)
    beside = [
        f"{_called(colonne, types)} {texte}"
        for colonne, texte, nombre in list(zip(colonnes, repere.valeurs, repere.nombres, strict=True))[1:]
        if nombre is not None
    ]
    source = sourced(repere.source.titre if repere.source else "", repere.precision)
    full = " ; ".join(filter(None, (", ".join(beside), source)))
    nombre, insecable, unite = repere.valeurs[0].partition(INSECABLE)
    # a long unit may take several lines; its first word stays with the figure
    return Apport(
        f"{nombre}{insecable}{unite.replace(INSECABLE, ' ')}", repere.libelle, (typeset(full), typeset(source))
    )


def sourced(titre: str, annee: str) -> str:
    """Where a figure comes from, and its year."""
    return ", ".join(filter(None, (titre, annee)))


def _called(colonne: Colonne, types: Counter[TypeTerritoire]) -> str:
    """What a figure is beside: a level; of two territories of one level, their names."""
    if (t := colonne.territoire) is None:
        return "France"
    return colonne.nom if types[t.type] > 1 or t.type == "ept" else NOMS_TYPES[t.type][0]
