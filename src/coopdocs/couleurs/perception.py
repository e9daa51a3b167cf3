"""How colours are seen: apart, by people who tell no red from green, in grey; one moved as the eye would move it."""

from __future__ import annotations

from collections.abc import Sequence
from math import atan2, cos, dist, hypot, sin

_OK_LMS = ((0.4122214708, 0.5363325363, 0.0514459929), (0.2119034982, 0.6806995451, 0.1073969566),
           (0.0883024619, 0.2817188376, 0.6299787005))  # fmt: skip
_LMS_OK = ((0.2104542553, 0.7936177850, -0.0040720468), (1.9779984951, -2.4285922050, 0.4505937099),
           (0.0259040371, 0.7827717662, -0.8086757660))  # fmt: skip
_OK_RGB = ((4.0767416621, -3.3077115913, 0.2309699292), (-1.2684380046, 2.6097574011, -0.3413193965),
           (-0.0041960863, -0.7034186147, 1.7076147010))  # fmt: skip
_BACK = ((1.0, 0.3963377774, 0.2158037573), (1.0, -0.1055613458, -0.0638541728), (1.0, -0.0894841775, -1.2914855480))
"""Oklab, both ways (Ottosson 2020)."""
_XYZ = ((0.4124564, 0.3575761, 0.1804375), (0.2126729, 0.7151522, 0.0721750), (0.0193339, 0.1191920, 0.9503041))
_D65 = (0.95047, 1.0, 1.08883)
_DEUTERANOPE = ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881))
"""What a deuteranope sees of linear light (Machado 2009)."""
CONTRASTE_MIN = 4.5
"""What WCAG 2 asks of words."""
Triple = tuple[float, float, float]


def rgb(couleur: str) -> tuple[int, int, int]:
    """The three bytes of #RRGGBB."""
    return int(couleur[1:3], 16), int(couleur[3:5], 16), int(couleur[5:7], 16)


def linear(couleur: str) -> Triple:
    """Its light, from 0 to 1."""
    red, green, blue = (c / 255 / 12.92 if c <= 10.31475 else ((c / 255 + 0.055) / 1.055) ** 2.4 for c in rgb(couleur))
    return red, green, blue


def luminance(couleur: str) -> float:
    """How bright WCAG 2 says that a colour is, from 0 to 1."""
    red, green, blue = linear(couleur)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(couleur: str, fond: str) -> float:
    """The contrast ratio of two colours, from 1 to 21."""
    light, dark = sorted((luminance(couleur), luminance(fond)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def distance(couleur: str, autre: str, deuteranope: bool = False) -> float:
    """How far apart two colours look (CIE76); `deuteranope`: to those who tell no red from green."""
    return dist(_lab(couleur, deuteranope), _lab(autre, deuteranope))


def grey(couleur: str) -> float:
    """The lightness (CIE L*, from 0 to 100) that is left of a colour in grey."""
    return _lab(couleur, False)[0]


def lch(couleur: str) -> Triple:
    """Lightness (0 to 1), chroma and hue (radians) in Oklab, where a step looks the same everywhere."""
    lms = (value ** (1 / 3) for value in _times(_OK_LMS, linear(couleur)))
    light, a, b = _times(_LMS_OK, tuple(lms))
    return light, hypot(a, b), atan2(b, a)


def from_lch(light: float, chroma: float, hue: float) -> str:
    """The colour there; as much of its chroma as can be shown at that lightness."""
    for part in range(50, -1, -1):
        kept = chroma * part / 50
        lms = _times(_BACK, (light, kept * cos(hue), kept * sin(hue)))
        red, green, blue = _times(_OK_RGB, tuple(value**3 for value in lms))
        if part == 0 or (min(red, green, blue) >= -0.0005 and max(red, green, blue) <= 1.0005):
            break
    return "#" + "".join(f"{round(255 * _encoded(min(1.0, max(0.0, value)))):02X}" for value in (red, green, blue))


def _encoded(value: float) -> float:
    return 12.92 * value if value <= 0.0031308 else 1.055 * value ** (1 / 2.4) - 0.055


def _lab(couleur: str, deuteranope: bool) -> Triple:
    light = linear(couleur)
    if deuteranope:
        red, green, blue = (min(1.0, max(0.0, value)) for value in _times(_DEUTERANOPE, light))
        light = red, green, blue
    x, y, z = (_f(value / white) for value, white in zip(_times(_XYZ, light), _D65, strict=True))
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def _f(t: float) -> float:
    return t ** (1 / 3) if t > 216 / 24389 else (24389 / 27 * t + 16) / 116


def _times(matrix: Sequence[Triple], vector: Sequence[float]) -> Triple:
    x, y, z = (sum(m * v for m, v in zip(row, vector, strict=True)) for row in matrix)
    return x, y, z
