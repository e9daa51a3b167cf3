"""The shipped tables as a whole: points of communes, names of every territory, initiatives around each, networks."""

from __future__ import annotations

import csv
import json
import re
import shutil
from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cache
from itertools import pairwise
from math import hypot, inf
from pathlib import Path

import pytest

from coopdocs.library import Library, load
from coopdocs.territoire import (
    TABLES,
    TYPES,
    Proche,
    Territoire,
    Territoires,
    contacts,
    portrait,
    proximite,
    resolution,
)
from coopdocs.territoire.comparables import comparables
from coopdocs.territoire.noms import fold
from coopdocs.territoire.proximite import distance_km
from coopdocs.theme.projection import project
from coopdocs.views.dossier.making import Dossiers
from coopdocs.views.evenement import journee
from coopdocs.views.livret import Livret, double
from support.cog import COG, cog, get, refused
from support.documents import ROOT, Documents

DEDANS_KM = 3


@cache
def boxes() -> dict[str, tuple[int, float, float, float, float]]:
    """By SIREN: the system of its frame and its outline's west, south, east and north, in metres."""
    trouvees = {}
    for cadre in json.loads((COG / "contours_epci.json").read_text("utf-8"))["cadres"].values():
        (ouest, nord), pas = cadre["origine"], cadre["pas_m"]
        for siren, trace in cadre["epci"].items():
            sommets = [sommet for boucle in trace.split("z") if boucle for sommet in vertices(boucle)]
            x, y = ([axe * pas for axe in axes] for axes in zip(*sommets, strict=True))
            trouvees[siren] = (cadre["epsg"], ouest + min(x), nord - max(y), ouest + max(x), nord - min(y))
    return trouvees


def vertices(boucle: str) -> Iterator[tuple[int, int]]:
    x, y, *pas = map(int, re.findall(r"-?\d+", boucle))
    yield x, y
    for dx, dy in zip(pas[::2], pas[1::2], strict=True):
        x, y = x + dx, y + dy
        yield x, y


def km_outside(commune: Territoire) -> float:
    """How far a commune's point is from the rectangle around its EPCI's outline."""
    assert commune.point is not None
    assert commune.epci is not None
    epsg, ouest, sud, est, nord = boxes()[commune.epci]
    x, y = project(epsg, *commune.point)
    return hypot(max(ouest - x, x - est, 0), max(sud - y, y - nord, 0)) / 1000


@pytest.fixture
def dossier(tmp_path: Path) -> Path:
    """The tables of the COG alone."""
    for nom in (*TABLES, "ept.csv"):
        shutil.copyfile(COG / nom, tmp_path / nom)
    return tmp_path


def test_every_commune_has_its_point_in_its_epci() -> None:
    communes = [c for cle in cog().codes("commune") if (c := cog().get(cle)) and c.epci and c.point]
    assert len(communes) == 34_866
    assert [c.cle for c in communes if km_outside(c) > DEDANS_KM] == []


def test_the_tables_alone_put_communes_far_from_their_epci(dossier: Path) -> None:
    territoires = Territoires(dossier)
    loin = [c for cle in territoires.codes("commune") if (c := territoires.get(cle)) and c.epci and c.point]
    assert sum(km_outside(c) > DEDANS_KM for c in loin) > 150


def test_the_correction_of_a_point_says_what_was_wrong_and_moves_it() -> None:
    with (COG / "communes.csv").open(encoding="utf-8") as fichier:
        table = {ligne["code"]: ligne for ligne in csv.DictReader(fichier)}
    with (COG / "communes_points.csv").open(encoding="utf-8") as fichier:
        corrections = list(csv.DictReader(fichier))
    assert len(corrections) == 495
    for ligne in corrections:
        assert ligne["raison"]
        assert re.fullmatch(r"-?\d+\.\d{4}", ligne["lat"])
        avant, commune = table[ligne["code"]], get(cog(), f"commune:{ligne['code']}")
        assert commune.point == (float(ligne["lat"]), float(ligne["lon"]))
        if avant["lat"] != "nan":
            assert distance_km((float(avant["lat"]), float(avant["lon"])), commune.point) > DEDANS_KM / 2


def test_every_territory_of_the_repositorys_kit_has_the_national_networks() -> None:
    library, _ = load(ROOT)
    assert library is not None
    today = library.kit.edition
    listed = contacts.by_territory(cog(), today)
    for genre in ("region", "departement", "epci", "ept"):
        for cle in cog().codes(genre):
            ici = get(cog(), cle)
            *nearer, nationaux = contacts.around(cog(), ici, listed)
            assert nationaux.territoire is None
            assert len(nationaux.contacts) == 21
            # each région has its CRESS, its DRAAF and its DREETS, under these names or those of overseas
            named = " ".join(c.nom for group in nearer for c in group.contacts)
            for service in ("CRESS", "AAF", "EETS") if ici.regions else ():
                assert named.count(service) >= len(ici.regions), (cle, service)
            assert all(c.adresse.startswith("https://") and c.verifie_le <= today for c in nationaux.contacts)


def test_the_tables_of_the_repository_have_nothing_wrong_and_its_sources_are_all_cited() -> None:
    library, problems = load(ROOT)
    assert isinstance(library, Library)
    assert [str(p) for p in problems if "territoires" in p.place.fichier or p.code == "A001"] == []


def names(t: Territoire) -> set[str]:
    return {fold(t.nom), fold(t.nom_court)}


@cache
def by_name() -> dict[str, set[str]]:
    """What each whole folded name is the name of, without the index under test."""
    noms: defaultdict[str, set[str]] = defaultdict(set)
    for genre in TYPES:
        for cle in cog().codes(genre):
            t = cog().get(cle)
            assert t is not None
            for nom in names(t):
                noms[nom].add(cle)
    return noms


def same_people(homonymes: set[str]) -> bool:
    """Whether these are a département and the région that is that département alone: overseas ones have one name."""
    found = [t for cle in homonymes if (t := cog().get(cle))]
    return {t.type for t in found} == {"departement", "region"} and len({t.departements for t in found}) == 1


@pytest.mark.parametrize("genre", [genre for genre in TYPES if genre != "commune"])
def test_every_territory_resolves_by_its_name_unless_it_has_a_namesake(genre: str) -> None:
    for cle in cog().codes(genre):
        t = cog().get(cle)
        assert t is not None
        for nom in (t.nom, t.nom_court.upper()):
            homonymes = by_name()[fold(nom)]
            if len(homonymes) == 1:
                assert resolution.resolve(cog(), nom) == t
            elif same_people(homonymes):
                assert resolution.resolve(cog(), nom).cle == min(homonymes)
            else:
                assert {c.cle for c in refused(nom).candidats[: len(homonymes)]} == homonymes


def test_one_commune_in_sixty_resolves_by_its_name_unless_it_has_a_namesake() -> None:
    for cle in list(cog().codes("commune"))[::60]:
        t = cog().get(cle)
        assert t is not None
        homonymes = by_name()[fold(t.nom)]
        if len(homonymes) == 1:
            assert resolution.resolve(cog(), t.nom.lower()) == t
        else:
            assert homonymes <= {c.cle for c in refused(t.nom).candidats}


def test_each_former_commune_leads_to_one_of_today_and_has_a_name() -> None:
    table = cog().anciennes
    codes = [ligne.partition(",")[0] for ligne in (ROOT / "content/territoires/anciennes_communes.csv").open()][1:]
    assert len(codes) == len(set(codes)) > 4800
    anciennes = [a for code in codes if (a := table.of_code(code))]
    assert [a.code for a in anciennes if not a.nom or cog().get(f"commune:{a.commune}") is None] == []


@cache
def everywhere() -> list[tuple[Territoire, list[Mapping[str, str]], tuple[Proche, ...]]]:
    """Every région, département and EPT, and one EPCI in ten, one commune in four hundred, all overseas ones, each with
    initiatives around it: one in five, other ones for the next territory."""
    pas = {"region": 1, "departement": 1, "ept": 1, "epci": 10, "commune": 400}
    codes = [cle for genre in TYPES for cle in list(cog().codes(genre))[:: pas[genre]]]
    codes += [cle for cle in cog().codes("commune") if cle.startswith(("commune:97", "commune:98"))]
    rows = [cog().initiatives[start::5] for start in range(5)]
    found = [t for cle in codes if (t := cog().get(cle))]
    return [(t, list(rows[n % 5]), proximite.around(cog(), t, rows[n % 5])) for n, t in enumerate(found)]


def said_to_be_on(territoire: Territoire, proche: Proche) -> bool:
    own = [lieu.cle for lieu in proche.lieux] == [territoire.cle]
    return proche.texte.startswith(("sur le territoire", "couvre ")) or (own and proche.texte.startswith("dans l"))


def test_around_any_territory_every_initiative_is_told_once_in_order() -> None:
    assert cog().initiatives
    for territoire, rows, proches in everywhere():
        assert sorted(p.initiative["id"] for p in proches) == sorted(row["id"] for row in rows)
        assert all(p.texte and (p.km is None or p.km >= 0) for p in proches)
        assert [p for p in proches if (p.proximite == "territoire") != said_to_be_on(territoire, p)] == []
        ici = [p.proximite == "territoire" for p in proches]
        assert ici == sorted(ici, reverse=True)
        loin = [p.km for p in proches if p.km is not None]
        assert all(a <= b for a, b in pairwise(loin))


def test_what_is_on_a_territory_is_what_its_communes_say() -> None:
    """Held against the tables themselves: communes by their EPCI, département and région."""
    for territoire, _, proches in everywhere():
        dedans = {commune.code for commune in cog().communes(territoire)}
        par_commune = [p for p in proches if p.initiative["territoire_type"].startswith("commune")]
        for proche in par_commune:
            codes = set(proche.initiative["territoire_code"].split())
            assert (proche.proximite == "territoire") == bool(codes & dedans)


def test_no_row_of_the_table_is_without_its_territory() -> None:
    ain = cog().get("departement:01")
    assert ain is not None
    for proche in proximite.around(cog(), ain, cog().initiatives):
        codes = proche.initiative["territoire_code"].split()
        assert len(proche.lieux) == (0 if codes == ["FR"] else len(codes))
    assert inf not in [proche.km for proche in proximite.around(cog(), ain, cog().initiatives)]


def test_dossiers_and_booklets_name_no_network_of_another_region(documents: Documents) -> None:
    library = documents.library
    regional = {r.nom for f in library.formes.values() for r in f.reseaux if r.territoire}
    assert len(regional) > 3
    made = Dossiers(library)
    wanted = {"departement:26": set[str](), "departement:93": {"Inser’Eco93", "GRAFIE"}, "region:75": {"PQN-A"}}
    for ici, here in wanted.items():
        said = {r.nom for x in made.dossier(get(cog(), ici)).reseaux for r in x.reseaux}
        assert (said & regional, "Coorace" in said) == (here, True)
    for slug, event in library.evenements.items():
        jour = journee(library, slug)
        appuis = Livret(jour, None, tuple(double(f, None) for f in jour.fiches), library).appuis
        assert not {a.nom for a in appuis} & regional, event.titre


def test_official_figures_are_of_communes_of_today_and_add_up_to_what_their_readme_says() -> None:
    communes = {cle.partition(":")[2] for cle in cog().codes("commune")}
    for nom in ("recensement.csv", "superficies.csv"):
        codes = [ligne.partition(",")[0] for ligne in (COG / nom).read_text("utf-8").splitlines()[1:]]
        assert len(codes) == len(set(codes)) > 34_800
        assert set(codes) <= communes
    france = portrait(cog(), None)
    assert france.recensement is not None
    assert (france.sans_recensement, france.recensement.population) == (("976",), 67_408_104)
    assert round(france.km2 or 0) == 633_068
    epcis = [portrait(cog(), get(cog(), cle)) for cle in cog().codes("epci")]
    assert {p.territoire.departements for p in epcis if p.recensement is None and p.territoire} == {("976",)}
    assert len([p for p in epcis if p.recensement]) == 1248
    assert all(p.km2 for p in epcis)


def test_a_town_hall_says_nothing_that_a_person_alone_answers() -> None:
    telephones = re.compile(r"0[1-589] \d\d \d\d \d\d \d\d")
    mairies = [m for code, _ in cog().mairies.postal_codes() if (m := cog().mairies.get(code))]
    assert len(mairies) > 34_800
    assert [m for m in mairies if m.telephone and not telephones.fullmatch(m.telephone)] == []
    assert [m for m in mairies if m.site and not m.site.startswith(("http://", "https://"))] == []
    assert [m for m in mairies if m.courriel and not re.fullmatch(r"[^@\s]+@[^@\s]+\.[a-z]+", m.courriel)] == []
    assert [m for m in mairies if m.code_postal and not re.fullmatch(r"\d{5}", m.code_postal)] == []


CONNUS = {
    "epci:200068781": ["Troyes Champagne Métropole", "Grand Angoulême", "Nîmes Métropole",
                       "Pays de Montbéliard Agglomération", "Chartres Métropole"],
    "epci:200067106": ["Cotentin", "Golfe du Morbihan - Vannes Agglomération", "Valence Romans Agglo",
                       "Alès Agglomération", "Lorient Agglomération"],
    "epci:200054781": [],  # Grand Paris
    "epci:200004802": ["Arc Sud Bretagne", "Haut-Léon Communauté", "Vallée des Baux-Alpilles (CC VBA)",
                       "Communauté Lesneven Côte des Légendes", "Haut Pays Bigouden"],
    "epci:249730037": [],  # Ouest guyanais
    "epci:200041010": ["Monts du Lyonnais", "Pays Houdanais", "Roumois Seine", "Portes Euréliennes d’Île-de-France",
                       "Vallée de l’Hérault"],
    "epci:249710047": [],  # Marie-Galante
    "epci:200046977": ["Métropole européenne de Lille", "Bordeaux Métropole", "Toulouse Métropole",
                       "Nantes Métropole", "Métropole d’Aix-Marseille-Provence"],
    "epci:243500741": ["Lisieux Normandie", "Gaillac-Graulhet", "Gard Rhodanien", "Ouest Rhodanien", "Grand Cognac"],
    "epci:242600252": ["Pithiverais", "Aunis Sud", "Pithiverais-Gâtinais", "Pré-Bocage Intercom", "Volvestre"],
    "epci:241700624": ["Cœur Côte Fleurie", "Île de Ré", "Océan Marais de Monts", "Terre de Camargue",
                       "Île de Noirmoutier"],
    "epci:200049187": ["Bar-le-Duc - Sud Meuse", "ECLA", "Grand Auch Cœur de Gascogne", "Grand Guéret",
                       "Pays de Laon"],
    "commune:26281": ["Carpentras", "Mâcon", "Vienne", "Cambrai", "Draguignan"],
    "commune:97302": ["Saint-André", "Saint-Pierre", "Saint-Louis", "Le Port", "Fort-de-France"],
    "commune:97608": [],  # Mayotte has no census of 2021
    "commune:22016": [],  # an island without an EPCI
    "departement:26": ["Sarthe", "Côte-d’Or", "Vienne", "Indre-et-Loire", "Puy-de-Dôme"],
    "departement:75": ["Hauts-de-Seine", "Val-de-Marne", "Seine-Saint-Denis"],
    "departement:974": [],
    "ept:200057867": ["Est Ensemble", "Boucle Nord de Seine", "Paris Terres d’Envol", "Grand Paris Grand Est",
                      "Paris Ouest La Défense"],
}  # fmt: skip
"""Some of all kinds, with those a study found and people who know them looked at."""


@pytest.mark.parametrize("cle", CONNUS)
def test_territories_that_people_know_are_compared_with_those_they_would_name(cle: str) -> None:
    trouves = comparables(cog(), get(cog(), cle))
    assert [c.territoire.nom_court for c in trouves.france] == CONNUS[cle]


def test_all_regions_of_an_epci_are_looked_at() -> None:
    redon = comparables(cog(), get(cog(), "epci:243500741"))
    assert [(c.territoire.nom_court, c.territoire.regions) for c in redon.region] == [
        ("Saumur Val de Loire", ("52",)), ("Fougères Agglomération", ("53",)), ("Morlaix Communauté", ("53",)),
    ]  # fmt: skip


def test_every_epci_and_departement_is_compared_with_a_few_that_are_like_it_and_never_with_itself() -> None:
    proches = 0
    for cle in (*cog().codes("epci"), *cog().codes("departement"), *list(cog().codes("commune"))[::3000]):
        ici = get(cog(), cle)
        trouves = comparables(cog(), ici)
        assert len(trouves.france) <= 5
        assert len(trouves.region) <= (5 if (ici.population or 0) < 300 else 3)
        for liste in (trouves.france, trouves.region):
            rangs = [(c.ecart or 0, c.territoire.cle) for c in liste]
            assert rangs == sorted(set(rangs))
            assert all(0 <= ecart <= 3 and autre != cle for ecart, autre in rangs)
            assert all(c.territoire.type == ici.type and c.portrait.recensement for c in liste)
            assert all((c.territoire.zone == "metro") == (ici.zone == "metro") for c in liste)
        assert all(set(c.territoire.regions) & set(ici.regions) for c in trouves.region)
        proches += ici.type == "epci" and [c.proche for c in trouves.france] == [True] * 5
    assert proches == 1016
