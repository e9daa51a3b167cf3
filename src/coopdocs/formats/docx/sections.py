"""Word sections: orientation, columns, the cover's own first page, headers that the first section hands down, and feet
as wide as their page."""

from __future__ import annotations

import copy

from lxml import etree

from coopdocs.formats.docx.ooxml import ORDINARY, TWIPS_PER_MM, child, q, val, w
from coopdocs.formats.docx.package import WordPackage

GUTTER = 400  # between columns, twentieths of a point


class Sections:
    """What page the next block belongs to. `wanted` is what is asked for: "portrait", "landscape", or "columns", two
    of them on a portrait page that goes on; a new section opens only when a block comes, so that nothing empty is ever
    laid out."""

    def __init__(self, package: WordPackage) -> None:
        self._package = package
        self.wanted = self._open = "portrait"
        self.has_cover = False
        self._closed = 0
        self._goes_on = False

    @property
    def has_begun(self) -> bool:
        """True once something stands in the body."""
        return len(self._package.body) > 1

    def text_width(self) -> float:
        """The text's width in millimetres where the next block goes."""
        page, margins = child(self._package.section, "pgSz"), child(self._package.section, "pgMar")
        sides = sorted(int(val(page, side)) for side in ("w", "h"))
        twips = sides[self.wanted == "landscape"] - int(val(margins, "left")) - int(val(margins, "right"))
        if self.wanted == "columns":
            twips = (twips - GUTTER) // 2
        return twips / TWIPS_PER_MM

    def open(self) -> bool:
        """Close the running section where another is wanted; True when a new page starts here by itself."""
        if self.wanted == self._open:
            return False
        changes = self.has_begun
        if changes:
            # the properties of a section, but for the last one, live in its last paragraph
            last = self._package.section.getprevious()
            if last is None or last.tag != q("p"):
                last = w("p", ORDINARY.ppr(self._package.style_id("Fin de tableau")))
                self._package.section.addprevious(last)
            section = copy.deepcopy(self._package.section)
            self._settle(section)
            child(last, "pPr").append(section)
            self._closed += 1
        self._goes_on = changes and (self._open, self.wanted) == ("portrait", "columns")
        self._open = self.wanted
        return changes and not self._goes_on

    def stay(self) -> None:
        """What comes next belongs to the running section, whatever is asked for."""
        self.wanted = self._open

    def close(self) -> None:
        """Settle the last section, whose properties end the body."""
        self._settle(self._package.section)

    def _settle(self, section: etree._Element) -> None:
        if self._open == "landscape":
            # Word prints by `w` and `h`; `orient` only tells the printer, so the two sides are exchanged as well
            page = child(section, "pgSz")
            width, height = val(page, "w"), val(page, "h")
            page.set(q("w"), height)
            page.set(q("h"), width)
            page.set(q("orient"), "landscape")
            self._widen_footer(section)
        if self._goes_on:
            child(section, "pgSz").addprevious(w("type", val="continuous"))
        if self._open == "columns":
            columns = child(section, "cols")
            columns.set(q("num"), "2")
            columns.set(q("space"), str(GUTTER))
        if self._closed:
            # a section without a reference takes the header or foot of the section before it
            for e in [e for e in section if e.tag in (q("headerReference"), q("footerReference"))]:
                if e.tag == q("headerReference") or val(e, "type") != "default":
                    section.remove(e)
        title_page = section.find(q("titlePg"))
        if title_page is not None and (self._closed or not self.has_cover):
            section.remove(title_page)

    def _widen_footer(self, section: etree._Element) -> None:
        """Give a landscape section a foot whose tab stops are as far as its page is wide."""
        page, margins = child(section, "pgSz"), child(section, "pgMar")
        sides = int(val(margins, "left")) + int(val(margins, "right"))
        narrow, wide = (int(val(page, side)) - sides for side in ("h", "w"))
        for e in section.findall(q("footerReference")):
            if val(e, "type") == "default":
                e.set(q("r:id"), self._package.wide_footer(e.get(q("r:id")) or "", wide / narrow))
