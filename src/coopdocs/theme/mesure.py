"""How much room a text takes: font advances against the printed zones. Widths in mm, type sizes in pt.

Kerning is left out but where it parts letters on a line that cannot break: a text that is measured to fit does fit,
and one refused is at most a letter too long.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from coopdocs import memo
from coopdocs.sizes.units import MM_PER_PT

_MARQUES = "\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f"
"""Accents that stand on the letter before them."""

# Where a line may end, never where the layout engine does not end one (Unicode line breaking, UAX 14): after spaces,
# unless what follows clings to what stands before or an opening bracket stands before; after a hyphen before a letter
# (« 2014-2016 » stays whole); after an en dash before a letter or a figure.
_BREAKS = re.compile(r"(?<= )(?<![(\[{—] )(?![ !?;:,./)\]}»—])|(?<=-)(?=[^\W\d_]|[(\u00a0])|(?<=–)(?=[^\W_]|[(\u00a0])")

Spans = tuple[tuple[int, int], ...]
"""Parts of a text, each by where it begins and ends, in order."""

_PARTED = re.compile(r"[QvwxzTVWXYZ](?=[vwxzTVWXYZ])|[rfk](?=[vwxz])|g(?=[jxz])|L(?=[JZ])")
_PART = 0.042
"""Pairs of letters that the fonts set wider apart, rare in words but not in sigles, and by how much at most (em)."""


@memo.of_files()
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


@memo.of_files()
def _anchors(police: Path) -> tuple[frozenset[tuple[int, int]], frozenset[tuple[int, int]]]:
    """The accents that a font can place: (letter, accent) and (accent, accent above it), as code points."""
    from fontTools.ttLib import TTFont

    font = TTFont(police, lazy=True)
    codes: dict[str, list[int]] = {}
    for code, name in font.getBestCmap().items():
        codes.setdefault(name, []).append(code)
    pairs: dict[int, set[tuple[int, int]]] = {4: set(), 6: set()}
    for lookup in font["GPOS"].table.LookupList.Lookup:
        for table in lookup.SubTable:
            sub = table.ExtSubTable if table.LookupType == 9 else table
            if sub.LookupType in pairs:
                pairs[sub.LookupType].update(_attached(sub, codes, sub.LookupType))
    return frozenset(pairs[4]), frozenset(pairs[6])


def _attached(sub: Any, codes: dict[str, list[int]], genre: int) -> Iterator[tuple[int, int]]:
    """The pairs of one table of anchors; `genre` 4: accents on letters, 6: accents on accents."""
    under, over = ("Base", "Mark") if genre == 4 else ("Mark2", "Mark1")
    marks = getattr(sub, f"{over}Array").MarkRecord
    bases = getattr(sub, f"{under}Array")
    records = bases.BaseRecord if genre == 4 else bases.Mark2Record
    for base, record in zip(getattr(sub, f"{under}Coverage").glyphs, records, strict=True):
        anchors = record.BaseAnchor if genre == 4 else record.Mark2Anchor
        for mark, one in zip(getattr(sub, f"{over}Coverage").glyphs, marks, strict=True):
            if anchors[one.Class] is not None:
                yield from ((b, m) for b in codes.get(base, ()) for m in codes.get(mark, ()))


def undrawn(texte: str, police: Path) -> set[str]:
    """What the font cannot draw of `texte`: characters that it lacks, and letters whose accents it has no place for."""
    composed = unicodedata.normalize("NFC", texte)
    advances, _, _ = _advances(police)
    missing = {c for c in set(composed) if ord(c) not in advances and c not in "\n\u00ad\u200b"}
    clusters = re.findall(rf"[^{_MARQUES}]?[{_MARQUES}]+", composed)
    return missing | {c for c in clusters if not missing.intersection(c) and not _placed(c, police)}


def _placed(cluster: str, police: Path) -> bool:
    """Whether a font has a place for each accent of a letter: on the letter, or on another accent of the same side."""
    letters, stacked = _anchors(police)
    base, *marks = map(ord, cluster)
    last: dict[int, int] = {}
    for mark in marks:
        side = unicodedata.combining(chr(mark))
        if (last[side], mark) not in stacked if side in last else (base, mark) not in letters:
            return False
        last[side] = mark
    return True


def width(texte: str, police: Path, corps: float, approche: float = 0.0) -> float:
    """Width in mm of one line set at `corps` pt with `approche` em of letter-spacing."""
    return (_ems(texte, police) + approche * len(texte)) * corps * MM_PER_PT


@memo.of_files(most=65536)
def _ems(texte: str, police: Path) -> float:
    """Width in em: the same words are measured at many sizes."""
    advances, default, units = _advances(police)
    return sum([advances.get(c, default) for c in map(ord, texte)]) / units


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
        return self._lines([(piece, self._width(piece.rstrip(" "))) for piece in _BREAKS.split(texte)])

    def set_mixed(self, texte: str, gras: Spans, police: Path) -> list[tuple[str, Spans]]:
        """The lines of a text whose `gras` are set in `police`, each with where these stand in it."""

        def pieces() -> Iterator[tuple[str, float]]:
            start = 0
            for piece in _BREAKS.split(texte):
                word = piece.rstrip(" ")
                yield piece, self.mixed_width(word, _part(gras, start, len(word)), police)
                start += len(piece)

        out, at = [], 0
        for line in self._lines(pieces()):
            at = texte.index(line, at)
            out.append((line, _part(gras, at, len(line))))
            at += len(line)
        return out

    def mixed_width(self, line: str, gras: Spans, police: Path) -> float:
        """How wide (mm) a line is whose `gras` are set in `police`."""
        edges = [0, *(edge for span in gras for edge in span), len(line)]
        plain = sum(self._width(line[a:b]) for a, b in zip(edges[::2], edges[1::2], strict=True))
        return plain + sum(width(line[a:b], police, self.corps, self.approche) for a, b in gras)

    def _lines(self, pieces: Iterable[tuple[str, float]]) -> list[str]:
        """Pieces that hold together, each with its width but for the spaces at its end, as lines."""
        lines: list[str] = []
        current, taken = "", 0.0
        space = self._width(" ")
        for piece, wide in pieces:
            if taken + wide > self.largeur and current.strip(" "):
                lines.append(current.rstrip(" "))
                current, taken = "", 0.0
            current += piece
            taken += wide + space * (len(piece) - len(piece.rstrip(" ")))
        return [*lines, current.rstrip(" ")] if current.strip(" ") else lines

    def _width(self, texte: str) -> float:
        return width(texte, self.police, self.corps, self.approche)

    def _whole(self, line: str) -> float:
        """The width of a line that is all there is to its text."""
        return self._width(line) + (_parted(line, self.corps) if self.lignes == 1 else 0)

    def holds(self, texte: str) -> bool:
        """Whether a text takes one line."""
        return self._whole(texte) <= self.largeur

    def excess(self, texte: str) -> int:
        """How many characters run over: those past the last line, or past the width of a line that cannot break."""
        if self._whole(texte) <= self.largeur:
            return 0
        lines = self.set_lines(texte)
        over = sum(len(line) + 1 for line in lines[self.lignes :])
        for line in lines[: self.lignes]:
            while line and self._whole(line) > self.largeur:
                line, over = line[:-1], over + 1
        return over


def _part(spans: Spans, start: int, length: int) -> Spans:
    """What of these spans lies in a part of their text, as spans of it."""
    end = start + length
    return tuple((max(a, start) - start, min(b, end) - start) for a, b in spans if a < end and b > start)


def last_piece(texte: str) -> tuple[str, str]:
    """A text parted at its last break: what is bound to its end keeps to its last piece, not to a whole long word."""
    at = max((found.end() for found in _BREAKS.finditer(texte)), default=0)
    return texte[:at], texte[at:]


def largest(texte: str, police: Path, largeur: float, corps: tuple[float, ...], approche: float = 0.0) -> float | None:
    """The first size (pt) of `corps` at which `texte` stands on one line of `largeur` mm, or None."""
    return next((c for c in corps if width(texte, police, c, approche) + _parted(texte, c) <= largeur), None)


def _parted(texte: str, corps: float) -> float:
    """How much wider (mm) kerning makes a line at most."""
    return len(_PARTED.findall(texte)) * _PART * corps * MM_PER_PT


def cut(texte: str, police: Path, corps: float, largeur: float) -> list[str]:
    """The lines of a text without spaces, an address, in `largeur` mm."""
    lines, current = [], ""
    for piece in re.findall(r"[^/?&._@-]*[/?&._@-]+|.+", texte):
        if current and width(current + piece, police, corps) > largeur:
            lines.append(current)
            current = ""
        for letter in piece:
            if current and width(current + letter, police, corps) > largeur:
                lines.append(current)
                current = ""
            current += letter
    return [*lines, current]
