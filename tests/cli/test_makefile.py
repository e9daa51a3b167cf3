"""The Makefile and the script beside the locks, on copies of the files they read."""

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
STEPS = ["venv", "runtime", "package", "dev"]


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """The files that the set-up reads, as though every step of it had been done."""
    for name in ("Makefile", "pyproject.toml", "requirements"):
        copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy2
        copy(ROOT / name, tmp_path / name)
    stamps = tmp_path / ".venv/stamps"
    stamps.mkdir(parents=True)
    for moment, step in enumerate(STEPS, start=1):
        (stamps / step).touch()
        os.utime(stamps / step, (moment, moment))
    for path in (tmp_path / "pyproject.toml", *(tmp_path / "requirements").iterdir()):
        os.utime(path, (0, 0))
    return tmp_path


def make(folder: Path, *arguments: str) -> list[str]:
    """The lines that make prints, called as from a shell: the tests themselves may run below another make."""
    environment = {name: value for name, value in os.environ.items() if name not in ("MAKEFLAGS", "MAKELEVEL")}
    result = subprocess.run(
        ["make", *arguments], cwd=folder, env=environment, capture_output=True, text=True, check=True
    )
    return result.stdout.splitlines()


def planned(clone: Path, target: str = "") -> list[str]:
    """The commands that make would run."""
    return make(clone, "--dry-run", *target.split())


def test_a_second_make_only_builds(clone: Path) -> None:
    assert planned(clone, "build") == [".venv/bin/coopdocs build"]


def test_make_alone_builds(clone: Path) -> None:
    assert planned(clone) == planned(clone, "build")


@pytest.mark.parametrize(
    ("changed", "installed", "left"),
    [
        ("requirements/runtime.lock", "-r requirements/runtime.lock", "-m venv"),
        ("requirements/dev.lock", "-r requirements/dev.lock", "-r requirements/runtime.lock"),
        ("pyproject.toml", "--editable .", "-r requirements/runtime.lock"),
    ],
)
def test_what_has_changed_is_installed_again(clone: Path, changed: str, installed: str, left: str) -> None:
    os.utime(clone / changed)
    commands = "\n".join(planned(clone, "venv"))
    assert installed in commands
    assert left not in commands


def test_building_installs_no_test_tool(clone: Path) -> None:
    shutil.rmtree(clone / ".venv")
    assert "dev.lock" not in "\n".join(planned(clone, "build"))
    assert "dev.lock" in "\n".join(planned(clone, "test"))


def test_help_lists_every_target_a_person_calls() -> None:
    text = (ROOT / "Makefile").read_text(encoding="utf-8")
    shown = "\n".join(make(ROOT, "help"))
    targets = set(re.findall(r"^\.PHONY: (\S+)$", text, re.MULTILINE)) - {"gates-tools"}
    assert targets == set(re.findall(r"^  make (\S+)", shown, re.MULTILINE))


@pytest.fixture
def bare_path(tmp_path: Path) -> Path:
    """A folder to use as PATH: the few commands that the script itself calls."""
    folder = tmp_path / "bin"
    folder.mkdir()
    for command in ("sh", "id", "printf"):
        (folder / command).symlink_to(shutil.which(command) or pytest.fail(f"no {command}"))
    return folder


def system(path: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    script = ROOT / "requirements/system.sh"
    return subprocess.run([script, *arguments], env={"PATH": str(path)}, capture_output=True, text=True, check=False)


@pytest.mark.parametrize(
    ("manager", "command"),
    [("dnf", "sudo dnf install java-latest-openjdk-devel nodejs npm"), ("brew", "brew install openjdk node")],
)
def test_where_apt_is_missing_the_one_command_is_printed(bare_path: Path, manager: str, command: str) -> None:
    (bare_path / manager).touch(mode=0o755)
    result = system(bare_path, "gates")
    assert result.returncode == 1
    assert f"\n    {command}" in result.stderr


def test_a_missing_python_is_named_with_its_command(bare_path: Path) -> None:
    (bare_path / "dnf").touch(mode=0o755)
    result = system(bare_path, "python", "python3")
    assert result.returncode == 1
    assert "Python is missing" in result.stderr
    assert "sudo dnf install python3 pango\n" in result.stderr


def test_a_python_that_is_too_old_is_refused(bare_path: Path) -> None:
    old = bare_path / "python3"
    old.write_text('#!/bin/sh\n[ "$1" != --version ] || { echo Python 3.9.2; exit 0; }\nexit 1\n', encoding="ascii")
    old.chmod(0o755)
    result = system(bare_path, "python", "python3")
    assert result.returncode == 1
    assert "python3 is Python 3.9.2, and coopdocs needs Python 3.11 or newer" in result.stderr
