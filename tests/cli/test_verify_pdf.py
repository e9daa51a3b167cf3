"""Each damage inside a PDF, its sums made right, is found and named."""

from __future__ import annotations

import io
import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from fontTools.ttLib import TTFont

from support.verified import (
    DOSSIER,
    FICHE,
    damaged,
    few,
    found,
    made,
    reasons,
    release,
    summed,
    whole,
)

__all__ = ["few", "made", "release", "whole"]


@pytest.mark.parametrize("cut", [1, 3, 200, 50_000])
def test_a_truncated_pdf_is_found(release: Path, cut: int) -> None:
    (release / FICHE).write_bytes((release / FICHE).read_bytes().rstrip()[:-cut])
    assert found(summed(release) / FICHE) == {(FICHE, "ouverture")}


def untagged(pdf: pikepdf.Pdf) -> None:
    del pdf.Root.StructTreeRoot, pdf.Root.MarkInfo


def unhung(pdf: pikepdf.Pdf) -> None:
    """The tags of the last pages, taken off the tree."""
    top: Any = pdf.Root.StructTreeRoot.K
    top = top[0] if isinstance(top, pikepdf.Array) else top
    top.K = pikepdf.Array(list(top.K)[: len(top.K) // 2])


def unmarked(pdf: pikepdf.Pdf) -> None:
    """The marks of the last pages, taken away."""
    for page in list(pdf.pages)[len(pdf.pages) // 2 :]:
        kept: Any = [i for i in pikepdf.parse_content_stream(page) if str(i.operator) not in ("BDC", "BMC", "EMC")]
        page.Contents = pdf.make_stream(pikepdf.unparse_content_stream(kept))


def artifacts(pdf: pikepdf.Pdf) -> None:
    """The last pages, said to be decoration."""
    for page in list(pdf.pages)[len(pdf.pages) // 2 :]:
        stream: Any = [
            ([pikepdf.Name.Artifact], pikepdf.Operator("BMC")) if str(i.operator) == "BDC" else i
            for i in pikepdf.parse_content_stream(page)
        ]
        page.Contents = pdf.make_stream(pikepdf.unparse_content_stream(stream))


def unparented(pdf: pikepdf.Pdf) -> None:
    for page in list(pdf.pages)[len(pdf.pages) // 2 :]:
        del page.obj.StructParents


@pytest.mark.parametrize("damage", [untagged, unhung, unmarked, artifacts, unparented])
@pytest.mark.parametrize("path", [FICHE, DOSSIER])
def test_lost_tags_are_found(whole: Path, path: str, damage: Callable[[pikepdf.Pdf], None]) -> None:
    assert (path, "balises") in found(damaged(whole, path, damage))


@pytest.mark.filterwarnings("ignore::pikepdf.PageCopyWarning")
def test_pages_of_another_pdf_joined_without_their_tags_are_found(made: Path, release: Path) -> None:
    with pikepdf.open(made / "fiches/ges.pdf") as other:
        path = damaged(release, FICHE, lambda pdf: pdf.pages.extend(other.pages))
        said = reasons(path)
    assert "l’arbre des balises n’atteint pas tout ce qui est marqué (pages 3 et 4)" in said
    assert "n’a pas les deux pages d’une fiche" in said


def foreign(pdf: pikepdf.Pdf) -> None:
    """One font under another name inside."""
    program = next(fonts(pdf)).FontFile2
    font = TTFont(io.BytesIO(program.read_bytes()))
    font["name"].setName("Arial", 4, 3, 1, 0x409)
    font["name"].setName("Arial", 4, 1, 0, 0)
    out = io.BytesIO()
    font.save(out)
    program.write(out.getvalue())


def absent(pdf: pikepdf.Pdf) -> None:
    del next(fonts(pdf))["/FontFile2"]


def renamed(pdf: pikepdf.Pdf) -> None:
    """One font without a name inside, as joining leaves it, and of another family."""
    descriptor = next(fonts(pdf))
    font = TTFont(io.BytesIO(descriptor.FontFile2.read_bytes()))
    del font["name"]
    out = io.BytesIO()
    font.save(out)
    descriptor.FontFile2.write(out.getvalue())
    for item in pdf.objects:
        if isinstance(item, pikepdf.Dictionary) and "/BaseFont" in item:
            item.BaseFont = pikepdf.Name("/ABCDEF+Arial")


def fonts(pdf: pikepdf.Pdf) -> Iterator[Any]:
    return (o for o in pdf.objects if isinstance(o, pikepdf.Dictionary) and o.get("/Type") == "/FontDescriptor")


@pytest.mark.parametrize(("damage", "name"), [(foreign, "Arial"), (absent, "Coopdocs"), (renamed, "Arial")])
def test_a_foreign_font_is_found(release: Path, damage: Callable[[pikepdf.Pdf], None], name: str) -> None:
    path = damaged(release, FICHE, damage)
    assert found(path) == {(FICHE, "polices")}
    assert name in reasons(path)


def dead_link(pdf: pikepdf.Pdf) -> None:
    links = (a for page in pdf.pages for a in page.get("/Annots", []) if "/Dest" in a)
    next(links).Dest = pikepdf.String("nulle-part")


def dead_page(pdf: pikepdf.Pdf) -> None:
    links = (a for page in pdf.pages for a in page.get("/Annots", []) if "/Dest" in a)
    next(links).Dest = pikepdf.Array([pdf.make_indirect(pikepdf.Dictionary()), pikepdf.Name.Fit])


def launched(pdf: pikepdf.Pdf) -> None:
    links = (a for page in pdf.pages for a in page.get("/Annots", []) if "/A" in a)
    next(links).A = pikepdf.Dictionary(S=pikepdf.Name.Launch, F=pikepdf.String("calc.exe"))


@pytest.mark.parametrize("damage", [dead_link, dead_page, launched])
def test_a_dead_link_of_a_pdf_is_found(whole: Path, damage: Callable[[pikepdf.Pdf], None]) -> None:
    assert found(damaged(whole, DOSSIER, damage)) == {(DOSSIER, "liens")}


def retitled(pdf: pikepdf.Pdf) -> None:
    pdf.docinfo["/Title"] = "Autre"


def english(pdf: pikepdf.Pdf) -> None:
    pdf.Root.Lang = pikepdf.String("en")


def turned(pdf: pikepdf.Pdf) -> None:
    pdf.pages[1].mediabox = pikepdf.Array([0, 0, 842, 595])


def letter(pdf: pikepdf.Pdf) -> None:
    for page in pdf.pages:
        page.mediabox = pikepdf.Array([0, 0, 612, 792])


def unclaimed(pdf: pikepdf.Pdf) -> None:
    octets = pdf.Root.Metadata.read_bytes()
    pdf.Root.Metadata.write(re.sub(rb'pdfaid:part="3"|<pdfaid:part>3</pdfaid:part>', b"", octets))


def undescribed(pdf: pikepdf.Pdf) -> None:
    for item in pdf.objects:
        if isinstance(item, pikepdf.Dictionary) and item.get("/S") == "/Figure" and "/Alt" in item:
            del item.Alt


def other_attachment(pdf: pikepdf.Pdf) -> None:
    _, spec = next(iter(pikepdf.NameTree(pdf.Root.Names.EmbeddedFiles).items()))
    spec.EF.F.write(b"sigle: AUTRE\n")


def heavy(pdf: pikepdf.Pdf) -> None:
    pdf.Root.Poids = pdf.make_stream(os.urandom(600_000))


@pytest.mark.parametrize(
    ("damage", "check"),
    [
        (retitled, "langue et titre"), (english, "langue et titre"), (turned, "pages"), (letter, "pages"),
        (unclaimed, "normes annoncées"), (undescribed, "balises"), (other_attachment, "données jointes"),
        (heavy, "taille"),
    ],
)  # fmt: skip
def test_other_damages_of_a_pdf_are_found(release: Path, damage: Callable[[pikepdf.Pdf], None], check: str) -> None:
    damaged(release, FICHE, damage)
    assert found(release) == {(FICHE, check)}
