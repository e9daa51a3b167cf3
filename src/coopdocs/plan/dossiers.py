"""A territory's dossier: which parts, in which order, on which pages.

Parts that dossiers share are jobs that do not change from one territory to the next; the number of their first page is
in their HTML. `Pages` tells how many pages a part takes when its job does not say so itself: only layout knows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any

from coopdocs.champs import Champs
from coopdocs.formats import Job, Piece
from coopdocs.formats.pdf.join import Etiquettes
from coopdocs.plan import dossier_json, dossier_word
from coopdocs.plan.profil import indices, profil
from coopdocs.plan.sommaire import Entree
from coopdocs.targets import Demande, Target
from coopdocs.territoire import Territoire
from coopdocs.theme import cartes
from coopdocs.views import abridged
from coopdocs.views.dossier import Dossier, path
from coopdocs.views.dossiers import Dossiers
from coopdocs.views.listes import RANGEES

if TYPE_CHECKING:
    from coopdocs.plan import Maker

Pages = Callable[[Job], int]
FORMATS = ("pdf", "docx", "json")
_INITIATIVES = "Initiatives du territoire et alentour"
_MODELE = "dossier/dossier.html.j2"


@dataclass
class _Suite:
    """The parts of one dossier as they are put one after the other."""

    formes: tuple[str, ...]
    pages: Pages
    pieces: list[Piece] = field(default_factory=list)
    sommaire: list[Entree] = field(default_factory=list)
    prochaine: int = 2

    def add(self, nom: str, job: Job, titre: str = "", ancre: str = "") -> None:
        if titre:
            self.sommaire.append(Entree(titre, self.prochaine, nom, ancre or nom))
        self.pieces.append(Piece(nom, job))
        self.prochaine += self.pages(job)


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
            demande = Demande(t.cle, format_, chosen)
            chemin = f"{path(t)}{suffixe}.{format_}"
            yield Target(chemin, "dossiers", t.cle, f"Dossier {t.nom_court}", partial(assembler.job, demande), demande)


class Assembler:
    """Makes the jobs of dossiers; what they share is made once."""

    def __init__(self, maker: Maker, pages: Pages) -> None:
        self.maker, self.pages = maker, pages
        self.library, self.theme = maker.library, maker.theme
        self._shared: dict[tuple[object, ...], Job] = {}

    @cached_property
    def dossiers(self) -> Dossiers:
        return Dossiers(self.library)

    def job(self, demande: Demande) -> Job:
        """A dossier's job; the territory of a Demande exists."""
        t = self.library.territoires.get(demande.territoire)
        assert t is not None, "a Demande is made from a territory"
        makers: dict[str, Callable[[Territoire, Sequence[str]], Job]] = {
            "pdf": self.pdf,
            "docx": partial(dossier_word.docx, self),
            "json": partial(dossier_json.data, self),
        }
        return makers[demande.format](t, demande.formes)

    def likeness(self, demande: Demande) -> tuple[object, ...]:
        """Sorts dossiers whose pages are laid out alike next to each other, so that one process makes them all."""
        territoires = self.library.territoires
        t = territoires.get(demande.territoire)
        epci = territoires.get(f"epci:{t.epci}") if t and t.epci else t
        if epci is None or epci.type != "epci":
            return demande.format, 0, 0, demande.territoire
        rows = min(territoires.nombre_communes(epci), RANGEES), len(territoires.neighbours(epci))
        return demande.format, *rows, f"{epci.regions} {demande.territoire}"

    def pdf(self, t: Territoire, formes: Sequence[str]) -> Job:
        """The dossier as the parts it is joined from."""
        dossier = self.dossiers.dossier(t)
        suite = _Suite(tuple(formes), self.pages)
        suite.add("usage", self._part("usage", suite), "Lire ce dossier")
        mesures = profil(self.theme, dossier)
        page = self._own("territoire", dossier, suite, 1 if mesures.page else None, profil=mesures)
        suite.add("territoire", page, "Le territoire en bref")
        suite.add("choisir", self._part("choisir", suite), "Choisir une forme de coopération")
        rangee, une = self._indices
        suite.add("indices", self._own("indices", dossier, suite, 1 if une else None, rangee=rangee))
        suite.add("comparatif", self._table(suite.prochaine), "Tableau comparatif")
        for rang, slug in enumerate(formes):
            sujets = "Fiches" if len(formes) > 4 else "Fiches : " + ", ".join(self._sigle(s) for s in formes)
            titre = "" if rang else sujets if len(formes) > 1 else f"Fiche {self._sigle(slug)}"
            suite.add(f"fiche-{slug}", self.maker.fiche_pdf(slug, premiere=suite.prochaine), titre, slug)
        feuillets = dossier.feuillets
        for n, feuillet in enumerate(feuillets, 1):
            nom, titre = (f"initiatives-{n}", "") if n > 1 else ("initiatives", _INITIATIVES)
            page = self._own("initiatives", dossier, suite, nom=nom, feuillet=feuillet, dernier=n == len(feuillets))
            suite.add(nom, page, titre)
        suite.add("contacts", self._own("contacts", dossier, suite, None), "Contacts")
        suite.add("glossaire", self._part("glossaire", suite), "Glossaire")
        suite.add("sources", self._part("sources", suite), "Sources et dates des données")
        cover = Piece("couverture", self._own("couverture", dossier, suite), Etiquettes(None, prefixe="Couverture"))
        first, *others = suite.pieces
        pieces = (cover, Piece(first.nom, first.job, Etiquettes("D", 2)), *others)
        kit = self.library.kit
        data = dossier_json.text(self.library, dossier, formes).encode()
        jointe = self.maker.jointe("dossier.json", f"Les données du dossier : {t.nom_court} (JSON)", data)
        options = {"titre": self._titre(t), "auteur": kit.editeur, "sujet": kit.sous_titre, "jointes": (jointe,)}
        return Job("assemblage", "", options=options, pieces=pieces)

    def _titre(self, t: Territoire) -> str:
        return f"Dossier de territoire : {t.nom_court}"

    def _sigle(self, slug: str) -> str:
        return self.library.formes[slug].sigle

    @cached_property
    def _indices(self) -> tuple[float, bool]:
        return indices(self.theme, self.library.comparables.values())

    # --- parts that dossiers share

    def _part(self, partie: str, suite: _Suite) -> Job:
        def make() -> Job:
            bibliographie = {cle: n for n, cle in enumerate(self._cited, 1)}
            html = self.maker.html(
                _MODELE, "imprime", partie=partie, propre=False, premiere=premiere, formes=suite.formes,
                titre="Dossier de territoire", bibliographie=bibliographie, une=False,
            )  # fmt: skip
            return Job("pdf", html, self.theme.dossiers)

        premiere = suite.prochaine
        return self._once((partie, premiere, suite.formes), make)

    @cached_property
    def _cited(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(cle for terme in self.library.glossaire.termes for cle in terme.sources))

    def _table(self, premiere: int) -> Job:
        def make() -> Job:
            table = abridged(self.maker.comparatif)
            html = self.maker.html("comparatif/comparatif.html.j2", "imprime", comparatif=table, premiere=premiere)
            return Job("pdf", html, self.theme.dossiers)

        return self._once(("comparatif", premiere), make)

    def _once(self, cle: tuple[object, ...], make: Callable[[], Job]) -> Job:
        if cle not in self._shared:
            self._shared[cle] = make()
        return self._shared[cle]

    # --- the territory's own pages

    def _own(
        self, partie: str, dossier: Dossier, suite: _Suite, pages: int | None = 1, nom: str = "", **contexte: object
    ) -> Job:
        """`pages` None: only layout knows; one page has its number as a champ, so it may stand anywhere."""
        champs = Champs()
        drawn = self._drawn(dossier) if partie == "couverture" else None
        premiere = 1 if partie == "couverture" else suite.prochaine
        html = self.maker.html(
            _MODELE, "imprime", partie=partie, propre=True, premiere=premiere, dossier=dossier, formes=suite.formes,
            champs=champs, cartes=drawn, sommaire=suite.sommaire, titre="Dossier de territoire",
            une=pages == 1, **contexte,
        )  # fmt: skip
        options = {"valeurs": champs.valeurs, "pages": pages, "nom": nom or partie}
        return Job("gabarit", html, self.theme.dossiers, options)

    def _drawn(self, dossier: Dossier) -> dict[str, Any]:
        t, territoires = dossier.territoire, self.library.territoires
        ou = ", ".join(dossier.situation)
        return {
            "france": cartes.france(territoires, t),
            "locale": cartes.territoire(territoires, t),
            "alt_france": f"Carte de France : où se trouve {t.nom_court}{f' ({ou})' if ou else ''}.",
            "alt_locale": f"Carte {t.de} et de ses environs.",
        }
