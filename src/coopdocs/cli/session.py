"""What every command starts from: the kit it works in, how it reports, and the kit's content read and checked."""

from __future__ import annotations

import contextlib
import datetime as dt
import gc
import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from coopdocs import __version__
from coopdocs.cli import usage
from coopdocs.cli.report import Report, as_data
from coopdocs.cli.workspace import KIT, Workspace, nearest_kit
from coopdocs.errors import Exit, RequestError

if TYPE_CHECKING:
    from coopdocs.library import Library
    from coopdocs.problem import Problem
    from coopdocs.theme import Theme


@dataclass(frozen=True)
class Session:
    """What the options before the command say."""

    dossier: Path
    report: Report

    def workspace(self, sortie: Path | None = None) -> Workspace:
        """The kit of this session; the command ends here when there is none."""
        if not self.dossier.exists():
            raise RequestError(f"-C : « {self.dossier} » n’existe pas ; {usage.SANS_KIT}")
        racine = nearest_kit(self.dossier)
        space = Workspace(racine, sortie or racine / "output")
        if not space.is_kit:
            here = "ce dossier" if self.dossier == Path(".") else f"« {self.dossier} »"
            raise RequestError(f"{here} n’est pas un kit ({KIT} n’y est pas) ; {usage.SANS_KIT}")
        self.report.kit = racine
        return space


def source_date() -> dt.date | None:
    """The day that SOURCE_DATE_EPOCH (seconds since 1970, UTC) gives to the edition; None where it is not set.

    The command ends here when it is no such number.
    """
    text = os.environ.get("SOURCE_DATE_EPOCH", "")
    if not text:
        return None
    if text.isdecimal():
        with contextlib.suppress(ValueError, OverflowError, OSError):
            return dt.datetime.fromtimestamp(int(text), dt.UTC).date()
    advice = "donnez-lui un nombre de secondes depuis 1970, ou retirez-la"
    raise RequestError(f"la variable SOURCE_DATE_EPOCH vaut « {text} » : {advice}")


def read(
    space: Workspace, private: Path | None = None, edition: dt.date | None = None
) -> tuple[Library | None, list[Problem], Theme]:
    """The kit's library and theme, and every problem: the content's, then the texts that do not fit their place.

    `edition`: the day that this edition bears; without it SOURCE_DATE_EPOCH's, else the kit's own.
    """
    # all that is read here lives to the end: looking for garbage meanwhile takes an eighth of the time
    gc.disable()
    try:
        from coopdocs import zones
        from coopdocs.library import load
        from coopdocs.problem import grouped
        from coopdocs.theme import Theme

        theme = Theme(space.theme, private / "modeles" if private else None)
        library, problems = load(space.racine, edition or source_date())
        if library is not None:
            problems = grouped([*problems, *zones.check(library, theme)])
    finally:
        # and the first look after it would go through all of it
        gc.freeze()
        gc.enable()
    return (None if any(p.is_error for p in problems) else library), problems, theme


def refuse(report: Report, problems: list[Problem], as_json: bool, rien: str = "rien n’a été construit") -> int:
    """Content with errors: say them all; nothing has been touched, `rien` says what has not been done."""
    if as_json:
        report.json(
            {"coopdocs": __version__, "code": Exit.REFUSED, "fichiers": [], "problemes": [as_data(p) for p in problems]}
        )
        return Exit.REFUSED
    errors = [p for p in problems if p.is_error]
    report.problems(errors, err=True)
    report.count(errors, err=True, suite=f" : {rien} ; corrigez ces lignes et relancez")
    return Exit.REFUSED
