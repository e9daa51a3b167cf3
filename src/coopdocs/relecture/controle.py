"""What an event would hand out that holds no more on its day: said at the event, which is where the day stands."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from coopdocs.library import Library, fichier_evenement
from coopdocs.library.catalogue import Echeance
from coopdocs.library.echeances import FIN
from coopdocs.problem import Problem
from coopdocs.relecture.impressions import handed_out
from coopdocs.source import NodePath

_CITES = 3


def check(library: Library) -> list[Problem]:
    """One problem for each event and each forme of it of which a document would no longer be right."""
    return [problem for slug in library.evenements for problem in _event(library, slug)] if library.echeances else []


def _event(library: Library, slug: str) -> Iterator[Problem]:
    e, remis = library.evenements[slug], handed_out(library, slug)
    perimees: dict[str, list[Echeance]] = {}
    for echeance in library.echeances:
        if echeance.jour < e.date and (lieu := (echeance.fichier, echeance.loc)) in remis:
            perimees.setdefault(remis[lieu], []).append(echeance)
    for sujet, fins in perimees.items():
        loc: NodePath = ("formes", e.formes.index(sujet)) if sujet else ("date",)
        quoi = f"de {library.formes[sujet].sigle_court}" if sujet else "par leurs définitions"
        message = (
            f"les documents remis le {e.date:%d/%m/%Y} diraient {quoi} ce qui n’est valable que jusqu’au "
            f"{min(fin.jour for fin in fins):%d/%m/%Y} : {_places(library, fins)}"
        )
        sinon = "retirez cette forme de la liste" if sujet else "changez les mots du programme"
        conseil = (
            "écrivez ces textes de façon qu’ils restent vrais après ce jour et enlevez leur date, ou repoussez-la si "
        )
        conseil += f"une source le dit ; sinon avancez l’événement, ou {sinon}"
        yield library.problem(fichier_evenement(slug), loc, "X026", message, conseil)


def _places(library: Library, fins: Sequence[Echeance]) -> str:
    """Where these stand, the first few by their lines."""
    places = [library.place(fin.fichier, (*fin.loc, FIN)) for fin in fins]
    cites, reste = ", ".join(f"{p.fichier}:{p.ligne}" for p in places[:_CITES]), len(places) - _CITES
    return f"{cites} et {reste} de plus" if reste > 0 else cites
