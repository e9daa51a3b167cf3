"""Where things are: the kit, its theme's folders, its private folder for caches."""

from __future__ import annotations

import contextlib
import os
from dataclasses import dataclass
from pathlib import Path

from coopdocs import packaged

KIT = "content/kit.yaml"
PRIVE = ".coopdocs"


def nearest_kit(dossier: Path) -> Path:
    """The folder itself when it is a kit, else the nearest one above that is; itself where there is none.

    A kit may be given by its content/ or content/kit.yaml too.
    """
    if (dossier / KIT).is_file():
        return dossier
    above = next((p for p in dossier.absolute().parents if (p / KIT).is_file()), None)
    return dossier if above is None else _from_here(above)


def _from_here(folder: Path) -> Path:
    """A folder as one would type it here: relative where it lies here or a little above, else whole."""
    with contextlib.suppress(ValueError):  # another drive
        short = Path(os.path.relpath(folder))
        if len([part for part in short.parts if part == ".."]) <= 2:
            return short
    return folder


@dataclass(frozen=True)
class Workspace:
    """A kit's folder and the folder its documents go to."""

    racine: Path
    sortie: Path

    @property
    def is_kit(self) -> bool:
        return (self.racine / KIT).is_file()

    @property
    def theme(self) -> tuple[Path, ...]:
        """The theme's folders: the kit's own templates first, the packaged ones behind them."""
        own, behind = (self.racine / "templates").resolve(), packaged("templates").resolve()
        return (own, behind) if own.is_dir() and own != behind else (behind,)

    @property
    def content(self) -> Path:
        return self.racine / "content"

    def output_fault(self) -> str | None:
        """Why nothing can be written to the output folder, in French; None when it can. Nothing is touched."""
        nearest = next(p for p in (self.sortie, *self.sortie.absolute().parents) if p.exists())
        if not nearest.is_dir():
            return f"« {self.sortie} » est un fichier, pas un dossier : donnez-en un autre avec -o"
        if not os.access(nearest, os.W_OK | os.X_OK):
            return f"le dossier « {self.sortie} » ne peut pas être écrit : donnez-en un autre avec -o"
        return None

    @property
    def prive(self) -> Path:
        return self.racine / PRIVE

    def open_private(self) -> Path | None:
        """The private folder, made ready and hidden from git; None where it cannot be written."""
        ignore = self.prive / ".gitignore"
        try:
            self.prive.mkdir(exist_ok=True)
            if not ignore.is_file():
                ignore.write_text("*\n", encoding="utf-8")
            (self.prive / "modeles").mkdir(exist_ok=True)
            (self.prive / "cache").mkdir(exist_ok=True)
        except OSError:
            return None
        return self.prive
