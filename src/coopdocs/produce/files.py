"""Files written whole or not at all."""

from __future__ import annotations

import errno
import os
import stat
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from coopdocs.errors import CoopdocsError, Exit

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


@dataclass(frozen=True)
class Rewritten:
    """A file that was read (`former`) and is to hold other bytes."""

    path: Path
    former: bytes
    data: bytes


class ChangedMeanwhileError(CoopdocsError):
    """A file is no longer what was read of it: nothing is written over what someone else wrote."""

    exit_code = Exit.REFUSED


def write_together(rewritten: Sequence[Rewritten]) -> None:
    """Write several files, all or none, each with the rights it had. Raises ChangedMeanwhileError, OSError."""
    staged: list[tuple[Path, Path, Rewritten]] = []
    done: list[tuple[Path, Rewritten]] = []
    try:
        for file in rewritten:
            path = file.path.resolve()
            _refuse_changed(path, file)
            staged.append((_stage(path, file.data, stat.S_IMODE(path.stat().st_mode)), path, file))
        for temporary, path, file in staged:
            _refuse_changed(path, file)
            os.replace(temporary, path)
            done.append((path, file))
    except BaseException:
        for path, file in reversed(done):
            _write(path, file.former, stat.S_IMODE(path.stat().st_mode))
        raise
    finally:
        for temporary, _, _ in staged:
            temporary.unlink(missing_ok=True)


def _refuse_changed(path: Path, file: Rewritten) -> None:
    if path.read_bytes() != file.former:
        message = f"« {file.path.as_posix()} » a changé depuis sa lecture : rien n’est écrit"
        raise ChangedMeanwhileError(message, "enregistrez-le dans l’éditeur qui l’a ouvert, puis recommencez")


def _write(path: Path, data: bytes, mode: int) -> None:
    staged = _stage(path, data, mode)
    try:
        os.replace(staged, path)
    except BaseException:
        staged.unlink(missing_ok=True)
        raise


def _stage(path: Path, data: bytes, mode: int) -> Path:
    """A finished temporary file beside a path, flushed to disk."""
    # made for its owner alone, whatever the umask
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", suffix=TEMPORARY, dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(name, mode)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    return Path(name)


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
