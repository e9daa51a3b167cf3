"""What every command starts from: the kit it works in, how it reports, and the kit's content read and checked."""

from __future__ import annotations

import contextlib
import datetime as dt
import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from coopdocs import __version__
from coopdocs.cli import usage
from coopdocs.cli.report import Report, as_data
from coopdocs.errors import Exit, RequestError
from coopdocs.folders import KIT, KitFolders, nearest_kit

if TYPE_CHECKING:
    from coopdocs.api.kit import OpenKit
    from coopdocs.problem import Problem


@dataclass(frozen=True)
class Session:
    """What the options before the command say."""

    where: Path
    report: Report

    def folders(self) -> KitFolders:
        """Those of this session's kit. Raises RequestError when there is none."""
        if not self.where.exists():
            raise RequestError(f"-C : « {self.where} » n’existe pas ; {usage.NO_KIT_ADVICE}")
        folders = KitFolders(nearest_kit(self.where))
        if not folders.is_kit:
            here = "ce dossier" if self.where == Path(".") else f"« {self.where} »"
            raise RequestError(f"{here} n’est pas un kit ({KIT} n’y est pas) ; {usage.NO_KIT_ADVICE}")
        self.report.kit = folders.root
        return folders

    def kit(self, edition: dt.date | None = None) -> OpenKit:
        """The kit, of this edition, else of that which SOURCE_DATE_EPOCH gives, else of its own."""
        from coopdocs.api.kit import OpenKit

        return OpenKit(self.folders(), edition or source_date())


def source_date() -> dt.date | None:
    """The day that SOURCE_DATE_EPOCH (seconds since 1970, UTC) gives to the edition; None where it is not set.

    Raises RequestError when it is no such number.
    """
    text = os.environ.get("SOURCE_DATE_EPOCH", "")
    if not text:
        return None
    if text.isdecimal():
        with contextlib.suppress(ValueError, OverflowError, OSError):
            return dt.datetime.fromtimestamp(int(text), dt.UTC).date()
    advice = "donnez-lui un nombre de secondes depuis 1970, ou retirez-la"
    raise RequestError(f"la variable SOURCE_DATE_EPOCH vaut « {text} » : {advice}")


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
