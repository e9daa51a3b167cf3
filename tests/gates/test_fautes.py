"""Each gate is shown to fail on its faults: real files are spoilt, one fault each, and the gates read them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from pathlib import Path
from typing import Protocol

import pytest

from coopdocs import views
from coopdocs.formats.docx import write
from coopdocs.views import rows
from support import docx_gates, gate_log, html_checks
from support import sheet_checks as tableurs
from support.documents import TEMPLATES, Documents
from support.docx_faults import FAUTES as DOCX
from support.docx_faults import abimer
from support.docx_page import IMAGES, PAGE
from support.html_faults import FAUTES as HTML
from support.sheet_faults import CSVS, XLSX


class Faute(Protocol):
    """`vue`: gate → part of what it must say of this fault."""

    @property
    def vue(self) -> Mapping[str, str]: ...


def hold(gate: str, fautes: Mapping[str, Faute], files: Mapping[str, bytes], found: Mapping[str, list[str]]) -> None:
    """The gate says of each fault that is its own what it must, and the log learns how many it caught."""
    gate_log.spoilt(gate, files.values(), sum(map(bool, found.values())))
    wanted = {name: word for name, faute in fautes.items() if (word := faute.vue.get(gate))}
    assert wanted, f"{gate} is the gate of no fault"
    assert {name: found[name] for name, word in wanted.items() if not any(word in said for said in found[name])} == {}


def test_every_fault_is_seen_by_a_gate() -> None:
    assert [name for table in (DOCX, XLSX, CSVS, HTML) for name, faute in table.items() if not faute.vue] == []


# --- DOCX


@pytest.fixture(scope="module")
def spoilt_docx() -> dict[str, bytes]:
    reference = (TEMPLATES / "reference.docx").read_bytes()
    guide = write(PAGE, reference=reference, images=IMAGES, edition=dt.date(2026, 11, 23))
    return {name: abimer(guide, faute.abime) for name, faute in DOCX.items()}


@pytest.mark.parametrize("gate", docx_gates.GATES)
def test_each_gate_of_a_word_document_sees_its_faults(gate: str, spoilt_docx: dict[str, bytes]) -> None:
    hold(gate, DOCX, spoilt_docx, docx_gates.examine(gate, spoilt_docx))


# --- XLSX and CSV


@pytest.fixture
def spoilt_xlsx(documents: Documents) -> dict[str, bytes]:
    octets = documents["comparatifs/ptce.xlsx"].data
    return {name: abimer(octets, faute.abime) for name, faute in XLSX.items()}


def test_our_own_checks_of_a_workbook_see_its_faults(documents: Documents, spoilt_xlsx: dict[str, bytes]) -> None:
    view = views.comparatif(documents.library, "ptce")
    sheets = {"Comparatif": rows.rows(view), "Sources": rows.proof(view)}
    hold(tableurs.OWN_XLSX, XLSX, spoilt_xlsx, tableurs.examine_xlsx(spoilt_xlsx, sheets))


def test_the_validator_of_a_workbook_sees_its_faults(spoilt_xlsx: dict[str, bytes]) -> None:
    hold(docx_gates.AUDIT, XLSX, spoilt_xlsx, docx_gates.examine(docx_gates.AUDIT, spoilt_xlsx))


def test_our_own_checks_of_a_csv_see_its_faults(documents: Documents) -> None:
    spoilt, found = {}, {}
    for excel, path in ((False, "comparatifs/comparatif.csv"), (True, "comparatifs/comparatif.excel.csv")):
        octets, table = documents[path].data, rows.rows(views.comparatif(documents.library))
        files = {name: faute.abime(octets) for name, faute in CSVS.items() if faute.excel == excel}
        spoilt.update(files)
        found.update(tableurs.examine_csv(files, table, excel))
    hold(tableurs.OWN_CSV, CSVS, spoilt, found)


# --- HTML


class Site:
    """A comparatif spoilt again and again, each time under another name, among the pages that it leads to."""

    def __init__(self, documents: Documents, folder: Path) -> None:
        self.folder = folder
        self.sound = folder / "comparatifs/ges.html"
        self.sound.parent.mkdir()
        octets = documents["comparatifs/ges.html"].data
        self.sound.write_bytes(octets)
        self.pages: dict[str, Path] = {}
        for n, (name, faute) in enumerate(HTML.items()):
            assert faute.ancien in octets.decode(), name
            self.pages[name] = folder / f"comparatifs/{n}.html"
            self.pages[name].write_text(octets.decode().replace(faute.ancien, faute.nouveau, 1), "utf-8")
        self.every = [self.sound, *self.pages.values()]
        self.planned = {*documents.targets, "index.html", *(f"comparatifs/{page.name}" for page in self.every)}

    def hold(self, gate: str, found: Mapping[Path, list[str]]) -> None:
        assert found[self.sound] == []
        said = {name: found[page] for name, page in self.pages.items() if page in found}
        hold(gate, HTML, {name: self.pages[name].read_bytes() for name in said}, said)


@pytest.fixture(scope="module")
def site(documents: Documents, tmp_path_factory: pytest.TempPathFactory) -> Site:
    return Site(documents, tmp_path_factory.mktemp("output"))


def test_our_own_checks_of_a_page_see_its_faults(site: Site) -> None:
    site.hold(html_checks.OWN, html_checks.own(site.every, site.folder, site.planned))


@pytest.mark.java
@pytest.mark.node
def test_the_nu_checker_sees_its_faults(site: Site, tools: dict[str, str]) -> None:
    site.hold(html_checks.VNU, html_checks.vnu(tools["java"], site.every))


@pytest.mark.node
def test_html_validate_sees_its_faults(site: Site, tools: dict[str, str]) -> None:
    site.hold(html_checks.VALIDATE, html_checks.html_validate(tools["node"], site.every))


@pytest.mark.chromium
@pytest.mark.node
def test_axe_sees_its_faults_in_a_narrow_browser(site: Site, tools: dict[str, str]) -> None:
    # a second for each page: those of its own faults alone
    own = [site.pages[name] for name, faute in HTML.items() if html_checks.AXE in faute.vue]
    found = html_checks.in_browser(tools["node"], tools["chromium"], 320, [site.sound, *own])
    site.hold(html_checks.AXE, found)
