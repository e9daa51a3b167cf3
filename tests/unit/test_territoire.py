"""A typed code gives a place; codes are text; what is unknown gives None and a hint."""

from __future__ import annotations

from pathlib import Path

import pytest

from coopdocs.problem import ProblemsError
from coopdocs.territoire import Emplacement, Territoires, resolution
from support.kits import TABLES, spoil


@pytest.fixture
def dossier(tmp_path: Path) -> Path:
    for nom, texte in TABLES.items():
        (tmp_path / nom).write_text(texte, encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize(
    ("code", "lieu"),
    [
        ("commune:26281", Emplacement("commune", "26281", "Romans-sur-Isère", 45.0442, 5.0523, "26", "metro")),
        ("commune:01004", Emplacement("commune", "01004", "Ambérieu-en-Bugey", 45.9581, 5.3589, "01", "metro")),
        ("commune:97411", Emplacement("commune", "97411", "Saint-Denis", -20.8787, 55.4482, "974", "974")),
        ("commune:98735", Emplacement("commune", "98735", "Papeete", None, None, "987", None)),
        (
            "epci:200006682",
            Emplacement("epci", "200006682", "Beaune, Côte et Sud", 44.9332, 4.8921, "26", "metro"),
        ),
        ("departement:26", Emplacement("departement", "26", "Drôme", 44.9332, 4.8921, "26", "metro")),
        ("departement:987", Emplacement("departement", "987", "Polynésie française", None, None, "987", None)),
        ("region:84", Emplacement("region", "84", "Auvergne-Rhône-Alpes", 45.7677, 4.8354, "69", "metro")),
        ("region:04", Emplacement("region", "04", "La Réunion", -20.8787, 55.4482, "974", "974")),
        ("region:987", Emplacement("region", "987", "Polynésie française", None, None, "987", None)),
        ("france:FR", Emplacement("france", "FR", "France", None, None, None, None)),
    ],
)
def test_a_typed_code_gives_its_place(dossier: Path, code: str, lieu: Emplacement) -> None:
    assert Territoires(dossier).lieu(code) == lieu


@pytest.mark.parametrize(
    "code", ["commune:99999", "commune:1004", "26281", "ville:26281", "france:DE", "commune:code", ""]
)
def test_an_unknown_code_gives_none(dossier: Path, code: str) -> None:
    assert Territoires(dossier).lieu(code) is None


@pytest.mark.parametrize(
    ("code", "attendu"),
    [
        ("commune:1004", "zéro de tête : vouliez-vous dire « commune:01004 » (Ambérieu-en-Bugey)"),
        ("departement:1", "« departement:01 »"),
        ("commune:200006682", "« epci:200006682 »"),
        ("commune:69381", "« commune:69123 »"),
        ("commune:99999", ""),
    ],
)
def test_an_unknown_code_has_a_hint(dossier: Path, code: str, attendu: str) -> None:
    conseil = resolution.hint(Territoires(dossier), code)
    assert attendu in conseil
    assert bool(conseil) == bool(attendu)


def test_tables_are_read_only_when_needed(dossier: Path) -> None:
    (dossier / "epci.csv").unlink()
    territoires = Territoires(dossier)
    assert territoires.lieu("commune:26281")
    with pytest.raises(ProblemsError) as refus:
        territoires.lieu("epci:200006682")
    assert [p.code for p in refus.value.problems] == ["S001"]


@pytest.mark.parametrize(
    ("ancien", "nouveau", "code", "ligne"),
    [("lat", "latitude", "S031", 1), ("Romans-sur-Isère,26", "Romans-sur-Isère", "S030", 3)],
)
def test_a_spoilt_table_is_a_problem_at_its_line(
    dossier: Path, ancien: str, nouveau: str, code: str, ligne: int
) -> None:
    spoil(dossier / "communes.csv", ancien, nouveau)
    with pytest.raises(ProblemsError) as refus:
        Territoires(dossier).lieu("commune:26281")
    [problem] = refus.value.problems
    assert (problem.code, problem.place.fichier, problem.place.ligne) == (code, "communes.csv", ligne)
