"""Pages laid on sheets for printing: booklets, several pages a sheet, trimmed pages with their marks, a proof.

What comes out is for paper only, and its metadata say so: the pages are drawings on sheets, without tags or links.
pikepdf is imported when sheets are written.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from coopdocs.errors import CoopdocsError
from coopdocs.formats.pdf.standards import PRINT_ONLY

if TYPE_CHECKING:
    import pikepdf

MM = 72 / 25.4
A4_LANDSCAPE = (297.0, 210.0)
_BLEED = 3.0
"""How far (mm) the ground of a booklet's page may go on beyond its trim."""
_MARK_LENGTH = 5.0
_MARK_MARGIN = 1.0
_MARK_OFFSET = 3.0
"""Marks (mm): how long they are, what lies between them and the sheet's edge, how far from the trim they begin."""


class ImpositionError(CoopdocsError):
    """These pages cannot be laid on such sheets; the message says in French why and what to do."""


@dataclass(frozen=True)
class Booklet:
    """A booklet stapled in its fold: two pages a side, printed on both, turned on the short edge.

    `sheet` (mm); `thickness`: that of one sheet (mm), by which inner pages creep outwards.
    """

    sheet: tuple[float, float] = A4_LANDSCAPE
    thickness: float = 0.1


@dataclass(frozen=True)
class NUp:
    """Several pages a sheet, in reading order, each as large as its share of `sheet` (mm) allows."""

    columns: int
    rows: int
    sheet: tuple[float, float]


@dataclass(frozen=True)
class CropMarked:
    """Each page with `bleed` mm of its ground beyond the trim, crop marks, TrimBox and BleedBox."""

    bleed: float = 3.0


@dataclass(frozen=True)
class Proof:
    """Each page with its ground beyond the trim; dashes show the trim, dots the safe zone `safe_zone` mm inside."""

    bleed: float = 3.0
    safe_zone: float = 5.0


ImpositionScheme = Booklet | NUp | CropMarked | Proof


@dataclass(frozen=True)
class _Rect:
    """A rectangle (pt, from the bottom left)."""

    x: float
    y: float
    width: float
    height: float

    @property
    def corners(self) -> tuple[float, float, float, float]:
        return self.x, self.y, self.x + self.width, self.y + self.height

    def grown(self, by: float) -> _Rect:
        return _Rect(self.x - by, self.y - by, self.width + 2 * by, self.height + 2 * by)

    def within(self, left: float, right: float) -> _Rect:
        """What of it lies between two vertical lines."""
        start, _, end, _ = self.corners
        return _Rect(max(start, left), self.y, min(end, right) - max(start, left), self.height)


@dataclass(frozen=True)
class _PlacedPage:
    """Where a page (0 the first) stands on a sheet: its trim at that scale, and what of it shows."""

    page: int
    trim: _Rect
    shown: _Rect
    scale: float = 1.0


@dataclass(frozen=True)
class _SheetSide:
    """One side of a sheet: its size (pt), its pages, the marks drawn over them, the trim that a print shop reads."""

    width: float
    height: float
    pages: tuple[_PlacedPage, ...]
    marks: str = ""
    trim: _Rect | None = None


def impose(data: bytes, scheme: ImpositionScheme, title: str) -> tuple[bytes, int]:
    """The sheets of a PDF as a PDF for printing only, and how many sides they have.

    Pages become drawings that share their fonts and images. The same pages give the same bytes. Raises ImpositionError.
    """
    import pikepdf

    with pikepdf.open(io.BytesIO(data)) as source, pikepdf.new() as sheets:
        trims = [_rect(page.trimbox) for page in source.pages]
        sides = list(_sides(scheme, [(t.width, t.height) for t in trims]))
        for side in sides:
            _add(sheets, side, source, trims)
        _describe(sheets, source, title, isinstance(scheme, Booklet))
        out = io.BytesIO()
        sheets.save(
            out,
            min_version="1.7",
            deterministic_id=True,
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
            recompress_flate=False,
        )
    return out.getvalue(), len(sides)


def _rect(box: pikepdf.Array) -> _Rect:
    left, bottom, right, top = map(float, box.as_list())
    return _Rect(left, bottom, right - left, top - bottom)


# --- where pages stand


def _sides(scheme: ImpositionScheme, sizes: Sequence[tuple[float, float]]) -> Iterator[_SheetSide]:
    """The sides of the sheets in the order in which they are printed; `sizes`: of each page (pt)."""
    if isinstance(scheme, Booklet):
        return _booklet(scheme, sizes)
    if isinstance(scheme, NUp):
        return _grid(scheme, sizes)
    return (_single(scheme, number, *size) for number, size in enumerate(sizes))


def _booklet(scheme: Booklet, sizes: Sequence[tuple[float, float]]) -> Iterator[_SheetSide]:
    """Front and back of each sheet, the outer one first: what lies behind a page is the next one."""
    n = len(sizes)
    if n == 0 or n % 4:
        raise ImpositionError(
            f"un cahier agrafé a un multiple de quatre pages, et non {n} ; ajoutez-en {-n % 4 or 4} (notes)"
        )
    (w, h), (width, height) = sizes[0], (side * MM for side in scheme.sheet)
    for number, size in enumerate(sizes, 1):
        if max(abs(size[0] - w), abs(size[1] - h)) > 0.5:
            raise ImpositionError(
                f"page {number} : {_mm(*size)} au lieu de {_mm(w, h)} ; donnez à toutes le même format"
            )
    if 2 * w > width + 0.5 or h > height + 0.5:
        raise ImpositionError(f"deux pages de {_mm(w, h)} ne tiennent pas sur {_mm(width, height)} ; prenez plus grand")
    y, fold = (height - h) / 2, width / 2
    for sheet in range(n // 4):
        creep = sheet * scheme.thickness * MM
        left, right = _Rect(fold - w + creep, y, w, h), _Rect(fold - creep, y, w, h)
        first, last = 2 * sheet, n - 1 - 2 * sheet
        for even, odd in ((last, first), (first + 1, last - 1)):
            pages = (
                _PlacedPage(even, left, left.grown(_BLEED * MM).within(0, fold)),
                _PlacedPage(odd, right, right.grown(_BLEED * MM).within(fold, width)),
            )
            yield _SheetSide(width, height, pages, _fold_marks(fold, y, height))


def _fold_marks(fold: float, y: float, height: float) -> str:
    """Dashes at both ends of the fold, where the sheet is higher than what is cut out of it."""
    near = y - _MARK_OFFSET * MM
    if near < _MARK_OFFSET * MM:
        return ""
    far = max(near - _MARK_LENGTH * MM, _MARK_MARGIN * MM)
    return _drawn(_BLACK + " [2 2] 0 d", _line(fold, far, fold, near), _line(fold, height - near, fold, height - far))


def _grid(scheme: NUp, sizes: Sequence[tuple[float, float]]) -> Iterator[_SheetSide]:
    width, height = (side * MM for side in scheme.sheet)
    across, down = width / scheme.columns, height / scheme.rows
    held = scheme.columns * scheme.rows
    for start in range(0, len(sizes), held):
        pages = []
        for place, (w, h) in enumerate(sizes[start : start + held]):
            row, column = divmod(place, scheme.columns)
            scale = min(across / w, down / h)
            x, y = across * column + (across - w * scale) / 2, height - down * (row + 1) + (down - h * scale) / 2
            trim = _Rect(x, y, w * scale, h * scale)
            pages.append(_PlacedPage(start + place, trim, trim, scale))
        yield _SheetSide(width, height, tuple(pages))


def _single(scheme: CropMarked | Proof, page: int, w: float, h: float) -> _SheetSide:
    """A page with room around it for its bleed and its marks."""
    bleed = scheme.bleed * MM
    off = max(bleed, _MARK_OFFSET * MM)
    room = off + (_MARK_LENGTH + _MARK_MARGIN) * MM
    trim = _Rect(room, room, w, h)
    if isinstance(scheme, CropMarked):
        marks = _drawn(_BLACK, *_crop_marks(trim, off))
    else:
        marks = _outlined(trim, "[9 4] 0 d") + _outlined(trim.grown(-scheme.safe_zone * MM), "[1.2 3] 0 d")
    return _SheetSide(w + 2 * room, h + 2 * room, (_PlacedPage(page, trim, trim.grown(bleed)),), marks, trim)


def _crop_marks(trim: _Rect, off: float) -> Iterator[str]:
    """Two lines at each corner, in the trim's own lines, begun `off` from it."""
    left, bottom, right, top = trim.corners
    far = off + _MARK_LENGTH * MM
    for x in (left, right):
        yield _line(x, bottom - far, x, bottom - off)
        yield _line(x, top + off, x, top + far)
    for y in (bottom, top):
        yield _line(left - far, y, left - off, y)
        yield _line(right + off, y, right + far, y)


# --- what is drawn

_BLACK = "0 0 0 1 K 0.25 w"
_OUTLINE = "0 0 0 0 K 1.6 w", "0 1 0 0 K 0.8 w"
"""The ground and the ink of what must be seen on any colour."""


def _drawn(style: str, *paths: str) -> str:
    return f"q {style} {' '.join(paths)} S Q\n"


def _outlined(rect: _Rect, dash: str) -> str:
    path = " ".join(map(_number, (rect.x, rect.y, rect.width, rect.height))) + " re"
    under, over = _OUTLINE
    return _drawn(under, path) + _drawn(f"{over} {dash}", path)


def _line(x: float, y: float, to_x: float, to_y: float) -> str:
    return f"{_number(x)} {_number(y)} m {_number(to_x)} {_number(to_y)} l"


def _number(value: float) -> str:
    # no « -0 »
    return f"{round(value, 4) + 0:.4f}".rstrip("0").rstrip(".")


def _mm(width: float, height: float) -> str:
    return f"{width / MM:.0f} × {height / MM:.0f} mm"


# --- the file


def _add(sheets: pikepdf.Pdf, side: _SheetSide, source: pikepdf.Pdf, trims: Sequence[_Rect]) -> None:
    """Draw one side: each page is a form whose BBox says what of it shows, beyond its own edges too."""
    page = sheets.add_blank_page(page_size=(side.width, side.height))
    forms, content = {}, []
    for placed in side.pages:
        trim, name, scale = trims[placed.page], f"/P{placed.page + 1}", placed.scale
        x, y = placed.trim.x - trim.x * scale, placed.trim.y - trim.y * scale
        form = sheets.copy_foreign(source.pages[placed.page].as_form_xobject())
        left, bottom, right, top = placed.shown.corners
        form.BBox = _box((left - x) / scale, (bottom - y) / scale, (right - x) / scale, (top - y) / scale)
        forms[name] = form
        content.append(f"q {' '.join(map(_number, (scale, 0, 0, scale, x, y)))} cm {name} Do Q\n")
    page.Resources = {"/XObject": forms}
    page.Contents = sheets.make_stream("".join((*content, side.marks)).encode())
    if side.trim:
        page.TrimBox, page.BleedBox = _box(*side.trim.corners), _box(*side.pages[0].shown.corners)


def _box(*corners: float) -> list[float]:
    return [round(side, 4) for side in corners]


def _describe(sheets: pikepdf.Pdf, source: pikepdf.Pdf, title: str, booklet: bool) -> None:
    """Say what the file is and how it wants to be printed: at its own size, and a booklet turned on the short edge."""
    import pikepdf

    with sheets.open_metadata(set_pikepdf_as_editor=False) as meta:
        meta["dc:title"] = title
        meta["dc:description"] = meta["pdf:Keywords"] = PRINT_ONLY
        meta["pdf:Producer"] = str(source.docinfo.get("/Producer", ""))
        if author := str(source.docinfo.get("/Author", "")):
            meta["dc:creator"] = [author]
    preferences = pikepdf.Dictionary(DisplayDocTitle=True, PrintScaling=pikepdf.Name("/None"))
    if booklet:
        preferences.Duplex = pikepdf.Name.DuplexFlipShortEdge
    sheets.Root.ViewerPreferences = preferences
    sheets.Root.Lang = "fr-FR"
