"""Pictures as cameras and people leave them: four quarters of colours that tell whether one is upright and right."""

from __future__ import annotations

import io
from functools import cache
from pathlib import Path
from typing import Any

from PIL import Image, ImageCms

QUARTERS = {
    "top left": (200, 30, 30),
    "top right": (30, 150, 40),
    "bottom left": (40, 60, 200),
    "bottom right": (250, 220, 40),
}
NEAR = 12
"""How far each colour may be from what it was: JPEG blurs them a little."""


def picture(width: int = 600, height: int = 400) -> Image.Image:
    """Four quarters: red and green above blue and yellow."""
    made = Image.new("RGB", (width, height))
    half = (width // 2, height // 2)
    places = {"top left": (0, 0), "top right": (half[0], 0), "bottom left": (0, half[1]), "bottom right": half}
    for name, colour in QUARTERS.items():
        made.paste(colour, (*places[name], width, height))
    return made


def quarters(image: Image.Image) -> dict[str, tuple[int, int, int]]:
    """The colour in the middle of each quarter of a picture."""
    seen = image.convert("RGB")
    at = {
        "left": seen.width // 4,
        "right": seen.width * 3 // 4,
        "top": seen.height // 4,
        "bottom": seen.height * 3 // 4,
    }
    found = {}
    for name in QUARTERS:
        row, column = name.split()
        found[name] = seen.getpixel((at[column], at[row]))
    return found  # type: ignore[return-value]


def far(image: Image.Image) -> dict[str, Any]:
    """The quarters whose colour is not what it should be."""
    seen = quarters(image)
    return {n: c for n, c in seen.items() if max(abs(a - b) for a, b in zip(c, QUARTERS[n], strict=True)) > NEAR}


def written(image: Image.Image, genre: str = "JPEG", **options: Any) -> bytes:
    """A picture as the bytes of a file."""
    file = io.BytesIO()
    image.save(file, genre, **({"quality": 92} if genre == "JPEG" else {}) | options)
    return file.getvalue()


def swapped() -> bytes:
    """A colour profile in which red means what green means in sRGB, and green what red does."""
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    return profile.replace(b"rXYZ", b"????").replace(b"gXYZ", b"rXYZ").replace(b"????", b"gXYZ")


def camera(orientation: int = 1, place: bool = False) -> bytes:
    """What a camera writes beside a picture: how it was held, its name, and where it was (`place`)."""
    exif = Image.Exif()
    exif[0x0112], exif[0x0110] = orientation, "Appareil Exemple"
    if place:
        exif.get_ifd(0x8825).update({1: "N", 2: (45.0, 2.0, 39.1), 3: "E", 4: (5.0, 3.0, 8.3)})
    return exif.tobytes()


SPOKEN = "alt: Quatre carrés.\n  legende: Quatre couleurs, un essai.\n  credit: Camille Exemple\n  licence: CC BY 4.0\n"


def shown(kit: Path, slug: str, *names: str, folder: str = "formes") -> None:
    """Have a file of the kit show photographs of its folder."""
    path = kit / f"content/{folder}/{slug}.yaml"
    listed = "".join(f"- fichier: photos/{name}\n  {SPOKEN}" for name in names)
    path.write_text(f"{path.read_text('utf-8').rstrip()}\nphotos:\n{listed}", encoding="utf-8")


def kept(kit: Path, name: str, data: bytes, folder: str = "formes") -> Path:
    """Write a file into the photographs of a folder of the kit."""
    path = kit / f"content/{folder}/photos/{name}"
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(data)
    return path


@cache
def samples() -> dict[str, bytes]:
    """What people bring, by file name: turned by a camera, for a print shop, see-through, narrow or wide, small."""
    turned = picture(1800, 1200).transpose(Image.Transpose.ROTATE_90)
    return {
        "paysage.jpg": written(picture(1800, 1200)),
        "Portrait d’été.JPG": written(picture(800, 1200)),
        "tournée.jpeg": written(turned, exif=camera(6)),
        "cmjn.jpg": written(picture(900, 900).convert("CMYK")),
        "panorama.png": written(picture(2400, 200).convert("RGBA"), "PNG"),
        "colonne.png": written(picture(100, 1200).convert("L"), "PNG"),
        "petite.jpg": written(picture(40, 30)),
    }
