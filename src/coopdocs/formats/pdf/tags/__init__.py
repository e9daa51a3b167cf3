"""The tag tree of a PDF, made from the boxes that the engine laid out, in place of the engine's own.

One element of the HTML is one element of the tree, on however many lines and pages it stands; what pages repeat and
what decorates them is no part of it. Reading order is the order of the source.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from coopdocs.formats.pdf.tags.meaning import RoleMapper
from coopdocs.formats.pdf.tags.node import LinkAnnotation
from coopdocs.formats.pdf.tags.reading import BoxReader
from coopdocs.formats.pdf.tags.writing import TreeWriter

__all__ = ["add_tags"]


def add_tags(pdf: Any, document: Any, pdf_version: str, page_streams: list[Any]) -> None:
    """Add the tag tree to `pdf` (pydyf), from `document` (WeasyPrint) and the streams of its pages."""
    import pydyf

    reader = BoxReader(document, page_streams)
    _remove(pdf, reader.unread_links)
    root = RoleMapper(reader.make_artifact).document(reader.root)
    TreeWriter(pdf, document).write(root)
    pdf.catalog["ViewerPreferences"] = pydyf.Dictionary({"DisplayDocTitle": "true"})
    pdf.catalog["MarkInfo"] = pydyf.Dictionary({"Marked": "true"})


def _remove(pdf: Any, links: Iterable[LinkAnnotation]) -> None:
    """Take links off their pages: PDF/UA wants each to be in the tree, and what is read nowhere leads nowhere."""
    for link in links:
        page = pdf.objects[int(pdf.page_references[link.page].split()[0])]
        page["Annots"].remove(link.annotation.reference)
