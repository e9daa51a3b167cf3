"""A name among those to write to holds on its two lines, or `check` says by how much it does not."""

from __future__ import annotations

import pytest

from coopdocs import packaged
from coopdocs.theme import Theme
from coopdocs.zones.dossiers import beyond_column

DIRECTION = "Direction régionale de l’économie, de l’emploi, du travail et des solidarités Auvergne-Rhône-Alpes"


@pytest.fixture(scope="module")
def theme() -> Theme:
    return Theme([packaged("templates")])


@pytest.mark.parametrize(
    ("territoire", "nom", "confiance", "tient"),
    [
        ("region:84", DIRECTION, "", True),
        ("france:FR", DIRECTION, "", False),  # its column is narrower
        ("commune:26281", DIRECTION[:90], "", True),
        ("commune:26281", DIRECTION[:90], "incertain", False),  # « (à vérifier) » stands after it
        ("epci:200068781", "Réseau " * 40, "", False),
    ],
)
def test_a_name_is_measured_in_its_column(theme: Theme, territoire: str, nom: str, confiance: str, tient: bool) -> None:
    cells = {"territoire": territoire, "nom": nom, "confiance": confiance}
    assert (beyond_column(theme, cells) == 0) is tient
