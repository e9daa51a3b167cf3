"""A folder sealed in an archive: the same files give the same bytes, whoever makes it, wherever and whenever."""

from __future__ import annotations

import datetime as dt
import gzip
import hashlib
import io
import tarfile
import zipfile
from collections.abc import Iterator
from pathlib import Path

SOMMES = "SHA256SUMS"
_FICHIER, _DOSSIER = 0o100644, 0o040755
_UNIX = 3
_ANNEES_ZIP = (1980, 2107)


def write_zip(dossier: Path, archive: Path, jour: dt.date) -> None:
    """Seal a folder in a zip, under its own name; every file bears the day at noon."""
    annee = min(max(jour.year, _ANNEES_ZIP[0]), _ANNEES_ZIP[1])
    with zipfile.ZipFile(archive, "w") as sealed:
        for path, name in _entries(dossier):
            info = zipfile.ZipInfo(f"{name}/" if path.is_dir() else name, (annee, jour.month, jour.day, 12, 0, 0))
            info.create_system = _UNIX
            info.external_attr = (_DOSSIER if path.is_dir() else _FICHIER) << 16
            info.compress_type = zipfile.ZIP_STORED if path.is_dir() else zipfile.ZIP_DEFLATED
            sealed.writestr(info, b"" if path.is_dir() else path.read_bytes(), compresslevel=9)


def write_tar_gz(dossier: Path, archive: Path, jour: dt.date) -> None:
    """Seal a folder in a tar.gz, under its own name; owner 0 without a name, every file bears the day at noon, UTC."""
    midi = max(0, int(dt.datetime.combine(jour, dt.time(12), dt.UTC).timestamp()))
    with (
        archive.open("wb") as file,
        gzip.GzipFile("", "wb", 9, file, mtime=0) as packed,
        tarfile.open(fileobj=packed, mode="w", format=tarfile.PAX_FORMAT) as sealed,
    ):
        for path, name in _entries(dossier):
            info = tarfile.TarInfo(name)
            info.mtime = midi
            info.mode = (_DOSSIER if path.is_dir() else _FICHIER) & 0o777
            info.type = tarfile.DIRTYPE if path.is_dir() else tarfile.REGTYPE
            octets = b"" if path.is_dir() else path.read_bytes()
            info.size = len(octets)
            sealed.addfile(info, io.BytesIO(octets))


def sums(dossier: Path) -> str:
    """What sha256sum says of every file of a folder but its own sums, by path."""
    files = [(path, path.relative_to(dossier).as_posix()) for path, _ in _entries(dossier) if path.is_file()]
    return "".join(f"{sha256(path)}  {name}\n" for path, name in files if name != SOMMES)


def sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _entries(dossier: Path) -> Iterator[tuple[Path, str]]:
    """The folder and all that it holds with the names they bear in an archive, in one order on every machine."""
    paths = sorted(dossier.rglob("*"), key=lambda path: path.relative_to(dossier).as_posix().encode())
    yield dossier, dossier.name
    yield from ((path, f"{dossier.name}/{path.relative_to(dossier).as_posix()}") for path in paths)
