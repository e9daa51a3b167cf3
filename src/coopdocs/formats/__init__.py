"""One room for each engine, imported only when it works, and the one door to them: `run`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import assert_never

from coopdocs.champs import remplir
from coopdocs.formats.job import (
    DocxJob,
    FilledPageJob,
    ImpositionJob,
    Job,
    JoinJob,
    MeasuresJob,
    PdfJob,
    Rendu,
    SkeletonJob,
    TextJob,
    XlsxJob,
    declared_pages,
)
from coopdocs.typographie import deplier

Render = Callable[[Job], Rendu]
"""What gives the documents that another one is made from, from a cache for instance."""


def run(job: Job, render: Render | None = None) -> Rendu:
    """Give a job to its engine. Pure: the same job gives the same bytes under the same engine versions.

    `render` gives the documents that this one is made from; without it they are made here.
    """
    render = render or run
    match job:
        case TextJob(text):
            return Rendu(text.encode())
        case PdfJob():
            return _laid_out(job)
        case FilledPageJob(html, values, folders):
            return _laid_out(PdfJob(remplir(html, values), folders, job.pages))
        case SkeletonJob():
            from coopdocs.formats.pdf import fill

            return fill.laid_out(job)
        case JoinJob():
            return _joined(job, render)
        case ImpositionJob():
            return _imposed(job, render)
        case MeasuresJob():
            return _measured(job, render)
        case DocxJob():
            return _word(job)
        case XlsxJob():
            from coopdocs.formats import xlsx

            return Rendu(xlsx.write(job))
        case _:
            assert_never(job)


def _laid_out(job: PdfJob) -> Rendu:
    from coopdocs.formats.pdf import layout

    return layout.write(job.html, job.folders, job.pages, job.attachments)


def _joined(job: JoinJob, render: Render) -> Rendu:
    """The joined document of a job's parts; a defect of one is a defect of the whole."""
    from coopdocs.formats.pdf import fill
    from coopdocs.formats.pdf.join import join
    from coopdocs.formats.pdf.join.part import MadePart

    parts: list[MadePart] = []
    defauts: list[str] = []
    pages = entieres = 0
    for part in job.parts:
        filled = fill.part(part.job, render) if isinstance(part.job, FilledPageJob) else None
        if filled is None:
            rendu = render(part.job)
            defauts += rendu.defauts
            pages += rendu.pages or 0
            entieres += isinstance(part.job, FilledPageJob)
            parts.append(MadePart(rendu.octets, part.name, labels=part.labels))
        else:
            pages += filled.pages
            parts.append(MadePart(filled, part.name, labels=part.labels))
    if defauts:
        return Rendu(b"", None, tuple(dict.fromkeys(defauts)))
    title = deplier(job.title)
    octets = join(parts, titre=title, auteur=job.author, sujet=job.subject, jointes=job.attachments)
    return Rendu(octets, pages, entieres=entieres)


def _imposed(job: ImpositionJob, render: Render) -> Rendu:
    """The pages of a job's document, laid on sheets for printing."""
    from coopdocs.formats.pdf import imposition

    rendu = render(job.document)
    if rendu.defauts:
        return Rendu(b"", None, rendu.defauts)
    octets, feuilles = imposition.imposer(rendu.octets, job.scheme, deplier(job.title))
    return Rendu(octets, feuilles)


def _measured(job: MeasuresJob, render: Render) -> Rendu:
    """A document that says what other files measure: their bytes, pages and ink."""
    from coopdocs.formats.pdf import measures

    rendus = {name: render(inner) for name, inner in job.measured.items()}
    if defauts := tuple(dict.fromkeys(d for rendu in rendus.values() for d in rendu.defauts)):
        return Rendu(b"", None, defauts)
    match job.document:
        case TextJob(text):
            return Rendu(measures.remplir(text, rendus, job.notation).encode())
        case PdfJob(html):
            return _laid_out(replace(job.document, html=measures.remplir(html, rendus, job.notation)))


def _word(job: DocxJob) -> Rendu:
    from coopdocs.formats import docx, images

    pictures = {name: images.png(svg, job.folders) for name, svg in job.images.items()}
    return Rendu(docx.write(job.html, reference=job.reference, images=pictures, edition=job.edition))


def pages(job: Job, render: Render = run) -> int | None:
    """How many pages a job takes, where that is known without laying its own values out."""
    declared = declared_pages(job)
    if declared or not isinstance(job, FilledPageJob):
        return declared
    from coopdocs.formats.pdf import fill

    return fill.pages(job, render)
