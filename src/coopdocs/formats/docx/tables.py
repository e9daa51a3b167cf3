"""Tables, with the captions, headers and descriptions that make them readable without being seen."""

from __future__ import annotations

from dataclasses import dataclass, replace

from lxml import etree

from coopdocs.formats.docx.blocks import write_caption
from coopdocs.formats.docx.body import Body, Container
from coopdocs.formats.docx.dialect import DialectError, children, classes, colour, local_name, plain_text, width
from coopdocs.formats.docx.ooxml import TWIPS_PER_MM, RunProperties, w

TABLE_STYLES = {"comparatif": "Comparatif"}
ORDINARY_STYLE = "Tableau coopdocs"
SHORT = 600  # characters: a table no longer than this, a third of a page, is never cut by one
NARROWEST = 15.0  # mm: what a column without a width of its own gets at least
# The bits of `w:tblLook`: which parts of a table style are in force.
FIRST_ROW, FIRST_COLUMN, NO_BANDS = 0x0020, 0x0080, 0x0600


@dataclass(frozen=True)
class TableParts:
    """What the HTML of a table holds: its rows, each with whether it is a header."""

    caption: etree._Element | None
    columns: list[etree._Element]
    rows: list[tuple[etree._Element, bool]]

    @property
    def has_header(self) -> bool:
        return any(is_header for _, is_header in self.rows)

    @property
    def has_row_heads(self) -> bool:
        return any(cell.get("scope") == "row" for row, _ in self.rows for cell in row)


def write_table(body: Body, e: etree._Element, container: Container) -> None:
    """A table with its caption above; header rows repeat, rows stay whole and none is alone on a page."""
    if container.is_cell:
        raise DialectError(e, "un tableau ne peut pas en contenir un autre")
    parts = _parts(e)
    if parts.caption is not None:
        write_caption(body, parts.caption, container, "Tableau", keep_next=True)
    count = len(parts.rows[0][0])
    widths = _widths(body, parts.columns, count)
    tbl = w("tbl", _properties(body, e, parts, sum(widths)), w("tblGrid", *(w("gridCol", w=size) for size in widths)))
    body.place_table(container, tbl)
    is_short = len(plain_text(e)) <= SHORT
    first_data = next((row for row, is_header in parts.rows if not is_header), None)
    for left, (row, is_header) in zip(range(len(parts.rows) - 1, -1, -1), parts.rows, strict=True):
        if len(row) != count:
            raise DialectError(row, f"cette rangée a {len(row)} cellules au lieu de {count}")
        body.hold_anchor(row)
        # cantSplit: no page break within the row; tblHeader: the row comes again at the head of each page
        tr = w("tr", w("trPr", w("cantSplit"), w("tblHeader") if is_header else None))
        tbl.append(tr)
        # two rows stay on one page where all paragraphs of the first « keep with next »: tables have no such property
        keep_next = is_header or (left > 0 and (is_short or left == 1 or row is first_data))
        for cell, size in zip(children(row), widths, strict=True):
            tr.append(_cell(body, cell, container, size, keep_next))


def _parts(e: etree._Element) -> TableParts:
    title, columns, rows = None, list[etree._Element](), list[tuple[etree._Element, bool]]()
    for child in children(e):
        classes(child)
        if local_name(child) == "caption":
            title = child
        elif local_name(child) == "colgroup":
            columns.extend(children(child))
        elif local_name(child) == "tr":
            rows.append((child, False))
        elif local_name(child) in ("thead", "tbody", "tfoot"):
            rows.extend((tr, local_name(child) == "thead") for tr in children(child))
        else:
            raise DialectError(child, "cet élément n’a pas sa place dans un tableau")
    for tr, _ in rows:
        if local_name(tr) != "tr" or classes(tr):
            raise DialectError(tr, "seuls des <tr> tiennent ici")
    if not rows or not len(rows[0][0]):
        raise DialectError(e, "ce tableau est vide ; ne l’écrivez que s’il a des rangées")
    return TableParts(title, columns, rows)


def _widths(body: Body, columns: list[etree._Element], count: int) -> list[int]:
    """Column widths in twentieths of a point: as asked, the rest shared, and never wider than the text."""
    available, widened = body.sections.text_width(), body.package.widened
    found = [width(column, available) for column in columns[:count]]
    asked = [size and size * widened for size in found] + [None] * (count - len(columns))
    free = asked.count(None)
    rest = max(available - sum(size for size in asked if size), NARROWEST * free)
    widths = [size if size is not None else rest / free for size in asked]
    scale = min(1.0, available / sum(widths))
    return [round(size * scale * TWIPS_PER_MM) for size in widths]


def _properties(body: Body, e: etree._Element, parts: TableParts, total_width: int) -> etree._Element:
    """The `w:tblPr`: fixed columns, for readers would else size them by their words, each in its own way."""
    style = next((TABLE_STYLES[c] for c in sorted(classes(e)) if c in TABLE_STYLES), ORDINARY_STYLE)
    # the first edition of the format says this by bits, the second by attributes: readers look at either
    bits = NO_BANDS | (FIRST_ROW if parts.has_header else 0) | (FIRST_COLUMN if parts.has_row_heads else 0)
    in_force = {
        "firstRow": int(parts.has_header),
        "lastRow": 0,
        "firstColumn": int(parts.has_row_heads),
        "lastColumn": 0,
    }
    # title and description are the table's alternative text
    title = plain_text(parts.caption) if parts.caption is not None else e.get("data-description") or ""
    description = e.get("data-description") or title
    return w(
        "tblPr",
        w("tblStyle", val=body.package.style_id(style)),
        w("tblW", w=total_width, type="dxa"),
        w("tblLayout", type="fixed"),
        w("tblLook", val=f"{bits:04X}", **in_force, noHBand=1, noVBand=1),
        w("tblCaption", val=title) if title else None,
        w("tblDescription", val=description) if description else None,
    )


def _cell(body: Body, e: etree._Element, container: Container, size: int, keep_next: bool) -> etree._Element:
    if local_name(e) not in ("td", "th"):
        raise DialectError(e, "une rangée ne contient que des <th> et des <td>")
    if e.get("colspan", "1") != "1" or e.get("rowspan", "1") != "1":
        raise DialectError(e, "une cellule fusionnée se lit mal à voix haute ; répétez son contenu")
    fill = colour(e, "data-fond")
    shading = w("shd", val="clear", color="auto", fill=fill) if fill else None
    tc = w("tc", w("tcPr", w("tcW", w=size, type="dxa"), shading))
    body.hold_anchor(e)
    style = "Cellule d’en-tête" if local_name(e) == "th" else "Cellule"
    if "nombre" in classes(e):
        style += " de nombre"
    run_properties = RunProperties(ink=colour(e, "data-encre"))
    inside = replace(container, element=tc, style=style, run_properties=run_properties, keep_next=keep_next)
    body.flow(e, inside)
    if len(tc) == 1:  # Word opens no file in which a cell has no paragraph
        body.add_paragraph(inside, style, [], source=e)
    return tc
