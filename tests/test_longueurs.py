"""What `zones` lets through does fit: fiches whose every text fills its printed zone to the last line."""

from __future__ import annotations

import copy
from collections.abc import Sequence
from dataclasses import replace
from itertools import cycle
from typing import Any

import pytest
from documents import Documents, with_forme

from coopdocs import views, zones
from coopdocs.model import Forme
from coopdocs.theme.mesure import Zone

TEXT = "une structure porte le projet commun avec des entreprises locales, la commune et ses habitants"
MOST = {"chiffres": 3, "acteurs": 6, "collectivite": 4, "atouts": 4, "vigilances": 4, "exemples": 4, "confusions": 3}


def filled(zone: Zone, suite: str) -> str:
    """Words until the next one, or in a place of one line the next letter, would run over with what follows them."""
    texte = ""
    for word in cycle(TEXT.split()):
        longer = f"{texte} {word}".strip()
        if zone.excess(longer + suite):
            break
        texte = longer
    while zone.lignes == 1 and not zone.excess(f"{texte}a{suite}"):
        texte += "a"
    return texte


def fill(data: Any, loc: Sequence[str | int], zone: Zone, printed: str) -> None:
    """Put a text that fills `zone` at `loc`; what `printed` sets after the present one keeps its room."""
    for key in loc[:-1]:
        data = data[key]
    data[loc[-1]] = filled(zone, printed.removeprefix(data[loc[-1]]))


def brimful(documents: Documents, slug: str) -> Documents:
    """The kit with one forme that has as many elements, and each as long, as it may."""
    data = documents.library.formes[slug].model_dump(mode="python")
    data = {name: list(value) if isinstance(value, tuple) else value for name, value in data.items()}
    spare = documents.library.formes["ptce"].model_dump()
    for name, most in MOST.items():
        source = data[name] or list(spare[name])
        data[name] = [copy.deepcopy(source[i % len(source)]) for i in range(most)]
    data["reseaux"] = data["reseaux"][:1]
    whole = with_forme(documents, slug, **dict(Forme.model_validate(data)))
    fiche = views.fiche(whole.library, slug)
    for place in (*zones._recto(fiche), *zones._verso(fiche)):
        if place.loc[0] not in ("sigle_court", "nom", "lien") and place.loc[-1] != "territoire":
            famille, graisse, corps, largeur, lignes = place.zone
            zone = Zone(documents.theme.font(famille, graisse), corps, largeur, lignes, place.approche)
            fill(data, place.loc, zone, place.texte)
    return with_forme(documents, slug, **dict(Forme.model_validate(data)))


@pytest.mark.parametrize("slug", ["cooperations", "ptce", "ges", "pat"])
def test_a_fiche_full_to_the_brim_still_holds_on_two_pages(documents: Documents, slug: str) -> None:
    full = brimful(documents, slug)
    assert [p.message for p in zones.check(full.library, full.theme) if p.place.fichier.endswith(f"{slug}.yaml")] == []
    rendu = full[f"fiches/{slug}.pdf"]
    assert (rendu.pages, rendu.defauts) == (2, ())


def test_one_more_word_is_refused(documents: Documents) -> None:
    full = brimful(documents, "ptce")
    forme = full.library.formes["ptce"]
    longer = forme.atouts[0].model_copy(update={"texte": forme.atouts[0].texte + " habitants"})
    problems = zones.check(with_forme(full, "ptce", atouts=(longer, *forme.atouts[1:])).library, full.theme)
    assert [p.code for p in problems if p.place.fichier.endswith("ptce.yaml")] == ["Z001"]


def test_a_character_that_no_font_has_is_told_wherever_it_is_printed(documents: Documents) -> None:
    library = documents.library
    cle, source = next(iter(library.sources.items()))
    terme = library.glossaire.termes[0].model_copy(update={"texte": "Une forêt 森"})
    spoilt = replace(
        library,
        kit=library.kit.model_copy(update={"sous_titre": "Des formes 形"}),
        sources={**library.sources, cle: source.model_copy(update={"titre": "Une loi 法"})},
        glossaire=library.glossaire.model_copy(update={"termes": (terme, *library.glossaire.termes[1:])}),
    )
    problems = [p for p in zones.check(spoilt, documents.theme) if p.code == "Z002"]
    assert [(p.place.fichier, p.message[15:16]) for p in problems] == [
        ("content/kit.yaml", "形"),
        ("content/sources.yaml", "法"),
        ("content/glossaire.yaml", "森"),
    ]
