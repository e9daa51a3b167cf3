"""Colours as #RRGGBB: tints, and whether text can be read in them (contrast as WCAG 2 defines it)."""

from __future__ import annotations

BLANC = "#FFFFFF"
ENCRE, GRIS, FILET = "#1D1F26", "#5A5E69", "#C9CCD3"
"""Words, words that matter less, rules."""
NUIT, PALE, BRUME = "#22263F", "#C9CEEE", "#EFF1F7"
"""The kit's own colour, words on it, a ground as light as mist."""
ICI, LAVANDE, SABLE = "#C2410C", "#8E95C4", "#F4F3EF"
"""What is of this territory, what is around it, land on a map and the ground of a warning."""
ICI_ENCRE, ICI_FOND, ICI_PALE = "#9A330A", "#FBEDE5", "#F4A582"
"""This territory's own in small letters, as a ground, and on a navy ground."""
ICI_CLAIR = "#F0B79A"
"""A part of this territory, beside another in its own colour."""
LAVANDE_ENCRE, LAVANDE_TRAIT = "#5A629A", "#7C82AE"
"""What is around, where it can be pointed at; a thin line of it."""
LAVANDE_PALE, LAVANDE_FOND = "#D5D8E6", "#E3E4EE"
"""A part of a whole in navy; the land of a small map."""
PALETTE = {
    "blanc": BLANC,
    "encre": ENCRE,
    "gris": GRIS,
    "filet": FILET,
    "nuit": NUIT,
    "pale": PALE,
    "brume": BRUME,
    "ici": ICI,
    "ici-encre": ICI_ENCRE,
    "ici-fond": ICI_FOND,
    "ici-pale": ICI_PALE,
    "ici-clair": ICI_CLAIR,
    "lavande": LAVANDE,
    "lavande-encre": LAVANDE_ENCRE,
    "lavande-trait": LAVANDE_TRAIT,
    "lavande-pale": LAVANDE_PALE,
    "lavande-fond": LAVANDE_FOND,
    "sable": SABLE,
    "ajout": "#0F4A22",
    "ajout-fond": "#DDF1E2",
    "retrait": "#6E1A10",
    "retrait-fond": "#FBE3E0",
}
"""Every colour that is not a forme's or an event's: `--nuit` in stylesheets, `palette.nuit` in templates."""
CONTRASTE_MIN = 4.5
TEINTES = (0.0, 0.08, 0.16)
"""How much of the ink the grounds hold: white and the two tints that the documents print on."""


def mix(couleur: str, part: float, fond: str = BLANC) -> str:
    """`part` of `couleur` laid over `fond`: tints are mixed here, for the layout engine cannot."""
    pairs = zip(_rgb(couleur), _rgb(fond), strict=True)
    return "#" + "".join(f"{round(part * ink + (1 - part) * paper):02X}" for ink, paper in pairs)


def contrast(couleur: str, fond: str) -> float:
    """The contrast ratio of two colours, from 1 to 21."""
    light, dark = sorted((_luminance(couleur), _luminance(fond)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def readability(couleur: str) -> float:
    """The lowest contrast of a colour used as ink on white and on its own pale tints."""
    return min(contrast(couleur, mix(couleur, teinte)) for teinte in TEINTES)


def darker(couleur: str) -> str:
    """The nearest darker shade of the same hue that can be read."""
    shades = (mix(couleur, part / 100, "#000000") for part in range(99, 0, -1))
    return next((shade for shade in shades if readability(shade) >= CONTRASTE_MIN), "#000000")


def _rgb(couleur: str) -> list[int]:
    return [int(couleur[i : i + 2], 16) for i in (1, 3, 5)]


def _luminance(couleur: str) -> float:
    linear = [c / 255 / 12.92 if c <= 10.31475 else ((c / 255 + 0.055) / 1.055) ** 2.4 for c in _rgb(couleur)]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
