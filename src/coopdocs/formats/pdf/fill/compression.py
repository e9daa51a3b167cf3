"""Streams compressed in pieces: an outline that maps draw over and over is compressed once in a process."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator
from functools import lru_cache

# bytes from which an outline is worth keeping; how many are kept: those of a country's municipalities' groups, and more
_LONG = 1000
_KEPT = 8000
_HEAD, _END = b"\x78\x9c", b"\x03\x00"


def deflated(pieces: Iterable[tuple[bytes, bool]]) -> bytes:
    """One zlib stream (FlateDecode) of pieces in their order; `True` with those that are drawings."""
    out, rest, adler = [_HEAD], b"", 1
    for piece, long in _cut(pieces):
        adler = zlib.adler32(piece, adler)
        if long:
            out += [_block(rest), _kept(piece)] if rest else [_kept(piece)]
            rest = b""
        else:
            rest += piece
    return b"".join([*out, _block(rest), _END, adler.to_bytes(4, "big")])


def _cut(pieces: Iterable[tuple[bytes, bool]]) -> Iterator[tuple[bytes, bool]]:
    """The pieces, with each long outline of a drawing, from its first point to its closing, apart."""
    for piece, drawn in pieces:
        if not drawn:
            yield piece, False
            continue
        *outlines, last = piece.split(b"\nh\n")
        for outline in outlines:
            outline += b"\nh\n"
            start = outline.rfind(b"\n", 0, max(0, outline.find(b" m\n"))) + 1 if len(outline) > _LONG else len(outline)
            yield outline[:start], False
            if start < len(outline):
                yield outline[start:], True
        yield last, False


def _block(data: bytes) -> bytes:
    """Blocks that end on a whole byte and look at nothing before them, so that others can follow."""
    machine = zlib.compressobj(6, zlib.DEFLATED, -15)
    return machine.compress(data) + machine.flush(zlib.Z_SYNC_FLUSH)


_kept = lru_cache(maxsize=_KEPT)(_block)
