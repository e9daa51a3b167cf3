"""What the machine offers: versions of engines and system libraries, and whether pages can be laid out here."""

from __future__ import annotations

import ctypes
import shutil
import sys
from functools import cache
from importlib import metadata

# Packages whose version can change the bytes of a document, by engine.
_PDF = ("weasyprint", "pydyf", "tinycss2", "cssselect2", "tinyhtml5", "fonttools", "pyphen", "pillow")
PAQUETS = {
    "pdf": _PDF,
    "gabarit": _PDF,
    "assemblage": ("pikepdf", "fonttools"),
    "docx": ("python-docx", "lxml", "resvg_py"),
    "xlsx": ("xlsxwriter",),
    "texte": (),
}
_BIBLIOTHEQUES = {
    "pango": (("libpango-1.0.so.0", "libpango-1.0.dylib", "libpango-1.0-0.dll"), "pango_version_string"),
    "harfbuzz": (("libharfbuzz.so.0", "libharfbuzz.dylib", "libharfbuzz-0.dll"), "hb_version_string"),
    "fontconfig": (("libfontconfig.so.1", "libfontconfig.dylib", "libfontconfig-1.dll"), "FcGetVersion"),
}
_REMEDES = {
    "apt-get": "sudo apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0",
    "dnf": "sudo dnf install pango",
    "brew": "brew install pango",
}
_PREFIXES = ("", "/opt/homebrew/lib/", "/usr/local/lib/") if sys.platform == "darwin" else ("",)


@cache
def system_versions() -> dict[str, str | None]:
    """Versions of the layout engine's system libraries, None for one that cannot be loaded."""
    return {name: _version(sonames, symbol) for name, (sonames, symbol) in _BIBLIOTHEQUES.items()}


def _version(sonames: tuple[str, ...], symbol: str) -> str | None:
    for soname in (prefix + name for name in sonames for prefix in _PREFIXES):
        try:
            function = getattr(ctypes.CDLL(soname), symbol)
        except (OSError, AttributeError):
            continue
        if symbol == "FcGetVersion":
            number = int(function())
            return f"{number // 10000}.{number // 100 % 100}.{number % 100}"
        function.restype = ctypes.c_char_p
        return str(function().decode())
    return None


def can_lay_out() -> bool:
    """Whether Pango is here: without it everything works but the PDFs."""
    return system_versions()["pango"] is not None


def pango_remedy() -> str:
    """The one command that brings Pango to this kind of machine."""
    if sys.platform == "win32":
        return "installez MSYS2 (https://www.msys2.org), puis dans son terminal : pacman -S mingw-w64-x86_64-pango"
    for tool, command in _REMEDES.items():
        if shutil.which(tool):
            return command
    return (
        "installez Pango avec l’outil de paquets de votre système (sous Debian : libpango-1.0-0 et libpangoft2-1.0-0)"
    )


@cache
def versions(moteur: str) -> dict[str, str | None]:
    """What an engine's bytes depend on: its packages, and the system libraries where it uses them."""
    found: dict[str, str | None] = {name: metadata.version(name) for name in PAQUETS[moteur]}
    return found | (system_versions() if moteur in ("pdf", "gabarit") else {})
