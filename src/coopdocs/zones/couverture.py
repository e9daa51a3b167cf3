"""How the cover of a booklet is set: the title as large as the rest allows, whatever the event says of itself."""

from __future__ import annotations

import math
from functools import cached_property

from coopdocs.sizes import couverture as s
from coopdocs.sizes.units import TITRE, TextStyle
from coopdocs.theme import Theme
from coopdocs.typographie import bind_end, bind_short
from coopdocs.views.evenement import Journee
from coopdocs.zones.metre import Metre


class Couverture:
    """The cover of one day's booklet, measured in a theme's fonts."""

    def __init__(self, journee: Journee, theme: Theme) -> None:
        self.journee, self._metre = journee, Metre(theme)

    @cached_property
    def embleme(self) -> float:
        """The side (mm) of the emblems."""
        return next((cote for cote in s.EMBLEMES if self._rangs(cote) <= 2), s.EMBLEMES[-1])

    @property
    def emblemes(self) -> bool:
        """Whether the row of emblems has its room, under the smallest title."""
        return self._reste(*s.TITRES[-1]) >= self._emblemes

    @cached_property
    def titre(self) -> int:
        """The size (pt) of the title."""
        emblemes = self._emblemes if self.emblemes else 0
        return next((corps for corps, lignes in s.TITRES if self._reste(corps, lignes) >= emblemes), s.TITRES[-1][0])

    def _rangs(self, cote: float) -> int:
        par_rang = int((s.LARGEUR + s.EMBLEME_ECART) / (cote + s.EMBLEME_ECART))
        return math.ceil(len(self.journee.fiches) / par_rang)

    @property
    def _emblemes(self) -> float:
        return s.RANG_AVANT + self._rangs(self.embleme) * (self.embleme + s.EMBLEME_SOUS)

    def _reste(self, corps: float, lignes: int) -> float:
        """What a title of that size leaves (mm) to the emblems, less than nothing where it takes too many lines."""
        style = TextStyle(TITRE, "800", corps, corps * s.COUV_INTERLIGNE)
        titre = self._metre.hauteur(bind_short(self.journee.e.titre), style, s.TITRE_LARGEUR)
        if titre > (lignes + 0.5) * style.haut:
            return -math.inf
        return s.HAUTEUR - titre - self._fixe

    @cached_property
    def _fixe(self) -> float:
        """The height (mm) of all but title and emblems."""
        e, haut = self.journee.e, self._metre.hauteur
        haute = s.SURTITRE_HAUT + s.TITRE_AVANT + s.ACCROCHE_AVANT
        haute += haut(bind_end(e.accroche), s.ACCROCHE, s.ACCROCHE_LARGEUR)
        bas = s.BAS_FILET + s.BAS_AVANT + haut(self.journee.quand, s.QUAND, s.LARGEUR) + s.HEURES.haut
        bas += s.OU_AVANT + haut(e.lieu.nom, s.OU, s.LARGEUR) + haut(e.lieu.adresse, s.OU, s.LARGEUR)
        bas += s.QUI_AVANT + haut(e.organisateur.nom, s.QUI, s.LARGEUR)
        return haute + bas + s.MENTION_AVANT + haut(self.journee.mention, s.MENTION, s.LARGEUR)
