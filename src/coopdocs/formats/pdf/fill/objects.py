"""Objects of a PDF cut at their champs: descriptions, addresses, bookmarks, and rectangles of links."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from coopdocs.champs import ADRESSE, CHIFFRES, ChampBloc
from coopdocs.formats.pdf.fill.places import Modele, Place, SkeletonError, model
from coopdocs.formats.pdf.fill.shaping import number
from coopdocs.formats.pdf.join.part import Cut, Signet
from coopdocs.formats.pdf.standards import text_string
from coopdocs.typographie import deplier

# literal and hexadecimal strings of a PDF, and the rectangle of a link
STRING = re.compile(rb"\((?:[^\\()]|\\.)*\)|<(?!<)[0-9a-fA-F]*>", re.S)
_HOLE = re.compile(
    STRING.pattern + rb"|(?P<rect>/Rect \[ (?P<left>\S+) (?P<top>\S+) (?P<right>\S+) (?P<bottom>\S+) \])", re.S
)
_ESCAPED = re.compile(rb"\\([()\\])")
PLACEHOLDER = re.compile(rf"{re.escape(ADRESSE)}(\d+)|{CHIFFRES.pattern}")
_PT_PER_PX = 0.75


class Valeurs(Protocol):
    """The values of one page: where a line starts, its width and glyphs, None when it does not fit; and plain words."""

    def line(self, place: Place) -> tuple[float, float, bytes] | None: ...

    def words(self, modele: Modele) -> str: ...

    def bloc(self, place: Place) -> ChampBloc | None: ...


@dataclass(frozen=True)
class Bords:
    """A link's rectangle (pt): its left and right edges follow the words of a place; of a block, the others."""

    place: Place
    gauche: float
    haut: bytes
    droite: float
    bas: bytes
    cadre: bool

    def fill(self, values: Valeurs) -> bytes | None:
        if self.cadre:
            bloc = values.bloc(self.place)
            top = float(self.haut) - (bloc.decalage if bloc else 0)
            bottom = top - bloc.mise.ligne * len(bloc.lignes) if bloc else float(self.bas)
            return b"/Rect [ %s ]" % b" ".join(map(number, (self.gauche, top, self.droite, bottom)))
        line = values.line(self.place)
        if line is None:
            return None
        left = self.gauche + (line[0] - self.place.x) * _PT_PER_PX
        right = left + self.droite - self.gauche + (line[1] - self.place.largeur) * _PT_PER_PX
        return b"/Rect [ %s %s %s %s ]" % (number(left), self.haut, number(right), self.bas)


Pieces = tuple[bytes | Modele | Bords, ...]


@dataclass(frozen=True)
class Coupe:
    """Text of PDF objects cut at references (`ids`, as in a Cut), and between them at the champs."""

    textes: tuple[Pieces, ...]
    ids: tuple[int, ...]

    def fill(self, values: Valeurs, said: Callable[[str], str] = str) -> Cut | None:
        """`said`: what becomes of the words."""
        texts = []
        for pieces in self.textes:
            filled = [_filled(piece, values, said) for piece in pieces]
            if None in filled:
                return None
            texts.append(b"".join(filter(None, filled)))
        return Cut(tuple(texts), self.ids)


def _filled(piece: bytes | Modele | Bords, values: Valeurs, said: Callable[[str], str]) -> bytes | None:
    match piece:
        case bytes():
            return piece
        case Bords():
            return piece.fill(values)
    return text_string(said(values.words(piece)))


@dataclass(frozen=True)
class SignetCoupe:
    coupe: Coupe
    enfants: tuple[SignetCoupe, ...]
    ouvert: bool

    def fill(self, values: Valeurs) -> Signet:
        cut = self.coupe.fill(values, deplier)
        assert cut is not None, "a bookmark has no rectangle"
        return Signet(cut, tuple(enfant.fill(values) for enfant in self.enfants), self.ouvert)


def coupe(cuts: Sequence[tuple[Cut, Place | None, int | None]], end: bytes = b"\n") -> Coupe:
    """Objects cut at their champs, a line each: with the place whose link one is, and its number."""
    texts: list[list[bytes | Modele | Bords]] = [[]]
    ids: list[int] = []
    for cut, place, local in cuts:
        first, *rest = ([*_pieces(text, place, local)] for text in cut.texts)
        texts[-1] += first
        texts += rest
        texts[-1].append(end)
        ids += cut.ids
    return Coupe(tuple(map(tuple, texts)), tuple(ids))


def _pieces(text: bytes, place: Place | None, local: int | None) -> Iterator[bytes | Modele | Bords]:
    at = 0
    for m in _HOLE.finditer(text):
        piece: Modele | Bords
        if m["rect"]:
            if place is None:
                continue
            piece = Bords(place, float(m["left"]), m["top"], float(m["right"]), m["bottom"], local == place.cadre)
        elif PLACEHOLDER.search(words := read_string(m[0])):
            piece = model(words)
        else:
            continue
        yield text[at : m.start()]
        yield piece
        at = m.end()
    yield text[at:]


def signet_coupe(signet: Signet) -> SignetCoupe:
    return SignetCoupe(coupe([(signet.cut, None, None)], b""), tuple(map(signet_coupe, signet.enfants)), signet.ouvert)


def read_string(string: bytes) -> str:
    """What a PDF string says. Raises SkeletonError for one that holds a champ and unusual signs."""
    inner = string[1:-1]
    octets = bytes.fromhex(inner.decode()) if string[:1] == b"<" else _ESCAPED.sub(rb"\1", inner)
    if octets[:2] == b"\xfe\xff":
        return octets[2:].decode("utf-16-be")
    words = octets.decode("latin-1")
    if PLACEHOLDER.search(words) and not (words.isascii() and words.isprintable() and b"\\" not in octets):
        raise SkeletonError(f"« {words} » contient un retour à la ligne ou un signe rare : écrivez-le en clair")
    return words


def coupes(signets: Sequence[SignetCoupe]) -> Iterator[Coupe]:
    for signet in signets:
        yield signet.coupe
        yield from coupes(signet.enfants)
