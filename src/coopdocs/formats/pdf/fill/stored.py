"""A skeleton as laid out, in bytes that hold no code: its PDF, where its champs stand, the looks it was lent."""

from __future__ import annotations

import dataclasses
import json
from typing import Any, NamedTuple

from coopdocs.formats.pdf.fill.places import ChampPlace
from coopdocs.formats.pdf.fill.shaping import Look

_LINE_END = b"\n"


class StoredSkeleton(NamedTuple):
    data: bytes
    places: tuple[ChampPlace, ...]
    looks: tuple[Look, ...]


def pack(skeleton: StoredSkeleton) -> bytes:
    """One line of JSON, then the PDF. Raises ValueError where a look holds what JSON does not keep."""
    told = {"places": [dataclasses.astuple(place) for place in skeleton.places], "looks": skeleton.looks}
    data = json.dumps(told, separators=(",", ":")).encode() + _LINE_END + skeleton.data
    if unpack(data) != skeleton:
        raise ValueError("a look of this skeleton cannot be kept")
    return data


def unpack(data: bytes) -> StoredSkeleton:
    """Raises ValueError, KeyError or TypeError for other bytes."""
    head, _, document = data.partition(_LINE_END)
    told = json.loads(head)
    places = tuple(ChampPlace(*map(_frozen, fields)) for fields in told["places"])
    return StoredSkeleton(document, places, tuple(map(_frozen, told["looks"])))


def _frozen(value: Any) -> Any:
    return tuple(map(_frozen, value)) if isinstance(value, list) else value
