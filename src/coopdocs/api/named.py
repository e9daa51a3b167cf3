"""Badges and sign-in sheets with the names of those who come to an event, from a list that the kit never holds.

Nothing of the list goes to the cache, the manifest or another process.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from coopdocs import machine
from coopdocs.api.kit import OpenKit
from coopdocs.errors import RequestError
from coopdocs.folders import KitFolders
from coopdocs.formats import run
from coopdocs.library.participants import Participants, read_participants
from coopdocs.plan.evenements import nominatif
from coopdocs.plan.evenements.documents import Documents
from coopdocs.plan.maker import Maker
from coopdocs.problem import ContentError
from coopdocs.produce import Cache, PartStore, fault, write_fault
from coopdocs.produce.delivery import PANGO_MISSING
from coopdocs.produce.files import write_private
from coopdocs.targets import Selection, Target

_FORMATS = ("pdf", "docx", "xlsx")


@dataclass(frozen=True)
class NamedFile:
    """One file made, or why not: its path under the output folder, its pages where they have a meaning."""

    path: str
    pages: int | None
    faults: tuple[str, ...] = ()


@dataclass(frozen=True)
class NamedPeople:
    """Those who come to the one event of a selection, and the folder that its documents go to."""

    kit: OpenKit
    wanted: Selection
    participants: Participants
    output: Path

    def deliver(self) -> list[NamedFile]:
        """Make the files that name people, here and one after the other, and write each for its owner alone.

        Those of a former list go first, in whatever format.
        """
        possible = machine.can_lay_out()
        every = list(self._targets())
        kept = list(_emptied(every, self.output))
        in_the_way = {file.path for file in kept}
        chosen = [t for t in every if t.format in self.wanted.formats and t.path not in in_the_way]
        return kept + [
            _made(target, self.output)
            if possible or not target.laid_out
            else NamedFile(target.path, None, (PANGO_MISSING,))
            for target in chosen
        ]

    def foreseen(self) -> list[tuple[Target, str]]:
        """What `deliver` would make: nothing of it is ever found in a cache."""
        return [(target, "à faire") for target in self._targets() if target.format in self.wanted.formats]

    def _targets(self) -> Iterator[Target]:
        (slug,) = self.wanted.evenements
        documents = Documents(Maker(self.kit.library, self.kit.theme), slug, PartStore(Cache(None)).pages)
        return nominatif.targets(documents, self.participants)


def read_list(kit: OpenKit, wanted: Selection, path: Path, output: Path) -> NamedPeople:
    """The list for the one event that is wanted. Raises RequestError for a misplaced one, ContentError for mistakes."""
    if len(wanted.evenements) != 1:
        raise RequestError("--participants vaut pour un seul événement : ajoutez --evenement SLUG")
    if not set(wanted.formats) & set(_FORMATS):
        raise RequestError(f"--participants ne donne que ces formats : {', '.join(_FORMATS)}")
    _refuse_place(kit.folders, path, output)
    if path.is_dir():
        raise RequestError(f"--participants : « {path} » est un dossier ; donnez la liste (.csv ou .xlsx)")
    if not path.is_file():
        raise RequestError(f"--participants : le fichier « {path} » n’existe pas")
    participants, problems = read_participants(path.resolve())
    if participants is not None:
        problems = list(nominatif.check(participants, kit.theme.of(kit.library.kit.identite)))
    if participants is None or problems:
        raise ContentError(problems)
    return NamedPeople(kit, wanted, participants, output)


def _refuse_place(folders: KitFolders, path: Path, output: Path) -> None:
    """Raises RequestError for a list that would be handed out with the kit or its documents."""
    for folder in (folders.content, folders.root / "templates", output):
        inside = (path.absolute(), folder.absolute()), (path.resolve(), folder.resolve())
        if any(one.is_relative_to(other) for one, other in inside):
            where = f"« {folder.name}/ », qui peut être publié"
            advice = "déplacez ce fichier hors du kit : il contient des données personnelles"
            raise RequestError(f"--participants : la liste est dans {where}", advice)


def _emptied(targets: Sequence[Target], output: Path) -> Iterator[NamedFile]:
    """Remove the files of a former list: those that could not be."""
    for target in targets:
        try:
            (output / target.path).unlink(missing_ok=True)
        except OSError as error:
            why = f"celui d’une liste précédente y reste : {target.path} {write_fault(error)}"
            yield NamedFile(target.path, None, (why,))


def _made(target: Target, output: Path) -> NamedFile:
    try:
        rendered = run(target.make())
        if not rendered.defects:
            write_private(output / target.path, rendered.data)
    except OSError as error:
        return NamedFile(target.path, None, (f"{target.path} {write_fault(error)}",))
    except Exception as error:
        return NamedFile(target.path, None, (fault(error),))
    return NamedFile(target.path, rendered.pages, rendered.defects)
