"""The content of a page as the layout engine writes it, cut at its champs."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from coopdocs.champs import TEINTE, TEINTE_FIGURE, TEINTE_FOND
from coopdocs.formats.pdf.fill.compression import deflated
from coopdocs.formats.pdf.fill.places import ChampPlace, SkeletonError
from coopdocs.formats.pdf.fill.shaping import number

_NUMBER = rb"-?[\d.]+"
# a text box and the lines that underline it or strike it through
_TEXT = re.compile(rb"1 0 0 -1 (%b) (%b) Tm\n(/\w+ %b Tf)\n\[([^\]]*)\] TJ" % (_NUMBER, _NUMBER, _NUMBER))
_LINE = re.compile(rb"(%b) (%b) m\n(%b) \2 l\nS\n" % (_NUMBER, _NUMBER, _NUMBER))
COLOR = re.compile(rb"^(0\.\d+|0|1) (0\.\d+|0|1) (0\.\d+|0|1) (rg|RG)$", re.M)
_DRAWING = re.compile(
    rb"q\n(?:1 0 0 1 0 0 cm\n)?/a1\.0 gs\n(%b %b %b) rg\n\[\] 0 d\n0 J\n[01] j\n4 M\n[^q]*?\nf\nQ" % ((rb"[\d.]+",) * 3)
)


@dataclass(frozen=True)
class WordsHole:
    """A hole for the words of a place: the operators of a text box."""

    place: ChampPlace
    tf: bytes


@dataclass(frozen=True)
class RuleHole:
    """A hole for a line under or through the words of a place."""

    place: ChampPlace
    y: bytes


@dataclass(frozen=True)
class ColorHole:
    champ: int
    operator: bytes


@dataclass(frozen=True)
class DrawingHole:
    """A hole for the operators of a figure or a picture."""

    champ: int


Hole = WordsHole | RuleHole | ColorHole | DrawingHole


class WrittenLine(NamedTuple):
    """A line as written: where it starts, its width, the operand of TJ, its baseline; its font where it has its own."""

    x: float
    width: float
    glyphs: bytes
    y: float
    tf: bytes = b""


def placeholder(channels: tuple[bytes, bytes, bytes]) -> tuple[int, int] | None:
    """Kind and number of the champ that a colour stands for."""
    kind, high, low = (round(float(channel) * 255) for channel in channels)
    return (kind, high << 8 | low) if kind in (TEINTE, TEINTE_FIGURE, TEINTE_FOND) and high < 0x10 else None


def cut(content: bytes, places: Mapping[tuple[bytes, bytes], ChampPlace]) -> tuple[bytes | Hole, ...]:
    """A content stream in pieces. `places`: the lines of its page by the start of their baselines."""
    found = sorted([*_drawings(content), *_texts(content, places), *_colors(content)], key=lambda hole: hole[:2])
    pieces: list[bytes | Hole] = []
    at = 0
    for start, end, hole in found:
        if start < at:
            continue  # the colour of a drawing that goes
        pieces += [content[at:start], hole]
        at = end
    return (*pieces, content[at:])


def _drawings(content: bytes) -> Iterator[tuple[int, int, Hole]]:
    for m in _DRAWING.finditer(content):
        r, g, b = m[1].split()
        kind, champ = placeholder((r, g, b)) or (0, 0)
        if kind in (TEINTE_FIGURE, TEINTE_FOND):
            yield m.start(), m.end(), DrawingHole(champ)


def _colors(content: bytes) -> Iterator[tuple[int, int, Hole]]:
    for m in COLOR.finditer(content):
        kind, champ = placeholder((m[1], m[2], m[3])) or (0, 0)
        if kind == TEINTE:
            yield m.start(), m.end(), ColorHole(champ, m[4])


def _texts(content: bytes, places: Mapping[tuple[bytes, bytes], ChampPlace]) -> Iterator[tuple[int, int, Hole]]:
    left = dict(places)
    for m in _TEXT.finditer(content):
        place = left.pop((m[1], m[2]), None)
        if place is None:
            continue
        yield m.start(), m.end(), WordsHole(place, m[3])
        # both kinds of lines stand in the marked piece of their text
        start, end = content.rfind(b"BDC\n", 0, m.start()), content.find(b"\nEMC", m.end())
        for line in _LINE.finditer(content, start, end):
            edges = float(line[1]) - place.x, float(line[3]) - place.x - place.width
            if max(map(abs, edges)) > 0.01:
                raise SkeletonError("un trait ne suit pas les mots d’un champ : ôtez ce soulignement")
            yield line.start(), line.end(), RuleHole(place, line[2])
    if left:
        raise SkeletonError(f"le champ {next(iter(left.values())).words} n’est pas dans la page : revoyez son style")


def fill(
    pieces: tuple[bytes | Hole, ...],
    words: Callable[[ChampPlace], Sequence[WrittenLine] | None],
    colors: Mapping[int, str],
    drawings: Callable[[int], bytes | None],
) -> bytes | None:
    """The compressed stream with its holes filled, or None. `words`: the lines of a place."""
    out = []
    for piece in pieces:
        filled = piece if isinstance(piece, bytes) else _filled(piece, words, colors, drawings)
        if filled is None:
            return None
        out.append((filled, isinstance(piece, DrawingHole)))
    return deflated(out)


def _filled(
    hole: Hole,
    words: Callable[[ChampPlace], Sequence[WrittenLine] | None],
    colors: Mapping[int, str],
    drawings: Callable[[int], bytes | None],
) -> bytes | None:
    if isinstance(hole, ColorHole):
        return b"%s %s" % (color(colors[hole.champ]), hole.operator)
    if isinstance(hole, DrawingHole):
        return drawings(hole.champ)
    lines = words(hole.place)
    if lines is None or (isinstance(hole, RuleHole) and len(lines) > 1):
        return None
    if isinstance(hole, RuleHole):
        (line,) = lines
        return b"%s %s m\n%s %s l\nS\n" % (number(line.x), hole.y, number(line.x + line.width), hole.y)
    return b"\n".join(
        b"1 0 0 -1 %s %s Tm\n%s\n%s TJ" % (number(line.x), number(line.y), line.tf or hole.tf, line.glyphs)
        for line in lines
    )


def color(hexa: str) -> bytes:
    return b" ".join(number(int(hexa[i : i + 2], 16) / 255) for i in (1, 3, 5))


def champs_of(pieces: tuple[Any, ...]) -> Iterator[int]:
    """The champs that pieces of a stream show as a colour or a drawing."""
    yield from (piece.champ for piece in pieces if isinstance(piece, ColorHole | DrawingHole))


def words_of(pieces: tuple[Any, ...]) -> Iterator[int]:
    """The champs that pieces of a stream show as words."""
    places = (piece.place for piece in pieces if isinstance(piece, WordsHole))
    yield from (part for place in places for part in place.words if isinstance(part, int))
