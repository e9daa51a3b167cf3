"""A small kit's release, to damage and to verify: what `verify` finds of each damage."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from coopdocs.verify import Verification, examine
from support import gate_log, processes
from support.prepared import built_small_kit

NOM, VERIFY = "coopdocs-2026-11-23", "coopdocs verify"
FICHE, DOSSIER = "fiches/ptce.pdf", "dossiers/communes/26281-romans-sur-isere.pdf"
NOTED: set[bytes] = set()
TABLE, CHAPITRE = "comparatifs/comparatif", "guide/ptce.docx"


def coopdocs(*words: object, **changes: str) -> subprocess.CompletedProcess[str]:
    """The real command in its own process."""
    env = {k: v for k, v in os.environ.items() if k != "SOURCE_DATE_EPOCH"} | changes
    return processes.coopdocs(*words, env=env)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A release of a small kit: its documents, its sources, the sums of all."""
    folder = tmp_path_factory.mktemp("parution")
    kit = built_small_kit(folder / "kit")
    release = folder / NOM
    shutil.copytree(kit / "output", release)
    shutil.copytree(kit / "content", release / "sources/content")
    return summed(release)


def summed(release: Path) -> Path:
    """The same folder with the sums of what it holds now: what speaks then is not the sums."""
    manifest = json.loads((release / "manifest.json").read_text("utf-8"))
    for entry in manifest["fichiers"]:
        if (release / entry["chemin"]).is_file():
            octets = (release / entry["chemin"]).read_bytes()
            entry |= {"sha256": hashlib.sha256(octets).hexdigest(), "octets": len(octets)}
    (release / "manifest.json").write_text(json.dumps(manifest, ensure_ascii=False), encoding="utf-8")
    files = sorted(p for p in release.rglob("*") if p.is_file() and p.name != "SHA256SUMS")
    lines = (f"{hashlib.sha256(p.read_bytes()).hexdigest()}  {p.relative_to(release).as_posix()}\n" for p in files)
    (release / "SHA256SUMS").write_text("".join(lines), encoding="utf-8")
    return release


@pytest.fixture(scope="module")
def few(made: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A release of a few documents, a fiche, a table in all its formats and a chapter: quick to verify whole."""
    release = shutil.copytree(made, tmp_path_factory.mktemp("petite") / NOM)
    manifest = json.loads((release / "manifest.json").read_text("utf-8"))
    kept = [e for e in manifest["fichiers"] if e["chemin"] in (FICHE, CHAPITRE) or e["chemin"].startswith(f"{TABLE}.")]
    for entry in manifest["fichiers"]:
        if entry not in kept:
            (release / entry["chemin"]).unlink()
    (release / "manifest.json").write_text(json.dumps(manifest | {"fichiers": kept}), encoding="utf-8")
    page = "<!DOCTYPE html><html lang=fr><head><title>Index</title></head><body><h1>Index</h1></body></html>"
    (release / "index.html").write_text(page, encoding="utf-8")
    # no dossier is left to be found
    (release / "dossiers/index.html").unlink()
    return summed(release)


@pytest.fixture
def release(few: Path, tmp_path: Path) -> Path:
    """The few documents, to damage."""
    return shutil.copytree(few, tmp_path / NOM)


@pytest.fixture
def whole(made: Path, tmp_path: Path) -> Path:
    """Every document, to damage."""
    return shutil.copytree(made, tmp_path / "tout" / NOM)


def faults(rapport: Verification) -> set[tuple[str, str]]:
    """(file, check) of what does not hold."""
    return {(c.file, c.check) for c in rapport.having("ne tient pas")}


def found(chemin: Path, **options: Any) -> set[tuple[str, str]]:
    return faults(spoilt(chemin, examine(chemin, quick=True, **options)))


def reasons(chemin: Path) -> str:
    rapport = spoilt(chemin, examine(chemin, quick=True))
    return " ; ".join(f"{c.reason} ({c.detail})" for c in rapport.having("ne tient pas"))


def spoilt(chemin: Path, rapport: Verification) -> Verification:
    """A report on what a test has damaged, noted: one fault for the gate, whatever it holds."""
    files = sorted(chemin.rglob("*")) if chemin.is_dir() else [chemin]
    state = hashlib.sha256(b"".join(f.name.encode() + f.read_bytes() for f in files if f.is_file())).digest()
    if state not in NOTED:
        NOTED.add(state)
        gate_log.spoilt(VERIFY, [state], bool(rapport.having("ne tient pas")))
    return rapport


def damaged(release: Path, path: str, damage: Callable[[pikepdf.Pdf], None]) -> Path:
    with pikepdf.open(release / path, allow_overwriting_input=True) as pdf:
        damage(pdf)
        pdf.save()
    summed(release)
    return release / path
