"""Tables as public portals publish them: read as they come, brought to today's territories, refused with reasons."""

from __future__ import annotations

import csv
import io
import json
import re
from collections import Counter
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from coopdocs.problem import Problem, ProblemsError
from coopdocs.territoire.importation import Demande, Importation, candidates, coverage, prepare
from coopdocs.territoire.importation.codes import Codes
from coopdocs.territoire.importation.ecriture import last_complete
from coopdocs.territoire.importation.fichier import LIGNE_MAX, open_file
from coopdocs.territoire.importation.releve import survey
from coopdocs.territoire.importation.table import TableRecue, look_into
from coopdocs.territoire.importation.valeurs import ProfilColonne, missing, number
from support.cog import cog

FORMES = Path(__file__).parents[1] / "support/imports"
SEPARATEURS = {";": "point-virgule", ",": "virgule", "": ""}
DITES: dict[str, Any] = {
    "libelle": "Essai", "nature": "effectif", "unite": "aucune", "agregation": "somme", "date": "2026-06",
    "source": "https://exemple.fr/essai", "producteur": "Producteur", "titre": "Table d’essai",
}  # fmt: skip


def seen(chemin: Path) -> TableRecue:
    table = look_into(open_file(chemin), Codes(cog()), 2026)
    assert table is not None
    return table


def taken(chemin: Path, **demande: Any) -> Importation:
    return prepare(cog(), chemin, Demande(**{**DITES, **demande}), 2026)


def written(tmp_path: Path, table: str | bytes, nom: str = "table.csv") -> Path:
    (tmp_path / nom).write_bytes(table.encode() if isinstance(table, str) else table)
    return tmp_path / nom


def figures(importation: Importation) -> dict[str, str]:
    """The printed year's values by typed code, as the table of the indicator holds them."""
    assert importation.is_ready, (importation.problemes, importation.manquantes)
    nom = next(nom for nom in importation.fichiers if nom.endswith(".csv"))
    rows = list(csv.DictReader(io.StringIO(importation.fichiers[nom].decode())))
    colonne = "valeur" if "valeur" in rows[0] else str(importation.annee)
    return {row["code"]: row[colonne] for row in rows}


def codes(problems: Sequence[Problem]) -> list[str]:
    return [p.code for p in problems]


def refusal(chemin: Path, **demande: Any) -> list[str]:
    with pytest.raises(ProblemsError) as refus:
        taken(chemin, **demande)
    return codes(refus.value.problems)


# --- the twelve shapes


ATTENDU = list(csv.DictReader((FORMES / "attendu.csv").read_text("utf-8").splitlines()))


@pytest.mark.parametrize("attendu", ATTENDU, ids=lambda a: a["fichier"])
def test_each_shape_is_read_as_an_attentive_reader_did(attendu: dict[str, str]) -> None:
    table = seen(FORMES / attendu["fichier"])
    assert table.code is not None
    assert table.fichier.lecture == attendu["encodage"]
    assert SEPARATEURS[table.fichier.separateur] == attendu["separateur"]
    assert (len(table.entete.avant), table.entete.rangees) == (
        int(attendu["lignes_avant"]), int(attendu["lignes_entete"])
    )  # fmt: skip
    assert table.code.titre == attendu["colonne_code"]
    profils = [c.profil for c in table.of_role("valeur")]
    assert sum(p.valeurs for p in profils) == int(attendu["valeurs"])
    assert sum(p.manques.total() for p in profils) == int(attendu["manquantes"])
    releve = survey(table, Codes(cog()), Demande(), ())
    niveaux = {"departement": "dep", "region": "reg"}
    dits = Counter({niveaux.get(nom, nom): n for nom, n in releve.niveaux.items()})
    voulus = Counter({nom: int(n) for nom, _, n in (part.partition(":") for part in attendu["niveaux"].split())})
    assert dits == voulus
    ecartes = ["Total"] if releve.sortes["sans territoire"] and "Total" in attendu["codes_inconnus"] else []
    assert " ".join([*releve.inconnus, *ecartes]) == attendu["codes_inconnus"]
    signales = re.findall(r"([\w’ ]+?):(\d+) ?", attendu["signalements"])
    for quoi, n in signales:
        sortes = {"ancienne commune": releve.sortes["ancienne commune"] + releve.sortes["arrondissement"],
                  "EPCI disparu": releve.sortes["EPCI disparu"], "zéro rendu": releve.zeros}  # fmt: skip
        assert sortes.get(quoi, int(n)) == int(n), quoi


@pytest.mark.parametrize(("fichier", "annees"), [("03_statistiques_locales.csv", {2022, 2023, 2024}),
    ("04_base_communale_latin1.csv", {2021}), ("10_entete_repete.csv", {2014}),
    ("11_annees_en_colonnes.csv", {2021, 2015, 2010, 1999, 1968})])  # fmt: skip
def test_the_year_is_read_in_the_titles_of_the_columns(fichier: str, annees: set[int]) -> None:
    assert {c.annee for c in seen(FORMES / fichier).of_role("valeur")} == annees


def test_an_effectif_of_merged_communes_is_added_and_a_median_is_not() -> None:
    menages = taken(FORMES / "04_base_communale_latin1.csv", colonnes=("NBMENFISC21",))
    assert figures(menages)["commune:93066"] == "51120"
    assert figures(menages)["commune:26076"] == "secret"
    mediane = taken(FORMES / "04_base_communale_latin1.csv", colonnes=("MED21",), nature="médiane", agregation="aucune")
    assert figures(mediane)["commune:93066"] == ""
    assert figures(mediane)["commune:15141"] == "", "the value of the commune that was split in 2025"
    recente = taken(FORMES / "04_base_communale_latin1.csv", colonnes=("MED21",), nature="médiane",
                    agregation="aucune", geographie=2025)  # fmt: skip
    assert figures(recente)["commune:15141"] == "21020"


def test_epci_that_are_no_more_are_added_where_all_of_them_are_there() -> None:
    assert figures(taken(FORMES / "09_epci_ancienne_geographie.csv")) == {
        "epci:200068781": "1482", "epci:243500741": "507", "epci:994579670": "135", "epci:992367730": "730",
    }  # fmt: skip


def test_epci_of_which_one_lacks_have_no_value(tmp_path: Path) -> None:
    table = "siren_epci;annee;nombre\n241200658;2024;61\n245701222;2024;312\n245701362;2024;418\n200068781;2024;1\n"
    assert figures(taken(written(tmp_path, table))) == {"epci:992367730": "730", "epci:200068781": "1"}


def test_an_epci_that_was_parted_is_not_shared_out(tmp_path: Path) -> None:
    table = "siren_epci;annee;nombre\n200067221;2024;100\n200068781;2024;1\n"
    assert figures(taken(written(tmp_path, table))) == {"epci:200068781": "1"}


def test_arrondissements_count_where_all_are_there_and_their_commune_is_not(tmp_path: Path) -> None:
    annees = taken(FORMES / "11_annees_en_colonnes.csv", colonnes=("P21_POP",))
    assert figures(annees) == {"commune:13055": "870100", "commune:26281": "33100"}
    lyon = "codgeo;annee;nombre\n" + "".join(f"{code};2024;10\n" for code in range(69381, 69390))
    assert figures(taken(written(tmp_path, lyon))) == {"commune:69123": "90"}


def test_columns_that_differ_by_their_years_are_one_series() -> None:
    colonnes = ("P21_POP", "P15_POP", "P10_POP")
    serie = taken(FORMES / "11_annees_en_colonnes.csv", colonnes=colonnes)
    assert serie.fichiers["essai.csv"].decode().splitlines()[:2] == [
        "code,2010,2015,2021",
        "commune:13055,850700,861600,870100",
    ]
    assert serie.annee == 2021


def test_the_last_complete_year_is_printed(tmp_path: Path) -> None:
    nombres = {2022: 40, 2023: 40, 2024: 3}
    annees = {annee: {f"commune:{n}": Decimal(1) for n in range(many)} for annee, many in nombres.items()}
    assert last_complete(annees) == 2023
    assert taken(FORMES / "01_long_epci.csv", nature="part", agregation="aucune", unite="%").annee == 2023


def test_dimensions_take_their_total_and_others_are_asked() -> None:
    population = taken(FORMES / "05_melodi_long.csv", annee=None)
    assert population.demande.filtres == {"SEX": "_T", "AGE": "_T"}
    assert figures(population)["region:84"] == "8197300"
    assert figures(population)["departement:84"] == "565100"
    femmes = taken(FORMES / "05_melodi_long.csv", filtres={"SEX": "F", "age": "Y_GE65"})
    assert figures(femmes) == {"epci:200068781": "27900"}


def test_a_classification_keeps_its_words() -> None:
    frr = taken(FORMES / "02_zonage_moins9999.csv", annee=2025, unite="", nature=None, agregation="", nom="")
    assert (frr.demande.nature, frr.demande.agregation) == ("classe", "compte")
    assert figures(frr)["commune:26362"] == "non classé"
    zrr = taken(FORMES / "06_zonage_deux_entetes.csv", colonnes=("ZRR_SIMP",), annee=2021, nature=None, unite="",
                agregation="compte", laisser_inconnus=True)  # fmt: skip
    assert "C - Classée en ZRR" in zrr.fichiers["essai.yaml"].decode()
    assert figures(zrr)["commune:26113"] == "1"


def test_a_level_of_a_row_is_read_for_itself_and_never_mixed() -> None:
    departements = taken(FORMES / "10_entete_repete.csv", colonnes=("TXCOUVGLO_DEP_2014",), niveau="departement",
                         nature="taux", unite="%", agregation="aucune")  # fmt: skip
    assert figures(departements) == {"departement:01": "60.2"}
    meles = taken(FORMES / "10_entete_repete.csv", colonnes=("TXCOUVGLO_DEP_2014",), nature="taux", agregation="aucune")
    assert codes(meles.problemes) == ["I009"]


def test_a_code_that_a_spreadsheet_rounded_is_refused_and_lost_zeros_come_back(tmp_path: Path) -> None:
    communes = taken(FORMES / "08_zeros_perdus.csv", colonnes=("population",), annee=2023)
    assert figures(communes)["commune:01001"] == "860"
    epci = taken(FORMES / "08_zeros_perdus.csv", colonnes=("population",), annee=2023, niveau="epci")
    assert any("2.00054781E+08" in p.message for p in epci.problemes)
    faux = "codgeo;libgeo;nombre 2024\n1001;Lyon;4\n1004;Ambérieu-en-Bugey;5\n"
    assert taken(written(tmp_path, faux)).releve.inconnus == {"1001": 1}


# --- what is missing


@pytest.mark.parametrize(("case", "manque"), [
    ("s", "secret"), ("N/A - secret statistique", "secret"), ("nd", "non disponible"), ("n.d", "non disponible"),
    ("n.c.", "non disponible"), ("", "non disponible"), ("N/A - résultat non disponible", "non disponible"),
    ("N/A - division par 0", "sans objet"), ("so", "sans objet"), ("-", "sans objet"), ("-9999", "non classé"),
    ("0", None), ("-3", None), ("NC - Commune non classée", None)])  # fmt: skip
def test_four_kinds_of_missing_are_told_apart_and_none_is_a_zero(case: str, manque: str | None) -> None:
    assert missing(case) == manque


def test_what_is_missing_in_a_part_is_missing_in_the_sum(tmp_path: Path) -> None:
    table = "codgeo;nombre 2021\n93059;s\n93066;12\n26281;0\n"
    assert figures(taken(written(tmp_path, table))) == {"commune:93066": "secret", "commune:26281": "0"}


# --- numbers


@pytest.mark.parametrize(("cases", "dit"), [
    (["1,5", "1.5"], "virgule et point"), (["1 234,5", "1.234"], "virgule et point"),
    (["12,345", "1,234"], "trois chiffres"), (["2.0E+08"], "arrondi"), (["12 %", "13"], "d’autres non"),
    (["1.234.567", "1.5"], "même signe")])  # fmt: skip
def test_columns_that_cannot_be_read_for_sure_are_refused(cases: list[str], dit: str) -> None:
    profil = ProfilColonne()
    for case in cases:
        profil.add(case)
    faute = profil.fault()
    assert faute is not None
    assert dit in faute[0]


@pytest.mark.parametrize(("case", "nombre"), [
    ("4\u00a0812", "4812"), ("1\u202f482,5", "1482.5"), ("-3", "-3"), ("1,234,567", "1234567"),
    ("0,941837", "0.941837"),
    ("12 %", "12"), ("+5", "5"), ("−2,5", "-2.5")])  # fmt: skip
def test_numbers_are_read_as_french_tables_write_them(case: str, nombre: str) -> None:
    assert number(case) == Decimal(nombre)


def test_shares_between_0_and_1_are_asked_about(tmp_path: Path) -> None:
    chemin = written(tmp_path, "codgeo;part 2022\n26281;0.12\n26362;0.3\n")
    demande = {"nature": "part", "unite": "%", "agregation": "aucune"}
    assert [m.option for m in taken(chemin, **demande).manquantes] == ["--multiplier"]
    assert figures(taken(chemin, **demande, multiplier=100)) == {"commune:26281": "12", "commune:26362": "30"}


SIGNES = {"point": (".", ""), "virgule": (",", ""), "milliers": (",", "\u202f"), "insécable": (",", "\u00a0")}


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(st.decimals(-(10**7), 10**7, places=2), min_size=2, max_size=25),
    st.sampled_from([";", ",", "\t", "|"]),
    st.sampled_from(["utf-8", "utf-8-sig", "cp1252", "utf-16"]),
    st.sampled_from(sorted(SIGNES)),
    st.integers(0, 3),
    st.sampled_from(["\n", "\r\n"]),
)
@example([Decimal("1.25"), Decimal("1234567.5")], "|", "cp1252", "insécable", 3, "\r\n")
def test_the_same_figures_however_they_were_saved(
    tmp_path: Path, valeurs: list[Decimal], separateur: str, encodage: str, signe: str, avant: int, fin: str
) -> None:
    decimale, milliers = SIGNES[signe]
    milliers = " " if encodage == "cp1252" and milliers == "\u202f" else milliers
    communes = [cle.partition(":")[2] for cle, _ in zip(cog().codes("commune"), valeurs, strict=False)]
    sortie = io.StringIO(newline="")
    sortie.write(f"Données d’essai, géographie 2025{fin}" * avant)
    ecrit = csv.writer(sortie, delimiter=separateur, lineterminator=fin)
    ecrit.writerow(["Code commune", "Nom de la commune", "Année", "Établissements créés"])
    for code, valeur in zip(communes, valeurs, strict=True):
        texte = f"{valeur:,.2f}".replace(",", "M").replace(".", decimale).replace("M", milliers)
        ecrit.writerow([code, "", "2024", texte])
    chemin = written(tmp_path, sortie.getvalue().encode(encodage))
    lues = figures(taken(chemin))
    assert {cle: Decimal(v) for cle, v in lues.items()} == {
        f"commune:{code}": valeur for code, valeur in zip(communes, valeurs, strict=True)
    }


# --- what is no table, or is not for us


@pytest.mark.parametrize(("octets", "code"), [
    (b"", "S008"), (b"\xef\xbb\xbf\n\n", "S008"), (b"<!DOCTYPE html><html><p>Table</p>", "I001"),
    (b'{"type":"FeatureCollection"}', "I001"), (b"%PDF-1.7", "I001"), (b"PK\x03\x04truc", "S042"),
    (b"\x00\x01\x02\x03" * 200, "S042"), (b"nombre\n1\n2\n", "I002"), (b"ville;nombre\nRomans;3\n", "I002"),
    (b"codgeo;nombre\n", "I002"), ("codgeo;nom\n26281;Île\n".encode("mac-roman"), "S005")])  # fmt: skip
def test_what_is_no_table_is_refused_with_a_reason(tmp_path: Path, octets: bytes, code: str) -> None:
    assert refusal(written(tmp_path, octets)) == [code]


def test_a_line_without_an_end_is_refused_and_a_huge_outline_is_passed_over(tmp_path: Path) -> None:
    sans_fin = tmp_path / "ligne.csv"
    with sans_fin.open("wb") as flux:
        flux.write(b"codgeo;nombre\n26281;")
        flux.seek(LIGNE_MAX + 1000)
        flux.write(b"1")
    assert refusal(sans_fin) in (["I001"], ["S042"])
    contour = '"{""type"": ""Polygon"", ""coordinates"": [' + "[1,2]," * 500_000 + ']}"'
    table = f"codgeo;Geo Shape;nombre 2024\n26281;{contour};3\n"
    assert figures(taken(written(tmp_path, table))) == {"commune:26281": "3"}


def test_data_of_persons_are_neither_read_nor_shown_nor_imported(tmp_path: Path) -> None:
    table = "code commune;Nom;Prénom;Date de naissance;Nombre de mandats\n26281;DUPONT;Camille;1970-01-01;2\n"
    chemin = written(tmp_path, table)
    importation = taken(chemin, annee=2026, colonnes=("Prénom",))
    assert codes(importation.problemes) == ["I007"]
    vu = taken(chemin, annee=2026)
    assert {c.titre for c in vu.table.of_role("personne")} == {"Nom", "Prénom", "Date de naissance"}
    assert "DUPONT" not in json.dumps([vu.releve.apercu, [c.profil.exemple for c in vu.table.colonnes]])


def test_rows_that_are_no_territories_are_counted_only_when_asked(tmp_path: Path) -> None:
    table = "SIREN;denomination;code_commune\n" + "".join(f"30000000{n};Association {n};26281\n" for n in range(9))
    chemin = written(tmp_path, table, "membres.csv")
    assert [m.option for m in taken(chemin, annee=2025).manquantes] == ["--compter"]
    comptees = figures(taken(chemin, annee=2025, compter=True))
    assert comptees["commune:26281"] == comptees["epci:200068781"] == comptees["departement:26"] == "9"
    assert comptees["commune:26362"] == "0", "the list covers the Drôme"
    assert "commune:75056" not in comptees, "it says nothing of Paris"
    assert "france:FR" not in comptees


def test_a_row_of_two_communes_counts_once_in_what_they_share(tmp_path: Path) -> None:
    table = 'code_qp;lib_qp;insee_com;lib_com\nQN1;Un;"=""26281;26362""";"Romans; Valence"\nQN2;Deux;26281;Romans\n'
    qpv = taken(written(tmp_path, table), annee=2024)
    assert qpv.connu is not None
    assert "QPV" in qpv.connu.nom
    comptes = figures(qpv)
    assert (comptes["commune:26281"], comptes["commune:26362"], comptes["epci:200068781"]) == ("2", "1", "2")


def test_rows_that_slipped_are_noticed(tmp_path: Path) -> None:
    communes = [("26281", "Romans-sur-Isère"), ("26362", "Valence"), ("26113", "Die"), ("26108", "Crest")]
    noms = [nom for _, nom in communes[1:]] + ["Romans-sur-Isère"]
    table = "codgeo;libgeo;nombre 2024\n" + "".join(f"{c};{n};1\n" for (c, _), n in zip(communes, noms, strict=True))
    assert codes(taken(written(tmp_path, table)).problemes) == ["I008"]
    assert taken(written(tmp_path, table), libelles_verifies=True).is_ready


def test_the_same_territory_twice_is_refused_unless_something_tells_the_rows_apart(tmp_path: Path) -> None:
    chemin = written(tmp_path, "codgeo;sexe;nombre 2024\n26281;F;3\n26281;H;4\n26362;F;1\n26362;H;1\n")
    assert [m.option for m in taken(chemin, colonnes=("nombre 2024",)).manquantes] == ["--filtre"]
    deux = written(tmp_path, "codgeo;nombre 2024\n26281;3\n26281;4\n", "deux.csv")
    assert codes(taken(deux).problemes) == ["I004"]
    femmes = taken(chemin, colonnes=("nombre 2024",), filtres={"sexe": "F"})
    assert figures(femmes) == {"commune:26281": "3", "commune:26362": "1"}


def test_all_that_is_missing_is_said_in_one_go(tmp_path: Path) -> None:
    chemin = written(tmp_path, "codgeo;nombre\n26281;3\n")
    importation = prepare(cog(), chemin, Demande(), 2026)
    assert [m.option for m in importation.manquantes] == [
        "--annee", "--libelle", "--nature", "--unite", "--agregation", "--source", "--date"
    ]  # fmt: skip
    assert importation.fichiers == {}


def test_a_workbook_s_sheet_of_codes_is_taken_and_another_may_be_named(tmp_path: Path) -> None:
    classeur = Workbook()
    classeur.worksheets[0].append(["Notes"])
    for titre, n in (("2023", 3), ("2024", 4)):
        feuille = classeur.create_sheet(titre)
        feuille.append(["Table d’essai"])
        feuille.append(["CODGEO", "LIBGEO", f"Nombre {titre}"])
        feuille.append([1004, "Ambérieu-en-Bugey", n])
    classeur.save(tmp_path / "t.xlsx")
    assert figures(taken(tmp_path / "t.xlsx")) == {"commune:01004": "3"}
    assert figures(taken(tmp_path / "t.xlsx", feuille="2024")) == {"commune:01004": "4"}
    assert refusal(tmp_path / "t.xlsx", feuille="2025") == ["I009"]


def test_two_headings_of_which_one_spans_the_other_give_whole_titles(tmp_path: Path) -> None:
    table = ";;2022;2022;2023;2023\nCode commune;Nom;Nombre;Part;Nombre;Part\n26281;Romans-sur-Isère;3;1,5;4;2,5\n"
    importation = taken(written(tmp_path, table), colonnes=("2023 – Nombre",))
    assert figures(importation) == {"commune:26281": "4"}
    assert importation.annee == 2023


def test_the_report_says_how_many_territories_have_a_value() -> None:
    importation = taken(FORMES / "04_base_communale_latin1.csv", colonnes=("NBMENFISC21",))
    assert list(coverage(importation, cog())) == [("commune", 4, 34_969)]


def test_what_comes_after_the_first_thousands_of_rows_counts_too(tmp_path: Path) -> None:
    communes = [cle.partition(":")[2] for cle in cog().codes("commune")][:6000]
    cases = ["1,5"] * 5900 + ["1.5"] * 100
    lignes = "".join(f"{code};{case}\n" for code, case in zip(communes, cases, strict=True))
    assert codes(taken(written(tmp_path, f"codgeo;valeur 2024\n{lignes}")).problemes) == ["I006"]
    mots = "".join(f"{code};{'a' if n < 5900 else 'b'}\n" for n, code in enumerate(communes))
    classement = taken(written(tmp_path, f"codgeo;zone 2024\n{mots}"), nature=None, unite="", agregation="aucune")
    assert classement.releve.classes == ("a", "b")


def test_a_filter_that_no_row_meets_is_said(tmp_path: Path) -> None:
    refusee = taken(written(tmp_path, "codgeo;sexe;nombre 2024\n26281;F;3\n"), filtres={"sexe": "X"})
    assert [p.message for p in refusee.problemes] == ["aucune ligne n’a sexe=X"]


def test_a_formula_without_its_result_is_no_missing_value(tmp_path: Path) -> None:
    classeur = Workbook()
    feuille = classeur.worksheets[0]
    for rangee in (["CODGEO", "Nombre 2024"], ["26281", "=1+1"], ["26362", 3]):
        feuille.append(rangee)
    classeur.save(tmp_path / "t.xlsx")
    assert refusal(tmp_path / "t.xlsx") == ["S041"]


def test_a_text_of_a_table_is_a_text_in_the_files(tmp_path: Path) -> None:
    mechant = '=HYPERLINK("http://x")'
    table = f'codgeo;classe 2024\n26281;"{mechant.replace(chr(34), chr(34) * 2)}"\n26362;"b: [c]\n- d"\n'
    importation = taken(written(tmp_path, table), nature=None, unite="", agregation="aucune")
    yaml = importation.fichiers["essai.yaml"].decode()
    assert json.dumps(mechant) in yaml
    assert '"b: [c] - d"' in yaml


# --- projects of France PAT


def test_projects_are_proposed_beside_what_the_kit_has(tmp_path: Path) -> None:
    communes = ",".join(c.code for c in cog().communes(_get("epci:243500741")))
    table = (
        "id;lien_vers_la_fiche_pat;nom_administratif;nom_usuel;regions;departement;epci;communes_code_insee\n"
        f'891;https://france-pat.fr/pat/redon-agglomeration/;"Projet de Redon";;Bretagne;Morbihan;;{communes}\n'
        '2;https://exemple.fr/nouveau;"=Projet nouveau";;;;;26281\n'
    )
    octets, nouvelles, connues = candidates(cog(), seen(written(tmp_path, table.encode("cp1252"))))
    rows = list(csv.DictReader(io.StringIO(octets.decode("utf-8-sig"))))
    assert (nouvelles, connues) == (1, 1)
    assert (rows[0]["territoire_type"], rows[0]["territoire_code"], rows[0]["portee"]) == (
        "epci",
        "243500741",
        "couvre",
    )
    assert rows[0]["deja_dans_le_kit"].startswith("pat-")
    assert rows[1]["nom"] == "'=Projet nouveau"
    assert (rows[1]["territoire_type"], rows[1]["deja_dans_le_kit"]) == ("commune", "")


def _get(cle: str) -> Any:
    found = cog().get(cle)
    assert found is not None
    return found
