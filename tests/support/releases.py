"""Small releases for tests: the command in a work tree, and a release of a few documents that are made at once."""

from __future__ import annotations

import datetime as dt
import hashlib
import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from coopdocs import open_kit, release
from coopdocs.errors import Exit
from coopdocs.events import ignore
from coopdocs.formats.job import Job
from coopdocs.produce import Cache
from coopdocs.release import ReleaseRequest
from coopdocs.targets import Selection
from support import processes
from support.kits import write_kit

ROOT = Path(__file__).resolve().parents[2]
JOUR = dt.date(2026, 11, 23)
NOM = "coopdocs-2026-11-23"
SANS_JAVA: dict[str, str] = {}
AUTOUR = {"manifest.json", "index.html", "dossiers/index.html", "notes.md", "sbom.cdx.json", "SHA256SUMS"}


@pytest.fixture(scope="module", autouse=True)
def sans_java(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Commands find git but no Java: what veraPDF says of these documents is asked elsewhere, and takes a while."""
    outils = tmp_path_factory.mktemp("outils")
    (outils / "git").symlink_to(shutil.which("git") or "git")
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(SANS_JAVA, "PATH", str(outils))
        yield


def command(kit: Path, *words: object, code: int = Exit.DONE, **options: Any) -> subprocess.CompletedProcess[str]:
    """The real command in its own process."""
    plain = {k: v for k, v in os.environ.items() if k != "SOURCE_DATE_EPOCH"}
    env = plain | SANS_JAVA | options.pop("environ", {})
    done = processes.coopdocs("-C", kit, "release", *words, env=env, **options)
    assert done.returncode == code, done.stdout + done.stderr
    return done


def git(kit: Path, *words: str) -> None:
    who = ["-c", "user.name=x", "-c", "user.email=x@example.org"]
    subprocess.run(["git", "-C", str(kit), *who, *words], check=True, capture_output=True)


def committed(kit: Path) -> Path:
    (kit / ".gitignore").write_text("/.coopdocs/\n/output/\n", encoding="utf-8")
    git(kit, "init", "--quiet")
    git(kit, "add", "--all")
    git(kit, "commit", "--quiet", "--message", "kit")
    return kit


def files(dossier: Path) -> dict[str, str]:
    """The digest of every file of a folder, by path."""
    found = (p for p in sorted(dossier.rglob("*")) if p.is_file())
    return {p.relative_to(dossier).as_posix(): hashlib.sha256(p.read_bytes()).hexdigest() for p in found}


@pytest.fixture
def petit(tmp_path: Path) -> Path:
    """A kit smaller still."""
    kit = write_kit(tmp_path / "petit")
    shutil.rmtree(kit / "templates")
    return kit


@pytest.fixture
def projet(petit: Path, tmp_path: Path) -> Callable[..., ReleaseRequest]:
    """A release of the few documents of that kit that are made at once, into `tmp_path`."""

    def make(edition: dt.date | None = None, **changes: Any) -> ReleaseRequest:
        few = Selection(("comparatifs",), formats=("csv", "docx"))
        order = open_kit(petit, edition).order(few, tmp_path / "dist", Cache(None), now=0)
        return replace(ReleaseRequest(order, None, (), False, False), **changes)

    return make


def publish(projet: ReleaseRequest) -> release.Parution:
    return release.publish(projet, ignore)


def impossible() -> Job:
    raise ZeroDivisionError
