"""The list of mutations fits the code: each fault can be put in, and the tests that must see it are there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from mutations.faults import Mutation, listed

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("mutation", listed(), ids=lambda m: m.what)
def test_a_mutation_of_the_list_changes_the_code_and_names_tests_that_exist(mutation: Mutation) -> None:
    assert mutation.mutated(ROOT / "src/coopdocs")
    assert mutation.tests
    for test in mutation.tests:
        file, _, name = test.partition("::")
        text = (ROOT / "tests" / file).read_text("utf-8")
        assert not name or re.search(rf"^def {name}\(", text, re.M)


def test_there_are_forty_mutations_and_no_two_alike() -> None:
    mutations = listed()
    assert len({(m.file, m.before, m.after) for m in mutations}) == len(mutations) >= 40
    assert len({m.what for m in mutations}) == len(mutations)
