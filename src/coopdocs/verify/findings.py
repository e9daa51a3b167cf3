"""What was found, as data: one Finding for each file and check, gathered into a Verification."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal, get_args

Verdict = Literal["tient", "ne tient pas", "non vérifié", "non comparable"]
Reason = str | tuple[str, str]
"""Why a check fails: a reason alone, or with its detail."""
Check = Literal[
    "archive", "sommes", "construction", "ouverture", "pages", "taille", "polices", "langue et titre", "balises",
    "liens", "données jointes", "pour l’impression", "normes annoncées", "normes (veraPDF)", "tableaux", "rendez-vous",
    "reconstruction",
]  # fmt: skip


@dataclass(frozen=True)
class Finding:
    """What one check says of one file. `reason`: why, in French, the same words for the same fault in any file;
    `detail`: where in this file, or what stands there. Each may be empty.
    """

    file: str
    check: Check
    verdict: Verdict
    reason: str = ""
    detail: str = ""


@dataclass(frozen=True)
class Verification:
    """All that was found in what was given (`subject`), and the addresses outside it that its documents link to.

    `links`: (file, address), each once.
    """

    subject: str
    findings: tuple[Finding, ...]
    links: tuple[tuple[str, str], ...] = ()

    def having(self, verdict: Verdict) -> tuple[Finding, ...]:
        return tuple(finding for finding in self.findings if finding.verdict == verdict)

    @property
    def holds(self) -> bool:
        """Whether nothing that was checked failed; what could not be checked is no failure."""
        return not self.having("ne tient pas")

    @property
    def comparable(self) -> bool:
        return not self.having("non comparable")

    def by_check(self) -> Iterator[tuple[Check, tuple[Finding, ...]]]:
        """The checks that were called for, each with what it found."""
        for check in get_args(Check):
            if found := tuple(finding for finding in self.findings if finding.check == check):
                yield check, found


def judge(file: str, check: Check, reasons: Iterable[Reason]) -> list[Finding]:
    """« ne tient pas » for each reason (alone, or with its detail), « tient » when there is none."""
    pairs = dict.fromkeys((r, "") if isinstance(r, str) else r for r in reasons)
    found = [Finding(file, check, "ne tient pas", reason, detail) for reason, detail in pairs]
    return found or [Finding(file, check, "tient")]
