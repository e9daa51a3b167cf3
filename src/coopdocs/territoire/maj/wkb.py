"""Points and outlines in well-known binary, with or without a reference system (EWKB)."""

from __future__ import annotations

import struct
from collections.abc import Iterator, Sequence

_SRID = 0x20000000
_POINT, _POLYGONE = 1, 3
_MULTIPLES = (4, 5, 6, 7)


def point(octets: bytes) -> tuple[float, float]:
    """Latitude and longitude in degrees, four decimals."""
    ordre, genre, place = _head(octets, 0)
    if genre != _POINT:
        raise ValueError(f"géométrie de type {genre} au lieu d’un point")
    lon, lat = struct.unpack_from(f"{ordre}dd", octets, place)
    return round(lat, 4), round(lon, 4)


def centroid(octets: bytes) -> tuple[float, float]:
    """Latitude and longitude of the centroid of the largest outer ring of a (multi)polygon, four decimals."""
    aire, lon, lat = max((_ring(anneau) for anneau in _outer(octets)), key=lambda anneau: abs(anneau[0]))
    return round(lat / (3 * aire), 4), round(lon / (3 * aire), 4)


def _head(octets: bytes, place: int) -> tuple[str, int, int]:
    """Byte order, kind of geometry and where its content begins."""
    ordre = "<" if octets[place] else ">"
    (genre,) = struct.unpack_from(f"{ordre}I", octets, place + 1)
    return ordre, genre & 0xFF, place + (9 if genre & _SRID else 5)


def _outer(octets: bytes) -> Iterator[Sequence[float]]:
    """The outer rings, each as x, y, x, y…"""
    ordre, genre, place = _head(octets, 0)
    polygones = 1
    if genre in _MULTIPLES:
        (polygones,) = struct.unpack_from(f"{ordre}I", octets, place)
        place += 4
    for _ in range(polygones):
        if genre in _MULTIPLES:
            ordre, sorte, place = _head(octets, place)
        else:
            sorte = genre
        if sorte != _POLYGONE:
            raise ValueError(f"géométrie de type {sorte} au lieu d’un polygone")
        (anneaux,) = struct.unpack_from(f"{ordre}I", octets, place)
        place += 4
        for rang in range(anneaux):
            (sommets,) = struct.unpack_from(f"{ordre}I", octets, place)
            if rang == 0:
                yield struct.unpack_from(f"{ordre}{2 * sommets}d", octets, place + 4)
            place += 4 + 16 * sommets


def _ring(xy: Sequence[float]) -> tuple[float, float, float]:
    """Twice the signed area of a closed ring and the first moments along x and y, before they are divided."""
    aire = x = y = 0.0
    for k in range(0, len(xy) - 2, 2):
        poids = xy[k] * xy[k + 3] - xy[k + 2] * xy[k + 1]
        aire += poids
        x += (xy[k] + xy[k + 2]) * poids
        y += (xy[k + 1] + xy[k + 3]) * poids
    return aire, x, y
