"""The suite itself: every test stands in one of the five folders, and no test takes anything from another one."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

TESTS = Path(__file__).parents[1]
FOLDERS = {"unit", "documents", "cli", "gates", "content"}


def files_of_tests() -> list[Path]:
    return [*TESTS.glob("test_*.py"), *TESTS.glob("*/test_*.py")]


def imported(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or "."


def test_every_test_stands_in_one_of_the_five_folders() -> None:
    assert {path.parent.relative_to(TESTS).as_posix() for path in files_of_tests()} == FOLDERS


def test_no_two_files_of_tests_have_one_name() -> None:
    names = [path.name for path in files_of_tests()]
    assert len(names) == len(set(names))


def test_no_test_imports_a_test() -> None:
    tests = {path.stem for path in files_of_tests()} | {"conftest"}
    files = (*TESTS.glob("*.py"), *TESTS.glob("*/*.py"))
    found = {(path.name, name) for path in files for name in imported(path) if name.split(".")[-1] in tests}
    assert found == set()
