"""What git knows of a kit: whether all that it holds is committed."""

from __future__ import annotations

import subprocess
from collections.abc import Sequence
from pathlib import Path

from coopdocs.errors import CoopdocsError, Exit
from coopdocs.library.catalogue import KIT


class WorktreeError(CoopdocsError):
    """The kit lies in a git work tree that cannot be read, or is not committed."""

    exit_code = Exit.REFUSED


def changes(root: Path, excluding: Sequence[Path] = ()) -> tuple[str, ...] | None:
    """The files of a kit that differ from the last commit or are not in it; None where git does not follow the kit.

    `excluding`: folders that do not count. Raises WorktreeError.
    """
    here = root.resolve()
    if not any((folder / ".git").exists() for folder in (here, *here.parents)):
        return None
    excluded = [f":(exclude){path.resolve().relative_to(here).as_posix()}" for path in excluding if _under(path, here)]
    listed = _git(here, "status", "--porcelain=v1", "-z", "--untracked-files=all", "--no-renames", "--", ".", *excluded)
    if not listed and not _git(here, "ls-files", "--", KIT):
        # a kit that its repository ignores
        return None
    return tuple(entry[3:] for entry in listed.split("\0") if entry)


def _under(path: Path, root: Path) -> bool:
    resolved = path.resolve()
    return resolved != root and resolved.is_relative_to(root)


def _git(root: Path, *words: str) -> str:
    command = ["git", "-C", str(root), "--no-optional-locks", *words]
    try:
        done = subprocess.run(command, capture_output=True, check=False)
    except OSError as error:
        raise WorktreeError(f"git ne peut pas être lancé ({error.strerror})") from None
    if done.returncode:
        said = done.stderr.decode("utf-8", "replace").strip().splitlines()
        raise WorktreeError(f"git ne peut pas lire ce dépôt ({said[0] if said else done.returncode})")
    return done.stdout.decode("utf-8", "replace")
