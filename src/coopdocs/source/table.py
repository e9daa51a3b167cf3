"""A table that someone left: a CSV file or a workbook, as spreadsheets write them, to rows of text with their places.

What a spreadsheet adds without being asked (empty rows and columns, `sep=;`, tabs, spaces around a cell, capitals of
a heading) is taken away in silence; what had to be assumed is said in a warning; what could be read in two ways is
refused.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from coopdocs.problem import Gravite, Parole, Place, Problem, ProblemsError, closest
from coopdocs.source.encoding import decode
from coopdocs.source.textfile import MAX_FILE_SIZE, Span, TextFile, read_bytes, relative_name, text_file
from coopdocs.source.workbook import is_workbook, read_workbook
from coopdocs.typographie import slug, une_ligne

csv.field_size_limit(MAX_FILE_SIZE)  # a cell may be as long as a file: less is an exception in the middle of it
DELIMITERS = (";", ",", "\t", "|")
TABLE_SUFFIXES = (".csv", ".xlsx")
"""The endings of a table's file."""
_NOMS = {"\t": "une tabulation"}
_EN_TETE_MAX = 15
"""In how many rows the names of the columns are looked for: titles may stand above them."""
_BLOC, _NOM_MAX = 16, 40
_CITES = 6
_ERREURS = re.compile(
    r"#(N/A|REF!|VALUE!|VALEUR!|NAME\?|NOM\s?\?|DIV/0\s?!|NULL!|NUL!|NUM!|NOMBRE!|SPILL!|PROPAGATION!|CALC!|#+)"
)
_JOUR = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")


@dataclass(frozen=True, slots=True)
class TextRow:
    """A row: its cells by column name, and the line of the file or the row of the sheet that it starts on."""

    line: int
    cells: Mapping[str, str]


@dataclass(frozen=True)
class _CellGrid:
    """Rows of text as a file has them, blank ones left out: each its line and its cells.

    `locate` gives the place, the quoted line and the width of a cell, counted from 0; of None for a whole row.
    """

    rows: Sequence[tuple[int, list[str]]]
    locate: Callable[[int, int | None], tuple[Place, str, int]]
    warnings: tuple[Problem, ...] = ()
    cut_rows: bool = False
    """Whether a row that lacks its last cells is a fault, as in a CSV; in a sheet, they are only empty."""

    def problem(self, ligne: int, rang: int | None, parole: Parole, gravite: Gravite = "erreur") -> Problem:
        place, extrait, longueur = self.locate(ligne, rang)
        return Problem(parole[0], place, *parole[1:], gravite, extrait, longueur)


@dataclass(frozen=True)
class TextTable:
    """A table once read: its rows, in order, and what was assumed to read it."""

    rows: tuple[TextRow, ...]
    warnings: tuple[Problem, ...]
    _grid: _CellGrid
    _header_line: int
    _ranks: Mapping[str, int] = field(default_factory=dict)

    def problem(self, rangee: TextRow | None, colonne: str, parole: Parole, gravite: Gravite = "erreur") -> Problem:
        """A problem (code, message, what to do) at one cell; `rangee` None is the row that names the columns."""
        ligne = rangee.line if rangee else self._header_line
        return self._grid.problem(ligne, self._ranks.get(colonne), parole, gravite)


def find_table(chemin: Path, racine: Path) -> Path | None:
    """The file of a table, in whatever format; None where there is none. Raises ProblemsError for two.

    `chemin` ends in .csv.
    """
    trouves = [autre for fin in TABLE_SUFFIXES if (autre := chemin.with_suffix(fin)).exists()]
    if len(trouves) > 1:
        noms = " et ".join(f"« {trouve.name} »" for trouve in trouves)
        conseil = f"gardez un seul de ces deux fichiers : {noms}"
        raise ProblemsError(
            [Problem("S040", Place(relative_name(chemin, racine)), "deux fichiers pour une table", conseil)]
        )
    return trouves[0] if trouves else None


def read_table(
    chemin: Path,
    racine: Path,
    colonnes: Sequence[str],
    obligatoires: Collection[str] | None = None,
    jours: Collection[str] = (),
    nom: str = "",
) -> tuple[TextTable | None, list[Problem]]:
    """Read a table with these columns, in any order, or say everything that keeps it from being read.

    `obligatoires`: those that must be there (all where None); `jours`: those that hold days, « 23/11/2026 » taken for
    2026-11-23 where no other reading is possible; `nom`: how problems name the file, where not by its place in the kit.
    """
    octets, problems = read_bytes(chemin, racine)
    if problems:
        return None, [replace(p, place=replace(p.place, fichier=nom or p.place.fichier)) for p in problems]
    nom = nom or relative_name(chemin, racine)
    try:
        grille = _grille(nom, octets, colonnes)
    except ProblemsError as refus:
        return None, refus.problems
    if not grille.rows:
        conseil = f"nommez les colonnes sur la première ligne : {', '.join(colonnes)}"
        return None, [Problem("S008", Place(nom), "cette table est vide", conseil)]
    lecture = _TableReader(grille, colonnes, colonnes if obligatoires is None else obligatoires)
    return lecture.tableau(jours)


def column_name(entete: str) -> str:
    """A heading as columns are compared: « Vérifié le » is verifie_le."""
    # most cells that are looked at are no heading
    court = len(entete) <= _NOM_MAX and re.search(r"\w", entete)
    return slug(entete).replace("-", "_") if court else ""


def _grille(nom: str, octets: bytes, colonnes: Sequence[str]) -> _CellGrid:
    if is_workbook(octets):
        return _onglet(nom, octets, colonnes)
    texte, suppose, problems = decode(nom, octets)
    fichier = None
    if texte is not None:
        fichier, problems = text_file(nom, texte)
    if fichier is None:
        raise ProblemsError(problems)
    return _texte(fichier, suppose, colonnes)


# --- CSV


def _texte(fichier: TextFile, suppose: str, colonnes: Sequence[str]) -> _CellGrid:
    premiere, _, reste = fichier.text.partition("\n")
    if declare := re.fullmatch(r'"?sep=(\t|[^\w\s"])"?', premiere.strip(" \ufeff"), re.IGNORECASE):
        separateur, texte, avant = declare[1], reste, 1
    else:
        separateur, texte, avant = _separateur(fichier.text, colonnes), fichier.text, 0

    def lieu(ligne: int, rang: int | None) -> tuple[Place, str, int]:
        _, colonne, longueur = _span(fichier.lines[ligne - 1], rang, separateur)
        return Place(fichier.name, ligne, colonne), fichier.lines[ligne - 1].replace("\t", " "), longueur

    grille = _CellGrid((), lieu, _assumed(fichier.name, suppose), cut_rows=True)
    return replace(grille, rows=list(_rows(grille, texte, separateur, avant)))


def _assumed(nom: str, suppose: str) -> tuple[Problem, ...]:
    if not suppose:
        return ()
    conseil = "regardez les accents ; pour ne plus rien supposer, enregistrez en UTF-8"
    return (Problem("A020", Place(nom), f"ce fichier n’est pas en UTF-8 : lu en {suppose}", conseil, "avertissement"),)


def _rows(grille: _CellGrid, texte: str, separateur: str, avant: int) -> Iterator[tuple[int, list[str]]]:
    lecteur = csv.reader(io.StringIO(texte), delimiter=separateur, strict=True)
    debut = avant + 1
    try:
        for champs in lecteur:
            if any(cellules := [_cellule(champ) for champ in champs]):
                yield debut, cellules
            debut = avant + lecteur.line_num + 1
    except csv.Error:
        conseil = "refermez-le, ou doublez les guillemets qui sont dans le texte"
        parole = ("S032", "guillemet mal placé ou jamais refermé", conseil)
        raise ProblemsError([grille.problem(debut, None, parole)]) from None


def _separateur(texte: str, colonnes: Sequence[str]) -> str:
    """The sign between cells: the one that shows most of the known columns, else the most frequent."""
    debut = "".join(texte.splitlines(keepends=True)[: _EN_TETE_MAX + 1])

    def merite(separateur: str) -> tuple[int, int]:
        lues = list(csv.reader(io.StringIO(debut), delimiter=separateur))
        return max((_known(champs, colonnes) for champs in lues), default=0), max(map(len, lues), default=0)

    return max(DELIMITERS, key=merite)


def _known(champs: Sequence[str], colonnes: Sequence[str]) -> int:
    return len({column_name(champ) for champ in champs} & set(colonnes))


def _span(ligne: str, rang: int | None, separateur: str) -> Span:
    """Where a cell stands on the line that its row starts on."""
    if rang is None:
        return 1, 1, max(1, len(ligne))
    signe = re.escape(separateur)
    cellules = list(re.finditer(rf'(?:^|{signe})("(?:[^"]|"")*"|[^{signe}]*)', ligne))
    if rang >= len(cellules):  # a quoted cell before it goes on to the next line, or the row is cut short
        return 1, 1, 1
    debut, fin = cellules[rang].span(1)
    return 1, debut + 1, max(1, fin - debut)


def _cellule(texte: str) -> str:
    """A cell without what a spreadsheet puts around it: spaces, line breaks, the `="01004"` that keeps a zero."""
    texte = une_ligne(texte).strip()
    protege = re.fullmatch(r'="(.*)"', texte)
    return protege[1].strip() if protege else texte


# --- workbooks


def _onglet(nom: str, octets: bytes, colonnes: Sequence[str]) -> _CellGrid:
    """The sheet that names most of the columns, the first of equals."""
    feuilles = [
        replace(feuille, rows=[(n, [_cellule(c) for c in champs]) for n, champs in feuille.rows])
        for feuille in read_workbook(nom, octets)
    ]
    pleines = [feuille for feuille in feuilles if feuille.rows]
    if not pleines:
        raise ProblemsError([Problem("S008", Place(nom), "ce classeur est vide", "remplissez-le ou supprimez-le")])
    connues = {f.name: max(_known(champs, colonnes) for _, champs in f.rows[:_EN_TETE_MAX]) for f in pleines}
    lue = max(pleines, key=lambda feuille: connues[feuille.name])
    if lue.faults:
        raise ProblemsError([lue.problem(nom, *faute) for faute in lue.faults])
    dits: list[tuple[str, str]] = []
    if autres := [f"« {feuille.name} »" for feuille in pleines if feuille is not lue]:
        message = f"la feuille « {lue.name} » est lue, et non {' ni '.join(autres)}"
        dits.append((message, "gardez une seule feuille si ce n’est pas la bonne"))
    if lue.hidden_rows:
        s = "s" if len(lue.hidden_rows) > 1 else ""
        message = (
            f"{len(lue.hidden_rows)} ligne{s} masquée{s} par le tableur, lue{s} aussi ({cited_lines(lue.hidden_rows)})"
        )
        dits.append((message, "supprimez-la, ou affichez-la" if not s else "supprimez-les, ou affichez-les"))
    notes = tuple(Problem("A020", Place(nom, feuille=lue.name), *dit, "avertissement") for dit in dits)

    def lieu(ligne: int, rang: int | None) -> tuple[Place, str, int]:
        return Place(nom, ligne, 0 if rang is None else rang + 1, lue.name), "", 1

    return _CellGrid([(n, champs) for n, champs in lue.rows if any(champs)], lieu, notes)


# --- from a grid to a table


class _TableReader:
    """One reading of a grid: where its columns are, what is wrong, what was assumed."""

    def __init__(self, grille: _CellGrid, colonnes: Sequence[str], obligatoires: Collection[str]) -> None:
        self.grille, self.colonnes = grille, colonnes
        self.problems: list[Problem] = []
        self.dits = list(grille.warnings)
        place = self._entete(obligatoires)
        self.ligne, self.entete = grille.rows[place]
        self.suite = grille.rows[place + 1 :]
        if place:
            lignes = [ligne for ligne, _ in grille.rows[:place]]
            message = f"ce qui précède les noms des colonnes n’est pas lu ({cited_lines(lignes)})"
            self.assume(lignes[0], message, "enlevez ces lignes, ou laissez-les")
        self.rangs: dict[str, int] = {}
        self._columns(obligatoires)

    def tableau(self, jours: Collection[str]) -> tuple[TextTable | None, list[Problem]]:
        rangees = [] if self.problems else list(self._rangees())
        rangees = self._jours(rangees, jours)
        if self.problems:
            return None, self.problems
        return TextTable(tuple(rangees), tuple(self.dits), self.grille, self.ligne, self.rangs), []

    def add(self, ligne: int, rang: int | None, code: str, message: str, conseil: str) -> None:
        self.problems.append(self.grille.problem(ligne, rang, (code, message, conseil)))

    def assume(self, ligne: int, message: str, conseil: str) -> None:
        self.dits.append(self.grille.problem(ligne, None, ("A020", message, conseil), "avertissement"))

    def _entete(self, obligatoires: Collection[str]) -> int:
        """The row that names the columns: the first that has all those that must be there, else the first of all."""
        debut = [set(map(column_name, champs)) for _, champs in self.grille.rows[:_EN_TETE_MAX]]
        return next((rang for rang, noms in enumerate(debut) if noms >= set(obligatoires)), 0)

    def _columns(self, obligatoires: Collection[str]) -> None:
        inconnues: list[int] = []
        for rang, titre in enumerate(self.entete):
            colonne = column_name(titre)
            if not titre:
                self._nameless(rang)
            elif colonne not in self.colonnes:
                inconnues.append(rang)
            elif (autre := self.rangs.setdefault(colonne, rang)) != rang:
                message = f"colonne « {titre} » en double"
                if self.entete[autre] != titre:
                    message = f"les colonnes « {self.entete[autre]} » et « {titre} » sont la même"
                self.add(self.ligne, rang, "S031", message, "gardez une seule des deux")
        manquent = [colonne for colonne in self.colonnes if colonne in obligatoires and colonne not in self.rangs]
        for rang in inconnues:
            titre, conseil = self.entete[rang], f"colonnes possibles : {', '.join(self.colonnes)}"
            if len(manquent) == len(inconnues) == 1:
                conseil = f"est-ce « {manquent[0]} », qui manque ? sinon enlevez-la"
            libres = [nom for nom in self.colonnes if nom not in self.rangs]
            conseil = closest(column_name(titre), libres) or conseil
            self.add(self.ligne, rang, "S031", f"la colonne « {titre} » n’est pas connue", conseil)
        if manquent and not self.problems:
            quoi = "la colonne" if len(manquent) == 1 else "les colonnes"
            conseil = f"la première ligne nomme les colonnes : {', '.join(self.colonnes)}"
            message = f"il manque {quoi} {', '.join(f'« {nom} »' for nom in manquent)}"
            self.add(self.ligne, None, "S031", message, conseil)

    def _nameless(self, rang: int) -> None:
        pleines = [ligne for ligne, champs in self.suite if rang < len(champs) and champs[rang]]
        if pleines:
            conseil = f"nommez-la, ou videz-la ({cited_lines(pleines)})"
            self.add(self.ligne, rang, "S031", "colonne sans nom", conseil)

    def _rangees(self) -> Iterator[TextRow]:
        courtes: list[int] = []
        egales = len({len(champs) for _, champs in self.suite}) == 1
        for ligne, champs in self.suite:
            if champs == self.entete:
                self.assume(ligne, "les noms des colonnes sont répétés ici", "enlevez cette ligne")
                continue
            # the empty end that a whole table has is nothing; that of one row is a separator too many in it
            lus = champs if self.grille.cut_rows and not egales else champs[: _filled(champs)]
            if len(lus) > len(self.entete):
                guillemets = "mettez entre guillemets le texte qui contient le séparateur, ou " * self.grille.cut_rows
                message = f"{len(lus)} champs au lieu de {len(self.entete)}"
                self.add(ligne, None, "S030", message, f"{guillemets}nommez la colonne qui déborde")
                continue
            if self.grille.cut_rows and len(champs) <= max(self.rangs.values()):
                if not self._is_cut(ligne, champs):
                    conseil = "complétez la ligne ; un retour à la ligne dans une case se met entre guillemets"
                    self.add(ligne, None, "S030", f"{len(champs)} champs au lieu de {len(self.entete)}", conseil)
                    continue
                courtes.append(ligne)
            self._errors(ligne, champs)
            yield TextRow(ligne, {nom: champs[rang] if rang < len(champs) else "" for nom, rang in self.rangs.items()})
        if courtes:
            message = f"il manque des champs au bout : lus comme des cases vides ({cited_lines(courtes)})"
            self.assume(courtes[0], message, "complétez, ou enregistrez de nouveau la table")

    def _is_cut(self, ligne: int, champs: Sequence[str]) -> bool:
        """Whether Excel left out the empty end of this row: it does so for whole blocks of sixteen, but the first."""
        bloc = (ligne - 1) // _BLOC
        voisines = {len(autres) for n, autres in self.grille.rows if (n - 1) // _BLOC == bloc}
        return bloc > 0 and voisines == {len(champs)}

    def _errors(self, ligne: int, champs: Sequence[str]) -> None:
        for rang, champ in enumerate(champs):
            if champ[:1] == "#" and _ERREURS.fullmatch(champ):
                conseil = "corrigez la formule dans le tableur, ou écrivez la valeur"
                self.add(ligne, rang, "S041", f"« {champ} » est une erreur de tableur", conseil)

    def _jours(self, rangees: list[TextRow], jours: Collection[str]) -> list[TextRow]:
        """The same rows, days written « 23/11/2026 » turned round where that is sure: some day is past the twelfth."""
        for colonne in jours:
            ecrits = {r.line: m for r in rangees if (m := _JOUR.fullmatch(r.cells.get(colonne, "")))}
            sures = [m for m in ecrits.values() if int(m[1]) > 12 and _iso(m)]
            if not sures or any(int(m[2]) > 12 for m in ecrits.values()):
                continue
            tournes = {ligne: _iso(m) for ligne, m in ecrits.items()}
            rangees = [
                replace(r, cells={**r.cells, colonne: tournes[r.line]}) if tournes.get(r.line) else r for r in rangees
            ]
            message = f"« {colonne} » : {sures[0][0]} est lu {_iso(sures[0])}, et ainsi de toute la colonne"
            self.assume(
                next(iter(ecrits)), message, "écrivez l’année, le mois et le jour pour ne rien laisser supposer"
            )
        return rangees


def _filled(champs: Sequence[str]) -> int:
    return max((rang for rang, champ in enumerate(champs, 1) if champ), default=0)


def _iso(jour: re.Match[str]) -> str:
    try:
        return dt.date(int(jour[3]), int(jour[2]), int(jour[1])).isoformat()
    except ValueError:
        return ""


def cited_lines(lignes: Sequence[int]) -> str:
    """« ligne 4 », « lignes 4, 9, 12 »: the first six of them."""
    suite = ", ".join(map(str, lignes[:_CITES])) + (", …" if len(lignes) > _CITES else "")
    return f"ligne{'s' * (len(lignes) > 1)} {suite}"
