"""What is mended in the layout engine, whose version is pinned for it: tags, lost footnotes, lines cut wrongly."""

from __future__ import annotations

import inspect
import warnings
from collections.abc import Iterator
from itertools import pairwise
from math import inf
from typing import Any

from coopdocs.formats.pdf import memos, tags


def mend() -> None:
    """Put our own in place of seven functions of WeasyPrint 70, which has no other way in; again changes nothing.

    Called before anything of the engine is imported: it warns, as it loads, of a system without fonts, which is no
    matter here, since documents use the kit's only.
    """
    warnings.filterwarnings("ignore", "No fonts configured in FontConfig")
    import weasyprint.layout
    import weasyprint.layout.column
    import weasyprint.layout.inline
    import weasyprint.pdf

    weasyprint.pdf.add_tags = tags.add_tags
    weasyprint.layout.make_all_pages = _make_all_pages
    inline = weasyprint.layout.inline
    if inline.split_inline_box.__module__ != __name__:
        _keep_words(inline)
        inline.split_first_line = _split_first_line
        weasyprint.layout.block.columns_layout = _balanced(weasyprint.layout.column)
        memos.install()


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


def _balanced(column: Any) -> Any:
    """The engine's layout of columns, whose steps towards equal heights are each as large as they may be.

    It takes the first line of a block that may not be broken for all that comes next, and never forgets the smallest
    step of all: hundreds of steps of a pixel, each a layout of all columns.
    """
    source = inspect.getsource(column.columns_layout)
    for old, new in (
        ("context, column_box, inf, column_skip_stack,", "context, *_next_piece(column_box, column_skip_stack),"),
        ("            # Render the columns\n", "            lost_space = inf\n"),
    ):
        assert source.count(old) == 1
        source = source.replace(old, new)
    vars(column)["_next_piece"] = _next_piece
    exec(compile(source, column.__file__, "exec"), vars(column))
    return column.columns_layout


def _next_piece(box: Any, skip_stack: Any) -> tuple[Any, float, Any]:
    """What comes next in a column, the room below it (px), where it begins: all of a block that may not be broken."""
    piece = _unbroken(box, skip_stack)
    return (piece, -inf, None) if piece else (box, inf, skip_stack)


def _unbroken(box: Any, skip_stack: Any) -> Any:
    """The box with that alone of its children which comes next, where this is a block that may not be broken."""
    from weasyprint.formatting_structure.boxes import BlockBox, TableBox

    index, inner = next(iter((skip_stack or {0: None}).items()))
    child = box.children[index] if index < len(box.children) else None
    if not isinstance(child, BlockBox) or isinstance(child, TableBox):
        return None
    whole = inner is None and child.style["break_inside"] in ("avoid", "avoid-page", "avoid-column")
    kept = child if whole else _unbroken(child, inner)
    return kept and box.copy_with_children([kept])


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


def _keep_words(inline: Any) -> None:
    """Let a word be cut between letters (`overflow-wrap`) only where it begins its line.

    Inside an inline element the engine takes each text for the first of the line: « l’ESS », ESS an abbreviation,
    would become « l’E » and « SS » where the whole has its place on the next line.
    """
    split_inline_box, split_text_box = inline.split_inline_box, inline.split_text_box
    break_waiting_children = inline._break_waiting_children
    starts: list[float] = []

    def within(context: Any, box: Any, position_x: float, *rest: Any) -> Any:
        spacing = box.padding_left + box.margin_left + box.border_left_width
        line = isinstance(box, inline.boxes.LineBox)
        begins = line or (bool(starts) and position_x <= starts[-1] + 0.01)
        starts.append(position_x + spacing if begins else starts[-1])
        try:
            return split_inline_box(context, box, position_x, *rest)
        finally:
            starts.pop()

    def text(context: Any, box: Any, width: float | None, skip: int, is_line_start: bool = True) -> Any:
        begins = not starts or box.position_x <= starts[-1] + 0.01
        return split_text_box(context, box, width, skip, is_line_start=is_line_start and begins)

    def again(*arguments: Any) -> Any:
        # between words wherever they stand; between letters only where nothing else is left
        for start in (-inf, inf):
            starts.append(start)
            try:
                if found := break_waiting_children(*arguments):
                    return found
            finally:
                starts.pop()
        return None

    within.__module__ = __name__
    inline.split_inline_box, inline.split_text_box, inline._break_waiting_children = within, text, again
