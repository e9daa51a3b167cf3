"""The table of contents: entries stored in a real TOC field.

No engine here paginates as Word does, so an honest page number cannot be stored: an estimate would be wrong on some
page and look right on all. Each entry is a working link that ends on a chevron where its PAGEREF will put the number;
the first update (F9, or the bar that Word shows over the block) replaces it.
"""

from __future__ import annotations

from lxml import etree

from coopdocs.formats.docx.body import Body, Container
from coopdocs.formats.docx.dialect import HEADINGS, DialectError, classes, local_name, nodes
from coopdocs.formats.docx.headings import Heading, contents_levels
from coopdocs.formats.docx.ooxml import ORDINARY, PLAIN, ParagraphProperties, field, run, text, w

# Where the words of a numbered entry start; set on the paragraph, as Word does: the other entries need no stop.
TAB_STOPS = {1: ParagraphProperties(tab_stop=567), 2: ParagraphProperties(tab_stop=1247)}
PAGE_TO_COME = "›"


def write_contents(body: Body, nav: etree._Element, container: Container) -> None:
    """The block that Word knows as a table of contents: its title, then the field with its stored entries."""
    if "sommaire" not in classes(nav):
        raise DialectError(nav, 'seul <nav class="sommaire"> a un équivalent dans Word')
    content = w("sdtContent")
    inside = Container(content)
    _title(body, nav, inside)
    entries = [heading for heading in body.headings.values() if heading.bookmark]
    if not entries:
        raise DialectError(nav, "ce sommaire n’a aucun titre à annoncer")
    # \o: headings of these levels; \h: entries are links; \z: no page numbers in the web view; \u: outline levels too
    marks = field(f'TOC \\o "1-{contents_levels(nav)}" \\h \\z \\u', [])
    begin, end = marks[:3], marks[3:]
    for rank, heading in enumerate(entries):
        p = w("p", *(begin if rank == 0 else ()), _entry(heading), *(end if heading is entries[-1] else ()))
        body.place_paragraph(
            inside, p, f"toc {heading.level}", TAB_STOPS[heading.level] if heading.number else ORDINARY
        )
    # by this gallery Word shows its bar « Mettre à jour la table » over the block
    gallery = w("docPartObj", w("docPartGallery", val="Table of Contents"), w("docPartUnique"))
    body.place_block(w("sdt", w("sdtPr", w("id", val=1), gallery), content))


def _title(body: Body, nav: etree._Element, inside: Container) -> None:
    for node in nodes(nav):
        if isinstance(node, str):
            if node.strip():
                raise DialectError(nav, "du texte est hors de tout titre dans le sommaire")
        elif local_name(node) in HEADINGS or "titre-sommaire" in classes(node):
            body.hold_anchor(node)
            body.add_paragraph(inside, "TOC Heading", list(nodes(node)), source=node)
        elif local_name(node) not in ("ol", "ul"):  # a list of links is the web's: the field takes its place
            raise DialectError(node, "un sommaire contient un titre et, pour le web, une liste de liens")


def _entry(heading: Heading) -> etree._Element:
    link = w("hyperlink", anchor=heading.bookmark, history=1)
    if heading.number:
        link.append(run(PLAIN, text(heading.number)))
        link.append(run(PLAIN, w("tab")))
    link.append(run(PLAIN, text(heading.words)))
    link.append(run(PLAIN, w("tab")))
    link.extend(field(f"PAGEREF {heading.bookmark} \\h", [run(PLAIN, text(PAGE_TO_COME))]))
    return link
