"""The pages made from the code say what the code says, and leave out nothing that a template may use."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from coopdocs.cli import main, pages, template_page
from coopdocs.cli.template_words import CONTEXTS, FILTERS, METHODS
from coopdocs.errors import Exit
from coopdocs.theme import filtres
from support.documents import ROOT, TEMPLATES

SRC = ROOT / "src/coopdocs"
WORD = re.compile(r"\b(theme|feuille|champs)\.(\w+)\(")
HOLDERS = {"theme": "Theme", "feuille": "Feuille", "champs": "Champs"}


@pytest.mark.parametrize("page", ["docs/modeles.md", "README.fr.md"])
def test_a_page_is_what_the_code_says(page: str) -> None:
    assert (ROOT / page).read_text("utf-8") == pages.pages(ROOT)[page], "make docs"


def test_the_page_of_templates_is_in_the_command() -> None:
    done = CliRunner().invoke(main, ["explain", "modeles"], prog_name="coopdocs")
    assert done.exit_code == Exit.DONE
    assert done.stdout.strip() == template_page.page().strip()
    refused = CliRunner().invoke(main, ["explain", "modeles", "C021"], prog_name="coopdocs")
    assert refused.exit_code == Exit.USAGE


def given() -> Iterator[tuple[str, str]]:
    """Each name that some code gives to a template, and the folder of the template where the call names it."""
    for room in ("plan", "produce", "release", "diff"):
        for path in (SRC / room).rglob("*.py"):
            for call in ast.walk(ast.parse(path.read_text("utf-8"))):
                if isinstance(call, ast.Call) and getattr(call.func, "attr", "") in ("html", "render"):
                    modele = ast.literal_eval(call.args[0]) if isinstance(call.args[0], ast.Constant) else ""
                    folder = "evenement" if "evenements" in path.parts else modele.partition("/")[0]
                    yield from ((folder, k.arg) for k in call.keywords if k.arg)


def test_every_name_that_templates_are_given_has_its_line() -> None:
    every = set(given())
    assert len(every) > 35
    somewhere = {nom for noms in CONTEXTS.values() for nom in noms}
    unsaid = [
        (folder, nom)
        for folder, nom in sorted(every)
        if nom not in (CONTEXTS.get(folder, {}) | CONTEXTS[""] if folder else somewhere)
    ]
    # what the Markdown of a comparison is written with
    assert [(f, n) for f, n in unsaid if f != "ecarts"] == []


def test_every_filter_and_method_has_its_line() -> None:
    assert list(FILTERS) == list(filtres.FILTRES)
    text = "\n".join(p.read_text("utf-8") for p in TEMPLATES.rglob("*.j2"))
    used = {(HOLDERS[holder], nom) for holder, nom in WORD.findall(text)}
    assert used - {(classe, nom) for classe, noms in METHODS.items() for nom in noms} == set()


def test_types_lead_to_tables_of_their_own() -> None:
    page = template_page.page()
    headings = {h.lower() for h in re.findall(r"^### (\w+)$", page, re.M)}
    links = set(re.findall(r"\]\(#(\w+)\)", page))
    assert {"fiche", "forme", "fait", "journee", "programme", "dossier"} <= links <= headings


def test_no_page_names_a_path_of_this_machine() -> None:
    assert str(Path.home()) not in template_page.page()
    assert " at 0x" not in template_page.page()
