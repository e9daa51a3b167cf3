"""The fiches of the event's formes, joined: in colour, for an office printer, in large print, and on A5 pages.

The A5 pages of a forme fill both sides of one sheet of A4, two a side, in type as large as that of the booklet.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from coopdocs.formats.job import ImpositionJob, Job, JoinJob, Part
from coopdocs.formats.pdf.imposition import A4_LANDSCAPE, NUp
from coopdocs.plan import fiches
from coopdocs.plan.evenements.documents import Documents
from coopdocs.plan.evenements.livret import NOTES
from coopdocs.targets import Target
from coopdocs.typographie import INSECABLE
from coopdocs.views import Fiche
from coopdocs.views.a5 import fiche_a5
from coopdocs.views.livret import double
from coopdocs.zones.livret import fit_rubriques

SOBRES = "fiches-sobre.pdf"
PAGES_PAR_FEUILLE = 4
"""A5 pages of a sheet of A4, both sides printed."""


def targets(documents: Documents) -> Iterator[Target]:
    titre = documents.maker.library.evenements[documents.slug].titre

    def target(nom: str, quoi: str, make: Callable[[str], Job]) -> Target:
        complet = f"{quoi}{INSECABLE}: {titre}"
        return documents.target(nom, complet, lambda: make(complet))

    yield target("fiches.pdf", "Fiches", lambda t: _joined(documents, t, sobre=False))
    yield target(SOBRES, "Fiches sobres", lambda t: _joined(documents, t, sobre=True))
    yield target("fiches-2-par-feuille.pdf", "Fiches en pages A5, deux par face", lambda t: _two_a_side(documents, t))
    yield target("fiches-grands-caracteres.pdf", "Fiches en grands caractères", lambda t: _large_print(documents))


def _joined(documents: Documents, titre: str, sobre: bool) -> Job:
    """The very fiches of the kit, in the order of the event."""
    maker, formes = documents.maker, documents.journee.e.formes
    parts = tuple(Part(slug, fiches.printed(maker, slug, sobre=sobre)) for slug in formes)
    kit = maker.library.kit
    return JoinJob(parts, titre, kit.editeur, kit.sous_titre)


def _two_a_side(documents: Documents, titre: str) -> Job:
    e = documents.journee.e
    parts = tuple(part for fiche in documents.journee.fiches for part in _on_a5(documents, fiche))
    pages = JoinJob(parts, titre, documents.maker.library.kit.editeur, e.accroche)
    return ImpositionJob(pages, NUp(2, 1, A4_LANDSCAPE), titre)


def _on_a5(documents: Documents, fiche: Fiche) -> Iterator[Part]:
    """The A5 pages of a forme, the same for every event, and notes on what they leave of its last sheet."""
    page, corps = fit_rubriques(double(fiche, None), documents.theme)
    contenu = fiche_a5(fiche, page)

    def part(partie: str, premiere: int, pages: int | None, **contexte: Any) -> Job:
        html = documents.html(
            "livret.html.j2", premiere=premiere, partie=partie, livret=contenu, feuillet=fiche.forme, sobre=True,
            double=page, corps=corps, **contexte,
        )  # fmt: skip
        return documents.part(html, pages)

    job = part("seule", 1, None)
    yield Part(fiche.slug, job)
    pages = documents.pages(job)
    if restantes := -pages % PAGES_PAR_FEUILLE:
        yield Part(f"notes-{fiche.slug}", part("notes", pages + 1, restantes, titres=NOTES[:restantes]))


def _large_print(documents: Documents) -> Job:
    return documents.pdf(documents.html("grands-caracteres.html.j2"), attachments=documents.sources())
