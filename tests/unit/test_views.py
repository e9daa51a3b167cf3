"""What documents say: ranks, neighbours, numbered sources, every claim, and the cells of the comparison."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace

import pytest
from pydantic import BaseModel

from coopdocs import views
from coopdocs.library import Library
from coopdocs.library.comparaison import NIVEAUX
from coopdocs.model.contenu import Cellule, Criteres, Exemple, Fait, Forme
from coopdocs.views import recit
from support.documents import Documents, with_forme

JOUR = dt.date(2026, 11, 1)


@pytest.fixture(scope="session")
def library(documents: Documents) -> Library:
    return documents.library


@pytest.fixture(scope="session")
def fiches(library: Library) -> list[views.Fiche]:
    return [views.fiche(library, slug) for slug in library.formes]


# --- the fiches beside one another


def test_formes_are_ranked_from_one_and_the_panorama_has_no_rank(fiches: list[views.Fiche]) -> None:
    ranked = [f for f in fiches if f.forme.nature == "forme"]
    assert [f.rang for f in ranked] == list(range(1, len(ranked) + 1))
    assert {f.total for f in fiches} == {len(ranked)}
    assert [f.rang for f in fiches if f.forme.nature == "panorama"] == [0]
    told = [f"Fiche {rang} sur {len(ranked)}" for rang in (1, 2)]
    assert [f.surtitre.partition(" · ")[0] for f in fiches][:3] == ["Vue d’ensemble", *told]


def test_each_fiche_leads_to_the_next_and_back(fiches: list[views.Fiche]) -> None:
    slugs = [f.slug for f in fiches]
    assert [f.suivante[0] if f.suivante else None for f in fiches] == [*slugs[1:], None]
    assert [f.precedente[0] if f.precedente else None for f in fiches] == [None, *slugs[:-1]]


def test_an_unknown_forme_is_no_fiche(library: Library) -> None:
    with pytest.raises(KeyError):
        views.fiche(library, "inconnue")


def test_a_title_gives_the_sigle_once(fiches: list[views.Fiche]) -> None:
    for f in fiches:
        assert f.intitule.lower().count(f.forme.sigle.lower()) == 1, f.intitule


# --- sources


def test_sources_are_numbered_from_one_without_a_gap(fiches: list[views.Fiche]) -> None:
    for f in fiches:
        assert [s.numero for s in f.sources] == list(range(1, len(f.sources) + 1))
        assert len({s.cle for s in f.sources}) == len(f.sources)
        cited = {cle for _, fait in views.claims(f.forme) for cle in fait.sources} | set(f.forme.ressources)
        assert {s.cle for s in f.sources} == cited


def test_printed_sources_come_first_and_in_the_order_of_the_page(fiches: list[views.Fiche]) -> None:
    for f in fiches:
        shown = recit.brief(f.recit_imprime) if f.recit_imprime else f.forme.exemples
        on_page = [*(ligne.fait for ligne in f.carte), *f.forme.chiffres, *shown]
        called = dict.fromkeys(s.numero for fait in on_page for s in f.appels(fait, True))
        assert list(called) == sorted(called)
        assert list(called) == [s.numero for s in f.sources if s.imprimee]
        assert 1 <= len(called) <= views.SOURCES_IMPRIMEES


def test_the_legal_basis_and_every_figure_have_a_printed_source(fiches: list[views.Fiche]) -> None:
    for f in fiches:
        for fait in (f.forme.identite.base_legale, *f.forme.chiffres):
            assert not fait.sources or f.appels(fait, True), (f.slug, fait.texte)


def test_all_the_sources_of_a_claim_are_called_where_there_is_room(fiches: list[views.Fiche]) -> None:
    for f in fiches:
        for _, fait in views.claims(f.forme):
            calls = f.appels(fait, False)
            assert {s.cle for s in calls} == set(fait.sources)
            assert [s.numero for s in calls] == sorted(s.numero for s in calls)


# --- claims


def facts(value: object) -> Iterator[Fait]:
    """Every claim in a model, wherever it is."""
    if isinstance(value, Fait):
        yield value
    elif isinstance(value, BaseModel):
        for name in type(value).model_fields:
            yield from facts(getattr(value, name))
    elif isinstance(value, tuple):
        for item in value:
            yield from facts(item)


def test_no_claim_of_a_forme_is_forgotten(fiches: list[views.Fiche]) -> None:
    for f in fiches:
        everywhere = [id(fait) for fait in facts(f.forme)]
        assert sorted(id(fait) for _, fait in views.claims(f.forme)) == sorted(everywhere)


def test_the_table_of_claims_holds_each_once_under_its_heading(fiches: list[views.Fiche]) -> None:
    for f in fiches:
        table = [(rubrique, fait) for rubrique, faits in f.affirmations for _, fait in faits]
        assert table == list(views.claims(f.forme))
        headings = [rubrique for rubrique, _ in f.affirmations]
        assert len(set(headings)) == len(headings)


def test_a_claim_is_named_by_what_it_is_about(fiches: list[views.Fiche]) -> None:
    f = next(f for f in fiches if f.slug == "ptce")
    named = {rubrique: [sujet for sujet, _ in faits] for rubrique, faits in f.affirmations}
    labels = {field: label for field, label, _ in views.CARTE}
    assert named["Carte d’identité"] == [labels.get(field, "Origine") for field in type(f.forme.identite).model_fields]
    assert named["À ne pas confondre"] == [v.forme.sigle for v in f.confusions]
    assert named["Chiffres"] == [c.valeur for c in f.forme.chiffres]
    assert named["En une phrase"] == [""]


# --- places of examples


def test_an_example_says_its_place_once(documents: Documents) -> None:
    first = documents.library.formes["ptce"].exemples[0]
    cases = [
        (None, "Romans-sur-Isère"),
        ("Romans-sur-Isère (Drôme)", "Romans-sur-Isère (Drôme)"),
        ("le bassin", "le bassin (Romans-sur-Isère)"),
    ]
    for lieu, attendu in cases:
        exemple = Exemple(**{**first.model_dump(), "territoire": "commune:26281", "lieu": lieu})
        library = with_forme(documents, "ptce", exemples=(exemple,)).library
        assert [place for _, _, place in views.fiche(library, "ptce").exemples] == [attendu]


def test_only_examples_with_coordinates_are_points_of_the_map(documents: Documents) -> None:
    first = documents.library.formes["ptce"].exemples[0]
    exemples = tuple(
        first.model_copy(update={"territoire": code}) for code in ("france:FR", "commune:26281", "commune:98735")
    )
    fiche = views.fiche(with_forme(documents, "ptce", exemples=exemples).library, "ptce")
    assert [(n, lieu.nom) for n, lieu in fiche.points] == [(2, "Romans-sur-Isère")]


# --- comparison


def test_the_general_table_has_every_forme_and_critere_and_marks_nothing(library: Library) -> None:
    table = views.comparatif(library)
    assert [slug for slug, _ in table.colonnes] == list(library.comparables)
    assert [r.critere.id for r in table.rangees] == [c.id for c in library.criteres.criteres]
    assert not any(r.differe for r in table.rangees)
    assert [r.critere.principal for r in table.principales] == [True] * 12
    assert table.titre == "Sept formes de coopération, seize critères"
    assert table.titre_principal == "Sept formes de coopération, douze critères"


def test_each_group_is_named_on_its_first_row_only(library: Library) -> None:
    table = views.comparatif(library)
    for rangees in (table.groupees, table.principales):
        named = [r.groupe.titre for r in rangees if r.groupe]
        assert named == ["Repères", "Acteurs", "Cadre", "Moyens"]
    assert all(r.groupe for r in table.rangees)


def test_the_table_of_a_forme_sets_it_beside_those_it_is_taken_for(library: Library) -> None:
    for slug, forme in library.comparables.items():
        table = views.comparatif(library, slug)
        assert [s for s, _ in table.colonnes] == [slug, *(c.forme for c in forme.confusions)]
        assert not any(r.cases[0].differe for r in table.rangees)


def with_row(library: Library, **cellules: Cellule) -> views.Rangee:
    """The first row with a « points » drawing, the cells of some formes replaced, in the table of PTCE."""
    critere = next(c for c in library.criteres.criteres if c.graphique == "points")
    rows = {
        slug: {**cells, critere.id: cellules.get(slug, cells[critere.id])}
        for slug, cells in library.criteres.cellules.items()
    }
    criteres = Criteres(groupes=library.criteres.groupes, criteres=library.criteres.criteres, cellules=rows)
    table = views.comparatif(replace(library, criteres=criteres), "ptce")
    return next(r for r in table.rangees if r.critere.id == critere.id)


def cell(texte: str | None, niveau: str | None = None, confiance: str = "vérifié") -> Cellule:
    return Cellule.model_validate(
        {"texte": texte, "niveau": niveau, "sources": (), "verifie_le": JOUR, "confiance": confiance}
    )


@pytest.mark.parametrize(
    ("reference", "autre", "differe"),
    [
        (cell("Membres", "2"), cell("Toujours membres", "2"), False),
        (cell("Membres", "2"), cell("Membres", "3"), True),
        (cell("Membres"), cell("Membres"), False),
        (cell("Membres"), cell("Clients"), False),
        (cell("Membres", "2"), cell(None), False),
        (cell(None), cell(None), False),
    ],
)
def test_cells_differ_by_their_level_alone(library: Library, reference: Cellule, autre: Cellule, differe: bool) -> None:
    voisine = library.formes["ptce"].confusions[0].forme
    row = with_row(library, ptce=reference, **{voisine: autre})
    assert row.cases[1].differe == differe


@pytest.mark.parametrize(
    ("cellule", "imprime"),
    [
        (cell("Membres", "3"), "Forte – Membres"),
        (cell("Membres", "0", "avis"), "Aucune – Membres"),
        (cell("Membres", "1", "incertain"), "Faible – Membres (à\u00a0vérifier)"),
        (cell("Membres"), "Membres"),
        (cell(None), "non\u00a0établi"),
        (cell(None, None, "incertain"), "non\u00a0établi"),
    ],
)
def test_a_cell_says_its_level_its_words_and_its_doubt(library: Library, cellule: Cellule, imprime: str) -> None:
    row = with_row(library, ptce=cellule)
    assert row.cases[0].plain == imprime


def test_a_cell_that_differs_says_so_first(library: Library) -> None:
    voisine = library.formes["ptce"].confusions[0].forme
    row = with_row(library, ptce=cell("A", "1"), **{voisine: cell("B", "2")})
    assert row.cases[1].plain == "≠ Moyenne – B"


def test_every_level_has_its_word() -> None:
    assert {graphique: tuple(words) for graphique, words in views.MOTS.items()} == dict(NIVEAUX)


def test_a_table_lists_each_cited_source_once_in_the_order_met(library: Library) -> None:
    table = views.comparatif(library)
    met = dict.fromkeys(cle for r in table.rangees for case in r.cases for cle in case.sources)
    assert [cle for cle, _ in table.sources] == list(met)
    assert table.numeros == {cle: n for n, cle in enumerate(met, 1)}
    assert table.verifie_du <= table.verifie_au <= library.kit.edition


# --- guide


def test_a_claim_calls_its_sources_by_ascending_numbers(library: Library) -> None:
    table, guide = views.comparatif(library), views.guide(library)
    cases = [case for r in table.rangees for case in r.cases]
    back = [
        replace(case, sources=tuple(sorted(case.sources, key=table.numeros.__getitem__, reverse=True)))
        for case in cases
    ]
    assert any(len(case.sources) > 2 for case in back)
    for case in back:
        called = table.appels(case)
        assert [n for n, _ in called] == sorted(table.numeros[cle] for cle in case.sources)
        assert [source for _, source in called] == [table.sources[n - 1][1] for n, _ in called]
    for fait in (fait for c in guide.chapitres for _, fait in views.claims(c.forme)):
        turned = fait.model_copy(update={"sources": tuple(reversed(fait.sources))})
        assert (
            guide.appels(turned)
            == guide.appels(fait)
            == tuple(sorted((guide.numeros[cle], cle) for cle in fait.sources))
        )


def test_the_guide_lists_every_source_that_it_cites_and_no_other(library: Library) -> None:
    guide = views.guide(library)
    cited = {s.cle for c in guide.chapitres for s in c.sources}
    cited |= {cle for row in library.criteres.cellules.values() for c in row.values() for cle in c.sources}
    cited |= {cle for fait in (*library.glossaire.termes, *views.Choix(library).faits) for cle in fait.sources}
    reperes = [a for a in library.affirmations if a.fichier in ("content/aides.yaml", "content/droit.yaml")]
    assert reperes
    cited |= {cle for a in reperes for cle in a.fait.sources}
    assert {cle for cle, _ in guide.bibliographie} == cited
    assert sorted(guide.numeros.values()) == list(range(1, len(cited) + 1))
    assert [c.slug for c in guide.chapitres] == list(library.formes)
    assert guide.entier


def test_a_chapter_alone_lists_its_own_sources(library: Library) -> None:
    chapitre = views.chapter(library, "gme")
    assert not chapitre.entier
    assert {cle for cle, _ in chapitre.bibliographie} == {s.cle for s in views.fiche(library, "gme").sources}


def test_views_cannot_be_changed(fiches: list[views.Fiche]) -> None:
    with pytest.raises(AttributeError):
        fiches[0].rang = 3  # type: ignore[misc]
    assert isinstance(fiches[0].forme, Forme)
