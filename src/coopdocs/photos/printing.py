"""A picture made ready for its place: upright, in sRGB on white, no larger than needed, without what its file says."""

from __future__ import annotations

import io
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from coopdocs import memo
from coopdocs.photos.reading import opened, orientation

if TYPE_CHECKING:
    from PIL import Image

DPI = 220
"""Pixels to the inch that paper can show."""
_QUALITY = 85
_KEPT = 64
"""Pictures that stay at hand: documents of a kit show the same ones."""


@dataclass(frozen=True)
class Ready:
    """A picture made ready: a JPEG and its sides in pixels."""

    data: bytes
    width: int
    height: int


@memo.of_files(_KEPT)
def prepared(path: Path, width: int, height: int) -> Ready:
    """A picture that fits in a frame of so many pixels, never enlarged; the same bytes each time.

    Nothing of its file is kept but the colours: no place, no date, no name of a camera, no profile.
    """
    with opened(path) as image:
        turned = orientation(image)
        frame = (height, width) if turned >= 5 else (width, height)
        full = image.size
        scale = min(1.0, frame[0] / full[0], frame[1] / full[1])
        size = (max(1, round(full[0] * scale)), max(1, round(full[1] * scale)))
        # a JPEG is decoded at half its size or less where that is enough
        image.draft(None, size)
        image.load()
        made = _upright(_on_white(_resized(_plain(image), size), image.info), turned)
    out = io.BytesIO()
    made.save(out, "JPEG", quality=_QUALITY, optimize=True, icc_profile=None, exif=b"")
    return Ready(out.getvalue(), *made.size)


def _plain(image: Image.Image) -> Image.Image:
    """The same picture in a mode that can be resized: grey, colours or CMYK, eight bits each, transparency apart."""
    if image.mode.startswith("I") or image.mode == "F":
        # Pillow would cut off what is above 255
        return image.point(lambda value: value * (1 / 257)).convert("L")
    if "transparency" in image.info or image.mode in ("LA", "PA", "La", "RGBa"):
        return image.convert("RGBA")
    return image if image.mode in ("L", "RGB", "RGBA", "CMYK") else image.convert("RGB")


def _resized(image: Image.Image, size: tuple[int, int]) -> Image.Image:
    from PIL import Image

    return image if image.size == size else image.resize(size, Image.Resampling.LANCZOS)


def _on_white(image: Image.Image, info: dict[Any, Any]) -> Image.Image:
    """The picture in sRGB, on white where one sees through it."""
    from PIL import Image

    if image.mode != "RGBA":
        return _in_srgb(image, info.get("icc_profile"))
    colours = _in_srgb(image.convert("RGB"), info.get("icc_profile"))
    white = Image.new("RGB", image.size, "white")
    white.paste(colours, mask=image.getchannel("A"))
    return white


def _in_srgb(image: Image.Image, profile: object) -> Image.Image:
    """Colours as the picture's profile means them; without one, or with one of no use, as a screen shows them."""
    from PIL import ImageCms

    if isinstance(profile, bytes) and profile:
        try:
            meant = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            seen = ImageCms.profileToProfile(
                image, meant, ImageCms.createProfile("sRGB"), ImageCms.Intent.RELATIVE_COLORIMETRIC, "RGB",
                flags=ImageCms.Flags.BLACKPOINTCOMPENSATION,
            )  # fmt: skip
            if seen is not None:
                return seen
        except (ImageCms.PyCMSError, ValueError, TypeError, OSError):
            pass
    return image.convert("RGB")


def _upright(image: Image.Image, turned: int) -> Image.Image:
    from PIL.Image import Transpose

    way = {
        2: Transpose.FLIP_LEFT_RIGHT, 3: Transpose.ROTATE_180, 4: Transpose.FLIP_TOP_BOTTOM, 5: Transpose.TRANSPOSE,
        6: Transpose.ROTATE_270, 7: Transpose.TRANSVERSE, 8: Transpose.ROTATE_90,
    }.get(turned)  # fmt: skip
    return image if way is None else image.transpose(way)
