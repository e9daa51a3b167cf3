"""Photographs of formes, too coarse where the guide prints them."""

from __future__ import annotations

from collections.abc import Iterator

from coopdocs import photos
from coopdocs.library import Library, cliches, fichier_forme
from coopdocs.library.catalogue import FORMES
from coopdocs.problem import Problem
from coopdocs.sizes import guide
from coopdocs.theme import planche
from coopdocs.theme.planche import Vignette


def places(seen: list[photos.Pixels]) -> list[list[Vignette]]:
    """The places of these photographs in the printed guide, row by row."""
    ratios = [pixels.width / pixels.height for pixels in seen]
    return planche.rows(
        ratios, guide.PLEIN, guide.PHOTOS_ENTRE, guide.PHOTO_RANG, guide.PHOTO_HAUT, guide.PHOTO_LEGENDE
    )


def check(library: Library) -> Iterator[Problem]:
    """A warning for each photograph that has too few pixels for its place."""
    for slug, forme in library.formes.items():
        chemins = [cliches.find(library.racine, FORMES, photo.fichier) for photo in forme.photos]
        seen = [photos.pixels(chemin) for chemin in chemins if chemin]
        for cadre in (cadre for row in places(seen) for cadre in row):
            if (dpi := seen[cadre.rang].dpi(cadre.largeur)) < photos.DPI_MIN:
                voulus = round(cadre.largeur / 25.4 * photos.DPI_MIN)
                message = (
                    f"{round(dpi)} points par pouce sur {round(cadre.largeur)} mm de large : cette photo paraîtra floue"
                )
                conseil = f"donnez-la avec {voulus} pixels de large au moins"
                loc = ("photos", cadre.rang, "fichier")
                yield library.problem(fichier_forme(slug), loc, "A030", message, conseil, "avertissement")
