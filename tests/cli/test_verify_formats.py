"""Damages inside the other formats, and tables that no longer say the same, their sums made right: each is found."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from coopdocs.verify.spreadsheets import READERS
from coopdocs.verify.tagtree import Pdf
from support.verified import (
    TABLE,
    few,
    found,
    made,
    reasons,
    release,
    summed,
    whole,
)

__all__ = ["few", "made", "release", "whole"]


def edited(path: Path, old: str, new: str, part: str = "") -> None:
    """Change the first occurrence of a text, in a part of the file where it is a package."""
    if not part:
        text = path.read_bytes()
        assert old.encode() in text
        path.write_bytes(text.replace(old.encode(), new.encode(), 1))
        return
    with zipfile.ZipFile(path) as source:
        parts = {info: source.read(info) for info in source.infolist()}
    with zipfile.ZipFile(path, "w") as out:
        for info, octets in parts.items():
            assert info.filename != part or old.encode() in octets
            out.writestr(info, octets.replace(old.encode(), new.encode(), 1) if info.filename == part else octets)


@pytest.mark.parametrize(
    ("path", "old", "new", "part"),
    [
        ("fiches/ptce.html", 'href="#', 'href="#nulle-part-', ""),
        ("fiches/ptce.html", 'href="../', 'href="../ailleurs/', ""),
        ("index.html", 'href="fiches/', 'href="../fiches/', ""),
        ("fiches/ptce.html", "<main", '<img src="https://example.org/p.png" alt=""><main', ""),
        ("guide/guide.docx", 'w:hyperlink w:anchor="', 'w:hyperlink w:anchor="nulle-part-', "word/document.xml"),
    ],
)
def test_a_dead_anchor_of_a_page_or_a_word_document_is_found(
    whole: Path, path: str, old: str, new: str, part: str
) -> None:
    edited(whole / path, old, new, part)
    assert found(summed(whole) / path) == {(path, "liens")}


@pytest.mark.parametrize(
    ("path", "old", "new", "part", "check"),
    [
        ("fiches/ptce.html", 'lang="fr', 'lang="en', "", "langue et titre"),
        ("fiches/ptce.html", "<h1", "<h1></h1><h1", "", "langue et titre"),
        ("guide/ptce.docx", "<dc:title>", "<dc:title/><x>", "docProps/core.xml", "ouverture"),
        (f"{TABLE}.xlsx", "</worksheet>", "", "xl/worksheets/sheet1.xml", "ouverture"),
    ],
)
def test_other_damages_of_other_formats_are_found(
    whole: Path, path: str, old: str, new: str, part: str, check: str
) -> None:
    edited(whole / path, old, new, part)
    assert found(summed(whole) / path) == {(path, check)}


# --- tables


def pdf_cell(path: Path, words: str) -> None:
    """Write the letters of the first cell that says this in another order, in the page itself."""
    before = Pdf(path.read_bytes())
    row = next(r for r in before.struct_tree.named("TR") if words in r.text())
    cells = [part for b in row.walk() for part in b.kids if isinstance(part, str)]
    page, mark = next(
        (page, mark) for page, content in enumerate(before.page_texts) for mark, text in content.texts.items()
        if text == words and text in cells
    )  # fmt: skip
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        stream: list[Any] = list(pikepdf.parse_content_stream(pdf.pages[page]))
        start = next(n for n, i in enumerate(stream) if str(i.operator) == "BDC" and i.operands[1].get("/MCID") == mark)
        n = next(n for n in range(start, len(stream)) if str(stream[n].operator) == "TJ")
        codes = b"".join(bytes(s) for s in stream[n].operands[0] if isinstance(s, pikepdf.String))
        turned = b"".join(codes[at : at + 2] for at in range(len(codes) - 2, -1, -2))
        stream[n] = ([pikepdf.Array([pikepdf.String(turned)])], pikepdf.Operator("TJ"))
        pdf.pages[page].Contents = pdf.make_stream(pikepdf.unparse_content_stream(stream))
        pdf.save()


CASES: dict[str, Callable[[Path], None]] = {
    "csv": lambda path: edited(path, "Association", "Fondation"),
    "excel.csv": lambda path: edited(path, "Association", "Fondation"),
    "xlsx": lambda path: edited(path, ">Association<", ">Fondation<", "xl/sharedStrings.xml"),
    "docx": lambda path: edited(path, ">Association<", ">Fondation<", "word/document.xml"),
    "html": lambda path: edited(path, ">Association<", ">Fondation<"),
    "pdf": lambda path: pdf_cell(path, "Association"),
}


@pytest.mark.parametrize("ending", CASES)
def test_a_cell_changed_in_one_format_only_is_found_in_that_format(release: Path, ending: str) -> None:
    CASES[ending](release / f"{TABLE}.{ending}")
    assert in_tables(summed(release)) == {f"{TABLE}.{ending}"}
    assert "Statut × PTCE" in reasons(release)


def in_tables(release: Path) -> set[str]:
    """The files whose table is not that of the others; a changed CSV is not what the PDF has attached, either."""
    return {path for path, check in found(release) if check == "tableaux"}


def test_every_format_of_a_table_is_read(made: Path) -> None:
    for ending, read in READERS.items():
        grids = read((made / f"{TABLE}.{ending}").read_bytes())
        assert {len(row) for grid in grids for _, row in grid.rows} == {3}


def test_a_row_that_one_format_lacks_is_found_in_that_format(release: Path) -> None:
    csv = release / f"{TABLE}.csv"
    csv.write_text("".join(csv.read_text("utf-8").splitlines(keepends=True)[:-1]), encoding="utf-8", newline="")
    assert in_tables(summed(release)) == {f"{TABLE}.csv"}
    assert "Habitants × PTCE manque" in reasons(release)
