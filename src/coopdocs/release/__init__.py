"""A release: documents, the sources that made them, licences and proofs in one folder, and the same in two archives.

It is made in a hidden folder beside its place and moved there when all of it stands.
"""

from __future__ import annotations

import contextlib
import json
import shutil
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from coopdocs import produce
from coopdocs.archives import pack
from coopdocs.archives.pack import SOMMES
from coopdocs.errors import CoopdocsError, Exit, RequestError
from coopdocs.produce import series
from coopdocs.produce.delivery import AGE_RESTES, INDEX, Order, Outcome, deliver
from coopdocs.release import licences, notes, sbom, sources
from coopdocs.verify import Verification, examine

NOTES, SBOM = "notes.md", "sbom.cdx.json"
_CHANTIER = ".coopdocs-"
_TOLERES = ("liens", "tableaux")
"""What cannot hold where a document was knowingly left out: links that led to it, the formats of its table."""


@dataclass(frozen=True)
class Projet:
    """What to release: a build of all targets whose `sortie` is the folder that holds the releases.

    `depuis`: the release before it, None for the first. `reserves`: what was passed over, a sentence each, for the
    notes. `incomplet`: documents that fail are left out. `remplacer`: another release of this edition gives way.
    """

    order: Order
    depuis: Path | None
    reserves: tuple[str, ...]
    incomplet: bool
    remplacer: bool

    @property
    def nom(self) -> str:
        return notes.NOM.format(edition=self.order.library.kit.edition.isoformat())


@dataclass(frozen=True)
class Parution:
    """A release that stands: its folder, its archives, how many files it has and their bytes.

    `rapport`: what was verified of it, None where it stood already, byte for byte: nothing was written.
    """

    dossier: Path
    archives: tuple[Path, ...]
    fichiers: int
    octets: int
    rapport: Verification | None


@dataclass(frozen=True)
class Pieces:
    """The files around the documents as the index shows them: path from the release → bytes."""

    contenu: dict[str, int]
    modeles: dict[str, int]
    licences: dict[str, int]
    autour: dict[str, int]


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
    """What was made does not hold, nothing was published: `rapport` says what."""

    exit_code = Exit.DIFFERENT

    def __init__(self, rapport: Verification) -> None:
        super().__init__("rien n’a été publié", "ces documents ne tiennent pas ce qu’ils promettent")
        self.rapport = rapport


def publish(
    projet: Projet,
    on_result: Callable[[produce.Result], None],
    on_many: Callable[[series.Estimation], None],
    dire: Callable[[str], None],
) -> Parution:
    """Make a release whole, verify it and put it in its place; `dire` hears in French what takes long.

    Raises DocumentsFailedError, EditionExistsError, NotConformingError, ProblemsError, RequestError or OSError: then
    nothing has changed.
    """
    order = projet.order
    order.sortie.mkdir(parents=True, exist_ok=True)
    with _site(order) as chantier:
        dossier = chantier / projet.nom
        outcome = deliver(replace(order, sortie=dossier), on_result, lambda: None, on_many)
        if outcome.manquent or outcome.defauts or (outcome.failed and not projet.incomplet):
            raise DocumentsFailedError(outcome)
        _complete(projet, dossier, outcome)
        jour = order.library.kit.edition
        pack.write_zip(dossier, chantier / f"{projet.nom}.zip", jour)
        pack.write_tar_gz(dossier, chantier / f"{projet.nom}.tar.gz", jour)
        if _stands(projet, chantier):
            return _parution(projet, dossier, None)
        rapport = examine(dossier, order.theme.dossiers, say=dire)
        if any(c.check not in (_TOLERES if outcome.failed else ()) for c in rapport.having("ne tient pas")):
            raise NotConformingError(rapport)
        parution = _parution(projet, dossier, rapport)
        _put(projet, chantier)
        return parution


@contextlib.contextmanager
def _site(order: Order) -> Iterator[Path]:
    """A hidden folder beside the goal, gone at the end; those that a killed release left are swept."""
    for old in order.sortie.glob(f"{_CHANTIER}*"):
        with contextlib.suppress(OSError):
            if order.now - old.stat().st_mtime > AGE_RESTES:
                shutil.rmtree(old)
    with tempfile.TemporaryDirectory(prefix=_CHANTIER, dir=order.sortie) as chantier:
        yield Path(chantier)


def _complete(projet: Projet, dossier: Path, outcome: Outcome) -> None:
    """Put around the documents what makes a release of them; the sums come last."""
    library, theme = projet.order.library, projet.order.theme
    manifest = (dossier / produce.MANIFEST).read_text("utf-8")
    entries = json.loads(manifest)["fichiers"]
    texts = _around(projet, entries, outcome)
    for chemin, octets in texts.items():
        produce.write_atomic(dossier / chemin, octets)
    sizes = {chemin: len(octets) for chemin, octets in texts.items()} | {produce.MANIFEST: len(manifest.encode())}
    starts = ("sources/content/", "sources/templates/", "licences/", "")
    pieces = Pieces(*({c: n for c, n in sizes.items() if c.startswith(start)} for start in starts))
    context = {"kit": library.kit, "library": library, "fichiers": entries, "pieces": pieces}
    index = theme.render("index/index.html.j2", support="ecran", **context)
    produce.write_atomic(dossier / INDEX, index.encode())
    produce.write_atomic(dossier / SOMMES, pack.sums(dossier).encode())
    for folder in (dossier, *(path for path in dossier.rglob("*") if path.is_dir())):
        folder.chmod(0o755)


def _around(projet: Projet, entries: list[dict[str, Any]], outcome: Outcome) -> dict[str, bytes]:
    """The files that stand around the documents, by path; `entries`: those of the manifest."""
    library, theme = projet.order.library, projet.order.theme
    changes = None
    if projet.depuis:
        sums = {entry["chemin"]: entry["sha256"] for entry in entries}
        changes = notes.changes(projet.depuis, projet.nom, library, theme, sums)
    left_out = (
        f"{r.target.titre} ({r.target.chemin}) n’a pas pu être fait : rien ne répond aux liens qui y mènent."
        for r in outcome.failed
    )
    return {
        NOTES: notes.write(library, changes, (*projet.reserves, *left_out)).encode(),
        SBOM: sbom.of(library.kit.edition),
        **{f"licences/{nom}": octets for nom, octets in licences.read(library.kit, theme).items()},
        **{f"sources/{nom}": octets for nom, octets in sources.read(library).items()},
    }


def _names(projet: Projet) -> list[str]:
    """What a release is made of: its folder, then its archives."""
    return [projet.nom, *(projet.nom + ending for ending in notes.ARCHIVES)]


def _parution(projet: Projet, dossier: Path, rapport: Verification | None) -> Parution:
    folder, *sealed = (projet.order.sortie / name for name in _names(projet))
    sizes = [path.stat().st_size for path in dossier.rglob("*") if path.is_file()]
    return Parution(folder, tuple(sealed), len(sizes), sum(sizes), rapport)


def _stands(projet: Projet, chantier: Path) -> bool:
    """Whether all that was made is in its place already. Raises EditionExistsError where something else must stay."""
    pairs = [(projet.order.sortie / name, chantier / name) for name in _names(projet)]
    others = tuple(there for there, made in pairs if there.exists() and not _same(there, made))
    if others and not projet.remplacer:
        raise EditionExistsError(others)
    return not others and all(there.exists() for there, _ in pairs)


def _put(projet: Projet, chantier: Path) -> None:
    """Move folder and archives to their place; what stands there goes with the site."""
    sortie, aside = projet.order.sortie, chantier / "avant"
    aside.mkdir()
    former = [(sortie / name, aside / name) for name in _names(projet) if (sortie / name).exists()]
    _move([*former, *((chantier / name, sortie / name) for name in _names(projet))])


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


def _listed(dossier: Path) -> dict[str, str]:
    files = (path for path in dossier.rglob("*") if path.is_file())
    return {path.relative_to(dossier).as_posix(): pack.sha256(path) for path in files}
