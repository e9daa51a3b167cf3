"""The fast road of a dossier (pages laid out once, then filled) against the plain one (each page laid out whole)."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace
from functools import cache

import pytest
from hypothesis import settings

from coopdocs.champs import ChampTexte
from coopdocs.formats import run
from coopdocs.formats.job import FilledPageJob, Job, JoinJob, PdfJob, Rendered
from coopdocs.plan.dossier import Assembler
from coopdocs.plan.maker import Maker
from coopdocs.produce import PartStore, series
from coopdocs.targets import DossierRequest
from support.documents import Documents, kept, whole_page
from support.same_pages import assert_same

# Grand Paris, Redon, La Réunion (TCO), Ajaccio, Thionville, the longest name, a small commune, an island without EPCI,
# an overseas collectivity, a département that shares its code with a région, a région, nobody at home, fourteen PAT
DURS = (
    "epci:200054781",
    "epci:243500741",
    "epci:249740101",
    "epci:242010056",
    "epci:992367730",
    "commune:26001",
    "commune:29083",
    "departement:975",
    "departement:84",
    "region:84",
    "commune:55039",
    "departement:26",
)
CAMPAIGN = settings.get_current_profile_name() != "fixe"
HASARD = 10 if CAMPAIGN else 3


@pytest.fixture(scope="module")
def workshop(documents: Documents) -> series.Workshop:
    parts = PartStore(kept())
    return series.Workshop(Assembler(Maker(documents.library, documents.theme), parts.pages), parts)


def plain(job: JoinJob) -> Job:
    """The same document with every page of its own laid out whole."""

    def whole(own: Job) -> Job:
        if not isinstance(own, FilledPageJob):
            return own
        return PdfJob(whole_page(own), own.folders, own.pages)

    return replace(job, parts=tuple(replace(part, job=whole(part.job)) for part in job.parts))


def joined(workshop: series.Workshop, cle: str) -> JoinJob:
    job = workshop.assembler.job(DossierRequest(cle, "pdf", ("pat",)))
    assert isinstance(job, JoinJob)
    return job


@pytest.fixture(scope="module")
def filled(workshop: series.Workshop) -> Callable[[str], Rendered]:
    """A dossier on the fast road, made once."""
    return cache(lambda cle: run(joined(workshop, cle), workshop.parts.render))


def compare(workshop: series.Workshop, cle: str, fast: Rendered) -> None:
    # one fiche is enough: the others are the same bytes on both roads
    job = joined(workshop, cle)
    slow = run(plain(job), workshop.parts.render)
    assert (fast.defects, slow.defects) == ((), ()), cle
    assert fast.pages == slow.pages
    own, last = set(), 0
    for part in job.parts:
        first, last = last + 1, last + workshop.parts.pages(part.job)
        own |= set(range(first, last + 1)) if isinstance(part.job, FilledPageJob) else set()
    assert len(own) >= 5
    # what dossiers share is the same part on both roads: once is enough to see that it is joined alike
    assert_same(fast.data, slow.data, pages=own, texts=None if cle == DURS[0] else own)


@pytest.mark.parametrize("cle", DURS)
def test_a_hard_case_is_the_same_on_both_roads(
    workshop: series.Workshop, filled: Callable[[str], Rendered], cle: str
) -> None:
    compare(workshop, cle, filled(cle))


def test_a_sample_is_the_same_on_both_roads(workshop: series.Workshop, filled: Callable[[str], Rendered]) -> None:
    territoires, draw = workshop.assembler.library.territoires, random.Random(None if CAMPAIGN else 35)
    for genre in ("epci", "commune"):
        for cle in draw.sample(list(territoires.codes(genre)), HASARD):
            try:
                compare(workshop, cle, filled(cle))
            except AssertionError as error:
                raise AssertionError(f"{cle} : {error}") from error


def test_every_page_of_the_hard_cases_is_filled(filled: Callable[[str], Rendered]) -> None:
    """Without this, two plain roads would be compared."""
    assert {cle: filled(cle).laid_out_whole for cle in DURS} == dict.fromkeys(DURS, 0)


def test_a_page_that_cannot_be_filled_is_laid_out_whole(workshop: series.Workshop) -> None:
    """Letters that the prepared fonts lack: ł, ź."""
    job = joined(workshop, "commune:26001")
    first, *others = job.parts
    assert isinstance(first.job, FilledPageJob)
    strange = tuple(ChampTexte("Łódź") if v == ChampTexte("Commune") else v for v in first.job.values)
    spoilt = replace(first, job=replace(first.job, values=strange))
    rendu = run(replace(job, parts=(spoilt, *others)), workshop.parts.render)
    assert (rendu.laid_out_whole, rendu.defects) == (1, ())


def test_a_whole_dossier_is_light_enough_for_a_mail(workshop: series.Workshop) -> None:
    # every fiche is laid out once, then kept
    formes = tuple(workshop.assembler.library.comparables)
    job = workshop.assembler.job(DossierRequest("epci:200068781", "pdf", formes))
    made = run(job, workshop.parts.render)
    assert made.defects == ()
    assert len(made.data) <= 1_000_000
