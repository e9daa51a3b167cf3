"""How much ink a page takes, from a picture of it.

pypdfium2, which draws it, is imported when a document is measured.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from PIL import Image

_DOTS_PER_INCH = 96
"""No line is drawn thinner than a dot: below this, maps and tables seem 0.3 % of the page darker than at 150."""


class InkCoverage(NamedTuple):
    """The share of a page that each ink covers, in % of the page; `gray`: what a printer with black toner only puts.

    Red, green and blue turned into cyan, magenta and yellow, their common part into black: a print shop's own profile
    will give other figures, in the same order.
    """

    cyan: float
    magenta: float
    yellow: float
    black: float
    gray: float


def measure(data: bytes) -> tuple[InkCoverage, ...]:
    """The ink of each page of a PDF, as its trim shows it."""
    import pypdfium2

    with pypdfium2.PdfDocument(data) as document:
        return tuple(_ink(page.render(scale=_DOTS_PER_INCH / 72).to_pil()) for page in document)


def _ink(page: Image.Image) -> InkCoverage:
    from PIL import ImageChops

    cmy = ImageChops.invert(page.convert("RGB"))
    cyan, magenta, yellow = cmy.split()
    (black,) = _shares(ImageChops.darker(ImageChops.darker(cyan, magenta), yellow))
    (gray,) = _shares(ImageChops.invert(page.convert("L")))
    c, m, y = (share - black for share in _shares(cmy))
    return InkCoverage(c, m, y, black, gray)


def _shares(image: Image.Image) -> list[float]:
    from PIL import ImageStat

    return [mean / 2.55 for mean in ImageStat.Stat(image).mean]
