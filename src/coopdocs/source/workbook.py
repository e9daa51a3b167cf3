"""Workbooks (.xlsx) as sheets of text: codes keep their zeros, dates are dates, formulas have their last result.

A workbook is a zip of XML that anyone may have made: it is bounded before it is opened, and no XML with a document
type, where entities would be declared, is read. openpyxl, imported here alone, reads the cells.
"""

from __future__ import annotations

import datetime as dt
import io
import re
import warnings
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from coopdocs.problem import Place, Problem, ProblemCode, ProblemsError
from coopdocs.source.textfile import HIDDEN_CHARACTERS, hidden_message

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
UNZIPPED_MAX, MEMBERS_MAX = 60_000_000, 2_000
ROWS_MAX, COLUMNS_MAX = 50_000, 1_000
_SAVE_AS_XLSX = "enregistrez-le au format « Classeur Excel (.xlsx) », ou en CSV"
_OTHER_FORMATS = (
    ("xl/workbook.bin", "ce classeur est au format .xlsb"),
    ("word/document.xml", "ce fichier est un document Word"),
    ("content.xml", "ce classeur est au format .ods"),
)

SheetFault = tuple[int, int, ProblemCode, str, str]
"""Row, column (both from 1), code, message, what to do."""


@dataclass(frozen=True)
class Worksheet:
    """A visible sheet: its rows as text, each with its number, and what cannot be read.

    `hidden_rows` and `hidden_columns`: the numbers of those that are filled, and that no one sees.
    """

    name: str
    rows: list[tuple[int, list[str]]]
    hidden_rows: tuple[int, ...]
    hidden_columns: tuple[int, ...]
    faults: tuple[SheetFault, ...]

    def problem(self, file: str, line: int, column: int, code: ProblemCode, message: str, advice: str) -> Problem:
        return Problem(code, Place(file, line, column, self.name), message, advice)


def is_workbook(data: bytes) -> bool:
    """Whether these bytes are those of an office file rather than of a text, whatever its name says."""
    return data.startswith((ZIP, OLE))


def read_workbook(name: str, data: bytes) -> list[Worksheet]:
    """The visible sheets of a workbook, in its order; `ProblemsError` for another format, or what cannot be trusted."""
    if data.startswith(OLE):
        protected = "EncryptedPackage".encode("utf-16-le") in data
        if protected:
            raise _refused(name, "ce classeur est protégé par un mot de passe", "enlevez le mot de passe")
        raise _refused(name, "ce classeur est à l’ancien format .xls", _SAVE_AS_XLSX)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _trust(name, archive)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return list(_sheets(data))
    except ProblemsError:
        raise
    except Exception as error:  # a damaged workbook raises anything: zip, XML, numbers, openpyxl's own
        message = f"ce classeur est abîmé, ou n’est pas un classeur ({type(error).__name__})"
        raise _refused(name, message, "ouvrez-le dans le tableur et enregistrez-le de nouveau") from error


def _refused(name: str, message: str, advice: str) -> ProblemsError:
    return ProblemsError([Problem("S042", Place(name), message, advice)])


def _trust(name: str, archive: zipfile.ZipFile) -> None:
    members = archive.infolist()
    names = {member.filename for member in members}
    for mark, message in _OTHER_FORMATS:
        if mark in names:
            raise _refused(name, message, _SAVE_AS_XLSX)
    if "xl/workbook.xml" not in names:
        raise _refused(name, "ce fichier n’est pas un classeur", _SAVE_AS_XLSX)
    if len(members) > MEMBERS_MAX or sum(member.file_size for member in members) > UNZIPPED_MAX:
        raise _refused(name, "ce classeur est démesuré une fois décompressé", "copiez la table dans un classeur neuf")
    for member in members:
        # in UTF-16, each letter has a zero beside it
        text = archive.read(member).replace(b"\0", b"") if member.filename.endswith((".xml", ".rels")) else b""
        if b"<!" in text and re.search(rb"<!(DOCTYPE|ENTITY)", text, re.IGNORECASE):
            raise _refused(name, "ce classeur déclare des entités XML", "copiez la table dans un classeur neuf")


def _sheets(data: bytes) -> Iterator[Worksheet]:
    import openpyxl

    workbook = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for sheet in workbook.worksheets:
            if sheet.sheet_state != "visible":
                continue
            rows, faults = _cells(sheet)
            # read-only sheets do not tell what follows their rows
            markup = _SheetMarkup(archive.read(sheet._worksheet_path.lstrip("/")))
            written = {number for number, _ in rows}
            filled = {rank for _, values in rows for rank, value in enumerate(values, 1) if value}
            yield Worksheet(
                sheet.title,
                rows,
                tuple(number for number in markup.hidden_rows if number in written),
                tuple(rank for rank in sorted(filled) if markup.is_hidden(rank)),
                (*faults, *markup.faults(rows)),
            )


def _cells(sheet: Any) -> tuple[list[tuple[int, list[str]]], list[SheetFault]]:
    """The filled rows, each with its number and its cells as text up to the last filled one; what cannot be read."""
    rows: list[tuple[int, list[str]]] = []
    faults: list[SheetFault] = []
    for number, cells in _written_rows(sheet):
        filled = {cell.column: text for cell in cells if (text := _text(cell))}
        if not filled:
            continue
        if len(rows) == ROWS_MAX:
            faults.append((number, 0, "S042", f"plus de {ROWS_MAX} lignes", "découpez cette table"))
            break
        if (last := max(filled)) > COLUMNS_MAX:
            advice = "videz cette case, ou découpez cette table"
            faults.append((number, last, "S042", f"plus de {COLUMNS_MAX} colonnes", advice))
            break
        values = [filled.get(rank, "") for rank in range(1, last + 1)]
        rows.append((number, values))
        for rank, value in enumerate(values, 1):
            if found := HIDDEN_CHARACTERS.search(value):
                faults.append((number, rank, "S007", hidden_message(found[0]), "effacez-le"))
    return rows, faults


def _written_rows(sheet: Any) -> Iterator[tuple[int, list[Any]]]:
    """The rows that the file writes, each with its number and the cells written in it.

    The sheet's own `iter_rows` makes up all rows and cells between them: a stray cell at the foot of a sheet would
    cost a million rows, and one that lies about its number any number of them.
    """
    from openpyxl.cell.read_only import ReadOnlyCell
    from openpyxl.worksheet._reader import WorkSheetParser

    book = sheet.parent
    with sheet._get_source() as source:
        parser = WorkSheetParser(
            source,
            sheet._shared_strings,
            data_only=book.data_only,
            epoch=book.epoch,
            date_formats=book._date_formats,
            timedelta_formats=book._timedelta_formats,
        )
        for number, cells in parser.parse():
            yield number, [ReadOnlyCell(sheet, **cell) for cell in cells]


def _text(cell: Any) -> str:
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, str):
        return re.sub(r"_x000[dD]_|\r", "", value).strip()
    if isinstance(value, bool):
        return "VRAI" if value else "FAUX"
    if isinstance(value, dt.datetime):
        return value.date().isoformat() if value.time() == dt.time() else value.isoformat(" ")
    if isinstance(value, int | float):
        return _number(value, cell.number_format or "")
    return str(value)


def _number(value: int | float, pattern: str) -> str:
    """A number as its cell shows it: all its digits, the zeros of its format before them, « % » where it has one."""
    if "%" in pattern:
        return f"{format(Decimal(f'{value * 100:.15g}'), 'f')} %"
    if isinstance(value, float) and not value.is_integer():
        return format(Decimal(f"{value:.15g}"), "f")
    digits = re.sub(r'"[^"]*"|\\.|[^0#]', "", pattern.split(";")[0])
    if len(digits) > 1 and digits[0] == "0" and not re.search(r"[.,dmyhsEe]", re.sub(r'"[^"]*"|\\.', "", pattern)):
        return str(int(value)).zfill(len(digits))
    return str(int(value))


class _SheetMarkup:
    """What the XML of a sheet says beside its cells: hidden rows and columns, merged cells, formulas without result."""

    def __init__(self, data: bytes) -> None:
        from xml.etree.ElementTree import iterparse

        self.hidden_rows: list[int] = []
        self._hidden_columns: list[range] = []
        self._merged: list[tuple[int, int, int, int]] = []
        self._unanswered: list[tuple[int, int]] = []
        number = 0
        # a document type, the only thing that could be dangerous here, was refused before
        for moment, element in iterparse(io.BytesIO(data), events=("start", "end")):
            name = _local(element.tag)
            if name == "row" and moment == "start":
                number = int(element.get("r") or number + 1)
                if _says_hidden(element):
                    self.hidden_rows.append(number)
            elif name == "row":
                element.clear()
            elif name == "col" and moment == "start" and _says_hidden(element):
                self._hidden_columns.append(range(int(element.get("min") or 0), int(element.get("max") or 0) + 1))
            elif name == "c" and moment == "end" and _lacks_result(element):
                if corners := _corners(element.get("r") or ""):
                    self._unanswered.append(corners[:2])
            elif name == "mergeCell" and moment == "end" and (corners := _corners(element.get("ref") or "")):
                self._merged.append(corners)

    def is_hidden(self, column: int) -> bool:
        return any(column in columns for columns in self._hidden_columns)

    def faults(self, rows: list[tuple[int, list[str]]]) -> Iterator[SheetFault]:
        """What keeps a sheet from being read as a table, where cells are filled."""
        advice = "ouvrez le classeur dans le tableur et enregistrez-le : le résultat y sera"
        for line, column in self._unanswered:
            yield line, column, "S041", "cette formule n’a pas de résultat enregistré", advice
        written = {number for number, values in rows if sum(map(bool, values)) > 1}
        for top, left, bottom, right in self._merged:
            # a title over the table is alone on its rows
            if any(number in written for number in range(top, min(bottom, top + ROWS_MAX) + 1)):
                message = f"{(bottom - top + 1) * (right - left + 1)} cases fusionnées : à laquelle va leur contenu ?"
                yield top, left, "S043", message, "défusionnez-les et remplissez chacune"


def _says_hidden(element: Element) -> bool:
    return element.get("hidden") in ("1", "true")


def _lacks_result(cell: Element) -> bool:
    """Whether a cell has a formula and nothing of what it gave; an empty text is a result."""
    children = {_local(child.tag): child.text for child in cell}
    empty_text = cell.get("t") == "str" and "v" in children
    return "f" in children and not children.get("v") and not empty_text


def _local(name: str) -> str:
    return name.rpartition("}")[2]


def _corners(reference: str) -> tuple[int, int, int, int] | None:
    """« B2:C5 » as (2, 2, 5, 3); « B2 » as (2, 2, 2, 2); None for anything else."""
    found = re.fullmatch(r"\$?([A-Z]{1,3})\$?(\d+)(?::\$?([A-Z]{1,3})\$?(\d+))?", reference)
    if found is None:
        return None
    top, left = int(found[2]), _rank(found[1])
    return top, left, int(found[4] or top), _rank(found[3] or found[1])


def _rank(letters: str) -> int:
    rank = 0
    for letter in letters:
        rank = rank * 26 + ord(letter) - ord("A") + 1
    return rank
