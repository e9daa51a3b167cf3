"""How much two territories of one level differ in figures, and which ones differ least.

A gap (`ecart`) of one is what the units below say: people in a ratio of 1.5 between two EPCI, or a share of old people
that is four points higher… Gaps of several figures add up as squares do: each territory is a point, told in units.
Territories overseas are compared with each other alone; one that a figure is missing of is compared with none.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import product
from math import dist, floor, log

from coopdocs.territoire.atlas import Territoires
from coopdocs.territoire.lieux import GENRES_EPCI
from coopdocs.territoire.modele import Territoire, TypeTerritoire
from coopdocs.territoire.recensement import Recensement

Figures = tuple[float, ...]
LIMITE = 3.0
"""No likeness beyond this gap."""
_RATIOS: Mapping[TypeTerritoire, tuple[float, float]] = {
    "epci": (1.5, 2.0), "ept": (1.5, 2.0), "commune": (1.3, 1.8), "departement": (1.5, 1.8),
}  # fmt: skip
"""One gap: the ratio of two populations, the ratio of two densities."""
_POINTS: Mapping[TypeTerritoire, tuple[float, float, float, float]] = {
    "epci": (4, 10, 4, 25), "ept": (4, 10, 4, 25), "commune": (6, 12, 5, 40), "departement": (3, 8, 3, 15),
}  # fmt: skip
"""One gap, in points of percent of: people of 65 and more, second homes, vacant dwellings, people of the centre."""
_RATIO_COMMUNES = 2.5
"""One gap, of intercommunalités: the ratio of their numbers of communes."""
_MARCHES = {GENRES_EPCI["CA"]: 1.0, GENRES_EPCI["CU"]: 2.0, GENRES_EPCI["METRO"]: 2.0}
"""How far a kind of intercommunalité is from a communauté de communes: one gap a step."""
_PEU = 0.01
"""A density below this counts as this one."""
_DECIMALES = 6
"""Of a gap: what is left of it does not depend on the machine."""


_RAYONS = (0.5, 1.0, 2.0, LIMITE)
"""How far around a territory one looks, in gaps: further only where fewer are near than wanted."""
_CASE = 0.5
"""The side of a compartment, in gaps."""

Compartments = Mapping[tuple[int, ...], Sequence[tuple[Figures, str]]]


class Nuage:
    """Territories of one level as points, kept in compartments by their first three figures: people, density, age.

    Those with about as many people are made into points together, when somebody like them is first looked for.
    """

    def __init__(self, points: Mapping[str, Figures | None], abscisses: Iterable[tuple[float, str]]) -> None:
        self._points = points
        self._ranges: defaultdict[int, list[str]] = defaultdict(list)
        for abscisse, cle in abscisses:
            self._ranges[floor(abscisse / _CASE)].append(cle)
        self._opened: dict[int, Compartments] = {}

    def nearest(self, ici: Figures, most: int, sauf: str) -> list[tuple[float, str]]:
        """The gap and the code of those nearest to a point, nearest first (as near: by code), within `LIMITE`."""
        found = list[tuple[float, str]]()
        for rayon in _RAYONS:
            pres = [(ecart, cle) for la, cle in self._around(ici, rayon) if (ecart := dist(ici, la)) <= rayon]
            found = sorted((round(ecart, _DECIMALES), cle) for ecart, cle in pres if cle != sauf)
            if len(found) >= most:
                break
        return found[:most]

    def _around(self, ici: Figures, rayon: float) -> list[tuple[Figures, str]]:
        """All points within this many gaps, and some beyond."""
        found: list[tuple[Figures, str]] = []
        rangs, *cotes = (range(floor((x - rayon) / _CASE), floor((x + rayon) / _CASE) + 1) for x in ici[:3])
        for rang in rangs:
            if rang in self._ranges:
                compartments = self._open(rang)
                for cote in product(*cotes):
                    found += compartments.get(cote, ())
        return found

    def _open(self, rang: int) -> Compartments:
        if rang not in self._opened:
            compartments: defaultdict[tuple[int, ...], list[tuple[Figures, str]]] = defaultdict(list)
            for cle in self._ranges[rang]:
                if (point := self._points[cle]) is not None:
                    compartments[floor(point[1] / _CASE), floor(point[2] / _CASE)].append((point, cle))
            self._opened[rang] = dict(compartments)
        return self._opened[rang]


def _rive(zone: str | None) -> str:
    """On which side of the sea a territory lies."""
    return "metro" if zone == "metro" else "outre-mer"


def gap(ici: Figures, la: Figures) -> float:
    """How much two points of one level differ, in gaps."""
    return round(dist(ici, la), _DECIMALES)


class Ressemblances(dict[str, Figures | None]):
    """The territories of a folder (`epci:200068781`…) as points, each made when it is first asked for.

    None where a figure of it is missing, or nobody lives there.
    """

    def __init__(self, territoires: Territoires) -> None:
        super().__init__()
        self._territoires = territoires
        self._nuages: dict[TypeTerritoire, Mapping[str, Nuage]] = {}

    def __missing__(self, cle: str) -> Figures | None:
        genre, _, code = cle.partition(":")
        self[cle] = self._of_commune(code) if genre == "commune" else self._of_several(cle)
        return self[cle]

    def like(self, territoire: Territoire, region: str = "") -> Nuage | None:
        """Whom a territory may be compared with: those of its level, in a région or wherever the sea parts them not."""
        if territoire.type not in self._nuages:
            self._nuages[territoire.type] = self._level(territoire.type)
        return self._nuages[territoire.type].get(region or _rive(territoire.zone))

    def _level(self, genre: TypeTerritoire) -> Mapping[str, Nuage]:
        """The territories of a level by région, and all of the métropole or of overseas."""
        groupes: defaultdict[str, list[tuple[float, str]]] = defaultdict(list)
        unite = log(_RATIOS[genre][0]) if genre in _RATIOS else 1
        for cle, habitants, ensembles in self._communes() if genre == "commune" else self._placed(genre):
            if habitants:
                for ensemble in ensembles:
                    groupes[ensemble].append((log(habitants) / unite, cle))
        return {ensemble: Nuage(self, membres) for ensemble, membres in groupes.items()}

    def _placed(self, genre: TypeTerritoire) -> Iterator[tuple[str, int | None, Sequence[str]]]:
        """Each territory of a level with its people and the groups it is compared in."""
        for cle in self._territoires.codes(genre):
            territoire = self._territoires.get(cle)
            if territoire and territoire.zone:
                yield cle, territoire.population, (_rive(territoire.zone), *territoire.regions)

    def _communes(self) -> Iterator[tuple[str, int | None, Sequence[str]]]:
        lieux = ((cle.partition(":")[2], self._territoires.get(cle)) for cle in self._territoires.codes("departement"))
        zones = {code: lieu.zone for code, lieu in lieux if lieu}
        for code, habitants, _, departement, region in self._territoires.commune_rows():
            if zone := zones.get(departement):
                yield f"commune:{code}", habitants, (_rive(zone), region)

    @cached_property
    def _habitants(self) -> Mapping[str, tuple[int, str]]:
        """By commune: its people, and its EPCI (empty: none)."""
        return {code: (habitants or 0, epci) for code, habitants, epci, *_ in self._territoires.commune_rows()}

    def _of_commune(self, code: str) -> Figures | None:
        habitants, siren = self._habitants.get(code, (0, ""))
        epci = self._territoires.get(f"epci:{siren}") if siren else None
        if epci is None or not epci.population:
            return None
        km2 = self._territoires.superficies.total((code,))
        compte = self._territoires.recensements.total((code,))
        centre = 100 * habitants / epci.population
        commun = _point("commune", habitants, km2, compte, centre)
        return commun and (*commun, _MARCHES.get(epci.genre, 0.0))

    def _of_several(self, cle: str) -> Figures | None:
        territoire = self._territoires.get(cle)
        if territoire is None or territoire.type not in _RATIOS or not territoire.population:
            return None
        communes = tuple(self._territoires.commune_codes(territoire))
        km2 = self._territoires.superficies.total(communes)
        compte = self._territoires.recensements.total(communes)
        centre = 100 * self._centre(territoire, communes) / territoire.population
        commun = _point(territoire.type, territoire.population, km2, compte, centre)
        if commun is None or territoire.type == "departement":
            return commun
        return (*commun, log(len(communes)) / log(_RATIO_COMMUNES), _MARCHES.get(territoire.genre, 0.0))

    def _centre(self, territoire: Territoire, communes: Collection[str]) -> int:
        """The people of the largest commune; in a département, those of its largest intercommunalité."""
        poids: Counter[str] = Counter()
        for code in communes:
            habitants, epci = self._habitants[code]
            poids[epci if epci and territoire.type == "departement" else code] += habitants
        return max(poids.values(), default=0)  # a kit may have an intercommunalité without its communes


def _point(
    genre: TypeTerritoire, habitants: int, km2: float | None, compte: Recensement | None, centre: float
) -> Figures | None:
    """What all levels are compared by."""
    if not habitants or not km2 or compte is None:
        return None
    parts = compte.part_plus_65, compte.part_secondaires, compte.part_vacants
    if any(part is None for part in parts):
        return None
    ratio_habitants, ratio_densite = _RATIOS[genre]
    points = zip((*parts, centre), _POINTS[genre], strict=True)
    densite = log(max(habitants / km2, _PEU)) / log(ratio_densite)
    return (log(habitants) / log(ratio_habitants), densite, *((part or 0) / unite for part, unite in points))
