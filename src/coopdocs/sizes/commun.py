"""What the handouts of an event share."""

from __future__ import annotations

from coopdocs.sizes.units import TEXTE, TITRE, Mm, TextStyle

H2, H2_SOUS, H2_FILET = TextStyle(TITRE, "700", 13, 16), Mm(2), Mm(0.5)
NOM_ORGANISME = TextStyle(TEXTE, "600", 9.0, 11.4)
H2_HAUT = H2.haut + H2_SOUS + H2_FILET
"""The height of a heading: its line, its rule and what is between them."""
