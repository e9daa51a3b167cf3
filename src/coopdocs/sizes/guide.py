"""The printed guide."""

from __future__ import annotations

from coopdocs.sizes.units import Mm, Pt

COUVERTURE = Mm(130)
SOUS_TITRE = Pt(16)
PLEIN = 164.0
"""The width between the margins of what passes beyond the column of text."""
PHOTOS_ENTRE, PHOTO_CORPS = Mm(5), Pt(8)
PHOTO_HAUT, PHOTO_RANG = 110.0, 75.0
"""How high a photograph is at most: alone on its row, with others or beside its caption."""
PHOTO_LEGENDE = 42.0
"""The narrowest place that a caption has, under a photograph or beside it."""
GLOSSAIRE_ENTRE = Mm(8)
GLOSSAIRE_LARGEUR = (PLEIN - GLOSSAIRE_ENTRE) / 2
GLOSSAIRE = Pt(9)
