"""How much room a text takes: font advances against the printed zones. Widths in mm, type sizes in pt.

Kerning is left out: a text that is measured to fit does fit, and one refused is at most a letter too long.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

MM_PER_PT = 25.4 / 72

# Where a line may end, never where the layout engine does not end one (Unicode line breaking, UAX 14): after spaces,
# unless what follows clings to what stands before or an opening bracket stands before; after a hyphen before a letter
# (« 2014-2016 » stays whole); after an en dash before a letter or a figure.
_BREAKS = re.compile(r"(?<= )(?<![(\[{—] )(?![ !?;:,./)\]}»—])|(?<=-)(?=[^\W\d_]|[(\u00a0])|(?<=–)(?=[^\W_]|[(\u00a0])")


@cache
def _advances(police: Path) -> tuple[dict[int, int], int, int]:
    """Code point → advance in font units, the advance of a missing glyph, and units per em."""
    from fontTools.ttLib import TTFont

    font = TTFont(police, lazy=True)
    metrics, cmap = font["hmtx"].metrics, font.getBestCmap()
    units = font["head"].unitsPerEm
    return {code: metrics[name][0] for code, name in cmap.items()}, metrics[".notdef"][0], units


def family(police: Path) -> str:
    """The family name inside a font file."""
    from fontTools.ttLib import TTFont

    return str(TTFont(police, lazy=True)["name"].getBestFamilyName())


def described(police: Path) -> dict[str, str]:
    """What a font file says of itself: its `famille`, its `style` and its `version`."""
    from fontTools.ttLib import TTFont

    names = TTFont(police, lazy=True)["name"]
    version = (names.getDebugName(5) or "").removeprefix("Version ").partition(";")[0]
    return {"famille": names.getBestFamilyName(), "style": names.getBestSubFamilyName(), "version": version}


def missing_glyphs(texte: str, police: Path) -> set[str]:
    """The characters of `texte` that the font cannot draw."""
    advances, _, _ = _advances(police)
    return {c for c in texte if ord(c) not in advances and c not in "\n\u00ad\u200b"}


@lru_cache(maxsize=65536)
def width(texte: str, police: Path, corps: float, approche: float = 0.0) -> float:
    """Width in mm of one line set at `corps` pt with `approche` em of letter-spacing."""
    advances, default, units = _advances(police)
    total = sum(advances.get(ord(c), default) for c in texte) / units + approche * len(texte)
    return total * corps * MM_PER_PT


@dataclass(frozen=True)
class Zone:
    """A printed place for a text: its font, size (pt), width (mm) and how many lines it holds."""

    police: Path
    corps: float
    largeur: float
    lignes: int
    approche: float = 0.0

    def set_lines(self, texte: str) -> list[str]:
        """Break `texte` as a line breaker does: at spaces, after hyphens and en dashes; words are never cut or lost."""
        lines: list[str] = []
        current, taken = "", 0.0
        for piece in _BREAKS.split(texte):
            if current.strip(" ") and taken + self._width(piece.rstrip(" ")) > self.largeur:
                lines.append(current.rstrip(" "))
                current, taken = "", 0.0
            current += piece
            taken += self._width(piece)
        return [*lines, current.rstrip(" ")] if current.strip(" ") else lines

    def _width(self, texte: str) -> float:
        return width(texte, self.police, self.corps, self.approche)

    def excess(self, texte: str) -> int:
        """How many characters run over: those past the last line, or past the width of a line that cannot break."""
        lines = self.set_lines(texte)
        over = sum(len(line) + 1 for line in lines[self.lignes :])
        for line in lines[: self.lignes]:
            while line and self._width(line) > self.largeur:
                line, over = line[:-1], over + 1
        return over


def largest(texte: str, police: Path, largeur: float, corps: tuple[float, ...], approche: float = 0.0) -> float | None:
    """The first size (pt) of `corps` at which `texte` stands on one line of `largeur` mm, or None."""
    return next((c for c in corps if width(texte, police, c, approche) <= largeur), None)
