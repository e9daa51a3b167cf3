"""Workbooks (.xlsx) as sheets of text: codes keep their zeros, dates are dates, formulas have their last result.

A workbook is a zip of XML that anyone may have made: it is bounded before it is opened, and no XML with a document
type, where entities would be declared, is read. openpyxl, imported here alone, reads the cells.
"""

from __future__ import annotations

import datetime as dt
import io
import re
import warnings
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from coopdocs.problem import Place, Problem, ProblemsError
from coopdocs.source.textfile import HIDDEN_CHARACTERS, hidden_message

ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
DEPLIE_MAX, MEMBRES_MAX, LIGNES_MAX = 60_000_000, 2_000, 50_000
_XLSX = "enregistrez-le au format « Classeur Excel (.xlsx) », ou en CSV"
_AUTRES = (
    ("xl/workbook.bin", "ce classeur est au format .xlsb"),
    ("word/document.xml", "ce fichier est un document Word"),
    ("content.xml", "ce classeur est au format .ods"),
)

SheetFault = tuple[int, int, str, str, str]
"""Row, column (both from 1), code, message, what to do."""


@dataclass(frozen=True)
class Worksheet:
    """A visible sheet: its rows as text, each with its number, those that are hidden, and what cannot be read."""

    name: str
    rows: list[tuple[int, list[str]]]
    hidden_rows: tuple[int, ...]
    faults: tuple[SheetFault, ...]

    def problem(self, fichier: str, ligne: int, colonne: int, code: str, message: str, conseil: str) -> Problem:
        return Problem(code, Place(fichier, ligne, colonne, self.name), message, conseil)


def is_workbook(octets: bytes) -> bool:
    """Whether these bytes are those of an office file rather than of a text, whatever its name says."""
    return octets.startswith((ZIP, OLE))


def read_workbook(nom: str, octets: bytes) -> list[Worksheet]:
    """The visible sheets of a workbook, in its order; `ProblemsError` for another format, or what cannot be trusted."""
    if octets.startswith(OLE):
        protege = "EncryptedPackage".encode("utf-16-le") in octets
        message = "ce classeur est protégé par un mot de passe" if protege else "ce classeur est à l’ancien format .xls"
        raise _refused(nom, message, "enlevez le mot de passe" if protege else _XLSX)
    try:
        with zipfile.ZipFile(io.BytesIO(octets)) as archive:
            _trust(nom, archive)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return list(_sheets(octets))
    except ProblemsError:
        raise
    except Exception as erreur:  # a damaged workbook raises anything: zip, XML, numbers, openpyxl's own
        message = f"ce classeur est abîmé, ou n’est pas un classeur ({type(erreur).__name__})"
        raise _refused(nom, message, "ouvrez-le dans le tableur et enregistrez-le de nouveau") from erreur


def _refused(nom: str, message: str, conseil: str) -> ProblemsError:
    return ProblemsError([Problem("S042", Place(nom), message, conseil)])


def _trust(nom: str, archive: zipfile.ZipFile) -> None:
    membres = archive.infolist()
    noms = {membre.filename for membre in membres}
    for marque, message in _AUTRES:
        if marque in noms:
            raise _refused(nom, message, _XLSX)
    if "xl/workbook.xml" not in noms:
        raise _refused(nom, "ce fichier n’est pas un classeur", _XLSX)
    if len(membres) > MEMBRES_MAX or sum(membre.file_size for membre in membres) > DEPLIE_MAX:
        raise _refused(nom, "ce classeur est démesuré une fois décompressé", "copiez la table dans un classeur neuf")
    for membre in membres:
        # in UTF-16, each letter has a zero beside it
        texte = archive.read(membre).replace(b"\0", b"") if membre.filename.endswith((".xml", ".rels")) else b""
        if b"<!" in texte and re.search(rb"<!(DOCTYPE|ENTITY)", texte, re.IGNORECASE):
            raise _refused(nom, "ce classeur déclare des entités XML", "copiez la table dans un classeur neuf")


def _sheets(octets: bytes) -> Iterator[Worksheet]:
    import openpyxl

    classeur = openpyxl.load_workbook(io.BytesIO(octets), read_only=True, data_only=True, keep_links=False)
    with zipfile.ZipFile(io.BytesIO(octets)) as archive:
        for feuille in classeur.worksheets:
            if feuille.sheet_state != "visible":
                continue
            feuille.reset_dimensions()  # what the file says of its own size is often wrong, and may be a million rows
            lignes, fautes = _cells(feuille)
            # read-only sheets do not tell what follows their rows
            suite = _SheetMarkup(archive.read(feuille._worksheet_path.lstrip("/")))
            ecrites = {numero for numero, _ in lignes}
            masquees = tuple(numero for numero in suite.masquees if numero in ecrites)
            yield Worksheet(feuille.title, lignes, masquees, (*fautes, *suite.fautes(lignes)))


def _cells(feuille: Any) -> tuple[list[tuple[int, list[str]]], list[SheetFault]]:
    lignes: list[tuple[int, list[str]]] = []
    fautes: list[SheetFault] = []
    for numero, rangee in enumerate(feuille.iter_rows(), 1):
        champs = [_text(cellule) for cellule in rangee]
        if not any(champs):
            continue
        if len(lignes) == LIGNES_MAX:
            fautes.append((numero, 0, "S042", f"plus de {LIGNES_MAX} lignes", "découpez cette table"))
            break
        while not champs[-1]:
            champs.pop()
        lignes.append((numero, champs))
        for rang, champ in enumerate(champs, 1):
            if trouve := HIDDEN_CHARACTERS.search(champ):
                fautes.append((numero, rang, "S007", hidden_message(trouve[0]), "effacez-le"))
    return lignes, fautes


def _text(cellule: Any) -> str:
    valeur = cellule.value
    if valeur is None:
        return ""
    if isinstance(valeur, str):
        return re.sub(r"_x000[dD]_|\r", "", valeur).strip()
    if isinstance(valeur, bool):
        return "VRAI" if valeur else "FAUX"
    if isinstance(valeur, dt.datetime):
        return valeur.date().isoformat() if valeur.time() == dt.time() else valeur.isoformat(" ")
    if isinstance(valeur, int | float):
        return _number(valeur, cellule.number_format or "")
    return str(valeur)


def _number(valeur: int | float, motif: str) -> str:
    """A number as its cell shows it: all its digits, the zeros of its format before them, « % » where it has one."""
    if "%" in motif:
        return f"{format(Decimal(f'{valeur * 100:.15g}'), 'f')} %"
    if isinstance(valeur, float) and not valeur.is_integer():
        return format(Decimal(f"{valeur:.15g}"), "f")
    chiffres = re.sub(r'"[^"]*"|\\.|[^0#]', "", motif.split(";")[0])
    if len(chiffres) > 1 and chiffres[0] == "0" and not re.search(r"[.,dmyhsEe]", re.sub(r'"[^"]*"|\\.', "", motif)):
        return str(int(valeur)).zfill(len(chiffres))
    return str(int(valeur))


class _SheetMarkup:
    """What the XML of a sheet says beside its cells: hidden rows, merged cells, formulas without a result."""

    def __init__(self, octets: bytes) -> None:
        from xml.etree.ElementTree import iterparse

        self.masquees: list[int] = []
        self._fusions: list[tuple[int, int, int, int]] = []
        self._vides: list[tuple[int, int]] = []
        numero = 0
        # a document type, the only thing that could be dangerous here, was refused before
        for moment, element in iterparse(io.BytesIO(octets), events=("start", "end")):
            nom = _local(element.tag)
            if nom == "row" and moment == "start":
                numero = int(element.get("r") or numero + 1)
                if element.get("hidden") in ("1", "true"):
                    self.masquees.append(numero)
            elif nom == "row":
                element.clear()
            elif nom == "c" and moment == "end":
                enfants = {_local(enfant.tag): enfant.text for enfant in element}
                # an empty text is a result
                vide = "f" in enfants and not enfants.get("v") and (element.get("t") != "str" or "v" not in enfants)
                if vide and (ici := _corners(element.get("r") or "")):
                    self._vides.append(ici[:2])
            elif nom == "mergeCell" and moment == "end" and (coins := _corners(element.get("ref") or "")):
                self._fusions.append(coins)

    def fautes(self, lignes: list[tuple[int, list[str]]]) -> Iterator[SheetFault]:
        """What keeps a sheet from being read as a table, where cells are filled."""
        conseil = "ouvrez le classeur dans le tableur et enregistrez-le : le résultat y sera"
        for ligne, colonne in self._vides:
            yield ligne, colonne, "S041", "cette formule n’a pas de résultat enregistré", conseil
        ecrites = {numero for numero, champs in lignes if sum(map(bool, champs)) > 1}
        for haut, gauche, bas, droite in self._fusions:
            # a title over the table is alone on its rows
            if any(numero in ecrites for numero in range(haut, min(bas, haut + LIGNES_MAX) + 1)):
                message = f"{(bas - haut + 1) * (droite - gauche + 1)} cases fusionnées : à laquelle va leur contenu ?"
                yield haut, gauche, "S043", message, "défusionnez-les et remplissez chacune"


def _local(nom: str) -> str:
    return nom.rpartition("}")[2]


def _corners(reference: str) -> tuple[int, int, int, int] | None:
    """« B2:C5 » as (2, 2, 5, 3); « B2 » as (2, 2, 2, 2); None for anything else."""
    trouve = re.fullmatch(r"\$?([A-Z]{1,3})\$?(\d+)(?::\$?([A-Z]{1,3})\$?(\d+))?", reference)
    if trouve is None:
        return None
    haut, gauche = int(trouve[2]), _rank(trouve[1])
    return haut, gauche, int(trouve[4] or haut), _rank(trouve[3] or trouve[1])


def _rank(lettres: str) -> int:
    rang = 0
    for lettre in lettres:
        rang = rang * 26 + ord(lettre) - ord("A") + 1
    return rang
