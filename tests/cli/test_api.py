"""The spine as other programs use it: a kit held open, edited, taken in again, its documents made one at a time."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from coopdocs import ContentError, OpenKit, Selection, open_kit
from coopdocs.errors import RequestError
from coopdocs.events import Event, Planned, Result
from support.kits import spoil, write_kit

ROOT = Path(__file__).parents[2]
PAGE, OTHER, TABLE, WORD = "fiches/ptce.html", "fiches/ges.html", "comparatifs/ptce.csv", "comparatifs/ges.docx"


@pytest.fixture
def kit(tmp_path: Path) -> OpenKit:
    """A tiny kit with a template of its own beside the packaged ones."""
    root = write_kit(tmp_path / "kit")
    shutil.copy(ROOT / "content/territoires/contours_france.json", root / "content/territoires")
    shutil.copytree(ROOT / "templates/fiche", root / "templates/fiche")
    shutil.copytree(ROOT / "templates/icones", root / "templates/icones", dirs_exist_ok=True)
    return open_kit(root)


def fresh(kit: OpenKit, path: str) -> bytes:
    """What another process makes of the kit as it now is, without its cache."""
    copy = Path(shutil.copytree(kit.folders.root, kit.folders.root.parent / "fresh", dirs_exist_ok=True))
    shutil.rmtree(copy / ".coopdocs", ignore_errors=True)
    code = "import sys, coopdocs; sys.stdout.buffer.write(coopdocs.open_kit(sys.argv[1]).make(sys.argv[2]).data)"
    return subprocess.run([sys.executable, "-c", code, copy, path], capture_output=True, check=True).stdout


def made(kit: OpenKit, path: str) -> bytes:
    document = kit.make(path)
    assert document.defects == ()
    return document.data


def test_a_kit_held_open_takes_in_an_edit_and_makes_one_document_as_a_fresh_process_would(kit: OpenKit) -> None:
    root = kit.folders.root
    first, other = made(kit, PAGE), made(kit, OTHER)
    library, theme = kit.library, kit.theme
    assert kit.reload() == []
    assert kit.library is library

    spoil(root / "content/formes/ptce.yaml", "Des structures coopèrent.", "Des structures coopèrent longtemps.")
    assert kit.reload() == [(root / "content/formes/ptce.yaml").as_posix()]
    assert (kit.theme is theme, kit.library is library) == (True, False)
    second, library = made(kit, PAGE), kit.library
    assert second not in (first, b"")

    spoil(root / "templates/fiche/corps.html.j2", ">Atouts<", ">Les atouts<")
    spoil(root / "templates/icones/plant.svg", "<path", '<path stroke-width="3"')
    assert len(kit.reload()) == 2
    assert (kit.library is library, kit.theme is theme) == (True, False)
    assert made(kit, PAGE) == fresh(kit, PAGE) != second
    assert made(kit, OTHER) != other


def test_what_has_not_changed_is_not_made_again(kit: OpenKit) -> None:
    made(kit, WORD)
    kept = sorted((kit.folders.private / "cache").rglob("*"))
    spoil(kit.folders.root / "content/formes/ptce.yaml", "atout 0", "un atout")
    kit.reload()
    made(kit, WORD)
    assert sorted((kit.folders.private / "cache").rglob("*")) == kept


def test_content_with_errors_makes_nothing_until_it_is_mended(kit: OpenKit) -> None:
    forme = kit.folders.root / "content/formes/ptce.yaml"
    before = made(kit, TABLE)
    spoil(forme, "sigle: PTCE", "sigel: PTCE")
    kit.reload()
    with pytest.raises(ContentError) as refused:
        kit.make(TABLE)
    assert [p.code for p in refused.value.problems if p.is_error]
    spoil(forme, "sigel: PTCE", "sigle: PTCE")
    kit.reload()
    assert made(kit, TABLE) == before


def test_a_build_tells_what_it_does_and_gives_what_it_made(kit: OpenKit, tmp_path: Path) -> None:
    heard: list[Event] = []
    tables = Selection(("comparatifs",), formats=("csv",))
    outcome = kit.build(tables, tmp_path / "output", on=heard.append)
    assert heard == [Planned(len(outcome.results)), *outcome.results]
    assert [result.target.path for result in outcome.results] == [t.path for t in kit.plan(tables).chosen]
    assert all(isinstance(result, Result) and not result.faults for result in outcome.results)
    assert (tmp_path / "output" / TABLE).read_bytes() == made(kit, TABLE)
    again = kit.build(tables, tmp_path / "output").results
    assert [(r.sha256, r.cached) for r in again] == [(r.sha256, True) for r in outcome.results]


def test_a_build_remembers_only_what_it_has_read(kit: OpenKit, tmp_path: Path) -> None:
    tables = Selection(("comparatifs",), formats=("csv",))
    kit.check()
    spoil(kit.folders.content / "criteres.yaml", "Association", "Coopérative")
    first = kit.build(tables, tmp_path / "output").results
    other = open_kit(kit.folders.root).build(tables, tmp_path / "output").results
    assert [(r.sha256, r.cached) for r in other] == [(r.sha256, True) for r in first]
    assert "Coopérative" in (tmp_path / "output" / TABLE).read_text("utf-8")


def test_what_is_not_there_is_said_with_what_may_be_meant(kit: OpenKit, tmp_path: Path) -> None:
    with pytest.raises(RequestError, match=re.escape(TABLE)):
        kit.make("comparatifs/ptcee.csv")
    with pytest.raises(RequestError, match="n’est pas un kit"):
        open_kit(tmp_path)


def test_coopdocs_itself_loads_nothing_before_it_is_asked() -> None:
    code = (
        "import coopdocs, sys; print(sorted(m for m in sys.modules if m.startswith(('coopdocs', 'click', 'pydantic'))))"
    )
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert said.strip() == "['coopdocs']"


def test_the_example_of_the_readme_runs_as_it_stands(kit: OpenKit, tmp_path: Path) -> None:
    (example,) = re.findall(r"```python\n(.*?)```", (ROOT / "README.md").read_text("utf-8"), re.S)
    done = subprocess.run(
        [sys.executable, "-c", example], cwd=kit.folders.root.parent, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert "fiches/ptce.html" in done.stdout
    assert (kit.folders.output / "fiches/ptce.html").is_file()


def test_a_kit_says_what_has_changed_since_another(kit: OpenKit, tmp_path: Path) -> None:
    former = Path(shutil.copytree(kit.folders.root, tmp_path / "former"))
    assert kit.diff(str(former)).empty
    spoil(kit.folders.root / "content/formes/ptce.yaml", "atout 0", "un atout")
    assert not kit.diff(str(former)).empty
