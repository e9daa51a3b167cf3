"""The parts of a joined document as they are put one after the other, and the table of contents that this makes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from coopdocs.formats.job import Job, Part

Pages = Callable[[Job], int]
"""How many pages a part takes where its job does not say so itself: only layout knows."""


@dataclass(frozen=True)
class LigneSommaire:
    """A line of the contents; `partie` and `ancre` say where its link goes; `slug`: the forme there, if it is one."""

    titre: str
    page: int
    partie: str
    ancre: str
    slug: str | None = None


@dataclass
class Suite:
    """Parts so far; `prochaine` is the number of the page on which the next one begins."""

    pages: Pages
    prochaine: int
    sommaire: list[LigneSommaire] = field(default_factory=list)
    parts: list[Part] = field(default_factory=list)

    def add(self, nom: str, job: Job, titre: str = "", ancre: str = "", slug: str | None = None) -> None:
        """Put a part at the end; one without title and forme stands in no table of contents."""
        if titre or slug:
            self.sommaire.append(LigneSommaire(titre, self.prochaine, nom, slug or ancre or nom, slug))
        self.parts.append(Part(nom, job))
        self.prochaine += self.pages(job)
