"""How a place lies to a territory: in it, over it, perhaps in it, or elsewhere."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from coopdocs.territoire.atlas import Territoires
from coopdocs.territoire.modele import Territoire

Situation = Literal["dans", "couvre", "imprecis", "ailleurs"]
"""What is known of an initiative from a territory: it lies in it; it acts in all of it or in a part of it; it lies
somewhere in a place that the territory is in or shares ground with, so perhaps here; it is elsewhere."""
SITUATIONS: tuple[Situation, ...] = ("dans", "couvre", "imprecis", "ailleurs")


def situation(territoires: Territoires, ici: Territoire, lieu: Territoire, *, couvre: bool) -> Situation:
    """How an initiative known by this place lies to a territory; `couvre`: it acts in the whole of the place."""
    if within(territoires, lieu, ici):
        return "dans"
    if not meet(territoires, lieu, ici):
        return "ailleurs"
    return "couvre" if couvre else "imprecis"


def nearest(situations: Iterable[Situation]) -> Situation:
    """Of an initiative with several places, what brings it nearest; elsewhere where it has none."""
    return min(situations, key=SITUATIONS.index, default="ailleurs")


def within(territoires: Territoires, lieu: Territoire, dans: Territoire) -> bool:
    """Whether the whole of a place lies in another one, or is it."""
    if lieu.cle == dans.cle:
        return True
    if dans.type == "region":
        return set(lieu.regions) == {dans.code}
    if dans.type == "departement":
        # overseas, a région is one département
        return lieu.departements == (dans.code,)
    if dans.type == "epci":
        return lieu.epci == dans.code
    return dans.type == "ept" and lieu.type == "commune" and territoires.ept(lieu) == dans


def meet(territoires: Territoires, a: Territoire, b: Territoire) -> bool:
    """Whether two places share ground: one lies in the other, or an EPCI goes beyond its département or région."""
    types = (a.type, b.type)
    if "region" in types:
        return bool(set(a.regions) & set(b.regions)) or bool(_overseas(a, b))
    if "departement" in types:
        return bool(set(a.departements) & set(b.departements))
    return within(territoires, a, b) or within(territoires, b, a)


def _overseas(a: Territoire, b: Territoire) -> set[str]:
    """The collectivity that both are in, which has no région."""
    return set() if a.regions or b.regions else set(a.departements) & set(b.departements)
