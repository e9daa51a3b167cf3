"""The fiches of the event's formes, joined: in colour, for an office printer, two a sheet, in large print."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from coopdocs.formats import Job, Piece
from coopdocs.formats.imposition import A4_PAYSAGE, Poses
from coopdocs.targets import Target
from coopdocs.typographie import INSECABLE

if TYPE_CHECKING:
    from coopdocs.plan.evenements import Documents

SOBRES = "fiches-sobre.pdf"


def targets(documents: Documents) -> Iterator[Target]:
    titre = documents.maker.library.evenements[documents.slug].titre

    def target(nom: str, quoi: str, make: Callable[[str], Job]) -> Target:
        complet = f"{quoi}{INSECABLE}: {titre}"
        return documents.target(nom, complet, lambda: make(complet))

    yield target("fiches.pdf", "Fiches", lambda t: _joined(documents, t, sobre=False))
    yield target(SOBRES, "Fiches sobres", lambda t: _joined(documents, t, sobre=True))
    yield target("fiches-2-par-feuille.pdf", "Fiches sobres, deux par feuille", lambda t: _two_a_sheet(documents, t))
    yield target("fiches-grands-caracteres.pdf", "Fiches en grands caractères", lambda t: _large_print(documents))


def _joined(documents: Documents, titre: str, sobre: bool) -> Job:
    """The very fiches of the kit, in the order of the event."""
    maker, formes = documents.maker, documents.journee.e.formes
    pieces = tuple(Piece(slug, maker.fiche_pdf(slug, sobre=sobre)) for slug in formes)
    kit = maker.library.kit
    options = {"titre": titre, "auteur": kit.editeur, "sujet": kit.sous_titre}
    return Job("assemblage", "", options=options, pieces=pieces)


def _two_a_sheet(documents: Documents, titre: str) -> Job:
    options = {"montage": Poses(2, 1, A4_PAYSAGE), "titre": titre}
    return Job("imposition", "", options=options, pieces=(Piece("fiches", documents.job(SOBRES)),))


def _large_print(documents: Documents) -> Job:
    return documents.pdf(documents.html("grands-caracteres.html.j2"), jointes=documents.sources())
