"""The shipped decision aid leads fourteen projects to what suits them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest
import yaml

from coopdocs.model.contenu import Decision, Reponse
from coopdocs.typographie import typeset
from coopdocs.views.choix import lead
from support.documents import Documents

PROJETS = yaml.safe_load((Path(__file__).parent / "projets.yaml").read_text("utf-8"))


def answers(decision: Decision, projet: Mapping[str, str]) -> dict[str, Reponse]:
    """The answers of a project by the ids of their questions; each must be the one that begins so."""
    found = {}
    for question in decision.questions:
        if question.id in projet:
            debut = typeset(projet[question.id])
            [found[question.id]] = [r for r in question.reponses if r.texte.startswith(debut)]
    return found


@pytest.mark.parametrize("projet", PROJETS, ids=lambda projet: str(projet["projet"]))
def test_a_project_is_led_where_it_belongs(documents: Documents, projet: dict[str, str]) -> None:
    decision = documents.library.decision
    assert lead(decision, answers(decision, projet)).premieres == tuple(projet["mene_a"])


def test_the_projects_are_of_every_forme_and_of_many_other_ones(documents: Documents) -> None:
    menes = {cle for projet in PROJETS for cle in projet["mene_a"]}
    assert documents.library.comparables.keys() <= menes
    assert len(menes & documents.library.autres.keys()) >= 4
    posees = {question.id for question in documents.library.decision.questions}
    assert all(projet.keys() == {"projet", "mene_a"} | posees for projet in PROJETS)


def test_every_question_has_an_answer_for_those_whom_none_suits(documents: Documents) -> None:
    for question in documents.library.decision.questions:
        aucune = question.reponses[-1]
        assert (aucune.texte, aucune.formes) == ("Aucune de ces réponses", ())
        assert aucune.autres


def test_the_subject_alone_leads_to_each_other_forme(documents: Documents) -> None:
    sujet = documents.library.decision.questions[0]
    menees = {
        cle for r in sujet.reponses if not r.formes for cle in lead(documents.library.decision, {sujet.id: r}).premieres
    }
    assert menees == documents.library.autres.keys()
