"""Any number of formes and of what they hold: each document is made without a defect, whatever the number."""

from __future__ import annotations

import io
import re
from pathlib import Path
from typing import Any

import openpyxl
import pypdfium2
import pytest
import yaml

from coopdocs import library, views
from coopdocs.theme import Theme
from coopdocs.typographie import plain_spaces
from coopdocs.verify.spreadsheets import READERS
from coopdocs.views.tableau import COLONNES, among, strips
from support.comparatif_cells import Cells, cells, expected, said
from support.documents import TEMPLATES, Documents
from support.kits import dump, fait, many, others, spoil

NOMBRES = (1, 2, 7, 8, 12, 40)


def opened(kit: Path) -> Documents:
    lue, problems = library.load(kit)
    assert lue is not None, [f"{p.place} : {p.message}" for p in problems if p.is_error]
    return Documents(lue, Theme([TEMPLATES]))


@pytest.fixture(scope="module")
def kits(tmp_path_factory: pytest.TempPathFactory) -> dict[int, Documents]:
    """Kits of few and of many formes, four critères each, made once."""
    return {n: opened(many(tmp_path_factory.mktemp("kit") / "k", n, 4)) for n in NOMBRES}


@pytest.mark.parametrize("n", NOMBRES)
@pytest.mark.parametrize("ending", READERS)
def test_the_table_of_any_number_of_formes_says_every_cell_in_every_format(
    kits: dict[int, Documents], n: int, ending: str
) -> None:
    rendu = kits[n][f"comparatifs/comparatif.{ending}"]
    assert not rendu.defects
    view = views.comparatif(kits[n].library)
    grids = READERS[ending](rendu.data)
    if ending == "pdf":
        grids = grids[len(view.tranches) :]
    found: Cells = {}
    for grid, (debut, fin) in zip(grids, view.tranches if len(grids) > 1 else [(0, n)], strict=True):
        found |= cells(grid, among(view, [slug for slug, _ in view.colonnes[debut:fin]]))
    assert said(found, ending) == said(expected(view), ending)


def textes(octets: bytes) -> list[str]:
    """The text of each page."""
    with pypdfium2.PdfDocument(octets) as pdf:
        return [page.get_textpage().get_text_range() for page in pdf]


@pytest.mark.parametrize(("total", "largeurs"), [(0, []), (1, [1]), (7, [7]), (8, [4, 4]), (15, [5, 5, 5])])
def test_strips_are_few_and_of_nearly_one_width(total: int, largeurs: list[int]) -> None:
    assert [fin - debut for debut, fin in strips(total, COLONNES)] == largeurs


def test_no_critere_is_alone_on_a_page(tmp_path: Path) -> None:
    # one more than its first page holds
    octets = opened(many(tmp_path / "k", 1, 21))["comparatifs/comparatif.pdf"].data
    rows = [len(set(re.findall(r"Critère \d+", page))) for page in textes(octets)]
    assert sum(rows) == 42
    assert 1 not in rows


def test_what_is_said_of_all_cells_is_not_alone_on_a_page(tmp_path: Path) -> None:
    kit = many(tmp_path / "k", 1, 16, sources=10)
    # rows and sources fill a page up to that note
    citees = "- loi-ess\n" + "".join(f"      - s{n}\n" for n in range(8))
    spoil(kit / "content/criteres.yaml", "- loi-ess\n", citees)
    pages = textes(opened(kit)["comparatifs/comparatif.pdf"].data)
    (page,) = (page for page in pages if "Cases vérifiées entre" in page)
    assert page.lstrip().startswith("Sources")


def test_a_printed_workbook_repeats_its_criteres_beside_each_strip(kits: dict[int, Documents]) -> None:
    whole, split = (
        openpyxl.load_workbook(io.BytesIO(kits[n]["comparatifs/comparatif.xlsx"].data))["Comparatif"] for n in (7, 12)
    )
    assert (whole.print_title_cols, whole.page_setup.fitToHeight, len(whole.col_breaks.brk)) == (None, 0, 0)
    # 10 pt at 74 % are 7.4 pt
    assert (split.print_title_cols, split.page_setup.scale) == ("$A:$B", 74)
    assert [b.id for b in split.col_breaks.brk] == [2 + 6]


# What a list may hold at least, and at most. Lists of a forme that must have something have it.
MAIGRE = {"termes": 0, "acteurs": 2, **dict.fromkeys(("exemples", "chiffres", "reseaux", "ressources"), 0)}
GRAS = {
    **{"groupes": 13, "termes": 80, "sources": 200, "exemples": 4, "chiffres": 3, "reseaux": 12, "acteurs": 6},
    **dict.fromkeys(("collectivite", "atouts", "vigilances"), 4),
}


# 2 s and 6 s: every document of a kit is laid out
@pytest.mark.parametrize(("formes", "criteres", "parties"), [(1, 1, MAIGRE), (2, 40, GRAS)], ids=["least", "most"])
def test_every_document_is_made_of_the_least_and_of_the_most(
    tmp_path: Path, formes: int, criteres: int, parties: dict[str, Any]
) -> None:
    documents = opened(many(tmp_path / "k", formes, criteres, **parties))
    one = [path for path in documents.targets if "f2" not in path]
    assert {path: documents[path].defects for path in one} == dict.fromkeys(one, ())


def test_where_no_critere_is_principal_all_are(tmp_path: Path) -> None:
    kit = many(tmp_path / "k", 2)
    file = kit / "content/criteres.yaml"
    file.write_text(file.read_text("utf-8").replace("principal: 'true'", "principal: 'false'"), encoding="utf-8")
    view = views.comparatif(opened(kit).library)
    assert not any(r.critere.principal for r in view.rangees)
    assert len(view.principales) == len(views.abridged(view).rangees) == 2


def test_in_the_guide_a_question_stays_with_its_answers_and_no_row_is_alone(tmp_path: Path) -> None:
    # the questions fill several pages, the first page of the funding table holds all rows but one
    kit = many(tmp_path / "k", 1)
    change(kit / "content/formes/f1.yaml", financements=[fait(f"Aide {n}", titre=f"Ressource {n}") for n in range(29)])
    questions = [
        {"id": f"q{n}", "question": f"Question {n} ?", "pourquoi": "Cela change tout.",
         "reponses": [{"texte": f"{mot} {n}", "formes": ["f1"]} for mot in ("Oui", "Non")]}
        for n in range(30)
    ]  # fmt: skip
    change(kit / "content/decision.yaml", questions=questions)
    pages = textes(opened(kit)["guide/guide.pdf"].data)
    rows = [len(set(re.findall(r"Ressource \d+", page))) for page in pages]
    assert sum(rows) == 29
    assert 1 not in rows
    places = [
        [next(i for i, page in enumerate(pages) if re.search(rf"{mot} {n}\b", page)) for mot in ("Question", "Oui")]
        for n in range(30)
    ]
    assert all(question == answer for question, answer in places)


@pytest.mark.parametrize(("formes", "autres"), [(1, 0), (2, 1), (3, 40)])
def test_the_guide_holds_any_number_of_other_formes(tmp_path: Path, formes: int, autres: int) -> None:
    documents = opened(others(many(tmp_path / "k", formes), autres))
    titre = plain_spaces(views.Choix(documents.library).titre_autres)
    rendu = documents["guide/guide.pdf"]
    assert rendu.defects == ()
    html = documents["guide/guide.html"].data.decode()
    for dit in (" ".join(textes(rendu.data)), re.sub("<[^>]*>", "", html)):
        texte = " ".join(plain_spaces(dit).split())
        assert all(re.search(rf"Autre {n}\b", texte) for n in range(autres))
        assert ("Avec qui en parler" in texte, titre in texte) == (autres > 0, autres > 0)
        assert "Cela peut changer." in texte


def test_what_an_other_forme_is_may_fill_pages(tmp_path: Path) -> None:
    documents = opened(others(many(tmp_path / "k", 1), 3, "Une coopérative en grand. " * 150))
    rendu = documents["guide/guide.pdf"]
    assert rendu.defects == ()
    assert len(re.findall("coopérative en", plain_spaces(" ".join(textes(rendu.data))))) == 150


def change(file: Path, **fields: object) -> None:
    """Give some fields of a file of the kit other values."""
    data = yaml.load(file.read_text("utf-8"), Loader=yaml.BaseLoader)  # every scalar as a text
    file.write_text(dump(data | fields), encoding="utf-8")
