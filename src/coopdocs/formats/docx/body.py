"""The body of a document being made: where paragraphs and tables are received, in reading order.

It knows no element of HTML itself. It is given what writes each (`Handler`), hands every block to the one that it is
for, and keeps what must outlive a block: bookmarks that wait for their paragraph, a page break that is due, counters
of captions, the section that is open.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from lxml import etree

from coopdocs.formats.docx.dialect import INLINE, DialectError, language, line_of, local_name, nodes, says_something
from coopdocs.formats.docx.headings import Heading
from coopdocs.formats.docx.ooxml import ORDINARY, PLAIN, ParagraphProperties, RunProperties, q, w
from coopdocs.formats.docx.package import WordPackage
from coopdocs.formats.docx.sections import Sections
from coopdocs.formats.docx.text import InlineWriter

# Styles that bring their own room above; the others get some after a table, which has none below it.
AIRY = frozenset({"caption", "Figure", "Title", "TOC Heading", "Avertissement", "Quote"})
CHAPTERS = frozenset({"heading 1", "titre 1 sans numéro"})
AFTER_TABLE = 220  # twentieths of a point
BETWEEN_TABLES, ABOVE_TITLE = 140, 360  # where a chapter's title does not begin a page


@dataclass(frozen=True)
class Container:
    """Where blocks go: the receiving element, the style of loose text (None: none allowed there) and its looks."""

    element: etree._Element
    style: str | None = None
    run_properties: RunProperties = PLAIN
    keep_next: bool = False

    @property
    def is_cell(self) -> bool:
        return self.element.tag == q("tc")


class Body:
    """Receives what is written. `images` has the PNG bytes of each `src`, `handlers` what writes each element."""

    def __init__(
        self,
        package: WordPackage,
        page: etree._Element,
        *,
        images: Mapping[str, bytes],
        headings: Mapping[etree._Element, Heading],
        handlers: Mapping[str, Handler],
    ) -> None:
        self.package = package
        self.images = images
        self.headings = headings
        self.sections = Sections(package)
        self._handlers = handlers
        self._ids = _elements_by_id(page)
        self._anchors = frozenset(self._ids)
        self._counts: dict[str, int] = {}
        self._waiting: list[str] = []
        self._page_break = False
        self._after_table = False

    def fill(self, page: etree._Element) -> None:
        """Write the whole page, then close its last section."""
        for e in page:
            if local_name(e) == "body":
                self.block(e, Container(self.package.body))
        if self._waiting:
            anchor = self._ids[self._waiting[0]]
            raise DialectError(anchor, "cette ancre n’est suivie d’aucun texte ; déplacez-la")
        if self._after_table:
            # an orientation asked for by nothing that follows would open an empty page
            self.sections.stay()
            self._spacer()
        self.sections.close()

    # Walking

    def block(self, e: etree._Element, container: Container) -> None:
        """Give an element to its handler; the place that its id names is its first paragraph."""
        handler = self._handlers.get(local_name(e))
        if handler is None:
            raise DialectError(e, "cet élément n’a pas d’équivalent dans Word ; employez ceux du dialecte")
        self.hold_anchor(e)
        handler(self, e, container)

    def flow(self, e: etree._Element, container: Container) -> None:
        """The blocks of an element; loose words become paragraphs of the container's style, where it has one."""
        loose: list[str | etree._Element] = []

        def write_loose() -> None:
            if says_something(loose):
                if container.style is None:
                    raise DialectError(e, "du texte est hors de tout paragraphe ; entourez-le de <p>")
                self.add_paragraph(container, container.style, list(loose), source=e)
            loose.clear()

        for node in nodes(e):
            if isinstance(node, str) or local_name(node) in INLINE:
                loose.append(node)
            else:
                write_loose()
                self.block(node, container)
        write_loose()

    def hold_anchor(self, e: etree._Element) -> None:
        """The element's id goes to the next paragraph written."""
        if anchor := e.get("id"):
            self._waiting.append(anchor)

    def take_bookmarks(self) -> list[str]:
        """The names of the bookmarks due here, now the caller's to place."""
        names = [self.package.bookmark_name(anchor) for anchor in self._waiting]
        self._waiting = []
        return names

    def next_number(self, label: str) -> int:
        """The number of one more caption with this label."""
        self._counts[label] = self._counts.get(label, 0) + 1
        return self._counts[label]

    def break_page(self) -> None:
        """The next paragraph begins a page."""
        self._page_break = True

    # Receiving

    def add_paragraph(
        self,
        container: Container,
        style: str,
        content: list[str | etree._Element],
        *,
        source: etree._Element,
        properties: ParagraphProperties = ORDINARY,
        head: tuple[etree._Element, ...] = (),
        bookmarks: tuple[str, ...] = (),
    ) -> etree._Element | None:
        """Write one paragraph, None when it would be empty. `head`: runs before the words; `bookmarks`: names."""
        p = w("p")
        p.extend(head)
        inline = InlineWriter(p, self.package, self.package.part, self._anchors)
        inline.add(content, replace(container.run_properties, language=language(source)))
        if not inline.finish() and not container.is_cell:
            return None
        self.enclose(p, (*self.take_bookmarks(), *bookmarks))
        self.place_paragraph(container, p, style, properties)
        return p

    def enclose(self, p: etree._Element, bookmarks: tuple[str, ...]) -> None:
        """Put all that a paragraph holds between the two ends of each bookmark, the last one outermost."""
        for name in bookmarks:
            start, end = self.package.bookmark(name)
            p.insert(0, start)
            p.append(end)

    def place_paragraph(
        self, container: Container, p: etree._Element, style: str, properties: ParagraphProperties
    ) -> None:
        """Give a finished paragraph its properties and its place."""
        if container.keep_next:
            properties = replace(properties, keep_next=True)
        if not container.is_cell:
            begun = self.sections.has_begun
            if self.sections.open():
                self._page_break = begun = False
            heads = style.lower().startswith(("heading", "titre "))
            if begun and not self._page_break and style.lower() in CHAPTERS:
                properties = replace(properties, space_before=ABOVE_TITLE)
            if self._after_table and style not in AIRY and not heads:
                properties = replace(properties, space_before=AFTER_TABLE)
            properties = replace(properties, page_break_before=self._page_break)
            self._page_break = self._after_table = False
        p.insert(0, properties.ppr(self.package.style_id(style)))
        self._append(container, p)

    def place_table(self, container: Container, table: etree._Element) -> None:
        """Place a table; two tables that touch would be one in Word, and a table cannot start a page by itself."""
        if self._after_table or self._page_break:
            self._spacer(BETWEEN_TABLES if self._after_table and not self._page_break else None)
        self.sections.open()
        self._append(container, table)
        self._after_table = True

    def place_block(self, element: etree._Element) -> None:
        """Place an element that holds its own finished paragraphs."""
        self.package.section.addprevious(element)

    def _append(self, container: Container, element: etree._Element) -> None:
        if container.element is self.package.body:
            self.place_block(element)
        else:
            container.element.append(element)

    def _spacer(self, room: int | None = None) -> None:
        """The paragraph that Word wants after a table, as thin as can be, with room above it where another comes."""
        self._after_table = False
        properties = ParagraphProperties(space_before=room)
        self.place_paragraph(Container(self.package.body), w("p"), "Fin de tableau", properties)


Handler = Callable[[Body, etree._Element, Container], None]
"""What writes one element of the dialect in a body, at a place."""


def _elements_by_id(page: etree._Element) -> dict[str, etree._Element]:
    """Every id of the page's body; each one names a single place."""
    ids: dict[str, etree._Element] = {}
    for e in page.iter(etree.Element):
        if anchor := e.get("id"):
            if anchor in ids:
                first = line_of(ids[anchor])
                raise DialectError(e, f"l’id « {anchor} » sert déjà ligne {first} ; donnez-en un autre")
            ids[anchor] = e
    return ids
