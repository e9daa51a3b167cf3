"""Photographs in documents: upright and of their colours, described to who does not see them, with their credit."""

from __future__ import annotations

import io
from base64 import b64decode
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pypdfium2
import pypdfium2.raw
import pytest
from lxml import html
from PIL import Image
from PIL.Image import Transpose

from coopdocs import memo, open_kit, photos, zones
from coopdocs.formats.job import Rendered
from coopdocs.library import load
from coopdocs.plan.evenements.documents import Documents as EventDocuments
from coopdocs.plan.maker import Maker
from coopdocs.release import sources
from coopdocs.theme.mesure import Zone
from coopdocs.zones import photos as zones_photos
from support.brimful import brimful, filled
from support.documents import Documents, with_forme
from support.kits import dump, pratique, small_kit
from support.pdf_read import Pdf
from support.photographs import camera, far, kept, picture, shown, written
from support.verapdf import verdicts

ALT, CREDIT = "Quatre carrés.", "Photo : Camille Exemple, CC BY 4.0."
FILES = {
    "paysage.jpg": written(picture(2400, 1600)),
    "tournee.jpg": written(picture(2400, 1600).transpose(Transpose.ROTATE_90), exif=camera(6, place=True)),
    "cmjn.jpg": written(picture(1200, 1800).convert("CMYK")),
    "panorama.png": written(picture(2000, 200).convert("RGBA"), "PNG"),
    "petite.jpg": written(picture(300, 225)),
}
"""What people bring: turned by a camera, made for a print shop, see-through, too small."""


@pytest.fixture(scope="module")
def kit(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small kit: one forme shows all of them, the story of another one, an event two."""
    made = small_kit(tmp_path_factory.mktemp("photos") / "kit")
    for name, data in FILES.items():
        kept(made, name, data)
        kept(made, name, data, folder="evenements")
    shown(made, "ptce", *FILES)
    recit = {nom: part for nom, part in pratique()["recit"].items() if nom != "jalons"}
    words = {"alt": ALT, "legende": "Quatre couleurs.", "credit": "Camille Exemple", "licence": "CC BY 4.0"}
    recit["photo"] = {"fichier": "photos/paysage.jpg", **words}
    with (made / "content/formes/ges.yaml").open("a", encoding="utf-8") as file:
        file.write(dump({"recit": recit}))
    shown(made, "forum-cooperations", "paysage.jpg", "tournee.jpg", folder="evenements")
    return made


@pytest.fixture(scope="module")
def illustrated(kit: Path) -> Documents:
    memo.forget()
    opened = open_kit(kit)
    return Documents(opened.library, opened.theme)


@pytest.fixture(scope="module")
def chapter(illustrated: Documents) -> Rendered:
    """The chapter of the forme that shows them, laid out as in the guide."""
    return illustrated["guide/chapitres/ptce.pdf"]


def pictures(data: bytes) -> Iterator[tuple[Any, Image.Image, float]]:
    """Each picture of a PDF's pages: its place (points), how it is seen there, its pixels to the inch."""
    for page in pypdfium2.PdfDocument(data):
        seen = page.render(scale=1.5).to_pil()
        for item in page.get_objects(filter=[pypdfium2.raw.FPDF_PAGEOBJ_IMAGE]):
            left, bottom, right, top = item.get_bounds()
            box = (left * 1.5, seen.height - top * 1.5, right * 1.5, seen.height - bottom * 1.5)
            width, _ = item.get_px_size()
            yield (left, bottom, right, top), seen.crop(tuple(map(round, box))), width / (right - left) * 72


def test_each_is_printed_upright_in_its_colours_with_the_dots_that_paper_shows(chapter: Rendered) -> None:
    assert chapter.defects == ()
    found = list(pictures(chapter.data))
    assert len(found) == len(FILES)
    for _, seen, dpi in found:
        assert far(seen) == {}
        assert dpi <= photos.DPI + 1
    assert sorted(round(dpi) for _, _, dpi in found)[-4:] == [220] * 4


def test_its_words_stand_below_or_beside_it_on_the_same_page(chapter: Rendered) -> None:
    read = Pdf(chapter.data)
    figures = [b for b in read.balises("Figure") if str(b.attributs.get("/Alt")) == ALT]
    assert len(figures) == len(FILES)
    text = " ".join(" ".join(page.split()) for page in read.pages).replace("\u00a0", " ")
    assert text.count(CREDIT) == len(FILES)


@pytest.mark.java
def test_a_chapter_with_photographs_keeps_both_standards(
    chapter: Rendered, tools: dict[str, str], tmp_path: Path
) -> None:
    found = verdicts(tools["java"], tmp_path, {"chapitre.pdf": chapter.data})["chapitre.pdf"]
    assert found.rules > 100
    assert dict(found.broken) == {}


def test_a_chapter_in_word_has_them_with_their_descriptions(illustrated: Documents) -> None:
    with ZipFile(io.BytesIO(illustrated["guide/ptce.docx"].data)) as package:
        media = [
            name for name in package.namelist() if name.startswith("word/media/") and name.endswith((".jpg", ".jpeg"))
        ]
        document = package.read("word/document.xml").decode()
        seen = [Image.open(io.BytesIO(package.read(name))) for name in media]
    assert len(media) == len(FILES)
    assert [far(image) for image in seen] == [{}] * len(FILES)
    assert document.count(f'descr="{ALT}"') == 2 * len(FILES)
    assert document.replace("\u00a0", " ").count(CREDIT) == len(FILES)


def on_screen(illustrated: Documents, path: str) -> str:
    """The source of a page; that of an event without its files, which need all others to be made."""
    if path != "page.html":
        return illustrated.source(path)
    event = EventDocuments(Maker(illustrated.library, illustrated.theme), "forum-cooperations", lambda job: 1)
    return event.html("page.html.j2", "ecran", groupes={}, papier="", agenda="agenda.ics")


@pytest.mark.parametrize(("path", "count"), [("fiches/ptce.html", 5), ("guide/guide.html", 6), ("page.html", 2)])
def test_a_page_holds_them_whole_with_their_sides_and_words(illustrated: Documents, path: str, count: int) -> None:
    page = html.fromstring(on_screen(illustrated, path))
    figures: Any = page.xpath("//figure[contains(@class, 'photo')]")
    assert len(figures) == count
    for figure in figures:
        image = figure.find("img")
        head, _, data = image.get("src").partition(",")
        seen = Image.open(io.BytesIO(b64decode(data)))
        assert (head, seen.size) == ("data:image/jpeg;base64", (int(image.get("width")), int(image.get("height"))))
        assert max(seen.size) <= 1000
        assert (image.get("alt"), far(seen)) == (ALT, {})
        assert CREDIT in " ".join(figure.text_content().replace("\u00a0", " ").split())


def test_a_printed_fiche_and_a_forme_without_any_are_as_before(illustrated: Documents) -> None:
    assert "data:image/jpeg" not in illustrated.source("fiches/ptce.pdf")
    assert "rang-photos" not in illustrated.source("fiches/pat.html").partition("</style>")[2]


def test_the_photograph_of_a_story_stands_beside_it_where_it_has_no_steps(illustrated: Documents) -> None:
    rendered = illustrated["fiches/ges.pdf"]
    assert (rendered.pages, rendered.defects) == (2, ())
    [(_, seen, dpi)] = pictures(rendered.data)
    assert (far(seen), round(dpi)) == ({}, 220)
    [figure] = [b for b in Pdf(rendered.data).balises("Figure") if str(b.attributs.get("/Alt")) == ALT]
    assert figure.texte() == ""
    assert CREDIT in " ".join(Pdf(rendered.data).pages[1].split()).replace("\u00a0", " ")


def test_a_fiche_full_to_the_brim_with_a_photograph_holds_on_two_pages(illustrated: Documents) -> None:
    recit, told = (illustrated.library.formes[slug].recit for slug in ("ptce", "ges"))
    assert recit is not None
    assert told is not None
    assert told.photo is not None
    advised = recit.model_copy(update={"conseil": recit.court})
    whole = brimful(with_forme(illustrated, "ptce", recit=advised), "ptce", recit=True)
    recit = whole.library.formes["ptce"].recit
    assert recit is not None

    def full(place: tuple[str, str, float, float, int], suite: str) -> str:
        famille, graisse, corps, largeur, lignes = place
        return filled(Zone(whole.theme.font(famille, graisse), corps, largeur, lignes), suite)

    court = full(zones._COURT_PHOTO, "x" * 12)
    legende = full(zones_photos.caption((), told.photo, 7.4, 116, 2).zone, f" Photo : {told.photo.credit}, CC BY 4.0.")
    photo = told.photo.model_copy(update={"legende": legende})
    changed = recit.model_copy(
        update={"jalons": (), "photo": photo, "court": recit.court.model_copy(update={"texte": court})}
    )
    rendered = with_forme(whole, "ptce", recit=changed)["fiches/ptce.pdf"]
    assert (rendered.pages, rendered.defects) == (2, ())
    assert len(list(pictures(rendered.data))) == 1


def test_a_story_with_a_photograph_shows_it_in_the_guide_and_on_the_page(illustrated: Documents) -> None:
    page = html.fromstring(illustrated.source("fiches/ges.html"))
    assert page.xpath("//section[contains(@class, 'recit')]//figure/img/@alt") == [ALT]
    with ZipFile(io.BytesIO(illustrated["guide/ges.docx"].data)) as package:
        assert package.read("word/document.xml").decode().count(f'descr="{ALT}"') == 2


def test_a_release_holds_the_files_that_it_was_made_from(kit: Path) -> None:
    library, _ = load(kit)
    assert library is not None
    held = sources.read(library)
    assert {name: held[f"content/formes/photos/{name}"] for name in FILES} == FILES
    assert "content/evenements/photos/tournee.jpg" in held
    assert "content/evenements/photos/petite.jpg" not in held
