"""A part read once: renamed, and kept as text cut at its references, so that a join only fills in numbers.

pikepdf is imported when a part is read.
"""

from __future__ import annotations

import hashlib
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Any
from urllib.parse import unquote

from coopdocs.errors import CoopdocsError
from coopdocs.formats.job import PageLabels
from coopdocs.formats.pdf.join.fonts import read_font
from coopdocs.formats.pdf.standards import declared

# parts kept ready: about half a megabyte each
PREPARED = 64
# the numbers that every joined file begins with
CATALOG, PAGES, TREE, DOCUMENT, INFO, METADATA, OUTLINES = range(1, 8)
SCHEME = "partie:"
_NAME = re.compile(r"[a-z0-9-]+")
_CARRIED = {
    *("/AF", "/Lang", "/MarkInfo", "/Metadata", "/Names", "/Outlines", "/OutputIntents", "/PageLabels", "/Pages"),
    *("/StructTreeRoot", "/Type", "/ViewerPreferences"),
}
# of a part that leaves its pages to be counted
_COUNTED = [(0, b"<< /S /D >>")]
_TREE_CARRIED = {"/IDTree", "/K", "/ParentTree", "/ParentTreeNextKey", "/RoleMap", "/Type"}
_CHAIN = {"/Count", "/First", "/Last", "/Next", "/Parent", "/Prev"}
# literal strings come first, so that nothing inside one is taken for a reference
_TOKEN = re.compile(rb"\((?:[^\\()]|\\.)*\)|/StructParents? (\d+)|(\d+) 0 R", re.S)


class JoinError(CoopdocsError):
    """These parts cannot make one document; the message says in French which one, why and what to do."""


@dataclass(frozen=True)
class Cut:
    """PDF text cut where a number must be filled in: `ids` stand between the `texts`."""

    texts: tuple[bytes, ...]
    ids: tuple[int, ...] = ()

    def fill(self, table: Sequence[bytes]) -> bytes:
        out = [b""] * (2 * len(self.ids) + 1)
        out[::2] = self.texts
        out[1::2] = [table[i] for i in self.ids]
        return b"".join(out)


@dataclass(frozen=True)
class Bookmark:
    cut: Cut
    children: tuple[Bookmark, ...]
    open: bool


@dataclass(frozen=True)
class PartObject:
    """An object of a part; `raw`: the bytes of its stream as they are stored, None when it has none."""

    local: int
    cut: Cut
    raw: bytes | None
    digest: bytes = b""


@lru_cache(maxsize=1024)
def _shared(data: bytes) -> bytes:
    """The first of equal bytes: parts hold the same fonts and pictures, once in memory."""
    return data


@lru_cache(maxsize=PREPARED)
def read_part(data: bytes, name: str) -> ReadPart:
    """A part that stays in memory for the next join. Raises JoinError."""
    return ReadPart(data, name)


class ReadPart:
    """A part read and renamed: its objects as cut text. What pages draw with is `shared`, all else is `own`.

    `variables`: the numbers of objects that are other ones each time the part is joined (`FilledPart`).
    """

    def __init__(self, data: bytes, name: str, variables: frozenset[int] = frozenset()) -> None:
        import pikepdf

        self.name, self._variables = name, variables
        if not _NAME.fullmatch(name):
            raise self.refusal("a un nom impossible", "prenez des minuscules sans accent, des chiffres et des tirets")
        try:
            pdf = pikepdf.open(io.BytesIO(data))
        except pikepdf.PdfError as error:
            raise self.refusal("n’est pas un PDF lisible", f"refaites-la ({error})") from None
        root = pdf.Root
        self._refuse(pdf)
        self.version, self.language = pdf.pdf_version, root.get("/Lang")
        self.producer = str(pdf.docinfo.get("/Producer", ""))
        tree = root.StructTreeRoot
        self.roles = {k: v.unparse() for k, v in tree.get("/RoleMap", {}).items()}
        names = root.get("/Names", pikepdf.Dictionary())
        destinations = _named(names, "/Dests")
        self.targets: set[str] = set()
        self._rename_links(pdf, set(destinations))
        self.pages = [page.obj.objgen[0] for page in pdf.pages]
        self.top = float(pdf.pages[0].mediabox[3])
        self.tops = self._tops(tree)
        for page in pdf.pages:
            if not page.obj.Resources.is_indirect:
                page.obj.Resources = pdf.make_indirect(page.obj.Resources)
        self.ids: dict[str, int] = {}
        self._objects(pdf, tree)
        self.destinations = {f"{name}:{anchor}": self._cut(place.unparse()) for anchor, place in destinations.items()}
        self.files = {name: self._cut(spec.unparse()) for name, spec in _named(names, "/EmbeddedFiles").items()}
        self.output_intent = self._cut(root.OutputIntents.unparse(resolved=True))
        labels = pikepdf.NumberTree(root.PageLabels).items() if "/PageLabels" in root else ()
        own = [(first, label.unparse(resolved=True)) for first, label in labels]
        self.page_labels = [] if own == _COUNTED else own
        self.bookmarks = tuple(self._bookmarks(root.get("/Outlines"), set(destinations)))
        self._sort(pdf)

    def refusal(self, why: str, what: str) -> JoinError:
        return JoinError(f"la partie « {self.name} » {why} : {what}")

    def _refuse(self, pdf: Any) -> None:
        """Refuse a part without tags, and one with something that this join does not carry over."""
        import pikepdf

        root = pdf.Root
        tree = root.get("/StructTreeRoot")
        if (
            tree is None
            or "/ParentTree" not in tree
            or "/K" not in tree
            or not root.get("/MarkInfo", {}).get("/Marked")
        ):
            raise self.refusal("n’a pas de balises", "refaites-la")
        xmp = root.Metadata.read_bytes().decode() if "/Metadata" in root else ""
        if not declared(xmp) or "/OutputIntents" not in root:
            raise self.refusal("ne se dit pas PDF/UA-1 et PDF/A-3a", "refaites-la")
        lost = {*root.keys()} - _CARRIED | {*tree.keys()} - _TREE_CARRIED
        names = root.get("/Names", pikepdf.Dictionary())
        lost |= {*names.keys()} - {"/Dests", "/EmbeddedFiles"}
        files = {spec.objgen for spec in _named(names, "/EmbeddedFiles").values()}
        lost |= {"/AF"} if any(spec.objgen not in files for spec in root.get("/AF", ())) else set()
        lost |= {*root.Pages.keys()} - {"/Type", "/Kids", "/Count"}
        for number, page in enumerate(pdf.pages, 1):
            if "/StructParents" not in page.obj:
                raise self.refusal(f"n’a pas de balises à la page {number}", "refaites-la")
            lost |= {"/Resources"} - {*page.obj.keys()}
        if lost:
            raise self.refusal(f"contient {', '.join(sorted(lost))}, qui ne s’assemble pas", "retirez cet élément")

    def _rename_links(self, pdf: Any, own: set[str]) -> None:
        """Give every link inside the document the name that its place has in the joined one."""
        import pikepdf

        for page in pdf.pages:
            for note in page.obj.get("/Annots", []):
                action = note.get("/A", pikepdf.Dictionary())
                uri = str(action.get("/URI", ""))
                if uri.startswith(SCHEME):
                    other, _, anchor = unquote(uri.removeprefix(SCHEME)).partition("#")
                    del note["/A"]
                    note.Dest = pikepdf.String(f"{other}:{anchor}")
                    self.targets.add(f"{other}:{anchor}")
                elif "/Dest" in note:
                    note.Dest = self._renamed(note.Dest, own)
                elif "/D" in action:
                    action.D = self._renamed(action.D, own)

    def _renamed(self, target: Any, own: set[str]) -> Any:
        import pikepdf

        if not isinstance(target, pikepdf.String):
            return target
        name = str(target)
        name = f"{self.name}:{name}" if name in own else name
        self.targets.add(name)
        return pikepdf.String(name)

    def _tops(self, tree: Any) -> list[int]:
        """The part's topmost elements: its Document becomes a Part, and keeps its language."""
        import pikepdf

        tops = list(tree.K) if isinstance(tree.K, pikepdf.Array) else [tree.K]
        for top in tops:
            if top.S == "/Document":
                top.S = pikepdf.Name.Part
            if self.language is not None and "/Lang" not in top:
                top.Lang = self.language
        return [top.objgen[0] for top in tops]

    def _objects(self, pdf: Any, tree: Any) -> None:
        """Every object as cut text, by its number in the part; and the leaf of the ParentTree as one more."""
        import pikepdf

        found = list(pdf.objects)
        self.size = len(found) + 2  # number 0, and the leaf
        self.leaf = self.size - 1
        self.raws: dict[int, bytes] = {}
        self._font_files: dict[int, tuple[str, Any, set[int]]] = {}
        self.cuts: dict[int, Cut] = {}
        for item in found:
            local = item.objgen[0]
            if isinstance(item, pikepdf.Stream):
                self.raws[local] = _shared(item.read_raw_bytes())
                item = pikepdf.Dictionary({k: v for k, v in item.items() if k != "/Length"})
            elif not isinstance(item, pikepdf.Dictionary):
                self.cuts[local] = self._cut(item.unparse(resolved=True))
                continue
            text = item.unparse(resolved=True)
            if b"/Headers" in text or b"/ID " in text:
                self._rename_ids(item, local)
                text = item.unparse(resolved=True)
            if b"/CIDFontType2" in text and b"/CIDToGIDMap /Identity" in text:
                self._note_font(item)
            self.cuts[local] = self._cut(text)
        files = self._font_files.items()
        fonts = ((n, name, read_font(file.read_bytes(), frozenset(codes))) for n, (name, file, codes) in files)
        self.fonts = {n: (name, font) for n, name, font in fonts if font is not None}
        self._parent_tree(sorted(pikepdf.NumberTree(tree.ParentTree).items()))

    def _note_font(self, item: Any) -> None:
        """Remember the file of a font, and as the codes that use it those that have a width; fonts may share one."""
        import pikepdf

        file = item.FontDescriptor.get("/FontFile2")
        if file is None:
            return
        widths = list(item.W)
        _, _, codes = self._font_files.setdefault(file.objgen[0], (str(item.BaseFont).rpartition("+")[2], file, set()))
        for first, listed in pairwise(widths):
            if isinstance(listed, pikepdf.Array):
                codes.update(range(int(first), int(first) + len(listed)))

    def _rename_ids(self, item: Any, local: int) -> None:
        import pikepdf

        def prefixed(name: Any) -> Any:
            return pikepdf.String(f"{self.name}:{name}")

        if item.get("/Type") == "/StructElem" and "/ID" in item:
            item.ID = prefixed(item.ID)
            self.ids[str(item.ID)] = local
        attributes = item.get("/A", item)
        for a in attributes if isinstance(attributes, pikepdf.Array) else [attributes]:
            if isinstance(a, pikepdf.Dictionary) and "/Headers" in a and (a is item or not a.is_indirect):
                a.Headers = pikepdf.Array([prefixed(name) for name in a.Headers])

    def _parent_tree(self, entries: list[tuple[int, Any]]) -> None:
        keys = {key for key, _ in entries}
        used = {i - self.size for cut in self.cuts.values() for i in cut.ids if i >= self.size}
        if used - keys:
            raise self.refusal("a des pages ou des liens absents de son arbre de balises", "refaites-la")
        self.key_count = max(keys) + 1
        first, last = (Cut((b"", b""), (self.size + key,)) for key in (min(keys), max(keys)))
        pieces = [Cut((b"<< /Limits [ ",)), first, Cut((b" ",)), last, Cut((b" ] /Nums [ ",))]
        for key, value in entries:
            pieces += [Cut((b"", b" "), (self.size + key,)), self._cut(value.unparse()), Cut((b" ",))]
        self.cuts[self.leaf] = chain([*pieces, Cut((b"] >>",))])

    def _cut(self, body: bytes) -> Cut:
        texts, ids, last = [], [], 0
        for m in _TOKEN.finditer(body):
            if m[1] is not None:
                texts.append(body[last : m.start(1)])
                ids.append(self.size + int(m[1]))
            elif m[2] is not None:
                texts.append(body[last : m.start()])
                ids.append(int(m[2]))
            else:
                continue
            last = m.end()
        return Cut((*texts, body[last:]), tuple(ids))

    def _bookmarks(self, parent: Any, own: set[str]) -> Iterator[Bookmark]:
        import pikepdf

        item = parent.get("/First") if parent is not None else None
        while item is not None:
            kept = pikepdf.Dictionary({k: v for k, v in item.items() if k not in _CHAIN})
            if "/Dest" in kept:
                kept.Dest = self._renamed(kept.Dest, own)
            # without the closing >>: the joined outline adds its own chain
            cut = self._cut(kept.unparse()[:-2])
            yield Bookmark(cut, tuple(self._bookmarks(item, own)), int(item.get("/Count", 0)) >= 0)
            item = item.get("/Next")

    def _sort(self, pdf: Any) -> None:
        """Keep what is reachable; set apart what pages draw with and attached files: other parts may have the same."""
        root = pdf.Root
        self.fixed_numbers = {root.objgen[0]: CATALOG, root.Pages.objgen[0]: PAGES}
        if root.StructTreeRoot.is_indirect:
            self.fixed_numbers[root.StructTreeRoot.objgen[0]] = DOCUMENT
        once = [self.output_intent, *self.files.values()]
        drawn = [page.obj.Resources.objgen[0] for page in pdf.pages]
        resources = self._reach([*drawn, *(i for cut in once for i in cut.ids)])
        digests: dict[int, bytes | None] = {}
        shared = {n for n in resources if n not in self.pages and self._digest(n, digests)}
        outside = [*self.destinations.values(), *once, *_cuts(self.bookmarks)]
        starts = [*self.pages, *self.tops, self.leaf, *(i for cut in outside for i in cut.ids)]
        own = sorted(self._reach(starts) - shared)
        self.shared = [PartObject(n, self.cuts[n], self.raws.get(n), digests[n] or b"") for n in sorted(shared)]
        fixed = [n for n in own if n not in self._variables]
        self.streams = [PartObject(n, self.cuts[n], self.raws[n]) for n in fixed if n in self.raws]
        self.own = [n for n in fixed if n not in self.raws]
        self.variables = [PartObject(n, self.cuts[n], self.raws.get(n)) for n in own if n in self._variables]
        # one text, a line an object: filled in one go
        self.lines = chain([chain([self.cuts[n], Cut((b"\n",))]) for n in self.own])
        assert sum(t.count(b"\n") for t in self.lines.texts) == len(self.own), "a line break inside an object"
        self.faces = {digests[n] or b"": face for n, face in self.fonts.items() if n in shared}
        del self.cuts, self.raws, self.fonts, self._font_files

    def _reach(self, starts: Iterable[int]) -> set[int]:
        seen: set[int] = set()
        todo = list(starts)
        while todo:
            n = todo.pop()
            if n not in seen and n in self.cuts and n not in self.fixed_numbers:
                seen.add(n)
                todo += self.cuts[n].ids
        return seen

    def _digest(self, n: int, known: dict[int, bytes | None]) -> bytes | None:
        """What an object and all it leads to come to; None where it belongs to one part (tags, a circle of objects)."""
        if n in known:
            return known[n]
        known[n] = None
        if n not in self.cuts or n in self.fixed_numbers or n in self._variables:
            return None
        inner = [self._digest(i, known) for i in self.cuts[n].ids]
        if None in inner:
            return None
        digest = hashlib.sha256(b"\0".join([*self.cuts[n].texts, self.raws.get(n, b"-")]))
        for part in inner:
            digest.update(part or b"")
        known[n] = digest.digest()
        return known[n]


@dataclass(frozen=True)
class FilledPart:
    """A part with variable objects, and what they are this time.

    `texts`: those without a stream, in the order of `part.variables`, a line each; `streams`: the compressed streams.
    """

    part: ReadPart
    texts: Cut
    streams: Sequence[bytes]
    bookmarks: tuple[Bookmark, ...]

    @property
    def pages(self) -> int:
        return len(self.part.pages)


@dataclass(frozen=True)
class MadePart:
    """A part as it goes into a join: a tagged PDF, or pages filled. `name`, its own, prefixes its named destinations.

    `title`: the bookmark under which its bookmarks hang; None leaves them where they are. `labels`: None keeps those it
    has, or counts on from the part before.
    """

    content: bytes | FilledPart
    name: str
    title: str | None = None
    labels: PageLabels | None = None


def _named(names: Any, key: str) -> dict[str, Any]:
    import pikepdf

    return {str(name): value for name, value in pikepdf.NameTree(names[key]).items()} if key in names else {}


def chain(cuts: Sequence[Cut]) -> Cut:
    texts: list[bytes] = [b""]
    ids: list[int] = []
    for cut in cuts:
        texts[-1] += cut.texts[0]
        texts += cut.texts[1:]
        ids += cut.ids
    return Cut(tuple(texts), tuple(ids))


def _cuts(bookmarks: Iterable[Bookmark]) -> Iterator[Cut]:
    for bookmark in bookmarks:
        yield bookmark.cut
        yield from _cuts(bookmark.children)
