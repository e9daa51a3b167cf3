"""A picture's file, read without trust: what kind it is, how large, and why it cannot be printed."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from coopdocs import memo
from coopdocs.typographie import nombre, taille

if TYPE_CHECKING:
    from PIL import Image

BYTES_MAX = 30_000_000
PIXELS_MAX = 80_000_000
"""Pixels of a whole picture: its bytes say nothing of the memory that it takes."""
RATIO_MAX = 12
"""How many times as wide as high, or as high as wide."""
DPI_MIN = 150
"""Pixels to the inch below which a picture looks coarse on paper."""
SUFFIXES = {".jpg": "JPEG", ".jpeg": "JPEG", ".png": "PNG"}
_ORIENTATION, _GPS = 0x0112, 0x8825
_UPRIGHT, _SIDEWAYS = (1, 2, 3, 4), (5, 6, 7, 8)
_AGAIN = "ouvrez-la dans un logiciel d’images et exportez-la à nouveau en JPEG"
_OTHERS = (
    (b"GIF8", 0, "un GIF"), (b"WEBP", 8, "un WebP"), (b"%PDF", 0, "un PDF"), (b"BM", 0, "un BMP"),
    (b"II*\0", 0, "un TIFF"), (b"MM\0*", 0, "un TIFF"), (b"<svg", 0, "un SVG"), (b"<?xml", 0, "un SVG"),
    *((b"ftyp" + brand, 4, "un HEIC") for brand in (b"heic", b"heix", b"hevc", b"mif1", b"msf1")),
    (b"ftypavif", 4, "un AVIF"), (b"\0\0\0\x0cjP  ", 0, "un JPEG 2000"), (b"\xff\x0a", 0, "un JPEG XL"),
    (b"\xff\xd8\xff", 0, "un JPEG"), (b"\x89PNG\r\n\x1a\n", 0, "un PNG"),
)  # fmt: skip
"""How files begin, from which byte on, and what they are."""


@dataclass(frozen=True)
class Pixels:
    """A picture as it is seen, upright: its sides in pixels, and whether its file says where it was taken (GPS)."""

    width: int
    height: int
    located: bool

    def fitted(self, width: float, height: float) -> tuple[float, float]:
        """The sides of the picture as large as it can be in a frame, in the frame's unit."""
        scale = min(width / self.width, height / self.height)
        return self.width * scale, self.height * scale

    def dpi(self, width: float) -> float:
        """Its pixels to the inch when it is printed `width` mm wide."""
        return self.width / width * 25.4


def pixels(path: Path) -> Pixels:
    """What is seen of a picture that has no `fault`."""
    found = _looked_at(path)
    assert isinstance(found, Pixels), f"{path} has a fault: {found}"
    return found


def fault(path: Path) -> tuple[str, str] | None:
    """Why a picture cannot be printed: what to say of it, and what to do; None where it can."""
    found = _looked_at(path)
    return None if isinstance(found, Pixels) else found


@memo.of_files()
def _looked_at(path: Path) -> Pixels | tuple[str, str]:
    try:
        size = path.stat().st_size
        with path.open("rb") as file:
            head = file.read(16)
    except OSError:
        return "est illisible", "donnez-vous le droit de lire ce fichier"
    if size > BYTES_MAX:
        return f"pèse {taille(size)} : {taille(BYTES_MAX)} au plus", "exportez-la en JPEG, plus petite"
    said = next((kind for start, at, kind in _OTHERS if head[at:].startswith(start)), "")
    wanted = SUFFIXES.get(path.suffix.lower())
    if wanted is None:
        what = f"est {said}, ni un JPEG ni un PNG" if said else "n’est ni un JPEG ni un PNG"
        return what, _converted(said or path.suffix.lower())
    if not head:
        return "est un fichier vide", _AGAIN
    if said and said != f"un {wanted}":
        if said in ("un JPEG", "un PNG"):
            return f"est {said}, et son nom finit par {path.suffix}", f"renommez-la en {path.stem}{_suffix(said)}"
        return f"est {said}, et non un {wanted}", _converted(said)
    return _decoded(path, wanted)


def _suffix(said: str) -> str:
    return ".jpg" if said == "un JPEG" else ".png"


def _converted(said: str) -> str:
    """How to make a JPEG of it."""
    if said in ("un HEIC", ".heic", ".heif", "un AVIF", ".avif"):
        return "exportez-la en JPEG ; sur un iPhone, « Réglages, Appareil photo, Formats, Le plus compatible »"
    return "ouvrez-la dans un logiciel d’images et exportez-la en JPEG"


def _decoded(path: Path, wanted: str) -> Pixels | tuple[str, str]:
    from PIL import Image

    try:
        with opened(path) as image:
            width, height = image.size
            if refusal := _sides(width, height):
                return refusal
            # all of it is read: one that is cut short shows only there; a JPEG is decoded smaller
            image.draft(None, (max(1, width // 8), max(1, height // 8)))
            image.load()
            turned = orientation(image) in _SIDEWAYS
            located = bool(_exif_part(image, _GPS))
        with opened(path) as image:
            # the sums of a PNG: wrong pixels would be black ones without a word
            image.verify()
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        return "est démesurée", _smaller()
    except MemoryError:
        raise
    except Exception:  # whatever a reader of broken files raises
        return f"est abîmée, ou n’est pas un {wanted}", _AGAIN
    return Pixels(*((height, width) if turned else (width, height)), located)


def _sides(width: int, height: int) -> tuple[str, str] | None:
    said = f"{nombre(width)} × {nombre(height)} pixels"
    if width * height > PIXELS_MAX:
        return f"est démesurée ({said})", _smaller()
    if max(width, height) > RATIO_MAX * min(width, height):
        return f"est trop étroite ({said})", f"recadrez-la : un côté au plus {RATIO_MAX} fois plus long que l’autre"
    return None


def _smaller() -> str:
    return "réduisez-la à 6 000 pixels au plus sur son grand côté"


@contextmanager
def opened(path: Path) -> Iterator[Image.Image]:
    """The picture of a file, its pixels not read yet; what is cut short or would take too much memory is an error."""
    from PIL import Image, ImageFile

    # the layout engine takes broken pictures for the whole process that loads it
    lenient, ImageFile.LOAD_TRUNCATED_IMAGES = ImageFile.LOAD_TRUNCATED_IMAGES, False
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(path, formats=("JPEG", "PNG")) as image:
                yield image
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = lenient


def orientation(image: Image.Image) -> int:
    """How a camera was held, as EXIF counts it: 1 upright, 6 turned to the right…"""
    value = _exif(image).get(_ORIENTATION)
    return value if isinstance(value, int) and value in (*_UPRIGHT, *_SIDEWAYS) else 1


def _exif(image: Image.Image) -> dict[int, object]:
    try:
        return dict(image.getexif())
    except Exception:  # a picture is as good without what its camera says
        return {}


def _exif_part(image: Image.Image, part: int) -> dict[int, object]:
    try:
        return dict(image.getexif().get_ifd(part))
    except Exception:
        return {}
