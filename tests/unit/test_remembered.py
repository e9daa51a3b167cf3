"""Verdicts and documents are remembered by their bytes alone: what changes is judged anew, a fault always is."""

from __future__ import annotations

from collections.abc import Collection
from functools import partial
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from support import documents, gate_log, remembered

CSV = "own checks, CSV"


@pytest.fixture
def asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """The names that the checker was asked about, run by run; nothing is remembered at first."""
    monkeypatch.setattr(remembered, "VERDICTS", tmp_path)
    monkeypatch.setattr(gate_log, "earlier", lambda gate, files: [*files])
    return []


def judged(asked: list[list[str]], files: dict[str, bytes], checker: str = "1.0") -> dict[str, str]:
    def judge(names: Collection[str]) -> dict[str, str]:
        asked.append(sorted(names))
        return {name: "fault" if b"!" in files[name] else "" for name in names}

    return remembered.judged(CSV, checker, files, judge, lambda verdict: not verdict)


def test_a_file_that_passed_is_not_judged_again_under_any_name(asked: list[list[str]]) -> None:
    assert judged(asked, {"a": b"x", "b": b"y"}) == {"a": "", "b": ""}
    assert judged(asked, {"b": b"y", "c": b"x", "d": b"z"}) == {"b": "", "c": "", "d": ""}
    judged(asked, {"a": b"x"})
    assert asked == [["a", "b"], ["d"]]


def test_a_changed_file_another_version_and_a_fault_are_judged_again(asked: list[list[str]]) -> None:
    judged(asked, {"a": b"x"})
    judged(asked, {"a": b"x "})
    judged(asked, {"a": b"x"}, checker="1.1")
    assert judged(asked, {"a": b"x!"}) == judged(asked, {"a": b"x!"}) == {"a": "fault"}
    assert len(asked) == 5


@pytest.mark.parametrize("ask", ["guide/guide.pdf", "guide/chapitres/a.pdf"])
@pytest.mark.parametrize("alone", [True, False], ids=["job", "document"])
def test_while_another_process_lays_out_the_same_parts_other_documents_are_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ask: str, alone: bool
) -> None:
    fcntl = pytest.importorskip("fcntl")
    made = []

    class Planned:
        def __init__(self, *_: object, **__: object) -> None:
            paths = ("guide/guide.pdf", "fiches/b.pdf", "fiches/c.pdf", "d.html", "guide/chapitres/a.pdf")
            self.targets = {path: SimpleNamespace(make=partial(self.make, path)) for path in paths}

        def make(self, chemin: str) -> str:
            made.append(chemin)
            if chemin == "fiches/c.pdf":
                # the other process has done
                held.close()
            return f"made {chemin}"

    monkeypatch.setattr(documents, "KEPT", tmp_path)
    monkeypatch.setattr(documents, "Plan", Planned)
    nothing: Any = None
    every = documents.Documents(nothing, nothing, shared=True)
    (tmp_path / ".locks").mkdir()
    held = (tmp_path / ".locks" / documents.family("guide/chapitres/x.pdf")).open("w")
    fcntl.flock(held, fcntl.LOCK_EX)
    assert str(every.job(ask) if alone else every[ask]) == f"made {ask}"
    assert made == ["fiches/c.pdf", ask]


def test_documents_of_the_same_parts_are_of_one_family() -> None:
    families = (
        ("guide/guide.pdf", "guide/chapitres/pat.pdf"),
        ("guide/guide.docx",),
        ("fiches/pat.pdf",),
        ("dossiers/epci/1-x.pdf", "dossiers/epci/1-x-essentiel.pdf", "dossiers/epci/1-x-essentiel-sobre.pdf"),
        ("dossiers/epci/2-x.pdf",),
        ("evenements/forum/livret.pdf", "evenements/forum/imprimeur/livret.pdf"),
        ("evenements/conseil/livret.pdf",),
    )
    names = [{documents.family(path) for path in paths} for paths in families]
    assert [len(each) for each in names] == [1] * len(families)
    assert len(set().union(*names)) == len(families)
