"""What is mended in the layout engine, whose version is pinned for it: tags, lost footnotes, lines cut too soon."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from coopdocs.formats import balises


def mend() -> None:
    """Put our own in place of three functions of WeasyPrint 70, which has no other way in; again changes nothing.

    Called before anything of the engine is imported: it warns, as it loads, of a system without fonts, which is no
    matter here, since documents use the kit's only.
    """
    warnings.filterwarnings("ignore", "No fonts configured in FontConfig")
    import weasyprint.layout
    import weasyprint.layout.inline
    import weasyprint.pdf

    weasyprint.pdf.add_tags = balises.add_tags
    weasyprint.layout.make_all_pages = _make_all_pages
    weasyprint.layout.inline.split_first_line = _split_first_line


def _make_all_pages(context: Any, root_box: Any, html: Any, pages: list[Any]) -> Iterator[Any]:
    """Lay out again, beside the pages that the engine would, those that share a footnote with them.

    A note that a page hands on to the next one is lost when the engine lays out the next one alone, for a page number
    in its text.
    """
    from weasyprint.layout.page import make_all_pages

    states = [state for *_, state in context.page_maker]
    pairs = [pair for page, pair in zip(pages, pairwise(states), strict=False) if page.hands_on]
    for former, later in (*pairs, *reversed(pairs)):
        former["content_changed"] = later["content_changed"] = former["content_changed"] or later["content_changed"]
    for page in make_all_pages(context, root_box, html, pages):
        page.hands_on = bool(context.reported_footnotes) if page not in pages else page.hands_on
        yield page


def _split_first_line(
    text: str,
    style: Any,
    context: Any,
    max_width: float | None,
    spacing: float,
    is_line_start: bool = True,
    minimum: bool = False,
) -> Any:
    """A text whose last space alone is too wide for the line holds in it: the engine cuts it after its first word."""
    from weasyprint.text.line_break import split_first_line

    found = split_first_line(text, style, context, max_width, spacing, is_line_start, minimum)
    words = text.rstrip(" ")
    if found[2] is None or words in (text, "") or max_width is None or style["white_space"] != "normal":
        return found
    _, _, rest, width, *_ = split_first_line(words, style, context, max_width, spacing, is_line_start, minimum)
    if rest is None and width <= max_width:
        return split_first_line(text, style, context, None, spacing, is_line_start, minimum)
    return found
