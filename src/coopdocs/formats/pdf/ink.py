"""How much ink a page takes, from a picture of it.

pypdfium2, which draws it, is imported when a document is measured.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from PIL import Image

_POINTS_PAR_POUCE = 96
"""No line is drawn thinner than a dot: below this, maps and tables seem 0.3 % of the page darker than at 150."""


class Encre(NamedTuple):
    """The share of a page that each ink covers, in % of the page; `gris`: what a printer with black toner only puts.

    Red, green and blue turned into cyan, magenta and yellow, their common part into black: a print shop's own profile
    will give other figures, in the same order.
    """

    c: float
    m: float
    j: float
    n: float
    gris: float


def mesurer(octets: bytes) -> tuple[Encre, ...]:
    """The ink of each page of a PDF, as its trim shows it."""
    import pypdfium2

    with pypdfium2.PdfDocument(octets) as document:
        return tuple(_ink(page.render(scale=_POINTS_PAR_POUCE / 72).to_pil()) for page in document)


def _ink(page: Image.Image) -> Encre:
    from PIL import ImageChops

    cmj = ImageChops.invert(page.convert("RGB"))
    cyan, magenta, jaune = cmj.split()
    (n,) = _shares(ImageChops.darker(ImageChops.darker(cyan, magenta), jaune))
    (gris,) = _shares(ImageChops.invert(page.convert("L")))
    c, m, j = (share - n for share in _shares(cmj))
    return Encre(c, m, j, n, gris)


def _shares(image: Image.Image) -> list[float]:
    from PIL import ImageStat

    return [mean / 2.55 for mean in ImageStat.Stat(image).mean]
