"""What official tables count of a territory: sums over its communes, and nothing where a part of it is not known."""

from __future__ import annotations

from pathlib import Path

import pytest

from coopdocs.problem import ProblemsError
from coopdocs.territoire import Mairie, Portrait, Recensement, Territoires, portrait

TABLES = {
    "regions.csv": "code,nom,zone,chef_lieu,de,population\n84,Auvergne-Rhône-Alpes,metro,26362,d’Auvergne,100\n"
    "06,Mayotte,drom,97608,de Mayotte,50\n",
    "departements.csv": "code,nom,region,zone,chef_lieu,de,population\n26,Drôme,84,metro,26362,de la Drôme,1100\n"
    "976,Mayotte,06,drom,97608,de Mayotte,50\n975,Saint-Pierre,975,com,97502,de Saint-Pierre,9\n",
    "epci.csv": "siren,nom,nom_court,de,type,population,departements,regions,commune_principale\n"
    "200000001,Agglo,Agglo,de l’Agglo,CA,1000,26,84,26362\n200000002,Vallée,Vallée,de la Vallée,CC,100,26,84,26003\n",
    "communes.csv": "code,nom,tncc,population,epci,departement,region,lat,lon\n"
    "26001,Un,0,300,200000001,26,84,44.9,4.8\n26002,Deux,0,40,200000001,26,84,44.9,4.8\n"
    "26362,Valence,0,660,200000001,26,84,44.9,4.8\n26003,Trois,0,60,200000002,26,84,44.9,4.8\n"
    "26004,Quatre,0,40,200000002,26,84,44.9,4.8\n97608,Mamoudzou,0,50,,976,06,-12.8,45.2\n"
    "97502,Saint-Pierre,0,9,,975,975,,\n",
    "recensement.csv": "code,population,moins_20,plus_65,logements,secondaires,vacants,avec\n"
    "26001,290,70,60,150,10,20,26002\n26362,650,150,130,350,7,30,\n26003,60,10,30,0,0,0,\n26004,0,0,0,50,40,10,\n",
    "superficies.csv": "code,km2,mesure,avec\n26001,10.10,,\n26002,5.20,,\n26362,36.70,,\n26003,0.04,,\n26004,8.00,,\n"
    "97608,41.00,contour,\n",
    "mairies.csv": "code,telephone,courriel,site,adresse,code_postal\n"
    '26362,04 75 79 20 00,mairie@valence.fr,https://www.valence.fr,"1, place de la Liberté",26000\n26001,,,,,\n',
}  # fmt: skip


@pytest.fixture
def dossier(tmp_path: Path) -> Path:
    for nom, texte in TABLES.items():
        (tmp_path / nom).write_text(texte, encoding="utf-8")
    return tmp_path


def of(dossier: Path, cle: str) -> Portrait:
    territoires = Territoires(dossier)
    territoire = territoires.get(cle)
    assert territoire is not None
    return portrait(territoires, territoire)


def test_a_territory_is_the_sum_of_its_communes(dossier: Path) -> None:
    agglo = of(dossier, "epci:200000001")
    assert (agglo.population, agglo.communes, agglo.km2) == (1000, 3, 52.0)
    assert agglo.recensement == Recensement(940, 220, 190, 500, 17, 50, annee=2021)
    assert agglo.densite == 1000 / 52


def test_parts_are_of_people_and_of_dwellings_and_make_up_the_whole() -> None:
    compte = Recensement(200, 50, 40, 1000, 100, 50)
    assert (compte.part_moins_20, compte.part_de_20_a_64, compte.part_plus_65) == (25, 55, 20)
    assert (compte.part_secondaires, compte.part_vacants, compte.principales) == (10, 5, 850)
    assert compte.de_20_a_64 + compte.moins_20 + compte.plus_65 == compte.population


def test_of_nobody_and_of_no_dwelling_no_part_is_told(dossier: Path) -> None:
    vide, sans_toit = of(dossier, "commune:26004").recensement, of(dossier, "commune:26003").recensement
    assert vide is not None
    assert sans_toit is not None
    assert (vide.part_plus_65, vide.part_moins_20, vide.part_vacants) == (None, None, 20)
    assert (sans_toit.part_secondaires, sans_toit.part_plus_65) == (None, 50)


def test_figures_of_a_commune_that_was_split_are_told_of_what_holds_all_of_it(dossier: Path) -> None:
    assert of(dossier, "commune:26001").recensement is None
    assert of(dossier, "commune:26002").recensement is None
    assert of(dossier, "epci:200000001").recensement is not None
    rangees = (dossier / "communes.csv").read_text("utf-8")
    (dossier / "communes.csv").write_text(rangees.replace("40,200000001", "40,200000002"), encoding="utf-8")
    assert of(dossier, "epci:200000001").recensement is None
    assert of(dossier, "epci:200000002").recensement is None
    assert of(dossier, "departement:26").recensement is not None


def test_what_a_part_has_no_figure_for_the_whole_has_none_for(dossier: Path) -> None:
    mayotte, pierre = of(dossier, "departement:976"), of(dossier, "departement:975")
    assert (mayotte.recensement, mayotte.km2) == (None, 41)
    assert (pierre.recensement, pierre.km2, pierre.densite, pierre.population) == (None, None, None, 9)


def test_france_is_told_without_what_the_census_leaves_out_and_says_so(dossier: Path) -> None:
    france = portrait(Territoires(dossier), None)
    assert (france.population, france.communes, france.sans_recensement) == (1150, 6, ("976",))
    assert france.recensement is not None
    assert france.recensement.population == 1000
    assert france.km2 == 101.04


def test_without_its_tables_a_kit_knows_people_and_communes_alone(dossier: Path) -> None:
    for nom in ("recensement.csv", "superficies.csv", "mairies.csv"):
        (dossier / nom).unlink()
    agglo = of(dossier, "epci:200000001")
    assert (agglo.population, agglo.communes, agglo.km2, agglo.recensement) == (1000, 3, None, None)
    assert Territoires(dossier).mairies.get("26362") is None


def test_a_town_hall_says_what_its_directory_says(dossier: Path) -> None:
    mairies = Territoires(dossier).mairies
    site = "https://www.valence.fr"
    assert mairies.get("26362") == Mairie(
        "04 75 79 20 00", "mairie@valence.fr", site, "1, place de la Liberté", "26000"
    )
    assert mairies.get("26001") == Mairie(None, None, None, None, None)
    assert mairies.get("26002") is None
    assert list(mairies.postal_codes()) == [("26362", "26000"), ("26001", "")]


FAUTES = [
    ("recensement.csv", "26362,650,", "26362,six,", "C023", 3),
    ("recensement.csv", "26362,650,", "26362,,", "C023", 3),
    ("recensement.csv", "26362,650,", "26362,65,", "C010", 3),
    ("recensement.csv", "350,7,30", "350,7,-30", "C010", 3),
    ("recensement.csv", "350,7,30", "350,7,344", "C010", 3),
    ("recensement.csv", "26362,650,150", "26362,650", "S030", 3),
    ("recensement.csv", "plus_65", "plus_60", "S031", 1),
    ("superficies.csv", "36.70", "36,70", "S030", 4),
    ("superficies.csv", "36.70", "0", "C023", 4),
    ("superficies.csv", "36.70", "nan", "C023", 4),
    ("superficies.csv", "km2", "ha", "S031", 1),
]


@pytest.mark.parametrize(("nom", "avant", "apres", "code", "ligne"), FAUTES)
def test_a_table_edited_wrongly_is_refused_at_its_line(
    dossier: Path, nom: str, avant: str, apres: str, code: str, ligne: int
) -> None:
    texte = (dossier / nom).read_text("utf-8")
    assert avant in texte
    (dossier / nom).write_text(texte.replace(avant, apres), encoding="utf-8")
    with pytest.raises(ProblemsError) as refus:
        of(dossier, "epci:200000001")
    [probleme] = refus.value.problems
    assert (probleme.code, probleme.place.fichier, probleme.place.ligne) == (code, nom, ligne)
