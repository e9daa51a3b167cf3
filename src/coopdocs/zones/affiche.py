"""How the poster of an event is set on A3: what must be read at 3 m first, the title as large as the rest allows.

Sizes mirror templates/evenement/affiche.css, which gets those that vary as custom properties.
"""

from __future__ import annotations

from functools import cached_property

from coopdocs.theme import Theme
from coopdocs.typographie import adresse_breve, lier_courts, lier_fin
from coopdocs.views.evenement import Journee, Lien
from coopdocs.zones.metre import Metre, Style
from coopdocs.zones.places import TEXTE, TITRE

LOIN = (66.0, 62.0, 58.0, 54.0, 50.0, 47.0, 44.0)
"""Sizes (pt) of the date and the place: at the least of them a capital is 10.2 mm high."""
H1 = (136.0, 126.0, 116.0, 106.0, 98.0, 90.0, 82.0, 76.0, 70.0, 64.0, 58.0, 52.0, 46.0)
LARGEUR, COLONNE, CODE, DESSIN_LARGEUR = 257.0, 173.0, 72.0, 280.0
"""Widths (mm) of the poster between its margins, of its left column, of its code, of its drawing."""
ACCROCHE, HEURES = Style(TEXTE, "400", 25.0, 32.0), Style(TITRE, "600", 30.0, 37.0)
ADRESSES = (Style(TEXTE, "400", 20.0, 26.0), Style(TEXTE, "400", 17.0, 22.0), Style(TEXTE, "400", 14.0, 18.0))
"""The postal address, the first at which it takes two lines."""
LIBELLE = Style(TITRE, "700", 22.0, 27.0)
CODE_ADRESSE = Style(TEXTE, "600", 14.0, 18.0)
ORGANISME = Style(TEXTE, "600", 14.0, 17.0)
ORGANISME_LARGEUR, ORGANISATEUR_LARGEUR = 39.5, 83.0
"""Widths (mm) of a partner's name, and of the organiser's, which stands beside its logo."""
FOND_MAX = 272.0
"""The height (mm) of the ground that bears the title."""
_HAUT, _BAS = 20.0 + 12, 12.0
_DESSIN_MIN, _DESSIN_COMPRIME, _DESSIN_MAX = 64.0, 16.0, 92.0
"""What a title leaves (mm) to the drawing at least, under a long title at least; how high it becomes at most."""


class Affiche:
    """The poster of one day, measured in a theme's fonts."""

    def __init__(self, journee: Journee, theme: Theme) -> None:
        self.journee, self._metre = journee, Metre(theme)

    @property
    def code(self) -> Lien | None:
        """What the code leads to: the sign-up, else the documents."""
        par_cle = {lien.cle: lien for lien in self.journee.liens}
        return par_cle.get("inscription") or par_cle.get("documents")

    @property
    def colonne(self) -> float:
        """The width (mm) of date and place."""
        return COLONNE if self.code else LARGEUR

    @property
    def commune(self) -> str:
        """The town, empty where the event is placed in something larger."""
        territoire = self.journee.territoire
        return territoire.nom if territoire.type == "commune" else ""

    @cached_property
    def date(self) -> float:
        """The size (pt) of the date: the largest at which it stands on one line."""
        return self._loin(self.journee.quand)

    @cached_property
    def lieu(self) -> float:
        """The size (pt) of the place and its town: the largest at which neither needs a second line."""
        return min(self._loin(self.journee.e.lieu.nom), self._loin(self.commune))

    @cached_property
    def adresse(self) -> Style:
        """The setting of the postal address."""
        texte, deux = self.journee.e.lieu.adresse, 2
        held = (s for s in ADRESSES if self._metre.corps(texte, s, self.colonne, deux, (s.corps,)))
        return next(held, ADRESSES[-1])

    def _loin(self, texte: str) -> float:
        return self._metre.corps(texte, lointain(0), self.colonne, 1, LOIN) or LOIN[-1]

    @cached_property
    def fond(self) -> float:
        """The height (mm) of the ground that bears the title: what date and place leave."""
        return min(420.0 - self.reperes - self.pied, FOND_MAX)

    @property
    def reperes(self) -> float:
        """The height (mm) of date, hours, place and code."""
        e, haut = self.journee.e, self._metre.hauteur
        gauche = haut(self.journee.quand, lointain(self.date), self.colonne)
        gauche += sum(haut(texte, lointain(self.lieu), self.colonne) for texte in (e.lieu.nom, self.commune))
        gauche += haut(self.journee.horaires, HEURES, self.colonne) + 6
        gauche += 2 + haut(e.lieu.adresse, self.adresse, self.colonne)
        return 16 + max(gauche, self._droite()) + 10

    def _droite(self) -> float:
        if self.code is None:
            return 0
        libelle = self._metre.hauteur(self.code.libelle, LIBELLE, CODE)
        return CODE + 10 + libelle + self._metre.adresse(adresse_breve(self.code.adresse), CODE_ADRESSE, CODE)

    @property
    def rangs(self) -> int:
        """Rows of organisations, six places in each; the organiser takes three."""
        return (len(self.journee.e.partenaires) + 3 + 5) // 6

    @property
    def pied(self) -> float:
        """The height (mm) of organisations and of the last line."""
        return 6.0 + 20 * self.rangs + 4 * (self.rangs - 1) + 5 + 13

    @cached_property
    def h1(self) -> float | None:
        """The largest size (pt) of the title, None where it has no room."""
        return next((c for least in (_DESSIN_MIN, _DESSIN_COMPRIME) for c in H1 if self.reste_dessin(c) >= least), None)

    def reste_dessin(self, corps: float) -> float:
        """What a title set at `corps` pt leaves of the ground (mm) to the drawing."""
        e, haut = self.journee.e, self._metre.hauteur
        titre = haut(lier_courts(e.titre), titre_affiche(corps), LARGEUR)
        return self.fond - _HAUT - titre - 6 - haut(lier_fin(e.accroche), ACCROCHE, LARGEUR) - _BAS

    @property
    def dessin(self) -> float:
        """The height (mm) of the drawing."""
        return min(self.reste_dessin(self.h1 or H1[-1]) - 8, _DESSIN_MAX)


def lointain(corps: float) -> Style:
    return Style(TITRE, "800", corps, round(corps * 1.1, 1))


def titre_affiche(corps: float) -> Style:
    return Style(TITRE, "800", corps, round(corps * 1.0, 1))
