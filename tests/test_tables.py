"""The comparison says the same thing in every format: each cell is read back from each file and compared."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import docx
import openpyxl
import pytest
from documents import Documents
from lxml import html
from pdf_lu import Balise, Pdf

from coopdocs import tables, views
from coopdocs.formats import run
from coopdocs.model import Criteres
from coopdocs.typographie import date_longue, deplier

Cells = dict[tuple[str, str], str]
Reader = Callable[[bytes, views.Comparatif], Cells]


def words(texte: str) -> str:
    """Words in their order, with plain single spaces."""
    return " ".join(deplier(texte).split())


def expected(view: views.Comparatif) -> Cells:
    """What each cell must say, whatever the punctuation that a format sets between its parts."""
    return {
        (r.critere.titre, forme.sigle): words(f"{views.DIFFERE if c.differe else ''} {c.mot} {c.texte} {c.mention}")
        for r in view.rangees
        for (_, forme), c in zip(view.colonnes, r.cases, strict=True)
    }


def from_plain(view: views.Comparatif, table: list[list[str]]) -> Cells:
    """The cells of a table without a layout (head row, title of the critère, one cell a forme)."""
    head, *body = table
    assert head[1:] == [forme.sigle for _, forme in view.colonnes]
    by_title = {r.critere.titre: r for r in view.rangees}
    assert [row[0] for row in body] == list(by_title)
    found = {}
    for titre, *cells in body:
        for (_, forme), case, cell in zip(view.colonnes, by_title[titre].cases, cells, strict=True):
            text = cell.replace(f"({case.mention})", case.mention) if case.texte else cell
            found[titre, forme.sigle] = words(text.replace(" – ", " ", 1) if case.mot and case.texte else text)
    return found


def from_csv(octets: bytes, view: views.Comparatif) -> Cells:
    return from_plain(view, [row[1:] for row in csv.reader(io.StringIO(octets.decode("utf-8"), newline=""))])


def from_excel_csv(octets: bytes, view: views.Comparatif) -> Cells:
    rows = csv.reader(io.StringIO(octets.decode("utf-8-sig"), newline=""), delimiter=";")
    return from_plain(view, [row[1:] for row in rows])


def from_xlsx(octets: bytes, view: views.Comparatif) -> Cells:
    sheet = openpyxl.load_workbook(io.BytesIO(octets))["Comparatif"]
    return from_plain(view, [[str(v or "") for v in row[1:]] for row in sheet.values])


def from_docx(octets: bytes, view: views.Comparatif) -> Cells:
    table = docx.Document(io.BytesIO(octets)).tables[0]
    return from_plain(view, [[cell.text for cell in row.cells] for row in table.rows])


def from_html(octets: bytes, view: views.Comparatif) -> Cells:
    page: Any = html.document_fromstring(octets.decode())
    table = page.xpath("//table")[0]
    for call in table.xpath(".//*[@class='appel' or @class='appels']"):
        call.drop_tree()
    for upper in table.xpath(".//tbody//th/*[@class='surtitre']"):
        upper.drop_tree()
    heads = [words(th.xpath(".//*[@class='sigle']")[0].text_content()) for th in table.xpath(".//thead//th")]
    return from_grid(
        view, heads, [[cell.text_content() for cell in row.xpath("th|td")] for row in table.xpath("./tbody/tr")]
    )


def from_grid(view: views.Comparatif, heads: list[str], body: list[list[str]]) -> Cells:
    """The cells of a laid out table, whose columns bear the short sigles."""
    assert heads == [words(forme.sigle_court) for _, forme in view.colonnes]
    formes = [forme.sigle for _, forme in view.colonnes]
    return {(words(row[0]), f): words(c) for row in body for f, c in zip(formes, row[1:], strict=True)}


def without_calls(cell: Balise) -> str:
    """A cell's own words: calls are links, with commas between them."""
    return cell.texte(sans=("Link",)).rstrip(" ,")


def pdf_cells(octets: bytes, view: views.Comparatif, tableaux: list[views.Comparatif]) -> list[Cells]:
    """The tables of a PDF as a screen reader says them, less the calls to sources; `tableaux`: what each one shows.

    A table that goes on on the next page may have its head again.
    """
    grid = [[c for c in row.enfants if c.nom in ("TH", "TD")] for row in Pdf(octets).balises("TR")]
    heads = [[words(c.enfants[0].texte()) for c in row[1:]] for row in grid if row[0].nom == "TD"]
    assert all(head == heads[0] for head in heads)
    groups = "|".join({g.titre.upper() for r in view.rangees if (g := r.groupe)})
    body = [
        [re.sub(f"^({groups}) ", "", words(row[0].texte())), *(without_calls(c) for c in row[1:])]
        for row in grid
        if row[0].nom == "TH"
    ]
    assert len(body) == sum(len(t.rangees) for t in tableaux)
    return [from_grid(t, heads[0], [body.pop(0) for _ in t.rangees]) for t in tableaux]


def from_pdf(octets: bytes, view: views.Comparatif) -> Cells:
    principal = [replace(view, rangees=view.principales)] if view.slug == "comparatif" else []
    return pdf_cells(octets, view, [*principal, view])[-1]


READERS: dict[str, Reader] = {
    "pdf": from_pdf,
    "html": from_html,
    "docx": from_docx,
    "xlsx": from_xlsx,
    "csv": from_csv,
    "excel.csv": from_excel_csv,
}
SUJETS = ("comparatif", "ptce", "ges", "regie-quartier", "jvs", "pat", "gme", "tzcld")


def view_of(documents: Documents, sujet: str) -> views.Comparatif:
    return views.comparatif(documents.library, None if sujet == "comparatif" else sujet)


def test_every_comparison_is_compared(documents: Documents) -> None:
    made = {f"comparatifs/{s}.{e}" for s in SUJETS for e in READERS if e != "excel.csv" or s == "comparatif"}
    assert made == set(documents.paths("comparatifs/", ""))


@pytest.mark.parametrize("ending", READERS)
@pytest.mark.parametrize("sujet", SUJETS)
def test_every_cell_is_the_same_in_every_format(documents: Documents, sujet: str, ending: str) -> None:
    path = f"comparatifs/{sujet}.{ending}"
    if path in documents.targets:
        view = view_of(documents, sujet)
        assert READERS[ending](documents[path].octets, view) == expected(view)


def test_the_first_table_of_the_pdf_has_the_main_criteres_and_says_the_same(documents: Documents) -> None:
    view = view_of(documents, "comparatif")
    principal = replace(view, rangees=view.principales)
    first, _ = pdf_cells(documents["comparatifs/comparatif.pdf"].octets, view, [principal, view])
    assert first == expected(principal)


@pytest.fixture(scope="session")
def changed(documents: Documents) -> Documents:
    """The same kit with one cell of PTCE changed."""
    criteres = documents.library.criteres
    critere = criteres.criteres[3].id
    cell = criteres.cellules["ptce"][critere].model_copy(update={"texte": "Tout autre chose"})
    cells = {**criteres.cellules, "ptce": {**criteres.cellules["ptce"], critere: cell}}
    other = Criteres(groupes=criteres.groupes, criteres=criteres.criteres, cellules=cells)
    return Documents(replace(documents.library, criteres=other), documents.theme)


@pytest.mark.parametrize("ending", READERS)
def test_a_changed_cell_is_seen_in_that_cell_alone(documents: Documents, changed: Documents, ending: str) -> None:
    view = view_of(documents, "comparatif")
    true = expected(view)
    spoilt = READERS[ending](changed[f"comparatifs/comparatif.{ending}"].octets, view_of(changed, "comparatif"))
    critere = documents.library.criteres.criteres[3].titre
    assert {place for place in true if true[place] != spoilt[place]} == {(critere, "PTCE")}


# --- what each cell rests on


def test_rows_and_proof_have_one_line_for_each_thing(documents: Documents) -> None:
    view = view_of(documents, "comparatif")
    rows, proof = tables.rows(view), tables.proof(view)
    assert len(rows) == 1 + len(view.rangees)
    assert {len(row) for row in rows} == {2 + len(view.colonnes)}
    assert len(proof) == 1 + len(view.rangees) * len(view.colonnes)
    assert [row[2] for row in proof[1:]] == [cell for row in rows[1:] for cell in row[2:]]
    assert "" not in {row[0] for row in rows}


def test_the_proof_gives_the_sources_of_each_cell_in_words(documents: Documents) -> None:
    view = view_of(documents, "comparatif")
    sources = documents.library.sources
    cells = [
        (r.critere, forme, case) for r in view.rangees for (_, forme), case in zip(view.colonnes, r.cases, strict=True)
    ]
    for row, (critere, forme, case) in zip(tables.proof(view)[1:], cells, strict=True):
        titles = " ; ".join(sources[cle].court.replace("*", "") for cle in case.sources)
        adresse = sources[case.sources[0]].adresse if case.sources else ""
        assert row == [
            forme.sigle,
            critere.titre,
            case.plain,
            case.confiance,
            titles,
            adresse,
            date_longue(case.verifie_le),
        ]


def test_the_workbook_and_the_word_table_carry_the_proof_too(documents: Documents) -> None:
    view = view_of(documents, "comparatif")
    head, *proof = tables.proof(view)
    sheet = openpyxl.load_workbook(io.BytesIO(documents["comparatifs/comparatif.xlsx"].octets))["Sources"]
    assert [[v or "" for v in row] for row in sheet.values] == [head, *proof]
    table = docx.Document(io.BytesIO(documents["comparatifs/comparatif.docx"].octets)).tables[1]
    grid = [[cell.text for cell in row.cells] for row in table.rows][1:]
    assert [(row[0], row[1], row[3], row[4]) for row in grid] == [(p[0], p[1], p[6], p[3]) for p in proof]
    assert [words(row[2]) for row in grid] == [words(p[4]) or "aucune" for p in proof]


def test_a_text_format_gives_its_job_as_it_is(documents: Documents) -> None:
    job = documents.job("comparatifs/ptce.csv")
    assert run(job).octets == job.contenu.encode()
