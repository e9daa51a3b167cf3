"""The dossiers of territories: which files, and the job of each (`printed`, `word`, `data`)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property, partial

from coopdocs.formats.job import Job, TextJob
from coopdocs.plan.dossier import data, word
from coopdocs.plan.dossier.printed import Printed
from coopdocs.plan.maker import Maker
from coopdocs.plan.suite import Pages
from coopdocs.targets import DossierRequest, Target
from coopdocs.territoire import Territoire
from coopdocs.views.dossier import Dossier, path
from coopdocs.views.dossier.listes import RANGEES
from coopdocs.views.dossier.making import Dossiers

FORMATS = ("pdf", "docx", "json")


def targets(
    maker: Maker, cles: Iterable[str], formes: Iterable[str], formats: Iterable[str], pages: Pages
) -> Iterator[Target]:
    """The files of the dossiers of these territories (typed codes); of some formes only, their names tell which."""
    every = tuple(maker.library.formes)
    chosen = tuple(slug for slug in every if slug in formes) or every
    suffixe = "" if chosen == every else "-" + "-".join(chosen)
    assembler = Assembler(maker, pages)
    for t in filter(None, map(maker.library.territoires.get, cles)):
        for format_ in formats:
            demande = DossierRequest(t.cle, format_, chosen)
            chemin = f"{path(t)}{suffixe}.{format_}"
            yield Target(chemin, "dossiers", t.cle, f"Dossier {t.nom_court}", partial(assembler.job, demande), demande)


class Assembler:
    """Makes the jobs of dossiers; what they share is made once."""

    def __init__(self, maker: Maker, pages: Pages) -> None:
        self.maker, self.pages = maker, pages
        self.library, self.theme = maker.library, maker.theme
        self._printed = Printed(maker, pages)

    @cached_property
    def _dossiers(self) -> Dossiers:
        return Dossiers(self.library)

    def dossier(self, t: Territoire) -> Dossier:
        return self._dossiers.dossier(t)

    def job(self, demande: DossierRequest) -> Job:
        """A dossier's job; the territory of a request exists."""
        t = self.library.territoires.get(demande.territoire)
        assert t is not None, "a request is made from a territory"
        dossier, formes = self.dossier(t), demande.formes
        if demande.format == "pdf":
            return self._printed.job(dossier, formes)
        if demande.format == "docx":
            return word.job(self.maker, dossier, formes)
        return TextJob(data.text(self.library, dossier, formes))

    def likeness(self, demande: DossierRequest) -> tuple[object, ...]:
        """Sorts dossiers whose pages are laid out alike next to each other, so that one process makes them all."""
        territoires = self.library.territoires
        t = territoires.get(demande.territoire)
        epci = territoires.get(f"epci:{t.epci}") if t and t.epci else t
        if epci is None or epci.type != "epci":
            return demande.format, 0, 0, demande.territoire
        rows = min(territoires.nombre_communes(epci), RANGEES), len(territoires.voisins(epci))
        return demande.format, *rows, f"{epci.regions} {demande.territoire}"
