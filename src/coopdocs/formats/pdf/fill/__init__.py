"""A page laid out once and filled for each territory: only its values are shaped and its content rewritten.

What is filled equals what the layout engine makes of the same values, or it is not filled: a text wider than its place,
a letter that the embedded fonts lack, a drawing with anything unusual give None, and the page must be laid out whole.
"""

from __future__ import annotations

import base64
import io
import re
import zlib
from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import unescape
from pathlib import Path
from typing import Any

from coopdocs import memo
from coopdocs.champs import (
    CHIFFRES,
    ChampAdresse,
    ChampBloc,
    ChampCouleur,
    ChampFigure,
    ChampFond,
    ChampTexte,
    Valeur,
    joined,
    skeleton,
)
from coopdocs.errors import CoopdocsError
from coopdocs.formats.job import FilledPageJob, Job, Rendered, SkeletonJob
from coopdocs.formats.pdf import layout
from coopdocs.formats.pdf.fill import drawing, stream
from coopdocs.formats.pdf.fill.objects import (
    PLACEHOLDER,
    STRING,
    ChampBookmark,
    ChampCut,
    all_cuts,
    champ_bookmark,
    champ_cut,
    read_string,
)
from coopdocs.formats.pdf.fill.places import ChampPlace, ChampWords, SkeletonError, looks, read_places
from coopdocs.formats.pdf.fill.shaping import Look, Shaper, faces_of, number, resized, shaper_for, svg_look, weighted
from coopdocs.formats.pdf.fill.stored import StoredSkeleton, pack, unpack
from coopdocs.formats.pdf.join.part import FilledPart, ReadPart

__all__ = ["Gabarit", "SkeletonError", "fill", "filled_part", "gabarit", "laid_out", "page_count", "skeleton_of"]

_KEPT = 128
"""Gabarits at hand, half a megabyte each: the pages of all EPCI have about a hundred and fifty skeletons."""

_FONTS = re.compile(r'data-police="([^"]*)" data-graisses="([\d ]*)"')
_SVG = re.compile(r"data:image/svg\+xml;base64,([\w+/=]+)")
_TINT = re.compile(r"#F[135](0[0-9A-F]{3})\b")


PX_PER_PT = 4 / 3


@dataclass(frozen=True, repr=False)
class Gabarit:
    """A skeleton laid out: the part that it is, cut at its champs."""

    part: ReadPart
    shaper: Shaper
    streams: tuple[tuple[stream.Hole | bytes, ...], ...]
    texts: ChampCut
    bookmarks: tuple[ChampBookmark, ...]
    fonts: frozenset[bytes]


def gabarit(html: str, folders: Sequence[Path], pages: int | None = None, name: str = "territoire") -> Gabarit:
    """Lay a skeleton (`champs.skeleton`) out. `folders`, `pages`: as for `layout.write`; `name`: of the part it makes.

    Raises SkeletonError for a page that can only be laid out whole; it says which champ is in the way, and why.
    """
    return _made(html, tuple(folders), name, _laid_out(html, tuple(folders), pages))


def _made(html: str, folders: tuple[Path, ...], name: str, skeleton: StoredSkeleton) -> Gabarit:
    shaper = shaper_for(faces_of(html), folders)
    data, places, lent = skeleton
    links = {local: place for place in places for local in _links(place)}
    variables, contents = _variable(data, places)
    part = ReadPart(data, name, variables)
    made = Gabarit(
        part,
        shaper,
        tuple(_cut_streams(part, places, contents)),
        champ_cut([(item.cut, links.get(item.local), item.local) for item in part.variables if item.raw is None]),
        tuple(map(champ_bookmark, part.bookmarks)),
        frozenset(shaper.font(look).tf.split()[0] for look in lent),
    )
    _refuse_lost(html, made)
    return made


def laid_out(job: SkeletonJob) -> Rendered:
    """A skeleton as bytes for a cache: what takes time in making a gabarit; a defect where none can be made of it."""
    try:
        skeleton = _laid_out(job.html, job.folders, job.pages)
        made = _made(job.html, job.folders, "essai", skeleton)
        return Rendered(pack(skeleton), len(made.part.pages))
    except (CoopdocsError, ValueError) as error:
        return Rendered(b"", None, (str(error),))


def fill(gabarit: Gabarit, values: Sequence[Valeur]) -> FilledPart | None:
    """The part for the values of a page that has this skeleton; None when it must be laid out whole."""
    page = _Values(gabarit, values)
    streams = []
    for pieces in gabarit.streams:
        filled = stream.fill(pieces, page.lines, page.colors, page.drawing)
        if filled is None:
            return None
        streams.append(filled)
    texts = gabarit.texts.fill(page)
    if texts is None:
        return None
    return FilledPart(gabarit.part, texts, streams, tuple(bookmark.fill(page) for bookmark in gabarit.bookmarks))


def filled_part(job: FilledPageJob, render: Callable[[Job], Rendered]) -> FilledPart | None:
    """A page with champs, filled into its gabarit; None when it must be laid out whole.

    `render` gives its skeleton, laid out (`laid_out`), from a cache for instance.
    """
    known = _known(job, render)
    return fill(known, job.values) if known else None


def page_count(job: FilledPageJob, render: Callable[[Job], Rendered]) -> int | None:
    """How many pages a page with champs takes, its skeleton got from `render`; None when it must be laid out whole."""
    wanted = skeleton_of(job)
    return render(wanted).pages if wanted else None


def skeleton_of(job: FilledPageJob) -> SkeletonJob | None:
    """What a page with champs is filled into; None for a theme that uses what is reserved to placeholders."""
    try:
        return SkeletonJob(skeleton(job.html, job.values), job.folders, job.pages)
    except ValueError:
        return None


_GABARITS: OrderedDict[tuple[str, tuple[Path, ...], str], Gabarit | None] = OrderedDict()
memo.also_clear(_GABARITS.clear)


def _known(job: FilledPageJob, render: Callable[[Job], Rendered]) -> Gabarit | None:
    wanted = skeleton_of(job)
    if wanted is None:
        return None
    key = wanted.html, wanted.folders, job.name
    if key not in _GABARITS:
        if len(_GABARITS) >= _KEPT:
            _GABARITS.popitem(last=False)
        rendered = render(wanted)
        _GABARITS[key] = None if rendered.defects else _made(*key, unpack(rendered.data))
    _GABARITS.move_to_end(key)
    return _GABARITS[key]


class _Values:
    """The values of one page as its holes ask for them."""

    def __init__(self, gabarit: Gabarit, values: Sequence[Valeur]) -> None:
        self._shaper, self._fonts, self._values = gabarit.shaper, gabarit.fonts, values
        self.colors = {n: v.hexa for n, v in enumerate(values) if isinstance(v, ChampCouleur)}
        self._lines: dict[int, tuple[float, float, bytes] | None] = {}

    def lines(self, place: ChampPlace) -> list[stream.WrittenLine] | None:
        """What is written at a place, a line after the other; None when it does not fit."""
        if bloc := self.bloc(place):
            return self._set(place, bloc)
        line = self.line(place)
        return None if line is None else [stream.WrittenLine(*line, place.y)]

    def line(self, place: ChampPlace) -> tuple[float, float, bytes] | None:
        """Start and width of the one line of a place, and its glyphs; None when it does not fit."""
        if self.bloc(place):
            return None
        if id(place) not in self._lines:
            self._lines[id(place)] = self._line(place, place.look, self.words(place.words))
        return self._lines[id(place)]

    def _line(self, place: ChampPlace, look: Look, words: str) -> tuple[float, float, bytes] | None:
        line = self._shaper.line(look, cased(words, place.case))
        x = place.start(line.width) if line else None
        return (x, line.width, line.glyphs) if line and x is not None else None

    def bloc(self, place: ChampPlace) -> ChampBloc | None:
        """The block that stands at a place, where one does."""
        first = place.words[0]
        value = self._values[first] if isinstance(first, int) else None
        return value if isinstance(value, ChampBloc) else None

    def _set(self, place: ChampPlace, bloc: ChampBloc) -> list[stream.WrittenLine] | None:
        """The lines of a block: `place` is where the only line of its base stands."""
        base, own = (self._shaper.font(resized(place.look, m.corps * PX_PER_PT)) for m in (bloc.base, bloc.mise))
        top = place.y - base.baseline(bloc.base.ligne * PX_PER_PT) + bloc.decalage * PX_PER_PT
        y = top + own.baseline(bloc.mise.ligne * PX_PER_PT)
        look = resized(place.look, bloc.mise.corps * PX_PER_PT)
        looks = look, weighted(look, bloc.forte) if bloc.forte else look
        if not all(self._shaper.font(each).tf.split()[0] in self._fonts for each in looks):
            return None
        out: list[stream.WrittenLine] = []
        for n in range(len(bloc.lignes)):
            pieces = self._pieces(place, bloc, n, looks)
            if pieces is None:
                return None
            out += [piece._replace(y=y + n * bloc.mise.ligne * PX_PER_PT) for piece in pieces]
        return out

    def _pieces(
        self, place: ChampPlace, bloc: ChampBloc, n: int, looks: tuple[Look, Look]
    ) -> list[stream.WrittenLine] | None:
        """A line of a block, piece by piece; `looks`: that of its words, then that of the strong ones."""
        out = []
        width = 0.0
        for words, strong in bloc.pieces(n):
            line = self._shaper.line(looks[strong], cased(words, place.case))
            if line is None:
                return None
            out.append(stream.WrittenLine(width, line.width, line.glyphs, 0, self._shaper.font(looks[strong]).tf))
            width += line.width
        x = place.start(width)
        if x is None:
            return None
        if out and n < len(bloc.lignes) - 1 and not joined(bloc.lignes[n]):
            # the lines of a block are one piece of the page's text: what told words apart must be in it
            last = out[-1]
            space = self._shaper.font(looks[strong]).space
            out[-1] = last._replace(glyphs=last.glyphs[:-1] + space + b"]")
        return [piece._replace(x=x + piece.x) for piece in out]

    def words(self, words: ChampWords) -> str:
        return "".join([part if isinstance(part, str) else self._word(part) for part in words])

    def _word(self, champ: int) -> str:
        match self._values[champ]:
            case ChampTexte(mots) | ChampFigure(_, mots, _):
                return mots
            case ChampBloc() as bloc:
                return bloc.mots
            case ChampAdresse(url):
                return url
        raise TypeError(f"le champ {champ} n’est pas un texte : prenez le gabarit de ce squelette")

    def drawing(self, champ: int) -> bytes | None:
        match self._values[champ]:
            case ChampFigure() as figure:
                return drawing.figure(self._shaper, figure, self._fonts)
            case ChampFond(svg):
                return drawing.picture(svg)
        raise TypeError(f"le champ {champ} n’est pas un dessin : prenez le gabarit de ce squelette")


def cased(words: str, case: tuple[str, str]) -> str:
    """`text-transform` as the engine does it."""
    if case[0] == "none":
        return words
    from weasyprint.formatting_structure.text import transform

    return str(transform(case[0], words, case[1]))


def _laid_out(html: str, folders: tuple[Path, ...], pages: int | None) -> StoredSkeleton:
    """The PDF as `layout.write` makes it, but with all letters that champs may need; where and how these are set."""
    shaper = shaper_for(faces_of(html), folders)
    lent: set[Look] = set()

    def lend(document: Any) -> None:
        lent.update(looks(document), _drawn_looks(html))
        for look in sorted(lent, key=repr):
            shaper.lend(look, document.fonts)

    made = layout.lay_out(html, folders, pages, before=lend)
    for defect in made.defects:
        # a placeholder too wide for its place says nothing of the values
        if made.document is None or not CHIFFRES.search(defect):
            raise SkeletonError(defect)
    return StoredSkeleton(made.data, tuple(read_places(made.document)), tuple(sorted(lent, key=repr)))


def _drawn_looks(html: str) -> Iterator[Look]:
    """The looks of the texts in figures, which their placeholders name."""
    for m in _FONTS.finditer(html):
        yield from (svg_look(unescape(m[1]), int(weight), drawing.LETTER_SIZE) for weight in m[2].split())


def _variable(data: bytes, places: Sequence[ChampPlace]) -> tuple[frozenset[int], dict[int, int]]:
    """The objects of a skeleton that champs stand in, and the pages (from 0) by the object of their content."""
    import pikepdf

    file = pikepdf.open(io.BytesIO(data))
    pages = {page.obj.Contents.objgen[0]: n for n, page in enumerate(file.pages)}
    worded = {place.page for place in places}
    found = {local for local, page in pages.items() if page in worded}
    found |= {local for place in places for local in _links(place)}
    for item in file.objects:
        if not isinstance(item, pikepdf.Stream):
            holds = any(PLACEHOLDER.search(read_string(m[0])) for m in STRING.finditer(item.unparse(resolved=True)))
        elif item.objgen[0] in pages or item.get("/Subtype") == "/Form":
            holds = any(stream.placeholder((m[1], m[2], m[3])) for m in stream.COLOR.finditer(item.read_bytes()))
        else:
            continue
        if holds:
            found.add(item.objgen[0])
    return frozenset(found), pages


def _links(place: ChampPlace) -> tuple[int, ...]:
    return place.links if place.box_link is None else (*place.links, place.box_link)


def _cut_streams(
    part: ReadPart, places: Sequence[ChampPlace], pages: Mapping[int, int]
) -> Iterator[tuple[stream.Hole | bytes, ...]]:
    """The variable streams in pieces."""
    for item in part.variables:
        if item.raw is not None:
            own = {(number(p.x), number(p.y)): p for p in places if p.page == pages.get(item.local)}
            yield stream.cut(zlib.decompress(item.raw), own)


def _refuse_lost(html: str, made: Gabarit) -> None:
    """Refuse a skeleton with a champ that has not been found, or that stands where nothing can be filled."""
    body = html.partition("</head>")[2] or html
    for picture in _SVG.findall(body):
        body += base64.b64decode(picture).decode()
    lost = _said_in(body) - _said_by(made)
    lost |= _colored_in(body) - _drawn_by(made)
    if lost:
        raise SkeletonError(f"le champ {min(lost)} n’est pas dans la page : ôtez-le, ou montrez-le autrement")
    for pieces in made.streams:
        for hole in pieces:
            # the font that the page names is the only one prepared
            if isinstance(hole, stream.WordsHole) and made.shaper.font(hole.place.look).tf != hole.tf:
                raise SkeletonError(f"le champ {hole.place.words} est dans une police inattendue : changez sa police")
    for name in (*made.part.destinations, *made.part.targets):
        if PLACEHOLDER.search(name):
            raise SkeletonError(f"le champ de « {name} » est dans le nom d’un lieu : nommez ce lieu autrement")


def _said_in(body: str) -> set[int]:
    """The champs whose words or address a page holds."""
    return {int(address or digits) for address, digits in PLACEHOLDER.findall(body)}


def _said_by(made: Gabarit) -> set[int]:
    """The champs whose words a gabarit writes: in its pages, and in links, descriptions and bookmarks."""
    found: set[int] = set()
    for cut in (made.texts, *all_cuts(made.bookmarks)):
        found.update(cut.champs())
    for pieces in made.streams:
        found.update(stream.words_of(pieces))
    return found


def _colored_in(body: str) -> set[int]:
    """The champs whose colour or drawing a page holds."""
    return {int(number, 16) for number in _TINT.findall(body)}


def _drawn_by(made: Gabarit) -> set[int]:
    """The champs that a gabarit shows as a colour or a drawing."""
    found: set[int] = set()
    for pieces in made.streams:
        found.update(stream.champs_of(pieces))
    return found
