"""The poster of an event (A3)."""

from __future__ import annotations

from coopdocs.sizes.units import TEXTE, TITRE, Mm, TextStyle

LOIN = (66.0, 62.0, 58.0, 54.0, 50.0, 47.0, 44.0)
"""Sizes (pt) of the date and the place: at the least of them a capital is 10.2 mm high."""
LOIN_INTERLIGNE = 1.1
H1 = (136.0, 126.0, 116.0, 106.0, 98.0, 90.0, 82.0, 76.0, 70.0, 64.0, 58.0, 52.0, 46.0)
HAUTEUR, MARGE = Mm(420), Mm(20)
LARGEUR = 297 - 2 * MARGE
FOND_MAX = 272.0
"""The height (mm) of the ground that bears the title."""
SURTITRE, ACCROCHE_AVANT = Mm(12), Mm(6)
ACCROCHE = TextStyle(TEXTE, "400", 25.0, 32.0)
DESSIN_LARGEUR, DESSIN_AVANT, DESSIN_SOUS = 280.0, Mm(8), 12.0
DESSIN_MIN, DESSIN_COMPRIME, DESSIN_MAX = 64.0, 16.0, 92.0
"""What a title leaves (mm) to the drawing at least, under a long title at least; how high it becomes at most."""
REPERES_AVANT, REPERES_SOUS = Mm(16), 10.0
COLONNE, COLONNES_ENTRE, CODE_COTE = Mm(173), Mm(12), Mm(72)
"""The column of date and place, and that of the code."""
HEURES, HEURES_SOUS = TextStyle(TITRE, "600", 30.0, 37.0), Mm(6)
ADRESSES = (
    TextStyle(TEXTE, "400", 20.0, 26.0),
    TextStyle(TEXTE, "400", 17.0, 22.0),
    TextStyle(TEXTE, "400", 14.0, 18.0),
)
"""The postal address, the first at which it takes two lines."""
ADRESSE_AVANT = Mm(2)
CODE_SOUS = Mm(10)
LIBELLE, CODE_ADRESSE = TextStyle(TITRE, "700", 22.0, 27.0), TextStyle(TEXTE, "600", 14.0, 18.0)
ORGANISMES_AVANT, LOGO, LOGOS_RANGS, LOGOS_ENTRE = Mm(6), Mm(20), Mm(4), Mm(4)
ORGANISME, ORGANISME_LARGEUR, ORGANISATEUR_LARGEUR = TextStyle(TEXTE, "600", 14.0, 17.0), Mm(39.5), Mm(83)
"""A partner's name and its width, and that of the organiser's, which stands beside its logo."""
PIED_AVANT, PIED_HAUT = Mm(5), 13.0
