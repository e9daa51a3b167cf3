"""How a command ends is a promise to scripts: one number for each meaning, and which of them when several hold."""

from __future__ import annotations

import pytest

from coopdocs.api.named import NamedFile
from coopdocs.cli import EPILOGUE, EXITS, nominatif, verifying
from coopdocs.errors import CoopdocsError, Exit, MachineError, RequestError
from coopdocs.events import Result
from coopdocs.formats.job import TextJob
from coopdocs.produce.delivery import PANGO_MISSING, Outcome
from coopdocs.targets import Target
from coopdocs.verify.findings import Finding, Verdict, Verification


def test_each_meaning_has_its_number_for_ever() -> None:
    assert {end.name: end.value for end in Exit} == {
        "DONE": 0, "REFUSED": 1, "USAGE": 2, "FAILED": 3, "DIFFERENT": 4, "MACHINE": 5, "UNEXPECTED": 70,
        "INTERRUPTED": 130, "CLOSED": 141,
    }  # fmt: skip
    assert (CoopdocsError.exit_code, RequestError.exit_code, MachineError.exit_code) == (3, 2, 5)


def result(*defects: str) -> Result:
    return Result(Target("a.csv", "guide", None, "A", lambda: TextJob("")), 1, "", None, False, 0.0, defects)


@pytest.mark.parametrize(
    ("outcome", "code"),
    [
        (Outcome((result(),)), 0),
        (Outcome((result(), result("une faute"))), 3),
        (Outcome((result(),), faults=("le disque",)), 3),
        (Outcome((result("une faute"),), lacking=True), 5),
    ],
)
def test_a_build_ends_by_its_worst_file_unless_the_machine_lacks_something(outcome: Outcome, code: int) -> None:
    assert outcome.exit_code == code


@pytest.mark.parametrize(
    ("verdicts", "code"),
    [
        (("tient",), 0),
        (("tient", "non vérifié"), 0),
        (("tient", "non comparable"), 5),
        (("non comparable", "ne tient pas"), 4),
    ],
)
def test_a_verification_ends_by_what_does_not_hold_before_what_cannot_be_told(
    verdicts: tuple[Verdict, ...], code: int
) -> None:
    found = tuple(Finding("a.pdf", "sommes", verdict) for verdict in verdicts)
    assert verifying.exit_code(Verification("a", found)) == code


@pytest.mark.parametrize(("defects", "code"), [((), 0), (("une faute",), 3), ((PANGO_MISSING,), 5)])
def test_the_papers_of_a_list_of_people_end_as_a_build_does(defects: tuple[str, ...], code: int) -> None:
    assert nominatif.exit_code([NamedFile("badges.pdf", 1), NamedFile("a.pdf", None, defects)]) == code


def test_the_help_says_what_every_exit_code_means() -> None:
    words = EPILOGUE.split()
    for code, said in EXITS.items():
        assert str(int(code)) in words
        assert set(said.split()) <= set(words), said
