"""Bulleted and numbered lists, two levels deep."""

from __future__ import annotations

from lxml import etree

from coopdocs.formats.docx.body import Body, Container
from coopdocs.formats.docx.dialect import INLINE, DialectError, children, classes, local_name, nodes, says_something
from coopdocs.formats.docx.ooxml import ORDINARY, ParagraphProperties


def write_list(body: Body, e: etree._Element, container: Container, level: int = 0) -> None:
    """A list of one of two levels; a numbered one counts from one, or from its `start`, by its own instance."""
    classes(e)
    if level > (0 if container.is_cell else 1):
        raise DialectError(e, "cette liste est imbriquée trop profond ; remontez-la d’un niveau")
    suffix = " 2" if level else ""
    is_numbered = local_name(e) == "ol"
    style = ("List Number" if is_numbered else "List Bullet") + suffix
    if container.is_cell and not is_numbered:
        style = "Puce de cellule"
    properties = ORDINARY
    if is_numbered:
        start = int(e.get("start") or 1)
        properties = ParagraphProperties(numbering=(level, body.package.new_numbering("List Number", start)))
    for li in children(e):
        if local_name(li) != "li":
            raise DialectError(li, "une liste ne contient que des <li>")
        classes(li)
        body.hold_anchor(li)
        _item(body, li, container, level, style, properties)


def _item(
    body: Body, li: etree._Element, container: Container, level: int, style: str, properties: ParagraphProperties
) -> None:
    """One item: its first words carry the bullet or number, what follows is set under them."""
    below = "Cellule" if container.is_cell else "List Continue" + (" 2" if level else "")
    loose: list[str | etree._Element] = []
    is_first = True

    def write(source: etree._Element) -> None:
        nonlocal is_first
        its_style, its_properties = (style, properties) if is_first else (below, ORDINARY)
        if body.add_paragraph(container, its_style, list(loose), source=source, properties=its_properties) is not None:
            is_first = False
        loose.clear()

    for node in nodes(li):
        if isinstance(node, str) or local_name(node) in INLINE:
            loose.append(node)
            continue
        if says_something(loose):
            write(li)
        loose.clear()
        if local_name(node) in ("ul", "ol"):
            body.hold_anchor(node)
            write_list(body, node, container, level + 1)
        elif local_name(node) == "p" and not classes(node):
            body.hold_anchor(node)
            loose.extend(nodes(node))
            write(node)
        else:
            raise DialectError(node, "un point de liste contient du texte, des <p> ou une liste")
    if says_something(loose):
        write(li)
