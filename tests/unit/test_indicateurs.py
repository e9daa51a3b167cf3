"""Indicators for larger territories: sums, weighted means and counts of a class, or nothing where a part lacks."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from coopdocs.territoire import TABLES, Territoires
from coopdocs.territoire.indicateurs import measure, series
from support.cog import COG, cog, get

ILE = "epci:200059871"  # CC du Centre-Ouest, Mayotte: five communes
DESCRIPTEUR = "libelle: Essai\nannee: 2023\nsource: https://exemple.fr/essai\n"


@pytest.fixture
def dossier(tmp_path: Path) -> Path:
    for nom in (*TABLES, "ept.csv"):
        shutil.copyfile(COG / nom, tmp_path / nom)
    head, *rows = (COG / "communes.csv").read_text("utf-8").splitlines(keepends=True)
    few = [row for row in rows if row.startswith(("26", "976"))]
    (tmp_path / "communes.csv").write_text("".join([head, *few]), encoding="utf-8")
    (tmp_path / "indicateurs").mkdir()
    return tmp_path


def put(dossier: Path, nom: str, entete: str, *lignes: str, **champs: str) -> None:
    plus = "".join(f"{champ}: {valeur}\n" for champ, valeur in champs.items())
    (dossier / f"indicateurs/{nom}.yaml").write_text(DESCRIPTEUR + plus, encoding="utf-8")
    (dossier / f"indicateurs/{nom}.csv").write_text("\n".join((entete, *lignes, "")), encoding="utf-8")


def printed(dossier: Path, cle: str, nom: str = "essai") -> dict[str, str]:
    """What is printed of one indicator, by place."""
    territoires = Territoires(dossier)
    noms = [descripteur.stem for descripteur in territoires.registres.descripteurs]
    mesure = measure(territoires, get(territoires, cle), series(territoires)[noms.index(nom)])
    return {v.territoire.cle if v.territoire else "france": v.texte for v in mesure.valeurs}


def communes(cle: str) -> list[str]:
    return [c.cle for c in cog().communes(get(cog(), cle))]


def test_a_sum_is_that_of_all_communes_and_of_nothing_less(dossier: Path) -> None:
    lignes = [f"{cle},{n}" for n, cle in enumerate(communes(ILE), 1)]
    put(dossier, "essai", "code,valeur", *lignes, agregation="somme")
    total = len(lignes) * (len(lignes) + 1) // 2
    assert printed(dossier, ILE)[ILE] == str(total)
    assert printed(dossier, ILE)["departement:976"] == "non disponible"
    put(dossier, "essai", "code,valeur", *lignes[1:], agregation="somme")
    assert printed(dossier, ILE)[ILE] == "non disponible"
    put(dossier, "essai", "code,valeur", *lignes)
    assert printed(dossier, ILE)[ILE] == "non disponible", "nothing is added up unless it is said"


def test_a_value_of_its_own_goes_before_a_sum(dossier: Path) -> None:
    lignes = [f"{cle},1" for cle in communes(ILE)]
    put(dossier, "essai", "code,valeur", *lignes, f"{ILE},99", agregation="somme")
    assert printed(dossier, ILE)[ILE] == "99"


def test_what_is_secret_in_a_part_is_secret_in_the_whole(dossier: Path) -> None:
    premiere, *autres = communes(ILE)
    put(dossier, "essai", "code,valeur", f"{premiere},secret", *(f"{c},1" for c in autres), agregation="somme")
    assert printed(dossier, ILE)[ILE] == "secret statistique"
    assert printed(dossier, premiere)[premiere] == "secret statistique"
    put(dossier, "essai", "code,valeur", f"{premiere},secret", f"{autres[0]},nd", *(f"{c},1" for c in autres[1:]),
        agregation="somme")  # fmt: skip
    assert printed(dossier, ILE)[ILE] == "non disponible"
    assert printed(dossier, autres[0])[autres[0]] == "non disponible"


def test_a_mean_is_weighed_by_people_or_by_another_indicator(dossier: Path) -> None:
    epci = get(cog(), "epci:200068781")
    parts = communes(epci.cle)
    gens = {c.cle: c.population or 0 for c in cog().communes(epci)}
    put(dossier, "essai", "code,valeur", *(f"{c},{n}" for n, c in enumerate(parts)), agregation="moyenne",
        ponderation="population", decimales="3")  # fmt: skip
    attendue = sum(n * gens[c] for n, c in enumerate(parts)) / sum(gens.values())
    assert printed(dossier, epci.cle)[epci.cle] == f"{attendue:.3f}".replace(".", ",")
    put(dossier, "menages", "code,valeur", *(f"{c},{1 if c == parts[3] else 0}" for c in parts))
    put(dossier, "essai", "code,valeur", *(f"{c},{n}" for n, c in enumerate(parts)), agregation="moyenne",
        ponderation="menages")  # fmt: skip
    assert printed(dossier, epci.cle)[epci.cle] == "3"


def test_communes_of_a_class_are_counted(dossier: Path) -> None:
    premiere, *autres = communes(ILE)
    put(dossier, "essai", "code,valeur", f"{premiere},1", *(f"{c},non classé" for c in autres), nature="classe",
        agregation="compte", classes="[Classée FRR]")  # fmt: skip
    assert printed(dossier, premiere)[premiere] == "Classée FRR"
    assert printed(dossier, autres[0])[autres[0]] == "non classé"
    assert printed(dossier, ILE)[ILE] == f"1 sur {len(autres) + 1}"


def test_years_stand_side_by_side_and_the_one_that_is_named_is_printed(dossier: Path) -> None:
    put(dossier, "essai", "code,2021,2022,2023,2024", "departement:26,1,2,3,", "france:FR,5,6,,8")
    assert printed(dossier, "departement:26") == {
        "departement:26": "3", "region:84": "non disponible", "france": "non disponible"
    }  # fmt: skip
    [serie] = series(Territoires(dossier))
    assert {annee: valeurs["departement:26"] for annee, valeurs in serie.annees.items()} == {
        2021: 1, 2022: 2, 2023: 3, 2024: None
    }  # fmt: skip


def test_departements_make_a_region_and_the_country(dossier: Path) -> None:
    toutes = [t for cle in cog().codes("departement") if (t := cog().get(cle)) and t.regions]
    put(dossier, "essai", "code,valeur", *(f"{t.cle},2" for t in toutes), agregation="somme")
    dits = printed(dossier, "departement:26")
    assert (dits["region:84"], dits["france"]) == ("24", "202")
    assert printed(dossier, "epci:200068781")["epci:200068781"] == "non disponible"
