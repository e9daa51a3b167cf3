"""Latitude and longitude to the plane systems of the contours: Lambert-93 and UTM (metres).

Formulas: IGN, NT/G 71 (conic, ellipsoid GRS 80) and Krüger's series to the third order (error under 1 mm in a zone).
"""

from __future__ import annotations

from math import asinh, atan, atanh, cos, cosh, exp, log, pi, radians, sin, sinh, sqrt, tan

_A = 6378137.0
_F = 1 / 298.257222101
_E = sqrt(2 * _F - _F * _F)

# EPSG code → UTM zone and southern hemisphere
_UTM = {5490: (20, False), 2972: (22, False), 2975: (40, True), 4471: (38, True)}


def project(epsg: int, lat: float, lon: float) -> tuple[float, float]:
    """Easting and northing in metres of a point in degrees; KeyError for a system that no contour uses."""
    if epsg == 2154:
        return _lambert93(lat, lon)
    zone, south = _UTM[epsg]
    return _utm(lat, lon, zone, south)


def _isometric(phi: float) -> float:
    return log(tan(pi / 4 + phi / 2) * ((1 - _E * sin(phi)) / (1 + _E * sin(phi))) ** (_E / 2))


def _lambert93(lat: float, lon: float) -> tuple[float, float]:
    n, c, x0, y0, lon0 = 0.7256077650532670, 11754255.426096, 700000.0, 12655612.049876, 3.0
    r = c * exp(-n * _isometric(radians(lat)))
    gamma = n * radians(lon - lon0)
    return x0 + r * sin(gamma), y0 - r * cos(gamma)


def _utm(lat: float, lon: float, zone: int, south: bool) -> tuple[float, float]:
    n = _F / (2 - _F)
    a = _A / (1 + n) * (1 + n**2 / 4 + n**4 / 64)
    alpha = (n / 2 - 2 / 3 * n**2 + 5 / 16 * n**3, 13 / 48 * n**2 - 3 / 5 * n**3, 61 / 240 * n**3)
    phi = radians(lat)
    dlon = radians(lon - (zone * 6 - 183))
    t = sinh(atanh(sin(phi)) - _E * atanh(_E * sin(phi)))
    xi, eta = atan(t / cos(dlon)), asinh(sin(dlon) / sqrt(t * t + cos(dlon) ** 2))
    x = eta + sum(k * cos(2 * j * xi) * sinh(2 * j * eta) for j, k in enumerate(alpha, 1))
    y = xi + sum(k * sin(2 * j * xi) * cosh(2 * j * eta) for j, k in enumerate(alpha, 1))
    return 500000 + 0.9996 * a * x, (10_000_000 if south else 0) + 0.9996 * a * y
