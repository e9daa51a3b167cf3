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

from coopdocs.champs import (
    CHIFFRES,
    SOUDES,
    ChampAdresse,
    ChampBloc,
    ChampCouleur,
    ChampFigure,
    ChampFond,
    ChampTexte,
    Valeur,
    squelette,
)
from coopdocs.errors import CoopdocsError
from coopdocs.formats.job import FilledPageJob, Job, Rendu, SkeletonJob
from coopdocs.formats.pdf import layout
from coopdocs.formats.pdf.fill import drawing
from coopdocs.formats.pdf.fill import stream as flux
from coopdocs.formats.pdf.fill.objects import (
    PLACEHOLDER,
    STRING,
    Coupe,
    SignetCoupe,
    coupe,
    coupes,
    read_string,
    signet_coupe,
)
from coopdocs.formats.pdf.fill.places import Modele, Place, SkeletonError, looks, read_places
from coopdocs.formats.pdf.fill.shaping import Allure, Plume, faces_of, number, plume, resized, svg_look
from coopdocs.formats.pdf.fill.stored import Mise, pack, unpack
from coopdocs.formats.pdf.join.part import Partie, Remplie

__all__ = ["Gabarit", "SkeletonError", "fill", "gabarit", "laid_out", "pages", "part"]

_CONNUS = 128
"""Gabarits at hand, half a megabyte each: the pages of all EPCI have about a hundred and fifty skeletons."""

_POLICES = re.compile(r'data-police="([^"]*)" data-graisses="([\d ]*)"')
_SVG = re.compile(r"data:image/svg\+xml;base64,([\w+/=]+)")
_TINT = re.compile(r"#F[135](0[0-9A-F]{3})\b")


PX_PER_PT = 4 / 3


@dataclass(frozen=True, repr=False)
class Gabarit:
    """A skeleton laid out: the part that it is, cut at its champs."""

    partie: Partie
    plume: Plume
    flux: tuple[tuple[flux.Trou | bytes, ...], ...]
    textes: Coupe
    signets: tuple[SignetCoupe, ...]
    polices: frozenset[bytes]


def gabarit(html: str, dossiers: Sequence[Path], pages: int | None = None, nom: str = "territoire") -> Gabarit:
    """Lay a skeleton (`champs.squelette`) out. `dossiers`, `pages`: as for `pdf.write`; `nom`: of the part it makes.

    Raises SkeletonError for a page that can only be laid out whole; it says which champ is in the way, and why.
    """
    return _made(html, tuple(dossiers), nom, _laid_out(html, tuple(dossiers), pages))


def _made(html: str, dossiers: tuple[Path, ...], nom: str, mise: Mise) -> Gabarit:
    pen = plume(faces_of(html), dossiers)
    octets, places, lent = mise
    links = {local: place for place in places for local in _links(place)}
    variables, contents = _variable(octets, places)
    partie = Partie(octets, nom, variables)
    made = Gabarit(
        partie,
        pen,
        tuple(_flux(partie, places, contents)),
        coupe([(objet.cut, links.get(objet.local), objet.local) for objet in partie.variables if objet.raw is None]),
        tuple(map(signet_coupe, partie.signets)),
        frozenset(pen.main(allure).tf.split()[0] for allure in lent),
    )
    _refuse_lost(html, made)
    return made


def laid_out(job: SkeletonJob) -> Rendu:
    """A skeleton as bytes for a cache: what takes time in making a gabarit."""
    try:
        mise = _laid_out(job.html, job.folders, job.pages)
        return Rendu(pack(mise))
    except (CoopdocsError, ValueError) as error:
        return Rendu(b"", None, (str(error),))


def fill(gabarit: Gabarit, valeurs: Sequence[Valeur]) -> Remplie | None:
    """The part for the values of a page that has this skeleton; None when it must be laid out whole."""
    values = _Values(gabarit, valeurs)
    streams = []
    for pieces in gabarit.flux:
        stream = flux.fill(pieces, values.lines, values.colors, values.drawing)
        if stream is None:
            return None
        streams.append(stream)
    texts = gabarit.textes.fill(values)
    if texts is None:
        return None
    return Remplie(gabarit.partie, texts, streams, tuple(signet.fill(values) for signet in gabarit.signets))


def part(job: FilledPageJob, rendre: Callable[[Job], Rendu]) -> Remplie | None:
    """A page with champs, filled into its gabarit; None when it must be laid out whole.

    `rendre` gives its skeleton, laid out (`laid_out`), from a cache for instance.
    """
    known = _known(job, rendre)
    return fill(known, job.values) if known else None


def pages(job: FilledPageJob, rendre: Callable[[Job], Rendu]) -> int | None:
    """How many pages the gabarit of a page with champs has; None when it must be laid out whole."""
    known = _known(job, rendre)
    return len(known.partie.pages) if known else None


_CONNUES: OrderedDict[tuple[str, tuple[Path, ...], str], Gabarit | None] = OrderedDict()


def _known(job: FilledPageJob, rendre: Callable[[Job], Rendu]) -> Gabarit | None:
    try:
        html = squelette(job.html, job.values)
    except ValueError:
        # a theme that uses what is reserved to placeholders
        return None
    cle = html, job.folders, job.name
    if cle not in _CONNUES:
        if len(_CONNUES) >= _CONNUS:
            _CONNUES.popitem(last=False)
        _CONNUES[cle] = _kept(*cle, job.pages, rendre)
    _CONNUES.move_to_end(cle)
    return _CONNUES[cle]


def _kept(
    html: str, dossiers: tuple[Path, ...], nom: str, pages: int | None, rendre: Callable[[Job], Rendu]
) -> Gabarit | None:
    rendu = rendre(SkeletonJob(html, dossiers, pages))
    try:
        return None if rendu.defauts else _made(html, dossiers, nom, unpack(rendu.octets))
    except SkeletonError:
        return None


class _Values:
    """The values of one page as its holes ask for them."""

    def __init__(self, gabarit: Gabarit, valeurs: Sequence[Valeur]) -> None:
        self._plume, self._polices, self._valeurs = gabarit.plume, gabarit.polices, valeurs
        self.colors = {n: v.hexa for n, v in enumerate(valeurs) if isinstance(v, ChampCouleur)}
        self._lines: dict[int, tuple[float, float, bytes] | None] = {}

    def lines(self, place: Place) -> list[flux.Ecrit] | None:
        """What is written at a place, a line after the other; None when it does not fit."""
        if bloc := self.bloc(place):
            return self._set(place, bloc)
        line = self.line(place)
        return None if line is None else [flux.Ecrit(*line, place.y)]

    def line(self, place: Place) -> tuple[float, float, bytes] | None:
        """Start and width of the one line of a place, and its glyphs; None when it does not fit."""
        if self.bloc(place):
            return None
        if id(place) not in self._lines:
            self._lines[id(place)] = self._line(place, place.allure, self.words(place.modele))
        return self._lines[id(place)]

    def _line(self, place: Place, allure: Allure, words: str) -> tuple[float, float, bytes] | None:
        line = self._plume.ligne(allure, cased(words, place.casse))
        x = place.start(line.largeur) if line else None
        return (x, line.largeur, line.glyphes) if line and x is not None else None

    def bloc(self, place: Place) -> ChampBloc | None:
        """The block that stands at a place, where one does."""
        first = place.modele[0]
        valeur = self._valeurs[first] if isinstance(first, int) else None
        return valeur if isinstance(valeur, ChampBloc) else None

    def _set(self, place: Place, bloc: ChampBloc) -> list[flux.Ecrit] | None:
        """The lines of a block: `place` is where the only line of its base stands."""
        base, own = (self._plume.main(resized(place.allure, m.corps * PX_PER_PT)) for m in (bloc.base, bloc.mise))
        top = place.y - base.ligne_de_base(bloc.base.ligne * PX_PER_PT) + bloc.decalage * PX_PER_PT
        y = top + own.ligne_de_base(bloc.mise.ligne * PX_PER_PT)
        allure = resized(place.allure, bloc.mise.corps * PX_PER_PT)
        out = []
        for n, words in enumerate(bloc.lignes):
            line = self._line(place, allure, words)
            if line is None:
                return None
            x, width, glyphs = line
            if n < len(bloc.lignes) - 1 and words[-1] not in SOUDES:
                # the lines of a block are one piece of the page's text: what told words apart must be in it
                glyphs = glyphs[:-1] + own.espace + b"]"
            out.append(flux.Ecrit(x, width, glyphs, y + n * bloc.mise.ligne * PX_PER_PT, own.tf))
        return out

    def words(self, modele: Modele) -> str:
        return "".join([part if isinstance(part, str) else self._word(part) for part in modele])

    def _word(self, champ: int) -> str:
        match self._valeurs[champ]:
            case ChampTexte(mots) | ChampFigure(_, mots, _):
                return mots
            case ChampBloc() as bloc:
                return bloc.mots
            case ChampAdresse(url):
                return url
        raise TypeError(f"le champ {champ} n’est pas un texte : prenez le gabarit de ce squelette")

    def drawing(self, champ: int) -> bytes | None:
        match self._valeurs[champ]:
            case ChampFigure() as figure:
                return drawing.figure(self._plume, figure, self._polices)
            case ChampFond(svg):
                return drawing.picture(svg)
        raise TypeError(f"le champ {champ} n’est pas un dessin : prenez le gabarit de ce squelette")


def cased(words: str, casse: tuple[str, str]) -> str:
    """`text-transform` as the engine does it."""
    if casse[0] == "none":
        return words
    from weasyprint.formatting_structure.text import transform

    return str(transform(casse[0], words, casse[1]))


def _laid_out(html: str, dossiers: tuple[Path, ...], pages: int | None) -> Mise:
    """The PDF as `pdf.write` makes it, but with all letters that champs may need; where and how these are set."""
    pen = plume(faces_of(html), dossiers)
    lent: set[Allure] = set()

    def lend(document: Any) -> None:
        lent.update(looks(document), _drawn_looks(html))
        for allure in sorted(lent, key=repr):
            pen.lend(allure, document.fonts)

    mise = layout.lay_out(html, dossiers, pages, before=lend)
    # a placeholder too wide for its place says nothing of the values
    faults = (fault for fault in mise.defauts if mise.document is None or not CHIFFRES.search(fault))
    if fault := next(faults, None):
        raise SkeletonError(fault)
    return Mise(mise.octets, tuple(read_places(mise.document)), tuple(sorted(lent, key=repr)))


def _drawn_looks(html: str) -> Iterator[Allure]:
    """The looks of the texts in figures, which their placeholders name."""
    for m in _POLICES.finditer(html):
        yield from (svg_look(unescape(m[1]), int(graisse), drawing.CORPS) for graisse in m[2].split())


def _variable(octets: bytes, places: Sequence[Place]) -> tuple[frozenset[int], dict[int, int]]:
    """The objects of a skeleton that champs stand in, and the pages (from 0) by the object of their content."""
    import pikepdf

    file = pikepdf.open(io.BytesIO(octets))
    pages = {page.obj.Contents.objgen[0]: n for n, page in enumerate(file.pages)}
    worded = {place.page for place in places}
    found = {local for local, page in pages.items() if page in worded}
    found |= {local for place in places for local in _links(place)}
    for item in file.objects:
        if not isinstance(item, pikepdf.Stream):
            holds = any(PLACEHOLDER.search(read_string(m[0])) for m in STRING.finditer(item.unparse(resolved=True)))
        elif item.objgen[0] in pages or item.get("/Subtype") == "/Form":
            holds = any(flux.placeholder((m[1], m[2], m[3])) for m in flux.COLOR.finditer(item.read_bytes()))
        else:
            continue
        if holds:
            found.add(item.objgen[0])
    return frozenset(found), pages


def _links(place: Place) -> tuple[int, ...]:
    return place.liens if place.cadre is None else (*place.liens, place.cadre)


def _flux(partie: Partie, places: Sequence[Place], pages: Mapping[int, int]) -> Iterator[tuple[flux.Trou | bytes, ...]]:
    """The variable streams in pieces."""
    for objet in partie.variables:
        if objet.raw is not None:
            own = {(number(p.x), number(p.y)): p for p in places if p.page == pages.get(objet.local)}
            yield flux.cut(zlib.decompress(objet.raw), own)


def _refuse_lost(html: str, made: Gabarit) -> None:
    """Refuse a skeleton with a champ that has not been found, or that stands where nothing can be filled."""
    body = html.partition("</head>")[2] or html
    body += "".join(base64.b64decode(data).decode() for data in _SVG.findall(body))
    texts = (text for cut in (made.textes, *coupes(made.signets)) for text in cut.textes)
    pieces = (piece for text in texts for piece in text if isinstance(piece, tuple))
    said = {part for piece in pieces for part in piece if isinstance(part, int)}
    said |= {champ for pieces in made.flux for champ in flux.words_of(pieces)}
    shown = {champ for pieces in made.flux for champ in flux.champs_of(pieces)}
    lost = {int(number) for pair in PLACEHOLDER.findall(body) for number in pair if number} - said
    lost |= {int(number, 16) for number in _TINT.findall(body)} - shown
    if lost:
        raise SkeletonError(f"le champ {min(lost)} n’est pas dans la page : ôtez-le, ou montrez-le autrement")
    mots = (piece for pieces in made.flux for piece in pieces if isinstance(piece, flux.Mots))
    if other := next((piece for piece in mots if made.plume.main(piece.place.allure).tf != piece.tf), None):
        raise SkeletonError(f"le champ {other.place.modele} est dans une police inattendue : changez sa police")
    if name := next((name for name in (*made.partie.ancres, *made.partie.renvois) if PLACEHOLDER.search(name)), None):
        raise SkeletonError(f"le champ de « {name} » est dans le nom d’un lieu : nommez ce lieu autrement")
