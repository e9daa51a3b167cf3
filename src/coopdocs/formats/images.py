"""SVG to PNG, for the formats that take no vector drawing."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path

from coopdocs.theme import POLICES

LARGEUR_PX = 900


def png(svg: str, dossiers: Sequence[Path]) -> bytes:
    """Draw an SVG `LARGEUR_PX` wide on white, with the kit's fonts only."""
    import resvg_py

    fonts = [d / "polices" for d in dossiers if (d / "polices").is_dir()]
    for famille, graisses in POLICES.items():
        # a stylesheet names the kit's families as it likes; here fonts only have the names inside their files
        fichiers = (dossier / f"{nom}.ttf" for nom in graisses.values() for dossier in fonts)
        if fichier := next(filter(Path.is_file, fichiers), None):
            svg = svg.replace(f'font-family="{famille}"', f'font-family="{_own_name(fichier)}"')
    return bytes(
        resvg_py.svg_to_bytes(
            svg_string=svg,
            width=LARGEUR_PX,
            background="white",
            font_dirs=[str(dossier) for dossier in fonts],
            skip_system_fonts=True,
        )
    )


@cache
def _own_name(fichier: Path) -> str:
    from fontTools.ttLib import TTFont

    return str(TTFont(fichier, lazy=True)["name"].getBestFamilyName())
