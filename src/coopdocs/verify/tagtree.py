"""A PDF opened for reading: what its pages show, marked or not, and the tag tree that hangs from its root."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

_LU = "BMC BDC EMC Tf Tj TJ ' \" Do"
_PAIRE = re.compile(rb"<([0-9a-fA-F]+)>\s*<([0-9a-fA-F]+)>")


@dataclass
class Contenu:
    """What a page shows: the text of each marked piece by number, text outside any mark, drawings outside any mark."""

    textes: dict[int, str] = field(default_factory=dict)
    hors: list[str] = field(default_factory=list)
    dessins_hors: int = 0


@dataclass
class Balise:
    """An element of the tag tree; `contenu`: its pieces of text and the elements in it, in order."""

    nom: str
    objet: Any
    contenu: list[str | Balise] = field(default_factory=list)

    def walk(self) -> Iterator[Balise]:
        yield self
        for part in self.contenu:
            if isinstance(part, Balise):
                yield from part.walk()

    def pieces(self, sans: tuple[str, ...] = ()) -> Iterator[str]:
        """The pieces of text, without those inside elements named in `sans`."""
        for part in self.contenu:
            if isinstance(part, str):
                yield part
            elif part.nom not in sans:
                yield from part.pieces(sans)

    def texte(self, sans: tuple[str, ...] = ()) -> str:
        """The words of the element, its lines joined as they were before they were broken."""
        words = ""
        for line in filter(None, (part.strip() for part in self.pieces(sans))):
            glued = words.endswith(("-", "’")) or (words.endswith("–") and not words.endswith(" –"))
            words += line if not words or glued else f" {line}"
        return words


@dataclass
class Arbre:
    """What the root reaches: its elements, their numbers as objects, marked pieces (page from 0, number), annotations.

    `etrangers`: pieces said to be on a page that the document does not have.
    """

    racines: list[Balise] = field(default_factory=list)
    elements: set[tuple[int, int]] = field(default_factory=set)
    marques: set[tuple[int, int]] = field(default_factory=set)
    annotations: set[tuple[int, int]] = field(default_factory=set)
    etrangers: int = 0

    def balises(self, *noms: str) -> Iterator[Balise]:
        return (b for racine in self.racines for b in racine.walk() if b.nom in noms)


class Pdf:
    """A PDF whose every byte is there. Raises pikepdf.PdfError for a damaged one, PasswordError for a locked one."""

    def __init__(self, octets: bytes) -> None:
        import pikepdf

        self.pdf = pikepdf.open(io.BytesIO(octets), attempt_recovery=False)
        if octets.rstrip()[-5:] != b"%%EOF":
            raise pikepdf.PdfError("end of file mark not found")

    @property
    def racine(self) -> Any:
        return self.pdf.Root

    @cached_property
    def contenus(self) -> list[Contenu]:
        fonts: dict[tuple[int, int], _Police] = {}
        return [_read_page(page, fonts) for page in self.pdf.pages]

    @cached_property
    def rangs(self) -> dict[tuple[int, int], int]:
        """The number of each page, from 0, by its object."""
        return {page.obj.objgen: n for n, page in enumerate(self.pdf.pages)}

    @cached_property
    def arbre(self) -> Arbre:
        """The tag tree, empty where there is none; elements that hold themselves are read once."""
        tree = Arbre()
        root = self.racine.get("/StructTreeRoot")
        for kid in _many(root.get("/K")) if root is not None else ():
            tree.racines += self._element(kid, None, tree, 0)
        return tree

    def _element(self, objet: Any, page: int | None, tree: Arbre, depth: int) -> list[Balise]:
        if depth > 200 or (objet.is_indirect and objet.objgen in tree.elements):
            return []
        if objet.is_indirect:
            tree.elements.add(objet.objgen)
        page = self.rangs.get(objet.Pg.objgen) if "/Pg" in objet else page
        balise = Balise(str(objet.get("/S", "/"))[1:], objet)
        for kid in _many(objet.get("/K")):
            if isinstance(kid, int):
                balise.contenu += self._piece(page, kid, tree)
            elif kid.get("/Type") == "/MCR":
                where = self.rangs.get(kid.Pg.objgen) if "/Pg" in kid else page
                balise.contenu += self._piece(where, int(kid.MCID), tree)
            elif kid.get("/Type") == "/OBJR":
                tree.annotations.add(kid.Obj.objgen)
            else:
                balise.contenu += self._element(kid, page, tree, depth + 1)
        return [balise]

    def _piece(self, page: int | None, number: int, tree: Arbre) -> list[str]:
        if page is None:
            tree.etrangers += 1
            return []
        tree.marques.add((page, number))
        return [self.contenus[page].textes.get(number, "")]


def _many(value: Any) -> list[Any]:
    import pikepdf

    if value is None:
        return []
    return list(value) if isinstance(value, pikepdf.Array) else [value]


@dataclass(frozen=True)
class _Police:
    """What a font's codes (`largeur` bytes each) stand for."""

    largeur: int
    signes: dict[bytes, str]

    def texte(self, codes: bytes) -> str:
        n = self.largeur
        return "".join(self.signes.get(codes[i : i + n], "\ufffd") for i in range(0, len(codes), n))


def _police(font: Any) -> _Police:
    width = 2 if font.get("/Subtype") == "/Type0" else 1
    table = font.ToUnicode.read_bytes() if "/ToUnicode" in font else b""
    pairs = ((bytes.fromhex(c.decode()), bytes.fromhex(t.decode())) for c, t in _PAIRE.findall(table))
    return _Police(width, {code: text.decode("utf-16-be", "replace") for code, text in pairs if len(code) == width})


def _read_page(page: Any, fonts: dict[tuple[int, int], _Police]) -> Contenu:
    import pikepdf

    out, font = Contenu(), _Police(1, {})
    named = page.resources.get("/Font", {})
    # for each mark that is open: the number of its piece, -1 for an artifact, None for one that is neither
    marks: list[int | None] = []
    instructions: Any = pikepdf.parse_content_stream(page, _LU)
    for operands, operator in instructions:
        match str(operator):
            case "BMC" | "BDC":
                marks.append(mark := _mark(page, operands))
                if mark is not None and mark >= 0:
                    out.textes.setdefault(mark, "")
            case "EMC" if marks:
                marks.pop()
            case "Tf":
                objet = named[str(operands[0])]
                if objet.objgen not in fonts or not objet.is_indirect:
                    fonts[objet.objgen] = _police(objet)
                font = fonts[objet.objgen]
            case "Do":
                out.dessins_hors += all(m is None for m in marks)
            case "Tj" | "TJ" | "'" | '"':
                strings = _many(operands[-1])
                text = "".join(font.texte(bytes(s)) for s in strings if isinstance(s, pikepdf.String))
                inner = next((m for m in reversed(marks) if m is not None), None)
                if inner is None:
                    out.hors.append(text)
                elif inner >= 0:
                    out.textes[inner] = out.textes.get(inner, "") + text
    return out


def _mark(page: Any, operands: Any) -> int | None:
    import pikepdf

    properties = operands[1] if len(operands) > 1 else None
    if isinstance(properties, pikepdf.Name):
        properties = page.resources.get("/Properties", {}).get(str(properties))
    if isinstance(properties, pikepdf.Dictionary) and "/MCID" in properties:
        return int(properties.MCID)
    return -1 if operands[0] == "/Artifact" else None
