"""The right pages of a booklet are measured as they are laid out, words that no line holds too."""

from __future__ import annotations

import datetime as dt

import pytest

from coopdocs import packaged
from coopdocs.model.contenu import Fait
from coopdocs.sizes import livret as s
from coopdocs.sizes.units import MM_PER_PT
from coopdocs.theme import Theme
from coopdocs.views.livret import ElementRubrique
from coopdocs.zones.livret import _element

CORPS = 9.8
FAIT = Fait(texte="Écrire le projet", sources=("loi",), verifie_le=dt.date(2026, 11, 1))


@pytest.fixture(scope="module")
def theme() -> Theme:
    return Theme([packaged("templates")])


def rangs(theme: Theme, pose: str, titre: str, detail: str = "", texte: str = FAIT.texte) -> int:
    """How many lines an element is measured to take."""
    fait = FAIT.model_copy(update={"texte": texte})
    return round(
        _element(ElementRubrique(fait, titre, detail), pose, CORPS, theme) / (CORPS * s.INTERLIGNE * MM_PER_PT)
    )


@pytest.mark.parametrize(
    ("titre", "duree", "lignes"),
    [
        ("Réunir", "6 mois", 2),
        ("Réunir", "Dichlorodiphényltric", 3),  # wider than its 30 mm, cut at a letter
        ("Réunir", "de six mois à deux ans", 3),
        ("Réunir les communes, les associations et les habitants", "6 mois", 3),  # 84 mm beside the duration, not 114
    ],
)
def test_a_step_is_as_high_as_its_title_or_its_duration(theme: Theme, titre: str, duree: str, lignes: int) -> None:
    assert rangs(theme, "etapes", titre, duree) == lignes


def test_a_word_wider_than_its_column_takes_the_lines_it_is_cut_into(theme: Theme) -> None:
    assert rangs(theme, "icones", "Anticonstitutionnellement" * 2, texte="Un mot") == 3
