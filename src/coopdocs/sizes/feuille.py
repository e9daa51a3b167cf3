"""Sheets of A4 and the pages of an event: their headings."""

from __future__ import annotations

from coopdocs.sizes.units import TITRE, Mm, Pt, TextStyle

H2, H2_SOUS, H2_FILET = TextStyle(TITRE, "700", 13, 16), Mm(2), Mm(0.5)
H2_HAUT = H2.haut + H2_SOUS + H2_FILET
"""The height of a heading: its line, its rule and what is between them."""
H3 = Pt(10.4)
