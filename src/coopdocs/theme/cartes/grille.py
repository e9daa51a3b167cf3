"""A drawing as cells: which of them an area covers, how much of a box it covers, where a box has room."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import accumulate, pairwise
from math import ceil

from coopdocs.theme.contours import Boite, Contour, Vue, meet, rings

PAS = 15.0
"""The side of a cell, 1.5 mm."""


class Masque:
    """The cells of a drawing, of side `pas`, that some outlines cover; sizes in units of the drawing."""

    def __init__(self, largeur: float, hauteur: float, pas: float = PAS) -> None:
        self.pas = pas
        self.colonnes, self.lignes = ceil(largeur / pas), ceil(hauteur / pas)
        self._cells = [bytearray(self.colonnes) for _ in range(self.lignes)]
        self._sums: list[list[int]] | None = None

    def paint(self, contours: Iterable[Contour], vue: Vue) -> Masque:
        """Add outlines, each by the even-odd rule."""
        frame = (0.0, 0.0, self.colonnes * self.pas, self.lignes * self.pas)
        for contour in contours:
            if meet(placed(contour.boite, vue), frame):
                self._fill(contour, vue)
        self._sums = None
        return self

    def _fill(self, contour: Contour, vue: Vue) -> None:
        k, x0, y0 = vue.echelle / self.pas, vue.x / self.pas, vue.y / self.pas - 0.5
        crossings: list[list[float]] = [[] for _ in range(self.lignes)]
        last = self.lignes
        for xs, ys in rings(contour.trace):
            px = [x0 + k * x for x in xs]
            py = [y0 + k * y for y in ys]
            for (xa, xb), (ya, yb) in zip(pairwise((*px, px[0])), pairwise((*py, py[0])), strict=True):
                low, high = (ya, yb) if ya < yb else (yb, ya)
                first, end = max(ceil(low), 0), min(ceil(high), last)
                if first < end:
                    slope = (xb - xa) / (yb - ya)
                    for row in range(first, end):
                        crossings[row].append(xa + (row - ya) * slope)
        for row, found in enumerate(crossings):
            found.sort()
            cells = self._cells[row]
            for a, b in zip(found[::2], found[1::2], strict=False):
                start, end = max(ceil(a - 0.5), 0), min(ceil(b - 0.5), self.colonnes)
                if start < end:
                    cells[start:end] = b"\1" * (end - start)

    def without(self, other: Masque) -> Masque:
        """Take the cells of another of the same size away."""
        for cells, gone in zip(self._cells, other._cells, strict=True):
            for n, taken in enumerate(gone):
                if taken:
                    cells[n] = 0
        self._sums = None
        return self

    def part(self, boite: Boite) -> float:
        """The part (0 to 1) of the cells of a box that are covered; those outside the drawing are not."""
        left, top = max(int(boite[0] // self.pas), 0), max(int(boite[1] // self.pas), 0)
        right, bottom = min(ceil(boite[2] / self.pas), self.colonnes), min(ceil(boite[3] / self.pas), self.lignes)
        if left >= right or top >= bottom:
            return 0.0
        sums = self._summed()
        high, low = sums[top], sums[bottom]
        return (low[right] - low[left] - high[right] + high[left]) / ((right - left) * (bottom - top))

    def _summed(self) -> list[list[int]]:
        if self._sums is None:
            above = [0] * (self.colonnes + 1)
            self._sums = [above]
            for cells in self._cells:
                above = [a + b for a, b in zip(above, accumulate(cells, initial=0), strict=True)]
                self._sums.append(above)
        return self._sums

    def rooms(self, largeur: float, hauteur: float, cadre: Boite, part: int = 1) -> Iterator[Boite]:
        """The boxes of one size in a frame that it covers whole, or with `part` 0 not at all; from cell to cell."""
        w, h, pas = ceil(largeur / self.pas), ceil(hauteur / self.pas), self.pas
        sums, wanted = self._summed(), part * w * h
        first, last = max(ceil(cadre[0] / pas), 0), min(int(cadre[2] / pas), self.colonnes) - w
        for top in range(max(ceil(cadre[1] / pas), 0), min(int(cadre[3] / pas), self.lignes) - h + 1):
            high, low = sums[top], sums[top + h]
            for left in range(first, last + 1):
                if low[left + w] - low[left] - high[left + w] + high[left] == wanted:
                    x, y = left * pas + (w * pas - largeur) / 2, top * pas + (h * pas - hauteur) / 2
                    yield x, y, x + largeur, y + hauteur


def placed(boite: Boite, vue: Vue) -> Boite:
    """Bounds in steps as they stand on paper."""
    return (*vue.place(boite[0], boite[1]), *vue.place(boite[2], boite[3]))


def spread(boite: Boite, marge: float) -> Boite:
    """A box with so much more at each side."""
    return boite[0] - marge, boite[1] - marge, boite[2] + marge, boite[3] + marge
