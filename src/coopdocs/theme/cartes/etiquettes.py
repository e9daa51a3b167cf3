"""Names on a map: how wide they are, and a place for each that covers nothing that must be seen."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import cos, hypot, inf, pi, sin
from typing import Literal

from coopdocs.croquis import FormeDessinee, Legende, Segment
from coopdocs.theme.cartes.grille import Masque, spread
from coopdocs.theme.contours import Boite, meet

CORPS_MIN = 26.2
"""The smallest type of a map's words (0.1 mm): 7.4 pt."""
Ancre = Literal["start", "middle", "end"]
# Upper bounds of a letter's width in em, for the text font at 600; 0.57 for all others.
_CHASSES = {
    lettre: em
    for em, lettres in (
        (0.2, " \u00a0"),
        (0.33, "ijlîïIÎ'’-.,()f"),
        (0.39, "tr/"),
        (0.47, "szcç"),
        (0.53, "vyJxLYaegkàâéèêë0123456789–F"),
        (0.63, "BKDGRCPÇA"),
        (0.69, "HNUOQÔ"),
        (0.8, "MwW"),
        (0.88, "œŒm"),
    )
    for lettre in lettres
}
_GRAS = 1.03
_HAUT, _BAS, _INTERLIGNE = 0.74, 0.22, 1.06
"""Above and below its baseline a line takes so much of its size; from one baseline to the next."""
_SENS = tuple((cos(n * pi / 12), sin(n * pi / 12)) for n in range(24))
_LOIN = (22.0, 45.0, 70.0, 100.0, 130.0, 165.0, 200.0, 240.0, 290.0, 340.0, 400.0, 470.0, 550.0, 640.0, 750.0, 870.0)
"""How far (0.1 mm) from its point a name may stand."""
_TRAIT_MIN = 25.0


@dataclass(frozen=True, slots=True)
class Style:
    """How a name is set, in units of the drawing."""

    corps: float
    couleur: str
    graisse: int = 600
    halo: tuple[str, float] | None = None
    espacement: float = 0.0

    def width(self, texte: str) -> float:
        """How wide a line is at most."""
        ems = sum([_CHASSES.get(lettre, 0.57) for lettre in texte]) * (_GRAS if self.graisse > 600 else 1)
        return self.corps * ems + self.espacement * (len(texte) - 1)

    @property
    def interligne(self) -> float:
        return _INTERLIGNE * self.corps


@dataclass(frozen=True, slots=True)
class Nom:
    """A name broken into lines, with the size of its box."""

    lignes: tuple[str, ...]
    style: Style
    largeur: float
    hauteur: float

    def shapes(self, boite: Boite, ancre: Ancre = "middle") -> list[FormeDessinee]:
        """Its lines in a box of its size."""
        s = self.style
        x = {"start": boite[0], "middle": (boite[0] + boite[2]) / 2, "end": boite[2]}[ancre]
        y = boite[1] + _HAUT * s.corps
        return [
            Legende(x, y + n * s.interligne, ligne, s.corps, s.couleur, s.graisse, ancre, s.halo, s.espacement)
            for n, ligne in enumerate(self.lignes)
        ]


def name(texte: str, style: Style, most: float = 1e9) -> Nom:
    """A name on one line or, wider than `most`, on two about as wide; a word is never cut."""
    lignes: tuple[str, ...] = (texte,)
    if style.width(texte) > most:
        cuts = [n for n, lettre in enumerate(texte) if lettre == " " or (lettre == "-" and 2 < n < len(texte) - 3)]
        halves = [(texte[: n + (texte[n] == "-")], texte[n + 1 :]) for n in cuts]
        lignes = min(halves, key=lambda two: max(map(style.width, two)), default=lignes)
    largeur = max(map(style.width, lignes))
    hauteur = (_HAUT + _BAS) * style.corps + (len(lignes) - 1) * style.interligne
    return Nom(lignes, style, largeur, hauteur)


class Placement:
    """What stands on a map so far. `cadre`: names keep inside it; `interdit`: none covers any of it."""

    def __init__(self, cadre: Boite, interdit: Masque | None, occupe: Iterable[Boite] = ()) -> None:
        self.cadre, self._interdit = cadre, interdit
        self.boites: list[Boite] = list(occupe)
        self._bas: list[Boite] = []
        self._traits: list[tuple[float, float, float, float]] = []

    def take(self, boite: Boite) -> None:
        """Nothing else stands there, and no line runs through it."""
        self.boites.append(boite)

    def keep(self, boite: Boite) -> None:
        """No name stands there; a line may run over it."""
        self._bas.append(boite)

    def free(self, boite: Boite, marge: float = 6.0, dedans: bool = False) -> bool:
        """Whether a box stands in the frame, covers no forbidden ground (`dedans`: nothing else), and nothing else
        stands or runs there.
        """
        if not (self.cadre[0] <= boite[0] and boite[2] <= self.cadre[2]):
            return False
        if not (self.cadre[1] <= boite[1] and boite[3] <= self.cadre[3]):
            return False
        wide = spread(boite, marge)
        if any(meet(wide, other) for other in self.boites) or any(meet(boite, other) for other in self._bas):
            return False
        if self._interdit and (self._interdit.part(boite) < 1 if dedans else self._interdit.part(wide)):
            return False
        return not self._crossed(boite)

    def covered(self, boite: Boite) -> bool:
        """Whether something stands in a box, or a line runs through it."""
        return any(meet(boite, other) for other in self.boites) or self._crossed(boite)

    def _crossed(self, boite: Boite) -> bool:
        return any(_through(trait, boite) for trait in self._traits)

    def put(self, nom: Nom, boite: Boite, ancre: Ancre = "middle") -> list[FormeDessinee]:
        """Set a name in a box, which is then taken."""
        self.take(boite)
        return nom.shapes(boite, ancre)

    def point_out(
        self, nom: Nom, x: float, y: float, rayon: float, trait: str, most: float = inf, dedans: bool = False
    ) -> list[FormeDessinee]:
        """A name beside its point, else farther with a line from it; nothing where there is no room.

        `rayon`: that of the mark, which stands already; `trait`: the colour of the line; `most`: its length at most.
        `dedans`: the name stands whole on forbidden ground.
        """
        best: tuple[float, Boite, Ancre, tuple[float, float]] | None = None
        for loin in _LOIN:
            if loin > most or (best and loin >= best[0]):
                break
            for dx, dy in _SENS:
                px, py = x + (rayon + loin) * dx, y + (rayon + loin) * dy
                boite, ancre = _beside(nom, px, py, dx, dy)
                cost = loin + 14 * abs(dy)
                if best and cost >= best[0]:
                    continue
                if self.free(boite, dedans=dedans) and (loin < _TRAIT_MIN or self._clear(x, y, px, py)):
                    best = cost, boite, ancre, (px, py)
        if best is None:
            return []
        _, boite, ancre, (px, py) = best
        shapes: list[FormeDessinee] = []
        if (length := hypot(px - x, py - y)) > rayon + _TRAIT_MIN:
            ux, uy = (px - x) / length, (py - y) / length
            shapes.append(Segment(x + rayon * ux, y + rayon * uy, px - 4 * ux, py - 4 * uy, trait, 2.2))
            self._traits.append((x, y, px, py))
        return shapes + self.put(nom, boite, ancre)

    def _clear(self, x: float, y: float, px: float, py: float) -> bool:
        """Whether a line from a mark to a name runs through nothing that stands, and over no other line."""
        line = (x, y, px, py)
        blocked = any(_through(line, b) for b in self.boites if not (b[0] <= x <= b[2] and b[1] <= y <= b[3]))
        return not blocked and not any(_cross(line, other) for other in self._traits)

    def best(self, nom: Nom, boites: Iterable[Boite], marge: float = 6.0) -> list[FormeDessinee]:
        """A name in the first free box of some; nothing where none is."""
        found = next((boite for boite in boites if self.free(boite, marge)), None)
        return self.put(nom, found) if found else []


def centred(nom: Nom, x: float, y: float) -> Boite:
    return x - nom.largeur / 2, y - nom.hauteur / 2, x + nom.largeur / 2, y + nom.hauteur / 2


def _beside(nom: Nom, x: float, y: float, dx: float, dy: float) -> tuple[Boite, Ancre]:
    """The box of a name whose edge touches a point that is reached in a direction."""
    w, h = nom.largeur, nom.hauteur
    top = y - h / 2 + dy * h / 2
    if dx > 0.35:
        return (x, top, x + w, top + h), "start"
    if dx < -0.35:
        return (x - w, top, x, top + h), "end"
    left = x - w / 2 + dx * w / 2
    return (left, top, left + w, top + h), "middle"


def _through(line: tuple[float, float, float, float], boite: Boite) -> bool:
    """Whether a line runs through a box (Liang and Barsky's clipping)."""
    x1, y1, x2, y2 = line
    start, end = 0.0, 1.0
    for origin, way, low, high in ((x1, x2 - x1, boite[0], boite[2]), (y1, y2 - y1, boite[1], boite[3])):
        if way == 0:
            if not low < origin < high:
                return False
            continue
        a, b = sorted(((low - origin) / way, (high - origin) / way))
        start, end = max(start, a), min(end, b)
        if start >= end:
            return False
    return True


def _cross(a: Sequence[float], b: Sequence[float]) -> bool:
    """Whether two lines cross."""

    def side(line: Sequence[float], x: float, y: float) -> bool:
        return (line[2] - line[0]) * (y - line[1]) > (line[3] - line[1]) * (x - line[0])

    return side(a, b[0], b[1]) != side(a, b[2], b[3]) and side(b, a[0], a[1]) != side(b, a[2], a[3])
