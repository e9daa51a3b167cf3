"""Texts that count formes: fields are filled alike for every format, a stale count is a warning at its place."""

from __future__ import annotations

from pathlib import Path

import pytest

from coopdocs.library import Library, load
from coopdocs.library.comptes import Comptes, fill_lines
from coopdocs.problem import Problem
from coopdocs.source import TextFile
from coopdocs.typographie import en_lettres
from support.kits import spoil, write_kit

KIT = "content/kit.yaml"


@pytest.mark.parametrize(
    ("n", "mots"),
    [(0, "zéro"), (1, "une"), (7, "sept"), (16, "seize"), (17, "dix-sept"), (21, "vingt et une"), (22, "vingt-deux"),
     (31, "trente et une"), (60, "soixante"), (61, "soixante et une"), (70, "soixante-dix"), (71, "soixante et onze"),
     (72, "soixante-douze"), (79, "soixante-dix-neuf"), (80, "quatre-vingts"), (81, "quatre-vingt-une"),
     (90, "quatre-vingt-dix"), (91, "quatre-vingt-onze"), (99, "quatre-vingt-dix-neuf"), (100, "100")],
)  # fmt: skip
def test_numbers_in_words_as_a_french_grammar_has_them(n: int, mots: str) -> None:
    assert en_lettres(n, feminin=True) == mots


def test_no_two_numbers_have_the_same_words() -> None:
    assert len({en_lettres(n) for n in range(100)}) == 100


def with_subtitle(tmp_path: Path, texte: str) -> tuple[Library | None, list[Problem]]:
    kit = write_kit(tmp_path / "kit")
    spoil(kit / KIT, "sous_titre: Trois formes", f'sous_titre: "{texte}"')
    return load(kit)


@pytest.mark.parametrize(
    ("ecrit", "imprime"),
    [
        ("{{ nombre_formes }} formes", "{f} formes"),
        ("{{Nombre_formes_en_lettres}} formes", "{F} formes"),
        ("a {{ nombre_sujets }}, b {{ nombre_criteres_en_lettres }}", "a {s}, b {c}"),
        ("un {{ accolades }} nu }}, { seul }", "un {{ nu }}, { seul }"),
    ],
)
def test_a_field_is_filled_where_texts_are_read(tmp_path: Path, ecrit: str, imprime: str) -> None:
    library, problems = with_subtitle(tmp_path, ecrit)
    assert library is not None
    assert problems == []
    formes = len(library.comparables)
    valeurs = {"f": str(formes), "F": en_lettres(formes, feminin=True).capitalize(), "s": str(len(library.formes)),
               "c": en_lettres(len(library.criteres.criteres))}  # fmt: skip
    for nom, valeur in valeurs.items():
        imprime = imprime.replace(f"{{{nom}}}", valeur)
    assert library.kit.sous_titre == imprime


@pytest.mark.parametrize(
    ("ecrit", "dit"),
    [
        ("{{ nombre_forme }}", "« nombre_formes »"),
        ("{{ 7 * 7 }}", "champs possibles : accolades, nombre_formes"),
        ("{{ kit.titre }}", "champs possibles"),
        ("{{ nombre_formes", "{{ accolades }}"),
        ("{{}}", "champs possibles"),
    ],
)
def test_an_unknown_field_is_refused_at_its_text_with_the_known_ones(tmp_path: Path, ecrit: str, dit: str) -> None:
    library, [problem] = with_subtitle(tmp_path, ecrit)
    assert library is None
    assert (problem.code, problem.place.fichier) == ("C031", KIT)
    assert dit in problem.conseil


def test_the_introduction_has_fields_too_and_says_where_one_is_unknown(tmp_path: Path) -> None:
    kit = write_kit(tmp_path / "kit")
    introduction = kit / "content/introduction.md"
    introduction.write_text("## Titre\n\nNos {{ nombre_formes }} formes.\n", encoding="utf-8")
    library, problems = load(kit)
    assert library is not None
    assert (problems, library.introduction) == ([], f"## Titre\n\nNos {len(library.comparables)} formes.\n")
    introduction.write_text("## Titre\n\nNos {{ nombres }} formes.\n", encoding="utf-8")
    [problem] = load(kit)[1]
    assert (problem.code, problem.place.ligne, problem.place.colonne, problem.longueur) == ("C031", 3, 5, 13)


@pytest.mark.parametrize(
    ("n", "imprime"),
    [
        (1, "Une forme de coopération, 1 critère, un sujet, 1 formellement, accolades {{ formes"),
        (2, "Deux formes de coopération, 2 critères, deux sujets, 2 formellement, accolades {{ formes"),
    ],
)
def test_the_noun_that_a_field_counts_agrees_with_it(n: int, imprime: str) -> None:
    texte = (
        "{{ Nombre_formes_en_lettres }} formes de coopération, {{ nombre_criteres }} critères, "
        "{{ nombre_sujets_en_lettres }} sujets, {{ nombre_formes }} formellement, accolades {{ accolades }} formes"
    )
    filled, problems = fill_lines(TextFile("a.md", texte), Comptes(n, n, n).valeurs())
    assert (problems, filled.text) == ([], imprime)


PERIMES = [
    "Trente-neuf formes",
    "Trente-neuf formes sont présentées ici.",
    "Trente-neuf formes de coopération",
    "les 39 formes",
    "Les trente-neuf sujets",
    "Les cinq formes se ressemblent",
    "39 critères de ce guide",
]


@pytest.mark.parametrize("texte", PERIMES)
def test_a_stale_count_is_a_warning_at_its_text(tmp_path: Path, texte: str) -> None:
    library, [problem] = with_subtitle(tmp_path, texte)
    assert library is not None
    assert (problem.code, problem.gravite, problem.place.fichier) == ("A021", "avertissement", KIT)
    assert "{{ nombre_" in problem.conseil
    assert ("en_lettres" in problem.conseil) == ("39" not in texte)


@pytest.mark.parametrize(
    "texte",
    [
        "Avec 9 formes juridiques", "Deux formes de gouvernance", "Il a 5 critères", "une",
        "Ces deux formes se combinent", "Les trois formes se ressemblent", "Les quatre formes se suivent",
        "Aux deux formes, elle apporte un statut",
    ],
)  # fmt: skip
def test_what_counts_something_else_is_left_alone(tmp_path: Path, texte: str) -> None:
    assert with_subtitle(tmp_path, texte)[1] == []


def test_the_fields_of_one_kit() -> None:
    valeurs = Comptes(formes=21, sujets=22, criteres=1).valeurs()
    assert valeurs["nombre_formes_en_lettres"] == "vingt et une"
    assert valeurs["Nombre_criteres_en_lettres"] == "Un"
    assert valeurs["nombre_sujets"] == "22"
