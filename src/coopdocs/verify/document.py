"""A PDF with what is known around it, and what its checks read in it more than once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from coopdocs.formats.pdf.standards import PRINT_ONLY
from coopdocs.verify.folder import Folder
from coopdocs.verify.tagtree import Pdf

_DC_DESCRIPTION = "{http://purl.org/dc/elements/1.1/}description"


@dataclass(frozen=True)
class PdfFile:
    """A PDF with what is known around it: its place, its size in bytes, its entry in the manifest, the kit's fonts."""

    path: str
    pdf: Pdf
    size: int
    entry: Mapping[str, Any]
    fonts: frozenset[str]
    folder: Folder

    @cached_property
    def xmp(self) -> dict[str, str]:
        """The properties of the metadata by their full name, as plain text."""
        from lxml import etree

        if "/Metadata" not in self.pdf.root:
            return {}
        parser = etree.XMLParser(resolve_entities=False, no_network=True)
        tree = etree.fromstring(self.pdf.root.Metadata.read_bytes(), parser)
        found: dict[str, str] = {}
        for description in tree.iter("{http://www.w3.org/1999/02/22-rdf-syntax-ns#}Description"):
            found |= {str(k): str(v) for k, v in description.attrib.items()}
            found |= {str(e.tag): "".join(map(str, e.itertext())).strip() for e in description}
        return found

    @property
    def print_only(self) -> tuple[bool, bool]:
        """Whether it says that it is for printing only: to programs in Info, to archives in its XMP."""
        words = str(self.pdf.pdf.docinfo.get("/Keywords", ""))
        return PRINT_ONLY in words, PRINT_ONLY in self.xmp.get(_DC_DESCRIPTION, "")

    @cached_property
    def attachments(self) -> dict[str, Any]:
        """Its attachments by name, as file specifications."""
        return {spec_name: spec for spec_name, spec in name_tree(self.pdf.root, "/EmbeddedFiles")}

    @cached_property
    def links(self) -> list[tuple[int, Any]]:
        """Each link with its page, from 1."""
        return [
            (number, annotation)
            for number, page in enumerate(self.pdf.pdf.pages, 1)
            for annotation in page.get("/Annots", [])
            if annotation.get("/Subtype") == "/Link"
        ]

    @property
    def addresses(self) -> list[str]:
        return [str(a.A.URI) for _, a in self.links if "/URI" in a.get("/A", {})]


def name_tree(root: Any, kind: str) -> Iterator[tuple[str, Any]]:
    """What the document names: of `kind` /Dests or /EmbeddedFiles."""
    import pikepdf

    tree = root.get("/Names", {}).get(kind)
    if tree is not None:
        yield from ((str(name), value) for name, value in pikepdf.NameTree(tree).items())


def attached_content(spec: Any) -> Any:
    return spec.EF.get("/F", spec.EF.get("/UF"))


def pages_said(numbers: list[int]) -> str:
    """« page 3 », « pages 3 à 8 », « pages 3, 5 et 8 »."""
    if len(numbers) == 1:
        return f"page {numbers[0]}"
    if len(numbers) > 2 and numbers == list(range(numbers[0], numbers[-1] + 1)):
        return f"pages {numbers[0]} à {numbers[-1]}"
    return f"pages {', '.join(map(str, numbers[:-1]))} et {numbers[-1]}"
