"""A territory's dossier as a Word document: one job, its words and tables those of the printed one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from coopdocs import views
from coopdocs.croquis import Croquis
from coopdocs.formats.job import Job
from coopdocs.library import Library
from coopdocs.plan.maker import Maker
from coopdocs.theme import NAVY, cartes
from coopdocs.views.dossier import DONNEES, Dossier

_OMISES = ("Présentation", "Gouvernance", "Financement", "Combinaisons", "Idées reçues")
"""Headings that a chapter leaves to the guide, as the printed fiche does."""
_MARGE = 25


@dataclass(frozen=True)
class Carte:
    """A map of the document: the name of its image, its words, its width in mm, its drawing as SVG."""

    nom: str
    alt: str
    legende: str
    largeur: int
    svg: str


def job(maker: Maker, dossier: Dossier, formes: Sequence[str]) -> Job:
    """The dossier of a territory for Word, with a chapter for each of `formes`."""
    drawn = _maps(maker, dossier)
    table = views.abridged(maker.comparatif)
    html = maker.html(
        "dossier/word.html.j2",
        "word",
        dossier=dossier,
        formes=formes,
        guide=_chapters(maker.library, formes, table),
        comparatif=replace(table, titre=table.titre_principal),
        cartes=drawn,
        donnees=DONNEES,
        titre_document=f"Dossier de territoire : {dossier.territoire.nom_court}",
    )
    return maker.docx(html, {carte.nom: carte.svg for carte in drawn})


def _chapters(library: Library, formes: Sequence[str], table: views.Comparatif) -> views.Guide:
    """The chapters of some formes with the glossary, and every source that these or the table cite."""
    chapitres = tuple(views.fiche(library, slug) for slug in formes)
    faits = [fait for c in chapitres for rubrique, fait in views.claims(c.forme) if rubrique not in _OMISES]
    cited = {cle for fait in (*faits, *library.glossaire.termes) for cle in fait.sources}
    cited |= {cle for cle, _ in table.sources}
    return views.Guide(
        titre=library.kit.titre,
        introduction="",
        chapitres=chapitres,
        comparatif=None,
        termes=library.glossaire.termes,
        bibliographie=tuple((cle, s) for cle, s in library.sources.items() if cle in cited),
        library=library,
    )


def _maps(maker: Maker, dossier: Dossier) -> list[Carte]:
    """The maps that the territory has; their letters name their font as its file does: Word has no stylesheet."""
    t, territoires = dossier.territoire, maker.library.territoires
    police = maker.theme.family("Coopdocs Titre", "600")
    france, locale = cartes.france(territoires, t), cartes.territoire(territoires, t)
    maps = []
    if france:
        ou = f" ({', '.join(dossier.situation)})" if dossier.situation else ""
        alt = f"Carte de France : où se trouve {t.nom_court}{ou}."
        maps.append(Carte("carte-france", alt, "Où se trouve le territoire", 56, _on_navy(france, police)))
    if locale:
        alt = f"Carte {t.de} et de ses environs."
        square = replace(locale, rayon=0)  # cutting round corners would take most of the drawing's time
        maps.append(Carte("carte-locale", alt, "Le territoire et ses environs", 90, square.svg(None, police)))
    return maps


def _on_navy(croquis: Croquis, police: str) -> str:
    """A drawing made for a navy ground, on a panel of it."""
    large, haut = croquis.largeur + 2 * _MARGE, croquis.hauteur + 2 * _MARGE
    panel = f'<rect width="{large:.0f}" height="{haut:.0f}" fill="{NAVY}"/>'
    inside = f'<svg x="{_MARGE}" y="{_MARGE}" width="{croquis.largeur:.0f}" height="{croquis.hauteur:.0f}">'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {large:.0f} {haut:.0f}">'
        f"{panel}{inside}{croquis.svg(None, police)}</svg></svg>"
    )
