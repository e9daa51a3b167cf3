"""The programme of the day and its poster."""

from __future__ import annotations

from collections.abc import Iterator

from coopdocs.formats.job import Job
from coopdocs.plan.evenements.documents import Documents
from coopdocs.sizes.affiche import DESSIN_LARGEUR
from coopdocs.targets import Target
from coopdocs.theme import dessins
from coopdocs.zones.affiche import Affiche
from coopdocs.zones.programme import Programme, colonne_atelier, colonnes, noms


def targets(documents: Documents) -> Iterator[Target]:
    titre = documents.maker.library.evenements[documents.slug].titre
    yield documents.target("programme.pdf", f"Programme\u00a0: {titre}", lambda: _programme(documents))
    yield documents.target("affiche.pdf", f"Affiche\u00a0: {titre}", lambda: _affiche(documents))


def _programme(documents: Documents) -> Job:
    sheet = Programme(documents.journee, documents.theme)
    html = documents.html(
        "programme.html.j2", programme=sheet, colonnes=colonnes, colonne_atelier=colonne_atelier, noms=noms
    )
    return documents.pdf(html, 2)


def _affiche(documents: Documents) -> Job:
    affiche = Affiche(documents.journee, documents.theme)

    def motif(couleur: str) -> str:
        fiches = documents.journee.fiches
        emblems = [documents.theme.emblem(f.slug, couleur, f.forme.sigle_court) for f in fiches]
        return dessins.linked(emblems, couleur, DESSIN_LARGEUR, affiche.dessin)

    return documents.pdf(documents.html("affiche.html.j2", affiche=affiche, motif=motif), 1)
