"""The dossiers of territories: which files, and the job of each (`printed`, `word`, `data`)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property, partial

from coopdocs.formats.job import Job, TextJob
from coopdocs.library import Library
from coopdocs.plan.dossier import data, word
from coopdocs.plan.dossier.printed import Printed
from coopdocs.plan.maker import Maker
from coopdocs.plan.suite import Pages
from coopdocs.targets import DossierRequest, Selection, Target
from coopdocs.territoire import Territoire
from coopdocs.views.dossier import Dossier, path
from coopdocs.views.dossier.listes import RANGEES
from coopdocs.views.dossier.making import Dossiers
from coopdocs.views.essentiel import EssentielDossier
from coopdocs.views.essentiel.making import Essentiels

FORMATS = ("pdf", "docx", "json")


def targets(maker: Maker, cles: Iterable[str], selection: Selection, pages: Pages) -> Iterator[Target]:
    """The files of the dossiers of these territories (typed codes); of some formes only, their names tell which.

    Without a word on formes, a dossier has the fiches that its territory's file names, or all of them.
    """
    every = tuple(maker.library.formes)
    asked = tuple(slug for slug in every if slug in selection.formes)
    suffixe = "-" + "-".join(asked) if asked not in ((), every) else ""
    assembler = Assembler(maker, pages)
    for t in filter(None, map(maker.library.territoires.get, cles)):
        for demande in _requests(t, asked or _annexed(maker.library, t) or every, selection):
            mots = [f"Dossier {t.nom_court}"]
            mots += ["l’essentiel"] * (demande.ampleur == "essentiel")
            mots += ["sobre (imprimante de bureau)"] * demande.sobre
            chemin = path(t) + "-essentiel" * (demande.ampleur == "essentiel") + suffixe + "-sobre" * demande.sobre
            make = partial(assembler.job, demande)
            yield Target(f"{chemin}.{demande.format}", "dossiers", t.cle, ", ".join(mots), make, demande)


def _annexed(library: Library, t: Territoire) -> tuple[str, ...] | None:
    """The formes whose fiches the file of a territory wants; None where it has no word on them."""
    complement = library.complements.get(t.cle)
    return complement.annexes.fiches if complement else None


def _requests(t: Territoire, formes: tuple[str, ...], selection: Selection) -> Iterator[DossierRequest]:
    """The first pages by themselves, to print and to change; the data, which are one, hold all there is."""
    for format_ in (f for f in FORMATS if f in selection.formats):
        sobre = selection.sobre and format_ == "pdf"
        if format_ == "json" or "complet" in selection.ampleurs:
            yield DossierRequest(t.cle, format_, formes, "complet", sobre, selection.beside)
        if format_ != "json" and "essentiel" in selection.ampleurs:
            yield DossierRequest(t.cle, format_, formes, "essentiel", sobre, selection.beside)


class Assembler:
    """Makes the jobs of dossiers; what they share is made once."""

    def __init__(self, maker: Maker, pages: Pages) -> None:
        self.maker, self.pages = maker, pages
        self.library, self.theme = maker.library, maker.theme
        self._printed = Printed(maker, pages)

    @cached_property
    def _dossiers(self) -> Dossiers:
        return Dossiers(self.library)

    @cached_property
    def _essentiels(self) -> Essentiels:
        return Essentiels(self.library)

    def dossier(self, t: Territoire, beside: tuple[str, ...] = ()) -> Dossier:
        return self._dossiers.dossier(t, beside)

    def essentiel(self, t: Territoire, formes: tuple[str, ...] = (), beside: tuple[str, ...] = ()) -> EssentielDossier:
        """What the pages handed out first say; `formes`: those that the dossier holds, all where none is named.

        Retained are those that the territory's file says, or else those that were asked for.
        """
        dossier, every = self.dossier(t, beside), tuple(self.library.formes)
        retenues = () if formes in ((), every, dossier.complement.annexes.fiches) else formes
        return self._essentiels.essentiel(dossier, dossier.complement.retenues or retenues)

    def job(self, demande: DossierRequest) -> Job:
        """A dossier's job; the territory of a request exists."""
        t = self.library.territoires.get(demande.territoire)
        assert t is not None, "a request is made from a territory"
        if demande.format == "pdf":
            return self._printed.job(self.essentiel(t, demande.formes, demande.beside), demande)
        if demande.format == "docx":
            return word.job(self.maker, self.essentiel(t, demande.formes, demande.beside), demande)
        return TextJob(data.text(self.library, self.dossier(t, demande.beside), demande.formes))

    def likeness(self, demande: DossierRequest) -> tuple[object, ...]:
        """Sorts dossiers whose pages are laid out alike next to each other, so that one process makes them all."""
        territoires, kind = self.library.territoires, (demande.format, demande.ampleur)
        t = territoires.get(demande.territoire)
        epci = territoires.get(f"epci:{t.epci}") if t and t.epci else t
        if epci is None or epci.type != "epci":
            return *kind, 0, 0, demande.territoire
        rows = min(territoires.nombre_communes(epci), RANGEES), len(territoires.voisins(epci))
        return *kind, *rows, f"{epci.regions} {demande.territoire}"
