"""Spreadsheets and pictures: nothing becomes a formula, French Excel opens the right columns, a sheet prints well."""

from __future__ import annotations

import csv as reader
import io
import re
import zipfile
from datetime import date
from typing import Any

import openpyxl
import PIL.Image
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from coopdocs import views
from coopdocs.formats import csv, images, xlsx
from coopdocs.formats.job import Sheet, XlsxJob
from coopdocs.views import rows as tables
from support.documents import TEMPLATES, Documents
from support.docx_gates import AUDIT, examine
from support.sheet_checks import examine_csv, examine_xlsx

FORMULAS = ["=1+1", "+33 1 23", "-2", "@SUM(A1)", "\t=1", "\r=1", '=HYPERLINK("https://x.fr")', "=cmd|' /C calc'!A0"]
CELLS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=20)


# --- CSV


@pytest.mark.parametrize("texte", FORMULAS)
def test_no_csv_cell_can_be_taken_for_a_formula(texte: str) -> None:
    for excel in (False, True):
        out = csv.write([["Titre"], [texte]], excel=excel).removeprefix("\ufeff")
        cell = list(reader.reader(io.StringIO(out, newline=""), delimiter=";" if excel else ","))[1][0]
        assert cell == f"'{texte}"


@pytest.mark.parametrize("texte", ["≠ Oui", "1 253", "Loi n° 2014-856", "", "a=1", "’été"])
def test_plain_texts_stay_as_they_are(texte: str) -> None:
    assert csv.inert(texte) == texte


@given(st.lists(st.lists(CELLS, min_size=2, max_size=2), min_size=1, max_size=4), st.booleans())
def test_a_csv_reads_back_cell_by_cell(table: list[list[str]], excel: bool) -> None:
    out = csv.write(table, excel=excel)
    assert out.startswith("\ufeff") == excel
    back = list(reader.reader(io.StringIO(out[excel:], newline=""), delimiter=";" if excel else ","))
    assert back == [[csv.inert(cell) for cell in row] for row in table]


def test_the_open_data_csv_has_commas_no_mark_and_crlf(documents: Documents) -> None:
    octets = documents["comparatifs/comparatif.csv"].data
    assert octets.startswith(b"Groupe,Crit\xc3\xa8re,PTCE,")
    assert octets.count(b"\r\n") == octets.count(b"\n") == 17


def test_the_french_excel_csv_has_a_byte_order_mark_and_semicolons(documents: Documents) -> None:
    octets = documents["comparatifs/comparatif.excel.csv"].data
    assert octets.startswith(b"\xef\xbb\xbfGroupe;Crit\xc3\xa8re;PTCE;")
    rows = list(reader.reader(io.StringIO(octets.decode("utf-8-sig"), newline=""), delimiter=";"))
    assert {len(row) for row in rows} == {9}
    plain = documents["comparatifs/comparatif.csv"].data.decode()
    assert rows == list(reader.reader(io.StringIO(plain, newline="")))


def comparison(documents: Documents, path: str) -> views.Comparatif:
    subject = path.removeprefix("comparatifs/").split(".")[0]
    return views.comparatif(documents.library, None if subject == "comparatif" else subject)


def test_every_csv_of_the_kit_keeps_every_promise(documents: Documents) -> None:
    for path in documents.paths("comparatifs/", ".csv"):
        table = tables.rows(comparison(documents, path))
        assert examine_csv({path: documents[path].data}, table, path.endswith(".excel.csv")) == {path: []}


# --- XLSX


def book(octets: bytes) -> Any:
    return openpyxl.load_workbook(io.BytesIO(octets))


def one_sheet(cells: list[str], titre: str = "R&D", edition: date = date(2026, 11, 23)) -> XlsxJob:
    sheet = Sheet("Essai", titre, ["Texte"], [[c] for c in cells], widths=[30], colors=["#22263F"], frozen=1)
    return XlsxJob("R&D", "coopdocs", edition, (sheet,))


def test_a_row_may_end_before_its_last_columns() -> None:
    sheet = Sheet("Feuille", "Titre", ["Un", "Deux", "Trois"], [["a"], [], ["a", "b", "c"]], [9, 9, 9], ["#000000"] * 3)
    read = book(xlsx.write(XlsxJob("R&D", "coopdocs", date(2026, 11, 23), (sheet,)))).active
    assert [[cell.value for cell in row] for row in read.iter_rows(min_row=2)] == [
        ["a", None, None], [None, None, None], ["a", "b", "c"],
    ]  # fmt: skip


def test_no_workbook_cell_is_a_formula_a_number_or_a_hidden_link() -> None:
    texts = [
        *FORMULAS[:4],
        *FORMULAS[6:],
        "1253",
        "{=A1}",
        "mailto:a@b.fr",
        "internal:Feuil1!A1",
        "file:///etc/passwd",
        "http://a.fr",
    ]
    sheet = book(xlsx.write(one_sheet(texts)))["Essai"]
    cells = [sheet.cell(row, 1) for row in range(2, 2 + len(texts))]
    assert [c.value for c in cells] == texts
    assert {c.data_type for c in cells} == {"s"}
    assert not any(c.hyperlink for c in cells)


@pytest.mark.parametrize(("longueur", "lien"), [(100, True), (2078, True), (2079, False), (3000, False)])
def test_an_address_is_a_link_unless_too_long_for_excel(longueur: int, lien: bool) -> None:
    adresse = "https://a.fr/" + "x" * (longueur - 13)
    cell = book(xlsx.write(one_sheet([adresse])))["Essai"]["A2"]
    assert cell.value == adresse
    assert (cell.hyperlink.target if cell.hyperlink else None) == (adresse if lien else None)


def test_every_workbook_of_the_kit_keeps_every_promise(documents: Documents) -> None:
    for path in documents.paths("comparatifs/", ".xlsx"):
        view = comparison(documents, path)
        sheets = {"Comparatif": tables.rows(view), "Sources": tables.proof(view)}
        assert examine_xlsx({path: documents[path].data}, sheets) == {path: []}


def test_the_validator_finds_nothing(documents: Documents) -> None:
    books = {path: documents[path].data for path in documents.paths("comparatifs/", ".xlsx")}
    assert examine(AUDIT, books) == {path: [] for path in books}


def test_names_stay_in_sight_and_pages_have_numbers(documents: Documents) -> None:
    opened = book(documents["comparatifs/comparatif.xlsx"].data)
    assert [sheet.freeze_panes for sheet in opened] == ["C2", "B2"]
    assert all("&P / &N" in sheet.oddFooter.right.text for sheet in opened)


def test_heads_have_the_colour_of_their_forme(documents: Documents) -> None:
    sheet = book(documents["comparatifs/comparatif.xlsx"].data)["Comparatif"]
    colours = [cell.fill.fgColor.rgb[-6:] for cell in sheet[1]][2:]
    assert colours == [f.couleur[1:] for f in documents.library.comparables.values()]


def test_the_workbook_says_what_it_is(documents: Documents) -> None:
    properties = book(documents["comparatifs/gme.xlsx"].data).properties
    assert properties.title == "GME et les formes voisines"
    assert properties.creator == documents.library.kit.editeur


def test_a_workbook_is_dated_by_its_edition_not_by_the_clock() -> None:
    properties = book(xlsx.write(one_sheet(["a"], edition=date(2020, 2, 3)))).properties
    assert properties.created.isoformat()[:10] == "2020-02-03"


@pytest.mark.parametrize(
    ("titre", "imprime"),
    [
        ("R&D", "R&D"),
        ("3ES et les formes voisines", "3ES et les formes voisines"),
        ("&B", "&B"),
        ("&" * 300, "&" * 107 + "…"),
        ("à" * 300, "à" * 215 + "…"),
    ],
)
def test_a_title_is_printed_as_it_is_at_the_foot_whatever_codes_it_looks_like(titre: str, imprime: str) -> None:
    code = footer(titre)
    assert len(code) <= 255
    left, _, right = code.rpartition("&R")
    assert right == '&8&"-,Regular"&P / &N'
    # what a spreadsheet reads: a side, a size of all the figures that follow it, a font's name, then the text
    read = re.fullmatch(r'&L&8&"-,Regular"((?:[^&]|&&)*)', left)
    assert read is not None
    assert read[1].replace("&&", "&") == imprime


def footer(titre: str) -> str:
    """The codes of the footer of a workbook's sheet; it is as large as it says at any scale of the sheet."""
    with zipfile.ZipFile(io.BytesIO(xlsx.write(one_sheet(["a"], titre)))) as package:
        sheet = etree.fromstring(package.read("xl/worksheets/sheet1.xml"))
    assert sheet.xpath("string(//*[local-name() = 'headerFooter']/@scaleWithDoc)") == "0"
    return str(sheet.findtext(".//{*}oddFooter"))


def test_the_same_table_gives_the_same_bytes(documents: Documents) -> None:
    job = documents.job("comparatifs/comparatif.xlsx")
    assert isinstance(job, XlsxJob)
    assert xlsx.write(job) == documents["comparatifs/comparatif.xlsx"].data


# --- pictures


def picture(svg: str) -> PIL.Image.Image:
    return PIL.Image.open(io.BytesIO(images.png(svg, [TEMPLATES]))).convert("RGB")


def drawing(inner: str) -> str:
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 90 45">{inner}</svg>'


def test_a_picture_is_900_pixels_wide_on_white() -> None:
    image = picture(drawing('<rect width="45" height="45" fill="#0B5F60"/>'))
    assert image.size == (images.WIDTH_PX, images.WIDTH_PX // 2)
    assert image.getpixel((100, 100)) == (0x0B, 0x5F, 0x60)
    assert image.getpixel((800, 100)) == (255, 255, 255)


def test_a_picture_has_the_kit_fonts_and_no_other() -> None:
    def ink(famille: str) -> bool:
        word = f'<text x="5" y="30" font-size="20" font-weight="700" font-family="{famille}">PTCE</text>'
        grey = picture(drawing(word)).convert("L")
        return min(grey.tobytes()) < 128

    assert ink("Bricolage Grotesque")
    assert not ink("DejaVu Sans")


def test_the_same_drawing_gives_the_same_bytes() -> None:
    svg = drawing('<text x="5" y="30" font-family="Bricolage Grotesque">Régie</text>')
    assert images.png(svg, [TEMPLATES]) == images.png(svg, [TEMPLATES])
