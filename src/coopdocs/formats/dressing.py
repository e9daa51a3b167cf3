"""The reference file in a publisher's colours and fonts: only what it has of the house's is replaced."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass

_PARTS = re.compile(r"word/(styles|numbering|header\d*|footer\d*|theme/theme\d*|footnotes)\.xml")
_THEME = re.compile(r"word/theme/theme\d*\.xml")
_HEX = re.compile(r'(?<=")[0-9A-Fa-f]{6}(?=")')
_ZIP_DATE = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True)
class Dressing:
    """`colors`: what becomes of each of the house's (#RRGGBB); `headings`, `body`: families, None as they are."""

    colors: Mapping[str, str]
    headings: str | None
    body: str | None


def dressed(reference: bytes, dressing: Dressing) -> bytes:
    """The bytes of a reference file dressed so; the same bytes where nothing is asked for."""
    if not (dressing.colors or dressing.headings or dressing.body):
        return reference
    moved = {old[1:]: new[1:] for old, new in dressing.colors.items()}
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(reference)) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            data = source.read(name)
            if _PARTS.fullmatch(name):
                text = _HEX.sub(lambda found: moved.get(found[0].upper(), found[0]), data.decode())
                data = (_fonts(text, dressing) if _THEME.fullmatch(name) else text).encode()
            target.writestr(zipfile.ZipInfo(name, _ZIP_DATE), data, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _fonts(theme: str, dressing: Dressing) -> str:
    """The theme with its two families: all styles name them by their part."""
    for part, family in (("major", dressing.headings), ("minor", dressing.body)):
        if family:
            named = f'\\g<1>{family.replace("&", "&amp;")}"'
            theme = re.sub(rf'(<a:{part}Font>\s*<a:latin typeface=")[^"]*"', named, theme, count=1)
    return theme
