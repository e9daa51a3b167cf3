"""What can be asked for and what one file of it is: the words that the plan, the build and the command line share."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from coopdocs.formats.job import Job

GENRES = ("fiches", "guide", "comparatifs", "dossiers", "evenements")
FORMATS = ("pdf", "docx", "html", "xlsx", "csv", "json", "ics")
NOMINATIF = "nominatif"
"""The folder of an event's files that name people: in no plan, no manifest, no release."""


@dataclass(frozen=True)
class Demande:
    """A dossier asked for: the territory's typed code, the format, the formes whose fiches it holds."""

    territoire: str
    format: str
    formes: tuple[str, ...]


@dataclass(frozen=True)
class Target:
    """One file to make: its path under the output folder, what it is, and a function giving its job.

    `genre` is one of GENRES; `sujet` a forme's or an event's slug, a territory's typed code, or None for a document
    about all formes. `demande`: what another process needs to make it; only dossiers are made in great numbers.
    `profil`: the audience that a handout is for, where it is not for all. `releve`: it says what other files measure
    once they are laid out.
    """

    chemin: str
    genre: str
    sujet: str | None
    titre: str
    make: Callable[[], Job]
    demande: Demande | None = None
    profil: str | None = None
    releve: bool = False

    @property
    def laid_out(self) -> bool:
        """Whether the machine must be able to lay pages out for it."""
        return self.format == "pdf" or self.releve

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
    `evenements`: slugs; `profils`: the audiences whose handouts are asked for beside those for all.
    """

    genres: tuple[str, ...] = GENRES
    formes: tuple[str, ...] = ()
    formats: tuple[str, ...] = FORMATS
    territoires: tuple[str, ...] = ()
    evenements: tuple[str, ...] = ()
    profils: tuple[str, ...] = ()

    @cached_property
    def _territoires(self) -> frozenset[str]:
        return frozenset(self.territoires)

    def has(self, target: Target) -> bool:
        if target.genre not in self.genres or target.format not in self.formats:
            return False
        if target.demande:
            asked = not self.territoires or target.demande.territoire in self._territoires
            return asked and (not self.formes or set(target.demande.formes) == set(self.formes))
        if target.genre == "evenements":
            asked = target.profil is None or target.profil in self.profils
            return asked and (not self.evenements or target.sujet in self.evenements)
        return not self.formes or target.sujet in self.formes
