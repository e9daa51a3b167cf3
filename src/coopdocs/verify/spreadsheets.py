"""The tables of a comparatif read back from each of its formats, and held against one another cell by cell."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from coopdocs.typographie import plain_spaces
from coopdocs.verify.findings import Finding, Reason, judge
from coopdocs.verify.folder import Folder
from coopdocs.verify.pages import OfficeFile, W, html_tree
from coopdocs.verify.tagtree import Pdf, StructElement
from coopdocs.views.tableau import A_VERIFIER, DIFFERE, MOTS, NON_ETABLI

if TYPE_CHECKING:
    from lxml import etree

COMPARATIFS = "comparatifs"
_WORDS = "|".join(word for words in MOTS.values() for word in words.values())
_MENTIONS = "|".join(re.escape(plain_spaces(mention)) for mention in (A_VERIFIER, NON_ETABLI))
_XL = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_CALLS = ("Link", "Reference", "Note")


@dataclass(frozen=True)
class ReadTable:
    """A table read back: the heads of its columns of cells, then each row's own head and cells, as words.

    `plain`: from a format without layout, where heads are whole sigles and rows have no group before their head.
    """

    heads: tuple[str, ...]
    rows: tuple[tuple[str, tuple[str, ...]], ...]
    plain: bool


def words(text: str) -> str:
    """Words in their order, with plain single spaces."""
    return " ".join(plain_spaces(text).split())


def unjoined(text: str) -> str:
    """A cell's words without what formats without layout write between its parts: « Oui – sûr (à vérifier) »."""
    text = re.sub(rf"^({DIFFERE} )?({_WORDS}) – ", r"\1\2 ", words(text))
    return re.sub(rf"\(({_MENTIONS})\)$", r"\1", text)


def _table(rows: list[list[str]], plain: bool) -> ReadTable:
    (_, *heads), *body = rows
    body_rows = ((words(title), tuple(unjoined(cell) for cell in cells)) for title, *cells in body)
    return ReadTable(tuple(words(t) for t in heads), tuple(body_rows), plain)


# --- one reader a format


def from_csv(data: bytes, delimiter: str = ",") -> list[ReadTable]:
    rows = csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), delimiter=delimiter)
    # the writer sets an apostrophe before what a spreadsheet would take for a formula
    return [_table([[re.sub(r"^'(?=[=+\-@\t\r])", "", cell) for cell in row[1:]] for row in rows], plain=True)]


def from_xlsx(data: bytes) -> list[ReadTable]:
    return [_table([row[1:] for row in sheet(data, 0)], plain=True)]


def sheet(data: bytes, index: int) -> list[list[str]]:
    """The rows of a workbook's sheet, by its place from 0."""
    office = OfficeFile(data)
    relationships = office.relationships("xl/workbook.xml")
    sheets = list(office.xml("xl/workbook.xml").iter(f"{_XL}sheet"))
    rid = sheets[index].get("{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id")
    shared = [
        "".join(t.text or "" for t in item.iter(f"{_XL}t")) for item in office.xml("xl/sharedStrings.xml")
    ] if "xl/sharedStrings.xml" in office.parts else []  # fmt: skip
    rows = []
    for row in office.xml(f"xl/{relationships[rid]}").iter(f"{_XL}row"):
        cells: dict[int, str] = {}
        for c in row.iter(f"{_XL}c"):
            value = c.findtext(f"{_XL}v", "")
            inline = "".join(t.text or "" for t in c.iter(f"{_XL}t"))
            cells[_column_number(c.get("r"))] = shared[int(value)] if c.get("t") == "s" else inline or value
        rows.append([cells.get(n, "") for n in range(max(cells, default=-1) + 1)])
    return rows


def _column_number(reference: str) -> int:
    """0 for A1, 27 for AB3."""
    number = 0
    for letter in re.sub(r"\d", "", reference):
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1


def from_docx(data: bytes) -> list[ReadTable]:
    """The strips of the table, each headed by its critères; the last table of the file is that of sources."""
    *strips, _ = OfficeFile(data).xml("word/document.xml").iter(f"{W}tbl")
    return [_table(_rows(strip), plain=True) for strip in strips]


def _rows(table: etree._Element) -> list[list[str]]:
    return [
        [
            " ".join("".join(t.text or "" for t in p.iter(f"{W}t")) for p in cell.iter(f"{W}p"))
            for cell in row.iter(f"{W}tc")
        ]
        for row in table.iter(f"{W}tr")
    ]


def from_html(data: bytes) -> list[ReadTable]:
    table = html_tree(data).find(".//table")
    for call in table.xpath(".//*[@class='appel' or @class='appels']"):
        call.drop_tree()
    rows = [[cell.text_content() for cell in row.xpath("th|td")] for row in table.iter("tr")]
    return [_table(rows, plain=False)]


def from_pdf(data: bytes) -> list[ReadTable]:
    """The tables as a screen reader says them, in order, less the calls to sources and heads said again."""
    grids = []
    for table in Pdf(data).struct_tree.named("Table"):
        rows: list[list[str]] = []
        for row in (b for b in table.walk() if b.role == "TR"):
            cells = [c for c in row.kids if isinstance(c, StructElement) and c.role in ("TH", "TD")]
            words = [c.text(without=_CALLS).rstrip(" ,") for c in cells]
            if not rows or words != rows[0]:
                rows.append(words)
        if rows:
            grids.append(_table(rows, plain=False))
    return grids


READERS: dict[str, Callable[[bytes], list[ReadTable]]] = {
    "csv": from_csv,
    "excel.csv": lambda data: from_csv(data, ";"),
    "xlsx": from_xlsx,
    "docx": from_docx,
    "html": from_html,
    "pdf": from_pdf,
}


# --- held against one another


def check(folder: Folder) -> Iterator[Finding]:
    """Each file of a comparatif against the others: where they do not agree, those that differ from most are named."""
    groups: dict[str, dict[str, str]] = {}
    for path in folder.documents:
        stem, _, ending = path.partition(".")
        if path.startswith(f"{COMPARATIFS}/") and ending in READERS:
            groups.setdefault(stem, {})[ending] = path
    for files in groups.values():
        reasons: dict[str, list[Reason]] = {path: [] for path in files.values()}
        grids: list[tuple[str, ReadTable]] = []
        for ending, path in files.items():
            try:
                grids += [(path, table) for table in READERS[ending](folder.read(path))]
            except Exception as error:
                # a damaged file can break its reader anywhere; the other formats are still compared
                reasons[path].append(("son tableau ne se lit pas", f"{type(error).__name__} : {error}"))
        for path, detail in _disagreements(grids):
            reasons[path].append(("une case n’est pas celle des autres formats", detail))
        for path, found in reasons.items():
            yield from judge(path, "tableaux", found)


def _disagreements(grids: list[tuple[str, ReadTable]]) -> Iterator[tuple[str, str]]:
    """(file, cell and what it says) for each cell that a file does not have as most others do, or at all."""
    reading = _Headings.of([grid for _, grid in grids])
    read = [(path, reading.cells(grid)) for path, grid in grids]
    files = {path for path, _ in read}
    for place in dict.fromkeys(place for _, cells in read for place in cells):
        name = " × ".join(place)
        votes = [(path, cells[place]) for path, cells in read if place in cells]
        most, _ = Counter(squeezed(text) for _, text in votes).most_common(1)[0]
        other, said = next((path, text) for path, text in votes if squeezed(text) == most)
        for path, text in votes:
            if squeezed(text) != most:
                yield path, f"{name} : « {text} » ; dans {other} : « {said} »"
        if place[0] not in (_HEAD, _LAID_OUT_HEAD):
            having = {path for path, _ in votes}
            few, what = (files - having, "manque") if 2 * len(having) >= len(files) else (having, "est en trop")
            yield from ((path, f"{name} {what}") for path in sorted(few))


_HEAD, _LAID_OUT_HEAD = "tête de colonne", "tête de colonne mise en page"


def squeezed(text: str) -> str:
    """A text without spaces: lines of a PDF do not tell where they had one."""
    return "".join(text.split())


@dataclass(frozen=True)
class _Headings:
    """What tells which row and column a cell is of, whatever the format: row heads, then column heads of both kinds."""

    row_heads: tuple[str, ...]
    plain_heads: tuple[str, ...]
    laid_out_heads: tuple[str, ...]

    @classmethod
    def of(cls, grids: list[ReadTable]) -> _Headings:
        titles = dict.fromkeys(title for g in grids if g.plain for title, _ in g.rows)
        # a table too wide for paper is several in a PDF and in Word, and one elsewhere
        plain = max((g.heads for g in grids if g.plain), key=len, default=())
        laid_out = dict.fromkeys(squeezed(t).casefold() for g in grids if not g.plain for t in g.heads)
        return cls(tuple(sorted(titles, key=len, reverse=True)), plain, tuple(laid_out))

    def cells(self, grid: ReadTable) -> dict[tuple[str, str], str]:
        """The cells by head of row and of column; the heads of columns are cells too."""
        columns = [self._column(grid, n) for n in range(len(grid.heads))]
        kind = _HEAD if grid.plain else _LAID_OUT_HEAD
        found = {(kind, column): head for column, head in zip(columns, grid.heads, strict=True)}
        for title, cells in grid.rows:
            row = title if grid.plain else self._title(title)
            found |= {(row, columns[n] if n < len(columns) else f"colonne {n + 1}"): c for n, c in enumerate(cells)}
        return found

    def _column(self, grid: ReadTable, n: int) -> str:
        if not grid.plain:
            n = self.laid_out_heads.index(squeezed(grid.heads[n]).casefold())
        elif len(grid.heads) < len(self.plain_heads) and grid.heads[n] in self.plain_heads:
            n = self.plain_heads.index(grid.heads[n])
        return self.plain_heads[n] if n < len(self.plain_heads) else f"colonne {n + 1}"

    def _title(self, head: str) -> str:
        """A row's own head, without its group before it."""
        end = squeezed(head).casefold()
        return next((t for t in self.row_heads if end.endswith(squeezed(t).casefold())), head)
