"""The printed guide."""

from __future__ import annotations

from coopdocs.sizes.units import Mm, Pt

COUVERTURE = Mm(130)
SOUS_TITRE = Pt(16)
PLEIN = 168.0
"""The width between the margins of what passes beyond the column of text."""
PHOTOS_ENTRE, PHOTO_CORPS = Mm(5), Pt(8)
PHOTO_HAUT, PHOTO_RANG = 110.0, 75.0
"""How high a photograph is at most: alone on its row, with others or beside its caption."""
PHOTO_LEGENDE = 42.0
"""The narrowest place that a caption has, under a photograph or beside it."""
GLOSSAIRE_ENTRE = Mm(8)
GLOSSAIRE_LARGEUR = (PLEIN - GLOSSAIRE_ENTRE) / 2
GLOSSAIRE = Pt(9)
MARGE_HAUT, BLOC = 232.0, 9.0
"""How high a margin is, and what a block takes beyond its words (mm)."""
MARGE_TEXTE, MARGE_SOURCE = Pt(8.4), Pt(7.6)
LEXIQUE_HAUT = 212.0
"""What a column of the words of a chapter holds (mm), with room for the one that does not break."""
