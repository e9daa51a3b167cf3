"""The printed guide."""

from __future__ import annotations

from coopdocs.sizes.units import Mm, Pt

COUVERTURE = Mm(130)
SOUS_TITRE = Pt(16)
PLEIN = 164.0
"""The width between the margins of what passes beyond the column of text."""
GLOSSAIRE_ENTRE = Mm(8)
GLOSSAIRE_LARGEUR = (PLEIN - GLOSSAIRE_ENTRE) / 2
GLOSSAIRE = Pt(9)
