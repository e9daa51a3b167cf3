"""Making the pages handed out first: one territory after the other."""

from __future__ import annotations

from collections.abc import Sequence

from coopdocs.library import Library
from coopdocs.views.dossier import Dossier
from coopdocs.views.essentiel import EssentielDossier
from coopdocs.views.essentiel.bref import bref
from coopdocs.views.essentiel.chiffres import chiffres
from coopdocs.views.essentiel.cooperations import cooperations
from coopdocs.views.essentiel.pistes import pistes


class Essentiels:
    """The first pages of a kit's dossiers; what several territories share is worked out once."""

    def __init__(self, library: Library) -> None:
        self.library = library

    def essentiel(self, dossier: Dossier, retenues: Sequence[str] = ()) -> EssentielDossier:
        """Those of a territory; `retenues`: the formes chosen for it, none where nobody chose."""
        library = self.library
        figures = chiffres(library, dossier)
        known = cooperations(library, dossier)
        return EssentielDossier(
            dossier=dossier,
            phrases=bref(library, dossier, figures, known),
            chiffres=figures,
            cooperations=known,
            pistes=pistes(library, dossier, known, retenues),
        )
