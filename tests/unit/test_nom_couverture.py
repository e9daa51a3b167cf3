"""The name on a cover breaks where one would breathe."""

from __future__ import annotations

import pytest

from coopdocs.theme.couverture import name_bloc
from support.documents import TEMPLATES


@pytest.mark.parametrize(
    ("nom", "lignes"),
    [
        ("Espace Sud de la Martinique", ("Espace Sud", "de la Martinique")),
        ("Sud Retz Atlantique", ("Sud Retz", "Atlantique")),
    ],
)
def test_a_short_word_that_ends_a_name_stays_with_it(nom: str, lignes: tuple[str, ...]) -> None:
    assert name_bloc(nom, TEMPLATES / "polices/BricolageGrotesque_800ExtraBold.ttf").lignes == lignes
