"""From a row of the COG to a `Emplacement` or a `Territoire`."""

from __future__ import annotations

from collections import Counter
from typing import Literal

from coopdocs import typographie
from coopdocs.territoire.cog import Cog, count
from coopdocs.territoire.modele import Emplacement, Territoire
from coopdocs.territoire.noms import DE_COM, de_commune

Division = Literal["departement", "region"]
GENRES_EPCI = {
    "CC": "Communauté de communes",
    "CA": "Communauté d’agglomération",
    "CU": "Communauté urbaine",
    "METRO": "Métropole",
    "MET69": "Métropole",
}
GENRES_COM = {
    "984": "Territoire d’outre-mer",
    "988": "Collectivité sui generis",
    "989": "Domaine public de l’État",
}


def lieu(cog: Cog, genre: str, code: str) -> Emplacement | None:
    """The place of a code of this type; None when there is none."""
    if genre == "commune":
        return _lieu_commune(cog, code)
    if genre == "epci":
        return _lieu_epci(cog, code)
    if genre == "ept":
        ept = _ept(cog, code)
        return Emplacement("ept", code, ept.nom, ept.lat, ept.lon, ept.departements[0], ept.zone) if ept else None
    if genre == "departement":
        return _chef_lieu(cog, "departement", code)
    return _chef_lieu(cog, "region", code) if genre == "region" else None


def _lieu_commune(cog: Cog, code: str) -> Emplacement | None:
    ligne = cog.communes.get(code)
    if ligne is None:
        return None
    lat, lon = cog.point(ligne)
    departement = ligne["departement"]
    return Emplacement("commune", code, ligne["nom"], lat, lon, departement, cog.cadre(departement))


def _lieu_epci(cog: Cog, code: str) -> Emplacement | None:
    ligne = cog.epci.get(code)
    if ligne is None:
        return None
    centre = _lieu_commune(cog, ligne["commune_principale"])
    departement = ligne["departements"].split(" ")[0] or None
    lat, lon = (centre.lat, centre.lon) if centre else (None, None)
    return Emplacement("epci", code, ligne["nom_court"], lat, lon, departement, cog.cadre(departement))


def _chef_lieu(cog: Cog, genre: Division, code: str) -> Emplacement | None:
    ligne = (cog.regions if genre == "region" else cog.departements).get(code)
    if ligne is None:
        return None
    centre = _lieu_commune(cog, ligne["chef_lieu"])
    if ligne["zone"] == "com":
        # an overseas collectivity has one code for both
        return Emplacement(genre, code, ligne["nom"], None, None, code, None)
    if centre is None:
        return Emplacement(genre, code, ligne["nom"], None, None, None, None)
    departement = code if genre == "departement" else centre.departement
    return Emplacement(genre, code, ligne["nom"], centre.lat, centre.lon, departement, cog.cadre(departement))


def territoire(cog: Cog, genre: str, code: str) -> Territoire | None:
    """The territory of a code of this type; None when there is none.

    `region:975` gives the département 975, as for each overseas collectivity.
    """
    if genre == "commune":
        return _commune(cog, code)
    if genre == "epci":
        return _epci(cog, code)
    if genre == "ept":
        return _ept(cog, code)
    if genre == "departement" or (genre == "region" and cog.zones.get(code) == "com"):
        return _division(cog, "departement", code)
    return _division(cog, "region", code) if genre == "region" else None


def _commune(cog: Cog, code: str) -> Territoire | None:
    ligne = cog.communes.require("tncc population epci region").get(code)
    if ligne is None:
        return None
    nom, departement = ligne["nom"], ligne["departement"]
    lat, lon = cog.point(ligne)
    return Territoire(
        type="commune",
        code=code,
        nom=nom,
        nom_court=nom,
        de=de_commune(nom, ligne["tncc"]),
        genre="Commune",
        population=count(ligne["population"]),
        departements=(departement,),
        regions=() if cog.zones.get(departement) == "com" else (ligne["region"],),
        epci=ligne["epci"] or None,
        chef_lieu=None,
        lat=lat,
        lon=lon,
        zone=cog.cadre(departement),
    )


def _epci(cog: Cog, code: str) -> Territoire | None:
    ligne = cog.epci.require("nom de type population regions").get(code)
    place = _lieu_epci(cog, code)
    if ligne is None or place is None:
        return None
    return Territoire(
        type="epci",
        code=code,
        nom=ligne["nom"],
        nom_court=ligne["nom_court"],
        de=ligne["de"],
        genre=GENRES_EPCI.get(ligne["type"], "Intercommunalité"),
        population=count(ligne["population"]),
        departements=tuple(ligne["departements"].split()),
        regions=tuple(ligne["regions"].split()),
        epci=None,
        chef_lieu=ligne["commune_principale"],
        lat=place.lat,
        lon=place.lon,
        zone=place.zone,
    )


def _ept(cog: Cog, code: str) -> Territoire | None:
    ligne = cog.ept.get(code) if cog.ept else None
    if ligne is None:
        return None
    membres = [membre for c in ligne["communes"].split() if (membre := _commune(cog, c))]
    if not membres:
        return None
    principale = max(membres, key=lambda c: c.population or 0)
    poids: Counter[str] = Counter()
    for membre in membres:
        poids[membre.departements[0]] += membre.population or 0
    return Territoire(
        type="ept",
        code=code,
        nom=ligne["nom"],
        nom_court=ligne["nom"],
        de=typographie.de(ligne["nom"]),
        genre="Établissement public territorial",
        population=count(ligne["population"]),
        departements=tuple(departement for departement, _ in poids.most_common()),
        regions=principale.regions,
        epci=principale.epci,
        chef_lieu=principale.code,
        lat=principale.lat,
        lon=principale.lon,
        zone=principale.zone,
    )


def _division(cog: Cog, genre: Division, code: str) -> Territoire | None:
    table = cog.regions if genre == "region" else cog.departements.require("region")
    ligne = table.require("de population").get(code)
    place = _chef_lieu(cog, genre, code)
    if ligne is None or place is None:
        return None
    com = ligne["zone"] == "com"
    centre = cog.communes.get(ligne["chef_lieu"])
    # the tables give the TAAF a chef-lieu that is in another collectivity
    dedans = centre is not None and (not com or centre["departement"] == code)
    region = genre == "region"
    departements = cog.departements_of.get(code, ()) if region else (code,)
    whole = "Région et département" if len(departements) == 1 else "Région"
    return Territoire(
        type=genre,
        code=code,
        nom=ligne["nom"],
        nom_court=ligne["nom"],
        de=DE_COM.get(code, ligne["de"]),
        genre=GENRES_COM.get(code, "Collectivité d’outre-mer") if com else whole if region else "Département",
        population=None if com and ligne["population"] == "0" else count(ligne["population"]),
        departements=departements,
        regions=(code,) if region else () if com else (ligne["region"],),
        epci=None,
        chef_lieu=ligne["chef_lieu"] if dedans else None,
        lat=place.lat,
        lon=place.lon,
        zone=place.zone,
    )
