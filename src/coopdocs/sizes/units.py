"""Lengths that CSS reads as they are, and what a text is set in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

MM_PER_PT = 25.4 / 72
TITRE, TEXTE = "Coopdocs Titre", "Coopdocs Texte"


class Dimension(float):
    """A number that CSS reads with its unit."""

    unite = ""

    @property
    def css(self) -> str:
        return f"{float(self):g}{self.unite}"


class Mm(Dimension):
    """A length in millimetres."""

    unite = "mm"


class Pt(Dimension):
    """A type size or the height of a line, in points."""

    unite = "pt"


class Em(Dimension):
    """A size in that of the text around it."""

    unite = "em"


class Ratio(Dimension):
    """The height of a line in sizes of its type."""


@dataclass(frozen=True)
class TextStyle:
    """A font of the kit, its size and its line height (pt)."""

    famille: str
    graisse: str
    corps: float
    ligne: float

    @property
    def haut(self) -> float:
        """The height (mm) of one line."""
        return self.ligne * MM_PER_PT


class SizeChoice(NamedTuple):
    """A font, a width (mm), sizes (pt) of which a text takes the first that holds it on one line, tracking (em)."""

    famille: str
    graisse: str
    largeur: float
    corps: tuple[float, ...]
    approche: float = 0.0
