"""What the handouts of an event say: its day and the formes it is about."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from coopdocs import typographie, views
from coopdocs.library import Library
from coopdocs.model.evenement import Evenement, Intervenant, Seance
from coopdocs.territoire import Territoire
from coopdocs.views.tableau import Comparatif, abridged, among

GENRES = {
    "forum": "Forum",
    "formation": "Journée de formation",
    "conseil": "Séance d’information du conseil",
    "rencontre": "Rencontre",
    "visite": "Visite",
}
LIENS = (
    ("inscription", "S’inscrire"),
    ("enquete", "Donner son avis"),
    ("documents", "Retrouver les documents"),
)
EXEMPLE = "Exemple : personnes, organismes et rendez-vous fictifs"


@dataclass(frozen=True)
class LienEvenement:
    """An address of the event with what it is for."""

    cle: str
    libelle: str
    adresse: str


@dataclass(frozen=True)
class Journee:
    """An event as its handouts show it; `fiches` are those of its formes, in its own order."""

    slug: str
    e: Evenement
    territoire: Territoire
    fiches: tuple[views.Fiche, ...]
    table: Comparatif | None

    @property
    def surtitre(self) -> str:
        return GENRES[self.e.genre]

    @property
    def quand(self) -> str:
        return typographie.jour_de_semaine(self.e.date)

    @property
    def horaires(self) -> str:
        return f"de {typographie.heure(self.e.debut)} à{typographie.INSECABLE}{typographie.heure(self.e.fin)}"

    @property
    def mention(self) -> str:
        """What each document of an example says of itself, empty for a real event."""
        return typographie.typeset(EXEMPLE) if self.e.exemple else ""

    @property
    def sobre(self) -> bool:
        """Whether it is printed on office machines: no full ground of colour."""
        return self.e.impression.imprimeur == "bureau"

    @cached_property
    def liens(self) -> tuple[LienEvenement, ...]:
        given = ((cle, libelle, getattr(self.e.liens, cle)) for cle, libelle in LIENS)
        return tuple(LienEvenement(cle, libelle, adresse) for cle, libelle, adresse in given if adresse)

    def seances(self, intervenant: Intervenant) -> tuple[Seance, ...]:
        """The sessions at which someone speaks, workshops included."""
        return tuple(
            s for s in self.e.programme
            if intervenant.nom in s.intervenants or any(intervenant.nom in a.intervenants for a in s.ateliers)
        )  # fmt: skip


def journee(library: Library, slug: str) -> Journee:
    """The handouts' view of one event; KeyError for an unknown slug."""
    e = library.evenements[slug]
    territoire = library.territoires.get(e.lieu.territoire)
    assert territoire is not None, "checked with the content"
    comparees = [s for s in e.formes if s in library.comparables]
    table = abridged(among(views.comparatif(library), comparees)) if len(comparees) > 1 else None
    fiches = tuple(views.fiche(library, s) for s in e.formes)
    return Journee(slug, e, territoire, fiches, table)
