"""« Ici », « autour », « ailleurs » agree everywhere: the tables, the outlines, the lists and the map of the page."""

from __future__ import annotations

import re
from functools import cache

import pytest

from coopdocs.couleurs import MAISON
from coopdocs.croquis import Legende
from coopdocs.library import Library
from coopdocs.plan.dossier import maps
from coopdocs.plan.dossier.feuillet import feuillet
from coopdocs.territoire import CONTOURS_EPCI, Territoire
from coopdocs.territoire.situation import situation
from coopdocs.theme.cartes import cooperations as drawn_map
from coopdocs.theme.cartes.cooperations import brought_in
from coopdocs.theme.contours import Cadre, Contour, frames, inside, steps
from coopdocs.views.dossier import Dossier
from coopdocs.views.dossier.making import Dossiers
from coopdocs.views.essentiel.cooperations import AUTOUR_MAX, ICI_MAX, Cooperations, cooperations
from support.cog import cog, get
from support.documents import Documents

HARD = (
    "epci:200054781", "epci:243500741", "region:04", "epci:249740101", "departement:975", "commune:97502",
    "commune:29083", "commune:55039", "epci:249710047", "departement:2A", "commune:75056", "departement:973",
    "departement:976", "region:84", "region:94", "ept:200057867", "commune:26281", "departement:62",
)  # fmt: skip


@pytest.fixture(scope="module")
def library(documents: Documents) -> Library:
    return documents.library


@cache
def made(library: Library, cle: str) -> tuple[Dossier, Cooperations]:
    dossier = _dossiers(library).dossier(get(library.territoires, cle))
    return dossier, cooperations(library, dossier)


@cache
def _dossiers(library: Library) -> Dossiers:
    return Dossiers(library)


def some(library: Library) -> list[str]:
    """All hard cases, and one EPCI in forty: each takes a whole dossier."""
    return [*HARD, *list(library.territoires.codes("epci"))[::40]]


def cadre(lieu: Territoire) -> Cadre:
    assert lieu.zone
    return frames(cog().folder / CONTOURS_EPCI)[lieu.zone]


def on_map(lieu: Territoire) -> tuple[Cadre, tuple[float, float]] | None:
    """The frame of a commune, and where its mark stands."""
    if lieu.point is None or lieu.zone is None:
        return None
    frame = cadre(lieu)
    point = steps(frame.epsg, frame.pas, frame.origine, *lieu.point)
    own = frame.epci.get(lieu.epci or "")
    return frame, brought_in(point, own) if own else point


def holding(frame: Cadre, x: float, y: float) -> set[str]:
    def near(contour: Contour) -> bool:
        left, top, right, bottom = contour.boite
        return left <= x <= right and top <= y <= bottom

    return {siren for siren, contour in frame.epci.items() if near(contour) and inside(contour, x, y)}


def test_a_mark_stands_in_the_outline_of_its_own_epci_and_in_no_other_one() -> None:
    """Of every commune with an initiative, over the outlines of all EPCI."""
    communes = {
        code
        for row in cog().initiatives
        if row["territoire_type"] in ("commune", "communes")
        for code in row["territoire_code"].split()
    }
    assert len(communes) > 300
    for code in sorted(communes):
        lieu = get(cog(), f"commune:{code}")
        if lieu.epci and (found := on_map(lieu)):
            frame, (x, y) = found
            assert holding(frame, x, y) <= {lieu.epci}, code
            assert lieu.epci not in frame.epci or holding(frame, x, y), code


def test_what_lies_in_an_epci_is_never_elsewhere() -> None:
    """Every initiative against every EPCI: one known by a commune of it, or by itself, is here, others are not."""
    epcis = [get(cog(), cle) for cle in cog().codes("epci")]
    for row in cog().initiatives:
        genre = "commune" if row["territoire_type"] == "communes" else row["territoire_type"]
        lieux = [t for code in row["territoire_code"].split() if (t := cog().get(f"{genre}:{code}"))]
        own = {lieu.code if lieu.type == "epci" else lieu.epci for lieu in lieux} - {None}
        departements = {code for lieu in lieux for code in lieu.departements}
        for t in epcis:
            if departements.isdisjoint(t.departements):
                continue
            found = {situation(cog(), t, lieu, couvre=row["portee"] == "couvre") for lieu in lieux}
            assert ("dans" in found) == (t.code in own), (row["id"], t.code)
            if genre in ("departement", "region"):
                assert found == {"couvre" if row["portee"] == "couvre" else "imprecis"}, (row["id"], t.code)


def test_nothing_farther_lies_in_the_territory_or_in_what_adjoins_it(library: Library) -> None:
    for cle in some(library):
        dossier, page = made(library, cle)
        t = dossier.territoire
        beside = {lieu.code for lieu in library.territoires.voisins(dossier.epci or t)}
        for c in page.loin:
            assert not c.ici
            for lieu in c.proche.lieux:
                assert (lieu.code if lieu.type == "epci" else lieu.epci) not in beside | {t.code, t.epci} - {None}, cle
                if t.type == "epci" and lieu.type == "commune" and (found := on_map(lieu)):
                    assert not holding(found[0], *found[1]) & (beside | {t.code}), (cle, lieu.code)


def test_each_initiative_is_in_one_group_and_the_lists_follow_the_numbers(library: Library) -> None:
    for cle in some(library):
        dossier, page = made(library, cle)
        groups = (page.ici, page.couvrent, page.membres, page.voisines, page.loin, page.sans_lieu)
        ids = [c.proche.initiative["id"] for group in groups for c in group]
        assert len(ids) == len(set(ids)), cle
        assert [c.numero for c in page.montrees] == list(range(1, len(page.montrees) + 1)), cle
        here = {c.proche.initiative["id"] for c in (*page.ici, *page.couvrent)}
        assert here == {e.proche.initiative["id"] for e in dossier.ici}, cle
        assert sum(c.ici for c in page.montrees) <= ICI_MAX
        assert sum(not c.ici for c in page.montrees) <= AUTOUR_MAX
        for slug in library.comparables:
            numeros = page.numeros(slug)
            assert all(page.montrees[n - 1].slug == slug for n in (*numeros.ici, *numeros.autour))
        # what the older pages call elsewhere is no one's « perhaps here »
        unsure = {c.proche.initiative["id"] for c in page.sans_lieu}
        assert not unsure & {i.ailleurs.proche.initiative["id"] for i in dossier.indices if i.ailleurs}, cle


def test_the_words_of_the_page_are_true_at_any_number(library: Library) -> None:
    for cle in some(library):
        _, page = made(library, cle)
        n = len(page.ici) + len(page.couvrent)
        parts = (page.chapo, page.absence, page.imprecises, *(g.precision for g in page.autour))
        said = " ".join(filter(None, parts))
        assert not re.search(r"\b(1|une|Une) coopérations|\bde Le\b|\bde Les\b|  ", said), (cle, said)
        assert ("ne connaissons pas encore" in page.chapo) == (n == 0), cle
        assert "route" not in said
        here = {c.slug for c in (*page.ici, *page.couvrent)}
        assert {a.slug for a in page.absentes} == set(library.comparables) - here, cle
        for a in page.absentes:
            # no count of ours stands for one of theirs
            total = a.decompte.total if a.decompte and not a.decompte.environ else None
            assert a.entiere == (total is not None and a.connues >= total)


def test_the_map_shows_the_numbers_of_the_lists_once_each(documents: Documents, library: Library) -> None:
    for cle in some(library):
        dossier, page = made(library, cle)
        layout = feuillet(documents.theme, page)
        carte = maps.cooperations(library.territoires, MAISON, dossier, page, layout)
        if carte is None:
            assert dossier.territoire.zone is None
            assert drawn_map(library.territoires, dossier.territoire, (), MAISON) is None
            continue
        shown = [f.texte for f in carte.croquis.formes if isinstance(f, Legende) and f.texte.isdigit()]
        wanted = {str(c.numero) for c in page.montrees if c.lieu and c.lieu.zone == dossier.territoire.zone}
        wide = {str(c.numero) for c in page.montrees if c.lieu and c.lieu.type == "departement"}
        assert len(shown) == len(set(shown)), cle
        assert wanted - wide <= set(shown) <= wanted, cle
        assert carte.alt.startswith("Carte"), cle
        assert dossier.territoire.nom_court in carte.alt
