"""The repository's own kit as its readers get it: nothing wrong in it, its counts its own."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from coopdocs.library import load
from support.kits import ROOT


def test_the_shipped_kit_counts_by_itself_and_prints_what_it_did() -> None:
    library, _ = load(ROOT)
    assert library is not None
    assert library.kit.sous_titre == "Sept formes de coopération de l’économie sociale et solidaire"
    assert "Ce guide présente sept formes de coopération, qui ne sont pas de même nature" in library.introduction
    cooperations = library.formes["cooperations"]
    assert cooperations.essentiels[2].titre == "Sept formes à connaître"
    assert any(fait.texte.startswith("Ce guide présente sept formes. Le PTCE") for fait in cooperations.presentation)


def test_the_kit_of_the_repository_has_no_error() -> None:
    library, problems = load(Path(__file__).parents[2])
    assert [str(p.place) for p in problems if p.is_error] == []
    assert library is not None


@pytest.mark.parametrize("path", sorted((ROOT / "content").rglob("*.yaml")), ids=lambda path: path.stem)
def test_other_readers_of_yaml_accept_each_file(path: Path) -> None:
    assert yaml.safe_load(path.read_text("utf-8"))
