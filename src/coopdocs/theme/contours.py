"""The outlines that maps are drawn from: the kit's, by frame, and what of them is shown where on paper."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate, pairwise
from math import ceil, hypot
from pathlib import Path
from typing import Any, NamedTuple

from coopdocs import memo
from coopdocs.croquis import Contours
from coopdocs.theme.projection import project

# Land abroad as far as a map can show it, coasts only roughly: latitudes and longitudes of closed lines by frame. Where
# there is a border, they run inside France, which is drawn over them.
_ETRANGER: dict[str, tuple[str, ...]] = {
    "metro": (
        "51.09 2.54, 51.24 2.91, 51.35 3.2, 51.53 3.43, 51.98 4.1, 52.96 4.75, 53.4 7, 53.4 12, 44 13.5, 42.3 11.3, "
        "42.73 10.97, 42.93 10.5, 43.54 10.3, 43.87 10.24, 44.04 9.85, 44.26 9.4, 44.3 9.21, 44.4 8.92, 44.3 8.48, "
        "44.05 8.22, 43.87 8.02, 43.81 7.78, 43.785 7.53, 44 6.8, 46 5.5, 49.5 3, 50.9 2.4",
        "43.37 -1.78, 43.33 -1.99, 43.3 -2.26, 43.45 -2.72, 43.38 -3.03, 43.49 -3.8, 43.4 -4.4, 43.67 -5.85, 43.6 -8, "
        "40 -8.5, 40 0.5, 40.72 0.87, 41.11 1.25, 41.35 2.17, 41.67 2.8, 41.85 3.13, 42.05 3.2, 42.26 3.18, "
        "42.32 3.32, 42.43 3.17, 42.6 2.5, 43 0.7, 42.95 0, 43.35 -1.4",
        "50.07 -5.71, 49.96 -5.2, 50.33 -4.1, 50.22 -3.64, 50.61 -3.4, 50.52 -2.46, 50.59 -2, 50.58 -1.3, 50.72 -0.8, "
        "50.82 -0.14, 50.74 0.25, 50.85 0.6, 50.91 0.98, 51.08 1.18, 51.14 1.37, 51.38 1.44, 51.48 0.7, 51.8 1.2, "
        "52.5 1.75, 52.9 1.3, 52.9 -3, 51.5 -4.5, 50.5 -5",
        "41.26 9.19, 41.14 9.5, 40.9 9.65, 40 9.7, 40 8.4, 40.57 8.16, 40.95 8.2, 40.84 8.4, 40.92 8.7, 41.1 8.9",
        "49.26 -2.25, 49.26 -2.02, 49.17 -2.03, 49.18 -2.24",
        "49.51 -2.52, 49.44 -2.53, 49.42 -2.66",
    ),
    "973": (
        "5.98 -57, 5.95 -55.2, 5.98 -54.2, 5.75 -53.99, 5 -53.5, 4 -52.2, 4.3 -51.65, 4.45 -51.52, 4 -51.2, 3 -50.8, "
        "1.9 -49.9, 0 -50, 0 -57",
    ),
}

Boite = tuple[float, float, float, float]
"""Bounds: left, top, right, bottom."""


@dataclass(frozen=True, slots=True)
class Contour:
    """An outline: its SVG path in whole steps, and its bounds in them."""

    trace: str
    boite: Boite


@dataclass(frozen=True, slots=True)
class Cadre:
    """Contours of one plane system, in steps of `pas` metres from `origine` (m), y down."""

    epsg: int
    pas: float
    origine: tuple[float, float]
    taille: tuple[float, float]
    departements: dict[str, Contour]
    epci: dict[str, Contour]
    etranger: tuple[Contour, ...]


@dataclass(frozen=True, slots=True)
class Vue:
    """How steps of a frame come to paper: `x` and `y` are where its origin stands."""

    echelle: float
    x: float
    y: float

    def shapes(self, contours: Iterable[Contour], fond: str | None, trait: str | None, epaisseur: float) -> Contours:
        traces = tuple(contour.trace for contour in contours)
        return Contours(traces, self.echelle, self.x, self.y, fond, trait, epaisseur)

    def place(self, x: float, y: float) -> tuple[float, float]:
        return self.x + self.echelle * x, self.y + self.echelle * y


@memo.of_files()
def frames(fichier: Path) -> dict[str, Cadre]:
    """The frames of a file of contours by zone: metro, and each département overseas."""
    lus: dict[str, Any] = json.loads(fichier.read_text("utf-8"))["cadres"]
    return {zone: _cadre(zone, cadre) for zone, cadre in lus.items()}


def _cadre(zone: str, cadre: dict[str, Any]) -> Cadre:
    epsg, pas, (x0, y0) = cadre["epsg"], cadre["pas_m"], cadre["origine"]
    departements, epci = (
        {code: Contour(trace, bounds(trace)) for code, trace in cadre.get(genre, {}).items()}
        for genre in ("departements", "epci")
    )
    etranger = tuple(_abroad(ligne, epsg, pas, (x0, y0)) for ligne in _ETRANGER.get(zone, ()))
    return Cadre(epsg, pas, (x0, y0), tuple(cadre["taille"]), departements, epci, etranger)


def bounds(trace: str) -> Boite:
    """The bounds of an SVG path of closed lines in relative steps."""
    xs: list[int] = []
    ys: list[int] = []
    for ring in _rings(trace):
        xs += ring[0]
        ys += ring[1]
    return min(xs), min(ys), max(xs), max(ys)


def _rings(trace: str) -> Iterator[tuple[list[int], list[int]]]:
    for boucle in filter(None, trace.split("z")):
        numbers = list(map(int, boucle[1:].replace("l", " ").replace("-", " -").split()))
        yield list(accumulate(numbers[::2])), list(accumulate(numbers[1::2]))


@lru_cache(maxsize=2048)
def rings(trace: str) -> tuple[tuple[list[int], list[int]], ...]:
    """The closed lines of an outline, each as its x and its y."""
    return tuple(_rings(trace))


class Dedans(NamedTuple):
    """A point inside an outline, and how far (steps) its edges are."""

    x: float
    y: float
    rayon: float


_FINESSE, _POLES = 20, 6


@lru_cache(maxsize=4096)
def poles(contour: Contour) -> tuple[Dedans, ...]:
    """Points inside an outline, the farthest from its edges first, the others far from it; at least one."""
    left, top, right, bottom = contour.boite
    pas = max(right - left, bottom - top) / _FINESSE
    columns, lines = ceil((right - left) / pas) + 2, ceil((bottom - top) / pas) + 2
    cells = _depths(contour, pas, columns, lines)
    found: list[Dedans] = []
    ranked = sorted(((d, n) for n, d in enumerate(cells) if d), key=lambda pair: (-pair[0], pair[1]))
    for depth, n in ranked:
        line, column = divmod(n, columns)
        x, y = left + (column - 0.5) * pas, top + (line - 0.5) * pas
        if all(hypot(x - p.x, y - p.y) > p.rayon + depth * pas for p in found):
            found.append(Dedans(x, y, depth * pas))
            if len(found) == _POLES:
                break
    return tuple(found) or (Dedans((left + right) / 2, (top + bottom) / 2, 0),)


def _depths(contour: Contour, pas: float, columns: int, lines: int) -> list[float]:
    """How far each cell's centre is from the outside, in cells: 0 outside; by two passes over the neighbours."""
    left = contour.boite[0]
    inside = [0.0] * (columns * lines)
    for line, crossings in enumerate(_level_lines(contour, pas, lines)):
        crossings.sort()
        for a, b in zip(crossings[::2], crossings[1::2], strict=False):
            for column in range(ceil((a - left) / pas + 0.5), ceil((b - left) / pas + 0.5)):
                inside[line * columns + column] = 1e9
    order = [line * columns + column for line in range(1, lines - 1) for column in range(1, columns - 1)]
    around = ((-1, 1.0), (-columns, 1.0), (-columns - 1, 1.4142), (-columns + 1, 1.4142))
    for cells, sign in ((order, 1), (reversed(order), -1)):
        for n in cells:
            if inside[n]:
                inside[n] = min(inside[n], *(inside[n + sign * step] + far for step, far in around))
    return inside


def _level_lines(contour: Contour, pas: float, lines: int) -> list[list[float]]:
    """Where the middle of each line of cells crosses an outline; the first and the last line are outside it."""
    found: list[list[float]] = [[] for _ in range(lines)]
    top = contour.boite[1]
    for xs, ys in rings(contour.trace):
        for n, yb in enumerate(ys):
            ya = ys[n - 1]
            low, high = (ya, yb) if ya < yb else (yb, ya)
            for line in range(ceil((low - top) / pas + 0.5), ceil((high - top) / pas + 0.5)):
                found[line].append(xs[n - 1] + (top + (line - 0.5) * pas - ya) * (xs[n] - xs[n - 1]) / (yb - ya))
    return found


def _crossings(trace: str, y: float) -> Iterator[float]:
    """Where a level line crosses an outline."""
    for xs, ys in rings(trace):
        for n in range(len(xs)):
            ya, yb = ys[n - 1], ys[n]
            if (ya > y) != (yb > y):
                yield xs[n - 1] + (y - ya) * (xs[n] - xs[n - 1]) / (yb - ya)


def inside(contour: Contour, x: float, y: float) -> bool:
    """Whether a point (steps) lies in an outline."""
    left, top, right, bottom = contour.boite
    return (
        left <= x <= right and top <= y <= bottom and sum(cross > x for cross in _crossings(contour.trace, y)) % 2 == 1
    )


def clipped(contour: Contour, cadre: Boite) -> Contour:
    """The same outline as seen in a frame (steps), with fewer corners outside it: a stroke must not reach so far.

    Corners that follow each other on one side of the frame are left out but for the first and the last of them.
    """
    if within(contour.boite, cadre):
        return contour
    left, top, right, bottom = cadre
    traces = []
    for xs, ys in rings(contour.trace):
        sides = [
            (x < left) | (x > right) << 1 | (y < top) << 2 | (y > bottom) << 3 for x, y in zip(xs, ys, strict=True)
        ]
        kept = _kept(sides)
        if len(kept) > 2:
            px, py = xs[kept[0]], ys[kept[0]]
            moves = []
            for n in kept[1:]:
                moves.append(f"{xs[n] - px} {ys[n] - py}")
                px, py = xs[n], ys[n]
            traces.append(f"M{xs[kept[0]]} {ys[kept[0]]}l{' '.join(moves)}z")
    return Contour("".join(traces), contour.boite)


def _kept(sides: Sequence[int]) -> list[int]:
    """The corners that stay, by the sides of the frame that each is on (0: in it); none of an outline on one side."""
    kept, common, last = [0], sides[0], len(sides) - 1
    for n in range(1, last + 1):
        common &= sides[n]
        if common:
            continue
        if kept[-1] != n - 1:
            kept.append(n - 1)
        common = sides[n - 1] & sides[n]
        if not common:
            kept.append(n)
            common = sides[n]
    if kept[-1] != last:
        kept.append(last)
    return kept


def within(boite: Boite, cadre: Boite) -> bool:
    """Whether bounds lie in others."""
    return cadre[0] <= boite[0] and cadre[1] <= boite[1] and boite[2] <= cadre[2] and boite[3] <= cadre[3]


def _abroad(ligne: str, epsg: int, pas: float, origine: tuple[float, float]) -> Contour:
    degrees = (tuple(map(float, point.split())) for point in ligne.split(","))
    places = (steps(epsg, pas, origine, lat, lon) for lat, lon in degrees)
    points = [(round(x), round(y)) for x, y in places]
    pas_a_pas = (f"{x - px} {y - py}" for (px, py), (x, y) in pairwise(points))
    trace = f"M{points[0][0]} {points[0][1]}l{' '.join(pas_a_pas)}z"
    return Contour(trace, bounds(trace))


def steps(epsg: int, pas: float, origine: tuple[float, float], lat: float, lon: float) -> tuple[float, float]:
    """A point in degrees as steps of a frame, y down."""
    x, y = project(epsg, lat, lon)
    return (x - origine[0]) / pas, (origine[1] - y) / pas


def union(contours: Iterable[Contour]) -> Boite:
    """The bounds of outlines together."""
    gauche, haut, droite, bas = zip(*(contour.boite for contour in contours), strict=True)
    return min(gauche), min(haut), max(droite), max(bas)


def meet(a: Boite, b: Boite) -> bool:
    """Whether two bounds share some ground."""
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]


def fit(boite: Boite, place: Boite) -> Vue:
    """The view that shows a box of steps as large as it can in the middle of a place on paper."""
    (l1, t1, r1, b1), (l2, t2, r2, b2) = boite, place
    echelle = min((r2 - l2) / (r1 - l1), (b2 - t2) / (b1 - t1))
    return Vue(echelle, (l2 + r2 - echelle * (l1 + r1)) / 2, (t2 + b2 - echelle * (t1 + b1)) / 2)
