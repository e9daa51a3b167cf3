"""The file: parts with their numbers as ready bytes, and around them what a PDF needs."""

from __future__ import annotations

import hashlib
import struct
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import accumulate

from coopdocs.formats.pdf.join.part import CATALOG, INFO, PREPARED, FilledPart, PartObject, ReadPart

# of what one document alone has: a higher level takes three times as long for a few hundred bytes
_LEVEL = 3
_LEVEL_KEPT = 9
"""Of what many documents share: it is packed once."""
_PLACED = 512
"""Parts at hand: those of filled ones are small, and stand behind each other in many ways."""


@dataclass(frozen=True)
class PlacedPart:
    """A part as it stands in the file: numbers from `base`, one object stream and the streams it is first to bring.

    `variables`: the number of the first variable object, which `filled` writes.
    """

    base: int
    count: int
    data: bytes
    entries: bytes  # of the cross-reference stream; places are counted from the start of the part
    streams: tuple[int, ...]
    table: list[bytes]
    variables: int


@lru_cache(maxsize=_PLACED)
def place(source: ReadPart, base: int, first_key: int, numbers: tuple[int, ...]) -> PlacedPart:
    """`numbers`: of each of `shared`; those before `base` stand in another part. `first_key`: its first tag key."""
    table = [b""] * source.size + [b"%d" % (first_key + key) for key in range(source.key_count)]
    for local, number in source.fixed_numbers.items():
        table[local] = b"%d 0 R" % number
    fresh: dict[int, PartObject] = {}
    for item, number in zip(source.shared, numbers, strict=True):
        table[item.local] = b"%d 0 R" % number
        if number >= base:
            fresh.setdefault(number, item)
    start = base + len(fresh)
    own = [*source.own, *(f.local for f in source.streams), *(f.local for f in source.variables)]
    for number, local in enumerate(own, start):
        table[local] = b"%d 0 R" % number
    plain = {number: f.cut.fill(table) for number, f in fresh.items() if f.raw is None}
    plain |= dict(enumerate(source.lines.fill(table).split(b"\n")[:-1], start))
    streams = {number: f for number, f in fresh.items() if f.raw is not None}
    streams |= dict(enumerate(source.streams, start + len(source.own)))
    container = start + len(own)
    out = [stream(number, f.cut.fill(table), f.raw or b"") for number, f in sorted(streams.items())]
    out.append(stream(container, *object_stream(plain, _LEVEL_KEPT)))
    offsets = dict(zip((*sorted(streams), container), accumulate(map(len, out), initial=0), strict=False))
    # variable objects, and the object stream of those without one, come later
    count = container + 1 + bool(source.variables) - base
    entries = bytearray(7 * count)
    for n, at in offsets.items():
        struct.pack_into(">BIH", entries, 7 * (n - base), 1, at, 0)
    for i, n in enumerate(plain):
        struct.pack_into(">BIH", entries, 7 * (n - base), 2, container, i)
    return PlacedPart(
        base, count, b"".join(out), bytes(entries), tuple(offsets), table, container - len(source.variables)
    )


def filled(placed: PlacedPart, filled_part: FilledPart) -> PlacedPart:
    """The part with its variable objects."""
    lines, streams = iter(filled_part.texts.fill(placed.table).split(b"\n")[:-1]), iter(filled_part.streams)
    container = placed.base + placed.count - 1
    entries, out, at = bytearray(placed.entries), [placed.data], len(placed.data)
    plain: dict[int, bytes] = {}
    stream_numbers = list(placed.streams)
    for number, item in enumerate(filled_part.part.variables, placed.variables):
        if item.raw is None:
            struct.pack_into(">BIH", entries, 7 * (number - placed.base), 2, container, len(plain))
            plain[number] = next(lines)
            continue
        struct.pack_into(">BIH", entries, 7 * (number - placed.base), 1, at, 0)
        out.append(stream(number, item.cut.fill(placed.table), next(streams)))
        stream_numbers.append(number)
        at += len(out[-1])
    struct.pack_into(">BIH", entries, 7 * (container - placed.base), 1, at, 0)
    out.append(stream(container, *object_stream(plain)))
    return replace(placed, data=b"".join(out), entries=bytes(entries), streams=(*stream_numbers, container))


def object_stream(objects: Mapping[int, bytes], level: int = _LEVEL) -> tuple[bytes, bytes]:
    offsets = accumulate((len(body) + 1 for body in objects.values()), initial=0)
    index = b" ".join(b"%d %d" % pair for pair in zip(objects, offsets, strict=False)) + b"\n"
    head = b"<< /Filter /FlateDecode /First %d /N %d /Type /ObjStm >>" % (len(index), len(objects))
    return head, zlib.compress(index + b"\n".join(objects.values()), level)


def stream(number: int, head: bytes, raw: bytes) -> bytes:
    return b"%d 0 obj\n%s/Length %d >>\nstream\n%s\nendstream\nendobj\n" % (number, head[:-2], len(raw), raw)


@lru_cache(maxsize=PREPARED)
def deflated(data: bytes) -> bytes:
    return zlib.compress(data, 6)


def write(
    version: str,
    placed_parts: Sequence[PlacedPart],
    streams: Mapping[int, tuple[bytes, bytes]],
    objects: Mapping[int, bytes],
    free: int,
) -> bytes:
    """The file: header, parts, the joined document's own streams and objects, cross-reference stream."""
    out = [b"%%PDF-%s\n%%\xe2\xe3\xcf\xd3\n" % version.encode()]
    entries = bytearray(7 * (free + 2))
    struct.pack_into(">BIH", entries, 0, 0, 0, 65535)
    at = len(out[0])
    for placed in placed_parts:
        entries[7 * placed.base : 7 * (placed.base + placed.count)] = placed.entries
        for number in placed.streams:
            place = struct.unpack_from(">I", entries, 7 * number + 1)[0]
            struct.pack_into(">I", entries, 7 * number + 1, at + place)
        out.append(placed.data)
        at += len(placed.data)
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
    head = b"<< /Type /XRef /Filter /FlateDecode /DecodeParms << /Columns 7 /Predictor 12 >> "
    head += b"/W [ 1 4 2 ] /Size %d /Root %d 0 R " % (free + 2, CATALOG)
    head += b"/Info %d 0 R /ID [ <%s> <%s> ] >>" % (INFO, mark, mark)
    out += [stream(free + 1, head, zlib.compress(_differences(entries), _LEVEL)), b"startxref\n%d\n%%%%EOF\n" % at]
    return b"".join(out)


def _differences(entries: bytearray) -> bytes:
    """Rows of seven bytes, each as what it has more than the row before (predictor 12): neighbours differ little."""
    shifted = bytes(7) + entries[:-7]
    rows = bytes([(own - above) & 255 for own, above in zip(entries, shifted, strict=True)])
    return b"".join([b"\2" + rows[at : at + 7] for at in range(0, len(rows), 7)])
