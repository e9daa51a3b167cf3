"""Two PDFs that must be one and the same to their readers: letters, tags, links, bookmarks, pixels."""

from __future__ import annotations

import io
from collections.abc import Container

import pikepdf
import pypdfium2
import pytest
from PIL import ImageChops

from support.pdf_read import Balise, Pdf
from support.printed import lettres


def tags(read: Pdf) -> list[tuple[str, str, str]]:
    """Name, words and description of each element; words of a figure are left to the text of the pages.

    Spaces between the words of several elements are the reader's guess, from where these stand.
    """

    def words(b: Balise) -> str:
        texte = "" if b.nom == "Figure" else b.texte(("Figure",))
        return "".join(texte.split()) if b.enfants else texte

    return [(b.nom, words(b), str(b.attributs.get("/Alt"))) for b in read.arbre.walk()]


def rectangles(octets: bytes) -> list[tuple[str, list[float]]]:
    file = pikepdf.open(io.BytesIO(octets))
    notes = [note for each in file.pages for note in each.obj.get("/Annots", [])]
    return [(str(note.Contents), [float(edge) for edge in note.Rect]) for note in notes]


def unlike(one: bytes, other: bytes, enough: int, pages: Container[int] | None = None) -> int:
    """The greatest difference between two documents' pixels, of 255, each the mean of 64: letters snap to a grid.

    `pages`: those to look at, from 1; None: all. A page that differs by no more than half of `enough` where each is the
    mean of 16 is not drawn finer, which takes four times as long.
    """
    greatest = 0
    both = zip(pypdfium2.PdfDocument(one), pypdfium2.PdfDocument(other), strict=True)
    for number, pair in enumerate(both, 1):
        if pages is None or number in pages:
            seen = _difference(pair, 4)
            greatest = max(greatest, seen if seen <= enough // 2 else _difference(pair, 8))
    return greatest


def _difference(pair: tuple[pypdfium2.PdfPage, pypdfium2.PdfPage], scale: int) -> int:
    images = [page.render(scale=scale, rev_byteorder=True).to_pil().reduce(scale) for page in pair]
    return max(int(high) for _, high in ImageChops.difference(*images).getextrema())  # type: ignore[misc]


def _words(octets: bytes, texts: Container[int] | None) -> list[str]:
    pages = pypdfium2.PdfDocument(octets)
    return [_letters(page) for number, page in enumerate(pages, 1) if texts is None or number in texts]


def _letters(page: pypdfium2.PdfPage) -> str:
    """What is read on a page, letter by letter, once at each place: a name's halo is the same letters under it.

    In the alphabet's order: readers break a drawing's names as they like; tags hold the order of all else.
    """
    seen: dict[tuple[str, float, float], None] = {}
    for letter in lettres(page):
        if letter.signe.isalnum():
            seen.setdefault((letter.signe, round(letter.gauche), round(letter.bas)))
    return "".join(sorted(sign for sign, _, _ in seen))


def assert_same(
    one: bytes,
    other: bytes,
    pixels: int = 40,
    pages: Container[int] | None = None,
    texts: Container[int] | None = None,
) -> None:
    """`pages`, `texts`: those whose pixels, whose words are held against each other, from 1; None: all."""
    read, wanted = Pdf(one, texts), Pdf(other, texts)
    # readers guess spaces and hyphens between pieces; what is written is in the tags
    assert _words(one, texts) == _words(other, texts)
    assert tags(read) == tags(wanted)
    assert read.signets == wanted.signets
    assert read.liens == wanted.liens
    for (contents, edges), (same, places) in zip(rectangles(one), rectangles(other), strict=True):
        assert contents == same
        assert edges == pytest.approx(places, abs=0.1)
    assert unlike(one, other, pixels, pages) <= pixels
