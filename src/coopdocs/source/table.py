"""A table that someone left: a CSV file or a workbook, as spreadsheets write them, to rows of text with their places.

What a spreadsheet adds without being asked (empty rows and columns, `sep=;`, tabs, spaces around a cell, capitals of
a heading) is taken away in silence; what had to be assumed is said in a warning; what could be read in two ways is
refused.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from coopdocs.problem import Gravite, Parole, Place, Problem, ProblemCode, ProblemsError, closest, column_letters
from coopdocs.source.encoding import decode
from coopdocs.source.textfile import MAX_FILE_SIZE, Span, TextFile, read_bytes, relative_name, text_file
from coopdocs.source.workbook import is_workbook, read_workbook
from coopdocs.typographie import one_line, slug

csv.field_size_limit(MAX_FILE_SIZE)  # a cell may be as long as a file: less is an exception in the middle of it
DELIMITERS = (";", ",", "\t", "|")
TABLE_SUFFIXES = (".csv", ".xlsx")
"""The endings of a table's file."""
_HEADER_MAX = 15
"""In how many rows the names of the columns are looked for: titles may stand above them."""
_BLOCK, _NAME_MAX = 16, 40
_CITED_MAX = 6
_ERRORS = re.compile(
    r"#(N/A|REF!|VALUE!|VALEUR!|NAME\?|NOM\s?\?|DIV/0\s?!|NULL!|NUL!|NUM!|NOMBRE!|SPILL!|PROPAGATION!|CALC!|#+)"
)
_DAY = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")


@dataclass(frozen=True, slots=True)
class TextRow:
    """A row: its cells by column name, and the line of the file or the row of the sheet that it starts on.

    A column that is not there has empty cells.
    """

    line: int
    cells: Mapping[str, str]


@dataclass(frozen=True)
class _CellGrid:
    """Rows of text as a file has them, blank ones left out: each its line and its cells.

    `locate` gives the place, the quoted line and the width of a cell, counted from 0; of None for a whole row.
    """

    rows: Sequence[tuple[int, list[str]]]
    locate: Callable[[int, int | None], tuple[Place, str, int]]
    warnings: tuple[Problem, ...] = ()
    delimiter: str = ""
    """The sign between the cells of a CSV, where a row that lacks its last ones is a fault; none in a sheet."""

    def problem(self, line: int, rank: int | None, wording: Parole, severity: Gravite = "erreur") -> Problem:
        place, excerpt, length = self.locate(line, rank)
        return Problem(wording[0], place, *wording[1:], severity, excerpt, length)


@dataclass(frozen=True)
class TextTable:
    """A table once read: its rows, in order, and what was assumed to read it."""

    rows: tuple[TextRow, ...]
    warnings: tuple[Problem, ...]
    _grid: _CellGrid
    _header_line: int
    _ranks: Mapping[str, int] = field(default_factory=dict)

    @property
    def delimiter(self) -> str:
        """The sign between the cells of a CSV; empty for a workbook."""
        return self._grid.delimiter

    @property
    def columns(self) -> tuple[str, ...]:
        """The names of the columns that the table has, as they stand."""
        return tuple(self._ranks)

    def rank(self, column: str) -> int | None:
        """Which cell of a row is that of a column, from 0; None for one that the table has not."""
        return self._ranks.get(column)

    def problem(self, row: TextRow | None, column: str, wording: Parole, severity: Gravite = "erreur") -> Problem:
        """A problem (code, message, what to do) at one cell; `row` None is the row that names the columns."""
        line = row.line if row else self._header_line
        return self._grid.problem(line, self._ranks.get(column), wording, severity)

    def place(self, row: TextRow, column: str) -> Place:
        """Where a cell stands."""
        return self._grid.locate(row.line, self._ranks.get(column))[0]


def find_table(path: Path, root: Path) -> Path | None:
    """The file of a table, in whatever format; None where there is none. Raises ProblemsError for two.

    `path` ends in .csv.
    """
    found = [other for end in TABLE_SUFFIXES if (other := path.with_suffix(end)).exists()]
    if len(found) > 1:
        names = " et ".join(f"« {file.name} »" for file in found)
        advice = f"gardez un seul de ces deux fichiers : {names}"
        raise ProblemsError([Problem("S040", Place(relative_name(path, root)), "deux fichiers pour une table", advice)])
    return found[0] if found else None


def read_table(
    path: Path,
    root: Path,
    columns: Sequence[str],
    required: Collection[str] | None = None,
    days: Collection[str] = (),
    name: str = "",
    *,
    sheet: str = "",
    passing_over: bool = False,
    also: re.Pattern[str] | None = None,
) -> tuple[TextTable | None, list[Problem]]:
    """Read a table with these columns, in any order, or say everything that keeps it from being read.

    `required`: those that must be there (all where None); `days`: those that hold days, « 23/11/2026 » taken for
    2026-11-23 where no other reading is possible; `name`: how problems name
    the file, where not by its place in the kit; `sheet`: that of a workbook, where it has one of this name;
    `passing_over`: columns that are not known are not read, and said; `also`: other names that columns may have.
    """
    data, problems = read_bytes(path, root)
    if problems:
        return None, [replace(p, place=replace(p.place, fichier=name or p.place.fichier)) for p in problems]
    name = name or relative_name(path, root)
    return parse_table(name, data, columns, required, days, sheet=sheet, passing_over=passing_over, also=also)


def parse_table(
    name: str,
    data: bytes,
    columns: Sequence[str],
    required: Collection[str] | None = None,
    days: Collection[str] = (),
    *,
    sheet: str = "",
    passing_over: bool = False,
    also: re.Pattern[str] | None = None,
) -> tuple[TextTable | None, list[Problem]]:
    """As `read_table`, of bytes that are at hand; `name`: the file in problems."""
    try:
        grid = _read_grid(name, data, columns, sheet)
    except ProblemsError as refusal:
        return None, refusal.problems
    if not grid.rows:
        advice = f"nommez les colonnes sur la première ligne : {', '.join(columns)}"
        return None, [Problem("S008", Place(name), "cette table est vide", advice)]
    reader = _TableReader(grid, columns, columns if required is None else required, passing_over, also)
    return reader.table(days)


def column_name(header: str) -> str:
    """A heading as columns are compared: « Vérifié le » is verifie_le."""
    # most cells that are looked at are no heading
    is_short = len(header) <= _NAME_MAX and re.search(r"\w", header)
    return slug(header).replace("-", "_") if is_short else ""


def _read_grid(name: str, data: bytes, columns: Sequence[str], sheet: str) -> _CellGrid:
    if is_workbook(data):
        return _from_workbook(name, data, columns, sheet)
    text, assumed, problems = decode(name, data)
    file = None
    if text is not None:
        file, problems = text_file(name, text)
    if file is None:
        raise ProblemsError(problems)
    return _from_text(file, assumed, columns)


# --- CSV


def _from_text(file: TextFile, assumed: str, columns: Sequence[str]) -> _CellGrid:
    first, _, rest = file.text.partition("\n")
    if declared := re.fullmatch(r'"?sep=(\t|[^\w\s"])"?', first.strip(" \ufeff"), re.IGNORECASE):
        delimiter, text, before = declared[1], rest, 1
    else:
        delimiter, text, before = _find_delimiter(file.text, columns), file.text, 0

    def locate(line: int, rank: int | None) -> tuple[Place, str, int]:
        _, column, length = _span(file.lines[line - 1], rank, delimiter)
        return Place(file.name, line, column), file.lines[line - 1].replace("\t", " "), length

    grid = _CellGrid((), locate, _assumed(file.name, assumed), delimiter=delimiter)
    return replace(grid, rows=list(_rows(grid, text, delimiter, before)))


def _assumed(name: str, assumed: str) -> tuple[Problem, ...]:
    if not assumed:
        return ()
    advice = "regardez les accents ; pour ne plus rien supposer, enregistrez en UTF-8"
    return (Problem("A020", Place(name), f"ce fichier n’est pas en UTF-8 : lu en {assumed}", advice, "avertissement"),)


def _rows(grid: _CellGrid, text: str, delimiter: str, before: int) -> Iterator[tuple[int, list[str]]]:
    reader = csv.reader(io.StringIO(text), delimiter=delimiter, strict=True)
    start = before + 1
    try:
        for fields in reader:
            if any(cells := [clean_cell(value) for value in fields]):
                yield start, cells
            start = before + reader.line_num + 1
    except csv.Error:
        advice = "refermez-le, ou doublez les guillemets qui sont dans le texte"
        raise ProblemsError(
            [grid.problem(start, None, ("S032", "guillemet mal placé ou jamais refermé", advice))]
        ) from None


def _find_delimiter(text: str, columns: Sequence[str]) -> str:
    """The sign between cells: the one that shows most of the known columns, else the most frequent."""
    start = "".join(text.splitlines(keepends=True)[: _HEADER_MAX + 1])

    def merit(delimiter: str) -> tuple[int, int]:
        parsed = list(csv.reader(io.StringIO(start), delimiter=delimiter))
        return max((_known(fields, columns) for fields in parsed), default=0), max(map(len, parsed), default=0)

    return max(DELIMITERS, key=merit)


def _known(fields: Sequence[str], columns: Sequence[str]) -> int:
    return len({column_name(value) for value in fields} & set(columns))


def _span(line: str, rank: int | None, delimiter: str) -> Span:
    """Where a cell stands on the line that its row starts on."""
    if rank is None:
        return 1, 1, max(1, len(line))
    sign = re.escape(delimiter)
    cells = list(re.finditer(rf'(?:^|{sign})("(?:[^"]|"")*"|[^{sign}]*)', line))
    if rank >= len(cells):  # a quoted cell before it goes on to the next line, or the row is cut short
        return 1, 1, 1
    start, end = cells[rank].span(1)
    return 1, start + 1, max(1, end - start)


def clean_cell(text: str) -> str:
    """A cell without what a spreadsheet puts around it: spaces, line breaks, the `="01004"` that keeps a zero."""
    text = one_line(text).strip()
    protected = re.fullmatch(r'="(.*)"', text)
    return protected[1].strip() if protected else text


# --- workbooks


def _from_workbook(name: str, data: bytes, columns: Sequence[str], wanted: str) -> _CellGrid:
    """The sheet of the name that is wanted, else that which names most of the columns, the first of equals."""
    sheets = [
        replace(sheet, rows=[(n, [clean_cell(c) for c in fields]) for n, fields in sheet.rows])
        for sheet in read_workbook(name, data)
    ]
    filled = [sheet for sheet in sheets if sheet.rows]
    if not filled:
        raise ProblemsError([Problem("S008", Place(name), "ce classeur est vide", "remplissez-le ou supprimez-le")])
    named = [sheet for sheet in filled if sheet.name == wanted]
    most = max(filled, key=lambda sheet: max(_known(fields, columns) for _, fields in sheet.rows[:_HEADER_MAX]))
    chosen = named[0] if named else most
    if chosen.faults:
        raise ProblemsError([chosen.problem(name, *fault) for fault in chosen.faults])
    notices: list[tuple[str, str]] = []
    if chosen.name != wanted and (others := [f"« {sheet.name} »" for sheet in filled if sheet is not chosen]):
        message = f"la feuille « {chosen.name} » est lue, et non {' ni '.join(others)}"
        notices.append((message, "gardez une seule feuille si ce n’est pas la bonne"))
    if chosen.hidden_rows:
        notices.append(_hidden_notice("ligne", list(map(str, chosen.hidden_rows))))
    if chosen.hidden_columns:
        notices.append(_hidden_notice("colonne", list(map(column_letters, chosen.hidden_columns))))
    notes = tuple(Problem("A020", Place(name, feuille=chosen.name), *notice, "avertissement") for notice in notices)

    def locate(line: int, rank: int | None) -> tuple[Place, str, int]:
        return Place(name, line, 0 if rank is None else rank + 1, chosen.name), "", 1

    return _CellGrid([(n, fields) for n, fields in chosen.rows if any(fields)], locate, notes)


def _hidden_notice(kind: str, names: Sequence[str]) -> tuple[str, str]:
    """Message and advice about rows or columns that were read though no one sees them."""
    if len(names) == 1:
        message = f"1 {kind} masquée par le tableur, lue aussi ({_cited(kind, names)})"
        return message, "supprimez-la, ou affichez-la"
    message = f"{len(names)} {kind}s masquées par le tableur, lues aussi ({_cited(kind, names)})"
    return message, "supprimez-les, ou affichez-les"


# --- from a grid to a table


class _TableReader:
    """One reading of a grid: where its columns are, what is wrong, what was assumed."""

    def __init__(
        self, grid: _CellGrid, columns: Sequence[str], required: Collection[str], passing_over: bool,
        also: re.Pattern[str] | None = None,
    ) -> None:  # fmt: skip
        self.grid, self.columns, self.passing_over = grid, columns, passing_over
        self.problems: list[Problem] = []
        self.notices = list(grid.warnings)
        place = self._header_rank(required)
        self.line, self.header = grid.rows[place]
        self.below = grid.rows[place + 1 :]
        if place:
            lines = [line for line, _ in grid.rows[:place]]
            message = f"ce qui précède les noms des colonnes n’est pas lu ({cited_lines(lines)})"
            self.assume(lines[0], message, "enlevez ces lignes, ou laissez-les")
        names = dict.fromkeys(map(column_name, self.header))
        self.columns = (*columns, *(n for n in names if also and n not in columns and also.fullmatch(n)))
        self.ranks: dict[str, int] = {}
        self._columns(required)
        self.absent = {column: "" for column in columns if column not in self.ranks}

    def table(self, days: Collection[str]) -> tuple[TextTable | None, list[Problem]]:
        rows = [] if self.problems else list(self._data_rows())
        rows = self._turned_days(rows, days)
        if self.problems:
            return None, self.problems
        return TextTable(tuple(rows), tuple(self.notices), self.grid, self.line, self.ranks), []

    def add(self, line: int, rank: int | None, code: ProblemCode, message: str, advice: str) -> None:
        self.problems.append(self.grid.problem(line, rank, (code, message, advice)))

    def assume(self, line: int, message: str, advice: str) -> None:
        self.notices.append(self.grid.problem(line, None, ("A020", message, advice), "avertissement"))

    def _header_rank(self, required: Collection[str]) -> int:
        """The row that names the columns: the first that has all those that must be there, else the first of all."""
        start = [set(map(column_name, fields)) for _, fields in self.grid.rows[:_HEADER_MAX]]
        return next((rank for rank, names in enumerate(start) if names >= set(required)), 0)

    def _columns(self, required: Collection[str]) -> None:
        unknown: list[int] = []
        for rank, title in enumerate(self.header):
            column = column_name(title)
            if not title:
                if not self.passing_over:
                    self._nameless(rank)
            elif column not in self.columns:
                unknown.append(rank)
            elif (other := self.ranks.setdefault(column, rank)) != rank:
                message = f"colonne « {title} » en double"
                if self.header[other] != title:
                    message = f"les colonnes « {self.header[other]} » et « {title} » sont la même"
                self.add(self.line, rank, "S031", message, "gardez une seule des deux")
        missing = [column for column in self.columns if column in required and column not in self.ranks]
        if self.passing_over and unknown:
            named = ", ".join(f"« {self.header[rank]} »" for rank in unknown)
            self.assume(
                self.line,
                f"ce que disent d’autres colonnes n’est pas lu : {named}",
                "c’est bien ainsi si ce sont des notes",
            )
            unknown = []
        for rank in unknown:
            title, advice = self.header[rank], f"colonnes possibles : {', '.join(self.columns)}"
            if len(missing) == len(unknown) == 1:
                advice = f"est-ce « {missing[0]} », qui manque ? sinon enlevez-la"
            free = [name for name in self.columns if name not in self.ranks]
            advice = closest(column_name(title), free) or advice
            self.add(self.line, rank, "S031", f"la colonne « {title} » n’est pas connue", advice)
        if missing and not self.problems:
            what = "la colonne" if len(missing) == 1 else "les colonnes"
            advice = f"la première ligne nomme les colonnes : {', '.join(self.columns)}"
            message = f"il manque {what} {', '.join(f'« {name} »' for name in missing)}"
            self.add(self.line, None, "S031", message, advice)

    def _nameless(self, rank: int) -> None:
        filled = [line for line, fields in self.below if rank < len(fields) and fields[rank]]
        if filled:
            advice = f"nommez-la, ou videz-la ({cited_lines(filled)})"
            self.add(self.line, rank, "S031", "colonne sans nom", advice)

    def _data_rows(self) -> Iterator[TextRow]:
        short: list[int] = []
        same_length = len({len(fields) for _, fields in self.below}) == 1
        for line, fields in self.below:
            if fields == self.header:
                self.assume(line, "les noms des colonnes sont répétés ici", "enlevez cette ligne")
                continue
            # the empty end that a whole table has is nothing; that of one row is a separator too many in it
            kept = fields if self.grid.delimiter and not same_length else fields[: _filled(fields)]
            if len(kept) > len(self.header) and not self.passing_over:
                advice = "nommez la colonne qui déborde"
                if self.grid.delimiter:
                    advice = f"mettez entre guillemets le texte qui contient le séparateur, ou {advice}"
                self.add(line, None, "S030", f"{len(kept)} champs au lieu de {len(self.header)}", advice)
                continue
            if self.grid.delimiter and len(fields) <= max(self.ranks.values()):
                if not self._is_cut(line, fields):
                    advice = "complétez la ligne ; un retour à la ligne dans une case se met entre guillemets"
                    self.add(line, None, "S030", f"{len(fields)} champs au lieu de {len(self.header)}", advice)
                    continue
                short.append(line)
            self._errors(line, fields)
            padded = [*fields, *[""] * len(self.header)]
            yield TextRow(line, self.absent | {name: padded[rank] for name, rank in self.ranks.items()})
        if short:
            message = f"il manque des champs au bout : lus comme des cases vides ({cited_lines(short)})"
            self.assume(short[0], message, "complétez, ou enregistrez de nouveau la table")

    def _is_cut(self, line: int, fields: Sequence[str]) -> bool:
        """Whether Excel left out the empty end of this row: it does so for whole blocks of sixteen, but the first."""
        block = (line - 1) // _BLOCK
        neighbours = {len(others) for n, others in self.grid.rows if (n - 1) // _BLOCK == block}
        return block > 0 and neighbours == {len(fields)}

    def _errors(self, line: int, fields: Sequence[str]) -> None:
        for rank, value in enumerate(fields):
            if value[:1] == "#" and _ERRORS.fullmatch(value):
                advice = "corrigez la formule dans le tableur, ou écrivez la valeur"
                self.add(line, rank, "S041", f"« {value} » est une erreur de tableur", advice)

    def _turned_days(self, rows: list[TextRow], days: Collection[str]) -> list[TextRow]:
        """The same rows, days written « 23/11/2026 » turned round where that is sure: some day is past the twelfth."""
        for column in days:
            written: dict[int, re.Match[str]] = {}
            for row in rows:
                if day := _DAY.fullmatch(row.cells.get(column, "")):
                    written[row.line] = day
            sure = [day for day in written.values() if int(day[1]) > 12 and _iso(day)]
            if not sure or any(int(day[2]) > 12 for day in written.values()):
                continue
            turned = {line: _iso(day) for line, day in written.items()}
            rows = [
                replace(row, cells={**row.cells, column: turned[row.line]}) if turned.get(row.line) else row
                for row in rows
            ]
            message = f"« {column} » : {sure[0][0]} est lu {_iso(sure[0])}, et ainsi de toute la colonne"
            advice = "écrivez l’année, le mois et le jour pour ne rien laisser supposer"
            self.assume(next(iter(written)), message, advice)
        return rows


def _filled(fields: Sequence[str]) -> int:
    return max((rank for rank, value in enumerate(fields, 1) if value), default=0)


def _iso(day: re.Match[str]) -> str:
    try:
        return dt.date(int(day[3]), int(day[2]), int(day[1])).isoformat()
    except ValueError:
        return ""


def cited_lines(lines: Sequence[int]) -> str:
    """« ligne 4 », « lignes 4, 9, 12 »: the first six of them."""
    return _cited("ligne", list(map(str, lines)))


def _cited(kind: str, names: Sequence[str]) -> str:
    cited = ", ".join(names[:_CITED_MAX]) + (", …" if len(names) > _CITED_MAX else "")
    return f"{kind}{'s' * (len(names) > 1)} {cited}"
