"""The page of leads: what is asked, the formes, the calls, whom to write to, the next steps."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from coopdocs.library import Library
from coopdocs.model.contenu import Forme
from coopdocs.views.dossier import Dossier


@dataclass(frozen=True)
class Pistes:
    """What the page says: the formes by their slugs, those chosen first."""

    formes: tuple[tuple[str, Forme], ...]


def pistes(library: Library, dossier: Dossier, retenues: Sequence[str] = ()) -> Pistes:
    """The leads of a territory; `retenues`: the formes chosen for it, none where nobody chose."""
    order = sorted(library.comparables.items(), key=lambda pair: pair[0] not in retenues)
    return Pistes(tuple(order))
