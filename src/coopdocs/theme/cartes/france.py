"""Where a territory is in France: the métropole, its départements overseas in a row below it (units: 0.1 mm)."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from math import ceil
from pathlib import Path

from coopdocs import memo
from coopdocs.couleurs import Palette
from coopdocs.croquis import Cercle, Croquis, FormeDessinee, Rectangle
from coopdocs.territoire import CONTOURS, Territoire, Territoires
from coopdocs.theme.contours import Boite, Cadre, Contour, Vue, bounds, fit, frames, rings, steps, union

LARGEUR, HAUTEUR = 680.0, 720.0
_BOITES, _HAUT_BOITE, _BORD_BOITE, _ECART = 644.0, 72.0, 4.0, 10.0
_VISIBLE_M = 42_000
_FINESSE_M = (600, 4_500)
"""Corners nearer than that are one on a small map: overseas, and of the métropole."""


@dataclass(frozen=True)
class TeintesFrance:
    """The colours of a map of France: elsewhere, the territory's région, its départements, limits, the place itself."""

    ailleurs: str
    region: str
    propre: str
    limite: str
    boite: str
    outremer: str
    point: str


def on_ground(p: Palette) -> TeintesFrance:
    """Those of a map on the publisher's ground."""
    return TeintesFrance(p.nuit_france, p.nuit_region, p.blanc, p.nuit, p.nuit_boite, p.nuit_outremer, p.ici)


def on_white(p: Palette) -> TeintesFrance:
    """Those of a map on white."""
    land, region = p.lavande_fond, p.lavande_france
    return TeintesFrance(land, region, p.ici, p.blanc, region, land, p.ici)


def france(territoires: Territoires, t: Territoire, teintes: TeintesFrance) -> Croquis | None:
    """Where a territory is in France: 68 mm wide, its départements and its régions in colours that the ground takes.

    None for a territory that the map does not show (overseas collectivities).
    """
    shapes = situated(territoires, t, (0.0, 0.0, LARGEUR, HAUTEUR), teintes)
    return Croquis(LARGEUR, HAUTEUR, shapes) if shapes else None


def situated(
    territoires: Territoires, t: Territoire, place: Boite, teintes: TeintesFrance
) -> tuple[FormeDessinee, ...]:
    """The same as shapes in a place of a larger drawing; none where the map does not show the territory."""
    if t.zone is None:
        return ()
    fichier = territoires.folder / CONTOURS
    cadres = _small(fichier)
    vues, fond = _base(fichier, place, teintes)
    cadre, vue = cadres[t.zone], vues[t.zone]
    miens = [cadre.departements[code] for code in t.departements]
    scale = (place[2] - place[0]) / LARGEUR
    if t.zone != "metro":
        boite = _box(sorted(cadres.keys() - {"metro"}).index(t.zone), place, teintes.propre, 4 * scale)
        return (*fond, boite, vue.shapes(miens, teintes.propre, None, 0))
    regions = (territoires.get(f"region:{code}") for code in t.regions)
    voisins = {code for region in regions if region for code in region.departements} - set(t.departements)
    autour = [cadre.departements[code] for code in sorted(voisins)]
    dessus = [vue.shapes(autour, teintes.region, teintes.limite, 2 * scale)] if autour else []
    dessus.append(vue.shapes(miens, teintes.propre, teintes.limite, 1.4 * scale))
    return (*fond, *dessus, *_mark(t, cadre, miens, vue, teintes, scale))


@memo.of_files()
def _small(fichier: Path) -> dict[str, Cadre]:
    """The frames with as few corners as a small map shows; outlines that share a border keep the same ones."""
    return {
        zone: _coarser(cadre, max(1, round(_FINESSE_M[zone == "metro"] / cadre.pas)))
        for zone, cadre in frames(fichier).items()
    }


def _coarser(cadre: Cadre, pas: int) -> Cadre:
    """A frame with steps `pas` times as long."""
    departements = {code: _snapped(contour, pas) for code, contour in cadre.departements.items()}
    taille = (cadre.taille[0] / pas, cadre.taille[1] / pas)
    return Cadre(cadre.epsg, cadre.pas * pas, cadre.origine, taille, departements, {}, ())


def _snapped(contour: Contour, pas: int) -> Contour:
    """An outline whose corners stand on a coarser grid; what that leaves no ground goes, unless it is all there is."""
    traces = []
    for xs, ys in rings(contour.trace):
        points = [(round(x / pas), round(y / pas)) for x, y in zip(xs, ys, strict=True)]
        points = [b for a, b in pairwise((points[-1], *points)) if a != b]
        if len(set(points)) > 2:
            moves = " ".join(f"{x2 - x1} {y2 - y1}" for (x1, y1), (x2, y2) in pairwise(points))
            traces.append(f"M{points[0][0]} {points[0][1]}l{moves}z".replace(" -", "-"))
    if not traces:
        left, top, right, bottom = (value / pas for value in contour.boite)
        traces = [f"M{int(left)} {int(top)}l{ceil(right - left)} 0 0 {ceil(bottom - top)}-{ceil(right - left)} 0z"]
    trace = "".join(traces)
    return Contour(trace, bounds(trace))


@memo.of_files(most=16)
def _base(fichier: Path, place: Boite, teintes: TeintesFrance) -> tuple[dict[str, Vue], tuple[FormeDessinee, ...]]:
    """The view of each frame, and all départements in the colour of those elsewhere."""
    cadres = _small(fichier)
    metro = cadres["metro"]
    scale = (place[2] - place[0]) / LARGEUR
    vues = {"metro": Vue((place[2] - place[0]) / metro.taille[0], place[0], place[1])}
    formes: list[FormeDessinee] = [
        vues["metro"].shapes(metro.departements.values(), teintes.ailleurs, teintes.limite, 2 * scale)
    ]
    for rang, zone in enumerate(sorted(cadres.keys() - {"metro"})):
        contours = cadres[zone].departements.values()
        boite = _box(rang, place, teintes.boite, 2.5 * scale)
        x, y, marge = boite.x, boite.y, 12 * scale
        inner = (x + marge, y + marge, x + boite.largeur - marge, y + boite.hauteur - marge)
        vues[zone] = fit(union(contours), inner)
        formes += [boite, vues[zone].shapes(contours, teintes.outremer, None, 0)]
    return vues, tuple(formes)


def _mark(
    t: Territoire, cadre: Cadre, contours: list[Contour], vue: Vue, teintes: TeintesFrance, scale: float
) -> list[FormeDessinee]:
    """A circle around what would be too small to be seen, a dot where the territory is less than a département."""
    gauche, haut, droite, bas = union(contours)
    etendue = max(droite - gauche, bas - haut)
    if etendue * cadre.pas < _VISIBLE_M:
        x, y = vue.place((gauche + droite) / 2, (haut + bas) / 2)
        return [Cercle(x, y, etendue * vue.echelle / 2 + 15 * scale, None, teintes.propre, 5 * scale)]
    if t.type in ("departement", "region") or t.point is None:
        return []
    x, y = vue.place(*steps(cadre.epsg, cadre.pas, cadre.origine, *t.point))
    return [Cercle(x, y, 15 * scale, teintes.point, teintes.limite, 4 * scale)]


def _box(rang: int, place: Boite, trait: str, epaisseur: float) -> Rectangle:
    scale = (place[2] - place[0]) / LARGEUR
    largeur = (LARGEUR - 4 * _ECART) / 5 - _BORD_BOITE
    x = place[0] + scale * (rang * (largeur + _BORD_BOITE + _ECART) + _BORD_BOITE / 2)
    return Rectangle(
        x, place[1] + scale * _BOITES, scale * largeur, scale * _HAUT_BOITE, None, trait, epaisseur, 9 * scale
    )
