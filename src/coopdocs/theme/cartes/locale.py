"""The map of a whole dossier: a territory and its surroundings (units: 0.1 mm on paper)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

from coopdocs.couleurs import BLANC, ENCRE, Palette
from coopdocs.croquis import Cercle, Croquis, FormeDessinee, Legende, Rectangle
from coopdocs.territoire import CONTOURS, CONTOURS_EPCI, Territoire, Territoires
from coopdocs.theme.cartes.etiquettes import Ancre
from coopdocs.theme.contours import Boite, Contour, Vue, fit, frames, meet, steps, union

# The local map.
_LARGEUR, _HAUTEUR, _RAYON = 960.0, 1020.0, 25.0
# The part of the frame that an EPCI takes at least and at most, and the margin around what is shown.
_PART_MIN, _PART_MAX, _MARGE = 0.25, 0.72, 45.0

# Labels: 8.5 pt, at least this far apart.
_ENCRE, _CORPS, _GRAISSE, _HALO = ENCRE, 30.0, 600, 9.0
_LOIN_X, _LOIN_Y = 140.0, 45.0
_MONTEE, _POINT, _MARQUE, _BORD = 20.0, 8.5, 20.0, 12.0
_CANDIDATS = {"epci": 7, "departement": 15}
# Upper bounds of a letter's width in em; 0.64 for all others.
_CHASSES = {
    lettre: em
    for em, lettres in (
        (0.36, " \u00a0'’()-–IÎJijlîï"),
        (0.56, "LTZcfrstvxzç"),
        (0.76, "ABCDGHKNOQRSUVXÀÇÔ"),
        (1, "MWmwŒœ"),
    )
    for lettre in lettres
}

# --- around a territory


def territoire(territoires: Territoires, t: Territoire, palette: Palette) -> Croquis | None:
    """A territory and its surroundings, 96 × 102 mm; None where there are no contours (overseas collectivities).

    A commune is a point in its EPCI, an EPT the point of its most populated commune.
    """
    if t.zone is None:
        return None
    carte = _CarteLocale(territoires, t, palette)
    return Croquis(_LARGEUR, _HAUTEUR, carte.formes(), _RAYON)


class _CarteLocale:
    """The local map of one territory, layer by layer."""

    def __init__(self, territoires: Territoires, t: Territoire, palette: Palette) -> None:
        assert t.zone is not None
        self.territoires, self.t, self.palette = territoires, t, palette
        # a région is too large for the finer contours
        self.cadre = frames(territoires.folder / (CONTOURS if t.type == "region" else CONTOURS_EPCI))[t.zone]
        self.codes = t.departements if t.type == "region" else t.departements[:1]
        self.miens = [self.cadre.departements[code] for code in self.codes]
        # none for some islands, and for an EPCI younger than the contours
        self.epci = self.cadre.epci.get(t.code if t.type == "epci" else t.epci or "")
        self.boite = self.epci.boite if self.epci else union(self.miens)
        self.vue = self._view()

    def _view(self) -> Vue:
        """All of the main département, or as much of it as leaves an EPCI large enough to be read."""
        fond = union(self.miens)
        place = (_MARGE, _MARGE, _LARGEUR - _MARGE, _HAUTEUR - _MARGE)
        if self.epci is None:
            return fit(fond, place)
        entier = fit(union([*self.miens, self.epci]), place)
        gauche, haut, droite, bas = self.boite
        w, h = droite - gauche, bas - haut
        echelle = max(entier.echelle, _PART_MIN * _LARGEUR / max(w, h))
        echelle = min(echelle, _PART_MAX * _LARGEUR / w, _PART_MAX * _HAUTEUR / h)
        x = _shift(echelle, (gauche, droite), (fond[0], fond[2]), _LARGEUR)
        y = _shift(echelle, (haut, bas), (fond[1], fond[3]), _HAUTEUR)
        return entier if echelle == entier.echelle else Vue(echelle, x, y)

    def _seen(self, contours: Iterable[Contour]) -> list[Contour]:
        """Those that the frame shows a part of."""
        vue = self.vue
        gauche, haut = -vue.x / vue.echelle, -vue.y / vue.echelle
        cadre = (gauche, haut, gauche + _LARGEUR / vue.echelle, haut + _HAUTEUR / vue.echelle)
        return [contour for contour in contours if meet(contour.boite, cadre)]

    def formes(self) -> tuple[FormeDessinee, ...]:
        cadre, shapes, miens, p = self.cadre, self.vue.shapes, self.miens, self.palette
        formes: list[FormeDessinee] = [Rectangle(0, 0, _LARGEUR, _HAUTEUR, p.mer_pale)]
        if etranger := self._seen(cadre.etranger):
            formes.append(shapes(etranger, p.sable, None, 0))
        autres = self._seen(contour for code, contour in cadre.departements.items() if code not in self.codes)
        autour = [shapes(autres, p.sable, p.sable_bord, 3.5)] if autres else []
        if self.t.type == "region":
            formes += [*autour, shapes(miens, None, p.ici, 8), shapes(miens, p.ici_clair, BLANC, 3)]
        else:
            own = self.t.type == "departement"
            fond, bord = (p.ici_clair, p.ici) if own else (p.lavande_fond, p.lavande_limite)
            epci = [cadre.epci[siren] for siren in _sirens(self.territoires, self.codes[0]) if siren in cadre.epci]
            # neighbours are painted over the borders of EPCI, which so end where the département does
            formes += [shapes(miens, fond, None, 0), shapes(self._seen(epci), None, BLANC, 4)]
            formes += [*autour, shapes(miens, None, bord, 5)]
        if self.epci:
            formes.append(shapes([self.epci], p.ici if self.t.type == "epci" else p.ici_clair, BLANC, 4))
        return (*formes, *self._labels())

    # --- labels

    def _labels(self) -> Iterator[FormeDessinee]:
        seuls = self.t.type in ("commune", "ept")
        nombre = {"epci": 3, "departement": 5, "region": 6}.get(self.t.type, 1)
        pris: list[_Etiquette] = []
        for lieu in self._towns():
            point = self._point(lieu)
            libre = _label(*point, lieu.nom_court, _MARQUE if seuls else _POINT, pris) if point else None
            if libre:
                pris.append(libre)
            if len(pris) == nombre:
                break
        for etiquette in pris:
            yield from etiquette.formes(self.palette.ici if seuls else None)

    def _towns(self) -> Iterator[Territoire]:
        """What may be labelled, what matters most first."""
        t, get = self.t, self.territoires.get
        if t.type == "commune":
            yield t
        elif t.type == "ept":
            yield from (lieu for lieu in [get(f"commune:{t.chef_lieu}")] if lieu)
        elif t.type == "region":
            departements = (get(f"departement:{code}") for code in t.departements)
            chefs = (get(f"commune:{d.chef_lieu}") for d in departements if d)
            yield from sorted(filter(None, chefs), key=lambda c: -(c.population or 0))
        else:
            yield from islice(self.territoires.communes(t), _CANDIDATS[t.type])

    def _point(self, lieu: Territoire) -> tuple[float, float] | None:
        """Where a place stands on paper; None where its point is unknown or, outside the subject, plainly wrong."""
        if lieu.point is None or lieu.zone != self.t.zone:
            return None
        x, y = steps(self.cadre.epsg, self.cadre.pas, self.cadre.origine, *lieu.point)
        # 3 km: an outline is simplified, and leaves out small islands
        reste = (3_000 if self.epci else 20_000) / self.cadre.pas
        gauche, haut, droite, bas = self.boite
        dedans = gauche - reste < x < droite + reste and haut - reste < y < bas + reste
        return self.vue.place(x, y) if dedans else None


@lru_cache(maxsize=128)
def _sirens(territoires: Territoires, departement: str) -> tuple[str, ...]:
    """The EPCI that touch a département."""
    t = territoires.get(f"departement:{departement}")
    return tuple(epci.code for epci in territoires.enfants(t)) if t else ()


def _shift(echelle: float, sujet: tuple[float, float], fond: tuple[float, float], cote: float) -> float:
    """Where the origin stands on one axis of a view that cannot show all of the background.

    The frame goes past the background's ends only where the subject, kept off the edges, wants it to.
    """
    debut, fin = (echelle * fond[0] - _MARGE, echelle * fond[1] + _MARGE)
    milieu = echelle * (sujet[0] + sujet[1]) / 2 - cote / 2
    vu = min(max(milieu, debut), fin - cote) if fin - debut > cote else (debut + fin - cote) / 2
    marge = 2 * _MARGE
    return -min(max(vu, echelle * sujet[1] + marge - cote), echelle * sujet[0] - marge)


@dataclass(frozen=True, slots=True)
class _Etiquette:
    """A town on paper: its point, its name, and the box that both take."""

    x: float
    y: float
    mots: Legende
    boite: Boite

    def near(self, autre: _Etiquette) -> bool:
        if abs(self.x - autre.x) < _LOIN_X and abs(self.y - autre.y) < _LOIN_Y:
            return True
        return meet(self.boite, autre.boite)

    def formes(self, marque: str | None) -> Iterator[FormeDessinee]:
        """The point is a small ring, or the one place that the map marks, in that colour."""
        if marque:
            yield Cercle(self.x, self.y, _MARQUE - 3, BLANC, marque, 6)
            yield Cercle(self.x, self.y, 8, marque)
        else:
            yield Cercle(self.x, self.y, _POINT - 2, BLANC, _ENCRE, 4)
        yield self.mots


def _label(x: float, y: float, nom: str, rayon: float, pris: list[_Etiquette]) -> _Etiquette | None:
    """The name of a point beside it, else above or below: inside the frame, near no other; None where none is free."""
    largeur, ecart = _width(nom), rayon + 7
    places: tuple[tuple[Ancre, float, float, float], ...] = (
        ("start", x + ecart, y + _MONTEE / 2, 0),
        ("end", x - ecart, y + _MONTEE / 2, largeur),
        ("middle", x, y - ecart, largeur / 2),
        ("middle", x, y + ecart + _MONTEE, largeur / 2),
    )
    for ancre, tx, ty, avant in places:
        mots = Legende(tx, ty, nom, _CORPS, _ENCRE, _GRAISSE, ancre, (BLANC, _HALO))
        gauche, haut = tx - avant - _HALO / 2, ty - _CORPS * 0.8
        droite, bas = tx - avant + largeur + _HALO / 2, ty + _CORPS * 0.3
        boite = (min(gauche, x - rayon), min(haut, y - rayon), max(droite, x + rayon), max(bas, y + rayon))
        etiquette = _Etiquette(x, y, mots, boite)
        dedans = min(boite[:2]) > _BORD and boite[2] < _LARGEUR - _BORD and boite[3] < _HAUTEUR - _BORD
        if dedans and not any(map(etiquette.near, pris)):
            return etiquette
    return None


def _width(texte: str) -> float:
    """How wide a label is at most."""
    return _CORPS * sum(_CHASSES.get(lettre, 0.64) for lettre in texte)
