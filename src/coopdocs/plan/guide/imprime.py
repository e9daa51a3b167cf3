"""The printed guide: its chapters are parts joined, each laid out once for the whole and for itself."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from coopdocs import views
from coopdocs.champs import Champs
from coopdocs.couleurs import BLANC, FILET, mix
from coopdocs.formats.job import FilledPageJob, Job, JoinJob, PageLabels, Part
from coopdocs.plan.guide.marge import PRIS, lexicon, margin
from coopdocs.plan.maker import Maker
from coopdocs.plan.suite import Pages, Suite
from coopdocs.territoire import CONTOURS
from coopdocs.theme import dessins
from coopdocs.theme.reseau import network, ruled
from coopdocs.typographie import jours_de
from coopdocs.views.chapitre import Chapitre, chapitre, reponses

_MODELE = "guide/imprime.html.j2"
_SERREES = {"pourquoi", "acteurs", "histoire", "couts", "modeles", "introduction", "sommaire", "autres"}
_SERREES |= {"choisir", "aides", "droit", "glossaire"}
"""The parts that are set tighter where that saves a page."""
_AMPLES = "-couts", "-modeles"
"""The pages of a chapter that take two where it says much."""
_FOLIOS = (8, 60)
"""How many pages of a part are numbered: enough for most; no more follow one another in a guide of forty formes."""
_REGARDS = 26
"""How many formes a page tells of in a line each."""


@dataclass(frozen=True)
class ChapitrePlace:
    """A chapter where it stands: the number of its first page and of each page of a known purpose."""

    chapitre: Chapitre
    premiere: int
    folios: dict[str, int]


class Imprime:
    """Makes the jobs of the printed guide and of its chapters."""

    def __init__(self, maker: Maker, pages: Pages) -> None:
        self.maker, self.pages = maker, pages
        self.library = maker.library

    @cached_property
    def chapitres(self) -> dict[str, Chapitre]:
        return {slug: chapitre(self.library, slug) for slug in self.library.formes}

    def alone(self, slug: str) -> JoinJob:
        """One chapter, numbered from 1."""
        suite = Suite(self.pages, 1)
        self.add_chapter(suite, self.chapitres[slug], entier=False)
        first, *rest = suite.parts
        kit, forme = self.library.kit, self.library.formes[slug]
        parts = (Part(first.name, first.job, PageLabels("D", 1)), *rest)
        return JoinJob(parts, f"{kit.titre} : {forme.nom}", kit.editeur, forme.chapo.texte, (self.maker.source(slug),))

    def whole(self) -> JoinJob:
        """The guide; its contents are made last, and again where they take more pages than one."""
        made = self._composed(sommaire=1)
        if (needed := self.pages(made.sommaire)) > 1:
            made = self._composed(needed)
        kit = self.library.kit
        attachments = tuple(map(self.maker.source, self.library.formes))
        return JoinJob(made.every(), kit.titre, kit.editeur, kit.sous_titre, attachments)

    def _composed(self, sommaire: int) -> _Ensemble:
        composition = _Ensemble(self, 3 + sommaire)
        composition.add_all()
        return composition

    # --- a chapter

    def add_chapter(self, suite: Suite, c: Chapitre, *, entier: bool) -> ChapitrePlace:
        """Put a chapter at the end of a suite: an even number of pages, so that the next one begins a sheet too.

        `entier`: the other chapters are there, so that a page may lead to them.
        """
        ample = _ample(c)
        parts, folios = self._chapter(suite.prochaine, c, entier=entier, ample=ample)
        if not ample and any(self.pages(p.job) > 1 for p in parts.parts if p.name.endswith(_AMPLES)):
            parts, folios = self._chapter(suite.prochaine, c, entier=entier, ample=True)
        premiere = suite.prochaine
        if (parts.prochaine - premiere) % 2:
            parts.add(f"{c.slug}-mots", self._page("mots", parts.prochaine, c))
        suite.add(f"{c.slug}-ouverture", self._page("ouverture", premiere, c, places=folios), slug=c.slug)
        suite.parts += parts.parts
        suite.prochaine = parts.prochaine
        return ChapitrePlace(c, premiere, folios)

    def _chapter(self, premiere: int, c: Chapitre, *, entier: bool, ample: bool) -> tuple[Suite, dict[str, int]]:
        """The pages after the opening and where each begins; `ample`: costs and sources take two pages each."""
        parts, folios = Suite(self.pages, premiere + 1), dict[str, int]()
        for page in c.pages:
            folios[page] = parts.prochaine
            job = self._page(page, parts.prochaine, c, entier=entier and page == "modeles", ample=ample)
            parts.add(f"{c.slug}-{page}", job)
        return parts, folios

    def _page(self, partie: str, premiere: int, c: Chapitre, **contexte: Any) -> Job:
        drawn: dict[str, Any] = {}
        theme = self.maker.theme
        if partie in PRIS:
            drawn["marge"] = margin(theme, c, partie)
        if partie == "histoire" and (lieu := c.fiche.lieu_recit) and lieu.lat is not None:
            contours = self.library.territoires.folder / CONTOURS
            titre = f"Carte de France : {lieu.nom}"
            drawn["carte"] = dessins.examples_map(contours, [(1, lieu)], c.forme.couleur, titre, "Coopdocs Titre")
        if partie == "ouverture":
            drawn["reponses"] = list(reponses(c))
        if partie in ("mots", "modeles"):
            drawn |= lexicon(theme, c, after_sources=partie == "modeles") | {"reglure": ruled(FILET)}
        une = partie in ("ouverture", "mots")
        return self._part(f"{c.slug}-{partie}", partie, premiere, une=une, c=c, **drawn, **contexte)

    def _part(self, nom: str, partie: str, premiere: int, *, une: bool = False, **contexte: Any) -> Job:
        """A part as loose as saves most pages, in three degrees; `une`: it takes one page whatever it says."""
        if une:
            return self._set(nom, partie, premiere, pages=1, **contexte)
        loose, count = self._counted(nom, partie, premiere, **contexte)
        pages = 1 + (bool(contexte.get("ample")) and nom.endswith(_AMPLES))
        kept = partie not in _SERREES or (partie == "pourquoi" and contexte["c"].forme.photos)
        if kept or count <= pages:
            return loose
        tight, least = self._counted(nom, partie, premiere, serre=2, **contexte)
        if least >= count:
            return loose
        middle, between = self._counted(nom, partie, premiere, serre=1, **contexte)
        return middle if between == least else tight

    def _counted(self, nom: str, partie: str, premiere: int, **contexte: Any) -> tuple[Job, int]:
        """A part and how many pages it takes, each of which has its number."""
        few, many = _FOLIOS
        job = self._set(nom, partie, premiere, folios=few, **contexte)
        if self.pages(job) > few:
            job = self._set(nom, partie, premiere, folios=many, **contexte)
        return job, self.pages(job)

    def _set(
        self, nom: str, partie: str, premiere: int, *, serre: int = 0, folios: int = 0, pages: int | None = None,
        **contexte: Any,
    ) -> Job:  # fmt: skip
        """A part whose pages have their numbers as champs, so that it is laid out once wherever it stands."""
        champs, numbers = Champs(), range(premiere, premiere + (pages or folios))
        html = self.maker.html(
            _MODELE, "imprime", premiere, partie=partie, champs=champs, folios=numbers,
            cote="gauche" if premiere % 2 == 0 else "droite", serre=serre, **contexte,
        )  # fmt: skip
        if not champs.valeurs:
            return self.maker.pdf(html, pages)
        return FilledPageJob(_apart(html), champs.valeurs, self.maker.theme.folders, nom, pages)

    def common(self, partie: str, premiere: int, *, nom: str = "", une: bool = False, **contexte: Any) -> Job:
        """A part that is of no chapter."""
        shared = {"guide": self.guide, "choix": self.choix}
        return self._part(nom or partie, partie, premiere, une=une, **shared, **contexte)

    @cached_property
    def guide(self) -> views.Guide:
        return views.guide(self.library)

    def network(self, right_of: float = -100.0) -> str:
        """What is drawn on the ground of a cover, hardly lighter than it."""
        return network(mix(BLANC, 0.1, self.library.kit.identite.palette.nuit), right_of=right_of)

    @cached_property
    def choix(self) -> views.Choix:
        return views.Choix(self.library)


class _Ensemble:
    """The parts of the guide in their order; cover, imprint and contents are made last."""

    def __init__(self, imprime: Imprime, premiere: int) -> None:
        self.imprime, self.guide = imprime, imprime.guide
        self.suite = Suite(imprime.pages, premiere)
        self.places: list[ChapitrePlace] = []
        self._regards = False

    def add_all(self) -> None:
        """Put every part after the contents: a chapter, what helps to choose and the table begin a sheet."""
        library = self.imprime.library
        self._add("introduction", "Comment lire ce guide")
        for slug in (slug for slug, f in library.formes.items() if f.nature == "panorama"):
            self._chapter(slug)
        self._turn()
        self._add("choisir", "Quelle forme pour mon projet\u202f?")
        if self.imprime.choix.autres:
            self._add("autres", self.imprime.choix.titre_autres, "autres_formes")
        for slug in (slug for slug, f in library.formes.items() if f.nature == "forme"):
            self._chapter(slug)
        self._turn()
        self._add("comparatif", "Tableau comparatif")
        if self.guide.aides:
            self._add("aides", self.guide.aides.titre, "reperes-aides")
        if self.guide.droit:
            self._add("droit", self.guide.droit.titre, "reperes-droit")
        if self.guide.termes:
            self._add("glossaire", "Glossaire")
        if self.guide.bibliographie:
            self._add("bibliographie", "Bibliographie")
        if self.suite.prochaine % 2:
            self._notes()
        fond = self.imprime.network(right_of=124)
        self.suite.add("dos", self.imprime.common("dos", self.suite.prochaine, une=True, fond=fond))

    @cached_property
    def sommaire(self) -> Job:
        """The contents: the chapters with their pages, what stands before and after them."""
        lignes = [ligne for ligne in self.suite.sommaire if ligne.slug is None]
        return self.imprime.common(
            "sommaire", 3, places=self.places, avant=[ligne for ligne in lignes if ligne.page < self._fin_avant],
            apres=[ligne for ligne in lignes if ligne.page >= self._fin_avant],
        )  # fmt: skip

    @property
    def _fin_avant(self) -> int:
        """The page from which what is listed helps to compare."""
        return next((ligne.page for ligne in self.suite.sommaire if ligne.partie == "comparatif"), 0)

    def every(self) -> tuple[Part, ...]:
        """All parts, the first page numbered 1."""
        imprime, total = self.imprime, self.suite.prochaine - 1
        fond = imprime.network()
        jours = [s.consulte_le for _, s in self.guide.bibliographie]
        lectures = jours_de(min(jours), max(jours)) if jours else "aucune"
        cover = Part("couverture", imprime.common("couverture", 1, une=True, fond=fond), PageLabels("D", 1))
        mentions = imprime.common("mentions", 2, total=total, lectures=lectures)
        return cover, Part("mentions", mentions), Part("sommaire", self.sommaire), *self.suite.parts

    def _add(self, partie: str, titre: str, ancre: str = "") -> None:
        self.suite.add(partie, self.imprime.common(partie, self.suite.prochaine), titre, ancre)

    def _chapter(self, slug: str) -> None:
        self._turn()
        self.places.append(self.imprime.add_chapter(self.suite, self.imprime.chapitres[slug], entier=True))

    def _turn(self) -> None:
        """Let what comes next begin a sheet: where it would not, a page of what the formes are, then one for notes."""
        if self.suite.prochaine % 2:
            return
        if self._regards or len(self.imprime.library.formes) > _REGARDS:
            self._notes()
        else:
            self._regards = True
            self._add("regards", "Les formes en une ligne")

    def _notes(self) -> None:
        nom = f"notes-{self.suite.prochaine}"
        page = self.imprime.common("notes", self.suite.prochaine, nom=nom, une=True, reglure=ruled(FILET), ancre=nom)
        self.suite.add(nom, page)


_RESERVED = re.compile(r'(?<=[:"])(\s?)#(F[135])([0-9A-F]{2})([0-9A-F]{2})(?=[;"])')


def _apart(html: str) -> str:
    """A page whose colours are not written as what stands for a champ: a tint such as #F3EFF6 is put in figures."""
    return _RESERVED.sub(lambda m: f"{m[1]}rgb({', '.join(str(int(part, 16)) for part in m.groups()[1:])})", html)


def _ample(c: Chapitre) -> bool:
    """Whether a chapter says so much of costs, or by so many sources, that it is laid out on eight pages at once."""
    couts = sum(len(fait.texte) for fait in (*c.forme.financements, *c.forme.couts))
    return len(c.sources) > 30 or couts > 1300
