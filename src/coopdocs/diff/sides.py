"""The two sides as a command names them: a kit, a release (folder or archive), a git revision of the kit at hand."""

from __future__ import annotations

import contextlib
import datetime as dt
import json
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

from coopdocs import library, packaged
from coopdocs.archives.unpack import ArchiveError, extract
from coopdocs.diff.documents import Cote
from coopdocs.errors import CoopdocsError, Exit
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
    """A side whose content has errors: `nom` as it was named, its problems placed in it."""

    def __init__(self, nom: str, problems: list[Problem]) -> None:
        super().__init__(problems)
        self.args = (nom, problems)
        self.nom = nom


@contextlib.contextmanager
def opened(nom: str, kit: Path) -> Iterator[Cote]:
    """A side by its name, as long as it is read; `kit` is the kit at hand: what « . » means, whose revisions are read.

    A path that exists goes before a revision of the same name. Raises UnknownSideError, or SideRefusedError.
    """
    path = Path(nom)
    with contextlib.ExitStack() as stack:

        def folder() -> Path:
            return Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="coopdocs-")))

        if nom == ".":
            yield _read(nom, kit, kit.as_posix() + "/" if kit != Path(".") else "")
        elif path.is_dir():
            yield _folder(nom, path)
        elif path.is_file():
            yield _archive(nom, path, folder())
        else:
            yield _revision(nom, kit, folder())


def _folder(nom: str, dossier: Path) -> Cote:
    if (dossier / KIT).is_file():
        return _read(nom, dossier, f"{nom.rstrip('/')}/")
    if (dossier / SOURCES / KIT).is_file():
        return _release(nom, dossier, f"{nom.rstrip('/')}/{SOURCES}/")
    if (dossier / MANIFEST).is_file():
        raise UnknownSideError(
            f"« {nom} » a des documents mais pas leurs sources : donnez une parution entière, ou le kit"
        )
    raise UnknownSideError(
        f"« {nom} » n’est ni un kit ({KIT} n’y est pas) ni une parution ({SOURCES}/{KIT} n’y est pas)"
    )


def _archive(nom: str, archive: Path, dossier: Path) -> Cote:
    def wanted(name: str) -> bool:
        parts = name.split("/")
        return SOURCES in parts[:2] or (parts[-1] == MANIFEST and len(parts) < 3)

    _unpack(nom, archive, dossier, wanted)
    tops = [d for d in (dossier, *sorted(dossier.iterdir())) if (d / SOURCES / KIT).is_file()]
    if not tops:
        raise UnknownSideError(f"« {nom} » n’est pas une parution : {SOURCES}/{KIT} n’y est pas")
    return _release(nom, tops[0], f"{nom}:{SOURCES}/")


def _revision(nom: str, kit: Path, dossier: Path) -> Cote:
    """A git revision of the folder where the kit is."""
    unknown = f"« {nom} » n’est ni un dossier, ni une archive, ni une révision git de ce kit"
    commit = _git(kit, "rev-parse", "--verify", "--quiet", f"{nom}^{{commit}}")
    if commit is None:
        raise UnknownSideError(
            f"{unknown} ; « git log --oneline » liste ses révisions (git fetch complète une copie partielle)"
        )
    revision = commit.decode().strip()
    there = (_git(kit, "ls-tree", "--name-only", revision) or b"").decode().splitlines()
    parts = [part for part in _PARTS if part in there]
    packed = _git(kit, "archive", "--format=tar", revision, *parts) if "content" in parts else None
    if packed is None:
        raise UnknownSideError(f"la révision « {nom} » n’a pas de kit ici : content/ n’y est pas")
    archive = dossier / "revision.tar"
    archive.write_bytes(packed)
    _unpack(nom, archive, dossier, lambda name: True)
    return _read(nom, dossier, f"{nom}:")


def _unpack(nom: str, archive: Path, dossier: Path, wanted: Callable[[str], bool]) -> None:
    try:
        extract(archive, dossier, wanted)
    except ArchiveError as refused:
        raise UnknownSideError(f"« {nom} » {refused}") from None


def _git(dossier: Path, *mots: str) -> bytes | None:
    """What git answers, None where it refuses or is not there."""
    try:
        done = subprocess.run(
            ["git", "-C", str(dossier), *mots], capture_output=True, stdin=subprocess.DEVNULL, check=False
        )
    except OSError:
        return None
    return done.stdout if done.returncode == 0 else None


def _release(nom: str, dossier: Path, ou: str) -> Cote:
    """A release bears the edition that its manifest says: it may have been given one that is not its kit's own."""
    try:
        manifest = json.loads((dossier / MANIFEST).read_text("utf-8"))
        sommes = {str(e["chemin"]): str(e["sha256"]) for e in manifest["fichiers"]}
        edition = dt.date.fromisoformat(manifest["edition"]) if "edition" in manifest else None
    except (OSError, ValueError, KeyError, TypeError):
        raise UnknownSideError(f"« {nom} » n’a pas de {MANIFEST} lisible : ce n’est pas une parution entière") from None
    return replace(_read(nom, dossier / SOURCES, ou, edition), sommes=sommes)


def _read(nom: str, racine: Path, ou: str, edition: dt.date | None = None) -> Cote:
    lue, problems = library.load(racine, edition)
    if lue is None:
        placed = [replace(p, place=replace(p.place, fichier=f"{ou}{p.place.fichier}")) for p in problems if p.is_error]
        raise SideRefusedError(nom, placed)
    own, behind = (racine / "templates").resolve(), packaged("templates").resolve()
    return Cote(nom, lue, Theme((own, behind) if own.is_dir() and own != behind else (behind,)))
