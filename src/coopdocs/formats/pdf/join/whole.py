"""What belongs to the joined document as a whole: catalog, tree, bookmarks, named places, labels, metadata."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple
from xml.sax.saxutils import escape

from coopdocs.formats.pdf.join.file import Bloc
from coopdocs.formats.pdf.join.part import (
    CATALOG,
    DOCUMENT,
    METADATA,
    OUTLINES,
    PAGES,
    TREE,
    Cut,
    MadePart,
    Partie,
    Remplie,
    Signet,
)
from coopdocs.formats.pdf.standards import ACCES, ARCHIVE, Jointe, dictionary, embedded, filespec, text_string
from coopdocs.typographie import deplier


class Entete(NamedTuple):
    """What the joined document says of itself."""

    titre: str
    auteur: str
    sujet: str
    mots: tuple[str, ...]


class Glue:
    """The objects of the joined document itself, by number; `free` is the next number to give."""

    def __init__(self, parts: Sequence[MadePart], read: Sequence[Partie], blocks: Sequence[Bloc], free: int) -> None:
        self.parts, self.read, self.blocks, self.free = parts, read, blocks, free
        self.signets = [
            part.content.signets if isinstance(part.content, Remplie) else lue.signets
            for part, lue in zip(parts, read, strict=True)
        ]
        self.objects: dict[int, bytes] = {}
        self.fichiers: dict[str, bytes] = {}
        self.pages = [bloc.table[n] for lue, bloc in zip(read, blocks, strict=True) for n in lue.pages]

    def attach(self, jointes: Iterable[Jointe]) -> dict[int, tuple[bytes, bytes]]:
        """Name the files attached to the document, then those of its parts, each once; the streams of the former."""
        streams = {}
        for jointe in jointes:
            streams[self.free] = dictionary(embedded(jointe)), jointe.octets
            self.objects[self.free + 1] = dictionary(filespec(jointe, b"%d 0 R" % self.free))
            self.fichiers[jointe.nom] = b"%d 0 R" % (self.free + 1)
            self.free += 2
        for lue, bloc in zip(self.read, self.blocks, strict=True):
            for nom, cut in lue.fichiers.items():
                reference = cut.fill(bloc.table)
                # a name taken by another file
                own = nom if self.fichiers.get(nom, reference) == reference else f"{lue.nom}:{nom}"
                self.fichiers[own] = reference
        return streams

    def catalog(self, langue: str) -> None:
        """Pages, tree, bookmarks, named places, labels and files, then the catalog that holds them."""
        refs = b" ".join(self.pages)
        self.objects[PAGES] = b"<< /Type /Pages /Count %d /Kids [ %s ] >>" % (len(self.pages), refs)
        self._tree()
        files = b" ".join(self.fichiers.values())
        names = [self._names(b"Dests", self._places()), self._names(b"EmbeddedFiles", self.fichiers.items())]
        entries = [
            b"/Type /Catalog /Pages %d 0 R /StructTreeRoot %d 0 R /Metadata %d 0 R" % (PAGES, TREE, METADATA),
            b"/Lang %s /MarkInfo << /Marked true >> /ViewerPreferences << /DisplayDocTitle true >>"
            % text_string(langue),
            b"/OutputIntents %s" % self.read[0].intention.fill(self.blocks[0].table),
            b"/Names << %s >>" % b" ".join(filter(None, names)) if any(names) else b"",
            b"/AF [ %s ]" % files if files else b"",
            self._outlines(),
            self._labels(),
        ]
        self.objects[CATALOG] = b"<< %s >>" % b" ".join(filter(None, entries))

    def _tree(self) -> None:
        both = list(zip(self.read, self.blocks, strict=True))
        tops = b" ".join(bloc.table[n] for lue, bloc in both for n in lue.sommet)
        # the keys of the tree grow with the numbers of the parts
        by_key = sorted(both, key=lambda pair: pair[1].base)
        leaves = b" ".join(bloc.table[lue.feuille] for lue, bloc in by_key)
        ids = sorted((text_string(name), bloc.table[n]) for lue, bloc in both for name, n in lue.ids.items())
        roles = {name: role for lue in self.read for name, role in lue.roles.items()}
        entries = [
            b"/Type /StructTreeRoot /K [ %d 0 R ] /ParentTree << /Kids [ %s ] >>" % (DOCUMENT, leaves),
            b"/ParentTreeNextKey %d" % sum(lue.cles for lue in self.read),
            b"/IDTree << /Names [ %s ] >>" % b" ".join(b"%s %s" % pair for pair in by_bytes(ids)) if ids else b"",
            b"/RoleMap << %s >>" % b" ".join(b"%s %s" % (k.encode(), v) for k, v in roles.items()) if roles else b"",
        ]
        self.objects[TREE] = b"<< %s >>" % b" ".join(filter(None, entries))
        self.objects[DOCUMENT] = b"<< /Type /StructElem /S /Document /P %d 0 R /K [ %s ] >>" % (TREE, tops)

    def _places(self) -> Iterator[tuple[str, bytes]]:
        for lue, bloc in zip(self.read, self.blocks, strict=True):
            for name, cut in lue.ancres.items():
                yield name, cut.fill(bloc.table)

    def _names(self, kind: bytes, named: Iterable[tuple[str, bytes]]) -> bytes:
        pairs = [(text_string(name), value) for name, value in named]
        listed = b" ".join(b"%s %s" % pair for pair in by_bytes(pairs))
        return b"/%s << /Names [ %s ] >>" % (kind, listed) if pairs else b""

    def _outlines(self) -> bytes:
        items: list[tuple[Signet, list[bytes]]] = []
        for part, lue, bloc, signets in zip(self.parts, self.read, self.blocks, self.signets, strict=True):
            if part.title is None:
                items += [(signet, bloc.table) for signet in signets]
            else:
                place = b"[ %s /XYZ 0 %s 0 ]" % (bloc.table[lue.pages[0]], b"%.6f" % lue.haut)
                cut = Cut((b"<< /Title %s /Dest %s " % (text_string(deplier(part.title)), place),))
                items.append((Signet(cut, signets, True), bloc.table))
        if not items:
            return b""
        self.objects[OUTLINES] = b"<< /Type /Outlines %s >>" % self._chained(items, OUTLINES)[0]
        return b"/Outlines %d 0 R" % OUTLINES

    def _chained(self, items: Sequence[tuple[Signet, list[bytes]]], parent: int) -> tuple[bytes, int]:
        """Number and write bookmarks and what hangs under them; how their parent names them, and how many show."""
        first, last, shown = self.free, self.free + len(items) - 1, len(items)
        self.free += len(items)
        for number, (signet, table) in enumerate(items, first):
            links = b"/Parent %d 0 R" % parent
            links += b" /Prev %d 0 R" % (number - 1) if number > first else b""
            links += b" /Next %d 0 R" % (number + 1) if number < last else b""
            if signet.enfants:
                under, count = self._chained([(e, table) for e in signet.enfants], number)
                links += b" " + (under if signet.ouvert else under.replace(b"/Count ", b"/Count -"))
                shown += count if signet.ouvert else 0
            self.objects[number] = signet.cut.fill(table) + links + b" >>"
        return b"/Count %d /First %d 0 R /Last %d 0 R" % (shown, first, last), shown

    def _labels(self) -> bytes:
        at, ranges = 0, []
        for part, lue in zip(self.parts, self.read, strict=True):
            if (labels := part.labels) is not None:
                style = b"/S /%s /St %d " % (labels.style.encode(), labels.first) if labels.style else b""
                prefix = b"/P %s " % text_string(labels.prefix) if labels.prefix else b""
                ranges.append((at, b"<< %s%s>>" % (style, prefix)))
            elif lue.etiquettes:
                ranges += [(at + first, label) for first, label in lue.etiquettes]
            elif not at:
                ranges.append((0, b"<< /S /D >>"))
            at += len(lue.pages)
        listed = b" ".join(b"%d %s" % pair for pair in ranges)
        return b"/PageLabels << /Nums [ %s ] >>" % listed


def by_bytes(pairs: Iterable[tuple[bytes, bytes]]) -> list[tuple[bytes, bytes]]:
    """Name trees are sorted by the bytes that a name stands for, not by how it is written."""

    def meant(written: bytes) -> bytes:
        return (
            bytes.fromhex(written[1:-1].decode()) if written[:1] == b"<" else re.sub(rb"\\(.)", rb"\1", written[1:-1])
        )

    return sorted(pairs, key=lambda pair: meant(pair[0]))


def xmp(entete: Entete, moteur: str) -> bytes:
    """The metadata as the layout engine writes it, of a PDF/UA-1 that is a PDF/A-3a too."""
    about = '<rdf:Description rdf:about="">'
    more = []
    if entete.auteur:
        more.append(f"<dc:creator><rdf:Seq><rdf:li>{escape(entete.auteur)}</rdf:li></rdf:Seq></dc:creator>")
    if entete.sujet:
        sujet = f'<rdf:li xml:lang="x-default">{escape(entete.sujet)}</rdf:li>'
        more.append(f"<dc:description><rdf:Alt>{sujet}</rdf:Alt></dc:description>")
    if entete.mots:
        more.append(f"<pdf:Keywords>{escape(', '.join(entete.mots))}</pdf:Keywords>")
    rest = "".join(f"{about}{element}</rdf:Description>" for element in more)
    return (
        '<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?>\n<x:xmpmeta xmlns:x="adobe:ns:meta/">\n'
        '<rdf:RDF xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/" '
        f'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">{ARCHIVE}{ACCES}'
        f"{about}<pdf:Producer>{escape(moteur)}</pdf:Producer></rdf:Description>"
        f'{about}<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{escape(entete.titre)}</rdf:li></rdf:Alt></dc:title>'
        f"</rdf:Description>{rest}</rdf:RDF>\n</x:xmpmeta>\n"
        '<?xpacket end="r"?>'
    ).encode()
