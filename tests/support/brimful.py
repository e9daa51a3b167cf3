"""A fiche whose every text fills its printed zone to the last line."""

from __future__ import annotations

import copy
from collections.abc import Sequence
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
    data[loc[-1]] = filled(zone, printed[len(data[loc[-1]]) :])


def brimful(documents: Documents, slug: str) -> Documents:
    """The kit with one forme that has as many elements, and each as long, as it may."""
    data = documents.library.formes[slug].model_dump(mode="python")
    data = {name: list(value) if isinstance(value, tuple) else value for name, value in data.items()}
    spare = documents.library.formes["ptce"].model_dump()
    for name, most in MOST.items():
        source = data[name] or list(spare[name])
        data[name] = [copy.deepcopy(source[i % len(source)]) for i in range(most)]
    data["reseaux"] = data["reseaux"][:1]
    # as many calls as a claim may have stand after its last word
    cited = [cle for fait in documents.library.formes["ptce"].etapes for cle in fait.sources]
    calls = list(dict.fromkeys([*cited, *documents.library.sources]))[: views.SOURCES_IMPRIMEES]
    for fait in (*data["identite"].values(), *data["exemples"], *data["chiffres"]):
        fait["sources"] = calls
    whole = with_forme(documents, slug, **dict(Forme.model_validate(data)))
    fiche = views.fiche(whole.library, slug)
    for place in (*zones._recto(fiche), *zones._verso(fiche)):
        if place.loc[0] not in ("sigle_court", "nom", "lien") and place.loc[-1] not in ("territoire", "lieu"):
            famille, graisse, corps, largeur, lignes = place.zone
            zone = Zone(documents.theme.font(famille, graisse), corps, largeur, lignes, place.approche)
            fill(data, place.loc, zone, place.texte)
    return with_forme(documents, slug, **dict(Forme.model_validate(data)))
