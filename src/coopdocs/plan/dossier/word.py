"""A territory's dossier as a Word document: one job, its words and tables those of the printed one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from coopdocs import views
from coopdocs.couleurs import NUIT
from coopdocs.croquis import Croquis
from coopdocs.formats.job import Job
from coopdocs.library import Library
from coopdocs.model.contenu import Terme
from coopdocs.plan.dossier.maps import drawn
from coopdocs.plan.maker import Maker
from coopdocs.views import termes
from coopdocs.views.dossier import Dossier
from coopdocs.views.dossier.parts import DONNEES
from coopdocs.views.recit import brief

_OMISES = (
    "Présentation", "Gouvernance", "Financement", "Récit", "Coûts, délais, équipes", "Combinaisons", "Idées reçues"
)  # fmt: skip
"""Headings that a chapter leaves to the guide, as the printed fiche does; of a story it gives what that fiche gives."""
_MARGE = 25


@dataclass(frozen=True)
class CarteWord:
    """A map of the document: the name of its image, its words, its width in mm, its drawing as SVG."""

    nom: str
    alt: str
    legende: str
    largeur: int
    svg: str


def job(maker: Maker, dossier: Dossier, formes: Sequence[str]) -> Job:
    """The dossier of a territory for Word, with a chapter for each of `formes`."""
    cartes = _maps(maker, dossier)
    table = views.abridged(maker.comparatif)

    def filled(explained: tuple[Terme, ...]) -> str:
        return maker.html(
            "dossier/word.html.j2",
            "word",
            dossier=dossier,
            formes=formes,
            guide=_chapters(maker.library, formes, table, explained),
            comparatif=replace(table, titre=table.titre_principal),
            cartes=cartes,
            donnees=DONNEES,
            choix=views.Choix(maker.library, bref=True),
            titre_document=f"Dossier de territoire : {dossier.territoire.nom_court}",
        )

    # what is explained is what the rest says
    glossaire = maker.library.glossaire.termes
    html = filled(termes.explained(glossaire, termes.used(glossaire, [termes.words(filled(()))])))
    return maker.docx(html, {carte.nom: carte.svg for carte in cartes})


def _chapters(
    library: Library, formes: Sequence[str], table: views.Comparatif, explained: tuple[Terme, ...]
) -> views.Guide:
    """The chapters of some formes with the glossary, and every source that these or the table cite."""
    chapitres = tuple(views.fiche(library, slug) for slug in formes)
    faits = [fait for c in chapitres for rubrique, fait in views.claims(c.forme) if rubrique not in _OMISES]
    faits += [fait for c in chapitres if c.recit_imprime for fait in brief(c.recit_imprime)]
    cited = {
        cle
        for fait in (
            *faits,
            *explained,
            *views.Choix(library, bref=True).faits,
            *library.couverture.decomptes.values(),
        )
        for cle in fait.sources
    }
    cited |= {cle for cle, _ in table.sources}
    return views.Guide(
        titre=library.kit.titre,
        introduction="",
        chapitres=chapitres,
        comparatif=None,
        termes=explained,
        bibliographie=tuple((cle, s) for cle, s in library.sources.items() if cle in cited),
        library=library,
    )


def _maps(maker: Maker, dossier: Dossier) -> list[CarteWord]:
    """The maps that the territory has; their letters name their font as its file does: Word has no stylesheet."""
    police = maker.theme.family("Coopdocs Titre", "600")
    maps = drawn(maker.library.territoires, dossier)
    found = []
    if maps.france:
        svg = _on_navy(maps.france, police)
        found.append(CarteWord("carte-france", maps.alt_france, "Où se trouve le territoire", 56, svg))
    if maps.locale:
        square = replace(maps.locale, rayon=0)  # cutting round corners would take most of the drawing's time
        svg = square.svg(None, police)
        found.append(CarteWord("carte-locale", maps.alt_locale, "Le territoire et ses environs", 90, svg))
    return found


def _on_navy(croquis: Croquis, police: str) -> str:
    """A drawing made for a navy ground, on a panel of it."""
    large, haut = croquis.largeur + 2 * _MARGE, croquis.hauteur + 2 * _MARGE
    panel = f'<rect width="{large:.0f}" height="{haut:.0f}" fill="{NUIT}"/>'
    inside = f'<svg x="{_MARGE}" y="{_MARGE}" width="{croquis.largeur:.0f}" height="{croquis.hauteur:.0f}">'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {large:.0f} {haut:.0f}">'
        f"{panel}{inside}{croquis.svg(None, police)}</svg></svg>"
    )
