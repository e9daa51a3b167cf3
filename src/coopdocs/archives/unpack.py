"""Archives that anyone may have made, unpacked without trust: plain files only, inside their place, within limits."""

from __future__ import annotations

import lzma
import stat
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path, PurePosixPath
from typing import IO

from coopdocs.errors import CoopdocsError

TERMINAISONS = (".zip", ".tar.gz", ".tgz")
FICHIERS_MAX = 20_000
OCTETS_MAX = 2_000_000_000
"""What an archive may hold once unpacked: its files and their bytes."""
_BLOC = 1 << 20
# Named one by one, so that a fault of ours still shows as one. The libraries have errors of their own for a damaged
# frame, decompressors theirs (OSError: bzip2, and the disk; EOFError: an end too soon), zipfile NotImplementedError for
# a compression or version it does not know, UnicodeDecodeError for a name that is not what it says.
_ABIMEE = (
    zipfile.BadZipFile, tarfile.TarError, zlib.error, lzma.LZMAError, OSError, EOFError, NotImplementedError,
    UnicodeDecodeError,
)  # fmt: skip


class ArchiveError(CoopdocsError):
    """An archive that cannot be unpacked, or must not be; the message is the end of a French sentence on it."""


def est_archive(chemin: Path) -> bool:
    return chemin.name.lower().endswith(TERMINAISONS)


def deplier(archive: Path, dossier: Path, voulu: Callable[[str], bool] = lambda nom: True) -> None:
    """Unpack the files of a .zip or a tar whose name is wanted under `dossier`. Raises ArchiveError."""
    try:
        if archive.name.lower().endswith(".zip"):
            with zipfile.ZipFile(archive) as source:
                _ecrire(((nom, content) for nom, content in _du_zip(source) if voulu(nom)), dossier)
        else:
            with tarfile.open(archive, "r:*") as source_tar:
                _ecrire(((nom, content) for nom, content in _du_tar(source_tar) if voulu(nom)), dossier)
    except _ABIMEE as error:
        raise ArchiveError(f"ne se lit pas jusqu’au bout ({error}) : reprenez-la à sa source") from None


def _du_zip(source: zipfile.ZipFile) -> Iterator[tuple[str, IO[bytes]]]:
    for info in source.infolist():
        mode = info.external_attr >> 16
        if info.flag_bits & 1:
            raise ArchiveError(f"est protégée par un mot de passe ({info.filename})")
        if stat.S_IFMT(mode) not in (0, stat.S_IFREG, stat.S_IFDIR):
            raise ArchiveError(f"contient autre chose que des fichiers et des dossiers ({info.filename})")
        if not info.is_dir():
            yield info.filename, source.open(info)


def _du_tar(source: tarfile.TarFile) -> Iterator[tuple[str, IO[bytes]]]:
    for member in source:
        if member.isdir():
            continue
        content = source.extractfile(member) if member.isreg() and not member.issparse() else None
        if content is None:
            raise ArchiveError(f"contient autre chose que des fichiers et des dossiers ({member.name})")
        yield member.name, content


def _ecrire(entrees: Iterator[tuple[str, IO[bytes]]], dossier: Path) -> None:
    """Write the entries, counting what really comes out: a header can lie about its size."""
    seen: set[str] = set()
    left = OCTETS_MAX
    for name, content in entrees:
        path = dossier / _sur(name)
        # compared without case: on some disks the second of two such files would replace the first
        if str(path).casefold() in seen:
            raise ArchiveError(f"contient deux fois {name}")
        seen.add(str(path).casefold())
        if len(seen) > FICHIERS_MAX:
            raise ArchiveError(f"contient plus de {FICHIERS_MAX} fichiers")
        path.parent.mkdir(parents=True, exist_ok=True)
        with content, path.open("wb") as out:
            while block := content.read(_BLOC):
                left -= len(block)
                if left < 0:
                    raise ArchiveError(f"dépasse {OCTETS_MAX // 1_000_000_000} Go une fois dépliée")
                out.write(block)


def _sur(nom: str) -> PurePosixPath:
    """An entry's name as a path that stays in its folder."""
    path = PurePosixPath(nom)
    plain = nom.isprintable() and "\\" not in nom and ":" not in nom
    if not plain or path.is_absolute() or ".." in path.parts or not path.parts:
        raise ArchiveError(f"contient un nom de fichier dangereux ({nom!a})")
    return path
