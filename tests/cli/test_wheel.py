"""The wheel alone is enough: installed in an environment of its own it lays out a kit and makes the same documents."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest
from hatchling.builders.wheel import WheelBuilder

from support.documents import Documents

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A kit laid out and partly built by the installed wheel, far from the checkout."""
    tmp = tmp_path_factory.mktemp("wheel")
    [wheel] = WheelBuilder(str(ROOT)).build(directory=str(tmp), versions=["standard"])
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", tmp / "env"], check=True)
    python = tmp / "env" / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    site = Path(
        subprocess.check_output(
            [python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"], text=True
        ).strip()
    )
    # the dependencies of this run, but not its editable coopdocs: a path file does not read the path files it leads to
    (site / "dependencies.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
    pip = [sys.executable, "-m", "pip", "--python", str(python)]
    subprocess.run([*pip, "install", "--quiet", "--no-deps", "--no-index", wheel], check=True)
    coopdocs = python.with_name("coopdocs")
    subprocess.run([coopdocs, "init", "demo"], cwd=tmp, check=True, capture_output=True)
    subprocess.run([coopdocs, "-q", "-C", "demo", "build", "--forme", "gme"], cwd=tmp, check=True, capture_output=True)
    where = subprocess.check_output([python, "-c", "import coopdocs; print(coopdocs.__file__)"], cwd=tmp, text=True)
    assert Path(where.strip()).is_relative_to(site)
    return tmp / "demo"


def test_its_documents_are_the_checkout_s_to_the_byte(demo: Path, documents: Documents) -> None:
    made = json.loads((demo / "output/manifest.json").read_text("utf-8"))["fichiers"]
    assert {entry["format"] for entry in made} == {"pdf", "html", "docx", "xlsx", "csv"}
    for entry in made:
        assert entry["sha256"] == hashlib.sha256(documents[entry["chemin"]].data).hexdigest(), entry["chemin"]


def test_the_kit_it_lays_out_is_complete(demo: Path) -> None:
    for part in ("content", "templates"):
        ours = {p.relative_to(ROOT).as_posix(): p.read_bytes() for p in (ROOT / part).rglob("*") if p.is_file()}
        theirs = {p.relative_to(demo).as_posix(): p.read_bytes() for p in (demo / part).rglob("*") if p.is_file()}
        assert theirs == ours
