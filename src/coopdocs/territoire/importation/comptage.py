"""Rows counted by territory: a list says nothing of where it has no row, unless it plainly covers the place."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from decimal import Decimal

from coopdocs.territoire.importation.codes import Codes
from coopdocs.territoire.importation.releve import Releve, ValeurLue
from coopdocs.territoire.modele import FRANCE

_PEU = 0.1
"""The share of the usual number of rows for its people below which a département is not covered: rows that strayed."""
_NATIONALE = 90
"""How many départements a list of the whole country is in."""


def counts(releve: Releve, codes: Codes) -> tuple[dict[str, ValeurLue], dict[str, list[str]]]:
    """How many rows each territory has; none is 0 only in the départements that the list covers.

    A level of several communes has its own count, so that a row that is in two of them counts once.
    """
    territoires = codes.territoires
    couverts = _covered(releve.comptes, codes)
    cases: dict[str, ValeurLue] = {}
    for cle in _places(codes, couverts):
        cases[cle] = Decimal(releve.comptes[cle])
    regions = (t for cle in territoires.codes("region") if (t := territoires.get(cle)))
    cases |= {t.cle: Decimal(releve.comptes[t.cle]) for t in regions if set(t.departements) <= couverts}
    if len(couverts) >= _NATIONALE:
        cases[FRANCE] = Decimal(sum(n for cle, n in releve.comptes.items() if cle.startswith("departement:")))
    perdus = sorted(cle.partition(":")[2] for cle in releve.comptes
                    if cle.startswith("departement:") and cle.partition(":")[2] not in couverts)  # fmt: skip
    avis = {"départements couverts par cette liste (« 0 » y est un vrai zéro)": [str(len(couverts))]}
    if perdus:
        avis["départements de trop peu de lignes pour être couverts : laissés sans valeur"] = perdus
    return cases, avis


def _covered(comptes: Counter[str], codes: Codes) -> set[str]:
    """The départements that the list is about: where rows are as many, for their people, as a tenth of the usual."""
    parts: dict[str, float] = {}
    for cle, n in comptes.items():
        if cle.startswith("departement:") and (t := codes.territoires.get(cle)):
            parts[t.code] = n / (t.population or 1)
    if not parts:
        return set()
    lignes = sorted(((part, comptes[f"departement:{code}"]) for code, part in parts.items()), reverse=True)
    milieu, vues = sum(n for _, n in lignes) / 2, 0
    usuelle = lignes[-1][0]
    for part, n in lignes:
        vues += n
        if vues >= milieu:
            usuelle = part
            break
    return {code for code, part in parts.items() if part >= _PEU * usuelle}


def _places(codes: Codes, couverts: set[str]) -> Iterable[str]:
    for genre in ("commune", "epci", "departement"):
        for cle in codes.territoires.codes(genre):
            t = codes.territoires.get(cle)
            if t and set(t.departements) <= couverts:
                yield cle
