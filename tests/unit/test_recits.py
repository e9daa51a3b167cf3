"""A story: which formes print it, in which words, what it needs to be one; costs and model documents beside it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from coopdocs import views
from coopdocs.library import Library, load
from coopdocs.views import a5, livret
from support.kits import dump, fait, forme, write_kit

PTCE = "content/formes/ptce.yaml"


@pytest.fixture
def kit(tmp_path: Path) -> Path:
    return write_kit(tmp_path)


def told(kit: Path, change: dict[str, Any] | None = None, **fields: Any) -> tuple[views.Fiche | None, list[str]]:
    """The fiche of the forme that tells a story, with other fields, and the problems found."""
    data = forme("ptce")
    data["recit"] |= change or {}
    (kit / PTCE).write_text(dump(data | fields), encoding="utf-8")
    library, problems = load(kit)
    said = [f"{p.code} {p.place.ligne} {p.message}" for p in problems]
    return (views.fiche(library, "ptce") if library else None), said


def examples(count: int, territoire: str = "commune:26281") -> list[dict[str, Any]]:
    return [fait("Un exemple.", nom=f"Exemple {n}", territoire=territoire) for n in range(count)]


@pytest.mark.parametrize(("on_map", "off_map", "printed"), [(0, 0, True), (3, 0, True), (3, 1, True), (4, 0, False)])
def test_the_printed_fiche_tells_it_where_the_map_would_show_few_examples(
    kit: Path, on_map: int, off_map: int, printed: bool
) -> None:
    fiche, _ = told(kit, exemples=[*examples(on_map), *examples(off_map, "france:FR")])
    assert fiche is not None
    assert (fiche.recit_imprime is not None) == printed


def test_without_a_story_there_is_none(kit: Path) -> None:
    fiche, said = told(kit, recit=None, couts=[], modeles=[], lacunes=[])
    assert said == []
    assert fiche is not None
    assert (fiche.recit_imprime, fiche.parties, fiche.couts, fiche.situation) == (None, (), (), "")


def test_its_sources_are_numbered_with_those_that_the_printed_fiche_shows(kit: Path) -> None:
    court = fait("Un garage a fermé.", sources=["guide-ess"])
    fiche, _ = told(kit, {"court": court})
    assert fiche is not None
    [cited] = fiche.appels(fiche.forme.recit.court, imprime=True) if fiche.forme.recit else ()
    assert (cited.cle, cited.numero) == ("guide-ess", 2)
    fiche, _ = told(kit, {"court": court}, exemples=examples(4))
    assert fiche is not None
    assert [s.cle for s in fiche.sources if s.imprimee] == ["loi-ess"]


@pytest.mark.parametrize(
    ("annees", "dites"),
    [({"fin": "2019"}, "2016 à\u00a02019"), ({"fin": "2016"}, "2016"), ({"fin": None}, "depuis 2016")],
)
def test_the_place_and_the_years_are_said(kit: Path, annees: dict[str, Any], dites: str) -> None:
    fiche, _ = told(kit, annees)
    assert fiche is not None
    assert fiche.situation == f"Valence · {dites}"
    fiche, _ = told(kit, {**annees, "lieu": "Fontbarlettes, Valence (Drôme)"})
    assert fiche is not None
    assert fiche.situation == f"Fontbarlettes, Valence (Drôme) · {dites}"


def test_examples_of_elsewhere_are_named_beside_it(kit: Path) -> None:
    fiche, _ = told(kit, exemples=[*examples(1), *examples(1, "commune:26362")])
    assert fiche is not None
    assert [exemple.nom for _, exemple, _ in fiche.autres_exemples] == ["Exemple 0"]


def test_a_sheet_of_paper_says_it_as_the_printed_fiche_does(kit: Path) -> None:
    fiche, _ = told(kit, {"conseil": fait("Commencer petit.")})
    assert fiche is not None
    pages = a5.fiche_a5(fiche, livret.double(fiche, None))
    rubrique = next(r for r in pages.suite if r.titre == "Un garage devenu atelier")
    assert [(e.titre, e.fait.texte) for e in rubrique.elements] == [
        ("Atelier de Valence", "Un garage a fermé. Douze habitants l’ont repris."),
        ("2016", "Le garage ferme"), ("2018", "L’atelier ouvre"), ("Leur conseil, en résumé", "Commencer petit."),
    ]  # fmt: skip
    assert [r.titre for r in pages.suite if r.titre in ("À voir aussi", "Ils l’ont fait")] == ["À voir aussi"]


def test_costs_stand_by_theme_in_the_order_of_the_headings(kit: Path) -> None:
    couts = [fait(theme, theme=theme, date=None) for theme in ("emplois", "difficulté", "budget", "emplois")]
    fiche, said = told(kit, couts=[c if c["date"] else {**c, "date": "2018"} for c in couts])
    assert said == []
    assert fiche is not None
    assert [(titre, len(faits)) for titre, faits in fiche.couts] == [
        ("Combien", 1), ("Qui", 2), ("À quoi prendre garde", 1),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("change", "code", "dit"),
    [
        ({"fin": "2015"}, "X027", "le récit finit en 2015, avant de commencer (2016)"),
        ({"probleme": None, "resultat": None}, "X028", "1 partie racontée : 3 au moins"),
        ({"territoire": "commune:26999"}, "X015", "commune:26999"),
        ({"debut": "hier"}, "C009", "« hier »"),
        ({"jalons": [fait("Un pas", quand="2016")] * 5}, "C008", "5 éléments : 4 au plus"),
        ({"court": fait("Un fait.", sources=[])}, "X002", "affirmation sans source"),
    ],
)
def test_one_mistake_is_one_problem(kit: Path, change: dict[str, Any], code: str, dit: str) -> None:
    fiche, said = told(kit, change)
    assert fiche is None
    [problem] = said
    assert problem.startswith(code)
    assert dit in problem


def test_a_model_document_is_as_old_as_it_was_last_read(kit: Path) -> None:
    modele = {**forme("ptce")["modeles"][0], "verifie_le": "2020-01-01"}
    _, said = told(kit, modeles=[modele])
    assert [line[:4] for line in said] == ["A002"]
    _, said = told(kit, modeles=[{**modele, "verifie_le": "2027-01-01"}])
    assert [line[:4] for line in said] == ["X017"]


def test_every_claim_of_a_story_is_named_by_what_it_is_about(kit: Path) -> None:
    fiche, _ = told(kit)
    assert fiche is not None
    named = dict(fiche.affirmations)
    assert [sujet for sujet, _ in named["Récit"]] == [
        "Un garage devenu atelier", "2016", "2018", "Le problème", "Le premier pas", "Le résultat",
    ]  # fmt: skip
    assert [sujet for sujet, _ in named["Coûts, délais, équipes"]] == ["Qui", "Combien"]


def test_the_library_has_it_among_its_claims(kit: Path) -> None:
    told(kit)
    library, _ = load(kit)
    assert isinstance(library, Library)
    places = {a.loc for a in library.affirmations if a.fichier == PTCE}
    assert {("recit", "court"), ("recit", "jalons", 1), ("recit", "resultat"), ("couts", 0)} <= places
