"""The fiches of an event: joined in its order, sparing of ink, on A5 pages, and whole in large print."""

from __future__ import annotations

import ctypes
import re
from dataclasses import replace
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium
import pytest
import zxingcpp
from lxml import html

from coopdocs import views
from coopdocs.formats.job import ImpositionJob, source
from coopdocs.formats.pdf import ink
from support.documents import Documents, parts
from support.pdf_read import Pdf, read_once

EVENEMENTS = ("conseil-cooperations", "forum-cooperations", "formation-groupe-cooperatif")
FICHES = ("cooperations", "ges", "gme", "jvs", "pat", "ptce", "regie-quartier", "tzcld")
SOBRE = 7.0
"""The share of a page that black toner may cover on average, in %, for an office printer."""
GRANDS = 16.0
"""The smallest type of large print, in points."""


@pytest.fixture(scope="module")
def tous(documents: Documents) -> Documents:
    """The kit with one event, which is real and hands out the fiches of all formes."""
    library = documents.library
    forum = library.evenements["forum-cooperations"]
    tout = forum.model_copy(update={"formes": FICHES, "exemple": False})
    return Documents(replace(library, evenements={"forum-cooperations": tout}), documents.theme)


@pytest.fixture(scope="module")
def grands(tous: Documents) -> Pdf:
    rendu = tous["evenements/forum-cooperations/fiches-grands-caracteres.pdf"]
    assert rendu.defects == ()
    return Pdf(rendu.data)


def plain(text: str) -> str:
    """A text without what typesetting does to its spaces and hyphens."""
    return re.sub(r"[\s\u2060]+", "", text)


def test_the_examples_and_the_formes_are_all_looked_at(documents: Documents) -> None:
    assert set(EVENEMENTS) == set(documents.library.evenements)
    assert set(FICHES) == set(documents.library.formes)


# --- joined


@pytest.mark.parametrize("fin", ["", "-sobre"])
def test_the_fiches_are_those_of_the_kit_in_the_order_of_the_event(documents: Documents, fin: str) -> None:
    formes = documents.library.evenements["formation-groupe-cooperatif"].formes
    joined = read_once(documents[f"evenements/formation-groupe-cooperatif/fiches{fin}.pdf"].data)
    assert joined.pages == [p for slug in formes for p in read_once(documents[f"fiches/{slug}{fin}.pdf"].data).pages]
    assert joined.langue == "fr-FR"
    assert len(joined.balises("H1")) == len(formes)


def test_another_order_of_the_formes_is_another_order_of_the_fiches(documents: Documents) -> None:
    conseil = documents.library.evenements["conseil-cooperations"]
    turned = conseil.model_copy(update={"formes": conseil.formes[::-1]})
    other = Documents(replace(documents.library, evenements={"conseil-cooperations": turned}), documents.theme)
    parts = other.parts("evenements/conseil-cooperations/fiches.pdf")
    assert [part.name for part in parts] == [*conseil.formes[::-1]]


# --- ink


@pytest.mark.parametrize("slug", FICHES)
def test_a_sober_fiche_spares_toner_on_each_of_its_pages(documents: Documents, slug: str) -> None:
    pages = ink.measure(documents[f"fiches/{slug}-sobre.pdf"].data)
    assert [round(p.gray, 1) for p in pages if p.gray >= SOBRE] == []
    coloured = ink.measure(documents[f"fiches/{slug}.pdf"].data)
    assert sum(p.gray for p in coloured) > 2 * sum(p.gray for p in pages)


@pytest.mark.parametrize("slug", EVENEMENTS)
@pytest.mark.parametrize("nom", ["fiches-sobre", "fiches-2-par-feuille", "fiches-grands-caracteres"])
def test_what_an_office_prints_spares_toner(documents: Documents, slug: str, nom: str) -> None:
    pages = ink.measure(documents[f"evenements/{slug}/{nom}.pdf"].data)
    assert sum(p.gray for p in pages) / len(pages) < SOBRE


@pytest.mark.parametrize("nom", ["programme", "livret", "emargement"])
def test_an_event_printed_at_the_office_spares_toner(documents: Documents, nom: str) -> None:
    pages = ink.measure(documents[f"evenements/conseil-cooperations/{nom}.pdf"].data)
    assert sum(p.gray for p in pages) / len(pages) < SOBRE


# --- A5 pages, two a side

FEUILLES = "evenements/formation-groupe-cooperatif/fiches-2-par-feuille.pdf"


def test_each_forme_has_both_sides_of_its_own_sheets(documents: Documents) -> None:
    formes = documents.library.evenements["formation-groupe-cooperatif"].formes
    faces = pypdfium2.PdfDocument(documents[FEUILLES].data)
    assert {tuple(round(side * 25.4 / 72) for side in face.get_size()) for face in faces} == {(297, 210)}
    texts = [plain(face.get_textpage().get_text_bounded()) for face in faces]
    starts = [n for n, text in enumerate(texts) if plain("L’essentiel") in text]
    assert [n for n in starts if n % 2] == []
    assert [plain(documents.library.formes[slug].nom) in texts[n] for n, slug in zip(starts, formes, strict=True)]


def test_the_a5_pages_of_a_forme_say_all_that_its_printed_fiche_says(documents: Documents) -> None:
    sheets = documents.job(FEUILLES)
    assert isinstance(sheets, ImpositionJob)
    for part in parts(sheets.document):
        if part.name in documents.library.formes:
            tree: Any = html.fromstring(source(part.job))
            for element in tree.iter("sup", "style"):
                element.drop_tree()
            said = plain(tree.text_content())
            own = {"Se lancer en six étapes (durées indicatives)", "Carte d’identité"}
            lines = [x for x in printed(documents.source(f"fiches/{part.name}.pdf")) if x not in own]
            forme = documents.library.formes[part.name]
            # the networks stand one by one; the words in the middle of the diagram go with it
            own = {", ".join(r.nom for r in forme.reseaux[:4]), "".join(forme.coeur)}
            lines = [x for x in lines if x not in own]
            if forme.recit and (story := views.fiche(documents.library, part.name)).recit_imprime:
                # who tells it and where stand on one line of the fiche, each on its own here
                lines.remove(f"{forme.recit.nom} · {story.situation}")
                lines += [forme.recit.nom, story.situation]
            missing = [x for x in lines if plain(x) not in said and not re.match(r"^\d+ *[A-ZÉ]", x)]
            assert [x for x in missing if "vérifié" not in x] == [], part.name


def test_the_codes_of_a_sheet_can_still_be_scanned(documents: Documents) -> None:
    formes = documents.library.evenements["formation-groupe-cooperatif"].formes
    read = [text for text, _ in scanned(documents[FEUILLES].data)]
    assert read == [documents.library.formes[slug].lien for slug in formes]


def scanned(octets: bytes) -> list[tuple[str, float]]:
    """What the codes of a PDF say, drawn at 150 dpi, and how wide they are (mm)."""
    drawn = (page.render(scale=150 / 72).to_pil().convert("L") for page in pypdfium2.PdfDocument(octets))
    codes = (code for image in drawn for code in zxingcpp.read_barcodes(image))
    return [(c.text, (c.position.top_right.x - c.position.top_left.x) * 25.4 / 150) for c in codes]


# --- large print


def test_large_print_is_large_everywhere(grands: Pdf, tous: Documents) -> None:
    file = pypdfium2.PdfDocument(tous["evenements/forum-cooperations/fiches-grands-caracteres.pdf"].data)
    sizes = {size for page in file for size in type_sizes(page)}
    assert min(sizes) >= GRANDS - 0.01
    assert len(sizes) > 3


def type_sizes(page: pypdfium2.PdfPage) -> set[float]:
    """The sizes of type on a page, in points."""
    text = page.get_textpage()
    sizes = set()
    for i in range(pdfium.FPDFText_CountChars(text)):
        if not pdfium.FPDFText_IsGenerated(text, i):
            matrix = pdfium.FS_MATRIX()
            assert pdfium.FPDFText_GetMatrix(text, i, ctypes.byref(matrix))
            sizes.add(round(pdfium.FPDFText_GetFontSize(text, i) * abs(matrix.d), 2))
    return sizes


def test_large_print_has_neither_italics_nor_icons(grands: Pdf, tous: Documents) -> None:
    assert [nom for nom in grands.polices if "Italic" in nom] == []
    assert len(grands.balises("Figure")) == len(FICHES), "a code for each fiche, and nothing else"


@pytest.mark.parametrize("slug", FICHES)
def test_large_print_says_all_that_the_printed_fiche_says(grands: Pdf, tous: Documents, slug: str) -> None:
    said = plain(grands.arbre.texte())
    told = printed(tous.source(f"fiches/{slug}.pdf"))
    assert len(told) > 80
    assert [words for words in told if plain(words) not in said] == []


def printed(contenu: str) -> list[str]:
    """The texts of a printed fiche, but for the calls of its sources, its numbers and what runs at its head."""
    tree: Any = html.fromstring(contenu)
    furniture = ("surtitre", "sigle", "numero", "rappel")
    for element in [*tree.iter("sup", "svg"), *(e for e in tree.iter() if e.get("class") in furniture)]:
        element.drop_tree()
    leaves = (e for e in tree.body.iter("p", "h1", "h2", "h3", "dt", "dd", "li") if e.find("p") is None)
    return [words for e in leaves if (words := "".join(e.itertext()).strip())]


def test_the_contents_of_large_print_lead_to_the_pages_that_they_tell(grands: Pdf, tous: Documents) -> None:
    formes = tous.library.formes
    told = {slug: re.search(rf"{re.escape(formes[slug].nom)}.*? (\d+)$", grands.pages[0], re.M) for slug in FICHES}
    for slug, found in told.items():
        assert found, slug
        assert plain(grands.pages[int(found[1]) - 1]).startswith(plain(formes[slug].nom))
    assert all(plain(text).endswith(f"page{n}") for n, text in enumerate(grands.pages, 1))


def test_each_fiche_in_large_print_ends_with_the_sources_that_it_cites(tous: Documents) -> None:
    tree: Any = html.fromstring(tous.source("evenements/forum-cooperations/fiches-grands-caracteres.pdf"))
    for slug in FICHES:
        [fiche] = tree.xpath(f"//section[@class='chapitre'][h2[@id='{slug}']]")
        listed = {li.get("id") for li in fiche.xpath(".//section[last()]/ol/li")}
        cited = {a.get("href")[1:] for a in fiche.xpath(".//*[@class='appels']/a")}
        assert cited == listed != set(), slug


def test_the_codes_of_large_print_can_be_scanned(tous: Documents) -> None:
    rendu = tous["evenements/forum-cooperations/fiches-grands-caracteres.pdf"]
    codes = scanned(rendu.data)
    assert [text for text, _ in codes] == [tous.library.formes[slug].lien for slug in FICHES]
    assert min(width for _, width in codes) > 25


def test_an_example_says_so_on_its_first_page_and_a_real_event_does_not(grands: Pdf, documents: Documents) -> None:
    exemple = read_once(documents["evenements/conseil-cooperations/fiches-grands-caracteres.pdf"].data)
    assert "Exemple : personnes, organismes et rendez-vous fictifs" in exemple.pages[0]
    assert "fictifs" not in grands.pages[0]
