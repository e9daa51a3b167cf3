"""Cells of a CSV changed in place: the table has the texts that were wanted, its file nothing else that is new."""

from __future__ import annotations

import csv
import io
import random

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from coopdocs.problem import Place, Problem, ProblemsError
from coopdocs.roundtrip import SetCell, rewrite_table
from coopdocs.source import parse_table
from support.examples import examples

NAMES = ("nom", "role", "verifie_le")
TEXTS = (
    "mot",
    "deux mots",
    "a, b",
    "a ; b",
    'il dit "oui"',
    "",
    "01004",
    "2026-11-30",
    "l'eau",
    "é",
    "a\tb",
    "=1",
    "|",
)


def table(seed: int) -> bytes:
    """A table as some program left it."""
    drawn = random.Random(seed)
    out = io.StringIO()
    end, delimiter = drawn.choice(["\n", "\r\n"]), drawn.choice(",;\t|")
    writer = csv.writer(out, delimiter=delimiter, quoting=drawn.choice((0, 1, 2)), lineterminator=end)
    writer.writerow(NAMES)
    for _ in range(drawn.randint(1, 5)):
        writer.writerow([drawn.choice([*TEXTS, "deux\nlignes"]) or "x", *drawn.choices(TEXTS, k=2)])
    text = out.getvalue()
    return (drawn.choice(["", "\ufeff"]) + (text if drawn.random() < 0.7 else text.removesuffix(end))).encode()


@examples(150)
@given(st.integers(0, 2**32))
def test_any_cell_of_any_table_can_be_changed_and_nothing_else_is(seed: int) -> None:
    data, drawn = table(seed), random.Random(seed)
    read, problems = parse_table("t.csv", data, NAMES)
    assert read is not None, problems
    row = drawn.choice(read.rows)
    edit = SetCell(row.line, drawn.choice(NAMES), drawn.choice([text for text in TEXTS if text != "a\tb"]) or "y")
    new = rewrite_table("t.csv", data, NAMES, [edit])
    now, _ = parse_table("t.csv", new, NAMES)
    assert now is not None
    assert [r.cells for r in now.rows] == [
        {**r.cells, edit.column: edit.text} if r is row else r.cells for r in read.rows
    ]
    before, following = (text.decode().splitlines(keepends=True) for text in (data, new))
    start = next((n for n, pair in enumerate(zip(before, following, strict=False)) if pair[0] != pair[1]), len(before))
    assert start == len(before) or row.line - 1 <= start <= row.line


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("nom,role,verifie_le\na,b,c\n", "nom,role,verifie_le\na,x,c\n"),
        ('nom,role,verifie_le\na,"b",c\n', 'nom,role,verifie_le\na,"x",c\n'),
        ('nom,role,verifie_le\r\n"a\r\nb","b, c",c', 'nom,role,verifie_le\r\n"a\r\nb","x",c'),
        ("sep=;\nnom;role;verifie_le\na;;c\n", "sep=;\nnom;role;verifie_le\na;x;c\n"),
    ],
)
def test_a_cell_keeps_its_quotes_and_the_file_its_ways(text: str, expected: str) -> None:
    line = 3 if text.startswith("sep") else 2
    assert rewrite_table("t.csv", text.encode(), NAMES, [SetCell(line, "role", "x")]) == expected.encode()


def test_a_text_gets_quotes_where_it_needs_them() -> None:
    data = b"nom,role,verifie_le\na,b,c\n"
    assert rewrite_table("t.csv", data, NAMES, [SetCell(2, "nom", 'x, "y"')]).endswith(b'"x, ""y""",b,c\n')


def refused(data: bytes, edit: SetCell) -> Problem:
    with pytest.raises(ProblemsError) as caught:
        rewrite_table("t.csv", data, NAMES, [edit])
    [problem] = caught.value.problems
    return problem


@pytest.mark.parametrize(
    ("edit", "code", "place"),
    [
        (SetCell(3, "nom", "x"), "E001", Place("t.csv", 1, 1)),
        (SetCell(2, "autre", "x"), "E001", Place("t.csv", 2, 1)),
        (SetCell(2, "role", "deux\nlignes"), "E002", Place("t.csv", 2, 3)),
        (SetCell(2, "role", " bord "), "E002", Place("t.csv", 2, 3)),
        (SetCell(2, "role", "ca\u200bché"), "E002", Place("t.csv", 2, 3)),
    ],
)
def test_what_cannot_be_written_is_refused_at_its_cell(edit: SetCell, code: str, place: Place) -> None:
    problem = refused(b"nom,role,verifie_le\na,b,c\n", edit)
    assert (problem.code, problem.place) == (code, place)
    assert problem.conseil


def test_a_workbook_or_another_encoding_is_refused() -> None:
    book, out = openpyxl.Workbook(), io.BytesIO()
    for row in (NAMES, ("a", "b", "c")):
        book.worksheets[0].append(row)
    book.save(out)
    assert refused(out.getvalue(), SetCell(2, "nom", "x")).code == "E002"
    assert refused("nom,role,verifie_le\né,b,c\n".encode("cp1252"), SetCell(2, "nom", "x")).code == "E002"
