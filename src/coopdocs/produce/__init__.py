"""Making the plan's targets: cache, worker processes, atomic files, manifest. One failed target stops no other."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from coopdocs import __version__, machine
from coopdocs.errors import CoopdocsError
from coopdocs.events import Result
from coopdocs.formats import prepared, run
from coopdocs.formats.job import Job, PdfJob, Rendered, TextJob, inner_jobs, source
from coopdocs.problem import ProblemsError
from coopdocs.produce.cache import Cache, key
from coopdocs.produce.files import TEMPORARY, write_atomic, write_fault, write_if_changed
from coopdocs.produce.parts import PartStore
from coopdocs.targets import Target

__all__ = [
    "MANIFEST",
    "TEMPORARY",
    "Cache",
    "PartStore",
    "Result",
    "build",
    "fault",
    "finish",
    "foresee",
    "former_entries",
    "key",
    "make",
    "manifest",
    "warm",
    "write_atomic",
    "write_fault",
    "write_if_changed",
]

MANIFEST = "manifest.json"


def build(
    targets: Sequence[Target],
    output: Path,
    cache: Cache,
    workers: int,
    on_result: Callable[[Result], None] = lambda result: None,
) -> list[Result]:
    """Make every target under `output` and give one Result each, in plan order.

    Only what the cache lacks goes to an engine, in `workers` processes. KeyboardInterrupt leaves whole files only.
    """
    results: dict[str, Result] = {}

    def done(target: Target, rendered: Rendered, seconds: float = 0.0, cached: bool = False) -> None:
        results[target.path] = result = finish(target, rendered, output, cached, seconds)
        on_result(result)

    missing: list[tuple[Target, Job, str]] = []
    joined: list[tuple[Target, Job, str]] = []
    for target in targets:
        job = _job(target)
        if isinstance(job, Rendered):
            done(target, job)
        elif isinstance(job, TextJob):
            done(target, run(job))
        elif (rendered := cache.get(digest := key(job))) is not None:
            done(target, rendered, cached=True)
        else:
            (joined if inner_jobs(job) else missing).append((target, job, digest))
    parts = PartStore(cache)
    pieces = [leaf for _, job, _ in joined for leaf in _leaves(job)]
    for target_, job, digest, rendered, seconds in _render([*missing, *_lacking(pieces, missing, cache)], workers):
        if not rendered.defects:
            cache.put(digest, rendered)
        parts.keep(job, rendered)
        if target_:
            done(target_, rendered, seconds)
    for target, job, _ in joined:
        done(target, *_timed(job, parts.render))
    return [results[t.path] for t in targets]


def warm(jobs: Sequence[Job], cache: Cache, workers: int) -> None:
    """Have the parts that the cache lacks made side by side."""
    for _, _, digest, rendered, _ in _render(_lacking(jobs, (), cache), workers):
        if not rendered.defects:
            cache.put(digest, rendered)


def _leaves(job: Job) -> Iterator[Job]:
    """The jobs that a joined document comes from in the end, as engines get them; plain text needs none."""
    for inner in inner_jobs(job):
        if inner_jobs(inner):
            yield from _leaves(inner)
        elif not isinstance(inner, TextJob):
            yield prepared(inner)


def _lacking(
    jobs: Sequence[Job], coming: Sequence[tuple[Target, Job, str]], cache: Cache
) -> list[tuple[None, Job, str]]:
    """The parts to make that are in no target of their own, each once."""
    known = {digest for _, _, digest in coming}
    wanted = {digest: job for job in jobs if (digest := key(job)) not in known}
    return [(None, job, digest) for digest, job in wanted.items() if cache.get(digest) is None]


def _job(target: Target) -> Job | Rendered:
    """A target's job, or why its template could not be filled."""
    try:
        return target.make()
    except ProblemsError as refused:
        return Rendered(b"", None, tuple(map(str, refused.problems)))
    except Exception as error:
        return Rendered(b"", None, (f"modèle non rempli ({type(error).__name__} : {error})",))


def make(target: Target, parts: PartStore) -> Rendered:
    """A target's document in this process; what goes wrong is a defect of it."""
    job = _job(target)
    if isinstance(job, Rendered):
        return job
    return _timed(job, run if isinstance(job, TextJob) else parts.render)[0]


def foresee(target: Target, output: Path, cache: Cache) -> str:
    """What building a target now would take: « en cache », « à faire », or the reason why it would fail."""
    job = _job(target)
    if isinstance(job, Rendered):
        return " ; ".join(job.defects)
    if isinstance(job, TextJob):
        path = output / target.path
        return "en cache" if path.is_file() and path.read_bytes() == run(job).data else "à faire"
    return "en cache" if cache.get(key(job)) else "à faire"


def _render(
    missing: Sequence[tuple[Target | None, Job, str]], workers: int
) -> Iterator[tuple[Target | None, Job, str, Rendered, float]]:
    """Give the jobs to engines, the longest first; in this process when one is enough."""
    ordered = sorted(missing, key=lambda m: (not isinstance(m[1], PdfJob), -len(source(m[1]))))
    if workers == 1 or len(ordered) < 2:
        for target, job, digest in ordered:
            yield target, job, digest, *_timed(job)
        return
    from concurrent.futures import as_completed

    from coopdocs.produce.workers import LOST, is_lost, pool

    with pool(min(workers, len(ordered))) as submit:
        futures = {submit(_timed, job): (target, job, digest) for target, job, digest in ordered}
        for future in as_completed(futures):
            lost = (Rendered(b"", None, (LOST,)), 0.0)
            yield *futures[future], *(lost if is_lost(future) else future.result())


def _timed(job: Job, render: Callable[[Job], Rendered] = run) -> tuple[Rendered, float]:
    """Make one job's document; an engine's failure becomes a defect of that document alone."""
    start = time.perf_counter()
    try:
        rendered = render(job)
    except Exception as error:
        rendered = Rendered(b"", None, (fault(error),))
    return rendered, time.perf_counter() - start


def fault(error: Exception) -> str:
    """An engine's error as a defect: our own rooms say in French what to do, another's error is named."""
    if isinstance(error, ProblemsError):
        return " ; ".join(map(str, error.problems))
    return str(error) if isinstance(error, CoopdocsError) else f"{type(error).__name__} : {error}"


def finish(target: Target, rendered: Rendered, output: Path, cached: bool, seconds: float) -> Result:
    """Write a finished document where its bytes differ from what stands there; a failed one leaves the older file."""
    path = output / target.path
    defects = rendered.defects
    if not defects:
        try:
            write_if_changed(path, rendered.data)
        except OSError as error:
            defects = (f"{target.path} {write_fault(error)}",)
    stale = bool(defects) and path.is_file()
    pages = None if defects else rendered.pages
    data = path.read_bytes() if stale else b"" if defects else rendered.data
    digest = hashlib.sha256(data).hexdigest() if data else ""
    return Result(target, len(data), digest, pages, cached, seconds, defects, stale)


def manifest(
    results: Sequence[Result],
    former: Mapping[str, dict[str, object]],
    every: Sequence[Target],
    edition: dt.date,
    polices: Sequence[dict[str, str]],
    stale_entries: Sequence[dict[str, object]] = (),
    asked_earlier: Iterable[dict[str, object]] = (),
) -> str:
    """The manifest's text, a JSON object; the same files made by the same tools give the same text.

    - `coopdocs`: its version; `edition`: the day that the documents bear (AAAA-MM-JJ)
    - `moteurs`: name → version of all that can change a byte: Python, packages, system libraries (null: absent)
    - `polices`: a font of the theme a line, as `Theme.fonts` gives them
    - `fichiers`: an entry a file in plan order: `chemin`, `genre`, `sujet`, `titre`, `format`, `sha256`, `octets`,
      `pages` (null where they have no meaning), `perime` where an older file stays; a file not made this time keeps
      its former entry
    - `anciens`: entries of files that still stand though the plan no longer has them; left out where there is none
    - `prevus`: paths of the plan that nobody has asked for yet, or that this machine cannot lay out; left out where
      there is none

    `asked_earlier`: entries of dossiers that were asked for by name, earlier.
    """
    fresh = {r.target.path: _entry(r) for r in results if r.sha256}
    known = [fresh.get(t.path) or former.get(t.path) for t in every]
    known += asked_earlier
    data: dict[str, object] = {
        "coopdocs": __version__,
        "edition": edition.isoformat(),
        "moteurs": machine.every_version(),
        "polices": list(polices),
        "fichiers": [entry for entry in known if entry],
    }
    if stale_entries:
        data["anciens"] = list(stale_entries)
    there = {entry["chemin"] for entry in known if entry} | {r.target.path for r in results}
    if planned := [t.path for t in every if t.path not in there]:
        data["prevus"] = planned
    return json.dumps(data, ensure_ascii=False, indent=1) + "\n"


def _entry(result: Result) -> dict[str, object]:
    made = {"sha256": result.sha256, "octets": result.size, "pages": result.pages}
    return result.target.described() | made | ({"perime": True} if result.stale else {})


def former_entries(output: Path) -> dict[str, dict[str, object]]:
    """The entries of the manifest that stands in `output`, by path; none where it is missing or damaged."""
    try:
        data = json.loads((output / MANIFEST).read_text("utf-8"))
        entries = [*data["fichiers"], *data.get("anciens", [])]
        return {str(entry["chemin"]): entry for entry in entries}
    except (OSError, ValueError, KeyError, TypeError):
        return {}
