"""What the state of an aide says against its dates and the day of the edition: a closed call never reads as open."""

from __future__ import annotations

from collections.abc import Iterator

from coopdocs.library.catalogue import AIDES, Library
from coopdocs.model.facultatif import Aide
from coopdocs.problem import Problem
from coopdocs.typographie import date_longue, date_partielle, partial_span

_Dementi = tuple[str, str, str]
"""Field, message, what to do."""


def check(library: Library) -> Iterator[Problem]:
    """One problem for each aide whose state, dates and sources do not agree."""
    for rang, aide in enumerate(library.aides.aides if library.aides else ()):
        for champ, message, conseil in (*_permanente(aide), *_dates(aide, library)):
            yield library.problem(AIDES, ("aides", rang, champ), "X030", message, conseil)
        if aide.etat in ("ouvert", "annoncé") and not aide.sources:
            message = f"une aide dite « {aide.etat} » cite la page où elle l’est"
            conseil = "citez-la, ou écrivez « etat: non trouvé »"
            yield library.problem(AIDES, ("aides", rang, "sources"), "X002", message, conseil)


def _permanente(aide: Aide) -> Iterator[_Dementi]:
    if aide.permanente and (aide.ouverture or aide.cloture):
        conseil = "enlevez « permanente », ou les dates"
        yield "permanente", "une aide qui reçoit les demandes toute l’année n’a ni ouverture ni clôture", conseil
    elif aide.permanente and aide.etat == "fermé":
        yield "permanente", "une aide fermée ne reçoit plus de demandes toute l’année", "enlevez cette ligne"
    if aide.annuelle and not _month(aide):
        conseil = "donnez l’ouverture ou la clôture de la dernière édition, ou enlevez « annuelle »"
        yield "annuelle", "une aide qui revient chaque année dit au moins un mois de sa dernière édition", conseil


def _month(aide: Aide) -> bool:
    return any(date and len(date) > 4 for date in (aide.ouverture, aide.cloture))


def _dates(aide: Aide, library: Library) -> Iterator[_Dementi]:
    """The first of them that the others belie."""
    edition, etat = library.kit.edition, aide.etat
    ouvre = partial_span(aide.ouverture) if aide.ouverture else (edition, edition)
    clot = partial_span(aide.cloture) if aide.cloture else (edition, edition)
    dite = f"aide dite « {etat} », alors que sa "
    cloture = f"{dite}clôture ({date_partielle(aide.cloture)}) vient {{}} l’édition du {date_longue(edition)}"
    ouverture = (
        f"{dite}date d’ouverture ({date_partielle(aide.ouverture)}) vient {{}} l’édition du {date_longue(edition)}"
    )
    if aide.ouverture and aide.cloture and clot[1] < ouvre[0]:
        yield "cloture", "cette aide se clôt avant d’ouvrir", "corrigez l’une des deux dates"
    elif etat in ("ouvert", "annoncé") and clot[1] < edition:
        conseil = "écrivez « etat: fermé », ou donnez les dates de la nouvelle édition de l’appel"
        yield "etat", cloture.format("avant"), conseil
    elif etat == "fermé" and clot[0] > edition:
        yield "etat", cloture.format("après"), "écrivez « etat: ouvert » ou « etat: annoncé », ou corrigez la date"
    elif etat == "ouvert" and ouvre[0] > edition:
        yield "etat", ouverture.format("après"), "écrivez « etat: annoncé »"
    elif etat == "annoncé" and ouvre[1] < edition:
        yield "etat", ouverture.format("avant"), "écrivez « etat: ouvert », ou donnez la date d’ouverture annoncée"
