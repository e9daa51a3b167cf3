"""What lies on the tables and at the door: name tents that two sides of a table can read, a sheet to sign."""

from __future__ import annotations

import io
from dataclasses import replace
from itertools import pairwise
from typing import Any

import docx
import openpyxl
import pypdfium2
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from coopdocs.formats import run
from coopdocs.model.evenement import Evenement, Intervenant
from coopdocs.plan.evenements import salle
from coopdocs.theme import mesure
from coopdocs.typographie import plain_spaces
from support.documents import Documents
from support.pdf_read import Pdf, read_once
from support.printed import MM, letter_boxes

FORUM = "forum-cooperations"
SLUGS = ("conseil-cooperations", "formation-groupe-cooperatif", FORUM)
PLI = 105.0
"""Where the sheet of a name tent is folded (mm from its foot)."""


def chemin(slug: str, nom: str) -> str:
    return f"evenements/{slug}/{nom}"


def changed(documents: Documents, **fields: Any) -> Documents:
    """The same kit, some fields of the forum changed."""
    library = documents.library
    forum = library.evenements[FORUM].model_copy(update=fields)
    return Documents(replace(library, evenements={FORUM: forum}), documents.theme)


# --- name tents


@pytest.mark.parametrize("slug", SLUGS)
def test_each_speaker_has_a_sheet_whose_name_is_read_once_and_seen_from_both_sides(
    documents: Documents, slug: str
) -> None:
    lu = read_once(documents[chemin(slug, "chevalets.pdf")].data)
    noms = [i.nom for i in documents.library.evenements[slug].intervenants]
    assert [plain_spaces(b.texte()) for b in lu.balises("H1")] == noms
    assert [plain_spaces(texte).count(nom) for texte, nom in zip(lu.pages, noms, strict=True)] == [2] * len(noms)
    assert plain_spaces(" ".join(lu.arbre.lignes())).count(noms[0]) == 1


def test_the_two_faces_are_each_other_turned_about_the_fold(documents: Documents) -> None:
    page = pypdfium2.PdfDocument(documents[chemin(FORUM, "chevalets.pdf")].data)[0]
    boxes = list(letter_boxes(page))
    droites = sorted((a, round(x), round(y)) for a, x, y, _, _ in boxes if y < PLI)
    tournees = sorted((a, round(297 - x), round(210 - y)) for a, _, _, x, y in boxes if y > PLI)
    assert len(droites) > 50
    assert [a for a, *_ in droites] == [a for a, *_ in tournees]
    assert all(abs(x - u) <= 1 and abs(y - v) <= 1 for (_, x, y), (_, u, v) in zip(droites, tournees, strict=True))


@pytest.mark.parametrize("slug", SLUGS)
def test_no_letter_of_a_name_tent_is_near_its_edges_or_its_fold(documents: Documents, slug: str) -> None:
    for page in pypdfium2.PdfDocument(documents[chemin(slug, "chevalets.pdf")].data):
        assert page.get_size() == pytest.approx((297 * MM, 210 * MM), abs=0.1)
        for letter, left, low, right, high in letter_boxes(page):
            assert (left > 15, right < 297 - 15, low > 6, high < 210 - 6) == (True,) * 4, letter
            assert high < PLI - 6 or low > PLI + 6, letter


def test_names_are_as_large_as_the_sheet_allows_and_break_late(documents: Documents) -> None:
    def size(nom: str) -> float:
        return float(salle._face(documents.theme, Intervenant(nom=nom, fonction="maire"))["corps_nom"])

    assert size("Lou Bo") == 100
    assert size("Anne-Sophie Lagrange-Modèle") == 48
    long = size("Marie-Clémence Fictif de La Rochebrune-Exemple")
    police = documents.theme.font("Coopdocs Titre", "800")
    assert len(mesure.Zone(police, long, 261, 9).set_lines("Marie-Clémence Fictif de La Rochebrune-Exemple")) == 2
    assert 48 <= long < 60


MOT = st.text(st.sampled_from("aeiolmnrstéWM"), min_size=1, max_size=14)
TEXTE = st.lists(MOT, min_size=1, max_size=24).map(" ".join)


@settings(max_examples=6, phases=[Phase.generate])
@given(
    st.lists(
        st.tuples(st.lists(MOT, min_size=1, max_size=6).map(" ".join), TEXTE, st.none() | TEXTE), min_size=4, max_size=4
    )
)
def test_whatever_the_names_and_functions_the_sheets_hold_them(
    documents: Documents, gens: list[tuple[str, str, str | None]]
) -> None:
    intervenants = tuple(Intervenant(nom=n, fonction=f, organisme=o) for n, f, o in gens)
    rendu = run(changed(documents, intervenants=intervenants).job(chemin(FORUM, "chevalets.pdf")))
    assert (rendu.pages, rendu.defects) == (4, ())


def test_without_a_speaker_there_is_no_name_tent(documents: Documents) -> None:
    none = changed(documents, intervenants=())
    assert chemin(FORUM, "chevalets.pdf") not in none.targets
    assert chemin(FORUM, "emargement.pdf") in none.targets


def test_the_file_says_that_it_is_to_print_and_fold(documents: Documents) -> None:
    lu = read_once(documents[chemin(FORUM, "chevalets.pdf")].data)
    assert "à imprimer et à plier" in str(lu.pdf.docinfo["/Keywords"])


# --- the sheet to sign


def rows(evenement: Evenement) -> int:
    return min(evenement.impression.exemplaires, 60)


@pytest.mark.parametrize("slug", SLUGS)
def test_the_sheet_has_a_numbered_empty_row_for_each_copy_up_to_sixty(documents: Documents, slug: str) -> None:
    evenement = documents.library.evenements[slug]
    numbers = [str(n) for n in range(1, rows(evenement) + 1)]
    lu = read_once(documents[chemin(slug, "emargement.pdf")].data)
    heads = [b.texte() for b in lu.balises("TH")]
    assert heads == [*salle.ENTETES, *numbers]
    assert all(not b.texte() for b in lu.balises("TD"))
    said = [texte for texte in lu.pages if "en plusieurs exemplaires" in texte]
    assert len(said) == (evenement.impression.exemplaires > 60)
    word = docx.Document(io.BytesIO(documents[chemin(slug, "emargement.docx")].data))
    assert [r.cells[0].text for t in word.tables for r in t.rows[1:]] == numbers
    assert {c.text.strip() for t in word.tables for r in t.rows[1:] for c in r.cells[1:]} == {""}
    book = openpyxl.load_workbook(io.BytesIO(documents[chemin(slug, "emargement.xlsx")].data))
    head, *body = book["Émargement"].values
    assert head == salle.ENTETES
    assert [row[0] for row in body] == numbers


def test_rows_leave_nine_millimetres_to_sign_and_each_page_has_the_head(documents: Documents) -> None:
    document = pypdfium2.PdfDocument(documents[chemin(FORUM, "emargement.pdf")].data)
    assert len(document) == 3
    for page in document:
        assert "Signature" in page.get_textpage().get_text_range()
        numbers = {
            round(low, 1) for a, left, low, right, _ in letter_boxes(page) if a.isdigit() and left > 14 and right < 19
        }
        steps = [b - a for a, b in pairwise(sorted(numbers)) if b - a > 2]
        assert len(steps) > 10
        assert min(steps) >= 9


def test_a_word_sheet_is_a_page_whose_rows_have_two_lines_and_which_says_what_it_is_for(documents: Documents) -> None:
    word = docx.Document(io.BytesIO(documents[chemin(FORUM, "emargement.docx")].data))
    assert [len(t.rows) for t in word.tables] == [16] * 4
    assert all(t.rows[1].cells[4].text == "\n" for t in word.tables)
    texts = [plain_spaces(p.text) for p in word.paragraphs]
    assert sum("conservée par Communauté d’exemple" in t for t in texts) == 4


def test_what_is_empty_in_the_workbook_is_no_text(documents: Documents) -> None:
    book = openpyxl.load_workbook(io.BytesIO(documents[chemin(FORUM, "emargement.xlsx")].data))
    cells = [c for row in book["Émargement"].iter_rows(min_row=2, min_col=2) for c in row]
    assert {(c.value, c.data_type) for c in cells} == {(None, "n")}
    assert dict(book["À propos"].values)["Organisateur"] == "Communauté d’exemple"


@pytest.mark.parametrize("slug", SLUGS)
def test_the_sheet_says_who_keeps_it_what_for_and_whom_to_ask(documents: Documents, slug: str) -> None:
    e = documents.library.evenements[slug]
    lu = read_once(documents[chemin(slug, "emargement.pdf")].data)
    texte = plain_spaces(lu.arbre.texte())
    assert f"Feuille conservée par {e.organisateur.nom} pour justifier la tenue de la rencontre" in texte
    assert (e.contacts[0].courriel or e.contacts[0].telephone or "") in texte
    assert "personnes, organismes et rendez-vous fictifs" in texte


def test_a_real_event_is_no_example(documents: Documents) -> None:
    real = changed(documents, exemple=False)
    for nom in ("chevalets.pdf", "emargement.pdf"):
        assert "fictifs" not in "".join(Pdf(run(real.job(chemin(FORUM, nom))).data).pages)
