"""HTML to PDF with WeasyPrint: a closed fetcher, tagged output, and what only layout can see as problems.

WeasyPrint is imported inside `write`: importing this module costs nothing.
"""

from __future__ import annotations

import logging
import mimetypes
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from coopdocs.formats import LUS, Rendu

# The layout engine keeps the first character seen for each glyph, and fonts share one glyph between the space and its
# no-break forms: without this map, one early no-break space makes every space of the file extract as one.
_PLAIN = {b"00a0": b"0020", b"202f": b"0020", b"2009": b"0020", b"2010": b"002d", b"2011": b"002d", b"00ad": b"002d"}
_PX_PER_MM = 96 / 25.4


def write(html: str, dossiers: Sequence[Path], pages: int | None = None) -> Rendu:
    """Lay `html` out as a tagged PDF. `dossiers`: folders that `kit:/…` addresses are looked up in, in order.

    `pages`: the page count that the document must have. Nothing else is read: no network, no other file; a font of the
    system is a defect. An address that is refused leaves no bytes.
    """
    from weasyprint import HTML
    from weasyprint.text.fonts import FontConfiguration
    from weasyprint.urls import FatalURLFetchingError

    log = _Log()
    logger = logging.getLogger("weasyprint")
    handlers, logger.handlers, propagate, logger.propagate = logger.handlers, [log], logger.propagate, False
    fonts = FontConfiguration()
    try:
        document = HTML(string=html, base_url="kit:/", url_fetcher=_fetcher(dossiers)).render(
            font_config=fonts, pdf_variant="pdf/ua-1", pdf_tags=True
        )
        octets = document.write_pdf(finisher=_finish, pdf_variant="pdf/ua-1", pdf_tags=True)
    except FatalURLFetchingError as error:
        # a BaseException: past here it would end the whole build
        return Rendu(b"", None, (str(error),))
    finally:
        logger.handlers, logger.propagate = handlers, propagate
        # removes the engine's copies of the fonts now: a worker that is stopped never gets to it
        fonts.__del__()
    defauts = [*log.lines, *_foreign_fonts(document, html), *_layout_faults(document)]
    if pages is not None and len(document.pages) != pages:
        defauts.append(f"{len(document.pages)} pages au lieu de {pages} : raccourcissez les textes les plus longs")
    return Rendu(octets, len(document.pages), tuple(dict.fromkeys(defauts)))


class _Log(logging.Handler):
    """Keeps the engine's warnings: each one is a defect of the document."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(f"moteur de mise en page : {record.getMessage()}")


def _fetcher(dossiers: Sequence[Path]) -> Any:
    from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

    roots = [d.resolve() for d in dossiers]

    class KitFetcher(URLFetcher):  # type: ignore[misc]
        """Serves `kit:/polices/…`, `kit:/images/…` and data: images; everything else stops the document."""

        def fetch(self, url: str, headers: Any = None) -> Any:
            if url.startswith("data:image/"):
                return super().fetch(url, headers)
            name = url.removeprefix("kit:/")
            for root in roots:
                path = (root / name).resolve()
                served = url.startswith("kit:/") and any(path.is_relative_to(root / folder) for folder in LUS)
                if served and path.is_file():
                    kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
                    return URLFetcherResponse(url, path.read_bytes(), {"Content-Type": kind})
            raise FatalURLFetchingError(f"adresse refusée ou introuvable : {url[:120]}")

    return KitFetcher(allowed_protocols=("data",), allow_redirects=False, fail_on_errors=True)


def _foreign_fonts(document: Any, html: str) -> Iterator[str]:
    """The engine takes a font of the system, without a word, for what the page's own fonts cannot draw."""
    own = set(re.findall(r'@font-face\s*\{\s*font-family:\s*"([^"]+)"', html))
    for font in document.fonts.values():
        if font.family not in own:
            drawn = "".join(sorted(set(font.to_unicode.values()))).strip()[:20]
            yield f"police hors du kit ({font.family}) pour « {drawn} » : remplacez ces signes ou corrigez la police"


def _finish(document: Any, pdf: Any) -> None:
    """Map no-break spaces to plain ones in every font's ToUnicode, so that text extracts as whole words."""
    import pydyf

    entry = re.compile(rb"^(<[0-9a-f]+>) <([0-9a-f]{4})>$", re.M)
    for item in pdf.objects:
        if isinstance(item, pydyf.Stream) and b"begincmap" in item.stream[:12]:
            lines = (line if isinstance(line, bytes) else line.encode() for line in item.stream)
            item.stream = [entry.sub(lambda m: m[1] + b" <" + _PLAIN.get(m[2], m[2]) + b">", line) for line in lines]


def _layout_faults(document: Any) -> Iterator[str]:
    """What the engine does not warn of: text outside its page or its fixed box, pages without text.

    Reads the page boxes, which are private to WeasyPrint: its version is pinned.
    """
    from weasyprint.formatting_structure import boxes

    kept_whole: dict[int, int] = {}
    for number, page in enumerate(document.pages, 1):
        page_box = page._page_box
        texts = 0
        edges = page_box.content_box_y() + page_box.height, page_box.content_box_x() + page_box.width
        for box, bottom, right in _walk(page_box, *edges):
            if isinstance(box, boxes.LineBox) and (over := box.position_y + box.height - bottom) > 1.5:
                yield f"page {number} : « {_words(box)} » déborde de {over / _PX_PER_MM:.1f} mm vers le bas"
            if isinstance(box, boxes.BlockLevelBox) and (name := _kept_whole(box)):
                first = kept_whole.setdefault(id(box.element), number)
                if first != number:
                    kept_whole[id(box.element)] = number
                    yield f"page {number} : {name} ne tient pas sur une page ; raccourcissez ses textes"
            if isinstance(box, boxes.TextBox) and box.text.strip():
                texts += 1
                if (wide := box.position_x + box.width - right) > 1:
                    yield f"page {number} : « {box.text.strip()[:50]} » déborde de {wide / _PX_PER_MM:.1f} mm à droite"
        if not texts:
            yield f"page {number} : page sans texte"


def _kept_whole(box: Any) -> str | None:
    """The name of a block that its template wants on one page (`data-insecable`)."""
    element = box.element
    return element.get("data-insecable") if element is not None and box.element_tag == element.tag else None


def _words(line: Any) -> str:
    """The text of a line box, cut to what an author needs to find it."""
    text = getattr(line, "text", "") + " ".join(_words(child) for child in getattr(line, "children", ()))
    return text.strip()[:50]


def _walk(box: Any, bottom: float, right: float) -> Iterator[tuple[Any, float, float]]:
    """Every box of the page's flow with the lowest and rightmost place its text may reach (px)."""
    from weasyprint.formatting_structure import boxes
    from weasyprint.layout.absolute import AbsolutePlaceholder

    box = box._box if isinstance(box, AbsolutePlaceholder) else box
    if isinstance(box, boxes.MarginBox):
        return
    if isinstance(box, boxes.BlockLevelBox) and not isinstance(box, boxes.PageBox):
        if box.style["height"] != "auto":
            bottom = min(bottom, box.border_box_y() + box.border_height())
        if box.style["width"] != "auto":
            right = min(right, box.border_box_x() + box.border_width())
    yield box, bottom, right
    for child in getattr(box, "children", ()):
        yield from _walk(child, bottom, right)
