"""Cells of a CSV table changed in place: every other cell, and the way its file is written, stay as they are."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from typing import NoReturn

from coopdocs.problem import Place, Problem, ProblemCode, ProblemsError
from coopdocs.roundtrip.buffer import Position, Splice, TextBuffer
from coopdocs.roundtrip.edits import SetCell, composed
from coopdocs.source import TextRow, TextTable, parse_table
from coopdocs.typographie import one_line

_IN_SPREADSHEET = "corrigez cette case dans le tableur"


def rewrite_table(
    name: str, data: bytes, columns: Sequence[str], edits: Iterable[SetCell], required: Collection[str] | None = None
) -> bytes:
    """The bytes of a table with other texts in some cells; `columns`, `required` as `read_table` takes them.

    Raises ProblemsError, and nothing is changed, for a workbook, another encoding than UTF-8, a cell that is not there,
    a text that a cell cannot hold.
    """
    table, problems = parse_table(name, data, columns, required)
    if table is None:
        raise ProblemsError(problems)
    if not table.delimiter:
        raise ProblemsError([Problem("E002", Place(name), "cette table est un classeur", _IN_SPREADSHEET)])
    try:
        buffer = TextBuffer(data)
    except UnicodeDecodeError:
        advice = "enregistrez-le en UTF-8, puis recommencez"
        raise ProblemsError([Problem("E002", Place(name), "ce fichier n’est pas en UTF-8", advice)]) from None
    rows, wanted = {row.line: row for row in table.rows}, list(edits)
    splices = {(edit.line, edit.column): _splice(table, buffer, rows.get(edit.line), edit) for edit in wanted}
    new = buffer.spliced(splices.values())
    _refuse_misread(table, parse_table(name, new, columns, required)[0], wanted)
    return new


def _splice(table: TextTable, buffer: TextBuffer, row: TextRow | None, edit: SetCell) -> Splice:
    rank = table.rank(edit.column)
    if row is None or rank is None:
        where = f"ligne {edit.line}, colonne {edit.column}"
        _refuse(
            table, row, edit, "E001", f"la table n’a pas cette case : {where}", "relisez la table, puis recommencez"
        )
    cells = _cells(buffer, row.line, table.delimiter)
    missing = max(0, rank + 1 - len(cells))
    # what Excel left out at the end of a row
    start, end = (cells[-1][1], cells[-1][1]) if missing else cells[rank]
    former = "" if missing else buffer.text_between(start, end)
    return Splice(start, end, table.delimiter * missing + _written(composed(edit.text), former, table.delimiter))


def _cells(buffer: TextBuffer, line: int, delimiter: str) -> list[tuple[Position, Position]]:
    """Where the cells of the row stand that begins on a line, quotes included."""
    text = "\n".join(buffer.lines[line - 1 :])
    pattern = re.compile(rf'"(?:[^"]|"")*"|[^{re.escape(delimiter)}\n]*')
    found: list[tuple[Position, Position]] = []
    position = 0
    while True:
        cell = pattern.match(text, position)
        assert cell is not None, "it matches nothing too"
        found.append((_position(text, line, cell.start()), _position(text, line, cell.end())))
        if text[cell.end() : cell.end() + 1] != delimiter:
            return found
        position = cell.end() + 1


def _position(text: str, line: int, offset: int) -> Position:
    return line + text.count("\n", 0, offset), offset - text.rfind("\n", 0, offset)


def _written(text: str, former: str, delimiter: str) -> str:
    """A cell with its quotes where it had some, or needs them."""
    if former.startswith('"') or any(sign in text for sign in (delimiter, '"', "\n")):
        return '"' + text.replace('"', '""') + '"'
    return text


def _refuse_misread(table: TextTable, new: TextTable | None, edits: Sequence[SetCell]) -> None:
    """Raises ProblemsError where a table has other cells than those that were wanted."""
    texts = {(edit.line, edit.column): composed(edit.text) for edit in edits}
    wanted = [{name: texts.get((row.line, name), cell) for name, cell in row.cells.items()} for row in table.rows]
    read = [dict(row.cells) for row in new.rows] if new else []
    if read == wanted:
        return
    rows = {row.line: row for row in table.rows}
    same = len(read) == len(wanted)
    wrong = (row.line for row, now, said in zip(table.rows, read, wanted, strict=False) if now != said)
    line = next(wrong, 0) if same else 0
    edit = next((edit for edit in edits if edit.line == line), edits[0])
    _refuse(table, rows[edit.line], edit, "E002", f"« {one_line(edit.text)} » se relirait autrement", _IN_SPREADSHEET)


def _refuse(
    table: TextTable, row: TextRow | None, edit: SetCell, code: ProblemCode, message: str, advice: str
) -> NoReturn:
    raise ProblemsError([table.problem(row, edit.column, (code, message, advice))])
