"""A text against its printed place: too long for it, or with characters that the kit's fonts lack."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pydantic import BaseModel

from coopdocs.library import Library
from coopdocs.problem import Problem
from coopdocs.source import Loc
from coopdocs.theme import Theme
from coopdocs.theme.mesure import Zone, missing_glyphs

TITRE, TEXTE = "Coopdocs Titre", "Coopdocs Texte"


@dataclass(frozen=True)
class Place:
    """A text to hold against its zone (family, weight, size in pt, width in mm, lines), and where it is written."""

    loc: Loc
    texte: str
    zone: tuple[str, str, float, float, int]
    approche: float = 0.0


def too_long(
    library: Library, theme: Theme, fichier: str, places: Iterable[Place], conseil: str = "raccourcissez-le"
) -> Iterator[Problem]:
    """One problem for each text that runs over its zone."""
    for place in places:
        famille, graisse, corps, largeur, lignes = place.zone
        excess = Zone(theme.font(famille, graisse), corps, largeur, lignes, place.approche).excess(place.texte)
        if excess:
            room = f"{lignes} lignes" if lignes > 1 else "une ligne"
            yield library.problem(
                fichier,
                place.loc,
                "Z001",
                f"ce texte dépasse sa place imprimée ({room}) de {excess} caractère{'s' if excess > 1 else ''} environ",
                conseil,
            )


def without_glyph(library: Library, theme: Theme, fichier: str, part: object) -> Iterator[Problem]:
    """One problem for each character of a part of the content that the fonts lack."""
    fonts = [theme.font(famille, graisse) for famille, graisse in ((TITRE, "700"), (TEXTE, "400"))]
    texts = list(_texts(part, ()))
    characters = "".join(set("".join(texte for _, texte in texts)))
    missing = set().union(*(missing_glyphs(characters, font) for font in fonts))
    for loc, texte in texts if missing else ():
        for character in sorted(missing.intersection(texte)):
            message = f"le caractère « {character} » (U+{ord(character):04X}) n’existe pas dans les polices du kit"
            yield library.problem(fichier, loc, "Z002", message, "remplacez-le par un mot ou un signe courant")


def _texts(value: object, loc: Loc) -> Iterator[tuple[Loc, str]]:
    """Every text of a part of the content with its place."""
    if isinstance(value, str):
        yield loc, value
    elif isinstance(value, BaseModel):
        for name in type(value).model_fields:
            yield from _texts(getattr(value, name), (*loc, name))
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from _texts(item, (*loc, key))
    elif isinstance(value, tuple):
        for i, item in enumerate(value):
            yield from _texts(item, (*loc, i))
