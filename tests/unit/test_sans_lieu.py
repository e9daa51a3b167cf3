"""A number that no mark on the map shows says why."""

from __future__ import annotations

from types import SimpleNamespace

from coopdocs.views.essentiel.cooperations import Cooperation


def test_what_has_no_mark_is_said_to_have_no_precise_place() -> None:
    placed = SimpleNamespace(ou="Gard", etat="lauréat (2021)", lieu=object())
    nowhere = SimpleNamespace(ou="Gard", etat="lauréat (2021)", lieu=None)
    assert Cooperation.precision.fget(placed) == "Gard, lauréat (2021)"  # type: ignore[attr-defined]
    assert Cooperation.precision.fget(nowhere) == "Gard, sans lieu précis, lauréat (2021)"  # type: ignore[attr-defined]
