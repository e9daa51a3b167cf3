"""The page of figures: a territory beside those that it stands among."""

from __future__ import annotations

from dataclasses import dataclass

from coopdocs.library import Library
from coopdocs.typographie import typeset
from coopdocs.views.dossier import Dossier


@dataclass(frozen=True)
class Chiffres:
    """What the page says: `chapo`, in one or two sentences."""

    chapo: str


def chiffres(library: Library, dossier: Dossier) -> Chiffres | None:
    """The figures of a territory; None where nothing more than its population is known."""
    if not dossier.regions:
        return None
    return Chiffres(typeset(dossier.phrase or f"{dossier.population} habitants."))
