"""What can be asked for and what one file of it is: the words that the plan, the build and the command line share."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from coopdocs.formats import Job

GENRES = ("fiches", "guide", "comparatifs")
FORMATS = ("pdf", "docx", "html", "xlsx", "csv")


@dataclass(frozen=True)
class Target:
    """One file to make: its path under the output folder, what it is, and a function giving its job.

    `genre` is one of GENRES; `sujet` a forme's slug, or None for a document about all of them.
    """

    chemin: str
    genre: str
    sujet: str | None
    titre: str
    make: Callable[[], Job]

    @property
    def format(self) -> str:
        return self.chemin.rsplit(".", 1)[1]

    def described(self) -> dict[str, Any]:
        """What is known of the file before it is made, under the keys of manifest.json."""
        named = {"chemin": self.chemin, "genre": self.genre, "sujet": self.sujet, "titre": self.titre}
        return named | {"format": self.format}


@dataclass(frozen=True)
class Selection:
    """The part of the plan that a command names; no forme named means every document, those about all too."""

    genres: tuple[str, ...] = GENRES
    formes: tuple[str, ...] = ()
    formats: tuple[str, ...] = FORMATS

    def has(self, target: Target) -> bool:
        asked = target.genre in self.genres and target.format in self.formats
        return asked and (not self.formes or target.sujet in self.formes)
