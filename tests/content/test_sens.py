"""Words that carry their meaning: what abbreviations stand for, languages, where links lead, captions, order.

Read from the HTML that the engines get, so that what is found wrong is told before any layout.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from functools import partial

import pytest

from coopdocs import champs
from coopdocs.formats.job import FilledPageJob, Job, source
from coopdocs.theme import abreviations
from support import meaning_checks as controle
from support.documents import TEMPLATES, Documents, whole_page

DOSSIER, GUIDE = "dossiers/departements/26-drome", "guide"
CHAMP = "⟦0⟧"
OWN = {
    "couverture", "chiffres", "cooperations", "pistes", "sommaire", "territoire", "initiatives", "contacts",
}  # fmt: skip
"""The parts that hold words of the territory alone; its initiatives may go on in parts of their own."""


@pytest.fixture(scope="module")
def known(documents: Documents) -> dict[str, str]:
    return abreviations.expansions(documents.library)


@pytest.fixture(scope="module")
def jobs(documents: Documents) -> dict[str, Job]:
    """What makes each page for print and for the screen; of one dossier and of the guide, each part."""
    paths = [*documents.paths("fiches/", ".html"), *documents.paths("guide/", ".html")]
    paths += [*documents.paths("comparatifs/", ".html"), *documents.paths("fiches/", ".pdf")]
    paths += documents.paths("comparatifs/", ".pdf")
    joined = {DOSSIER: f"{DOSSIER}.pdf", GUIDE: "guide/guide.pdf"}
    parts = {f"{nom} {part.name}": part.job for nom, path in joined.items() for part in documents.parts(path)}
    return parts | {path: documents.job(path) for path in paths if path != "fiches/toutes.pdf"}


@pytest.fixture(scope="module")
def index(documents: Documents) -> str:
    kit = documents.library
    entries = [{"chemin": t.path, "genre": t.kind, "sujet": t.subject, "titre": t.title, "format": t.format,
                "octets": 1, "pages": None} for t in documents.targets.values()]  # fmt: skip
    context = {"support": "ecran", "kit": kit.kit, "library": kit, "fichiers": entries}
    return documents.theme.render("index/index.html.j2", **context)


@pytest.fixture(scope="module")
def written(jobs: dict[str, Job], index: str) -> dict[str, str]:
    """Each page as its template writes it, champs as their markers."""
    return {"index": index} | {path: source(job) for path, job in jobs.items()}


@pytest.fixture(scope="module")
def pages(jobs: dict[str, Job], index: str) -> dict[str, str]:
    """Each page with the values of its champs."""
    return {"index": index} | {path: whole_page(job) for path, job in jobs.items()}


def faulty(pages: dict[str, str], check: Callable[[str], Iterable[str]]) -> dict[str, list[str]]:
    found = {path: list(check(page)) for path, page in pages.items()}
    return {path: faults for path, faults in found.items() if faults}


def test_the_first_of_each_abbreviation_in_a_part_says_what_it_stands_for(
    written: dict[str, str], known: dict[str, str]
) -> None:
    assert faulty(written, partial(controle.abbreviations, known=known)) == {}
    assert {"PTCE", "ESS", "SCIC", "EPCI", "CRESS", "IGN"} <= set(known)


def test_an_abbreviation_stands_for_words_set_as_french_wants(known: dict[str, str]) -> None:
    assert known["ESUS"] == "Entreprise solidaire d’utilité sociale"
    assert known["PTCE"] == "Pôle territorial de coopération économique"
    assert not [words for words in known.values() if "'" in words]


MARKED = (
    ("<p>Un PTCE, le PTCE</p>", '<p>Un <abbr title="Pôle">PTCE</abbr>, le PTCE</p>'),
    (
        '<p>PTCE</p><section class="chapitre forme"><p>PTCE</p></section>',
        '<p><abbr title="Pôle">PTCE</abbr></p>'
        '<section class="chapitre forme"><p><abbr title="Pôle">PTCE</abbr></p></section>',
    ),
    ("<p>(EBE) l’EBE.</p>", '<p>(<abbr title="À &amp; but">EBE</abbr>) l’EBE.</p>'),
    ("<p>DREBE EBEs ebe EBE29 a@EBE.fr www.EBE.fr</p>", None),
    ('<p title="EBE > PTCE">a</p><a href="#EBE" aria-label="EBE">b</a>', None),
    ("<svg><title>EBE</title><text>EBE</text></svg><style>.EBE{}</style><!-- EBE -->", None),
    ('<abbr title="autre">EBE</abbr>', None),
    (f"<p>{CHAMP}</p>", None),
)


@pytest.mark.parametrize(("before", "after"), MARKED)
def test_abbreviations_are_marked_in_text_alone_and_no_word_changes(before: str, after: str | None) -> None:
    assert abreviations.expand(before, {"PTCE": "Pôle", "EBE": "À & but", "0": "zéro"}) == (after or before)


def test_word_which_knows_no_abbreviations_gets_none(documents: Documents) -> None:
    for path in ("guide/guide.docx", "comparatifs/ptce.docx", f"{DOSSIER}.docx"):
        assert "<abbr" not in documents.source(path)


def test_a_champ_holds_no_abbreviation(jobs: dict[str, Job]) -> None:
    filled = {path: job for path, job in jobs.items() if isinstance(job, FilledPageJob)}
    own = {path.removeprefix(f"{DOSSIER} ") for path in filled if path.startswith(f"{DOSSIER} ")}
    assert {name for name in own if not name.startswith("initiatives-")} == OWN
    for job in filled.values():
        blocs = [v for v in job.values if isinstance(v, champs.ChampBloc) and v.adresse]
        linked = {n for bloc in blocs for n in (bloc.lien, bloc.nom if bloc.dit else bloc.lien)}
        assert sorted([*map(int, re.findall("⟦([0-9]+)⟧", job.html)), *linked]) == list(range(len(job.values)))
        assert not re.search(r"<abbr[^>]*>[^<]*⟦", job.html)


def test_the_title_of_a_source_in_another_language_says_which(documents: Documents) -> None:
    kit = documents.library
    fiche = next(s for s in kit.formes["ptce"].chapo.sources)
    foreign = kit.sources[fiche].model_copy(update={"langue": "en", "court": "RTES, *Working together*, 2024"})
    sources = {**kit.sources, fiche: foreign}
    changed = Documents(replace(kit, sources=sources), documents.theme, lays_out=False)
    for path in ("fiches/ptce.html", "guide/guide.html", "comparatifs/ptce.html", "guide/ptce.docx"):
        assert 'lang="en"' in changed.source(path), path
        assert 'lang="en"' not in documents.source(path)
    printed = "".join(source(part.job) for part in changed.parts("guide/guide.pdf"))
    assert '<em lang="en">Working together</em>' in printed


def test_every_page_is_in_french(pages: dict[str, str]) -> None:
    assert {controle.read(page).get("lang") for page in pages.values()} == {"fr"}


def test_every_link_says_in_words_where_it_leads(pages: dict[str, str]) -> None:
    assert faulty(pages, controle.links) == {}


def test_the_call_of_a_source_names_it(pages: dict[str, str]) -> None:
    page = controle.read(pages["fiches/ptce.pdf"])
    for call in page.xpath("//a[@class='appel']"):
        item = page.get_element_by_id(call.get("href")[1:])
        assert call.get("aria-label") == f"Source {call.text}\u00a0: {controle.words(item)}"


def test_every_table_has_a_caption_and_its_header_cells_a_scope(pages: dict[str, str]) -> None:
    assert faulty(pages, controle.tables) == {}


def test_headings_come_in_order_under_one_title(pages: dict[str, str]) -> None:
    going_on = [page for path, page in pages.items() if path.startswith(f"{DOSSIER} initiatives-")]
    whole = {path: page for path, page in pages.items() if page not in going_on}
    whole[f"{DOSSIER} initiatives"] += "".join(going_on)
    # the guide goes on under a title of its own for each chapter
    under = ""
    for path in [path for path in pages if path.startswith(f"{GUIDE} ")]:
        page = whole.pop(path)
        if "<h1" in page:
            under = path
        whole[under] = whole.get(under, "") + page
    assert faulty(whole, controle.headings) == {}


def test_the_numbers_of_notes_are_those_of_their_list(pages: dict[str, str]) -> None:
    assert faulty(pages, controle.numbers) == {}


def test_lists_hold_items_and_every_drawing_has_words(pages: dict[str, str]) -> None:
    assert faulty(pages, controle.lists) == {}
    assert faulty(pages, controle.pictures) == {}


def test_no_stylesheet_moves_words_or_writes_any(pages: dict[str, str]) -> None:
    sheets = {file: file.read_text("utf-8") for file in TEMPLATES.rglob("*.css")}
    assert [fault for css in sheets.values() for fault in controle.style(css)] == [WIDE]
    printed = [css for file, css in sheets.items() if file.name == "imprime.css"]
    placed = [rule for css in printed for rule in re.findall(r"([^{}]*)\{([^{}]*position\s*:\s*absolute[^{}]*)\}", css)]
    # a mark without words moves none
    worded = [selector.strip() for selector, style in placed if not re.search(r'content\s*:\s*""', style)]
    assert worded == COVERS
    assert not [path for path, page in pages.items() if "\u00ad" in page or "&shy;" in page]


WIDE = ".comparatif :is(th, td) : hyphens: auto"
"""The columns of a booklet hold every word but the longest: without a hyphen those would stand over the next one."""

COVERS = [".tuiles", ".signature", ".dos dl"]
"""What stands at the foot of a cover is written after what stands above it: its words keep their order."""
FAULTS: tuple[tuple[str, str, str], ...] = (
    ("abbreviations", '<abbr title="Pôle territorial de coopération économique">PTCE</abbr>', "PTCE"),
    ("links", "</main>", '<a href="#ptce-s1">1</a></main>'),
    ("links", "</main>", '<a href="https://exemple.fr">https://exemple.fr</a></main>'),
    ("links", "</main>", '<a href="https://exemple.fr">ici</a></main>'),
    ("links", "</main>", '<a href="#ptce-s1" aria-label="Autre chose">Ceci</a></main>'),
    ("tables", "<caption>Affirmations de la fiche PTCE</caption>", ""),
    ("tables", ' scope="col"', ""),
    ("headings", "</main>", "<h1>Second</h1></main>"),
    ("headings", "</main>", "<h2>Un</h2><h4>Deux</h4></main>"),
    ("numbers", 'href="#ptce-s1"', 'href="#ptce-s2"'),
    ("numbers", '<li id="ptce-s1">', '<li id="ptce-s1">1. '),
    ("lists", "</main>", "<ul><p>Un</p></ul></main>"),
    ("pictures", "</main>", '<svg viewBox="0 0 1 1"></svg></main>'),
)


@pytest.mark.parametrize(("check", "before", "after"), FAULTS)
def test_each_reading_finds_its_fault(
    pages: dict[str, str], known: dict[str, str], check: str, before: str, after: str
) -> None:
    page = pages["fiches/ptce.html"]
    assert before in page
    reading: Callable[[str], Iterator[str]] = getattr(controle, check)
    if check == "abbreviations":
        reading = partial(controle.abbreviations, known=known)
    assert list(reading(page.replace(before, after, 1)))


@pytest.mark.parametrize(
    "rule", ["p{order:2}", "ol{flex-direction:row-reverse}", "p{hyphens:auto}", 'p::before{content:"Attention : "}']
)
def test_a_stylesheet_that_moves_writes_or_cuts_words_is_found(rule: str) -> None:
    assert list(controle.style(rule))
