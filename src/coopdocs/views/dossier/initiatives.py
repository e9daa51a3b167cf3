"""Lists spread over pages: rows of one height, no row alone on a page, no heading without two of its rows."""

from __future__ import annotations

from collections.abc import Sequence

from coopdocs.views.dossier.parts import Entree

PREMIERE, SUIVANTE = 236.0, 252.6
"""What a dossier's page holds under its band, and under the name that the next ones bear (mm)."""
RANGEE, TITRE, ENTRE, FIN = 18.5, 8.0, 5.0, 3.8
"""An initiative's row, a heading, what follows a list, and the mention that ends them all (mm)."""
ALENTOUR_MIN = 6
"""Initiatives shown around a territory at least."""
SUITE = " (suite)"

GroupeInitiatives = tuple[str, tuple[Entree, ...]]
Feuillet = tuple[GroupeInitiatives, ...]


class _Filling:
    """Pages as they fill; `reste`: mm left on the last one."""

    def __init__(self) -> None:
        self.pages: list[list[GroupeInitiatives]] = [[]]
        self.reste = PREMIERE - FIN

    def room(self) -> int:
        """How many rows the page holds under one more heading."""
        return max(0, int((self.reste - TITRE - ENTRE) / RANGEE))

    def turn(self) -> None:
        self.pages.append([])
        self.reste = SUIVANTE - FIN

    def add(self, titre: str, entrees: Sequence[Entree]) -> None:
        self.pages[-1].append((titre, tuple(entrees)))
        self.reste -= TITRE + RANGEE * max(len(entrees), 1) + ENTRE

    def spread(self, titre: str, entrees: Sequence[Entree]) -> None:
        todo = list(entrees)
        room = self.room()
        if room < min(len(todo), 2) or not room or (room == 2 and len(todo) == 3):
            self.turn()
        while True:
            n = min(len(todo), self.room())
            if len(todo) - n == 1 and n > 2:
                n -= 1
            self.add(titre, todo[:n])
            todo = todo[n:]
            if not todo:
                return
            self.turn()
            titre = titre.removesuffix(SUITE) + SUITE


def feuillets(groupes: Sequence[GroupeInitiatives]) -> tuple[Feuillet, ...]:
    """Groups of initiatives, each under its heading, page by page; a group without any takes the room of a row."""
    pages = _Filling()
    for titre, entrees in groupes:
        pages.spread(titre, entrees)
    return tuple(map(tuple, pages.pages))


def room(ici: int) -> int:
    """How many initiatives around end the page where the `ici` of the territory end, or else the next one."""
    pages = _Filling()
    pages.spread("", [None] * ici)  # type: ignore[list-item]
    reste = pages.room()
    if reste >= ALENTOUR_MIN:
        return reste
    pages.turn()
    return (reste if reste > 1 else 0) + pages.room()
