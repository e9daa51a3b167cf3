"""Faults that a workbook or a CSV file can have: what does the damage, and what each gate that sees it says of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

from support.docx_faults import Faute, changer, recrire, retirer
from support.docx_gates import AUDIT
from support.sheet_checks import OWN_CSV, OWN_XLSX

BOOK, SHEET, TABLE = "xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/tables/table1.xml"
WORDS, STYLES, RELS = "xl/sharedStrings.xml", "xl/styles.xml", "xl/worksheets/_rels/sheet1.xml.rels"

XLSX: dict[str, Faute] = {
    "a formula made of text": Faute(
        recrire(SHEET, '<c r="C2" s="1" t="s"><v>[0-9]+</v>', '<c r="C2" s="1"><f>1+1</f><v>2</v>'),
        {OWN_XLSX: "C2 n'est pas du texte"},
    ),
    "a number made of text": Faute(
        recrire(SHEET, '<c r="C2" s="1" t="s"><v>[0-9]+</v>', '<c r="C2" s="1"><v>2014</v>'),
        {OWN_XLSX: "C2 n'est pas du texte"},
    ),
    "no table object": Faute(recrire(SHEET, "<tableParts .*</tableParts>", ""), {OWN_XLSX: "0 objets tableau"}),
    "a table object that leaves a row out": Faute(changer(TABLE, 'F17"', 'F16"', -1), {OWN_XLSX: "A1:F16 sur A1:F17"}),
    "a column of the table with another name": Faute(
        changer(TABLE, "Critère", "Critere"), {OWN_XLSX: "en-têtes diffèrent"}
    ),
    "a table name used twice": Faute(
        changer("xl/tables/table2.xml", "Tableau2", "Tableau1", -1), {OWN_XLSX: "illisible"}
    ),
    "a column name used twice": Faute(changer(TABLE, 'name="GES"', 'name="PTCE"'), {OWN_XLSX: "en-têtes diffèrent"}),
    "a header that scrolls away": Faute(
        recrire(SHEET, "<pane .*/>(?=</sheetView>)", ""), {OWN_XLSX: "en-tête non figé"}
    ),
    "a header that is not printed again": Faute(
        recrire(BOOK, "<definedName .*</definedName>(?=<definedName )", ""), {OWN_XLSX: "non répété"}
    ),
    "wider than its page": Faute(changer(SHEET, ' fitToPage="1"', ""), {OWN_XLSX: "plus large"}),
    "a page that stands upright": Faute(changer(SHEET, ' orientation="landscape"', ""), {OWN_XLSX: "plus large"}),
    "no title": Faute(recrire("docProps/core.xml", "<dc:title>.*</dc:title>", ""), {OWN_XLSX: "sans titre"}),
    "a hidden sheet": Faute(changer(BOOK, 'sheetId="2"', 'sheetId="2" state="hidden"'), {OWN_XLSX: "masquée"}),
    "a hidden column": Faute(changer(SHEET, '<col min="2"', '<col hidden="1" min="2"'), {OWN_XLSX: "masquée"}),
    "a sheet with another name": Faute(changer(BOOK, 'name="Sources"', 'name="Feuil2"'), {OWN_XLSX: "feuilles :"}),
    "a cell cut short": Faute(changer(WORDS, "sans statut imposé", "sans statut"), {OWN_XLSX: "Comparatif : rangée 2"}),
    "a text that would be cut by its column": Faute(
        changer(STYLES, ' wrapText="1"', "", -1), {OWN_XLSX: "sans retour à la ligne"}
    ),
    "a row lower than its lines": Faute(
        recrire(SHEET, '(<row r="2" [^>]*)ht="[0-9.]+" customHeight="1"', r"\g<1>"), {OWN_XLSX: "rangée 2 trop basse"}
    ),
    "merged cells": Faute(
        changer(SHEET, "</sheetData>", '</sheetData><mergeCells count="1"><mergeCell ref="A2:A3"/></mergeCells>'),
        {OWN_XLSX: "fusionnées"},
    ),
    "a link that leads elsewhere than it says": Faute(
        recrire("xl/worksheets/_rels/sheet2.xml.rels", 'Target="https://[^"]*"', 'Target="https://exemple.fr/"'),
        {OWN_XLSX: "mène ailleurs"},
    ),
    "a string that is not there": Faute(
        recrire(SHEET, '(<c r="C2".*?<v>)[0-9]+', r"\g<1>9999"), {OWN_XLSX: "illisible", AUDIT: "out of range"}
    ),
    "a style that is not there": Faute(changer(SHEET, '<c r="C2" s="1"', '<c r="C2" s="99"'), {OWN_XLSX: "illisible"}),
    "a relationship without its part": Faute(retirer(TABLE), {OWN_XLSX: "illisible", AUDIT: "target not found"}),
    "a table without its relationship": Faute(
        changer(RELS, 'Id="rId1"', 'Id="rId9"'), {OWN_XLSX: "illisible", AUDIT: "does not exist"}
    ),
    "elements out of order": Faute(
        recrire(SHEET, "(<sheetFormatPr [^>]*/>)(<cols>.*</cols>)", r"\2\1"), {AUDIT: "Unexpected element"}
    ),
    "XML that is not well formed": Faute(changer(SHEET, "</sheetData>", ""), {OWN_XLSX: "illisible"}),
}


class FauteCsv(NamedTuple):
    """`excel`: of the form for French Excel. `vue`: gate → part of what it must say."""

    abime: Callable[[bytes], bytes]
    vue: Mapping[str, str]
    excel: bool = False


def _change(avant: str, apres: str, fois: int = 1) -> Callable[[bytes], bytes]:
    def damage(octets: bytes) -> bytes:
        assert avant.encode() in octets, f"{avant} is not there"
        return octets.replace(avant.encode(), apres.encode(), fois)

    return damage


CSVS: dict[str, FauteCsv] = {
    "an open file with a mark": FauteCsv(lambda octets: b"\xef\xbb\xbf" + octets, {OWN_CSV: "marque"}),
    "an Excel file without its mark": FauteCsv(lambda octets: octets[3:], {OWN_CSV: "marque"}, excel=True),
    "semicolons in the open file": FauteCsv(_change(",", ";", -1), {OWN_CSV: "rangée 1"}),
    "commas in the Excel file": FauteCsv(_change(";", ",", -1), {OWN_CSV: "rangée 1"}, excel=True),
    "a formula that is not made harmless": FauteCsv(
        _change("Repères,Nature", "Repères,=1+1"), {OWN_CSV: "formule : =1+1"}
    ),
    "a formula between quotes": FauteCsv(_change("Repères,Nature", 'Repères,"@SUM(1,2)"'), {OWN_CSV: "formule : @SUM"}),
    "a row with a cell too many": FauteCsv(_change("Repères,Nature", "Repères,Nature,"), {OWN_CSV: "inégales"}),
    "a row missing": FauteCsv(lambda octets: octets[: octets.rindex(b"\r\n", 0, -2) + 2], {OWN_CSV: "au lieu de"}),
    "lines that end as on Unix": FauteCsv(_change("\r\n", "\n", -1), {OWN_CSV: "fins de ligne"}),
    "one line that ends as on Unix": FauteCsv(_change("\r\n", "\n"), {OWN_CSV: "fins de ligne"}),
    "a head that stands twice": FauteCsv(_change("PTCE,GES", "PTCE,PTCE"), {OWN_CSV: "en-tête répété : PTCE"}),
    "a cell cut short": FauteCsv(_change("sans statut imposé", "sans statut"), {OWN_CSV: "rangée 2"}),
    "another encoding": FauteCsv(lambda octets: octets.decode().encode("cp1252", "replace"), {OWN_CSV: "UTF-8"}),
    "an accent lost": FauteCsv(_change("Critère", "Critere"), {OWN_CSV: "rangée 1"}),
}
