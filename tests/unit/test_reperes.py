"""Calls and funds, points of law: what their files may say, and how their dates and states read."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from coopdocs.library import Library, load
from coopdocs.problem import Problem
from coopdocs.typographie import plain_spaces
from coopdocs.views import reperes
from support.cog import cog, get
from support.kits import ROOT, aide, fait, point, spoil, write_kit, write_reperes

AIDES, DROIT = "content/aides.yaml", "content/droit.yaml"
MONTHS = "JFMAMJJASOND"


def problems(kit: Path) -> list[Problem]:
    return [p for p in load(kit)[1] if p.is_error]


def library(kit: Path, *aides: dict[str, Any], points: list[dict[str, Any]] | None = None) -> Library:
    write_reperes(kit, list(aides), points)
    loaded, found = load(kit)
    assert loaded is not None, found
    return loaded


@pytest.fixture
def kit(tmp_path: Path) -> Path:
    return write_kit(tmp_path)


def line(kit: Path, **fields: Any) -> reperes.LigneAide:
    view = reperes.aides(library(kit, {k: v for k, v in aide("Appel", **fields).items() if v is not None}))
    assert view is not None
    return view.lignes[0]


def test_a_kit_does_without_either_file(kit: Path) -> None:
    loaded, found = load(kit)
    assert (loaded is not None, [p for p in found if p.is_error]) == (True, [])
    assert loaded is not None
    assert (reperes.aides(loaded), reperes.droit(loaded)) == (None, None)


@pytest.mark.parametrize("nom", [AIDES, DROIT])
def test_an_empty_file_is_told(kit: Path, nom: str) -> None:
    (kit / nom).write_text("# à faire\n", encoding="utf-8")
    assert [(p.code, p.place.fichier) for p in problems(kit)] == [("S008", nom)]


def test_a_kit_may_have_no_aide_at_all(kit: Path) -> None:
    view = reperes.aides(library(kit))
    assert view is not None
    assert (view.lignes, view.groupes, view.comptes, view.verifie_au) == ((), (), (), None)


# --- what dates and states may say together (the edition is of 23 November 2026)

CONTRADICTIONS: dict[str, tuple[dict[str, Any], str]] = {
    "closed before the edition, open": ({"etat": "ouvert"}, "etat"),
    "closed before the edition, announced": ({"etat": "annoncé"}, "etat"),
    "closed the month before": ({"etat": "ouvert", "cloture": "2026-10"}, "etat"),
    "closed the year before": ({"etat": "ouvert", "ouverture": None, "cloture": "2025"}, "etat"),
    "not open yet": ({"etat": "ouvert", "ouverture": "2026-12-01", "cloture": "2026-12-31"}, "etat"),
    "open already": ({"etat": "annoncé", "ouverture": "2026-11-01", "cloture": "2026-12-31"}, "etat"),
    "closes later": ({"ouverture": "2026-11-01", "cloture": "2026-12-31"}, "etat"),
    "backwards": ({"ouverture": "2025-12", "cloture": "2025-11-30"}, "cloture"),
    "all year, with dates": ({"permanente": "true", "etat": "ouvert", "cloture": "2026-12"}, "permanente"),
    "all year, closed": ({"permanente": "true", "ouverture": None, "cloture": None}, "permanente"),
}


@pytest.mark.parametrize(("fields", "where"), CONTRADICTIONS.values(), ids=CONTRADICTIONS)
def test_dates_that_belie_a_state_are_refused(kit: Path, fields: dict[str, Any], where: str) -> None:
    write_reperes(kit, [{k: v for k, v in aide("Appel", **fields).items() if v is not None}])
    (found,) = problems(kit)
    written = (kit / AIDES).read_text("utf-8").splitlines()
    assert (found.code, written[found.place.ligne - 1].strip().partition(":")[0]) == ("X030", where)


@pytest.mark.parametrize(
    "fields",
    [
        {"etat": "ouvert", "ouverture": "2026-11", "cloture": "2026-11"},
        {"etat": "ouvert", "ouverture": None, "cloture": None},
        {"etat": "ouvert", "ouverture": "2026", "cloture": "2026-11-23"},
        {"etat": "annoncé", "ouverture": "2026-11"},
        {"etat": "fermé", "ouverture": "2026-11", "cloture": "2026-11"},
        {"etat": "non trouvé"},
    ],
    ids=str,
)
def test_dates_that_may_be_so_are_not(kit: Path, fields: dict[str, Any]) -> None:
    fields = {"cloture": None, **fields}
    write_reperes(kit, [{k: v for k, v in aide("Appel", **fields).items() if v is not None}])
    assert problems(kit) == []


def test_what_is_said_to_be_open_has_a_source(kit: Path) -> None:
    open_call = {"etat": "ouvert", "ouverture": "2026-11", "cloture": "2026-12", "sources": [], "confiance": "avis"}
    write_reperes(kit, [aide("Appel", **open_call)])
    (found,) = problems(kit)
    assert found.code == "X002"
    spoil(kit / AIDES, "etat: ouvert", "etat: non trouvé")
    assert problems(kit) == []


SLIPS: dict[str, tuple[Callable[[Path], None], str]] = {
    "unknown forme": (lambda k: spoil(k / AIDES, "- ptce", "- ptec"), "X009"),
    "the panorama": (lambda k: spoil(k / AIDES, "- ptce", "- cooperations"), "X010"),
    "a forme twice": (lambda k: spoil(k / AIDES, "- ptce", "- ptce\n  - ptce"), "X008"),
    "unknown territory": (lambda k: spoil(k / AIDES, "france:FR", "region:99"), "X015"),
    "a territory twice": (lambda k: spoil(k / AIDES, "- france:FR", "- france:FR\n  - france:FR"), "X008"),
    "unknown source": (lambda k: spoil(k / AIDES, "loi-ess", "loi-2001"), "X001"),
    "an id twice": (lambda k: write_reperes(k, [aide("Appel"), aide("Appel")]), "X008"),
    "a point twice": (lambda k: write_reperes(k, [], [point("Acheter"), point("Acheter")]), "X008"),
    "unknown icon": (lambda k: spoil(k / DROIT, "icone: scales", "icone: balance"), "X014"),
    "a claim without a source": (
        lambda k: write_reperes(k, [], [point("Acheter", reperes=[fait("Dit.", sources=[])])]),
        "X002",
    ),
    "checked after the edition": (lambda k: spoil(k / DROIT, "2026-11-01", "2026-12-01"), "X017"),
}


@pytest.mark.parametrize(("slip", "code"), SLIPS.values(), ids=SLIPS)
def test_slips_are_told(kit: Path, slip: Callable[[Path], None], code: str) -> None:
    write_reperes(kit, [aide("Appel")], [point("Acheter")])
    assert problems(kit) == []
    slip(kit)
    assert {p.code for p in problems(kit)} == {code}


# --- how they read


@pytest.mark.parametrize(
    ("ouverture", "cloture", "said", "months"),
    [
        ("2025-11-05", "2025-12-23", "Du 5 novembre au 23 décembre 2025", "ND"),
        ("2024-11-13", "2025-01-08", "Du 13 novembre 2024 au 8 janvier 2025", "JND"),
        ("2023-06-01", "2023-07-31", "Du 1er juin au 31 juillet 2023", "JJ"),
        ("2025-10", "2026-03", "D’octobre 2025 à mars 2026", "JFMOND"),
        ("2025-02", "2025-02", "En février 2025", "F"),
        ("2025-02-03", "2025-02-03", "Le 3 février 2025", "F"),
        ("2024-07-05", "2024-09", "Du 5 juillet à septembre 2024", "JAS"),
        ("2023", "2024", "De 2023 à 2024", ""),
        ("2025-10-02", None, "Ouverture le 2 octobre 2025, clôture non trouvée", "O"),
        (None, "2025-04", "Clôture en avril 2025, ouverture non trouvée", "A"),
        (None, None, "Dates non trouvées", ""),
        ("2024-03", "2025-02", "De mars 2024 à février 2025", MONTHS),
        ("2021-05", "2023-12-31", "De mai 2021 au 31 décembre 2023", MONTHS),
    ],
)
def test_an_edition_is_said_and_drawn(
    kit: Path, ouverture: str | None, cloture: str | None, said: str, months: str
) -> None:
    found = line(kit, ouverture=ouverture, cloture=cloture)
    assert plain_spaces(found.quand) == said
    assert "".join(m for m, place in zip(MONTHS, found.mois, strict=True) if place) == months


def test_the_months_of_an_edition_have_a_first_and_a_last(kit: Path) -> None:
    winter = line(kit, ouverture="2024-11-13", cloture="2025-01-08").mois
    assert (winter[10], winter[11], winter[0], winter[1]) == ("debut", "dans", "fin", "")
    assert line(kit, ouverture="2025-11-05", cloture="2025-11-30").mois[10] == "seul"


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"etat": "fermé"}, "Fermé"),
        ({"etat": "non trouvé"}, "État non trouvé"),
        ({"etat": "ouvert", "ouverture": None, "cloture": None}, "Ouvert"),
        ({"etat": "ouvert", "ouverture": None, "cloture": None, "permanente": "true"}, "Ouvert toute l’année"),
        ({"etat": "ouvert", "cloture": "2026-12-15"}, "Ouvert jusqu’au 15 décembre 2026"),
        ({"etat": "ouvert", "cloture": "2027-01"}, "Ouvert jusqu’en janvier 2027"),
        ({"etat": "annoncé", "ouverture": None, "cloture": None}, "Annoncé"),
        ({"etat": "annoncé", "ouverture": "2027-01", "cloture": None}, "Annoncé pour janvier 2027"),
        ({"etat": "annoncé", "ouverture": "2027-01-04", "cloture": None}, "Annoncé pour le 4 janvier 2027"),
    ],
)
def test_a_state_is_said_in_words(kit: Path, fields: dict[str, Any], said: str) -> None:
    assert plain_spaces(line(kit, **fields).etat) == said


def test_aides_are_grouped_by_forme_and_those_of_several_come_last(kit: Path) -> None:
    shared = aide("Partagée", formes=["pat", "ptce"])
    view = reperes.aides(library(kit, shared, aide("Du PAT", formes=["pat"]), aide("Du PTCE")))
    assert view is not None
    assert [(ligne.numero, ligne.aide.nom) for ligne in view.lignes] == [(1, "Du PTCE"), (2, "Du PAT"), (3, "Partagée")]
    assert [(g.slug, len(g.propres), len(g.partagees)) for g in view.groupes] == [("ptce", 1, 1), ("pat", 1, 1)]
    assert [ligne.numero for ligne in view.communes] == [3]
    assert view.comptes == (("fermé", 3),)


def test_aides_are_kept_by_forme_and_by_territory(kit: Path) -> None:
    for table in ("regions", "departements", "epci", "ept", "communes"):
        shutil.copy(ROOT / f"content/territoires/{table}.csv", kit / "content/territoires")
    regional = aide("De la région", territoires=["region:84", "departement:69"])
    loaded = library(kit, aide("De France", formes=["ges"]), regional, aide("De Polynésie", territoires=["region:987"]))

    def kept(place: str | None, *formes: str) -> list[str]:
        where = loaded.territoires.get(place) if place else None
        view = reperes.aides(loaded, formes or None, where)
        assert view is not None
        return [ligne.aide.nom for ligne in view.lignes]

    assert kept(None, "ges") == ["De France"]
    assert kept("commune:26281") == ["De la région", "De France"]
    assert kept("region:84", "ptce") == ["De la région"]
    assert kept("departement:974") == ["De France"]
    assert kept("departement:987") == ["De Polynésie", "De France"]
    assert kept("commune:98735", "pat") == []


def test_sources_are_numbered_as_the_page_meets_them(kit: Path) -> None:
    guide_first = aide("Second", formes=["pat"], sources=["loi-ess", "guide-ess"])
    view = reperes.aides(library(kit, guide_first, aide("Premier", sources=["guide-ess"])))
    assert view is not None
    assert view.numeros == {"guide-ess": 1, "loi-ess": 2}


# --- who may ask for it


def reach(kit: Path, territoire: str, **fields: Any) -> bool:
    loaded = replace(library(kit, aide("Appel", **fields)), territoires=cog())
    view = reperes.aides(loaded, territoire=get(cog(), territoire))
    assert view is not None
    return bool(view.lignes)


def test_an_aide_is_out_of_reach_where_it_says_so(kit: Path) -> None:
    drome = {"territoires": ["france:FR"], "sauf": ["departement:26"]}
    assert not reach(kit, "commune:26281", **drome)
    assert not reach(kit, "departement:26", **drome)
    assert reach(kit, "region:84", **drome), "a région holds more than the département that is left out"


@pytest.mark.parametrize(("niveaux", "seen"), [(["commune"], True), (["epci", "region"], False), ([], True)])
def test_an_aide_is_for_the_levels_that_it_names(kit: Path, niveaux: list[str], seen: bool) -> None:
    assert reach(kit, "commune:26281", niveaux=niveaux) is seen


def test_where_an_aide_is_out_of_reach_is_printed(kit: Path) -> None:
    assert line(kit, sauf=["departement:26"]).ou == "France, sauf Drôme"
    assert (line(kit).ou, line(kit, territoires=["departement:26"]).ou) == ("", "Drôme")


def test_a_territory_left_out_exists(kit: Path) -> None:
    write_reperes(kit, [aide("Appel", sauf=["departement:00"])])
    assert [p.code for p in problems(kit)] == ["X015"]


def test_an_aide_that_comes_back_each_year_has_a_month(kit: Path) -> None:
    for dates in ({"ouverture": "2024", "cloture": None}, {"ouverture": None, "cloture": None}):
        fields = {k: v for k, v in aide("Appel", annuelle="true", **dates).items() if v is not None}
        write_reperes(kit, [fields])
        assert [p.code for p in problems(kit)] == ["X030"]
    write_reperes(kit, [aide("Appel", annuelle="true")])
    assert problems(kit) == []
