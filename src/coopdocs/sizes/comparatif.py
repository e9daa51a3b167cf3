"""The printed comparatif (A4, landscape)."""

from __future__ import annotations

from coopdocs.sizes.units import Mm, Pt

COLONNES_MAX = 7
TABLEAU, ESPACE = Mm(276), Mm(1.5)
COIN = Mm(31.5)
"""The column of the critères."""
CELLULE_GAUCHE, CELLULE_DROITE = Mm(2), Mm(1)
CELLULE_LARGEUR = (
    (TABLEAU - COIN - ESPACE * (COLONNES_MAX + 2)) / COLONNES_MAX - CELLULE_GAUCHE - CELLULE_DROITE
)  # fmt: skip
"""The room for words in one of the most columns that a table has."""
CELLULE, CRITERE = Pt(8.3), Pt(8.4)
GROUPE, GROUPE_APPROCHE = 7.6, 0.09
"""The name of a group of critères, in capitals: its size (pt) and the space between its letters (em)."""
