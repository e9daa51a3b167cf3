"""One list of shapes, two ways to write it: WeasyPrint's picture of the SVG is that of the PDF operators."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from math import cos, sin, tau

import pikepdf
import pytest
from lxml import etree

from coopdocs.croquis import Cercle, Contours, Croquis, FormeDessinee, Legende, Rectangle, Segment
from support.pictures import FAMILY, by_operators, by_svg, difference, shown

SVG = "{http://www.w3.org/2000/svg}"


# --- the two roads to a picture


def alone(*formes: FormeDessinee, rayon: float = 0) -> Croquis:
    return Croquis(200, 120, formes, rayon)


# --- equal pictures

STAR = "M10 10l40 0-32 24 12-38 12 38z"
RING = "M10 10l80 0 0 60-80 0zM30 30l20 0 0 20-20 0z"
CASES: dict[str, Sequence[FormeDessinee]] = {
    "rectangle": [Rectangle(20.2, 30.1, 90.3, 50.4, "#C2410C")],
    "outlined rectangle": [Rectangle(20.2, 30.1, 90.3, 50.4, None, "#22263F", 7)],
    "rounded rectangle": [Rectangle(20.2, 30.1, 90.3, 50.4, "#E3E4EE", "#22263F", 3, 18)],
    "circle": [Cercle(100, 60, 41.5, "#C2410C", "#22263F", 6)],
    "ring": [Cercle(100, 60, 30, None, "#C2410C", 9)],
    "outline with a hole": [Contours((RING,), 1.25, 7, 9, "#F0B79A", "#C2410C", 4)],
    "outline that crosses itself": [Contours((STAR,), 2.2, 3, 15, "#F0B79A")],
    "several outlines of one look": [Contours((RING, STAR), 1.1, 60.5, 20.25, "#8E95C4", "#FFFFFF", 2)],
    "outline without filling": [Contours(("M400 300l5000 0 0 3000-4000 1000z",), 0.02, 40.2, 20.1, None, "#22263F", 5)],
    "lengths of a fine grid": [Contours(("M4000 3000l1200 0 0 900-1500-100z",), 0.0234567, -40, -20, "#444B78")],
    "what leaves the frame": [Cercle(195, 115, 60, "#C2410C"), Rectangle(-30, -30, 60, 60, "#22263F")],
    "texts by their starts, middles and ends": [
        Legende(100, 30, "Portes-lès-Valence", 14, "#1D1F26", 600),
        Legende(100, 60, "L’Île-d’Yeu", 14, "#C2410C", 600, "middle"),
        Legende(100, 90, "Œuf-en-Ternois", 14, "#22263F", 600, "end"),
    ],
    "text with a halo": [
        Rectangle(0, 0, 200, 120, "#C2410C"),
        Legende(20, 60, "Romans & <Isère>", 18, "#1D1F26", 600, halo=("#FFFFFF", 6)),
    ],
    "texts with spaced letters": [
        Legende(100, 30, "DRÔME", 14, "#1D1F26", 600, espacement=3),
        Legende(100, 60, "ISÈRE", 14, "#C2410C", 600, "middle", espacement=4.5),
        Legende(20, 90, "next", 14, "#22263F", 600),
    ],
    "lines, whole and dashed": [
        Segment(10, 10, 190, 90, "#C2410C", 6),
        Segment(20, 100, 180, 100, "#22263F", 4, (12, 6)),
        Segment(20, 112, 180, 112, "#22263F", 4),
    ],
    "dashed rectangle": [
        Rectangle(20, 30, 100, 50, "#F0B79A", "#C2410C", 4, 8, (10, 5)),
        Cercle(160, 60, 20, None, "#22263F", 4),
    ],
    "veil": [
        Cercle(100, 60, 50, "#C2410C"),
        Rectangle(0, 0, 111.3, 120, "#22263F", opacite=0.78),
        Cercle(90, 60, 9, "#FFFFFF"),
    ],
    "veils over each other": [
        Cercle(100, 60, 50, "#C2410C"),
        *(Rectangle(0, 0, 30.0 * n, 120, "#22263F", opacite=0.3) for n in range(6)),
    ],
    "later shapes over earlier ones": [Rectangle(20.2, 20.1, 100.3, 60.4, "#444B78"), Cercle(110, 70, 35, "#FFFFFF")],
}


@pytest.mark.parametrize("rayon", [0, 30], ids=["square frame", "rounded frame"])
@pytest.mark.parametrize("formes", CASES.values(), ids=CASES.keys())
def test_svg_and_operators_draw_the_same_picture(formes: Sequence[FormeDessinee], rayon: float) -> None:
    ground = Rectangle(0, 0, 200, 120, "#EDF2F5")
    croquis = alone(ground, *formes, rayon=rayon)
    drawn = by_operators(croquis)
    assert difference(drawn, by_svg(croquis)) < 0.0005
    assert difference(drawn, by_operators(alone(ground, rayon=rayon))) > 0.005


def test_a_stroke_is_as_wide_at_every_scale() -> None:
    small = alone(Contours(("M1 1l8 0 0 5-8 0z",), 12, 20, 20, "#F0B79A", "#22263F", 6))
    large = alone(Contours(("M1000 1000l8000 0 0 5000-8000 0z",), 0.012, 20, 20, "#F0B79A", "#22263F", 6))
    assert difference(by_operators(small), by_operators(large)) == 0
    assert difference(by_svg(small), by_svg(large)) == 0


def test_circles_and_rounded_corners_are_round() -> None:
    angles = [tau * i / 256 for i in range(256)]
    corners = [(round(9000 * cos(a)), round(9000 * sin(a))) for a in angles]
    steps = " ".join(f"{x2 - x1} {y2 - y1}" for (x1, y1), (x2, y2) in pairwise(corners))
    polygon = alone(Contours((f"M{corners[0][0]} {corners[0][1]}l{steps}z",), 0.005, 100, 60, "#C2410C"))
    assert difference(by_operators(polygon), by_operators(alone(Cercle(100, 60, 45, "#C2410C")))) < 0.0005
    assert (
        difference(by_operators(polygon), by_operators(alone(Rectangle(55, 15, 90, 90, "#C2410C", rayon=45)))) < 0.0005
    )


# --- the SVG


def parsed(svg: str) -> etree._Element:
    return etree.fromstring(svg.encode())


def test_the_title_is_the_first_child_of_an_image() -> None:
    root = parsed(alone(Cercle(5, 5, 5, "#C2410C")).svg("Carte de « L’Haÿ » & <environs>", FAMILY))
    assert root.get("role") == "img"
    assert root.get("viewBox") == "0 0 200 120"
    assert root[0].tag == f"{SVG}title"
    assert root[0].text == "Carte de « L’Haÿ » & <environs>"


def test_a_drawing_without_a_title_has_no_role() -> None:
    root = parsed(alone(Cercle(5, 5, 5, "#C2410C"), rayon=4).svg(None, FAMILY))
    assert root.get("role") is None
    assert root.find(f"{SVG}title") is None


def test_texts_are_in_the_family_that_is_asked_for() -> None:
    root = parsed(alone(Legende(5, 5, "a < b", 10, "#1D1F26", 600)).svg("x", 'Une "autre" & police'))
    text = root.find(f".//{SVG}text")
    assert text is not None
    assert (text.get("font-family"), text.get("font-weight"), text.text) == ('Une "autre" & police', "600", "a < b")


# --- the operators


def test_texts_are_written_by_the_caller_alone_in_the_order_of_the_shapes() -> None:
    textes = [Legende(5, 5, "un", 10, "#1D1F26", 600), Legende(5, 25, "deux", 10, "#1D1F26", 600)]
    seen: list[Legende] = []

    def text(texte: Legende) -> bytes:
        seen.append(texte)
        return f"% {texte.texte} %".encode()

    octets = alone(textes[0], Cercle(9, 9, 9, "#C2410C"), textes[1]).operators(text)
    assert seen == textes
    assert octets.index(b"% un %") < octets.index(b" rg") < octets.index(b"% deux %")
    assert b"Tj" not in octets


def test_operators_leave_the_graphics_state_as_it_was() -> None:
    croquis = alone(*(forme for formes in CASES.values() for forme in formes), rayon=10)
    depth = 0
    pdf = pikepdf.new()
    stream = pdf.make_stream(croquis.operators(shown))
    instructions = pikepdf.parse_content_stream(stream)
    for i, instruction in enumerate(instructions):
        depth += {"q": 1, "Q": -1}.get(str(instruction.operator), 0)
        assert depth > 0 or i == len(instructions) - 1
    assert depth == 0


def test_only_numbers_that_pdf_knows_are_written() -> None:
    tiny = alone(Contours(("M1 1l8000000 0 0 5-8 0z",), 0.00002, 1e-9, -1e-9, "#010203", "#22263F", 0.5))
    assert not re.search(rb"\de-", tiny.operators(shown))
    assert not re.search(r"\de-", tiny.svg(None, FAMILY))
