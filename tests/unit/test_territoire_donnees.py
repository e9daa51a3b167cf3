"""What a kit adds to the COG tables: right points, contacts, indicators, initiatives; and what `check` says of them."""

from __future__ import annotations

import csv
import datetime as dt
import re
import shutil
from pathlib import Path

import pytest

from coopdocs.library import load
from coopdocs.problem import Problem, ProblemsError
from coopdocs.territoire import TABLES, ContactsTerritoire, Territoire, Territoires, contacts
from coopdocs.territoire.indicateurs import Mesure, measure, series
from coopdocs.territoire.proximite import distance_km
from coopdocs.territoire.registres import COLONNES, CONTACTS, INITIATIVES
from support.cog import cog, get
from support.documents import ROOT
from support.kits import spoil, write_kit
from support.territoire_tables import LIGNES, describe, write

COG = ROOT / "content/territoires"
EDITION = dt.date(2026, 11, 23)


@pytest.fixture
def dossier(tmp_path: Path) -> Path:
    """The tables of the COG alone."""
    for nom in (*TABLES, "ept.csv"):
        shutil.copyfile(COG / nom, tmp_path / nom)
    return tmp_path


# --- points


@pytest.mark.parametrize(
    ("ici", "la", "km"),
    [
        ("commune:26362", "commune:01082", 137),  # Valence, Chanay: the table puts it in the Sarthe
        ("commune:60057", "commune:60192", 61),  # Beauvais, Cuy: a latitude for both
        ("commune:33063", "commune:33009", 52),  # Bordeaux, Arcachon: right in the table
    ],
)
def test_distances_are_those_of_a_map(ici: str, la: str, km: int) -> None:
    a, b = get(cog(), ici).point, get(cog(), la).point
    assert a is not None
    assert b is not None
    assert round(distance_km(a, b)) == pytest.approx(km, abs=3)


def test_a_place_and_an_epci_have_the_right_point_too(dossier: Path) -> None:
    epci = get(Territoires(dossier), "epci:200068781")
    write(dossier, "communes_points.csv", f"{epci.chef_lieu},1.5,-2.25,essai")
    territoires = Territoires(dossier)
    lieu = territoires.lieu(f"commune:{epci.chef_lieu}")
    assert lieu is not None
    assert (lieu.lat, lieu.lon) == get(territoires, epci.cle).point == (1.5, -2.25)


# --- contacts


def contact(territoire: str, nom: str, expire_le: str = "") -> str:
    return f"{territoire},{nom},accueil,contact@exemple.fr,,,https://exemple.fr/page,2026-11-01,{expire_le}"


def contacts_of(territoires: Territoires, ici: Territoire) -> tuple[ContactsTerritoire, ...]:
    return tuple(contacts.around(territoires, ici, contacts.by_territory(territoires, EDITION)))


def measures(territoires: Territoires, ici: Territoire) -> list[Mesure]:
    return [measure(territoires, ici, serie) for serie in series(territoires)]


def names(groupes: tuple[ContactsTerritoire, ...]) -> list[tuple[str, list[str]]]:
    return [(g.territoire.cle if g.territoire else "france", [c.nom for c in g.contacts]) for g in groupes]


def test_contacts_come_from_near_to_far_and_empty_levels_are_absent(dossier: Path) -> None:
    lignes = ("france:FR,A", "region:84,B", "departement:26,C", "commune:26362,D", "departement:07,E", "france:FR,F")
    write(dossier, "contacts.csv", *(contact(*ligne.split(",")) for ligne in lignes))
    territoires = Territoires(dossier)
    assert names(contacts_of(territoires, get(territoires, "commune:26362"))) == [
        ("commune:26362", ["D"]),
        ("departement:26", ["C"]),
        ("region:84", ["B"]),
        ("france", ["A", "F"]),
    ]
    assert names(contacts_of(territoires, get(territoires, "region:84"))) == [
        ("region:84", ["B"]),
        ("france", ["A", "F"]),
    ]


@pytest.mark.parametrize(
    ("cle", "ici", "meets"),
    [
        ("region:84", "commune:26281", True),
        ("commune:26281", "region:84", True),
        ("departement:26", "departement:26", True),
        ("france:FR", "commune:26281", True),
        ("departement:26", "departement:07", False),
        ("region:11", "commune:26281", False),
        ("departement:93", "region:11", True),
        ("region:04", "departement:974", True),
    ],
)
def test_territories_meet_where_one_lies_in_the_other(cle: str, ici: str, meets: bool) -> None:
    assert contacts.meets(cog(), cle, get(cog(), ici)) is meets


def test_an_epci_across_departements_has_the_contacts_of_each(dossier: Path) -> None:
    epci = next(e for cle in cog().codes("epci") if (e := cog().get(cle)) and len(e.regions) > 1)
    cles = [f"departement:{code}" for code in epci.departements] + [f"region:{code}" for code in epci.regions]
    write(dossier, "contacts.csv", *(contact(cle, cle.replace(":", " ")) for cle in reversed(cles)))
    territoires = Territoires(dossier)
    assert [cle for cle, _ in names(contacts_of(territoires, epci))] == cles


def test_a_commune_of_grand_paris_has_the_contacts_of_its_ept_before_those_of_the_metropole(dossier: Path) -> None:
    write(dossier, "contacts.csv", contact("epci:200054781", "MGP"), contact("ept:200057867", "Plaine Commune"))
    territoires = Territoires(dossier)
    assert names(contacts_of(territoires, get(territoires, "commune:93066"))) == [
        ("ept:200057867", ["Plaine Commune"]),
        ("epci:200054781", ["MGP"]),
    ]


def test_an_overseas_collectivity_has_its_contacts_under_either_code(dossier: Path) -> None:
    write(dossier, "contacts.csv", contact("region:987", "Un"), contact("departement:987", "Deux"))
    territoires = Territoires(dossier)
    trouves = names(contacts_of(territoires, get(territoires, "commune:98735")))
    assert trouves == [("departement:987", ["Un", "Deux"])]


@pytest.mark.parametrize(("expire_le", "imprime"), [("2026-11-22", False), ("2026-11-23", True), ("", True)])
def test_a_contact_is_given_until_the_day_it_expires(dossier: Path, expire_le: str, imprime: bool) -> None:
    write(dossier, "contacts.csv", contact("france:FR", "A", expire_le))
    territoires = Territoires(dossier)
    assert bool(contacts_of(territoires, get(territoires, "departement:26"))) == imprime


def test_a_kit_without_contacts_gives_none(dossier: Path) -> None:
    territoires = Territoires(dossier)
    assert contacts_of(territoires, get(territoires, "departement:26")) == ()


# --- indicators


def said(mesure: Mesure) -> list[tuple[str, str]]:
    return [(v.territoire.cle if v.territoire else "france", v.texte) for v in mesure.valeurs]


def test_an_indicator_gives_the_territory_then_what_it_lies_in(dossier: Path) -> None:
    describe(dossier, "emplois", "commune:26362,12.34", 'departement:26,"10,6"', "region:84,", "france:FR,1234")
    territoires = Territoires(dossier)
    [mesure] = measures(territoires, get(territoires, "commune:26362"))
    assert said(mesure) == [
        ("commune:26362", "12,3\u00a0%"),
        ("epci:200068781", "non disponible"),
        ("departement:26", "10,6\u00a0%"),
        ("region:84", "non disponible"),
        ("france", "1\u202f234,0\u00a0%"),
    ]
    assert [v.valeur for v in mesure.valeurs] == [12.34, None, 10.6, None, 1234.0]
    assert (mesure.indicateur.libelle, mesure.indicateur.annee) == ("Emplois de l’ESS", 2024)


@pytest.mark.parametrize(
    ("cle", "niveaux"),
    [
        ("epci:200068781", ["epci:200068781", "departement:26", "region:84", "france"]),
        ("departement:26", ["departement:26", "region:84", "france"]),
        ("region:84", ["region:84", "france"]),
        ("departement:987", ["departement:987", "france"]),
    ],
)
def test_each_level_of_an_indicator_comes_once(dossier: Path, cle: str, niveaux: list[str]) -> None:
    describe(dossier, "emplois", "commune:26362,1")
    territoires = Territoires(dossier)
    [mesure] = measures(territoires, get(territoires, cle))
    assert said(mesure) == [(niveau, "non disponible") for niveau in niveaux]


def test_indicators_come_by_file_name_and_a_kit_may_have_none(dossier: Path) -> None:
    assert measures(Territoires(dossier), get(cog(), "region:84")) == []
    describe(dossier, "b", "region:84,2")
    describe(dossier, "a", "region:84,1")
    mesures = measures(Territoires(dossier), get(cog(), "region:84"))
    assert [mesure.valeurs[0].valeur for mesure in mesures] == [1, 2]


def test_the_region_of_an_overseas_collectivity_is_its_departement(dossier: Path) -> None:
    describe(dossier, "emplois", "region:987,3")
    territoires = Territoires(dossier)
    [mesure] = measures(territoires, get(territoires, "departement:987"))
    assert mesure.valeurs[0].valeur == 3


def test_an_indicator_badly_described_is_refused(dossier: Path) -> None:
    describe(dossier, "emplois", "region:84,3")
    spoil(dossier / "indicateurs/emplois.yaml", "annee: 2024", "annee: hier")
    with pytest.raises(ProblemsError) as refus:
        measures(Territoires(dossier), get(cog(), "region:84"))
    assert [p.place.fichier for p in refus.value.problems] == ["indicateurs/emplois.yaml"]


# --- what check says


@pytest.fixture
def kit(tmp_path: Path) -> Path:
    """A small kit with every table that people keep, nothing wrong in it."""
    tables = write_kit(tmp_path) / "content/territoires"
    for nom, lignes in LIGNES.items():
        write(tables, nom, *lignes)
    describe(tables, "emplois", "commune:26281,12.5", "departement:26,-3", "france:FR,")
    return tmp_path


def problems_of(kit: Path) -> list[Problem]:
    return load(kit)[1]


def test_sound_tables_pass_without_a_word(kit: Path) -> None:
    assert problems_of(kit) == []


def test_a_kit_needs_none_of_these_tables(tmp_path: Path) -> None:
    assert problems_of(write_kit(tmp_path)) == []


CAS = [
    ("contacts.csv", "commune:26281", "commune:1004", "X015", (2, 1), "il manque le zéro de tête"),
    ("contacts.csv", "commune:26281", "commune:69381", "X015", (2, 1), "commune:69123"),
    ("contacts.csv", "commune:26281", "26281", "C016", (2, 1), "« commune:26281 » (Romans"),
    ("contacts.csv", "commune:26281", "", "C003", (2, 1), "remplissez"),
    ("contacts.csv", "Mairie,", ",", "C003", (2, 15), "remplissez"),
    ("contacts.csv", "mairie@romans.fr", "mairie à romans.fr", "C019", (2, 30), "contact@exemple.fr"),
    ("contacts.csv", "ess@reseau.org", "jeanne.martin@reseau.org", "C020", (3, 31), "contact@, accueil@, mairie@"),
    ("contacts.csv", "ess@reseau.org", "jean.resau@gmail.com", "C020", (3, 31), "contact@, accueil@, mairie@"),
    ("contacts.csv", "04 75 00 00 00", "04 75", "C024", (2, 47), "04 75 00 00 00"),
    ("contacts.csv", "https://romans.fr", "romans.fr", "C017", (2, 62), "« https://romans.fr »"),
    ("contacts.csv", "https://romans.fr", "http://romans.fr", "X016", (2, 62), "https://"),
    ("contacts.csv", "loi-ess", "loi-es", "X001", (2, 80), "« loi-ess »"),
    ("contacts.csv", "loi-ess", "", "C003", (2, 80), "remplissez"),
    ("contacts.csv", "https://reseau.org/page", "http://reseau.org/page", "X001", (3, 48), "https://"),
    ("contacts.csv", "loi-ess,2026-11-01", "loi-ess,01/11/2026", "C011", (2, 88), "2026-11-01"),
    ("contacts.csv", "loi-ess,2026-11-01", "loi-ess,2026-13-01", "C011", (2, 88), "2026-11-23"),
    ("contacts.csv", "loi-ess,2026-11-01", "loi-ess,2026-12-01", "X017", (2, 88), "« edition »"),
    ("contacts.csv", "2027-11-01", "bientôt", "C011", (2, 99), "2026-11-23"),
    ("contacts.csv", "+33 4 75 00 00 01", "", "C022", (4, 16), "téléphone"),
    ("contacts.csv", "territoire,nom", "territoire,titre", "S031", (1, 12), "est-ce « nom », qui manque ?"),
    ("contacts.csv", "departement:26,Guichet,", "commune:26281,Mairie,accueil", "X020", (4, 15), "une seule"),
    ("contacts.csv", "2027-11-01", "2027-11-01,sûr ?", "S030", (2, 1), "nommez la colonne"),
    ("communes_points.csv", "26281,", "1004,", "X015", (2, 1), "zéro de tête"),
    ("communes_points.csv", "45.0442", "nan", "C023", (2, 7), "44.9332"),
    ("communes_points.csv", "45.0442", "145.0", "C010", (2, 7), "corrigez"),
    ("communes_points.csv", "point à 12 km de la commune", "", "C003", (2, 22), "remplissez"),
    ("initiatives.csv", "pole-sud,", "pole sud,", "C014", (2, 1), "« pole-sud »"),
    ("initiatives.csv", "pole-deux,", "pole-sud,", "X008", (3, 1), "une seule"),
    ("initiatives.csv", "ptce,", "ptcee,", "X009", (2, 10), "« ptce »"),
    ("initiatives.csv", "commune,26281", "comune,26281", "C021", (2, 24), "« commune »"),
    ("initiatives.csv", "commune,26281", "commune,200006682", "X015", (2, 32), "epci:200006682"),
    ("initiatives.csv", "26281 26362", "26281 69381", "X015", (3, 41), "commune:69123"),
    ("initiatives.csv", "2013", "MMXIII", "C009", (2, 39), "quatre chiffres"),
    ("initiatives.csv", "2014-02", "02/2014", "C018", (2, 62), "2026-11"),
    *(
        ("initiatives.csv", "2014-02", late, "X017", (2, 62), "« edition »")
        for late in ("2055", "2026-12", "2026-11-24")
    ),
    ("initiatives.csv", "https://exemple.fr/a", "", "C003", (2, 70), "remplissez"),
    ("initiatives.csv", "https://exemple.fr/a", "exemple", "C017", (2, 70), "https://"),
    # without a column for it, the whole row lacks its portée
    ("initiatives.csv", "commune,26281", "departement,26", "C027", (2, 1), "donnez plutôt sa commune"),
    ("initiatives.csv", "commune,26281", "region,84", "C027", (2, 1), "« situe »"),
    ("indicateurs/emplois.csv", "commune:26281", "commune:99999", "X015", (2, 1), "list territoires"),
    ("indicateurs/emplois.csv", "commune:26281", "departement:26", "X020", (3, 1), "une seule"),
    ("indicateurs/emplois.csv", "12.5", "12 500", "C023", (2, 15), "sans espace"),
    ("indicateurs/emplois.csv", "code,valeur", "code,valeurs", "S031", (1, 6), "« valeur »"),
    ("indicateurs/emplois.yaml", "annee: 2024", "annee: hier", "C009", (3, 8), "nombre"),
    ("indicateurs/emplois.yaml", "unite", "unites", "C002", (2, 1), "« unite »"),
    ("indicateurs/emplois.yaml", "https://exemple.fr/ess", "loi-es", "X001", (4, 9), "« loi-ess »"),
    *(
        ("initiatives.csv", "2014-02", date, "C018", (2, 62), "2026-11")
        for date in ("2014-13", "2014-00", "2014-02-31", "2023-02-29", "14-02", "20140228")
    ),
    ("contacts.csv", "loi-ess,2026-11-01", "loi-ess,2026-W44-7", "C011", (2, 88), "2026-11-23"),
    ("contacts.csv", "2027-11-01", "2027-11-31", "C011", (2, 99), "2026-11-23"),
    ("contacts.csv", "loi-ess,2026-11-01", "loi-ess,31/11/2026", "C011", (2, 88), "2026-11-23"),
    ("contacts.csv", "04 75 00 00 00", "475000000", "C024", (2, 47), "écrivez 04 75 00 00 00"),
]


@pytest.mark.parametrize(("fichier", "ancien", "nouveau", "code", "place", "conseil"), CAS)
def test_each_mistake_is_said_at_its_cell(
    kit: Path, fichier: str, ancien: str, nouveau: str, code: str, place: tuple[int, int], conseil: str
) -> None:
    spoil(kit / f"content/territoires/{fichier}", ancien, nouveau)
    trouve = problems_of(kit)[0]
    assert (trouve.code, trouve.place.fichier) == (code, f"content/territoires/{fichier}")
    assert (trouve.place.ligne, trouve.place.colonne) == place
    assert conseil in trouve.conseil
    assert trouve.is_error


@pytest.mark.parametrize(
    ("genre", "code", "portee", "said"),
    [
        ("commune", "26281", "", None),
        ("epci", "200006682", "", None),
        ("epci", "200006682", "couvre", None),
        ("departement", "26", "situe", None),
        ("region", "84", "couvre", None),
        ("departement", "26", "", ("C027", "la portée manque : rien ne dit ce que l’initiative couvre")),
        ("commune", "26281", "situe", ("C027", "une initiative située par sa commune n’a pas de portée")),
        ("communes", "26281 26362", "couvre", ("C027", "une initiative située par sa commune n’a pas de portée")),
        ("france", "FR", "couvre", ("C027", "une initiative située par son pays n’a pas de portée")),
        ("departement", "26", "couvres", ("C021", "« couvres » n’est pas une portée")),
    ],
)
def test_a_large_territory_says_whether_it_is_covered_and_a_commune_does_not(
    kit: Path, genre: str, code: str, portee: str, said: tuple[str, str] | None
) -> None:
    row = f"un,ptce,Pôle,{genre},{code},{portee},,2013,,Titre,,https://exemple.fr/a,"
    head = ",".join(COLONNES[INITIATIVES])
    (kit / "content/territoires/initiatives.csv").write_text(f"{head}\n{row}\n", encoding="utf-8")
    found = [(p.code, p.message, p.place.colonne) for p in problems_of(kit)]
    assert found == ([] if said is None else [(*said, row.index(f",{portee},,") + 2)])


@pytest.mark.parametrize(
    ("said", "kept", "conseil"),
    [("", "vérifié", ""), ("vérifié", "vérifié", ""), ("incertain", "incertain", ""), ("à vérifier", "", "incertain")],
)
def test_a_contact_may_be_uncertain(kit: Path, said: str, kept: str, conseil: str) -> None:
    row = f"france:FR,Réseau,,,,https://reseau.org,loi-ess,2026-11-01,,{said}"
    table = kit / "content/territoires/contacts.csv"
    table.write_text(f"{','.join(COLONNES[CONTACTS])}\n{row}\n", encoding="utf-8")
    found = [p for p in problems_of(kit) if p.is_error]
    if conseil:
        assert [(p.code, p.place.ligne, p.place.colonne) for p in found] == [("C021", 2, row.index(said) + 1)]
        assert f"« {conseil} »" in found[0].conseil
    else:
        [contact] = contacts.by_territory(Territoires(kit / "content/territoires"), EDITION)["france:FR"]
        assert (found, contact.confiance) == ([], kept)


def test_an_unknown_column_is_said_at_its_name(kit: Path) -> None:
    spoil(kit / "content/territoires/communes_points.csv", "raison", "raison,auteur")
    spoil(kit / "content/territoires/communes_points.csv", "commune\n", "commune,moi\n")
    [trouve] = problems_of(kit)
    assert (trouve.code, trouve.place.ligne, trouve.place.colonne) == ("S031", 1, 21)
    assert trouve.message == "la colonne « auteur » n’est pas connue"


@pytest.mark.parametrize("nom", list(LIGNES))
def test_columns_may_stand_in_another_order_with_semicolons(kit: Path, nom: str) -> None:
    chemin = kit / "content/territoires" / nom
    with chemin.open(encoding="utf-8", newline="") as fichier:
        rangees = [list(reversed(ligne)) for ligne in csv.reader(fichier)]
    with chemin.open("w", encoding="utf-8", newline="") as fichier:
        csv.writer(fichier, delimiter=";").writerows(rangees)
    assert problems_of(kit) == []


def test_a_mistake_between_semicolons_is_said_at_its_cell(kit: Path) -> None:
    chemin = kit / "content/territoires/communes_points.csv"
    chemin.write_text("code;lat;lon;raison\n26281;45.0442;est;essai\n", encoding="utf-8")
    assert [(p.code, p.place.ligne, p.place.colonne, p.longueur) for p in problems_of(kit)] == [("C023", 2, 15, 3)]


WRONG_TOGETHER = (
    ("contacts.csv", "commune:26281", "commune:1004"),
    ("communes_points.csv", "26281,", "1004,"),
    ("initiatives.csv", "ptce,", "ptcee,"),
    ("indicateurs/emplois.csv", "12.5", "12 500"),
)


def test_every_problem_of_several_tables_is_said_at_once(kit: Path) -> None:
    wrong = [next(cas for cas in CAS if cas[:3] == asked) for asked in WRONG_TOGETHER]
    for fichier, ancien, nouveau, *_ in wrong:
        spoil(kit / f"content/territoires/{fichier}", ancien, nouveau)
    # the commune that does not exist is one cause, in two tables
    assert [(p.code, len(p.places)) for p in problems_of(kit)] == [("X015", 2), ("C023", 1), ("X009", 1)]


def test_a_table_that_cannot_be_read_is_said_once(kit: Path) -> None:
    spoil(kit / "content/territoires/initiatives.csv", "ptce,", "")
    assert [p.code for p in problems_of(kit)] == ["S030"]


@pytest.mark.parametrize("absent", ["csv", "yaml"])
def test_values_without_description_and_description_without_values_are_refused(kit: Path, absent: str) -> None:
    (kit / f"content/territoires/indicateurs/emplois.{absent}").unlink()
    [trouve] = problems_of(kit)
    assert (trouve.code, trouve.place.fichier) == ("S001", f"content/territoires/indicateurs/emplois.{absent}")


def test_contacts_that_expired_are_one_warning(kit: Path) -> None:
    lignes = [contact("france:FR", f"Contact {n}", "2026-11-22") for n in range(9)]
    write(kit / "content/territoires", "contacts.csv", *lignes)
    [trouve] = problems_of(kit)
    assert (trouve.code, trouve.is_error, trouve.place.ligne) == ("A006", False, 2)
    assert trouve.message.startswith("9 contacts périmés avant l’édition du 23/11/2026")
    assert "(lignes 2, 3, 4, 5, 6, 7, …)" in trouve.message


def test_a_contact_that_expired_is_not_said_to_be_old_as_well(kit: Path) -> None:
    ligne = contact("france:FR", "Vieux", "2026-01-01").replace("2026-11-01", "2024-01-01")
    write(kit / "content/territoires", "contacts.csv", ligne)
    assert [p.code for p in problems_of(kit)] == ["A006"]


def test_contacts_verified_long_ago_are_one_warning_and_those_that_expire_soon_none(kit: Path) -> None:
    lignes = [
        contact("france:FR", "Vieux").replace("2026-11-01", "2024-01-01"),
        contact("france:FR", "B", "2026-11-30"),
    ]
    write(kit / "content/territoires", "contacts.csv", *lignes)
    [trouve] = problems_of(kit)
    assert (trouve.code, trouve.is_error, trouve.place.ligne, trouve.place.colonne) == ("A002", False, 2, 70)
    assert trouve.message == "1 contact vérifié plus de 540 jours avant l’édition (ligne 2)"


def test_a_source_that_only_a_contact_cites_is_cited(kit: Path) -> None:
    sources = kit / "content/sources.yaml"
    texte = sources.read_text("utf-8")
    sources.write_text(texte + texte[texte.index("guide-ess:") :].replace("guide-ess", "annuaire"), encoding="utf-8")
    assert [p.code for p in problems_of(kit)] == ["A001"]
    spoil(kit / "content/territoires/contacts.csv", "guide-ess", "annuaire")
    assert problems_of(kit) == []


def test_the_examples_of_the_documentation_pass(kit: Path) -> None:
    points, contacts, valeurs, description = re.findall(
        r"^```(?:yaml)?\n((?:code|territoire|libelle).*?)^```",
        (ROOT / "docs/territoires.md").read_text("utf-8"),
        re.M | re.S,
    )
    tables = kit / "content/territoires"
    # the small kit's table does not know this commune
    (tables / "communes_points.csv").write_text(points.replace("01082", "01004"), encoding="utf-8")
    (tables / "contacts.csv").write_text(contacts, encoding="utf-8")
    (tables / "indicateurs/associations.csv").write_text(valeurs, encoding="utf-8")
    (tables / "indicateurs/associations.yaml").write_text(description, encoding="utf-8")
    assert [str(p) for p in problems_of(kit)] == []
