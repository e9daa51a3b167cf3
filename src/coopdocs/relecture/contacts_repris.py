"""The sheet of contacts as it comes back: the days and the source of each, as cells of the kit's table."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from coopdocs.library import Library
from coopdocs.problem import Parole, Place, Problem, ProblemsError
from coopdocs.relecture.classeur import CONTACT_MODIFIABLES, CONTACTS, ENTETES_CONTACTS
from coopdocs.relecture.ecrit import row_digest
from coopdocs.roundtrip import SetCell, rewrite_table
from coopdocs.source import TextRow, TextTable, column_name, read_table
from coopdocs.territoire import registres

_NOMS = {champ: column_name(entete) for champ, entete in ENTETES_CONTACTS.items()}
_JOURS = ("verifie_le", "expire_le")


@dataclass(frozen=True)
class ContactCorrige:
    """A row that is taken in: its cell, the contact in the kit's table, its cells that change."""

    cellule: Place
    place: Place
    line: int
    cells: tuple[tuple[str, str], ...]

    @property
    def champs(self) -> tuple[str, ...]:
        return tuple(champ for champ, _ in self.cells)


@dataclass(frozen=True)
class ContactsRepris:
    """The contacts taken in, those refused, the file as it was and as it is to be (None where nothing changes)."""

    corriges: tuple[ContactCorrige, ...] = ()
    refus: tuple[Problem, ...] = ()
    fichier: tuple[str, bytes, bytes] | None = None


def read_contacts(library: Library, chemin: Path) -> ContactsRepris:
    """What the contacts of a workbook that comes back change; nothing where it has no such sheet."""
    tableau = library.territoires.registres.contacts
    needed = [_NOMS[champ] for champ in ("place", "nom", *CONTACT_MODIFIABLES, "empreinte")]
    sheet, problems = read_table(
        chemin, chemin.parent, list(_NOMS.values()), needed, [_NOMS[jour] for jour in _JOURS], chemin.as_posix(),
        sheet=CONTACTS, passing_over=True,
    )  # fmt: skip
    if sheet is None:
        return ContactsRepris(refus=tuple(p for p in problems if p.place.feuille == CONTACTS))
    if tableau is None:
        return ContactsRepris()
    corriges, refus = list[ContactCorrige](), list[Problem]()
    for row in sheet.rows:
        try:
            corriges += _corrected(tableau, sheet, row)
        except ProblemsError as refusal:
            refus += refusal.problems
    return _rewritten(library, tableau, corriges, refus)


def _rewritten(
    library: Library, tableau: TextTable, corriges: list[ContactCorrige], refus: list[Problem]
) -> ContactsRepris:
    if not corriges:
        return ContactsRepris(refus=tuple(refus))
    fichier = corriges[0].place.fichier
    former = (library.racine / fichier).read_bytes()
    columns = registres.COLONNES[registres.CONTACTS]
    required = [column for column in columns if column not in registres.FACULTATIVES]
    edits = [SetCell(corrige.line, *cell) for corrige in corriges for cell in corrige.cells]
    try:
        return ContactsRepris(
            tuple(corriges), tuple(refus), (fichier, former, rewrite_table(fichier, former, columns, edits, required))
        )
    except ProblemsError as refusal:
        [said, *_] = refusal.problems
        told = [Problem(said.code, c.cellule, f"{said.place} : {said.message}", said.conseil) for c in corriges]
        return ContactsRepris(refus=(*refus, *told))


def _corrected(tableau: TextTable, sheet: TextTable, row: TextRow) -> Iterator[ContactCorrige]:
    """What a row corrects, if anything."""

    def refuse(champ: str, parole: Parole) -> ProblemsError:
        return ProblemsError([sheet.problem(row, _NOMS[champ], parole)])

    cells = {champ: row.cells[_NOMS[champ]] for champ in ("place", "nom", *CONTACT_MODIFIABLES, "empreinte")}
    alike = [known for known in tableau.rows if row_digest(known.cells) == cells["empreinte"]]
    same = [
        known for known in tableau.rows
        if all(known.cells[champ] == cells[champ] for champ in ("nom", *CONTACT_MODIFIABLES))
    ]  # fmt: skip
    if same:
        return
    if len(alike) != 1:
        advice = "refaites le classeur avec « coopdocs relire --to xlsx », et reportez-y cette correction"
        raise refuse("empreinte", ("E011", "le contact a changé dans le kit depuis que ce classeur est fait", advice))
    for jour in _JOURS:
        if not _is_day(cells[jour]) and (cells[jour] or jour == "verifie_le"):
            advice = "écrivez l’année, le mois et le jour : 2026-11-30"
            raise refuse(jour, ("E012", f"« {cells[jour]} » n’est pas un jour, ou pas sûrement", advice))
    if cells["nom"] != alike[0].cells["nom"]:
        raise refuse("nom", ("E012", "ce nom ne se corrige pas ici", "corrigez-le dans la table des contacts"))
    new = tuple((champ, cells[champ]) for champ in CONTACT_MODIFIABLES if cells[champ] != alike[0].cells[champ])
    cellule = sheet.problem(row, _NOMS["place"], ("E011", "", "")).place
    yield ContactCorrige(cellule, tableau.place(alike[0], new[0][0]), alike[0].line, new)


def _is_day(text: str) -> bool:
    try:
        return bool(dt.date.fromisoformat(text))
    except ValueError:
        return False
