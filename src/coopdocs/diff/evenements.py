"""Events as parts, groups and elements, beside those of the documents that they hand out."""

from __future__ import annotations

from collections.abc import Iterator

from coopdocs.diff.inventory import Chapter, Entry, Group, Wording
from coopdocs.library import Library
from coopdocs.model.evenement import Evenement, Seance
from coopdocs.typographie import INSECABLE


def parts(library: Library) -> Iterator[Chapter]:
    """What each event says, in the order of their dates."""
    wording = Wording(library)
    for slug, evenement in library.evenements.items():
        yield Chapter(
            f"evenements/{slug}",
            f"Événement «{INSECABLE}{evenement.titre}{INSECABLE}»",
            tuple(_groups(wording, evenement)),
        )


def _groups(wording: Wording, e: Evenement) -> Iterator[Group]:
    listed = ("partenaires", "intervenants", "contacts")
    singles = {"lieu": "Lieu", "organisateur": "Organisateur", "liens": "Liens", "impression": "Impression"}
    own = (name for name in type(e).model_fields if name not in (*listed, *singles, "programme", "photos"))
    yield Group("evenement", tuple(wording.field(name, getattr(e, name)) for name in own))
    yield Group("cadre", tuple(wording.entry(name, getattr(e, name), title) for name, title in singles.items()))
    yield Group("programme", tuple(entry for seance in e.programme for entry in _seance(wording, seance)))
    for name, title in zip(listed, ("Partenaire", "Intervenant", "Contact"), strict=True):
        yield Group(name, tuple(wording.entry("", x, f"{title} « {x.nom} »", x.nom) for x in getattr(e, name)))
    photos = (wording.entry(p.fichier, p, f"Photo «{INSECABLE}{p.legende}{INSECABLE}»") for p in e.photos)
    yield Group("photos", tuple(photos))


def _seance(wording: Wording, seance: Seance) -> Iterator[Entry]:
    """A session, then its workshops."""
    yield wording.entry("", seance, f"Séance « {seance.titre} »", seance.titre)
    for atelier in seance.ateliers:
        yield wording.entry("", atelier, f"Séance « {seance.titre} », atelier « {atelier.titre} »", atelier.titre)
