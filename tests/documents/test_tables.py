"""The comparison says the same thing in every format: each cell is read back from each file and compared."""

from __future__ import annotations

import io
from dataclasses import replace

import docx
import openpyxl
import pytest

from coopdocs import views
from coopdocs.formats import run
from coopdocs.formats.job import source
from coopdocs.model.contenu import Criteres
from coopdocs.typographie import date_longue
from coopdocs.verify.spreadsheets import READERS, words
from coopdocs.views import rows as tables
from support.comparatif_cells import Cells, cells, expected, said
from support.documents import Documents


def read(documents: Documents, chemin: str, ending: str, view: views.Comparatif) -> Cells:
    """The whole table of a file, the last one of a PDF."""
    return cells(READERS[ending](documents[chemin].data)[-1], view)


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
        assert said(read(documents, path, ending, view), ending) == said(expected(view), ending)


def test_the_first_table_of_the_pdf_has_the_main_criteres_and_says_the_same(documents: Documents) -> None:
    view = view_of(documents, "comparatif")
    principal = replace(view, rangees=view.principales)
    first, whole = READERS["pdf"](documents["comparatifs/comparatif.pdf"].data)
    assert said(cells(first, principal), "pdf") == said(expected(principal), "pdf")
    assert said(cells(whole, view), "pdf") == said(expected(view), "pdf")


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
    true = said(expected(view), ending)
    spoilt = said(read(changed, f"comparatifs/comparatif.{ending}", ending, view_of(changed, "comparatif")), ending)
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
        adresse = next((sources[cle].adresse for cle in case.sources if sources[cle].adresse), "")
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
    sheet = openpyxl.load_workbook(io.BytesIO(documents["comparatifs/comparatif.xlsx"].data))["Sources"]
    assert [[v or "" for v in row] for row in sheet.values] == [head, *proof]
    table = docx.Document(io.BytesIO(documents["comparatifs/comparatif.docx"].data)).tables[1]
    grid = [[cell.text for cell in row.cells] for row in table.rows][1:]
    assert [(row[0], row[1], row[3], row[4]) for row in grid] == [(p[0], p[1], p[6], p[3]) for p in proof]
    assert [words(row[2]) for row in grid] == [words(p[4]) or "aucune" for p in proof]


def test_a_text_format_gives_its_job_as_it_is(documents: Documents) -> None:
    job = documents.job("comparatifs/ptce.csv")
    assert run(job).data == source(job).encode()
