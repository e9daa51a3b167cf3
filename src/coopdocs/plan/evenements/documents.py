"""The files of one event, from which each module of handouts gives its own."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import Any

from coopdocs.formats.job import Job, PdfJob
from coopdocs.formats.pdf.standards import Attachment
from coopdocs.library import fichier_evenement
from coopdocs.library.catalogue import EVENEMENTS
from coopdocs.plan.maker import Maker
from coopdocs.plan.suite import Pages
from coopdocs.targets import Target
from coopdocs.views.evenement import Journee, journee


class Documents:
    """The files of one event, each job made once."""

    def __init__(self, maker: Maker, slug: str, pages: Pages) -> None:
        self.maker, self.slug, self.pages = maker, slug, pages
        self.theme = maker.theme
        self._jobs: dict[str, Job] = {}
        self._makers: dict[str, Callable[[], Job]] = {}
        self.targets: dict[str, Target] = {}

    @cached_property
    def journee(self) -> Journee:
        return journee(self.maker.library, self.slug)

    def target(
        self, nom: str, titre: str, make: Callable[[], Job], *, profil: str | None = None, releve: bool = False
    ) -> Target:
        """A file of the event, `nom` under its folder; `titre` says in French what it is."""
        self._makers[nom] = make
        chemin = f"evenements/{self.slug}/{nom}"
        made = Target(chemin, "evenements", self.slug, titre, lambda: self.job(nom), profil=profil, measures=releve)
        self.targets[nom] = made
        return made

    def job(self, nom: str) -> Job:
        """The job of one of the event's files."""
        if nom not in self._jobs:
            self._jobs[nom] = self._makers[nom]()
        return self._jobs[nom]

    def html(self, modele: str, support: str = "imprime", premiere: int | None = None, **contexte: Any) -> str:
        """A filled template of templates/evenement; `journee` and `logo` are in its context."""
        return self.maker.html(
            f"evenement/{modele}", support, premiere, journee=self.journee, logo=self.logo, **contexte
        )

    def pdf(self, html: str, pages: int | None = None, attachments: tuple[Attachment, ...] = ()) -> PdfJob:
        """A document that goes by itself, with the files that it was made from: the event's where none is given."""
        return self.maker.pdf(html, pages, attachments or (self.source(),))

    def part(self, html: str, pages: int | None = None) -> Job:
        """A part of a joined document."""
        return self.maker.pdf(html, pages)

    def source(self) -> Attachment:
        """The event's own file, to go with a document."""
        octets = (self.maker.library.racine / fichier_evenement(self.slug)).read_bytes()
        return self.maker.attachment(
            f"{self.slug}.yaml", f"Contenu de l’événement {self.journee.e.titre} (YAML)", octets
        )

    def sources(self) -> tuple[Attachment, ...]:
        """The files of the event's formes, to go with a document."""
        return tuple(map(self.maker.source, self.journee.e.formes))

    def logo(self, nom: str) -> str:
        """A logo as an address that holds it whole."""
        return self.maker.logo(EVENEMENTS, nom)
