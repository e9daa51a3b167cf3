"""The repository's own files changed in place: any edit of any of them, and only its lines change."""

from __future__ import annotations

from pathlib import Path

import pytest

from coopdocs.roundtrip import SetValue, rewrite_yaml
from support.kits import ROOT
from support.written_yaml import edit_of, hold, lines_of, read, values_in

FILES = sorted((ROOT / "content").rglob("*.yaml"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_any_edit_of_a_file_of_the_kit_changes_its_lines_alone(path: Path) -> None:
    content = path.read_bytes()
    hold(content, edit_of(read(content).plain(), len(content)))


def test_every_text_of_a_file_of_the_kit_can_be_changed_and_changed_back() -> None:
    content = (ROOT / "content/formes/ptce.yaml").read_bytes()
    texts = [(where, value) for where, value in values_in(read(content).plain()) if isinstance(value, str)]
    new = rewrite_yaml("ptce.yaml", content, [SetValue(where, "un autre texte") for where, _ in texts])
    assert len(lines_of(new)) == len(lines_of(content))
    assert rewrite_yaml("ptce.yaml", new, [SetValue(where, value) for where, value in texts]) == content
