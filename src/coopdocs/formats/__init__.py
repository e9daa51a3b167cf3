"""One room for each engine, imported only when it works, and the one door to them: `run`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from coopdocs.champs import remplir

if TYPE_CHECKING:
    from coopdocs.formats.assemble import Etiquettes

Moteur = Literal["pdf", "gabarit", "assemblage", "docx", "xlsx", "texte"]
LUS = ("polices", "images")
"""The folders of a theme that engines read; all else that decides a document's bytes is in its Job."""


@dataclass(frozen=True, eq=False)
class Job:
    """All that an engine gets: its input text and options. Picklable, and complete: nothing else changes the bytes.

    `dossiers`: the theme's folders, of which engines read the fonts and images (`LUS`) that the input names.
    """

    moteur: Moteur
    contenu: str
    dossiers: tuple[Path, ...] = ()
    options: Mapping[str, Any] = field(default_factory=dict)
    pieces: tuple[Piece, ...] = ()


@dataclass(frozen=True)
class Piece:
    """A part of a joined document: its name there, the job that makes it, its page labels (None: counted on)."""

    nom: str
    job: Job
    etiquettes: Etiquettes | None = None


@dataclass(frozen=True)
class Rendu:
    """A finished document: its bytes, its page count (None where pages have no meaning) and its defects in French."""

    octets: bytes
    pages: int | None = None
    defauts: tuple[str, ...] = ()


def run(job: Job, rendre: Callable[[Job], Rendu] | None = None) -> Rendu:
    """Give a job to its engine. Pure: the same job gives the same bytes under the same engine versions.

    `rendre` gives the parts of a joined document, from a cache for instance; without it they are made here.
    """
    if job.moteur == "texte":
        return Rendu(job.contenu.encode())
    if job.moteur == "pdf":
        from coopdocs.formats import pdf

        return pdf.write(job.contenu, job.dossiers, job.options.get("pages"))
    if job.moteur == "gabarit":
        from coopdocs.formats import pdf

        html = remplir(job.contenu, job.options["valeurs"])
        return pdf.write(html, job.dossiers, job.options.get("pages"))
    if job.moteur == "assemblage":
        return _joined(job, rendre or run)
    if job.moteur == "docx":
        from coopdocs.formats import docx, images

        pictures = {name: images.png(svg, job.dossiers) for name, svg in job.options["images"].items()}
        octets = docx.write(
            job.contenu, reference=job.options["reference"], images=pictures, edition=job.options["edition"]
        )
        return Rendu(octets)
    from coopdocs.formats import xlsx

    return Rendu(xlsx.write(job.contenu))


def _joined(job: Job, rendre: Callable[[Job], Rendu]) -> Rendu:
    """The joined document of a job's pieces; a defect of one is a defect of the whole."""
    from coopdocs.formats.assemble import Part, join

    rendus = [rendre(piece.job) for piece in job.pieces]
    defauts = tuple(dict.fromkeys(d for rendu in rendus for d in rendu.defauts))
    if defauts:
        return Rendu(b"", None, defauts)
    pairs = zip(job.pieces, rendus, strict=True)
    parts = [Part(rendu.octets, piece.nom, etiquettes=piece.etiquettes) for piece, rendu in pairs]
    octets = join(parts, titre=job.options["titre"], auteur=job.options["auteur"])
    return Rendu(octets, sum(rendu.pages or 0 for rendu in rendus))
