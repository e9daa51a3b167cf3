"""What conftest.py does with tests whose tool this machine lacks: runs pytest on a small suite of its own."""

import ast
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from support.tools import COMMANDS

HERE = Path(__file__).parents[1]
ESSENTIAL = {"bash", "git", "make", "python3", "sh", "sha256sum", "tar"}
"""What stands on a minimal machine once `make test` can be called there (tests/fresh-machine.sh)."""

SUITE = """
import pytest
from support import gate_log

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
    shutil.copy(HERE.parent / "pyproject.toml", tmp_path)
    (tmp_path / "tests/support").mkdir(parents=True)
    for name in (
        "conftest.py",
        "support/__init__.py",
        "support/fast.py",
        "support/gate_log.py",
        "support/held.py",
        "support/tools.py",
    ):
        shutil.copy(HERE / name, tmp_path / "tests" / name)
    (tmp_path / "tests/test_small.py").write_text(SUITE, encoding="utf-8")
    return tmp_path


def run(suite: Path, *words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the suite on a machine whose PATH is empty, with only these variables besides."""
    kept = {name: os.environ[name] for name in ("HOME", "SYSTEMROOT", "TMPDIR") if name in os.environ}
    nowhere = str(suite / "nowhere")
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", *words],
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


@pytest.mark.parametrize("words", [(), ("-n", "2", "--dist", "loadfile")])
def test_the_run_ends_with_the_gates_that_ran_and_those_that_lacked_a_tool(suite: Path, words: tuple[str, ...]) -> None:
    """Two files of tests, in one process or in two, and one document that both read."""
    other = 'from support import gate_log\ndef test_other():\n    gate_log.read("own checks, CSV", [b"a", b"d"])\n'
    (suite / "tests/test_other.py").write_text(other, encoding="utf-8")
    lines = [re.sub(" +", " ", line) for line in run(suite, *words).stdout.splitlines()]
    start = next(i for i, line in enumerate(lines) if re.fullmatch("=+ gates =+", line))
    assert lines[start + 1 : start + 6] == [
        "veraPDF, PDF/UA-1 and PDF/A-3a not run: lacks java",
        "own checks, CSV 3 files, 1 of 1 injected faults caught",
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


FAST = """
import subprocess
import pytest

def start():
    subprocess.run(["true"])

@pytest.fixture
def started():
    start()

def test_that_starts(started):
    pass

def test_that_imports():
    import pikepdf

def test_that_is_fast():
    pass
"""


def test_the_fast_run_leaves_out_what_loads_an_engine_or_starts_a_process(suite: Path) -> None:
    (suite / "tests/test_fast.py").write_text(FAST, encoding="utf-8")
    (suite / "tests/test_engine.py").write_text("import pikepdf\ndef test_that_reads_pdf(): pass\n", encoding="utf-8")
    # what a test takes from a package of its neighbours is read too
    (suite / "tests/tools").mkdir()
    (suite / "tests/tools/__init__.py").touch()
    (suite / "tests/tools/starter.py").write_text(FAST, encoding="utf-8")
    far = "from tools.starter import start\ndef test_far_away():\n    start()\n"
    (suite / "tests/test_far.py").write_text(far, encoding="utf-8")
    (suite / "tests/content").mkdir()
    (suite / "tests/content/test_shipped.py").write_text("def test_every_row(): pass\n", encoding="utf-8")
    assert "2 passed, 5 deselected" in run(suite, "--fast").stdout
    named = run(suite, "--fast", "tests/test_engine.py")
    assert (named.returncode, "no tests ran" in named.stdout) == (5, True)


@pytest.mark.parametrize("words", [(), ("-n", "2")])
def test_an_engine_or_a_process_hidden_from_the_reader_fails_the_fast_run(suite: Path, words: tuple[str, ...]) -> None:
    hidden = "def test_a():\n    __import__('pikepdf')\ndef test_b():\n    __import__('os').system('true')\n"
    (suite / "tests/test_fast.py").write_text(hidden, encoding="utf-8")
    said = run(suite, "--fast", *words).stdout
    assert "pytest --fast loads no engine, and this is one: pikepdf" in said
    assert "pytest --fast starts no process" in said
    assert "2 failed" in said


def test_a_marker_that_is_not_declared_is_refused(suite: Path) -> None:
    (suite / "tests/test_small.py").write_text(SUITE.replace("mark.java", "mark.jave"), encoding="utf-8")
    assert "'jave' not found in `markers`" in run(suite).stdout


RUNNING = {"subprocess.run", "subprocess.Popen", "subprocess.check_output", "shutil.which", "opened_by"}


def calls(path: Path) -> Iterator[tuple[str, set[str]]]:
    """Each command that a test module names in a list of words or asks the PATH for, with the markers around it."""
    text = path.read_text("utf-8")
    if not any(name in text for name in RUNNING):
        return
    for top in ast.parse(text).body:
        markers = top.decorator_list if isinstance(top, ast.FunctionDef) else []
        marked = set(re.findall(r"pytest\.mark\.(\w+)", " ".join(map(ast.unparse, markers))))
        yield from ((word, marked) for node in ast.walk(top) if (word := called(node)))


def called(node: ast.AST) -> str:
    """The command that a call runs or looks for, empty where it is none, or one of the virtual environment."""
    if not isinstance(node, ast.Call) or not node.args or ast.unparse(node.func) not in RUNNING:
        return ""
    if any(k.arg == "path" for k in node.keywords):
        return ""
    first = node.args[0]
    word = first.elts[0] if isinstance(first, ast.List | ast.Tuple) and first.elts else first
    return word.value.split()[0] if isinstance(word, ast.Constant) and isinstance(word.value, str) else ""


def test_what_a_test_calls_is_on_every_machine_or_said_by_a_marker() -> None:
    found = {(path.name, *call) for path in HERE.glob("*/*.py") for call in (
        (name, *sorted(markers)) for name, markers in calls(path)
    )}  # fmt: skip
    assert {"git", "tar", "sha256sum", "unzip"} <= {name for _, name, *_ in found}
    tools = {command: tool for tool, commands in COMMANDS.items() for command in commands}
    assert {(file, name) for file, name, *markers in found
            if name not in ESSENTIAL and tools.get(name) not in markers} == set()  # fmt: skip


def test_examples_are_the_same_on_each_run_and_time_does_not_decide() -> None:
    assert settings.get_current_profile_name() in ("fixe", "campagne")
    fixed = settings.get_profile("fixe")
    assert (fixed.derandomize, fixed.database, fixed.deadline) == (True, None, None)
