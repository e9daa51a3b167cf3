"""What says until when it holds: refused once that day is past at the edition, told when it comes soon."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from coopdocs.library import load
from coopdocs.problem import Problem
from support.kits import spoil, write_kit

PTCE, CRITERES, GLOSSAIRE = "content/formes/ptce.yaml", "content/criteres.yaml", "content/glossaire.yaml"
DECISION, KIT = "content/decision.yaml", "content/kit.yaml"
EDITION = dt.date(2026, 11, 23)
PREAVIS = 90

PLACES = {
    "claim": (PTCE, "chapo:\n", "chapo:\n  valable_jusqu_au: {}\n", 2),
    "identity": (PTCE, "  duree:\n", "  duree:\n    valable_jusqu_au: {}\n", 4),
    "item": (PTCE, "atouts:\n- ", "atouts:\n- valable_jusqu_au: {}\n  ", 2),
    "cell": (CRITERES, "    statut:\n", "    statut:\n      valable_jusqu_au: {}\n", 6),
    "term": (GLOSSAIRE, "termes:\n- ", "termes:\n- valable_jusqu_au: {}\n  ", 2),
    "question": (DECISION, "  pourquoi:", "  valable_jusqu_au: {}\n  pourquoi:", 2),
    "answer": (DECISION, "  - texte: Oui\n", "  - texte: Oui\n    valable_jusqu_au: {}\n", 4),
}


@pytest.fixture
def kit(tmp_path: Path) -> Path:
    return write_kit(tmp_path)


def ends(kit: Path, where: str, days: int) -> list[Problem]:
    """What is said of a kit in which something ends so many days after the edition."""
    fichier, before, after, _ = PLACES[where]
    spoil(kit / fichier, before, after.format(EDITION + dt.timedelta(days=days)))
    return load(kit)[1]


@pytest.mark.parametrize("where", PLACES)
def test_what_held_until_the_day_before_the_edition_is_refused_at_its_line(kit: Path, where: str) -> None:
    [problem] = ends(kit, where, -1)
    assert (problem.code, problem.is_error, problem.place.fichier) == ("X025", True, PLACES[where][0])
    assert problem.extrait.strip().removeprefix("- ") == "valable_jusqu_au: 2026-11-22"
    assert "22/11/2026" in problem.message
    assert "relisez" in problem.conseil


@pytest.mark.parametrize("where", PLACES)
def test_it_still_holds_on_the_day_of_the_edition_which_is_told(kit: Path, where: str) -> None:
    [problem] = ends(kit, where, 0)
    assert (problem.code, problem.is_error, problem.place.fichier) == ("A012", False, PLACES[where][0])
    assert problem.message.endswith("le jour de l’édition")


def test_it_is_told_up_to_ninety_days_before_and_no_sooner(kit: Path) -> None:
    [problem] = ends(kit, "claim", PREAVIS)
    assert (problem.code, problem.message) == (
        "A012",
        "valable jusqu’au 21/02/2027 seulement, 90 jours après l’édition",
    )


def test_what_holds_longer_than_the_notice_is_not_told(kit: Path) -> None:
    assert ends(kit, "claim", PREAVIS + 1) == []


@pytest.mark.parametrize(("days", "told"), [(1, ["A012"]), (2, [])])
def test_a_kit_sets_its_own_notice(kit: Path, days: int, told: list[str]) -> None:
    spoil(kit / KIT, "limites:\n", "limites:\n  preavis_jours: 1\n")
    problems = ends(kit, "claim", days)
    assert [p.code for p in problems] == told
    assert all("1 jour après" in p.message for p in problems)


def test_many_that_end_the_same_day_are_told_together(kit: Path) -> None:
    ends(kit, "claim", 38)
    ends(kit, "item", 38)
    [problem] = ends(kit, "cell", 38)
    assert [place.fichier for place in problem.places] == [CRITERES, PTCE, PTCE]


@pytest.mark.parametrize("said", ["31/12/2026", "2026-02-30", "demain", "1798675200"])
def test_a_day_written_wrong_is_told_as_such(kit: Path, said: str) -> None:
    spoil(kit / PTCE, "chapo:\n", f"chapo:\n  valable_jusqu_au: {said}\n")
    [problem] = load(kit)[1]
    assert (problem.code, problem.extrait.strip()) == ("C011", f"valable_jusqu_au: {said}")


def test_an_empty_day_may_go(kit: Path) -> None:
    spoil(kit / PTCE, "chapo:\n", "chapo:\n  valable_jusqu_au:\n")
    assert [p.code for p in load(kit)[1]] == []


@pytest.mark.parametrize("said", ["valable_jusquau", "valable-jusqu-au", "expire_le", "validité"])
def test_the_key_is_found_behind_its_neighbours(kit: Path, said: str) -> None:
    spoil(kit / PTCE, "chapo:\n", f"chapo:\n  {said}: 2026-12-31\n")
    [problem] = load(kit)[1]
    assert problem.code == "C002"
    assert "« valable_jusqu_au »" in problem.conseil
