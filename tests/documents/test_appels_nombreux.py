"""A claim may cite as many sources as it likes: its calls go on under it, in every column."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from coopdocs.formats import run
from support.documents import Documents, with_forme

CITEES = 24
EVENEMENT = "forum-cooperations"


@pytest.fixture(scope="module")
def cites(documents: Documents) -> Documents:
    """The kit, in which what a collectivité can do with a PTCE cites many sources."""
    cles = tuple(documents.library.sources)[:CITEES]

    def many(faits: tuple[Any, ...]) -> tuple[Any, ...]:
        return tuple(fait.model_copy(update={"sources": cles}) for fait in faits)

    made = with_forme(documents, "ptce", collectivite=many(documents.library.formes["ptce"].collectivite))
    event = documents.library.evenements[EVENEMENT].model_copy(update={"formes": ("ptce",)})
    library = replace(made.library, evenements={EVENEMENT: event})
    return Documents(library, documents.theme)


# the pages of one forme, and what stands before them
def test_the_calls_of_a_claim_break_in_a_booklet(cites: Documents) -> None:
    part = next(p for p in cites.parts(f"evenements/{EVENEMENT}/livret.pdf") if p.name == "forme-ptce")
    assert run(part.job).defects == ()
