"""Drawings as a flat list of shapes, written as SVG or as PDF operators: the same picture from the same list.

Lengths are in units of the drawing's viewBox, y down; colours are #RRGGBB, None for no paint. Nothing but veils is
transparent (`Rectangle.opacite`). `tirets`: the lengths of a dashed stroke's dashes and gaps, none for a whole one.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from html import escape
from itertools import accumulate
from typing import Literal

# How far a Bézier's handle lies from the end of a quarter of a circle of radius 1.
_ARC = 0.5523


@dataclass(frozen=True, slots=True)
class Contours:
    """Closed outlines of one look and placement, filled by the even-odd rule; their corners are rounded.

    `traces`: paths « Mx yldx dy…z » of whole numbers, relative after each M. A point of them stands at `x`, `y` plus
    `echelle` times its coordinates; `epaisseur` is not scaled.
    """

    traces: tuple[str, ...]
    echelle: float
    x: float
    y: float
    fond: str | None
    trait: str | None = None
    epaisseur: float = 0


@dataclass(frozen=True, slots=True)
class Rectangle:
    """A box from its upper left corner; `rayon` is that of its own corners, `opacite` (0 to 1) that of its filling."""

    x: float
    y: float
    largeur: float
    hauteur: float
    fond: str | None
    trait: str | None = None
    epaisseur: float = 0
    rayon: float = 0
    tirets: tuple[float, ...] = ()
    opacite: float = 1.0


@dataclass(frozen=True, slots=True)
class Segment:
    """A straight line from a point to another one, which ends where they are."""

    x1: float
    y1: float
    x2: float
    y2: float
    trait: str
    epaisseur: float
    tirets: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Cercle:
    """A disc around its centre."""

    x: float
    y: float
    rayon: float
    fond: str | None
    trait: str | None = None
    epaisseur: float = 0


@dataclass(frozen=True, slots=True)
class Legende:
    """One line whose baseline is at `y` and whose start, middle or end (`ancre`) is at `x`.

    `halo`: colour and width of a stroke that is drawn first, under the letters; `espacement`: what is between two
    letters more than is theirs.
    """

    x: float
    y: float
    texte: str
    corps: float
    couleur: str
    graisse: int
    ancre: Literal["start", "middle", "end"] = "start"
    halo: tuple[str, float] | None = None
    espacement: float = 0


FormePeinte = Contours | Rectangle | Segment | Cercle
FormeDessinee = FormePeinte | Legende
_Commandes = list[tuple[str, tuple[float, ...]]]


@dataclass(frozen=True, slots=True)
class Croquis:
    """Shapes in the order in which they are painted, cut at the frame, whose corners have the radius `rayon`."""

    largeur: float
    hauteur: float
    formes: tuple[FormeDessinee, ...]
    rayon: float = 0

    @property
    def opacites(self) -> tuple[float, ...]:
        """The opacities of its veils: a page that shows it needs a graphics state for each."""
        return tuple(sorted({f.opacite for f in self.formes if isinstance(f, Rectangle) and f.opacite < 1}))

    def svg(self, titre: str | None, police: str) -> str:
        """One <svg> element, an image named `titre` if there is one; `police` is the family of its texts."""
        width, height = _n(self.largeur), _n(self.hauteur)
        role, title = (' role="img"', f"<title>{escape(titre)}</title>") if titre else ("", "")
        shapes = "".join(_svg(forme, escape(police)) for forme in self.formes)
        coupe = ""
        if self.rayon:
            # two drawings in one page that share the name share the frame
            nom = f"cadre-{width}-{height}-{_n(self.rayon)}".replace(".", "_")
            title += f'<clipPath id="{nom}"><path d="{_as_svg(self._frame())}"/></clipPath>'
            coupe = f' clip-path="url(#{nom})"'
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg"{role} viewBox="0 0 {width} {height}">{title}'
            f'<g stroke-linejoin="round"{coupe}>{shapes}</g></svg>'
        )

    def operators(self, text: Callable[[Legende], bytes]) -> bytes:
        """PDF operators of this drawing, which leave the graphics state as it was.

        The caller has mapped the viewBox, y down, to the page. `text` gives the operators that show one text, halo
        included, in the same units; the line join is round when they run.
        """
        shapes = (text(f) if isinstance(f, Legende) else _operators(f) for f in self.formes)
        return b"\n".join([b"q 1 j", _as_operators(self._frame()), b"W n", *shapes, b"Q"])

    def _frame(self) -> _Commandes:
        return _rounded(0, 0, self.largeur, self.hauteur, self.rayon)


def _n(value: float) -> str:
    return f"{value:.6f}".rstrip("0").rstrip(".")


def _svg(forme: FormeDessinee, police: str) -> str:
    match forme:
        case Contours():
            place = f'transform="translate({_n(forme.x)} {_n(forme.y)}) scale({_n(forme.echelle)})"'
            return f'<path {place} fill-rule="evenodd"{_look(forme, forme.echelle)} d="{"".join(forme.traces)}"/>'
        case Rectangle() | Cercle() | Segment():
            return f'<path{_look(forme)} d="{_as_svg(_line(forme))}"/>'
        case Legende():
            return _svg_text(forme, police)


def _look(forme: FormePeinte, echelle: float = 1) -> str:
    fond = None if isinstance(forme, Segment) else forme.fond
    look = f' fill="{fond or "none"}"'
    if isinstance(forme, Rectangle) and forme.opacite < 1:
        look += f' fill-opacity="{forme.opacite}"'
    if forme.trait:
        look += f' stroke="{forme.trait}" stroke-width="{_n(forme.epaisseur / echelle)}"'
        if dashes := _dashes(forme):
            look += f' stroke-dasharray="{dashes}"'
    return look


def _dashes(forme: FormePeinte) -> str:
    return " ".join(map(_n, forme.tirets)) if isinstance(forme, Rectangle | Segment) else ""


def _svg_text(texte: Legende, police: str) -> str:
    anchor = f' text-anchor="{texte.ancre}"' if texte.ancre != "start" else ""
    spacing = f' letter-spacing="{_n(texte.espacement)}"' if texte.espacement else ""
    place = (
        f'<text x="{_n(texte.x)}" y="{_n(texte.y)}" font-family="{police}" font-weight="{texte.graisse}" '
        f'font-size="{_n(texte.corps)}"{anchor}{spacing}'
    )
    mots = escape(texte.texte)
    under = ""
    if texte.halo:
        couleur, epaisseur = texte.halo
        under = f'{place} fill="none" stroke="{couleur}" stroke-width="{_n(epaisseur)}">{mots}</text>'
    return f'{under}{place} fill="{texte.couleur}">{mots}</text>'


def _operators(forme: FormePeinte) -> bytes:
    look = _color(None if isinstance(forme, Segment) else forme.fond, b"rg") + _color(forme.trait, b"RG")
    if isinstance(forme, Contours):
        place = f"q {_n(forme.echelle)} 0 0 {_n(forme.echelle)} {_n(forme.x)} {_n(forme.y)} cm".encode()
        look += _width(forme, forme.echelle)
        return b"\n".join([place, look, *map(_trace, forme.traces), _paint(forme), b"Q"])
    drawn = b"\n".join([look + _width(forme), _as_operators(_line(forme)), _paint(forme)])
    if dashes := _dashes(forme):
        drawn = b"[%s] 0 d\n%s\n[] 0 d" % (dashes.encode(), drawn)
    if isinstance(forme, Rectangle) and forme.opacite < 1:
        drawn = b"q /%s gs\n%s\nQ" % (alpha_name(forme.opacite), drawn)
    return drawn


def alpha_name(opacite: float) -> bytes:
    """The name that the layout engine gives to the graphics state of this opacity, among a page's resources."""
    return f"a{opacite}".encode()


def _paint(forme: FormePeinte) -> bytes:
    if isinstance(forme, Segment) or forme.fond is None:
        return b"S" if forme.trait else b"n"
    return b"B*" if forme.trait else b"f*"


@lru_cache(maxsize=256)
def _color(couleur: str | None, operator: bytes) -> bytes:
    if couleur is None:
        return b""
    channels = (int(couleur[i : i + 2], 16) / 255 for i in (1, 3, 5))
    return " ".join(f"{channel:.5g}" for channel in channels).encode() + b" " + operator + b" "


def _width(forme: FormePeinte, echelle: float = 1) -> bytes:
    return f"{_n(forme.epaisseur / echelle)} w".encode() if forme.trait else b""


@lru_cache(maxsize=4096)
def _trace(trace: str) -> bytes:
    """The path in the absolute coordinates that PDF wants; a map's outlines are few and drawn over and over."""
    out: list[str] = []
    for boucle in trace.split("z"):
        if not boucle:
            continue
        numbers = list(map(int, boucle[1:].replace("l", " ").replace("-", " -").split()))
        points = zip(accumulate(numbers[::2]), accumulate(numbers[1::2]), strict=True)
        premier, *suite = (f"{x} {y}" for x, y in points)
        out += [f"{premier} m", *(f"{point} l" for point in suite), "h"]
    return "\n".join(out).encode()


def _line(forme: Rectangle | Segment | Cercle) -> _Commandes:
    if isinstance(forme, Segment):
        return [("M", (forme.x1, forme.y1)), ("L", (forme.x2, forme.y2))]
    if isinstance(forme, Rectangle):
        return _rounded(forme.x, forme.y, forme.largeur, forme.hauteur, forme.rayon)
    r = forme.rayon
    return _rounded(forme.x - r, forme.y - r, 2 * r, 2 * r, r)


def _rounded(x: float, y: float, w: float, h: float, r: float) -> _Commandes:
    """A rectangle with round corners as lines and Bézier curves: engines draw circles and `rx` each in its own way."""
    x2, y2 = x + w, y + h
    if not r:
        return [("M", (x, y)), ("L", (x2, y)), ("L", (x2, y2)), ("L", (x, y2)), ("Z", ())]
    c = r * (1 - _ARC)
    return [
        ("M", (x + r, y)),
        ("L", (x2 - r, y)), ("C", (x2 - c, y, x2, y + c, x2, y + r)),
        ("L", (x2, y2 - r)), ("C", (x2, y2 - c, x2 - c, y2, x2 - r, y2)),
        ("L", (x + r, y2)), ("C", (x + c, y2, x, y2 - c, x, y2 - r)),
        ("L", (x, y + r)), ("C", (x, y + c, x + c, y, x + r, y)),
        ("Z", ()),
    ]  # fmt: skip


def _as_svg(ligne: _Commandes) -> str:
    return "".join(letter + " ".join(map(_n, numbers)) for letter, numbers in ligne)


def _as_operators(ligne: _Commandes) -> bytes:
    # a closing Z is PDF's h
    pieces = (" ".join((*map(_n, numbers), "h" if letter == "Z" else letter.lower())) for letter, numbers in ligne)
    return "\n".join(pieces).encode()
