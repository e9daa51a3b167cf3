"""France by département for a page on a screen: each outline by its code, to be coloured and chosen there."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from coopdocs import memo
from coopdocs.theme.contours import Contour, Vue, fit, frames, union

LARGEUR, HAUTEUR = 680.0, 730.0
"""The units of the drawing."""
_TRAIT = 1.6
_BOITES, _BOITE, _ECART, _MARGE = 640.0, 84.0, 10.0, 10.0
"""Where the row of overseas départements begins, how high its boxes are, what stands between and in them."""


@dataclass(frozen=True)
class CadreDessine:
    """A frame: the SVG transform that brings its outlines to the drawing, how wide their lines are before it; `boite`:
    x, y, width and height around it."""

    transform: str
    trait: float
    traces: tuple[tuple[str, str], ...]
    boite: tuple[float, float, float, float] | None


@memo.of_files()
def departements(fichier: Path) -> tuple[CadreDessine, ...]:
    """The métropole, then each département overseas in a box; `fichier`: the kit's outlines."""
    cadres = frames(fichier)
    drawn = []
    if metro := cadres.get("metro"):
        vue = fit(union(metro.departements.values()), (4, 4, LARGEUR - 4, _BOITES - 10))
        drawn.append(_drawn(vue, metro.departements, None))
    zones = sorted(cadres.keys() - {"metro"})
    large = (LARGEUR - 4 - _ECART * max(len(zones) - 1, 0)) / max(len(zones), 1)
    for rang, zone in enumerate(zones):
        x = 2 + rang * (large + _ECART)
        place = (x + _MARGE, _BOITES + _MARGE, x + large - _MARGE, _BOITES + _BOITE - _MARGE)
        vue = fit(union(cadres[zone].departements.values()), place)
        drawn.append(_drawn(vue, cadres[zone].departements, (round(x, 1), _BOITES, round(large, 1), _BOITE)))
    return tuple(drawn)


def _drawn(vue: Vue, contours: dict[str, Contour], boite: tuple[float, float, float, float] | None) -> CadreDessine:
    traces = tuple((code, contour.trace) for code, contour in contours.items())
    transform = f"translate({vue.x:.1f} {vue.y:.1f}) scale({vue.echelle:.5f})"
    return CadreDessine(transform, round(_TRAIT / vue.echelle, 1), traces, boite)
