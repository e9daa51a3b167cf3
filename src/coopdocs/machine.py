"""What the machine offers: versions of engines and system libraries, and whether pages can be laid out here."""

from __future__ import annotations

import ctypes
import platform
import shutil
import sys
import zlib
from functools import cache
from importlib import metadata

from coopdocs.formats import job

# Packages whose version can change the bytes of a document, by its job; templates and their filters are the text's.
_PDF = ("weasyprint", "pydyf", "tinycss2", "cssselect2", "tinyhtml5", "fonttools", "pyphen", "pillow")
PACKAGES: dict[type, tuple[str, ...]] = {
    job.PdfJob: _PDF,
    job.FilledPageJob: _PDF,
    job.SkeletonJob: _PDF,
    job.JoinJob: ("pikepdf", "fonttools"),
    job.ImpositionJob: ("pikepdf",),
    job.MeasuresJob: (*_PDF, "pypdfium2"),
    job.DocxJob: ("python-docx", "lxml", "resvg_py"),
    job.XlsxJob: ("xlsxwriter",),
    job.TextJob: (
        "jinja2",
        "markupsafe",
        "markdown-it-py",
        "mdurl",
        "openpyxl",
        "segno",
        "pydantic",
        "pyyaml",
        "icalendar",
    ),
}
# What lays pages out: names of each library on Linux, macOS and Windows, and where it says its version. Without
# harfbuzz-subset fonts are embedded in another way; GLib knows where a line may break.
_LIBRARIES = {
    "pango": (("libpango-1.0.so.0", "libpango-1.0.dylib", "libpango-1.0-0.dll"), "pango_version_string"),
    "harfbuzz": (("libharfbuzz.so.0", "libharfbuzz.dylib", "libharfbuzz-0.dll"), "hb_version_string"),
    "harfbuzz-subset": (
        ("libharfbuzz-subset.so.0", "libharfbuzz-subset.dylib", "libharfbuzz-subset-0.dll"),
        "hb_version_string",
    ),
    "fontconfig": (("libfontconfig.so.1", "libfontconfig.dylib", "libfontconfig-1.dll"), "FcGetVersion"),
    "freetype": (("libfreetype.so.6", "libfreetype.dylib", "libfreetype-6.dll"), "FT_Library_Version"),
    "glib": (("libglib-2.0.so.0", "libglib-2.0.dylib", "libglib-2.0-0.dll"), "glib_major_version"),
}
_REMEDIES = {
    "apt-get": "sudo apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0",
    "dnf": "sudo dnf install pango",
    "brew": "brew install pango",
}
_PREFIXES = ("", "/opt/homebrew/lib/", "/usr/local/lib/") if sys.platform == "darwin" else ("",)


@cache
def system_versions() -> dict[str, str | None]:
    """Versions of the layout engine's system libraries, None for one that cannot be loaded."""
    return {name: _version(sonames, symbol) for name, (sonames, symbol) in _LIBRARIES.items()}


def _version(sonames: tuple[str, ...], symbol: str) -> str | None:
    for soname in (prefix + name for name in sonames for prefix in _PREFIXES):
        try:
            return _told(ctypes.CDLL(soname), symbol)
        except (OSError, AttributeError, ValueError):
            continue
    return None


def _told(library: ctypes.CDLL, symbol: str) -> str:
    """A library's version as it says it itself: in words, in a number, in three. Raises where it lacks the symbol."""
    if symbol == "FcGetVersion":
        number = int(library.FcGetVersion())
        return f"{number // 10000}.{number // 100 % 100}.{number % 100}"
    if symbol == "FT_Library_Version":
        handle, three = ctypes.c_void_p(), [ctypes.c_int() for _ in range(3)]
        library.FT_Init_FreeType(ctypes.byref(handle))
        library.FT_Library_Version(handle, *map(ctypes.byref, three))
        library.FT_Done_FreeType(handle)
        return ".".join(str(n.value) for n in three)
    if symbol == "glib_major_version":
        names = (f"glib_{part}_version" for part in ("major", "minor", "micro"))
        return ".".join(str(ctypes.c_uint.in_dll(library, name).value) for name in names)
    function = getattr(library, symbol)
    function.restype = ctypes.c_char_p
    return str(function().decode())


def can_lay_out() -> bool:
    """Whether Pango is here: without it everything works but the PDFs."""
    return system_versions()["pango"] is not None


def pango_remedy() -> str:
    """The one command that brings Pango to this kind of machine."""
    if sys.platform == "win32":
        return "installez MSYS2 (https://www.msys2.org), puis dans son terminal : pacman -S mingw-w64-x86_64-pango"
    for tool, command in _REMEDIES.items():
        if shutil.which(tool):
            return command
    return (
        "installez Pango avec l’outil de paquets de votre système (sous Debian : libpango-1.0-0 et libpangoft2-1.0-0)"
    )


def versions(kind: type) -> dict[str, str | None]:
    """What the bytes of a kind of jobs depend on: Python, packages, and system libraries where pages are laid out."""
    return _versions(PACKAGES[kind])


@cache
def _versions(packages: tuple[str, ...]) -> dict[str, str | None]:
    found: dict[str, str | None] = {"python": platform.python_version(), "zlib": zlib.ZLIB_RUNTIME_VERSION}
    found |= {name: metadata.version(name) for name in packages}
    return found | (system_versions() if set(_PDF) <= set(packages) else {})


def every_version() -> dict[str, str | None]:
    """What the bytes of a whole kit's documents depend on beside the kit and coopdocs: all engines' versions, by name.

    Python and zlib come first, then packages, then system libraries; None for a library that cannot be loaded.
    """
    system = system_versions()
    found = {name: version for kind in PACKAGES for name, version in versions(kind).items()}
    return {name: version for name, version in found.items() if name not in system} | system
