"""A skeleton as laid out, in bytes that hold no code: its PDF, where its champs stand, the looks it was lent."""

from __future__ import annotations

import dataclasses
import json
from typing import Any, NamedTuple

from coopdocs.formats.pdf.fill.places import Place
from coopdocs.formats.pdf.fill.shaping import Allure

_LIGNE = b"\n"


class Mise(NamedTuple):
    octets: bytes
    places: tuple[Place, ...]
    allures: tuple[Allure, ...]


def pack(mise: Mise) -> bytes:
    """One line of JSON, then the PDF. Raises ValueError where a look holds what JSON does not keep."""
    told = {"places": [dataclasses.astuple(place) for place in mise.places], "allures": mise.allures}
    octets = json.dumps(told, separators=(",", ":")).encode() + _LIGNE + mise.octets
    if unpack(octets) != mise:
        raise ValueError("a look of this skeleton cannot be kept")
    return octets


def unpack(octets: bytes) -> Mise:
    """Raises ValueError, KeyError or TypeError for other bytes."""
    head, _, document = octets.partition(_LIGNE)
    told = json.loads(head)
    places = tuple(Place(*map(_frozen, fields)) for fields in told["places"])
    return Mise(document, places, tuple(map(_frozen, told["allures"])))


def _frozen(value: Any) -> Any:
    return tuple(map(_frozen, value)) if isinstance(value, list) else value
