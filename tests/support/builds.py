"""A tiny kit, `coopdocs build` in a process of its own, and what it leaves."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from support import processes
from support.kits import write_kit

ROOT = Path(__file__).resolve().parents[2]
CSV = ("comparatifs", "--to", "csv")


@pytest.fixture
def kit(tmp_path: Path) -> Path:
    """The tiny kit with the packaged templates."""
    racine = write_kit(tmp_path / "kit")
    shutil.rmtree(racine / "templates")
    shutil.copy(ROOT / "content/territoires/contours_france.json", racine / "content/territoires")
    return racine


def command(kit: Path, *words: object) -> list[str]:
    return [sys.executable, "-m", "coopdocs", "-C", str(kit), "build", *map(str, words)]


def make(kit: Path, *words: object, **options: Any) -> subprocess.CompletedProcess[str]:
    return processes.coopdocs("-C", kit, "build", *words, **options)


def files(folder: Path) -> dict[str, bytes]:
    """Every file under a folder but the ones whose name begins with a dot."""
    found = (p for p in sorted(folder.rglob("*")) if p.is_file() and not p.name.startswith("."))
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in found}


def manifest(kit: Path) -> dict[str, dict[str, Any]]:
    entries = json.loads((kit / "output/manifest.json").read_text("utf-8"))["fichiers"]
    return {entry["chemin"]: entry for entry in entries}


def forget_last_build(kit: Path) -> None:
    """Without this memory every document is looked up by its own key."""
    for memory in (kit / ".coopdocs").glob("fait-*.json"):
        memory.unlink()
