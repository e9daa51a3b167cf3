"""The emblem of a forme that has no drawing of its own: its sigle in a ring, as outlines of the kit's own letters.

Outlines and not text: a browser, Word and the layout engine then draw the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import combinations, pairwise
from math import hypot
from pathlib import Path
from typing import Any

from coopdocs import memo

# In units of a 100 × 100 drawing: the ring, what letters keep within, and how large one alone becomes.
_ANNEAU, _TRAIT, _DEDANS, _CORPS_MAX = 45.0, 3.6, 38.0, 56.0
# In em: from one line to the next.
_LIGNE = 0.86
_LETTRES_MAX = 12
"""Longer names are told by the first letters of their words."""
_MOT = re.compile(r"[^\s\u00a0\u202f\-–/’']+")


@memo.of_files(most=1024)
def draw(sigle: str, police: Path, couleur: str) -> str:
    """The emblem as one SVG element: as large as a ring lets the sigle be, on one to three lines."""
    font = _Font(police)
    lines, corps = max(((lines, font.size(lines)) for lines in _settings(sigle)), key=lambda found: found[1])
    pas, haut = _LIGNE * corps, font.capital * corps
    base = 50 - (haut + (len(lines) - 1) * pas) / 2 + haut
    letters = "".join(font.outline(line, corps, base + rang * pas) for rang, line in enumerate(lines))
    ring = f'<circle cx="50" cy="50" r="{_ANNEAU:g}" fill="none" stroke="{couleur}" stroke-width="{_TRAIT:g}"/>'
    root = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 100">'
    return f'{root}{ring}<path fill="{couleur}" d="{letters}"/></svg>'


def _settings(sigle: str) -> Iterator[tuple[str, ...]]:
    """The ways to break a sigle: between its words; a word of capitals and figures anywhere, in even lines."""
    words = _MOT.findall(sigle) or [sigle]
    if sum(map(len, words)) > _LETTRES_MAX:
        words = [_shortened(words)]
    if len(words) == 1:
        (word,) = words
        yield (word,)
        if len(word) > 4 and word.upper() == word:
            for n in (2, 3):
                ends = [-(-len(word) * i // n) for i in range(n + 1)]
                yield tuple(word[a:b] for a, b in pairwise(ends))
        return
    for n in range(min(len(words), 3)):
        for cuts in combinations(range(1, len(words)), n):
            yield tuple(" ".join(words[a:b]) for a, b in pairwise((0, *cuts, len(words))))


def _shortened(words: list[str]) -> str:
    """What stands for a sigle too long for its ring: its initials, those of « de » and « la » left out."""
    if len(words) == 1:
        return words[0][:4].upper()
    initials = "".join(word[0] for word in words if len(word) > 3 or word.isupper())
    return initials[:4].upper() or words[0][:3].upper()


class _Font:
    """The letters of a font file, in em."""

    def __init__(self, police: Path) -> None:
        from fontTools.ttLib import TTFont

        font = TTFont(police, lazy=True)
        self._units: int = font["head"].unitsPerEm
        self.capital: float = font["OS/2"].sCapHeight / self._units
        self._cmap, self._glyphs = font.getBestCmap(), font.getGlyphSet()

    def size(self, lines: tuple[str, ...]) -> float:
        """The largest size at which every corner of the lines is within the ring."""
        half = (self.capital + (len(lines) - 1) * _LIGNE) / 2
        corners = []
        for rang, line in enumerate(lines):
            top = half - rang * _LIGNE
            corners.append(hypot(self._width(line) / 2, max(abs(top), abs(top - self.capital))))
        return min(_DEDANS / max(corners), _CORPS_MAX)

    def outline(self, line: str, corps: float, base: float) -> str:
        """The path of a line centred on the drawing, standing at `base`."""
        from fontTools.pens.svgPathPen import SVGPathPen
        from fontTools.pens.transformPen import TransformPen

        scale, x = corps / self._units, 50 - self._width(line) * corps / 2
        pen = SVGPathPen(self._glyphs, lambda value: f"{value:.1f}".removesuffix(".0"))
        for glyph in self._of(line):
            glyph.draw(TransformPen(pen, (scale, 0, 0, -scale, x, base)))
            x += glyph.width * scale
        return str(pen.getCommands())

    def _width(self, line: str) -> float:
        return float(sum(glyph.width for glyph in self._of(line)) / self._units)

    def _of(self, line: str) -> Iterator[Any]:
        return (self._glyphs[self._cmap.get(ord(letter), ".notdef")] for letter in line)
