"""SVG to PNG, for the formats that take no vector drawing."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

WIDTH_PX = 900


def png(svg: str, folders: Sequence[Path]) -> bytes:
    """Draw an SVG `WIDTH_PX` wide on white, with the fonts of `folders` only: each has the name inside its file."""
    import resvg_py

    return bytes(
        resvg_py.svg_to_bytes(
            svg_string=svg,
            width=WIDTH_PX,
            background="white",
            font_dirs=[str(d / "polices") for d in folders if (d / "polices").is_dir()],
            skip_system_fonts=True,
        )
    )
