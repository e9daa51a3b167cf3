"""A file says once when its claims were checked; a claim that was checked another day says so."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from coopdocs.diff.claims import sections
from coopdocs.library import Library, load, schemas
from coopdocs.problem import Place, Problem
from support.kits import write_kit

PTCE, GLOSSAIRE = "content/formes/ptce.yaml", "content/glossaire.yaml"
JOUR = "verifie_le: '2026-11-01'\n"


@pytest.fixture
def kit(tmp_path: Path) -> Path:
    return write_kit(tmp_path)


def loaded(kit: Path) -> Library:
    library, problems = load(kit)
    assert library is not None, problems
    return library


def once(kit: Path, jour: str, fichier: str = PTCE) -> int:
    """Give the day of a file at its head and no more in its claims; returns how many did without."""
    texte = (kit / fichier).read_text("utf-8")
    lignes = texte.splitlines(keepends=True)
    rest = [ligne for ligne in lignes if ligne.strip() != JOUR.strip()]
    (kit / fichier).write_text(f"verifie_le: {jour}\n{''.join(rest)}", encoding="utf-8")
    return len(lignes) - len(rest)


def told(kit: Path) -> list[Problem]:
    return [p for p in load(kit)[1] if p.place.fichier == PTCE]


@pytest.mark.parametrize("fichier", [PTCE, GLOSSAIRE, "content/criteres.yaml"])
def test_claims_without_a_day_have_that_of_their_file(kit: Path, fichier: str) -> None:
    before = [(a.loc, a.fait) for a in loaded(kit).affirmations]
    assert once(kit, "2026-11-01", fichier) > 0
    assert [(a.loc, a.fait) for a in loaded(kit).affirmations] == before


def test_a_claim_may_have_a_day_of_its_own(kit: Path) -> None:
    once(kit, "2026-11-01")
    texte = (kit / PTCE).read_text("utf-8")
    (kit / PTCE).write_text(texte.replace("chapo:\n", "chapo:\n  verifie_le: 2026-10-02\n"), encoding="utf-8")
    forme = loaded(kit).formes["ptce"]
    assert forme.chapo.verifie_le == dt.date(2026, 10, 2)
    assert {f.verifie_le for f in (*forme.presentation, *forme.atouts)} == {dt.date(2026, 11, 1)}


def test_the_day_of_a_claim_stands_where_the_file_gives_it(kit: Path) -> None:
    once(kit, "2026-11-01")
    assert loaded(kit).place(PTCE, ("chapo", "verifie_le")) == Place(PTCE, 1, 13)


@pytest.mark.parametrize(
    ("jour", "code"), [("01/11/2026", "C011"), ("", "C003"), ("2027-11-01", "X017"), ("2020-01-15", "A002")]
)
def test_what_is_wrong_with_the_day_of_a_file_is_told_once_at_its_line(kit: Path, jour: str, code: str) -> None:
    once(kit, jour)
    [problem] = told(kit)
    assert (problem.code, problem.place.ligne, len(problem.places)) == (code, 1, 1)
    assert "enlevez" not in problem.conseil


def test_where_neither_gives_a_day_both_ways_are_told(kit: Path) -> None:
    texte = (kit / PTCE).read_text("utf-8")
    (kit / PTCE).write_text(texte.replace(f"  {JOUR}", "", 1), encoding="utf-8")
    [problem] = told(kit)
    assert problem.code == "C001"
    assert "en tête du fichier" in problem.conseil


def test_two_kits_that_give_the_same_days_in_two_ways_say_the_same(kit: Path) -> None:
    before = loaded(kit)
    once(kit, "2026-11-01")
    assert list(sections(before, loaded(kit))) == []


def test_editors_are_not_told_that_each_claim_needs_a_day() -> None:
    schema = schemas()["formes"]
    assert schema["properties"]["verifie_le"]["title"]
    assert [nom for nom, d in schema["$defs"].items() if "verifie_le" in d.get("required", ())] == []
    assert schema["$defs"]["Fait"]["required"] == ["texte", "sources"]
