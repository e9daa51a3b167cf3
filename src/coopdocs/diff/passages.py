"""What a document says, without how it looks: the words of its job, heading by heading, before any layout."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html.parser import HTMLParser

from coopdocs.champs import fill_page
from coopdocs.formats.job import (
    DocxJob,
    FilledPageJob,
    ImpositionJob,
    Job,
    JoinJob,
    MeasuresJob,
    PdfJob,
    SkeletonJob,
    TextJob,
    XlsxJob,
)
from coopdocs.typographie import plain_spaces, typeset

_SILENT = ("style", "script")
_TITLES = ("h1", "h2", "h3", "h4")
_SPOKEN = ("alt", "aria-label", "title", "content")
"""The attributes that are words: those that are read aloud, and a page's metadata."""
_PRINTED = re.compile(r"attr\((data-[\w-]+)\)")
"""The attributes that a stylesheet prints, in running feet for instance."""
OUTSIDE_HEADINGS = "début ou pieds de page"
"""Where words stand that are under no heading."""
_OUTSIDE = ("https:", "http:", "mailto:", "tel:")


@dataclass(frozen=True)
class Passage:
    """A heading, with the chapter's before it where it is not that, and all the words under it; spaces folded."""

    title: str
    text: str


def read(job: Job) -> tuple[Passage, ...]:
    """The words that a job lays out, in their order."""
    return tuple(_passages(job))


def differing(old: Sequence[Passage], new: Sequence[Passage]) -> tuple[str, ...]:
    """The headings under which words differ, in the new order, then those that are gone."""
    before, after = _by_title(old), _by_title(new)
    return tuple(
        typeset(t) or OUTSIDE_HEADINGS for t in dict.fromkeys([*after, *before]) if before.get(t) != after.get(t)
    )


def _by_title(passages: Sequence[Passage]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for p in passages:
        found.setdefault(p.title, []).append(p.text)
    return found


def _passages(job: Job) -> Iterator[Passage]:
    match job:
        case JoinJob(parts):
            yield Passage("", f"{job.title} {job.author} {job.subject}")
            for part in parts:
                yield from _passages(part.job)
        case ImpositionJob(document):
            yield Passage("", job.title)
            yield from _passages(document)
        case MeasuresJob(document):
            # what measures other files says how long they are, not what they say
            yield from _passages(document)
        case XlsxJob():
            yield from _workbook(job)
        case DocxJob(html):
            yield Passage("", str(job.edition))
            yield from _html(html)
            for svg in (image for image in job.images.values() if isinstance(image, str)):
                yield from _html(svg)
        case FilledPageJob(html, values):
            yield from _html(fill_page(html, values))
        case PdfJob(html) | SkeletonJob(html):
            yield from _html(html)
        case TextJob(text):
            yield from _html(text) if text.startswith("<") else [Passage("", text)]


def _workbook(job: XlsxJob) -> Iterator[Passage]:
    yield Passage("", f"{job.title} {job.author} {job.edition}")
    for sheet in job.sheets:
        said = [sheet.title, *sheet.heads, *(cell for row in sheet.rows for cell in row)]
        yield Passage(sheet.name, "\n".join(said))


def _html(html: str) -> Iterator[Passage]:
    reader = _WordReader(frozenset(_SPOKEN) | frozenset(_PRINTED.findall(html.partition("<body")[0])))
    reader.feed(html)
    reader.close()
    chapter, top = "", reader.highest
    for level, title_words, words in reader.found:
        title = _folded(title_words)
        chapter = title if level <= top else chapter
        yield Passage(", ".join(dict.fromkeys(t for t in (chapter, title) if t)), _folded(words))


def _folded(words: list[str]) -> str:
    return " ".join(plain_spaces("".join(words)).split())


class _WordReader(HTMLParser):
    """Collects the words of a page: `found` holds a heading's level and words, then the words under it."""

    def __init__(self, spoken: frozenset[str]) -> None:
        super().__init__()
        self.found: list[tuple[int, list[str], list[str]]] = [(9, [], [])]
        self._spoken = spoken
        self._silent = False
        self._in_title = False

    @property
    def highest(self) -> int:
        """The highest level that has several headings: that of chapters, below a document's own title."""
        levels = [level for level, _, _ in self.found]
        return min((n for n in levels if levels.count(n) > 1), default=0)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _SILENT:
            self._silent = True
        elif tag in _TITLES:
            self.found.append((int(tag[1]), [], []))
            self._in_title = True
        spoken = [v for name, v in attrs if v and name in self._spoken]
        # where a link within the documents goes is not said; where one goes outside is
        spoken += [v for name, v in attrs if v and tag == "a" and name == "href" and v.startswith(_OUTSIDE)]
        self.found[-1][2].append("".join(f" {v} " for v in spoken))

    def handle_endtag(self, tag: str) -> None:
        if tag in _SILENT:
            self._silent = False
        elif tag in _TITLES:
            self._in_title = False

    def handle_data(self, data: str) -> None:
        if not self._silent:
            _, title, body = self.found[-1]
            (title if self._in_title else body).append(data)
