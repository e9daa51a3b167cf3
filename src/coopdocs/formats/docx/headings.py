"""Headings of a page: which have a number, and which one, as Word will count them."""

from __future__ import annotations

from dataclasses import dataclass

from lxml import etree

from coopdocs.formats.docx.dialect import HEADINGS, DialectError, classes, local_name, plain_text
from coopdocs.formats.docx.package import WordPackage

CONTENTS_LEVELS = "2"  # unless the template says otherwise, as <nav class="sommaire" data-niveaux="1">


@dataclass(frozen=True)
class Heading:
    """A heading: level 1 to 4, the number that its style prints (empty without one), its words, its TOC bookmark."""

    level: int
    number: str
    words: str
    bookmark: str


def collect_headings(page: etree._Element, package: WordPackage) -> dict[etree._Element, Heading]:
    """Every heading of the page but the cover's and the table of contents' own.

    A heading below one without number has none either: Word would count it under the last numbered chapter.
    """
    patterns = package.level_texts("heading 1")
    listed = max((contents_levels(e) for e in page.iter(etree.Element) if local_name(e) == "nav"), default=0)
    headings: dict[etree._Element, Heading] = {}
    counts = [0, 0, 0]
    numbered = [True, False, False, False, False]  # by level, whether the last heading met has a number
    for e in page.iter(etree.Element):
        if local_name(e) not in HEADINGS or "titre" in classes(e):
            continue
        if any(local_name(ancestor) == "nav" for ancestor in e.iterancestors()):
            continue
        level = int(local_name(e)[1])
        has_number = level < 4 and numbered[level - 1] and "sans-numero" not in classes(e)
        numbered[level:] = [has_number] + [False] * (4 - level)
        number = ""
        if has_number:
            counts[level - 1] += 1
            counts[level:] = [0] * (3 - level)
            number = _numbered(patterns[level - 1], counts)
        # Word hides bookmarks that begin with _, and takes those named _Toc… for its own tables of contents
        bookmark = f"_Toc{len(headings) + 1:08d}" if level <= listed else ""
        headings[e] = Heading(level, number, plain_text(e), bookmark)
    return headings


def _numbered(pattern: str, counts: list[int]) -> str:
    """The pattern of a level (`%1.%2`) with the count of each level in it."""
    for level, count in enumerate(counts, 1):
        pattern = pattern.replace(f"%{level}", str(count))
    return pattern


def contents_levels(nav: etree._Element) -> int:
    """How many levels of headings this table of contents lists."""
    levels = nav.get("data-niveaux") or CONTENTS_LEVELS
    if levels not in ("1", "2"):
        raise DialectError(nav, f"data-niveaux vaut 1 ou 2, pas « {levels} »")
    return int(levels)
