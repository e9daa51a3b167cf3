"""How the cover of a booklet is set: the title as large as the rest allows, whatever the event says of itself.

Sizes mirror the cover in templates/evenement/livret.css.
"""

from __future__ import annotations

import math
from functools import cached_property

from coopdocs.theme import Theme
from coopdocs.theme.mesure import MM_PER_PT
from coopdocs.typographie import lier_courts, lier_fin
from coopdocs.views.evenement import Journee
from coopdocs.zones.metre import Metre, Style
from coopdocs.zones.places import TEXTE, TITRE

TITRES = ((38, 3), (34, 4), (30, 4), (26, 5), (22, 5), (19, 9))
"""Sizes (pt) of the title, the largest first, and how many lines it may take at each."""
EMBLEMES = (11.0, 9.0, 7.0)
"""Sides (mm) of the emblems, the largest first: more than two rows take a smaller one."""
_LARGEUR, _HAUTEUR = 123.0, 179.0
_TITRE, _ACCROCHE = 122.0, 108.0
_ECART_EMBLEME, _RANG = 4.0, 3.0


class Couverture:
    """The cover of one day's booklet, measured in a theme's fonts."""

    def __init__(self, journee: Journee, theme: Theme) -> None:
        self.journee, self._metre = journee, Metre(theme)

    @cached_property
    def embleme(self) -> float:
        """The side (mm) of the emblems."""
        return next((cote for cote in EMBLEMES if self._rangs(cote) <= 2), EMBLEMES[-1])

    @property
    def emblemes(self) -> bool:
        """Whether the row of emblems has its room, under the smallest title."""
        return self._reste(*TITRES[-1]) >= self._emblemes

    @cached_property
    def titre(self) -> int:
        """The size (pt) of the title."""
        emblemes = self._emblemes if self.emblemes else 0
        return next((corps for corps, lignes in TITRES if self._reste(corps, lignes) >= emblemes), TITRES[-1][0])

    def _rangs(self, cote: float) -> int:
        par_rang = int((_LARGEUR + _ECART_EMBLEME) / (cote + _ECART_EMBLEME))
        return math.ceil(len(self.journee.fiches) / par_rang)

    @property
    def _emblemes(self) -> float:
        return 8 + self._rangs(self.embleme) * (self.embleme + _RANG)

    def _reste(self, corps: float, lignes: int) -> float:
        """What a title of that size leaves (mm) to the emblems, less than nothing where it takes too many lines."""
        style = Style(TITRE, "800", corps, corps * 1.06)
        titre = self._metre.hauteur(lier_courts(self.journee.e.titre), style, _TITRE)
        if titre > (lignes + 0.5) * style.ligne * MM_PER_PT:
            return -math.inf
        return _HAUTEUR - titre - self._fixe

    @cached_property
    def _fixe(self) -> float:
        """The height (mm) of all but title and emblems."""
        e, haut = self.journee.e, self._metre.hauteur
        ou = Style(TEXTE, "600", 10.4, 13.6)
        haute = 10 * MM_PER_PT + 7 + 5 + haut(lier_fin(e.accroche), Style(TITRE, "500", 12, 16), _ACCROCHE)
        bas = 4.5 + haut(self.journee.quand, Style(TITRE, "700", 17, 21), _LARGEUR) + 17 * MM_PER_PT
        bas += 3 + haut(e.lieu.nom, ou, _LARGEUR) + haut(e.lieu.adresse, ou, _LARGEUR)
        bas += 3 + haut(e.organisateur.nom, Style(TITRE, "600", 10.4, 13), _LARGEUR)
        return haute + bas + 2 + haut(self.journee.mention, Style(TEXTE, "600", 7.8, 10), _LARGEUR)
