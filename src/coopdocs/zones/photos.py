"""Photographs of formes as the guide prints them: too coarse for their place, captions too long for theirs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from coopdocs import photos
from coopdocs.library import Library, cliches, fichier_forme
from coopdocs.library.catalogue import FORMES
from coopdocs.model.contenu import Forme, Photo
from coopdocs.problem import Problem
from coopdocs.sizes import guide
from coopdocs.sizes.units import TEXTE
from coopdocs.source import NodePath
from coopdocs.theme import Theme, planche
from coopdocs.theme.planche import Vignette
from coopdocs.typographie import INSECABLE
from coopdocs.zones.places import TexteImprime, too_long

_LIGNES = 8
"""Lines of a caption: its row, photograph included, always holds on a page."""
_CONSEIL = "raccourcissez-le : légende, crédit et licence se suivent"
_DETAIL = "{} ; le détail a sa place dans « presentation »"


def places(seen: list[photos.Pixels]) -> list[list[Vignette]]:
    """The places of these photographs in the printed guide, row by row."""
    ratios = [pixels.width / pixels.height for pixels in seen]
    return planche.rows(
        ratios, guide.PLEIN, guide.PHOTOS_ENTRE, guide.PHOTO_RANG, guide.PHOTO_HAUT, guide.PHOTO_LEGENDE
    )


def check(library: Library, theme: Theme) -> Iterator[Problem]:
    """A warning for each photograph that has too few pixels for its place, an error for a caption too long."""
    for slug, forme in library.formes.items():
        yield from of_file(library, theme, fichier_forme(slug), FORMES, list(_groups(forme)))


def of_file(
    library: Library, theme: Theme, fichier: str, folder: str, groups: Sequence[Sequence[tuple[NodePath, Photo]]]
) -> Iterator[Problem]:
    """The same for the photographs of one file, `groups` of them on rows of their own, each with its place there."""
    posees = [one for group in groups for one in _posees(library, folder, group)]
    captions = [caption(loc, photo, *_zone(vignette)) for loc, photo, vignette, _ in posees]
    yield from too_long(library, theme, fichier, captions, _DETAIL.format(_CONSEIL) if folder == FORMES else _CONSEIL)
    for loc, _, vignette, pixels in posees:
        if (dpi := pixels.dpi(vignette.largeur)) < photos.DPI_MIN:
            large = f"{round(vignette.largeur)} mm de large"
            message = f"{round(dpi)} points par pouce sur {large} : cette photo paraîtra floue"
            voulus = round(vignette.largeur / 25.4 * photos.DPI_MIN)
            conseil = f"donnez-la avec {voulus} pixels de large au moins"
            yield library.problem(fichier, (*loc, "fichier"), "A030", message, conseil, "avertissement")


def _groups(forme: Forme) -> Iterator[list[tuple[NodePath, Photo]]]:
    """The photographs of a forme, then that of its story, each with where it is written."""
    yield [(("photos", rang), photo) for rang, photo in enumerate(forme.photos)]
    if forme.recit and forme.recit.photo:
        yield [(("recit", "photo"), forme.recit.photo)]


def _posees(
    library: Library, folder: str, group: Sequence[tuple[NodePath, Photo]]
) -> Iterator[tuple[NodePath, Photo, Vignette, photos.Pixels]]:
    """Each photograph of a row: where it is written, its place, what it is made of."""
    if group:
        chemins = [cliches.find(library.racine, folder, photo.fichier) for _, photo in group]
        seen = [photos.pixels(chemin) for chemin in chemins if chemin]
        yield from ((*group[v.rang], v, seen[v.rang]) for row in places(seen) for v in row)


def caption(loc: NodePath, photo: Photo, corps: float, largeur: float, lignes: int) -> TexteImprime:
    """The words of a photograph as templates/base/photos.html.j2 prints them, to be told at the longest of them."""
    words = {"legende": photo.legende, "credit": photo.credit, "licence": photo.licence}
    longest = max(words, key=lambda champ: len(words[champ]))
    texte = f"{photo.legende} Photo{INSECABLE}: {photo.credit}, {photo.licence}."
    return TexteImprime((*loc, longest), texte, (TEXTE, "400", corps, largeur, lignes))


def _zone(vignette: Vignette) -> tuple[float, float, int]:
    """The size (pt), width (mm) and lines of a caption in the guide."""
    beside = guide.PLEIN - vignette.largeur - guide.PHOTOS_ENTRE
    return guide.PHOTO_CORPS, beside if vignette.cote else vignette.largeur, _LIGNES
