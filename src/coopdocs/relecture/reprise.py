"""The workbook of a work list as it comes back: what was corrected in it, as edits of the kit's files.

Nothing is written here. A row stands for the claim that its fingerprint was made of: found where it stood, or where it
has gone since in the same file; one that says something else by now is refused.
"""

from __future__ import annotations

import datetime as dt
import difflib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import get_args

from coopdocs.library import Library
from coopdocs.model.contenu import Cellule, Confiance, Datable, Fait
from coopdocs.problem import Parole, Place, Problem, ProblemsError, closest
from coopdocs.relecture.classeur import ENTETES, FEUILLE, MODIFIABLES
from coopdocs.relecture.contacts_repris import ContactCorrige, read_contacts
from coopdocs.relecture.ecrit import Ecrit, Files, field_of, pointed, pointer
from coopdocs.relecture.liste import said
from coopdocs.roundtrip import Edit, Insert, Remove, SetValue, rewrite_yaml
from coopdocs.source import NodePath, TextRow, TextTable, column_name, decode_text, parse_yaml, read_table

_NOMS = {champ: column_name(entete) for champ, entete in ENTETES.items()}
_JOURS = ("verifie_le", "valable_jusqu_au")
_ORDRE = ("question", "texte", "sources", "confiance", "verifie_le", "valable_jusqu_au")
"""How the parts of a claim follow each other in a file."""


@dataclass(frozen=True)
class Correction:
    """A row that is taken in: its cell, the claim as it was and as it is to be, and where it stands in the kit."""

    cellule: Place
    place: Place
    fichier: str
    loc: tuple[str | int, ...]
    avant: Ecrit
    apres: Ecrit

    @property
    def champs(self) -> tuple[str, ...]:
        """Which of its five parts change."""
        return tuple(champ for champ in MODIFIABLES if getattr(self.avant, champ) != getattr(self.apres, champ))


@dataclass(frozen=True)
class Reprise:
    """What a workbook changes: rows taken in, rows refused, the files as they were and as they are to be."""

    corrections: tuple[Correction, ...]
    contacts: tuple[ContactCorrige, ...]
    refus: tuple[Problem, ...]
    avertissements: tuple[Problem, ...]
    fichiers: Mapping[str, tuple[bytes, bytes]] = field(default_factory=dict)

    @property
    def diff(self) -> str:
        """The changed lines of all files, as `diff -u` shows them."""
        parts: list[str] = []
        for nom, (avant, apres) in self.fichiers.items():
            former, new = (data.decode("utf-8-sig").splitlines(keepends=True) for data in (avant, apres))
            shown = difflib.unified_diff(former, new, nom, nom, n=1)
            parts += [line if line.endswith("\n") else f"{line}\n" for line in shown]
        return "".join(parts)

    def located(self, problem: Problem) -> Problem:
        """A problem of the kit as it would be, said with the row that makes it, where one does."""
        for correction in self.corrections:
            if correction.fichier == problem.place.fichier and self._lines(correction).count(problem.place.ligne):
                return replace(problem, conseil=f"{problem.conseil} (corrigé en {correction.cellule})".strip())
        return problem

    def _lines(self, correction: Correction) -> range:
        file, _ = decode_text(correction.fichier, self.fichiers[correction.fichier][1])
        node = parse_yaml(file)[0] if file else None
        found = node.at(correction.loc) if node else None
        return range(found.line, found.end[0] + 1) if found else range(0)


def read_back(library: Library, chemin: Path) -> Reprise:
    """What a workbook that comes back changes in a kit. Raises ProblemsError where it cannot be read at all."""
    heads = list(_NOMS.values())
    needed = [_NOMS[champ] for champ in (*MODIFIABLES, "repere", "empreinte")]
    tableau, problems = read_table(
        chemin, chemin.parent, heads, needed, [_NOMS[jour] for jour in _JOURS], chemin.as_posix(),
        sheet=FEUILLE, passing_over=True,
    )  # fmt: skip
    if tableau is None:
        raise ProblemsError(problems)
    reader = _RowsReader(library, tableau)
    corrections = list(reader.corrections())
    rewriting = _Rewriting(library, corrections)
    kept, contacts = rewriting.run(), read_contacts(library, chemin)
    fichiers = dict(rewriting.fichiers)
    if contacts.fichier:
        nom, *both = contacts.fichier
        fichiers[nom] = (both[0], both[1])
    refus = tuple(sorted([*reader.refus, *rewriting.refus, *contacts.refus], key=lambda p: p.place))
    return Reprise(tuple(kept), contacts.corriges, refus, tableau.warnings, fichiers)


class _RowRefusedError(ProblemsError):
    """A row that cannot be taken in."""


class _RowsReader:
    """The rows of a workbook against the kit as it is now."""

    def __init__(self, library: Library, tableau: TextTable) -> None:
        self.library, self.tableau, self.files = library, tableau, Files(library)
        self.refus: list[Problem] = []
        self.dits: dict[tuple[str, tuple[str | int, ...]], Datable] = {
            (f, tuple(loc)): d for f, loc, d in said(library)
        }
        self._empreintes: dict[str, dict[str, list[tuple[str | int, ...]]]] = {}

    def corrections(self) -> Iterator[Correction]:
        seen: dict[tuple[str, tuple[str | int, ...]], Correction] = {}
        for row in self.tableau.rows:
            try:
                found = self._correction(row)
                if found is None:
                    continue
                other = seen.setdefault((found.fichier, found.loc), found)
                if other is found:
                    yield found
                elif other.apres != found.apres:
                    self._refuse(row, "repere", ("E011", f"une autre ligne dit la même affirmation ({other.cellule})",
                                                 "gardez une seule des deux lignes"))  # fmt: skip
            except _RowRefusedError as refusal:
                self.refus += refusal.problems

    def _refuse(self, row: TextRow, champ: str, parole: Parole) -> None:
        raise _RowRefusedError([self.tableau.problem(row, _NOMS[champ], parole)])

    def _cell(self, row: TextRow, champ: str) -> str:
        return row.cells[_NOMS[champ]]

    def _correction(self, row: TextRow) -> Correction | None:
        """What a row corrects; None where it says what the kit says."""
        repere, empreinte = self._cell(row, "repere"), self._cell(row, "empreinte")
        if not repere or not empreinte:
            advice = (
                "rétablissez les cases Repère et Empreinte ; pour ajouter une affirmation, écrivez-la dans le fichier"
            )
            self._refuse(row, "repere", ("E010", "on ne sait pas de quelle affirmation parle cette ligne", advice))
        fichier, loc = self._pointed(row, repere)
        apres = self._said(row)
        if apres.empreinte == empreinte:
            return None
        loc = self._found(row, fichier, loc, empreinte, apres)
        dit = self.dits[fichier, loc]
        avant = self.files.written(fichier, loc, dit)
        if avant == apres:
            return None
        self._check(row, dit, avant, apres)
        cellule = self.tableau.problem(row, _NOMS["repere"], ("E010", "", "")).place
        return Correction(cellule, self.library.place(fichier, (*loc, field_of(dit))), fichier, loc, avant, apres)

    def _pointed(self, row: TextRow, repere: str) -> tuple[str, tuple[str | int, ...]]:
        try:
            fichier, loc = pointed(repere)
        except ValueError:
            fichier, loc = "", ()
        if not any(fichier == known for known, _ in self.dits):
            advice = "rétablissez cette case telle que « coopdocs relire --to xlsx » l’écrit"
            self._refuse(row, "repere", ("E010", f"« {repere} » ne mène à aucune affirmation du kit", advice))
        return fichier, tuple(loc)

    def _found(
        self, row: TextRow, fichier: str, loc: tuple[str | int, ...], empreinte: str, apres: Ecrit
    ) -> tuple[str | int, ...]:
        """Where the claim of a row stands now."""
        if (fichier, loc) in self.dits:
            now = self.files.written(fichier, loc, self.dits[fichier, loc])
            if empreinte == now.empreinte or now == apres:
                return loc
        if fichier not in self._empreintes:
            prints = self._empreintes.setdefault(fichier, {})
            for (name, where), dit in self.dits.items():
                if name == fichier:
                    prints.setdefault(self.files.written(name, where, dit).empreinte, []).append(where)
        # a twin that has a row of its own is not what became of this one
        alike = [
            other for other in self.tableau.rows if other is not row and self._cell(other, "empreinte") == empreinte
        ]
        twins = {self._cell(other, "repere") for other in alike}
        moved = [
            where for where in self._empreintes[fichier].get(empreinte, []) if pointer(fichier, where) not in twins
        ]
        if len(moved) != 1:
            there = f" ({self.library.place(fichier, loc)})" if (fichier, loc) in self.dits else ""
            advice = "refaites le classeur avec « coopdocs relire --to xlsx », et reportez-y cette correction"
            message = f"l’affirmation a changé dans le kit depuis que ce classeur est fait{there}"
            self._refuse(row, "empreinte", ("E011", message, advice))
        return moved[0]

    def _said(self, row: TextRow) -> Ecrit:
        """The five cells of a row."""
        sources = tuple(filter(None, re.split(r"\s*[;\n]\s*", self._cell(row, "sources"))))
        jours = [self._day(row, champ) for champ in _JOURS]
        return Ecrit(self._cell(row, "texte"), sources, jours[0], self._cell(row, "confiance"), jours[1])

    def _day(self, row: TextRow, champ: str) -> dt.date | None:
        said = self._cell(row, champ)
        try:
            return dt.date.fromisoformat(said) if said else None
        except ValueError:
            advice = "écrivez l’année, le mois et le jour : 2026-11-30"
            self._refuse(row, champ, ("E012", f"« {said} » n’est pas un jour, ou pas sûrement", advice))
            return None

    def _check(self, row: TextRow, dit: Datable, avant: Ecrit, apres: Ecrit) -> None:
        """Refuse what a cell of this row cannot be, whatever the rest of the kit says."""
        if not isinstance(dit, Fait | Cellule):
            for champ in ("sources", "verifie_le", "confiance"):
                if getattr(apres, champ):
                    message = "une question ou une réponse n’a ni sources, ni jour de vérification, ni confiance"
                    self._refuse(row, champ, ("E012", message, "videz cette case"))
            return
        if not apres.texte and (avant.texte or not isinstance(dit, Cellule)):
            advice = "remplissez-la ; pour ôter une affirmation, enlevez-la du fichier"
            self._refuse(row, "texte", ("E012", "le texte est vide", advice))
        if apres.verifie_le is None:
            self._refuse(row, "verifie_le", ("E012", "le jour de vérification est vide", "écrivez-le : 2026-11-30"))
        known = get_args(Confiance)
        if apres.confiance not in known:
            advice = closest(apres.confiance, known) or f"écrivez {', '.join(known[:-1])} ou {known[-1]}"
            self._refuse(row, "confiance", ("E012", f"« {apres.confiance} » n’est pas une confiance", advice))
        for cle in apres.sources:
            if cle not in self.library.sources:
                advice = closest(cle, self.library.sources) or "ajoutez-la d’abord à content/sources.yaml"
                self._refuse(row, "sources", ("E012", f"« {cle} » n’est pas une source du kit", advice))


class _Rewriting:
    """The files of a kit with corrections in them; a row whose correction cannot be written is refused by itself."""

    def __init__(self, library: Library, corrections: list[Correction]) -> None:
        self.library, self.corrections = library, corrections
        self.fichiers: dict[str, tuple[bytes, bytes]] = {}
        self.refus: list[Problem] = []

    def run(self) -> list[Correction]:
        """The corrections that could be written."""
        kept: list[Correction] = []
        for fichier in dict.fromkeys(correction.fichier for correction in self.corrections):
            wanted = [correction for correction in self.corrections if correction.fichier == fichier]
            former = (self.library.racine / fichier).read_bytes()
            try:
                data = self._with(fichier, former, wanted)
            except ProblemsError:
                data, wanted = self._one_by_one(fichier, former, wanted)
            if data != former:
                self.fichiers[fichier] = former, data
            kept += wanted
        return kept

    def _one_by_one(self, fichier: str, data: bytes, wanted: list[Correction]) -> tuple[bytes, list[Correction]]:
        kept: list[Correction] = []
        for correction in wanted:
            try:
                data = self._with(fichier, data, [correction])
                kept.append(correction)
            except ProblemsError as refusal:
                for p in refusal.problems:
                    self.refus.append(Problem(p.code, correction.cellule, f"{p.place} : {p.message}", p.conseil))
        return data, kept

    def _with(self, fichier: str, data: bytes, corrections: list[Correction]) -> bytes:
        file, problems = decode_text(fichier, data)
        root = parse_yaml(file)[0] if file else None
        if root is None:
            raise ProblemsError(problems)
        return rewrite_yaml(fichier, data, [e for c in corrections for e in _edits(c, _keys(root.plain(), c.loc))])


def _keys(plain: object, loc: NodePath) -> list[str]:
    """The keys of a claim as its file writes them, in their order."""
    for step in loc:
        plain = plain[step]  # type: ignore[index]
    return list(plain) if isinstance(plain, Mapping) else []


def _edits(correction: Correction, keys: list[str]) -> Iterator[Edit]:
    loc, apres = correction.loc, correction.apres
    for champ in correction.champs:
        value = getattr(apres, champ)
        key = "question" if champ == "texte" and "question" in keys else champ
        if (champ == "confiance" and value == "vérifié") or value is None:
            # what goes without saying has no line
            if key in keys:
                yield Remove((*loc, key))
                keys.remove(key)
        elif key in keys:
            yield SetValue((*loc, key), _as_data(champ, value))
        else:
            before = _following(keys, key)
            yield Insert((*loc, key), _as_data(champ, value), before)
            keys.insert(keys.index(before) if before else len(keys), key)


def _as_data(champ: str, value: object) -> str | list[str] | None:
    if isinstance(value, tuple):
        return list(value)
    return None if champ == "texte" and not value else str(value)


def _following(keys: list[str], key: str) -> str | None:
    """The key that a new one stands before: what follows the last of those that come before it in any claim."""
    earlier = [keys.index(other) for other in _ORDRE[: _ORDRE.index(key)] if other in keys]
    rank = max(earlier, default=-1) + 1
    return keys[rank] if rank < len(keys) else None
