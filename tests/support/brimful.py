"""A fiche whose every text fills its printed zone to the last line."""

from __future__ import annotations

import copy
from collections.abc import Sequence
from dataclasses import replace
from itertools import cycle
from typing import Any

from coopdocs import views, zones
from coopdocs.model.contenu import Forme
from coopdocs.theme.mesure import Zone
from coopdocs.typographie import bind_end, bind_short
from support.documents import Documents, with_forme

TEXT = "une structure porte le projet commun avec des entreprises locales, la commune et ses habitants"
MOST = {"chiffres": 3, "acteurs": 6, "collectivite": 4, "atouts": 4, "vigilances": 4, "exemples": 4, "confusions": 3}


def bound(texte: str) -> str:
    """A text as its page binds its words, where it does."""
    return bind_short(bind_end(texte))


def filled(zone: Zone, suite: str) -> str:
    """Words until the next one, or in a place of one line the next letter, would run over with what follows them."""
    texte = ""
    for word in cycle(TEXT.split()):
        longer = f"{texte} {word}".strip()
        if zone.excess(bound(longer) + suite):
            break
        texte = longer
    while zone.lignes == 1 and not zone.excess(f"{bound(texte)}a{suite}"):
        texte += "a"
    return texte


def fill(data: Any, loc: Sequence[str | int], zone: Zone, printed: str) -> None:
    """Put a text that fills `zone` at `loc`; what `printed` sets after the present one keeps its room."""
    for key in loc[:-1]:
        data = data[key]
    data[loc[-1]] = filled(zone, printed[len(data[loc[-1]] or "") :])


def brimful(documents: Documents, slug: str, recit: bool = False) -> Documents:
    """The kit with one forme that has as many elements, and each as long, as it may; `recit`: it tells a story."""
    data = documents.library.formes[slug].model_dump(mode="python")
    data = {name: list(value) if isinstance(value, tuple) else value for name, value in data.items()}
    data["recit"] = story(data["recit"] or documents.library.formes["gme"].model_dump()["recit"]) if recit else None
    spare = documents.library.formes["ptce"].model_dump()
    for name, most in MOST.items():
        source = data[name] or list(spare[name])
        data[name] = [copy.deepcopy(source[i % len(source)]) for i in range(most)]
    if recit:
        data["exemples"] = data["exemples"][:3]
    data["reseaux"] = data["reseaux"][:1]
    # as many calls as a claim may have stand after its last word
    cited = [cle for fait in documents.library.formes["ptce"].etapes for cle in fait.sources]
    calls = list(dict.fromkeys([*cited, *documents.library.sources]))[: views.SOURCES_IMPRIMEES]
    told = [fait for fait in (data["recit"] or {}).get("jalons", ())]
    told += [data["recit"][nom] for nom in ("court", "conseil")] if recit else []
    for fait in (*data["identite"].values(), *data["exemples"], *data["chiffres"], *told):
        fait["sources"], calls = calls, [*calls[1:], calls[0]]
    for exemple in data["exemples"]:
        exemple["lieu"] = "à"
    documents = _long_sources(documents, calls)
    whole = with_forme(documents, slug, **dict(Forme.model_validate(data)))
    fiche = views.fiche(whole.library, slug)
    for place in (*zones._recto(fiche), *zones._verso(fiche)):
        if (
            place.loc[0] not in ("sigle_court", "nom", "lien")
            and place.loc[-1] != "territoire"
            and place.loc[:2] != ("recit", "lieu")
        ):
            famille, graisse, corps, largeur, lignes = place.zone
            zone = Zone(documents.theme.font(famille, graisse), corps, largeur, lignes, place.approche)
            fill(data, place.loc, zone, place.texte)
    return with_forme(documents, slug, **dict(Forme.model_validate(data)))


def _long_sources(documents: Documents, cles: Sequence[str]) -> Documents:
    """The same kit, in which the printed form of some sources takes all the lines that it may."""
    famille, graisse, corps, largeur, lignes = zones._SOURCE
    court = filled(Zone(documents.theme.font(famille, graisse), corps, largeur, lignes), "")
    sources = documents.library.sources
    long = {cle: sources[cle].model_copy(update={"court": court}) for cle in cles}
    return Documents(replace(documents.library, sources={**sources, **long}), documents.theme)


def story(recit: dict[str, Any]) -> dict[str, Any]:
    """A story with as many steps as it may have."""
    jalons = list(recit["jalons"])
    return {**copy.deepcopy(recit), "jalons": [copy.deepcopy(jalons[i % len(jalons)]) for i in range(4)]}
