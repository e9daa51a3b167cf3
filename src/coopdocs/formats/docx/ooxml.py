"""The WordprocessingML side of the DOCX room: elements, fields, properties in the order the schema wants."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from lxml import etree

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
NSMAP = {"w": W, "r": R}
XML_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
TWIPS_PAR_MM = 1440 / 25.4
EMU_PAR_MM = 36000


def q(tag: str) -> str:
    """`p` → `{…wordprocessingml…}p`; `r:id` → the relationship namespace."""
    return f"{{{R}}}{tag[2:]}" if tag.startswith("r:") else f"{{{W}}}{tag}"


def w(tag: str, *enfants: etree._Element | None, **attributs: str | int) -> etree._Element:
    """A `w:` element with `w:` attributes; None children are left out. A trailing `_` keeps Python's words free."""
    element = etree.Element(q(tag), nsmap=NSMAP)
    for cle, valeur in attributs.items():
        element.set(q(cle.rstrip("_")), str(valeur))
    for enfant in enfants:
        if enfant is not None:
            element.append(enfant)
    return element


def sous(element: etree._Element, tag: str) -> etree._Element:
    """The first child of that name; KeyError when the schema's promise is not kept."""
    enfant = element.find(q(tag))
    if enfant is None:
        raise KeyError(tag)
    return enfant


def val(element: etree._Element, attribut: str = "val") -> str:
    """A `w:` attribute, empty when absent."""
    return element.get(q(attribut)) or ""


@dataclass(frozen=True)
class Allure:
    """How a run of text looks; `style` is a character style's id, `langue` and `encre` None for the document's own."""

    style: str | None = None
    gras: bool = False
    italique: bool = False
    position: str | None = None
    langue: str | None = None
    encre: str | None = None

    def rpr(self) -> etree._Element | None:
        enfants = [
            w("rStyle", val=self.style) if self.style else None,
            w("b") if self.gras else None,
            w("bCs") if self.gras else None,
            w("i") if self.italique else None,
            w("iCs") if self.italique else None,
            w("color", val=self.encre) if self.encre else None,
            w("vertAlign", val=self.position) if self.position else None,
            w("lang", val=self.langue) if self.langue else None,
        ]
        return w("rPr", *enfants) if any(e is not None for e in enfants) else None


NEUTRE = Allure()


def run(allure: Allure, *contenu: etree._Element) -> etree._Element:
    return w("r", allure.rpr(), *contenu)


def mots(texte: str, balise: str = "t") -> etree._Element:
    element = w(balise)
    element.text = texte
    if texte != texte.strip(" "):
        element.set(XML_SPACE, "preserve")
    return element


def champ(instruction: str, resultat: Iterable[etree._Element], allure: Allure = NEUTRE) -> list[etree._Element]:
    """The runs of a field whose stored result is `resultat`, so that it reads well before any update."""
    return [
        run(allure, w("fldChar", fldCharType="begin")),
        run(allure, mots(f" {instruction} ", "instrText")),
        run(allure, w("fldChar", fldCharType="separate")),
        *resultat,
        run(allure, w("fldChar", fldCharType="end")),
    ]


@dataclass(frozen=True)
class Mise:
    """A paragraph's own properties beyond its style.

    `liste`: level and numbering id; `avant` (space above) and `taquet` (tab stop) in twentieths of a point.
    """

    solidaire: bool = False
    nouvelle_page: bool = False
    liste: tuple[int, int] | None = None
    avant: int | None = None
    taquet: int | None = None

    def ppr(self, style: str) -> etree._Element:
        numero = None
        if self.liste:
            numero = w("numPr", w("ilvl", val=self.liste[0]), w("numId", val=self.liste[1]))
        return w(
            "pPr",
            w("pStyle", val=style),
            w("keepNext") if self.solidaire else None,
            w("pageBreakBefore") if self.nouvelle_page else None,
            numero,
            w("tabs", w("tab", val="left", pos=self.taquet)) if self.taquet else None,
            w("spacing", before=self.avant) if self.avant is not None else None,
        )


ORDINAIRE = Mise()
