"""What was found, as data: one Constat for each file and check, gathered into a Rapport."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal, get_args

Verdict = Literal["tient", "ne tient pas", "non vérifié", "non comparable"]
Raison = str | tuple[str, str]
"""Why a check fails: a reason alone, or with its detail."""
Controle = Literal[
    "archive", "sommes", "construction", "ouverture", "pages", "taille", "polices", "langue et titre", "balises",
    "liens", "données jointes", "pour l’impression", "normes annoncées", "normes (veraPDF)", "tableaux", "rendez-vous",
    "reconstruction",
]  # fmt: skip


@dataclass(frozen=True)
class Constat:
    """What one check says of one file. `raison`: why, in French, the same words for the same fault in any file;
    `detail`: where in this file, or what stands there. Each may be empty.
    """

    fichier: str
    controle: Controle
    verdict: Verdict
    raison: str = ""
    detail: str = ""


@dataclass(frozen=True)
class Rapport:
    """All that was found in what was given (`sujet`), and the addresses outside it that its documents link to.

    `liens`: (file, address), each once.
    """

    sujet: str
    constats: tuple[Constat, ...]
    liens: tuple[tuple[str, str], ...] = ()

    def de(self, verdict: Verdict) -> tuple[Constat, ...]:
        return tuple(c for c in self.constats if c.verdict == verdict)

    @property
    def tient(self) -> bool:
        """Whether nothing that was checked failed; what could not be checked is no failure."""
        return not self.de("ne tient pas")

    @property
    def comparable(self) -> bool:
        return not self.de("non comparable")

    def par_controle(self) -> Iterator[tuple[Controle, tuple[Constat, ...]]]:
        """The checks that were called for, each with what it found."""
        for controle in get_args(Controle):
            if found := tuple(c for c in self.constats if c.controle == controle):
                yield controle, found


def juger(fichier: str, controle: Controle, raisons: Iterable[Raison]) -> list[Constat]:
    """« ne tient pas » for each reason (alone, or with its detail), « tient » when there is none."""
    pairs = dict.fromkeys((r, "") if isinstance(r, str) else r for r in raisons)
    found = [Constat(fichier, controle, "ne tient pas", raison, detail) for raison, detail in pairs]
    return found or [Constat(fichier, controle, "tient")]
