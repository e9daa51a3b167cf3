"""Tables as people leave them: read the same however they were saved, or refused at their cell; nothing lost."""

from __future__ import annotations

import csv
import datetime as dt
import io
import sys
import time
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from coopdocs.library import Library, load
from coopdocs.problem import Place, Problem, ProblemsError
from coopdocs.release import sources
from coopdocs.source import TextTable, find_table, read_table
from support.kits import write_kit

COLONNES = ("code", "nom", "note", "vu_le")
Lignes = list[list[str]]
Worksheet = tuple[str, Sequence[Sequence[object]]]
TABLE: Lignes = [
    ["01004", "Ambérieu", "« cœur »", "2026-11-23"],
    ["2A004", "L’Île", "", "2026-01-02"],
    ["974", 'dit "x"; y, z', "20 €", ""],
]


def read(
    tmp_path: Path, octets: bytes, nom: str = "t.csv", obligatoires: tuple[str, ...] | None = None
) -> tuple[TextTable | None, list[Problem]]:
    (tmp_path / nom).write_bytes(octets)
    return read_table(tmp_path / nom, tmp_path, COLONNES, obligatoires, ("vu_le",))


def rows(tmp_path: Path, octets: bytes, nom: str = "t.csv") -> tuple[Lignes, list[Problem]]:
    tableau, problems = read(tmp_path, octets, nom)
    assert problems == []
    assert tableau is not None
    return [[r.cells[c] for c in COLONNES] for r in tableau.rows], list(tableau.warnings)


def saved(lignes: Lignes, separateur: str = ",", fin: str = "\n") -> str:
    sortie = io.StringIO(newline="")
    csv.writer(sortie, delimiter=separateur, lineterminator=fin).writerows([list(COLONNES), *lignes])
    return sortie.getvalue()


def reordered(lignes: Lignes) -> str:
    sortie = io.StringIO(newline="")
    csv.writer(sortie, delimiter=";").writerows(reversed(ligne) for ligne in [list(COLONNES), *lignes])
    return sortie.getvalue()


def workbook(
    *feuilles: tuple[str, Sequence[Sequence[object]]], retouche: Callable[[Workbook], None] | None = None
) -> bytes:
    classeur = Workbook()
    classeur.remove(classeur["Sheet"])
    for titre, lignes in feuilles:
        feuille = classeur.create_sheet(titre)
        for rang, ligne in enumerate(lignes, 1):
            for colonne, valeur in enumerate(ligne, 1):
                if valeur != "":
                    feuille.cell(rang, colonne).value = valeur
    if retouche:
        retouche(classeur)
    sortie = io.BytesIO()
    classeur.save(sortie)
    return sortie.getvalue()


EN_TETE: Sequence[object] = COLONNES


def one_row(*cellules: object) -> bytes:
    return workbook(("L", [EN_TETE, cellules]))


def as_sheet(lignes: Lignes) -> bytes:
    return workbook(("Feuil1", [EN_TETE, *[list[object](ligne) for ligne in lignes]]))


# --- the same rows


WAYS: dict[str, Callable[[Lignes], bytes]] = {
    "comma": lambda t: saved(t).encode(),
    "semicolon": lambda t: saved(t, ";").encode(),
    "tab": lambda t: saved(t, "\t").encode(),
    "bar": lambda t: saved(t, "|").encode(),
    "mark": lambda t: saved(t, ";", "\r\n").encode("utf-8-sig"),
    "old Mac line ends": lambda t: saved(t, ";", "\r").encode(),
    "sep=": lambda t: ("sep=;\r\n" + saved(t, ";", "\r\n")).encode("utf-8-sig"),
    "sep= with a sign of its own": lambda t: ("sep=~\n" + saved(t, "~")).encode(),
    "Windows-1252": lambda t: saved(t, ";", "\r\n").encode("cp1252"),
    "UTF-16": lambda t: saved(t, "\t", "\r\n").encode("utf-16"),
    "UTF-16 without mark": lambda t: saved(t, "\t", "\r\n").encode("utf-16-be"),
    "empty rows": lambda t: ("\n;;;\n" + saved(t, ";").replace("\n", "\n\n;;;\n ;\u00a0;;\n")).encode(),
    "empty columns": lambda t: saved(t, ";").replace("\r", "").replace("\n", ";;;\n").encode(),
    "a separator after each row": lambda t: saved(t, ";").replace("\n", ";\n").replace(";\n", "\n", 1).encode(),
    "empty first column": lambda t: "".join(";" + x for x in saved(t, ";").splitlines(True)).encode(),
    "headings": lambda t: saved(t, ";").replace("code;nom;note;vu_le", " Code ;NOM;\u00a0Noté;Vu le").encode(),
    "order": lambda t: reordered(t).encode(),
    "spaces": lambda t: saved([[f"\u00a0{c} " for c in ligne] for ligne in t], ";").encode(),
    "decomposed letters": lambda t: saved([[c.replace("é", "e\u0301") for c in r] for r in t]).encode(),
    "zeros kept": lambda t: saved([[f'="{r[0]}"', *r[1:]] for r in t], ";").encode(),
    "days turned round": lambda t: saved([[*r[:3], "/".join(reversed(r[3].split("-")))] for r in t], ";").encode(),
    "titles above": lambda t: ("Ma table;;;\n;;;\n" + saved(t, ";")).encode(),
    "headings again": lambda t: (saved(t) + saved([])).encode(),
    "workbook": as_sheet,
    "workbook named csv": as_sheet,
    "workbook, table lower down": lambda t: workbook(
        ("A", [["Bilan"], [], ["", *EN_TETE], *[["", *r] for r in t]]), ("Vide", [])
    ),
    "workbook, second sheet": lambda t: workbook(("Notes", [["à faire"]]), ("Bon", [EN_TETE, *[[*r] for r in t]])),
}  # fmt: skip
SUPPOSE = {
    "Windows-1252": "Windows-1252", "UTF-16": "UTF-16", "UTF-16 without mark": "UTF-16",
    "days turned round": "23/11/2026 est lu 2026-11-23", "titles above": "ligne 1", "headings again": "répétés",
    "workbook, table lower down": "ligne 1", "workbook, second sheet": "« Bon » est lue, et non « Notes »",
}  # fmt: skip


def test_a_cell_may_be_as_long_as_its_file(tmp_path: Path) -> None:
    long = "a" * 200_000
    lus, _ = rows(tmp_path, saved([["01004", long, "", "2026-11-23"]]).encode())
    assert lus[0][1] == long


def test_a_separator_that_is_none_is_no_separator(tmp_path: Path) -> None:
    # the mark of quoted cells: csv takes it in some versions of Python and raises in others
    lus, [dit] = rows(tmp_path, b'sep="\n' + saved(TABLE).encode())
    assert (lus, dit.code) == (TABLE, "A020")


@pytest.mark.parametrize("way", WAYS)
def test_a_table_reads_the_same_however_it_was_saved_and_says_what_it_assumed(tmp_path: Path, way: str) -> None:
    nom = "t.xlsx" if way.startswith("workbook") and "csv" not in way else "t.csv"
    lues, dits = rows(tmp_path, WAYS[way](TABLE), nom)
    assert lues == TABLE
    assert [d.gravite for d in dits] == ["avertissement"] * (way in SUPPOSE)
    assert all(SUPPOSE[way] in d.message and d.conseil for d in dits)


CELLULE = st.text(st.sampled_from("aéÉ œ’;,|\"«»0-/~'€"), max_size=8).map(str.strip)
SAVED_WHOLE = [
    w
    for w in WAYS
    if w not in ("days turned round", "empty columns", "empty first column", "a separator after each row")
]


@given(
    st.lists(st.tuples(st.from_regex(r"[0-9]{5}|2[AB][0-9]{3}", fullmatch=True), CELLULE, CELLULE), max_size=6),
    st.sampled_from(SAVED_WHOLE),
)
@settings(max_examples=60, deadline=None, derandomize=True)
def test_any_rows_read_the_same_however_they_were_saved(
    tmp_path_factory: pytest.TempPathFactory, lues: list[tuple[str, str, str]], way: str
) -> None:
    table = [[*r, ""] for r in lues]
    dossier = tmp_path_factory.getbasetemp()
    octets = WAYS[way](table)
    if way == "Windows-1252" and read(dossier, octets)[0] is None:
        return  # letters that could be another encoding's are refused
    assert rows(dossier, octets)[0] == table


# --- refused at their cell

REFUS = [
    ("S030", "code,nom,note,vu_le\n1,2,3,4\n5,6,7,8,\n", Place("t.csv", 3, 1), "5 champs au lieu de 4"),
    ("S030", "code,nom,note,vu_le\n1,2,3\n4,5,6,7\n", Place("t.csv", 2, 1), "3 champs au lieu de 4"),
    ("S031", "code,nom,remarque,vu_le\n1,2,3,4\n", Place("t.csv", 1, 10), "est-ce « note », qui manque ?"),
    ("S030", "code,nom,note,vu_le\n1,2,3,4,5\n", Place("t.csv", 2, 1), "5 champs au lieu de 4"),
    ("S031", "code,nom,note,vu_le,Note\n1,2,3,4,\n", Place("t.csv", 1, 21), "sont la même"),
    ("S031", "code,nom,nom,note,vu_le\n1,2,3,4,\n", Place("t.csv", 1, 10), "en double"),
    ("S031", "code,nom,note,vu_le,\n1,2,3,4,\n1,2,3,4,x\n", Place("t.csv", 1, 21), "colonne sans nom"),
    ("S031", "code,nom,notte,vu_le\n1,2,3,4\n", Place("t.csv", 1, 10), "vouliez-vous dire « note » ?"),
    ("S031", "code;nom\n1;2\n", Place("t.csv", 1, 1), "il manque les colonnes « note », « vu_le »"),
    ("S032", 'code,nom,note,vu_le\n1,2,3,4\n"5,6\n', Place("t.csv", 3, 1), "jamais refermé"),
    ("S032", 'code,nom,note,vu_le\n"1"x,2,3,4\n', Place("t.csv", 2, 1), "guillemet mal placé"),
    ("S041", "code;nom;note;vu_le\n1;#NOM?;;\n", Place("t.csv", 2, 3), "erreur de tableur"),
    ("S008", ";;;\n;;;\n", Place("t.csv"), "vide"),
    ("S008", "sep=;\n", Place("t.csv"), "vide"),
    ("S007", "code,nom,note,vu_le\n1,a\u200bb,,\n", Place("t.csv", 2, 4), "espace sans chasse"),
]


@pytest.mark.parametrize(("code", "texte", "place", "dit"), REFUS, ids=[f"{r[0]}-{n}" for n, r in enumerate(REFUS)])
def test_what_reads_in_two_ways_is_refused_at_its_place(
    tmp_path: Path, code: str, texte: str, place: Place, dit: str
) -> None:
    tableau, [problem] = read(tmp_path, texte.encode())
    assert tableau is None
    assert (problem.code, problem.place) == (code, place)
    assert dit in f"{problem.message} {problem.conseil}"
    assert problem.conseil


@pytest.mark.parametrize("encodage", ["mac_roman", "cp850"])
@pytest.mark.parametrize("mot", ["Ambérieu", "Noël", "Château", "où", "Île", "leçon", "cœur d’île", "brûlé", "grâce à"])
def test_another_encoding_than_those_of_windows_is_refused_by_name(tmp_path: Path, encodage: str, mot: str) -> None:
    octets = saved([["1", mot.replace("œ", "oe").replace("’", "'"), "", ""]]).encode(encodage)
    tableau, [problem] = read(tmp_path, octets)
    assert tableau is None
    assert problem.code == "S005"
    assert "Windows-1252" in problem.message
    assert "CSV UTF-8" in problem.conseil


@pytest.mark.parametrize(
    "octets",
    [
        saved([["1", "Ambérieu", "", ""]]).encode() + saved([["2", "Noël", "", ""]]).encode("cp1252"),
        saved([["1", "Ambérieu".encode().decode("cp1252"), "", ""]]).encode("cp1252") + b"\xe9",
        saved([["1", "c½ur", "", ""]]).encode("cp1252"),
    ],
    ids=["two encodings", "converted twice", "ISO 8859-15"],
)
def test_doubtful_letters_are_never_guessed(tmp_path: Path, octets: bytes) -> None:
    _, [problem] = read(tmp_path, octets)
    assert problem.code == "S005"


def test_the_blocks_that_excel_cuts_short_are_read_and_said_once(tmp_path: Path) -> None:
    texte = saved([["1", "a", "", ""]] * 15) + "16,b\n17,c\n"
    lues, [dit] = rows(tmp_path, texte.encode())
    assert lues[15:] == [["16", "b", "", ""], ["17", "c", "", ""]]
    assert (dit.place.ligne, "lignes 17, 18" in dit.message) == (17, True)
    _, [problem] = read(tmp_path, (texte + "18,d,,\n").replace("17,c\n", "").encode())
    assert (problem.code, problem.place.ligne) == ("S030", 17)


@pytest.mark.parametrize("autre", ["03/04/2026", "03/13/2026"])
def test_days_that_may_be_months_are_left_as_they_are(tmp_path: Path, autre: str) -> None:
    lues, dits = rows(tmp_path, saved([["1", "a", "", autre], ["2", "b", "", "01/02/2026"]], ";").encode())
    assert ([ligne[3] for ligne in lues], dits) == ([autre, "01/02/2026"], [])


def test_two_files_of_one_name_are_an_error_that_says_so(tmp_path: Path) -> None:
    table = tmp_path / "t.csv"
    assert find_table(table, tmp_path) is None
    (tmp_path / "t.xlsx").write_bytes(b"")
    assert find_table(table, tmp_path) == tmp_path / "t.xlsx"
    table.write_bytes(b"")
    with pytest.raises(ProblemsError) as refus:
        find_table(table, tmp_path)
    (problem,) = refus.value.problems
    assert (problem.code, "« t.csv » et « t.xlsx »" in problem.conseil) == ("S040", True)


# --- workbooks


def test_cells_of_a_workbook_are_what_its_reader_sees(tmp_path: Path) -> None:
    def formats(classeur: Workbook) -> None:
        feuille = classeur["Données"]
        feuille["A2"].number_format = "00000"
        feuille["A3"].number_format = '0#" "##" "##" "##" "##'
        feuille["C2"].number_format = "0.0%"

    lignes: Sequence[Sequence[object]] = [
        EN_TETE,
        [1004, "deux\nlignes", 0.125, dt.date(2026, 11, 23)],
        [475000000, True, 0.1 + 0.2, dt.datetime(2026, 1, 2)],
        [26281.0, 1234567890123, 1e-7, "2026-03"],
    ]
    lues, dits = rows(tmp_path, workbook(("Données", lignes), retouche=formats), "t.xlsx")
    assert dits == []
    assert lues == [
        ["01004", "deux lignes", "12.5 %", "2026-11-23"],
        ["0475000000", "VRAI", "0.3", "2026-01-02"],
        ["26281", "1234567890123", "0.0000001", "2026-03"],
    ]


def test_the_place_in_a_workbook_is_a_cell_of_a_sheet(tmp_path: Path) -> None:
    octets = workbook(("Liste", [EN_TETE, ["1", "a"], ["2", "#N/A"]]))
    tableau, [problem] = read(tmp_path, octets, "t.xlsx")
    assert tableau is None
    assert str(problem.place) == "t.xlsx:Liste!B3"
    assert str(Place("a.csv", 3, 2)) == "a.csv:3:2"
    assert str(Place("a.xlsx", 3, 28, "F")) == "a.xlsx:F!AB3"


def _hide(classeur: Workbook) -> None:
    classeur["L"].row_dimensions[3].hidden = True


def _merge(classeur: Workbook) -> None:
    classeur["L"].merge_cells("B2:B3")


def _secret(classeur: Workbook) -> None:
    classeur.create_sheet("S").sheet_state = "hidden"
    classeur["S"]["A1"] = "code"


def test_hidden_rows_are_read_and_said_and_hidden_sheets_are_not_read(tmp_path: Path) -> None:
    feuille = ("L", [EN_TETE, ["1", "a"], ["2", "b"]])
    lues, [dit] = rows(tmp_path, workbook(feuille, retouche=_hide), "t.xlsx")
    assert [ligne[0] for ligne in lues] == ["1", "2"]
    assert ("1 ligne masquée" in dit.message, "(ligne 3)" in dit.message, str(dit.place)) == (True, True, "t.xlsx:L")
    assert rows(tmp_path, workbook(feuille, retouche=_secret), "t.xlsx")[1] == []


def test_hidden_columns_are_read_and_said_where_they_are_filled(tmp_path: Path) -> None:
    def hide(*columns: str) -> Callable[[Workbook], None]:
        def retouche(classeur: Workbook) -> None:
            for column in columns:
                classeur["L"].column_dimensions[column].hidden = True

        return retouche

    feuille = ("L", [EN_TETE, ["1", "a"], ["2", "b"]])
    lues, [dit] = rows(tmp_path, workbook(feuille, retouche=hide("B", "Z")), "t.xlsx")
    assert [ligne[1] for ligne in lues] == ["a", "b"]
    assert ("1 colonne masquée" in dit.message, "(colonne B)" in dit.message, str(dit.place)) == (
        True,
        True,
        "t.xlsx:L",
    )
    _, [dit] = rows(tmp_path, workbook(feuille, retouche=hide("A", "B")), "t.xlsx")
    assert "2 colonnes masquées par le tableur, lues aussi (colonnes A, B)" in dit.message


@pytest.mark.parametrize(
    ("octets", "code", "place"),
    [
        (workbook(("L", [EN_TETE, ["1", "a"], ["2", ""]]), retouche=_merge), "S043", "t.xlsx:L!B2"),
        (one_row("1", "=1+1"), "S041", "t.xlsx:L!B2"),
        (one_row("1", "a\u200bb"), "S007", "t.xlsx:L!B2"),
        (workbook(("L", [[]])), "S008", "t.xlsx"),
    ],
    ids=["merged", "formula without result", "hidden character", "empty"],
)
def test_what_a_workbook_hides_is_refused_at_its_cell(tmp_path: Path, octets: bytes, code: str, place: str) -> None:
    tableau, [problem] = read(tmp_path, octets, "t.xlsx")
    assert tableau is None
    assert (problem.code, str(problem.place)) == (code, place)


def spoilt(membre: str, avant: bytes, apres: bytes, *, ajoute: dict[str, bytes] | None = None) -> bytes:
    """A sound workbook with one part changed, or with parts more."""
    sortie = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(as_sheet(TABLE))) as bon,
        zipfile.ZipFile(sortie, "w", zipfile.ZIP_DEFLATED) as faux,
    ):
        for info in bon.infolist():
            octets = bon.read(info)
            faux.writestr(info.filename, octets.replace(avant, apres, 1) if info.filename == membre else octets)
        for nom, octets in (ajoute or {}).items():
            faux.writestr(nom, octets)
    return sortie.getvalue()


FEUILLE = "xl/worksheets/sheet1.xml"
ENTITES = b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]><worksheet'
HOSTILES = {
    "entities": (spoilt(FEUILLE, b"<worksheet", ENTITES), "entités"),
    "zip bomb": (spoilt("", b"", b"", ajoute={"xl/media/x.bin": bytes(61_000_000)}), "démesuré"),
    "damaged": (as_sheet(TABLE)[:-300], "abîmé"),
    "no sheet": (spoilt(FEUILLE, b"<sheetData>", b"<sheetData"), "abîmé"),
    ".ods": (spoilt("", b"", b"", ajoute={"content.xml": b"<x/>"}), ".ods"),
    ".xls": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), ".xls"),
    "locked": (b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"), "mot de passe"),
    "another zip": (b"PK\x03\x04", "abîmé"),
}


@pytest.mark.parametrize("nom", HOSTILES)
def test_a_workbook_that_cannot_be_trusted_is_refused_by_name(tmp_path: Path, nom: str) -> None:
    octets, dit = HOSTILES[nom]
    tableau, [problem] = read(tmp_path, octets, "t.xlsx")
    assert tableau is None
    assert problem.code == "S042"
    assert dit in problem.message
    assert problem.conseil


def test_a_million_formatted_rows_cost_nothing(tmp_path: Path) -> None:
    def far(classeur: Workbook) -> None:
        classeur["L"]["XFD1048576"].number_format = "0.00"

    assert len(rows(tmp_path, workbook(("L", [EN_TETE, ["1", "a"]]), retouche=far), "t.xlsx")[0]) == 1


def test_the_rows_above_a_stray_cell_cost_nothing(tmp_path: Path) -> None:
    octets = spoilt(FEUILLE, b"</sheetData>", b'<row r="40000000"><c r="A40000000"><v>1</v></c></row></sheetData>')
    debut = time.process_time()
    lues, _ = rows(tmp_path, octets, "t.xlsx")
    assert time.process_time() - debut < 2
    assert [ligne[0] for ligne in lues] == ["01004", "2A004", "974", "1"]


def test_a_cell_far_to_the_right_is_refused_at_its_place(tmp_path: Path) -> None:
    octets = workbook(("L", [EN_TETE, ["1", "a"]]), retouche=lambda c: c["L"].cell(2, 16384, "x") and None)
    tableau, [problem] = read(tmp_path, octets, "t.xlsx")
    assert tableau is None
    assert (problem.code, str(problem.place)) == ("S042", "t.xlsx:L!XFD2")


def test_openpyxl_is_imported_only_for_a_workbook(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in [m for m in sys.modules if m.partition(".")[0] == "openpyxl"]:
        monkeypatch.delitem(sys.modules, module)
    rows(tmp_path, saved(TABLE).encode())
    assert "openpyxl" not in sys.modules


# --- in a kit


def test_a_kit_reads_the_same_in_workbooks_and_releases_what_it_read(tmp_path: Path) -> None:
    tables = write_kit(tmp_path) / "content/territoires"
    colonnes = ["territoire", "nom", "role", "courriel", "telephone", "adresse", "source", "verifie_le", "expire_le"]
    ligne = ["commune:26281", "Mairie", "accueil", "mairie@romans.fr", "0475000000", "", "loi-ess", "2026-11-01", ""]
    (tables / "contacts.csv").write_text("\n".join(map(",".join, [colonnes, ligne])), "utf-8")
    library, problems = load(tmp_path)
    assert (library is not None, problems) == (True, [])
    avant = _contacts(library)
    octets = workbook(("Contacts", [colonnes, [*ligne[:7], dt.date(2026, 11, 1)]]), ("Brouillon", [["à faire"]]))
    (tables / "contacts.xlsx").write_bytes(octets)
    assert [p.code for p in load(tmp_path)[1]] == ["S040"]
    (tables / "contacts.csv").unlink()
    library, [dit] = load(tmp_path)
    assert (dit.code, dit.gravite, dit.place.fichier) == ("A020", "avertissement", "content/territoires/contacts.xlsx")
    assert _contacts(library) == avant is not None
    assert library is not None
    assert sources.read(library)["content/territoires/contacts.xlsx"] == octets


def _contacts(library: Library | None) -> object:
    tableau = library.territoires.registres.contacts if library else None
    return tableau and tableau.rows
