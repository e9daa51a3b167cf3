"""What the tag tree is made of before it is written: elements, the words that pages draw, and links."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

INLINE_ROLES = frozenset({"Span", "Link", "Reference", "Note", "Quote", "Code", "Lbl"})
"""Roles of what stands in a line of text."""


@dataclass(frozen=True)
class MarkedContent:
    """Marked content of a page (from 0): its number there, and its text, None for a picture."""

    page: int
    mcid: int
    text: str | None = None

    @property
    def blank(self) -> bool:
        return self.text is not None and not self.text.strip()


@dataclass(frozen=True)
class LinkAnnotation:
    """A link annotation on a page (from 0): the engine's own object."""

    page: int
    annotation: Any


@dataclass(eq=False)
class TagNode:
    """An element: what HTML calls it (`tag`, with its pseudo-element), its children in reading order.

    `role`: its PDF structure type, once known. `pdf_object`: the PDF object, once written.
    """

    tag: str
    element: Any = None
    box: Any = None
    page: int = 0
    role: str | None = None
    children: list[TagChild] = field(default_factory=list)
    attributes: dict[str, Any] = field(default_factory=dict)
    key: str = ""
    pdf_object: Any = None

    @property
    def name(self) -> str:
        """The HTML name without namespace."""
        return self.tag.rpartition("}")[2]

    @property
    def is_own(self) -> bool:
        """Whether it is the element itself rather than something the stylesheet generates for it."""
        return self.element is not None and self.tag == self.element.tag

    def get(self, attribute: str) -> str:
        """An attribute of the HTML element itself, empty where there is none."""
        return str(self.element.get(attribute) or "") if self.is_own else ""

    def nodes(self) -> Iterator[TagNode]:
        return (child for child in self.children if isinstance(child, TagNode))

    def descendants(self, *roles: str) -> Iterator[TagNode]:
        """The nearest elements below of one of these roles, in order."""
        for child in self.nodes():
            if child.role in roles:
                yield child
            else:
                yield from child.descendants(*roles)


TagChild = TagNode | MarkedContent | LinkAnnotation


def is_inline(child: TagChild) -> bool:
    return not isinstance(child, TagNode) or child.role in INLINE_ROLES
