"""A PDF read back: its tag tree with the words of each element, bookmarks, fonts, links and the text of its pages."""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Container, Iterator
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import Any

import pikepdf
import pypdfium2


@dataclass(frozen=True)
class Fichier:
    """A file attached to a PDF; `lien`: what it is to the document that names it (None: the document does not)."""

    octets: bytes
    type: str
    description: str
    lien: str | None
    date: str


class Morceau(str):
    """A piece of text; `place`: its page (from 0) and the height of its line there."""

    place: tuple[int, str]

    def __new__(cls, texte: str, place: tuple[int, str]) -> Morceau:
        made = super().__new__(cls, texte)
        made.place = place
        return made


@dataclass
class Balise:
    """An element of the tag tree; `lignes` are the pieces of text of it and what it holds, in order."""

    nom: str
    attributs: dict[str, Any]
    enfants: list[Balise] = field(default_factory=list)
    propres: list[str | Balise] = field(default_factory=list)

    def walk(self) -> Iterator[Balise]:
        yield self
        for enfant in self.enfants:
            yield from enfant.walk()

    def lignes(self, sans: tuple[str, ...] = ()) -> list[str]:
        """The pieces of text, without those inside elements named in `sans`."""
        out: list[str] = []
        for part in self.propres:
            if isinstance(part, str):
                out.append(part)
            elif part.nom not in sans:
                out += part.lignes(sans)
        return out

    def texte(self, sans: tuple[str, ...] = ()) -> str:
        """The words of the element, its lines joined as they were before they were broken."""
        words = ""
        place = None
        for part in self.lignes(sans):
            if place is not None and place == getattr(part, "place", None):
                words += part
            elif part.strip():
                glued = words.endswith("-") or (words.endswith("–") and not words.endswith(" –"))
                words = words.rstrip() + (part.lstrip() if not words or glued else f" {part.lstrip()}")
                place = getattr(part, "place", None)
        return re.sub(r" +", " ", words).strip()

    def compte(self) -> str:
        """The numbers of elements inside by name: « 3 LI, 3 P »."""
        names = Counter(b.nom for b in self.walk())
        return ", ".join(f"{n} {nom}" for nom, n in sorted(names.items()))


class Pdf:
    def __init__(self, octets: bytes, only: Container[int] | None = None) -> None:
        """`only`: the pages (from 1) of which the tag tree tells the words, where not all are asked for."""
        self._only = only
        self.pdf = pikepdf.open(io.BytesIO(octets))
        self._pdfium = pypdfium2.PdfDocument(octets)

    @property
    def titre(self) -> str:
        return str(self.pdf.docinfo.get("/Title", ""))

    @property
    def langue(self) -> str:
        return str(self.pdf.Root.get("/Lang", ""))

    @cached_property
    def tailles(self) -> list[tuple[int, int]]:
        """Width and height of each page in mm."""
        boxes = [[float(v) for v in page.mediabox] for page in self.pdf.pages]
        return [(round((x2 - x1) * 25.4 / 72), round((y2 - y1) * 25.4 / 72)) for x1, y1, x2, y2 in boxes]

    @cached_property
    def pages(self) -> list[str]:
        """The text of each page, a line a line."""
        return [page.get_textpage().get_text_range().replace("\r\n", "\n") for page in self._pdfium]

    @cached_property
    def polices(self) -> dict[str, bool]:
        """The fonts used by name, without their subset's prefix, and whether each is embedded."""
        found: dict[str, bool] = {}
        for item in self.pdf.objects:
            if isinstance(item, pikepdf.Dictionary) and item.get("/Type") == "/Font":
                nom = str(item.get("/BaseFont", "/?"))[1:].rpartition("+")[2]
                descriptor = item.get("/FontDescriptor")
                whole = descriptor is not None and any(
                    k in descriptor for k in ("/FontFile", "/FontFile2", "/FontFile3")
                )
                composite = "/DescendantFonts" in item
                found[nom] = found.get(nom, True) and (whole or composite)
        return found

    @cached_property
    def signets(self) -> list[tuple[int, str]]:
        """Depth and title of each bookmark."""
        out: list[tuple[int, str]] = []

        def walk(items: Any, depth: int) -> None:
            for item in items:
                out.append((depth, item.title))
                walk(item.children, depth + 1)

        with self.pdf.open_outline() as outline:
            walk(outline.root, 0)
        return out

    @cached_property
    def liens(self) -> list[tuple[int, str]]:
        """Page and target of each link: an address, or # and the name of a place in the document."""
        out: list[tuple[int, str]] = []
        for number, page in enumerate(self.pdf.pages, 1):
            for annotation in page.get("/Annots", []):
                action = annotation.get("/A", pikepdf.Dictionary())
                if "/URI" in action:
                    out.append((number, str(action.URI)))
                elif (target := annotation.get("/Dest", action.get("/D"))) is not None:
                    out.append((number, f"#{target}"))
        return out

    @cached_property
    def ancres(self) -> set[str]:
        """The names of the places that links inside the document can lead to."""
        names: Any = self.pdf.Root.get("/Names", pikepdf.Dictionary()).get("/Dests")
        return {str(name) for name, _ in pikepdf.NameTree(names).items()} if names is not None else set()

    @cached_property
    def jointes(self) -> dict[str, Fichier]:
        """The attached files by name, in the order in which they are listed."""
        root: Any = self.pdf.Root
        named: Any = root.get("/Names", pikepdf.Dictionary()).get("/EmbeddedFiles")
        associated = [spec.objgen for spec in root.get("/AF", [])]
        assert len(set(associated)) == len(associated)
        found = {}
        for name, spec in pikepdf.NameTree(named).items() if named is not None else ():
            assert str(spec.F) == str(spec.UF)
            stream = spec.EF.F
            assert stream.objgen == spec.EF.UF.objgen
            octets = stream.read_bytes()
            assert int(stream.Params.Size) == len(octets)
            lien = str(spec.AFRelationship)[1:] if spec.objgen in associated else None
            date = str(stream.Params.ModDate)
            found[str(name)] = Fichier(octets, str(stream.Subtype)[1:], str(spec.Desc), lien, date)
        return found

    @cached_property
    def marques(self) -> dict[tuple[int, int], Morceau]:
        """The text of each marked piece, by page (from 0) and number, as the fonts' own tables tell it."""
        out: dict[tuple[int, int], Morceau] = {}
        for number, page in enumerate(self.pdf.pages):
            if self._only is not None and number + 1 not in self._only:
                continue
            height = ""
            fonts = {name: _characters(font) for name, font in page.resources.get("/Font", {}).items()}
            marks: list[int | None] = []
            font: dict[str, str] = {}
            instructions: Any = pikepdf.parse_content_stream(page)
            for operands, operator in instructions:
                match str(operator):
                    case "BMC" | "BDC":
                        inner = operands[1] if len(operands) > 1 else None
                        marks.append(
                            int(inner.MCID) if isinstance(inner, pikepdf.Dictionary) and "/MCID" in inner else None
                        )
                    case "EMC":
                        marks.pop()
                    case "Tm":
                        height = str(operands[5])
                    case "Tf":
                        font = fonts[str(operands[0])]
                    case "Tj" | "TJ" if marks and marks[-1] is not None:
                        strings = operands[0] if str(operator) == "TJ" else [operands[0]]
                        codes = "".join(bytes(s).hex() for s in strings if isinstance(s, pikepdf.String))
                        text = "".join(font[codes[i : i + 4]] for i in range(0, len(codes), 4))
                        text = out.get((number, marks[-1]), "") + text
                        out[number, marks[-1]] = Morceau(text, (number, height))
        return out

    @cached_property
    def arbre(self) -> Balise:
        """The tag tree."""
        rank: dict[Any, int] = {page.objgen: i for i, page in enumerate(self.pdf.pages)}

        def read(element: Any, page: int | None) -> Balise:
            if "/Pg" in element:
                page = rank[element.Pg.objgen]
            balise = Balise(
                str(element.get("/S"))[1:], {k: v for k, v in element.items() if k not in ("/K", "/P", "/Pg")}
            )
            kids = element.get("/K", [])
            for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
                if isinstance(kid, int):
                    assert page is not None
                    balise.propres.append(self.marques.get((page, kid), ""))
                elif kid.get("/Type") == "/MCR":
                    where = rank[kid.Pg.objgen] if "/Pg" in kid else page
                    assert where is not None
                    balise.propres.append(self.marques.get((where, int(kid.MCID)), ""))
                elif kid.get("/Type") != "/OBJR":
                    balise.enfants.append(read(kid, page))
                    balise.propres.append(balise.enfants[-1])
            return balise

        root = self.pdf.Root.StructTreeRoot.K
        return read(root[0] if isinstance(root, pikepdf.Array) else root, None)

    def balises(self, nom: str) -> list[Balise]:
        return [b for b in self.arbre.walk() if b.nom == nom]


@lru_cache(maxsize=32)
def read_once(octets: bytes) -> Pdf:
    """The same bytes are read once, and by all who ask: what this gives is not to be changed."""
    return Pdf(octets)


def _characters(font: Any) -> dict[str, str]:
    """The characters that a font's two-byte codes (in hexadecimal) stand for."""
    table = font.ToUnicode.read_bytes().decode()
    pairs = re.findall(r"<([0-9a-fA-F]{4})>\s*<([0-9a-fA-F]+)>", table)
    return {code.lower(): bytes.fromhex(text).decode("utf-16-be") for code, text in pairs}
