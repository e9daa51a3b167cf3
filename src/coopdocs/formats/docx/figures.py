"""Figures: images on a line of their own, their alternative texts, one caption."""

from __future__ import annotations

from lxml import etree

from coopdocs.formats.docx.blocks import write_caption
from coopdocs.formats.docx.body import Body, Container
from coopdocs.formats.docx.dialect import (
    DialectError,
    MissingImageError,
    children,
    classes,
    highest,
    line_of,
    local_name,
    width,
)
from coopdocs.formats.docx.ooxml import EMU_PER_MM, ORDINARY, PLAIN, R, run, text, w

HIGHEST = 215  # mm: a taller image would leave no room for its caption on an A4 page
DRAWING = {
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "pic": "http://schemas.openxmlformats.org/drawingml/2006/picture",
    "r": R,
}
# Word 2019 marks an image as decorative by this extension; older ones see an empty description.
DECORATIVE_URI = "{C183D7F6-B498-43B3-948B-1728B52AA6E4}"
DECORATIVE = '<adec:decorative xmlns:adec="http://schemas.microsoft.com/office/drawing/2017/decorative" val="1"/>'


def write_figure(body: Body, e: etree._Element, container: Container) -> None:
    """Images side by side on their own line, each with its alternative text, and the caption kept below them."""
    classes(e)
    parts = list(children(e))
    if unknown := [child for child in parts if local_name(child) not in ("img", "figcaption") or classes(child)]:
        raise DialectError(unknown[0], "une figure contient des <img> et, au besoin, une <figcaption>")
    images, legends = ([child for child in parts if local_name(child) == name] for name in ("img", "figcaption"))
    if not images or len(legends) > 1:
        raise DialectError(e, "une figure contient au moins une <img> et une seule <figcaption>")
    legend = legends[0] if legends else None
    p = w("p")
    for image in images:
        if len(p):
            p.append(run(PLAIN, text(" ")))
        p.append(run(PLAIN, w("drawing", _drawing(body, image))))
    if legend is None:  # else the bookmarks are the caption's, which a reference repeats
        body.enclose(p, tuple(body.take_bookmarks()))
    body.place_paragraph(container, p, "Figure", ORDINARY)
    if legend is not None:
        write_caption(body, legend, container, "Figure")


def _drawing(body: Body, e: etree._Element) -> etree._Element:
    """The inline drawing of an image; an empty `alt` marks it as decoration, a missing one is refused."""
    src, alt = e.get("src") or "", e.get("alt")
    if alt is None:
        raise DialectError(e, 'une image a toujours un alt ; alt="" si elle est décorative')
    try:
        rid, natural_width, natural_height = body.package.image(body.images[src])
    except (KeyError, ValueError):
        raise MissingImageError(src, line_of(e)) from None
    available = body.sections.text_width()
    wanted = min(width(e, available) or natural_width, available)
    scale = min(wanted / natural_width, highest(e, HIGHEST) / natural_height)
    cx, cy = round(natural_width * scale * EMU_PER_MM), round(natural_height * scale * EMU_PER_MM)
    number = body.package.next_drawing()
    properties = _d("wp:docPr", id=number, name=f"Image {number}", descr=alt)
    if not alt:
        properties.append(_d("a:extLst", _d("a:ext", etree.fromstring(DECORATIVE), uri=DECORATIVE_URI)))
    lock = _d("a:graphicFrameLocks", noChangeAspect=1)
    frame = _d("a:xfrm", _d("a:off", x=0, y=0), _d("a:ext", cx=cx, cy=cy))
    picture = _d(
        "pic:pic",
        _d("pic:nvPicPr", _d("pic:cNvPr", id=number, name=f"Image {number}", descr=alt), _d("pic:cNvPicPr")),
        _d("pic:blipFill", _d("a:blip", embed=rid), _d("a:stretch", _d("a:fillRect"))),
        _d("pic:spPr", frame, _d("a:prstGeom", _d("a:avLst"), prst="rect")),
    )
    # size and description stand twice, for the paragraph's layout and for the picture itself: readers use either
    return _d(
        "wp:inline",
        _d("wp:extent", cx=cx, cy=cy),
        properties,
        _d("wp:cNvGraphicFramePr", lock),
        _d("a:graphic", _d("a:graphicData", picture, uri=DRAWING["pic"])),
        distT=0, distB=0, distL=0, distR=0,
    )  # fmt: skip


def _d(tag: str, *children: etree._Element, **attributes: str | int) -> etree._Element:
    """An element of DrawingML (`wp:inline`), whose attributes, but for `r:embed`, have no namespace."""
    prefix, _, local = tag.partition(":")
    element = etree.Element(f"{{{DRAWING[prefix]}}}{local}", nsmap=DRAWING)
    for key, value in attributes.items():
        element.set(f"{{{R}}}embed" if key == "embed" else key, str(value))
    element.extend(children)
    return element
