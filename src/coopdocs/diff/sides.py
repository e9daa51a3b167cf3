"""The two sides as a command names them: a kit, a release (folder or archive), a git revision of the kit at hand."""

from __future__ import annotations

import contextlib
import datetime as dt
import json
import subprocess
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from coopdocs import library
from coopdocs.archives.unpack import ArchiveError, extract
from coopdocs.diff.documents import Side
from coopdocs.errors import CoopdocsError, Exit
from coopdocs.folders import KitFolders
from coopdocs.library.catalogue import KIT
from coopdocs.problem import Problem, ProblemsError
from coopdocs.produce import MANIFEST
from coopdocs.theme import Theme

SOURCES = "sources"
_PARTS = ("content", "templates")


class UnknownSideError(CoopdocsError):
    """What was named is nothing that can be compared."""

    exit_code = Exit.USAGE


class SideRefusedError(ProblemsError):
    """A side whose content has errors: `name` as it was named, its problems placed in it."""

    def __init__(self, name: str, problems: list[Problem]) -> None:
        super().__init__(problems)
        self.args = (name, problems)
        self.name = name


class SidesRefusedError(ProblemsError):
    """One side, or both, have errors: nothing is compared. `names`: those that have."""

    def __init__(self, refused: Sequence[SideRefusedError]) -> None:
        super().__init__([problem for side in refused for problem in side.problems])
        self.args = (refused,)
        self.names = [side.name for side in refused]


@contextlib.contextmanager
def opened(name: str, kit: Path) -> Iterator[Side]:
    """A side by its name, as long as it is read; `kit` is the kit at hand: what « . » means, whose revisions are read.

    A path that exists goes before a revision of the same name. Raises UnknownSideError, or SideRefusedError.
    """
    path = Path(name)
    with contextlib.ExitStack() as stack:

        def folder() -> Path:
            return Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="coopdocs-")))

        if name == ".":
            yield _read(name, kit, kit.as_posix() + "/" if kit != Path(".") else "")
        elif path.is_dir():
            yield _folder(name, path)
        elif path.is_file():
            yield _archive(name, path, folder())
        else:
            yield _revision(name, kit, folder())


def _folder(name: str, folder: Path) -> Side:
    if (folder / KIT).is_file():
        return _read(name, folder, f"{name.rstrip('/')}/")
    if (folder / SOURCES / KIT).is_file():
        return _release(name, folder, f"{name.rstrip('/')}/{SOURCES}/")
    if (folder / MANIFEST).is_file():
        raise UnknownSideError(
            f"« {name} » a des documents mais pas leurs sources : donnez une parution entière, ou le kit"
        )
    raise UnknownSideError(
        f"« {name} » n’est ni un kit ({KIT} n’y est pas) ni une parution ({SOURCES}/{KIT} n’y est pas)"
    )


def _archive(name: str, archive: Path, folder: Path) -> Side:
    def wanted(name: str) -> bool:
        parts = name.split("/")
        return SOURCES in parts[:2] or (parts[-1] == MANIFEST and len(parts) < 3)

    _unpack(name, archive, folder, wanted)
    tops = [d for d in (folder, *sorted(folder.iterdir())) if (d / SOURCES / KIT).is_file()]
    if not tops:
        raise UnknownSideError(f"« {name} » n’est pas une parution : {SOURCES}/{KIT} n’y est pas")
    return _release(name, tops[0], f"{name}:{SOURCES}/")


def _revision(name: str, kit: Path, folder: Path) -> Side:
    """A git revision of the folder where the kit is."""
    unknown = f"« {name} » n’est ni un dossier, ni une archive, ni une révision git de ce kit"
    commit = _git(kit, "rev-parse", "--verify", "--quiet", f"{name}^{{commit}}")
    if commit is None:
        raise UnknownSideError(
            f"{unknown} ; « git log --oneline » liste ses révisions (git fetch complète une copie partielle)"
        )
    revision = commit.decode().strip()
    there = (_git(kit, "ls-tree", "--name-only", revision) or b"").decode().splitlines()
    parts = [part for part in _PARTS if part in there]
    packed = _git(kit, "archive", "--format=tar", revision, *parts) if "content" in parts else None
    if packed is None:
        raise UnknownSideError(f"la révision « {name} » n’a pas de kit ici : content/ n’y est pas")
    archive = folder / "revision.tar"
    archive.write_bytes(packed)
    _unpack(name, archive, folder, lambda name: True)
    return _read(name, folder, f"{name}:")


def _unpack(name: str, archive: Path, folder: Path, wanted: Callable[[str], bool]) -> None:
    try:
        extract(archive, folder, wanted)
    except ArchiveError as refused:
        raise UnknownSideError(f"« {name} » {refused}") from None


def _git(folder: Path, *words: str) -> bytes | None:
    """What git answers, None where it refuses or is not there."""
    try:
        done = subprocess.run(
            ["git", "-C", str(folder), *words], capture_output=True, stdin=subprocess.DEVNULL, check=False
        )
    except OSError:
        return None
    return done.stdout if done.returncode == 0 else None


def _release(name: str, folder: Path, where: str) -> Side:
    """A release bears the edition that its manifest says: it may have been given one that is not its kit's own."""
    try:
        manifest = json.loads((folder / MANIFEST).read_text("utf-8"))
        sums = {str(e["chemin"]): str(e["sha256"]) for e in manifest["fichiers"]}
        edition = dt.date.fromisoformat(manifest["edition"]) if "edition" in manifest else None
    except (OSError, ValueError, KeyError, TypeError):
        raise UnknownSideError(
            f"« {name} » n’a pas de {MANIFEST} lisible : ce n’est pas une parution entière"
        ) from None
    return replace(_read(name, folder / SOURCES, where, edition), sums=sums)


def _read(name: str, root: Path, where: str, edition: dt.date | None = None) -> Side:
    kit, problems = library.load(root, edition)
    if kit is None:
        errors = [problem for problem in problems if problem.is_error]
        placed = [replace(p, place=replace(p.place, fichier=f"{where}{p.place.fichier}")) for p in errors]
        raise SideRefusedError(name, placed)
    return Side(name, kit, Theme(KitFolders(root).theme))
