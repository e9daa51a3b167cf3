"""Where answers to the decision aid lead, and the rules and headings that say so."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from coopdocs.library import Library, load
from coopdocs.model.contenu import Decision
from coopdocs.typographie import plain_spaces
from coopdocs.views.choix import SANS_FORME, Choix, Egalite, Orientation, lead
from support.kits import dump, fait, many, spoil, write_kit


def aid(*questions: tuple[tuple[str, ...], ...]) -> Decision:
    """Questions as what each of their answers cites: formes, and other ones with a capital."""
    made = []
    for n, reponses in enumerate(questions, 1):
        cited = [
            {
                "texte": f"R{r}",
                "formes": [c for c in cles if c.islower()],
                "autres": [c.lower() for c in cles if c.isupper()],
            }
            for r, cles in enumerate(reponses, 1)
        ]
        made.append(
            {"id": f"q{n}", "question": f"Q{n}", "pourquoi": "P", "reponses": [*cited, {"texte": "Non", "formes": []}]}
        )
    return Decision.model_validate({"avertissement": "A", "questions": made, "regles": ["R"]})


def led(decision: Decision, *rangs: int | None) -> Orientation:
    """Where the answers of these ranks lead, None for a question left blank."""
    given = zip(decision.questions, rangs, strict=True)
    return lead(decision, {q.id: q.reponses[rang] for q, rang in given if rang is not None})


def test_the_most_cited_forme_comes_first_with_the_answers_that_cite_it() -> None:
    decision = aid((("a", "b"),), (("b", "c"),), (("b",),))
    found = led(decision, 0, 0, None)
    assert [piste.cle for piste in found.formes] == ["b", "a", "c"]
    assert [(q.id, r.texte) for q, r in found.formes[0].raisons] == [("q1", "R1"), ("q2", "R1")]
    assert (found.premieres, found.autres_dabord) == (("b",), False)


def test_of_two_cited_as_often_the_first_question_that_cites_one_alone_decides() -> None:
    decision = aid((("a", "b"),), (("b",),), (("a",),))
    found = led(decision, 0, 0, 0)
    assert (found.premieres, found.egalites) == (("b",), (Egalite("b", "a", decision.questions[1]),))


def test_what_nothing_parts_is_read_together() -> None:
    found = led(aid((("a", "b", "c"),), (("b", "a"),)), 0, 0)
    assert (found.premieres, found.egalites[0]) == (("a", "b"), Egalite("a", "b", None))
    assert led(aid((("a", "b"),)), 0).premieres == ("a", "b")
    assert led(aid((("a",),)), None).premieres == ()


def test_other_formes_come_first_where_the_subject_is_none_of_the_kit() -> None:
    decision = aid((("S",), ("a",)), (("a",),), (("a", "T"),))
    found = led(decision, 0, 0, 0)
    assert (found.autres_dabord, found.premieres) == (True, ("s",))
    assert [piste.cle for piste in found.formes] == ["a"]
    assert led(decision, 1, 0, 0).premieres == ("a",)


@pytest.mark.parametrize("sans", range(SANS_FORME + 2))
def test_so_many_answers_without_a_forme_lead_to_other_ones(sans: int) -> None:
    decision = aid((("a",),), *[(("a",), ("S",))] * 5)
    found = led(decision, 0, *[1] * sans, *[0] * (5 - sans))
    assert found.autres_dabord is (sans >= SANS_FORME)
    assert [question.id for question in found.sans_forme] == [f"q{n + 2}" for n in range(sans)]


# --- what is printed


def kit(tmp_path: Path, questions: int, formes: int, autres: int, sans_forme: int) -> Library:
    """A kit with so many questions, the last answer of the first `sans_forme` of them citing none of its formes."""
    made = many(tmp_path / "kit", formes)
    slugs = [f"f{n}" for n in range(1, formes + 1)]
    asked: list[dict[str, Any]] = [
        {
            "id": f"q{n}", "question": "Q ?", "pourquoi": "P.",
            "reponses": [
                {"texte": "Oui", "formes": slugs}, {"texte": "Non", "formes": [] if n < sans_forme else slugs}
            ],
        }
        for n in range(questions)
    ]  # fmt: skip
    decision = {"avertissement": "Un avis.", "questions": asked, "regles": ["Lire tout."]}
    (made / "content/decision.yaml").write_text(dump(decision), encoding="utf-8")
    if autres:
        other = [
            {"id": f"a{n}", "nom": f"Autre {n}", "definition": fait("D."), "quand": fait("Q.")} for n in range(autres)
        ]
        (made / "content/autres_formes.yaml").write_text(dump({"autres": other}), encoding="utf-8")
    library, problems = load(made)
    assert library, problems
    return library


def rules(library: Library) -> list[str]:
    return [plain_spaces(regle) for regle in Choix(library).regles]


def test_rules_say_the_numbers_of_the_kit(tmp_path: Path) -> None:
    said = rules(kit(tmp_path, questions=9, formes=7, autres=2, sans_forme=9))
    assert said[0].startswith("Répondez aux neuf questions.")
    assert said[-1] == (
        "Si votre réponse à la première question ou trois réponses au moins ne citent aucune des sept formes, "
        "commencez par les autres formes, la plus citée d’abord ; elles suivent les questions."
    )


@pytest.mark.parametrize(
    ("questions", "formes", "autres", "sans_forme", "dits", "tus"),
    [
        (1, 3, 0, 0, ["Répondez à la question,"], ["égalité", "aucune des"]),
        (4, 1, 2, 4, ["Répondez aux questions,", "pas la forme du guide"], ["égalité", "aucune des"]),
        (5, 12, 0, 0, ["aux cinq questions", "égalité"], ["aucune des"]),
        (5, 3, 0, 1, ["à la première question ne cite aucune des trois formes, demandez conseil"], ["au moins"]),
        (2, 8, 40, 2, ["à la première question ne cite aucune des huit formes, commencez"], ["au moins"]),
    ],
)
def test_rules_fit_any_kit(
    tmp_path: Path, questions: int, formes: int, autres: int, sans_forme: int, dits: list[str], tus: list[str]
) -> None:
    said = " ".join(rules(kit(tmp_path, questions, formes, autres, sans_forme)))
    assert all(dit in said for dit in dits), said
    assert not any(tu in said for tu in tus), said


@pytest.mark.parametrize(
    ("formes", "titre"),
    [
        (1, "Et si ce n’est pas cette forme ?"),
        (2, "Et si ce n’est aucune des deux ?"),
        (8, "Et si ce n’est aucune des huit ?"),
        (12, "Et si ce n’est aucune des douze ?"),
        (21, "Et si ce n’est aucune des vingt et une ?"),
    ],
)
def test_the_heading_counts_the_formes_of_the_kit(tmp_path: Path, formes: int, titre: str) -> None:
    library, _ = load(many(tmp_path / "kit", formes))
    assert library
    assert plain_spaces(Choix(library).titre_autres) == titre


@pytest.mark.parametrize(
    ("autres", "debut"),
    [(1, "Une autre forme, en bref. Elle n’est"), (40, "Quarante autres formes, en bref. Elles ne")],
)
def test_what_stands_under_it_counts_the_other_ones(tmp_path: Path, autres: int, debut: str) -> None:
    assert plain_spaces(Choix(kit(tmp_path, 1, 2, autres, 1)).presentation).startswith(debut)


AUTRES = [
    {"id": "scic", "sigle": "SCIC", "nom": "Société", "definition": fait("D."), "quand": fait("Q.")},
    {"id": "tiers-lieu", "nom": "Tiers-lieu", "definition": fait("D."), "quand": fait("Q."), "base_legale": fait("B.")},
    {"id": "ae", "nom": "L'Atelier", "definition": fait("D."), "quand": fait("Q."), "collectivite": fait("C.")},
]


def with_others(tmp_path: Path, formes: str = "formes:\n    - pat", autres: str = "") -> Path:
    made = write_kit(tmp_path / "k")
    (made / "content/autres_formes.yaml").write_text(dump({"autres": AUTRES}), encoding="utf-8")
    spoil(made / "content/decision.yaml", "formes:\n    - pat", formes + autres)
    return made


def test_an_other_forme_is_named_within_a_sentence(tmp_path: Path) -> None:
    library, problems = load(with_others(tmp_path, autres="\n    autres: [scic, tiers-lieu, ae]"))
    assert library, problems
    cited = Choix(library).citees(library.decision.questions[0].reponses[1])
    assert cited == (("scic", "SCIC"), ("tiers-lieu", "tiers-lieu"), ("ae", "L’Atelier"))


def test_a_dossier_says_less_of_them(tmp_path: Path) -> None:
    library, _ = load(with_others(tmp_path))
    assert library
    [_, lieu, atelier] = library.autres_formes.autres
    assert [libelle for libelle, _ in Choix(library).lignes(lieu)] == ["Quand la choisir", "Base légale"]
    assert [libelle for libelle, _ in Choix(library, bref=True).lignes(lieu)] == ["Quand la choisir"]
    assert [libelle for libelle, _ in Choix(library, bref=True).lignes(atelier)] == [
        "Quand la choisir",
        "La collectivité",
    ]
    assert [f.texte for f in Choix(library, bref=True).faits] == ["D.", "Q.", "D.", "Q.", "D.", "Q.", "C."]


@pytest.mark.parametrize(
    ("formes", "autres", "attendu", "conseil"),
    [
        ("formes: []", "\n    autres: [scik]", "l’autre forme « scik » n’existe pas", "scic"),
        ("formes: []", "\n    autres: [ptce]", "l’autre forme « ptce » n’existe pas", "sous « formes »"),
        ("formes: [scic]", "", "la forme « scic » n’existe pas", "sous « autres »"),
    ],
)
def test_an_answer_that_cites_what_is_not_there_is_told(
    tmp_path: Path, formes: str, autres: str, attendu: str, conseil: str
) -> None:
    _, problems = load(with_others(tmp_path, formes, autres))
    [problem] = [p for p in problems if p.code == "X009"]
    assert attendu in problem.message
    assert conseil in problem.conseil


def test_an_other_forme_is_neither_twice_there_nor_a_forme_of_the_kit(tmp_path: Path) -> None:
    made = with_others(tmp_path)
    fichier = made / "content/autres_formes.yaml"
    spoil(fichier, "id: ae", "id: scic")
    spoil(fichier, "id: tiers-lieu", "id: pat")
    problems = [p for p in load(made)[1] if p.code == "X008"]
    premier = fichier.read_text("utf-8").splitlines().index("- id: scic") + 1
    assert [p.message for p in problems] == [
        "« pat » est une forme du kit : content/formes/pat.yaml",
        f"l’identifiant « scic » est déjà donné à la ligne {premier}",
    ]
