"""Places land where the contours are: known points, the systems' own properties, and the whole COG."""

from __future__ import annotations

import csv
import json
import re
from functools import cache
from math import cos, hypot, radians, sin, sqrt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coopdocs.territoire import Emplacement
from coopdocs.theme.projection import project
from support.documents import ROOT, Documents

TERRITOIRES = ROOT / "content/territoires"
LAMBERT, ANTILLES, GUYANE, REUNION, MAYOTTE = 2154, 5490, 2972, 2975, 4471

# Computed with PROJ 9.5, from the geographic system of each one (RGF93, RGAF09, RGFG95, RGR92, RGM04).
POINTS = [
    ("Notre-Dame de Paris", LAMBERT, 48.85296, 2.3499, 652296.937, 6861631.911),
    ("Brest", LAMBERT, 48.3905, -4.486, 146641.400, 6836272.691),
    ("Bonifacio", LAMBERT, 41.3871, 9.1596, 1216185.889, 6051838.450),
    ("Dunkerque", LAMBERT, 51.0347, 2.3768, 656187.781, 7104506.373),
    ("Hendaye", LAMBERT, 43.36, -1.775, 312950.293, 6262913.220),
    ("Basse-Terre", ANTILLES, 15.9985, -61.7261, 636307.169, 1769187.142),
    ("Fort-de-France", ANTILLES, 14.6037, -61.0665, 708278.317, 1615380.516),
    ("Cayenne", GUYANE, 4.9371, -52.326, 352980.183, 545857.866),
    ("Saint-Denis", REUNION, -20.8787, 55.4482, 338578.505, 7690497.677),
    ("Mamoudzou", MAYOTTE, -12.7806, 45.2278, 524724.521, 8587115.821),
]


@pytest.mark.parametrize(("nom", "epsg", "lat", "lon", "x", "y"), POINTS, ids=[p[0] for p in POINTS])
def test_known_points_agree_with_proj_to_the_centimetre(
    nom: str, epsg: int, lat: float, lon: float, x: float, y: float
) -> None:
    assert project(epsg, lat, lon) == pytest.approx((x, y), abs=0.01)


def test_the_origin_of_lambert_93_is_where_the_decree_puts_it() -> None:
    assert project(LAMBERT, 46.5, 3) == pytest.approx((700_000, 6_600_000), abs=0.001)


@pytest.mark.parametrize(
    ("epsg", "meridien", "nord"), [(ANTILLES, -63, 0), (GUYANE, -51, 0), (REUNION, 57, 10_000_000)]
)
def test_the_origin_of_utm_is_its_meridian_at_the_equator(epsg: int, meridien: float, nord: float) -> None:
    assert project(epsg, 0, meridien) == pytest.approx((500_000, nord), abs=0.001)


def scales(epsg: int, lat: float, lon: float) -> tuple[float, float]:
    """The scale of the map at a point, northwards and eastwards, against the ellipsoid GRS 80."""
    a, e2, step = 6378137.0, 0.00669438002290, 1e-5
    w = sqrt(1 - e2 * sin(radians(lat)) ** 2)
    north, east = a * (1 - e2) / w**3, a / w * cos(radians(lat))

    def moved(dlat: float, dlon: float) -> float:
        (x1, y1), (x2, y2) = project(epsg, lat - dlat, lon - dlon), project(epsg, lat + dlat, lon + dlon)
        return hypot(x2 - x1, y2 - y1) / radians(2 * step)

    return moved(step, 0) / north, moved(0, step) / east


@given(st.floats(min_value=41, max_value=51.5), st.floats(min_value=-5.5, max_value=10))
def test_lambert_93_is_conformal(lat: float, lon: float) -> None:
    north, east = scales(LAMBERT, lat, lon)
    assert north == pytest.approx(east, rel=1e-6)


@pytest.mark.parametrize("lat", [44, 49])
def test_lambert_93_is_true_on_its_two_parallels(lat: float) -> None:
    assert scales(LAMBERT, lat, 2) == pytest.approx((1, 1), rel=1e-6)


@pytest.mark.parametrize(
    ("epsg", "lat", "lon"), [(ANTILLES, 15, -63), (GUYANE, 4, -51), (REUNION, -21, 57), (MAYOTTE, -12.8, 45)]
)
def test_utm_is_at_9996_for_10000_on_its_meridian(epsg: int, lat: float, lon: float) -> None:
    assert scales(epsg, lat, lon) == pytest.approx((0.9996, 0.9996), rel=1e-6)


def test_a_system_that_no_contour_uses_is_refused() -> None:
    with pytest.raises(KeyError):
        project(3857, 48, 2)


# --- the whole COG


@cache
def frames() -> dict[str, Any]:
    cadres: dict[str, Any] = json.loads((TERRITOIRES / "contours_france.json").read_text("utf-8"))["cadres"]
    return cadres


def position(frame: dict[str, Any], lat: float, lon: float) -> tuple[float, float]:
    """A point in the frame's own units, y downwards."""
    x, y = project(frame["epsg"], lat, lon)
    return (x - frame["origine"][0]) / frame["pas_m"], (frame["origine"][1] - y) / frame["pas_m"]


def rows(nom: str) -> list[dict[str, str]]:
    with (TERRITOIRES / nom).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_every_commune_with_coordinates_falls_inside_its_frame(documents: Documents) -> None:
    territoires = documents.library.territoires
    outside, drawn = set(), 0
    for row in rows("communes.csv"):
        lieu = territoires.lieu(f"commune:{row['code']}")
        if lieu and lieu.zone and lieu.lat is not None and lieu.lon is not None:
            frame = frames()[lieu.zone]
            x, y = position(frame, lieu.lat, lieu.lon)
            drawn += 1
            if not (0 <= x <= frame["taille"][0] and 0 <= y <= frame["taille"][1]):
                outside.add(lieu.code)
    # the table alone puts ten of them on another continent
    assert outside == set()
    # without coordinates: 94 communes of the overseas collectivities and 5 in France
    assert drawn == 34_969 - 94 - 5


def rings(path: str) -> list[list[tuple[float, float]]]:
    """The closed rings of a contour: `M x y l dx dy … z`, relative after each first point."""
    out = []
    x = y = 0.0
    for move, numbers in re.findall(r"([Mm])([^MmZz]*)[Zz]?", path.replace("l", " ")):
        values = [float(n) for n in re.findall(r"-?\d+(?:\.\d+)?", numbers)]
        ring = []
        for i in range(0, len(values), 2):
            first_absolute = i == 0 and move == "M"
            x, y = (values[i], values[i + 1]) if first_absolute else (x + values[i], y + values[i + 1])
            ring.append((x, y))
        out.append(ring)
        x, y = ring[0]
    return out


def inside(point: tuple[float, float], path: str) -> bool:
    """The even-odd rule."""
    px, py = point
    crossings = 0
    for ring in rings(path):
        for (x1, y1), (x2, y2) in zip(ring, [*ring[1:], ring[0]], strict=True):
            if (y1 > py) != (y2 > py) and px < x1 + (py - y1) * (x2 - x1) / (y2 - y1):
                crossings += 1
    return crossings % 2 == 1


def chef_lieux(documents: Documents) -> dict[str, Emplacement]:
    lieux = {
        row["code"]: documents.library.territoires.lieu(f"departement:{row['code']}")
        for row in rows("departements.csv")
    }
    return {code: lieu for code, lieu in lieux.items() if lieu and lieu.zone}


def owners(lieu: Emplacement) -> list[str]:
    """The départements whose contour holds a place."""
    assert lieu.zone is not None
    assert lieu.lat is not None
    assert lieu.lon is not None
    frame = frames()[lieu.zone]
    point = position(frame, lieu.lat, lieu.lon)
    return [code for code, path in frame["departements"].items() if inside(point, path)]


def test_every_chef_lieu_stands_in_its_own_departement_and_in_no_other(documents: Documents) -> None:
    found = {code: owners(lieu) for code, lieu in chef_lieux(documents).items()}
    assert len(found) == 101
    # contours are simplified to 1,200 m (300 m overseas): a port on the shore may stand in the water
    assert {code: held for code, held in found.items() if held != [code]} == {}


def test_every_example_of_the_content_stands_in_its_own_departement(documents: Documents) -> None:
    territoires = documents.library.territoires
    for forme in documents.library.formes.values():
        for exemple in forme.exemples:
            lieu = territoires.lieu(exemple.territoire)
            if lieu and lieu.zone:
                assert lieu.departement in owners(lieu), exemple.nom


def test_the_even_odd_rule_knows_a_hole() -> None:
    ring = "M0 0l10 0 0 10-10 0zM3 3l4 0 0 4-4 0z"
    assert inside((1, 5), ring)
    assert not inside((5, 5), ring)
    assert not inside((11, 5), ring)
