"""The file: parts with their numbers as ready bytes, and around them what a PDF needs."""

from __future__ import annotations

import hashlib
import struct
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import accumulate

from coopdocs.formats.pdf.join.part import CATALOG, INFO, PREPARED, Objet, Partie, Remplie

# tables of numbers: a higher level takes three times as long for a few hundred bytes
_LEVEL = 3
_PLACED = 512
"""Blocks at hand: those of filled parts are small, and stand behind each other in many ways."""


@dataclass(frozen=True)
class Bloc:
    """A part as it stands in the file: numbers from `base`, one object stream and the streams it is first to bring.

    `variables`: the number of the first variable object, which `filled` writes.
    """

    base: int
    count: int
    octets: bytes
    entries: bytes  # of the cross-reference stream; places are counted from the start of the block
    streams: tuple[int, ...]
    table: list[bytes]
    variables: int


@lru_cache(maxsize=_PLACED)
def place(lue: Partie, base: int, cles: int, numbers: tuple[int, ...]) -> Bloc:
    """`numbers`: of each of `communs`; those before `base` stand in another block. `cles`: the part's first tag key."""
    table = [b""] * lue.taille + [b"%d" % (cles + key) for key in range(lue.cles)]
    for local, number in lue.fixes.items():
        table[local] = b"%d 0 R" % number
    fresh: dict[int, Objet] = {}
    for objet, number in zip(lue.communs, numbers, strict=True):
        table[objet.local] = b"%d 0 R" % number
        if number >= base:
            fresh.setdefault(number, objet)
    start = base + len(fresh)
    own = [*lue.propres, *(f.local for f in lue.flux), *(f.local for f in lue.variables)]
    for number, local in enumerate(own, start):
        table[local] = b"%d 0 R" % number
    plain = {number: f.cut.fill(table) for number, f in fresh.items() if f.raw is None}
    plain |= dict(enumerate(lue.lignes.fill(table).split(b"\n")[:-1], start))
    streams = {number: f for number, f in fresh.items() if f.raw is not None}
    streams |= dict(enumerate(lue.flux, start + len(lue.propres)))
    container = start + len(own)
    out = [stream(number, f.cut.fill(table), f.raw or b"") for number, f in sorted(streams.items())]
    out.append(stream(container, *object_stream(plain)))
    offsets = dict(zip((*sorted(streams), container), accumulate(map(len, out), initial=0), strict=False))
    # variable objects, and the object stream of those without one, come later
    count = container + 1 + bool(lue.variables) - base
    entries = bytearray(7 * count)
    for n, at in offsets.items():
        struct.pack_into(">BIH", entries, 7 * (n - base), 1, at, 0)
    for i, n in enumerate(plain):
        struct.pack_into(">BIH", entries, 7 * (n - base), 2, container, i)
    return Bloc(base, count, b"".join(out), bytes(entries), tuple(offsets), table, container - len(lue.variables))


def filled(bloc: Bloc, remplie: Remplie) -> Bloc:
    """The block with its variable objects."""
    lines, streams = iter(remplie.textes.fill(bloc.table).split(b"\n")[:-1]), iter(remplie.flux)
    container = bloc.base + bloc.count - 1
    entries, out, at = bytearray(bloc.entries), [bloc.octets], len(bloc.octets)
    plain: dict[int, bytes] = {}
    placed = list(bloc.streams)
    for number, objet in enumerate(remplie.partie.variables, bloc.variables):
        if objet.raw is None:
            struct.pack_into(">BIH", entries, 7 * (number - bloc.base), 2, container, len(plain))
            plain[number] = next(lines)
            continue
        struct.pack_into(">BIH", entries, 7 * (number - bloc.base), 1, at, 0)
        out.append(stream(number, objet.cut.fill(bloc.table), next(streams)))
        placed.append(number)
        at += len(out[-1])
    struct.pack_into(">BIH", entries, 7 * (container - bloc.base), 1, at, 0)
    out.append(stream(container, *object_stream(plain)))
    return replace(bloc, octets=b"".join(out), entries=bytes(entries), streams=(*placed, container))


def object_stream(objects: Mapping[int, bytes]) -> tuple[bytes, bytes]:
    offsets = accumulate((len(body) + 1 for body in objects.values()), initial=0)
    index = b" ".join(b"%d %d" % pair for pair in zip(objects, offsets, strict=False)) + b"\n"
    head = b"<< /Filter /FlateDecode /First %d /N %d /Type /ObjStm >>" % (len(index), len(objects))
    return head, zlib.compress(index + b"\n".join(objects.values()), _LEVEL)


def stream(number: int, head: bytes, raw: bytes) -> bytes:
    return b"%d 0 obj\n%s/Length %d >>\nstream\n%s\nendstream\nendobj\n" % (number, head[:-2], len(raw), raw)


@lru_cache(maxsize=PREPARED)
def deflated(octets: bytes) -> bytes:
    return zlib.compress(octets, 6)


def write(
    version: str,
    blocks: Sequence[Bloc],
    streams: Mapping[int, tuple[bytes, bytes]],
    objects: Mapping[int, bytes],
    free: int,
) -> bytes:
    """The file: header, blocks, the joined document's own streams and objects, cross-reference stream."""
    out = [b"%%PDF-%s\n%%\xe2\xe3\xcf\xd3\n" % version.encode()]
    entries = bytearray(7 * (free + 2))
    struct.pack_into(">BIH", entries, 0, 0, 0, 65535)
    at = len(out[0])
    for bloc in blocks:
        entries[7 * bloc.base : 7 * (bloc.base + bloc.count)] = bloc.entries
        for number in bloc.streams:
            place = struct.unpack_from(">I", entries, 7 * number + 1)[0]
            struct.pack_into(">I", entries, 7 * number + 1, at + place)
        out.append(bloc.octets)
        at += len(bloc.octets)
    written = {n: (head[:-2] + b"/Filter /FlateDecode >>", deflated(raw)) for n, (head, raw) in streams.items()}
    written[free] = object_stream(objects)
    for number, (head, raw) in written.items():
        struct.pack_into(">BIH", entries, 7 * number, 1, at, 0)
        out.append(stream(number, head, raw))
        at += len(out[-1])
    for i, number in enumerate(objects):
        struct.pack_into(">BIH", entries, 7 * number, 2, free, i)
    struct.pack_into(">BIH", entries, 7 * (free + 1), 1, at, 0)
    digest = hashlib.sha256()
    for piece in out:
        digest.update(piece)
    mark = digest.hexdigest()[:32].encode()
    head = b"<< /Type /XRef /Filter /FlateDecode /W [ 1 4 2 ] /Size %d /Root %d 0 R " % (free + 2, CATALOG)
    head += b"/Info %d 0 R /ID [ <%s> <%s> ] >>" % (INFO, mark, mark)
    out += [stream(free + 1, head, zlib.compress(bytes(entries), _LEVEL)), b"startxref\n%d\n%%%%EOF\n" % at]
    return b"".join(out)
