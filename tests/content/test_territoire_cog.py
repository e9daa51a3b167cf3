"""The whole COG: every territory of every level stands on its own, in its parents and in the sums of the tables."""

from __future__ import annotations

import csv
import json
import re
import subprocess
import sys
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from coopdocs.problem import ProblemsError
from coopdocs.territoire import TYPES, Territoire, Territoires, resolution
from coopdocs.territoire.noms import de_commune
from support.cog import cog, refused
from support.documents import ROOT

TABLES = ROOT / "content/territoires"
COM = ("975", "977", "978", "984", "986", "987", "988", "989")
FICHIERS = {"region": "regions", "departement": "departements", "epci": "epci", "ept": "ept", "commune": "communes"}


@cache
def rows(nom: str) -> tuple[dict[str, str], ...]:
    """The rows of a table, read by the standard library: what the rooms under test are held to."""
    with (TABLES / f"{nom}.csv").open(encoding="utf-8", newline="") as fichier:
        return tuple(csv.DictReader(fichier))


@cache
def every(genre: str) -> tuple[Territoire, ...]:
    return tuple(t for cle in cog().codes(genre) if (t := cog().get(cle)))


@cache
def controles() -> dict[str, object]:
    lu: dict[str, object] = json.loads((TABLES / "controles.json").read_text("utf-8"))
    return lu


def get(cle: str) -> Territoire:
    trouve = cog().get(cle)
    assert trouve is not None, cle
    return trouve


def total(territoires: object) -> int:
    assert isinstance(territoires, tuple)
    return sum(t.population or 0 for t in territoires)


# --- every territory of every level


@pytest.mark.parametrize("genre", TYPES)
def test_every_row_of_a_table_is_a_territory_with_its_code_as_text(genre: str) -> None:
    codes = [next(iter(row.values())) for row in rows(FICHIERS[genre])]
    if genre == "region":
        codes = [code for code in codes if code not in COM]
    assert [t.code for t in every(genre)] == codes
    assert {t.type for t in every(genre)} == {genre}


def test_there_are_as_many_as_the_tables_say() -> None:
    nombres = {genre: len(every(genre)) for genre in TYPES}
    assert nombres == {"region": 18, "departement": 109, "epci": 1253, "ept": 11, "commune": 34_969}
    assert controles()["communes_actuelles"] == nombres["commune"]
    assert controles()["epci"] == nombres["epci"]


@pytest.mark.parametrize("genre", [genre for genre in TYPES if genre != "commune"])
def test_every_territory_resolves_by_its_typed_code(genre: str) -> None:
    assert all(resolution.resolve(cog(), t.cle) == t for t in every(genre))


def test_every_commune_resolves_by_its_typed_code_and_by_its_bare_code_unless_it_is_a_postal_code_too() -> None:
    assert [t.code for t in every("commune") if resolution.resolve(cog(), t.cle) != t] == []
    # an arrondissement's town hall has a postal code, and is not that of a commune
    held = [(c, postal) for c, postal in cog().mairies.postal_codes() if cog().get(f"commune:{c}")]
    others = {postal for commune, postal in held if commune != postal}
    alone = [t for t in every("commune") if t.code not in others]
    both = [t for t in every("commune") if t.code in others]
    assert [t.code for t in alone[::200] if resolution.resolve(cog(), t.code) != t] == []
    assert len(both) > 1000
    assert [t.code for t in both[::50] if refused(t.code).candidats[0] != t] == []


def test_leading_zeros_and_corsican_letters_survive() -> None:
    codes = {t.code for t in every("commune")}
    assert {"01001", "2A004", "2B033", "97411", "98735"} <= codes
    assert all(re.fullmatch(r"\d[\dAB]\d{3}", code) for code in codes)


@pytest.mark.parametrize("genre", TYPES)
def test_every_name_follows_de_in_good_french(genre: str) -> None:
    faux = [
        (t.nom, t.de)
        for t in every(genre)
        if not re.match(r"(d[eu] |des |d’|de l’|de la )\S", t.de)
        or re.match(r"de (le|les|[AEIOÉÈÊÎÔŒ])\b", t.de, re.IGNORECASE)
        or re.match(r"de (?:Le|Les|Aux) |(?:du|des) (?:Le|Les|Aux|La) |de (?:Île|Îles|Terres australes) ", t.de)
        or "  " in t.de
    ]
    assert faux == []


def test_the_de_of_a_commune_holds_its_whole_name_but_a_contracted_article() -> None:
    for t in every("commune"):
        assert (
            re.sub(r"^(?:du |des |de l’|de |d’)", "", t.de).casefold()
            == re.sub(
                r"^(?:Le|Les|Aux|Îles?|Archipel) ", lambda m: m[0] if m[0][0] in "ÎA" and m[0] != "Aux " else "", t.nom
            ).casefold()
        ), (t.nom, t.de)


@pytest.mark.parametrize(
    ("cle", "de"),
    [
        ("commune:72181", "du Mans"),
        ("commune:17300", "de La Rochelle"),
        ("commune:85194", "des Sables-d’Olonne"),
        ("commune:94038", "de L’Haÿ-les-Roses"),
        ("commune:45234", "d’Orléans"),
        ("commune:26281", "de Romans-sur-Isère"),
        ("commune:60703", "des Marais"),
        ("commune:66104", "de Los Masos"),
        ("commune:63448", "du Vernet-Chaméane"),
        ("commune:98817", "du Mont-Dore"),
        ("commune:98712", "d’Arue"),
        ("commune:98831", "de Voh"),
        ("commune:98411", "des îles Saint-Paul et Nouvelle-Amsterdam"),
        ("commune:98412", "de l’archipel des Kerguelen"),
        ("departement:26", "de la Drôme"),
        ("departement:974", "de La Réunion"),
        ("departement:984", "des Terres australes et antarctiques françaises"),
        ("departement:989", "de l’île de Clipperton"),
        ("region:84", "d’Auvergne-Rhône-Alpes"),
        ("region:24", "du Centre-Val de Loire"),
        ("epci:244500468", "d’Orléans Métropole"),
        ("epci:200046977", "de la Métropole de Lyon"),
        ("epci:246700488", "de l’Eurométropole de Strasbourg"),
        ("epci:200068781", "de la communauté d’agglomération Valence Romans Agglo"),
        ("ept:200057867", "de Plaine Commune"),
        ("ept:200057875", "d’Est Ensemble"),
    ],
)
def test_known_names_follow_de(cle: str, de: str) -> None:
    assert get(cle).de == de


@pytest.mark.parametrize(
    ("nom", "tncc", "de"), [("Las Rives", "7", "de Las Rives"), ("Lescheroux", "0", "de Lescheroux")]
)
def test_articles_that_are_rare_or_only_look_like_one(nom: str, tncc: str, de: str) -> None:
    assert de_commune(nom, tncc) == de


def test_every_kind_is_named() -> None:
    assert Counter(t.genre for t in every("epci")) == {
        "Communauté de communes": 987,
        "Communauté d’agglomération": 230,
        "Communauté urbaine": 14,
        "Métropole": 22,
    }
    genres = Counter(t.genre for t in every("departement"))
    assert genres["Département"] == 101
    assert genres["Collectivité d’outre-mer"] == 5
    assert {get(f"departement:{code}").genre for code in ("984", "988", "989")} == {
        "Territoire d’outre-mer",
        "Collectivité sui generis",
        "Domaine public de l’État",
    }


# --- what is in what


@pytest.mark.parametrize("genre", TYPES)
def test_every_chain_of_parents_climbs_and_closes(genre: str) -> None:
    niveau = {"commune": 0, "ept": 1, "epci": 2, "departement": 3, "region": 4}
    for t in every(genre):
        types = [t.type, *(parent.type for parent in cog().parents(t))]
        assert [niveau[type_] for type_ in types] == sorted({niveau[type_] for type_ in types})
        haut = (cog().parents(t) or (t,))[-1]
        assert haut.type == ("departement" if t.departements[0] in COM else "region")
        assert cog().parents(haut) == ()
        assert all(set(t.departements) & set(p.departements) for p in cog().parents(t))


def test_every_commune_is_a_child_of_its_epci_and_of_no_other() -> None:
    enfants = Counter(commune.code for epci in every("epci") for commune in cog().enfants(epci))
    assert set(enfants.values()) == {1}
    assert len(enfants) == controles()["communes_dans_un_epci"]
    sans = [t for t in every("commune") if t.code not in enfants]
    assert all(t.epci is None for t in sans)
    iles = [t.code for t in sans if t.departements[0] not in COM]
    assert iles == controles()["communes_metro_drom_sans_epci"] == ["22016", "29083", "29155", "85113"]


def test_an_epci_has_the_communes_and_the_people_its_row_says() -> None:
    for epci, row in zip(every("epci"), rows("epci"), strict=True):
        communes = cog().enfants(epci)
        assert (len(communes), total(communes), epci.population) == (
            int(row["nb_communes"]),
            epci.population,
            int(row["population"]),
        )
        assert communes[0].code == epci.chef_lieu
        assert [c.population or 0 for c in communes] == sorted((c.population or 0 for c in communes), reverse=True)
        assert {c.departements[0] for c in communes} == set(epci.departements)


def test_epci_across_departements_and_regions_are_counted_and_the_most_populated_comes_first() -> None:
    plusieurs = [t for t in every("epci") if len(t.departements) > 1]
    assert len(plusieurs) == controles()["epci_plusieurs_departements"] == 89
    assert sum(len(t.regions) > 1 for t in every("epci")) == 26
    for epci in plusieurs:
        habitants: Counter[str] = Counter()
        for commune in cog().enfants(epci):
            habitants[commune.departements[0]] += commune.population or 0
        assert list(epci.departements) == [code for code, _ in habitants.most_common()]
        for code in epci.departements:
            assert epci in cog().enfants(get(f"departement:{code}"))


def test_a_departement_has_the_epci_the_communes_and_the_people_its_row_says() -> None:
    for departement, row in zip(every("departement"), rows("departements"), strict=True):
        communes = tuple(cog().communes(departement))
        assert len(communes) == int(row["nb_communes"])
        assert total(communes) == (departement.population or 0) == int(row["population"])
        if departement.code in COM:
            assert cog().enfants(departement) == communes
            continue
        epci = cog().enfants(departement)
        principaux = [t for t in epci if t.departements[0] == departement.code]
        assert (len(epci), len(principaux)) == (int(row["nb_epci_touches"]), int(row["nb_epci_principaux"]))
        assert list(epci[: len(principaux)]) == principaux


def test_a_region_has_the_departements_and_the_people_its_row_says() -> None:
    par_code = {row["code"]: row for row in rows("regions")}
    for region in every("region"):
        departements = cog().enfants(region)
        assert len(departements) == int(par_code[region.code]["nb_departements"])
        assert total(departements) == region.population == int(par_code[region.code]["population"])
        assert len(tuple(cog().communes(region))) == int(par_code[region.code]["nb_communes"])


def test_the_country_has_the_people_that_the_controls_say() -> None:
    assert total(every("region")) == controles()["population_france_metro_drom"]
    assert total(tuple(t for t in every("departement") if t.code in COM)) == controles()["population_com"]


def test_the_ept_hold_every_commune_of_the_grand_paris_but_paris() -> None:
    metropole = resolution.resolve(cog(), "Métropole du Grand Paris")
    par_ept = [commune for ept in every("ept") for commune in cog().enfants(ept)]
    assert {c.code for c in par_ept} | {"75056"} == {c.code for c in cog().enfants(metropole)}
    assert len(par_ept) == len({c.code for c in par_ept}) == 129
    assert all(cog().ept(commune) in every("ept") for commune in par_ept)
    assert cog().ept(get("commune:75056")) is None
    assert cog().ept(get("commune:26281")) is None
    for ept, row in zip(every("ept"), rows("ept"), strict=True):
        assert total(cog().enfants(ept)) == ept.population
        assert len(cog().enfants(ept)) == int(row["nb_communes"])
        assert set(ept.departements) == set(row["departements"].split())
        assert cog().parents(ept)[0] == metropole
    assert get("ept:200057990").departements == ("92", "95")


# --- what the tables do not know


def test_nobody_was_counted_in_six_communes_and_nobody_lives_in_six_others() -> None:
    assert [t.code for t in every("commune") if t.population is None] == controles()["communes_sans_population"]
    assert sum(t.population == 0 for t in every("commune")) == 6
    assert [t.code for t in every("departement") if t.population is None] == ["984", "989"]


def test_only_known_places_have_no_point() -> None:
    sans = [t for t in every("commune") if t.point is None]
    perdus = [t.code for t in sans if t.departements[0] not in COM]
    assert sorted(perdus) == ["14581", "15031", "15035", "15047", "15171"]
    assert len(sans) - len(perdus) == controles()["communes_com_sans_coordonnees"]
    assert [t.code for genre in ("epci", "ept", "region") for t in every(genre) if t.point is None] == []
    assert [t.code for t in every("departement") if t.point is None] == list(COM)


@pytest.mark.parametrize("genre", [genre for genre in TYPES if genre != "ept"])
def test_a_territory_and_its_place_agree(genre: str) -> None:
    for t in every(genre)[:: 40 if genre == "commune" else 1]:
        lieu = cog().lieu(t.cle)
        assert lieu is not None
        assert (lieu.nom, lieu.lat, lieu.lon, lieu.zone) == (t.nom_court, t.lat, t.lon, t.zone)


def test_a_chef_lieu_is_in_its_territory() -> None:
    for genre in ("region", "departement", "epci", "ept"):
        for t in every(genre):
            if t.chef_lieu is None:
                assert t.code == "984"
                continue
            assert get(f"commune:{t.chef_lieu}").departements[0] in t.departements


def test_an_overseas_collectivity_has_one_territory_for_its_two_codes() -> None:
    for code in COM:
        assert cog().get(f"region:{code}") == get(f"departement:{code}")
        assert resolution.resolve(cog(), code).cle == f"departement:{code}"
        assert get(f"departement:{code}").regions == ()


# --- neighbours


@cache
def voisins() -> dict[str, set[str]]:
    return {t.code: {v.code for v in cog().voisins(t)} for t in every("epci")}


def test_neighbours_are_mutual_and_never_oneself() -> None:
    assert [(a, b) for a, autres in voisins().items() for b in autres if a == b or a not in voisins()[b]] == []


def test_the_neighbours_of_valence_romans_agglo_are_those_of_the_map() -> None:
    noms = [t.nom_court for t in cog().voisins(get("epci:200068781"))]
    assert noms[:3] == ["Arche Agglo", "Val de Drôme en Biovallée", "Saint-Marcellin Vercors Isère Communauté"]
    assert set(noms[3:]) == {
        "Royans-Vercors",
        "Rhône Crussol",
        "Porte de DrômArdèche",
        "Bièvre Isère",
        "Privas Centre Ardèche",
    }


def test_only_islands_have_no_neighbour() -> None:
    seuls = {t.nom_court for t in every("epci") if not voisins()[t.code]}
    assert seuls == {
        "Belle-Île-en-Mer",
        "Île d’Oléron",
        "Île de Noirmoutier",
        "Île de Ré",
        "Marie-Galante",
        "Petite-Terre",
    }


def test_neighbours_are_as_many_as_on_a_plane_map_and_never_across_the_sea() -> None:
    paires = sum(map(len, voisins().values())) // 2
    assert paires == 3490
    # a plane map has fewer than three borders for one territory
    assert paires < 3 * len(voisins())
    zones = {t.code: t.zone for t in every("epci")}
    assert all(zones[code] == zones[autre] for code, autres in voisins().items() for autre in autres)


# --- reading no more than is needed


@pytest.mark.parametrize(
    ("geste", "lus"),
    [
        ("Territoires(d)", set()),
        ("Territoires(d).lieu('commune:26281')", {"communes.csv", "communes_points.csv", "departements.csv"}),
        (
            "Territoires(d).lieu('epci:200068781')",
            {"communes.csv", "communes_points.csv", "departements.csv", "epci.csv"},
        ),
        ("Territoires(d).get('commune:26281')", {"communes.csv", "communes_points.csv", "departements.csv"}),
        (
            "resolution.resolve(Territoires(d), 'Valence Romans')",
            {"communes.csv", "communes_points.csv", "departements.csv", "epci.csv", "ept.csv", "regions.csv"},
        ),
    ],
)
def test_only_the_tables_that_a_question_needs_are_opened(geste: str, lus: set[str]) -> None:
    code = (
        "import sys\nfrom pathlib import Path\nfrom coopdocs.territoire import Territoires, resolution\n"
        "d = Path(sys.argv[1])\n"
        "sys.addaudithook(lambda e, a: e == 'open' and str(a[0]).startswith(str(d)) and print(Path(a[0]).name))\n"
        f"{geste}\n"
    )
    fait = subprocess.run([sys.executable, "-c", code, str(TABLES)], capture_output=True, text=True, check=True)
    assert set(fait.stdout.split()) == lus
    assert len(fait.stdout.split()) == len(lus)


def test_a_spoilt_outline_file_is_refused(tmp_path: Path) -> None:
    for nom in ("communes.csv", "departements.csv", "epci.csv"):
        (tmp_path / nom).symlink_to(TABLES / nom)
    copie = Territoires(tmp_path, Path("/"))
    (tmp_path / "contours_epci.json").write_text('{"cadres": {"metro": {"epci": {"1": "M1 2l3"}}}}', "utf-8")
    with pytest.raises(ProblemsError) as refus:
        copie.voisins(get("epci:200068781"))
    assert [p.code for p in refus.value.problems] == ["S002"]
