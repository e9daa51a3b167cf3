"""A text against its printed place: too long for it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from coopdocs.library import Library
from coopdocs.problem import Problem
from coopdocs.source import NodePath
from coopdocs.theme import Theme
from coopdocs.theme.mesure import Zone


@dataclass(frozen=True)
class TexteImprime:
    """A text to hold against its zone (family, weight, size in pt, width in mm, lines), and where it is written."""

    loc: NodePath
    texte: str
    zone: tuple[str, str, float, float, int]
    approche: float = 0.0


def too_long(
    library: Library, theme: Theme, fichier: str, places: Iterable[TexteImprime], conseil: str = "raccourcissez-le"
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
