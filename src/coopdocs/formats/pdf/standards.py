"""What PDF/UA-1 and PDF/A-3a ask of every file besides its pages: what it says of itself, and the files attached to it.

Pure text: the PDFs of the layout engine and the joined ones say it in the same words.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

ARCHIVE = (
    '<rdf:Description rdf:about="" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/" '
    'pdfaid:part="3" pdfaid:conformance="A"/>'
)
"""What a PDF/A-3a says of itself; the layout engine writes it in its own way."""

# PDF/A knows no words of PDF/UA: a file says itself what they mean
_MOT = (
    '<rdf:li rdf:parseType="Resource"><pdfaProperty:category>internal</pdfaProperty:category><pdfaProperty:description>'
    "PDF/UA version identifier</pdfaProperty:description><pdfaProperty:name>part</pdfaProperty:name>"
    "<pdfaProperty:valueType>Integer</pdfaProperty:valueType></rdf:li>"
)
ACCES = (
    '<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" pdfuaid:part="1"/>'
    '<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/" '
    'xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">'
    '<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource"><pdfaSchema:namespaceURI>'
    "http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI><pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>"
    "<pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>"
    f"<pdfaSchema:property><rdf:Seq>{_MOT}</rdf:Seq></pdfaSchema:property></rdf:li></rdf:Bag></pdfaExtension:schemas>"
    "</rdf:Description>"
)
"""What a PDF/UA-1 that is a PDF/A too says of itself."""

IMPRESSION = "pour l’impression seulement"
"""What sheets made for a printer say of themselves, without tags and without any of these claims."""

_DIT = re.compile(r'\b(pdfa|pdfua)id:(part|conformance)="([^"]*)"')
_ATTENDU = {("pdfa", "part", "3"), ("pdfa", "conformance", "A"), ("pdfua", "part", "1")}


def declared(xmp: str) -> bool:
    """Whether a file's metadata say that it is PDF/UA-1 and PDF/A-3a, and nothing else."""
    return set(_DIT.findall(xmp)) == _ATTENDU


@dataclass(frozen=True)
class Jointe:
    """A file attached to a document: its name (ASCII), its media type, what it is in French, its bytes.

    `lien`: it is what the document was made from (Source), or the data that it shows (Data). `date`: of its content.
    """

    nom: str
    type: str
    description: str
    octets: bytes
    lien: Literal["Source", "Data"]
    date: date


def embedded(jointe: Jointe) -> dict[str, bytes]:
    """The entries of the stream that holds an attached file."""
    params = b"<< /ModDate (D:%s000000Z) /Size %d >>" % (f"{jointe.date:%Y%m%d}".encode(), len(jointe.octets))
    subtype = re.sub(r"[^\w.+-]", lambda m: f"#{ord(m[0]):02x}", jointe.type, flags=re.ASCII)
    return {"Type": b"/EmbeddedFile", "Subtype": b"/" + subtype.encode(), "Params": params}


def filespec(jointe: Jointe, reference: bytes) -> dict[str, bytes]:
    """The entries of what names an attached file and says what it is to the document; `reference`: of its stream."""
    nom = text_string(jointe.nom)
    return {
        "Type": b"/Filespec",
        "F": nom,
        "UF": nom,
        "Desc": text_string(jointe.description),
        "AFRelationship": b"/" + jointe.lien.encode(),
        "EF": b"<< /F %s /UF %s >>" % (reference, reference),
    }


def dictionary(entries: Mapping[str, bytes]) -> bytes:
    return b"<< %s >>" % b" ".join(b"/%s %s" % (key.encode(), value) for key, value in entries.items())


def text_string(words: str) -> bytes:
    """A PDF text string: plain where it is ASCII, else UTF-16 in hexadecimal."""
    if words.isascii() and words.isprintable():
        return b"(%s)" % re.sub(r"([\\()])", r"\\\1", words).encode()
    return b"<feff%s>" % words.encode("utf-16-be").hex().encode()
