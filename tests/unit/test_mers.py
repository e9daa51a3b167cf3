"""Seas on maps are named on their own side of the land."""

from __future__ import annotations

import pytest

from coopdocs.territoire import CONTOURS_EPCI
from coopdocs.theme.cartes import alentours
from coopdocs.theme.contours import frames, steps
from support.cog import cog

CARAIBES, ATLANTIQUE, MANCHE, MEDITERRANEE = "MER DES CARAÏBES", "OCÉAN ATLANTIQUE", "MANCHE", "MÉDITERRANÉE"


@pytest.mark.parametrize(
    ("zone", "lat", "lon", "mer"),
    [
        ("972", 14.4, -61.2, CARAIBES), ("972", 14.25, -61.15, CARAIBES), ("972", 14.75, -61.3, CARAIBES),
        ("972", 14.8, -60.75, ATLANTIQUE), ("972", 14.45, -60.65, ATLANTIQUE), ("972", 14.95, -60.85, ATLANTIQUE),
        ("971", 16.1, -61.95, CARAIBES), ("971", 15.8, -61.75, CARAIBES), ("971", 16.4, -61.1, ATLANTIQUE),
        ("971", 16.6, -61.1, ATLANTIQUE), ("971", 16.1, -60.9, ATLANTIQUE), ("973", 5.6, -52.2, ATLANTIQUE),
        ("974", -21.5, 55.2, "OCÉAN INDIEN"), ("976", -12.6, 45.4, "OCÉAN INDIEN"),
        ("metro", 42.0, 8.2, MEDITERRANEE), ("metro", 42.9, 5.0, MEDITERRANEE), ("metro", 41.6, 9.6, MEDITERRANEE),
        ("metro", 48.95, -3.0, MANCHE), ("metro", 49.8, -0.5, MANCHE), ("metro", 47.3, -3.6, ATLANTIQUE),
        ("metro", 45.5, -1.9, ATLANTIQUE), ("metro", 51.4, 2.1, "MER DU NORD"),
    ],
)  # fmt: skip
def test_a_point_at_sea_has_its_sea(zone: str, lat: float, lon: float, mer: str) -> None:
    cadre = frames(cog().folder / CONTOURS_EPCI)[zone]
    assert alentours.sea(cadre, zone, *steps(cadre.epsg, cadre.pas, cadre.origine, lat, lon)) == mer


@pytest.mark.parametrize(
    ("zone", "mer", "box"),
    [
        ("972", ATLANTIQUE, (14.1, -61.6, 14.9, -61.2)), ("972", CARAIBES, (14.3, -60.8, 15.0, -60.4)),
        ("972", ATLANTIQUE, (14.1, -61.6, 14.35, -61.0)), ("971", ATLANTIQUE, (15.7, -62.2, 16.3, -61.85)),
        ("971", ATLANTIQUE, (16.3, -62.2, 16.7, -61.6)),
        ("971", CARAIBES, (16.2, -61.2, 16.8, -60.7)), ("metro", MANCHE, (43.5, -5.0, 47.8, -1.5)),
        ("metro", ATLANTIQUE, (49.3, -2.5, 50.5, 1.5)), ("metro", ATLANTIQUE, (41.3, 3.2, 43.3, 10.0)),
    ],
)  # fmt: skip
def test_no_sea_is_named_across_the_land(zone: str, mer: str, box: tuple[float, float, float, float]) -> None:
    cadre = frames(cog().folder / CONTOURS_EPCI)[zone]
    for n in range(21):
        for m in range(21):
            lat, lon = box[0] + (box[2] - box[0]) * n / 20, box[1] + (box[3] - box[1]) * m / 20
            assert alentours.sea(cadre, zone, *steps(cadre.epsg, cadre.pas, cadre.origine, lat, lon)) != mer, (lat, lon)
