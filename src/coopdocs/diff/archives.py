"""Archives that anyone may have made, opened safely: plain files only, inside one folder, up to a size."""

from __future__ import annotations

import gzip
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path, PurePosixPath
from typing import IO

TAILLE_MAX, FICHIERS_MAX = 2_000_000_000, 100_000


class ArchiveRefusee(Exception):
    """Why an archive is not opened, as the end of a French sentence that begins with its name."""


def extract(archive: Path, dossier: Path, wanted: Callable[[tuple[str, ...]], bool]) -> None:
    """Write the files of a zip or tar whose path (its parts) is wanted into a folder; links and devices never.

    Raises ArchiveRefusee for a file that is neither or is damaged, a path that leads outside, or too much in it.
    """
    total = count = 0
    try:
        for name, size, read in _members(archive):
            total, count = total + size, count + 1
            if total > TAILLE_MAX or count > FICHIERS_MAX:
                raise ArchiveRefusee(
                    "contient trop pour être une parution : défaites-la vous-même et donnez le dossier"
                )
            parts = PurePosixPath(name).parts
            if not parts or PurePosixPath(name).is_absolute() or ".." in parts or "\\" in name or ":" in name:
                raise ArchiveRefusee(f"a un fichier qui sortirait de son dossier (« {name} ») : ne l’ouvrez pas")
            if wanted(parts):
                path = dossier.joinpath(*parts)
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(read(size))
    except PermissionError:
        raise ArchiveRefusee("ne peut pas être lue : donnez-vous le droit de la lire") from None
    except (gzip.BadGzipFile, EOFError, tarfile.TarError, zipfile.BadZipFile, zlib.error, RuntimeError) as error:
        raise ArchiveRefusee("est une archive abîmée : reprenez-la là d’où elle vient") from error


def _members(archive: Path) -> Iterator[tuple[str, int, Callable[[int], bytes]]]:
    """The name and size of each plain file, and how to read that many bytes of it."""
    # a tar that ends on a document of an office suite, which is a zip, would pass for a zip
    if tarfile.is_tarfile(archive):
        with tarfile.open(archive) as sealed:
            for member in sealed:
                file = sealed.extractfile(member) if member.isreg() else None
                if file:
                    yield member.name, member.size, partial(_taken, file)
    elif zipfile.is_zipfile(archive):
        with zipfile.ZipFile(archive) as packed:
            for info in packed.infolist():
                if not info.is_dir():
                    yield info.filename, info.file_size, partial(_unpacked, packed, info)
    else:
        raise ArchiveRefusee("n’est ni un .zip ni un .tar.gz")


def _taken(file: IO[bytes], n: int) -> bytes:
    with file:
        return file.read(n)


def _unpacked(packed: zipfile.ZipFile, info: zipfile.ZipInfo, n: int) -> bytes:
    return _taken(packed.open(info), n)
