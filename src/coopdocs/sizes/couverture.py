"""The cover of a booklet, with the 3 mm that are cut off."""

from __future__ import annotations

from coopdocs.sizes.units import MM_PER_PT, TEXTE, TITRE, Mm, Ratio, TextStyle

TITRES = ((38, 3), (34, 4), (30, 4), (26, 5), (22, 5), (19, 9))
"""Sizes (pt) of the title, the largest first, and how many lines it may take at each."""
COUV_INTERLIGNE = Ratio(1.06)
EMBLEMES = (11.0, 9.0, 7.0)
"""Sides (mm) of the emblems, the largest first: more than two rows take a smaller one."""
COUV_LARGE, COUV_HAUTE = Mm(154), Mm(216)
COUV_HAUT, COUV_DROITE, COUV_BAS, COUV_GAUCHE = Mm(20), Mm(15), Mm(17), Mm(16)
LARGEUR = COUV_LARGE - COUV_GAUCHE - COUV_DROITE
HAUTEUR = COUV_HAUTE - COUV_HAUT - COUV_BAS
TITRE_LARGEUR = LARGEUR - 1
TITRE_AVANT = Mm(7)
SURTITRE_HAUT = 10 * MM_PER_PT
ACCROCHE_LARGEUR, ACCROCHE_AVANT = Mm(108), Mm(5)
ACCROCHE = TextStyle(TITRE, "500", 12, 16)
RANG_AVANT, EMBLEME_ECART, EMBLEME_SOUS = Mm(8), Mm(4), Mm(3)
BAS_FILET, BAS_AVANT = Mm(0.5), Mm(4)
QUAND, HEURES = TextStyle(TITRE, "700", 17, 21), TextStyle(TITRE, "500", 13, 17)
OU_AVANT, OU = Mm(3), TextStyle(TEXTE, "600", 10.4, 13.6)
QUI_AVANT, QUI = Mm(3), TextStyle(TITRE, "600", 10.4, 13)
MENTION_AVANT, MENTION = Mm(2), TextStyle(TEXTE, "600", 7.8, 10)
