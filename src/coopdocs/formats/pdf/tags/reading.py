"""Boxes as laid out → elements: one for each element of the HTML, on however many lines and pages it stands.

Reads boxes and page streams, which are private to WeasyPrint: its version is pinned.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from coopdocs.formats.pdf.tags.node import LinkAnnotation, MarkedContent, TagNode

_REPEATED = ("thead", "tfoot")


class BoxReader:
    """Reads a document page by page into `root`; what is no content is marked in its stream as an artifact.

    `unread_links`: the links in what is no content, such as the head that a table repeats or a line's end.
    """

    def __init__(self, document: Any, streams: list[Any]) -> None:
        self.root = TagNode("html", role="Document")
        self.unread_links: list[LinkAnnotation] = []
        self._source: Any = None
        self._nodes: dict[tuple[Any, str], TagNode] = {}
        self._marks_of_page = [_marks(stream) for stream in streams]
        for number, (page, stream) in enumerate(zip(document.pages, streams, strict=True)):
            self._page, self._tags = number, stream._tags
            self._walk(page._page_box, self.root)
            # what stands in no element (a running head that is empty, a box of the page itself)
            for mark in list(self._tags.values()):
                self.make_artifact(MarkedContent(number, mark["mcid"]))
            self._tags.clear()
        self._order()

    def make_artifact(self, marked: MarkedContent, kind: str = "") -> None:
        """Make of marked content an artifact; `kind`: Header or Footer for what pages repeat."""
        import pydyf

        stream, at = self._marks_of_page[marked.page][marked.mcid]
        stream[at - 1] = "/Artifact"
        details = {"Type": "/Pagination", "Subtype": f"/{kind}"} if kind else {}
        stream[at] = pydyf.Dictionary(details)

    def _walk(self, box: Any, parent: TagNode) -> None:
        from weasyprint.formatting_structure import boxes
        from weasyprint.layout.absolute import AbsolutePlaceholder

        box = box._box if isinstance(box, AbsolutePlaceholder) else box
        if isinstance(box, boxes.MarginBox):
            top = box.at_keyword.startswith("@top")
            self._drop(box, "Header" if top else "Footer")
            return
        if isinstance(box, boxes.TextBox):
            self._take(box, parent, box.text)
            return
        node = self._node(box, parent)
        if node is None:
            self._drop(box)
            return
        if box.link_annotation:
            # the end of a line inside a link has a place of its own, which has no width to click on
            links = self.unread_links if node.element.tag == "br" else node.children
            links.append(LinkAnnotation(self._page, box.link_annotation))
        if isinstance(box, boxes.ReplacedBox):
            self._take(box, node)
        for child in getattr(box, "children", ()):
            self._walk(child, node)

    def _take(self, box: Any, parent: TagNode, text: str | None = None) -> None:
        mark = self._tags.pop(box, None)
        if mark is not None:
            parent.children.append(MarkedContent(self._page, mark["mcid"], text))

    def _node(self, box: Any, parent: TagNode) -> TagNode | None:
        """The element that a box belongs to; None for what a page shows again or only for the eye."""
        from weasyprint.formatting_structure import boxes

        element, tag = box.element, box.element_tag
        if tag == "html":
            self._source = element
        if element is None or isinstance(box, boxes.PageBox) or tag in ("html", "body"):
            return parent
        # boxes that the engine puts between others bear the name of their parent
        if (parent.element, parent.tag) == (element, tag):
            return parent
        known = self._nodes.get((element, tag))
        if known is not None:
            return None if known.name in _REPEATED and known.page != self._page else known
        node = TagNode(str(tag), element, box, self._page)
        if node.get("aria-hidden") == "true" or (node.name == "img" and node.element.get("alt") == ""):
            return None
        self._nodes[element, tag] = node
        parent.children.append(node)
        if tag.endswith("::footnote-call"):
            # the note is read where it is called; its boxes come later, at the foot of the page
            self._nodes[element, element.tag] = note = TagNode(element.tag, element, box, self._page, role="Note")
            parent.children.append(note)
        return node

    def _drop(self, box: Any, kind: str = "") -> None:
        for inner in _boxes(box):
            if inner.link_annotation:
                self.unread_links.append(LinkAnnotation(self._page, inner.link_annotation))
            mark = self._tags.pop(inner, None)
            if mark is not None:
                self.make_artifact(MarkedContent(self._page, mark["mcid"]), kind)

    def _order(self) -> None:
        """Children in the order of the source: a grid may have placed them in another."""
        ranks = {element: rank for rank, element in enumerate(self._source.iter())}
        for node in [self.root, *self._nodes.values()]:
            if all(isinstance(child, TagNode) and child.is_own for child in node.children):
                node.children.sort(key=lambda n: ranks.get(n.element, 0) if isinstance(n, TagNode) else 0)


def _boxes(box: Any) -> Iterator[Any]:
    box = getattr(box, "_box", box)
    yield box
    for child in getattr(box, "children", ()):
        yield from _boxes(child)


def _marks(stream: Any) -> Mapping[int, tuple[list[Any], int]]:
    """Where each piece of marked content begins in a page's stream, by its number."""
    items = stream.stream
    return {item["MCID"]: (items, at) for at, item in enumerate(items) if isinstance(item, dict) and "MCID" in item}
