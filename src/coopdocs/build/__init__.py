"""Making the plan's targets: cache, worker processes, atomic files, manifest. One failed target stops no other."""

from __future__ import annotations

import contextlib
import errno
import hashlib
import json
import os
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from coopdocs import __version__, machine
from coopdocs.formats import LUS, Job, Rendu, run
from coopdocs.problem import Refused
from coopdocs.targets import Target

MANIFEST = "manifest.json"
TEMPORAIRE = ".tmp"


@dataclass(frozen=True)
class Result:
    """What became of one target. `defauts` is empty when it was made; `perime`: an older file stays in its place."""

    target: Target
    octets: int
    sha256: str
    pages: int | None
    cached: bool
    secondes: float
    defauts: tuple[str, ...] = ()
    perime: bool = False


class Cache:
    """Finished documents by the digest of all that their engine got; a folder that may be deleted at any time."""

    def __init__(self, dossier: Path | None) -> None:
        self.dossier = dossier

    def get(self, key: str) -> Rendu | None:
        if self.dossier is None:
            return None
        try:
            head, _, octets = (self.dossier / key[:2] / key).read_bytes().partition(b"\n")
            meta = json.loads(head)
            intact = hashlib.sha256(octets).hexdigest() == meta["sha256"]
            return Rendu(octets, meta["pages"]) if intact else None
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def put(self, key: str, rendu: Rendu) -> None:
        if self.dossier is None:
            return
        meta = {"pages": rendu.pages, "sha256": hashlib.sha256(rendu.octets).hexdigest()}
        # a full disk or a protected folder costs time at the next build, not this document
        with contextlib.suppress(OSError):
            write_atomic(self.dossier / key[:2] / key, json.dumps(meta).encode() + b"\n" + rendu.octets)


def write_atomic(chemin: Path, octets: bytes) -> None:
    """Write a whole file or nothing: a temporary file beside it, flushed to disk, then renamed."""
    chemin.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=f".{chemin.name}.", suffix=TEMPORAIRE, dir=chemin.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(octets)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(name, 0o644)
        os.replace(name, chemin)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def write_if_changed(chemin: Path, octets: bytes) -> None:
    """Leave a file alone whose bytes are already these."""
    if not chemin.is_file() or chemin.read_bytes() != octets:
        write_atomic(chemin, octets)


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


def key(job: Job) -> str:
    """The digest of all that decides a document's bytes: input, options, fonts and images, engine versions, code."""
    digest = hashlib.sha256()
    for part in (job.moteur, json.dumps(machine.versions(job.moteur)), __version__, _code_digest(), job.contenu):
        digest.update(part.encode() + b"\0")
    for name, value in sorted(job.options.items()):
        digest.update(name.encode() + b"\0" + (value if isinstance(value, bytes) else repr(value).encode()) + b"\0")
    for dossier in job.dossiers:
        digest.update(_files_digest(dossier))
    return digest.hexdigest()


@cache
def _code_digest() -> str:
    """A digest of the engines' rooms and of what they import, so that a change in them renders again."""
    package = Path(__file__).parents[1]
    sources = [*sorted((package / "formats").rglob("*.py")), package / "typographie.py"]
    return hashlib.sha256(b"\0".join(path.read_bytes() for path in sources)).hexdigest()


@cache
def _files_digest(dossier: Path) -> bytes:
    """A digest of the files that engines may read in one of a theme's folders."""
    files = sorted(p for folder in LUS for p in (dossier / folder).rglob("*") if p.is_file())
    return hashlib.sha256(
        b"\0".join(p.relative_to(dossier).as_posix().encode() + p.read_bytes() for p in files)
    ).digest()


def build(
    targets: Sequence[Target],
    sortie: Path,
    cache: Cache,
    workers: int,
    on_result: Callable[[Result], None] = lambda result: None,
) -> list[Result]:
    """Make every target under `sortie` and give one Result each, in plan order.

    Only what the cache lacks goes to an engine, in `workers` processes. KeyboardInterrupt leaves whole files only.
    """
    results: dict[str, Result] = {}

    def done(target: Target, rendu: Rendu, cached: bool, seconds: float) -> None:
        results[target.chemin] = result = _finish(target, rendu, sortie, cached, seconds)
        on_result(result)

    missing: list[tuple[Target, Job, str]] = []
    for target in targets:
        job = _job(target)
        if isinstance(job, Rendu):
            done(target, job, False, 0.0)
        elif job.moteur == "texte":
            done(target, run(job), False, 0.0)
        elif (rendu := cache.get(digest := key(job))) is not None:
            done(target, rendu, True, 0.0)
        else:
            missing.append((target, job, digest))
    for target, digest, rendu, seconds in _render(missing, workers):
        if not rendu.defauts:
            cache.put(digest, rendu)
        done(target, rendu, False, seconds)
    return [results[t.chemin] for t in targets]


def _job(target: Target) -> Job | Rendu:
    """A target's job, or why its template could not be filled."""
    try:
        return target.make()
    except Refused as refused:
        return Rendu(b"", None, tuple(map(str, refused.problems)))
    except Exception as error:
        return Rendu(b"", None, (f"modèle non rempli ({type(error).__name__} : {error})",))


def foresee(target: Target, sortie: Path, cache: Cache) -> str:
    """What building a target now would take: « en cache », « à faire », or the reason why it would fail."""
    job = _job(target)
    if isinstance(job, Rendu):
        return " ; ".join(job.defauts)
    if job.moteur == "texte":
        path = sortie / target.chemin
        return "en cache" if path.is_file() and path.read_bytes() == run(job).octets else "à faire"
    return "en cache" if cache.get(key(job)) else "à faire"


def _render(missing: Sequence[tuple[Target, Job, str]], workers: int) -> Iterator[tuple[Target, str, Rendu, float]]:
    """Give the jobs to engines, the longest first; in this process when one is enough."""
    ordered = sorted(missing, key=lambda m: (m[1].moteur != "pdf", -len(m[1].contenu)))
    if workers == 1 or len(ordered) < 2:
        for target, job, digest in ordered:
            yield target, digest, *_timed(job)
        return
    from concurrent.futures import as_completed

    from coopdocs.build.workers import PERDU, is_lost, pool

    with pool(min(workers, len(ordered))) as submit:
        futures = {submit(_timed, job): (target, digest) for target, job, digest in ordered}
        for future in as_completed(futures):
            lost = (Rendu(b"", None, (PERDU,)), 0.0)
            yield *futures[future], *(lost if is_lost(future) else future.result())


def _timed(job: Job) -> tuple[Rendu, float]:
    """Run one job; an engine's failure becomes a defect of that document alone."""
    start = time.perf_counter()
    try:
        rendu = run(job)
    except Exception as error:
        # our own rooms say in French what to do; another's error is named
        ours = type(error).__module__.startswith("coopdocs.")
        rendu = Rendu(b"", None, (str(error) if ours else f"{type(error).__name__} : {error}",))
    return rendu, time.perf_counter() - start


def _finish(target: Target, rendu: Rendu, sortie: Path, cached: bool, seconds: float) -> Result:
    """Write a finished document where its bytes differ from what stands there; a failed one leaves the older file."""
    path = sortie / target.chemin
    defauts = rendu.defauts
    if not defauts:
        try:
            write_if_changed(path, rendu.octets)
        except OSError as error:
            defauts = (f"{target.chemin} {write_fault(error)}",)
    stale = bool(defauts) and path.is_file()
    pages = None if defauts else rendu.pages
    octets = path.read_bytes() if stale else b"" if defauts else rendu.octets
    digest = hashlib.sha256(octets).hexdigest() if octets else ""
    return Result(target, len(octets), digest, pages, cached, seconds, defauts, stale)


def manifest(
    results: Sequence[Result],
    former: Mapping[str, dict[str, object]],
    every: Sequence[Target],
    anciens: Sequence[dict[str, object]] = (),
) -> str:
    """The manifest's text: an entry a file in plan order; files not made this time keep their former entry.

    `anciens`: entries of files that still stand though the plan no longer has them.
    """
    fresh = {r.target.chemin: _entry(r) for r in results if r.sha256}
    known = [fresh.get(t.chemin) or former.get(t.chemin) for t in every]
    engines = {m: machine.versions(m) for m in ("pdf", "docx", "xlsx")}
    data: dict[str, object] = {
        "coopdocs": __version__,
        "moteurs": engines,
        "fichiers": [entry for entry in known if entry],
    }
    if anciens:
        data["anciens"] = list(anciens)
    return json.dumps(data, ensure_ascii=False, indent=1) + "\n"


def _entry(result: Result) -> dict[str, object]:
    made = {"sha256": result.sha256, "octets": result.octets, "pages": result.pages}
    return result.target.described() | made | ({"perime": True} if result.perime else {})


def former_entries(sortie: Path) -> dict[str, dict[str, object]]:
    """The entries of the manifest that stands in `sortie`, by path; none where it is missing or damaged."""
    try:
        data = json.loads((sortie / MANIFEST).read_text("utf-8"))
        entries = [*data["fichiers"], *data.get("anciens", [])]
        return {str(entry["chemin"]): entry for entry in entries}
    except (OSError, ValueError, KeyError, TypeError):
        return {}
