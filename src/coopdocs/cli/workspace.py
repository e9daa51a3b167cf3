"""Where things are: the kit, its theme's folders, its private folder for caches, and the starter kit of the package."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

KIT = "content/kit.yaml"
PRIVE = ".coopdocs"
_PAQUET = Path(__file__).parents[1]


def packaged(nom: str) -> Path:
    """`content` or `templates` as installed, else as in a checkout."""
    installed = _PAQUET / "kit" / nom
    return installed if installed.is_dir() else _PAQUET.parents[1] / nom


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
