"""What the layout engine works out again and again, remembered: the same bytes in less time.

The engine lays a grid's items out for their heights at each level of grids above them, breaks the same lines each time
it lays a block out, reads the same stylesheets and drawings for each document. Nothing here decides anything: a test
lays documents out with and without these memories, and finds the same bytes. Memories end with what they are kept on: a
style, one layout (the engine's context); stylesheets and drawings are remembered as long as the process lives.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from importlib import import_module
from math import inf
from typing import Any

from coopdocs.formats.pdf import stylesheets

_PLAIN_PATH = re.compile(r"[\sMmLlHhVvCcSsQqTtAaZz\d.,+-]*")
_LONG = 400
"""The length from which on a path is remembered."""
_PATHS = 2000
"""Paths at hand: the outlines of a country are a hundred."""
_MARKERS = ("marker", "marker-start", "marker-mid", "marker-end")
_USED = tuple(
    [f"{name}_{side}" for name in ("margin", "padding") for side in ("left", "right", "top", "bottom")]
    + [f"{least}{size}" for size in ("width", "height") for least in ("", "min_", "max_")]
    + [f"border_{side}_width" for side in ("top", "right", "bottom", "left")]
)
"""The attributes that the engine's `resolve_percentages` gives a box."""


def install() -> None:
    """Put the memories in the engine, after all that is mended in it; once is enough."""
    from weasyprint import css
    from weasyprint.layout import block, grid, inline, percent, preferred
    from weasyprint.text import line_break

    _everywhere(percent.resolve_percentages, _used_values(percent.resolve_percentages))
    _everywhere(line_break.strut, _of_style(line_break.strut))
    inline.split_first_line = _lines(inline.split_first_line)
    preferred.split_first_line = _lines(preferred.split_first_line)
    _everywhere(grid._resolve_tracks_sizes, _tracks(grid._resolve_tracks_sizes))
    block.block_level_layout = _measured(block.block_level_layout)
    grid.min_content_width = _widths(preferred.min_content_width)
    grid.max_content_width = _widths(preferred.max_content_width)
    _everywhere(css.preprocess_stylesheet, stylesheets.install())
    path = import_module("weasyprint.svg.path").path
    drawn = _paths(path)
    _everywhere(path, drawn)
    import_module("weasyprint.svg").TAGS["path"] = drawn


def _everywhere(old: Any, new: Any) -> None:
    """Replace a function in each module of the engine that has imported it by its name."""
    for name, module in list(sys.modules.items()):
        if name.startswith("weasyprint"):
            for word, value in list(vars(module).items()):
                if value is old:
                    setattr(module, word, new)


# --- of a style


def _of_style(ask: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """A function of a style alone, its answer kept on it: a copy of a style that is changed has none."""

    def known(style: Any) -> Any:
        kept = vars(style)
        if "strut" not in kept:
            kept["strut"] = ask(style)
        return kept["strut"]

    return known


def _used_values(resolve: Callable[[Any, Any], None]) -> Callable[[Any, Any], None]:
    """The used values of a style in a containing block of one size are the same for each box that has it."""
    from weasyprint.formatting_structure.boxes import Box, PageBox

    def known(box: Any, containing_block: Any) -> None:
        style = box.style
        if style["border_collapse"] == "collapse":
            # the borders that won are the box's own
            resolve(box, containing_block)
            return
        size = (
            (containing_block.width, containing_block.height) if isinstance(containing_block, Box) else containing_block
        )
        key = *size, style["width"], style["height"], isinstance(box, PageBox)
        kept = vars(style).setdefault("used", {})
        found = kept.get(key)
        if found is None:
            resolve(box, containing_block)
            own = vars(box)
            kept[key] = {name: own[name] for name in _USED}
        else:
            vars(box).update(found)

    return known


# --- of a layout


def _lines(split: Callable[..., Any]) -> Callable[..., Any]:
    """The first line of a text in a style and a width; each box gets a copy of it, for drawing changes it."""

    def known(
        text: str, style: Any, context: Any, max_width: Any, spacing: Any, is_line_start: bool = True,
        minimum: bool = False,
    ) -> Any:  # fmt: skip
        if context is None:
            return split(text, style, context, max_width, spacing, is_line_start, minimum)
        kept = vars(context).setdefault("lines", {})
        key = split, id(style), text, max_width, spacing, is_line_start, minimum
        if key not in kept:
            # the style stays alive with its line, so that no other has its id
            kept[key] = style, split(text, style, context, max_width, spacing, is_line_start, minimum)
        layout, *rest = kept[key][1]
        own = object.__new__(type(layout))
        vars(own).update(vars(layout))
        return own, *rest

    return known


class _GridItem:
    """An item of a grid while the engine asks for its height alone, of a copy that it laid out."""

    def __init__(self, box: Any) -> None:
        self.box = box
        self.position_x = self.position_y = 0

    def deepcopy(self) -> _GridItem:
        return self


class _GridHeight:
    """What the engine asks of an item that it has laid out."""

    def __init__(self, height: float) -> None:
        self._height = height

    def margin_height(self) -> float:
        return self._height


def _tracks(resolve: Callable[..., Any]) -> Callable[..., Any]:
    """How high a grid's rows are, its items asked through `_GridItem`."""

    def known(functions: Any, box_size: Any, positions: dict[Any, Any], start: int, direction: str, *rest: Any) -> Any:
        if direction == "y":
            positions = {_GridItem(box): position for box, position in positions.items()}
        return resolve(functions, box_size, positions, start, direction, *rest)

    return known


def _measured(lay_out: Callable[..., Any]) -> Callable[..., Any]:
    """The engine's layout of a block, or the height of a `_GridItem`."""

    def known(context: Any, box: Any, *rest: Any, **named: Any) -> Any:
        if type(box) is not _GridItem:
            return lay_out(context, box, *rest, **named)
        return (_GridHeight(_height(lay_out, context, box.box, named["containing_block"])),) + (None,) * 5

    return known


def _height(lay_out: Callable[..., Any], context: Any, box: Any, parent: Any) -> float:
    """How high an item is in `parent`; nothing is remembered where notes or floats are about."""
    kept = vars(context).setdefault("heights", {})
    key = None
    if not (context.footnotes or context.current_page_footnotes or context.excluded_shapes):
        key = *_same(box), parent.width, parent.height, context.in_column
        if key in kept:
            return float(kept[key][1])
    copy = box.deepcopy()
    copy.position_x = copy.position_y = 0
    laid_out = lay_out(context, copy, bottom_space=-inf, skip_stack=None, containing_block=parent)[0]
    height: float = laid_out.margin_height()
    if key and not context.excluded_shapes:
        kept[key] = box.style, height
    return height


def _widths(ask: Callable[..., Any]) -> Callable[..., Any]:
    """The width that an item wants."""

    def known(context: Any, box: Any, outer: bool = True) -> Any:
        if box.style["border_collapse"] == "collapse":
            return ask(context, box, outer)
        kept = vars(context).setdefault("widths", {})
        key = ask, outer, *_same(box)
        if key not in kept:
            kept[key] = box.style, ask(context, box, outer)
        return kept[key][1]

    return known


def _same(box: Any) -> tuple[Any, ...]:
    """What two boxes have in common that are copies of each other: texts too, which a page number may have changed."""
    words = []
    todo = [box]
    while todo:
        inner = todo.pop()
        todo.extend(getattr(inner, "children", ()))
        words.append(getattr(inner, "text", inner.element_tag))
    return id(box.style), box.element, type(box), tuple(words)


# --- of drawings


def _paths(draw: Callable[..., None]) -> Callable[..., None]:
    """What a long path without markers writes, and its corners: the same for the same `d`."""
    kept: dict[str, tuple[list[Any], tuple[Any, ...]]] = {}

    def known(svg: Any, node: Any, font_size: float) -> None:
        d, out = node.get("d", ""), svg.stream.stream
        if len(d) < _LONG or any(map(node.get, _MARKERS)) or not _PLAIN_PATH.fullmatch(d):
            draw(svg, node, font_size)
            return
        if d not in kept:
            start, first = len(out), len(node.vertices)
            draw(svg, node, font_size)
            if len(kept) >= _PATHS:
                kept.clear()
            kept[d] = out[start:], tuple(node.vertices)[first:]
            return
        written, corners = kept[d]
        out.extend(written)
        node.vertices.extend(corners)

    return known
