"""What every printed page owes its reader: type large enough, calls of notes in their place, words and tables whole."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import groupby
from typing import Any

import lxml.html
import pypdfium2
import pytest

from coopdocs.formats.job import Job, inner_jobs, source
from coopdocs.typographie import plain_spaces
from support.documents import Documents
from support.pdf_read import Balise, Morceau, read_once
from support.printed import Lettre, lettres

CORPS_MIN = 7.4
"""The smallest type (pt) of a printed word."""
APPEL_MIN = 5.9
"""The smallest type (pt) of the raised call of a note: a figure or two that repeat what its list says."""
FLUIDES = (
    "guide/guide.pdf",
    "evenements/forum-cooperations/livret.pdf",
    "evenements/conseil-cooperations/fiches-grands-caracteres.pdf",
)
"""The documents that go on from page to page."""
APPELANTS = (*FLUIDES[:2], "fiches/ptce.pdf", "fiches/gme.pdf", "evenements/forum-cooperations/programme.pdf")
"""Documents with calls of notes."""


@cache
def pages(octets: bytes) -> tuple[tuple[Lettre, ...], ...]:
    return tuple(tuple(lettres(page)) for page in pypdfium2.PdfDocument(octets))


def small(page: tuple[Lettre, ...]) -> list[Lettre]:
    return [lettre for lettre in page if lettre.corps < CORPS_MIN - 0.01]


def call(lettre: Lettre) -> bool:
    return lettre.signe in "0123456789," and lettre.corps >= APPEL_MIN


# --- type


def test_no_word_of_any_document_is_printed_smaller_than_it_can_be_read(documents: Documents) -> None:
    """Every PDF of the kit, at the size that its words have on its paper: reduced pages and drawings too."""
    found = {}
    for chemin in documents.paths("", ".pdf"):
        words = {x.corps for page in pages(documents[chemin].data) for x in small(page) if not call(x)}
        if words:
            found[chemin] = min(words)
    assert found == {}


# --- calls of notes


def calls(page: tuple[Lettre, ...]) -> Iterator[list[Lettre]]:
    """The calls of a page, each with all its figures."""
    for raised, letters in groupby(page, key=lambda x: x.corps < CORPS_MIN - 0.01 and call(x)):
        if raised:
            yield list(letters)


def before(page: tuple[Lettre, ...], figures: list[Lettre]) -> Lettre | None:
    """The letter at whose right a call stands."""
    first = figures[0]
    middle = (first.bas + first.haut) / 2
    beside = [
        x for x in page
        if x not in figures and x.bas < middle < x.haut + 0.3 * x.corps and -0.5 < first.gauche - x.droite < x.corps
    ]  # fmt: skip
    return max(beside, key=lambda x: x.droite, default=None)


@pytest.mark.parametrize("chemin", APPELANTS)
def test_no_call_stands_alone_on_a_line_or_reads_as_a_figure(documents: Documents, chemin: str) -> None:
    met, alone, glued = 0, [], []
    for number, page in enumerate(pages(documents[chemin].data), 1):
        for figures in calls(page):
            met += 1
            said = "".join(x.signe for x in figures)
            left = before(page, figures)
            if left is None:
                alone.append((number, said))
            elif left.signe.isdigit() and figures[0].gauche - left.droite < 0.1 * left.corps:
                glued.append((number, left.signe + said))
    assert met > 3
    assert (alone, glued) == ([], [])


# --- words


def contents(job: Job) -> Iterator[str]:
    """The pages that a document is made from, as HTML."""
    if (page := source(job)).startswith("<!DOCTYPE"):
        yield page
    for inner in inner_jobs(job):
        yield from contents(inner)


INLINE = {"a", "abbr", "b", "em", "i", "span", "strong", "sup", "sub", "code"}


def told(html: str) -> str:
    """The text of a page with white space wherever one element ends and another begins, but for those of a line."""
    tree: Any = lxml.html.document_fromstring(html)

    def read(element: Any) -> Iterator[str]:
        if not isinstance(element.tag, str) or element.tag in ("style", "svg", "title"):
            yield f" {element.tail or ''}"
            return
        edge = "" if element.tag in INLINE else " "
        yield f"{edge}{element.get('data-pied', '')} {element.text or ''}" if edge else element.text or ""
        for child in element:
            yield from read(child)
        yield edge + (element.tail or "")

    return "".join(read(tree))


def mots(texte: str) -> set[str]:
    return set(re.findall(r"[^\W\d_]{2,}", texte.casefold()))


@pytest.mark.parametrize("chemin", ["guide/guide.pdf", *FLUIDES[1:], "fiches/ptce.pdf", *APPELANTS[-1:]])
def test_no_two_words_are_glued_where_a_page_is_read(documents: Documents, chemin: str) -> None:
    source = " ".join(map(told, contents(documents.job(chemin))))
    known, bound = mots(plain_spaces(source)), re.sub(r"\W", "", source.casefold())
    assert known
    glued = []
    for word in mots(" ".join(read_once(documents[chemin].data).pages)) - known:
        halves = ((word[:i], word[i:]) for i in range(2, len(word) - 1))
        parts = [f"{a} {b}" for a, b in halves if a in known and b in known]
        # a compound cut after its hyphen reads as one word
        if any(part.replace(" ", "") in bound and part in plain_spaces(source.casefold()) for part in parts):
            glued.append(word)
    assert glued == []


# --- tables and headings


def page_of(balise: Balise) -> int | None:
    """The page on which an element begins."""
    return next((m.place[0] for m in balise.lignes() if isinstance(m, Morceau) and m.strip()), None)


@pytest.mark.parametrize("chemin", FLUIDES)
def test_no_row_of_a_table_is_alone_on_a_page(documents: Documents, chemin: str) -> None:
    arbre = read_once(documents[chemin].data).arbre
    alone = []
    for table in (b for b in arbre.walk() if b.nom == "Table"):
        rows = [row for body in table.enfants if body.nom == "TBody" for row in body.enfants]
        runs = [(page, len(list(run))) for page, run in groupby(map(page_of, rows))]
        if len(rows) > 3:
            alone += [(table.texte()[:40], page) for page, n in runs if n == 1]
    assert alone == []


@pytest.mark.parametrize("chemin", FLUIDES)
def test_a_heading_stands_on_the_page_of_what_it_announces(documents: Documents, chemin: str) -> None:
    arbre = read_once(documents[chemin].data).arbre
    blocks = [b for b in arbre.walk() if b.nom in ("H1", "H2", "H3", "H4", "P", "LI", "TBody", "DT", "TOCI", "Figure")]
    parted, met = [], 0
    for heading, after, then in zip(blocks, blocks[1:], [*blocks[2:], None], strict=False):
        # a page for notes has nothing but its title
        if heading.nom in ("H2", "H3", "H4"):
            met += 1
            # a sentence that only leads to a table goes with it
            led = [after] if after.nom != "P" or then is None or then.nom != "TBody" else [after, then]
            if any(page_of(b) not in (None, page_of(heading)) for b in led):
                parted.append((heading.texte(), page_of(heading)))
    assert met > 3
    assert parted == []
