"""What is known of a code: a title, what it means, what to do, and a mistake that gives it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Erreur:
    """A mistake in a file: what stood there (`juste`) and what was written instead (`faux`, empty when taken out)."""

    fichier: str
    juste: str
    faux: str


@dataclass(frozen=True)
class Code:
    """A kind of problem, in French; an `exemple` that no text can show is told in a sentence."""

    titre: str
    sens: str
    faire: str
    exemple: Erreur | str


AIDES = "content/aides.yaml"
DOSSIER = "content/territoires/dossiers/epci-200068781.yaml"
FORME, EVENEMENT = "content/formes/ptce.yaml", "content/evenements/reunion-exemple.yaml"
CONTACTS, INITIATIVES = "content/territoires/contacts.csv", "content/territoires/initiatives.csv"
