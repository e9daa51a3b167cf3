"""What conftest.py does with tests whose tool this machine lacks: runs pytest on a small suite of its own."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent

SUITE = """
import gate_log
import pytest

@pytest.mark.java
def test_with_java():
    pass

@pytest.mark.chromium
@pytest.mark.node
def test_with_chromium_and_node():
    pass

def test_with_nothing():
    gate_log.read("own checks, CSV", [b"a", b"b", b"a", b"c"])
    gate_log.spoilt("own checks, CSV", [b"c"], caught=1)
"""


@pytest.fixture
def suite(tmp_path: Path) -> Path:
    for name in ("conftest.py", "gate_log.py"):
        shutil.copy(HERE / name, tmp_path)
    shutil.copy(HERE.parent / "pyproject.toml", tmp_path)
    (tmp_path / "tests").mkdir()
    (tmp_path / "tests/test_small.py").write_text(SUITE, encoding="utf-8")
    return tmp_path


def run(suite: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the suite on a machine whose PATH is empty, with only these variables besides."""
    kept = {name: os.environ[name] for name in ("HOME", "SYSTEMROOT", "TMPDIR") if name in os.environ}
    nowhere = str(suite / "nowhere")
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "no:cacheprovider"],
        cwd=suite,
        env={**kept, "PATH": nowhere, **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_test_whose_tool_is_missing_is_skipped_and_the_others_run(suite: Path) -> None:
    result = run(suite)
    assert result.returncode == 0
    assert "1 passed, 2 skipped" in result.stdout


def test_skipped_tests_are_listed_under_the_tools_they_lack(suite: Path) -> None:
    lines = run(suite).stdout.splitlines()
    java = lines.index("java: 1")
    assert lines[java + 1].strip() == "tests/test_small.py::test_with_java"
    both = lines.index("node and chromium: 1")
    assert lines[both + 1].strip() == "tests/test_small.py::test_with_chromium_and_node"
    assert any("tests not run on this machine (make gates-setup" in line for line in lines)


def test_the_run_ends_with_the_gates_that_ran_and_those_that_lacked_a_tool(suite: Path) -> None:
    lines = [re.sub(" +", " ", line) for line in run(suite).stdout.splitlines()]
    start = next(i for i, line in enumerate(lines) if re.fullmatch("=+ gates =+", line))
    assert lines[start + 1 : start + 6] == [
        "veraPDF, PDF/UA-1 and PDF/A-3a not run: lacks java",
        "own checks, CSV 2 files, 1 of 1 injected faults caught",
        "vnu not run: lacks java and node",
        "html-validate not run: lacks node",
        "axe not run: lacks chromium and node",
    ]


def test_a_skip_fails_the_run_where_none_is_allowed(suite: Path) -> None:
    result = run(suite, COOPDOCS_NO_SKIP="1")
    assert result.returncode == 1
    assert "this machine lacks java (COOPDOCS_NO_SKIP=1: nothing may be skipped)" in result.stdout
    assert "1 passed, 2 errors" in result.stdout


def test_a_module_that_skips_itself_fails_the_run_where_none_is_allowed(suite: Path) -> None:
    (suite / "tests/test_absent.py").write_text(
        "import pytest\npytest.skip('not today', allow_module_level=True)\n", encoding="utf-8"
    )
    assert "other reasons: 1\n    tests/test_absent.py" in run(suite).stdout
    result = run(suite, COOPDOCS_NO_SKIP="1")
    assert result.returncode not in (0, 5)
    assert "not today (COOPDOCS_NO_SKIP=1" in result.stdout


def test_a_marker_that_is_not_declared_is_refused(suite: Path) -> None:
    (suite / "tests/test_small.py").write_text(SUITE.replace("mark.java", "mark.jave"), encoding="utf-8")
    assert "'jave' not found in `markers`" in run(suite).stdout
