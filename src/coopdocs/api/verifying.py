"""Finished documents verified with what the kit around them knows."""

from __future__ import annotations

from pathlib import Path

from coopdocs.errors import MachineError
from coopdocs.events import Listener, Step, ignore
from coopdocs.folders import KitFolders, nearest_kit
from coopdocs.verify import Verification, examine


def verify_files(
    path: Path, *, sample: float | None = None, quick: bool = False, on: Listener = ignore
) -> Verification:
    """What holds of a file, a folder or a release (.zip, .tar.gz) that exists; nothing in it is trusted.

    `sample`: how many documents are made again and compared (a share as a float, a number as an int); `quick`: without
    veraPDF, which takes longer than all the rest. Raises MachineError for a file that cannot be read.
    """
    folders = KitFolders(nearest_kit(path if path.is_dir() else path.parent))
    themes, kit = (folders.theme, folders.root) if folders.is_kit else ((), None)
    try:
        return examine(path, themes, kit, sample, quick, lambda what: on(Step(what)))
    except OSError as error:
        raise MachineError(f"« {path.as_posix()} » n’a pas pu être lu ({error.strerror or error})") from None
