"""Which documents say which claims, and what an event would hand out that holds no more on its day."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import Any

import pytest
import yaml

from coopdocs import open_kit, relecture, views
from coopdocs.api.planned import Plan
from coopdocs.formats.job import JoinJob, source
from coopdocs.library import Library, load
from coopdocs.library.catalogue import CRITERES, DECISION, GLOSSAIRE
from coopdocs.problem import Problem
from coopdocs.relecture.impressions import documents, handed_out
from coopdocs.theme import Theme
from coopdocs.views import rows
from support.evenement_exemple import FICHIER, SLUG, write_event_kit
from support.kits import ROOT, dump, spoil, write_kit

PTCE, JOUR = "content/formes/ptce.yaml", FICHIER
DAY, EVE = "2027-03-18", "2027-03-17"


@pytest.fixture(scope="module")
def complete(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_event_kit(tmp_path_factory.mktemp("complete"))


@pytest.fixture
def kit(complete: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(complete, tmp_path / "kit"))


def told(kit: Path) -> list[Problem]:
    library, problems = load(kit)
    assert library is not None, problems
    assert problems == []
    return relecture.check(library)


def line(kit: Path, text: str) -> int:
    return next(n for n, said in enumerate((kit / JOUR).read_text("utf-8").splitlines(), 1) if said.startswith(text))


def ends(kit: Path, before: str, day: str, fichier: str = PTCE) -> None:
    """Something that ends on a day: what stands before its first key, its indent on the next line."""
    text = (kit / fichier).read_text("utf-8")
    indent = re.search(rf"{re.escape(before)}( *)", text)
    assert indent
    if before.endswith("- "):
        spoil(kit / fichier, before, f"{before}valable_jusqu_au: {day}\n  ")
    else:
        spoil(kit / fichier, before, f"{before}{indent[1]}valable_jusqu_au: {day}\n")


def test_what_still_holds_on_the_day_of_the_event_is_handed_out(kit: Path) -> None:
    ends(kit, "chapo:\n", DAY)
    assert told(kit) == []


def test_what_ends_the_day_before_is_an_error_at_the_event(kit: Path) -> None:
    ends(kit, "chapo:\n", EVE)
    [problem] = told(kit)
    assert (problem.code, problem.is_error) == ("X026", True)
    assert (problem.place.fichier, problem.place.ligne) == (JOUR, line(kit, "formes:"))
    assert problem.extrait == "formes: [ptce, ges]"
    assert "18/03/2027" in problem.message
    assert f"jusqu’au 17/03/2027 : {PTCE}:8" in problem.message
    assert "retirez cette forme" in problem.conseil
    assert problem in open_kit(kit).check()


HANDED = [
    "chapo:\n",
    "  duree:\n",
    "atouts:\n- ",
    "exemples:\n- ",
    "reseaux:\n- ",
    "essentiels:\n- ",
    "confusions:\n- ",
]
KEPT = ["presentation:\n- ", "gouvernance:\n- "]


@pytest.mark.parametrize("before", HANDED)
def test_every_heading_of_a_fiche_counts(kit: Path, before: str) -> None:
    ends(kit, before, EVE)
    assert [p.code for p in told(kit)] == ["X026"]


@pytest.mark.parametrize("before", KEPT)
def test_what_only_the_guide_says_is_not_handed_out(kit: Path, before: str) -> None:
    ends(kit, before, EVE)
    assert told(kit) == []


def test_an_event_that_is_not_about_it_hands_nothing_of_it_out(kit: Path) -> None:
    ends(kit, "chapo:\n", EVE)
    spoil(kit / JOUR, "formes: [ptce, ges]", "formes: [pat, ges]")
    assert told(kit) == []


def test_a_booklet_for_some_readers_counts(kit: Path) -> None:
    idee = [{"idee": "Tout est simple", "texte": "Non.", "sources": ["loi-ess"], "verifie_le": "2026-11-01",
             "valable_jusqu_au": EVE}]  # fmt: skip
    with (kit / PTCE).open("a", encoding="utf-8") as file:
        file.write(dump({"idees_recues": idee}))
    assert told(kit) == []
    spoil(kit / JOUR, "profils: [élus, agents]", "profils: [élus, habitants]")
    assert [p.code for p in told(kit)] == ["X026"]


def test_a_cell_of_the_event_s_table_counts_at_its_forme(kit: Path) -> None:
    text = (kit / CRITERES).read_text("utf-8")
    before, ges, after = text.partition("  ges:\n    statut:\n")
    (kit / CRITERES).write_text(f"{before}{ges}      valable_jusqu_au: {EVE}\n{after}", encoding="utf-8")
    [problem] = told(kit)
    assert (problem.place.ligne, problem.place.colonne) == (line(kit, "formes:"), len("formes: [ptce, ") + 1)
    assert "disaient" not in problem.message
    assert "GES" in problem.message


def test_a_cell_that_the_event_leaves_out_does_not_count(kit: Path) -> None:
    spoil(kit / CRITERES, "principal: 'true'\n", "principal: 'false'\n")
    ends(kit, "    statut:\n", EVE, CRITERES)
    assert told(kit) == []


def test_a_definition_counts_where_the_booklet_uses_its_word(kit: Path) -> None:
    ends(kit, "termes:\n- ", EVE, GLOSSAIRE)
    assert told(kit) == []
    spoil(kit / JOUR, "titre: Accueil", "titre: Accueil de l’ESS")
    [problem] = told(kit)
    assert problem.place.ligne == line(kit, "date:")
    assert "définitions" in problem.message


def test_many_places_are_told_as_one_problem(kit: Path) -> None:
    for before in HANDED[:5]:
        ends(kit, before, EVE)
    [problem] = told(kit)
    assert problem.message.endswith(" et 2 de plus")
    assert problem.message.count(f"{PTCE}:") == 3


# --- what the mapping says is what the documents say


@pytest.fixture(scope="module")
def distinct(tmp_path_factory: pytest.TempPathFactory) -> Library:
    """A kit of which each claim has words of its own."""
    kit = write_kit(tmp_path_factory.mktemp("distinct"))
    shutil.copy(ROOT / "content/territoires/contours_france.json", kit / "content/territoires")
    count = 0

    def renamed(data: Any) -> Any:
        nonlocal count
        if isinstance(data, list):
            return [renamed(item) for item in data]
        if not isinstance(data, dict):
            return data
        if "texte" in data and "sources" in data:
            count += 1
            return data | {"texte": f"Mot{count:03}"}
        return {key: renamed(value) for key, value in data.items()}

    idee = {"texte": "x", "sources": ["loi-ess"], "verifie_le": "2026-11-01"}
    for path in [*(kit / "content/formes").glob("*.yaml"), kit / CRITERES, kit / GLOSSAIRE]:
        data = yaml.load(path.read_text("utf-8"), yaml.BaseLoader)
        if path.parent.name == "formes":
            voisine = "ges" if path.stem != "ges" else "pat"
            data |= {"idees_recues": [idee | {"idee": "Idée"}], "financements": [idee | {"titre": "Aide"}],
                     "combinaisons": [idee | {"forme": voisine}]}  # fmt: skip
        path.write_text(dump(renamed(data)), encoding="utf-8")
    library, problems = load(kit)
    assert library is not None, problems
    return library


DOCUMENTS = {
    "fiches/ptce.pdf": "fiche PTCE",
    "fiches/cooperations.pdf": "fiche Panorama",
    "fiches/ptce.html": "page PTCE",
    "fiches/cooperations.html": "page Panorama",
    "guide/guide.html": "guide",
    "comparatifs/comparatif.html": "comparatif",
    "comparatifs/ptce.html": "comparatif PTCE",
}


@pytest.mark.parametrize("path", DOCUMENTS)
def test_the_documents_named_beside_a_claim_are_those_that_say_it(distinct: Library, path: str) -> None:
    plan = Plan(distinct, Theme([ROOT / "templates"]), lays_out=False)
    [target] = [target for target in plan.every if target.path == path]
    words = set(re.findall(r"Mot\d{3}", source(target.make())))
    named = documents(distinct)
    said = {a.fait.texte for a in distinct.affirmations if DOCUMENTS[path] in named[a.fichier, a.loc]}
    assert said == words


def test_every_claim_is_in_some_document(distinct: Library) -> None:
    named = documents(distinct)
    assert all(named[a.fichier, a.loc] for a in distinct.affirmations)
    assert all("guide" in noms for (_, loc), noms in named.items() if loc != ("recit", "court"))


def test_what_an_event_hands_out_is_said_to_be(kit: Path) -> None:
    library, _ = load(kit)
    assert library is not None
    named, handed = documents(library), handed_out(library, SLUG)
    assert {lieu for lieu, noms in named.items() if f"événement {SLUG}" in noms} == set(handed)
    assert set(handed.values()) == {"ptce", "ges"}


# --- the day is printed where there is room for it


SAID = {"fiches/ptce.html": 2, "guide/guide.html": 4, "guide/guide.pdf": 4, "guide/ptce.docx": 1, "fiches/ptce.pdf": 0}


@pytest.mark.parametrize("path", SAID)
def test_pages_that_flow_say_until_when_something_holds(kit: Path, path: str) -> None:
    shutil.copy(ROOT / "content/territoires/contours_france.json", kit / "content/territoires")
    for fichier, before in ((PTCE, "chapo:\n"), (GLOSSAIRE, "termes:\n- "), (DECISION, "questions:\n- ")):
        ends(kit, before, "2031-07-31", fichier)
    spoil(kit / DECISION, "  - texte: Oui\n", "  - texte: Oui\n    valable_jusqu_au: 2031-07-31\n")
    library, problems = load(kit)
    assert library is not None, problems
    plan = Plan(library, Theme([ROOT / "templates"]), lays_out=False)
    [target] = [target for target in plan.every if target.path == path]
    job = target.make()
    parts = [part.job for part in job.parts] if isinstance(job, JoinJob) else [job]
    said = re.sub("<[^>]*>", "", " ".join(map(source, parts))).replace("\u00a0", " ").lower()
    assert said.count("valable jusqu’au 31 juillet 2031") == SAID[path]


def test_a_cell_says_until_when_it_holds_in_its_table_of_proof(kit: Path) -> None:
    ends(kit, "    statut:\n", "2031-07-31", CRITERES)
    library, _ = load(kit)
    assert library is not None
    proof = rows.proof(views.comparatif(library))
    said = [row[6].replace("\u00a0", " ") for row in proof if "valable" in row[6]]
    assert said == ["1er novembre 2026, valable jusqu’au 31 juillet 2031"]
