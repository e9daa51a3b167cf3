"""Words as PDF text operators: shaped by the layout engine's own shaper, in a style of one of its pages.

What a line comes to is what the engine would write for it, glyph for glyph; a line that needs anything unusual (a
second font, a glyph outside the alphabet that every filled page embeds, a raised glyph) is refused with None.
"""

from __future__ import annotations

import copy
import logging
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

from coopdocs import memo
from coopdocs.formats.pdf import patches
from coopdocs.formats.pdf.layout import fetcher

# The letters of names and numbers in France; each font of a champ embeds them all, for all territories alike. The plain
# forms come first: a glyph that several characters share stands for the first of them.
_ALPHABET = (
    " ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-.,;:!?'’\"()[]/&%+=*@#_|<>"
    "ÀÂÄÇÉÈÊËÎÏÔÖÙÛÜŸŒÆÑÁÍÓÚÒÌÃÕàâäçéèêëîïôöùûüÿœæñáíóúòìãõß«»“”‘–—…·•°€²³½×→−’\u00a0\u2011"
)
# Spaces with a glyph of their own are written as the plain one, moved: a reader that looks for spaces between spaced
# letters would be misled by a font with several of them.
_THIN_SPACES = "\u202f\u2009"
_LIGATURES = " fi fl ff ffi ffl fj ffj ft fft tt ti fti fb ffb fh ffh fk ffk "
# what extracts as a plain character (formats.pdf maps it so)
_PLAIN = str.maketrans({"\u00a0": " ", "\u202f": " ", "\u2009": " ", "\u2010": "-", "\u2011": "-"})
_FAMILY = re.compile(r'font-family:\s*"([^"]+)";\s*font-weight:\s*(\d+);\s*font-style:\s*(\w+)')
_FACE = re.compile(r"@font-face\s*\{[^}]*\}")
_KEYS = (
    *("direction", "lang", "font_language_override", "font_family", "font_style", "font_stretch", "font_weight"),
    *("font_size", "font_variant_caps", "font_variation_settings", "font_kerning", "font_variant_ligatures"),
    *("font_variant_position", "font_variant_numeric", "font_variant_alternates", "font_variant_east_asian"),
    *("font_feature_settings", "letter_spacing", "word_spacing", "overflow_wrap", "tab_size"),
)
# lines kept shaped in one process: names of formes, of départements and headings come back in every dossier
_KEPT = 20_000
Look = tuple[Any, ...]
"""What decides how words are drawn, but for their colour."""


class ShapedLine(NamedTuple):
    """A line of text: its width in the page's units, and the operand of TJ."""

    width: float
    glyphs: bytes


def look_of(style: Any) -> Look:
    """The look of a box's text. `style`: the engine's computed style."""
    return tuple(tuple(v) if isinstance(v := style[key], list) else v for key in _KEYS)


def svg_look(family: str, weight: int, size: float, style: str = "normal") -> Look:
    """The look that the engine gives to a text of an SVG drawing. `size`: px."""
    from weasyprint.css.properties import INITIAL_VALUES

    own = {"font_family": (family,), "font_weight": weight, "font_size": size, "font_style": style}
    return look_of({**INITIAL_VALUES, **own})


def resized(look: Look, size: float) -> Look:
    """The same look at another size (px)."""
    at = _KEYS.index("font_size")
    return (*look[:at], size, *look[at + 1 :])


def weighted(look: Look, weight: str) -> Look:
    """The same look in another weight of its family."""
    at = _KEYS.index("font_weight")
    return (*look[:at], int(weight), *look[at + 1 :])


class _ShapedStyle(dict[str, Any]):
    """As much of a style as the shaper reads."""

    font_config: Any


class LookFont:
    """One look ready to write: the engine's text object and the only font that it may use."""

    def __init__(self, look: Look, fonts: Any) -> None:
        from weasyprint.css.properties import INITIAL_VALUES
        from weasyprint.text.line_break import Layout

        self.style = _ShapedStyle(INITIAL_VALUES)
        self.style.update(zip(_KEYS, look, strict=True))
        self.style["font_family"] = list(self.style["font_family"])
        self.style["text_decoration_line"] = "none"
        self.style.font_config = fonts
        self._letters: dict[str, tuple[bytes, float] | None] = {}
        self._baselines: dict[float, float] = {}
        # one text object keeps the font, another one writes
        self._kept = self.layout = Layout(self.style)
        self.pango_font = self._runs(" A")[0][0]
        self.layout = Layout(self.style)
        alphabet = "".join(c for c in _ALPHABET if self._drawable(c))
        self.engine_font = self._drawn(alphabet + _LIGATURES)
        space = self._runs(" ")[0][1][0]
        self.space_glyphs = {self._runs(c)[0][1][0]: space for c in _THIN_SPACES if self._drawable(c)}
        self.space = b"<%04x>" % space
        self.size = self._key()[2]
        self.tf = b"/%s %s Tf" % (self.engine_font.hash.encode(), number(self.size))

    def _key(self) -> Any:
        from weasyprint.text.fonts import get_pango_font_key

        return get_pango_font_key(self.pango_font)

    def _runs(self, words: str) -> list[tuple[Any, list[int]]]:
        """The shaped pieces of a line: font, then five numbers a glyph (glyph, width, x, y, flags)."""
        from weasyprint.text.ffi import ffi

        self.layout.set_text(words)
        line, rest = self.layout.get_first_line()
        if rest is not None:
            return []
        runs, run = [], line.runs[0]
        while run != ffi.NULL:
            item, run = run.data, run.next
            glyphs = item.glyphs
            view = memoryview(ffi.buffer(glyphs.glyphs, 20 * glyphs.num_glyphs)).cast("i")
            runs.append((item.item.analysis.font, view.tolist()))
        return runs

    def _drawable(self, letter: str) -> bool:
        runs = self._runs(letter)
        return len(runs) == 1 and runs[0][0] == self.pango_font and 0 <= runs[0][1][0] < 0x10000

    def _drawn(self, words: str) -> Any:
        """The engine's font with the widths and characters of the glyphs of these words."""
        from weasyprint.draw.text import draw_first_line
        from weasyprint.matrix import Matrix
        from weasyprint.pdf.stream import Stream

        fonts: dict[Any, Any] = {}
        self.layout.set_text(words)
        sheet = Stream(fonts, (0, 0, 0, 0), {}, {}, None, None, None)
        self.pango_layout, self.text = self.layout, words
        draw_first_line(sheet, self, "clip", "none", Matrix())
        self.layout.set_text(" ")
        return fonts[self._key()[0]]

    def line(self, words: str) -> ShapedLine | None:
        """One line, or None when it needs another font, another letter or a raised one."""
        from weasyprint.text.line_break import line_size

        out, letters = [], []
        widths, characters, scale = self.engine_font.widths, self.engine_font.to_unicode, 1000 / 1024 / self.size
        for font, numbers in self._runs(words):
            if font != self.pango_font:
                return None
            for glyph, width, x, y in zip(numbers[::5], numbers[1::5], numbers[2::5], numbers[3::5], strict=True):
                glyph = self.space_glyphs.get(glyph, glyph)
                if y or glyph not in characters:
                    return None
                letters.append(characters[glyph])
                offset = x / self.size
                if offset:
                    out.append(f">{number(-offset).decode()}<")
                out.append(f"{glyph:04x}")
                # the engine cuts to whole thousandths too
                if kerning := int(widths[glyph] + offset - width * scale):
                    out.append(f">{kerning}<")
        if "".join(letters).translate(_PLAIN) != words.translate(_PLAIN):
            return None
        line, _ = self.layout.get_first_line()
        return ShapedLine(line_size(line, self.style)[0], f"[<{''.join(out)}>]".encode())

    def baseline(self, line_height: float) -> float:
        """How far below the top of a line of this height its baseline stands (px), as the engine has it."""
        if line_height not in self._baselines:
            self._baselines[line_height] = self._baseline(line_height)
        return self._baselines[line_height]

    def _baseline(self, line_height: float) -> float:
        from weasyprint.css.properties import Dimension
        from weasyprint.text.line_break import strut

        style = _ShapedStyle(self.style)
        style.font_config = self.style.font_config
        style["line_height"] = Dimension(line_height, "px")
        return float(strut(style)[1])

    def letter(self, letter: str) -> tuple[bytes, float] | None:
        """One letter on its own: its code and width; None for one that the font lacks."""
        if letter not in self._letters:
            self._letters[letter] = None
            if self._drawable(letter):
                glyph, width = self._runs(letter)[0][1][:2]
                if self.engine_font.to_unicode.get(glyph, "").translate(_PLAIN) == letter.translate(_PLAIN):
                    self._letters[letter] = b"%04x" % glyph, width / 1024
        return self._letters[letter]


class Shaper:
    """Writes in the fonts of one set of @font-face rules, and remembers what it wrote."""

    def __init__(self, faces: str, folders: Sequence[Path]) -> None:
        patches.mend()
        from weasyprint import CSS
        from weasyprint.text.fonts import FontConfiguration

        self._font_config = FontConfiguration()
        CSS(string=faces, base_url="kit:/", url_fetcher=fetcher(folders), font_config=self._font_config)
        self._fonts: dict[Look, LookFont] = {}
        for m in _FAMILY.finditer(faces):
            self.font(svg_look(m[1], int(m[2]), 100, m[3]))
        # all are open: the engine's copies can go, a process that is stopped would leave them
        self._font_config.__del__()
        self._lines: dict[tuple[Look, str], ShapedLine | None] = {}

    def font(self, look: Look) -> LookFont:
        font = self._fonts.get(look)
        if font is None:
            logger = logging.getLogger("weasyprint")
            level = logger.level
            logger.setLevel(logging.CRITICAL)
            try:
                font = self._fonts[look] = LookFont(look, self._font_config)
            finally:
                logger.setLevel(level)
        return font

    def line(self, look: Look, words: str) -> ShapedLine | None:
        """One line, or None when it cannot be written in this look with the letters that pages embed."""
        key = look, words
        if not words:
            return None
        if key not in self._lines:
            if len(self._lines) >= _KEPT:
                self._lines.clear()
            self._lines[key] = self.font(look).line(words)
        return self._lines[key]

    def lend(self, look: Look, fonts: dict[Any, Any]) -> None:
        """Give a document's fonts, before it is written, all letters of this look."""
        font = self.font(look)
        key = font._key()[0]
        if key not in fonts:
            fonts[key] = copy.copy(font.engine_font)
            fonts[key].widths, fonts[key].to_unicode = {}, {}
        for own, lent in (
            (fonts[key].widths, font.engine_font.widths),
            (fonts[key].to_unicode, font.engine_font.to_unicode),
        ):
            for glyph, value in lent.items():
                own.setdefault(glyph, value)


@memo.of_files(most=4)
def shaper_for(faces: str, folders: tuple[Path, ...]) -> Shaper:
    """The pen for the @font-face rules of a page, kept in the process."""
    return Shaper(faces, folders)


def faces_of(html: str) -> str:
    return "\n".join(_FACE.findall(html))


def number(value: float) -> bytes:
    """A number as the engine writes it."""
    return f"{value:.6f}".rstrip("0").rstrip(".").encode()
