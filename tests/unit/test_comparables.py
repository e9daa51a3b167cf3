"""Which territories are alike: the nearest in figures, overseas apart, nobody where a figure is missing."""

from __future__ import annotations

from math import dist
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coopdocs.territoire import Territoire, TerritoireError, Territoires
from coopdocs.territoire.comparables import Comparables, comparables
from coopdocs.territoire.ressemblance import LIMITE, Nuage
from support.examples import examples

POINT = st.tuples(*[st.floats(-4, 4, width=16)] * 5)


@examples(60)
@given(st.lists(POINT, min_size=1, max_size=40), POINT, st.integers(1, 6))
def test_the_nearest_are_those_that_looking_at_all_of_them_finds(
    points: list[tuple[float, ...]], ici: tuple[float, ...], most: int
) -> None:
    noms = {f"t{rang:02}": point for rang, point in enumerate(points)}
    nuage = Nuage(noms, [(point[0], nom) for nom, point in noms.items()])
    ecarts = sorted((round(dist(ici, point), 6), nom) for nom, point in noms.items() if nom != "t00")
    assert nuage.nearest(ici, most, "t00") == [trouve for trouve in ecarts if trouve[0] <= LIMITE][:most]


def test_as_near_means_by_code() -> None:
    points = {nom: (1.0, 0.0, 0.0) for nom in ("c", "a", "b")}
    nuage = Nuage(points, [(1.0, nom) for nom in points])
    assert [nom for _, nom in nuage.nearest((0.5, 0.0, 0.0), 2, "z")] == ["a", "b"]


# --- a small country: ten EPCI of two communes each in two régions of the métropole, two EPCI overseas

REGIONS = "code,nom,zone,chef_lieu,de,population\n84,Rhône,metro,2600,du Rhône,1\n53,Bretagne,metro,3510,de B.,1\n" \
    "01,Guadeloupe,drom,971100,de la Guadeloupe,1\n"  # fmt: skip
DEPARTEMENTS = (
    "code,nom,region,zone,chef_lieu,de,population\n26,Drôme,84,metro,2600,de la Drôme,1\n"
    "35,Ille-et-Vilaine,53,metro,3510,d’Ille-et-Vilaine,1\n971,Guadeloupe,01,drom,971100,de la Guadeloupe,1\n"
)


def country(racine: Path) -> Path:
    epci = ["siren,nom,nom_court,de,type,population,departements,regions,commune_principale"]
    communes = ["code,nom,tncc,population,epci,departement,region,lat,lon"]
    comptes = ["code,population,moins_20,plus_65,logements,secondaires,vacants,avec"]
    km2 = ["code,km2,mesure,avec"]
    for rang in range(12):
        departement, region = (("26", "84"), ("35", "53"), ("971", "01"))[2 if rang > 9 else rang % 2]
        siren, habitants = f"2000000{rang:02}", 1000 + 20 * rang
        epci.append(
            f"{siren},CC {rang},Pays {rang},de {rang},CC,{habitants},{departement},{region},{departement}{rang}0"
        )
        for part, code in ((0.75, f"{departement}{rang}0"), (0.25, f"{departement}{rang}1")):
            gens = round(habitants * part)
            communes.append(f"{code},Lieu {code},0,{gens},{siren},{departement},{region},44.9,4.8")
            comptes.append(f"{code},{gens},{gens // 5},{gens // 4},{gens // 2},{gens // 50},{gens // 25},")
            km2.append(f"{code},10.00,,")
    communes += ["26999,Seule,0,900,,26,84,44.9,4.8", "26998,Vide,0,0,200000000,26,84,44.9,4.8"]
    comptes += ["26999,900,180,225,450,18,36,", "26998,0,0,0,0,0,0,"]
    km2 += ["26999,10.00,,", "26998,10.00,,"]
    tables = {"regions": [REGIONS], "departements": [DEPARTEMENTS], "epci": epci, "communes": communes,
              "recensement": comptes, "superficies": km2}  # fmt: skip
    for nom, lignes in tables.items():
        (racine / f"{nom}.csv").write_text("\n".join(lignes) + "\n", encoding="utf-8")
    return racine


@pytest.fixture
def lieux(tmp_path: Path) -> Territoires:
    return Territoires(country(tmp_path))


def get(lieux: Territoires, cle: str) -> Territoire:
    territoire = lieux.get(cle)
    assert territoire is not None
    return territoire


def codes(trouves: Comparables) -> tuple[list[str], list[str]]:
    return ([c.territoire.code[-2:] for c in trouves.france], [c.territoire.code[-2:] for c in trouves.region])


def test_five_of_france_and_three_of_the_region_the_nearest_first(lieux: Territoires) -> None:
    trouves = comparables(lieux, get(lieux, "epci:200000004"))
    france, region = codes(trouves)
    assert sorted(france) == ["01", "02", "03", "05", "06"] or sorted(france) == ["02", "03", "05", "06", "07"]
    assert set(region) <= {"00", "02", "06", "08"}
    assert len(region) == 3
    for liste in (trouves.france, trouves.region):
        ecarts = [c.ecart for c in liste if c.ecart is not None]
        assert ecarts == sorted(ecarts)
        assert all(c.proche and c.portrait.territoire == c.territoire for c in liste)
    assert [c.territoire.code[-2:] for c in trouves.tous] == [*france, *(c for c in region if c not in france)]


def test_overseas_is_compared_with_overseas_alone(lieux: Territoires) -> None:
    assert codes(comparables(lieux, get(lieux, "epci:200000010"))) == (["11"], ["11"])
    metro = [comparables(lieux, get(lieux, f"epci:2000000{rang:02}")) for rang in range(10)]
    assert all(c.territoire.zone == "metro" for trouves in metro for c in trouves.tous)


@pytest.mark.parametrize("table", ["recensement", "superficies"])
def test_where_a_figure_is_missing_nobody_is_alike(tmp_path: Path, table: str) -> None:
    fichier = country(tmp_path) / f"{table}.csv"
    lignes = [ligne for ligne in fichier.read_text("utf-8").splitlines(True) if not ligne.startswith("2641,")]
    fichier.write_text("".join(lignes), encoding="utf-8")
    lieux = Territoires(tmp_path)
    assert comparables(lieux, get(lieux, "epci:200000004")) == Comparables()
    autres = comparables(lieux, get(lieux, "epci:200000002"))
    assert "04" not in [c.territoire.code[-2:] for c in autres.tous]
    assert autres.france


def test_nobody_is_like_a_region_or_a_commune_without_an_epci_or_without_people(lieux: Territoires) -> None:
    for cle in ("region:84", "commune:26999", "commune:26998"):
        assert comparables(lieux, get(lieux, cle)) == Comparables()


def test_a_small_commune_is_compared_within_its_region_alone(lieux: Territoires) -> None:
    petite, grande = (comparables(lieux, get(lieux, f"commune:26{n}")) for n in (41, 40))
    assert petite.france == ()
    assert petite.region
    assert all(c.territoire.regions == ("84",) for c in petite.region)
    assert grande.france


def test_those_that_someone_chose_stand_alone_in_their_order(lieux: Territoires) -> None:
    ici = get(lieux, "epci:200000004")
    trouves = comparables(lieux, ici, ["epci:200000011", "Pays 7", "epci:200000004", "commune:2640", "epci:200000011"])
    assert trouves.choisis
    assert [c.territoire.code for c in trouves.france] == ["200000011", "200000007", "2640"]
    assert trouves.region == ()
    [outre_mer, voisin, commune] = trouves.france
    assert outre_mer.ecart is not None
    assert voisin.proche
    assert (commune.ecart, commune.proche) == (None, False)
    with pytest.raises(TerritoireError):
        comparables(lieux, ici, ["Nulle-Part-les-Bains"])
