"""One room for each engine, imported only when it works, and the one door to them: `run`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

Moteur = Literal["pdf", "docx", "xlsx", "texte"]
LUS = ("polices", "images")
"""The folders of a theme that engines read; all else that decides a document's bytes is in its Job."""


@dataclass(frozen=True)
class Job:
    """All that an engine gets: its input text and options. Picklable, and complete: nothing else changes the bytes.

    `dossiers`: the theme's folders, of which engines read the fonts and images (`LUS`) that the input names.
    """

    moteur: Moteur
    contenu: str
    dossiers: tuple[Path, ...] = ()
    options: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Rendu:
    """A finished document: its bytes, its page count (None where pages have no meaning) and its defects in French."""

    octets: bytes
    pages: int | None = None
    defauts: tuple[str, ...] = ()


def run(job: Job) -> Rendu:
    """Give a job to its engine. Pure: the same job gives the same bytes under the same engine versions."""
    if job.moteur == "texte":
        return Rendu(job.contenu.encode())
    if job.moteur == "pdf":
        from coopdocs.formats import pdf

        return pdf.write(job.contenu, job.dossiers, job.options.get("pages"))
    if job.moteur == "docx":
        from coopdocs.formats import docx, images

        pictures = {name: images.png(svg, job.dossiers) for name, svg in job.options["images"].items()}
        octets = docx.write(
            job.contenu, reference=job.options["reference"], images=pictures, edition=job.options["edition"]
        )
        return Rendu(octets)
    from coopdocs.formats import xlsx

    return Rendu(xlsx.write(job.contenu))
