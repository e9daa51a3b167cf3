"""The page of who cooperates already: here, then near."""

from __future__ import annotations

from dataclasses import dataclass

from coopdocs.library import Library
from coopdocs.typographie import typeset
from coopdocs.views.dossier import Dossier


@dataclass(frozen=True)
class Cooperations:
    """What the page says: `chapo`, in one or two sentences."""

    chapo: str


def cooperations(library: Library, dossier: Dossier) -> Cooperations:
    """What is known of cooperation on a territory and near it."""
    n = len(dossier.ici)
    if not n:
        doute = "cela ne prouve pas qu’il n’y en ait pas"
        return Cooperations(typeset(f"Nous n’y connaissons pas encore de coopération de ces formes : {doute}."))
    pluriel = "s" * (n > 1)
    return Cooperations(f"{n} coopération{pluriel} y {'sont' if n > 1 else 'est'} connue{pluriel}.")
