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

ENDINGS = (".zip", ".tar.gz", ".tgz")
MAX_FILES = 20_000
MAX_BYTES = 2_000_000_000
"""What an archive may hold once unpacked: its files and their bytes."""
_BLOCK = 1 << 20
# Named one by one, so that a fault of ours still shows as one. The libraries have errors of their own for a damaged
# frame, decompressors theirs (OSError: bzip2, and the disk; EOFError: an end too soon), zipfile NotImplementedError for
# a compression or version it does not know, UnicodeDecodeError for a name that is not what it says.
_DAMAGED = (
    zipfile.BadZipFile, tarfile.TarError, zlib.error, lzma.LZMAError, OSError, EOFError, NotImplementedError,
    UnicodeDecodeError,
)  # fmt: skip


class ArchiveError(CoopdocsError):
    """An archive that cannot be unpacked, or must not be; the message is the end of a French sentence on it."""


def is_archive(path: Path) -> bool:
    return path.name.lower().endswith(ENDINGS)


def extract(archive: Path, folder: Path, wanted: Callable[[str], bool] = lambda name: True) -> None:
    """Unpack the files of a .zip or a tar whose name is wanted under `folder`. Raises ArchiveError."""
    try:
        if archive.name.lower().endswith(".zip"):
            with zipfile.ZipFile(archive) as source:
                _write(((name, content) for name, content in _from_zip(source) if wanted(name)), folder)
        else:
            with tarfile.open(archive, "r:*") as source_tar:
                _write(_from_tar(source_tar, folder, wanted), folder)
    except _DAMAGED as error:
        raise ArchiveError(f"ne se lit pas jusqu’au bout ({error}) : reprenez-la à sa source") from None


def _from_zip(source: zipfile.ZipFile) -> Iterator[tuple[str, IO[bytes]]]:
    for info in source.infolist():
        mode = info.external_attr >> 16
        if info.flag_bits & 1:
            raise ArchiveError(f"est protégée par un mot de passe ({info.filename})")
        if stat.S_IFMT(mode) not in (0, stat.S_IFREG, stat.S_IFDIR):
            raise ArchiveError(f"contient autre chose que des fichiers et des dossiers ({info.filename})")
        if not info.is_dir():
            yield info.filename, source.open(info)


def _from_tar(source: tarfile.TarFile, folder: Path, wanted: Callable[[str], bool]) -> Iterator[tuple[str, IO[bytes]]]:
    for member in source:
        if member.isdir():
            continue
        content = source.extractfile(member) if member.isreg() and not member.issparse() else None
        if content is None:
            raise ArchiveError(f"contient autre chose que des fichiers et des dossiers ({member.name})")
        if wanted(member.name):
            _filter(member, folder)
            yield member.name, content


def _filter(member: tarfile.TarInfo, folder: Path) -> None:
    """Refuse what Python's own filter refuses: our rules and one more, for it follows the links in the folder."""
    _safe(member.name)
    if hasattr(tarfile, "data_filter"):  # Python before 3.11.4 has none
        try:
            tarfile.data_filter(member, str(folder))
        except tarfile.FilterError:
            raise _dangerous(member.name) from None


def _write(entries: Iterator[tuple[str, IO[bytes]]], folder: Path) -> None:
    """Write the entries, counting what really comes out: a header can lie about its size."""
    seen: set[str] = set()
    left = MAX_BYTES
    for name, content in entries:
        path = folder / _safe(name)
        # compared without case: on some disks the second of two such files would replace the first
        if str(path).casefold() in seen:
            raise ArchiveError(f"contient deux fois {name}")
        seen.add(str(path).casefold())
        if len(seen) > MAX_FILES:
            raise ArchiveError(f"contient plus de {MAX_FILES} fichiers")
        path.parent.mkdir(parents=True, exist_ok=True)
        with content, path.open("wb") as out:
            while block := content.read(_BLOCK):
                left -= len(block)
                if left < 0:
                    raise ArchiveError(f"dépasse {MAX_BYTES // 1_000_000_000} Go une fois dépliée")
                out.write(block)


def _safe(name: str) -> PurePosixPath:
    """An entry's name as a path that stays in its folder."""
    path = PurePosixPath(name)
    plain = name.isprintable() and "\\" not in name and ":" not in name
    if not plain or path.is_absolute() or ".." in path.parts or not path.parts:
        raise _dangerous(name)
    return path


def _dangerous(name: str) -> ArchiveError:
    return ArchiveError(f"contient un nom de fichier dangereux ({name!a})")
