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
from coopdocs.formats.pdf.standards import IMPRESSION

if TYPE_CHECKING:
    import pikepdf

MM = 72 / 25.4
A4_PAYSAGE = (297.0, 210.0)
_FOND_PERDU = 3.0
"""How far (mm) the ground of a booklet's page may go on beyond its trim."""
_TRAIT = 5.0
_AIR = 1.0
_DEGAGEMENT = 3.0
"""Marks (mm): how long they are, what lies between them and the sheet's edge, how far from the trim they begin."""


class ImpositionError(CoopdocsError):
    """These pages cannot be laid on such sheets; the message says in French why and what to do."""


@dataclass(frozen=True)
class Cahier:
    """A booklet stapled in its fold: two pages a side, printed on both, turned on the short edge.

    `feuille` (mm); `papier`: the thickness of one sheet (mm), by which inner pages creep outwards.
    """

    feuille: tuple[float, float] = A4_PAYSAGE
    papier: float = 0.1


@dataclass(frozen=True)
class Poses:
    """Several pages a sheet, in reading order, each as large as its share of `feuille` (mm) allows."""

    colonnes: int
    lignes: int
    feuille: tuple[float, float]


@dataclass(frozen=True)
class Rogne:
    """Each page with `fond_perdu` mm of its ground beyond the trim, crop marks, TrimBox and BleedBox."""

    fond_perdu: float = 3.0


@dataclass(frozen=True)
class Epreuve:
    """Each page with its ground beyond the trim; long dashes show the trim, dots the safe zone `securite` mm inside."""

    fond_perdu: float = 3.0
    securite: float = 5.0


Montage = Cahier | Poses | Rogne | Epreuve


@dataclass(frozen=True)
class _Rect:
    """A rectangle (pt, from the bottom left)."""

    x: float
    y: float
    largeur: float
    hauteur: float

    @property
    def coins(self) -> tuple[float, float, float, float]:
        return self.x, self.y, self.x + self.largeur, self.y + self.hauteur

    def grown(self, by: float) -> _Rect:
        return _Rect(self.x - by, self.y - by, self.largeur + 2 * by, self.hauteur + 2 * by)

    def within(self, left: float, right: float) -> _Rect:
        """What of it lies between two vertical lines."""
        start, _, end, _ = self.coins
        return _Rect(max(start, left), self.y, min(end, right) - max(start, left), self.hauteur)


@dataclass(frozen=True)
class _Pose:
    """Where a page (0 the first) stands on a sheet: its trim at that scale, and what of it shows."""

    page: int
    rogne: _Rect
    visible: _Rect
    echelle: float = 1.0


@dataclass(frozen=True)
class _Face:
    """One side of a sheet: its size (pt), its pages, the marks drawn over them, the trim that a print shop reads."""

    largeur: float
    hauteur: float
    poses: tuple[_Pose, ...]
    traits: str = ""
    rogne: _Rect | None = None


def imposer(octets: bytes, montage: Montage, titre: str) -> tuple[bytes, int]:
    """The sheets of a PDF as a PDF for printing only, and how many sides they have.

    Pages become drawings that share their fonts and images. The same pages give the same bytes. Raises ImpositionError.
    """
    import pikepdf

    with pikepdf.open(io.BytesIO(octets)) as source, pikepdf.new() as sheets:
        trims = [_rect(page.trimbox) for page in source.pages]
        faces = list(_faces(montage, [(t.largeur, t.hauteur) for t in trims]))
        for face in faces:
            _add(sheets, face, source, trims)
        _describe(sheets, source, titre, isinstance(montage, Cahier))
        out = io.BytesIO()
        sheets.save(
            out,
            min_version="1.7",
            deterministic_id=True,
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
            recompress_flate=False,
        )
    return out.getvalue(), len(faces)


def _rect(box: pikepdf.Array) -> _Rect:
    left, bottom, right, top = map(float, box.as_list())
    return _Rect(left, bottom, right - left, top - bottom)


# --- where pages stand


def _faces(montage: Montage, formats: Sequence[tuple[float, float]]) -> Iterator[_Face]:
    """The sides of the sheets in the order in which they are printed; `formats`: of each page (pt)."""
    if isinstance(montage, Cahier):
        return _booklet(montage, formats)
    if isinstance(montage, Poses):
        return _grid(montage, formats)
    return (_single(montage, number, *size) for number, size in enumerate(formats))


def _booklet(montage: Cahier, formats: Sequence[tuple[float, float]]) -> Iterator[_Face]:
    """Front and back of each sheet, the outer one first: what lies behind a page is the next one."""
    n = len(formats)
    if n == 0 or n % 4:
        raise ImpositionError(
            f"un cahier agrafé a un multiple de quatre pages, et non {n} ; ajoutez-en {-n % 4 or 4} (notes)"
        )
    (w, h), (width, height) = formats[0], (side * MM for side in montage.feuille)
    for number, size in enumerate(formats, 1):
        if max(abs(size[0] - w), abs(size[1] - h)) > 0.5:
            raise ImpositionError(
                f"page {number} : {_mm(*size)} au lieu de {_mm(w, h)} ; donnez à toutes le même format"
            )
    if 2 * w > width + 0.5 or h > height + 0.5:
        raise ImpositionError(f"deux pages de {_mm(w, h)} ne tiennent pas sur {_mm(width, height)} ; prenez plus grand")
    y, fold = (height - h) / 2, width / 2
    for sheet in range(n // 4):
        creep = sheet * montage.papier * MM
        left, right = _Rect(fold - w + creep, y, w, h), _Rect(fold - creep, y, w, h)
        first, last = 2 * sheet, n - 1 - 2 * sheet
        for even, odd in ((last, first), (first + 1, last - 1)):
            poses = (
                _Pose(even, left, left.grown(_FOND_PERDU * MM).within(0, fold)),
                _Pose(odd, right, right.grown(_FOND_PERDU * MM).within(fold, width)),
            )
            yield _Face(width, height, poses, _fold_marks(fold, y, height))


def _fold_marks(fold: float, y: float, height: float) -> str:
    """Dashes at both ends of the fold, where the sheet is higher than what is cut out of it."""
    near = y - _DEGAGEMENT * MM
    if near < _DEGAGEMENT * MM:
        return ""
    far = max(near - _TRAIT * MM, _AIR * MM)
    return _drawn(_NOIR + " [2 2] 0 d", _line(fold, far, fold, near), _line(fold, height - near, fold, height - far))


def _grid(montage: Poses, formats: Sequence[tuple[float, float]]) -> Iterator[_Face]:
    width, height = (side * MM for side in montage.feuille)
    across, down = width / montage.colonnes, height / montage.lignes
    held = montage.colonnes * montage.lignes
    for start in range(0, len(formats), held):
        poses = []
        for place, (w, h) in enumerate(formats[start : start + held]):
            row, column = divmod(place, montage.colonnes)
            scale = min(across / w, down / h)
            x, y = across * column + (across - w * scale) / 2, height - down * (row + 1) + (down - h * scale) / 2
            rogne = _Rect(x, y, w * scale, h * scale)
            poses.append(_Pose(start + place, rogne, rogne, scale))
        yield _Face(width, height, tuple(poses))


def _single(montage: Rogne | Epreuve, page: int, w: float, h: float) -> _Face:
    """A page with room around it for its bleed and its marks."""
    bleed = montage.fond_perdu * MM
    off = max(bleed, _DEGAGEMENT * MM)
    room = off + (_TRAIT + _AIR) * MM
    rogne = _Rect(room, room, w, h)
    if isinstance(montage, Rogne):
        traits = _drawn(_NOIR, *_crop_marks(rogne, off))
    else:
        traits = _outlined(rogne, "[9 4] 0 d") + _outlined(rogne.grown(-montage.securite * MM), "[1.2 3] 0 d")
    return _Face(w + 2 * room, h + 2 * room, (_Pose(page, rogne, rogne.grown(bleed)),), traits, rogne)


def _crop_marks(rogne: _Rect, off: float) -> Iterator[str]:
    """Two lines at each corner, in the trim's own lines, begun `off` from it."""
    left, bottom, right, top = rogne.coins
    far = off + _TRAIT * MM
    for x in (left, right):
        yield _line(x, bottom - far, x, bottom - off)
        yield _line(x, top + off, x, top + far)
    for y in (bottom, top):
        yield _line(left - far, y, left - off, y)
        yield _line(right + off, y, right + far, y)


# --- what is drawn

_NOIR = "0 0 0 1 K 0.25 w"
_VISIBLE = "0 0 0 0 K 1.6 w", "0 1 0 0 K 0.8 w"
"""The ground and the ink of what must be seen on any colour."""


def _drawn(style: str, *paths: str) -> str:
    return f"q {style} {' '.join(paths)} S Q\n"


def _outlined(rect: _Rect, dash: str) -> str:
    path = " ".join(map(_number, (rect.x, rect.y, rect.largeur, rect.hauteur))) + " re"
    under, over = _VISIBLE
    return _drawn(under, path) + _drawn(f"{over} {dash}", path)


def _line(x: float, y: float, to_x: float, to_y: float) -> str:
    return f"{_number(x)} {_number(y)} m {_number(to_x)} {_number(to_y)} l"


def _number(value: float) -> str:
    # no « -0 »
    return f"{round(value, 4) + 0:.4f}".rstrip("0").rstrip(".")


def _mm(width: float, height: float) -> str:
    return f"{width / MM:.0f} × {height / MM:.0f} mm"


# --- the file


def _add(sheets: pikepdf.Pdf, face: _Face, source: pikepdf.Pdf, trims: Sequence[_Rect]) -> None:
    """Draw one side: each page is a form whose BBox says what of it shows, beyond its own edges too."""
    page = sheets.add_blank_page(page_size=(face.largeur, face.hauteur))
    forms, content = {}, []
    for pose in face.poses:
        trim, nom, scale = trims[pose.page], f"/P{pose.page + 1}", pose.echelle
        x, y = pose.rogne.x - trim.x * scale, pose.rogne.y - trim.y * scale
        form = sheets.copy_foreign(source.pages[pose.page].as_form_xobject())
        left, bottom, right, top = pose.visible.coins
        form.BBox = _box((left - x) / scale, (bottom - y) / scale, (right - x) / scale, (top - y) / scale)
        forms[nom] = form
        content.append(f"q {' '.join(map(_number, (scale, 0, 0, scale, x, y)))} cm {nom} Do Q\n")
    page.Resources = {"/XObject": forms}
    page.Contents = sheets.make_stream("".join((*content, face.traits)).encode())
    if face.rogne:
        page.TrimBox, page.BleedBox = _box(*face.rogne.coins), _box(*face.poses[0].visible.coins)


def _box(*coins: float) -> list[float]:
    return [round(side, 4) for side in coins]


def _describe(sheets: pikepdf.Pdf, source: pikepdf.Pdf, titre: str, cahier: bool) -> None:
    """Say what the file is and how it wants to be printed: at its own size, and a booklet turned on the short edge."""
    import pikepdf

    with sheets.open_metadata(set_pikepdf_as_editor=False) as meta:
        meta["dc:title"] = titre
        meta["dc:description"] = meta["pdf:Keywords"] = IMPRESSION
        meta["pdf:Producer"] = str(source.docinfo.get("/Producer", ""))
        if auteur := str(source.docinfo.get("/Author", "")):
            meta["dc:creator"] = [auteur]
    vue = pikepdf.Dictionary(DisplayDocTitle=True, PrintScaling=pikepdf.Name("/None"))
    if cahier:
        vue.Duplex = pikepdf.Name.DuplexFlipShortEdge
    sheets.Root.ViewerPreferences = vue
    sheets.Root.Lang = "fr-FR"
