"""A territory's dossier as data, for who wants to compute with it: the numbers behind what the other formats print.

Keys, all always there; what is not known is null, what is empty an empty list. Codes are text. `schema` says all of
this as a JSON Schema.

- `titre`, `edition` (AAAA-MM-JJ), `version`, `editeur`, `licences` {contenu, donnees}
- `territoire`: type, code, nom, nom_court, genre, population, communes (how many), chef_lieu, epci, ept, departements,
  regions (each {type, code, nom}), rang {rang, sur} among the communes of its EPCI, latitude, longitude (degrees)
- `portraits`: the territory, what it stands in, France: territoire {type, code, nom}, annee (of the population),
  population, communes, km2, densite, recensement {annee, population, moins_20, de_20_a_64, plus_65, logements,
  principales, secondaires, vacants} (null: not known of a part), sans_recensement (départements that it leaves out)
- `comparables`: choisis (someone named them), france, region [{ecart, portrait}], the nearest first
- `reperes`: colonnes [{type, code, nom}], lignes [{libelle, precision, unite, source {titre, date, url}
  (null: `donnees` says it), valeurs [{nombre, texte}] one a colonne}]
- `listes`: titre, membres [{type, code, nom, population, part (%), ici}], reste (how many more there are)
- `formes`: those with a fiche in this dossier [{id, sigle, nom}]
- `indices`: for each forme, ici [id of initiatives], ailleurs (the nearest other initiative), connues (how many the kit
  knows in all), decompte {total, environ, date, texte, sources [keys]} (how many there are in the country; null: the
  kit does not say; total null: nobody counted)
- `initiatives`: id, forme, nom, lieu, annee, statut, note, source {titre, date, url}, portee (couvre, situe: whether
  it acts in the whole of its territory or lies somewhere in it), proximite (territoire, epci, departement, region,
  france: the smallest thing shared), km (from the chef-lieu), distance (in words)
- `contacts`: territoire {type, code, nom}, contacts [{nom, role, courriel, telephone, adresse, verifie_le,
  confiance, source {titre, date, url}}]
- `donnees`: where figures and outlines come from [{objet, producteur, millesime}]
- `complement`: what the territory's own file adds, its keys as they are there (null: it has none)
"""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterable, Sequence
from typing import Any

from coopdocs.library import Library
from coopdocs.model.contenu import Decompte
from coopdocs.territoire import Territoire
from coopdocs.territoire.comparables import Comparable, comparables
from coopdocs.territoire.portrait import Portrait, portrait
from coopdocs.views.dossier import Dossier
from coopdocs.views.dossier.listes import Liste
from coopdocs.views.dossier.parts import DONNEES, Entree, Indice, Interlocuteur, Repere

ANNEE_POPULATION = 2023
"""Of the municipal populations (Insee)."""
_FRANCE = {"type": "france", "code": "FR", "nom": "France"}


def text(library: Library, dossier: Dossier, formes: Sequence[str]) -> str:
    """The dossier as JSON, the same for the same content; `formes` are those with a fiche."""
    return json.dumps(_dossier(library, dossier, formes), ensure_ascii=False, indent=1) + "\n"


def _dossier(library: Library, dossier: Dossier, formes: Sequence[str]) -> dict[str, Any]:
    kit, added = library.kit, library.complements.get(dossier.territoire.cle)
    return {
        "titre": f"Dossier de territoire : {dossier.territoire.nom_court}",
        "edition": kit.edition.isoformat(),
        "version": kit.version,
        "editeur": kit.editeur,
        "licences": {"contenu": kit.licences.contenu, "donnees": kit.licences.donnees},
        "territoire": _territoire(dossier),
        "portraits": [_portrait(portrait(library.territoires, c.territoire)) for c in dossier.colonnes],
        "comparables": _comparables(library, dossier),
        "reperes": {
            "colonnes": [_nomme(colonne.territoire) for colonne in dossier.colonnes],
            "lignes": [_repere(repere) for repere in dossier.reperes],
        },
        "listes": [_liste(liste) for liste in dossier.listes],
        "formes": [{"id": s, "sigle": library.formes[s].sigle, "nom": library.formes[s].nom} for s in formes],
        "indices": [_indice(indice) for indice in dossier.indices],
        "initiatives": [_initiative(entree) for entree in (*dossier.ici, *dossier.alentour)],
        "contacts": [{"territoire": _nomme(n.territoire), "contacts": _contacts(n.contacts)} for n in dossier.contacts],
        "donnees": [dataclasses.asdict(donnees) for donnees in DONNEES],
        "complement": added.model_dump(mode="json") if added else None,
    }


def _nomme(t: Territoire | None) -> dict[str, str]:
    return {"type": t.type, "code": t.code, "nom": t.nom_court} if t else dict(_FRANCE)


def _territoire(dossier: Dossier) -> dict[str, Any]:
    t, rang = dossier.territoire, dossier.rang

    def named(autre: Territoire | None) -> dict[str, str] | None:
        return _nomme(autre) if autre else None

    return {
        "type": t.type,
        "code": t.code,
        "nom": t.nom,
        "nom_court": t.nom_court,
        "genre": t.genre,
        "population": t.population,
        "communes": dossier.communes,
        "chef_lieu": named(dossier.principale),
        "epci": named(dossier.epci),
        "ept": named(dossier.ept),
        "departements": [_nomme(d) for d in dossier.departements],
        "regions": [_nomme(r) for r in dossier.regions],
        "rang": {"rang": rang[0], "sur": rang[1]} if rang else None,
        "latitude": t.lat,
        "longitude": t.lon,
    }


def _portrait(p: Portrait) -> dict[str, Any]:
    census = dataclasses.asdict(p.recensement) if p.recensement else None
    if census and p.recensement:
        census |= {"de_20_a_64": p.recensement.de_20_a_64, "principales": p.recensement.principales}
    return {
        "territoire": _nomme(p.territoire),
        "annee": ANNEE_POPULATION,
        "population": p.population,
        "communes": p.communes,
        "km2": _rounded(p.km2),
        "densite": _rounded(p.densite),
        "recensement": census,
        "sans_recensement": list(p.sans_recensement),
    }


def _comparables(library: Library, dossier: Dossier) -> dict[str, Any]:
    found = comparables(library.territoires, dossier.territoire, dossier.comparables)

    def told(those: Iterable[Comparable]) -> list[dict[str, Any]]:
        return [{"ecart": _rounded(c.ecart), "portrait": _portrait(c.portrait)} for c in those]

    return {"choisis": found.choisis, "france": told(found.france), "region": told(found.region)}


def _repere(repere: Repere) -> dict[str, Any]:
    pairs = zip(repere.nombres, repere.valeurs, strict=True)
    valeurs = [{"nombre": _rounded(nombre), "texte": texte} for nombre, texte in pairs]
    return {
        "libelle": repere.libelle,
        "precision": repere.precision,
        "unite": repere.unite or None,
        "source": dataclasses.asdict(repere.source) if repere.source else None,
        "valeurs": valeurs,
    }


def _liste(liste: Liste) -> dict[str, Any]:
    membres = [
        {**_nomme(m.territoire), "population": m.territoire.population, "part": _rounded(m.part), "ici": m.ici}
        for m in liste.membres
    ]
    return {"titre": liste.titre, "membres": membres, "reste": liste.reste}


def _indice(indice: Indice) -> dict[str, Any]:
    return {
        "forme": indice.slug,
        "ici": [entree.proche.initiative["id"] for entree in indice.ici],
        "ailleurs": _initiative(indice.ailleurs) if indice.ailleurs else None,
        "connues": indice.connues,
        "decompte": _decompte(indice.decompte) if indice.decompte else None,
    }


def _decompte(decompte: Decompte) -> dict[str, Any]:
    return {
        "total": decompte.total,
        "environ": decompte.environ,
        "date": decompte.date,
        "texte": decompte.texte,
        "sources": list(decompte.sources),
    }


def _initiative(entree: Entree) -> dict[str, Any]:
    row, proche = entree.proche.initiative, entree.proche
    return {
        "id": row["id"],
        "forme": entree.slug,
        "nom": entree.nom,
        "lieu": entree.lieu,
        "annee": int(row["annee"]) if row["annee"] else None,
        "statut": row["statut"] or None,
        "note": entree.note or None,
        "source": {"titre": row["source_titre"], "date": row["source_date"] or None, "url": entree.adresse},
        "portee": row["portee"] or None,
        "proximite": proche.proximite,
        "km": None if proche.km is None else round(proche.km, 1),
        "distance": proche.texte,
    }


def _contacts(interlocuteurs: Iterable[Interlocuteur]) -> list[dict[str, Any]]:
    """Each field of a contact as it is, null where the table leaves it empty."""
    rows = []
    for interlocuteur in interlocuteurs:
        contact = interlocuteur.contact
        row = {cle: valeur or None for cle, valeur in dataclasses.asdict(contact).items()}
        row |= {"verifie_le": contact.verifie_le.isoformat(), "source": dataclasses.asdict(interlocuteur.source)}
        rows.append(row)
    return rows


def _rounded(nombre: float | None) -> float | None:
    """A share to the hundredth: its other digits say nothing; counts stay as they are."""
    return round(nombre, 2) if isinstance(nombre, float) else nombre
