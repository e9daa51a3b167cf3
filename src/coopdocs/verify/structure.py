"""What holds a PDF together: its tags, which must reach all that its pages show, and where its links lead."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from coopdocs.verify.document import PdfFile, name_tree, pages_said
from coopdocs.verify.findings import Reason

_SCHEMAS = ("https:", "http:", "mailto:")


# --- tags


def tags(file: PdfFile) -> Iterator[Reason]:
    root = file.pdf.root
    if "/StructTreeRoot" not in root or not root.get("/MarkInfo", {}).get("/Marked", False):
        yield "n’est pas balisé : un lecteur d’écran n’en connaît pas la structure"
        return
    tree = file.pdf.struct_tree
    if tree.astray:
        yield "des passages balisés sont rattachés à des pages qui n’y sont pas", f"{tree.astray} passages"
    by_reason: dict[str, list[int]] = {}
    for number, reason in _untagged(file):
        by_reason.setdefault(reason, []).append(number)
    for reason, numbers in by_reason.items():
        yield reason, pages_said(numbers)
    figures = [
        f
        for f in tree.named("Figure")
        if not str(f.dictionary.get("/Alt", f.dictionary.get("/ActualText", ""))).strip()
    ]
    if figures:
        yield "une image n’a pas de texte de remplacement", f"{len(figures)} en tout"


def _untagged(file: PdfFile) -> Iterator[tuple[int, str]]:
    """(page from 1, reason) for each page whose content the tag tree does not hold."""
    import pikepdf

    tree, root = file.pdf.struct_tree, file.pdf.root.StructTreeRoot
    parents = dict(pikepdf.NumberTree(root.ParentTree).items()) if "/ParentTree" in root else {}

    def hangs(dictionary: Any) -> bool:
        return isinstance(dictionary, pikepdf.Dictionary) and dictionary.objgen in tree.elements

    for number, (page, content) in enumerate(zip(file.pdf.pdf.pages, file.pdf.page_texts, strict=True), 1):
        pieces = content.texts
        if not any(text.strip() for text in pieces.values()):
            yield number, "aucun texte balisé"
        if any(text.strip() for text in content.outside):
            yield number, "du texte est hors de toute balise"
        if content.drawings_outside:
            yield number, "des dessins ne sont ni balisés ni dits décoratifs"
        if any((number - 1, piece) not in tree.marks for piece in pieces):
            yield number, "l’arbre des balises n’atteint pas tout ce qui est marqué"
        row = parents.get(int(page.get("/StructParents", -1)))
        back: Any = row if isinstance(row, pikepdf.Array) else []
        if any(piece >= len(back) or not hangs(back[piece]) for piece in pieces):
            yield number, "ce qui est marqué ne retrouve pas sa balise (ParentTree)"
        links = [a for a in page.get("/Annots", []) if a.get("/Subtype") == "/Link"]
        lost = [a for a in links if not hangs(parents.get(int(a.get("/StructParent", -1))))]
        if lost or any(a.objgen not in tree.annotations for a in links):
            yield number, "un lien n’a pas de balise"


# --- links


def links(file: PdfFile) -> Iterator[Reason]:
    root = file.pdf.root
    named = {name for name, _ in name_tree(root, "/Dests")} | {str(name)[1:] for name in root.get("/Dests", {})}

    def resolved(goal: Any) -> bool:
        import pikepdf

        if isinstance(goal, pikepdf.Dictionary):
            goal = goal.get("/D")
        if isinstance(goal, pikepdf.Array):
            return len(goal) > 0 and getattr(goal[0], "objgen", None) in file.pdf.page_ranks
        return goal is not None and str(goal).removeprefix("/") in named

    for number, link in file.links:
        action = link.get("/A", {})
        if "/URI" in action:
            if not str(action.URI).startswith(_SCHEMAS):
                yield "un lien n’est pas une adresse", f"page {number} : {str(action.URI)[:80]}"
        elif action.get("/S", "/GoTo") != "/GoTo":
            yield "un lien ouvre autre chose qu’une adresse", f"page {number} : {str(action.S)[1:]}"
        elif not resolved(goal := link.get("/Dest", action.get("/D"))):
            yield "un lien ne mène nulle part", f"page {number} : « {_word(goal)} »"
    with file.pdf.pdf.open_outline() as outline:
        for item in _items(outline.root):
            if not resolved(item.destination if item.action is None else item.action.get("/D")):
                yield "un signet ne mène nulle part", f"« {item.title} »"


def _word(goal: Any) -> str:
    import pikepdf

    return str(goal) if isinstance(goal, (pikepdf.String, pikepdf.Name)) else "une page qui n’y est pas"


def _items(items: Iterable[Any]) -> Iterator[Any]:
    for item in items:
        yield item
        yield from _items(item.children)
