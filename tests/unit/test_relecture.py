"""What is to be read again: what is on the list and what is not, why, by which day; the list as files."""

from __future__ import annotations

import datetime as dt
import io
import json
import re
import shutil
from pathlib import Path
from typing import Any

import icalendar
import openpyxl
import pytest
from click.testing import CliRunner

from coopdocs import ContentError, OpenKit, open_kit
from coopdocs.cli import main
from coopdocs.errors import Exit, RequestError
from coopdocs.library import load
from coopdocs.relecture import Tache
from coopdocs.relecture.classeur import ENTETES, SEPARATEUR
from coopdocs.relecture.ecrit import Ecrit, Files, pointed, pointer
from coopdocs.relecture.exports import WRITERS
from support.kits import ROOT, spoil, write_kit
from support.sheet_checks import examine_xlsx
from support.territoire_tables import LIGNES, write

PTCE, CRITERES, GLOSSAIRE = "content/formes/ptce.yaml", "content/criteres.yaml", "content/glossaire.yaml"
SOURCES, DECISION, KIT = "content/sources.yaml", "content/decision.yaml", "content/kit.yaml"
EDITION = dt.date(2026, 11, 23)
NOTICE, AGE = 90, 540


@pytest.fixture
def kit(tmp_path: Path) -> OpenKit:
    return open_kit(write_kit(tmp_path / "kit"))


def listed(kit: OpenKit, before: dt.date | None = None, **named: tuple[str, ...]) -> dict[str, Tache]:
    """The tasks by their pointers."""
    return {pointer(t.fichier, t.loc): t for t in kit.to_reread(before, **named).taches}


def write_end(kit: OpenKit, day: dt.date) -> None:
    spoil(kit.folders.root / PTCE, "chapo:\n", f"chapo:\n  valable_jusqu_au: {day}\n")


def write_check(kit: OpenKit, day: dt.date) -> None:
    """The day on which the chapô was checked."""
    text = (kit.folders.root / PTCE).read_text("utf-8")
    head, chapo, rest = text.partition("chapo:\n")
    (kit.folders.root / PTCE).write_text(head + chapo + rest.replace("'2026-11-01'", str(day), 1), encoding="utf-8")


CHAPO = f"{PTCE}#/chapo"


def test_a_fresh_kit_has_nothing_to_read_again(kit: OpenKit) -> None:
    found = kit.to_reread()
    assert (found.taches, found.contacts) == ((), ())


@pytest.mark.parametrize(("days", "there"), [(0, True), (NOTICE, True), (NOTICE + 1, False)])
def test_what_ends_within_the_notice_is_listed_as_check_tells_it(kit: OpenKit, days: int, there: bool) -> None:
    write_end(kit, EDITION + dt.timedelta(days=days))
    assert (CHAPO in listed(kit)) == there == bool(load(kit.folders.root)[1])


def test_what_is_past_already_is_listed_though_the_kit_is_refused(kit: OpenKit) -> None:
    write_end(kit, EDITION - dt.timedelta(days=1))
    assert listed(kit)[CHAPO].raisons == ("fin",)
    with pytest.raises(ContentError):
        _ = kit.library


def test_any_other_error_of_the_content_refuses_the_list(kit: OpenKit) -> None:
    spoil(kit.folders.root / PTCE, "- loi-ess", "- loi-absente")
    with pytest.raises(ContentError):
        kit.to_reread()


@pytest.mark.parametrize(("age", "there"), [(AGE, True), (AGE - NOTICE, True), (AGE - NOTICE - 1, False)])
def test_what_will_be_too_old_within_the_notice_is_listed(kit: OpenKit, age: int, there: bool) -> None:
    write_check(kit, EDITION - dt.timedelta(days=age))
    found = listed(kit)
    assert (CHAPO in found) == there
    if there:
        assert found[CHAPO].echeance == EDITION + dt.timedelta(days=AGE - age)


@pytest.mark.parametrize(("before", "there"), [("2027-01-31", False), ("2027-02-01", True)])
def test_before_a_day_is_what_no_longer_holds_on_it(kit: OpenKit, before: str, there: bool) -> None:
    write_end(kit, dt.date(2027, 1, 31))
    assert (CHAPO in listed(kit, dt.date.fromisoformat(before))) == there


def test_before_a_day_is_nothing_that_has_no_day(kit: OpenKit) -> None:
    spoil(kit.folders.root / SOURCES, "genre: droit", "genre: presse")
    assert listed(kit)
    assert listed(kit, EDITION + dt.timedelta(days=1)) == {}


@pytest.mark.parametrize(
    ("genre", "there"), [("presse", True), ("structure", True), ("réseau", False), ("état", False), ("droit", False)]
)
def test_one_page_of_the_press_or_of_an_organisation_alone_is_no_sure_ground(
    kit: OpenKit, genre: str, there: bool
) -> None:
    spoil(kit.folders.root / SOURCES, "genre: droit", f"genre: {genre}")
    found = listed(kit)
    assert (CHAPO in found) == there
    if there:
        assert found[CHAPO].raisons == ("page secondaire",)
        assert "réseau" in found[CHAPO].chercher


def test_two_pages_of_the_press_are(kit: OpenKit) -> None:
    (kit.folders.root / SOURCES).write_text(
        (kit.folders.root / SOURCES).read_text("utf-8").replace("genre: droit", "genre: presse"), encoding="utf-8"
    )
    spoil(kit.folders.root / PTCE, "  - loi-ess\n", "  - loi-ess\n  - guide-ess\n")
    assert CHAPO not in listed(kit)


def test_advice_rests_on_nothing(kit: OpenKit) -> None:
    spoil(kit.folders.root / SOURCES, "genre: droit", "genre: presse")
    spoil(kit.folders.root / PTCE, "chapo:\n", "chapo:\n  confiance: avis\n")
    assert CHAPO not in listed(kit)


def test_what_is_printed_as_uncertain_is_listed(kit: OpenKit) -> None:
    spoil(kit.folders.root / PTCE, "gouvernance:\n- ", "gouvernance:\n- confiance: incertain\n  ")
    [task] = listed(kit).values()
    assert (task.raisons, task.echeance) == (("incertain",), None)
    assert task.sujet == "PTCE, Gouvernance"


def test_a_source_lists_all_that_cites_it_and_nothing_else(kit: OpenKit) -> None:
    spoil(kit.folders.root / PTCE, "  - loi-ess\n", "  - guide-ess\n")
    assert list(listed(kit, sources=("guide-ess",))) == [CHAPO]
    every = sum("loi-ess" in a.fait.sources for a in kit.library.affirmations)
    assert len(listed(kit, sources=("loi-ess",))) == every > 100


def test_a_forme_lists_its_file_and_its_cells(kit: OpenKit) -> None:
    found = listed(kit, formes=("ges",))
    assert {key.partition("#")[0] for key in found} == {"content/formes/ges.yaml", CRITERES}
    assert f"{CRITERES}#/cellules/ges/statut" in found
    assert not any("/ptce/" in key for key in found)


def test_what_helps_to_decide_is_listed_when_it_ends(kit: OpenKit) -> None:
    end = EDITION + dt.timedelta(days=1)
    spoil(kit.folders.root / DECISION, "  pourquoi:", f"  valable_jusqu_au: {end}\n  pourquoi:")
    spoil(kit.folders.root / DECISION, "  - texte: Oui\n", f"  - texte: Oui\n    valable_jusqu_au: {end}\n")
    found = listed(kit)
    assert list(found) == [f"{DECISION}#/questions/0", f"{DECISION}#/questions/0/reponses/0"]
    assert [t.texte for t in found.values()] == ["Emploi\u202f?", "Oui"]
    assert all("guide" in t.documents for t in found.values())


@pytest.mark.parametrize(("option", "said"), [("sources", "loi-es"), ("formes", "ptc")])
def test_a_name_that_the_kit_has_not_is_told_a_near_one(kit: OpenKit, option: str, said: str) -> None:
    with pytest.raises(RequestError, match="vouliez-vous dire"):
        kit.to_reread(**{option: (said,)})  # type: ignore[arg-type]


def test_the_most_pressing_source_comes_first(kit: OpenKit) -> None:
    for slug, days in (("ptce", 30), ("ges", 10)):
        day = EDITION + dt.timedelta(days=days)
        spoil(kit.folders.root / f"content/formes/{slug}.yaml", "chapo:\n", f"chapo:\n  valable_jusqu_au: {day}\n")
    spoil(kit.folders.root / "content/formes/ges.yaml", "- loi-ess", "- guide-ess")
    assert [cle for cle, _ in kit.to_reread().par_source] == ["guide-ess", "loi-ess"]


# --- contacts


def with_contacts(kit: OpenKit, **changes: str) -> OpenKit:
    tables = kit.folders.root / "content/territoires"
    for table in ("regions", "departements", "epci", "communes"):
        head, *rows = (ROOT / f"content/territoires/{table}.csv").read_text("utf-8").splitlines(keepends=True)
        kept = [row for row in rows if table != "communes" or row.startswith("26")]
        (tables / f"{table}.csv").write_text("".join([head, *kept]), encoding="utf-8")
    write(tables, "contacts.csv", *(changes.get("lignes", "").split("\n") or LIGNES["contacts.csv"]))
    return kit


@pytest.mark.parametrize(
    ("verifie", "expire", "there"),
    [("2026-11-01", "", False), ("2026-11-01", "2027-02-21", True), ("2026-11-01", "2027-02-22", False),
     ("2025-06-01", "", True)],
)  # fmt: skip
def test_a_contact_is_listed_when_its_day_comes_or_its_check_is_old(
    kit: OpenKit, verifie: str, expire: str, there: bool
) -> None:
    ligne = f"commune:26281,Mairie,accueil,,,https://www.ville.fr,loi-ess,{verifie},{expire}"
    found = with_contacts(kit, lignes=ligne).to_reread().contacts
    assert [c.nom for c in found] == ["Mairie"] * there


def test_contacts_are_left_out_where_a_source_or_a_forme_is_named(kit: OpenKit) -> None:
    with_contacts(kit, lignes="commune:26281,Mairie,,,,https://www.ville.fr,loi-ess,2025-06-01,")
    assert kit.to_reread().contacts
    assert kit.to_reread(formes=("ptce",)).contacts == ()


# --- as it is written


def test_a_claim_is_shown_as_its_file_writes_it(kit: OpenKit) -> None:
    spoil(kit.folders.root / PTCE, "texte: Des structures coopèrent.",
          "texte: \"Les {{ nombre_formes }} formes de l'ESS,\n    c'est tout.\"")  # fmt: skip
    spoil(kit.folders.root / PTCE, "atouts:\n- texte: atout 0", "atouts:\n- texte: L'un : l'autre")
    library = kit.library
    files = Files(library)
    chapo = library.formes["ptce"].chapo
    written = files.written(PTCE, ("chapo",), chapo)
    assert written.texte == "Les {{ nombre_formes }} formes de l'ESS, c'est tout."
    assert chapo.texte == "Les 3 formes de l’ESS, c’est tout."
    assert files.written(PTCE, ("atouts", 0), library.formes["ptce"].atouts[0]).texte == "L'un : l'autre"


def test_the_print_of_a_claim_follows_each_of_its_five_parts() -> None:
    base = Ecrit("Un texte", ("a", "b"), EDITION, "vérifié", None)
    others = [
        Ecrit("Un autre", ("a", "b"), EDITION, "vérifié", None),
        Ecrit("Un texte", ("b", "a"), EDITION, "vérifié", None),
        Ecrit("Un texte", ("a", "b"), EDITION - dt.timedelta(days=1), "vérifié", None),
        Ecrit("Un texte", ("a", "b"), EDITION, "avis", None),
        Ecrit("Un texte", ("a", "b"), EDITION, "vérifié", EDITION),
    ]
    assert len({e.empreinte for e in (base, *others)}) == 6
    assert base.empreinte == Ecrit("Un texte", ("a", "b"), EDITION, "vérifié", None).empreinte
    assert re.fullmatch("[0-9a-f]{12}", base.empreinte)


def test_a_pointer_leads_back_to_its_claim(kit: OpenKit) -> None:
    for a in kit.library.affirmations:
        assert pointed(pointer(a.fichier, a.loc)) == (a.fichier, a.loc)
    with pytest.raises(ValueError, match="ailleurs"):
        pointed("ailleurs")


# --- as files


@pytest.fixture
def full(kit: OpenKit) -> OpenKit:
    write_end(kit, EDITION + dt.timedelta(days=38))
    spoil(kit.folders.root / SOURCES, "genre: droit", "genre: presse")
    return kit


def test_the_workbook_has_a_row_a_claim_with_what_is_written(full: OpenKit) -> None:
    found = full.to_reread()
    book = openpyxl.load_workbook(io.BytesIO(WRITERS["xlsx"](found)))
    assert book.sheetnames == ["À relire", "Contacts", "Sources"]
    head, *rows = book.worksheets[0].iter_rows(values_only=True)
    assert head == tuple(ENTETES.values())
    read = [dict(zip(ENTETES, row, strict=True)) for row in rows]
    assert [pointed(row["repere"]) for row in read] == [(t.fichier, t.loc) for t in found.taches]
    for row in read:
        end = row["valable_jusqu_au"]
        ecrit = Ecrit(
            row["texte"], tuple(row["sources"].split(SEPARATEUR)), row["verifie_le"].date(), row["confiance"],
            end.date() if end else None,
        )  # fmt: skip
        assert ecrit.empreinte == row["empreinte"]


def test_the_workbook_offers_what_a_cell_may_be(full: OpenKit) -> None:
    book = openpyxl.load_workbook(io.BytesIO(WRITERS["xlsx"](full.to_reread())))
    rules = {str(rule.sqref)[0]: rule for rule in book.worksheets[0].data_validations.dataValidation}
    letters = dict(zip(ENTETES, "ABCDEFGHIJKLM", strict=True))
    assert rules[letters["confiance"]].formula1 == '"vérifié,incertain,avis"'
    assert rules[letters["sources"]].formula1 == "'Sources'!$A$2:$A$3"
    assert not rules[letters["sources"]].showErrorMessage
    assert [rules[letters[name]].type for name in ("verifie_le", "valable_jusqu_au")] == ["date", "date"]
    assert all(0 < len(rule.prompt) < 256 for rule in rules.values())


@pytest.mark.parametrize("ending", WRITERS)
def test_the_same_list_gives_the_same_bytes(full: OpenKit, ending: str) -> None:
    assert WRITERS[ending](full.to_reread()) == WRITERS[ending](open_kit(full.folders.root).to_reread())


@pytest.mark.parametrize("some", [True, False])
def test_the_workbook_keeps_the_promises_of_all_of_them(full: OpenKit, some: bool) -> None:
    found = full.to_reread() if some else full.to_reread(EDITION)
    assert bool(found.taches) == some
    data = WRITERS["xlsx"](found)
    book = openpyxl.load_workbook(io.BytesIO(data))
    tables = {
        sheet.title: [[_said(value) for value in row] for row in sheet.iter_rows(values_only=True)] for sheet in book
    }
    assert examine_xlsx({"relire.xlsx": data}, tables) == {"relire.xlsx": []}


def _said(value: object) -> str:
    return "" if value is None else str(value)


def test_the_agenda_has_a_day_on_the_eve_of_each_end(full: OpenKit) -> None:
    day = EDITION + dt.timedelta(days=60)
    spoil(full.folders.root / PTCE, "gouvernance:\n- ", f"gouvernance:\n- valable_jusqu_au: {day}\n  ")
    text = WRITERS["ics"](full.to_reread())
    events: list[Any] = list(icalendar.Calendar.from_ical(text).walk("VEVENT"))
    assert [event["DTSTART"].dt for event in events] == [
        EDITION + dt.timedelta(days=37), EDITION + dt.timedelta(days=59)
    ]  # fmt: skip
    assert len({str(event["UID"]) for event in events}) == 2
    assert f"{PTCE}:9" in events[0]["DESCRIPTION"]
    assert "https://www.legifrance.gouv.fr/loi" in events[0]["DESCRIPTION"]
    assert max(map(len, text.split(b"\r\n"))) <= 75


def test_the_page_has_a_box_a_claim(full: OpenKit) -> None:
    spoil(full.folders.root / PTCE, "Des structures coopèrent.", "Des *structures* <b>coopèrent</b>.")
    found = full.to_reread()
    page = WRITERS["md"](found).decode()
    assert page.count("- [ ] ") == len(found.taches)
    assert r"Des \*structures\* \<b\>coopèrent\</b\>." in page


# --- the command


def run(kit: OpenKit, *words: str) -> tuple[int, str]:
    done = CliRunner().invoke(main, ["-C", str(kit.folders.root), "relire", *words], prog_name="coopdocs")
    return done.exit_code, done.output


def test_the_command_groups_by_source(full: OpenKit) -> None:
    code, said = run(full)
    assert code == Exit.DONE
    assert said.splitlines()[0].startswith("Loi ESS")
    assert "https://www.legifrance.gouv.fr/loi" in said
    assert f"{PTCE}:9:10" in said
    assert "valable jusqu’au 31 décembre 2026" in said.replace("\u00a0", " ")


def test_the_command_says_that_there_is_nothing(kit: OpenKit) -> None:
    assert run(kit) == (Exit.DONE, "rien à relire avant le 22 février 2027\n".replace(" 22 ", " 22\u00a0"))


def test_scripts_get_all_of_it(full: OpenKit) -> None:
    code, said = run(full, "--json", "--forme", "ptce")
    data = json.loads(said)
    assert (code, data["edition"], data["avant"]) == (Exit.DONE, "2026-11-23", "2027-02-22")
    first = data["affirmations"][0]
    assert (first["fichier"], first["ligne"], first["valable_jusqu_au"]) == (PTCE, 9, "2026-12-31")
    assert first["raisons"] == ["fin", "page secondaire"]
    assert first["sources"] == [{"cle": "loi-ess", "adresse": "https://www.legifrance.gouv.fr/loi"}]
    assert "fiche PTCE" in first["documents"]


def test_files_are_written_where_they_are_asked_for(full: OpenKit, tmp_path: Path) -> None:
    code, said = run(full, "--to", "xlsx,ics", "--to", "md", "-o", str(tmp_path / "liste"))
    assert code == Exit.DONE
    assert sorted(path.name for path in (tmp_path / "liste").iterdir()) == ["relire.ics", "relire.md", "relire.xlsx"]
    assert said.count("est écrit") == 3
    run(full, "--to", "md")
    assert (full.folders.root / "relecture/relire.md").is_file()
    shutil.rmtree(full.folders.root / "relecture")


def test_no_agenda_without_an_end(kit: OpenKit) -> None:
    code, said = run(kit, "--forme", "ptce", "--to", "ics,md")
    assert code == Exit.DONE
    assert "pas d’agenda" in said
    assert [path.name for path in (kit.folders.root / "relecture").iterdir()] == ["relire.md"]


@pytest.mark.parametrize("words", [("-o", "x"), ("--avant", "demain"), ("--source", "loi-es"), ("--to", "pdf")])
def test_what_cannot_be_asked_is_told(kit: OpenKit, words: tuple[str, ...]) -> None:
    code, said = run(kit, *words)
    assert code == Exit.USAGE
    assert said.startswith("coopdocs : ")


# --- whatever a kit may hold


@pytest.mark.parametrize("limit", ["age_max_jours: '540'", "limites:\n"])
def test_limits_without_a_bound_list_what_they_reach(kit: OpenKit, limit: str) -> None:
    far = f"{limit.partition(':')[0]}: 999999999\n" if "age" in limit else "limites:\n  preavis_jours: 999999999\n"
    write_end(kit, dt.date(2500, 1, 1))
    spoil(kit.folders.root / KIT, limit, far.rstrip("\n") + "\n" * limit.endswith("\n"))
    assert (CHAPO in listed(kit)) == (limit == "limites:\n")


@pytest.mark.parametrize("day", ["0001-01-01", "1850-06-01", "9999-12-31"])
def test_days_at_the_ends_of_time_are_written(kit: OpenKit, day: str) -> None:
    write_end(kit, dt.date.fromisoformat(day))
    found = kit.to_reread(formes=("ptce",))
    assert WRITERS["ics"](found)
    sheet = openpyxl.load_workbook(io.BytesIO(WRITERS["xlsx"](found))).worksheets[0]
    ends = {str(row[5].value) for row in sheet.iter_rows(min_row=2) if row[5].value}
    assert ends in ({day}, {f"{day} 00:00:00"})


def test_a_text_too_long_for_a_cell_cannot_come_back(kit: OpenKit) -> None:
    spoil(kit.folders.root / PTCE, "Un paragraphe.", "mot " * 9_000)
    rows = openpyxl.load_workbook(io.BytesIO(WRITERS["xlsx"](kit.to_reread(formes=("ptce",))))).worksheets[0]
    [(texte, empreinte)] = [(r[1].value, r[12].value) for r in rows.iter_rows(min_row=2) if len(str(r[1].value)) > 999]
    assert (len(str(texte)), str(texte)[-1], empreinte) == (32_767, "…", "")


def test_a_kit_without_sources_has_its_list(kit: OpenKit) -> None:
    root = kit.folders.root
    for path in (root / "content").rglob("*.yaml"):
        text = path.read_text("utf-8")
        text = re.sub(r"( *)\bsources:\n(?: *- [\w-]+\n)+", r"\1sources: []\n\1confiance: avis\n", text)
        path.write_text(re.sub(r"ressources:\n- guide-ess\n", "", text), encoding="utf-8")
    (root / SOURCES).write_text("{}\n", encoding="utf-8")
    found = kit.to_reread(formes=("ptce",))
    assert [cle for cle, _ in found.par_source] == [None]
    assert all(write(found) for write in (WRITERS["xlsx"], WRITERS["md"]))
    assert run(kit, "--forme", "ptce")[0] == Exit.DONE
