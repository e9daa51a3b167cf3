"""What is said of an initiative wherever it is listed: its places, how it stands, whether it is sure."""

from __future__ import annotations

import re
from collections.abc import Sequence

from coopdocs.territoire import Territoire

_LIEUX = 48
"""Letters that the names of an initiative's places take at most; one is always there."""
_ACTES = ("reconnu", "habilité", "lauréat", "labellisé")
_GENRES = re.compile(r"(?<=T )de (?:la |l’)(?:communauté (?:de communes|d’agglomération|urbaine)|agglomération) ")
_INCERTAINE = re.compile(r"confiance\s*:\s*incertain", re.I)


def named(lieux: Sequence[Territoire]) -> str:
    """As many of the places that an initiative covers as a line holds, and how many more."""
    noms = [t.nom_court for t in lieux]
    shown = next((n for n in range(len(noms), 1, -1) if len(", ".join(noms[:n])) <= _LIEUX), 1)
    reste = len(noms) - shown
    return ", ".join(noms[:shown]) + (f" et {reste} autre{'s' * (reste > 1)}" if reste else "")


def short(nom: str) -> str:
    """A name without the kind of its EPCI: « PAT de la communauté de communes du Crestois » is « PAT du Crestois »."""
    return _GENRES.sub("", nom)


_PROJET = re.compile(
    r"(?<!\w)(projet|candidat\w*|élaboration|émergen\w*|préfigur\w*|étude|attente|création|montage)(?!\w)", re.I
)


def in_the_making(statut: str) -> bool:
    """Whether a statut says that the initiative does not exist yet: « en projet », « candidat », « en élaboration »…

    One that stands and waits to be recognised is no project.
    """
    return bool(_PROJET.search(statut)) and not statut.startswith(("reconnaissance", "en activité"))


def etat(annee: str, statut: str) -> tuple[str, ...]:
    """How an initiative stands: the year of an act (recognised…) goes with it; another one is when it began."""
    if annee and statut.split(",")[0] in _ACTES:
        return (f"{statut} ({annee})",)
    return (f"depuis {annee}" if annee else "", statut)


def doubt(note: str) -> str:
    return "à vérifier" if _INCERTAINE.search(note) else ""
