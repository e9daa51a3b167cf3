"""The WordprocessingML side of the DOCX room: elements, fields, and properties in the order that the schema wants.

A `w:pPr` or `w:rPr` is an `xsd:sequence`: Word calls a file damaged whose properties stand in another order, and
drops some of them in silence. So they are written here alone, each in one list that keeps the order.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from lxml import etree

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
NSMAP = {"w": W, "r": R}
XML_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
TWIPS_PER_MM = 1440 / 25.4
EMU_PER_MM = 36000


def q(tag: str) -> str:
    """`p` → `{…wordprocessingml…}p`; `r:id` → the relationship namespace."""
    return f"{{{R}}}{tag[2:]}" if tag.startswith("r:") else f"{{{W}}}{tag}"


def w(tag: str, *children: etree._Element | None, **attributes: str | int) -> etree._Element:
    """A `w:` element with `w:` attributes; None children are left out. A trailing `_` keeps Python's words free."""
    element = etree.Element(q(tag), nsmap=NSMAP)
    for key, value in attributes.items():
        element.set(q(key.rstrip("_")), str(value))
    for child in children:
        if child is not None:
            element.append(child)
    return element


def child(element: etree._Element, tag: str) -> etree._Element:
    """The first child of that name; KeyError when the schema's promise is not kept."""
    found = element.find(q(tag))
    if found is None:
        raise KeyError(tag)
    return found


def val(element: etree._Element, attribute: str = "val") -> str:
    """A `w:` attribute, empty when absent."""
    return element.get(q(attribute)) or ""


@dataclass(frozen=True)
class RunProperties:
    """How a run of text looks; `style` is a character style's id, `language` and `ink` None for the document's own."""

    style: str | None = None
    bold: bool = False
    italic: bool = False
    position: str | None = None
    language: str | None = None
    ink: str | None = None

    def rpr(self) -> etree._Element | None:
        # bCs and iCs say the same for letters that Word takes for a complex script, whatever the font
        properties = [
            w("rStyle", val=self.style) if self.style else None,
            w("b") if self.bold else None,
            w("bCs") if self.bold else None,
            w("i") if self.italic else None,
            w("iCs") if self.italic else None,
            w("color", val=self.ink) if self.ink else None,
            w("vertAlign", val=self.position) if self.position else None,
            w("lang", val=self.language) if self.language else None,
        ]
        return w("rPr", *properties) if any(e is not None for e in properties) else None


PLAIN = RunProperties()


def run(properties: RunProperties, *content: etree._Element) -> etree._Element:
    return w("r", properties.rpr(), *content)


def text(words: str, tag: str = "t") -> etree._Element:
    """A `w:t` (or another text element); XML readers drop spaces at its ends unless it says that they count."""
    element = w(tag)
    element.text = words
    if words != words.strip(" "):
        element.set(XML_SPACE, "preserve")
    return element


def field(
    instruction: str, result: Iterable[etree._Element], properties: RunProperties = PLAIN
) -> list[etree._Element]:
    """The runs of a field whose stored result is `result`, so that it reads well before any update."""
    return [
        run(properties, w("fldChar", fldCharType="begin")),
        run(properties, text(f" {instruction} ", "instrText")),
        run(properties, w("fldChar", fldCharType="separate")),
        *result,
        run(properties, w("fldChar", fldCharType="end")),
    ]


@dataclass(frozen=True)
class ParagraphProperties:
    """A paragraph's own properties beyond its style.

    `numbering`: level and numbering id; `space_before` and `tab_stop` in twentieths of a point.
    """

    keep_next: bool = False
    page_break_before: bool = False
    numbering: tuple[int, int] | None = None
    space_before: int | None = None
    tab_stop: int | None = None

    def ppr(self, style: str) -> etree._Element:
        """The `w:pPr` of a paragraph of this style, given by its id."""
        numbering = None
        if self.numbering:
            numbering = w("numPr", w("ilvl", val=self.numbering[0]), w("numId", val=self.numbering[1]))
        return w(
            "pPr",
            w("pStyle", val=style),
            w("keepNext") if self.keep_next else None,
            w("pageBreakBefore") if self.page_break_before else None,
            numbering,
            w("tabs", w("tab", val="left", pos=self.tab_stop)) if self.tab_stop else None,
            w("spacing", before=self.space_before) if self.space_before is not None else None,
        )


ORDINARY = ParagraphProperties()
