"""What is handed out first of a territory: four pages, two where neither its outline nor a census is known.

A module for each page makes what that page says (`bref`, `chiffres`, `cooperations`, `pistes`); `making` puts them
together. Nothing here knows of paper: no size, no page number.
"""

from __future__ import annotations

from dataclasses import dataclass

from coopdocs.territoire import Territoire
from coopdocs.views.dossier import Dossier
from coopdocs.views.essentiel.bref import Phrase
from coopdocs.views.essentiel.chiffres import Chiffres
from coopdocs.views.essentiel.cooperations import Cooperations
from coopdocs.views.essentiel.pistes import Pistes


@dataclass(frozen=True)
class EssentielDossier:
    """Everything that these pages say; `dossier`: what the territory's other pages say.

    `chiffres` is None where no more than the number of people is known: then there are two pages.
    """

    dossier: Dossier
    phrases: tuple[Phrase, ...]
    chiffres: Chiffres | None
    cooperations: Cooperations
    pistes: Pistes

    @property
    def territoire(self) -> Territoire:
        return self.dossier.territoire
