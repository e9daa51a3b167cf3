"""`coopdocs build --participants`: badges and sign-in sheets with names, from a list that the kit never holds.

Nothing of the list goes to the cache, the manifest, another process or the JSON report.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from coopdocs.cli.report import Report, plural
from coopdocs.cli.session import read
from coopdocs.cli.workspace import Workspace
from coopdocs.errors import CoopdocsError, Exit, RequestError
from coopdocs.problem import ProblemsError
from coopdocs.targets import NOMINATIF, Selection

if TYPE_CHECKING:
    from coopdocs.library import Library
    from coopdocs.library.participants import Participants
    from coopdocs.targets import Target
    from coopdocs.theme import Theme

_FORMATS = ("pdf", "docx", "xlsx")


@dataclass(frozen=True)
class Fait:
    """One file made, or why not: its path under the output folder, its pages where they have a meaning."""

    chemin: str
    pages: int | None
    defauts: tuple[str, ...] = ()


def read_list(space: Workspace, wanted: Selection, chemin: Path, report: Report) -> Participants:
    """The list for the one event that is wanted; the command ends here when it is misplaced or has a mistake."""
    from coopdocs.library.participants import read_participants
    from coopdocs.plan.evenements import nominatif
    from coopdocs.theme import Theme

    if len(wanted.evenements) != 1:
        raise RequestError("--participants vaut pour un seul événement : ajoutez --evenement SLUG")
    if not set(wanted.formats) & set(_FORMATS):
        raise RequestError(f"--participants ne donne que ces formats : {', '.join(_FORMATS)}")
    _refuse_place(space, chemin)
    if chemin.is_dir():
        raise RequestError(f"--participants : « {chemin} » est un dossier ; donnez la liste (.csv ou .xlsx)")
    if not chemin.is_file():
        raise RequestError(f"--participants : le fichier « {chemin} » n’existe pas")
    participants, problems = read_participants(chemin.resolve())
    if participants is not None:
        problems = list(nominatif.check(participants, Theme(space.theme)))
    if participants is None or problems:
        raise ProblemsError(problems)
    report.problems(participants.tableau.warnings, err=True)
    return participants


def _refuse_place(space: Workspace, chemin: Path) -> None:
    """The command ends here for a list that would be handed out with the kit or its documents."""
    for dossier in (space.content, space.racine / "templates", space.sortie):
        inside = (chemin.absolute(), dossier.absolute()), (chemin.resolve(), dossier.resolve())
        if any(path.is_relative_to(folder) for path, folder in inside):
            where = f"« {dossier.name}/ », qui peut être publié"
            advice = "déplacez ce fichier hors du kit : il contient des données personnelles"
            raise RequestError(f"--participants : la liste est dans {where} ; {advice}")


def deliver(space: Workspace, wanted: Selection, participants: Participants) -> list[Fait]:
    """Make the files that name people, here and one after the other, and write each for its owner alone.

    Those of a former list go first, in whatever format.
    """
    from coopdocs import machine
    from coopdocs.produce.delivery import PANGO_MISSING

    library, _, theme = read(space)
    if library is None:
        raise CoopdocsError("le contenu a changé pendant la construction : relancez")
    possible = machine.can_lay_out()
    every = list(_targets(library, theme, wanted, participants))
    kept = list(_emptied(every, space.sortie))
    chosen = [t for t in every if t.format in wanted.formats and t.path not in {fait.chemin for fait in kept}]
    return kept + [
        _made(target, space.sortie) if possible or not target.laid_out else Fait(target.path, None, (PANGO_MISSING,))
        for target in chosen
    ]


def _emptied(targets: Sequence[Target], sortie: Path) -> Iterator[Fait]:
    """Remove the files of a former list: those that could not be."""
    from coopdocs.produce import write_fault

    for target in targets:
        try:
            (sortie / target.path).unlink(missing_ok=True)
        except OSError as error:
            why = f"celui d’une liste précédente y reste : {target.path} {write_fault(error)}"
            yield Fait(target.path, None, (why,))


def left_over(sortie: Path, slugs: Collection[str]) -> list[Path]:
    """The folders under an output folder that name people, of events that are none of `slugs` any more."""
    found = (sortie / "evenements").glob(f"*/{NOMINATIF}")
    return sorted(dossier for dossier in found if dossier.is_dir() and dossier.parent.name not in slugs)


def _made(target: Target, sortie: Path) -> Fait:
    from coopdocs.formats import run
    from coopdocs.produce import fault, write_fault
    from coopdocs.produce.files import write_private

    try:
        rendu = run(target.make())
        if not rendu.defects:
            write_private(sortie / target.path, rendu.data)
    except OSError as error:
        return Fait(target.path, None, (f"{target.path} {write_fault(error)}",))
    except Exception as error:
        return Fait(target.path, None, (fault(error),))
    return Fait(target.path, rendu.pages, rendu.defects)


def foreseen(library: Library, theme: Theme, wanted: Selection, participants: Participants) -> list[tuple[Target, str]]:
    """What `deliver` would make: nothing of it is ever found in a cache."""
    targets = _targets(library, theme, wanted, participants)
    return [(target, "à faire") for target in targets if target.format in wanted.formats]


def _targets(library: Library, theme: Theme, wanted: Selection, participants: Participants) -> Iterator[Target]:
    from coopdocs.plan.evenements import nominatif
    from coopdocs.plan.evenements.documents import Documents
    from coopdocs.plan.maker import Maker
    from coopdocs.produce import Cache, PartStore

    (slug,) = wanted.evenements
    documents = Documents(Maker(library, theme), slug, PartStore(Cache(None)).pages)
    return nominatif.targets(documents, participants)


def exit_code(made: Sequence[Fait]) -> int:
    from coopdocs.produce.delivery import PANGO_MISSING

    if any(PANGO_MISSING in fait.defauts for fait in made):
        return Exit.MACHINE
    return Exit.FAILED if any(fait.defauts for fait in made) else Exit.DONE


def as_json(made: Sequence[Fait]) -> dict[str, Any]:
    """Paths and page counts, `fait` false for a file that could not be made: why would quote names."""
    return {"nominatif": [{"chemin": f.chemin, "pages": f.pages, "fait": not f.defauts} for f in made]}


def show(made: Sequence[Fait], report: Report, space: Workspace) -> None:
    """What was made, and what is owed to the people it names."""
    for fait in made:
        if fait.defauts:
            report.failure(f"{fait.chemin} n’a pas été fait", fait.defauts)
    done = [fait for fait in made if not fait.defauts]
    if report.niveau < 0 or not done:
        return
    report.listing((f.chemin, plural(f.pages, "page") if f.pages else "") for f in done)
    folder = (space.sortie / done[0].chemin).parent
    report.say(f"données personnelles, lisibles par vous seul : supprimez {folder.as_posix()}/ après l’événement")
