"""Can text be read in a forme's colour? Contrast of an ink on white and on its own pale tints (WCAG 2)."""

from __future__ import annotations

from collections.abc import Iterable

CONTRASTE_MIN = 4.5
TEINTES = (0.0, 0.08, 0.16)
"""How much of the ink the grounds hold: white and the two tints that the documents print on."""


def readability(couleur: str) -> float:
    """The lowest contrast of a colour used as ink on white and on its own pale tints."""
    encre = _rgb(couleur)
    fonds = ([255 - (255 - c) * teinte for c in encre] for teinte in TEINTES)
    return min((_luminance(fond) + 0.05) / (_luminance(encre) + 0.05) for fond in fonds)


def _rgb(couleur: str) -> list[float]:
    return [float(int(couleur[i : i + 2], 16)) for i in (1, 3, 5)]


def _luminance(rgb: Iterable[float]) -> float:
    """Relative luminance as WCAG 2 defines it."""
    lineaires = [c / 255 / 12.92 if c <= 10.31475 else ((c / 255 + 0.055) / 1.055) ** 2.4 for c in rgb]
    return 0.2126 * lineaires[0] + 0.7152 * lineaires[1] + 0.0722 * lineaires[2]


def darker(couleur: str) -> str:
    """The nearest darker shade of the same hue that can be read."""
    for part in range(99, 0, -1):
        candidate = "#" + "".join(f"{int(c * part / 100):02X}" for c in _rgb(couleur))
        if readability(candidate) >= CONTRASTE_MIN:
            return candidate
    return "#000000"
