"""Points and outlines in well-known binary, with or without a reference system (EWKB)."""

from __future__ import annotations

import struct
from collections.abc import Iterator, Sequence

_SRID = 0x20000000
_POINT, _POLYGON = 1, 3
_MULTIPLE = (4, 5, 6, 7)


def point(data: bytes) -> tuple[float, float]:
    """Latitude and longitude in degrees, four decimals."""
    order, kind, place = _head(data, 0)
    if kind != _POINT:
        raise ValueError(f"géométrie de type {kind} au lieu d’un point")
    lon, lat = struct.unpack_from(f"{order}dd", data, place)
    return round(lat, 4), round(lon, 4)


def centroid(data: bytes) -> tuple[float, float]:
    """Latitude and longitude of the centroid of the largest outer ring of a (multi)polygon, four decimals."""
    area, lon, lat = max((_ring(ring) for ring in _outer(data)), key=lambda ring: abs(ring[0]))
    return round(lat / (3 * area), 4), round(lon / (3 * area), 4)


def _head(data: bytes, place: int) -> tuple[str, int, int]:
    """Byte order, kind of geometry and where its content begins."""
    order = "<" if data[place] else ">"
    (kind,) = struct.unpack_from(f"{order}I", data, place + 1)
    return order, kind & 0xFF, place + (9 if kind & _SRID else 5)


def _outer(data: bytes) -> Iterator[Sequence[float]]:
    """The outer rings, each as x, y, x, y…"""
    order, kind, place = _head(data, 0)
    polygons = 1
    if kind in _MULTIPLE:
        (polygons,) = struct.unpack_from(f"{order}I", data, place)
        place += 4
    for _ in range(polygons):
        if kind in _MULTIPLE:
            order, inner_kind, place = _head(data, place)
        else:
            inner_kind = kind
        if inner_kind != _POLYGON:
            raise ValueError(f"géométrie de type {inner_kind} au lieu d’un polygone")
        (rings,) = struct.unpack_from(f"{order}I", data, place)
        place += 4
        for rank in range(rings):
            (vertices,) = struct.unpack_from(f"{order}I", data, place)
            if rank == 0:
                yield struct.unpack_from(f"{order}{2 * vertices}d", data, place + 4)
            place += 4 + 16 * vertices


def _ring(xy: Sequence[float]) -> tuple[float, float, float]:
    """Twice the signed area of a closed ring and the first moments along x and y, before they are divided."""
    area = x = y = 0.0
    for k in range(0, len(xy) - 2, 2):
        weight = xy[k] * xy[k + 3] - xy[k + 2] * xy[k + 1]
        area += weight
        x += (xy[k] + xy[k + 2]) * weight
        y += (xy[k + 1] + xy[k + 3]) * weight
    return area, x, y
