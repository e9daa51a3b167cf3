"""What is suggested is what was meant: never another meaning, never a random neighbour."""

from __future__ import annotations

import re
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coopdocs.library.participants import COLONNES
from coopdocs.library.reecritures import proposed
from coopdocs.library.synonymes import CLES, VALEURS
from coopdocs.model import contenu, evenement
from coopdocs.problem import ProblemCode
from coopdocs.problem.suggestions import closest, distance, meant
from coopdocs.targets import FORMATS, KINDS
from coopdocs.views.tableau import MOTS
from support.documents import ROOT

CONFIANCE = get_args(contenu.Confiance)
PLACE = get_args(contenu.Acteur.model_fields["place"].annotation)
GENRE = get_args(contenu.Source.model_fields["genre"].annotation)
PROFIL, RENCONTRE = get_args(evenement.Profil), get_args(evenement.Genre)
ICONES = [path.stem for path in (ROOT / "templates/icones").glob("*.svg")]
SLUGS = [path.stem for path in (ROOT / "content/formes").glob("*.yaml")]
SOURCES = re.findall(r"^[\w-]+(?=:)", (ROOT / "content/sources.yaml").read_text("utf-8"), re.MULTILINE)
CLES_FAIT = list(contenu.Fait.model_fields)
VOCABULAIRES = [CONFIANCE, PLACE, GENRE, PROFIL, RENCONTRE, ICONES, SLUGS, SOURCES, CLES_FAIT, KINDS, FORMATS]

BON = [
    ("vérifie", CONFIANCE, "vérifié"),
    ("Verifié", CONFIANCE, "vérifié"),
    ("à vérifier", CONFIANCE, "incertain"),
    ("A VERIFIER", CONFIANCE, "incertain"),
    ("sûr", CONFIANCE, "vérifié"),
    ("certain", CONFIANCE, "vérifié"),
    ("incertaine", CONFIANCE, "incertain"),
    ("non vérifié", CONFIANCE, "incertain"),
    ("conseil de la rédaction", CONFIANCE, "avis"),
    ("noiau", PLACE, "noyau"),
    ("au coeur", PLACE, "noyau"),
    ("associés", PLACE, "associé"),
    ("loi", GENRE, "droit"),
    ("etat", GENRE, "état"),
    ("elus", PROFIL, "élus"),
    ("habitant", PROFIL, "habitants"),
    ("citoyens", PROFIL, "habitants"),
    ("plan", ICONES, "plant"),
    ("user", ICONES, "users"),
    ("hand_shake", ICONES, "handshake"),
    ("ptec", SLUGS, "ptce"),
    ("PTCE", SLUGS, "ptce"),
    ("tpce", SLUGS, "ptce"),
    ("regie", SLUGS, "regie-quartier"),
    ("Régie de quartier", SLUGS, "regie-quartier"),
    ("tczld", SLUGS, "tzcld"),
    ("source", CLES_FAIT, "sources"),
    ("verifie-le", CLES_FAIT, "verifie_le"),
    ("verifie_el", CLES_FAIT, "verifie_le"),
    ("description", CLES_FAIT, "texte"),
    ("pfd", FORMATS, "pdf"),
    ("fiche", KINDS, "fiches"),
    ("événement", KINDS, "evenements"),
]
MAUVAIS = [
    ("loi-2001", SOURCES),
    ("loi-2020-12", SOURCES),
    ("vote", ICONES),
    ("note", ICONES),
    ("arbre", ICONES),
    ("tout", ICONES),
    ("pas", SLUGS),
    ("gus", SLUGS),
    ("x", SLUGS),
    ("sic", SLUGS),
    ("déchet", PROFIL),
    ("dissocié", PLACE),
    ("certitude", CONFIANCE),
    ("vie", CONFIANCE),
    ("odt", FORMATS),
    ("pointe", ["plante", "mixte"]),
    ("", SLUGS),
    ("?", CONFIANCE),
]  # fmt: skip


@pytest.mark.parametrize(("mot", "choix", "voulu"), BON)
def test_a_slip_or_a_synonym_finds_the_word_meant(mot: str, choix: list[str], voulu: str) -> None:
    assert meant(mot, choix, {**VALEURS, **CLES}) == (voulu,)
    assert closest(mot, choix, {**VALEURS, **CLES}) == f"vouliez-vous dire « {voulu} » ?"


@pytest.mark.parametrize(("mot", "choix"), MAUVAIS)
def test_nothing_is_suggested_for_what_is_no_slip(mot: str, choix: list[str]) -> None:
    assert closest(mot, choix, {**VALEURS, **CLES}) == ""


@pytest.mark.parametrize("choix", VOCABULAIRES)
def test_a_word_of_a_vocabulary_never_stands_for_another_of_it_by_a_synonym(choix: list[str]) -> None:
    for mot in choix:
        assert meant(mot, choix, {**VALEURS, **CLES}) == (mot,)


@pytest.mark.parametrize("prefixe", ["in", "non ", "non-", "dé", "dis", "im", "mal"])
@pytest.mark.parametrize("choix", [CONFIANCE, PLACE, PROFIL, GENRE])
def test_a_prefix_that_turns_the_meaning_round_is_never_undone(prefixe: str, choix: list[str]) -> None:
    for mot in (mot for mot in choix if mot[0] != prefixe[0]):
        assert mot not in meant(prefixe + mot, choix, VALEURS)


def test_a_number_is_never_taken_for_another() -> None:
    numbered = [cle for cle in SOURCES if re.search(r"\d", cle)]
    assert numbered
    for cle in numbered:
        for autre in meant(re.sub(r"\d", lambda d: str((int(d[0]) + 1) % 10), cle), SOURCES):
            pytest.fail(f"{cle} → {autre}")


def test_two_words_as_near_are_both_offered_and_many_are_none() -> None:
    assert meant("usess", ["users", "usesa"]) == ("users", "usesa")
    assert closest("usess", ["users", "usesa"]) == "vouliez-vous dire « users » ou « usesa » ?"
    assert meant("usess", ["users", "usesa", "usesb", "usesc"]) == ()


def test_every_word_that_documents_print_for_a_value_is_understood() -> None:
    printed = [table for table in MOTS.values()]
    for path in (ROOT / "templates").rglob("*.j2"):
        for found in re.findall(r"\{(\"\w+\": \"[^{}]*\")\}", path.read_text("utf-8")):
            printed.append(dict(re.findall(r"\"([^\"]+)\": \"([^\"]+)\"", found)))
    known = [table for table in printed if table.keys() <= VALEURS.keys() | {"moyenne"}]
    assert len(known) >= 6
    for table in known:
        for valeur, mot in table.items():
            assert meant(mot, table, VALEURS) == (valeur,), mot


@given(st.text("abcdé-_1", max_size=9), st.text("abcdé-_1", max_size=9))
def test_distance_is_the_same_both_ways_and_no_more_than_the_longer_word(a: str, b: str) -> None:
    assert distance(a, b) == distance(b, a) <= max(len(a), len(b))
    assert (distance(a, b) == 0) == (a == b)


def test_columns_of_a_list_of_people_are_found() -> None:
    assert meant("Prénoms", COLONNES) == ("prenom",)


REECRITS = [
    ("C011", "01/11/2026", "2026-11-01"), ("C011", "1er novembre 2026", "2026-11-01"), ("C011", "31/02/2026", None),
    ("C011", "demain", None), ("C018", "10/2024", "2024-10"), ("C018", "octobre 2024", "2024-10"),
    ("C018", "13/2024", None), ("C025", "9 h", "09:00"), ("C025", "9h30", "09:30"), ("C025", "25h", None),
    ("C009", "12 500", "12500"), ("C009", "deux mille", None), ("C014", "Régie de quartier", "regie-de-quartier"),
    ("C015", "#0b5f60", "#0B5F60"), ("C015", "0B5F60", "#0B5F60"), ("C015", "vert", None),
    ("C017", "www.rtes.fr", "https://www.rtes.fr"), ("C017", "voir le site", None), ("C021", "01/11/2026", None),
]  # fmt: skip


@pytest.mark.parametrize(("code", "dit", "voulu"), REECRITS)
def test_a_value_written_otherwise_is_shown_as_it_should_be(code: ProblemCode, dit: str, voulu: str | None) -> None:
    conseil = proposed((code, "message", "conseil"), dit)[2]
    assert conseil == (f"vouliez-vous dire « {voulu} » ? conseil" if voulu else "conseil")
