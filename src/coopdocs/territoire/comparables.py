"""Which territories are most like one in figures: of France, of its région, or those that someone chose."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from weakref import WeakKeyDictionary

from coopdocs.territoire import resolution
from coopdocs.territoire.atlas import Territoires
from coopdocs.territoire.modele import Territoire
from coopdocs.territoire.portrait import Portrait, portrait
from coopdocs.territoire.ressemblance import Figures, Nuage, Ressemblances, gap

PROCHE = 1.5
"""Up to this gap two territories are alike; beyond it their figures are « assez différents »."""
DE_FRANCE, DE_REGION = 5, 3
PETITE_COMMUNE = 300
"""Below so many people communes are alike by the hundred: only those of the région mean anything."""


@dataclass(frozen=True, slots=True)
class Comparable:
    """A territory that another is compared with; `ecart` is how much their figures differ, None where some are missing
    (which only a chosen one may do)."""

    territoire: Territoire
    ecart: float | None
    portrait: Portrait

    @property
    def proche(self) -> bool:
        """Whether it is near enough to be called alike."""
        return self.ecart is not None and self.ecart <= PROCHE


@dataclass(frozen=True, slots=True)
class Comparables:
    """Whom a territory is compared with, the nearest first: up to five of `france`, up to three of its `region` (five
    for a small commune, which has none of France). One may be in both. `choisis`: `france` holds, in their order, those
    that someone named, and `region` nobody. Both are empty where nothing is alike, or a figure is missing.
    """

    france: tuple[Comparable, ...] = ()
    region: tuple[Comparable, ...] = ()
    choisis: bool = False

    @property
    def tous(self) -> tuple[Comparable, ...]:
        """Each of both once."""
        deja = {comparable.territoire.cle for comparable in self.france}
        return (*self.france, *(c for c in self.region if c.territoire.cle not in deja))


_CONNUES: WeakKeyDictionary[Territoires, Ressemblances] = WeakKeyDictionary()


def comparables(territoires: Territoires, territoire: Territoire, choisis: Sequence[str] = ()) -> Comparables:
    """Whom to compare a territory with: those `choisis` (names or typed codes), else the most alike.

    Raises `TerritoireError` for a chosen one that is no territory, `ProblemsError` when a table cannot be read.
    """
    connues = _CONNUES.setdefault(territoires, Ressemblances(territoires))
    ici = connues[territoire.cle]
    if choisis:
        nommes = dict.fromkeys(resolution.resolve(territoires, texte) for texte in choisis)
        autres = [t for t in nommes if t != territoire]
        return Comparables(tuple(_chosen(territoires, connues, ici, territoire, t) for t in autres), choisis=True)
    if ici is None:
        return Comparables()
    petite = territoire.type == "commune" and (territoire.population or 0) < PETITE_COMMUNE
    france = [] if petite else _near(connues.like(territoire), territoire, ici, DE_FRANCE)
    region = _in_regions(connues, territoire, ici, DE_FRANCE if petite else DE_REGION)
    return Comparables(_told(territoires, france), _told(territoires, region))


def _in_regions(connues: Ressemblances, ici: Territoire, point: Figures, most: int) -> Sequence[tuple[float, str]]:
    # the EPT are all of one région
    if ici.type == "ept":
        return ()
    nuages = (connues.like(ici, region) for region in ici.regions)
    trouves = {trouve for nuage in nuages for trouve in _near(nuage, ici, point, most)}
    return sorted(trouves)[:most]


def _near(nuage: Nuage | None, ici: Territoire, point: Figures, most: int) -> Sequence[tuple[float, str]]:
    return nuage.nearest(point, most, ici.cle) if nuage else ()


def _told(territoires: Territoires, trouves: Collection[tuple[float, str]]) -> tuple[Comparable, ...]:
    lieux = ((ecart, territoires.get(cle)) for ecart, cle in trouves)
    return tuple(Comparable(lieu, ecart, portrait(territoires, lieu)) for ecart, lieu in lieux if lieu)


def _chosen(
    territoires: Territoires, connues: Ressemblances, point: Figures | None, ici: Territoire, autre: Territoire
) -> Comparable:
    la = connues[autre.cle] if autre.type == ici.type else None
    return Comparable(autre, gap(point, la) if point and la else None, portrait(territoires, autre))
