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

SUMS = "SHA256SUMS"
_FILE_MODE, _FOLDER_MODE = 0o100644, 0o040755
_UNIX = 3
_ZIP_YEARS = (1980, 2107)


def write_zip(folder: Path, archive: Path, day: dt.date) -> None:
    """Seal a folder in a zip, under its own name; every file bears the day at noon."""
    year = min(max(day.year, _ZIP_YEARS[0]), _ZIP_YEARS[1])
    with zipfile.ZipFile(archive, "w") as sealed:
        for path, name in _entries(folder):
            info = zipfile.ZipInfo(f"{name}/" if path.is_dir() else name, (year, day.month, day.day, 12, 0, 0))
            info.create_system = _UNIX
            info.external_attr = (_FOLDER_MODE if path.is_dir() else _FILE_MODE) << 16
            info.compress_type = zipfile.ZIP_STORED if path.is_dir() else zipfile.ZIP_DEFLATED
            sealed.writestr(info, b"" if path.is_dir() else path.read_bytes(), compresslevel=9)


def write_tar_gz(folder: Path, archive: Path, day: dt.date) -> None:
    """Seal a folder in a tar.gz, under its own name; owner 0 without a name, every file bears the day at noon, UTC."""
    noon = max(0, int(dt.datetime.combine(day, dt.time(12), dt.UTC).timestamp()))
    with (
        archive.open("wb") as file,
        gzip.GzipFile("", "wb", 9, file, mtime=0) as packed,
        tarfile.open(fileobj=packed, mode="w", format=tarfile.PAX_FORMAT) as sealed,
    ):
        for path, name in _entries(folder):
            info = tarfile.TarInfo(name)
            info.mtime = noon
            info.mode = (_FOLDER_MODE if path.is_dir() else _FILE_MODE) & 0o777
            info.type = tarfile.DIRTYPE if path.is_dir() else tarfile.REGTYPE
            data = b"" if path.is_dir() else path.read_bytes()
            info.size = len(data)
            sealed.addfile(info, io.BytesIO(data))


def sums(folder: Path) -> str:
    """What sha256sum says of every file of a folder but its own sums, by path."""
    files = [(path, path.relative_to(folder).as_posix()) for path, _ in _entries(folder) if path.is_file()]
    return "".join(f"{sha256(path)}  {name}\n" for path, name in files if name != SUMS)


def sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _entries(folder: Path) -> Iterator[tuple[Path, str]]:
    """The folder and all that it holds with the names they bear in an archive, in one order on every machine."""
    paths = sorted(folder.rglob("*"), key=lambda path: path.relative_to(folder).as_posix().encode())
    yield folder, folder.name
    yield from ((path, f"{folder.name}/{path.relative_to(folder).as_posix()}") for path in paths)
