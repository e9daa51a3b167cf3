"""What the tag tree is made of before it is written: elements, the words that pages draw, and links."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

EN_LIGNE = frozenset({"Span", "Link", "Reference", "Note", "Quote", "Code", "Lbl"})
"""Roles of what stands in a line of text."""


@dataclass(frozen=True)
class Mot:
    """Marked content of a page (from 0): its number there, and its text, None for a picture."""

    page: int
    mcid: int
    texte: str | None = None

    @property
    def blanc(self) -> bool:
        return self.texte is not None and not self.texte.strip()


@dataclass(frozen=True)
class Lien:
    """A link annotation on a page (from 0): the engine's own object."""

    page: int
    annotation: Any


@dataclass(eq=False)
class Noeud:
    """An element: what HTML calls it (`tag`, with its pseudo-element), its children in reading order.

    `role`: its PDF structure type, once known. `objet`: the PDF object, once written.
    """

    tag: str
    element: Any = None
    boite: Any = None
    page: int = 0
    role: str | None = None
    enfants: list[Enfant] = field(default_factory=list)
    attributs: dict[str, Any] = field(default_factory=dict)
    cle: str = ""
    objet: Any = None

    @property
    def nom(self) -> str:
        """The HTML name without namespace."""
        return self.tag.rpartition("}")[2]

    @property
    def propre(self) -> bool:
        """Whether it is the element itself rather than something the stylesheet generates for it."""
        return self.element is not None and self.tag == self.element.tag

    def get(self, attribut: str) -> str:
        """An attribute of the HTML element itself, empty where there is none."""
        return str(self.element.get(attribut) or "") if self.propre else ""

    def noeuds(self) -> Iterator[Noeud]:
        return (enfant for enfant in self.enfants if isinstance(enfant, Noeud))

    def descendants(self, *roles: str) -> Iterator[Noeud]:
        """The nearest elements below of one of these roles, in order."""
        for enfant in self.noeuds():
            if enfant.role in roles:
                yield enfant
            else:
                yield from enfant.descendants(*roles)


Enfant = Noeud | Mot | Lien


def en_ligne(enfant: Enfant) -> bool:
    return not isinstance(enfant, Noeud) or enfant.role in EN_LIGNE
