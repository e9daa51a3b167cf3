"""The network behind a cover: discs, rings and links, the vocabulary of the emblems (units: mm, a sheet of A4)."""

from __future__ import annotations

_POINTS = (
    (59, 50, 26, True), (139, 23, 14, False), (187, 82, 22, True), (120, 114, 28, False), (38, 135, 17, False),
    (9, 82, 9, True), (203, 148, 11, True), (66, 196, 19, True), (158, 186, 22, True), (100, 246, 14, False),
    (192, 236, 28, False), (24, 262, 12, True),
)  # fmt: skip
"""Centre, radius, and whether it is a disc."""
_LIENS = ((0, 1), (1, 2), (0, 3), (2, 3), (3, 4), (0, 5), (2, 6), (4, 7), (3, 8), (7, 9), (8, 10), (6, 8), (7, 11))


def network(couleur: str, *, right_of: float = -100.0) -> str:
    """The whole of it, or what lies to the right of so many mm: words stand on the rest."""
    out = ['<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 210 297" fill="none">']
    shown = [x - r >= right_of for x, _, r, _ in _POINTS]
    for a, b in _LIENS:
        if shown[a] and shown[b]:
            out.append(_link(_POINTS[a], _POINTS[b], couleur))
    for (x, y, r, disc), there in zip(_POINTS, shown, strict=True):
        if there:
            look = f'fill="{couleur}"' if disc else f'stroke="{couleur}" stroke-width="5"'
            out.append(f'<circle cx="{x}" cy="{y}" r="{r}" {look}/>')
    return "".join(out) + "</svg>"


def _link(a: tuple[float, float, float, bool], b: tuple[float, float, float, bool], couleur: str) -> str:
    """A line between two of them that touches neither."""
    (x1, y1, r1, _), (x2, y2, r2, _) = a, b
    length = ((x2 - x1) ** 2 + (y2 - y1) ** 2) ** 0.5
    s1, s2 = (r1 + 6) / length, (r2 + 6) / length
    dx, dy = x2 - x1, y2 - y1
    ends = f"M{x1 + dx * s1:.1f} {y1 + dy * s1:.1f}L{x2 - dx * s2:.1f} {y2 - dy * s2:.1f}"
    return f'<path d="{ends}" stroke="{couleur}" stroke-width="5" stroke-linecap="round"/>'


def ruled(couleur: str) -> str:
    """A line to write on, 9 mm high, as wide as a page's text."""
    line = f'<path d="M0 8.9H168" stroke="{couleur}" stroke-width=".2"/>'
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 168 9">{line}</svg>'
