"""Figures in words and in charts: exact to their values, true at none, one and many."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise
from types import SimpleNamespace
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coopdocs.couleurs import MAISON
from coopdocs.croquis import Cercle, Legende, Rectangle
from coopdocs.model.complement import ChiffreLocal
from coopdocs.territoire.comparables import Comparable
from coopdocs.territoire.portrait import Portrait
from coopdocs.territoire.recensement import Recensement
from coopdocs.theme import graphiques
from coopdocs.theme.graphiques import LARGEUR, Empilee, PlaceParmi, ages
from coopdocs.typographie import enumerated
from coopdocs.views.essentiel import apports, bref, mesures
from coopdocs.views.essentiel.bref import Phrase
from coopdocs.views.essentiel.chiffres import Chiffres
from coopdocs.views.essentiel.designation import counted, people
from support.cog import cog
from support.documents import TEMPLATES
from support.phrases import faults

POLICE = TEMPLATES / "polices/SourceSans3_600SemiBold.ttf"
FRANCE = Recensement(67_408_104, 16_043_000, 13_818_000, 37_000_000, 3_600_000, 3_000_000)
FEW = st.integers(0, 12) | st.integers(0, 2000)


@given(FEW, FEW, FEW, FEW, FEW, FEW)
def test_ages_and_dwellings_are_told_in_french_at_any_value(
    jeunes: int, entre: int, vieux: int, principales: int, secondaires: int, vacants: int
) -> None:
    habitants, logements = jeunes + entre + vieux, principales + secondaires + vacants
    compte = Recensement(habitants, jeunes, vieux, logements, secondaires, vacants)
    said = [bref._ages(compte, FRANCE)] if habitants else []
    said += [bref._logements(compte, FRANCE)] if logements else []
    for texte in said:
        phrase = bref._phrase("users", texte)
        assert faults(phrase) == []
        assert "2021" in phrase.texte
    if habitants >= 100 and not jeunes:
        assert said[0].startswith("¦Aucun habitant¦ n’a moins de 20 ans")


@pytest.mark.parametrize(
    ("compte", "wanted"),
    [
        ((223_781, 53_900, 48_600), "24 % des habitants ont moins de 20 ans et 22 % 65 ans ou plus (2021), à peu près"),
        (
            (1000, 300, 130),
            "30 % des habitants ont moins de 20 ans et 13 % 65 ans ou plus (2021) ; en France, 24 et 20 %",
        ),
        ((1000, 0, 999), "Aucun habitant n’a moins de 20 ans et plus de 99 % ont 65 ans ou plus"),
        ((1000, 2, 0), "Moins de 1 % des habitants ont moins de 20 ans et aucun n’a 65 ans ou plus"),
        ((30, 1, 12), "Des 30 habitants recensés en 2021, un a moins de 20 ans et 12 ont 65 ans ou plus."),
        ((1, 0, 1), "Le recensement de 2021 y compte un habitant : trop peu pour parler de leurs âges."),
    ],
)
def test_ages_are_parts_of_a_hundred_where_many_live_and_counts_where_few_do(
    compte: tuple[int, int, int], wanted: str
) -> None:
    phrase = bref._phrase("users", bref._ages(Recensement(*compte, 9, 1, 1), FRANCE))
    assert wanted in phrase.texte.replace("\u00a0", " ").replace("\u202f", " ")


@pytest.mark.parametrize(
    ("rang", "ecart", "dit"),
    [("semblables", 2.0, "Ain, chiffres assez différents"), ("semblables", 1.0, "Ain"), ("choisis", 2.0, "Ain")],
)
def test_only_who_was_not_chosen_is_said_to_have_other_figures(rang: str, ecart: float, dit: str) -> None:
    lieu = cog().get("epci:200042935")
    assert lieu is not None
    page = SimpleNamespace(rang=rang, ou={lieu.cle: "Ain"})
    assert Chiffres._said(page, lieu, Comparable(lieu, ecart, portrait(10))) == dit  # type: ignore[arg-type]


def test_numbers_are_in_words_to_ten() -> None:
    assert [counted(n, "commune", "communes", feminin=True) for n in (0, 1, 2, 10, 11)] == [
        "aucune commune", "une commune", "deux communes", "dix communes", "11\u00a0communes"
    ]  # fmt: skip
    assert [people(n) for n in (0, 1, 2, 1234)] == [
        "aucun habitant", "un habitant", "2\u00a0habitants", "1\u202f234\u00a0habitants"
    ]  # fmt: skip
    assert [enumerated(list("abc")[:n]) for n in (1, 2, 3)] == ["a", "a et b", "a, b et c"]


def portrait(population: float, km2: float | None = 10, *, secondaires: int = 10) -> Portrait:
    people = int(population * 10)
    compte = Recensement(people, people // 4, people // 5, 100, secondaires, 8)
    return Portrait(None, people, 3, km2 and 10 * km2, compte)


@pytest.mark.parametrize(
    ("population", "wanted"),
    [
        (1080, "À peu près aussi dense que la France : 108 habitants au km² contre 108."),
        (2160, "Deux fois plus dense que la France : 216 habitants au km² contre 108."),
        (400, "Trois fois moins dense que la France : 40 habitants au km² contre 108."),
        (1500, "Plus dense que la France : 150 habitants au km² contre 108."),
        (10, "Bien moins dense que la France : 1 habitant au km² contre 108."),
        (0.3, "Bien moins dense que la France : moins de 0,1 habitant au km² contre 108."),
        (5, "Bien moins dense que la France : 0,5 habitant au km² contre 108."),
        (999_999, "Bien plus dense que la France : 100 000 habitants au km² contre 108."),
    ],
)
def test_a_density_is_told_beside_that_of_france(population: float, wanted: str) -> None:
    assert mesures.density(portrait(population), portrait(1080)).replace("\u202f", " ") == wanted
    assert mesures.density(portrait(population, None), portrait(1080)) == ""


def test_a_median_is_that_of_those_who_have_the_figure() -> None:
    density = mesures.Variable(("", ""), "", lambda p: p.densite)
    assert mesures.middle(density, [portrait(n) for n in (10, 30, 20)]) == 2
    assert mesures.middle(density, [portrait(10), portrait(30), portrait(20, None)]) == 2
    assert mesures.middle(density, [portrait(20, None)]) is None


def test_the_largest_gaps_to_the_median_are_told_first_and_small_ones_not_at_all() -> None:
    others = [portrait(1000, secondaires=n) for n in (9, 10, 11)]
    assert mesures.gaps(portrait(1000, secondaires=10), others) == []
    assert mesures.gaps(portrait(1000, secondaires=11), others) == [
        "un peu plus de résidences secondaires (+\u202f1,0\u00a0point)"
    ]
    assert mesures.gaps(portrait(1000, secondaires=30), others)[0].startswith("plus de résidences secondaires (+")


PARTS = st.lists(st.integers(0, 5000), min_size=3, max_size=3).filter(any)


@given(PARTS)
def test_a_bar_of_parts_is_as_wide_as_they_are_and_its_figures_do_not_meet(parts: list[int]) -> None:
    dessin = graphiques.stacked(
        [Empilee("Ici", tuple(map(float, parts)), propre=True)], ages(MAISON), POLICE, MAISON.ici
    )
    bars = [forme for forme in dessin.formes if isinstance(forme, Rectangle)]
    assert [bar.largeur for bar in bars] == pytest.approx([LARGEUR * part / sum(parts) for part in parts])
    assert bars[-1].x + bars[-1].largeur == pytest.approx(LARGEUR)
    above = sorted(f.x for f in dessin.formes if isinstance(f, Legende) and f.ancre == "end")
    assert all(b - a > 40 for a, b in pairwise(above))


def test_bars_are_exact_to_their_value_and_the_own_one_has_its_colour() -> None:
    dessin = graphiques.bars([(400, False), (100, True), (0, False)], 60, MAISON)
    bars = [forme for forme in dessin.formes if isinstance(forme, Rectangle)]
    assert [bar.largeur for bar in bars] == [dessin.largeur, dessin.largeur / 4]
    assert bars[0].fond != bars[1].fond
    assert graphiques.bars([(0, False)], 60, MAISON).formes == ()


def test_marks_of_a_strip_are_whole_and_stand_apart_from_those_of_the_next() -> None:
    dessin = graphiques.places(
        [PlaceParmi(30, (10, 20), 20), PlaceParmi(10, (20, 30), 20), PlaceParmi(5, (5,), 5)], MAISON
    )
    ends = [
        (rond.x - rond.rayon - rond.epaisseur / 2, rond.x + rond.rayon + rond.epaisseur / 2)
        for rond in dessin.formes
        if isinstance(rond, Cercle)
    ]
    for n in range(3):
        own = [end for end in ends if n * graphiques.BANDE <= sum(end) / 2 < (n + 1) * graphiques.BANDE]
        assert min(start for start, _ in own) >= n * graphiques.BANDE + 12
        assert max(end for _, end in own) <= (n + 1) * graphiques.BANDE - 12


def test_a_place_among_others_is_scaled_from_the_least_to_the_most() -> None:
    dessin = graphiques.places([PlaceParmi(20, (10, 30), 20), None, PlaceParmi(5, (5, 5), 5)], MAISON)
    rings = [f.x for f in dessin.formes if isinstance(f, Cercle) and f.rayon < 12]
    own = [f.x for f in dessin.formes if isinstance(f, Cercle) and f.rayon > 12]
    assert own[0] == pytest.approx(sum(rings[:2]) / 2)
    assert own[1] == rings[2] == rings[3]
    assert dessin.largeur == 3 * graphiques.BANDE


def test_a_figure_of_the_file_has_its_unit_where_it_reads_best() -> None:
    def local(valeur: str, unite: str | None, confiance: Literal["vérifié", "incertain"] = "vérifié") -> apports.Apport:
        return apports._local(
            ChiffreLocal(
                texte="dans l’ESS", valeur=valeur, unite=unite, annee=2023, sources=("x",), confiance=confiance,
                verifie_le=dt.date(2026, 11, 1),
            )
        )  # fmt: skip

    assert local("1 240", "emplois").libelle == "emplois dans l’ESS"
    assert local("12", "%").valeur == "12\u00a0%"
    assert local("12", None, confiance="incertain").precisions[0] == "2023\u202f; à vérifier"


def test_a_sentence_that_is_wrong_is_seen() -> None:
    for texte in (
        "Il y a 1 habitants.", "Le maire de Le Mans.", "Ville de Orléans.", "Deux  mots.", "Sans point", "d’Belfort.",
    ):  # fmt: skip
        assert faults(Phrase("users", ((texte[:3], True), (texte[3:], False)))), texte
