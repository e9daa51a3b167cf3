"""The height of texts, as templates/evenement sets them: styles in pt, widths and heights in mm."""

from __future__ import annotations

import math
import re

from coopdocs.sizes.units import MM_PER_PT, TextStyle
from coopdocs.theme import Theme
from coopdocs.theme.mesure import Zone, width


class Metre:
    """Measures texts in a theme's fonts."""

    def __init__(self, theme: Theme) -> None:
        self._theme = theme

    def hauteur(self, texte: str, style: TextStyle, largeur: float) -> float:
        """What a text takes in `largeur` mm; nothing where it is empty, no room is enough for a word too wide."""
        lignes = self._zone(style, largeur).set_lines(texte)
        if any(self._width(ligne, style) > largeur for ligne in lignes):
            return math.inf
        return len(lignes) * style.haut

    def coupees(self, texte: str, style: TextStyle, largeur: float) -> int:
        """How many lines a text takes in `largeur` mm where a word that no line holds is cut at any letter."""
        # a line that ends in a cut word leaves less than a letter empty
        utile = largeur - style.corps * MM_PER_PT
        larges = (self._width(ligne, style) for ligne in self._zone(style, largeur).set_lines(texte))
        return sum(1 if large <= largeur else math.ceil(large / utile) for large in larges)

    def adresse(self, texte: str, style: TextStyle, largeur: float) -> float:
        """What an address takes: it breaks after / - and ?, elsewhere only where a piece is wider than the line."""
        lignes, reste = 1, largeur
        # a figure holds to the hyphen before it
        for morceau in re.findall(r".+?(?:(?:[/?]|-(?!\d))(?![/?-])|$)", texte):
            large = self._width(morceau, style)
            if large > reste and reste < largeur:
                lignes, reste = lignes + 1, largeur
            while large > reste:
                # a broken piece leaves less than a letter of its line empty
                lignes, large = lignes + 1, large - reste + style.corps * MM_PER_PT
            reste -= large
        return lignes * style.haut

    def _zone(self, style: TextStyle, largeur: float) -> Zone:
        return Zone(self._theme.font(style.famille, style.graisse), style.corps, largeur, 1)

    def _width(self, texte: str, style: TextStyle) -> float:
        return width(texte, self._theme.font(style.famille, style.graisse), style.corps)


def rangees(hauteurs: list[float], colonnes: int, entre: float) -> float:
    """The height of a grid filled row by row, `entre` mm between its rows."""
    hautes = [max(hauteurs[i : i + colonnes]) for i in range(0, len(hauteurs), colonnes)]
    return sum(hautes) + entre * max(len(hautes) - 1, 0)
