"""A PDF opened for reading: what its pages show, marked or not, and the tag tree that hangs from its root.

The tests read the same tree with code of their own (`support.pdf_read`), so that neither reader is its own judge.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

_READ = "BMC BDC EMC Tf Tj TJ ' \" Do"
_PAIR = re.compile(rb"<([0-9a-fA-F]+)>\s*<([0-9a-fA-F]+)>")


@dataclass
class PageText:
    """What a page shows: the text of each marked piece by number, text outside any mark, drawings outside any mark."""

    texts: dict[int, str] = field(default_factory=dict)
    outside: list[str] = field(default_factory=list)
    drawings_outside: int = 0


@dataclass
class StructElement:
    """An element of the tag tree; `kids`: its pieces of text and the elements in it, in order."""

    role: str
    dictionary: Any
    kids: list[str | StructElement] = field(default_factory=list)

    def walk(self) -> Iterator[StructElement]:
        yield self
        for part in self.kids:
            if isinstance(part, StructElement):
                yield from part.walk()

    def pieces(self, without: tuple[str, ...] = ()) -> Iterator[str]:
        """The pieces of text, without those inside elements named in `without`."""
        for part in self.kids:
            if isinstance(part, str):
                yield part
            elif part.role not in without:
                yield from part.pieces(without)

    def text(self, without: tuple[str, ...] = ()) -> str:
        """The words of the element, its lines joined as they were before they were broken."""
        words = ""
        for line in filter(None, (part.strip() for part in self.pieces(without))):
            glued = words.endswith(("-", "’")) or (words.endswith("–") and not words.endswith(" –"))
            words += line if not words or glued else f" {line}"
        return words


@dataclass
class StructTree:
    """What the root reaches: its elements, their numbers as objects, marked pieces (page from 0, number), annotations.

    `astray`: pieces said to be on a page that the document does not have.
    """

    roots: list[StructElement] = field(default_factory=list)
    elements: set[tuple[int, int]] = field(default_factory=set)
    marks: set[tuple[int, int]] = field(default_factory=set)
    annotations: set[tuple[int, int]] = field(default_factory=set)
    astray: int = 0

    def named(self, *roles: str) -> Iterator[StructElement]:
        return (b for root in self.roots for b in root.walk() if b.role in roles)


class Pdf:
    """A PDF whose every byte is there. Raises pikepdf.PdfError for a damaged one, PasswordError for a locked one."""

    def __init__(self, data: bytes) -> None:
        import pikepdf

        self.pdf = pikepdf.open(io.BytesIO(data), attempt_recovery=False)
        if data.rstrip()[-5:] != b"%%EOF":
            raise pikepdf.PdfError("end of file mark not found")

    @property
    def root(self) -> Any:
        return self.pdf.Root

    @cached_property
    def page_texts(self) -> list[PageText]:
        fonts: dict[tuple[int, int], _FontCodes] = {}
        return [_read_page(page, fonts) for page in self.pdf.pages]

    @cached_property
    def page_ranks(self) -> dict[tuple[int, int], int]:
        """The number of each page, from 0, by its object."""
        return {page.obj.objgen: n for n, page in enumerate(self.pdf.pages)}

    @cached_property
    def struct_tree(self) -> StructTree:
        """The tag tree, empty where there is none; elements that hold themselves are read once."""
        tree = StructTree()
        root = self.root.get("/StructTreeRoot")
        for kid in _many(root.get("/K")) if root is not None else ():
            tree.roots += self._element(kid, None, tree, 0)
        return tree

    def _element(self, dictionary: Any, page: int | None, tree: StructTree, depth: int) -> list[StructElement]:
        if depth > 200 or (dictionary.is_indirect and dictionary.objgen in tree.elements):
            return []
        if dictionary.is_indirect:
            tree.elements.add(dictionary.objgen)
        page = self.page_ranks.get(dictionary.Pg.objgen) if "/Pg" in dictionary else page
        element = StructElement(str(dictionary.get("/S", "/"))[1:], dictionary)
        for kid in _many(dictionary.get("/K")):
            if isinstance(kid, int):
                element.kids += self._piece(page, kid, tree)
            elif kid.get("/Type") == "/MCR":
                where = self.page_ranks.get(kid.Pg.objgen) if "/Pg" in kid else page
                element.kids += self._piece(where, int(kid.MCID), tree)
            elif kid.get("/Type") == "/OBJR":
                tree.annotations.add(kid.Obj.objgen)
            else:
                element.kids += self._element(kid, page, tree, depth + 1)
        return [element]

    def _piece(self, page: int | None, number: int, tree: StructTree) -> list[str]:
        if page is None:
            tree.astray += 1
            return []
        tree.marks.add((page, number))
        return [self.page_texts[page].texts.get(number, "")]


def _many(value: Any) -> list[Any]:
    import pikepdf

    if value is None:
        return []
    return list(value) if isinstance(value, pikepdf.Array) else [value]


@dataclass(frozen=True)
class _FontCodes:
    """What a font's codes (`width` bytes each) stand for."""

    width: int
    letters: dict[bytes, str]

    def text(self, codes: bytes) -> str:
        n = self.width
        return "".join(self.letters.get(codes[i : i + n], "\ufffd") for i in range(0, len(codes), n))


def _font_codes(font: Any) -> _FontCodes:
    width = 2 if font.get("/Subtype") == "/Type0" else 1
    table = font.ToUnicode.read_bytes() if "/ToUnicode" in font else b""
    pairs = ((bytes.fromhex(c.decode()), bytes.fromhex(t.decode())) for c, t in _PAIR.findall(table))
    return _FontCodes(width, {code: text.decode("utf-16-be", "replace") for code, text in pairs if len(code) == width})


def _read_page(page: Any, fonts: dict[tuple[int, int], _FontCodes]) -> PageText:
    import pikepdf

    out, font = PageText(), _FontCodes(1, {})
    named = page.resources.get("/Font", {})
    # for each mark that is open: the number of its piece, -1 for an artifact, None for one that is neither
    marks: list[int | None] = []
    instructions: Any = pikepdf.parse_content_stream(page, _READ)
    for operands, operator in instructions:
        match str(operator):
            case "BMC" | "BDC":
                marks.append(mark := _mark(page, operands))
                if mark is not None and mark >= 0:
                    out.texts.setdefault(mark, "")
            case "EMC" if marks:
                marks.pop()
            case "Tf":
                dictionary = named[str(operands[0])]
                if dictionary.objgen not in fonts or not dictionary.is_indirect:
                    fonts[dictionary.objgen] = _font_codes(dictionary)
                font = fonts[dictionary.objgen]
            case "Do":
                out.drawings_outside += all(m is None for m in marks)
            case "Tj" | "TJ" | "'" | '"':
                strings = _many(operands[-1])
                text = "".join(font.text(bytes(s)) for s in strings if isinstance(s, pikepdf.String))
                inner = next((m for m in reversed(marks) if m is not None), None)
                if inner is None:
                    out.outside.append(text)
                elif inner >= 0:
                    out.texts[inner] = out.texts.get(inner, "") + text
    return out


def _mark(page: Any, operands: Any) -> int | None:
    import pikepdf

    properties = operands[1] if len(operands) > 1 else None
    if isinstance(properties, pikepdf.Name):
        properties = page.resources.get("/Properties", {}).get(str(properties))
    if isinstance(properties, pikepdf.Dictionary) and "/MCID" in properties:
        return int(properties.MCID)
    return -1 if operands[0] == "/Artifact" else None
