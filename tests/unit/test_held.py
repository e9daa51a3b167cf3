"""A file of tests that passed whole need not run again, until anything that it could read has changed."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import pytest

from support import held

Outcome = Literal["passed", "failed", "skipped"]
FILE = "tests/unit/test_one.py"


@pytest.fixture
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository with two files of tests, one of code and one that a build made."""
    for name in (FILE, "tests/unit/test_two.py", "tests/support/kits.py", "src/a.py", "output/a.pdf"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("1", "utf-8")
    monkeypatch.setattr(held, "ROOT", tmp_path)
    monkeypatch.setattr(held, "PASSED", tmp_path / ".pytest_cache/held")
    held._common.cache_clear()
    return tmp_path


def run(*outcomes: Outcome, edited: Path | None = None, status: pytest.ExitCode = pytest.ExitCode.OK) -> None:
    keeper = held.Keeper()
    for number, outcome in enumerate(outcomes):
        place = (FILE, 1, f"test_{number}")
        keeper.pytest_runtest_logreport(pytest.TestReport(f"{FILE}::{number}", place, {}, outcome, None, "call"))
    if edited:
        edited.write_text("edited", "utf-8")
    keeper.pytest_sessionfinish(status)


def number_held(tree: Path) -> int:
    held._common.cache_clear()
    return held.tests_of(tree / FILE)


def test_a_file_that_passed_is_held_with_its_number_of_tests(tree: Path) -> None:
    assert number_held(tree) == 0
    run("passed", "passed")
    assert number_held(tree) == 2


@pytest.mark.parametrize("name", [FILE, "src/a.py", "tests/support/kits.py", "content/new.yaml"])
def test_what_it_could_read_has_changed_and_it_runs_again(tree: Path, name: str) -> None:
    run("passed")
    (tree / name).parent.mkdir(exist_ok=True)
    (tree / name).write_text("2", "utf-8")
    assert number_held(tree) == 0


@pytest.mark.parametrize("name", ["tests/unit/test_two.py", "output/a.pdf", "output/b.pdf"])
def test_what_it_does_not_read_may_change(tree: Path, name: str) -> None:
    run("passed")
    (tree / name).write_text("2", "utf-8")
    assert number_held(tree) == 1


def test_a_file_of_tests_that_reads_the_others_runs_again_with_them(tree: Path) -> None:
    (tree / FILE).write_text('glob("test_*.py")', "utf-8")
    run("passed")
    assert number_held(tree) == 1
    (tree / "tests/unit/test_two.py").write_text("2", "utf-8")
    assert number_held(tree) == 0


def test_other_programs_or_settings_are_another_machine(tree: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run("passed")
    monkeypatch.setenv("COOPDOCS_JOBS", "1")
    assert number_held(tree) == 0


@pytest.mark.parametrize("outcome", ["failed", "skipped"])
def test_one_test_that_did_not_pass_lets_its_file_run_again(tree: Path, outcome: Outcome) -> None:
    run("passed", outcome, "passed")
    assert number_held(tree) == 0


def test_a_run_that_was_stopped_or_edited_under_holds_nothing(tree: Path) -> None:
    run("passed", status=pytest.ExitCode.INTERRUPTED)
    assert number_held(tree) == 0
    run("passed", edited=tree / "src/a.py")
    assert number_held(tree) == 0
