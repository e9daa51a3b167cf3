"""Tables as XLSX with xlsxwriter: a real table, frozen and repeated heads, pages that can be read once printed."""

from __future__ import annotations

import datetime as dt
import io
import re
import textwrap
from collections.abc import Sequence
from typing import Any

from coopdocs.couleurs import MAISON
from coopdocs.formats.job import FillIn, Sheet, XlsxJob

# xlsxwriter refuses longer addresses as links; such an address stays plain text.
_LINK_MAX = 2079
# Spreadsheets count days from there; an earlier one stays text.
_FIRST_DAY = "1900-01-01"
# Of 10 pt: no text is printed under 7.4 pt.
_PRINT_SCALE = 74
_FOOTER_MAX = 255
# Points: a line of 10 pt, what stands above and below, the highest row that Excel takes.
_LINE, _PADDING, _ROW_MAX = 13.0, 3.0, 409.0
_BODY = {"text_wrap": True, "valign": "top", "font_name": "Calibri", "font_size": 10}
_HEAD = {"text_wrap": True, "valign": "vcenter", "bold": True, "font_color": MAISON.blanc, "font_name": "Calibri"}


def write(job: XlsxJob) -> bytes:
    """The workbook's bytes; the same job gives the same bytes."""
    import xlsxwriter

    out = io.BytesIO()
    # a cell is the text that it is: no formula, no number, no link is guessed from it
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_numbers": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(out, options)
    created = dt.datetime.combine(job.edition, dt.time())
    book.set_properties({"title": job.title, "author": job.author, "created": created})
    book.set_custom_property("Langue", "fr-FR")
    plain = book.add_format(_BODY)
    link = book.add_format({**_BODY, "font_color": MAISON.lien, "underline": 1})
    for index, sheet in enumerate(job.sheets, 1):
        _sheet(book, index, sheet, plain, link)
    book.close()
    return out.getvalue()


def _sheet(book: Any, index: int, sheet: Sheet, plain: Any, link: Any) -> None:
    ws = book.add_worksheet(sheet.name)
    head_formats = [book.add_format({**_HEAD, "bg_color": color}) for color in sheet.colors]
    ws.add_table(0, 0, max(1, len(sheet.rows)), len(sheet.heads) - 1, {
        "name": f"Tableau{index}",
        "style": "Table Style Light 1",
        "columns": [{"header": head, "header_format": f} for head, f in zip(sheet.heads, head_formats, strict=True)],
    })  # fmt: skip
    for col, width in enumerate(sheet.widths):
        ws.set_column(col, col, width, plain)
    days = {filled.column for filled in sheet.filled if filled.days}
    day = book.add_format({**_BODY, "num_format": "yyyy-mm-dd", "align": "left"}) if days else plain
    for r, row in enumerate(sheet.rows, 1):
        for c, cell in enumerate(row):
            if c in days and cell >= _FIRST_DAY:
                ws.write_datetime(r, c, dt.datetime.fromisoformat(cell), day)
            elif c in days and not cell:
                ws.write_blank(r, c, None, day)
            elif cell.startswith("https://") and len(cell) < _LINK_MAX:
                ws.write_url(r, c, cell, link, cell)
            else:
                ws.write_string(r, c, cell, plain)
    for c in range(0 if sheet.rows else len(sheet.heads)):
        ws.write_blank(1, c, None, plain)  # a table has one row at least
    for filled in sheet.filled:
        ws.data_validation(1, filled.column, max(1, len(sheet.rows)), filled.column, _validation(filled))
    ws.freeze_panes(1, sheet.frozen)
    ws.repeat_rows(0)
    ws.set_landscape()
    ws.set_paper(9)  # A4
    if sheet.breaks:
        ws.set_print_scale(_PRINT_SCALE)
        ws.repeat_columns(0, sheet.frozen - 1)
        ws.set_v_pagebreaks(sheet.breaks)
    else:
        ws.fit_to_pages(1, 0)
    ws.set_margins(0.5, 0.5, 0.6, 0.6)
    ws.set_footer(_footer(sheet.title), {"scale_with_doc": False})
    ws.set_row(0, 32)  # two lines of heads
    # Excel fits rows to their wrapped text by itself, LibreOffice prints one line over the next
    for r, row in enumerate(sheet.rows, 1):
        ws.set_row(r, _height(row, sheet.widths))


def _validation(filled: FillIn) -> dict[str, Any]:
    """What a spreadsheet takes in a cell that people fill in, and what it says of it."""
    from xlsxwriter.utility import xl_col_to_name

    said = {"input_title": "À remplir", "input_message": filled.help, "error_message": filled.help}
    if filled.days:
        first = {"criteria": ">=", "value": dt.date.fromisoformat(_FIRST_DAY)}
        return {"validate": "date", **first, **said}
    match filled.choices:
        case ():
            return {"validate": "any", **said}
        case (str(sheet), int(column), int(count)):
            letter = xl_col_to_name(column)
            source: Any = f"='{sheet}'!${letter}$2:${letter}${count + 1}"
        case words:
            source = list(words)
    return {"validate": "list", "source": source, "show_error": not filled.free, **said}


def _height(row: Sequence[str], widths: Sequence[float]) -> float:
    """Points that a row takes, which may end before its last columns.

    A column as wide as n figures of 11 pt holds more than n letters of 10 pt.
    """
    lines = (len(textwrap.wrap(cell, max(1, int(width)))) for cell, width in zip(row, widths, strict=False))
    return min(_LINE * max([1, *lines]) + _PADDING, _ROW_MAX)


def _footer(title: str) -> str:
    """The codes of a footer: the title on the left, cut where Excel holds no more, and the page on the right.

    A font's name between a size and what follows: a title that begins with a figure would be a larger size.
    """
    face, right = '&8&"-,Regular"', '&R&8&"-,Regular"&P / &N'
    room = _FOOTER_MAX - len(f"&L{face}{right}")
    escaped = title.replace("&", "&&")
    if len(escaped) > room:
        pieces = re.findall("&&|.", escaped, re.S)
        while len("".join(pieces)) > room - 1:
            pieces.pop()
        escaped = "".join(pieces).rstrip() + "…"
    return f"&L{face}{escaped}{right}"
