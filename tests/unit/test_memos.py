"""What the memories of the layout engine tell apart: each question that has another answer is asked again."""

from __future__ import annotations

from types import SimpleNamespace as Made
from typing import Any

import pytest

from coopdocs.formats.pdf import memos


class Line:
    """A laid-out line."""


LONG = "M0 0" + "L1 1" * 200


@pytest.mark.parametrize(
    "other",
    [("Un autre", 0, 10.0, 0, True, False), ("Un mot", 1, 10.0, 0, True, False), ("Un mot", 0, 20.0, 0, True, False),
     ("Un mot", 0, 10.0, 1, True, False), ("Un mot", 0, 10.0, 0, False, False), ("Un mot", 0, 10.0, 0, True, True)],
)  # fmt: skip
def test_a_line_is_that_of_its_text_style_width_spacing_and_place(other: tuple[Any, ...]) -> None:
    asked: list[tuple[Any, ...]] = []

    def split(text: str, style: Any, context: Any, *rest: Any) -> Any:
        asked.append((text, style, *rest))
        return Line(), len(asked)

    known, context, styles = memos._lines(split), Made(), (object(), object())
    first = known("Un mot", styles[0], context, 10.0, 0)
    again = known("Un mot", styles[0], context, 10.0, 0)
    text, style, *rest = other
    changed = known(text, styles[style], context, *rest)
    assert (len(asked), first[1], again[1], changed[1]) == (2, 1, 1, 2)
    # drawing changes a line: each box has its own
    assert first[0] is not again[0]
    known("Un mot", styles[0], Made(), 10.0, 0)
    assert len(asked) == 3


class Item(Made):
    def deepcopy(self) -> Item:
        return Item(**vars(self))


@pytest.mark.parametrize(
    ("around", "asked"), [("", 1), ("excluded_shapes", 3), ("footnotes", 3), ("current_page_footnotes", 3)]
)
def test_a_height_is_not_remembered_beside_floats_or_notes(around: str, asked: int) -> None:
    calls = 0

    def lay_out(context: Any, copy: Any, **named: Any) -> Any:
        nonlocal calls
        calls += 1
        return (Made(margin_height=lambda: 5.0),)

    context = Made(footnotes=[], current_page_footnotes=[], excluded_shapes=[], in_column=False)
    box = Item(style=object(), element=None, element_tag="p")
    for _ in range(3):
        assert memos._height(lay_out, context, box, Made(width=10, height=20)) == 5.0
        if around:
            getattr(context, around).append(1)
    assert calls == asked


def test_a_float_that_an_item_leaves_behind_is_not_remembered() -> None:
    """Its layout changed what stands around: the next one must do that too."""

    def lay_out(context: Any, copy: Any, **named: Any) -> Any:
        context.excluded_shapes.append(1)
        return (Made(margin_height=lambda: 5.0),)

    context = Made(footnotes=[], current_page_footnotes=[], excluded_shapes=[], in_column=False)
    memos._height(lay_out, context, Item(style=object(), element=None, element_tag="p"), Made(width=10, height=20))
    assert context.heights == {}


@pytest.mark.parametrize(
    ("attributes", "drawn"),
    [({"d": LONG}, 1), ({"d": "M0 0L1 1"}, 2), ({"d": LONG, "marker-mid": "url(#m)"}, 2), ({"d": LONG + "x"}, 2)],
)
def test_a_path_is_remembered_where_it_is_long_and_draws_nothing_but_itself(
    attributes: dict[str, str], drawn: int
) -> None:
    calls = 0

    def draw(svg: Any, node: Any, font_size: float) -> None:
        nonlocal calls
        calls += 1
        svg.stream.stream.append(b"0 0 m")
        node.vertices.append((1, 1))

    known = memos._paths(draw)
    for _ in range(2):
        svg, node = Made(stream=Made(stream=[])), Made(get=attributes.get, vertices=[])
        known(svg, node, 12.0)
        assert (svg.stream.stream, node.vertices) == ([b"0 0 m"], [(1, 1)])
    assert calls == drawn
