"""The file: parts with their numbers as ready bytes, and around them what a PDF needs."""

from __future__ import annotations

import hashlib
import struct
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate

from coopdocs.formats.assemble.partie import CATALOG, INFO, PREPARED, Objet, Partie


@dataclass(frozen=True)
class Bloc:
    """A part as it stands in the file: numbers from `base`, one object stream and the streams it is first to bring."""

    base: int
    count: int
    octets: bytes
    entries: bytes  # of the cross-reference stream; places are counted from the start of the block
    streams: tuple[int, ...]
    table: list[bytes]


@lru_cache(maxsize=PREPARED)
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
    for number, local in enumerate((*lue.propres, *(f.local for f in lue.flux)), start):
        table[local] = b"%d 0 R" % number
    plain = {number: f.cut.fill(table) for number, f in fresh.items() if f.raw is None}
    plain |= dict(enumerate(lue.lignes.fill(table).split(b"\n")[:-1], start))
    streams = {number: f for number, f in fresh.items() if f.raw is not None}
    streams |= dict(enumerate(lue.flux, start + len(lue.propres)))
    container = start + len(lue.propres) + len(lue.flux)
    out = [stream(number, f.cut.fill(table), f.raw or b"") for number, f in sorted(streams.items())]
    out.append(stream(container, *object_stream(plain)))
    offsets = dict(zip((*sorted(streams), container), accumulate(map(len, out), initial=0), strict=False))
    inside = {number: i for i, number in enumerate(plain)}
    entries = b"".join(
        struct.pack(">BIH", 1, offsets[n], 0) if n in offsets else struct.pack(">BIH", 2, container, inside[n])
        for n in range(base, container + 1)
    )
    return Bloc(base, container + 1 - base, b"".join(out), entries, tuple(offsets), table)


def object_stream(objects: Mapping[int, bytes]) -> tuple[bytes, bytes]:
    offsets = accumulate((len(body) + 1 for body in objects.values()), initial=0)
    index = b" ".join(b"%d %d" % pair for pair in zip(objects, offsets, strict=False)) + b"\n"
    head = b"<< /Filter /FlateDecode /First %d /N %d /Type /ObjStm >>" % (len(index), len(objects))
    return head, deflated(index + b"\n".join(objects.values()))


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
    out += [stream(free + 1, head, deflated(bytes(entries))), b"startxref\n%d\n%%%%EOF\n" % at]
    return b"".join(out)
