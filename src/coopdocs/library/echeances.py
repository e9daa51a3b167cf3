"""Until when what the kit says holds: refused once that day is past at the edition, told when it comes soon."""

from __future__ import annotations

from collections.abc import Iterator

from coopdocs.library.catalogue import Library
from coopdocs.problem import Problem, ProblemCode

FIN = "valable_jusqu_au"
PERIMEE: ProblemCode = "X025"
"""The code of what holds no more."""


def perimees(library: Library) -> Iterator[Problem]:
    """What holds no more on the edition's day; on the very day that it names, it does."""
    edition = library.kit.edition
    conseil = f"relisez la source, corrigez le texte et repoussez « {FIN} », ou enlevez ce qui n’est plus vrai"
    for e in library.echeances:
        if e.jour < edition:
            message = f"n’est plus valable depuis le {e.jour:%d/%m/%Y}, avant l’édition du {edition:%d/%m/%Y}"
            yield library.problem(e.fichier, (*e.loc, FIN), PERIMEE, message, conseil)


def proches(library: Library) -> Iterator[Problem]:
    """What will hold no more soon after the edition, by the kit's own notice (`limites: preavis_jours`)."""
    edition, preavis = library.kit.edition, library.kit.limites.preavis_jours
    conseil = "relisez la source avant ce jour, puis corrigez le texte ou repoussez la date"
    for e in library.echeances:
        if 0 <= (jours := (e.jour - edition).days) <= preavis:
            quand = f"{jours} jour{'s' if jours > 1 else ''} après l’édition" if jours else "le jour de l’édition"
            message = f"valable jusqu’au {e.jour:%d/%m/%Y} seulement, {quand}"
            yield library.problem(e.fichier, (*e.loc, FIN), "A012", message, conseil, "avertissement")
