"""The printed guide: chapters joined, each on whole sheets and laid out once; numbers and links lead where they say."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from coopdocs import library
from coopdocs.formats.job import FilledPageJob, Part
from coopdocs.theme import Theme
from coopdocs.views.chapitre import PAGES
from support.documents import TEMPLATES, Documents, whole_page, with_forme
from support.kits import many, spoil
from support.pdf_read import Pdf

GUIDE, CHAPITRE = "guide/guide.pdf", "guide/chapitres/f1.pdf"
LEAST = {"acteurs": 2, **dict.fromkeys(("exemples", "chiffres", "reseaux", "ressources"), 0)}
MOST = {"sources": 200, "acteurs": 6, "exemples": 4, "chiffres": 3, "reseaux": 12, "ressources": 60, "presentation": 14}


def opened(kit: Path) -> Documents:
    lue, problems = library.load(kit)
    assert lue is not None, problems
    return Documents(lue, Theme([TEMPLATES]))


@pytest.fixture(scope="module")
def kit(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return many(tmp_path_factory.mktemp("guide") / "k", 2)


@pytest.fixture(scope="module")
def documents(kit: Path) -> Documents:
    return opened(kit)


def first_pages(parts: tuple[Part, ...]) -> dict[str, int]:
    """The number of the first page of each part, as its own foot has it."""
    found = {}
    for part in parts:
        said = re.search(r'@bottom-(?:left|right) \{ content: "(\d+)"', whole_page(part.job))
        if said:
            found[part.name] = int(said[1])
    return found


# 8 s and 12 s: a guide of its own each
@pytest.mark.parametrize(("termes", "parties"), [(0, LEAST), (80, MOST)], ids=["least", "most"])
def test_a_guide_of_the_least_and_of_the_most_has_no_defect(
    tmp_path: Path, termes: int, parties: dict[str, Any]
) -> None:
    made = opened(many(tmp_path / "k", 1, termes=termes, **parties))
    for path in (GUIDE, CHAPITRE):
        assert made[path].defects == ()
        assert (made[path].pages or 1) % 2 == 0


@pytest.mark.parametrize("n", [1, 20])
def test_a_margin_ends_before_its_page_does(tmp_path: Path, n: int) -> None:
    """Whatever a chapter says beside its text is printed whole: what has no room there stands in the text."""
    documents = opened(many(tmp_path / "k", 1, reseaux=1, chiffres=3))
    forme = documents.library.formes["f1"]
    long = "accompagne et met en relation, avec une équipe de conseillers, les porteurs de projets et les communes"
    lists: dict[str, Any] = {
        "reseaux": tuple(forme.reseaux[0].model_copy(update={"texte": f"{long} ({rang})"}) for rang in range(n)),
        "lacunes": tuple(f"rien sur qui {long} ({rang})" for rang in range(n)),
        "variantes": tuple(f"nom de ce qui {long} ({rang})" for rang in range(n)),
    }
    told = with_forme(documents, "f1", **lists)
    made = told[CHAPITRE]
    assert made.defects == ()
    printed = "".join("".join(Pdf(made.data).pages).split())
    own = (*lists["reseaux"], *forme.chiffres, forme.identite.depuis, forme.identite.nature, forme.identite.duree)
    textes = (*(fait.texte for fait in own), *lists["lacunes"], *lists["variantes"])
    assert [texte for texte in textes if "".join(texte.split()) not in printed] == []
    beside = {part.name: whole_page(part.job).partition("</aside>")[0] for part in told.parts(CHAPITRE)}
    assert ("À qui parler" in beside["f1-acteurs"]) == (n == 1)
    assert ("Non trouvé" in beside["f1-couts"]) == (n == 1)
    assert ("Autres noms" in beside["f1-pourquoi"]) == (n == 1)


def test_each_chapter_begins_a_sheet_and_its_pages_bear_their_numbers(documents: Documents) -> None:
    rendu = documents[GUIDE]
    assert rendu.defects == ()
    numbers = first_pages(documents.parts(GUIDE))
    assert [numbers[f"f{n}-ouverture"] % 2 for n in (1, 2)] == [1, 1]
    pages = Pdf(rendu.data).pages
    for nom, number in numbers.items():
        assert re.search(rf"\b{number}\b", pages[number - 1]), nom


def test_the_contents_give_the_page_of_each_chapter(documents: Documents) -> None:
    numbers = first_pages(documents.parts(GUIDE))
    [sommaire] = [whole_page(part.job) for part in documents.parts(GUIDE) if part.name == "sommaire"]
    for n in (1, 2):
        row = sommaire.partition(f'href="partie:f{n}-ouverture#f{n}"')[2].partition("</tr>")[0]
        cells = [int(cell) for cell in re.findall(r"<td[^>]*>(\d+)</td>", row)]
        assert cells == [numbers[f"f{n}-{page}"] for page in ("ouverture", *PAGES)]


def skeletons(documents: Documents) -> dict[str, str]:
    """What each part is laid out from: its page without the values of its champs."""
    return {part.name: part.job.html for part in documents.parts(GUIDE) if isinstance(part.job, FilledPageJob)}


def test_one_changed_word_lays_out_its_chapter_alone(documents: Documents, kit: Path) -> None:
    before = skeletons(documents)
    fichier = kit / "content/formes/f1.yaml"
    kept = fichier.read_text("utf-8")
    spoil(fichier, "Étape 1", "Étape une")
    try:
        after = skeletons(opened(kit))
    finally:
        fichier.write_text(kept, encoding="utf-8")
    assert {nom for nom in before if before[nom] != after[nom]} == {"f1-couts"}


def test_a_chapter_alone_is_the_guide_s_with_other_numbers(documents: Documents) -> None:
    own, whole = documents.parts("guide/chapitres/f1.pdf"), skeletons(documents)
    same = {part.name for part in own if isinstance(part.job, FilledPageJob) and part.job.html == whole[part.name]}
    # its last page leads to other chapters where they are there
    assert {part.name for part in own} - same <= {"f1-modeles"}
    assert documents["guide/chapitres/f1.pdf"].laid_out_whole == 0
    assert Pdf(documents["guide/chapitres/f1.pdf"].data).pages[1].split()


def test_each_call_leads_to_its_source_at_the_end_of_the_chapter(documents: Documents) -> None:
    modeles = next(whole_page(part.job) for part in documents.parts(GUIDE) if part.name == "f1-modeles")
    cited = 0
    for part in documents.parts(GUIDE):
        if part.name.startswith("f1-"):
            for numero in re.findall(r'href="(?:partie:f1-modeles)?#(f1-s\d+)"', whole_page(part.job)):
                assert f'id="{numero}"' in modeles
                cited += 1
    assert cited > 10
    assert "footnote" not in modeles


def said(documents: Documents) -> dict[str, str]:
    """The HTML of each part."""
    return {part.name: whole_page(part.job) for part in documents.parts(GUIDE)}


def test_outside_chapters_a_line_says_whose_numbers_the_sources_have(documents: Documents) -> None:
    found = {nom for nom, html in said(documents).items() if "Les numéros de sources de cette partie" in html}
    assert found == {"glossaire"}


# 6 s: a guide of its own
def test_covers_have_the_name_beside_the_logo_and_errors_go_to_the_publisher(tmp_path: Path) -> None:
    made = many(tmp_path / "k", 1)
    (made / "content/logos").mkdir()
    logo = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 240 100"><path d="M0 0h240v100H0z"/></svg>'
    (made / "content/logos/l.svg").write_text(logo, encoding="utf-8")
    with (made / "content/kit.yaml").open("a", encoding="utf-8") as file:
        file.write("identite: {logo: logos/l.svg, editeur: {courriel: ecrire@exemple.fr}}\n")
    html = said(opened(made))
    for nom in ("couverture", "dos"):
        assert 'alt="Logo' in html[nom]
        assert '<p class="editeur"><strong>coopdocs</strong></p>' in html[nom]
    assert {nom for nom, page in html.items() if "mailto:ecrire@exemple.fr" in page} == {"mentions", "introduction"}


def test_without_a_mailbox_errors_go_to_who_handed_the_guide_out(documents: Documents) -> None:
    assert "mailto:" not in said(documents)["mentions"]
    assert "qui vous a remis ce guide" in said(documents)["mentions"]
