"""What changed between two kits, two releases or two revisions of a kit, compared as the model reads them.

Reordered keys and comments are no change; documents are compared by the jobs of their engines, none of which runs.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path

from coopdocs.diff import documents
from coopdocs.diff.claims import sections
from coopdocs.diff.differences import Change, Difference, Differences, Document, Edition, Section
from coopdocs.diff.documents import Side
from coopdocs.diff.renderings import data, html, markdown
from coopdocs.diff.sides import SideRefusedError, SidesRefusedError, UnknownSideError, opened

__all__ = [
    "Change",
    "Difference",
    "Differences",
    "Document",
    "Edition",
    "Section",
    "Side",
    "SideRefusedError",
    "SidesRefusedError",
    "UnknownSideError",
    "compare",
    "compared",
    "data",
    "html",
    "markdown",
    "opened",
]


@contextlib.contextmanager
def compared(old: str, new: str, kit: Path) -> Iterator[tuple[Differences, Side]]:
    """What changed between two sides by their names, and the new one, as long as it is read; `kit`: the one at hand.

    Raises UnknownSideError, or SidesRefusedError with the errors of either.
    """
    with contextlib.ExitStack() as stack:
        sides, refused = [], []
        for name in (old, new):
            try:
                sides.append(stack.enter_context(opened(name, kit)))
            except SideRefusedError as fault:
                refused.append(fault)
        if refused:
            raise SidesRefusedError(refused)
        yield compare(*sides), sides[1]


def compare(old: Side, new: Side) -> Differences:
    """All that changed from one side to the other, in the order of the new one's documents."""
    found = list(documents.compare(old, new))
    return Differences(
        _edition(old),
        _edition(new),
        tuple(sections(old.library, new.library)),
        tuple(d for d in found if d),
        found.count(None),
    )


def _edition(side: Side) -> Edition:
    kit = side.library.kit
    return Edition(side.name, kit.titre, kit.version, kit.edition)
