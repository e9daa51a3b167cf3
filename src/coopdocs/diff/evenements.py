"""Events as parts, groups and elements, beside those of the documents that they hand out."""

from __future__ import annotations

from collections.abc import Iterator

from coopdocs.diff.inventory import Element, Groupe, Mots, Partie
from coopdocs.library import Library
from coopdocs.model.evenement import Evenement, Seance
from coopdocs.typographie import INSECABLE


def parts(library: Library) -> Iterator[Partie]:
    """What each event says, in the order of their dates."""
    words = Mots(library)
    for slug, evenement in library.evenements.items():
        yield Partie(
            f"evenements/{slug}",
            f"Événement «{INSECABLE}{evenement.titre}{INSECABLE}»",
            tuple(_groups(words, evenement)),
        )


def _groups(words: Mots, e: Evenement) -> Iterator[Groupe]:
    listed = ("partenaires", "intervenants", "contacts")
    singles = {"lieu": "Lieu", "organisateur": "Organisateur", "liens": "Liens", "impression": "Impression"}
    own = (nom for nom in type(e).model_fields if nom not in (*listed, *singles, "programme"))
    yield Groupe("evenement", tuple(words.champ(nom, getattr(e, nom)) for nom in own))
    yield Groupe("cadre", tuple(words.element(nom, getattr(e, nom), titre) for nom, titre in singles.items()))
    yield Groupe("programme", tuple(element for seance in e.programme for element in _seance(words, seance)))
    for nom, titre in zip(listed, ("Partenaire", "Intervenant", "Contact"), strict=True):
        yield Groupe(nom, tuple(words.element("", x, f"{titre} « {x.nom} »", x.nom) for x in getattr(e, nom)))


def _seance(words: Mots, seance: Seance) -> Iterator[Element]:
    """A session, then its workshops."""
    yield words.element("", seance, f"Séance « {seance.titre} »", seance.titre)
    for atelier in seance.ateliers:
        yield words.element("", atelier, f"Séance « {seance.titre} », atelier « {atelier.titre} »", atelier.titre)
