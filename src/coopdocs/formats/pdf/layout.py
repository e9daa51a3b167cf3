"""HTML to PDF with WeasyPrint: a closed fetcher, tagged output, and what only layout can see as problems.

WeasyPrint is imported inside `lay_out`: importing this module costs nothing.
"""

from __future__ import annotations

import contextlib
import hashlib
import logging
import mimetypes
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from coopdocs.formats.job import ENGINE_FOLDERS, Rendered
from coopdocs.formats.pdf import drawings, patches
from coopdocs.formats.pdf.standards import PDFUA_CLAIM, Attachment, embedded, filespec
from coopdocs.typographie import plain_spaces

# The layout engine keeps the first character seen for each glyph, and fonts share one glyph between the space and its
# no-break forms: without this map, one early no-break space makes every space of the file extract as one.
_PLAIN = {b"00a0": b"0020", b"202f": b"0020", b"2009": b"0020", b"2010": b"002d", b"2011": b"002d", b"00ad": b"002d"}
_MEANT = re.compile(rb"(<[0-9a-f]+>) <([0-9a-f]{4})>")
_SPACES = (b"202f", b"2009", b"00a0", b"0020")
_PX_PER_MM = 96 / 25.4
_VARIANT = "pdf/a-3a"


@dataclass(frozen=True)
class LaidOut:
    """A page laid out: the engine's own document (None where an address is refused), its PDF, its defects in French."""

    document: Any
    data: bytes
    defects: tuple[str, ...]


def write(
    html: str, folders: Sequence[Path], pages: int | None = None, attachments: Sequence[Attachment] = ()
) -> Rendered:
    """Lay `html` out as a PDF/UA-1 that is a PDF/A-3a too, with files attached to it: see `lay_out`."""
    laid_out = lay_out(html, folders, pages, attachments)
    return Rendered(laid_out.data, len(laid_out.document.pages) if laid_out.document else None, laid_out.defects)


def lay_out(
    html: str,
    folders: Sequence[Path],
    pages: int | None = None,
    attachments: Sequence[Attachment] = (),
    before: Callable[[Any], None] = lambda document: None,
) -> LaidOut:
    """The one place where the engine is run. `folders`: folders that `kit:/…` addresses are looked up in, in order.

    `pages`: the page count that the document must have. `before`: what sees the document laid out, before its PDF is
    written. Nothing else is read: no network, no other file; a font of the system is a defect. An address that is
    refused leaves no bytes.
    """
    patches.mend()
    from weasyprint import HTML
    from weasyprint.text.fonts import FontConfiguration
    from weasyprint.urls import FatalURLFetchingError

    fonts = FontConfiguration()
    try:
        with _heard() as lines:
            page = HTML(string=html, base_url="kit:/", url_fetcher=fetcher(folders))
            document = page.render(font_config=fonts, pdf_variant=_VARIANT, pdf_tags=True)
            before(document)
            data = _written(document, attachments)
    except FatalURLFetchingError as error:
        # a BaseException: past here it would end the whole build
        return LaidOut(None, b"", (str(error),))
    finally:
        # removes the engine's copies of the fonts now: a worker that is stopped never gets to it
        fonts.__del__()
    defects = [*lines, *_foreign_fonts(document, html), *_stray_files(document), *_layout_faults(document)]
    if pages is not None and len(document.pages) != pages:
        defects.append(f"{len(document.pages)} pages au lieu de {pages} : raccourcissez les textes les plus longs")
    return LaidOut(document, data, tuple(dict.fromkeys(defects)))


@contextlib.contextmanager
def _heard() -> Iterator[list[str]]:
    """The engine's warnings while it works, and nobody else hears them: each is a defect of the document."""
    log, logger = _Log(), logging.getLogger("weasyprint")
    handlers, logger.handlers, propagate, logger.propagate = logger.handlers, [log], logger.propagate, False
    try:
        yield log.lines
    finally:
        logger.handlers, logger.propagate = handlers, propagate


class _Log(logging.Handler):
    """Keeps the engine's warnings: each one is a defect of the document."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(f"moteur de mise en page : {record.getMessage()}")


def fetcher(folders: Sequence[Path]) -> Any:
    """What serves the engine the fonts and images of these folders, and refuses every other address."""
    from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

    roots = [d.resolve() for d in folders]

    class KitFetcher(URLFetcher):  # type: ignore[misc]
        """Serves `kit:/polices/…`, `kit:/images/…` and data: images; everything else stops the document."""

        def fetch(self, url: str, headers: Any = None) -> Any:
            if url.startswith("data:image/"):
                return super().fetch(url, headers)
            name = url.removeprefix("kit:/")
            for root in roots:
                path = (root / name).resolve()
                inside = any(path.is_relative_to(root / folder) for folder in ENGINE_FOLDERS)
                served = url.startswith("kit:/") and inside
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


def _stray_files(document: Any) -> Iterator[str]:
    """A file that a template attaches would carry the time of day; those of a document are given with its job."""
    if document.metadata.attachments or any(link[0] == "attachment" for page in document.pages for link in page.links):
        yield "le gabarit joint un fichier (rel=attachment) : retirez ce lien, les données du document y sont déjà"


def _written(document: Any, attachments: Sequence[Attachment]) -> bytes:
    """The PDF of a document laid out, with an identifier: the engine would compress everything twice for its own."""

    def finish(document: Any, file: Any) -> None:
        _fold_spaces(file)
        _claim(file)
        _attach(file, attachments)
        _trim(document, file)
        drawings.draw_once(file)
        file.catalog["PageLabels"] = b"<< /Nums [ 0 << /S /D >> ] >>"

    data: bytes = document.write_pdf(finisher=finish, pdf_variant=_VARIANT, pdf_tags=True, pdf_identifier=False)
    mark, at = hashlib.sha256(data).hexdigest()[:32].encode(), data.rindex(b"/Type /XRef")
    return data[:at] + b"/ID [ <%s> <%s> ] " % (mark, mark) + data[at:]


def _fold_spaces(file: Any) -> None:
    """Make no-break spaces plain in bookmarks and in every font's ToUnicode, so that text extracts as whole words."""
    import pydyf

    for item in file.objects:
        if isinstance(item, pydyf.Stream) and b"begincmap" in item.stream[:12]:
            item.stream = list(_plain_map([line if isinstance(line, bytes) else line.encode() for line in item.stream]))
        elif isinstance(item, dict) and "Title" in item and "Dest" in item:
            item["Title"] = pydyf.String(plain_spaces(item["Title"].string))


def _plain_map(lines: Sequence[bytes]) -> Iterator[bytes]:
    """A ToUnicode with plain spaces and hyphens. The true space comes last of those of its font: readers measure it to
    tell a gap between letters from a space, and a thin one makes them see spaces inside words.
    """
    found = [m.groups() for m in map(_MEANT.fullmatch, lines) if m]
    order = iter(sorted(found, key=lambda entry: _SPACES.index(entry[1]) if entry[1] in _SPACES else -1))
    for line in lines:
        if _MEANT.fullmatch(line):
            glyph, meant = next(order)
            line = b"%s <%s>" % (glyph, _PLAIN.get(meant, meant))
        yield line


def _claim(file: Any) -> None:
    """Say that the file is a PDF/UA-1 too, and leave out of it what PDF/A forbids: smoothed pictures."""
    import pydyf

    metadata = file.objects[int(file.catalog["Metadata"].split()[0])]
    (packet,) = metadata.stream
    metadata.stream = [packet.replace(b"</rdf:RDF>", PDFUA_CLAIM.encode() + b"</rdf:RDF>")]
    for item in file.objects:
        if isinstance(item, pydyf.Stream):
            item.extra.pop("Interpolate", None)


def _trim(document: Any, file: Any) -> None:
    """Show a page that bleeds as it will be cut: what it draws beyond is there for the sheets of a print shop."""
    pages = (item for item in file.objects if isinstance(item, dict) and item.get("Type") == "/Page")
    for page, item in zip(document.pages, pages, strict=True):
        if any(page.bleed.values()):
            item["MediaBox"] = item.pop("TrimBox")
            del item["BleedBox"]


def _attach(file: Any, attachments: Sequence[Attachment]) -> None:
    """Embed files, named by the document and associated to the whole of it."""
    import pydyf

    named = {}
    for attachment in attachments:
        file.add_object(
            stream := pydyf.Stream([attachment.data], pydyf.Dictionary(embedded(attachment)), compress=True)
        )
        file.add_object(spec := pydyf.Dictionary(filespec(attachment, stream.reference)))
        named[attachment.name] = spec.reference
    if named:
        pairs = (part for name, reference in sorted(named.items()) for part in (pydyf.String(name), reference))
        names = file.catalog.setdefault("Names", pydyf.Dictionary())
        names["EmbeddedFiles"] = pydyf.Dictionary({"Names": pydyf.Array(pairs)})
        file.catalog["AF"] = pydyf.Array(named.values())


def _layout_faults(document: Any) -> Iterator[str]:
    """What the engine does not warn of: text outside its page or its fixed box, pages without text.

    Reads the page boxes, which are private to WeasyPrint: its version is pinned.
    """
    from weasyprint.formatting_structure import boxes

    kept_whole: dict[int, int] = {}
    for number, page in enumerate(document.pages, 1):
        page_box = page._page_box
        yield from (f"page {number} : {fault}" for fault in _near_the_cut(page_box))
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


def _near_the_cut(page_box: Any) -> Iterator[str]:
    """Texts, running ones too, nearer to an edge of the page than its `<body data-securite="5">` wants (mm)."""
    from weasyprint.formatting_structure import boxes

    body = next((box for box in page_box.descendants() if box.element_tag == "body"), None)
    wanted = body.element.get("data-securite") if body is not None else None
    if wanted is None:
        return
    width, height = page_box.margin_width(), page_box.margin_height()
    for line in page_box.descendants():
        if not isinstance(line, boxes.LineBox):
            continue
        texts = [box for box in line.descendants() if isinstance(box, boxes.TextBox) and box.text.strip()]
        spaces = [
            (t.position_x, t.position_y, width - t.position_x - t.width, height - t.position_y - t.height)
            for t in texts
        ]
        space = min(map(min, spaces), default=height) / _PX_PER_MM
        if space < float(wanted) - 0.05:
            given = f"{space:.1f}".replace(".", ",")
            yield f"« {_words(line)} » est à {given} mm du bord : {wanted} mm au moins, pour la coupe"


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
