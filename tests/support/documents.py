"""The documents of the repository's own kit, each made once: an unchanged one is not laid out again in the next run.

They are kept in the product's own cache: what decides a document's bytes is in its key. The code that makes the keys
decides which folder is used, so that a fault there cannot bring an older document back. `make clean` forgets them.
"""

from __future__ import annotations

import contextlib
import hashlib
import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import TypeVar

from coopdocs import Plan, open_kit, produce, theme
from coopdocs.champs import fill_page
from coopdocs.formats.job import FilledPageJob, ImpositionJob, Job, JoinJob, Part, Rendered, source
from coopdocs.library import Library
from coopdocs.model.contenu import Forme
from coopdocs.produce import Cache

T = TypeVar("T")
ROOT = Path(__file__).parents[2]
TEMPLATES = ROOT / "templates"
KEPT = ROOT / ".pytest_cache/coopdocs"


@cache
def kept_folder() -> Path:
    """Where finished documents wait for the next test, or run, that asks for them; those of other keys are dropped."""
    package = Path(produce.__file__).parents[1]
    makers = [package / "machine.py", *sorted((package / "produce").rglob("*.py"))]
    digest = hashlib.sha256(b"\0".join(path.read_bytes() for path in makers)).hexdigest()[:16]
    for other in KEPT.glob("[!.]*"):
        if other.name != digest:
            shutil.rmtree(other, ignore_errors=True)
    return KEPT / digest


def kept() -> Cache:
    """The cache that all tests share, for those that do not ask whether a document is made anew."""
    return Cache(kept_folder())


@contextlib.contextmanager
def one_at_a_time(file: Path, wait: bool = True) -> Iterator[bool]:
    """Other processes of this run wait here for what one of them is making, or are told that it is: False.

    Without locks, as on Windows, both make it.
    """
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("w") as held:
        try:
            import fcntl

            fcntl.flock(held, fcntl.LOCK_EX if wait else fcntl.LOCK_EX | fcntl.LOCK_NB)
        except ImportError:
            pass
        except BlockingIOError:
            yield False
            return
        yield True


class Documents:
    """What the plan of a library makes, by path: `fiches/ptce.pdf`…; nothing is made before it is asked for."""

    def __init__(self, kit: Library, looks: theme.Theme, shared: bool = False, lays_out: bool = True) -> None:
        """`shared`: other processes of this run are likely to ask for the same documents.

        `lays_out`: the pages of parts are counted by laying them out; False where words alone are asked for.
        """
        self.library, self.theme, self._shared = kit, looks, shared
        self._plan = Plan(kit, looks, cache=kept(), lays_out=lays_out)
        self.targets = self._plan.targets
        self._made: dict[str, Rendered] = {}
        self._jobs: dict[str, Job] = {}

    def job(self, chemin: str) -> Job:
        if chemin not in self._jobs:
            # parts of a joined document are laid out to number its pages
            self._jobs[chemin] = self._in_turn(chemin, self.targets[chemin].make)
        return self._jobs[chemin]

    def source(self, chemin: str) -> str:
        """What an engine gets to make a document from: its HTML, or its text."""
        return source(self.job(chemin))

    def parts(self, chemin: str) -> tuple[Part, ...]:
        """The parts of a joined document."""
        return parts(self.job(chemin))

    def __getitem__(self, chemin: str) -> Rendered:
        if chemin not in self._made:
            self._made[chemin] = self._in_turn(chemin, lambda: self._plan.make(chemin))
        return self._made[chemin]

    def _in_turn(self, chemin: str, make: Callable[[], T]) -> T:
        """What `make` gives, once no other process of this run is making what has the same parts.

        Until then, the documents are made that the other will come to last.
        """
        with self._turn(chemin, wait=False) as mine:
            if mine:
                return make()
        for other in reversed(self.paths("", ".pdf")):
            if other not in self._made and family(other) != family(chemin):
                with self._turn(other, wait=False) as free, contextlib.suppress(Exception):
                    # what is wrong with it is for the test that asks for it
                    if free:
                        self._made[other] = self._plan.make(other)
            with self._turn(chemin, wait=False) as mine:
                if mine:
                    return make()
        with self._turn(chemin):
            return make()

    def _turn(self, chemin: str, wait: bool = True) -> contextlib.AbstractContextManager[bool]:
        place = KEPT / ".locks" / family(chemin)
        return one_at_a_time(place, wait) if self._shared else contextlib.nullcontext(True)

    def on_screen(self) -> list[str]:
        """The PDFs that a person may read on a screen: all but the sheets for printing."""
        return [path for path in self.paths("", ".pdf") if not isinstance(self.job(path), ImpositionJob)]

    def paths(self, start: str, end: str) -> list[str]:
        return [path for path in self.targets if path.startswith(start) and path.endswith(end)]


def family(chemin: str) -> str:
    """What the documents have in common that are made of the same parts: each of those is laid out by one process."""
    kind, _, name = chemin.partition("/")
    if kind in ("guide", "evenements") and name.endswith(".pdf"):
        name = name.partition("/")[0] if kind == "evenements" else "pages"
    elif kind == "dossiers":
        name = re.sub(r"(-essentiel)?(-sobre)?(?=\.pdf$)", "", name)
    return f"{kind}/{name}".replace("/", "--")


def parts(job: Job) -> tuple[Part, ...]:
    """The parts of a joined document."""
    assert isinstance(job, JoinJob)
    return job.parts


def whole_page(job: Job) -> str:
    """The HTML of a page with the values of its champs, where it has some."""
    return fill_page(job.html, job.values) if isinstance(job, FilledPageJob) else source(job)


@cache
def own_kit() -> Documents:
    """The repository's own kit."""
    kit = open_kit(ROOT)
    return Documents(kit.library, kit.theme, shared=True)


def with_forme(documents: Documents, slug: str, **fields: object) -> Documents:
    """The same kit with some fields of one forme changed."""
    forme: Forme = documents.library.formes[slug].model_copy(update=fields)
    return Documents(replace(documents.library, formes={**documents.library.formes, slug: forme}), documents.theme)
