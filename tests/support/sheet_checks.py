"""What a finished XLSX or CSV must hold, read back from its bytes: each promise not kept is named."""

from __future__ import annotations

import csv as reader
import io
import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise, zip_longest
from typing import Any

import openpyxl

from coopdocs.formats import csv
from support import gate_log

OWN_XLSX, OWN_CSV = "own checks, XLSX", "own checks, CSV"
Table = Sequence[Sequence[str]]
_SCALE, _ACROSS = 74, 186.0
"""Of a sheet parted at columns: how large it is printed (%), and how many figures then go across A4 on its side."""
_LETTERS, _POINTS = 1.3, 12.0
"""How many letters of 10 pt go into the width of a figure of 11 pt, at most; how high a line of them is, at least."""


def examine_xlsx(files: Mapping[str, bytes], tables: Mapping[str, Table]) -> dict[str, list[str]]:
    """What is wrong in each workbook; `tables`: what its sheets say, by their names."""
    gate_log.read(OWN_XLSX, files.values())
    return {name: list(_xlsx(octets, tables)) for name, octets in files.items()}


def examine_csv(files: Mapping[str, bytes], table: Table, excel: bool) -> dict[str, list[str]]:
    """What is wrong in each CSV file, of the form for French Excel or for open data; `table`: what it says."""
    gate_log.read(OWN_CSV, files.values())
    return {name: list(_csv(octets, table, excel)) for name, octets in files.items()}


def _xlsx(octets: bytes, tables: Mapping[str, Table]) -> Iterator[str]:
    try:
        book = openpyxl.load_workbook(io.BytesIO(octets), rich_text=True)
    except Exception as error:  # a broken package breaks its reader in any way
        yield f"illisible : {type(error).__name__}"
        return
    if not book.properties.title or not book.properties.creator:
        yield "classeur sans titre ni auteur"
    if book.sheetnames != list(tables):
        yield f"feuilles : {book.sheetnames}"
    names = Counter(t.displayName for sheet in book for t in sheet.tables.values())
    yield from (f"nom de tableau répété : {name}" for name, times in names.items() if times > 1)
    for sheet in book:
        said = [*_look(sheet), *_object(sheet), *_cells(sheet), *_differences(_values(sheet), tables.get(sheet.title))]
        yield from (f"{sheet.title} : {what}" for what in said)


def _look(sheet: Any) -> Iterator[str]:
    """How it is seen, on screen and on paper."""
    if sheet.sheet_state != "visible" or any(d.hidden for d in sheet.column_dimensions.values()):
        yield "feuille ou colonne masquée"
    if not str(sheet.freeze_panes or "").endswith("2"):
        yield "en-tête non figé"
    if sheet.print_title_rows != "$1:$1":
        yield "en-tête non répété à l'impression"
    page = sheet.page_setup
    fitted = sheet.sheet_properties.pageSetUpPr and sheet.sheet_properties.pageSetUpPr.fitToPage
    wide = page.fitToHeight == 0 if fitted else _parted(sheet)
    if page.orientation != "landscape" or not wide or str(page.paperSize) != "9":
        yield "plus large qu'une page A4 à l'italienne"
    if not all(cell.alignment.wrap_text for row in sheet.iter_rows() for cell in row):
        yield "cellule sans retour à la ligne : son texte serait coupé"
    if sheet.merged_cells.ranges:
        yield "cellules fusionnées"
    for number, row in enumerate(sheet.iter_rows(min_row=2), 2):
        rooms = [_LETTERS * _width(sheet, place) for place in range(1, len(row) + 1)]
        least = max(math.ceil(len(str(cell.value or "")) / room) for cell, room in zip(row, rooms, strict=True))
        if (sheet.row_dimensions[number].height or 0) < _POINTS * least:
            yield f"rangée {number} trop basse pour ses {least} lignes : LibreOffice les imprimerait l'une sur l'autre"


def _parted(sheet: Any) -> bool:
    """Whether a sheet wider than a page is parted at columns so that each part holds, the frozen ones repeated."""
    breaks = [b.id for b in sheet.col_breaks.brk]
    if not breaks or int(sheet.page_setup.scale or 100) != _SCALE or sheet.print_title_cols is None:
        return False
    frozen = openpyxl.utils.cell.coordinate_from_string(sheet.freeze_panes)[0]
    repeated = openpyxl.utils.column_index_from_string(frozen) - 1
    starts = [0, *breaks, len(sheet[1])]
    parts = [(*range(1, repeated + 1), *range(max(a, repeated) + 1, b + 1)) for a, b in pairwise(starts)]
    return all(sum(_width(sheet, place) for place in part) <= _ACROSS for part in parts)


def _width(sheet: Any, place: int) -> float:
    """The width of a column (from 1): neighbours of one width stand together in one entry."""
    return next(float(d.width) for d in sheet.column_dimensions.values() if d.min <= place <= d.max)


def _object(sheet: Any) -> Iterator[str]:
    """The Table object: what a screen reader tells the heads from."""
    if len(sheet.tables) != 1:
        yield f"{len(sheet.tables)} objets tableau"
    for table in sheet.tables.values():
        if table.ref != sheet.dimensions or table.headerRowCount != 1 or table.autoFilter is None:
            yield f"l'objet tableau couvre {table.ref} sur {sheet.dimensions}"
        if [c.name for c in table.tableColumns] != [cell.value for cell in sheet[1]]:
            yield "colonnes du tableau et en-têtes diffèrent"


def _cells(sheet: Any) -> Iterator[str]:
    rules = (rule for rule in sheet.data_validations.dataValidation if rule.type == "date")
    days = {part.min_col for rule in rules for part in rule.sqref.ranges}
    for row in sheet.iter_rows():
        for cell in row:
            day = cell.data_type == "d" and cell.column in days and cell.number_format == "yyyy-mm-dd"
            if not day and (cell.data_type not in "sn" or (cell.data_type == "n" and cell.value is not None)):
                yield f"{cell.coordinate} n'est pas du texte : {cell.value}"
            if cell.hyperlink and cell.hyperlink.target != cell.value:
                yield f"{cell.coordinate} mène ailleurs qu'elle ne dit : {cell.hyperlink.target}"


def _values(sheet: Any) -> list[list[str]]:
    return [[str(v or "") for v in row] for row in sheet.values]


def _csv(octets: bytes, table: Table, excel: bool) -> Iterator[str]:
    if octets.startswith(b"\xef\xbb\xbf") != excel:
        yield "marque d'ordre des octets"
    try:
        texte = octets.decode("utf-8-sig")
    except UnicodeDecodeError:
        yield "n'est pas en UTF-8"
        return
    if octets.count(b"\r\n") != octets.count(b"\n") or octets.count(b"\r\n") != octets.count(b"\r"):
        yield "fins de ligne"
    rows = list(reader.reader(io.StringIO(texte, newline=""), delimiter=";" if excel else ","))
    if len({len(row) for row in rows}) != 1:
        yield "rangées inégales"
    yield from (f"en-tête répété : {head}" for head, times in Counter(rows[0]).items() if times > 1)
    yield from (f"formule : {cell}" for row in rows for cell in row if csv.inert(cell) != cell)
    yield from _differences(rows, [[csv.inert(cell) for cell in row] for row in table])


def _differences(found: Table, wanted: Table | None) -> Iterator[str]:
    for n, (row, other) in enumerate(zip_longest(found, wanted or ()), 1):
        if row != other:
            yield f"rangée {n} : {row} au lieu de {other}"
