"""Events at their limits: what `check` accepts is made, each document of it, without a defect.

The events are drawn (journees.py), few of them here; COOPDOCS_JOURNEES=200 tries that many.
"""

from __future__ import annotations

import os
import random
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from coopdocs.formats import run
from coopdocs.formats.job import ImpositionJob, Job, source
from coopdocs.library import Library
from coopdocs.model.evenement import Evenement, Profil
from coopdocs.plan.evenements import targets
from coopdocs.plan.maker import Maker
from coopdocs.produce import Cache, PartStore
from coopdocs.theme import Theme
from coopdocs.views.evenement import journee as journee_vue
from coopdocs.views.livret import double
from coopdocs.zones.livret import _hauteur, fit_rubriques
from support.brimful import brimful
from support.documents import Documents
from support.documents import parts as parts_of
from support.journees import SLUG, acceptee, evenement, journee, problemes

JOURNEES = int(os.environ.get("COOPDOCS_JOURNEES", "0"))
GRAINES = st.integers(0, 1_000_000)
PROFILS: tuple[Profil | None, ...] = (None, "élus", "agents", "habitants", "entreprises")
PARTIES = ("couverture", "ouverture", "programme", "contacts", "dos")


def tirees(exemples: int) -> settings:
    quiet = (HealthCheck.function_scoped_fixture, HealthCheck.too_slow)
    return settings(max_examples=JOURNEES or exemples, deadline=None, derandomize=True, suppress_health_check=quiet)


def jobs(kit: Library, theme: Theme, parts: PartStore) -> Iterator[tuple[str, Job]]:
    """The documents of an event whose layout its own texts decide; of the booklet, the parts that do."""
    made = {t.path.rpartition(f"{SLUG}/")[2]: t for t in targets(Maker(kit, theme), (), parts.pages)}
    wanted = ("programme.pdf", "affiche.pdf", "chevalets.pdf", "emargement.pdf", "emargement.docx", "emargement.xlsx")
    yield from ((nom, made[nom].make()) for nom in (*wanted, "evenement.ics") if nom in made)
    yield from ((f"livret, {p.name}", p.job) for p in parts_of(made["livret.pdf"].make()) if p.name in PARTIES)


def test_what_check_says_of_an_event_is_always_a_problem_at_a_place(documents: Documents) -> None:
    @tirees(40)
    @given(GRAINES)
    def essayer(graine: int) -> None:
        donnees = journee(random.Random(graine), list(documents.library.formes))
        kit = replace(documents.library, evenements={SLUG: evenement(donnees)})
        for problem in problemes(kit, documents.theme):
            assert problem.place.fichier == f"content/evenements/{SLUG}.yaml"
            assert problem.message
            assert problem.conseil
        acceptee(documents.library, documents.theme, donnees)

    essayer()


# three events with all their paper, each laid out whole: the only way to see whether it holds
def test_every_document_of_an_event_that_check_accepts_is_made(documents: Documents) -> None:
    parts = PartStore(Cache(None))

    @tirees(3)
    @given(GRAINES)
    def essayer(graine: int) -> None:
        donnees = journee(random.Random(graine), list(documents.library.formes))
        donnees["formes"] = donnees["formes"][: None if JOURNEES else 2]
        kit = acceptee(documents.library, documents.theme, donnees)
        for nom, job in jobs(kit, documents.theme, parts):
            assert run(job, parts.render).defects == (), nom

    essayer()


# the parts of the formes are not laid out: how many pages each takes is declared
def test_a_booklet_of_forty_formes_has_its_contents_on_as_many_pages_as_they_take(
    documents: Documents, tmp_path: Path
) -> None:
    kit = documents.library
    modele = kit.formes["ptce"]
    formes = {f"forme-{n}": modele.model_copy(update={"sigle": f"F{n}", "sigle_court": f"F{n}"}) for n in range(40)}
    e: Evenement = kit.evenements[SLUG].model_copy(update={"formes": tuple(formes)})
    cellules = {**kit.criteres.cellules, **dict.fromkeys(formes, kit.criteres.cellules["ptce"])}
    criteres = kit.criteres.model_copy(update={"cellules": cellules})
    shutil.copytree(kit.racine / "content/evenements", tmp_path / "content/evenements")
    (tmp_path / "content/formes").mkdir()
    for slug in formes:
        shutil.copy(kit.racine / "content/formes/ptce.yaml", tmp_path / f"content/formes/{slug}.yaml")
    kit = replace(kit, racine=tmp_path, formes={**kit.formes, **formes}, criteres=criteres, evenements={SLUG: e})
    pages = {"comparatif": 20, "glossaire": 4, "contacts": 2, "sources": 2}
    parts = PartStore(Cache(None))

    def count(job: Job) -> int:
        for nom, n in pages.items():
            page = source(job)
            if f'class="partie {nom}' in page or (nom == "comparatif" and 'class="comparatif"' in page):
                return n
        return parts.pages(job)

    made = {t.path.rpartition(f"{SLUG}/")[2]: t for t in targets(Maker(kit, documents.theme), (), count)}
    pieces = {part.name: part.job for part in parts_of(made["livret.pdf"].make())}
    contents = parts.render(pieces["ouverture"])
    assert contents.defects == ()
    assert contents.pages == 2
    assert parts.render(pieces["couverture"]).defects == ()


@pytest.mark.parametrize("lieu", ["titre", "accroche", "adresse"])
def test_the_poster_says_which_text_leaves_its_title_no_room(documents: Documents, lieu: str) -> None:
    e: Evenement = documents.library.evenements[SLUG]
    mots = "une structure porte le projet commun avec des entreprises locales et ses habitants pour agir ensemble "
    textes = {"titre": "Mot", "accroche": "Mot", "adresse": "Mot"} | {lieu: mots * 9}
    ou = e.lieu.model_copy(update={"adresse": textes["adresse"]})
    changed = e.model_copy(update={"titre": textes["titre"], "accroche": textes["accroche"], "lieu": ou})
    kit = replace(documents.library, evenements={SLUG: changed})
    problems = problemes(kit, documents.theme)
    loc = ("lieu", "adresse") if lieu == "adresse" else (lieu,)
    assert {p.place for p in problems if p.is_error} == {kit.place(f"content/evenements/{SLUG}.yaml", loc)}


# three layouts of a forme whose every text fills its place: its pages in booklets, and on a sheet of its own
def test_a_forme_that_fills_its_fiche_fills_its_a5_pages_and_no_more(documents: Documents) -> None:
    full = brimful(documents, "ptce")
    e: Evenement = documents.library.evenements[SLUG].model_copy(update={"formes": ("ptce",)})
    kit, parts = replace(full.library, evenements={SLUG: e}), PartStore(Cache(None))
    fiche = journee_vue(kit, SLUG).fiches[0]
    assert all(
        _hauteur(fit_rubriques(double(fiche, p), full.theme)[0].rubriques, 8.6, full.theme) <= 141 for p in PROFILS
    )
    made = {t.path.rpartition(f"{SLUG}/")[2]: t for t in targets(Maker(kit, full.theme), (), parts.pages)}
    sheets = made["fiches-2-par-feuille.pdf"].make()
    assert isinstance(sheets, ImpositionJob)
    (sheet,) = parts_of(sheets.document)
    assert (parts.render(sheet.job).pages, parts.render(sheet.job).defects) == (4, ())
    page = next(p for p in parts_of(made["livret.pdf"].make()) if p.name == "forme-ptce")
    assert parts.render(page.job).defects == ()
