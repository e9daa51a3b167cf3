"""`coopdocs diff` as its users see it: what it says, its exit codes, its JSON, its Markdown, its page."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest
from markdown_it import MarkdownIt

from coopdocs import diff
from coopdocs.errors import Exit
from support import html_checks as controle
from support.kits import spoil
from support.two_kits import ATOUTS, FAIT, GOLDEN, PTCE, facts, kits, modele, run

__all__ = ["kits", "modele"]

# --- the command


def test_the_command_says_what_changed_and_exits_with_4(kits: tuple[Path, Path]) -> None:
    assert run("diff", *kits).returncode == Exit.DONE
    assert "Rien n’a changé" in run("diff", *kits).stdout
    spoil(kits[1] / PTCE, "Des structures coopèrent.", "Des structures du territoire coopèrent bien.")
    done = run("diff", *kits)
    assert done.returncode == Exit.DIFFERENT
    words = "Des structures [-coopèrent.-]{+du territoire coopèrent bien.+}"
    assert words in " ".join(done.stdout.split())
    assert "1 écart de contenu" in done.stdout
    assert "\x1b[" not in done.stdout


def test_a_side_with_errors_is_refused_whole_with_its_problems(kits: tuple[Path, Path]) -> None:
    spoil(kits[0] / PTCE, "ordre: '1'", "ordre: premier")
    spoil(kits[1] / PTCE, "sigle: PTCE", "sigles: PTCE")
    done = run("diff", *kits)
    assert done.returncode == Exit.REFUSED
    assert done.stdout == ""
    assert f"{kits[0]}/{PTCE}:2:8" in done.stderr
    assert f"{kits[1]}/{PTCE}:3:1" in done.stderr
    assert "rien n’a été comparé" in done.stderr
    listed = json.loads(run("diff", *kits, "--format", "json").stdout)
    assert listed["code"] == Exit.REFUSED
    assert len({p["fichier"] for p in listed["problemes"]}) == 2


@pytest.mark.parametrize("dossier", ["vide", "sorties"])
def test_a_folder_that_is_neither_kit_nor_release_is_refused(
    kits: tuple[Path, Path], tmp_path: Path, dossier: str
) -> None:
    (tmp_path / dossier).mkdir()
    if dossier == "sorties":
        (tmp_path / dossier / "manifest.json").write_text("{}", "utf-8")
    done = run("diff", tmp_path / dossier, kits[1])
    assert done.returncode == Exit.USAGE
    assert ("pas leurs sources" if dossier == "sorties" else "ni un kit") in done.stderr


def test_comparing_loads_no_engine(kits: tuple[Path, Path]) -> None:
    code = f"from coopdocs.cli import main\ntry: main(['diff', {str(kits[0])!r}, {str(kits[1])!r}])\n"
    code += "except SystemExit: pass\nimport sys\nsys.stderr.write(' '.join(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=True)
    assert set(done.stderr.split()) & {"weasyprint", "docx", "xlsxwriter", "lxml", "resvg_py", "pikepdf"} == set()


# --- written


@pytest.fixture
def varied(kits: tuple[Path, Path]) -> tuple[Path, Path]:
    """A change of each kind."""
    apres = kits[1] / "content"
    spoil(kits[1] / PTCE, "Des structures coopèrent.", "Des *structures* <b>voisines</b> coopèrent_ici | là.")
    spoil(kits[1] / PTCE, ATOUTS, f"- texte: Un nouveau point fort\n{FAIT}{ATOUTS}")
    spoil(kits[1] / PTCE, "#0B5F60", "#0B4F8A")
    spoil(apres / "formes/ges.yaml", "verifie_le: '2026-11-01'", "verifie_le: '2026-11-02'")
    spoil(apres / "criteres.yaml", "niveau: '2'", "niveau: '3'")
    spoil(apres / "sources.yaml", "date: '2014-07-31'", "date: null")
    spoil(apres / "territoires/initiatives.csv", "Pôle du Sud", "Pôle Sud")
    spoil(apres / "territoires/communes.csv", "98735,Papeete,987,,\n", "")
    return kits


def test_the_json_is_as_agreed(varied: tuple[Path, Path], request: pytest.FixtureRequest, tmp_path: Path) -> None:
    done = run("diff", "avant", "apres", "--format", "json", "-o", "ecarts.json", cwd=tmp_path)
    assert done.returncode == Exit.DIFFERENT
    found = json.loads((tmp_path / "ecarts.json").read_text("utf-8"))
    # which documents print what is for other tests; their number follows the plan
    found["documents"] = [d for d in found["documents"] if d["chemin"].startswith("comparatifs/ptce")]
    del found["comptes"]["documents"], found["comptes"]["documents_identiques"], found["coopdocs"]
    if request.config.getoption("--renew"):
        GOLDEN.write_text(json.dumps(found, ensure_ascii=False, indent=1) + "\n", "utf-8")
    assert found == json.loads(GOLDEN.read_text("utf-8"))


def test_read_backwards_it_says_the_contrary(varied: tuple[Path, Path]) -> None:
    there, back = (facts(*sides) for sides in (varied, varied[::-1]))
    turned = {"ajouté": "retiré", "retiré": "ajouté", "commun": "commun"}

    def shape(found: Sequence[diff.Section], mirrored: bool) -> set[tuple[object, ...]]:
        out: set[tuple[object, ...]] = set()
        for e in (e for s in found for e in s.differences):
            for c in e.changes:
                words = frozenset((turned[m.state] if mirrored else m.state, m.text) for m in c.chunks)
                sides = (c.new, c.old) if mirrored else (c.old, c.new)
                out.add((turned.get(e.kind, e.kind) if mirrored else e.kind, c.field, sides, words))
        return out

    assert shape(there, False) == shape(back, True)


def test_the_markdown_shows_words_as_words(varied: tuple[Path, Path]) -> None:
    with diff.opened(str(varied[0]), Path(".")) as old, diff.opened(str(varied[1]), Path(".")) as new:
        ecarts = diff.compare(old, new)
        texte, below = diff.markdown(ecarts, new.theme), diff.markdown(ecarts, new.theme, under=2)
    page = MarkdownIt("commonmark").enable("strikethrough").render(texte)
    chapo = "<strong>Des *structures* &lt;b&gt;voisines&lt;/b&gt; coopèrent_ici | là.</strong>"
    assert f"<s>Des structures coopèrent.</s> {chapo}" in page
    assert "<b>" not in page
    assert "<s>Moyenne</s> <strong>Forte</strong>" in page
    assert "Revérifiés le 2\u00a0novembre 2026" in page
    assert texte.startswith("# Ce qui a changé\n")
    assert re.findall("^#+ ", below, re.M) == ["### "] * (len(ecarts.sections) + 1)
    assert "\n\n\n" not in texte + below


@pytest.fixture
def page(varied: tuple[Path, Path], tmp_path: Path) -> Path:
    assert run("diff", *varied, "--format", "html", "-o", tmp_path / "ecarts.html").returncode == Exit.DIFFERENT
    return tmp_path / "ecarts.html"


def test_the_page_shows_both_sides_and_says_which_is_which(page: Path) -> None:
    tree = controle.read(page)
    cells = [[td.text_content().strip() for td in tr.iter("td")] for tr in tree.iter("tr")]
    assert [
        "[retiré\u00a0: Moyenne]",
        "[ajouté\u00a0: Forte]Source\u00a0: Loi ESS · vérifié le 1er\u00a0novembre 2026",
    ] in [[re.sub(r"\s*\n\s*", "", c) for c in row] for row in cells]
    assert controle.repeated_ids(page) == []
    assert controle.loaded_from_outside(page) == []
    assert controle.badly_set(page) == []


@pytest.mark.java
@pytest.mark.node
@pytest.mark.chromium
def test_the_page_passes_the_gates(page: Path, tools: dict[str, str]) -> None:
    assert controle.vnu(tools["java"], [page]) == {page: []}
    assert controle.html_validate(tools["node"], [page]) == {page: []}
    assert [report for report in controle.axe(tools["node"], tools["chromium"], 320, [page]) if report["wider"]] == []
    assert controle.in_browser(tools["node"], tools["chromium"], 1280, [page]) == {page: []}
