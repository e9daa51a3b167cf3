"""A territory's printed dossier: which parts, in which order, on which pages.

Parts that dossiers share are jobs that do not change from one territory to the next; the number of their first page is
in their HTML.
"""

from __future__ import annotations

from coopdocs.champs import ChampBloc, Champs, ChampTexte
from coopdocs.formats.job import FilledPageJob, Job, JoinJob, PageLabels, Part, source
from coopdocs.model.contenu import Terme
from coopdocs.plan import comparatifs, fiches
from coopdocs.plan.dossier import data
from coopdocs.plan.dossier.essentiel import add_pages
from coopdocs.plan.dossier.profil import indices, profil
from coopdocs.plan.maker import Maker
from coopdocs.plan.suite import Pages, Suite
from coopdocs.sizes import dossier as sizes
from coopdocs.targets import DossierRequest
from coopdocs.views import Choix, abridged, termes
from coopdocs.views.dossier import Dossier
from coopdocs.views.essentiel import EssentielDossier

_INITIATIVES = "Initiatives du territoire et alentour"
_MODELE = "dossier/dossier.html.j2"
_TITRE, _ESSENTIEL = "Dossier de territoire", "L’essentiel"
_SIGLES_MAX = 4
"""So many formes are named on the line of the contents."""


class Printed:
    """Makes the jobs of printed dossiers; the parts that they share are made once."""

    def __init__(self, maker: Maker, pages: Pages) -> None:
        self.maker, self.pages = maker, pages
        self.library, self.theme = maker.library, maker.theme
        self._rangee: tuple[float, bool] | None = None
        self._lus: dict[str, frozenset[int]] = {}
        self._choix = Choix(self.library, bref=True)

    def job(self, premieres: EssentielDossier, demande: DossierRequest) -> JoinJob:
        """The dossier as the parts it is joined from: its first pages and, where all of it is asked for, the others."""
        suite = Suite(self.pages, prochaine=1)
        add_pages(self.maker, suite, premieres, demande)
        dossier, formes = premieres.dossier, demande.formes
        if demande.ampleur == "complet":
            self._add_territory(suite, dossier, formes)
            self._add_fiches(suite, formes)
            self._add_initiatives(suite, dossier, formes)
            suite.add("contacts", self._own("contacts", dossier, suite, formes, None), "Contacts")
            used = self._termes(suite)
            if used:
                suite.add("glossaire", self._shared("glossaire", suite.prochaine, formes, used), "Glossaire")
            suite.add("sources", self._shared("sources", suite.prochaine, formes, used), "Sources et dates des données")
        first, *others = suite.parts
        parts = (Part(first.name, first.job, PageLabels("D", 1)), *others)
        t, kit = dossier.territoire, self.library.kit
        texte = data.text(self.library, dossier, formes)
        attached = self.maker.attachment(
            "dossier.json", f"Les données du dossier : {t.nom_court} (JSON)", texte.encode()
        )
        titre = _TITRE if demande.ampleur == "complet" else _ESSENTIEL
        return JoinJob(parts, f"{titre} : {t.nom_court}", kit.editeur, kit.sous_titre, (attached,))

    # --- what stands in a dossier, in order

    def _add_territory(self, suite: Suite, dossier: Dossier, formes: tuple[str, ...]) -> None:
        """The territory, and how the formes look from there."""
        suite.add("usage", self._shared("usage", suite.prochaine, formes), "Lire ce dossier")
        mesures = profil(self.theme, dossier)
        page = self._own("territoire", dossier, suite, formes, 1 if mesures.page else None, profil=mesures)
        suite.add("territoire", page, "Le territoire en bref")
        suite.add("choisir", self._shared("choisir", suite.prochaine, formes), "Choisir une forme de coopération")
        # the same for all dossiers: what they have of one forme is in places that do not grow
        self._rangee = self._rangee or indices(self.theme, dossier.indices)
        rangee, une = self._rangee
        suite.add("indices", self._own("indices", dossier, suite, formes, 1 if une else None, rangee=rangee))
        suite.add("comparatif", self._table(suite.prochaine), "Tableau comparatif")

    def _add_fiches(self, suite: Suite, formes: tuple[str, ...]) -> None:
        """The fiches; the contents name them all on the line of the first."""
        genre = "Fiche" if len(formes) == 1 else "Fiches"
        sigles = ", ".join(self.library.formes[slug].sigle for slug in formes)
        titre = f"{genre} {sigles}" if len(formes) == 1 else f"{genre} : {sigles}"
        ligne = sizes.SOMMAIRE
        holds = self.theme.fit([titre], ligne.famille, ligne.graisse, ligne.corps, sizes.SOMMAIRE_LARGEUR)
        if len(formes) > _SIGLES_MAX or not holds:
            titre = genre
        for slug in formes:
            job = fiches.printed(self.maker, slug, premiere=suite.prochaine)
            suite.add(f"fiche-{slug}", job, titre if slug == formes[0] else "", slug)

    def _add_initiatives(self, suite: Suite, dossier: Dossier, formes: tuple[str, ...]) -> None:
        """One part a page, so that few skeletons serve any number of initiatives."""
        feuillets = dossier.feuillets
        for n, feuillet in enumerate(feuillets, 1):
            nom, titre = (f"initiatives-{n}", "") if n > 1 else ("initiatives", _INITIATIVES)
            page = self._own(
                "initiatives", dossier, suite, formes, nom=nom, feuillet=feuillet, dernier=n == len(feuillets)
            )
            suite.add(nom, page, titre)

    # --- parts that dossiers share

    def _shared(self, partie: str, premiere: int, formes: tuple[str, ...], explained: tuple[Terme, ...] = ()) -> Job:
        """A part that says nothing of the territory, its first page numbered `premiere`.

        `explained`: the terms of the dossier's glossary, where the part shows them or numbers their sources.
        """

        def make() -> Job:
            bibliographie = {cle: n for n, cle in enumerate(self._cited(explained), 1)}
            html = self.maker.html(
                _MODELE, "imprime", partie=partie, propre=False, premiere=premiere, formes=formes,
                titre=_TITRE, bibliographie=bibliographie, une=False, choix=self._choix, termes=explained,
            )  # fmt: skip
            return self.maker.pdf(html)

        return self.maker.once(("dossier", partie, premiere, formes, *(t.terme for t in explained)), make)

    def _cited(self, explained: tuple[Terme, ...]) -> tuple[str, ...]:
        """The sources in the order of their numbers: those of the terms last, for dossiers differ in them."""
        faits = (*self._choix.faits, *self.library.couverture.decomptes.values(), *explained)
        return tuple(dict.fromkeys(cle for fait in faits for cle in fait.sources))

    def _termes(self, suite: Suite) -> tuple[Terme, ...]:
        """The terms that the parts so far use: what their pages say of themselves is read once for all dossiers."""
        glossaire = self.library.glossaire.termes
        own: list[str] = []
        ranks: frozenset[int] = frozenset()
        for part in suite.parts:
            name = part.name
            if isinstance(part.job, FilledPageJob):
                name = name.partition("-")[0]
                own += [v.mots for v in part.job.values if isinstance(v, ChampTexte | ChampBloc)]
            if name not in self._lus:
                self._lus[name] = termes.used(glossaire, [termes.words(source(part.job))])
            ranks |= self._lus[name]
        rest = [rank for rank in range(len(glossaire)) if rank not in ranks]
        found = termes.used([glossaire[rank] for rank in rest], own)
        return termes.explained(glossaire, ranks | {rest[n] for n in found})

    def _table(self, premiere: int) -> Job:
        def make() -> Job:
            table = abridged(self.maker.comparatif)
            return self.maker.pdf(self.maker.html(comparatifs.MODELE, "imprime", premiere, comparatif=table))

        return self.maker.once(("dossier", "comparatif", premiere), make)

    # --- the territory's own pages

    def _own(
        self, partie: str, dossier: Dossier, suite: Suite, formes: tuple[str, ...], pages: int | None = 1,
        nom: str = "", **contexte: object,
    ) -> Job:  # fmt: skip
        """`pages` None: only layout knows; one page has its number as a champ, so it may stand anywhere."""
        champs = Champs()
        premiere = suite.prochaine
        html = self.maker.html(
            _MODELE, "imprime", premiere, partie=partie, propre=True, dossier=dossier, formes=formes,
            champs=champs, sommaire=suite.sommaire, titre=_TITRE, une=pages == 1, **contexte,
        )  # fmt: skip
        return FilledPageJob(html, champs.valeurs, self.theme.folders, nom or partie, pages)
