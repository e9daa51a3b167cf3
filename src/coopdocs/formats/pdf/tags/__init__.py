"""The tag tree of a PDF, made from the boxes that the engine laid out, in place of the engine's own.

One element of the HTML is one element of the tree, on however many lines and pages it stands; what pages repeat and
what decorates them is no part of it. Reading order is the order of the source.
"""

from __future__ import annotations

from typing import Any

from coopdocs.formats.pdf.tags.meaning import RoleMapper
from coopdocs.formats.pdf.tags.reading import BoxReader
from coopdocs.formats.pdf.tags.writing import TreeWriter

__all__ = ["add_tags"]


def add_tags(pdf: Any, document: Any, pdf_version: str, page_streams: list[Any]) -> None:
    """Add the tag tree to `pdf` (pydyf), from `document` (WeasyPrint) and the streams of its pages."""
    import pydyf

    reader = BoxReader(document, page_streams)
    root = RoleMapper(reader.make_artifact).document(reader.root)
    TreeWriter(pdf, document).write(root)
    pdf.catalog["ViewerPreferences"] = pydyf.Dictionary({"DisplayDocTitle": "true"})
    pdf.catalog["MarkInfo"] = pydyf.Dictionary({"Marked": "true"})
