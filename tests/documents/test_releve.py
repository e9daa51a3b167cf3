"""What documents say of other files: their sizes, their pages, their ink; and the job ticket, which says all of it."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Mapping
from dataclasses import replace

import pikepdf
import pypdfium2
import pytest

from coopdocs.formats import run
from coopdocs.formats.job import MeasuresJob, Rendered, TextJob
from coopdocs.formats.pdf import ink as encre
from coopdocs.formats.pdf.measures import fill_in
from coopdocs.plan.evenements.imprimeur import CANAUX, OUVRAGES
from coopdocs.typographie import plain_spaces, taille
from support.documents import Documents
from support.pdf_read import Pdf

BON = "evenements/forum-cooperations/imprimeur/bon-de-commande"


def page(*painted: str) -> bytes:
    """A PDF of square pages, painted by these operators."""
    with pikepdf.new() as pdf:
        for operators in painted:
            pdf.add_blank_page(page_size=(150, 150)).Contents = pdf.make_stream(operators.encode())
        pdf.save(out := io.BytesIO())
    return out.getvalue()


ALL, HALF = "0 0 150 150 re f", "0 0 75 150 re f"


@pytest.mark.parametrize(
    ("operators", "inks"),
    [
        ("", (0, 0, 0, 0, 0)),
        (f"0 g {HALF}", (0, 0, 0, 50, 50)),
        (f"0.8 g {ALL}", (0, 0, 0, 20, 20)),
        (f"0 1 1 rg {ALL}", (100, 0, 0, 0, 29.9)),
        (f"1 0 1 rg {HALF}", (0, 50, 0, 0, 29.3)),
        (f"1 1 0 rg {ALL}", (0, 0, 100, 0, 11.4)),
        (f"0.5 0 0 rg {ALL}", (0, 50, 50, 50, 85)),
    ],
)
def test_the_ink_of_a_page_is_the_share_of_it_that_each_ink_covers(operators: str, inks: tuple[float, ...]) -> None:
    (measured,) = encre.measure(page(operators))
    assert tuple(measured) == pytest.approx(inks, abs=0.3)


def test_each_page_is_measured_by_itself() -> None:
    assert [round(ink.black) for ink in encre.measure(page(f"0 g {HALF}", "", f"0 g {ALL}"))] == [50, 0, 100]


@pytest.mark.parametrize("chemin", ["fiches/ges.pdf", "evenements/forum-cooperations/livret.pdf"])
def test_ink_measured_on_small_pictures_is_that_of_large_ones(
    documents: Documents, chemin: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    octets = documents[chemin].data
    small = encre.measure(octets)
    monkeypatch.setattr(encre, "_DOTS_PER_INCH", 150)
    for quick, slow in zip(small, encre.measure(octets), strict=True):
        assert quick == pytest.approx(slow, abs=0.3)


def rendus() -> Mapping[str, Rendered]:
    return {
        "un.pdf": Rendered(page(f"0 g {HALF}", ""), 2),
        "grand.csv": Rendered(b"x" * 1_234_567),
        "sale.pdf": Rendered(b"?", 7),
    }


def test_in_a_page_marks_become_french_words() -> None:
    text = "⟦octets grand.csv⟧ et ⟦pages un.pdf⟧ pages, ⟦encre un.pdf 1 n⟧ %, ⟦encre un.pdf 2 gris⟧ %"
    assert fill_in(text, rendus(), "french") == "1,2\u00a0Mo et 2 pages, 50,0 %, 0,0 %"


def test_in_data_marks_become_numbers_without_their_quotes() -> None:
    text = '{"o": "⟦octets grand.csv⟧", "p": "⟦pages un.pdf⟧", "n": "⟦encre un.pdf 1 n⟧", "rien": "⟦pages grand.csv⟧"}'
    assert json.loads(fill_in(text, rendus(), "json")) == {"o": 1_234_567, "p": 2, "n": 50.0, "rien": None}


def test_a_file_whose_ink_nobody_asks_for_is_never_drawn() -> None:
    assert fill_in("⟦octets sale.pdf⟧, ⟦pages sale.pdf⟧", rendus(), "french") == "1\u00a0o, 7"
    with pytest.raises(pypdfium2.PdfiumError):
        fill_in("⟦encre sale.pdf 1 n⟧", rendus(), "french")


@pytest.mark.parametrize(
    ("mark", "words"),
    [
        ("⟦octets autre.pdf⟧", "nomme un fichier que ce relevé ne mesure pas"),
        ("⟦encre un.pdf 3 n⟧", "ne dit pas une page et une encre de un.pdf"),
        ("⟦encre un.pdf⟧", "ne dit pas une page et une encre de un.pdf"),
    ],
)
def test_a_mark_that_measures_nothing_is_refused_by_its_name(mark: str, words: str) -> None:
    with pytest.raises(ValueError, match=f"^la marque {mark} {words}$"):
        fill_in(mark, rendus(), "french")


def test_a_document_that_measures_a_failed_one_fails_for_the_same_reason() -> None:
    job = MeasuresJob(TextJob("⟦octets un.txt⟧"), {"un.txt": TextJob("abc")}, "french")
    assert run(job).data == "3\u00a0o".encode()
    failed = Rendered(b"", None, ("trop long",))
    assert run(job, lambda part: failed) == failed


# --- the job ticket


def test_the_ticket_as_data_gives_the_true_measures_of_the_files(documents: Documents) -> None:
    bon = json.loads(documents[f"{BON}.json"].data)
    assert [o["nom"] for o in bon["ouvrages"]] == [o.nom for o in OUVRAGES]
    for said in bon["ouvrages"]:
        event = "evenements/forum-cooperations/"
        read = documents[event + said["fichier"]]
        assert said["octets"] == len(documents[f"{event}imprimeur/{said['fichier']}"].data)
        assert said["pages"] == read.pages == len(said["encre"])
        assert [[e[c] for c in CANAUX] for e in said["encre"]] == [
            pytest.approx(list(ink), abs=0.051) for ink in encre.measure(read.data)
        ]
        assert said["format"] == list(Pdf(read.data).tailles[0])
    assert bon["norme_pdfx"] is None


def test_the_ticket_says_the_same_on_paper_and_claims_no_pdf_x(documents: Documents) -> None:
    paper = documents[f"{BON}.pdf"]
    assert paper.defects == ()
    text = re.sub(r"\s+", " ", " ".join(Pdf(paper.data).pages))
    bon = json.loads(documents[f"{BON}.json"].data)
    for said in bon["ouvrages"]:
        for encres in said["encre"]:
            inks = (f"{encres[canal]:.1f}".replace(".", ",") for canal in CANAUX)
            assert " ".join((str(encres["page"]), *inks)) in text
        assert f"{said['fichier']}, {plain_spaces(taille(said['octets']))}" in text
    assert "Aucune conformité PDF/X n’est annoncée." in text
    assert "Exemple : personnes, organismes et rendez-vous fictifs" in text


def test_an_event_printed_on_office_machines_sends_nothing_to_a_print_shop(documents: Documents) -> None:
    e = documents.library.evenements["forum-cooperations"]
    bureau = e.model_copy(update={"impression": e.impression.model_copy(update={"imprimeur": "bureau"})})
    library = replace(documents.library, evenements={"forum-cooperations": bureau})
    start = "evenements/forum-cooperations/imprimeur/"
    assert Documents(library, documents.theme).paths(start, "") == []
    assert len(documents.paths(start, "")) == len(OUVRAGES) + 3
