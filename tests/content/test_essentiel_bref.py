"""« En bref » over all of France: each sentence is true and French whatever its numbers and names."""

from __future__ import annotations

import random
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import cast

import pytest

from coopdocs.library import Library
from coopdocs.model.complement import Complement
from coopdocs.territoire import TYPES, Territoire, proximite
from coopdocs.views.dossier import Dossier
from coopdocs.views.dossier.enonces import in_the_making
from coopdocs.views.dossier.making import Dossiers
from coopdocs.views.dossier.parts import Colonne, Repere
from coopdocs.views.essentiel.bref import Phrase, bref, habitants
from coopdocs.views.essentiel.chiffres import chiffres
from coopdocs.views.essentiel.cooperations import cooperations
from coopdocs.views.essentiel.designation import article, plural, subject
from support.cog import cog, get
from support.documents import Documents
from support.phrases import wrong

GOLDEN = Path(__file__).parents[1] / "golden/essentiel-bref.txt"
DIFFICILES = (
    *("epci:200068781", "epci:200054781", "epci:243500741", "region:04", "region:53", "departement:975"),
    *("departement:2A", "departement:75", "departement:984", "commune:29083", "commune:55039", "commune:75056"),
    *("commune:97501", "epci:249710047", "epci:200060465", "epci:200069516", "ept:200057867", "commune:26281"),
)
"""Grand Paris, two régions, Redon, La Réunion, COM, an island, no inhabitants, no census, no likeness, an EPT…"""


class Apercu:
    """As much of a dossier as sentences read: the dossier itself takes a hundred times as long to make."""

    def __init__(self, t: Territoire) -> None:
        self.territoire = t
        self.epci = cog().get(f"epci:{t.epci}") if t.epci else None
        self.comparables: tuple[str, ...] = ()
        self.complement = Complement()
        self.reperes: tuple[Repere, ...] = ()
        self.colonnes: tuple[Colonne, ...] = ()
        self.proches = proximite.around(cog(), t, cog().initiatives)


def phrases(library: Library, t: Territoire) -> tuple[Phrase, ...]:
    apercu = cast("Dossier", Apercu(t))
    return bref(library, apercu, chiffres(library, apercu), cooperations(library, apercu))


@cache
def every(genre: str) -> tuple[Territoire, ...]:
    return tuple(get(cog(), cle) for cle in cog().codes(genre))


def test_the_sentences_of_hard_territories_are_those_of_the_golden_file(
    documents: Documents, request: pytest.FixtureRequest
) -> None:
    dossiers = Dossiers(documents.library)
    lines = []
    for cle in DIFFICILES:
        dossier = dossiers.dossier(get(cog(), cle))
        found = bref(
            documents.library, dossier, chiffres(documents.library, dossier), cooperations(documents.library, dossier)
        )
        assert wrong(list(found)) == []
        lines += [f"{cle} {dossier.territoire.nom_court}", *(_shown(phrase) for phrase in found), ""]
    texte = "\n".join(lines)
    if request.config.getoption("--renew"):
        GOLDEN.write_text(texte, "utf-8")
    assert texte.splitlines() == GOLDEN.read_text("utf-8").splitlines()


def _shown(phrase: Phrase) -> str:
    return f"  {phrase.icone}: " + "".join(f"[{mots}]" if gras else mots for mots, gras in phrase.morceaux)


@pytest.mark.parametrize("genre", TYPES)
def test_who_lives_in_every_territory_of_france_is_told_in_french(genre: str) -> None:
    """All 36 000: some seconds, for every name and every number of people is tried."""
    assert wrong([habitants(cog(), t, cog().get(f"epci:{t.epci}") if t.epci else None) for t in every(genre)]) == []


@pytest.mark.parametrize(("genre", "combien"), [("region", 4), ("departement", 12), ("epci", 20), ("commune", 10)])
def test_all_the_sentences_of_territories_drawn_by_lot_are_french(
    documents: Documents, genre: str, combien: int
) -> None:
    lot = random.Random(20261130).sample(every(genre), combien)
    assert wrong([phrase for t in lot for phrase in phrases(documents.library, t)]) == []


def test_what_a_territory_is_called_comes_from_the_tables() -> None:
    called = {
        "commune:29083": "Île-de-Sein", "commune:72181": "Le Mans", "commune:85194": "La commune des Sables-d’Olonne",
        "departement:26": "Le département de la Drôme", "departement:69": "Le département du Rhône",
        "departement:987": "La Polynésie française", "region:04": "La Réunion", "region:53": "La région Bretagne",
        "epci:200068781": "Valence Romans Agglo", "epci:200054781": "La Métropole du Grand Paris",
        "epci:246700488": "L’Eurométropole de Strasbourg", "epci:244500468": "Orléans Métropole",
        "epci:249710047": "La communauté de communes de Marie-Galante",
    }  # fmt: skip
    assert {cle: subject(get(cog(), cle)) for cle in called} == called
    assert [article(get(cog(), f"departement:{code}")) for code in ("01", "07", "60", "35", "75")] == [
        "l’Ain", "l’Ardèche", "l’Oise", "Ille-et-Vilaine", "Paris"
    ]  # fmt: skip
    assert [t.code for genre in ("region", "departement") for t in every(genre) if plural(t)] == ["984"]


@pytest.mark.parametrize("genre", ["commune", "epci", "departement"])
def test_the_first_page_and_the_page_of_cooperations_count_the_same(documents: Documents, genre: str) -> None:
    for t in random.Random(7).sample(every(genre), 40):
        apercu = cast("Dossier", Apercu(t))
        known = cooperations(documents.library, apercu)
        said = [p.texte for p in phrases(documents.library, t) if p.icone == "handshake"]
        if known.ici:
            (phrase,) = said
            assert phrase.split()[0] == known.chapo.split()[0], phrase
        shown = sum(not c.ici for c in known.montrees)
        near = len(known.membres) + len(known.voisines)
        if near > shown:
            (around,) = [p.texte for p in phrases(documents.library, t) if p.icone == "map-trifold"]
            first = around.split()[0].replace("\u00a0", "")
            far = sum(1 for c in known.loin) if any(c.numero for c in known.loin) else 0
            assert str(near + far) in known.chapo or first.lower() in known.chapo


@pytest.mark.parametrize(
    ("statut", "projet"),
    [
        ("en projet", True), ("candidat", True), ("candidature déposée", True), ("en élaboration", True),
        ("en cours de création", True), ("en activité", False), ("habilité", False), ("reconnu, niveau 1", False),
        ("reconnaissance en attente", False), ("lauréat", False), ("", False),
    ],
)  # fmt: skip
def test_what_does_not_exist_yet_is_told_by_its_statut(statut: str, projet: bool) -> None:
    assert in_the_making(statut) == projet


def test_projects_are_counted_as_projects_on_both_pages(documents: Documents) -> None:
    t = get(cog(), "epci:200068781")
    apercu = Apercu(t)
    own = [p for p in apercu.proches if p.situation in ("dans", "couvre")]
    assert own
    apercu.proches = tuple(replace(p, initiative={**p.initiative, "statut": "en projet"}) for p in own)
    known = cooperations(documents.library, cast("Dossier", apercu))
    assert known.chapo.split(". ")[0].endswith("en projet")
    first = bref(documents.library, cast("Dossier", apercu), None, known)
    assert any("en projet" in p.texte for p in first)
