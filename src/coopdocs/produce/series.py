"""Dossiers, one or thirty-five thousand: made in chunks, written as they come, only a few in memory at a time.

A journal beside the cache says which file was made from what. A run that was stopped goes on where it was: a file made
from this very kit is left alone, one whose parts have not changed is not made again.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import gc
import hashlib
import json
import shutil
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, wait
from dataclasses import asdict, dataclass
from functools import lru_cache
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from coopdocs.errors import CoopdocsError
from coopdocs.events import Estimate
from coopdocs.formats import run
from coopdocs.formats.job import Job, PdfJob, Rendered, inner_jobs
from coopdocs.produce import fault, warm
from coopdocs.produce.cache import Cache, key
from coopdocs.produce.parts import PartStore
from coopdocs.produce.workers import LOST, Submit, is_lost, pool
from coopdocs.targets import DossierRequest, Target
from coopdocs.typographie import taille

if TYPE_CHECKING:
    from coopdocs.library import Library
    from coopdocs.plan.dossier import Assembler
    from coopdocs.theme import Theme

CHUNK = 8
"""Dossiers in a chunk: about ten megabytes on their way from a worker process."""
MANY = 50
"""From this many on, what they will take is said before they are made."""
CLUSTER_CHUNK = 50
"""Dossiers in a chunk that travels to another machine, at most."""
FEW = 4
"""Up to this many are made in this process: another takes a second to read the kit."""


@dataclass(frozen=True)
class DossierOrder:
    """One file to make; `known`: the key of the file that stands in its place, empty where none does."""

    request: DossierRequest
    known: str = ""


@dataclass(frozen=True)
class MadeDossier:
    """What became of a DossierOrder: `rendered` is None where the file that stands is the one wanted."""

    key: str
    rendered: Rendered | None
    seconds: float


class DiskFullError(CoopdocsError):
    """There is no room for what was asked: how much it takes, how much there is (bytes)."""

    def __init__(self, needed: int, free: int) -> None:
        super().__init__(
            f"il faut environ {taille(needed)} sur le disque, il en reste {taille(free)} : "
            "libérez de la place, ou donnez un autre dossier avec -o"
        )
        self.args = (needed, free)


def estimate(made: Sequence[MadeDossier], total: int, workers: int, output: Path) -> Estimate:
    """From the first dossiers what `total` of them take. Raises DiskFullError."""
    sizes = [len(one.rendered.data) for one in made if one.rendered]
    data = total * max(sizes, default=0)
    output.mkdir(parents=True, exist_ok=True)
    free = shutil.disk_usage(output).free
    if data > free:
        raise DiskFullError(data, free)
    later = [one.seconds for one in made[1:]] or [made[0].seconds]
    return Estimate(total, data, total * sum(later) / len(later) / workers)


@dataclass(frozen=True)
class SharedKit:
    """What another process needs to make dossiers; `kit_digest` is the digest of all that these folders hold.

    `edition`: the day that the documents bear, where it is not the kit's own.
    """

    root: Path
    theme: tuple[Path, ...]
    cache: Path | None
    kit_digest: str
    edition: dt.date | None = None


@dataclass(frozen=True)
class Crew:
    """Worker processes elsewhere: how many, and what takes a kit to them and gives the way to submit work on it.

    With the kit go the parts whose keys are given: they are in its cache.
    """

    workers: int
    equip: Callable[[SharedKit, Sequence[str]], Submit]


class Workshop:
    """Makes dossiers in one process."""

    def __init__(self, assembler: Assembler, parts: PartStore) -> None:
        self.assembler, self.parts = assembler, parts

    @classmethod
    def of(cls, library: Library, theme: Theme, cache: Cache) -> Workshop:
        from coopdocs.plan.dossier import Assembler
        from coopdocs.plan.maker import Maker

        parts = PartStore(cache)
        return cls(Assembler(Maker(library, theme), parts.pages), parts)

    def warm(self, request: DossierRequest, cache: Cache, workers: int) -> None:
        """Have the parts that dossiers share made side by side, before any process needs them."""
        warm(self.shared(request), cache, workers)

    def shared(self, request: DossierRequest) -> list[Job]:
        """The parts of a dossier that others have too."""
        if request.format == "pdf":
            with contextlib.suppress(Exception):  # the dossier itself will say what is wrong
                return [job for job in inner_jobs(self.assembler.job(request)) if isinstance(job, PdfJob)]
        return []

    def make(self, order: DossierOrder) -> MadeDossier:
        """One file; what goes wrong is a defect of that file alone."""
        start = time.perf_counter()
        digest = ""
        try:
            job = self.assembler.job(order.request)
            digest = key(job)
            rendered = None if digest == order.known else run(job, self.parts.render)
        except Exception as error:
            rendered = Rendered(b"", None, (fault(error),))
        return MadeDossier(digest, rendered, time.perf_counter() - start)


def work(kit: SharedKit, orders: Sequence[DossierOrder]) -> list[MadeDossier]:
    """A chunk, in a process of its own."""
    workshop = _open(kit)
    return [workshop.make(order) for order in orders]


@lru_cache(maxsize=1)
def _open(kit: SharedKit) -> Workshop:
    from coopdocs.library import load
    from coopdocs.theme import Theme

    library, _ = load(kit.root, kit.edition)
    assert library is not None, "the kit was read without errors before any work was given"
    workshop = Workshop.of(library, Theme(kit.theme), Cache(kit.cache))
    # what was read stays to the end: looking for garbage in it would take a tenth of the time
    gc.freeze()
    return workshop


def close() -> None:
    """Let go of the kit that work has read here: a process may outlive the build."""
    _open.cache_clear()
    gc.unfreeze()


@dataclass(frozen=True)
class JournalEntry:
    """What the journal knows of a file: from which kit it was made, by which key, and what it is."""

    kit_digest: str
    key: str
    sha256: str
    size: int
    pages: int | None


class Journal:
    """One line a file made, written as it is; the last line of a file counts. Without a path it remembers nothing."""

    def __init__(self, path: Path | None) -> None:
        self._path = path
        self._handle: IO[str] | None = None
        self.entries: dict[str, JournalEntry] = {}
        with contextlib.suppress(OSError):
            for line in path.read_text("utf-8").splitlines() if path else ():
                # a run that was killed may leave half a line
                with contextlib.suppress(ValueError, TypeError, KeyError):
                    data: dict[str, Any] = dict(json.loads(line))
                    name = data.pop("chemin")
                    self.entries[name] = JournalEntry(**data)

    def add(self, path: str, entry: JournalEntry) -> None:
        if self.entries.get(path) == entry:
            return
        self.entries[path] = entry
        # a full disk costs time at the next run, not this file
        with contextlib.suppress(OSError):
            if self._handle is None and self._path:
                self._handle = self._path.open("a", encoding="utf-8")
            if self._handle:
                self._handle.write(json.dumps({"chemin": path, **asdict(entry)}, ensure_ascii=False) + "\n")
                self._handle.flush()

    def close(self) -> None:
        if self._handle:
            self._handle.close()


def stands(path: Path, entry: JournalEntry) -> bool:
    """Whether a file is still the one that the journal speaks of."""
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest() == entry.sha256
    except OSError:
        return False


def chunks(orders: Sequence[tuple[Target, DossierOrder]], size: int) -> Iterator[list[tuple[Target, DossierOrder]]]:
    for start in range(0, len(orders), size):
        yield list(orders[start : start + size])


def produce(
    orders: Sequence[tuple[Target, DossierOrder]],
    kit: SharedKit,
    workshop: Workshop,
    workers: int,
    crew: Crew | None = None,
) -> Iterator[tuple[Target, MadeDossier]]:
    """Make them all, in `workers` processes or by a crew where they are many; each comes as soon as it is done."""
    if len(orders) <= FEW or (workers == 1 and not crew):
        for target, order in orders:
            yield target, workshop.make(order)
        return
    if crew:
        submit = crew.equip(kit, [key(job) for job in workshop.shared(orders[0][1].request)])
        ahead = 2 * crew.workers
        yield from dispatch(orders, kit, submit, ahead, min(CLUSTER_CHUNK, -(-len(orders) // ahead)))
        return
    with pool(min(workers, -(-len(orders) // CHUNK))) as submit:
        yield from dispatch(orders, kit, submit, 2 * workers, CHUNK)


def dispatch(
    orders: Sequence[tuple[Target, DossierOrder]], kit: SharedKit, submit: Submit, ahead: int, size: int
) -> Iterator[tuple[Target, MadeDossier]]:
    """Keep `ahead` chunks of `size` at work, so that what waits to be written stays bounded."""
    waiting: dict[Future[Any], list[tuple[Target, DossierOrder]]] = {}
    todo = chunks(orders, size)
    while True:
        for chunk in todo:
            waiting[submit(work, kit, [order for _, order in chunk])] = chunk
            if len(waiting) >= ahead:
                break
        if not waiting:
            return
        finished, _ = wait(waiting, return_when=FIRST_COMPLETED)
        for future in finished:
            chunk = waiting.pop(future)
            lost = [MadeDossier("", Rendered(b"", None, (LOST,)), 0.0)] * len(chunk)
            finished_chunk = lost if is_lost(future) else future.result()
            yield from ((target, made) for (target, _), made in zip(chunk, finished_chunk, strict=True))
