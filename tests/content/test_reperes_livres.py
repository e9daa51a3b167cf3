"""What the kit of the repository says of money and of law."""

from __future__ import annotations

import pytest

from coopdocs.views import reperes
from support.documents import Documents, own_kit


@pytest.fixture(scope="module")
def documents() -> Documents:
    return own_kit()


def test_the_points_of_law_hold_on_one_page_that_ends_on_its_warning(documents: Documents) -> None:
    made = documents["reperes/droit.pdf"]
    assert (made.defects, made.pages) == ((), 1)
    droit = documents.library.droit
    assert droit is not None
    assert "ne remplacent pas un conseil juridique" in droit.avertissement


def test_every_forme_has_an_aide_and_what_was_not_found_is_said(documents: Documents) -> None:
    view = reperes.aides(documents.library)
    assert view is not None
    assert {g.slug for g in view.groupes} == set(documents.library.comparables)
    assert view.lacunes
    # no call of a past edition reads as open
    assert {ligne.aide.etat for ligne in view.lignes if ligne.aide.cloture} <= {"fermé", "non trouvé"}


def test_the_aides_of_a_region_are_not_those_of_another(documents: Documents) -> None:
    def names(code: str) -> set[str]:
        view = reperes.aides(documents.library, territoire=documents.library.territoires.get(code))
        assert view is not None
        return {ligne.aide.id for ligne in view.lignes}

    assert names("departement:39") - names("departement:26") == {"bfc-scic"}
