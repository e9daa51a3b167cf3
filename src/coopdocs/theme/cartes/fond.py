"""What every map of a territory is laid on: the land, the sea, the limits of départements and of EPCI."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from coopdocs.croquis import FormeDessinee, Legende, Rectangle, Segment
from coopdocs.territoire import CONTOURS, CONTOURS_EPCI, Territoire, Territoires
from coopdocs.theme.cartes import alentours
from coopdocs.theme.cartes.etiquettes import Placement, Style, centred, name
from coopdocs.theme.cartes.grille import Masque, spread
from coopdocs.theme.contours import Boite, Cadre, Contour, Vue, clipped, frames, meet, poles, steps, union
from coopdocs.typographie import INSECABLE

_SEUL_M = 16_000
"""How far one sees around a place that has no outline."""
_DEBORD = 40.0
_MERS_ECART = 420.0
_GROS_PAS = 30.0
"""The side of a cell where names of départements and seas are placed."""
_ECHELLES_KM = (1, 2, 5, 10, 20, 50, 100, 200)


@dataclass(frozen=True)
class Teintes:
    """The colours of a map's ground; `propre`: the territory's own département, `voisine`: what adjoins it."""

    mer: str
    terre: str
    propre: str
    voisine: str | None
    etranger: str
    trait_epci: str
    trait_departement: str
    nom_departement: str
    nom_voisin: str
    nom_mer: str
    mots: str
    halo: str
    fin: float = 1.8
    gros: float = 4.0


@dataclass(frozen=True)
class Sujet:
    """A territory on its frame: its outlines, else its points (steps), and the EPCI around a commune or an EPT."""

    t: Territoire
    zone: str
    cadre: Cadre
    contours: tuple[Contour, ...]
    points: tuple[tuple[float, float], ...]
    entour: Contour | None
    departements: tuple[str, ...]

    @property
    def boite(self) -> Boite:
        """What must be seen of it, in steps."""
        if self.contours:
            return union(self.contours)
        if self.entour and self.t.type == "commune":
            return self.entour.boite
        if self.points:
            xs, ys = zip(*self.points, strict=True)
            marge = (2_500 if self.t.type == "ept" else _SEUL_M) / self.cadre.pas
            return spread((min(xs), min(ys), max(xs), max(ys)), marge)
        return self.entour.boite if self.entour else union(self.cadre.departements[d] for d in self.departements)

    def point(self, lieu: Territoire) -> tuple[float, float] | None:
        """Where a place stands, in steps; None where its point is not known or on another frame."""
        if lieu.point is None or lieu.zone != self.zone:
            return None
        return steps(self.cadre.epsg, self.cadre.pas, self.cadre.origine, *lieu.point)


def subject(territoires: Territoires, t: Territoire) -> Sujet | None:
    """What a map of a territory is about; None where no map shows it (overseas collectivities)."""
    if t.zone is None:
        return None
    # a région is too large for the finer contours
    large = t.type == "region" and len(t.departements) > 1
    cadre = frames(territoires.folder / (CONTOURS if large else CONTOURS_EPCI))[t.zone]
    departements = tuple(code for code in t.departements if code in cadre.departements)
    own: tuple[Contour, ...] = ()
    if t.type in ("region", "departement") or _is_departement(territoires, t):
        own = tuple(cadre.departements[code] for code in departements)
    elif t.type == "epci" and t.code in cadre.epci:
        own = (cadre.epci[t.code],)
    entour = cadre.epci.get(t.epci or "") if not own else None
    bare = Sujet(t, t.zone, cadre, own, (), entour, departements)
    lieux = () if own else territoires.communes(t)
    points = tuple(point for lieu in lieux if (point := bare.point(lieu)))
    return Sujet(t, t.zone, cadre, own, points, entour, departements)


def _is_departement(territoires: Territoires, t: Territoire) -> bool:
    """Whether a commune is a département by itself (Paris)."""
    if t.type != "commune":
        return False
    departement = territoires.get(f"departement:{t.departements[0]}")
    return bool(departement and departement.regions and territoires.nombre_communes(departement) == 1)


class Fond:
    """The ground of one map: `vue` brings the subject's steps to a drawing of `largeur` × `hauteur` units.

    `gauche`: what is left of it is dimmed, and shows no limits of EPCI.
    """

    def __init__(
        self, territoires: Territoires, sujet: Sujet, vue: Vue, largeur: float, hauteur: float, gauche: float = 0
    ) -> None:
        self.territoires, self.sujet, self.vue = territoires, sujet, vue
        self.largeur, self.hauteur, self.gauche = largeur, hauteur, gauche
        left, top = -vue.x / vue.echelle, -vue.y / vue.echelle
        self._cadre = (left, top, left + largeur / vue.echelle, top + hauteur / vue.echelle)
        self.named: set[str] = set()
        """The départements whose names stand on the map already."""
        self._au_plus = spread(self._cadre, _DEBORD / vue.echelle)

    def seen(self, contours: Iterable[Contour]) -> list[Contour]:
        """Those that the frame may show a part of."""
        return [contour for contour in contours if meet(contour.boite, self._cadre)]

    def drawn(self, contours: Iterable[Contour]) -> list[Contour]:
        """The same, without what is far outside the frame."""
        seen = (clipped(contour, self._au_plus) for contour in self.seen(contours))
        return [contour for contour in seen if contour.trace]

    def shows(self, x: float, y: float, marge: float = 0) -> bool:
        """Whether a place on paper is in the frame, so far from its edges."""
        return marge <= x <= self.largeur - marge and marge <= y <= self.hauteur - marge

    @cached_property
    def departements(self) -> dict[str, Contour]:
        """The départements that the frame may show, by code."""
        found = self.sujet.cadre.departements.items()
        return {code: contour for code, contour in found if meet(contour.boite, self._cadre)}

    @cached_property
    def masque(self) -> Masque:
        """What the territory covers, or the EPCI that it is a point of."""
        own = self.sujet.contours or tuple(filter(None, [self.sujet.entour]))
        return Masque(self.largeur, self.hauteur).paint(own, self.vue)

    @cached_property
    def terres(self) -> Masque:
        """Whatever is no water."""
        masque = Masque(self.largeur, self.hauteur, _GROS_PAS).paint(self.seen(self.sujet.cadre.etranger), self.vue)
        return self._rough(masque, self.departements)

    def _rough(self, masque: Masque, codes: Iterable[str]) -> Masque:
        """Add départements by their rough outlines, which are much faster to paint."""
        cadre, sujet = self.sujet.cadre, self.sujet
        rough = frames(self.territoires.folder / CONTOURS).get(sujet.zone)
        if rough is None or rough.origine != cadre.origine:
            return masque.paint([cadre.departements[code] for code in codes], self.vue)
        vue = Vue(self.vue.echelle * rough.pas / cadre.pas, self.vue.x, self.vue.y)
        return masque.paint([rough.departements[code] for code in codes if code in rough.departements], vue)

    def layers(self, teintes: Teintes, voisins: Sequence[Contour] = ()) -> Iterator[FormeDessinee]:
        """All but the territory, from the sea up. `voisins`: what adjoins it, in its own colour."""
        shapes, sujet = self.vue.shapes, self.sujet
        yield Rectangle(0, 0, self.largeur, self.hauteur, teintes.mer)
        if etranger := self.seen(sujet.cadre.etranger):
            yield shapes(etranger, teintes.etranger, None, 0)
        seen = {code: drawn for code, contour in self.departements.items() for drawn in self.drawn([contour])}
        if autres := [contour for code, contour in seen.items() if code not in sujet.departements]:
            yield shapes(autres, teintes.terre, None, 0)
        if own := [contour for code, contour in seen.items() if code in sujet.departements]:
            yield shapes(own, teintes.propre, None, 0)
        if teintes.voisine and (beside := self.drawn(voisins)):
            yield shapes(beside, teintes.voisine, None, 0)
        if epci := self.drawn(self._epci()):
            yield shapes(epci, None, teintes.trait_epci, teintes.fin)
        yield shapes(seen.values(), None, teintes.trait_departement, teintes.gros)

    def _epci(self) -> list[Contour]:
        """The EPCI whose limits are drawn: around a large territory those of its own départements are enough."""
        known, sujet = self.sujet.cadre.epci, self.sujet
        if sujet.t.type not in ("departement", "region"):
            from_left = self._cadre[0] + self.gauche / self.vue.echelle
            return [contour for contour in known.values() if contour.boite[2] > from_left]
        departements = (self.territoires.get(f"departement:{code}") for code in sujet.departements)
        codes = {e.code for d in departements if d for e in self.territoires.enfants(d)}
        return [known[code] for code in sorted(codes) if code in known]

    # --- names of what is around

    def name_departements(self, placement: Placement, style: Style) -> Iterator[FormeDessinee]:
        """Each département but the territory itself, whole on its own ground and off the territory."""
        own = self.sujet.departements if self.sujet.t.type in ("region", "departement") else ()
        for code in sorted(self.departements, key=lambda code: (code not in self.sujet.departements, code)):
            t = self.territoires.get(f"departement:{code}")
            if code not in own and code not in self.named and t is not None:
                nom = name(t.nom.upper(), style, 330)
                spots = self.grounds(code, nom.largeur, nom.hauteur, placement.cadre)
                yield from placement.best(nom, spots, 30.0) or placement.best(nom, spots)

    def grounds(self, code: str, largeur: float, hauteur: float, cadre: Boite) -> list[Boite]:
        """Where a box stands whole on a département, with room around it first, then near the middle of the frame."""
        # names keep off the limits as they are drawn, which rough outlines miss by a kilometre or two
        masque = Masque(self.largeur, self.hauteur, _GROS_PAS).paint([self.sujet.cadre.departements[code]], self.vue)
        for marge in (50.0, 20.0, 8.0):
            found = masque.rooms(largeur + 2 * marge, hauteur + 2 * marge, spread(cadre, marge))
            if boites := [spread(boite, -marge) for boite in found]:
                return sorted(boites, key=self._far)[::3]
        return []

    def name_waters(self, placement: Placement, style: Style) -> Iterator[FormeDessinee]:
        """The sea and the countries around, once each, where there is room for their names."""
        sujet, said = self.sujet, dict[str, tuple[float, float]]()
        etranger = self.seen(sujet.cadre.etranger)
        masques = [(self.terres, 0, alentours.sea)]
        if etranger:
            # outlines abroad run inside France, which is drawn over them
            inland = self._rough(Masque(self.largeur, self.hauteur, _GROS_PAS), self.departements)
            abroad = Masque(self.largeur, self.hauteur, _GROS_PAS).paint(etranger, self.vue)
            masques.append((abroad.without(inland), 1, alentours.country))
        for masque, part, named in masques:
            boites = masque.rooms(style.width("MÉDITERRANÉE") + 30, 2.4 * style.corps, placement.cadre, part)
            for boite in sorted(boites, key=self._far)[::5]:
                x, y = (boite[0] + boite[2]) / 2, (boite[1] + boite[3]) / 2
                found = named(sujet.cadre, sujet.zone, *self._steps(x, y))
                near = any(abs(x - a) < _MERS_ECART and abs(y - b) < _MERS_ECART for a, b in said.values())
                if found is None or found in said or near:
                    continue
                nom = name(found, style, 330)
                if shapes := placement.best(nom, [centred(nom, x, y)]):
                    said[found] = x, y
                    yield from shapes

    def _steps(self, x: float, y: float) -> tuple[float, float]:
        return (x - self.vue.x) / self.vue.echelle, (y - self.vue.y) / self.vue.echelle

    def _far(self, boite: Boite) -> float:
        return abs(boite[0] + boite[2] - self.largeur) + abs(boite[1] + boite[3] - self.hauteur)

    def name_epci(self, placement: Placement, style: Style, lieux: Iterable[Territoire]) -> Iterator[FormeDessinee]:
        """The names of some EPCI, each in its own ground as far as it is seen."""
        for lieu in lieux:
            contour = self.sujet.cadre.epci.get(lieu.code)
            if contour is None or not meet(contour.boite, self._cadre):
                continue
            nom = name(lieu.nom_court, style, 260)
            spots = [(pole, *self.vue.place(pole.x, pole.y)) for pole in poles(contour)]
            seen = [(x, y) for _, x, y in spots if self.shows(x, y, 20)]
            around = [(x, y + shift) for shift in (0.0, 46.0, -46.0) for x, y in seen]
            yield from placement.best(nom, [centred(nom, x, y) for x, y in around])

    # --- what tells distances

    def scale_bar(self, x: float, y: float, most: float, couleur: str, style: Style) -> list[FormeDessinee]:
        """A bar of a round length, `most` units wide at most, from its lower left corner."""
        km = self.vue.echelle * 1000 / self.sujet.cadre.pas
        length = next((n for n in reversed(_ECHELLES_KM) if n * km <= most), _ECHELLES_KM[0])
        end = x + length * km
        ticks = [Segment(at, y - 12, at, y + 1.5, couleur, 3) for at in (x, end)]
        words = Legende(
            end + 14, y + 4, f"{length}{INSECABLE}km", style.corps, style.couleur, style.graisse, halo=style.halo
        )
        return [Segment(x, y, end, y, couleur, 3), *ticks, words]
