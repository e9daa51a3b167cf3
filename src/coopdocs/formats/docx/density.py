"""A dense page: the looks of the reference file, with less room between them and smaller letters.

A long dossier takes as many sheets in Word as on paper. What a Word user changed in the reference file still shows:
each length is a share of what stands there.
"""

from __future__ import annotations

from itertools import chain

from docx.opc.constants import RELATIONSHIP_TYPE as RT
from lxml import etree

from coopdocs.formats.docx.ooxml import child, q, val
from coopdocs.formats.docx.package import WordPackage

ROOM, CONTENTS, MARGINS, CELLS = 0.5, 0.2, 0.8, 0.5
"""What is left of the room around paragraphs and around lines of a table of contents, of a page's margins, of the room
above and below a cell's words."""
LINE = 247
"""The widest leading (240ths of a line)."""
SMALLEST, READ, TITLES = 17, 20, 0.6
"""In half points: the smallest letters, those of the text; what is left of what titles have more than it."""
_SIDES = ("left", "right")


def tighten(package: WordPackage) -> None:
    """Give the package's styles, page and feet less room, before anything is written in it."""
    styles = package.part.styles.element
    before = _width(package.section)
    margins = child(package.section, "pgMar")
    for side in ("top", "bottom", *_SIDES):
        margins.set(q(side), str(round(int(val(margins, side)) * MARGINS)))
    package.widened = _width(package.section) / before
    for spacing in styles.iter(q("spacing")):
        holder = spacing.getparent().getparent()
        listed = holder.tag == q("style") and val(child(holder, "name")).startswith("toc ")
        _close(spacing, CONTENTS if listed else ROOM)
    for size in chain(styles.iter(q("sz")), styles.iter(q("szCs"))):
        size.set(q("val"), str(_smaller(int(val(size)))))
    for style in styles.findall(q("style")):
        for side in ("top", "bottom"):
            for room in style.iterfind(f"{q('tblPr')}/{q('tblCellMar')}/{q(side)}"):
                room.set(q("w"), str(round(int(val(room, "w")) * CELLS)))
    feet = [link.target_part.element for link in package.part.rels.values() if link.reltype in (RT.HEADER, RT.FOOTER)]
    for tab in chain(styles.iter(q("tab")), *(foot.iter(q("tab")) for foot in feet)):
        if val(tab) == "right":
            tab.set(q("pos"), str(round(int(val(tab, "pos")) * package.widened)))


def _width(section: etree._Element) -> int:
    """How wide the text of a section is (twentieths of a point)."""
    margins = child(section, "pgMar")
    return int(val(child(section, "pgSz"), "w")) - sum(int(val(margins, side)) for side in _SIDES)


def _close(spacing: etree._Element, share: float) -> None:
    for side in ("before", "after"):
        if room := val(spacing, side):
            spacing.set(q(side), str(round(int(room) * share)))
    if val(spacing, "lineRule") == "auto":
        spacing.set(q("line"), str(min(int(val(spacing, "line")), LINE)))


def _smaller(size: int) -> int:
    """Letters of a size in half points, made smaller: none is under the smallest but those that were."""
    if size > READ + 4:
        return round(READ + (size - READ) * TITLES)
    return max(min(size, SMALLEST), min(size - 1, READ))
