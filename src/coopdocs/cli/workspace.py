"""Where things are: the kit, its theme's folders, its private folder for caches."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from coopdocs import packaged

KIT = "content/kit.yaml"
PRIVE = ".coopdocs"


def nearest_kit(dossier: Path) -> Path:
    """The folder itself when it is a kit, else the nearest one above that is; itself where there is none."""
    above = (p for p in dossier.absolute().parents if (p / KIT).is_file())
    return dossier if (dossier / KIT).is_file() else next(above, dossier)


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
