"""What varies in a page: markers in its HTML, and what each of them stands for.

A template writes its page with a `Champs`; the page is then laid out whole (`fill_page`, the plain road), or once for
all pages that have the same `skeleton`, to be filled by `formats.pdf.fill` (the fast road). Both make the same
document.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from html import escape

from markupsafe import Markup

from coopdocs.croquis import Croquis
from coopdocs.croquis import Legende as Legende

_SOUDES = "-–"


def joined(line: str) -> bool:
    """Whether a line ends with what belongs to the first word of the next one: « Saint- », not « Villeneuve – »."""
    return line[-1] in _SOUDES and not line[:-1].endswith((" ", "\u00a0", "\u202f"))


@dataclass(frozen=True)
class ChampTexte:
    """One line of plain text, or words of an attribute."""

    mots: str


@dataclass(frozen=True)
class ChampAdresse:
    """What a link leads to."""

    url: str


@dataclass(frozen=True)
class Mise:
    """How a text is set: its size and its line height (pt), how many lines it may take."""

    corps: float
    ligne: float
    lignes: int = 1


@dataclass(frozen=True)
class ChampBloc:
    """A text broken into lines, set as `mise` says, `decalage` pt below where its box would have it.

    `base`: the setting that its page is laid out with, whatever the text; so no height in a page comes from the words.
    `lien`: the number of the champ that holds the address that it leads to; `dit`: what readers hear of that link, its
    own words if None, in the champ `nom`. `forte`: the weight that some of its words may have; `gras`: for each line,
    where these begin and end in it.
    """

    lignes: tuple[str, ...]
    famille: str
    graisse: str
    mise: Mise
    base: Mise
    decalage: float = 0.0
    adresse: ChampAdresse | None = None
    lien: int = 0
    dit: ChampTexte | None = None
    nom: int = 0
    forte: str = ""
    gras: tuple[tuple[tuple[int, int], ...], ...] = ()

    def pieces(self, n: int) -> Iterator[tuple[str, bool]]:
        """The words of a line (from 0), weight by weight; whether each are of the strong one."""
        line, at = self.lignes[n], 0
        for start, end in self.gras[n] if self.gras else ():
            if start > at:
                yield line[at:start], False
            yield line[start:end], True
            at = end
        if at < len(line):
            yield line[at:], False

    @property
    def mots(self) -> str:
        return "".join(line if joined(line) else f"{line} " for line in self.lignes[:-1]) + "".join(self.lignes[-1:])


@dataclass(frozen=True)
class ChampCouleur:
    """#RRGGBB."""

    hexa: str


@dataclass(frozen=True)
class ChampFond:
    """A decorative picture: an SVG document."""

    svg: str


@dataclass(frozen=True)
class ChampFigure:
    """A drawing with its title, empty for a decoration; `police`: the family of its texts."""

    croquis: Croquis
    titre: str
    police: str


Valeur = ChampTexte | ChampBloc | ChampCouleur | ChampAdresse | ChampFond | ChampFigure

# Placeholders of a skeleton: digits are shaped alone and in every font; colours and addresses that no page has.
CHIFFRES = re.compile(r"(?<![\w#.])000(\d{3,})(?!\w)")
TEINTE, TEINTE_FIGURE, TEINTE_FOND = 0xF1, 0xF3, 0xF5
ADRESSE = "https://champ.invalid/"

_MARK = re.compile("⟦([0-9]+)⟧")
_HEXA = re.compile("#[0-9A-Fa-f]{6}")
_SPACES = re.compile(r"[ \t\n\r\f]+")
_OUTSIDE = re.compile(r"(?:https?://|mailto:|tel:)[!-~]+")
_SIZE = re.compile(r'\b(?:viewBox|width|height|preserveAspectRatio)="[^"]*"')
_TAKEN = re.compile(rf"{CHIFFRES.pattern}|#F[135][0-9A-F]{{4}}\b|{re.escape(ADRESSE)}", re.I)


class Champs:
    """Collects the values of a page while its template is filled; each marker is written once, where its value goes."""

    def __init__(self) -> None:
        self._valeurs: list[Valeur] = []

    @property
    def valeurs(self) -> tuple[Valeur, ...]:
        return tuple(self._valeurs)

    def texte(self, mots: object) -> Markup:
        """One line of text, alone on its line (`white-space: nowrap`) in a box whose width does not come from it.

        Also words in an attribute that readers hear (`alt`, `title`, `aria-label`).
        """
        return self._mark(ChampTexte(_collapsed(str(mots))))

    def bloc(self, bloc: ChampBloc, url: str = "", dit: str = "") -> Markup:
        """A text on one line or several, at one size or another, in a box whose width and height do not come from it.

        `url`: what it leads to; `dit`: what readers hear of the link, where its words alone do not say whose it is.
        """
        lines = tuple(filter(None, map(_collapsed, bloc.lignes)))
        if url:
            self._valeurs.append(adresse := ChampAdresse(url))
            bloc = replace(bloc, adresse=adresse, lien=len(self._valeurs) - 1)
        if url and dit:
            self._valeurs.append(heard := ChampTexte(_collapsed(dit)))
            bloc = replace(bloc, dit=heard, nom=len(self._valeurs) - 1)
        return self._mark(replace(bloc, lignes=lines))

    def couleur(self, hexa: str) -> Markup:
        """`style="color:…"` or `background-color:…`. Raises ValueError for anything but #RRGGBB."""
        if not _HEXA.fullmatch(hexa):
            raise ValueError(f"{hexa!r} n’est pas une couleur : écrivez #RRVVBB")
        return self._mark(ChampCouleur(hexa))

    def adresse(self, url: str) -> Markup:
        """`href="…"`; on the fast road it may differ if it is one of the web, of mail or of a telephone."""
        return self._mark(ChampAdresse(url))

    def fond(self, svg: str) -> Markup:
        """`style="background-image:url(…)"`: a decoration, outside the tag tree."""
        return self._mark(ChampFond(svg))

    def figure(self, croquis: Croquis, titre: str, police: str) -> Markup:
        """A whole <svg> element with its <title>, in a box whose size CSS gives; without a title it is a decoration, in
        a box with `aria-hidden`."""
        return self._mark(ChampFigure(croquis, _collapsed(titre), police))

    def _mark(self, valeur: Valeur) -> Markup:
        self._valeurs.append(valeur)
        return Markup(f"⟦{len(self._valeurs) - 1}⟧")


def _collapsed(mots: str) -> str:
    """White space as a layout engine reads it, so that words are the same in the page and in attributes."""
    return _SPACES.sub(" ", mots).strip(" ")


def fill_page(html: str, valeurs: Sequence[Valeur]) -> str:
    """The page itself. Raises ValueError when a marker is written twice."""
    return _filled(html, valeurs, _plain)


def skeleton(html: str, valeurs: Sequence[Valeur]) -> str:
    """The page with a placeholder for each value: the same for all pages that differ in their values alone.

    A blank text stays blank, for it has no place in the tags. Raises ValueError when a marker is written twice, or when
    the page holds of itself what a placeholder looks like.
    """
    head, mark, body = html.partition("<body")
    if found := _reserved(head) or _TAKEN.search(mark + body):
        raise ValueError(f"« {found[0]} » est réservé aux champs : écrivez-le autrement")
    return _filled(html, valeurs, _placeholder)


# styles and fonts are the same page after page
@lru_cache(maxsize=32)
def _reserved(head: str) -> re.Match[str] | None:
    return _TAKEN.search(head)


def _filled(html: str, valeurs: Sequence[Valeur], write: Callable[[int, Valeur], str]) -> str:
    pieces = _MARK.split(html)
    numbers = [int(number) for number in pieces[1::2]]
    if len(set(numbers)) < len(numbers):
        double = next(n for n in numbers if numbers.count(n) > 1)
        raise ValueError(f"le champ ⟦{double}⟧ est écrit deux fois : faites-en deux champs")
    if numbers and max(numbers) >= len(valeurs):
        raise ValueError(f"le champ ⟦{max(numbers)}⟧ n’a pas de valeur")
    pieces[1::2] = [write(n, valeurs[n]) for n in numbers]
    return "".join(pieces)


def _plain(_: int, valeur: Valeur) -> str:
    match valeur:
        case ChampTexte(mots):
            return escape(mots)
        case ChampBloc():
            href = _plain(valeur.lien, valeur.adresse) if valeur.adresse else ""
            return _set(
                valeur,
                valeur.mise,
                _lines(valeur),
                _link(href, _plain(valeur.nom, valeur.dit) if valeur.dit else escape(valeur.mots)),
                len(valeur.lignes),
                valeur.decalage,
            )
        case ChampCouleur(hexa):
            return hexa
        case ChampAdresse(url):
            return escape(url)
        case ChampFond(svg):
            return _data_uri(svg)
        case ChampFigure(croquis, titre, police):
            return croquis.svg(titre, police)


def _placeholder(n: int, valeur: Valeur) -> str:
    match valeur:
        case ChampTexte(mots):
            return f"000{n:03d}" if mots.strip() else ""
        case ChampBloc():
            href = _placeholder(valeur.lien, valeur.adresse) if valeur.adresse else ""
            words = f"000{n:03d}" if valeur.lignes else ""
            heard = _placeholder(valeur.nom, valeur.dit) if valeur.dit else words
            return _set(valeur, valeur.base, words, _link(href, heard))
        case ChampCouleur():
            return _tint(TEINTE, n)
        case ChampAdresse(url):
            return f"{ADRESSE}{n}" if _OUTSIDE.fullmatch(url) else escape(url)
        case ChampFond(svg):
            size = " ".join(m[0] for m in _SIZE.finditer(svg, 0, svg.find(">")))
            rect = f'<path d="M0 0h1v1h-1z" fill="{_tint(TEINTE_FOND, n)}"/>'
            return _data_uri(f'<svg xmlns="http://www.w3.org/2000/svg" {size}>{rect}</svg>')
        case ChampFigure(croquis, titre, police):
            found = {forme.graisse for forme in croquis.formes if isinstance(forme, Legende)}
            graisses = " ".join(map(str, sorted(found)))
            svg = Croquis(croquis.largeur, croquis.hauteur, ()).svg(f"000{n:03d}" if titre else None, police)
            # the fonts of its texts, which the page must have ready
            fonts = f'data-police="{escape(police)}" data-graisses="{graisses}"'
            # what its veils need of the page, in a square of no size
            veils = "".join(f'<path d="M0 0h0v0h0z" fill-opacity="{o}"/>' for o in croquis.opacites)
            carre = f'{veils}<path {fonts} d="M0 0h1v1h-1z" fill="{_tint(TEINTE_FIGURE, n)}"/>'
            return svg.removesuffix("</svg>") + carre + "</svg>"


def _lines(bloc: ChampBloc) -> str:
    """The lines ended so that bookmarks join them as words are; in a link a <br> would be one more link."""
    *others, last = [_pieces(bloc, n) for n in range(len(bloc.lignes))] or [""]
    return (
        "".join(
            f"{line}<br>" if joined(words) and not bloc.adresse else f"{line}\n"
            for line, words in zip(others, bloc.lignes, strict=False)
        )
        + last
    )


def _pieces(bloc: ChampBloc, n: int) -> str:
    pieces = ((escape(words), strong) for words, strong in bloc.pieces(n))
    return "".join(f'<b style="font-weight:{bloc.forte}">{words}</b>' if strong else words for words, strong in pieces)


def _link(href: str, words: str) -> str:
    """A link is described by its words, however they are broken."""
    return f'href="{href}" aria-label="{words}"' if href else ""


def _set(bloc: ChampBloc, mise: Mise, inner: str, link: str, lignes: int = 1, decalage: float = 0) -> str:
    """A box as high as the base: a margin takes back what the text has more, so that it moves nothing else."""
    below = round(bloc.base.ligne - mise.ligne * max(lignes, 1), 3)
    look = f"font:{bloc.graisse} {mise.corps:g}pt/{mise.ligne:g}pt '{bloc.famille}'"
    placed = f"display:block;position:relative;top:{round(decalage, 3):g}pt;margin-bottom:{below:g}pt;{look}"
    # the engine makes a link of each box in one
    # the weight that a page laid out once must have ready, whichever words are strong
    forte = f' data-forte="{bloc.forte}"' if bloc.forte else ""
    box = f'<a {link}{forte} style="{placed}">{inner}</a>' if link else f'<span{forte} style="{placed}">{inner}</span>'
    return f'<span style="display:flow-root;white-space:pre">{box}</span>'


def _tint(kind: int, n: int) -> str:
    return f"#{kind:02X}{n:04X}"


def _data_uri(svg: str) -> str:
    return "data:image/svg+xml;base64," + base64.b64encode(svg.encode()).decode()
