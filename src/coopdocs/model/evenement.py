"""An event as its file tells it: frozen pydantic types, French field names, no reference to files or formats."""

from __future__ import annotations

import datetime as dt
import re
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, WithJsonSchema
from pydantic_core import PydanticCustomError

from coopdocs.model.contenu import Adresse, Cle, CodeTerritoire, Contenu, Couleur, Jour, Photo, Texte

_HEURE = r"([01][0-9]|2[0-3]):[0-5][0-9]"


def _heure(valeur: object) -> object:
    if not isinstance(valeur, str) or not re.fullmatch(_HEURE, valeur):
        raise PydanticCustomError("heure", "heure")
    return valeur


# the JSON Schema's own « time » wants seconds and a time zone
Heure = Annotated[
    dt.time, BeforeValidator(_heure), WithJsonSchema({"type": "string", "pattern": f"^{_HEURE}$"}, mode="validation")
]
Profil = Literal["élus", "agents", "habitants", "entreprises"]
Genre = Literal["forum", "formation", "conseil", "rencontre", "visite"]
Imprimeur = Literal["bureau", "reprographie", "imprimeur"]
Noms = tuple[Texte, ...]


class Organisme(Contenu):
    """Who organises or takes part; `logo`: an SVG or PNG file of content/evenements/, `logos/exemple.svg`."""

    nom: Texte
    logo: Annotated[str, Field(min_length=1)] | None = None


class Intervenant(Contenu):
    nom: Texte
    fonction: Texte
    organisme: Texte | None = None


class Atelier(Contenu):
    """One of the workshops held at the same time."""

    titre: Texte
    texte: Texte | None = None
    salle: Texte | None = None
    intervenants: Noms = ()


class Seance(Contenu):
    """A line of the programme, or a pause; `intervenants` are names of the event's own list."""

    debut: Heure
    fin: Heure
    titre: Texte
    pause: bool = False
    texte: Texte | None = None
    salle: Texte | None = None
    intervenants: Noms = ()
    ateliers: Annotated[tuple[Atelier, ...], Field(max_length=6)] = ()


class Lieu(Contenu):
    """Where it is held; `acces` says how to get there, people with disabilities included."""

    nom: Texte
    adresse: Texte
    territoire: CodeTerritoire
    acces: Texte | None = None


class Contact(Contenu):
    """An office that answers, not a person: by mail, by telephone or both."""

    nom: Texte
    courriel: str | None = None
    telephone: str | None = None


class Liens(Contenu):
    """Addresses that are printed with their QR code."""

    inscription: Adresse | None = None
    enquete: Adresse | None = None
    documents: Adresse | None = None


class Impression(Contenu):
    """How many copies, on which paper, and who prints: an office printer, an in-house workshop or a print shop."""

    exemplaires: Annotated[int, Field(ge=1, le=100_000)]
    papier: Texte
    imprimeur: Imprimeur


class Evenement(Contenu):
    """A day that people come together for. `exemple`: nobody and nothing in it is real, and each document says so.

    `profils`: for whom it is, the first one first. `formes`: the subjects whose fiches are handed out, in that order.
    """

    exemple: bool = False
    titre: Texte
    genre: Genre
    accroche: Texte
    couleur: Couleur
    date: Jour
    debut: Heure
    fin: Heure
    lieu: Lieu
    organisateur: Organisme
    partenaires: Annotated[tuple[Organisme, ...], Field(max_length=8)] = ()
    profils: Annotated[tuple[Profil, ...], Field(min_length=1)]
    formes: Annotated[tuple[Cle, ...], Field(min_length=1)]
    intervenants: tuple[Intervenant, ...] = ()
    programme: Annotated[tuple[Seance, ...], Field(min_length=1)]
    contacts: Annotated[tuple[Contact, ...], Field(min_length=1, max_length=4)]
    liens: Liens = Liens()
    photos: Annotated[tuple[Photo, ...], Field(max_length=6)] = ()
    impression: Impression
