"""The booklet, as it is read and as it is printed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cached_property, partial
from typing import Any

from coopdocs import typographie
from coopdocs.formats.job import ImpositionJob, Job, JoinJob, PageLabels, Part
from coopdocs.formats.pdf.imposition import Booklet
from coopdocs.model.evenement import Profil
from coopdocs.plan.evenements.documents import Documents
from coopdocs.plan.suite import Suite
from coopdocs.targets import Target
from coopdocs.views.livret import Double, Livret, double, intitule
from coopdocs.zones.couverture import Couverture
from coopdocs.zones.livret import fit_rubriques

_MODELE = "livret.html.j2"
NOTES = ("Mes notes", "À retenir", "Personnes à recontacter")
_GRAMMES_PAR_MM = 800
"""What a square metre of paper 1 mm thick weighs: 80 g/m² is a tenth of a millimetre."""
_GRAMMAGES = range(40, 501)
"""The weights (g/m²) that paper and card have."""


def targets(documents: Documents, profils: Sequence[str]) -> Iterator[Target]:
    """The booklet for everyone, then those for the readers asked for whom the event is meant."""
    e = documents.maker.library.evenements[documents.slug]
    for profil in (None, *(p for p in e.profils if p in profils)):
        nom = f"livret-{typographie.slug(profil)}" if profil else "livret"
        a_lire = f"{intitule(profil)} : {e.titre}"
        yield documents.target(f"{nom}.pdf", a_lire, partial(_lu, documents, profil), profil=profil)
        a_plier = f"{intitule(profil)} à imprimer et à plier : {e.titre}"
        make = partial(_impose, documents, f"{nom}.pdf", a_plier)
        yield documents.target(f"{nom}-impose.pdf", a_plier, make, profil=profil)


def _impose(documents: Documents, nom: str, titre: str) -> Job:
    cahier = Booklet(thickness=epaisseur(documents.journee.e.impression.papier))
    return ImpositionJob(documents.job(nom), cahier, titre)


def epaisseur(papier: str) -> float:
    """The thickness (mm) of a sheet from the first weight that its description gives, that of office paper without."""
    said = map(int, re.findall(r"(?<!\d)(\d{2,3})\s*g(?:r|rammes)?\b", papier))
    return next((g for g in said if g in _GRAMMAGES), 80) / _GRAMMES_PAR_MM


def _lu(documents: Documents, profil: Profil | None) -> Job:
    """The booklet in reading order."""
    tenus = [fit_rubriques(double(fiche, profil), documents.theme) for fiche in documents.journee.fiches]
    livret = Livret(documents.journee, profil, tuple(d for d, _ in tenus), documents.maker.library)
    parts = _composed(documents, livret, tenus, ouverture=1)
    if parts.ouverture > 1:
        # its contents take more than a page: everything stands that much further
        parts = _composed(documents, livret, tenus, parts.ouverture)
    kit, e = documents.maker.library.kit, documents.journee.e
    attachments = (documents.source(), *documents.sources())
    return JoinJob(parts.every(), f"{livret.titre} : {e.titre}", kit.editeur, e.accroche, attachments)


def _composed(
    documents: Documents, livret: Livret, tenus: Sequence[tuple[Double, float]], ouverture: int
) -> _Composition:
    """The parts after a cover and `ouverture` pages of contents, up to the back cover: a multiple of four in all."""
    parts = _Composition(documents, livret, 2 + ouverture)
    parts.add("programme", "Programme et intervenants" if documents.journee.e.intervenants else "Programme")
    if parts.suite.prochaine % 2:
        parts.add("questions", modele="notes", pages=1, titres=("Mes questions",))
    for d, corps in tenus:
        parts.add(f"forme-{d.fiche.slug}", modele="forme", slug=d.fiche.slug, pages=2, double=d, corps=corps)
    for nom, entree in _reperes(livret):
        parts.add(nom, entree)
    parts.add("contacts", "Contacts et réseaux d’appui")
    parts.add("sources", "Sources")
    if restantes := -parts.suite.prochaine % 4:
        parts.add("notes", "Notes", pages=restantes, ancre="n1", titres=NOTES[:restantes])
    parts.add("dos", pages=1)
    return parts


def _reperes(livret: Livret) -> Iterator[tuple[str, str]]:
    """The table and the glossary: people who live there read the words first."""
    parts = [("comparatif", "Comparer")] if livret.journee.table else []
    parts += [("glossaire", "Les mots du livret")] if livret.termes else []
    yield from reversed(parts) if livret.profil == "habitants" else parts


class _Composition:
    """The parts of a booklet; cover and contents are made last."""

    def __init__(self, documents: Documents, livret: Livret, prochaine: int) -> None:
        self.documents, self.livret = documents, livret
        self.suite = Suite(documents.pages, prochaine)

    def add(
        self, nom: str, titre: str = "", *, modele: str = "", ancre: str = "", slug: str | None = None,
        pages: int | None = None, **contexte: Any,
    ) -> None:  # fmt: skip
        """Put a part at the end: `pages` of the template's part `modele`, or as many as `nom` takes."""
        job = self._job(modele or nom, self.suite.prochaine, pages, **contexte) if pages else self._libre(nom)
        self.suite.add(nom, job, titre, ancre, slug)

    @cached_property
    def _contents(self) -> Job:
        return self._serre("ouverture", 2, sommaire=self.suite.sommaire)

    @property
    def ouverture(self) -> int:
        """How many pages the contents take."""
        return self.documents.pages(self._contents)

    def every(self) -> tuple[Part, ...]:
        mise = Couverture(self.livret.journee, self.documents.theme)
        cover = Part("couverture", self._job("couverture", 1, 1, mise=mise), PageLabels(None, prefix="Couverture"))
        return cover, Part("ouverture", self._contents, PageLabels("D", 2)), *self.suite.parts

    def _libre(self, nom: str) -> Job:
        """A part that goes on from page to page; the table of comparison takes a page or two facing ones."""
        table = self.livret.journee.table
        if nom != "comparatif" or table is None:
            return self._serre(nom, self.suite.prochaine)
        whole = self._serre(nom, self.suite.prochaine, bandes=(table.groupees,))
        alone = self.documents.pages(whole) == len(self.livret.tranches)
        return whole if alone else self._serre(nom, self.suite.prochaine, bandes=self.livret.moities)

    def _serre(self, nom: str, premiere: int, **contexte: Any) -> Job:
        """A part, set tighter where that saves a page which would have a few lines only."""
        large, serre = (self._job(nom, premiere, None, serre=s, **contexte) for s in (False, True))
        return large if self.documents.pages(large) == 1 else min(large, serre, key=self.documents.pages)

    def _job(self, partie: str, premiere: int, pages: int | None, **contexte: Any) -> Job:
        journee = self.livret.journee
        html = self.documents.html(
            _MODELE, premiere=premiere, partie=partie, livret=self.livret, e=journee.e, sobre=journee.sobre, **contexte
        )
        return self.documents.part(html, pages)
