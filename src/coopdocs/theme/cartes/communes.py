"""The communes of a territory as discs: an area for a population, on the territory's outline."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from math import sqrt

from coopdocs.couleurs import BLANC, ENCRE, GRIS, Palette
from coopdocs.croquis import Cercle, Croquis, FormeDessinee
from coopdocs.territoire import Territoire, Territoires
from coopdocs.theme.cartes.etiquettes import CORPS_MIN, Placement, Style, name
from coopdocs.theme.cartes.fond import Fond, Sujet, subject
from coopdocs.theme.cartes.grille import spread
from coopdocs.theme.contours import Boite, Contour, fit

NOMMEES = 5
_COTES = (840.0, 820.0)
_RAYON, _RAYON_MIN, _MONTREES = 62.0, 3.5, 600


@dataclass(frozen=True)
class _DisqueCommune:
    """Communes that the tables put at one point, the largest first: they are one disc, for all of them together."""

    communes: tuple[Territoire, ...]
    x: float
    y: float
    rayon: float


def communes(
    territoires: Territoires, t: Territoire, palette: Palette, taille: tuple[float, float] = _COTES
) -> Croquis | None:
    """The communes of a territory, the 600 largest at most, as discs whose areas are as their populations.

    For a commune those of its EPCI, itself in the territory's colour. The five largest are named, outside the outline.
    None where there is no outline, or one commune alone.
    """
    of = territoires.get(f"epci:{t.epci}") if t.type == "commune" and t.epci else t
    sujet = subject(territoires, of) if of else None
    if of is None or sujet is None or territoires.nombre_communes(of) < 2:
        return None
    return _Communes(territoires, sujet, t, palette, taille).croquis()


class _Communes:
    def __init__(
        self, territoires: Territoires, sujet: Sujet, ici: Territoire, palette: Palette, taille: tuple[float, float]
    ) -> None:
        self.territoires, self.sujet, self.ici = territoires, sujet, ici
        self.palette = palette
        largeur, hauteur = self.largeur, self.hauteur = taille
        place: Boite = (0.17 * largeur, 60, 0.83 * largeur, hauteur - 100)
        self.vue = fit(sujet.boite, place)
        self.fond = Fond(territoires, sujet, self.vue, largeur, hauteur)
        self.disques = list(self._discs())

    def croquis(self) -> Croquis:
        small = Style(CORPS_MIN, GRIS, 400)
        forbidden = self.fond.masque if self.sujet.contours else None
        placement = Placement((4, 4, self.largeur - 4, self.hauteur - 4), forbidden)
        placement.take((0, self.hauteur - 55, 330, self.hauteur))
        named = self._named()
        for disque in self.disques:
            placement.keep(spread((disque.x, disque.y, disque.x, disque.y), disque.rayon))
        names = [shape for disque in named for shape in self._name(placement, disque)]
        bar = self.fond.scale_bar(10, self.hauteur - 20, 0.24 * self.largeur, GRIS, small)
        return Croquis(self.largeur, self.hauteur, (*self._ground(), *self._shapes(named), *bar, *names))

    def _ground(self) -> Iterator[FormeDessinee]:
        sujet, shapes, p = self.sujet, self.vue.shapes, self.palette
        if sujet.contours:
            yield shapes(sujet.contours, None, p.lavande, 5)
            yield shapes(sujet.contours, p.lavande_communes, None, 0)
            if len(sujet.contours) > 1:
                yield shapes(sujet.contours, None, BLANC, 3)
        elif sujet.entour:
            seen: list[Contour] = self.fond.drawn([sujet.entour])
            yield shapes(seen, p.lavande_communes, p.lavande, 2.5)

    def _discs(self) -> Iterator[_DisqueCommune]:
        """The communes that have a place, the largest first."""
        every = self.territoires.communes(self.sujet.t)
        if self.sujet.t.type == "region":
            every = (
                c for d in self.territoires.enfants(self.sujet.t) for c in islice(self.territoires.communes(d), 60)
            )
        ranked = sorted(every, key=lambda c: -(c.population or 0))[:_MONTREES]
        biggest = _RAYON if len(ranked) <= 150 else 0.8 * _RAYON
        at: dict[tuple[float, float], list[Territoire]] = {}
        for commune in ranked:
            if point := self.sujet.point(commune):
                at.setdefault(point, []).append(commune)
        people = {point: sum(c.population or 0 for c in gathered) for point, gathered in at.items()}
        most = max(people.values(), default=0) or 1
        for point in sorted(at, key=lambda point: -people[point]):
            rayon = max(biggest * sqrt(people[point] / most), _RAYON_MIN)
            yield _DisqueCommune(tuple(at[point]), *self.vue.place(*point), rayon)

    def _named(self) -> list[_DisqueCommune]:
        """The largest and, on its EPCI's map, the commune that the page is about."""
        found = self.disques[:NOMMEES]
        own = [d for d in self.disques if self._own(d) and d not in found]
        return [*found, *own]

    def _own(self, disque: _DisqueCommune) -> bool:
        """Whether a disc stands for the commune that the page is about."""
        return self.ici.cle in {commune.cle for commune in disque.communes}

    def _shapes(self, named: list[_DisqueCommune]) -> Iterator[FormeDessinee]:
        alone, p = self.ici.type == "commune", self.palette
        for disque in self.disques:
            couleur = p.ici if disque in named else p.ici_disque
            if alone:
                couleur = p.ici if self._own(disque) else p.lavande_disque
            yield Cercle(disque.x, disque.y, disque.rayon, couleur, BLANC, 2 if disque.rayon > 8 else 1)

    def _name(self, placement: Placement, disque: _DisqueCommune) -> list[FormeDessinee]:
        own = self._own(disque)
        style = Style(27, self.palette.ici if own else ENCRE, 600, (BLANC, 6))
        nom = name(" et ".join(c.nom_court for c in disque.communes[:2]), style, 300)
        return placement.point_out(nom, disque.x, disque.y, min(disque.rayon, 12), GRIS)
