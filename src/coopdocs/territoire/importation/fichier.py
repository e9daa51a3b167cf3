"""A file as a portal or a spreadsheet left it, read row by row and never held whole: a million rows cost no more room.

Its encoding is UTF-8, UTF-16 or, for want of them, Windows-1252; its separator the one that cuts most lines alike.
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import NoReturn

from coopdocs.problem import Place, Problem, ProblemCode, ProblemsError
from coopdocs.source import clean_cell
from coopdocs.source.encoding import probe
from coopdocs.source.workbook import Worksheet, is_workbook, read_workbook
from coopdocs.territoire.importation.colonnes import is_code_title

LIGNE_MAX = 16_000_000
"""The longest line, in characters: the outline of a large département in one cell is a tenth of it."""
CLASSEUR_MAX = 60_000_000
SEPARATEURS = {";": "point-virgule", ",": "virgule", "\t": "tabulation", "|": "barre"}
_TITRES_MAX = 15
"""In how many rows of a sheet cells may be merged."""
_ESSAI = 200
"""How many lines tell the separator."""
csv.field_size_limit(LIGNE_MAX)

Ligne = tuple[int, list[str]]
"""The number of a row in its file or sheet, from 1, and its cells as they are written."""


@dataclass(frozen=True)
class FichierRecu:
    """A file that was looked into: `encodage` and `separateur` of a text, `feuille` of a workbook; the others empty.

    `feuilles`: the sheets that have rows, in the order of the workbook.
    """

    nom: str
    chemin: Path
    encodage: str = ""
    bom: bool = False
    separateur: str = ""
    feuille: str = ""
    feuilles: tuple[str, ...] = ()
    _lues: Sequence[Worksheet] = field(default=(), repr=False)

    @property
    def lecture(self) -> str:
        """How it was read: « utf-8 (bom) », « cp1252 », « xlsx:Composition_communale »."""
        return f"xlsx:{self.feuille}" if self.feuille else f"{self.encodage}{' (bom)' if self.bom else ''}"

    def place(self, ligne: int = 0, colonne: int = 0) -> Place:
        """A row or a cell of it; columns count cells, from 1."""
        return Place(self.adresse, ligne, colonne, self.feuille)

    @property
    def adresse(self) -> str:
        """Its whole path: places are shown relative to the kit, and a file lies where the user is."""
        return self.chemin.absolute().as_posix()

    def refuse(self, code: ProblemCode, message: str, conseil: str, ligne: int = 0) -> NoReturn:
        raise ProblemsError([Problem(code, self.place(ligne), message, conseil)])

    def lignes(self) -> Iterator[Ligne]:
        """Its rows, empty ones too; `ProblemsError` where one cannot be read."""
        if self.feuille:
            yield from _sheet_rows(next(sheet for sheet in self._lues if sheet.name == self.feuille))
            return
        avant = 1 if self.separateur and self._declares_separator() else 0
        lecteur = csv.reader(islice(self._text_lines(), avant, None), delimiter=self.separateur or ";")
        debut = avant + 1
        try:
            for champs in lecteur:
                yield debut, champs
                debut = avant + lecteur.line_num + 1
        except csv.Error:
            self.refuse("I001", "une case démesurée commence ici : guillemet jamais refermé ?",
                        "refermez le guillemet, ou téléchargez de nouveau le fichier", debut)  # fmt: skip

    def start(self) -> list[str]:
        """The first lines of a text."""
        return list(islice(self._text_lines(), _ESSAI))

    def _declares_separator(self) -> bool:
        return next(self._text_lines(), "").strip().lower().startswith("sep=")

    def _text_lines(self) -> Iterator[str]:
        numero = 0
        with self.chemin.open(encoding="utf-8-sig" if self.bom else self.encodage, newline="") as flux:
            while ligne := flux.readline(LIGNE_MAX):
                numero += 1
                if len(ligne) == LIGNE_MAX:
                    self.refuse("I001", f"la ligne {numero} dépasse {LIGNE_MAX // 1_000_000} millions de caractères",
                                "ce n’est pas une table ; téléchargez-la de nouveau, en CSV", numero)  # fmt: skip
                yield ligne


def _sheet_rows(feuille: Worksheet) -> Iterator[Ligne]:
    """The rows of a sheet, those that it leaves out too: what stands above a table counts."""
    attendu = 1
    for numero, cases in feuille.rows:
        yield from ((vide, []) for vide in range(attendu, min(numero, attendu + 50)))
        yield numero, cases
        attendu = numero + 1


def open_file(chemin: Path, feuille: str = "") -> FichierRecu:
    """A file ready to be read; `feuille`: the sheet of a workbook. `ProblemsError` when it is no table."""
    recu = FichierRecu(chemin.name, chemin)
    try:
        with chemin.open("rb") as flux:
            debut = flux.read(4096)
        if not debut.strip(b"\xef\xbb\xbf \t\r\n\0"):
            recu.refuse("S008", "le fichier est vide", "téléchargez-le de nouveau")
        if is_workbook(debut):
            return _workbook(recu, feuille)
        if feuille:
            recu.refuse("I009", "--feuille ne vaut que pour un classeur", "retirez cette option")
        return _text(recu, debut)
    except FileNotFoundError:
        recu.refuse("S001", "fichier absent", "vérifiez son nom et son dossier")
    except OSError as erreur:
        recu.refuse("S002", f"fichier illisible ({type(erreur).__name__})", "vérifiez le fichier et vos droits")


def _text(recu: FichierRecu, debut: bytes) -> FichierRecu:
    tete = debut.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if tete.startswith((b"<!doctype", b"<html", b"<?xml", b"<head", b"<body")):
        recu.refuse("I001", "c’est une page web, pas une table",
                    "sur le portail, prenez le lien de téléchargement du fichier CSV ou XLSX")  # fmt: skip
    if tete.startswith((b"{", b"[{", b"%pdf", b"\x1f\x8b", b"rar!", b"7z\xbc\xaf")):
        recu.refuse("I001", "c’est un autre format (JSON, PDF ou archive), pas une table",
                    "prenez le fichier CSV ou XLSX du même jeu de données ; décompressez une archive")  # fmt: skip
    encodage, bom = probe(recu.adresse, recu.chemin)
    ouvert = FichierRecu(recu.nom, recu.chemin, encodage, bom)
    return FichierRecu(recu.nom, recu.chemin, encodage, bom, find_separator(ouvert.start()))


def find_separator(lignes: Sequence[str]) -> str:
    """The sign that cuts most lines into as many cells, names of code columns first; « ; » where none cuts any."""
    declare = lignes[0].strip().lower() if lignes else ""
    if declare.startswith("sep=") and len(declare) == 5:
        return declare[4]
    return max(SEPARATEURS, key=lambda signe: _merit(lignes, signe))


def _merit(lignes: Sequence[str], signe: str) -> tuple[int, int, int]:
    try:
        rangees = [champs for champs in csv.reader(lignes, delimiter=signe) if len(champs) > 1]
    except csv.Error:
        return 0, 0, 0
    largeur, memes = Counter(map(len, rangees)).most_common(1)[0] if rangees else (0, 0)
    nommee = any(is_code_title(champ) for champs in rangees[:15] for champ in champs)
    return int(nommee), memes, largeur


def _workbook(recu: FichierRecu, feuille: str) -> FichierRecu:
    """The sheet that is asked for, else the one that names a code column, else the only one."""
    if recu.chemin.stat().st_size > CLASSEUR_MAX:
        recu.refuse("S004", "ce classeur dépasse 60 Mo", "enregistrez la feuille utile au format CSV")
    lues = [sheet for sheet in read_workbook(recu.adresse, recu.chemin.read_bytes()) if sheet.rows]
    noms = tuple(sheet.name for sheet in lues)
    if not lues:
        recu.refuse("S008", "ce classeur est vide", "téléchargez-le de nouveau")
    if feuille and feuille not in noms:
        cites = ", ".join(f"« {nom} »" for nom in noms)
        recu.refuse("I009", f"ce classeur n’a pas de feuille « {feuille} »", f"feuilles : {cites}")
    choisie = next((sheet for sheet in lues if sheet.name == feuille), None) or max(lues, key=_names_codes)
    # merged titles are read as they stand; merged rows, formulas without result and rows left out are not
    graves = [f for f in choisie.faults if f[2] in ("S041", "S042") or (f[2] == "S043" and f[0] > _TITRES_MAX)]
    if graves:
        raise ProblemsError([choisie.problem(recu.adresse, *faute) for faute in graves[:20]])
    return FichierRecu(recu.nom, recu.chemin, feuille=choisie.name, feuilles=noms, _lues=lues)


def _names_codes(feuille: Worksheet) -> tuple[bool, int]:
    nommee = any(is_code_title(clean_cell(case)) for _, cases in feuille.rows[:20] for case in cases)
    return nommee, min(len(feuille.rows), 100)
