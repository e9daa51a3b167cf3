"""A territory's printed dossier: which parts, in which order, on which pages.

Parts that dossiers share are jobs that do not change from one territory to the next; the number of their first page is
in their HTML.
"""

from __future__ import annotations

from coopdocs.champs import ChampBloc, Champs, ChampTexte
from coopdocs.formats.job import FilledPageJob, Job, JoinJob, PageLabels, Part, source
from coopdocs.model.complement import PARTIES_ANNEXES, Partie
from coopdocs.model.contenu import Terme
from coopdocs.plan import comparatifs, fiches
from coopdocs.plan.dossier import data
from coopdocs.plan.dossier.essentiel import add_pages
from coopdocs.plan.dossier.marges import margin
from coopdocs.plan.dossier.profil import profil
from coopdocs.plan.maker import Maker
from coopdocs.plan.suite import Pages, Suite
from coopdocs.targets import DossierRequest
from coopdocs.views import Choix, abridged, reperes, termes
from coopdocs.views import recit as told
from coopdocs.views.dossier import Dossier
from coopdocs.views.dossier.mairies import height
from coopdocs.views.dossier.parts import DONNEES
from coopdocs.views.essentiel import EssentielDossier

_INITIATIVES = "Initiatives du territoire et alentour"
_MODELE = "dossier/dossier.html.j2"
_MAIRIES, _MAIRIE_MAX = 216.0, 8.4
"""What a page holds of town halls, and the highest row of one (mm)."""
_TITRE, _ESSENTIEL = "Dossier de territoire", "L’essentiel"


class Printed:
    """Makes the jobs of printed dossiers; the parts that they share are made once."""

    def __init__(self, maker: Maker, pages: Pages) -> None:
        self.maker, self.pages = maker, pages
        self.library, self.theme = maker.library, maker.theme
        self._lus: dict[str, frozenset[int]] = {}
        self._choix = Choix(self.library, bref=True)

    def job(self, premieres: EssentielDossier, demande: DossierRequest) -> JoinJob:
        """The dossier as the parts it is joined from: its first pages and, where all of it is asked for, the others."""
        suite = Suite(self.pages, prochaine=1)
        add_pages(self.maker, suite, premieres, demande)
        dossier = premieres.dossier
        if demande.ampleur == "complet":
            self._add_rest(suite, dossier, demande)
        first, *others = suite.parts
        parts = (Part(first.name, first.job, PageLabels("D", 1)), *others)
        t, kit = dossier.territoire, self.library.kit
        texte = data.text(self.library, dossier, demande.formes)
        attached = self.maker.attachment(
            "dossier.json", f"Les données du dossier : {t.nom_court} (JSON)", texte.encode()
        )
        titre = _TITRE if demande.ampleur == "complet" else _ESSENTIEL
        emetteur = dossier.complement.emetteur
        auteur = emetteur.nom if emetteur else kit.editeur
        return JoinJob(parts, f"{titre} : {t.nom_court}", auteur, kit.sous_titre, (attached,))

    # --- what stands in a dossier after its first pages, in order

    def _add_rest(self, suite: Suite, dossier: Dossier, demande: DossierRequest) -> None:
        """The contents and the figures, the parts in the order of the territory's file or of all dossiers, sources."""
        parties = dossier.complement.annexes.parties or PARTIES_ANNEXES
        # a forme is a link where its fiche is
        formes = demande.formes if "fiches" in parties else ()
        if mot := dossier.complement.introduction:
            suite.add("introduction", self._own("introduction", dossier, suite, formes, None), mot.titre)
        # the contents are made when all parts have their pages: their own is kept free
        place, folio = len(suite.parts), suite.prochaine
        suite.prochaine += 1
        mesures = profil(self.theme, dossier)
        page = self._own("territoire", dossier, suite, formes, 1 if mesures.page else None, profil=mesures)
        suite.add("territoire", page, "Repères chiffrés")
        for partie in parties:
            self._add(partie, suite, dossier, formes, demande)
        used = self._termes(suite)
        if used:
            suite.add("glossaire", self._shared("glossaire", suite.prochaine, formes, used), "Glossaire")
        suite.add("sources", self._shared("sources", suite.prochaine, formes, used), "Sources et mentions")
        contents = Suite(self.pages, folio, suite.sommaire)
        suite.parts.insert(place, Part("sommaire", self._own("sommaire", dossier, contents, formes)))

    def _add(
        self, partie: Partie, suite: Suite, dossier: Dossier, formes: tuple[str, ...], demande: DossierRequest
    ) -> None:
        match partie:
            case "choix":
                self._turn(suite, formes)
                page = self._shared("choisir", suite.prochaine, formes)
                suite.add("choisir", page, "Choisir une forme de coopération")
            case "comparatif":
                self._turn(suite, formes)
                suite.add("comparatif", self._table(suite.prochaine), "Tableau comparatif")
            case "fiches":
                for slug in formes:
                    self._turn(suite, formes)
                    job = fiches.printed(self.maker, slug, demande.sobre, suite.prochaine)
                    suite.add(f"fiche-{slug}", job, slug=slug)
            case "recits":
                if any(self.library.formes[slug].recit for slug in demande.formes):
                    suite.add("recits", self._shared("recits", suite.prochaine, formes), "Récits")
            case "aides":
                aides = reperes.aides(self.library, demande.formes, dossier.territoire)
                if aides and aides.lignes:
                    ids = demande.formes, *(ligne.aide.id for ligne in aides.lignes)
                    suite.add("aides", self._reference("aides", aides, suite.prochaine, ids), aides.titre)
            case "droit":
                if droit := reperes.droit(self.library):
                    suite.add("droit", self._reference("droit", droit, suite.prochaine), droit.titre)
            case "initiatives":
                self._add_initiatives(suite, dossier, formes)
            case "contacts":
                self._add_contacts(suite, dossier, formes)

    def _turn(self, suite: Suite, formes: tuple[str, ...]) -> None:
        """Let what comes next begin a sheet, to be given alone: where it would not, a page for notes comes first."""
        if suite.prochaine % 2 == 0:
            suite.add(f"notes-{suite.prochaine}", self._shared("notes", suite.prochaine, formes))

    def _add_initiatives(self, suite: Suite, dossier: Dossier, formes: tuple[str, ...]) -> None:
        """One part a page, so that few skeletons serve any number of initiatives."""
        feuillets = dossier.feuillets
        for n, feuillet in enumerate(feuillets, 1):
            nom, titre = (f"initiatives-{n}", "") if n > 1 else ("initiatives", _INITIATIVES)
            page = self._own(
                "initiatives", dossier, suite, formes, nom=nom, feuillet=feuillet, dernier=n == len(feuillets)
            )
            suite.add(nom, page, titre)

    def _add_contacts(self, suite: Suite, dossier: Dossier, formes: tuple[str, ...]) -> None:
        """Whom to write to; town halls beside them where they are few, else on pages of their own, all as full."""
        marge = margin(self.theme, dossier)
        suite.add("contacts", self._own("contacts", dossier, suite, formes, None, marge=marge), "Contacts")
        for n, feuillet in enumerate(dossier.mairies.feuillets, 1):
            nom = f"mairies-{n}" if n > 1 else "mairies"
            rangee = height(feuillet, _MAIRIES, _MAIRIE_MAX)
            page = self._own(
                "mairies", dossier, suite, formes, nom=nom, feuillet=feuillet, rangee=rangee, premier=n == 1
            )
            suite.add(nom, page, "" if n > 1 else "Mairies")

    # --- parts that dossiers share

    def _shared(self, partie: str, premiere: int, formes: tuple[str, ...], explained: tuple[Terme, ...] = ()) -> Job:
        """A part that says nothing of the territory, its first page numbered `premiere`.

        `explained`: the terms of the dossier's glossary, where the part shows them or numbers their sources.
        """

        def make() -> Job:
            bibliographie = {cle: n for n, cle in enumerate(self._cited(formes, explained), 1)}
            told_of = formes if partie == "recits" else ()
            histoires = [fiche for slug in told_of if (fiche := self.maker.fiches[slug]).forme.recit]
            html = self.maker.html(
                _MODELE, "imprime", partie=partie, propre=False, premiere=premiere, formes=formes, histoires=histoires,
                titre=_TITRE, bibliographie=bibliographie, une=False, choix=self._choix, termes=explained,
                donnees=DONNEES,
            )  # fmt: skip
            return self.maker.pdf(html)

        return self.maker.once(("dossier", partie, premiere, formes, *(t.terme for t in explained)), make)

    def _cited(self, formes: tuple[str, ...], explained: tuple[Terme, ...]) -> tuple[str, ...]:
        """The sources in the order of their numbers: those of the terms last, for dossiers differ in them."""
        recits = [fait for slug in formes if (r := self.library.formes[slug].recit) for fait in told.faits(r)]
        faits = (*self._choix.faits, *self.library.couverture.decomptes.values(), *recits, *explained)
        return tuple(dict.fromkeys(cle for fait in faits for cle in fait.sources))

    def _termes(self, suite: Suite) -> tuple[Terme, ...]:
        """The terms that the parts so far use: what their pages say of themselves is read once for all dossiers."""
        glossaire = self.library.glossaire.termes
        own: list[str] = []
        ranks: frozenset[int] = frozenset()
        for part in suite.parts:
            if isinstance(part.job, FilledPageJob):
                own += [v.mots for v in part.job.values if isinstance(v, ChampTexte | ChampBloc)]
            page = source(part.job)
            if page not in self._lus:
                self._lus[page] = termes.used(glossaire, [termes.words(page)])
            ranks |= self._lus[page]
        rest = [rank for rank in range(len(glossaire)) if rank not in ranks]
        found = termes.used([glossaire[rank] for rank in rest], own)
        return termes.explained(glossaire, ranks | {rest[n] for n in found})

    def _table(self, premiere: int) -> Job:
        def make() -> Job:
            table = abridged(self.maker.comparatif)
            return self.maker.pdf(self.maker.html(comparatifs.MODELE, "imprime", premiere, comparatif=table))

        return self.maker.once(("dossier", "comparatif", premiere), make)

    def _reference(self, nom: str, vue: reperes.PageSourcee, premiere: int, key: tuple[object, ...] = ()) -> Job:
        """A page of money or of law; territories that have the same calls, which `key` names, have the same page."""

        def make() -> Job:
            return self.maker.pdf(self.maker.html(f"reperes/{nom}.html.j2", "imprime", premiere, **{nom: vue}))

        return self.maker.once(("dossier", nom, premiere, key), make)

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
            champs=champs, contenu=suite.sommaire, titre=_TITRE, une=pages == 1, **contexte,
        )  # fmt: skip
        return FilledPageJob(html, champs.valeurs, self.theme.folders, nom or partie, pages)
