"""Seas and countries around France, named where a map shows enough of them: points in each, in degrees."""

from __future__ import annotations

from functools import lru_cache
from math import hypot

from coopdocs.theme.contours import Cadre, steps

_MERS: dict[str, dict[str, str]] = {
    "metro": {
        "MER DU NORD": "51.35 2.0, 51.6 2.6",
        "MANCHE": "50.6 1.2, 50.2 0.6, 49.75 -0.4, 49.9 -1.6, 49.3 -2.4, 48.85 -2.8, 49.0 -3.8, 48.85 -4.6, 50 -3.5",
        "OCÉAN ATLANTIQUE": (
            "48.45 -5.3, 48.0 -5.0, 47.6 -4.2, 47.3 -3.2, 46.9 -2.6, 46.3 -2.2, 45.7 -1.8, 45.0 -1.7, 44.2 -1.8, "
            "43.6 -2.0, 46.5 -4.0, 45 -3.5"
        ),
        "MÉDITERRANÉE": (
            "42.6 3.5, 43.1 3.9, 43.2 4.6, 43.1 5.2, 42.9 5.9, 42.9 6.6, 43.3 7.2, 43.6 7.5, 42.9 8.4, 42.3 8.2, "
            "41.7 8.2, 41.3 8.6, 41.5 9.6, 42.2 9.9, 42.8 9.8, 42.3 6.0"
        ),
    },
    "971": {
        "MER DES CARAÏBES": (
            "16.6 -61.9, 16.4 -62.0, 16.2 -62.0, 16.1 -61.9, 15.95 -61.85, 15.8 -61.8, 15.7 -61.6, 15.9 -61.75"
        ),
        "OCÉAN ATLANTIQUE": "16.6 -61.0, 16.35 -61.0, 16.15 -60.9, 15.95 -60.9, 15.8 -61.0",
    },
    "972": {
        "MER DES CARAÏBES": (
            "15.05 -61.3, 14.8 -61.35, 14.7 -61.3, 14.55 -61.25, 14.45 -61.2, 14.35 -61.1, 14.2 -61.1, 14.2 -61.4"
        ),
        "OCÉAN ATLANTIQUE": "15.0 -60.7, 14.9 -60.7, 14.75 -60.75, 14.6 -60.65, 14.5 -60.7, 14.4 -60.65, 14.2 -60.6",
    },
    "973": {"OCÉAN ATLANTIQUE": "5.3 -51.5, 5.9 -53.0"},
    "974": {"OCÉAN INDIEN": "-21.1 55.0"},
    "976": {"OCÉAN INDIEN": "-12.8 45.3"},
}
_PAYS: dict[str, dict[str, str]] = {
    "metro": {
        "BELGIQUE": "50.95 2.95, 50.75 3.7, 50.4 4.6, 49.95 5.2, 49.7 5.6, 50.2 4.2, 51.05 2.8, 50.6 5.2",
        "LUXEMBOURG": "49.62 6.15",
        "ALLEMAGNE": "49.4 6.9, 49.35 7.4, 49.1 8.1, 48.7 8.3, 48.3 8.1, 47.9 7.9, 49.8 7.2",
        "SUISSE": "47.35 7.3, 47.1 7.0, 46.75 6.7, 46.45 6.9, 46.1 7.2, 47.4 7.8, 46.6 7.4",
        "ITALIE": "45.8 7.3, 45.4 7.3, 45.0 7.2, 44.5 7.4, 44.1 7.8, 43.95 7.8, 44.4 8.2, 40.85 9.2",
        "ESPAGNE": "43.15 -2.1, 42.9 -1.6, 42.6 -0.8, 42.5 0.1, 42.5 0.9, 42.25 1.8, 42.2 2.6, 42.3 2.95, 43.1 -3.0",
        "ROYAUME-UNI": "51.05 0.9, 50.9 0.2, 50.8 -3.6, 51.0 -1.5",
    },
    "973": {
        "SURINAM": "5.2 -54.5, 4.4 -54.8, 3.6 -54.7, 2.9 -54.6",
        "BRÉSIL": "3.6 -51.3, 2.9 -51.8, 2.0 -52.8, 1.9 -54",
    },
}
_DOUTE_MER = 1.25
"""A sea is not named where another one's nearest point is so nearly as near."""
_PRES_M, _DOUTE = 60_000, 1.5
"""A country is named where a point of it is as near, and none of another one nearly so near."""
Reperes = tuple[tuple[str, float, float], ...]


def sea(cadre: Cadre, zone: str, x: float, y: float) -> str | None:
    """The sea that a point of the water (steps of the frame) is in; None between two."""
    found = _nearest(_points(_MERS.get(zone), cadre), x, y)
    if not found or (len(found) > 1 and found[1][0] < _DOUTE_MER * found[0][0]):
        return None
    return found[0][1]


def country(cadre: Cadre, zone: str, x: float, y: float) -> str | None:
    """The country that a point abroad (steps of the frame) is in; None where two might be."""
    found = _nearest(_points(_PAYS.get(zone), cadre), x, y)
    if not found or found[0][0] * cadre.pas > _PRES_M or (len(found) > 1 and found[1][0] < _DOUTE * found[0][0]):
        return None
    return found[0][1]


def _points(points: dict[str, str] | None, cadre: Cadre) -> Reperes:
    return _projected(tuple((points or {}).items()), cadre.epsg, cadre.pas, cadre.origine)


@lru_cache(maxsize=32)
def _projected(points: tuple[tuple[str, str], ...], epsg: int, pas: float, origine: tuple[float, float]) -> Reperes:
    pairs = [(nom, tuple(map(float, point.split()))) for nom, places in points for point in places.split(",")]
    return tuple((nom, *steps(epsg, pas, origine, *point)) for nom, point in pairs)


def _nearest(points: Reperes, x: float, y: float) -> list[tuple[float, str]]:
    """How far (steps) each name's nearest point is, the nearest first."""
    found: dict[str, float] = {}
    for nom, px, py in points:
        loin = hypot(px - x, py - y)
        found[nom] = min(loin, found.get(nom, loin))
    return sorted((loin, nom) for nom, loin in found.items())
