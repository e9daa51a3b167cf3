"""Photographs set on rows: side by side at one height, as wide together as the page, none cropped."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Vignette:
    """The place of a photograph in mm; `rang`: its rank among those given, `cote`: its caption stands beside it."""

    rang: int
    largeur: float
    hauteur: float
    cote: bool = False


def rows(
    ratios: Sequence[float], largeur: float, entre: float, haut: float, seul: float, legende: float
) -> list[list[Vignette]]:
    """Photographs (widths to heights) in their order on rows `largeur` wide, `entre` apart.

    `haut`: the greatest height of a row of several, or with its caption beside it, `seul`: of one that is alone;
    `legende`: the least width for a caption. Whatever the ratios, no row is wider than `largeur` nor higher than
    `seul`. All in mm.
    """
    made: list[list[Vignette]] = []
    row: list[int] = []
    for rang in range(len(ratios)):
        # one more must leave each its caption: else it begins a row
        height = min(haut, _height([*row, rang], ratios, largeur, entre))
        if row and height * min(ratios[i] for i in [*row, rang]) < legende:
            made.append(_row(row, ratios, largeur, entre, haut, seul, legende))
            row = []
        row.append(rang)
        if _height(row, ratios, largeur, entre) <= haut:
            made.append(_row(row, ratios, largeur, entre, haut, seul, legende))
            row = []
    return [*made, _row(row, ratios, largeur, entre, haut, seul, legende)] if row else made


def _height(row: Sequence[int], ratios: Sequence[float], largeur: float, entre: float) -> float:
    """How high the photographs of a row are when they take its whole width."""
    return (largeur - entre * (len(row) - 1)) / sum(ratios[i] for i in row)


def _row(
    row: Sequence[int], ratios: Sequence[float], largeur: float, entre: float, haut: float, seul: float, legende: float
) -> list[Vignette]:
    if len(row) > 1:
        height = min(haut, _height(row, ratios, largeur, entre))
        return [Vignette(i, ratios[i] * height, height) for i in row]
    [one] = row
    # a caption under a narrow picture would be a column of words
    beside = largeur - ratios[one] * haut - entre >= legende
    height = haut if beside else min(seul, largeur / ratios[one])
    return [Vignette(one, ratios[one] * height, height, beside)]
