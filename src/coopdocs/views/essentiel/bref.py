"""« En bref »: what the figures and the tables say of a territory, in a few plain sentences."""

from __future__ import annotations

from dataclasses import dataclass

from coopdocs.library import Library
from coopdocs.typographie import typeset
from coopdocs.views.dossier import Dossier
from coopdocs.views.essentiel.cooperations import Cooperations


@dataclass(frozen=True)
class Phrase:
    """A sentence beside an icon: pieces of text in their order, each with whether it is bold."""

    icone: str
    morceaux: tuple[tuple[str, bool], ...]

    @property
    def texte(self) -> str:
        return "".join(texte for texte, _ in self.morceaux)


def bref(library: Library, dossier: Dossier, known: Cooperations) -> tuple[Phrase, ...]:
    """The sentences of a territory, in their order; one that cannot be said is left out."""
    habitants = Phrase("users", ((" ".join(dossier.grands[0]).replace(" (", ", ").rstrip(")"), True), (".", False)))
    return habitants, Phrase("handshake", ((typeset(known.chapo), False),))
