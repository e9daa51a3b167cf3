"""What makes every document a publisher's own: the `identite:` of kit.yaml, all of it optional."""

from __future__ import annotations

import re
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from coopdocs.couleurs import MAISON, Palette
from coopdocs.model.contenu import Adresse, Contenu, Couleur, Texte

Fichier = Annotated[str, Field(min_length=1)]
Famille = Annotated[str, StringConstraints(min_length=1)]


class CouleursEditeur(Contenu):
    """`fond`: dark, under white words; `rehaut`: a short rule, never words."""

    fond: Couleur = MAISON.nuit
    rehaut: Couleur | None = None


class PolicesEditeur(Contenu):
    """Families of fonts by the names inside their files, those of templates/polices/."""

    titre: Famille | None = None
    texte: Famille | None = None


class Coordonnees(Contenu):
    """How to reach the publisher, whom `editeur` of the kit names."""

    service: Texte | None = None
    adresse: Texte | None = None
    telephone: str | None = None
    courriel: str | None = None
    site: Adresse | None = None

    @property
    def ligne(self) -> str:
        """Who it is within the publisher, and where to read more, as the foot of a page says it."""
        site = re.sub(r"^https?://(www\.)?|/$", "", self.site or "")
        return " · ".join(filter(None, (self.service, site)))


class IdentiteVisuelle(Contenu):
    """`logo`: a file of content/, as `logos/exemple.svg`."""

    logo: Fichier | None = None
    couleurs: CouleursEditeur = CouleursEditeur()
    polices: PolicesEditeur = PolicesEditeur()
    coins: Literal["droits", "doux", "ronds"] = "doux"
    bandeau: Literal["plein", "clair"] = "plein"
    editeur: Coordonnees | None = None

    @property
    def palette(self) -> Palette:
        """The colours of every document."""
        return Palette.over(self.couleurs.fond)
