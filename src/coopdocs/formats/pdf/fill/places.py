"""Where the champs of a laid out skeleton stand: read from the engine's boxes, which know what a PDF no longer tells.

Reads WeasyPrint's box tree, which is private to it: its version is pinned.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from coopdocs.champs import ADRESSE, CHIFFRES
from coopdocs.errors import CoopdocsError
from coopdocs.formats.pdf.fill.shaping import Allure, look

Modele = tuple[str | int, ...]
"""Words with the numbers of the champs between them."""
_PARTS = {"start": 0.0, "center": 0.5, "end": 1.0}


class SkeletonError(CoopdocsError):
    """A skeleton that cannot be filled; the message says in French which champ, and what to change."""


@dataclass(frozen=True)
class Place:
    """A line of text that holds champs. Lengths in px of the page; `x`, `y`: where its baseline starts.

    `autres`: the width of what else its line holds; `libre`: that of its box; `part`: how much of the room left over
    stands before the line (0 left, 0.5 centred, 1 right). `liens`: the objects of links whose rectangle it decides;
    `cadre`: that of the link which its box is.
    """

    page: int
    modele: Modele
    x: float
    y: float
    largeur: float
    autres: float
    libre: float
    part: float
    allure: Allure
    casse: tuple[str, str]
    liens: tuple[int, ...]
    cadre: int | None

    def start(self, largeur: float) -> float | None:
        """Where a text of this width starts; None when it does not fit."""
        room = self.libre - self.autres - largeur
        if room < 0.01:
            return None
        old = max(0.0, self.libre - self.autres - self.largeur)
        return self.x + self.part * (room - old)


def model(words: str) -> Modele:
    """Words or an address cut at the champs in them."""
    if words.startswith(ADRESSE):
        return (int(words.removeprefix(ADRESSE)),)
    pieces: list[str | int] = list(CHIFFRES.split(words))
    pieces[1::2] = [int(number) for number in pieces[1::2]]
    return tuple(piece for piece in pieces if piece != "")


def looks(document: Any) -> Iterator[Allure]:
    """The look of every line that holds champs."""
    for page in document.pages:
        yield from (look(path[-1].style) for path in _texts(page._page_box, ()) if CHIFFRES.search(path[-1].text))


def read_places(document: Any) -> Iterator[Place]:
    """Every line of the pages that holds champs. Raises SkeletonError."""
    for number, page in enumerate(document.pages):
        for path in _texts(page._page_box, ()):
            if CHIFFRES.search(path[-1].text):
                yield _place(number, path)


def _texts(box: Any, above: tuple[Any, ...]) -> Iterator[tuple[Any, ...]]:
    from weasyprint.formatting_structure import boxes
    from weasyprint.layout.absolute import AbsolutePlaceholder

    box = box._box if isinstance(box, AbsolutePlaceholder) else box
    if isinstance(box, boxes.TextBox):
        yield (*above, box)
    for child in getattr(box, "children", ()):
        yield from _texts(child, (*above, box))


def _place(page: int, path: tuple[Any, ...]) -> Place:
    from weasyprint.formatting_structure import boxes

    text = path[-1]
    at = max(i for i, box in enumerate(path) if isinstance(box, boxes.LineBox))
    line, inlines, container = path[at], path[at + 1 : -1], path[at - 1]
    _refuse_unsteady(text, path, at)
    part = _PARTS[_alignment(line)]
    room = max(0.0, container.width - line.width)
    if abs(container.content_box_x() + part * room - line.position_x) > 0.01:
        raise refusal(text, "n’est pas seul dans sa boîte", "ôtez ce qui le décale (retrait, élément flottant)")
    links = [box.link_annotation.number for box in inlines if box.link_annotation]
    if links and any(box.transformation_matrix for box in path):
        raise refusal(text, "est un lien dans une boîte tournée", "ôtez la transformation")
    style = text.style
    return Place(
        page,
        model(text.text),
        text.position_x,
        text.position_y + text.baseline,
        text.width,
        line.width - text.width,
        container.width,
        part,
        look(style),
        (style["text_transform"], (style["lang"] or "").split("-")[0].lower()),
        tuple(links),
        container.link_annotation.number if container.link_annotation else None,
    )


def _alignment(line: Any) -> str:
    last, every, direction = (line.style[k] for k in ("text_align_last", "text_align_all", "direction"))
    align = every if last == "auto" else last
    plain = {"left": "start", "right": "end", "justify": "start"}.get(align, align)
    return plain if direction == "ltr" else "rtl"


def _refuse_unsteady(text: Any, path: tuple[Any, ...], at: int) -> None:
    """Refuse what would move or grow with the words in a way that a filled page does not follow."""
    from weasyprint.formatting_structure import boxes

    line, inlines, container = path[at], path[at + 1 : -1], path[at - 1]
    leaves = list(_leaves(line))
    if _alignment(line) not in _PARTS:
        raise refusal(text, "s’écrit de droite à gauche", "écrivez-le de gauche à droite")
    if leaves[-1] is not text or (len(leaves) > 1 and _alignment(line) != "start"):
        raise refusal(text, "partage sa ligne", "mettez-le seul dans un bloc, ou en dernier d’une ligne à gauche")
    if text.style["word_spacing"]:
        raise refusal(text, "a des mots espacés", "ôtez word-spacing")
    if text.style["white_space"] not in ("nowrap", "pre") and not _between_breaks(line, container.children):
        raise refusal(text, "est suivi ou précédé d’une autre ligne", "séparez-les par <br>, ou ajoutez nowrap")
    painted = (
        box for box in inlines if box.background or any(getattr(box, f"border_{s}_width") for s in ("left", "right"))
    )
    if next(painted, None) is not None:
        raise refusal(text, "est sur un fond ou dans un cadre en ligne", "mettez le fond sur un bloc")
    if isinstance(container, boxes.MarginBox):
        steady = {"left": "start", "right": "end"}.get(container.at_keyword.rpartition("-")[2])
        if container.style["width"] == "auto" and steady != _alignment(line):
            raise refusal(text, "est dans une marge sans largeur", "donnez une largeur (width) à cette boîte de marge")
        return
    for n in range(at - 1, -1, -1):
        box, style = path[n], path[n].style
        if isinstance(box, boxes.TableCellBox):
            table = next(b for b in reversed(path[:n]) if isinstance(b, boxes.TableBox))
            if table.style["table_layout"] != "fixed":
                raise refusal(text, "est dans un tableau à largeurs libres", "ajoutez table-layout: fixed")
        elif style["width"] != "auto":
            return
        elif isinstance(box, boxes.InlineBlockBox) or style["float"] in ("left", "right") or _floating(box):
            raise refusal(text, "est dans une boîte qui prend la largeur de ses mots", "donnez-lui une largeur (width)")


def _floating(box: Any) -> bool:
    return box.is_absolutely_positioned() and "auto" in (box.style["left"], box.style["right"])


def _leaves(box: Any) -> Iterator[Any]:
    """What a line holds, but for line breaks and white space that has gone."""
    children = () if _atomic(box) else getattr(box, "children", ())
    if not children and (box.margin_width() or getattr(box, "text", "").strip()):
        yield box
    for child in children:
        yield from _leaves(child)


def _between_breaks(line: Any, lines: Sequence[Any]) -> bool:
    """Whether a line begins and ends where its block does, or at a <br>."""
    at = next(n for n, other in enumerate(lines) if other is line)
    ends = [any((box.element_tag or "").partition(":")[0] == "br" for box in _all(other)) for other in lines]
    return (not at or ends[at - 1]) and (at == len(lines) - 1 or ends[at])


def _all(box: Any) -> Iterator[Any]:
    yield box
    for child in getattr(box, "children", ()):
        yield from _all(child)


def _atomic(box: Any) -> bool:
    from weasyprint.formatting_structure import boxes

    return isinstance(box, boxes.AtomicInlineLevelBox)


def refusal(text: Any, why: str, what: str) -> SkeletonError:
    element = text.element_tag if text.element is None else text.element.get("class") or text.element_tag
    return SkeletonError(f"le champ « {text.text.strip()} » ({element}) {why} : {what}")
