"""The workbook of a work list as it comes back: what was corrected goes into the kit's files, the rest stays."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import os
import re
import stat
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from click.testing import CliRunner

from coopdocs import ContentError, OpenKit, open_kit
from coopdocs.cli import main
from coopdocs.errors import Exit
from coopdocs.library import load_partly
from coopdocs.problem import ProblemsError
from coopdocs.produce.files import ChangedMeanwhileError, Rewritten, write_together
from coopdocs.relecture.classeur import ENTETES, ENTETES_CONTACTS
from coopdocs.relecture.exports import WRITERS
from coopdocs.relecture.reprise import Reprise, read_back
from support.kits import ROOT, spoil, write_kit
from support.territoire_tables import write

PTCE, CRITERES, DECISION = "content/formes/ptce.yaml", "content/criteres.yaml", "content/decision.yaml"
COLUMN = {champ: rank for rank, champ in enumerate(ENTETES, 1)}
CHAPO, ATOUT, CELLULE = f"{PTCE}#/chapo", f"{PTCE}#/atouts/0", f"{CRITERES}#/cellules/ptce/statut"


@pytest.fixture
def kit(tmp_path: Path) -> OpenKit:
    return open_kit(write_kit(tmp_path / "kit"))


class Classeur:
    """The workbook of all that is said of a forme, as someone fills it in."""

    def __init__(self, kit: OpenKit) -> None:
        self.kit, self.path = kit, kit.folders.root.parent / "relire.xlsx"
        data = WRITERS["xlsx"](kit.to_reread(formes=("ptce",)))
        self.book = openpyxl.load_workbook(io.BytesIO(data))
        self.sheet: Any = self.book.worksheets[0]

    def row(self, repere: str) -> int:
        return next(
            row for row in range(2, self.sheet.max_row + 1) if self.sheet.cell(row, COLUMN["repere"]).value == repere
        )

    def write(self, repere: str, /, **cells: Any) -> Classeur:
        row = self.row(repere)
        for champ, value in cells.items():
            self.sheet.cell(row, COLUMN[champ]).value = value
        return self

    def read_back(self) -> Reprise:
        """What would be taken in, before the kit as it would be is checked."""
        self.book.save(self.path)
        return read_back(load_partly(self.kit.folders.root)[0], self.path)

    def take_back(self, **how: bool) -> Reprise:
        self.book.save(self.path)
        return self.kit.take_back(self.path, **how)


def said(kit: OpenKit, repere: str) -> list[str]:
    """The lines that the kit's files have now and that they had not, and those that they have no more."""
    return (kit.folders.root / repere.partition("#")[0]).read_text("utf-8").splitlines()


def changed(kit: OpenKit, work: Callable[[], object], nom: str = PTCE) -> list[str]:
    before = said(kit, nom)
    work()
    now = said(kit, nom)
    rest = list(now)
    lost = [line for line in before if line not in rest or rest.remove(line)]  # type: ignore[func-returns-value]
    return [f"-{line}" for line in lost] + [f"+{line}" for line in rest]


def test_a_workbook_that_no_one_touched_changes_nothing(kit: OpenKit) -> None:
    taken = Classeur(kit).take_back()
    assert (taken.corrections, taken.refus, taken.avertissements, taken.fichiers) == ((), (), (), {})


def test_each_of_the_five_cells_changes_its_line(kit: OpenKit) -> None:
    classeur = Classeur(kit).write(
        CHAPO, texte="Des structures coopèrent : c'est tout.", verifie_le=dt.date(2026, 11, 22), confiance="avis",
        valable_jusqu_au="2027-12-31", sources="guide-ess ; loi-ess",
    )  # fmt: skip
    assert changed(kit, classeur.take_back) == [
        "-  texte: Des structures coopèrent.",
        "-  verifie_le: '2026-11-01'",
        '+  texte: "Des structures coopèrent : c\'est tout."',
        "+  - guide-ess",
        "+  confiance: avis",
        "+  verifie_le: '2026-11-22'",
        "+  valable_jusqu_au: 2027-12-31",
    ]
    chapo = open_kit(kit.folders.root).library.formes["ptce"].chapo
    assert (chapo.sources, chapo.confiance, chapo.verifie_le) == (
        ("guide-ess", "loi-ess"), "avis", dt.date(2026, 11, 22),
    )  # fmt: skip


def test_what_goes_without_saying_loses_its_line(kit: OpenKit) -> None:
    spoil(kit.folders.root / PTCE, "chapo:\n", "chapo:\n  confiance: avis\n  valable_jusqu_au: 2027-12-31\n")
    classeur = Classeur(kit).write(CHAPO, confiance="vérifié", valable_jusqu_au=None)
    assert changed(kit, classeur.take_back) == ["-  confiance: avis", "-  valable_jusqu_au: 2027-12-31"]


def test_a_claim_that_has_the_day_of_its_file_gets_one_of_its_own(kit: OpenKit) -> None:
    path = kit.folders.root / PTCE
    text = re.sub(r"^ +verifie_le: .*\n", "", path.read_text("utf-8"), flags=re.M)
    path.write_text(f"verifie_le: 2026-11-01\n{text}", encoding="utf-8")
    classeur = Classeur(kit).write(ATOUT, verifie_le=dt.datetime(2026, 11, 22))
    assert changed(kit, classeur.take_back) == ["+  verifie_le: 2026-11-22"]
    forme = open_kit(kit.folders.root).library.formes["ptce"]
    assert [fait.verifie_le.day for fait in forme.atouts[:2]] == [22, 1]


def test_cells_of_the_comparison_and_answers_are_corrected_too(kit: OpenKit) -> None:
    classeur = Classeur(kit).write(CELLULE, texte="Autre texte")
    assert [line.strip() for line in changed(kit, classeur.take_back, CRITERES)][1:] == ["+      texte: Autre texte"]


# --- as people send it back


def test_rows_in_another_order_rows_gone_columns_added_moved_or_hidden(kit: OpenKit) -> None:
    classeur = Classeur(kit).write(ATOUT, texte="Un atout de plus")
    sheet = classeur.sheet
    kept = [
        [cell.value for cell in row] for row in sheet.iter_rows(min_row=2) if row[COLUMN["repere"] - 1].value != CHAPO
    ]
    sheet.delete_rows(2, sheet.max_row)
    for values in reversed(kept):
        sheet.append([*values, None, "vu par moi"])
    sheet.cell(1, len(ENTETES) + 2).value = "Mes notes"
    sheet.move_range(f"A1:A{sheet.max_row}", cols=len(ENTETES) + 4)
    sheet.column_dimensions["M"].hidden = True
    taken = classeur.read_back()
    assert [c.champs for c in taken.corrections] == [("texte",)]
    assert taken.refus == ()
    assert any("Mes notes" in problem.message for problem in taken.avertissements)


@pytest.mark.parametrize(
    "day", [dt.date(2026, 11, 22), dt.datetime(2026, 11, 22), "2026-11-22", "22/11/2026", " 22/11/2026 "]
)
def test_a_day_may_be_a_date_or_a_text(kit: OpenKit, day: object) -> None:
    [correction] = Classeur(kit).write(ATOUT, verifie_le=day).read_back().corrections
    assert correction.apres.verifie_le == dt.date(2026, 11, 22)


def test_a_workbook_saved_as_csv_comes_back_too(kit: OpenKit) -> None:
    classeur = Classeur(kit).write(ATOUT, texte="Un atout de plus", verifie_le="22/11/2026")
    path = classeur.path.with_suffix(".csv")
    with path.open("w", encoding="utf-8", newline="") as file:
        for values in classeur.sheet.iter_rows(values_only=True):
            shown = (v.strftime("%d/%m/%Y") if isinstance(v, dt.datetime) else v for v in values)
            csv.writer(file, delimiter=";").writerow(shown)
    taken = read_back(load_partly(kit.folders.root)[0], path)
    assert [c.champs for c in taken.corrections] == [("texte", "verifie_le")]
    assert taken.refus == ()


def test_a_claim_that_has_moved_is_found(kit: OpenKit) -> None:
    classeur = Classeur(kit).write(ATOUT, texte="Un atout de plus")
    new = "atouts:\n- texte: Un nouveau\n  sources: [loi-ess]\n  verifie_le: 2026-11-01\n"
    spoil(kit.folders.root / PTCE, "atouts:\n", new)
    [correction] = classeur.read_back().corrections
    assert correction.loc == ("atouts", 1)


def test_a_claim_that_has_changed_is_not_taken_for_its_twin(kit: OpenKit) -> None:
    path = kit.folders.root / PTCE
    path.write_text(path.read_text("utf-8").replace("texte: atout 1", "texte: atout 0"), encoding="utf-8")
    classeur = Classeur(kit).write(ATOUT, texte="Un atout de plus")
    spoil(path, "texte: atout 0", "texte: atout neuf")
    taken = classeur.read_back()
    assert (taken.corrections, [problem.code for problem in taken.refus]) == ((), ["E011"])


def test_taking_it_back_again_changes_nothing(kit: OpenKit) -> None:
    classeur = Classeur(kit).write(ATOUT, texte="Un atout de plus")
    assert classeur.take_back().corrections
    again = classeur.read_back()
    assert (again.corrections, again.refus) == ((), ())


# --- what is refused, and where


@pytest.mark.parametrize(
    ("cells", "code", "champ"),
    [
        ({"verifie_le": "hier"}, "E012", "verifie_le"),
        ({"verifie_le": "05/11/2026"}, "E012", "verifie_le"),
        ({"verifie_le": None}, "E012", "verifie_le"),
        ({"valable_jusqu_au": "bientôt"}, "E012", "valable_jusqu_au"),
        ({"confiance": "vérifier"}, "E012", "confiance"),
        ({"sources": "loi-es"}, "E012", "sources"),
        ({"texte": None}, "E012", "texte"),
        ({"repere": None}, "E010", "repere"),
        ({"empreinte": None}, "E010", "repere"),
        ({"repere": "ailleurs", "texte": "x"}, "E010", "repere"),
        ({"empreinte": "0123456789ab", "texte": "x"}, "E011", "empreinte"),
    ],
)
def test_a_row_that_cannot_be_taken_is_told_at_its_cell(
    kit: OpenKit, cells: dict[str, object], code: str, champ: str
) -> None:
    classeur = Classeur(kit)
    row = classeur.row(CHAPO)
    [problem] = classeur.write(CHAPO, **cells).read_back().refus
    assert (problem.code, problem.place.ligne, problem.place.colonne) == (code, row, COLUMN[champ])
    assert problem.place.feuille == "À relire"
    assert problem.conseil


def test_a_claim_that_says_something_else_by_now_is_left_alone_the_others_are_corrected(kit: OpenKit) -> None:
    classeur = Classeur(kit).write(CHAPO, texte="Ma phrase.").write(ATOUT, texte="Un atout de plus")
    spoil(kit.folders.root / PTCE, "Des structures coopèrent.", "Une autre phrase.")
    [problem] = classeur.take_back().refus
    assert problem.code == "E011"
    assert f"{PTCE}:" in problem.message
    assert {"  texte: Une autre phrase.", "- texte: Un atout de plus"} <= set(said(kit, PTCE))


def test_two_rows_of_one_claim_that_differ_are_refused(kit: OpenKit) -> None:
    classeur = Classeur(kit).write(ATOUT, texte="Un atout de plus")
    classeur.sheet.append([cell.value for cell in classeur.sheet[classeur.row(ATOUT)]])
    assert classeur.read_back().refus == ()
    classeur.sheet.cell(classeur.sheet.max_row, COLUMN["texte"]).value = "Encore un autre"
    assert [problem.code for problem in classeur.read_back().refus] == ["E011"]


def test_nothing_is_written_where_the_kit_would_have_an_error(kit: OpenKit) -> None:
    classeur = Classeur(kit).write(ATOUT, texte="Un atout de plus").write(CELLULE, texte="mot " * 60)
    before = said(kit, PTCE)
    with pytest.raises(ContentError) as caught:
        classeur.take_back()
    problem = next(problem for problem in caught.value.problems if problem.is_error)
    assert problem.place.fichier == CRITERES
    assert f"!L{classeur.row(CELLULE)}" in problem.conseil
    assert said(kit, PTCE) == before


def test_what_is_past_already_does_not_keep_another_from_being_mended_and_no_more_may_be(kit: OpenKit) -> None:
    for part in ("chapo:\n", "gouvernance:\n- "):
        end = "  valable_jusqu_au: 2026-11-01\n" if part.startswith("chapo") else "valable_jusqu_au: 2026-11-01\n  "
        spoil(kit.folders.root / PTCE, part, part + end)
    with pytest.raises(ContentError):
        Classeur(kit).write(ATOUT, valable_jusqu_au="2026-11-01").take_back()
    taken = Classeur(kit).write(CHAPO, valable_jusqu_au="2027-12-31").take_back()
    assert [c.champs for c in taken.corrections] == [("valable_jusqu_au",)]


def test_a_file_that_is_no_workbook_of_the_list_is_refused_whole(kit: OpenKit, tmp_path: Path) -> None:
    (tmp_path / "x.csv").write_text("a;b\n1;2\n", encoding="utf-8")
    with pytest.raises(ProblemsError) as caught:
        kit.take_back(tmp_path / "x.csv")
    assert caught.value.problems[0].code == "S031"


# --- contacts


@pytest.fixture
def with_contacts(kit: OpenKit) -> OpenKit:
    tables = kit.folders.root / "content/territoires"
    for table in ("regions", "departements", "epci", "communes"):
        head, *rows = (ROOT / f"content/territoires/{table}.csv").read_text("utf-8").splitlines(keepends=True)
        kept = [row for row in rows if table != "communes" or row.startswith("26")]
        (tables / f"{table}.csv").write_text("".join([head, *kept]), encoding="utf-8")
    rows = [f"commune:26281,{nom},accueil,,,https://www.ville.fr,loi-ess,2025-06-01," for nom in ("Mairie", "Maison")]
    write(tables, "contacts.csv", *rows)
    return kit


def contacts_of(kit: OpenKit, **cells: object) -> Path:
    """A workbook in which the second contact is corrected."""
    book = openpyxl.load_workbook(io.BytesIO(WRITERS["xlsx"](kit.to_reread())))
    sheet: Any = book["Contacts"]
    heads = {str(cell.value): cell.column for cell in sheet[1]}
    for champ, value in cells.items():
        sheet.cell(3, heads[ENTETES_CONTACTS[champ]]).value = value
    path = kit.folders.root.parent / "contacts.xlsx"
    book.save(path)
    return path


def test_the_days_of_a_contact_go_into_its_row(with_contacts: OpenKit) -> None:
    path = contacts_of(with_contacts, verifie_le="22/11/2026", expire_le=dt.date(2027, 12, 31), source="guide-ess")
    table = "content/territoires/contacts.csv"
    lines = changed(with_contacts, lambda: with_contacts.take_back(path), table)
    assert len(lines) == 2
    assert "Maison" in lines[1]
    assert "guide-ess,2026-11-22,2027-12-31" in lines[1]
    again = with_contacts.take_back(path)
    assert (again.contacts, again.refus, again.fichiers) == ((), (), {})


@pytest.mark.parametrize(
    ("cells", "code"),
    [
        ({"verifie_le": "hier"}, "E012"),
        ({"verifie_le": None}, "E012"),
        ({"nom": "Autre"}, "E012"),
        ({"empreinte": "0123456789ab", "verifie_le": "2026-11-22"}, "E011"),
    ],
)
def test_a_contact_that_cannot_be_taken_is_told_at_its_cell(
    with_contacts: OpenKit, cells: dict[str, object], code: str
) -> None:
    path = contacts_of(with_contacts, **cells)
    taken = read_back(load_partly(with_contacts.folders.root)[0], path)
    [problem] = taken.refus
    assert (problem.code, problem.place.feuille, problem.place.ligne) == (code, "Contacts", 3)
    assert taken.contacts == ()


# --- several files together


def test_files_are_written_together_or_not_at_all(tmp_path: Path) -> None:
    one, two = tmp_path / "un", tmp_path / "deux"
    for path in (one, two):
        path.write_bytes(b"avant")
    one.chmod(0o640)
    write_together([Rewritten(one, b"avant", b"1"), Rewritten(two, b"avant", b"2")])
    assert (one.read_bytes(), two.read_bytes()) == (b"1", b"2")
    assert stat.S_IMODE(one.stat().st_mode) == 0o640
    with pytest.raises(ChangedMeanwhileError):
        write_together([Rewritten(one, b"1", b"x"), Rewritten(two, b"avant", b"x")])
    with pytest.raises(FileNotFoundError):
        write_together([Rewritten(one, b"1", b"x"), Rewritten(tmp_path / "trois", b"", b"x")])
    # the second of one path finds what the first wrote: that is taken back
    with pytest.raises(ChangedMeanwhileError):
        write_together([Rewritten(one, b"1", b"x"), Rewritten(one, b"1", b"y")])
    assert (one.read_bytes(), two.read_bytes()) == (b"1", b"2")
    assert sorted(os.listdir(tmp_path)) == ["deux", "un"]


# --- the command


def run(kit: OpenKit, *words: str) -> tuple[int, str, str]:
    done = CliRunner().invoke(main, ["-C", str(kit.folders.root), "relire", *words], prog_name="coopdocs")
    return done.exit_code, done.stdout, done.stderr


def test_the_command_says_what_became_of_each_row(kit: OpenKit) -> None:
    classeur = Classeur(kit).write(ATOUT, texte="Un atout de plus").write(CHAPO, verifie_le="hier")
    classeur.book.save(classeur.path)
    code, out, err = run(kit, "--reprendre", str(classeur.path), "--dry-run")
    assert code == Exit.FAILED
    assert "+- texte: Un atout de plus" in out
    assert "à reprendre : 1 affirmation, dans 1 fichier ; 1 ligne refusée" in out
    assert "« hier » n’est pas un jour" in err
    assert "- texte: Un atout de plus" not in said(kit, PTCE)
    code, out, _ = run(kit, "--reprendre", str(classeur.path))
    assert code == Exit.FAILED
    assert f"À relire!L{classeur.row(ATOUT)}" in out
    assert "repris : 1 affirmation, dans 1 fichier ; 1 ligne refusée" in out
    assert "- texte: Un atout de plus" in said(kit, PTCE)


def test_scripts_get_all_of_it(kit: OpenKit) -> None:
    classeur = Classeur(kit).write(ATOUT, texte="Un atout de plus")
    classeur.book.save(classeur.path)
    code, out, _ = run(kit, "--reprendre", str(classeur.path), "--json")
    data = json.loads(out)
    assert (code, data["fichiers"], data["refus"]) == (Exit.DONE, [PTCE], [])
    [correction] = data["corrections"]
    assert (correction["fichier"], correction["entetes"]) == (PTCE, ["Texte"])
    assert run(kit, "--reprendre", str(classeur.path))[1] == "rien n’est corrigé dans ce classeur\n"


@pytest.mark.parametrize(
    "words",
    [("--reprendre", "absent.xlsx"), ("--dry-run",), ("--reprendre", "x.xlsx", "--to", "md")],
)
def test_what_cannot_be_asked_is_told(kit: OpenKit, words: tuple[str, ...]) -> None:
    code, _, err = run(kit, *words)
    assert code == Exit.USAGE
    assert err.startswith("coopdocs : ")
