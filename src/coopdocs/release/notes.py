"""What changed since the release before this one, found beside it or named."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from coopdocs import diff
from coopdocs.errors import RequestError
from coopdocs.library import Library
from coopdocs.theme import Theme
from coopdocs.typographie import INSECABLE, date_longue

NAME = "coopdocs-{edition}"
ARCHIVES = (".zip", ".tar.gz")
_RELEASED = re.compile(r"coopdocs-(\d{4}-\d{2}-\d{2})(\.zip|\.tar\.gz)?")


def former(output: Path, edition: dt.date) -> Path | None:
    """The newest release of an earlier edition in a folder, its own folder before its archives; None for the first."""
    found = []
    for path in output.iterdir() if output.is_dir() else ():
        match = _RELEASED.fullmatch(path.name)
        # days are compared as text: a name like coopdocs-2026-99-99 is no release that anyone made
        if match and match[1] < edition.isoformat() and path.is_dir() is not bool(match[2]):
            found.append((match[1], path.is_dir(), path.name))
    return output / max(found)[2] if found else None


def changes(previous: Path, name: str, library: Library, theme: Theme, sums: Mapping[str, str]) -> str:
    """What changed since another release, as Markdown for a heading of level 2; `sums`: sha256 by document.

    Raises RequestError where nothing that can be compared is there.
    """
    former = previous.name
    for ending in ARCHIVES:
        former = former.removesuffix(ending)
    try:
        with diff.opened(str(previous.absolute()), library.racine) as old:
            differences = diff.compare(old, diff.Side(name, library, theme, sums))
            since = f"Depuis l’édition du {date_longue(differences.old.edition)} ({former})."
            return f"{since}\n\n{diff.markdown(differences, theme, 2)}"
    except diff.UnknownSideError as unknown:
        advice = "donnez avec --depuis le dossier ou l’archive de la parution précédente"
        raise RequestError(f"ce qui a changé ne peut pas être dit : {unknown}", advice) from None
    except diff.SideRefusedError:
        return f"Le contenu de {former} ne se lit plus avec cette version de coopdocs{INSECABLE}: rien n’a été comparé."


def write(library: Library, changes: str | None, caveats: Sequence[str]) -> str:
    """The notes of a release as Markdown; `changes`: what `diff` says of them, None for the first release.

    `caveats`: what was passed over to make it, a sentence each.
    """
    kit = library.kit
    parts = [f"# {kit.titre}, édition du {date_longue(kit.edition)}", f"Version {kit.version}, par {kit.editeur}."]
    if caveats:
        parts += ["## Réserves", "\n".join(f"- {caveat}" for caveat in caveats)]
    parts += ["## Ce qui a changé", changes.strip() if changes is not None else "Première parution."]
    return "\n\n".join(parts) + "\n"
