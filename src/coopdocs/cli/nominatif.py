"""`coopdocs build --participants`: what is said of the files that name people. Nothing that a list holds is quoted."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from coopdocs.cli.report import Report, plural
from coopdocs.errors import Exit
from coopdocs.produce.delivery import PANGO_MISSING

if TYPE_CHECKING:
    from coopdocs.api.kit import OpenKit
    from coopdocs.api.named import NamedFile, NamedPeople
    from coopdocs.targets import Selection


def people(kit: OpenKit, wanted: Selection, path: Path | None, output: Path, report: Report) -> NamedPeople | None:
    """Those of a list, None where none is given; what is odd in it is said."""
    if path is None:
        return None
    from coopdocs.api import named

    found = named.read_list(kit, wanted, path, output)
    report.problems(found.participants.tableau.warnings, err=True)
    return found


def exit_code(made: Sequence[NamedFile]) -> Exit:
    if any(PANGO_MISSING in file.faults for file in made):
        return Exit.MACHINE
    return Exit.FAILED if any(file.faults for file in made) else Exit.DONE


def as_json(made: Sequence[NamedFile]) -> dict[str, Any]:
    """Paths and page counts, `fait` false for a file that could not be made: why would quote names."""
    return {"nominatif": [{"chemin": f.path, "pages": f.pages, "fait": not f.faults} for f in made]}


def show(made: Sequence[NamedFile], report: Report, output: Path) -> None:
    """What was made, and what is owed to the people it names."""
    for file in made:
        if file.faults:
            report.failure(f"{file.path} n’a pas été fait", file.faults)
    done = [file for file in made if not file.faults]
    if report.niveau < 0 or not done:
        return
    report.listing((f.path, plural(f.pages, "page") if f.pages else "") for f in done)
    folder = (output / done[0].path).parent
    report.say(f"données personnelles, lisibles par vous seul : supprimez {folder.as_posix()}/ après l’événement")
