"""Objects of a PDF cut at their champs: descriptions, addresses, bookmarks, and rectangles of links."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from coopdocs.champs import ADRESSE, CHIFFRES, ChampBloc
from coopdocs.formats.pdf.fill.places import ChampPlace, ChampWords, SkeletonError, champ_words
from coopdocs.formats.pdf.fill.shaping import number
from coopdocs.formats.pdf.join.part import Bookmark, Cut
from coopdocs.formats.pdf.standards import text_string
from coopdocs.typographie import plain_spaces

# literal and hexadecimal strings of a PDF, and the rectangle of a link
STRING = re.compile(rb"\((?:[^\\()]|\\.)*\)|<(?!<)[0-9a-fA-F]*>", re.S)
_HOLE = re.compile(
    STRING.pattern + rb"|(?P<rect>/Rect \[ (?P<left>\S+) (?P<top>\S+) (?P<right>\S+) (?P<bottom>\S+) \])", re.S
)
_ESCAPED = re.compile(rb"\\([()\\])")
PLACEHOLDER = re.compile(rf"{re.escape(ADRESSE)}(\d+)|{CHIFFRES.pattern}")
_PT_PER_PX = 0.75


class PageValues(Protocol):
    """The values of one page: where a line starts, its width and glyphs, None when it does not fit; and plain words."""

    def line(self, place: ChampPlace) -> tuple[float, float, bytes] | None: ...

    def words(self, words: ChampWords) -> str: ...

    def bloc(self, place: ChampPlace) -> ChampBloc | None: ...


@dataclass(frozen=True)
class LinkRect:
    """A link's rectangle (pt): its left and right edges follow the words of a place; of a block, the others."""

    place: ChampPlace
    left: float
    top: bytes
    right: float
    bottom: bytes
    is_box: bool

    def fill(self, values: PageValues) -> bytes | None:
        if self.is_box:
            bloc = values.bloc(self.place)
            top = float(self.top) - (bloc.decalage if bloc else 0)
            bottom = top - bloc.mise.ligne * len(bloc.lignes) if bloc else float(self.bottom)
            return b"/Rect [ %s ]" % b" ".join(map(number, (self.left, top, self.right, bottom)))
        line = values.line(self.place)
        if line is None:
            return None
        left = self.left + (line[0] - self.place.x) * _PT_PER_PX
        right = left + self.right - self.left + (line[1] - self.place.width) * _PT_PER_PX
        return b"/Rect [ %s %s %s %s ]" % (number(left), self.top, number(right), self.bottom)


TextPieces = tuple[bytes | ChampWords | LinkRect, ...]


@dataclass(frozen=True)
class ChampCut:
    """Text of PDF objects cut at references (`ids`, as in a Cut), and between them at the champs."""

    texts: tuple[TextPieces, ...]
    ids: tuple[int, ...]

    def champs(self) -> Iterator[int]:
        """The champs whose words stand in it."""
        for pieces in self.texts:
            for piece in pieces:
                if isinstance(piece, tuple):
                    yield from (champ for champ in piece if isinstance(champ, int))

    def fill(self, values: PageValues, said: Callable[[str], str] = str) -> Cut | None:
        """`said`: what becomes of the words."""
        texts = []
        for pieces in self.texts:
            filled = [_filled(piece, values, said) for piece in pieces]
            if None in filled:
                return None
            texts.append(b"".join(filter(None, filled)))
        return Cut(tuple(texts), self.ids)


def _filled(piece: bytes | ChampWords | LinkRect, values: PageValues, said: Callable[[str], str]) -> bytes | None:
    match piece:
        case bytes():
            return piece
        case LinkRect():
            return piece.fill(values)
    return text_string(said(values.words(piece)))


@dataclass(frozen=True)
class ChampBookmark:
    cut: ChampCut
    children: tuple[ChampBookmark, ...]
    open: bool

    def fill(self, values: PageValues) -> Bookmark:
        cut = self.cut.fill(values, plain_spaces)
        assert cut is not None, "a bookmark has no rectangle"
        return Bookmark(cut, tuple(child.fill(values) for child in self.children), self.open)


def champ_cut(cuts: Sequence[tuple[Cut, ChampPlace | None, int | None]], end: bytes = b"\n") -> ChampCut:
    """Objects cut at their champs, a line each: with the place whose link one is, and its number."""
    texts: list[list[bytes | ChampWords | LinkRect]] = [[]]
    ids: list[int] = []
    for cut, place, local in cuts:
        first, *rest = ([*_pieces(text, place, local)] for text in cut.texts)
        texts[-1] += first
        texts += rest
        texts[-1].append(end)
        ids += cut.ids
    return ChampCut(tuple(map(tuple, texts)), tuple(ids))


def _pieces(text: bytes, place: ChampPlace | None, local: int | None) -> Iterator[bytes | ChampWords | LinkRect]:
    at = 0
    for m in _HOLE.finditer(text):
        piece: ChampWords | LinkRect
        if m["rect"]:
            if place is None:
                continue
            piece = LinkRect(place, float(m["left"]), m["top"], float(m["right"]), m["bottom"], local == place.box_link)
        elif PLACEHOLDER.search(words := read_string(m[0])):
            piece = champ_words(words)
        else:
            continue
        yield text[at : m.start()]
        yield piece
        at = m.end()
    yield text[at:]


def champ_bookmark(bookmark: Bookmark) -> ChampBookmark:
    return ChampBookmark(
        champ_cut([(bookmark.cut, None, None)], b""), tuple(map(champ_bookmark, bookmark.children)), bookmark.open
    )


def read_string(string: bytes) -> str:
    """What a PDF string says. Raises SkeletonError for one that holds a champ and unusual signs."""
    inner = string[1:-1]
    data = bytes.fromhex(inner.decode()) if string[:1] == b"<" else _ESCAPED.sub(rb"\1", inner)
    if data[:2] == b"\xfe\xff":
        return data[2:].decode("utf-16-be")
    words = data.decode("latin-1")
    if PLACEHOLDER.search(words) and not (words.isascii() and words.isprintable() and b"\\" not in data):
        raise SkeletonError(f"« {words} » contient un retour à la ligne ou un signe rare : écrivez-le en clair")
    return words


def all_cuts(bookmarks: Sequence[ChampBookmark]) -> Iterator[ChampCut]:
    for bookmark in bookmarks:
        yield bookmark.cut
        yield from all_cuts(bookmark.children)
