"""A release: documents, the sources that made them, licences and proofs in one folder, and the same in two archives.

It is made in a hidden folder beside its place and moved there when all of it stands.
"""

from __future__ import annotations

import contextlib
import json
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from coopdocs import produce
from coopdocs.archives import pack
from coopdocs.archives.pack import SUMS
from coopdocs.errors import CoopdocsError, Exit, RequestError
from coopdocs.events import Listener, Step
from coopdocs.produce.delivery import LEFTOVER_AGE, Order, Outcome, deliver
from coopdocs.produce.indexes import INDEX, index
from coopdocs.release import licences, notes, sbom, sources
from coopdocs.verify import Verification, examine

NOTES, SBOM = "notes.md", "sbom.cdx.json"
_SITE = ".coopdocs-"
_TOLERATED = ("liens", "tableaux")
"""What cannot hold where a document was knowingly left out: links that led to it, the formats of its table."""


@dataclass(frozen=True)
class ReleaseRequest:
    """What to release: a build of all targets whose `output` is the folder that holds the releases.

    `previous`: the release before it, None for the first. `caveats`: what was passed over, a sentence each, for the
    notes. `incomplete`: documents that fail are left out. `replacing`: another release of this edition gives way.
    """

    order: Order
    previous: Path | None
    caveats: tuple[str, ...]
    incomplete: bool
    replacing: bool

    @property
    def name(self) -> str:
        return notes.NAME.format(edition=self.order.library.kit.edition.isoformat())


@dataclass(frozen=True)
class Parution:
    """A release that stands: its folder, its archives, how many files it has and their bytes.

    `verification`: what was verified of it, None where it stood already, byte for byte: nothing was written.
    `previous`: the release that its notes compare it with.
    """

    folder: Path
    archives: tuple[Path, ...]
    files: int
    size: int
    verification: Verification | None
    previous: Path | None


class DocumentsFailedError(CoopdocsError):
    """Documents could not be made, nothing was published: `outcome` says which."""

    def __init__(self, outcome: Outcome) -> None:
        super().__init__("rien n’a été publié")
        self.outcome = outcome
        self.exit_code = outcome.exit_code


class EditionExistsError(RequestError):
    """Another release of this edition stands there; nothing was touched."""

    def __init__(self, paths: tuple[Path, ...]) -> None:
        where = ", ".join(path.as_posix() for path in paths)
        advice = "donnez-lui une autre date avec --edition, ou remplacez-la avec --remplacer"
        super().__init__(f"une autre parution de cette édition est déjà là ({where}) : {advice}")
        self.paths = paths


class NotConformingError(CoopdocsError):
    """What was made does not hold, nothing was published: `verification` says what."""

    exit_code = Exit.DIFFERENT

    def __init__(self, verification: Verification) -> None:
        super().__init__("rien n’a été publié", "ces documents ne tiennent pas ce qu’ils promettent")
        self.verification = verification


def publish(request: ReleaseRequest, on: Listener) -> Parution:
    """Make a release whole, verify it and put it in its place.

    Raises DocumentsFailedError, EditionExistsError, NotConformingError, ProblemsError, RequestError or OSError: then
    nothing has changed.
    """
    order = request.order
    order.output.mkdir(parents=True, exist_ok=True)
    with _site(order) as site:
        folder = site / request.name
        outcome = deliver(replace(order, output=folder), on)
        if outcome.lacking or outcome.faults or (outcome.failed and not request.incomplete):
            raise DocumentsFailedError(outcome)
        _complete(request, folder, outcome)
        day = order.library.kit.edition
        pack.write_zip(folder, site / f"{request.name}.zip", day)
        pack.write_tar_gz(folder, site / f"{request.name}.tar.gz", day)
        if _stands(request, site):
            return _parution(request, folder, None)
        verification = examine(folder, order.theme.folders, say=lambda what: on(Step(what)))
        if any(c.check not in (_TOLERATED if outcome.failed else ()) for c in verification.having("ne tient pas")):
            raise NotConformingError(verification)
        parution = _parution(request, folder, verification)
        _put(request, site)
        return parution


@contextlib.contextmanager
def _site(order: Order) -> Iterator[Path]:
    """A hidden folder beside the goal, gone at the end; those that a killed release left are swept."""
    for old in order.output.glob(f"{_SITE}*"):
        with contextlib.suppress(OSError):
            if order.now is not None and order.now - old.stat().st_mtime > LEFTOVER_AGE:
                shutil.rmtree(old)
    with tempfile.TemporaryDirectory(prefix=_SITE, dir=order.output) as site:
        yield Path(site)


def _complete(request: ReleaseRequest, folder: Path, outcome: Outcome) -> None:
    """Put around the documents what makes a release of them; the sums come last."""
    library, theme = request.order.library, request.order.theme
    manifest = (folder / produce.MANIFEST).read_text("utf-8")
    entries = json.loads(manifest)["fichiers"]
    around = _around(request, entries, outcome)
    for path, data in around.items():
        produce.write_atomic(folder / path, data)
    sizes = {path: len(data) for path, data in around.items()} | {produce.MANIFEST: len(manifest.encode())}
    starts = {"contenu": "sources/content/", "modeles": "sources/templates/", "licences": "licences/", "autour": ""}
    pieces = {
        group: {path: size for path, size in sizes.items() if path.startswith(start)} for group, start in starts.items()
    }
    produce.write_atomic(folder / INDEX, index(theme, library, entries, pieces).encode())
    produce.write_atomic(folder / SUMS, pack.sums(folder).encode())
    for inner in (folder, *(path for path in folder.rglob("*") if path.is_dir())):
        inner.chmod(0o755)


def _around(request: ReleaseRequest, entries: list[dict[str, Any]], outcome: Outcome) -> dict[str, bytes]:
    """The files that stand around the documents, by path; `entries`: those of the manifest."""
    library, theme = request.order.library, request.order.theme
    changes = None
    if request.previous:
        sums = {entry["chemin"]: entry["sha256"] for entry in entries}
        changes = notes.changes(request.previous, request.name, library, theme, sums)
    left_out = (
        f"{r.target.title} ({r.target.path}) n’a pas pu être fait : rien ne répond aux liens qui y mènent."
        for r in outcome.failed
    )
    return {
        NOTES: notes.write(library, changes, (*request.caveats, *left_out)).encode(),
        SBOM: sbom.of(library.kit.edition),
        **{f"licences/{name}": data for name, data in licences.read(library.kit, theme).items()},
        **{f"sources/{name}": data for name, data in sources.read(library).items()},
    }


def _names(request: ReleaseRequest) -> list[str]:
    """What a release is made of: its folder, then its archives."""
    return [request.name, *(request.name + ending for ending in notes.ARCHIVES)]


def _parution(request: ReleaseRequest, folder: Path, verification: Verification | None) -> Parution:
    final, *sealed = (request.order.output / name for name in _names(request))
    sizes = [path.stat().st_size for path in folder.rglob("*") if path.is_file()]
    return Parution(final, tuple(sealed), len(sizes), sum(sizes), verification, request.previous)


def _stands(request: ReleaseRequest, site: Path) -> bool:
    """Whether all that was made is in its place already. Raises EditionExistsError where something else must stay."""
    pairs = [(request.order.output / name, site / name) for name in _names(request)]
    others = tuple(there for there, made in pairs if there.exists() and not _same(there, made))
    if others and not request.replacing:
        raise EditionExistsError(others)
    return not others and all(there.exists() for there, _ in pairs)


def _put(request: ReleaseRequest, site: Path) -> None:
    """Move folder and archives to their place; what stands there goes with the site."""
    output, aside = request.order.output, site / "avant"
    aside.mkdir()
    former = [(output / name, aside / name) for name in _names(request) if (output / name).exists()]
    _move([*former, *((site / name, output / name) for name in _names(request))])


def _move(moves: list[tuple[Path, Path]]) -> None:
    """Rename each to the other, all or none."""
    done: list[tuple[Path, Path]] = []
    try:
        for here, there in moves:
            here.rename(there)
            done.append((here, there))
    except BaseException:
        for here, there in reversed(done):
            there.rename(here)
        raise


def _same(one: Path, other: Path) -> bool:
    """Whether two files, or all files of two folders, have the same names and bytes."""
    if one.is_file():
        return other.is_file() and one.read_bytes() == other.read_bytes()
    return one.is_dir() and other.is_dir() and _listed(one) == _listed(other)


def _listed(folder: Path) -> dict[str, str]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): pack.sha256(path) for path in files}
