"""What every family of documents is made with: filled templates, jobs, and the files that go with a PDF."""

from __future__ import annotations

import base64
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, partial

from markupsafe import Markup

from coopdocs import typographie, views
from coopdocs.formats.dressing import Dressing, dressed
from coopdocs.formats.job import DocxJob, Job, PdfJob
from coopdocs.formats.pdf.standards import Attachment, Relationship
from coopdocs.library import Library, fichier_forme, logos
from coopdocs.library.catalogue import FORMES, IDENTITE
from coopdocs.model.contenu import Photo
from coopdocs.plan.photos import PhotoPosee, posee, posees
from coopdocs.sizes import fiche as sizes
from coopdocs.territoire import CONTOURS
from coopdocs.theme import Theme, dessins

JOINTES: dict[str, tuple[str, Relationship]] = {
    "yaml": ("application/yaml", "Source"),
    "csv": ("text/csv", "Data"),
    "json": ("application/json", "Data"),
}
"""The media type of a file that goes with a PDF and what it is to it, by how its name ends."""


@dataclass(frozen=True)
class LogoPose:
    """A logo as an address that holds it whole, and how large it stands (mm)."""

    src: str
    largeur: float
    hauteur: float


class Maker:
    """Fills the templates of a kit; the views and jobs that several documents share are made once."""

    def __init__(self, library: Library, theme: Theme) -> None:
        self.library, self.theme = library, theme.of(library.kit.identite)
        self._jobs: dict[tuple[object, ...], Job] = {}

    @cached_property
    def fiches(self) -> dict[str, views.Fiche]:
        """The fiche of each forme, by slug."""
        return {slug: views.fiche(self.library, slug) for slug in self.library.formes}

    @cached_property
    def comparatif(self) -> views.Comparatif:
        """The table of all formes."""
        return views.comparatif(self.library)

    def once(self, cle: tuple[object, ...], make: Callable[[], Job]) -> Job:
        """The job of this key, made when it is first asked for: documents that share a part hold the very same job."""
        if cle not in self._jobs:
            self._jobs[cle] = make()
        return self._jobs[cle]

    def html(self, modele: str, support: str, premiere: int | None = None, **contexte: object) -> str:
        """A filled template; `premiere`: the number of its first page where it is a part of a dossier."""
        shared = {
            "kit": self.library.kit,
            "library": self.library,
            "carte_exemples": self.carte_exemples,
            "planche": partial(self.planche, support),
            "photo_recit": self.photo_recit,
            "premiere": premiere,
            "logo_editeur": self.logo_editeur,
        }
        return self.theme.render(modele, support=support, **shared, **contexte)

    def carte_exemples(self, fiche: views.Fiche, police: str = "Coopdocs Titre") -> Markup:
        """The map of a forme's examples as SVG; `police`: the font of its letters."""
        places = " ; ".join(f"{n}, {e.nom}, {lieu}" for n, e, lieu in fiche.exemples)
        contours = self.library.territoires.folder / CONTOURS
        titre = typographie.typeset(f"Carte de France des exemples : {places}")
        return Markup(dessins.examples_map(contours, fiche.points, fiche.forme.couleur, titre, police))

    def planche(self, support: str, folder: str, nom: str, montrees: Sequence[Photo]) -> list[list[PhotoPosee]]:
        """The photographs of a file of content/`folder`, row by row as the guide sets them; `nom`: the file's own."""
        return posees(self.library.racine, f"content/{folder}", nom, montrees, support)

    def photo_recit(self, photo: Photo) -> PhotoPosee:
        """The photograph of a story as a printed fiche shows it."""
        return posee(self.library.racine, FORMES, photo, sizes.PHOTO_LARGEUR, sizes.PHOTO_HAUT)

    def logo(self, folder: str, nom: str) -> str:
        """A logo that a file of `folder` names, as an address that holds it whole."""
        chemin = logos.find(self.library.racine, nom, folder)
        octets = chemin.read_bytes() if chemin else b""
        kind = "image/svg+xml" if nom.lower().endswith(".svg") else "image/png"
        return f"data:{kind};base64,{base64.b64encode(octets).decode()}"

    @cached_property
    def logo_editeur(self) -> LogoPose | None:
        """The publisher's logo as it stands in its tab."""
        nom = self.library.kit.identite.logo
        if nom is None:
            return None
        ratio = logos.ratio(self.library.racine, nom, IDENTITE)
        largeur, hauteur = sizes.ONGLET_LOGO
        large = min(largeur, hauteur * ratio)
        return LogoPose(self.logo(IDENTITE, nom), large, large / ratio)

    def pdf(self, html: str, pages: int | None = None, attachments: tuple[Attachment, ...] = ()) -> PdfJob:
        """Pages to lay out; `pages` where their number is known, `attachments` the files that go with them."""
        return PdfJob(html, self.theme.folders, pages, attachments)

    def docx(self, html: str, images: Mapping[str, str | bytes] | None = None) -> DocxJob:
        """A Word document; `images`: its drawings as SVG, its photographs, by the names that the HTML gives them."""
        return DocxJob(html, self.theme.folders, self._reference, images or {}, self.library.kit.edition)

    @cached_property
    def _reference(self) -> bytes:
        """The reference file of Word documents, in the publisher's colours and fonts."""
        polices = self.theme.identite.polices
        dressing = Dressing(self.theme.palette.moved(), polices.titre, polices.texte)
        return dressed(self.theme.asset("reference.docx").read_bytes(), dressing)

    def attachment(self, nom: str, description: str, octets: bytes) -> Attachment:
        """A file that goes with a PDF, as old as the edition: YAML is what a document was made from, else its data."""
        genre, lien = JOINTES[nom.rpartition(".")[2]]
        return Attachment(nom, genre, description, octets, lien, self.library.kit.edition)

    def source(self, slug: str) -> Attachment:
        """A forme's own file, to go with a document."""
        octets = (self.library.racine / fichier_forme(slug)).read_bytes()
        return self.attachment(f"{slug}.yaml", f"Contenu de la fiche {self.fiches[slug].forme.sigle} (YAML)", octets)
