"""What the handouts of an event share."""

from __future__ import annotations

from coopdocs.sizes.units import TEXTE, TextStyle

NOM_ORGANISME = TextStyle(TEXTE, "600", 9.0, 11.4)
