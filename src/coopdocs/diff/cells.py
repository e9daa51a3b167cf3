"""The long tables of territories of two kits: how many rows changed, and the first of them by code."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from pathlib import Path

from coopdocs.diff.differences import CONTENT, Change, ChangeKind, Difference
from coopdocs.diff.inventory import series_of
from coopdocs.diff.words import marked
from coopdocs.library import Library
from coopdocs.territoire import CONTOURS, CONTOURS_EPCI, TABLES, TABLES_FACULTATIVES
from coopdocs.territoire.indicateurs import Serie
from coopdocs.territoire.registres import POINTS
from coopdocs.typographie import typeset

SHOWN = 12
"""Rows shown of each table."""

TableRows = Mapping[str, Mapping[str, str]]


def compare(old_kit: Library, new_kit: Library) -> Iterator[Difference]:
    """One Difference a table that is not the same; its `changes` are its first rows that changed."""
    folders = old_kit.territoires.folder, new_kit.territoires.folder
    for name in (*TABLES, *TABLES_FACULTATIVES):
        texts = [_text(folder / name) for folder in folders]
        if texts[0] != texts[1]:
            yield from _table(name, *map(_rows, texts))
    yield from _table(POINTS, *(_points(library) for library in (old_kit, new_kit)))
    for name in (CONTOURS, CONTOURS_EPCI):
        old, new = (_text(folder / name) for folder in folders)
        if old != new:
            kind: ChangeKind = "ajouté" if not old else "modifié" if new else "retiré"
            yield Difference(f"territoires/{name}", kind, f"Contours ({name})", (), (), None, None)
    before, after = series_of(old_kit), series_of(new_kit)
    for key in sorted({*before, *after}):
        yield from _table(f"indicateurs/{key}.csv", *(_figures_by_code(series.get(key)) for series in (before, after)))


def _figures_by_code(figures: Serie | None) -> TableRows:
    """The values of an indicator, or why they lack."""
    if figures is None:
        return {}
    return {code: {"valeur": figures.manques.get(code, str(valeur))} for code, valeur in figures.valeurs.items()}


def _text(path: Path) -> str:
    """A file of a kit that was read without a fault; empty for a table that a kit may do without."""
    return path.read_text("utf-8-sig") if path.is_file() else ""


def _points(library: Library) -> TableRows:
    points = library.territoires.registres.points
    return {row.cells["code"]: row.cells for row in points.rows} if points else {}


def _rows(text: str) -> TableRows:
    """The rows of a table by their first column."""
    lines = text.splitlines()
    head, *body = csv.reader(lines) if lines else [[]]
    return {row[0].strip(): dict(zip(head, row, strict=False)) for row in body if row}


def _table(name: str, old_rows: TableRows, new_rows: TableRows) -> Iterator[Difference]:
    codes = [c for c in dict.fromkeys([*new_rows, *old_rows]) if old_rows.get(c) != new_rows.get(c)]
    if not codes:
        return
    came, gone = sum(c not in old_rows for c in codes), sum(c not in new_rows for c in codes)
    counts = ((came, "ajoutée"), (gone, "retirée"), (len(codes) - came - gone, "modifiée"))
    said = ", ".join(f"{n} {word}{'s' * (n > 1)}" for n, word in counts if n)
    shown = f" ; les {SHOWN} premières" if len(codes) > SHOWN else ""
    changes = tuple(_change(c, old_rows.get(c), new_rows.get(c)) for c in codes[:SHOWN])
    yield Difference(
        f"territoires/{name}",
        "modifié",
        typeset(f"Table {name}, lignes : {said}{shown}"),
        changes,
        (),
        None,
        None,
    )


def _change(code: str, before: Mapping[str, str] | None, after: Mapping[str, str] | None) -> Change:
    """A row whole where it came or went, else the columns that are not the same."""
    both = before is not None and after is not None
    old, new = before or {}, after or {}
    columns = [c for c in dict.fromkeys([*new, *old]) if not both or old.get(c) != new.get(c)]
    texts = [", ".join(f"{c} {row[c]}" for c in columns if row.get(c)) for row in (old, new)]
    return Change(code, code, texts[0] or None, texts[1] or None, marked(*texts), CONTENT)
