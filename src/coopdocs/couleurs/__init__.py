"""Colours as #RRGGBB: tints, and whether text can be read in them (contrast as WCAG 2 defines it)."""

from __future__ import annotations

from coopdocs.couleurs.palette import MAISON, Palette
from coopdocs.couleurs.perception import CONTRASTE_MIN, contrast, rgb

__all__ = [
    "BLANC", "CONTRASTE_MIN", "ENCRE", "FILET", "GRIS", "MAISON", "TEINTES", "Palette", "contrast", "darker", "mix",
    "readability",
]  # fmt: skip

BLANC, ENCRE, GRIS, FILET = MAISON.blanc, MAISON.encre, MAISON.gris, MAISON.filet
"""Paper, words, words that matter less, rules: the same whoever publishes."""

_NOIR = "#000000"
TEINTES = (0.0, 0.08, 0.16)
"""How much of the ink the grounds hold: white and the two tints that the documents print on."""


def mix(couleur: str, part: float, fond: str = BLANC) -> str:
    """`part` of `couleur` laid over `fond`: tints are mixed here, for the layout engine cannot."""
    pairs = zip(rgb(couleur), rgb(fond), strict=True)
    return "#" + "".join(f"{round(part * ink + (1 - part) * paper):02X}" for ink, paper in pairs)


def readability(couleur: str) -> float:
    """The lowest contrast of a colour used as ink on white and on its own pale tints."""
    return min(contrast(couleur, mix(couleur, teinte)) for teinte in TEINTES)


def darker(couleur: str) -> str:
    """The nearest darker shade of the same hue that can be read."""
    shades = (mix(couleur, part / 100, _NOIR) for part in range(99, 0, -1))
    return next((shade for shade in shades if readability(shade) >= CONTRASTE_MIN), _NOIR)
