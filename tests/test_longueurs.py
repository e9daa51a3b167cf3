"""What `zones` lets through does fit: fiches whose every text fills its printed zone to the last line."""

from __future__ import annotations

import copy
from collections.abc import Sequence
from itertools import cycle
from pathlib import Path
from typing import Any

import pytest
from documents import Documents, with_forme
from kits import ROOT, small_kit, spoil

from coopdocs import views, zones
from coopdocs.library import load
from coopdocs.model import Forme
from coopdocs.theme import Theme
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


FORUM = "content/evenements/forum-cooperations.yaml"
CSV = "content/territoires/"


@pytest.mark.parametrize(
    ("fichier", "ancien", "nouveau", "perdu"),
    [
        ("content/kit.yaml", "sous_titre: Trois", "sous_titre: 三", "三"),
        ("content/sources.yaml", "titre: Loi ESS", "titre: Loi 法", "法"),
        ("content/glossaire.yaml", "terme: ESS", "terme: ☕", "☕"),
        ("content/glossaire.yaml", "termes:", "sigles: {É森: bois}\ntermes:", "森"),
        ("content/formes/ptce.yaml", "- Projet", "- Pr\u20d0ojet", "\u20d0"),
        ("content/formes/ptce.yaml", "- Projet", "- Projet ½\u0301", "½\u0301"),
        (FORUM, "Ouverture", "Ouverture 😀", "😀"),
        ("content/introduction.md", "## À", "## 序 À", "序"),
        (CSV + "initiatives.csv", "Groupe Archer", "Café ☕", "☕"),
        (
            CSV + "contacts.csv",
            "expire_le\n",
            "expire_le\nfrance:FR,Le 店,,,01 02 03 04 05,,loi-ess,2026-11-01,\n",
            "店",
        ),
        (CSV + "indicateurs/essai.csv", "26", "26", ""),
        (CSV + "indicateurs/essai.yaml", "libelle: Taux", "libelle: Taux ☂", "☂"),
    ],
)
def test_a_character_that_no_font_has_is_told_wherever_it_is_printed(
    kit: Path, fichier: str, ancien: str, nouveau: str, perdu: str
) -> None:
    spoil(kit / fichier, ancien, nouveau)
    library, problems = load(kit)
    assert [p for p in problems if p.is_error] == []
    assert library is not None
    lost = [p for p in zones.check(library, Theme([ROOT / "templates"])) if p.code == "Z002"]
    assert [p.place.fichier for p in lost] == ([fichier] if perdu else [])
    for p in lost:
        assert f"« {perdu} »" in p.message
        assert perdu[-1] in p.extrait
        assert p.place.ligne == 1 + (kit / fichier).read_text("utf-8").partition(perdu)[0].count("\n")


@pytest.fixture
def kit(tmp_path: Path) -> Path:
    """A small kit with every table, an event and an indicator."""
    made = small_kit(tmp_path)
    folder = made / CSV / "indicateurs"
    folder.mkdir()
    (folder / "essai.csv").write_text("code,valeur\ncommune:26281,1\n", encoding="utf-8")
    (folder / "essai.yaml").write_text("libelle: Taux\nunite: '%'\nannee: 2024\nsource: loi-ess\n", encoding="utf-8")
    return made
