"""What people add to dossiers as parts, groups and elements, territory by territory."""

from __future__ import annotations

from collections.abc import Iterator

from pydantic import BaseModel

from coopdocs.diff.inventory import Chapter, Entry, Group, Wording
from coopdocs.library import Library
from coopdocs.model.complement import Complement
from coopdocs.typographie import INSECABLE

_SINGLE = {
    "emetteur": "Émetteur", "contact": "Contact", "introduction": "Introduction", "decision": "Décision demandée",
    "temoignage": "Témoignage", "annexes": "Annexes",
}  # fmt: skip
_LISTED = {
    "formes": ("Forme retenue", "forme"), "initiatives": ("Initiative", "nom"), "etapes": ("Étape", "titre"),
    "chiffres": ("Chiffre", "texte"), "photos": ("Photo", "legende"),
}  # fmt: skip
"""What each element of a list is called, and the field that tells it from the others."""


def parts(library: Library) -> Iterator[Chapter]:
    """What each territory's file says."""
    wording = Wording(library)
    for cle, complement in library.complements.items():
        t = library.territoires.get(cle)
        nom = t.nom_court if t else cle
        yield Chapter(f"dossiers/{cle}", f"Dossier {nom}", tuple(_groups(wording, complement)))


def _groups(wording: Wording, c: Complement) -> Iterator[Group]:
    single = ((name, getattr(c, name), title) for name, title in _SINGLE.items())
    yield Group("cadre", tuple(wording.entry(name, thing, title) for name, thing, title in single if thing))
    for name, (title, field) in _LISTED.items():
        yield Group(name, tuple(_row(wording, title, field, thing) for thing in getattr(c, name)))
    comparables = (wording.field("comparables", c.comparables),) if c.comparables else ()
    yield Group("comparables", comparables)


def _row(wording: Wording, title: str, field: str, thing: BaseModel) -> Entry:
    known = wording.text(field, getattr(thing, field))
    return wording.entry("", thing, f"{title} «{INSECABLE}{known}{INSECABLE}»", known)
