"""What can be asked for and what one file of it is: the words that the plan, the build and the command line share."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from coopdocs.formats import Job

GENRES = ("fiches", "guide", "comparatifs", "dossiers")
FORMATS = ("pdf", "docx", "html", "xlsx", "csv", "json")


@dataclass(frozen=True)
class Demande:
    """A dossier asked for: the territory's typed code, the format, the formes whose fiches it holds."""

    territoire: str
    format: str
    formes: tuple[str, ...]


@dataclass(frozen=True)
class Target:
    """One file to make: its path under the output folder, what it is, and a function giving its job.

    `genre` is one of GENRES; `sujet` a forme's slug, a territory's typed code, or None for a document about all formes.
    `demande`: what another process needs to make it; only dossiers are made in great numbers.
    """

    chemin: str
    genre: str
    sujet: str | None
    titre: str
    make: Callable[[], Job]
    demande: Demande | None = None

    @property
    def format(self) -> str:
        return self.chemin.rsplit(".", 1)[1]

    def described(self) -> dict[str, Any]:
        """What is known of the file before it is made, under the keys of manifest.json."""
        named = {"chemin": self.chemin, "genre": self.genre, "sujet": self.sujet, "titre": self.titre}
        return named | {"format": self.format}


@dataclass(frozen=True)
class Selection:
    """The part of the plan that a command names; no forme named means every document, those about all too.

    `territoires`: typed codes of the dossiers asked for beside those of the kit; a dossier's formes are its fiches.
    """

    genres: tuple[str, ...] = GENRES
    formes: tuple[str, ...] = ()
    formats: tuple[str, ...] = FORMATS
    territoires: tuple[str, ...] = ()

    @cached_property
    def _territoires(self) -> frozenset[str]:
        return frozenset(self.territoires)

    def has(self, target: Target) -> bool:
        if target.genre not in self.genres or target.format not in self.formats:
            return False
        if target.demande:
            asked = not self.territoires or target.demande.territoire in self._territoires
            return asked and (not self.formes or target.demande.formes == self.formes)
        return not self.formes or target.sujet in self.formes
