"""Drawings as PDF operators: figures with their texts, and pictures that the layout engine draws once."""

from __future__ import annotations

import re
from functools import lru_cache
from xml.etree import ElementTree

from coopdocs import croquis
from coopdocs.champs import ChampFigure
from coopdocs.errors import CoopdocsError
from coopdocs.formats.pdf.fill.shaping import Shaper, number, svg_look

# the size (px) at which letters of drawings are measured
LETTER_SIZE = 100.0
_OPAQUE = re.compile(rb"^/[aA]1(?:\.0)? gs\n", re.M)
# paths, paints, plain colours and matrices: what needs no resource of the page
_PLAIN = re.compile(
    rb"(?:[\d. -]*|\[[\d. ]*\] \d+ )(?:q|Q|cm|w|J|j|M|d|m|l|c|v|y|h|re|S|s|f|f\*|B|B\*|b|b\*|n|W|W\*|rg|RG)"
)
_FRAME = re.compile(r"0 0 ([\d.]+) ([\d.]+)")


class _MissingGlyphError(CoopdocsError):
    """A letter that the embedded fonts lack, or a font that the page lacks."""


def figure(shaper: Shaper, value: ChampFigure, fonts: frozenset[bytes]) -> bytes | None:
    """The operators of a figure in the units of its drawing, with the page's fonts; None when something is missing."""
    try:
        return value.croquis.operators(lambda legend: _text(shaper, legend, value.police, fonts))
    except _MissingGlyphError:
        return None


def _text(shaper: Shaper, legend: croquis.Legende, family: str, fonts: frozenset[bytes]) -> bytes:
    """As the engine sets a text of an SVG drawing: letter after letter, without kerning."""
    look_font = shaper.font(svg_look(family, legend.graisse, LETTER_SIZE))
    letters = [look_font.letter(letter) for letter in legend.texte]
    font = look_font.tf.split()[0]
    if not all(letters) or font not in fonts:
        raise _MissingGlyphError(legend.texte)
    width = sum(letter[1] for letter in letters if letter) * legend.corps / LETTER_SIZE
    width += legend.espacement * (len(letters) - 1)
    x = legend.x - {"start": 0.0, "middle": 0.5, "end": 1.0}[legend.ancre] * width
    glyphs = b"".join(letter[0] for letter in letters if letter)
    spaced = b"%s Tc " % number(legend.espacement) if legend.espacement else b""
    show = spaced + b"1 0 0 -1 %s %s Tm %s %s Tf <%s> Tj" % (
        number(x),
        number(legend.y),
        font,
        number(legend.corps),
        glyphs,
    )
    ink = b"BT %s %s%s ET" % (_color(legend.couleur, b"rg"), show, b" 0 Tc" if spaced else b"")
    if legend.halo is None:
        return ink
    color, stroke = legend.halo
    return b"q BT %s %s w 1 Tr %s ET Q\n%s" % (_color(color, b"RG"), number(stroke), show, ink)


def _color(hexa: str, operator: bytes) -> bytes:
    return b" ".join(number(int(hexa[i : i + 2], 16) / 255) for i in (1, 3, 5)) + b" " + operator


@lru_cache(maxsize=256)
def picture(svg: str) -> bytes | None:
    """The operators of an SVG document in the units of its viewBox; None for anything but opaque plain shapes."""
    from weasyprint.pdf.stream import Stream
    from weasyprint.svg import SVG

    tree = ElementTree.fromstring(svg)
    frame = _FRAME.fullmatch(tree.get("viewBox", ""))
    if frame is None:
        return None
    resources: dict[str, dict[str, object]] = {
        kind: {} for kind in ("ColorSpace", "ExtGState", "XObject", "Pattern", "Shading")
    }
    sheet = Stream({}, (0, 0, 0, 0), resources, {}, None, {}, None)
    try:
        SVG(tree, None, None, None).draw(sheet, float(frame[1]), float(frame[2]), None, None)
    except Exception:  # whatever is wrong in a drawing, the page laid out whole tells it
        return None
    drawn = _OPAQUE.sub(b"", b"\n".join(sheet.stream) + b"\n")
    return drawn if drawn.strip() and all(map(_PLAIN.fullmatch, drawn.splitlines())) else None
