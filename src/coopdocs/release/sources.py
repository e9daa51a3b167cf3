"""What a release is made from: the kit's files that were read, byte for byte, and no other."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from coopdocs.library import Library, cliches, fichier_dossier, fichier_evenement, fichier_forme, logos
from coopdocs.library.catalogue import (
    AIDES,
    AUTRES,
    COUVERTURE,
    CRITERES,
    DECISION,
    DOSSIERS,
    DROIT,
    GLOSSAIRE,
    INTRODUCTION,
    KIT,
    SOURCES,
    TERRITOIRES,
)
from coopdocs.problem import Place, Problem, ProblemsError
from coopdocs.territoire import CONTOURS, CONTOURS_EPCI, TABLES, TABLES_FACULTATIVES

TEMPLATES = "templates"
_TEXTS = (KIT, SOURCES, CRITERES, GLOSSAIRE, DECISION, INTRODUCTION)
_OPTIONAL = (AUTRES, COUVERTURE, AIDES, DROIT)
_TERRITOIRES = (*TABLES, *TABLES_FACULTATIVES, CONTOURS, CONTOURS_EPCI)
_CACHED = ("__pycache__", "Thumbs.db")
_DRAFTS = ("~", ".swp", ".tmp", ".bak", ".orig", ".rej")


def read(library: Library) -> dict[str, bytes]:
    """The kit's content and its own templates, by path from the kit (`content/kit.yaml`); ProblemsError for a link that
    leads out of the kit."""
    root = library.racine
    paths = [*_content(library), *_templates(root)]
    return {path.relative_to(root).as_posix(): _inside(path, root).read_bytes() for path in sorted(paths)}


def _content(library: Library) -> Iterator[Path]:
    root = library.racine
    yield from (root / name for name in _TEXTS)
    named = ((fichier_forme, library.formes), (fichier_evenement, library.evenements))
    for file_of, keys in (*named, (fichier_dossier, library.complements)):
        yield from (root / file_of(key) for key in keys)
    yield from (root / name for name in _OPTIONAL if name in library.noeuds)
    names = {o.logo for e in library.evenements.values() for o in (e.organisateur, *e.partenaires) if o.logo}
    yield from (path for name in names if (path := logos.find(root, name)))
    names = {c.emetteur.logo for c in library.complements.values() if c.emetteur and c.emetteur.logo}
    yield from (path for name in names if (path := logos.find(root, name, DOSSIERS)))
    photos = (cliches.find(root, c.folder, c.photo.fichier) for c in library.photos)
    yield from {path for path in photos if path}
    tables = [root / TERRITOIRES / name for name in _TERRITOIRES]
    yield from (path for path in tables if path.is_file())
    yield from library.territoires.registres.fichiers


def _templates(root: Path) -> Iterator[Path]:
    """A kit's own theme whole, but for what editors and systems leave there."""
    for path in (root / TEMPLATES).rglob("*"):
        parts = path.relative_to(root).parts
        hidden = any(part.startswith((".", "#", "~$")) or part in _CACHED for part in parts)
        if hidden or path.name.endswith(_DRAFTS):
            continue
        if path.is_symlink() and path.is_dir():
            raise _refused(path, root, "ce lien mène à un dossier", "copiez ce dossier à sa place")
        if path.is_file():
            yield path


def _inside(path: Path, root: Path) -> Path:
    if not path.resolve().is_relative_to(root.resolve()):
        raise _refused(path, root, "ce lien mène hors du kit", "copiez le fichier à sa place dans le kit")
    return path


def _refused(path: Path, root: Path, message: str, advice: str) -> ProblemsError:
    return ProblemsError([Problem("S003", Place(path.relative_to(root).as_posix()), message, advice)])
