"""The maps of a dossier with the words that stand for them, the same on paper and in Word."""

from __future__ import annotations

from dataclasses import dataclass

from coopdocs.croquis import Croquis
from coopdocs.territoire import Territoires
from coopdocs.theme import cartes
from coopdocs.views.dossier import Dossier


@dataclass(frozen=True)
class CartesDossier:
    """Where the territory lies in France, and what is around it; None for what has no outlines."""

    france: Croquis | None
    locale: Croquis | None
    alt_france: str
    alt_locale: str


def drawn(territoires: Territoires, dossier: Dossier) -> CartesDossier:
    t = dossier.territoire
    ou = f" ({', '.join(dossier.situation)})" if dossier.situation else ""
    return CartesDossier(
        cartes.france(territoires, t),
        cartes.territoire(territoires, t),
        f"Carte de France : où se trouve {t.nom_court}{ou}.",
        f"Carte {t.de} et de ses environs.",
    )
