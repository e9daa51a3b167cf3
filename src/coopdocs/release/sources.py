"""What a release is made from: the kit's files that were read, byte for byte, and no other."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from coopdocs.library import Library, fichier_evenement, fichier_forme, logos
from coopdocs.library.catalogue import (
    CRITERES,
    DECISION,
    GLOSSAIRE,
    INTRODUCTION,
    KIT,
    SOURCES,
    TERRITOIRES,
)
from coopdocs.problem import Place, Problem, ProblemsError
from coopdocs.territoire import ANCIENNES, CONTOURS, CONTOURS_EPCI, TABLES

TEMPLATES = "templates"
_TEXTES = (KIT, SOURCES, CRITERES, GLOSSAIRE, DECISION, INTRODUCTION)
_TERRITOIRES = (*TABLES, "ept.csv", ANCIENNES, CONTOURS, CONTOURS_EPCI)
_CACHES = ("__pycache__", "Thumbs.db")
_BROUILLONS = ("~", ".swp", ".tmp", ".bak", ".orig", ".rej")


def read(library: Library) -> dict[str, bytes]:
    """The kit's content and its own templates, by path from the kit (`content/kit.yaml`); ProblemsError for a link that
    leads out of the kit."""
    racine = library.racine
    paths = [*_content(library), *_templates(racine)]
    return {path.relative_to(racine).as_posix(): _inside(path, racine).read_bytes() for path in sorted(paths)}


def _content(library: Library) -> Iterator[Path]:
    racine = library.racine
    for nom in (*_TEXTES, *map(fichier_forme, library.formes), *map(fichier_evenement, library.evenements)):
        yield racine / nom
    noms = {o.logo for e in library.evenements.values() for o in (e.organisateur, *e.partenaires) if o.logo}
    yield from (chemin for nom in noms if (chemin := logos.find(racine, nom)))
    tables = [racine / TERRITOIRES / nom for nom in _TERRITOIRES]
    yield from (path for path in tables if path.is_file())
    yield from library.territoires.registres.fichiers


def _templates(racine: Path) -> Iterator[Path]:
    """A kit's own theme whole, but for what editors and systems leave there."""
    for path in (racine / TEMPLATES).rglob("*"):
        parts = path.relative_to(racine).parts
        hidden = any(part.startswith((".", "#", "~$")) or part in _CACHES for part in parts)
        if hidden or path.name.endswith(_BROUILLONS):
            continue
        if path.is_symlink() and path.is_dir():
            raise _refused(path, racine, "ce lien mène à un dossier", "copiez ce dossier à sa place")
        if path.is_file():
            yield path


def _inside(path: Path, racine: Path) -> Path:
    if not path.resolve().is_relative_to(racine.resolve()):
        raise _refused(path, racine, "ce lien mène hors du kit", "copiez le fichier à sa place dans le kit")
    return path


def _refused(path: Path, racine: Path, message: str, conseil: str) -> ProblemsError:
    return ProblemsError([Problem("S003", Place(path.relative_to(racine).as_posix()), message, conseil)])
