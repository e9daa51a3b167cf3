"""Where the champs of a laid out skeleton stand: read from the engine's boxes, which know what a PDF no longer tells.

Reads WeasyPrint's box tree, which is private to it: its version is pinned.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from coopdocs.champs import ADRESSE, CHIFFRES
from coopdocs.errors import CoopdocsError
from coopdocs.formats.pdf.fill.shaping import Look, look_of, weighted

ChampWords = tuple[str | int, ...]
"""Words with the numbers of the champs between them."""
_ALIGNMENTS = {"start": 0.0, "center": 0.5, "end": 1.0}


class SkeletonError(CoopdocsError):
    """A skeleton that cannot be filled; the message says in French which champ, and what to change."""


@dataclass(frozen=True)
class ChampPlace:
    """A line of text that holds champs. Lengths in px of the page; `x`, `y`: where its baseline starts.

    `others_width`: the width of what else its line holds; `box_width`: that of its box; `align`: how much of the room
    left over stands before the line (0 left, 0.5 centred, 1 right). `case`: what its letters are turned into, in which
    language. `links`: the objects of links whose rectangle it decides; `box_link`: that of the link which its box is.
    """

    page: int
    words: ChampWords
    x: float
    y: float
    width: float
    others_width: float
    box_width: float
    align: float
    look: Look
    case: tuple[str, str]
    links: tuple[int, ...]
    box_link: int | None

    def start(self, width: float) -> float | None:
        """Where a text of this width starts; None when it does not fit."""
        room = self.box_width - self.others_width - width
        if room < 0.01:
            return None
        old = max(0.0, self.box_width - self.others_width - self.width)
        return self.x + self.align * (room - old)


def champ_words(words: str) -> ChampWords:
    """Words or an address cut at the champs in them."""
    if words.startswith(ADRESSE):
        return (int(words.removeprefix(ADRESSE)),)
    pieces: list[str | int] = list(CHIFFRES.split(words))
    pieces[1::2] = [int(number) for number in pieces[1::2]]
    return tuple(piece for piece in pieces if piece != "")


def looks(document: Any) -> Iterator[Look]:
    """The look of every line that holds champs, and that of its strong words where it may have some."""
    for page in document.pages:
        for path in _texts(page._page_box, ()):
            text = path[-1]
            if CHIFFRES.search(text.text):
                yield (look := look_of(text.style))
                if text.element is not None and (forte := text.element.get("data-forte")):
                    yield weighted(look, forte)


def read_places(document: Any) -> Iterator[ChampPlace]:
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


def _place(page: int, path: tuple[Any, ...]) -> ChampPlace:
    from weasyprint.formatting_structure import boxes

    text = path[-1]
    at = max(i for i, box in enumerate(path) if isinstance(box, boxes.LineBox))
    line, inlines, container = path[at], path[at + 1 : -1], path[at - 1]
    _refuse_unsteady(text, path, at)
    align = _ALIGNMENTS[_alignment(line)]
    room = max(0.0, container.width - line.width)
    if abs(container.content_box_x() + align * room - line.position_x) > 0.01:
        raise refusal(text, "n’est pas seul dans sa boîte", "ôtez ce qui le décale (retrait, élément flottant)")
    links = [box.link_annotation.number for box in inlines if box.link_annotation]
    if links and any(box.transformation_matrix for box in path):
        raise refusal(text, "est un lien dans une boîte tournée", "ôtez la transformation")
    style = text.style
    return ChampPlace(
        page,
        champ_words(text.text),
        text.position_x,
        text.position_y + text.baseline,
        text.width,
        line.width - text.width,
        container.width,
        align,
        look_of(style),
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
    """Refuse what would move or grow with the words in a way that a filled page does not follow.

    `path`: the boxes around the text, itself the last; `at`: the place of its line among them.
    """
    line, container = path[at], path[at - 1]
    _refuse_shared_line(text, line)
    if text.style["word_spacing"]:
        raise refusal(text, "a des mots espacés", "ôtez word-spacing")
    wraps = text.style["white_space"] not in ("nowrap", "pre")
    if wraps and not _between_breaks(line, container.children):
        raise refusal(text, "est suivi ou précédé d’une autre ligne", "séparez-les par <br>, ou ajoutez nowrap")
    if any(map(_painted, path[at + 1 : -1])):
        raise refusal(text, "est sur un fond ou dans un cadre en ligne", "mettez le fond sur un bloc")
    _refuse_free_width(text, path[:at], _alignment(line))


def _refuse_shared_line(text: Any, line: Any) -> None:
    """Refuse a line whose other words would have to move with those of the champ."""
    leaves = list(_leaves(line))
    alignment = _alignment(line)
    if alignment not in _ALIGNMENTS:
        raise refusal(text, "s’écrit de droite à gauche", "écrivez-le de gauche à droite")
    alone = len(leaves) == 1
    if leaves[-1] is not text or not (alone or alignment == "start"):
        raise refusal(text, "partage sa ligne", "mettez-le seul dans un bloc, ou en dernier d’une ligne à gauche")


def _painted(box: Any) -> bool:
    """Whether an inline box draws something as wide as its words."""
    return bool(box.background or box.border_left_width or box.border_right_width)


def _refuse_free_width(text: Any, around: Sequence[Any], alignment: str) -> None:
    """Refuse a text in a box that is as wide as its words; `around`: the boxes around its line, the outermost first."""
    from weasyprint.formatting_structure import boxes

    container = around[-1]
    if isinstance(container, boxes.MarginBox):
        _refuse_free_margin(text, container, alignment)
        return
    for n, box in reversed(list(enumerate(around))):
        if isinstance(box, boxes.TableCellBox):
            table = next(other for other in reversed(around[:n]) if isinstance(other, boxes.TableBox))
            if table.style["table_layout"] != "fixed":
                raise refusal(text, "est dans un tableau à largeurs libres", "ajoutez table-layout: fixed")
            # the widths of a fixed table come from the box around it
            continue
        if box.style["width"] != "auto":
            return
        floats = box.style["float"] in ("left", "right") or _floating(box)
        if floats or isinstance(box, boxes.InlineBlockBox):
            raise refusal(text, "est dans une boîte qui prend la largeur de ses mots", "donnez-lui une largeur (width)")


def _refuse_free_margin(text: Any, margin: Any, alignment: str) -> None:
    """A margin box without a width keeps the edge that its name says, and words only where they start there."""
    steady = {"left": "start", "right": "end"}.get(margin.at_keyword.rpartition("-")[2])
    if margin.style["width"] == "auto" and steady != alignment:
        raise refusal(text, "est dans une marge sans largeur", "donnez une largeur (width) à cette boîte de marge")


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
