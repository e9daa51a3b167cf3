"""What the Typst twin of a dossier reads: the shared pages' texts once, a territory's own pages as one small file.

Both come from the library and the views that the real dossier is made of; `typst/dossier.typ` lays them out.
"""

from __future__ import annotations

from itertools import takewhile
from typing import Any

from coopdocs import views
from coopdocs.croquis import Croquis
from coopdocs.library import Library
from coopdocs.model.contenu import Fait, Source
from coopdocs.theme import cartes
from coopdocs.typographie import MOIS, date_longue, date_partielle
from coopdocs.views.dossier import Dossier
from coopdocs.views.dossier.listes import Liste
from coopdocs.views.dossier.parts import Entree

POLICE = "Bricolage Grotesque"
PLACES = {"noyau": "au cœur", "associé": "associé", "ouvert": "participation ouverte"}


# --- the pages that dossiers share


def shared(library: Library) -> dict[str, Any]:
    """The shared pages' texts and tables, and the part of the map of France that no territory changes."""
    kit = library.kit
    return {
        "kit": {
            "titre": kit.titre,
            "version": kit.version,
            "editeur": kit.editeur,
            "edition": date_longue(kit.edition),
            "mois": f"{MOIS[kit.edition.month - 1]} {kit.edition.year}",
            "licences": kit.licences.model_dump(),
        },
        "formes": [_named(library, slug) for slug in library.comparables],
        "decision": library.decision.model_dump(),
        "comparatif": _table(library),
        "fiches": [_fiche(library, slug) for slug in library.formes],
        "reseaux": [
            {**_named(library, slug), "reseaux": [r.nom for r in forme.reseaux]}
            for slug, forme in library.comparables.items()
        ],
        "glossaire": _glossary(library),
        "france": _svg(_base(library)),
    }


def _named(library: Library, slug: str) -> dict[str, str]:
    forme = library.formes[slug]
    court = forme.sigle_court
    return {"slug": slug, "sigle": forme.sigle, "court": court, "nom": forme.nom, "couleur": forme.couleur}


def _table(library: Library) -> dict[str, Any]:
    table = views.abridged(views.comparatif(library))
    rows = [
        {
            "groupe": r.groupe.titre if r.groupe else "",
            "titre": r.critere.titre,
            "question": r.critere.question,
            "cases": [
                {"mot": c.mot, "texte": c.texte, "mention": c.mention, "sources": [table.numeros[s] for s in c.sources]}
                for c in r.cases
            ],
        }
        for r in table.principales
    ]
    sources = [source.court for _, source in table.sources]
    return {"titre": table.titre_principal, "conseil": table.conseil, "rangees": rows, "sources": sources}


def _fiche(library: Library, slug: str) -> dict[str, Any]:
    fiche = views.fiche(library, slug)
    forme = fiche.forme

    def said(fait: Fait, *names: str) -> dict[str, Any]:
        numbers = [s.numero for s in fiche.appels(fait, True)]
        return {"texte": fait.texte, "sources": numbers} | {name: getattr(fait, name) for name in names}

    return {
        **_named(library, slug),
        "surtitre": fiche.surtitre,
        "chapo": forme.chapo.texte,
        "essentiels": [said(f, "titre") for f in forme.essentiels],
        "coeur": " ".join(forme.coeur),
        "acteurs": [said(a, "nom") | {"place": PLACES[a.place]} for a in forme.acteurs],
        "chiffres": [said(f, "valeur") for f in forme.chiffres],
        "carte": [said(ligne.fait) | {"libelle": ligne.libelle} for ligne in fiche.carte],
        "reseaux": ", ".join(r.nom for r in forme.reseaux[:4]),
        "etapes": [said(f, "titre", "duree") for f in forme.etapes],
        "collectivite": [said(f, "titre") for f in forme.collectivite],
        "atouts": [said(f) for f in forme.atouts],
        "vigilances": [said(f) for f in forme.vigilances],
        "exemples": [said(e) | {"nom": e.nom, "lieu": lieu, "numero": n} for n, e, lieu in fiche.exemples],
        "confusions": [said(v.fait) | {"sigle": v.forme.sigle} for v in fiche.confusions],
        "lien": forme.lien,
        "sources": [{"numero": s.numero, "texte": s.source.court} for s in fiche.sources if s.imprimee],
    }


def _glossary(library: Library) -> dict[str, Any]:
    termes = library.glossaire.termes
    numbers = {cle: n for n, cle in enumerate(dict.fromkeys(cle for t in termes for cle in t.sources), 1)}
    return {
        "termes": [
            {
                "terme": t.terme + (f" ({t.sigle})" if t.sigle and t.sigle not in t.terme else ""),
                "texte": t.texte,
                "sources": [numbers[cle] for cle in t.sources],
            }
            for t in termes
        ],
        "sources": [_source(library.sources[cle]) for cle in numbers],
    }


def _source(source: Source) -> dict[str, str]:
    dates = f"{date_partielle(source.date)} ; consulté le {date_longue(source.consulte_le)}"
    return {"editeur": source.editeur, "titre": source.titre, "adresse": source.adresse, "dates": dates}


# --- a territory's own pages


def own(library: Library, dossier: Dossier, base: int) -> dict[str, Any]:
    """What the pages of one territory say, both maps as SVG; `base`: the shapes of France that all share."""
    t, territoires = dossier.territoire, library.territoires
    france, locale = cartes.france(territoires, t), cartes.territoire(territoires, t)
    return {
        "code": t.code,
        "genre": t.genre,
        "nom": t.nom_court,
        "situation": " · ".join(dossier.situation),
        "france": _svg(Croquis(france.largeur, france.hauteur, france.formes[base:])) if france else None,
        "locale": _svg(locale) if locale else None,
        "grands": dossier.grands,
        "faits": dossier.faits,
        "phrase": dossier.phrase,
        "colonnes": [{"type": c.type, "nom": c.nom} for c in dossier.colonnes],
        "reperes": [{"libelle": r.libelle, "precision": r.precision, "valeurs": r.valeurs} for r in dossier.reperes],
        "listes": [_list(liste) for liste in dossier.listes],
        "indices": [
            {"ici": len(i.ici), "ailleurs": _initiative(i.ailleurs) if i.ailleurs else None} for i in dossier.indices
        ],
        "initiatives": [
            [{"titre": titre, "entrees": list(map(_initiative, entrees))} for titre, entrees in page]
            for page in dossier.feuillets
        ],
        "contacts": [
            {
                "titre": n.titre,
                "contacts": [{"nom": c.contact.nom, "role": c.contact.role, "moyens": c.moyens} for c in n.contacts],
            }
            for n in dossier.contacts
        ],
    }


def _list(liste: Liste) -> dict[str, Any]:
    membres = [{"nom": m.nom, "population": m.population, "part": m.pourcent, "ici": m.ici} for m in liste.membres]
    return {"titre": liste.titre, "membres": membres, "suite": liste.suite}


def _initiative(entree: Entree) -> dict[str, str]:
    names = ("nom", "details", "distance", "source", "adresse")
    look = {"sigle": entree.forme.sigle, "couleur": entree.forme.couleur}
    return {name: getattr(entree, name) for name in names} | look


# --- maps


def common(library: Library) -> int:
    """How many shapes of the map of France no territory changes."""
    one, other = (croquis.formes for croquis in _witnesses(library))
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))


def _base(library: Library) -> Croquis:
    one, _ = _witnesses(library)
    return Croquis(one.largeur, one.hauteur, one.formes[: common(library)])


def _witnesses(library: Library) -> list[Croquis]:
    """Two maps that have nothing in common but what all share: one département each, here and overseas."""
    places = filter(None, map(library.territoires.get, ("departement:26", "departement:974")))
    return [croquis for t in places if (croquis := cartes.france(library.territoires, t))]


def _svg(croquis: Croquis) -> str:
    return croquis.svg(None, POLICE)
