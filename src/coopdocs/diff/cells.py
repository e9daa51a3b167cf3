"""The long tables of territories of two kits: how many rows changed, and the first of them by code."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from pathlib import Path

from coopdocs.diff.differences import CONTENU, Changement, Ecart, Genre
from coopdocs.diff.inventory import series_of
from coopdocs.diff.words import marked
from coopdocs.library import Library
from coopdocs.territoire import ANCIENNES, CONTOURS, CONTOURS_EPCI, TABLES
from coopdocs.territoire.registres import POINTS
from coopdocs.typographie import typographier

CITEES = 12
"""Rows shown of each table."""

Rangees = Mapping[str, Mapping[str, str]]


def compare(ancien: Library, nouveau: Library) -> Iterator[Ecart]:
    """One Ecart a table that is not the same; its `changements` are its first rows that changed."""
    folders = ancien.territoires.dossier, nouveau.territoires.dossier
    for nom in (*TABLES, "ept.csv", ANCIENNES):
        texts = [_text(dossier / nom) for dossier in folders]
        if texts[0] != texts[1]:
            yield from _table(nom, *map(_rows, texts))
    yield from _table(POINTS, *(_points(library) for library in (ancien, nouveau)))
    for nom in (CONTOURS, CONTOURS_EPCI):
        old, new = (_text(dossier / nom) for dossier in folders)
        if old != new:
            genre: Genre = "ajouté" if not old else "modifié" if new else "retiré"
            yield Ecart(f"territoires/{nom}", genre, f"Contours ({nom})", (), (), None, None)
    before, after = series_of(ancien), series_of(nouveau)
    for cle in sorted({*before, *after}):
        yield from _table(f"indicateurs/{cle}.csv", *(
            {code: {"valeur": str(v)} for code, v in series[cle].valeurs.items()} if cle in series else {}
            for series in (before, after)
        ))  # fmt: skip


def _text(path: Path) -> str:
    """A file of a kit that was read without a fault; empty for a table that a kit may do without."""
    return path.read_text("utf-8-sig") if path.is_file() else ""


def _points(library: Library) -> Rangees:
    points = library.territoires.registres.points
    return {rangee.cells["code"]: rangee.cells for rangee in points.rows} if points else {}


def _rows(texte: str) -> Rangees:
    """The rows of a table by their first column."""
    lines = texte.splitlines()
    head, *body = csv.reader(lines) if lines else [[]]
    return {row[0].strip(): dict(zip(head, row, strict=False)) for row in body if row}


def _table(nom: str, anciennes: Rangees, nouvelles: Rangees) -> Iterator[Ecart]:
    codes = [c for c in dict.fromkeys([*nouvelles, *anciennes]) if anciennes.get(c) != nouvelles.get(c)]
    if not codes:
        return
    came, gone = sum(c not in anciennes for c in codes), sum(c not in nouvelles for c in codes)
    counts = ((came, "ajoutée"), (gone, "retirée"), (len(codes) - came - gone, "modifiée"))
    said = ", ".join(f"{n} {mot}{'s' * (n > 1)}" for n, mot in counts if n)
    shown = f" ; les {CITEES} premières" if len(codes) > CITEES else ""
    changements = tuple(_change(c, anciennes.get(c), nouvelles.get(c)) for c in codes[:CITEES])
    yield Ecart(
        f"territoires/{nom}",
        "modifié",
        typographier(f"Table {nom}, lignes : {said}{shown}"),
        changements,
        (),
        None,
        None,
    )


def _change(code: str, ancienne: Mapping[str, str] | None, nouvelle: Mapping[str, str] | None) -> Changement:
    """A row whole where it came or went, else the columns that are not the same."""
    both = ancienne is not None and nouvelle is not None
    old, new = ancienne or {}, nouvelle or {}
    columns = [c for c in dict.fromkeys([*new, *old]) if not both or old.get(c) != new.get(c)]
    texts = [", ".join(f"{c} {row[c]}" for c in columns if row.get(c)) for row in (old, new)]
    return Changement(code, code, texts[0] or None, texts[1] or None, marked(*texts), CONTENU)
