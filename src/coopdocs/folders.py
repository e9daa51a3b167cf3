"""Where the parts of a kit are: content, templates, documents, and a private folder for caches."""

from __future__ import annotations

import contextlib
import os
from dataclasses import dataclass
from pathlib import Path

from coopdocs import packaged

KIT = "content/kit.yaml"
PRIVATE = ".coopdocs"


def nearest_kit(folder: Path) -> Path:
    """The folder itself when it is a kit, else the nearest one above that is; itself where there is none.

    A kit may be given by its content/ or content/kit.yaml too.
    """
    if (folder / KIT).is_file():
        return folder
    above = next((p for p in folder.absolute().parents if (p / KIT).is_file()), None)
    return folder if above is None else _from_here(above)


def _from_here(folder: Path) -> Path:
    """A folder as one would type it here: relative where it lies here or a little above, else whole."""
    with contextlib.suppress(ValueError):  # another drive
        short = Path(os.path.relpath(folder))
        if len([part for part in short.parts if part == ".."]) <= 2:
            return short
    return folder


@dataclass(frozen=True)
class KitFolders:
    """The folders of the kit at `root`."""

    root: Path

    @property
    def is_kit(self) -> bool:
        return (self.root / KIT).is_file()

    @property
    def content(self) -> Path:
        return self.root / "content"

    @property
    def theme(self) -> tuple[Path, ...]:
        """The kit's own templates first, the packaged ones behind them."""
        own, behind = (self.root / "templates").resolve(), packaged("templates").resolve()
        return (own, behind) if own.is_dir() and own != behind else (behind,)

    @property
    def output(self) -> Path:
        """Where documents go when nothing else is said."""
        return self.root / "output"

    @property
    def private(self) -> Path:
        return self.root / PRIVATE

    def slugs(self, kind: str, start: str = "") -> list[str]:
        """The slugs of a folder of the content (formes, evenements), those that begin so."""
        return sorted(path.stem for path in (self.content / kind).glob(f"{start}*.yaml"))

    def open_private(self) -> Path | None:
        """The private folder, made ready and hidden from git; None where it cannot be written."""
        ignore = self.private / ".gitignore"
        try:
            self.private.mkdir(exist_ok=True)
            if not ignore.is_file():
                ignore.write_text("*\n", encoding="utf-8")
            (self.private / "modeles").mkdir(exist_ok=True)
            (self.private / "cache").mkdir(exist_ok=True)
        except OSError:
            return None
        return self.private
