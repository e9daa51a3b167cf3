"""What is on a territory, then around it: initiatives by distance, each with how near it is in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from math import asin, cos, inf, radians, sin, sqrt
from typing import Literal

from coopdocs.territoire.atlas import Territoires
from coopdocs.territoire.modele import Territoire
from coopdocs.territoire.situation import Situation, meet, nearest, situation, within
from coopdocs.typographie import INSECABLE, nombre

Proximite = Literal["territoire", "epci", "departement", "region", "france"]
RAYON_TERRE_KM = 6371.0088
COUVRE, SITUE = "couvre", "situe"
"""What an initiative known by a larger territory does there: it acts in the whole of it, or lies somewhere in it."""
_PROXIMITES: tuple[Proximite, ...] = ("territoire", "epci", "departement", "region", "france")
_ETENDUS = ("departement", "region")
_SUR = "sur le territoire"
_ICI = {"epci": "dans l’intercommunalité", "departement": "dans le département", "region": "dans la région"}
_LE = {
    "ept": "l’établissement public territorial",
    "epci": "l’intercommunalité",
    "departement": "le département",
    "region": "la région",
}
_DANS = {
    "epci": "dans la même intercommunalité",
    "departement": "dans le même département",
    "region": "dans la région",
}


@dataclass(frozen=True, slots=True)
class Proche:
    """An initiative as seen from a territory.

    `situation` is how it lies to the territory, `proximite` the smallest thing they have in common (« territoire » for
    what lies in it or covers it), `km` the distance as the crow flies from the territory's point (its chef-lieu) to the
    nearest place of the initiative: None on the territory, and where the initiative is known by its département or its
    région only. `lieux` are its territories, none for France. `texte` says it: « à 12 km, dans la région ».
    """

    initiative: Mapping[str, str]
    lieux: tuple[Territoire, ...]
    situation: Situation
    proximite: Proximite
    km: float | None
    texte: str


def around(territoires: Territoires, ici: Territoire, rows: Iterable[Mapping[str, str]]) -> tuple[Proche, ...]:
    """The initiatives on the territory, then the others, the nearest first; those without a known place last.

    `rows` are rows of initiatives.csv; rows equally near keep their order. What is known by its département, or by the
    territory's own région, is ranked as if it were in the chef-lieu.
    """
    depart = _vector(_point(territoires, ici))
    vues = [_proche(territoires, ici, depart, row) for row in rows]
    return tuple(proche for _, proche in sorted(vues, key=lambda vue: vue[0]))


def distance_km(a: tuple[float, float], b: tuple[float, float]) -> float:
    """Great-circle distance between two (latitude, longitude) in degrees."""
    (lat1, lon1), (lat2, lon2) = ((radians(lat), radians(lon)) for lat, lon in (a, b))
    h = sin((lat2 - lat1) / 2) ** 2 + cos(lat1) * cos(lat2) * sin((lon2 - lon1) / 2) ** 2
    return 2 * RAYON_TERRE_KM * asin(sqrt(h))


Vecteur = tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class _Site:
    """The places of an initiative, and what many territories ask of them: worked out once."""

    lieux: tuple[Territoire, ...]
    vecteurs: tuple[Vecteur, ...]
    departements: frozenset[str]
    regions: frozenset[str]
    epcis: frozenset[str]


@lru_cache(maxsize=8192)
def _site(territoires: Territoires, genre: str, codes: str) -> _Site:
    lieux = tuple(filter(None, (territoires.get(f"{genre}:{code}") for code in codes.split())))
    vecteurs = (_vector(_point(territoires, lieu)) for lieu in lieux)
    return _Site(
        lieux,
        tuple(filter(None, vecteurs)),
        frozenset(code for lieu in lieux for code in lieu.departements),
        frozenset(code for lieu in lieux for code in lieu.regions),
        frozenset(code for lieu in lieux if (code := _epci(lieu))),
    )


def _vector(point: tuple[float, float] | None) -> Vecteur | None:
    """A point of the sphere: how far two are is how far their vectors are."""
    if point is None:
        return None
    lat, lon = map(radians, point)
    return cos(lat) * cos(lon), cos(lat) * sin(lon), sin(lat)


def _proche(
    territoires: Territoires, ici: Territoire, depart: Vecteur | None, row: Mapping[str, str]
) -> tuple[tuple[float, int], Proche]:
    """An initiative and its rank: the distance, then what it shares with the territory."""
    genre = "commune" if row["territoire_type"] == "communes" else row["territoire_type"]
    site = _site(territoires, genre, row["territoire_code"])
    lieux, found = site.lieux, nearest(())
    # places that share ground share a département
    if near := not site.departements.isdisjoint(ici.departements):
        couvre = row["portee"] == COUVRE
        found = nearest(situation(territoires, ici, lieu, couvre=couvre) for lieu in lieux)
    if found in ("dans", "couvre"):
        rang, texte = _sur_le_territoire(territoires, ici, lieux, row["portee"])
        return (-1, rang), Proche(row, lieux, found, "territoire", None, texte)
    proximite: Proximite = "france"
    if near or _epci(ici) in site.epcis or not site.regions.isdisjoint(ici.regions):
        proximites = {_proximite(ici, lieu) for lieu in lieux}
        proximite = next((p for p in _PROXIMITES if p in proximites), _PROXIMITES[-1])
    # from elsewhere, the chef-lieu of a région says nothing of where in it the initiative is
    loin = _distance(depart, site) if proximite == "region" or genre != "region" else inf
    texte = _texte(territoires, ici, lieux, proximite, loin)
    km = None if loin == inf or genre in _ETENDUS else loin
    return (loin, _PROXIMITES.index(proximite)), Proche(row, lieux, found, proximite, km, texte)


def _sur_le_territoire(
    territoires: Territoires, ici: Territoire, lieux: tuple[Territoire, ...], portee: str
) -> tuple[int, str]:
    """The rank among the territory's own and the words: those that lie in it come before those that cover more."""
    if any(within(territoires, lieu, ici) for lieu in lieux):
        somewhere = portee == SITUE and all(lieu.type == ici.type for lieu in lieux)
        return 0, _ICI.get(ici.type, _SUR) if somewhere else _SUR
    if wide := next((lieu for lieu in lieux if within(territoires, ici, lieu)), None):
        return 1, f"couvre {_LE[wide.type]}"
    return 1, "couvre une partie du territoire"


def _distance(depart: Vecteur | None, site: _Site) -> float:
    """How far (km) the nearest of some places is; infinity where no point is known."""
    if depart is None or not site.vecteurs:
        return inf
    x, y, z = depart
    square = min((a - x) * (a - x) + (b - y) * (b - y) + (c - z) * (c - z) for a, b, c in site.vecteurs)
    return 2 * RAYON_TERRE_KM * asin(min(sqrt(square) / 2, 1.0))


def _point(territoires: Territoires, lieu: Territoire) -> tuple[float, float] | None:
    """The place's point; for the few communes that have none, that of their EPCI."""
    epci = territoires.get(f"epci:{lieu.epci}") if lieu.point is None and lieu.epci else None
    return epci.point if epci else lieu.point


def _proximite(ici: Territoire, lieu: Territoire) -> Proximite:
    """What they have in common where the initiative is not known to be on the territory."""
    if _epci(ici) is not None and _epci(ici) == _epci(lieu):
        return "epci"
    if "region" not in (lieu.type, ici.type) and set(ici.departements) & set(lieu.departements):
        return "departement"
    return "region" if set(ici.regions) & set(lieu.regions) else "france"


def _epci(lieu: Territoire) -> str | None:
    return lieu.code if lieu.type == "epci" else lieu.epci


def _texte(
    territoires: Territoires, ici: Territoire, lieux: tuple[Territoire, ...], proximite: Proximite, km: float
) -> str:
    if not lieux:
        return "en France, lieu non précisé"
    if proximite == "epci" and any(lieu.type == "epci" for lieu in lieux):
        return "dans l’intercommunalité"
    dans = None if proximite == "france" else _dans(territoires, ici, lieux, proximite)
    etendu = lieux[0].type in _ETENDUS
    if dans and (etendu or any(meet(territoires, lieu, ici) for lieu in lieux)):
        return dans
    if not dans and ici.zone != lieux[0].zone:
        return "en France métropolitaine" if lieux[0].zone == "metro" else "outre-mer"
    if km == inf:
        return dans or "ailleurs en France"
    loin = _loin(territoires, ici, km, exact=not etendu)
    return f"{loin}, {dans}" if dans else loin


def _dans(territoires: Territoires, ici: Territoire, lieux: tuple[Territoire, ...], proximite: Proximite) -> str | None:
    """What both are in; where the territory lies across départements or régions, which one."""
    if proximite not in _ETENDUS:
        return _DANS.get(proximite)
    if ici.type in _ETENDUS and any(lieu.type not in _ETENDUS and meet(territoires, lieu, ici) for lieu in lieux):
        return f"dans une intercommunalité à cheval sur {_LE[ici.type]}"
    own = ici.departements if proximite == "departement" else ici.regions
    if len(own) == 1:
        return _DANS[proximite]
    theirs = {code for lieu in lieux for code in (lieu.departements if proximite == "departement" else lieu.regions)}
    shared = territoires.get(f"{proximite}:{next(code for code in own if code in theirs)}")
    return f"dans {_LE[proximite]} {shared.de}" if shared else _DANS[proximite]


def _loin(territoires: Territoires, ici: Territoire, km: float, *, exact: bool) -> str:
    if not exact:
        loin = f"à environ {nombre(round(km, -1))}{INSECABLE}km"
    elif km < 1:
        loin = f"à moins d’un{INSECABLE}kilomètre"
    else:
        loin = f"à {nombre(round(km))}{INSECABLE}km"
    # from a chef-lieu a distance says little of a whole département: name it
    chef_lieu = ici.type in _ETENDUS and territoires.get(f"commune:{ici.chef_lieu}")
    return f"{loin} {chef_lieu.de}" if chef_lieu else loin
