"""How the poster of an event is set on A3: what must be read at 3 m first, the title as large as the rest allows."""

from __future__ import annotations

from functools import cached_property

from coopdocs.sizes import affiche as s
from coopdocs.sizes.units import TITRE, TextStyle
from coopdocs.theme import Theme
from coopdocs.typographie import adresse_breve, bind_end, bind_short
from coopdocs.views.evenement import Journee, LienEvenement
from coopdocs.zones.metre import Metre


class Affiche:
    """The poster of one day, measured in a theme's fonts."""

    def __init__(self, journee: Journee, theme: Theme) -> None:
        self.journee, self._theme, self._metre = journee, theme, Metre(theme)

    @property
    def code(self) -> LienEvenement | None:
        """What the code leads to: the sign-up, else the documents."""
        par_cle = {lien.cle: lien for lien in self.journee.liens}
        return par_cle.get("inscription") or par_cle.get("documents")

    @property
    def colonne(self) -> float:
        """The width (mm) of date and place."""
        return s.COLONNE if self.code else s.LARGEUR

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
    def adresse(self) -> TextStyle:
        """The setting of the postal address."""
        texte = self.journee.e.lieu.adresse
        for style in s.ADRESSES:
            if self._theme.holds(texte, style.famille, style.graisse, style.corps, self.colonne, lignes=2):
                return style
        return s.ADRESSES[-1]

    def _loin(self, texte: str) -> float:
        style = lointain(0)
        return self._theme.size(texte, style.famille, style.graisse, self.colonne, s.LOIN)

    @cached_property
    def fond(self) -> float:
        """The height (mm) of the ground that bears the title: what date and place leave."""
        return min(s.HAUTEUR - self.reperes - self.pied, s.FOND_MAX)

    @property
    def reperes(self) -> float:
        """The height (mm) of date, hours, place and code."""
        e, haut = self.journee.e, self._metre.hauteur
        gauche = haut(self.journee.quand, lointain(self.date), self.colonne)
        gauche += sum(haut(texte, lointain(self.lieu), self.colonne) for texte in (e.lieu.nom, self.commune))
        gauche += haut(self.journee.horaires, s.HEURES, self.colonne) + s.HEURES_SOUS
        gauche += s.ADRESSE_AVANT + haut(e.lieu.adresse, self.adresse, self.colonne)
        return s.REPERES_AVANT + max(gauche, self._droite()) + s.REPERES_SOUS

    def _droite(self) -> float:
        if self.code is None:
            return 0
        libelle = self._metre.hauteur(self.code.libelle, s.LIBELLE, s.CODE_COTE)
        adresse = self._metre.adresse(adresse_breve(self.code.adresse), s.CODE_ADRESSE, s.CODE_COTE)
        return s.CODE_COTE + s.CODE_SOUS + libelle + adresse

    @property
    def rangs(self) -> int:
        """Rows of organisations, six places in each; the organiser takes three."""
        return (len(self.journee.e.partenaires) + 3 + 5) // 6

    @property
    def cote(self) -> float:
        """The side (mm) of the code."""
        return float(s.CODE_COTE)

    @property
    def organismes(self) -> float:
        """The height (mm) of their rows."""
        return s.LOGO * self.rangs + s.LOGOS_RANGS * (self.rangs - 1)

    @property
    def pied(self) -> float:
        """The height (mm) of organisations and of the last line."""
        return s.ORGANISMES_AVANT + self.organismes + s.PIED_AVANT + s.PIED_HAUT

    @cached_property
    def h1(self) -> float | None:
        """The largest size (pt) of the title, None where it has no room."""
        leasts = (s.DESSIN_MIN, s.DESSIN_COMPRIME)
        return next((c for least in leasts for c in s.H1 if self.reste_dessin(c) >= least), None)

    def reste_dessin(self, corps: float) -> float:
        """What a title set at `corps` pt leaves of the ground (mm) to the drawing."""
        e, haut = self.journee.e, self._metre.hauteur
        titre = haut(bind_short(e.titre), titre_affiche(corps), s.LARGEUR)
        accroche = s.ACCROCHE_AVANT + haut(bind_end(e.accroche), s.ACCROCHE, s.LARGEUR)
        return self.fond - s.MARGE - s.SURTITRE - titre - accroche - s.DESSIN_SOUS

    @property
    def dessin(self) -> float:
        """The height (mm) of the drawing."""
        return min(self.reste_dessin(self.h1 or s.H1[-1]) - s.DESSIN_AVANT, s.DESSIN_MAX)


def lointain(corps: float) -> TextStyle:
    return TextStyle(TITRE, "800", corps, round(corps * s.LOIN_INTERLIGNE, 1))


def titre_affiche(corps: float) -> TextStyle:
    return TextStyle(TITRE, "800", corps, round(corps, 1))
