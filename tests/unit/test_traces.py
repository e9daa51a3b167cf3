"""Outlines thinned for small maps."""

from __future__ import annotations

import json

import pytest

from coopdocs.theme import traces
from support.documents import ROOT


def test_a_line_keeps_its_corners_in_steps_of_the_grid() -> None:
    # a square of 40 with points on its sides and one that comes twice, an island of 3
    square = "M0 0l20 0 20 0 0 20 0 20-20 0 3 0-23 0 0-40zM100 100l3 0 0 3z"
    assert traces.thinned(square, 10) == "M0 0l4 0 0 4 -4 0z"


@pytest.mark.parametrize("pas", [1, 20])
def test_borders_stay_shared(pas: int) -> None:
    """Every point of France's départements that two of them have on the fine map, both have on the thin one."""
    cadres = json.loads((ROOT / "content/territoires/contours_france.json").read_text("utf-8"))["cadres"]
    isere, drome = (cadres["metro"]["departements"][code] for code in ("38", "26"))
    fine, thin = ({p for trace in (isere, drome) for p in _points(trace)} for _ in range(2))
    assert fine == thin
    common = set(_points(isere)) & set(_points(drome))
    assert len(common) > 30
    shared = {(round(x / pas), round(y / pas)) for x, y in common}
    both = [set(_points(traces.thinned(trace, pas))) for trace in (isere, drome)]
    # a corner of the border may be a point on a straight line of the other's
    assert len(shared & both[0] & both[1]) > 0.8 * len(shared & (both[0] | both[1]))


def _points(trace: str) -> list[tuple[int, int]]:
    return [point for loop in filter(None, trace.split("z")) for point in traces._points(loop)]
