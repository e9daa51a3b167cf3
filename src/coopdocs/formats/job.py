"""What engines are given and what they give back: one frozen dataclass for each engine, each with its own fields.

A job is complete: nothing else changes the bytes of its document. All of its fields count in the key of the cache
(`produce.cache`), each by its value; a folder by the files in it that engines read. Jobs are pickled for worker
processes, and no engine is imported here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal

from coopdocs.champs import Valeur
from coopdocs.formats.pdf.imposition import ImpositionScheme
from coopdocs.formats.pdf.standards import Attachment
from coopdocs.typographie import without_data

ENGINE_FOLDERS = ("polices", "images")
"""The folders of a theme that engines read; all else that decides a document's bytes is in its job."""

Notation = Literal["french", "json"]
"""How a document writes what it measures: in French words and figures, or as JSON values."""

Folders = tuple[Path, ...]
"""A theme's folders, looked up in their order: what their `ENGINE_FOLDERS` hold counts, where they lie does not."""


@dataclass(frozen=True, eq=False)
class PdfJob:
    """A page laid out as it is. `pages`: how many it must take, where that is known."""

    html: str
    folders: Folders
    pages: int | None = None
    attachments: tuple[Attachment, ...] = ()


@dataclass(frozen=True, eq=False)
class FilledPageJob:
    """A page with champs, filled into its skeleton laid out once, or laid out whole where that cannot be.

    `name`: of the part that it makes; the skeleton's named destinations begin with it.
    """

    html: str
    values: tuple[Valeur, ...]
    folders: Folders
    name: str
    pages: int | None = None


@dataclass(frozen=True, eq=False)
class SkeletonJob:
    """A page with a placeholder in each champ, laid out to be filled; what comes back is no PDF but data for that."""

    html: str
    folders: Folders
    pages: int | None = None


@dataclass(frozen=True)
class PageLabels:
    """How the pages of a part are labelled: `style` as in PDF (D 1 2, r i ii, a a b; None: the prefix alone)."""

    style: Literal["D", "R", "r", "A", "a"] | None = "D"
    first: int = 1
    prefix: str = ""


@dataclass(frozen=True)
class Part:
    """A part of a joined document: its name there, the job that makes it, its page labels (None: counted on)."""

    name: str
    job: Job
    labels: PageLabels | None = None


@dataclass(frozen=True, eq=False)
class JoinJob:
    """Parts joined into one document, which says what it is and whom it is from."""

    parts: tuple[Part, ...]
    title: str
    author: str
    subject: str
    attachments: tuple[Attachment, ...] = ()


@dataclass(frozen=True, eq=False)
class ImpositionJob:
    """The pages of a document laid on sheets for printing."""

    document: Job
    scheme: ImpositionScheme
    title: str


@dataclass(frozen=True, eq=False)
class MeasuresJob:
    """A text or a page whose marks (`formats.pdf.measures`) stand for what other files measure, by their names."""

    document: TextJob | PdfJob
    measured: Mapping[str, Job]
    notation: Notation


@dataclass(frozen=True, eq=False)
class DocxJob:
    """A page in the dialect of `formats.docx`. `images`: by the name that the page gives each, a drawing as SVG or
    a picture as PNG or JPEG.

    `reference`: a DOCX whose styles and page set-up are kept; `edition` dates the document.
    """

    html: str
    folders: Folders
    reference: bytes
    images: Mapping[str, str | bytes]
    edition: date


@dataclass(frozen=True)
class FillIn:
    """A column (from 0) that people fill in: words out of `choices`, where there are any, or days (AAAA-MM-JJ).

    `choices` is a list, or as many cells as it says of another sheet: (sheet, column from 0, how many). `free`: other
    words are taken too. `help`: what is shown beside the cell that is chosen.
    """

    column: int
    help: str
    choices: Sequence[str] | tuple[str, int, int] = ()
    days: bool = False
    free: bool = False


@dataclass(frozen=True)
class Sheet:
    """A sheet of a workbook: one table under its heads. `title` stands in its printed footer.

    `widths` (characters) and `colors` (#RRGGBB, of heads): one a column. `frozen`: how many columns stay in sight.
    `breaks`: the columns (from 0) that begin a page when it is printed, with the frozen ones repeated; without any, all
    go on one page's width. `filled`: the columns that people fill in.
    """

    name: str
    title: str
    heads: Sequence[str]
    rows: Sequence[Sequence[str]]
    widths: Sequence[float]
    colors: Sequence[str]
    frozen: int = 0
    breaks: Sequence[int] = ()
    filled: Sequence[FillIn] = ()


@dataclass(frozen=True, eq=False)
class XlsxJob:
    """A workbook; `edition` dates it."""

    title: str
    author: str
    edition: date
    sheets: tuple[Sheet, ...]


@dataclass(frozen=True, eq=False)
class TextJob:
    """A text that is its document already."""

    text: str


Job = PdfJob | FilledPageJob | SkeletonJob | JoinJob | ImpositionJob | MeasuresJob | DocxJob | XlsxJob | TextJob


def source(job: Job) -> str:
    """The text that an engine starts from; empty where it starts from other documents or from rows."""
    match job:
        case TextJob(text):
            return text
        case PdfJob(html) | FilledPageJob(html) | SkeletonJob(html) | DocxJob(html):
            return html
        case MeasuresJob(document):
            return source(document)
        case JoinJob() | ImpositionJob() | XlsxJob():
            return ""


def inner_jobs(job: Job) -> tuple[Job, ...]:
    """The jobs whose documents a job's own is made from, in their order."""
    match job:
        case JoinJob(parts):
            return tuple(part.job for part in parts)
        case ImpositionJob(document):
            return (document,)
        case MeasuresJob(measured=measured):
            return tuple(measured.values())
        case PdfJob() | FilledPageJob() | SkeletonJob() | DocxJob() | XlsxJob() | TextJob():
            return ()


def declared_pages(job: Job) -> int | None:
    """How many pages a job says that its document takes."""
    match job:
        case PdfJob() | FilledPageJob() | SkeletonJob():
            return job.pages
        case MeasuresJob(document):
            return declared_pages(document)
        case JoinJob() | ImpositionJob() | DocxJob() | XlsxJob() | TextJob():
            return None


@dataclass(frozen=True)
class Rendered:
    """A finished document: its bytes, its page count (None where pages have no meaning) and its defects in French.

    `laid_out_whole`: how many of its parts could not be filled into a page laid out before.
    """

    data: bytes
    pages: int | None = None
    defects: tuple[str, ...] = ()
    laid_out_whole: int = 0

    def __post_init__(self) -> None:
        # an engine that cannot read a picture quotes it whole
        object.__setattr__(self, "defects", tuple(map(without_data, self.defects)))
