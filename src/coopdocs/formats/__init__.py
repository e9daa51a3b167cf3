"""One room for each engine, imported only when it works, and the one door to them: `run`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from coopdocs.champs import remplir
from coopdocs.typographie import deplier, sans_donnees

if TYPE_CHECKING:
    from coopdocs.formats.pdf.join import Etiquettes, Remplie

Moteur = Literal["pdf", "gabarit", "squelette", "assemblage", "imposition", "releve", "docx", "xlsx", "texte"]
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
    """A finished document: its bytes, its page count (None where pages have no meaning) and its defects in French.

    `entieres`: how many of its parts could not be filled into a page laid out before.
    """

    octets: bytes
    pages: int | None = None
    defauts: tuple[str, ...] = ()
    entieres: int = 0

    def __post_init__(self) -> None:
        # an engine that cannot read a picture quotes it whole
        object.__setattr__(self, "defauts", tuple(map(sans_donnees, self.defauts)))


def run(job: Job, rendre: Callable[[Job], Rendu] | None = None) -> Rendu:
    """Give a job to its engine. Pure: the same job gives the same bytes under the same engine versions.

    `rendre` gives the parts of a joined document, from a cache for instance; without it they are made here.
    """
    if job.moteur == "texte":
        return Rendu(job.contenu.encode())
    if job.moteur == "pdf":
        from coopdocs.formats.pdf import layout

        return layout.write(job.contenu, job.dossiers, job.options.get("pages"), job.options.get("jointes", ()))
    if job.moteur == "gabarit":
        from coopdocs.formats.pdf import layout

        html = remplir(job.contenu, job.options["valeurs"])
        return layout.write(html, job.dossiers, job.options.get("pages"))
    if job.moteur == "squelette":
        from coopdocs.formats.pdf import fill

        return fill.laid_out(job)
    if job.moteur == "assemblage":
        return _joined(job, rendre or run)
    if job.moteur == "imposition":
        return _imposed(job, rendre or run)
    if job.moteur == "releve":
        return _measured(job, rendre or run)
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
    from coopdocs.formats.pdf.join import Part, join

    parts: list[Part] = []
    defauts: list[str] = []
    pages = entieres = 0
    for piece in job.pieces:
        filled = _filled(piece.job, rendre)
        if filled is None:
            rendu = rendre(piece.job)
            defauts += rendu.defauts
            pages += rendu.pages or 0
            entieres += piece.job.moteur == "gabarit"
            parts.append(Part(rendu.octets, piece.nom, etiquettes=piece.etiquettes))
        else:
            pages += filled.pages
            parts.append(Part(filled, piece.nom, etiquettes=piece.etiquettes))
    if defauts:
        return Rendu(b"", None, tuple(dict.fromkeys(defauts)))
    o = job.options
    octets = join(parts, titre=deplier(o["titre"]), auteur=o["auteur"], sujet=o["sujet"], jointes=o.get("jointes", ()))
    return Rendu(octets, pages, entieres=entieres)


def _imposed(job: Job, rendre: Callable[[Job], Rendu]) -> Rendu:
    """The pages of a job's one piece, laid on sheets for printing."""
    from coopdocs.formats.pdf import imposition

    (piece,) = job.pieces
    rendu = rendre(piece.job)
    if rendu.defauts:
        return Rendu(b"", None, rendu.defauts)
    octets, feuilles = imposition.imposer(rendu.octets, job.options["montage"], deplier(job.options["titre"]))
    return Rendu(octets, feuilles)


def _measured(job: Job, rendre: Callable[[Job], Rendu]) -> Rendu:
    """A document that says what a job's pieces measure: their bytes, pages and ink."""
    from coopdocs.formats.pdf import measures

    rendus = {piece.nom: rendre(piece.job) for piece in job.pieces}
    if defauts := tuple(dict.fromkeys(d for rendu in rendus.values() for d in rendu.defauts)):
        return Rendu(b"", None, defauts)
    rempli = measures.remplir(job.contenu, rendus, job.options["vers"])
    if job.options["vers"] != "pdf":
        return Rendu(rempli.encode())
    from coopdocs.formats.pdf import layout

    return layout.write(rempli, job.dossiers, job.options.get("pages"), job.options.get("jointes", ()))


def _filled(job: Job, rendre: Callable[[Job], Rendu]) -> Remplie | None:
    """The pages of a job that has champs, filled into those laid out before; None where they must be laid out whole."""
    if job.moteur != "gabarit":
        return None
    from coopdocs.formats.pdf import fill

    return fill.part(job, rendre)


def pages(job: Job, rendre: Callable[[Job], Rendu] = run) -> int | None:
    """How many pages a job takes, where that is known without laying its own values out."""
    declared: int | None = job.options.get("pages")
    if declared or job.moteur != "gabarit":
        return declared
    from coopdocs.formats.pdf import fill

    return fill.pages(job, rendre)
