"""One build from end to end: the targets, then the manifest and the index of the output folder, and what to sweep.

What leads to the documents (`indexes`) is made from the manifest, and stands in none of its lists.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from coopdocs import machine, produce
from coopdocs.errors import Exit
from coopdocs.events import Listener, Planned, Result, Waiting
from coopdocs.formats.job import Rendered
from coopdocs.problem import Problem, ProblemsError
from coopdocs.produce import series
from coopdocs.produce.indexes import DIRECTORY, INDEX, directory, index
from coopdocs.targets import Target
from coopdocs.typographie import slug

if TYPE_CHECKING:
    from coopdocs.library import Library
    from coopdocs.theme import Theme

PANGO_MISSING = "Pango manque sur cette machine"
LEFTOVER_AGE = 3600
"""Seconds after which an unfinished temporary file is surely a dead build's."""


@dataclass(frozen=True)
class Outcome:
    """What a build left: a Result a target in plan order, what went wrong around them, files no longer in the plan.

    `lacking`: some targets were not tried because the machine lacks Pango. `problems`: what the content is warned of.
    """

    results: tuple[Result, ...]
    faults: tuple[str, ...] = ()
    lacking: bool = False
    leftovers: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()

    @property
    def exit_code(self) -> Exit:
        """0 all made, 3 some failed, 5 some need what this machine lacks."""
        if self.lacking:
            return Exit.MACHINE
        return Exit.FAILED if self.failed or self.faults else Exit.DONE

    @property
    def failed(self) -> tuple[Result, ...]:
        return tuple(r for r in self.results if r.faults)


@dataclass(frozen=True)
class Order:
    """What to make and where; `now` (seconds since 1970) tells old leftovers from files being written:
    without it all stay.

    `kit_digest` covers the whole kit, `journal` remembers in a file what dossiers were made from. Dossiers are
    made by `crew` where there is one, else by `workers` processes.
    """

    library: Library
    theme: Theme
    every: Sequence[Target]
    chosen: Sequence[Target]
    output: Path
    cache: produce.Cache
    workers: int
    prune: bool = False
    now: float | None = None
    kit_digest: str = ""
    journal: Path | None = None
    crew: series.Crew | None = None


def deliver(order: Order, on: Listener) -> Outcome:
    """Make the chosen targets, then bring the manifest and the index up to date; one build at a time in a folder.

    Raises `series.DiskFullError` when there is no room for these.
    """
    on(Planned(len(order.chosen)))
    possible = machine.can_lay_out()
    tried = [t for t in order.chosen if possible or not t.laid_out]
    lacking = [t for t in order.chosen if not possible and t.laid_out]
    with _alone(order.output, lambda: on(Waiting())):
        _sweep(order)
        plain = [t for t in tried if t.request is None]
        made = produce.build(plain, order.output, order.cache, order.workers, on)
        made += _dossiers(order, [t for t in tried if t.request is not None], on)
        by_path = {r.target.path: r for r in (*made, *(_not_tried(t, order.output) for t in lacking))}
        results = tuple(by_path[t.path] for t in order.chosen)
        return _close(order, results, bool(lacking))


def _dossiers(order: Order, targets: Sequence[Target], on: Listener) -> Iterator[Result]:
    """Make the dossiers that are not already there, and note each in the journal as it is written."""
    if not targets:
        return
    library = order.library
    kit = series.SharedKit(
        library.racine, order.theme.folders, order.cache.folder, order.kit_digest, library.kit.edition
    )
    journal = series.Journal(order.journal)
    try:
        todo = []
        for target in targets:
            entry = journal.entries.get(target.path)
            here = entry is not None and series.stands(order.output / target.path, entry)
            if entry and here and entry.kit_digest == order.kit_digest:
                on(result := _standing(target, entry))
                yield result
            elif target.request:
                todo.append((target, series.DossierOrder(target.request, entry.key if entry and here else "")))
        for result in _made(order, todo, kit, journal, on):
            on(result)
            yield result
    finally:
        journal.close()


def _standing(target: Target, entry: series.JournalEntry) -> Result:
    return Result(target, entry.size, entry.sha256, entry.pages, True, 0.0)


def _made(
    order: Order,
    todo: Sequence[tuple[Target, series.DossierOrder]],
    kit: series.SharedKit,
    journal: series.Journal,
    on: Listener,
) -> Iterator[Result]:
    if not todo:
        return
    workshop = series.Workshop.of(order.library, order.theme, order.cache)
    todo = sorted(todo, key=lambda pair: workshop.assembler.likeness(pair[1].request))
    # only printed dossiers have parts that others share
    printed = next((wanted.request for _, wanted in todo if wanted.request.format == "pdf"), None)
    if printed:
        workshop.warm(printed, order.cache, order.workers)
    first = []
    if len(todo) >= series.MANY:
        # the very first one lays pages out that the others only fill
        first = [(target, workshop.make(wanted)) for target, wanted in todo[: series.CHUNK]]
        workers = order.crew.workers if order.crew else order.workers
        on(series.estimate([made for _, made in first], len(todo), workers, order.output))
    for target, made in chain(first, series.produce(todo[len(first) :], kit, workshop, order.workers, order.crew)):
        entry = journal.entries.get(target.path)
        if made.rendered is None and entry:
            result = _standing(target, entry)
        else:
            result = produce.finish(target, made.rendered or Rendered(b""), order.output, False, made.seconds)
        if not result.faults:
            entry = series.JournalEntry(order.kit_digest, made.key, result.sha256, result.size, result.pages)
            journal.add(target.path, entry)
        yield result


def _not_tried(target: Target, output: Path) -> Result:
    return Result(target, 0, "", None, False, 0.0, (PANGO_MISSING,), (output / target.path).is_file())


def _close(order: Order, results: tuple[Result, ...], lacking: bool) -> Outcome:
    """Write manifest and index; remove or list the files of earlier builds that the plan no longer has."""
    output = order.output
    former = {p: e for p, e in produce.former_entries(output).items() if _inside(output, p) and (output / p).is_file()}
    asked = _asked_before(order, former)
    old = [p for p in _left_over(former, order.every) if p not in asked]
    removed = tuple(p for p in old if order.prune and _remove(output, p, former[p]))
    kept = tuple(p for p in old if p not in removed)
    edition, fonts = order.library.kit.edition, order.theme.of(order.library.kit.identite).fonts()
    tried = [r for r in results if r.faults != (PANGO_MISSING,)]
    text = produce.manifest(tried, former, order.every, edition, fonts, [former[p] for p in kept], asked.values())
    entries = json.loads(text)["fichiers"]
    pages = (
        (produce.MANIFEST, lambda: text),
        (INDEX, lambda: index(order.theme, order.library, entries)),
        (DIRECTORY, lambda: directory(order.theme, order.library, entries)),
    )
    defects = [defect for name, make in pages for defect in _write(output / name, make)]
    return Outcome(results, tuple(defects), lacking, kept, removed)


def _write(path: Path, make: Callable[[], str | None]) -> list[str]:
    """Write what `make` gives, if anything; the reasons why that cannot be done."""
    try:
        if (text := make()) is not None:
            produce.write_if_changed(path, text.encode())
    except ProblemsError as refused:
        return [f"{path.name} : {problem}" for problem in refused.problems]
    except OSError as error:
        return [f"{path.name} {produce.write_fault(error)}"]
    return []


def _left_over(former: Mapping[str, dict[str, object]], every: Sequence[Target]) -> list[str]:
    # compared without case: on some disks « PTCE.pdf » and « ptce.pdf » are one file
    planned = {t.path.casefold() for t in every}
    return sorted(p for p in former if p.casefold() not in planned)


def _asked_before(order: Order, former: Mapping[str, dict[str, object]]) -> dict[str, dict[str, object]]:
    """The entries of what was asked for by name earlier, of territories and events that still exist: dossiers beside
    those of the kit, booklets for one audience."""
    planned = {t.path for t in order.every}
    get, evenements = order.library.territoires.get, order.library.evenements

    def stands(path: str, kind: object, subject: str) -> bool:
        if kind == "evenements" and subject in evenements:
            return bool({f"livret-{slug(profil)}" for profil in evenements[subject].profils} & _stems(path))
        return kind == "dossiers" and get(subject) is not None

    return {
        p: e for p, e in sorted(former.items())
        if p not in planned and stands(p, e.get("genre"), str(e.get("sujet")))
    }  # fmt: skip


def _stems(path: str) -> set[str]:
    """A booklet's file name without its ending, and without what says that it is laid on sheets."""
    stem = PurePosixPath(path).stem
    return {stem, stem.removesuffix("-impose")}


def _inside(output: Path, path: str) -> bool:
    """Whether a manifest's path stays in the output folder: a manifest is a file that anyone may have written."""
    parts = PurePosixPath(path)
    if parts.is_absolute() or ".." in parts.parts or "\\" in path or ":" in path:
        return False
    return (output / path).parent.resolve().is_relative_to(output.resolve())


def _remove(output: Path, name: str, entry: Mapping[str, object]) -> bool:
    """Remove a file that is still as it was made, and its folder when that leaves it empty."""
    path = output / name
    try:
        if hashlib.sha256(path.read_bytes()).hexdigest() != entry.get("sha256"):
            return False
        path.unlink()
    except OSError:
        return False
    with contextlib.suppress(OSError):
        if path.parent != output:
            path.parent.rmdir()
    return True


def _sweep(order: Order) -> None:
    """Remove the temporary files of builds that were killed."""
    folders = {(order.output / t.path).parent for t in order.every} | {order.output}
    if order.cache.folder:
        folders |= {d for d in order.cache.folder.glob("??") if d.is_dir()}
    for folder in folders:
        for path in folder.glob(f".*{produce.TEMPORARY}"):
            with contextlib.suppress(OSError):
                if order.now is not None and order.now - path.stat().st_mtime > LEFTOVER_AGE:
                    path.unlink()


@contextlib.contextmanager
def _alone(output: Path, on_wait: Callable[[], None]) -> Iterator[None]:
    """Wait for another build of the same folder to end: the system frees the lock of a killed one.

    Where folders cannot be locked (Windows, some network disks) two builds still write whole files only.
    """
    handle = None
    with contextlib.suppress(OSError, ImportError):
        import fcntl

        output.mkdir(parents=True, exist_ok=True)
        handle = os.open(output, os.O_RDONLY)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            on_wait()
            fcntl.flock(handle, fcntl.LOCK_EX)
    try:
        yield
    finally:
        if handle is not None:
            os.close(handle)


def preview(
    targets: Sequence[Target], output: Path, cache: produce.Cache, kit_digest: str, journal_file: Path | None
) -> list[tuple[Target, str]]:
    """What a build would do with each target: « en cache », « à faire », or why it cannot.

    `kit_digest`, `journal_file`: the digest of the kit and the journal of its dossiers, as in an Order.
    """
    possible = machine.can_lay_out()
    entries = series.Journal(journal_file).entries

    def foreseen(target: Target) -> str:
        if target.laid_out and not possible:
            return PANGO_MISSING
        if target.request is None:
            return produce.foresee(target, output, cache)
        entry = entries.get(target.path)
        done = entry is not None and entry.kit_digest == kit_digest and series.stands(output / target.path, entry)
        return "en cache" if done else "à faire"

    return [(target, foreseen(target)) for target in targets]
