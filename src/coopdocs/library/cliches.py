"""Photographs that the kit shows: where their files are, and whether they can be printed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from coopdocs import photos
from coopdocs.library import pieces
from coopdocs.library.catalogue import PHOTOS, Cliche, Library
from coopdocs.library.validation import cite
from coopdocs.problem import Problem


def find(racine: Path, folder: str, nom: str) -> Path | None:
    """The file of a photograph that a file of `folder` names (`photos/exemple.jpg`); None where there is none."""
    return pieces.find(racine / folder, nom) if nom.startswith("photos/") and nom.count("/") == 1 else None


def check(library: Library) -> Iterator[Problem]:
    """Every photograph that cannot be printed, and those that say where they were taken."""
    for cliche in library.photos:
        chemin = find(library.racine, cliche.folder, cliche.photo.fichier)
        loc = (*cliche.loc, "fichier")
        if faute := _fault(library.racine, cliche, chemin):
            yield library.problem(cliche.fichier, loc, "X040", *faute)
        elif chemin and photos.pixels(chemin).located:
            message = f"la photo {cite(cliche.photo.fichier)} dit où elle a été prise (GPS)"
            conseil = "aucun document ne le dit, mais les sources d’une parution contiennent ce fichier : "
            conseil += "exportez-la sans ses données de localisation"
            yield library.problem(cliche.fichier, loc, "A031", message, conseil, "avertissement")


def _fault(racine: Path, cliche: Cliche, chemin: Path | None) -> tuple[str, str] | None:
    dit = f"la photo {cite(cliche.photo.fichier)}"
    if chemin is None:
        if pieces.find(racine / cliche.folder, cliche.photo.fichier):
            conseil = f"rangez-la dans {PHOTOS[cliche.folder]}, et écrivez photos/ devant son nom"
            return f"{dit} n’est pas à sa place", conseil
        return pieces.absent(racine, cliche.folder, "photos", cliche.photo.fichier, dit)
    faute = photos.fault(chemin)
    return (f"{dit} {faute[0]}", faute[1]) if faute else None


def are_sound(library: Library, folder: str) -> bool:
    """Whether each photograph of the files of a folder can be printed."""
    ici = (c for c in library.photos if c.folder == folder)
    return not any(_fault(library.racine, c, find(library.racine, folder, c.photo.fichier)) for c in ici)
