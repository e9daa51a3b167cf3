"""What writes the plain blocks: paragraphs, quotations, headings, definitions, captions, and what wraps them all."""

from __future__ import annotations

from dataclasses import replace

from lxml import etree

from coopdocs.formats.docx.body import Body, Container
from coopdocs.formats.docx.dialect import DialectError, children, classes, local_name, nodes
from coopdocs.formats.docx.ooxml import PLAIN, ParagraphProperties, field, run, text

PARAGRAPH_STYLES = {
    "avertissement": "Avertissement",
    "chapo": "Chapô",
    "definition": "Définition",
    "legende": "Légende libre",
    "mention": "Mentions",
    "sous-titre": "Subtitle",
    "surtitre": "Surtitre",
    "titre-sommaire": "TOC Heading",
}

ANNOUNCED = frozenset({"ul", "ol", "table", "figure"})


def write_paragraph(body: Body, e: etree._Element, container: Container) -> None:
    its_classes = classes(e)
    style = PARAGRAPH_STYLES[min(its_classes)] if its_classes else container.style or "Body Text"
    following = e.getnext()
    announces = following is not None and local_name(following) in ANNOUNCED  # never alone at the foot of a page
    body.add_paragraph(container, style, list(nodes(e)), source=e, properties=ParagraphProperties(keep_next=announces))


def write_quotation(body: Body, e: etree._Element, container: Container) -> None:
    body.flow(e, replace(container, style="Quote"))


def write_heading(body: Body, e: etree._Element, container: Container) -> None:
    """The title of the document, or a heading: those that Word must not count have styles of their own."""
    if "titre" in classes(e):
        body.add_paragraph(container, "Title", list(nodes(e)), source=e)
        return
    found = body.headings[e]
    style = f"heading {found.level}"
    if not found.number and found.level < 4:
        style = f"Titre {found.level} sans numéro"
    bookmarks = (found.bookmark,) if found.bookmark else ()
    body.add_paragraph(container, style, list(nodes(e)), source=e, bookmarks=bookmarks)


def write_definitions(body: Body, e: etree._Element, container: Container) -> None:
    for child in children(e):
        if local_name(child) == "div":
            body.hold_anchor(child)
            write_definitions(body, child, container)
        elif local_name(child) in ("dt", "dd"):
            classes(child)
            body.hold_anchor(child)
            body.flow(child, replace(container, style="Terme" if local_name(child) == "dt" else "Définition"))
        else:
            raise DialectError(child, "une liste de définitions ne contient que <dt> et <dd>")


def write_wrapper(body: Body, e: etree._Element, container: Container) -> None:
    """What an element holds, on the page that its classes ask for."""
    its_classes = classes(e)
    outside = body.sections.wanted
    if "paysage" in its_classes:
        body.sections.wanted = "landscape"
    if "colonnes" in its_classes:
        body.sections.wanted = "columns"
    if "chapitre" in its_classes and body.sections.has_begun:
        body.break_page()
    body.flow(e, container)
    body.sections.wanted = outside
    if "couverture" in its_classes:
        body.sections.has_cover = True
        body.break_page()


def write_caption(body: Body, e: etree._Element, container: Container, label: str, keep_next: bool = False) -> None:
    """« Tableau 2 – words ». The bookmarks due here hold label and number, which is what a reference repeats.

    Word counts captions by a SEQ field for each label; its own « Insérer une légende » goes on from ours.
    """
    number = str(body.next_number(label))
    head = [run(PLAIN, text(f"{label}\u00a0")), *field(f"SEQ {label} \\* ARABIC", [run(PLAIN, text(number))])]
    for name in body.take_bookmarks():
        start, end = body.package.bookmark(name)
        head = [start, *head, end]
    head.append(run(PLAIN, text("\u00a0– ")))
    properties = ParagraphProperties(keep_next=keep_next)
    body.add_paragraph(container, "caption", list(nodes(e)), source=e, properties=properties, head=tuple(head))
