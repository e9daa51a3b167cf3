"""Boxes as laid out → elements: one for each element of the HTML, on however many lines and pages it stands.

Reads boxes and page streams, which are private to WeasyPrint: its version is pinned.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from coopdocs.formats.pdf.tags.node import Lien, Mot, Noeud

_REPETES = ("thead", "tfoot")


class Lecture:
    """Reads a document page by page into `racine`; what is no content is marked in its stream as an artifact."""

    def __init__(self, document: Any, flux: list[Any]) -> None:
        self.racine = Noeud("html", role="Document")
        self._source: Any = None
        self._noeuds: dict[tuple[Any, str], Noeud] = {}
        self._flux = [_marks(stream) for stream in flux]
        for number, (page, stream) in enumerate(zip(document.pages, flux, strict=True)):
            self._page, self._tags = number, stream._tags
            self._walk(page._page_box, self.racine)
            # what stands in no element (a running head that is empty, a box of the page itself)
            for mark in list(self._tags.values()):
                self.artefact(Mot(number, mark["mcid"]))
            self._tags.clear()
        self._order()

    def artefact(self, mot: Mot, genre: str = "") -> None:
        """Make of marked content an artifact; `genre`: Header or Footer for what pages repeat."""
        import pydyf

        stream, at = self._flux[mot.page][mot.mcid]
        stream[at - 1] = "/Artifact"
        details = {"Type": "/Pagination", "Subtype": f"/{genre}"} if genre else {}
        stream[at] = pydyf.Dictionary(details)

    def artefacts(self, noeud: Noeud) -> None:
        for enfant in noeud.enfants:
            if isinstance(enfant, Mot):
                self.artefact(enfant)
            elif isinstance(enfant, Noeud):
                self.artefacts(enfant)

    def _walk(self, box: Any, ici: Noeud) -> None:
        from weasyprint.formatting_structure import boxes
        from weasyprint.layout.absolute import AbsolutePlaceholder

        box = box._box if isinstance(box, AbsolutePlaceholder) else box
        if isinstance(box, boxes.MarginBox):
            top = box.at_keyword.startswith("@top")
            self._drop(box, "Header" if top else "Footer")
            return
        if isinstance(box, boxes.TextBox):
            self._take(box, ici, box.text)
            return
        noeud = self._noeud(box, ici)
        if noeud is None:
            self._drop(box)
            return
        if box.link_annotation:
            noeud.enfants.append(Lien(self._page, box.link_annotation))
        if isinstance(box, boxes.ReplacedBox):
            self._take(box, noeud)
        for child in getattr(box, "children", ()):
            self._walk(child, noeud)

    def _take(self, box: Any, ici: Noeud, texte: str | None = None) -> None:
        mark = self._tags.pop(box, None)
        if mark is not None:
            ici.enfants.append(Mot(self._page, mark["mcid"], texte))

    def _noeud(self, box: Any, ici: Noeud) -> Noeud | None:
        """The element that a box belongs to; None for what a page shows again or only for the eye."""
        from weasyprint.formatting_structure import boxes

        element, tag = box.element, box.element_tag
        if tag == "html":
            self._source = element
        if element is None or isinstance(box, boxes.PageBox) or tag in ("html", "body"):
            return ici
        # boxes that the engine puts between others bear the name of their parent
        if (ici.element, ici.tag) == (element, tag):
            return ici
        known = self._noeuds.get((element, tag))
        if known is not None:
            return None if known.nom in _REPETES and known.page != self._page else known
        noeud = Noeud(str(tag), element, box, self._page)
        if noeud.get("aria-hidden") == "true" or (noeud.nom == "img" and noeud.element.get("alt") == ""):
            return None
        self._noeuds[element, tag] = noeud
        ici.enfants.append(noeud)
        if tag.endswith("::footnote-call"):
            # the note is read where it is called; its boxes come later, at the foot of the page
            self._noeuds[element, element.tag] = note = Noeud(element.tag, element, box, self._page, role="Note")
            ici.enfants.append(note)
        return noeud

    def _drop(self, box: Any, genre: str = "") -> None:
        for inner in _boxes(box):
            mark = self._tags.pop(inner, None)
            if mark is not None:
                self.artefact(Mot(self._page, mark["mcid"]), genre)

    def _order(self) -> None:
        """Children in the order of the source: a grid may have placed them in another."""
        rangs = {element: rang for rang, element in enumerate(self._source.iter())}
        for noeud in [self.racine, *self._noeuds.values()]:
            if all(isinstance(enfant, Noeud) and enfant.propre for enfant in noeud.enfants):
                noeud.enfants.sort(key=lambda n: rangs.get(n.element, 0) if isinstance(n, Noeud) else 0)


def _boxes(box: Any) -> Iterator[Any]:
    box = getattr(box, "_box", box)
    yield box
    for child in getattr(box, "children", ()):
        yield from _boxes(child)


def _marks(stream: Any) -> Mapping[int, tuple[list[Any], int]]:
    """Where each piece of marked content begins in a page's stream, by its number."""
    items = stream.stream
    return {item["MCID"]: (items, at) for at, item in enumerate(items) if isinstance(item, dict) and "MCID" in item}
