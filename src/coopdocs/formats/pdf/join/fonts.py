"""One font of many subsets: TrueType files that the layout engine cut from one face, joined again.

The engine keeps the numbers of the glyphs that a text uses, which are the codes in the page; the pieces that a glyph is
composed of get numbers of the subset's own. So a glyph is compared and kept with its pieces inside it.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import NamedTuple

# what differs between two subsets of one face
_OWN = {b"glyf", b"loca", b"hmtx", b"hhea", b"head", b"maxp"}
# what no reader of a PDF uses when codes are glyph numbers
_UNUSED = {b"GDEF", b"OS/2", b"STAT", b"cmap", b"gasp", b"name", b"post"}
_WORDS, _SCALE, _MORE, _SCALES, _MATRIX = 0x1, 0x8, 0x20, 0x40, 0x80


class Glyph(NamedTuple):
    """Advance and side bearing, outline with zero for the numbers of its pieces, their places in it, the pieces."""

    metrics: tuple[int, int]
    outline: bytes
    places: tuple[int, ...] = ()
    pieces: tuple[Glyph, ...] = ()


class FontSubset:
    """The glyphs of one face by the codes that pages use, and the tables that its subsets share."""

    def __init__(self, glyphs: dict[int, Glyph], tables: Mapping[bytes, bytes]) -> None:
        self.glyphs, self.tables = glyphs, tables
        head = tables[b"head"]
        # instructions, version, units per em, dates, limits (a subset keeps those of the whole face)
        rest = sorted(t for t in tables.items() if t[0] not in _OWN)
        self.face = rest, head[4:8], head[16:36], tables[b"maxp"][6:]


# the pages of all territories embed the same letters
@lru_cache(maxsize=64)
def read_font(data: bytes, codes: frozenset[int]) -> FontSubset | None:
    """The glyphs of a TrueType file that `codes` (glyph numbers) use; None for another kind of font."""
    if data[:4] != b"\0\1\0\0":
        return None
    records = struct.iter_unpack(">4sIII", data[12 : 12 + 16 * struct.unpack_from(">H", data, 4)[0]])
    tables = {tag: data[at : at + size] for tag, _, at, size in records if tag not in _UNUSED}
    count = struct.unpack_from(">H", tables[b"maxp"], 4)[0]
    wide = struct.unpack_from(">h", tables[b"head"], 50)[0]
    loca = struct.unpack_from(f">{count + 1}{'I' if wide else 'H'}", tables[b"loca"])
    long = struct.unpack_from(">H", tables[b"hhea"], 34)[0]

    def metrics(n: int) -> tuple[int, int]:
        advance, bearing = struct.unpack_from(">Hh", tables[b"hmtx"], 4 * min(n, long - 1))
        return advance, bearing if n < long else struct.unpack_from(">h", tables[b"hmtx"], 2 * (long + n))[0]

    def glyph(n: int) -> Glyph:
        start, end = (at if wide else 2 * at for at in loca[n : n + 2])
        outline = bytearray(tables[b"glyf"][start:end])
        places = tuple(_pieces(outline)) if outline[:1] >= b"\x80" else ()
        pieces = tuple(glyph(struct.unpack_from(">H", outline, at)[0]) for at in places)
        for at in places:
            outline[at : at + 2] = b"\0\0"
        return Glyph(metrics(n), bytes(outline), places, pieces)

    return FontSubset({n: glyph(n) for n in {0, *codes} if n < count}, tables)


def _pieces(outline: bytes | bytearray) -> Iterable[int]:
    """Where a composed glyph's outline holds the numbers of its pieces."""
    at, flags = 10, _MORE
    while flags & _MORE:
        flags = struct.unpack_from(">H", outline, at)[0]
        yield at + 2
        at += 8 if flags & _WORDS else 6
        at += 2 if flags & _SCALE else 4 if flags & _SCALES else 8 if flags & _MATRIX else 0


@lru_cache(maxsize=512)
def merged(a: FontSubset, b: FontSubset) -> FontSubset | None:
    """The glyphs of both; `a` itself when it has them all; None when they are not of one face."""
    if a.face != b.face:
        return None
    fresh = {n: glyph for n, glyph in b.glyphs.items() if a.glyphs.get(n) != glyph}
    # the sign for a missing glyph is kept empty where nothing is missing
    if 0 in fresh and not fresh[0].outline:
        del fresh[0]
    if any(n in a.glyphs and (n or a.glyphs[0].outline) for n in fresh):
        return None
    if not fresh:
        return a
    heads = a.tables[b"head"], b.tables[b"head"]
    boxes = [struct.unpack_from(">4h", head, 36) for head in heads]
    edges = [*map(min, boxes[0][:2], boxes[1][:2]), *map(max, boxes[0][2:], boxes[1][2:])]
    tables = {**a.tables, b"head": heads[0][:36] + struct.pack(">4h", *edges) + heads[0][44:]}
    return FontSubset({**a.glyphs, **fresh}, tables)


@lru_cache(maxsize=64)
def font_file(font: FontSubset) -> bytes:
    """The TrueType file: glyphs at their codes, their pieces behind the last one."""
    placed = dict(sorted(font.glyphs.items()))
    count = max(placed) + 1
    numbers: dict[Glyph, int] = {}
    todo = list(placed.values())
    for glyph in todo:  # grows by the pieces, which have pieces too
        for piece in glyph.pieces:
            if piece not in numbers:
                numbers[piece] = count
                placed[count] = piece
                todo.append(piece)
                count += 1
    glyf, loca, hmtx = b"", [0], bytearray(4 * count)
    for number, glyph in placed.items():
        outline = bytearray(glyph.outline + b"\0" * (-len(glyph.outline) % 4))
        for at, piece in zip(glyph.places, glyph.pieces, strict=True):
            struct.pack_into(">H", outline, at, numbers[piece])
        loca += [len(glyf)] * (number + 1 - len(loca))
        glyf += outline
        loca.append(len(glyf))
        struct.pack_into(">Hh", hmtx, 4 * number, *glyph.metrics)
    old = font.tables
    return _file({
        **old,
        b"glyf": glyf,
        b"loca": struct.pack(f">{len(loca)}I", *loca),
        b"hmtx": bytes(hmtx),
        b"hhea": old[b"hhea"][:34] + struct.pack(">H", count),
        b"head": old[b"head"][:8] + b"\0" * 4 + old[b"head"][12:50] + b"\0\1" + old[b"head"][52:],
        b"maxp": old[b"maxp"][:4] + struct.pack(">H", count) + old[b"maxp"][6:],
    })  # fmt: skip


def _file(tables: Mapping[bytes, bytes]) -> bytes:
    power = len(tables).bit_length() - 1
    directory = struct.pack(">I4H", 0x10000, len(tables), 16 << power, power, 16 * len(tables) - (16 << power))
    body, start = b"", 12 + 16 * len(tables)
    for tag, table in sorted(tables.items()):
        padded = table + b"\0" * (-len(table) % 4)
        total = sum(struct.unpack(f">{len(padded) // 4}I", padded)) & 0xFFFFFFFF
        directory += struct.pack(">4sIII", tag, total, start + len(body), len(table))
        body += padded
    return directory + body
