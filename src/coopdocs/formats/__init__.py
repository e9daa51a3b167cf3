"""One room for each engine, imported only when it works, and the one door to them: `run`."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from typing import assert_never

from coopdocs.champs import fill_page
from coopdocs.formats.job import (
    DocxJob,
    FilledPageJob,
    ImpositionJob,
    Job,
    JoinJob,
    MeasuresJob,
    PdfJob,
    Rendered,
    SkeletonJob,
    TextJob,
    XlsxJob,
    declared_pages,
)
from coopdocs.typographie import plain_spaces

Render = Callable[[Job], Rendered]
"""What gives the documents that another one is made from, from a cache for instance."""


def run(job: Job, render: Render | None = None) -> Rendered:
    """Give a job to its engine. Pure: the same job gives the same bytes under the same engine versions.

    `render` gives the documents that this one is made from; without it they are made here.
    """
    render = render or run
    match job:
        case TextJob(text):
            return Rendered(text.encode())
        case PdfJob():
            return _laid_out(job)
        case FilledPageJob(html, values, folders):
            return _laid_out(PdfJob(fill_page(html, values), folders, job.pages))
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

            return Rendered(xlsx.write(job))
        case _:
            assert_never(job)


def _laid_out(job: PdfJob) -> Rendered:
    from coopdocs.formats.pdf import layout

    return layout.write(job.html, job.folders, job.pages, job.attachments)


def _joined(job: JoinJob, render: Render) -> Rendered:
    """The joined document of a job's parts; a defect of one is a defect of the whole."""
    from coopdocs.formats.pdf import fill
    from coopdocs.formats.pdf.join import join
    from coopdocs.formats.pdf.join.part import MadePart

    parts: list[MadePart] = []
    defects: list[str] = []
    pages = laid_out_whole = 0
    for part in job.parts:
        filled = fill.filled_part(part.job, render) if isinstance(part.job, FilledPageJob) else None
        if filled is None:
            rendered = render(part.job)
            defects += [_of_whole(defect, pages) for defect in rendered.defects]
            pages += rendered.pages or declared_pages(part.job) or 0
            laid_out_whole += isinstance(part.job, FilledPageJob)
            parts.append(MadePart(rendered.data, part.name, labels=part.labels))
        else:
            pages += filled.pages
            parts.append(MadePart(filled, part.name, labels=part.labels))
    if defects:
        return Rendered(b"", None, tuple(dict.fromkeys(defects)))
    title = plain_spaces(job.title)
    data = join(parts, title=title, author=job.author, subject=job.subject, attachments=job.attachments)
    return Rendered(data, pages, laid_out_whole=laid_out_whole)


def _of_whole(defect: str, before: int) -> str:
    """A defect of a part with the number that its page has in the whole document, `before` pages being ahead of it."""
    return re.sub(r"^page (\d+)\b", lambda page: f"page {int(page[1]) + before}", defect)


def _imposed(job: ImpositionJob, render: Render) -> Rendered:
    """The pages of a job's document, laid on sheets for printing."""
    from coopdocs.formats.pdf import imposition

    rendered = render(job.document)
    if rendered.defects:
        return Rendered(b"", None, rendered.defects)
    data, sides = imposition.impose(rendered.data, job.scheme, plain_spaces(job.title))
    return Rendered(data, sides)


def _measured(job: MeasuresJob, render: Render) -> Rendered:
    """A document that says what other files measure: their bytes, pages and ink."""
    from coopdocs.formats.pdf import measures

    documents = {name: render(inner) for name, inner in job.measured.items()}
    if defects := tuple(dict.fromkeys(d for rendered in documents.values() for d in rendered.defects)):
        return Rendered(b"", None, defects)
    match job.document:
        case TextJob(text):
            return Rendered(measures.fill_in(text, documents, job.notation).encode())
        case PdfJob(html):
            return _laid_out(replace(job.document, html=measures.fill_in(html, documents, job.notation)))


def _word(job: DocxJob) -> Rendered:
    from coopdocs.formats import docx, images

    pictures = {name: images.png(i, job.folders) if isinstance(i, str) else i for name, i in job.images.items()}
    return Rendered(docx.write(job.html, reference=job.reference, images=pictures, edition=job.edition))


def pages(job: Job, render: Render = run) -> int | None:
    """How many pages a job takes, where that is known without laying its own values out."""
    declared = declared_pages(job)
    if declared or not isinstance(job, FilledPageJob):
        return declared
    from coopdocs.formats.pdf import fill

    return fill.page_count(job, render)


def prepared(job: Job) -> Job:
    """What is made of a part before its document: of a page with champs its skeleton, where it has one."""
    if not isinstance(job, FilledPageJob):
        return job
    from coopdocs.formats.pdf import fill

    return fill.skeleton_of(job) or job
