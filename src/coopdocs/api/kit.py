"""A kit held open: its content read once, checked, planned, built, released, compared. Read this file first.

Nothing here prints, asks for the time or the environment, or ends the process: what is made is returned, what cannot be
done is a CoopdocsError, what goes on meanwhile is told to `on` as an event (`events`). Rooms are imported where
they are needed: a build that has nothing to do starts four times as fast.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import gc
import shutil
import tempfile
from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from coopdocs import memo
from coopdocs.errors import CoopdocsError, MachineError, RequestError
from coopdocs.events import Listener, ignore
from coopdocs.folders import KitFolders, nearest_kit
from coopdocs.problem import ContentError, Problem, closest, grouped
from coopdocs.targets import NOMINATIF, Selection, Target

if TYPE_CHECKING:
    from coopdocs.api.planned import Plan
    from coopdocs.diff import Differences
    from coopdocs.formats.job import Rendered
    from coopdocs.library import Library
    from coopdocs.produce import Cache
    from coopdocs.produce.delivery import Order, Outcome
    from coopdocs.produce.series import Crew
    from coopdocs.release import Parution
    from coopdocs.relecture import Relecture
    from coopdocs.relecture.reprise import Reprise
    from coopdocs.theme import Theme

EVERYTHING = Selection()


def open_kit(path: Path | str, edition: dt.date | None = None) -> OpenKit:
    """The kit at a path or in the nearest folder above it; nothing of it is read before something is asked of it.

    `edition`: the day that its documents bear, where it is not the kit's own. Raises RequestError where no kit is.
    """
    folders = KitFolders(nearest_kit(Path(path)))
    if not folders.is_kit:
        raise RequestError(f"« {path} » n’est pas un kit (content/kit.yaml n’y est pas)")
    return OpenKit(folders, edition)


class OpenKit:
    """What one process knows of a kit, kept until `reload`."""

    def __init__(self, folders: KitFolders, edition: dt.date | None = None) -> None:
        self.folders, self.edition = folders, edition
        self._files: dict[str, tuple[int, int, int]] = {}
        self._read: tuple[Library | None, list[Problem]] | None = None
        self._problems: list[Problem] | None = None
        self._theme: Theme | None = None
        self._plan: Plan | None = None
        self._digest = ""
        self._private: Path | None = None

    # --- its content

    @property
    def theme(self) -> Theme:
        from coopdocs.theme import Theme

        if self._theme is None:
            self._note()
            self._theme = Theme(self.folders.theme, self._private / "modeles" if self._private else None)
        return self._theme

    def check(self) -> list[Problem]:
        """Every problem: the content's, then what events would hand out too late, then the texts that do not fit."""
        if self._problems is None:
            from coopdocs import relecture, zones

            with _collecting_no_garbage():
                read, problems = self._content()
                if read:
                    problems = [*problems, *relecture.check(read), *zones.check(read, self.theme)]
                self._problems = grouped(problems)
        return self._problems

    @property
    def library(self) -> Library:
        """The content, read and checked. Raises ContentError where it has errors."""
        problems = self.check()
        read, _ = self._content()
        if read is None or any(problem.is_error for problem in problems):
            raise ContentError(problems)
        return read

    def _content(self) -> tuple[Library | None, list[Problem]]:
        if self._read is None:
            from coopdocs import library

            self._note()
            self._read = library.load(self.folders.root, self.edition)
        return self._read

    def _note(self) -> None:
        """Remember what the kit's files are before the first of them is read."""
        if not self._files:
            self._files = dict(self._states())

    def _states(self) -> Iterator[tuple[str, tuple[int, int, int]]]:
        """Each file of content and templates by its path: what the system changes when it is written or replaced."""
        for folder in (self.folders.content, *self.folders.theme):
            for path in folder.rglob("*"):
                if path.is_file():
                    state = path.stat()
                    yield path.as_posix(), (state.st_ctime_ns, state.st_size, state.st_ino)

    def reload(self) -> list[str]:
        """Take in what has changed on the disk, as `make`, `build` and `release` do first; the files that have.

        Content is read again only when some of it has changed, templates are compiled again only when one of them has;
        finished documents stay in the cache, each under the digest of what decides its bytes.
        """
        former, self._files = self._files, {}
        if not former:
            return []
        self._note()
        now = self._files
        changed = sorted(path for path in {*former, *now} if former.get(path) != now.get(path))
        if changed:
            self._let_go(changed, moved=former.keys() != now.keys())
        return changed

    def _let_go(self, changed: list[str], moved: bool) -> None:
        """Forget what was made of these files; `moved`: some are new, or gone."""
        content = self.folders.content.as_posix() + "/"
        of_content = [path for path in changed if path.startswith(content)]
        memo.forget()
        # the content knows which icons there are
        if of_content or moved:
            self._read = None
            gc.unfreeze()
        if len(of_content) < len(changed):
            self._theme = None
        self._problems, self._plan, self._digest = None, None, ""

    # --- its documents

    def plan(self, selection: Selection = EVERYTHING) -> Plan:
        """The targets of a selection. Raises ContentError, RequestError."""
        from coopdocs.api.planned import Plan
        from coopdocs.produce import Cache

        return Plan(self.library, self.theme, selection, Cache(self.folders.private / "cache", read_only=True))

    def make(self, path: str) -> Rendered:
        """One document in this process, by its path under the output folder; nothing is written but the cache.

        What the kit was planned and laid out for it stays at hand for the next one.
        """
        from coopdocs.api.planned import Plan
        from coopdocs.produce import Cache

        self.reload()
        if self._plan is None:
            private = self._open_private()
            cache = Cache(private / "cache" if private else None)
            self._plan = Plan(self.library, self.theme, EVERYTHING, cache)
        return self._plan.make(path)

    def preview(
        self, selection: Selection = EVERYTHING, output: Path | None = None, fresh: bool = False
    ) -> list[tuple[Target, str]]:
        """What `build` would do with each target: « en cache », « à faire », or why it cannot. Nothing is written."""
        from coopdocs.api.planned import Plan
        from coopdocs.produce import Cache, delivery, stamp

        output = output or self.folders.output
        cache = Cache(None if fresh else self.folders.private / "cache", read_only=True)
        plan = Plan(self.library, self.theme, selection, cache, lays_out=False)
        journal = None if fresh else stamp.journal(self.folders.private, output)
        return delivery.preview(plan.chosen, output, cache, self._kit_digest(), journal)

    def build(
        self,
        selection: Selection = EVERYTHING,
        output: Path | None = None,
        *,
        workers: int = 1,
        fresh: bool = False,
        prune: bool = False,
        cluster: str | None = None,
        now: float | None = None,
        on: Listener = ignore,
    ) -> Outcome:
        """Make the documents of a selection in `output`, with its manifest and index.

        `workers`: how many processes; `cluster`: the address of a Dask scheduler that makes dossiers instead. `fresh`:
        all is made again; `prune`: files of earlier builds that the plan no longer has are removed. `now` (seconds
        since 1970): leftovers of builds that were killed are swept. Raises ContentError, RequestError, MachineError,
        or CoopdocsError where nothing can be written.
        """
        from coopdocs.produce import delivery, series, stamp

        output, private = output or self.folders.output, self._open_private()
        kept = None if fresh else private
        # else the digest of the kit as it is would be remembered with what was made of the kit as it was
        self.reload()
        # many dossiers are remembered in their journal instead: too much to be read back each time
        memory = stamp.memory(kept, selection, output) if kept and len(selection.territoires) <= series.FEW else None
        wanted = stamp.digest(self._kit_digest(), selection, output)
        if memory and (former := stamp.recall(memory, wanted, output)):
            return former
        with _cache(kept) as cache:
            order = self.order(selection, output, cache, workers, now)
            order = replace(order, prune=prune, journal=stamp.journal(kept, output) if kept else None)
            with _crew(cluster) as crew:
                outcome = delivery.deliver(replace(order, crew=crew), on)
        outcome = replace(outcome, problems=tuple(self.check()))
        if memory:
            stamp.keep(memory, wanted, output, outcome)
        return outcome

    def release(
        self,
        output: Path | None = None,
        *,
        previous: Path | None = None,
        caveats: tuple[str, ...] = (),
        incomplete: bool = False,
        replacing: bool = False,
        workers: int = 1,
        now: float | None = None,
        on: Listener = ignore,
    ) -> Parution:
        """Publish all documents of this edition with sources, licences and proofs, as a folder and two archives.

        `previous`: the release before it (else the newest of an earlier edition in `output`, dist/ in the kit);
        `caveats`: sentences for the notes; `incomplete`: documents that fail are left out; `replacing`: another release
        of this edition gives way. Raises as `build` does, and DocumentsFailedError, EditionExistsError,
        NotConformingError: then nothing has changed.
        """
        from coopdocs import release
        from coopdocs.produce.files import write_fault
        from coopdocs.release import ReleaseRequest, notes

        output, private = output or self.folders.root / "dist", self._open_private()
        self.reload()
        with _cache(private) as cache:
            order = self.order(EVERYTHING, output, cache, workers, now)
            former = previous or notes.former(output, order.library.kit.edition)
            request = ReleaseRequest(order, former, caveats, incomplete, replacing)
            try:
                return release.publish(request, on)
            except OSError as error:
                raise CoopdocsError(f"{output.as_posix()} {write_fault(error)}") from None

    def left_over(self, output: Path | None = None) -> list[Path]:
        """The folders under an output folder that name people, of events that the kit no longer has."""
        found = ((output or self.folders.output) / "evenements").glob(f"*/{NOMINATIF}")
        slugs = self.folders.slugs("evenements")
        return sorted(folder for folder in found if folder.is_dir() and folder.parent.name not in slugs)

    def to_reread(
        self, before: dt.date | None = None, *, sources: Collection[str] = (), formes: Collection[str] = ()
    ) -> Relecture:
        """What is to be read again: what is no longer good on a day (`before`), what cites these, what is of these.

        None named: all that has a reason, the kit's notice after its edition included. What is past already refuses
        nothing here. Raises ContentError, and RequestError for a source or a forme that the kit has not.
        """
        from coopdocs import relecture

        read = self._to_read_again()
        for said, known, what in ((sources, read.sources, "source"), (formes, read.formes, "forme")):
            for key in said:
                if key not in known:
                    advice = closest(key, known) or f"« coopdocs list {what}s » les énumère"
                    raise RequestError(f"--{what} : « {key} » n’est pas une {what} du kit", advice)
        return relecture.relecture(read, before, sources, formes)

    def _to_read_again(self) -> Library:
        """The content, though some of it is past. Raises ContentError for any other error."""
        from coopdocs import library, relecture

        read, problems = library.load_partly(self.folders.root, self.edition)
        if any(problem.is_error and problem.code != relecture.PERIMEE for problem in problems):
            raise ContentError(problems)
        return read

    def take_back(self, workbook: Path, *, dry_run: bool = False) -> Reprise:
        """Write what was corrected in a workbook of `to_reread` into the files that say it, only its lines changed.

        Rows that cannot be taken in are told and left out. Raises ContentError, and nothing is written, where the kit,
        the workbook or the kit as it would be has errors; ChangedMeanwhileError, or CoopdocsError where a file cannot
        be written: then none is. `dry_run`: nothing is written.
        """
        from coopdocs.produce.files import Rewritten, write_fault, write_together
        from coopdocs.relecture import reprise

        self.reload()
        taken = reprise.read_back(self._to_read_again(), workbook.resolve())
        if faults := self._faults_with({name: data for name, (_, data) in taken.fichiers.items()}):
            raise ContentError([taken.located(problem) for problem in faults])
        if taken.fichiers and not dry_run:
            files = [Rewritten(self.folders.root / name, *both) for name, both in taken.fichiers.items()]
            try:
                write_together(files)
            except OSError as error:
                raise CoopdocsError(f"un fichier du kit {write_fault(error)}") from None
            self.reload()
        return taken

    def _faults_with(self, files: Mapping[str, bytes]) -> list[Problem]:
        """The errors of the kit with other bytes in some files, but for those that it has already."""
        from coopdocs.produce.files import write_atomic

        if not files:
            return []
        past = {(problem.code, problem.message): len(problem.places) for problem in self.check()}
        with tempfile.TemporaryDirectory(prefix="coopdocs-") as passing:
            copied = Path(passing)
            for part in ("content", "templates"):
                if (self.folders.root / part).is_dir():
                    shutil.copytree(self.folders.root / part, copied / part)
            for name, data in files.items():
                write_atomic(copied / name, data)
            problems = OpenKit(KitFolders(copied), self.edition).check()
        return [p for p in problems if p.is_error and len(p.places) > past.get((p.code, p.message), 0)]

    def diff(self, former: str) -> Differences:
        """What has changed in this kit since another kit, a release or a git revision of this one.

        Raises `diff.UnknownSideError`, `diff.SidesRefusedError`.
        """
        from coopdocs import diff

        with diff.compared(former, ".", self.folders.root) as (differences, _):
            return differences

    def order(
        self, selection: Selection, output: Path, cache: Cache, workers: int = 1, now: float | None = None
    ) -> Order:
        """All that is needed to make a selection in `output`: what `build` and `release` hand to `produce`.

        Raises ContentError, RequestError, or CoopdocsError where nothing can be written.
        """
        from coopdocs.api.planned import Plan
        from coopdocs.produce.delivery import Order
        from coopdocs.produce.files import folder_fault

        content = self.library
        if fault := folder_fault(output):
            raise CoopdocsError(fault)
        plan = Plan(content, self.theme, selection, cache)
        digest = self._kit_digest()
        return Order(content, self.theme, plan.every, plan.chosen, output, cache, workers, now=now, kit_digest=digest)

    def _open_private(self) -> Path | None:
        self._private = self.folders.open_private()
        return self._private

    def _kit_digest(self) -> str:
        """That of the kit as it was read; as it is, before it is."""
        from coopdocs.produce import stamp

        self._note()
        self._digest = self._digest or stamp.kit_digest((self.folders.content, *self.folders.theme), self.edition)
        return self._digest


@contextlib.contextmanager
def _collecting_no_garbage() -> Iterator[None]:
    """What is read lives on until a reload: looking for garbage meanwhile takes an eighth of the time."""
    gc.disable()
    try:
        yield
    finally:
        # and the first look after it would go through all of it
        gc.freeze()
        gc.enable()


@contextlib.contextmanager
def _cache(private: Path | None) -> Iterator[Cache]:
    """The kit's cache, or one for this run: parts of joined documents go from one process to another through it."""
    from coopdocs.produce import Cache

    if private:
        yield Cache(private / "cache")
        return
    with tempfile.TemporaryDirectory(prefix="coopdocs-") as passing:
        yield Cache(Path(passing))


@contextlib.contextmanager
def _crew(address: str | None) -> Iterator[Crew | None]:
    """The worker processes behind an address. Raises MachineError, ClusterError when they cannot do the work."""
    if address is None:
        yield None
        return
    try:
        from coopdocs.produce import cluster
    except ImportError:
        raise MachineError("--cluster demande Dask : pip install 'coopdocs[cluster]'") from None
    with cluster.crew(address) as crew:
        yield crew
