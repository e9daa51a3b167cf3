"""What names the people who come: their badges and the sign-in sheet already filled.

These targets are in no plan: they are made when a list is given, and their jobs go to no cache and no other process.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from coopdocs.formats.job import Job
from coopdocs.library.participants import Participant, Participants
from coopdocs.plan.evenements.documents import Documents
from coopdocs.plan.evenements.salle import GRAS, INTERLIGNE_ROLE, largest, name_size, sign_in
from coopdocs.problem import Problem
from coopdocs.targets import NOMINATIF, Target
from coopdocs.theme import Theme, mesure
from coopdocs.typographie import INSECABLE

_BADGE = 79.0
"""Width (mm) of the texts on a badge."""
_NOMS = (30, 28, 26, 24, 22, 20, 18, 16, 14, 13, 12)
_ROLES = (11, 10.4, 9.8, 9.2, 8.6, 8)
_TITRES = (9, 8.4, 8, 7.6, 7.4)
_NOM_HAUT, _ROLES_HAUT, _TITRE_HAUT = 22.5, 13.8, 4.0
"""Room (mm) for first and last name, for function and organisation, for a title of one line; a second takes 3 mm."""
_ENTIER = 17
"""The smallest size (pt) to which a name shrinks before it takes two lines."""
_LIGNES = 2
"""Lines that each of these texts may take at the smallest size."""
_TITRE = ("Coopdocs Titre", "800")


def targets(documents: Documents, participants: Participants) -> Iterator[Target]:
    """The files of one event that name people, under its folder NOMINATIF."""
    titre = f"Badges{INSECABLE}: {documents.journee.e.titre}"
    people = participants.ranges()
    yield documents.target(f"{NOMINATIF}/badges.pdf", titre, lambda: _badges(documents, titre, people))
    yield from sign_in(documents, [(p.nom, p.prenom, p.organisme) for p in people], f"{NOMINATIF}/")


def check(participants: Participants, theme: Theme) -> Iterator[Problem]:
    """What no badge can hold, and the characters that no font of the kit can draw."""
    for rang, person in enumerate(participants.personnes):
        names, roles = (_name_font(theme, person), _NOMS[-1]), (GRAS, _ROLES[-1])
        zones = {"nom": names, "prenom": names, "organisme": roles, "fonction": roles}
        for colonne, (police, corps) in zones.items():
            texte = getattr(person, colonne)
            if mesure.undrawn(texte, theme.font(*GRAS)):
                message = "des lettres qu’aucune police du kit ne dessine"
                yield participants.problem(rang, colonne, ("Z002", message, "écrivez ce texte en lettres latines"))
            elif over := mesure.Zone(theme.font(*police), corps, _BADGE, _LIGNES).excess(texte):
                s = "s" if over > 1 else ""
                message = f"texte trop long de {over} caractère{s} pour un badge"
                yield participants.problem(rang, colonne, ("Z001", message, "abrégez-le"))


def _badges(documents: Documents, titre: str, people: list[Participant]) -> Job:
    theme, event = documents.theme, documents.journee.e.titre
    size = largest(theme, (event,), ("Coopdocs Texte", "600"), (_BADGE, _TITRE_HAUT), _TITRES, INTERLIGNE_ROLE)
    room = _NOM_HAUT - (3 if size == _TITRES[-1] else 0)
    badges = [_badge(theme, person, room) for person in people]
    return documents.pdf(documents.html("badges.html.j2", titre=titre, badges=badges, corps_titre=size))


def _badge(theme: Theme, p: Participant, haut: float) -> dict[str, Any]:
    """What a badge says, and how large; `haut`: the room (mm) for its name."""
    police = _name_font(theme, p)
    name = name_size(theme, (p.prenom, p.nom), police, (_BADGE, haut), _NOMS, _ENTIER)
    role = largest(theme, (p.fonction, p.organisme), GRAS, (_BADGE, _ROLES_HAUT), _ROLES, INTERLIGNE_ROLE)
    return {"personne": p, "police": police, "corps_nom": name, "corps_role": role}


def _name_font(theme: Theme, p: Participant) -> tuple[str, str]:
    """The face of titles, the text's where it lacks a letter of the name."""
    lost = mesure.undrawn(p.nom + p.prenom, theme.font(*_TITRE))
    return GRAS if lost else _TITRE
