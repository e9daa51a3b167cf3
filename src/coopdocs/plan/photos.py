"""Photographs as templates show them: on rows, each with its picture made ready for the place that it has."""

from __future__ import annotations

import base64
import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from coopdocs import photos
from coopdocs.library import cliches
from coopdocs.model.contenu import Photo
from coopdocs.sizes import guide
from coopdocs.theme.planche import Vignette
from coopdocs.zones.photos import places

_ECRAN = (1000, 900)
"""The largest that a photograph is on a screen, in pixels."""
_WORD = (150.0, guide.PHOTO_RANG)
"""The largest that it is in Word, in mm."""


@dataclass(frozen=True)
class PhotoPosee:
    """A photograph with its picture; `largeur` and `hauteur` are in mm, on a screen in pixels.

    `nom` is what a DOCX calls it, `ratio` its width to its height; `cote`: its caption stands beside it.
    """

    photo: Photo
    nom: str
    octets: bytes
    largeur: float
    hauteur: float
    ratio: float
    cote: bool

    @property
    def src(self) -> str:
        """The picture as an address that holds it whole."""
        return f"data:image/jpeg;base64,{base64.b64encode(self.octets).decode()}"


def posees(racine: Path, folder: str, nom: str, montrees: Sequence[Photo], support: str) -> list[list[PhotoPosee]]:
    """The photographs of a file named `nom` of a folder of the kit, on the rows of the printed guide."""
    seen = [photos.pixels(_found(racine, folder, photo)) for photo in montrees]

    def put(vignette: Vignette) -> PhotoPosee:
        photo, name = montrees[vignette.rang], f"photo-{nom}-{vignette.rang}"
        frame = _WORD if support == "word" else (vignette.largeur, vignette.hauteur)
        made = posee(racine, folder, photo, *frame, _ECRAN if support == "ecran" else None)
        return replace(made, nom=name, cote=vignette.cote)

    return [[put(vignette) for vignette in row] for row in places(seen)]


def posee(
    racine: Path, folder: str, photo: Photo, width: float, height: float, screen: tuple[int, int] | None = None
) -> PhotoPosee:
    """A photograph as large as it can be in a frame in mm; `screen`: in one in pixels instead."""
    chemin = _found(racine, folder, photo)
    pixels = photos.pixels(chemin)
    width, height = pixels.fitted(width, height)
    ready = photos.prepared(chemin, *(screen or (_dots(width), _dots(height))))
    if screen:
        width, height = ready.width, ready.height
    return PhotoPosee(photo, "", ready.data, width, height, pixels.width / pixels.height, False)


def _dots(mm: float) -> int:
    return max(1, math.ceil(mm / 25.4 * photos.DPI))


def _found(racine: Path, folder: str, photo: Photo) -> Path:
    chemin = cliches.find(racine, folder, photo.fichier)
    assert chemin is not None, f"{photo.fichier} was there when the kit was checked"
    return chemin
