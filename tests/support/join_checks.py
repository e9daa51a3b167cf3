"""What a tagged PDF must hold together, read by itself: tags, links, names, bookmarks."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from typing import Any

import pikepdf


def elements(top: Any) -> Iterator[Any]:
    kids = top.get("/K", [])
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, pikepdf.Dictionary) and kid.get("/Type") == "/StructElem":
            yield kid
            yield from elements(kid)


def marks(page: Any) -> set[int]:
    instructions: Any = pikepdf.parse_content_stream(page)
    found = (operands[1] for operands, operator in instructions if str(operator) == "BDC")
    return {int(m.MCID) for m in found if isinstance(m, pikepdf.Dictionary) and "/MCID" in m}


def reachable(file: pikepdf.Pdf) -> list[set[int]]:
    """The marked pieces of each page that the tree leads to."""
    rank = {page.obj.objgen: n for n, page in enumerate(file.pages)}
    out: list[set[int]] = [set() for _ in file.pages]
    for element in elements(file.Root.StructTreeRoot):
        for kid in element.get("/K", []):
            if isinstance(kid, int):
                out[rank[element.Pg.objgen]].add(kid)
    return out


def faults(octets: bytes) -> list[str]:
    """What is broken in the tags, links, names and bookmarks of a PDF."""
    file = pikepdf.open(io.BytesIO(octets))
    return [*tag_faults(file), *annotation_faults(file), *id_faults(file), *outline_faults(file)]


def tag_faults(file: pikepdf.Pdf) -> Iterator[str]:
    parents = dict(pikepdf.NumberTree(file.Root.StructTreeRoot.ParentTree).items())
    keys = [int(page.obj.StructParents) for page in file.pages]
    if len(set(keys)) != len(keys):
        yield "two pages share a key of the ParentTree"
    for n, (page, key) in enumerate(zip(file.pages, keys, strict=True), 1):
        listed: Any = parents.get(key)
        if listed is None:
            yield f"page {n} is not in the ParentTree"
            continue
        for mark in marks(page):
            if mark >= len(listed):
                yield f"page {n}, piece {mark} is not in the ParentTree"
            elif mark not in [k for k in listed[mark].K if isinstance(k, int)] or listed[mark].Pg.objgen != page.objgen:
                yield f"page {n}, piece {mark}: the ParentTree leads to another element"
    for element in elements(file.Root.StructTreeRoot):
        for kid in element.get("/K", []):
            if (
                isinstance(kid, pikepdf.Dictionary)
                and kid.get("/Type") == "/StructElem"
                and kid.P.objgen != element.objgen
            ):
                yield "an element names another parent"
    top = file.Root.StructTreeRoot
    if any(kid.P.objgen != top.objgen for kid in top.K):
        yield "the topmost element names another parent"


def annotation_faults(file: pikepdf.Pdf) -> Iterator[str]:
    parents = dict(pikepdf.NumberTree(file.Root.StructTreeRoot.ParentTree).items())
    names = {str(n) for n, _ in pikepdf.NameTree(file.Root.Names.Dests).items()} if "/Names" in file.Root else set()
    seen = set()
    for page in file.pages:
        for note in page.obj.get("/Annots", []):
            owner: Any = parents.get(int(note.StructParent))
            kids = owner.K if owner is not None else []
            if note.objgen not in [k.Obj.objgen for k in kids if isinstance(k, pikepdf.Dictionary) and "/Obj" in k]:
                yield "the ParentTree does not lead from a link to its element"
            if int(note.StructParent) in seen:
                yield "two links share a key of the ParentTree"
            seen.add(int(note.StructParent))
            if "/Dest" in note and str(note.Dest) not in names:
                yield f"a link leads to {note.Dest}, which is no place"


def id_faults(file: pikepdf.Pdf) -> Iterator[str]:
    every = list(elements(file.Root.StructTreeRoot))
    ids = [str(e.ID) for e in every if "/ID" in e]
    if len(set(ids)) != len(ids):
        yield "two elements share an identifier"
    for e in every:
        if missing := {str(h) for h in e.get("/A", {}).get("/Headers", [])} - set(ids):
            yield f"a cell names headers that are not there: {missing}"
    tree = file.Root.StructTreeRoot.get("/IDTree")
    if tree is not None and {str(name) for name, _ in pikepdf.NameTree(tree).items()} != set(ids):
        yield "the IDTree lists other identifiers than the elements"


def outline_faults(file: pikepdf.Pdf) -> Iterator[str]:
    pages = {page.obj.objgen for page in file.pages}

    def walk(parent: Any) -> Iterator[str]:
        item, before, shown = parent.get("/First"), None, 0
        while item is not None:
            if item.Parent.objgen != parent.objgen or (before is not None and item.Prev.objgen != before.objgen):
                yield f"the bookmark {item.Title} is not chained"
            if item.Dest[0].objgen not in pages:
                yield f"the bookmark {item.Title} leads to no page"
            shown += 1 + max(int(item.get("/Count", 0)), 0)
            yield from walk(item)
            before, item = item, item.get("/Next")
        if before is not None and (parent.Last.objgen != before.objgen or abs(int(parent.Count)) != shown):
            yield "a bookmark's last child or count is wrong"

    if "/Outlines" in file.Root:
        yield from walk(file.Root.Outlines)


def spoiled(octets: bytes, spoil: Callable[[pikepdf.Pdf], None]) -> bytes:
    file = pikepdf.open(io.BytesIO(octets))
    spoil(file)
    out = io.BytesIO()
    file.save(out, deterministic_id=True)
    return out.getvalue()
