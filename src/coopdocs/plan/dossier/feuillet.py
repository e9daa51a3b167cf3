"""How the page of who cooperates is laid out: its map takes what its lists leave."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil

from coopdocs.sizes.units import TEXTE
from coopdocs.theme import Theme
from coopdocs.views.essentiel.cooperations import Cooperations

_PAGE = 240.0
"""What stands between the page's head and its foot (mm)."""
_RANGEE, _RANGEE_LONGUE, _TITRE, _TITRE_SEUL = 16.9, 16.9, 12.5, 4.0
_COTE_ITEM, _COTE_TITRE, _COTE_TITRE_2 = 19.4, 9.5, 11.0
_COTE_LARGEUR, _BAS_LARGEUR, _LIGNE, _AUTOUR_LIGNES, _PAS_BOITE = 50.0, 174.0, 3.9, 9.4, 4.0
_BASSE = 144.0
"""The height of a map most of which would be sea, where its lists leave more (mm)."""
_HAUT_COTE, _HAUT_LARGE = (136.0, 186.0), (80.0, 170.0)


@dataclass(frozen=True)
class FeuilletCooperations:
    """`cote`: the territory's own stand beside the map; its size and the height of the box of what is unknown (mm).

    `basse`: the height of a map most of which would be sea.
    """

    cote: bool
    largeur: float
    hauteur: float
    boite: float
    basse: float


def feuillet(theme: Theme, known: Cooperations) -> FeuilletCooperations:
    """The layout of a page for what it lists."""
    n = len(known.ici) + len(known.couvrent)
    rangee = _RANGEE_LONGUE if known.longue else _RANGEE
    near = sum(_TITRE + rangee * -(-len(g.cooperations) // 3) for g in known.autour)
    if n > 0 and not known.longue:
        box = _box(theme, known, _COTE_LARGEUR)
        side = _COTE_TITRE + _COTE_ITEM * n + (_COTE_TITRE_2 if known.couvrent else 0) + (0 if known.ici else 12)
        least = side + box + 3
        hauteur = _between(_PAGE - near - _TITRE_SEUL, (max(_HAUT_COTE[0], least), _HAUT_COTE[1]))
        return FeuilletCooperations(True, 118.0, hauteur, box, min(max(least, _BASSE), hauteur))
    own = 0.0
    if known.longue:
        own = _TITRE + rangee * -(-(n - known.reste) // 3) + (4 if known.reste else 0)
    boite = _box(theme, known, _BAS_LARGEUR)
    hauteur = _between(_PAGE - near - own - boite - 3 - _TITRE_SEUL, _HAUT_LARGE)
    return FeuilletCooperations(False, 182.0, hauteur, boite, min(_BASSE, hauteur))


def _box(theme: Theme, known: Cooperations, largeur: float) -> float:
    """The height (mm) of the box of what is not known: one of few, for each is another page to lay out."""
    texts = (known.absence, known.imprecises)
    lines = sum(len(theme.broken(texte, TEXTE, "400", 8.6, largeur)) for texte in texts if texte)
    return _PAS_BOITE * ceil((_AUTOUR_LIGNES + _LIGNE * lines) / _PAS_BOITE)


def _between(hauteur: float, bornes: tuple[float, float]) -> float:
    return round(min(max(hauteur, bornes[0]), bornes[1]), 1)
