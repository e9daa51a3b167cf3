"""What PDF/UA-1 and PDF/A-3a ask of every file besides its pages: what it says of itself, and the files attached to it.

Pure text: the PDFs of the layout engine and the joined ones say it in the same words.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

PDFA_CLAIM = (
    '<rdf:Description rdf:about="" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/" '
    'pdfaid:part="3" pdfaid:conformance="A"/>'
)
"""What a PDF/A-3a says of itself; the layout engine writes it in its own way."""

# PDF/A knows no words of PDF/UA: a file says itself what they mean
_PART_PROPERTY = (
    '<rdf:li rdf:parseType="Resource"><pdfaProperty:category>internal</pdfaProperty:category><pdfaProperty:description>'
    "PDF/UA version identifier</pdfaProperty:description><pdfaProperty:name>part</pdfaProperty:name>"
    "<pdfaProperty:valueType>Integer</pdfaProperty:valueType></rdf:li>"
)
PDFUA_CLAIM = (
    '<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" pdfuaid:part="1"/>'
    '<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/" '
    'xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">'
    '<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource"><pdfaSchema:namespaceURI>'
    "http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI><pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>"
    "<pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>"
    f"<pdfaSchema:property><rdf:Seq>{_PART_PROPERTY}</rdf:Seq></pdfaSchema:property></rdf:li></rdf:Bag></pdfaExtension:schemas>"
    "</rdf:Description>"
)
"""What a PDF/UA-1 that is a PDF/A too says of itself."""

PRINT_ONLY = "pour l’impression seulement"
"""What sheets made for a printer say of themselves, without tags and without any of these claims."""

_CLAIM = re.compile(r'\b(pdfa|pdfua)id:(part|conformance)="([^"]*)"')
_EXPECTED = {("pdfa", "part", "3"), ("pdfa", "conformance", "A"), ("pdfua", "part", "1")}


def declared(xmp: str) -> bool:
    """Whether a file's metadata say that it is PDF/UA-1 and PDF/A-3a, and nothing else."""
    return set(_CLAIM.findall(xmp)) == _EXPECTED


Relationship = Literal["Source", "Data"]
"""What an attached file is to its document (PDF/A-3's AFRelationship)."""


@dataclass(frozen=True)
class Attachment:
    """A file attached to a document: its name (ASCII), its media type, what it is in French, its bytes.

    `relationship`: it is what the document was made from (Source), or the data that it shows (Data). `date`: of its
    content.
    """

    name: str
    media_type: str
    description: str
    data: bytes
    relationship: Relationship
    date: date


def embedded(attachment: Attachment) -> dict[str, bytes]:
    """The entries of the stream that holds an attached file."""
    params = b"<< /ModDate (D:%s000000Z) /Size %d >>" % (f"{attachment.date:%Y%m%d}".encode(), len(attachment.data))
    subtype = re.sub(r"[^\w.+-]", lambda m: f"#{ord(m[0]):02x}", attachment.media_type, flags=re.ASCII)
    return {"Type": b"/EmbeddedFile", "Subtype": b"/" + subtype.encode(), "Params": params}


def filespec(attachment: Attachment, reference: bytes) -> dict[str, bytes]:
    """The entries of what names an attached file and says what it is to the document; `reference`: of its stream."""
    name = text_string(attachment.name)
    return {
        "Type": b"/Filespec",
        "F": name,
        "UF": name,
        "Desc": text_string(attachment.description),
        "AFRelationship": b"/" + attachment.relationship.encode(),
        "EF": b"<< /F %s /UF %s >>" % (reference, reference),
    }


def dictionary(entries: Mapping[str, bytes]) -> bytes:
    return b"<< %s >>" % b" ".join(b"/%s %s" % (key.encode(), value) for key, value in entries.items())


def text_string(words: str) -> bytes:
    """A PDF text string: plain where it is ASCII, else UTF-16 in hexadecimal."""
    if words.isascii() and words.isprintable():
        return b"(%s)" % re.sub(r"([\\()])", r"\\\1", words).encode()
    return b"<feff%s>" % words.encode("utf-16-be").hex().encode()
