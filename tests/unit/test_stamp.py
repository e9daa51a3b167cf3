"""The digest of a kit: whatever decides a byte of its documents is in it."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from coopdocs import machine
from coopdocs.produce import stamp
from coopdocs.targets import Selection


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "kit/formes").mkdir(parents=True)
    (tmp_path / "kit/formes/ptce.yaml").write_bytes(b"nom: PTCE")
    return tmp_path / "kit"


def test_a_byte_or_a_name_of_a_file_counts_and_the_place_of_the_folder_does_not(folder: Path) -> None:
    first = stamp.kit_digest([folder])
    (folder / "formes/ptce.yaml").write_bytes(b"nom: GES.")
    other = stamp.kit_digest([folder])
    (folder / "formes/ptce.yaml").rename(folder / "formes/ges.yaml")
    renamed = stamp.kit_digest([folder])
    assert len({first, other, renamed}) == 3
    assert stamp.kit_digest([folder.rename(folder.with_name("ailleurs"))]) == renamed


def test_the_edition_that_a_command_gives_counts(folder: Path) -> None:
    days = [None, dt.date(2026, 11, 23), dt.date(2026, 11, 24)]
    assert len({stamp.kit_digest([folder], day) for day in days}) == 3


def test_the_versions_of_the_engines_count(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    here = stamp.kit_digest([folder])
    monkeypatch.setattr(machine, "versions", lambda kind: {"weasyprint": "1.0"})
    assert stamp.kit_digest([folder]) != here


def test_a_build_is_known_by_its_kit_its_selection_and_its_folder(tmp_path: Path) -> None:
    every, some = Selection(), Selection(kinds=("guide",))
    asked = [
        ("kit", every, tmp_path),
        ("autre", every, tmp_path),
        ("kit", some, tmp_path),
        ("kit", every, tmp_path / "a"),
    ]
    assert len({stamp.digest(*one) for one in asked}) == len(asked)
