"""How many rows of initiatives a page of a dossier holds: as many as are printed on it, and never a heading alone."""

from __future__ import annotations

from typing import Any

from coopdocs.views.dossier.initiatives import feuillets, room


def test_a_first_page_holds_eleven_rows_and_the_next_ones_twelve() -> None:
    rows: Any = tuple(range(40))
    assert [len(entrees) for page in feuillets((("Alentour", rows),)) for _, entrees in page] == [11, 12, 12, 5]


def test_what_lies_around_ends_the_page_where_six_rows_hold_there_and_else_the_next_one() -> None:
    assert [room(ici) for ici in range(9)] == [10, 10, 9, 8, 7, 6, 17, 16, 15]
