"""How the page of who cooperates is laid out: its map takes what its lists leave."""

from __future__ import annotations

from dataclasses import dataclass

from coopdocs.views.essentiel.cooperations import Cooperations

_PAGE = 240.0
"""What stands between the page's head and its foot (mm)."""
_RANGEE, _RANGEE_LONGUE, _TITRE, _TITRE_SEUL = 15.8, 15.4, 12.5, 4.0
_COTE_ITEM, _COTE_TITRE, _COTE_TITRE_2 = 18.0, 9.5, 11.0
_BOITE_COTE, _BOITE_LARGE, _IMPRECISES = 28.0, 16.0, 14.0
_HAUT_COTE, _HAUT_LARGE = (136.0, 186.0), (80.0, 170.0)


@dataclass(frozen=True)
class FeuilletCooperations:
    """`cote`: the territory's own stand beside the map; its size and the height of the box of what is unknown (mm)."""

    cote: bool
    largeur: float
    hauteur: float
    boite: float


def feuillet(known: Cooperations) -> FeuilletCooperations:
    """The layout of a page for what it lists."""
    box = _IMPRECISES if known.imprecises else 0.0
    n = len(known.ici) + len(known.couvrent)
    rangee = _RANGEE_LONGUE if known.longue else _RANGEE
    near = sum(_TITRE + rangee * -(-len(g.cooperations) // 3) for g in known.autour)
    if n > 0 and not known.longue:
        hauteur = _between(_PAGE - near - _TITRE_SEUL, _HAUT_COTE)
        side = _COTE_TITRE + _COTE_ITEM * n + (_COTE_TITRE_2 if known.couvrent else 0) + (0 if known.ici else 12)
        return FeuilletCooperations(True, 118.0, hauteur, min(box + _BOITE_COTE, round(hauteur - side - 4, 1)))
    own = 0.0
    if known.longue:
        own = _TITRE + rangee * -(-(n - known.reste) // 3) + (4 if known.reste else 0)
    boite = _BOITE_LARGE + 0.7 * box
    hauteur = _between(_PAGE - near - own - boite - 3 - _TITRE_SEUL, _HAUT_LARGE)
    return FeuilletCooperations(False, 182.0, hauteur, round(boite, 1))


def _between(hauteur: float, bornes: tuple[float, float]) -> float:
    return round(min(max(hauteur, bornes[0]), bornes[1]), 1)
