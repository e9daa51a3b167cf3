"""The last page of a territory's essentiel: what is asked, formes, calls, people, steps (A4)."""

from __future__ import annotations

from coopdocs.sizes.units import TEXTE, Mm, TextStyle

PLEIN = Mm(182)
"""The width between the margins."""
FORME, VUE = Mm(41), Mm(58)
"""A forme with its emblem; what is known of it here. What it is has the rest."""
EN_UNE_LIGNE_LARGEUR = Mm(PLEIN - FORME - VUE)
EN_UNE_LIGNE = TextStyle(TEXTE, "400", 9.4, 12)
