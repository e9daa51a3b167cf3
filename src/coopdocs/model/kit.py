"""What a kit says of itself: the file kit.yaml."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from coopdocs.model.contenu import Adresse, CodeTerritoire, Contenu, Jour, Texte
from coopdocs.model.identite import IdentiteVisuelle


class Licences(Contenu):
    contenu: Texte
    code: Texte
    donnees: Texte
    polices: Texte
    icones: Texte


class Limites(Contenu):
    """When the kit's own rules speak up, in days before the edition's date or after it.

    A fact checked more than `age_max_jours` before, or that holds for `preavis_jours` more at most, is a warning.
    """

    age_max_jours: Annotated[int, Field(ge=1)]
    exemples_min: Annotated[int, Field(ge=0, le=4)]
    preavis_jours: Annotated[int, Field(ge=0)] = 90


class Kit(Contenu):
    titre: Texte
    sous_titre: Texte
    editeur: Texte
    edition: Jour
    version: Texte
    adresse: Adresse | None
    licences: Licences
    limites: Limites
    dossiers: tuple[CodeTerritoire, ...] = ()
    identite: IdentiteVisuelle = IdentiteVisuelle()
