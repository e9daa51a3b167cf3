"""Initiatives on a territory, then around it: how near each is, in the order of distance, for any territory."""

from __future__ import annotations

import re

import pytest

from coopdocs.territoire import Proche, proximite
from coopdocs.territoire.proximite import distance_km
from support.cog import cog


def row(genre: str, code: str, portee: str = "") -> dict[str, str]:
    return {"id": f"{genre}:{code}", "territoire_type": genre, "territoire_code": code, "portee": portee}


def around(cle: str, *rows: dict[str, str]) -> list[Proche]:
    territoire = cog().get(cle)
    assert territoire is not None
    return list(proximite.around(cog(), territoire, rows))


def said(cle: str, genre: str, code: str, portee: str = "") -> str:
    """What is said of one initiative, no-break spaces as plain ones."""
    [proche] = around(cle, row(genre, code, portee))
    return re.sub("[\u00a0\u202f]", " ", proche.texte)


ROMANS, VALENCE, AGGLO = "commune:26281", "commune:26362", "epci:200068781"
REDON = "epci:243500741"
ICI = "sur le territoire"


@pytest.mark.parametrize(
    ("cle", "genre", "code", "texte"),
    [
        # on it
        (ROMANS, "commune", "26281", ICI),
        (AGGLO, "commune", "26281", ICI),
        (AGGLO, "epci", "200068781", ICI),
        ("departement:26", "commune", "26281", ICI),
        ("departement:26", "epci", "200068781", ICI),
        ("departement:26", "departement", "26", ICI),
        ("departement:07", "epci", "200035129", "dans une intercommunalité à cheval sur le département"),
        ("region:84", "departement", "26", ICI),
        ("region:84", "region", "84", ICI),
        ("ept:200057867", "commune", "93066", ICI),
        ("departement:975", "region", "975", ICI),
        # several communes: one of them is enough
        ("commune:59360", "communes", "59360 59599", ICI),
        # shared with it
        (ROMANS, "epci", "200068781", "dans l’intercommunalité"),
        ("ept:200057867", "epci", "200054781", "dans l’intercommunalité"),
        (ROMANS, "commune", "26362", "à 18 km, dans la même intercommunalité"),
        (ROMANS, "departement", "26", "dans le même département"),
        (AGGLO, "departement", "26", "dans le même département"),
        (ROMANS, "region", "84", "dans la région"),
        (ROMANS, "departement", "01", "dans la région"),
        ("departement:26", "region", "84", "dans la région"),
        (AGGLO, "commune", "26165", "à 19 km, dans le même département"),
        (AGGLO, "commune", "38185", "à 72 km, dans la région"),
        # elsewhere
        (AGGLO, "commune", "13055", "à 186 km"),
        ("commune:59599", "communes", "22278 22215", "à 492 km"),
        ("departement:26", "commune", "38185", "à 72 km de Valence, dans la région"),
        ("region:52", "commune", "72181", ICI),
        ("departement:72", "commune", "35238", "à 139 km du Mans"),
        (AGGLO, "departement", "13", "à environ 190 km"),
        (AGGLO, "region", "76", "ailleurs en France"),
        (AGGLO, "commune", "97407", "outre-mer"),
        ("commune:97407", "commune", "26281", "en France métropolitaine"),
        ("commune:97407", "region", "04", "dans la région"),
        ("commune:98735", "commune", "26281", "en France métropolitaine"),
        ("departement:975", "region", "04", "outre-mer"),
        (AGGLO, "france", "FR", "en France, lieu non précisé"),
    ],
)
def test_how_near_an_initiative_is_said(cle: str, genre: str, code: str, texte: str) -> None:
    assert said(cle, genre, code) == texte


@pytest.mark.parametrize(
    ("cle", "genre", "code", "portee", "texte", "dessus"),
    [
        # what covers a larger place is on every territory that lies in it
        (ROMANS, "epci", "200068781", "couvre", "couvre l’intercommunalité", True),
        (ROMANS, "departement", "26", "couvre", "couvre le département", True),
        (AGGLO, "departement", "26", "couvre", "couvre le département", True),
        (
            "epci:200035129",
            "departement",
            "07",
            "couvre",
            "couvre une partie du territoire",
            True,
        ),  # mostly in the Gard
        ("departement:07", "epci", "200035129", "couvre", "couvre une partie du territoire", True),
        ("ept:200057867", "epci", "200054781", "couvre", "couvre l’intercommunalité", True),
        ("commune:93066", "ept", "200057867", "couvre", "couvre l’établissement public territorial", True),
        (AGGLO, "region", "84", "couvre", "couvre la région", True),
        ("departement:26", "region", "84", "couvre", "couvre la région", True),
        ("departement:26", "departement", "26", "couvre", ICI, True),
        ("region:84", "departement", "26", "couvre", ICI, True),
        (AGGLO, "epci", "200040459 200068781", "couvre", ICI, True),
        # and on no other
        (AGGLO, "departement", "07", "couvre", "dans la région", False),
        (ROMANS, "epci", "200040459", "couvre", "à 59 km, dans le même département", False),
        # what lies somewhere in a larger place is on that place alone
        ("departement:26", "departement", "26", "situe", "dans le département", True),
        ("region:84", "region", "84", "situe", "dans la région", True),
        ("region:84", "departement", "26", "situe", ICI, True),
        ("departement:974", "region", "04", "situe", ICI, True),  # a région of one département
        (AGGLO, "departement", "26", "situe", "dans le même département", False),
        ("departement:26", "region", "84", "situe", "dans la région", False),
        (ROMANS, "epci", "200068781", "situe", "dans l’intercommunalité", False),
        # what two territories share is named where there are several of it: Redon lies in 35, 44 and 56, in two régions
        (REDON, "departement", "44", "situe", "dans le département de la Loire-Atlantique", False),
        (REDON, "commune", "44131", "", "à 59 km, dans le département de la Loire-Atlantique", False),
        (REDON, "region", "52", "situe", "dans la région des Pays de la Loire", False),
        (REDON, "commune", "72181", "", "à 175 km, dans la région des Pays de la Loire", False),
        ("region:93", "epci", "200035129", "", "à 143 km de Marseille", False),
    ],
)
def test_what_covers_a_place_is_on_all_that_lies_in_it(
    cle: str, genre: str, code: str, portee: str, texte: str, dessus: bool
) -> None:
    assert said(cle, genre, code, portee) == texte
    [proche] = around(cle, row(genre, code, portee))
    assert (proche.proximite == "territoire") is dessus


@pytest.mark.parametrize(
    ("cle", "genre", "code", "portee", "situation"),
    [
        (AGGLO, "commune", "26281", "", "dans"),
        (AGGLO, "departement", "26", "couvre", "couvre"),
        (AGGLO, "departement", "26", "situe", "imprecis"),
        (AGGLO, "region", "84", "situe", "imprecis"),
        (AGGLO, "departement", "07", "couvre", "ailleurs"),
        (AGGLO, "france", "FR", "", "ailleurs"),
        (ROMANS, "epci", "200068781", "", "imprecis"),
        (ROMANS, "commune", "26362", "", "ailleurs"),
        ("departement:07", "epci", "200035129", "", "imprecis"),  # mostly in the Gard
        ("departement:07", "epci", "200035129", "couvre", "couvre"),
        ("departement:26", "epci", "200035129", "couvre", "ailleurs"),
        # several places: what brings it nearest counts
        (AGGLO, "communes", "38185 26281", "", "dans"),
        ("departement:974", "region", "04", "situe", "dans"),
        ("commune:97502", "departement", "975", "couvre", "couvre"),
        ("commune:97502", "departement", "987", "couvre", "ailleurs"),
    ],
)
def test_what_may_be_here_is_neither_here_nor_elsewhere(
    cle: str, genre: str, code: str, portee: str, situation: str
) -> None:
    [proche] = around(cle, row(genre, code, portee))
    assert proche.situation == situation


def test_what_lies_on_a_territory_comes_before_what_covers_more() -> None:
    rows = [row("departement", "26", "couvre"), row("epci", "200068781", "couvre"), row("commune", "26165")]
    assert [proche.initiative["id"] for proche in around(AGGLO, *rows)] == [
        "epci:200068781",
        "departement:26",
        "commune:26165",
    ]


def test_under_one_kilometre_no_number_is_given() -> None:
    assert said("commune:94018", "commune", "94069") == "à moins d’un kilomètre, dans la même intercommunalité"
    assert said("commune:94003", "commune", "94016") == "à 1 km, dans la même intercommunalité"  # 1.07 km


def test_distances_are_great_circles() -> None:
    assert distance_km((48.8534, 2.3488), (45.7640, 4.8357)) == pytest.approx(391.5, abs=0.5)
    assert distance_km((0, 0), (0, 180)) == pytest.approx(20015.1, abs=0.1)


def test_of_several_communes_the_nearest_counts() -> None:
    [proche] = around(VALENCE, row("communes", "59360 26281"))
    assert proche.km == pytest.approx(17.7, abs=0.1)
    assert [lieu.code for lieu in proche.lieux] == ["59360", "26281"]
    assert proche.proximite == "epci"


def test_the_nearest_comes_first_and_what_has_no_place_last() -> None:
    rows = [
        row("france", "FR"),
        row("region", "76"),
        row("commune", "59350"),
        row("commune", "38185"),
        row("departement", "26"),
        row("commune", "26281"),
        row("commune", "26165"),
        row("region", "84"),
    ]
    assert [proche.initiative["id"] for proche in around(AGGLO, *rows)] == [
        "commune:26281",
        "departement:26",
        "commune:26165",
        "commune:38185",
        "region:84",
        "commune:59350",
        "france:FR",
        "region:76",
    ]


def test_a_commune_without_a_point_is_as_far_as_its_epci() -> None:
    aurseulles = cog().get("commune:14581")
    assert aurseulles is not None
    assert aurseulles.point is None
    [proche] = around("commune:14118", row("commune", "14581"))
    assert proche.km == pytest.approx(around("commune:14118", row("epci", aurseulles.epci or ""))[0].km)
