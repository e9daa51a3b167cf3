"""A document joined of parts tells a defect at the page that its reader turns to."""

from __future__ import annotations

import pytest

from coopdocs import formats
from coopdocs.formats.job import JoinJob, Part, PdfJob, Rendered


def test_a_defect_of_a_part_has_its_page_in_the_whole() -> None:
    jobs = [PdfJob(html, (), 1) for html in ("a", "b", "c")]
    told = {"a": (), "b": (), "c": ("page 1 : « mots » déborde", "2 pages au lieu de 1")}
    job = JoinJob(tuple(Part(each.html, each) for each in jobs), "t", "a", "s")
    rendered = formats._joined(job, lambda each: Rendered(b"", 1, told[each.html]))  # type: ignore[union-attr]
    assert rendered.defects == ("page 3 : « mots » déborde", "2 pages au lieu de 1")


@pytest.mark.parametrize(("before", "said"), [(0, "page 4 : x"), (9, "page 13 : x")])
def test_the_number_is_moved_by_what_is_ahead(before: int, said: str) -> None:
    assert formats._of_whole("page 4 : x", before) == said
