"""HTML to DOCX: our own semantic pages, walked once and written with the named styles of a reference file.

The dialect is in `dialect`; every look is in the reference file, which a Word user restyles. `HANDLERS` says what
writes which element: each handler writes in the `Body` that it is given, which finds the next one in this table.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from lxml import etree

from coopdocs.formats.docx import blocks
from coopdocs.formats.docx.body import Body, Handler
from coopdocs.formats.docx.contents import write_contents
from coopdocs.formats.docx.density import tighten
from coopdocs.formats.docx.dialect import (
    HEADINGS,
    WRAPPERS,
    DialectError,
    MissingImageError,
    classes,
    local_name,
    parse_page,
    plain_text,
)
from coopdocs.formats.docx.figures import write_figure
from coopdocs.formats.docx.headings import collect_headings
from coopdocs.formats.docx.lists import write_list
from coopdocs.formats.docx.package import CoreProperties, MissingStyleError, WordPackage
from coopdocs.formats.docx.tables import write_table
from coopdocs.typographie import date_longue

__all__ = ["DialectError", "MissingImageError", "MissingStyleError", "write"]

HANDLERS: Mapping[str, Handler] = {
    "p": blocks.write_paragraph,
    "blockquote": blocks.write_quotation,
    "ul": write_list,
    "ol": write_list,
    "dl": blocks.write_definitions,
    "nav": write_contents,
    "table": write_table,
    "figure": write_figure,
    **dict.fromkeys(HEADINGS, blocks.write_heading),
    **dict.fromkeys(WRAPPERS, blocks.write_wrapper),
}


def write(html: str, *, reference: bytes, images: Mapping[str, bytes], edition: dt.date) -> bytes:
    """The bytes of a DOCX made from a well-formed XHTML page, the same for the same arguments.

    `reference`: a DOCX whose styles, numbering, headers and page set-up are kept, and whose text is not. `images`:
    the PNG or JPEG bytes of each `src`. `edition` dates the document. Raises `DialectError` for what the dialect lacks,
    `MissingImageError`, `MissingStyleError`, and `etree.XMLSyntaxError` for a page that is not well-formed.
    """
    page = parse_page(html)
    package = WordPackage(reference)
    if any(local_name(e) == "body" and "dense" in classes(e) for e in page):
        tighten(package)
    headings = collect_headings(page, package)
    Body(package, page, images=images, headings=headings, handlers=HANDLERS).fill(page)
    return package.close(_properties(page, edition), date_longue(edition))


def _properties(page: etree._Element, edition: dt.date) -> CoreProperties:
    head = {local_name(e): e for e in page}.get("head")
    elements = [] if head is None else list(head)
    title = next((plain_text(e) for e in elements if local_name(e) == "title"), "")
    if not title:
        raise DialectError(page if head is None else head, "la page n’a pas de <title> ; donnez-lui son titre")
    metas = {e.get("name"): " ".join((e.get("content") or "").split()) for e in elements if local_name(e) == "meta"}
    language = page.get("lang") or "fr"
    return CoreProperties(
        title=title,
        author=metas.get("author", ""),
        description=metas.get("description", ""),
        keywords=metas.get("keywords", ""),
        language="fr-FR" if language == "fr" else language,
        edition=edition,
    )
