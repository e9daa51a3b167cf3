"""Outlines as SVG paths of relative steps, for a map so small that no eye could tell all of their points."""

from __future__ import annotations

from itertools import accumulate, pairwise

_Corner = tuple[int, int]


def thinned(trace: str, pas: int) -> str:
    """The same closed lines in steps of `pas` of theirs, without the points that this makes needless.

    Two outlines that share a border still share it. A line that is lost in the grid is left out.
    """
    loops = [_on_grid(_points(loop), pas) for loop in filter(None, trace.split("z"))]
    return "".join(_written(loop) for loop in loops if len(loop) > 2)


def _points(loop: str) -> list[_Corner]:
    numbers = list(map(int, loop[1:].replace("l", " ").replace("-", " -").split()))
    return list(zip(accumulate(numbers[::2]), accumulate(numbers[1::2]), strict=True))


def _on_grid(points: list[_Corner], pas: int) -> list[_Corner]:
    line: list[_Corner] = []
    for x, y in points:
        point = round(x / pas), round(y / pas)
        if line and point == line[-1]:
            continue
        if len(line) > 1 and _between(line[-2], line[-1], point):
            line.pop()
        line.append(point)
    return line[:-1] if len(line) > 1 and line[0] == line[-1] else line


def _between(a: _Corner, b: _Corner, c: _Corner) -> bool:
    """Whether the middle one of three points says nothing: it lies on the line of the others, or they come back."""
    return (b[0] - a[0]) * (c[1] - a[1]) == (b[1] - a[1]) * (c[0] - a[0])


def _written(loop: list[_Corner]) -> str:
    """Absolute where the loop starts, so that it may stand after another one; then relative."""
    steps = " ".join(f"{x - px} {y - py}" for (px, py), (x, y) in pairwise(loop))
    return f"M{loop[0][0]} {loop[0][1]}l{steps}z"
