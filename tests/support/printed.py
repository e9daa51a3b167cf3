"""What is on a printed page, as it is printed: each letter with its size and its place."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from typing import Any, NamedTuple

import pypdfium2
import pypdfium2.raw as pdfium

MM = 72 / 25.4
"""Points in a millimetre."""


class Lettre(NamedTuple):
    """A letter of a page: its size (pt) and its box there (pt, from the bottom left)."""

    signe: str
    corps: float
    gauche: float
    bas: float
    droite: float
    haut: float


def lettres(page: pypdfium2.PdfPage) -> Iterator[Lettre]:
    """The letters of a page in the order in which they are drawn, at the size that they have on its paper."""
    text = page.get_textpage()
    raw, matrix, box = text.raw, pdfium.FS_MATRIX(), pdfium.FS_RECTF()
    # a million letters: what is asked of each is put in the same places
    at_matrix, at_box = ctypes.byref(matrix), ctypes.byref(box)
    for i in range(text.count_chars()):
        signe = chr(pdfium.FPDFText_GetUnicode(raw, i))
        if signe.isspace() or pdfium.FPDFText_IsGenerated(raw, i):
            continue
        assert pdfium.FPDFText_GetMatrix(raw, i, at_matrix)
        assert pdfium.FPDFText_GetLooseCharBox(raw, i, at_box)
        corps = pdfium.FPDFText_GetFontSize(raw, i) * abs(matrix.d)
        sides = round(box.left, 2), round(box.bottom, 2), round(box.right, 2), round(box.top, 2)
        yield Lettre(signe, round(corps, 2), *sides)


def letter_boxes(page: Any) -> Iterator[tuple[str, float, float, float, float]]:
    """Each visible letter of a page with its box (mm from the sheet's left foot)."""
    text = page.get_textpage()
    for n in range(text.count_chars()):
        letter = text.get_text_range(n, 1)
        if letter.strip():
            left, low, right, high = (v / MM for v in text.get_charbox(n))
            yield letter, left, low, right, high
