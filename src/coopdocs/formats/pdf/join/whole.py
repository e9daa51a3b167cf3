"""What belongs to the joined document as a whole: catalog, tree, bookmarks, named destinations, labels, metadata."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple
from xml.sax.saxutils import escape

from coopdocs.formats.pdf.join.file import PlacedPart
from coopdocs.formats.pdf.join.part import (
    CATALOG,
    DOCUMENT,
    METADATA,
    OUTLINES,
    PAGES,
    TREE,
    Bookmark,
    Cut,
    FilledPart,
    MadePart,
    ReadPart,
)
from coopdocs.formats.pdf.standards import (
    PDFA_CLAIM,
    PDFUA_CLAIM,
    Attachment,
    dictionary,
    embedded,
    filespec,
    text_string,
)
from coopdocs.typographie import plain_spaces


class DocumentInfo(NamedTuple):
    """What the joined document says of itself."""

    title: str
    author: str
    subject: str
    keywords: tuple[str, ...]


class DocumentObjects:
    """The objects of the joined document itself, by number; `free` is the next number to give."""

    def __init__(
        self, parts: Sequence[MadePart], read: Sequence[ReadPart], placed_parts: Sequence[PlacedPart], free: int
    ) -> None:
        self.parts, self.read, self.placed_parts, self.free = parts, read, placed_parts, free
        self.bookmarks = [
            part.content.bookmarks if isinstance(part.content, FilledPart) else source.bookmarks
            for part, source in zip(parts, read, strict=True)
        ]
        self.objects: dict[int, bytes] = {}
        self.files: dict[str, bytes] = {}
        self.pages = [placed.table[n] for source, placed in zip(read, placed_parts, strict=True) for n in source.pages]

    def attach(self, attachments: Iterable[Attachment]) -> dict[int, tuple[bytes, bytes]]:
        """Name the files attached to the document, then those of its parts, each once; the streams of the former."""
        streams = {}
        for attachment in attachments:
            streams[self.free] = dictionary(embedded(attachment)), attachment.data
            self.objects[self.free + 1] = dictionary(filespec(attachment, b"%d 0 R" % self.free))
            self.files[attachment.name] = b"%d 0 R" % (self.free + 1)
            self.free += 2
        for source, placed in zip(self.read, self.placed_parts, strict=True):
            for name, cut in source.files.items():
                reference = cut.fill(placed.table)
                # a name taken by another file
                own = name if self.files.get(name, reference) == reference else f"{source.name}:{name}"
                self.files[own] = reference
        return streams

    def catalog(self, language: str) -> None:
        """Pages, tree, bookmarks, named destinations, labels and files, then the catalog that holds them."""
        refs = b" ".join(self.pages)
        self.objects[PAGES] = b"<< /Type /Pages /Count %d /Kids [ %s ] >>" % (len(self.pages), refs)
        self._tree()
        attached = b" ".join(self.files.values())
        names = [self._names(b"Dests", self._destinations()), self._names(b"EmbeddedFiles", self.files.items())]
        entries = [
            b"/Type /Catalog /Pages %d 0 R /StructTreeRoot %d 0 R /Metadata %d 0 R" % (PAGES, TREE, METADATA),
            b"/Lang %s /MarkInfo << /Marked true >> /ViewerPreferences << /DisplayDocTitle true >>"
            % text_string(language),
            b"/OutputIntents %s" % self.read[0].output_intent.fill(self.placed_parts[0].table),
            b"/Names << %s >>" % b" ".join(filter(None, names)) if any(names) else b"",
            b"/AF [ %s ]" % attached if attached else b"",
            self._outlines(),
            self._labels(),
        ]
        self.objects[CATALOG] = b"<< %s >>" % b" ".join(filter(None, entries))

    def _tree(self) -> None:
        both = list(zip(self.read, self.placed_parts, strict=True))
        tops = b" ".join(placed.table[n] for source, placed in both for n in source.tops)
        # the keys of the tree grow with the numbers of the parts
        by_key = sorted(both, key=lambda pair: pair[1].base)
        leaves = b" ".join(placed.table[source.leaf] for source, placed in by_key)
        ids = sorted((text_string(name), placed.table[n]) for source, placed in both for name, n in source.ids.items())
        roles = {name: role for source in self.read for name, role in source.roles.items()}
        entries = [
            b"/Type /StructTreeRoot /K [ %d 0 R ] /ParentTree << /Kids [ %s ] >>" % (DOCUMENT, leaves),
            b"/ParentTreeNextKey %d" % sum(source.key_count for source in self.read),
            b"/IDTree << /Names [ %s ] >>" % b" ".join(b"%s %s" % pair for pair in by_bytes(ids)) if ids else b"",
            b"/RoleMap << %s >>" % b" ".join(b"%s %s" % (k.encode(), v) for k, v in roles.items()) if roles else b"",
        ]
        self.objects[TREE] = b"<< %s >>" % b" ".join(filter(None, entries))
        self.objects[DOCUMENT] = b"<< /Type /StructElem /S /Document /P %d 0 R /K [ %s ] >>" % (TREE, tops)

    def _destinations(self) -> Iterator[tuple[str, bytes]]:
        for source, placed in zip(self.read, self.placed_parts, strict=True):
            for name, cut in source.destinations.items():
                yield name, cut.fill(placed.table)

    def _names(self, kind: bytes, named: Iterable[tuple[str, bytes]]) -> bytes:
        pairs = [(text_string(name), value) for name, value in named]
        listed = b" ".join(b"%s %s" % pair for pair in by_bytes(pairs))
        return b"/%s << /Names [ %s ] >>" % (kind, listed) if pairs else b""

    def _outlines(self) -> bytes:
        items: list[tuple[Bookmark, list[bytes]]] = []
        for part, source, placed, bookmarks in zip(
            self.parts, self.read, self.placed_parts, self.bookmarks, strict=True
        ):
            if part.title is None:
                items += [(bookmark, placed.table) for bookmark in bookmarks]
            else:
                place = b"[ %s /XYZ 0 %s 0 ]" % (placed.table[source.pages[0]], b"%.6f" % source.top)
                cut = Cut((b"<< /Title %s /Dest %s " % (text_string(plain_spaces(part.title)), place),))
                items.append((Bookmark(cut, bookmarks, True), placed.table))
        if not items:
            return b""
        self.objects[OUTLINES] = b"<< /Type /Outlines %s >>" % self._chained(items, OUTLINES)[0]
        return b"/Outlines %d 0 R" % OUTLINES

    def _chained(self, items: Sequence[tuple[Bookmark, list[bytes]]], parent: int) -> tuple[bytes, int]:
        """Number and write bookmarks and what hangs under them; how their parent names them, and how many show."""
        first, last, shown = self.free, self.free + len(items) - 1, len(items)
        self.free += len(items)
        for number, (bookmark, table) in enumerate(items, first):
            links = b"/Parent %d 0 R" % parent
            links += b" /Prev %d 0 R" % (number - 1) if number > first else b""
            links += b" /Next %d 0 R" % (number + 1) if number < last else b""
            if bookmark.children:
                under, count = self._chained([(e, table) for e in bookmark.children], number)
                links += b" " + (under if bookmark.open else under.replace(b"/Count ", b"/Count -"))
                shown += count if bookmark.open else 0
            self.objects[number] = bookmark.cut.fill(table) + links + b" >>"
        return b"/Count %d /First %d 0 R /Last %d 0 R" % (shown, first, last), shown

    def _labels(self) -> bytes:
        at, ranges = 0, []
        for part, source in zip(self.parts, self.read, strict=True):
            if (labels := part.labels) is not None:
                style = b"/S /%s /St %d " % (labels.style.encode(), labels.first) if labels.style else b""
                prefix = b"/P %s " % text_string(labels.prefix) if labels.prefix else b""
                ranges.append((at, b"<< %s%s>>" % (style, prefix)))
            elif source.page_labels:
                ranges += [(at + first, label) for first, label in source.page_labels]
            elif not at:
                ranges.append((0, b"<< /S /D >>"))
            at += len(source.pages)
        listed = b" ".join(b"%d %s" % pair for pair in ranges)
        return b"/PageLabels << /Nums [ %s ] >>" % listed


def by_bytes(pairs: Iterable[tuple[bytes, bytes]]) -> list[tuple[bytes, bytes]]:
    """Name trees are sorted by the bytes that a name stands for, not by how it is written."""

    def meant(written: bytes) -> bytes:
        return (
            bytes.fromhex(written[1:-1].decode()) if written[:1] == b"<" else re.sub(rb"\\(.)", rb"\1", written[1:-1])
        )

    return sorted(pairs, key=lambda pair: meant(pair[0]))


def xmp(info: DocumentInfo, producer: str) -> bytes:
    """The metadata as the layout engine writes it, of a PDF/UA-1 that is a PDF/A-3a too."""
    about = '<rdf:Description rdf:about="">'
    more = []
    if info.author:
        more.append(f"<dc:creator><rdf:Seq><rdf:li>{escape(info.author)}</rdf:li></rdf:Seq></dc:creator>")
    if info.subject:
        subject = f'<rdf:li xml:lang="x-default">{escape(info.subject)}</rdf:li>'
        more.append(f"<dc:description><rdf:Alt>{subject}</rdf:Alt></dc:description>")
    if info.keywords:
        more.append(f"<pdf:Keywords>{escape(', '.join(info.keywords))}</pdf:Keywords>")
    rest = "".join(f"{about}{element}</rdf:Description>" for element in more)
    return (
        '<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?>\n<x:xmpmeta xmlns:x="adobe:ns:meta/">\n'
        '<rdf:RDF xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/" '
        f'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">{PDFA_CLAIM}{PDFUA_CLAIM}'
        f"{about}<pdf:Producer>{escape(producer)}</pdf:Producer></rdf:Description>"
        f'{about}<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{escape(info.title)}</rdf:li></rdf:Alt></dc:title>'
        f"</rdf:Description>{rest}</rdf:RDF>\n</x:xmpmeta>\n"
        '<?xpacket end="r"?>'
    ).encode()
