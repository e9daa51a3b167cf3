"""The pages handed out first, on paper: each a part of one page, the same alone and at the head of a whole dossier."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from coopdocs.champs import Champs
from coopdocs.formats.job import FilledPageJob
from coopdocs.library.catalogue import DOSSIERS
from coopdocs.plan.dossier import figures, maps
from coopdocs.plan.dossier.feuillet import feuillet
from coopdocs.plan.maker import Maker
from coopdocs.plan.suite import Suite
from coopdocs.targets import DossierRequest
from coopdocs.views.essentiel import EssentielDossier
from coopdocs.views.essentiel.communes import BARRES

MODELE = "dossier/essentiel/page.html.j2"
_TITRES = {
    "chiffres": "Le territoire",
    "cooperations": "Qui coopère déjà ici",
    "pistes": "Pistes",
}
"""The pages after the cover, each with its line in a table of contents."""


def add_pages(maker: Maker, suite: Suite, essentiel: EssentielDossier, demande: DossierRequest) -> None:
    """Put the first pages at the end of a suite; their links lead to parts of the whole dossier, where it has them."""
    pages = [p for p in _TITRES if p != "chiffres" or essentiel.chiffres]
    if essentiel.chiffres is None:
        # two pages, one sheet: who cooperates is said on the page of leads
        pages = ["pistes"]
    folios = {page: n for n, page in enumerate(("couverture", *pages), suite.prochaine)}
    for page in folios:
        suite.add(page, _page(maker, page, essentiel, demande, folios), _TITRES.get(page, ""))


def _page(
    maker: Maker, partie: str, essentiel: EssentielDossier, demande: DossierRequest, folios: dict[str, int]
) -> FilledPageJob:
    """A page of these; its folio is no champ: it always has the same."""
    champs, dossier = Champs(), essentiel.dossier
    complet = demande.ampleur == "complet"
    html = maker.html(
        MODELE, "imprime", folios[partie], partie=partie, e=essentiel, dossier=dossier, champs=champs,
        folios=folios, formes=demande.formes if complet else (), complet=complet, sobre=demande.sobre,
        logo=partial(maker.logo, DOSSIERS), **_drawings(maker, partie, essentiel, demande.sobre),
    )  # fmt: skip
    return FilledPageJob(html, champs.valeurs, maker.theme.folders, partie, 1)


def _chiffres(maker: Maker, essentiel: EssentielDossier) -> dict[str, object]:
    """The charts of the page of figures; a longer table leaves fewer communes a bar."""
    assert essentiel.chiffres, "a page without figures is not made"
    barres = BARRES + min(2, 5 - len(essentiel.chiffres.autour))
    return {
        "graphiques": figures.drawn(maker.library.territoires, maker.theme, essentiel.chiffres, barres),
        "barres": barres,
    }


def _drawings(maker: Maker, partie: str, essentiel: EssentielDossier, sobre: bool) -> dict[str, object]:
    """The drawings of a page, and how the page of cooperations is laid out around its map."""
    territoires, dossier = maker.library.territoires, essentiel.dossier
    if partie == "couverture":
        return {"carte": maps.cover(territoires, maker.theme.palette, dossier, sobre)}
    if partie == "chiffres":
        return _chiffres(maker, essentiel)
    if partie != "cooperations":
        return {}
    known = essentiel.cooperations
    layout = feuillet(maker.theme, known)
    carte = maps.cooperations(territoires, maker.theme.palette, dossier, known, layout, sobre)
    if carte:
        layout = replace(layout, hauteur=carte.croquis.hauteur / 10)
    return {"carte": carte, "feuillet": layout}
