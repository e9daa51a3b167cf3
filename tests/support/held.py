"""`pytest --held`: a file of tests that passed whole is not run again while nothing that it could read has changed.

What it could read is all that is kept in the repository but the other files of tests, the versions of what is
installed, and the programs that tests start. A test that failed or was skipped lets its whole file be run again;
COOPDOCS_NO_SKIP=1 runs everything. `make clean` forgets all.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
from collections import Counter
from collections.abc import Iterator
from functools import cache
from importlib import metadata
from pathlib import Path

import pytest

from support.tools import COMMANDS, find_tool

ROOT = Path(__file__).parents[2]
PASSED = ROOT / ".pytest_cache/coopdocs-held"
LEFT_ALONE = {".git", ".venv", ".coopdocs", ".hypothesis", ".epreuve", "output", "dist", "node_modules", "__pycache__"}
"""Folders that a build, a tool or a machine fills."""
_OF_ALL = b"test_*.py"
"""What the few files of tests say that read the others."""


class HeldBefore(pytest.Module):
    """A file of tests that need not run: it is not even imported."""

    def collect(self) -> list[pytest.Item | pytest.Collector]:
        return []


def tests_of(path: Path) -> int:
    """How many tests of a file passed when all that it could read was what it is now; 0: they must run."""
    try:
        noted = json.loads(_note(path).read_text("utf-8"))
    except (OSError, ValueError):
        return 0
    return int(noted["tests"]) if noted["read"] == _digest(path) else 0


class Keeper:
    """Notes which files of tests pass whole in a run."""

    def __init__(self) -> None:
        self._passed: Counter[Path] = Counter()
        self._other: set[Path] = set()
        self._root, self._found = ROOT, _common()

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        path = self._root / report.location[0]
        if not report.passed or hasattr(report, "wasxfail"):
            self._other.add(path)
        elif report.when == "call":
            self._passed[path] += 1

    def pytest_sessionfinish(self, exitstatus: int) -> None:
        _common.cache_clear()
        # whoever edits while the tests run has not tested what is there now
        if exitstatus not in (pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED) or self._found != _common():
            return
        for path, tests in self._passed.items():
            if path not in self._other:
                _note(path).parent.mkdir(parents=True, exist_ok=True)
                _note(path).write_text(json.dumps({"tests": tests, "read": _digest(path)}), "utf-8")


def _note(path: Path) -> Path:
    return PASSED / f"{path.stem}.json"


def _digest(path: Path) -> str:
    text = path.read_bytes()
    others = sorted(ROOT.glob("tests/*/test_*.py")) if _OF_ALL in text else []
    return hashlib.sha256(b"\0".join([_common().encode(), text, *(p.read_bytes() for p in others)])).hexdigest()


@cache
def _common() -> str:
    """A digest of what every test could read."""
    total = hashlib.sha256()
    for path in sorted(_files(ROOT)):
        total.update(f"\0{path.relative_to(ROOT).as_posix()}\0".encode() + hashlib.sha256(path.read_bytes()).digest())
    programs = [(name, found, _stamp(found)) for name in sorted(COMMANDS) if (found := find_tool(name))]
    set_up = sorted((name, value) for name, value in os.environ.items() if name.startswith(("COOPDOCS", "LC_", "LANG")))
    total.update(json.dumps([sys.version, _installed(), programs, set_up]).encode())
    return total.hexdigest()


@cache
def _installed() -> list[str]:
    return sorted(f"{dist.name} {dist.version}" for dist in metadata.distributions())


def _files(folder: Path) -> Iterator[Path]:
    for entry in os.scandir(folder):
        path = Path(entry.path)
        if entry.is_dir(follow_symlinks=False):
            if entry.name not in LEFT_ALONE and not entry.name.endswith("_cache"):
                yield from _files(path)
        elif not (entry.name.startswith("test_") and ROOT / "tests" in path.parents):
            yield path


def _stamp(program: str) -> tuple[int, int]:
    seen = Path(program).resolve().stat()
    return seen.st_size, seen.st_mtime_ns
