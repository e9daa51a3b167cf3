"""What is on a printed page, as it is printed: each letter with its size and its place."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium

MM = 72 / 25.4
"""Points in a millimetre."""


@dataclass(frozen=True)
class Lettre:
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
    for i in range(text.count_chars()):
        signe = chr(pdfium.FPDFText_GetUnicode(text.raw, i))
        if signe.isspace() or pdfium.FPDFText_IsGenerated(text.raw, i):
            continue
        matrix = pdfium.FS_MATRIX()
        assert pdfium.FPDFText_GetMatrix(text.raw, i, ctypes.byref(matrix))
        corps = pdfium.FPDFText_GetFontSize(text.raw, i) * abs(matrix.d)
        yield Lettre(signe, round(corps, 2), *(round(side, 2) for side in _box(text, i)))


def _box(text: pypdfium2.PdfTextPage, i: int) -> tuple[float, float, float, float]:
    left, bottom, right, top = text.get_charbox(i, loose=True)
    return left, bottom, right, top


def letter_boxes(page: Any) -> Iterator[tuple[str, float, float, float, float]]:
    """Each visible letter of a page with its box (mm from the sheet's left foot)."""
    text = page.get_textpage()
    for n in range(text.count_chars()):
        letter = text.get_text_range(n, 1)
        if letter.strip():
            left, low, right, high = (v / MM for v in text.get_charbox(n))
            yield letter, left, low, right, high
