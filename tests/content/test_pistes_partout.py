"""The page of leads over the places of France: true at any value, and whole on its page.

Hard territories and a part of all the others: all of them take minutes. Every EPCI was gone through when
the page was made.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from coopdocs.territoire import Territoire
from coopdocs.theme import pistes as drawn
from coopdocs.views.dossier.making import Dossiers
from coopdocs.views.essentiel.cooperations import Cooperations, cooperations
from coopdocs.views.essentiel.pistes import Pistes, pistes
from support.documents import TEMPLATES, Documents

TEXTE = TEMPLATES / "polices/SourceSans3_400Regular.ttf"
FORTE = TEMPLATES / "polices/SourceSans3_700Bold.ttf"
LARGEURS = {"Ici": 55.4, "En région": 66.4, "En France": 50.4}
DURS = (
    "epci:200054781", "epci:243500741", "region:04", "region:06", "departement:2A", "commune:97501", "commune:29083",
    "commune:55039", "epci:249710047", "commune:75056", "commune:97616", "ept:200057867",
)  # fmt: skip
SANS_UE = {f"departement:{code}" for code in (975, 977, 986, 987, 988)}
"""Overseas countries and territories, where European funds are not asked for."""


@dataclass(frozen=True)
class Vue:
    territoire: Territoire
    known: Cooperations
    page: Pistes


@pytest.fixture(scope="module")
def pages(documents: Documents) -> list[Vue]:
    library = documents.library
    territoires, dossiers = library.territoires, Dossiers(library)
    cles = [*DURS, *territoires.codes("region")]
    cles += [c for c in territoires.codes("departement") if (t := territoires.get(c)) and not t.regions]
    for genre, every in (("departement", 12), ("epci", 40), ("commune", 1500)):
        cles += list(territoires.codes(genre))[::every]
    made = []
    for t in filter(None, map(territoires.get, dict.fromkeys(cles))):
        dossier = dossiers.dossier(t)
        known = cooperations(library, dossier)
        made.append(Vue(t, known, pistes(library, dossier, known)))
    return made


def texts(page: Pistes) -> Iterator[str]:
    """Every text of a page that depends on its territory."""
    for vue in page.formes:
        yield from (drawn.in_words(vue, TEXTE, alone=alone) for alone in (True, False))
    if page.calendrier:
        yield from (page.calendrier.reste(n) for n in range(len(page.calendrier.appels)))
        yield from (appel.quand for appel in page.calendrier.appels)
    yield from (part for etape in page.suite.etapes for part in (etape.quand, etape.titre, etape.texte))
    yield page.suite.titre
    yield page.sources


def test_no_zero_and_no_faulty_plural_is_said(pages: list[Vue]) -> None:
    for vue in pages:
        for texte in texts(vue.page):
            assert not re.search(r"(?<![\d,.\u202f\u00a0])0(?![\d,])", texte), (vue.territoire.cle, texte)
            assert not re.search(r"\b1 (exemples|autres|numéros)\b|\b(de|que) (le|les) ", texte), texte


def test_every_forme_says_something_and_only_numbers_of_the_other_page(pages: list[Vue]) -> None:
    for vue in pages:
        numbers = {c.numero: c for c in vue.known.montrees}
        for forme in vue.page.formes:
            assert forme.compte or forme.ici or forme.autour or forme.ici_reste or forme.autour_reste
            assert bool(forme.compte) != bool(forme.ici or forme.autour or forme.ici_reste or forme.autour_reste)
            for numero in (*forme.ici, *forme.autour):
                seen = numbers[numero.numero]
                assert (seen.slug, seen.etendue) == (forme.slug, numero.etendue)
                assert seen.ici == (numero in forme.ici)


def test_calls_are_those_that_can_be_asked_for(pages: list[Vue]) -> None:
    for vue in pages:
        t, found = vue.territoire, vue.page.calendrier
        assert found is not None
        shown = drawn.shown(vue.page, (TEXTE, FORTE), alone=not t.regions)
        assert 2 <= len(shown) <= 6
        for appel in found.appels:
            aide = appel.ligne.aide
            assert not aide.niveaux or t.type in aide.niveaux
            assert not {f"departement:{d}" for d in t.departements} & set(aide.sauf) or t.regions
            if not t.regions and f"departement:{t.departements[0]}" in SANS_UE:
                assert not re.search("LEADER|FSE|Feader", aide.nom), t.cle
            assert all(0 <= bar.debut <= bar.fin < 12 for bar in appel.barres)
            past = aide.cloture is not None and aide.cloture < "2026-11" and aide.etat != "annoncé"
            assert not appel.barres or aide.annuelle or not past, aide.nom
            sure = any(bar.sure for bar in appel.barres)
            assert sure == (aide.etat == "ouvert" and aide.confiance != "incertain")
        ranks = [appel.ouvert for appel in found.appels]
        assert ranks == sorted(ranks, reverse=True), "open ones come first"
        assert bool(found.reserve) == (not t.regions)


def test_people_are_of_the_place_and_hold_on_their_lines(documents: Documents, pages: list[Vue]) -> None:
    looks, territoires = documents.theme, documents.library.territoires
    for vue in pages:
        t, found = vue.territoire, vue.page.contacts
        assert found.france
        assert bool(found.region) == bool(t.regions)
        regions = {r.nom_court for code in t.regions if (r := territoires.get(f"region:{code}"))}
        if len(t.regions) > 1:
            assert sum(any(nom in each.nom for each in found.region) for nom in regions) == 2
        for titre, gens in found.colonnes:
            assert 1 <= len(gens) <= 3
            for each in gens:
                who = looks.mixed("personne", looks.person(each, LARGEURS[titre]), LARGEURS[titre])
                how = looks.bloc("moyens", looks.means(each, LARGEURS[titre])[0], LARGEURS[titre])
                assert len(who.lignes) <= who.mise.lignes
                assert len(how.lignes) <= how.mise.lignes
        assert ("DILA" in vue.page.sources) == any(each.mairie for each in found.ici)


def test_a_commune_is_asked_at_its_own_town_hall_first(documents: Documents, pages: list[Vue]) -> None:
    mairies = documents.library.territoires.mairies
    communes = [vue for vue in pages if vue.territoire.type == "commune" and mairies.get(vue.territoire.code)]
    assert len(communes) > 10
    for vue in communes:
        halls = [each.nom for each in vue.page.contacts.ici if each.mairie]
        assert halls[0] == f"Mairie {vue.territoire.de}"


def test_steps_that_are_proposed_come_after_the_edition(pages: list[Vue]) -> None:
    for vue in pages:
        assert vue.page.suite.proposees
        assert [etape.quand for etape in vue.page.suite.etapes] == ["décembre 2026", "janvier 2027", "mars 2027"]
        assert ("CRESS" in vue.page.suite.etapes[2].texte) == bool(vue.territoire.regions)


def test_each_forme_of_the_kit_says_itself_in_one_line(documents: Documents) -> None:
    library = documents.library
    lines = {slug: forme.en_une_ligne for slug, forme in library.formes.items()}
    assert all(line and not line.endswith(".") for line in lines.values()), lines
