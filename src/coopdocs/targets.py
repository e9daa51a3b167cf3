"""What can be asked for and what one file of it is: the words that the plan, the build and the command line share."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from coopdocs.formats.job import Job

KINDS = ("fiches", "guide", "comparatifs", "reperes", "dossiers", "evenements")
FORMATS = ("pdf", "docx", "html", "xlsx", "csv", "json", "ics")
Ampleur = Literal["essentiel", "complet"]
AMPLEURS: tuple[Ampleur, ...] = ("essentiel", "complet")
"""How much of a dossier one file holds: the pages handed out first, or all of it, which begins with them."""
NOMINATIF = "nominatif"
"""The folder of an event's files that name people: in no plan, no manifest, no release."""


@dataclass(frozen=True)
class DossierRequest:
    """A dossier asked for: the territory's typed code, the format, the formes whose fiches it holds.

    `ampleur`: its first pages alone are printed and for Word, its data hold all of it. `sobre`: for an office printer.
    `beside`: the territories (typed codes) that it is set beside for once; none: those that its file or its figures
    choose.
    """

    territoire: str
    format: str
    formes: tuple[str, ...]
    ampleur: Ampleur = "complet"
    sobre: bool = False
    beside: tuple[str, ...] = ()


@dataclass(frozen=True)
class Target:
    """One file to make: its path under the output folder, what it is, and a function giving its job.

    `kind` is one of KINDS; `subject` a forme's or an event's slug, a territory's typed code, or None for a document
    about all formes. `request`: what another process needs to make it; only dossiers are made in great numbers.
    `profil`: the audience that a handout is for, where it is not for all. `measures`: it says what other files measure
    once they are laid out.
    """

    path: str
    kind: str
    subject: str | None
    title: str
    make: Callable[[], Job]
    request: DossierRequest | None = None
    profil: str | None = None
    measures: bool = False

    @property
    def laid_out(self) -> bool:
        """Whether the machine must be able to lay pages out for it."""
        return self.format == "pdf" or self.measures

    @property
    def format(self) -> str:
        return self.path.rsplit(".", 1)[1]

    def described(self) -> dict[str, Any]:
        """What is known of the file before it is made, under the keys of manifest.json."""
        named = {"chemin": self.path, "genre": self.kind, "sujet": self.subject, "titre": self.title}
        beside = {"comparer": list(self.request.beside)} if self.request and self.request.beside else {}
        return named | {"format": self.format} | beside


@dataclass(frozen=True)
class Selection:
    """The part of the plan that a command names; no forme named means every document, those about all too.

    `territoires`: typed codes of the dossiers asked for beside those of the kit; a dossier's formes are its fiches.
    `ampleurs`: how much of it; `beside`: the typed codes that they are set beside; `sobre`: its PDFs are those for an
    office printer, in the place of the others.
    `evenements`: slugs; `profils`: the audiences whose handouts are asked for beside those for all.
    """

    kinds: tuple[str, ...] = KINDS
    formes: tuple[str, ...] = ()
    formats: tuple[str, ...] = FORMATS
    territoires: tuple[str, ...] = ()
    evenements: tuple[str, ...] = ()
    profils: tuple[str, ...] = ()
    ampleurs: tuple[str, ...] = AMPLEURS
    sobre: bool = False
    beside: tuple[str, ...] = ()

    @cached_property
    def _territoires(self) -> frozenset[str]:
        return frozenset(self.territoires)

    def has(self, target: Target) -> bool:
        if target.kind not in self.kinds or target.format not in self.formats:
            return False
        if target.request:
            return self._has_dossier(target.request)
        if target.kind == "evenements":
            asked = target.profil is None or target.profil in self.profils
            return asked and (not self.evenements or target.subject in self.evenements)
        return not self.formes or target.subject in self.formes

    def _has_dossier(self, request: DossierRequest) -> bool:
        if self.territoires and request.territoire not in self._territoires:
            return False
        if request.format == "pdf" and request.sobre != self.sobre:
            return False
        if request.format != "json" and request.ampleur not in self.ampleurs:
            return False
        return not self.formes or set(request.formes) == set(self.formes)
