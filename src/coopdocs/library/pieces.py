"""Files that a YAML file of the kit names beside it: logos, photographs."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from pathlib import Path

from coopdocs.problem import closest


def find(folder: Path, nom: str) -> Path | None:
    """The file that a YAML file of `folder` names (`logos/exemple.svg`), whatever form its accents have on the disk.

    None where there is none of these very letters, capitals included, or where it lies outside of the folder.
    """
    chemin = folder
    for part in nom.split("/"):
        trouve = next((p for p in _listed(chemin) if _composed(p.name) == _composed(part)), None)
        if trouve is None:
            return None
        chemin = trouve
    return chemin if _is_inside(chemin, folder) and chemin.is_file() else None


def absent(racine: Path, folder: str, sous: str, nom: str, dit: str) -> tuple[str, str]:
    """What to say of a file that `find` does not: `dit` is what it is (« le logo… »), `sous` where it should lie."""
    ici = racine / folder
    copie = f"copiez-{'la' if dit.startswith('la ') else 'le'} dans {folder}/{sous}"
    if not _is_inside(ici / nom, ici):
        return f"{dit} est hors du kit", copie
    if "/" not in nom and (ici / sous / nom).is_file():
        return f"{dit} n’est pas à côté de ce fichier, mais dans {sous}/", f"écrivez « {sous}/{nom} »"
    voisins = sorted(_composed(p.relative_to(ici).as_posix()) for p in (ici / sous).glob("*.*") if p.is_file())
    for voisin in voisins:
        if voisin.casefold() == _composed(nom).casefold():
            return f"le fichier {_of(dit)} s’appelle « {voisin} »", f"écrivez « {voisin} », avec les mêmes majuscules"
    return f"{dit} n’existe pas", closest(nom, voisins) or copie


def _of(dit: str) -> str:
    """« du logo… », « de la photo… »."""
    return f"du {dit[3:]}" if dit.startswith("le ") else f"de {dit}"


def _is_inside(chemin: Path, folder: Path) -> bool:
    """Whether a path lies in a folder once its links are followed; not where a link leads to itself."""
    try:
        return chemin.resolve().is_relative_to(folder.resolve())
    except (OSError, RuntimeError):
        return False


def _listed(folder: Path) -> Iterator[Path]:
    try:
        yield from folder.iterdir()
    except OSError:
        return


def _composed(nom: str) -> str:
    return unicodedata.normalize("NFC", nom)
