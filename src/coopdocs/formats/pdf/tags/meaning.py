"""From HTML elements to PDF structure types (ISO 32000-1, 14.8.4); what carries no meaning goes."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import groupby
from typing import Any

from coopdocs.formats.pdf.tags.node import LinkAnnotation, MarkedContent, TagChild, TagNode, is_inline

_ROLES = {
    **{f"h{n}": f"H{n}" for n in range(1, 7)},
    **{"main": "Part", "article": "Art", "section": "Sect", "nav": "Sect", "blockquote": "BlockQuote", "p": "P"},
    **{"ul": "L", "ol": "L", "dl": "L", "li": "LI", "dt": "Lbl", "dd": "LBody", "li::marker": "Lbl"},
    **{"table": "Table", "caption": "Caption", "figcaption": "Caption", "tr": "TR", "th": "TH", "td": "TD"},
    **{"thead": "THead", "tbody": "TBody", "tfoot": "TFoot", "img": "Figure", "svg": "Figure", "a": "Link"},
    **{"q": "Quote", "code": "Code"},
}
_GROUPING = frozenset({"Document", "Part", "Art", "Sect", "BlockQuote"})
"""Roles whose own words are paragraphs."""
_KEPT_EMPTY = frozenset({"TD", "TH", "TR"})
"""Roles that stay without content: a table must keep its grid."""
_NUMBERINGS = {
    "decimal": "Decimal", "decimal-leading-zero": "Decimal", "lower-alpha": "LowerAlpha", "upper-alpha": "UpperAlpha",
    "lower-roman": "LowerRoman", "upper-roman": "UpperRoman", "disc": "Disc", "circle": "Circle", "square": "Square",
}  # fmt: skip
_SCOPES = {"row": "/Row", "rowgroup": "/Row", "col": "/Column", "colgroup": "/Column"}


class RoleMapper:
    """Gives every element its role; `make_artifact` takes marked content that is no content."""

    def __init__(self, make_artifact: Callable[[MarkedContent], None]) -> None:
        self._make_artifact = make_artifact
        self._key_count = 0
        self._shapes: dict[str, Callable[[TagNode], None]] = {
            "Sect": self._section,
            "L": self._list,
            "LI": self._item,
            "Table": self._table,
            "Figure": self._figure,
            "Link": self._link,
            "Note": self._note,
        }

    def document(self, root: TagNode) -> TagNode:
        root.children = self._paragraphs(self._inside(root))
        return root

    def _inside(self, node: TagNode) -> list[TagChild]:
        return [
            item for child in node.children
            for item in (self._shaped(child) if isinstance(child, TagNode) else [child])
        ]  # fmt: skip

    def _shaped(self, node: TagNode) -> list[TagChild]:
        """What stands for an element in its parent: itself with a role, or what it holds."""
        node.role = role = node.role or _role(node)
        node.children = self._inside(node)
        if "::" in node.tag:
            # the dots of a leader
            node.children = self._worded(node.children)
        if role is None:
            return node.children if _of_line(node) else self._block(node)
        if role in _GROUPING:
            node.children = self._paragraphs(node.children)
        if role in self._shapes:
            self._shapes[role](node)
        return [node] if node.children or node.role in _KEPT_EMPTY else []

    def _block(self, node: TagNode) -> list[TagChild]:
        """A block without a meaning of its own: its bare text is a paragraph; around a term and its text, an item."""
        if any(n.name in ("dt", "dd") for n in node.nodes()):
            node.role = "LI"
            return [node]
        return self._paragraphs(node.children)

    def _paragraphs(self, children: Sequence[TagChild]) -> list[TagChild]:
        out: list[TagChild] = []
        for inline, run in groupby(children, is_inline):
            items = list(run)
            if not inline:
                out += items
            elif any(not isinstance(item, MarkedContent) or not item.blank for item in items):
                out.append(TagNode("p", role="P", children=items))
            else:
                self._worded(items)
        return out

    def _worded(self, children: Sequence[TagChild]) -> list[TagChild]:
        """Children without white space on its own, which is no content there."""
        out: list[TagChild] = []
        for child in children:
            if isinstance(child, MarkedContent) and child.blank:
                self._make_artifact(child)
            else:
                out.append(child)
        return out

    # --- roles that ask for more, each after its children

    def _section(self, section: TagNode) -> None:
        """Navigation is a table of contents where each item of its list is one link."""
        for listing in section.descendants("L") if section.name == "nav" else ():
            if all(len(list(item.descendants("Link"))) == 1 for item in listing.nodes()):
                listing.role = "TOC"
                del listing.attributes["A"]
                for item in listing.nodes():
                    item.role, item.children = "TOCI", _entry(item)

    def _list(self, listing: TagNode) -> None:
        items = _definitions(listing.children) if listing.name == "dl" else listing.children
        listing.children = [item for item in items if isinstance(item, TagNode)]
        listing.attributes["A"] = {"O": "/List", "ListNumbering": f"/{_numbering(listing)}"}

    def _item(self, item: TagNode) -> None:
        labels = [e for e in item.children if isinstance(e, TagNode) and e.role == "Lbl"]
        rest = [e for e in item.children if e not in labels]
        item.children = [*labels, TagNode("li", role="LBody", children=rest)] if rest else [*labels]

    def _table(self, table: TagNode) -> None:
        captions = [n for n in table.nodes() if n.role == "Caption"]
        table.children = [*captions, *(n for n in table.nodes() if n.role != "Caption")]
        unseen = table.element.find("caption") if not captions else None
        if unseen is not None:
            # a heading above says the same on paper
            table.attributes["A"] = {"O": "/Table", "Summary": _words(unseen)}
        _headers(table, self._key)

    def _figure(self, figure: TagNode) -> None:
        element = figure.element
        if figure.name == "svg":
            title = element.find("{http://www.w3.org/2000/svg}title")
            figure.attributes["Alt"] = (title.text or "") if title is not None else ""
        else:
            figure.attributes["Alt"] = element.get("alt") or ""
        if not figure.attributes["Alt"]:
            _warn("une image n’a pas de description : ajoutez alt, ou <title> dans le dessin")

    def _link(self, link: TagNode) -> None:
        """Links say in words where they lead; a place to click on a word inside one is a place of the link."""
        link.children += [e for n in link.nodes() for e in _taken(n)]
        words = link.get("aria-label") or link.get("title") or _words(link.element)
        for child in link.children:
            if isinstance(child, LinkAnnotation) and words:
                import pydyf

                child.annotation["Contents"] = pydyf.String(words)
        if not any(isinstance(child, LinkAnnotation) for child in link.children):
            link.role = "Span"

    def _note(self, note: TagNode) -> None:
        note.key = self._key()
        if not note.children:
            _warn("une note de bas de page est perdue : changez un peu le texte de son paragraphe")

    def _key(self) -> str:
        self._key_count += 1
        return str(self._key_count)


def _role(node: TagNode) -> str | None:
    tag = node.name
    if node.get("data-balise"):
        return node.get("data-balise")
    if tag.endswith("::footnote-marker") or tag == "li::before":
        return "Lbl"
    if tag.endswith("::footnote-call") or (tag == "sup" and any(n.name == "a" for n in node.nodes())):
        return "Reference"
    role = _ROLES.get(tag)
    if node.is_own:
        if tag == "abbr" and node.get("title"):
            node.attributes["E"] = node.get("title")
            role = "Span"
        if node.get("lang"):
            node.attributes["Lang"] = node.get("lang")
            role = role or ("Span" if _of_line(node) else "Sect")
    return role


def _of_line(node: TagNode) -> bool:
    from weasyprint.formatting_structure import boxes

    # a span shown as a block is still what its template says: a piece of a sentence
    inline = node.name.partition("::")[0] in (
        "span", "a", "abbr", "strong", "em", "b", "i", "sup", "sub", "small", "time", "br", "cite", "mark",
    )  # fmt: skip
    return inline or isinstance(node.box, boxes.InlineBox)


def _taken(node: TagNode) -> list[TagChild]:
    """The places to click that stood in an element and all below, which have them no longer."""
    places: list[TagChild] = [e for e in node.children if isinstance(e, LinkAnnotation)]
    node.children = [e for e in node.children if not isinstance(e, LinkAnnotation)]
    return [*places, *(e for n in node.nodes() for e in _taken(n))]


def _entry(item: TagNode) -> list[TagChild]:
    """An item of a table of contents: its label, then one reference."""
    labels = [n for n in item.nodes() if n.role == "Lbl"]
    body = [e for n in item.nodes() if n.role == "LBody" for e in n.children]
    flat = [e for b in body for e in (b.children if isinstance(b, TagNode) and b.role == "P" else [b])]
    return [*labels, TagNode("li", role="Reference", children=flat)]


def _definitions(items: Sequence[TagChild]) -> list[TagChild]:
    """The items of a definition list: those its blocks make, else one from each term on."""
    out: list[TagChild] = []
    for item in items:
        if isinstance(item, TagNode) and item.role == "LI":
            out.append(item)
        elif isinstance(item, TagNode) and (item.role == "Lbl" or not out):
            out.append(TagNode("div", role="LI", children=[item]))
        elif isinstance(out[-1], TagNode):
            out[-1].children.append(item)
    return out


def _numbering(listing: TagNode) -> str:
    items = list(listing.nodes())
    if listing.name == "dl" or not any(n.role == "Lbl" for item in items for n in item.nodes()):
        return "None"
    style = items[0].box.style["list_style_type"] if items[0].box is not None else ""
    default = "Decimal" if listing.name == "ol" else "Disc"
    return _NUMBERINGS.get(style, default) if isinstance(style, str) else default


def _headers(table: TagNode, key: Callable[[], str]) -> None:
    """Scope of header cells, and for each data cell the headers of its column and row."""
    columns: dict[int, list[str]] = {}
    taken: dict[int, int] = {}
    rows: dict[int, list[str]] = {}
    lines = list(table.descendants("TR"))
    for i, line in enumerate(lines):
        column = 0
        for cell in line.nodes():
            while taken.get(column, 0) > i:
                column += 1
            wide, high = (int(cell.get(span) or 1) for span in ("colspan", "rowspan"))
            across, down = range(column, column + wide), range(i, i + high)
            taken.update({c: i + high for c in across})
            column += wide
            attributes: dict[str, Any] = {"O": "/Table"}
            attributes |= {k: v for k, v in (("ColSpan", wide), ("RowSpan", high)) if v > 1}
            if cell.role == "TH":
                cell.key = key()
                attributes["Scope"] = scope = _SCOPES.get(cell.get("scope"), "/Column")
                for place in down if scope == "/Row" else across:
                    (rows if scope == "/Row" else columns).setdefault(place, []).append(cell.key)
            else:
                attributes["Headers"] = [k for c in across for k in columns.get(c, ())]
                attributes["Headers"] += [k for r in down for k in rows.get(r, ())]
            cell.attributes["A"] = {k: v for k, v in attributes.items() if v != []}


def _warn(words: str) -> None:
    """Tell a defect of the document, as the engine tells its own."""
    from weasyprint.logger import LOGGER

    LOGGER.warning(words)


def _words(element: Any) -> str:
    """An HTML element's text as its reader hears it: a line that is broken parts two words."""
    return re.sub(r"[ \t\r\n]+", " ", "".join(_texts(element))).strip()


def _texts(element: Any) -> Iterator[str]:
    yield " " if element.tag == "br" else element.text or ""
    for child in element:
        yield from _texts(child)
        yield child.tail or ""
