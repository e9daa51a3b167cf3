"""Files written whole or not at all."""

from __future__ import annotations

import errno
import os
import tempfile
from pathlib import Path

TEMPORARY = ".tmp"


def write_atomic(path: Path, data: bytes) -> None:
    """Write a whole file or nothing: a temporary file beside it, flushed to disk, then renamed."""
    path.parent.mkdir(parents=True, exist_ok=True)
    _write(path, data, 0o644)


def write_private(path: Path, data: bytes) -> None:
    """Write a file that its owner alone can read, from the first byte on, in a folder that is so too (0600, 0700).

    What a killed run left unfinished in the folder goes first.
    """
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    path.parent.chmod(0o700)
    for left in path.parent.glob(f".*{TEMPORARY}"):
        left.unlink(missing_ok=True)
    _write(path, data, 0o600)


def _write(path: Path, data: bytes, mode: int) -> None:
    # made for its owner alone, whatever the umask
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", suffix=TEMPORARY, dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(name, mode)
        os.replace(name, path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def write_if_changed(path: Path, data: bytes) -> None:
    """Leave a file alone whose bytes are already these."""
    if not path.is_file() or path.read_bytes() != data:
        write_atomic(path, data)


def write_fault(error: OSError) -> str:
    """Why a file could not be written and what to do, as the end of a sentence that begins with its name."""
    if isinstance(error, PermissionError):
        return (
            "est ouvert dans un autre logiciel ou protégé : fermez-le, ou donnez-vous le droit d’écrire, puis relancez"
        )
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return "ne tient plus sur le disque : libérez de la place, puis relancez"
    if error.errno == errno.EROFS:
        return "est sur un disque en lecture seule : choisissez un autre dossier avec -o"
    if error.errno in (errno.EEXIST, errno.ENOTDIR, errno.EISDIR):
        return "ne peut pas être écrit : un fichier et un dossier portent le même nom ; changez de dossier avec -o"
    return f"n’a pas pu être écrit ({error.strerror}) : vérifiez le dossier et le disque, puis relancez"


def folder_fault(folder: Path) -> str | None:
    """Why nothing can be written to an output folder, in French; None when it can. Nothing is touched."""
    nearest = next(p for p in (folder, *folder.absolute().parents) if p.exists())
    if not nearest.is_dir():
        return f"« {folder} » est un fichier, pas un dossier : donnez-en un autre avec -o"
    if not os.access(nearest, os.W_OK | os.X_OK):
        return f"le dossier « {folder} » ne peut pas être écrit : donnez-en un autre avec -o"
    return None
