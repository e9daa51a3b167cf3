"""The map that a territory's cover stands on: itself, its towns, what adjoins it, where it is in France."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import islice

from coopdocs.couleurs import BLANC, Palette
from coopdocs.croquis import Cercle, Croquis, FormeDessinee, Legende, Rectangle
from coopdocs.territoire import Territoire, Territoires
from coopdocs.theme.cartes import france
from coopdocs.theme.cartes.etiquettes import CORPS_MIN, Placement, Style, name
from coopdocs.theme.cartes.fond import Fond, Sujet, Teintes, subject
from coopdocs.theme.cartes.france import TeintesFrance
from coopdocs.theme.cartes.grille import placed, spread
from coopdocs.theme.contours import Boite, Contour, Vue, fit

LARGEUR, HAUTEUR = 2100.0, 1650.0
_PLACE: Boite = (1110.0, 220.0, 1830.0, 1190.0)
"""Where the territory stands."""
_CADRE: Boite = (1040.0, 60.0, 2060.0, 1590.0)
"""Where names may stand: left of it is the territory's own, in large letters."""
_NOM: Boite = (0.0, 360.0, 1090.0, 1500.0)
_FRANCE: Boite = (1660.0, 1210.0, 2040.0, 1612.0)
_ECHELLE_MAX = 40.0
"""How many units a kilometre takes at most."""
VOILE, _VOILE_LARGEUR, _FONDU, _PAS_VOILE = 0.0903, 1120.0, 240.0, 15.0
"""A veil of sixteen sheets, each so opaque, hides 78 %: they end one after the other."""
_DIMME = 700.0
_ECART = 90.0
_TACHE, _POINT = 17.0, 11.0
_CORPS, _NOM_MAX = 31.0, 420.0
"""The size of the names of its places, and how wide one stands on one line."""
_TRAIT, _TRAIT_PART = (100.0, 200.0), 0.25
"""The length of a line from a place to its name, at most: between two bounds, this part of the territory's size."""
_CONTRE = 25.0
"""How far a name is from its place that stands against it, without a line."""


@dataclass(frozen=True)
class TeintesCouverture:
    """The colours of a cover: its ground's, then the territory's own."""

    fond: Teintes
    voile: str
    territoire: str
    bord: str
    entour: str
    entour_bord: str
    point: str
    point_bord: str
    france: TeintesFrance
    inset: str
    marque: str


def _on_ground(p: Palette) -> TeintesCouverture:
    fond = Teintes(
        mer=p.nuit, terre=p.nuit_terre, propre=p.nuit_propre, voisine=None, etranger=p.nuit_etranger,
        trait_epci=p.nuit_epci, trait_departement=p.nuit_departement, nom_departement=p.nuit_nom,
        nom_voisin=p.nuit_voisin, nom_mer=p.nuit_mer, mots=p.blanc, halo=p.nuit,
    )  # fmt: skip
    return TeintesCouverture(
        fond, voile=p.nuit, territoire=p.ici, bord=p.blanc, entour=p.nuit_entour, entour_bord=p.pale, point=p.blanc,
        point_bord=p.nuit, france=france.on_ground(p), inset=p.nuit, marque=p.ici,
    )  # fmt: skip


def _little_ink(p: Palette) -> TeintesCouverture:
    fond = Teintes(
        mer=p.blanc, terre=p.blanc, propre=p.lavande_papier, voisine=None, etranger=p.blanc, trait_epci=p.lavande_epci,
        trait_departement=p.lavande_filet, nom_departement=p.lavande_mer, nom_voisin=p.gris, nom_mer=p.lavande_mer,
        mots=p.encre, halo=p.blanc,
    )  # fmt: skip
    return TeintesCouverture(
        fond, voile=p.blanc, territoire=p.ici_voile, bord=p.ici, entour=p.lavande_voile, entour_bord=p.lavande,
        point=p.ici, point_bord=p.blanc, france=france.on_white(p), inset=p.blanc, marque=p.ici,
    )  # fmt: skip


def couverture(territoires: Territoires, t: Territoire, palette: Palette, sobre: bool = False) -> Croquis | None:
    """The ground of a cover, 210 × 165 mm; `sobre`: with little ink. None where there are no outlines (COM)."""
    sujet = subject(territoires, t)
    return (
        _CarteCouverture(territoires, sujet, (_little_ink if sobre else _on_ground)(palette)).croquis()
        if sujet
        else None
    )


class _CarteCouverture:
    def __init__(self, territoires: Territoires, sujet: Sujet, teintes: TeintesCouverture) -> None:
        self.territoires, self.sujet, self.teintes = territoires, sujet, teintes
        self.vue = _view(sujet)
        self.fond = Fond(territoires, sujet, self.vue, LARGEUR, HAUTEUR, _DIMME)
        self.placement = Placement(_CADRE, self.fond.masque, [_NOM, _FRANCE])

    def croquis(self) -> Croquis:
        teintes, fond = self.teintes, self.fond
        style = Style(CORPS_MIN, teintes.fond.nom_voisin, 400)
        bar = fond.scale_bar(1080, 1590, 230, teintes.fond.nom_voisin, style)
        self.placement.take((1060, 1540, 1420, 1620))
        marks = list(self._marks())
        names = [*self._towns(), *self._around()]
        inset = france.situated(self.territoires, self.sujet.t, _FRANCE, teintes.france)
        return Croquis(
            LARGEUR,
            HAUTEUR,
            (*fond.layers(teintes.fond), *self._territory(), *_veil(teintes.voile), *bar, *inset, *marks, *names),
        )

    def _territory(self) -> Iterator[FormeDessinee]:
        """The territory as an area, or the EPCI that it is a point of."""
        shapes, teintes, sujet = self.vue.shapes, self.teintes, self.sujet
        if sujet.entour:
            yield shapes([sujet.entour], teintes.entour, teintes.entour_bord, 3)
        if not sujet.contours:
            return
        yield shapes(sujet.contours, None, teintes.bord, 7)
        if sujet.t.type in ("departement", "region"):
            yield shapes(sujet.contours, teintes.territoire, None, 0)
            inner = sujet.contours if len(sujet.contours) > 1 else self._epci()
            yield shapes(inner, None, teintes.bord, 1.4)
            yield shapes(sujet.contours, None, teintes.bord, 2.2 if len(sujet.contours) > 1 else 4)
        else:
            yield shapes(sujet.contours, teintes.territoire, None, 0)

    def _epci(self) -> list[Contour]:
        """The EPCI whose people are mostly in the département: their limits stand inside it, or nearly."""
        t = self.sujet.t
        known = self.sujet.cadre.epci
        departement = self.territoires.get(f"departement:{self.sujet.departements[0]}")
        children = self.territoires.enfants(departement) if departement else ()
        found = (e for e in children if e.departements == t.departements)
        return [known[e.code] for e in found if e.code in known]

    # --- the territory's places

    def _marks(self) -> Iterator[FormeDessinee]:
        """A disc for a commune, one for each commune of an EPT: what has no outline of its own."""
        teintes = self.teintes
        rayon = 12.0 if len(self.sujet.points) > 1 else _TACHE
        for point in self.sujet.points:
            x, y = self.vue.place(*point)
            yield Cercle(x, y, rayon, teintes.marque, BLANC, 4)
            self.placement.take((x - rayon, y - rayon, x + rayon, y + rayon))

    def _towns(self) -> Iterator[FormeDessinee]:
        """Three places at most, the largest first, each with its name outside the territory.

        The first one is named however far its name has to stand, on a département or a région itself where that would
        be far; a smaller one near enough takes another one's place.
        """
        teintes = self.teintes
        style = Style(_CORPS, teintes.fond.mots, 600, (teintes.fond.halo, 7))
        taken: list[tuple[float, float]] = []
        own = self.sujet.t.type == "commune"
        if own and self.sujet.contours:
            return
        for lieu in towns(self.territoires, self.sujet.t):
            point = self.sujet.point(lieu)
            if point is None or not (own or self._holds(point)):
                continue
            x, y = self.vue.place(*point)
            mark = spread((x, y, x, y), _POINT)
            near = any(abs(x - a) < _ECART and abs(y - b) < _ECART for a, b in taken)
            if near or (not self.sujet.points and self.placement.covered(mark)):
                continue
            shapes = self._pointed_out(lieu, style, x, y, first=not taken)
            if shapes:
                taken.append((x, y))
                self.placement.take(mark)
                if not self.sujet.points:
                    yield Cercle(x, y, _POINT - 1.5, teintes.point, teintes.point_bord, 3)
                yield from shapes
            if len(taken) == 3:
                return

    def _pointed_out(self, lieu: Territoire, style: Style, x: float, y: float, *, first: bool) -> list[FormeDessinee]:
        t, mots = self.sujet.t, self.teintes.fond.mots
        nom, rayon = name(lieu.nom_court, style, _NOM_MAX), _TACHE if t.type == "commune" else _POINT
        near = self.placement.point_out(nom, x, y, rayon, mots, self._reach)
        if near or not first:
            return near
        inner: list[FormeDessinee] = []
        if t.type in ("departement", "region"):
            on_it = replace(nom, style=replace(style, halo=(self.teintes.territoire, 16)))
            inner = self.placement.point_out(on_it, x, y, rayon, mots, _CONTRE, dedans=True)
        return inner or self.placement.point_out(nom, x, y, rayon, mots)

    @property
    def _reach(self) -> float:
        """How long the line from a place to its name is at most: it runs over a small part of the territory."""
        left, top, right, bottom = placed(self.sujet.boite, self.vue)
        return min(max(_TRAIT_PART * max(right - left, bottom - top), _TRAIT[0]), _TRAIT[1])

    def _holds(self, point: tuple[float, float]) -> bool:
        """Whether a town stands where it should: an outline is simplified, and leaves out small islands."""
        left, top, right, bottom = self.sujet.boite
        marge = 3_000 / self.sujet.cadre.pas
        return left - marge < point[0] < right + marge and top - marge < point[1] < bottom + marge

    # --- what is around

    def _around(self) -> Iterator[FormeDessinee]:
        f, t = self.teintes.fond, self.sujet.t
        capitals = Style(27, f.nom_departement, 700, espacement=4.5)
        yield from self.fond.name_departements(self.placement, capitals)
        if t.type not in ("region", "departement"):
            epci = self.territoires.get(f"epci:{t.epci}") if t.epci else t
            beside = self.territoires.voisins(epci) if epci else ()
            yield from self.fond.name_epci(self.placement, Style(26.8, f.nom_voisin, 400), beside[:8])
        yield from self.fond.name_waters(self.placement, Style(CORPS_MIN, f.nom_mer, 600, espacement=4.5))


def named(croquis: Croquis, lieux: Iterable[Territoire]) -> list[str]:
    """Which of some places a cover's map names, in their order."""
    said = {f.texte for f in croquis.formes if isinstance(f, Legende) and f.corps == _CORPS}
    style = Style(_CORPS, BLANC)
    return [lieu.nom_court for lieu in lieux if said.issuperset(name(lieu.nom_court, style, _NOM_MAX).lignes)]


def towns(territoires: Territoires, t: Territoire) -> Iterator[Territoire]:
    """The places of a territory that a map names, what matters most first."""
    get = territoires.get
    if t.type == "commune":
        yield t
    elif t.type == "region":
        departements = (get(f"departement:{code}") for code in t.departements)
        chefs = (get(f"commune:{d.chef_lieu}") for d in departements if d)
        ranked = sorted(filter(None, chefs), key=lambda c: -(c.population or 0))
        yield from ranked if len(ranked) > 1 else islice(_largest(territoires, t), 12)
    else:
        yield from islice(_largest(territoires, t), 12)


def _largest(territoires: Territoires, t: Territoire) -> Iterator[Territoire]:
    """The communes, the chef-lieu of a département first."""
    chef = territoires.get(f"commune:{t.chef_lieu}") if t.type == "departement" else None
    if chef:
        yield chef
    yield from (commune for commune in territoires.communes(t) if commune != chef)


def _view(sujet: Sujet) -> Vue:
    """The territory as large as its place holds, but not so large that its simplified outline shows."""
    vue = fit(sujet.boite, _PLACE)
    most = _ECHELLE_MAX * sujet.cadre.pas / 1000
    if vue.echelle <= most:
        return vue
    left, top, right, bottom = sujet.boite
    x, y = (_PLACE[0] + _PLACE[2] - most * (left + right)) / 2, (_PLACE[1] + _PLACE[3] - most * (top + bottom)) / 2
    return Vue(most, x, y)


def _veil(couleur: str) -> Iterator[FormeDessinee]:
    """What dims the left of the map under the territory's name, fading out."""
    for n in range(round(_FONDU / _PAS_VOILE)):
        yield Rectangle(0, 0, _VOILE_LARGEUR - n * _PAS_VOILE, HAUTEUR, couleur, opacite=VOILE)
