"""The map of who cooperates: numbered marks where initiatives are, on the territory and around it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from math import cos, hypot, sin

from coopdocs.couleurs import BLANC, ENCRE, GRIS, Palette
from coopdocs.croquis import Cercle, Croquis, FormeDessinee, Legende, Rectangle, Segment
from coopdocs.territoire import Territoire, Territoires
from coopdocs.theme.cartes.couverture import towns
from coopdocs.theme.cartes.etiquettes import CORPS_MIN, Placement, Style, name
from coopdocs.theme.cartes.fond import Fond, Sujet, Teintes, subject
from coopdocs.theme.cartes.grille import spread
from coopdocs.theme.contours import Boite, Contour, Vue, fit, inside, poles, union

RAYON = 27.0
"""Half the size of a mark."""
_BORD, _ECART = 46.0, 62.0
_LEGENDE = 62.0
"""What the words under the map take of its height."""
_PART_MIN = 0.26
"""The part of the map that the territory takes at least, in the direction in which it takes most."""
_ECHELLE_MAX = 45.0


@dataclass(frozen=True)
class Marque:
    """An initiative on the map. `etendue`: it acts in an EPCI or more; `ici`: on the territory; `lieu`: where it is."""

    numero: int
    couleur: str
    lieu: Territoire
    etendue: bool
    ici: bool


@dataclass(frozen=True)
class _MarquePlacee:
    """A mark on paper, and the point that it stands for."""

    marque: Marque
    x: float
    y: float
    vrai_x: float
    vrai_y: float


def _coloured(p: Palette) -> Teintes:
    return Teintes(
        mer=p.mer, terre=p.sable, propre=p.lavande_propre, voisine=p.lavande_voisine, etranger=p.sable_etranger,
        trait_epci=p.blanc, trait_departement=p.lavande, nom_departement=p.lavande_nom, nom_voisin=p.gris,
        nom_mer=p.mer_nom, mots=p.encre, halo=p.blanc, fin=3.4, gros=4.0,
    )  # fmt: skip


def _little_ink(p: Palette) -> Teintes:
    return replace(
        _coloured(p), mer=p.blanc, terre=p.blanc, propre=p.blanc, voisine=p.lavande_sobre, etranger=p.blanc,
        trait_epci=p.lavande_pale, fin=2.0,
    )  # fmt: skip


def cooperations(
    territoires: Territoires,
    t: Territoire,
    marques: Sequence[Marque],
    palette: Palette,
    largeur: float = 1180,
    hauteur: float = 1470,
    sobre: bool = False,
    basse: float | None = None,
) -> Croquis | None:
    """A territory, its surroundings and numbered marks; its legend stands at the foot of it.

    `sobre`: on white; `basse`: its height where most of it would be sea. None where there are no outlines (overseas
    collectivities).
    """
    sujet = subject(territoires, t)
    if sujet is None:
        return None
    carte = _Carte(territoires, sujet, marques, palette, (largeur, hauteur), sobre)
    if basse is not None and basse < hauteur and carte.at_sea:
        carte = _Carte(territoires, sujet, marques, palette, (largeur, basse), sobre)
    return carte.croquis()


class _Carte:
    def __init__(
        self,
        territoires: Territoires,
        sujet: Sujet,
        marques: Sequence[Marque],
        palette: Palette,
        taille: tuple[float, float],
        sobre: bool,
    ) -> None:
        self.territoires, self.sujet = territoires, sujet
        self.largeur, self.hauteur = taille[0], taille[1] - _LEGENDE
        self.palette, self.teintes = palette, (_little_ink if sobre else _coloured)(palette)
        spots = {m.numero: spot for m in marques if (spot := self._spot(m))}
        self.vue = self._view(list(spots.values()))
        self.fond = Fond(territoires, sujet, self.vue, self.largeur, self.hauteur)
        self.placement = Placement((8, 8, self.largeur - 8, self.hauteur - 8), self.fond.masque)
        self.placement.take((0, self.hauteur - 75, 330, self.hauteur))
        points = [(m, *self.vue.place(*spots[m.numero])) for m in marques if m.numero in spots]
        self.places = _apart([self._inside(m, x, y) for m, x, y in points], self.largeur, self.hauteur)
        self.etendues = [m for m in marques if m.lieu.type == "departement" and m.numero not in spots]

    @property
    def at_sea(self) -> bool:
        """Whether more of the map is sea than land."""
        return self.fond.terres.part((0, 0, self.largeur, self.hauteur)) < 0.5

    def croquis(self) -> Croquis:
        f = self.teintes
        epci = self.territoires.get(f"epci:{self.sujet.t.epci}") if self.sujet.t.epci else self.sujet.t
        beside = self.territoires.voisins(epci) if epci and epci.type == "epci" else ()
        known = self.sujet.cadre.epci
        ground = self.fond.layers(f, [known[e.code] for e in beside if e.code in known])
        for place in self.places:
            self.placement.take(spread((place.x, place.y, place.x, place.y), RAYON + 2))
        for line in self._leaders():
            self.placement.keep(
                (min(line.x1, line.x2), min(line.y1, line.y2), max(line.x1, line.x2), max(line.y1, line.y2))
            )
        wide = list(self._wide())
        names = [*self._towns(), *wide, *self._around(beside)]
        bar = self.fond.scale_bar(24, self.hauteur - 30, 200, ENCRE, Style(CORPS_MIN, ENCRE, 400, (BLANC, 6)))
        marks = [shape for place in self.places for shape in mark(place.marque, place.x, place.y)]
        shapes = (*ground, *self._territory(), *bar, *self._leaders(), *names, *marks)
        # over and over: on the last row of dots, which the frame cuts, white hides but a part of what is under it
        foot = [Rectangle(-20, self.hauteur, self.largeur + 40, _LEGENDE + 20, BLANC)] * 4
        return Croquis(self.largeur, self.hauteur + _LEGENDE, (*shapes, *foot, *self._legend()))

    # --- where things stand

    def _spot(self, marque: Marque) -> tuple[float, float] | None:
        """Where an initiative is, in steps; None for one that covers a larger place, and off the map's frame."""
        lieu, cadre = marque.lieu, self.sujet.cadre
        if lieu.zone != self.sujet.zone:
            return None
        if lieu.cle == self.sujet.t.cle and self.sujet.contours:
            main = max(self.sujet.contours, key=lambda c: poles(c)[0].rayon)
            return poles(main)[0][:2]
        if lieu.type == "epci" and (contour := cadre.epci.get(lieu.code)):
            return poles(contour)[0][:2]
        if lieu.type == "departement" and self.sujet.t.type == "region" and (own := cadre.departements.get(lieu.code)):
            return poles(own)[0][:2]
        if lieu.type in ("departement", "region"):
            return None
        point = self.sujet.point(lieu)
        around = cadre.epci.get(lieu.epci or "")
        return brought_in(point, around) if point and around else point

    def _view(self, spots: Sequence[tuple[float, float]]) -> Vue:
        """The territory and the marks around it; where these are too far, the territory keeps its part of the map."""
        place: Boite = (_BORD, _BORD, self.largeur - _BORD, self.hauteur - _BORD)
        own = self.sujet.boite
        if not self.sujet.contours and self.sujet.entour:
            own = self.sujet.entour.boite
        xs, ys = [own[0], own[2], *(x for x, _ in spots)], [own[1], own[3], *(y for _, y in spots)]
        whole = fit((min(xs), min(ys), max(xs), max(ys)), place)
        least = min(_PART_MIN * self.largeur / (own[2] - own[0]), _PART_MIN * self.hauteur / (own[3] - own[1]))
        alone = fit(own, (3 * _BORD, 3 * _BORD, self.largeur - 3 * _BORD, self.hauteur - 3 * _BORD))
        most = min(_ECHELLE_MAX * self.sujet.cadre.pas / 1000, alone.echelle)
        scale = max(min(whole.echelle, most), min(least, most))
        x = _centre(scale, (own[0], own[2]), (min(xs), max(xs)), self.largeur)
        y = _centre(scale, (own[1], own[3]), (min(ys), max(ys)), self.hauteur)
        return Vue(scale, x, y)

    def _inside(self, marque: Marque, x: float, y: float) -> _MarquePlacee:
        """A mark at its point or, off the map, at the edge on the way to it."""
        edge = RAYON + 6
        px, py = min(max(x, edge), self.largeur - edge), min(max(y, edge), self.hauteur - edge)
        if px < 340 and py > self.hauteur - 80:
            py = self.hauteur - 110  # the scale bar stands there
        return _MarquePlacee(marque, px, py, x, y)

    # --- what is drawn

    def _territory(self) -> Iterator[FormeDessinee]:
        shapes, sujet = self.vue.shapes, self.sujet
        if sujet.entour:
            yield shapes(self.fond.drawn([sujet.entour]), self.palette.lavande_entour, BLANC, 3)
        if sujet.contours:
            yield shapes(sujet.contours, None, self.palette.ici, 11)
            yield shapes(sujet.contours, self.palette.ici_voile, None, 0)
            inner = self._inner()
            if inner:
                yield shapes(inner, None, BLANC, 2.6)
                yield shapes(sujet.contours, None, self.palette.ici, 3)
        for point in sujet.points:
            x, y = self.vue.place(*point)
            yield Cercle(x, y, 12 if len(sujet.points) > 1 else 15, self.palette.ici, BLANC, 4)

    def _inner(self) -> Sequence[Contour]:
        """The limits inside a région or a département: of its départements, else of its EPCI."""
        t, sujet = self.sujet.t, self.sujet
        if t.type not in ("region", "departement"):
            return ()
        if len(sujet.contours) > 1:
            return sujet.contours
        departement = self.territoires.get(f"departement:{sujet.departements[0]}")
        children = self.territoires.enfants(departement) if departement else ()
        return [sujet.cadre.epci[e.code] for e in children if e.code in sujet.cadre.epci and len(e.departements) == 1]

    def _leaders(self) -> Iterator[Segment]:
        """A hairline from a mark that had to move to its point, or to the edge behind which it lies."""
        for place in self.places:
            gap = hypot(place.vrai_x - place.x, place.vrai_y - place.y)
            if gap > RAYON + 4:
                x, y = min(max(place.vrai_x, 0), self.largeur), min(max(place.vrai_y, 0), self.hauteur)
                yield Segment(place.x, place.y, x, y, GRIS, 2)

    def _wide(self) -> Iterator[FormeDessinee]:
        """What covers a département: a mark beside the département's name."""
        style = Style(27, self.teintes.nom_departement, 700, (self.teintes.halo, 5), 4.5)
        by_code: dict[str, list[Marque]] = {}
        for marque in self.etendues:
            by_code.setdefault(marque.lieu.code, []).append(marque)
        for code, marques in by_code.items():
            lieu = marques[0].lieu
            width = (2 * RAYON + 10) * len(marques)
            nom = name(lieu.nom.upper(), style, 330)
            spots = self.fond.grounds(code, nom.largeur + width, max(nom.hauteur, 2 * RAYON), self.placement.cadre)
            box = next((spot for spot in spots if self.placement.free(spot)), None)
            if box is None:
                continue
            self.placement.take(box)
            self.fond.named.add(code)
            middle = (box[1] + box[3]) / 2
            for n, marque in enumerate(marques):
                yield from mark(marque, box[0] + RAYON + n * (2 * RAYON + 10), middle)
            top = middle - nom.hauteur / 2
            yield from nom.shapes((box[0] + width, top, box[2], top + nom.hauteur), "start")

    def _towns(self) -> Iterator[FormeDessinee]:
        style = Style(29, self.teintes.mots, 600, (self.teintes.halo, 7))
        taken: list[tuple[float, float]] = []
        for lieu in towns(self.territoires, self.sujet.t):
            point = self.sujet.point(lieu)
            if point is None or (self.sujet.contours and not self._holds(point)):
                continue
            x, y = self.vue.place(*point)
            if any(abs(x - a) < 90 and abs(y - b) < 60 for a, b in taken) or not self.fond.shows(x, y, 10):
                continue
            covered = any(hypot(x - p.x, y - p.y) < RAYON for p in self.places)
            rayon = RAYON if covered else 8.0
            if shapes := self.placement.point_out(name(lieu.nom_court, style, 330), x, y, rayon, GRIS):
                taken.append((x, y))
                if not covered and not self.sujet.points:
                    yield Cercle(x, y, 6.5, ENCRE, BLANC, 2)
                yield from shapes
            if len(taken) == 3:
                return

    def _holds(self, point: tuple[float, float]) -> bool:
        left, top, right, bottom = union(self.sujet.contours)
        marge = 3_000 / self.sujet.cadre.pas
        return left - marge < point[0] < right + marge and top - marge < point[1] < bottom + marge

    def _around(self, beside: Sequence[Territoire]) -> Iterator[FormeDessinee]:
        f, placement = self.teintes, self.placement
        yield from self.fond.name_departements(placement, Style(27, f.nom_departement, 700, (f.halo, 5), 4.5))
        if self.sujet.t.type not in ("region", "departement"):
            marked = [p.marque.lieu for p in self.places if p.marque.lieu.type == "epci" and not p.marque.ici]
            own = self.territoires.get(f"epci:{self.sujet.t.epci}") if self.sujet.t.epci else None
            lieux = {lieu.cle: lieu for lieu in (*([own] if own else []), *beside[:9], *marked)}
            yield from self.fond.name_epci(placement, Style(26.8, f.nom_voisin, 400, (f.halo, 5)), lieux.values())
        yield from self.fond.name_waters(placement, Style(CORPS_MIN, f.nom_mer, 600, None, 4.5))

    def _legend(self) -> Iterator[FormeDessinee]:
        y, x = self.hauteur + 40, 0.0
        style = Style(CORPS_MIN, GRIS, 400)
        for square, full, words in (
            (False, False, "dans une commune"),
            (True, False, "pour une intercommunalité ou plus"),
            (None, True, "plein\u00a0: ici"),
            (None, False, "vide\u00a0: ailleurs"),
        ):
            yield from _symbol(x + 14, y - 9, 12.0, GRIS, square=square is not False, full=full)
            yield Legende(x + 36, y, words, style.corps, style.couleur, style.graisse)
            x += 36 + style.width(words) * 0.93 + 30


def mark(marque: Marque, x: float, y: float) -> Iterator[FormeDessinee]:
    """A mark with its number, ringed in white."""
    around = RAYON + 4
    if marque.etendue:
        yield Rectangle(x - around, y - around, 2 * around, 2 * around, BLANC, rayon=12)
    else:
        yield Cercle(x, y, around, BLANC)
    yield from _number(marque.numero, x, y, marque.couleur, square=marque.etendue, full=marque.ici)


def numbered(numero: int, couleur: str, etendue: bool, ici: bool) -> Croquis:
    """A number as the map shows it, 5.4 mm wide: a disc or a square, filled or outlined."""
    return Croquis(2 * RAYON, 2 * RAYON, tuple(_number(numero, RAYON, RAYON, couleur, square=etendue, full=ici)))


def _number(numero: int, x: float, y: float, couleur: str, *, square: bool, full: bool) -> Iterator[FormeDessinee]:
    yield from _symbol(x, y, RAYON, couleur, square=square, full=full)
    yield Legende(x, y + 10.5, str(numero), 30, BLANC if full else couleur, 700, "middle")


def _symbol(x: float, y: float, rayon: float, couleur: str, *, square: bool, full: bool) -> Iterator[FormeDessinee]:
    stroke = min(6.0, rayon / 3)
    inner = rayon - stroke / 2
    fond = couleur if full else BLANC
    if square:
        yield Rectangle(x - inner, y - inner, 2 * inner, 2 * inner, fond, couleur, stroke, rayon / 3)
    else:
        yield Cercle(x, y, inner, fond, couleur, stroke)


def _centre(scale: float, own: tuple[float, float], every: tuple[float, float], side: float) -> float:
    """Where the origin stands on one axis: all in the middle or, where not all is seen, the territory kept in sight."""
    start, end = scale * every[0], scale * every[1]
    if end - start <= side - 2 * _BORD:
        return (side - start - end) / 2
    middle = (side - scale * (own[0] + own[1])) / 2
    wanted = (side - start - end) / 2
    reach = max(0.0, (side - scale * (own[1] - own[0])) / 2 - 2 * _BORD)
    return min(max(wanted, middle - reach), middle + reach)


def brought_in(point: tuple[float, float], contour: Contour) -> tuple[float, float]:
    """A commune's point, brought into its EPCI where the simplified outline leaves it out."""
    x, y = point
    if inside(contour, x, y):
        return point
    goal = min(poles(contour), key=lambda p: hypot(p.x - x, p.y - y))
    tries = ((x + (goal.x - x) * n / 24, y + (goal.y - y) * n / 24) for n in range(1, 25))
    return next((spot for spot in tries if inside(contour, *spot)), (goal.x, goal.y))


def _apart(places: Sequence[_MarquePlacee], largeur: float, hauteur: float) -> list[_MarquePlacee]:
    """The marks pushed from each other until none covers another one."""
    spots = [[p.x, p.y] for p in places]
    edge = RAYON + 6
    for _ in range(60):
        moved = False
        for n in range(len(spots)):
            for m in range(n):
                a, b = spots[m], spots[n]
                dx, dy = b[0] - a[0], b[1] - a[1]
                gap = hypot(dx, dy)
                if gap >= _ECART:
                    continue
                moved = True
                if gap < 0.01:
                    dx, dy, gap = cos(2.4 * n), sin(2.4 * n), 1.0
                push = (_ECART - hypot(b[0] - a[0], b[1] - a[1])) / 2 + 0.5
                a[0] -= push * dx / gap
                a[1] -= push * dy / gap
                b[0] += push * dx / gap
                b[1] += push * dy / gap
        for spot in spots:
            spot[0] = min(max(spot[0], edge), largeur - edge)
            spot[1] = min(max(spot[1], edge), hauteur - edge)
        if not moved:
            break
    return [replace(p, x=spot[0], y=spot[1]) for p, spot in zip(places, spots, strict=True)]
