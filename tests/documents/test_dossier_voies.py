"""The fast road of a dossier (pages laid out once, then filled) against the plain one (each page laid out whole)."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest

from coopdocs.champs import remplir
from coopdocs.formats import Job, run
from coopdocs.plan.dossier import Assembler
from coopdocs.plan.maker import Maker
from coopdocs.produce import Parts, series
from coopdocs.targets import Demande
from support.documents import Documents, kept
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
HASARD = 3


@pytest.fixture(scope="module")
def atelier(documents: Documents) -> series.Atelier:
    parts = Parts(kept())
    return series.Atelier(Assembler(Maker(documents.library, documents.theme), parts.pages), parts)


def plain(job: Job) -> Job:
    """The same document with every page of its own laid out whole."""

    def whole(own: Job) -> Job:
        if own.moteur != "gabarit":
            return own
        return Job("pdf", remplir(own.contenu, own.options["valeurs"]), own.dossiers, {"pages": own.options["pages"]})

    return replace(job, pieces=tuple(replace(piece, job=whole(piece.job)) for piece in job.pieces))


def compare(atelier: series.Atelier, cle: str) -> None:
    # one fiche is enough: the others are the same bytes on both roads
    job = atelier.assembler.job(Demande(cle, "pdf", ("pat",)))
    fast, slow = run(job, atelier.parts.rendre), run(plain(job), atelier.parts.rendre)
    assert (fast.defauts, slow.defauts) == ((), ()), cle
    assert fast.pages == slow.pages
    own, last = set(), 0
    for piece in job.pieces:
        first, last = last + 1, last + atelier.parts.pages(piece.job)
        own |= set(range(first, last + 1)) if piece.job.moteur == "gabarit" else set()
    assert len(own) >= 5
    assert_same(fast.octets, slow.octets, pages=own)


@pytest.mark.parametrize("cle", DURS)
def test_a_hard_case_is_the_same_on_both_roads(atelier: series.Atelier, cle: str) -> None:
    compare(atelier, cle)


def test_a_sample_is_the_same_on_both_roads(atelier: series.Atelier) -> None:
    territoires, draw = atelier.assembler.library.territoires, random.Random(35)
    for genre in ("epci", "commune"):
        for cle in draw.sample(list(territoires.codes(genre)), HASARD):
            try:
                compare(atelier, cle)
            except AssertionError as error:
                raise AssertionError(f"{cle} : {error}") from error


def test_every_page_of_the_hard_cases_is_filled(atelier: series.Atelier) -> None:
    """Without this, two plain roads would be compared."""
    jobs = {cle: atelier.assembler.job(Demande(cle, "pdf", ("pat",))) for cle in DURS}
    whole = {cle: run(job, atelier.parts.rendre).entieres for cle, job in jobs.items()}
    assert whole == dict.fromkeys(DURS, 0)


def test_a_page_that_cannot_be_filled_is_laid_out_whole(atelier: series.Atelier) -> None:
    """Letters that the prepared fonts lack: ł, ź."""
    job = atelier.assembler.job(Demande("commune:26001", "pdf", ("pat",)))
    first, *others = job.pieces
    html, valeurs = first.job.contenu, first.job.options["valeurs"]
    strange = tuple(replace(v, mots="Łódź") if getattr(v, "mots", "") == "Commune" else v for v in valeurs)
    spoilt = replace(first, job=Job("gabarit", html, first.job.dossiers, {**first.job.options, "valeurs": strange}))
    rendu = run(replace(job, pieces=(spoilt, *others)), atelier.parts.rendre)
    assert (rendu.entieres, rendu.defauts) == (1, ())
