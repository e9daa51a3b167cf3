"""The store of parts: what it knows without laying anything out."""

from __future__ import annotations

import pytest

from coopdocs.formats.job import JoinJob, Part, PdfJob
from coopdocs.produce import Cache, PartStore, parts


def test_the_pages_of_a_joined_document_are_counted_without_making_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parts, "run", lambda *job: pytest.fail("a part was made"))
    job = JoinJob(tuple(Part(f"p{n}", PdfJob("", (), n)) for n in (1, 2, 4)), "Livret", "Le réseau", "")
    assert PartStore(Cache(None)).pages(job) == 7
