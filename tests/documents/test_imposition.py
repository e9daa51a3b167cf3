"""Sheets for printing, folded, cut or held beside their pages: they give these back in order and in place."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import pikepdf
import pypdfium2
import pytest
from PIL import Image, ImageChops

from coopdocs.formats.job import Rendered
from coopdocs.formats.pdf import layout
from coopdocs.formats.pdf.imposition import (
    MM,
    Booklet,
    CropMarked,
    ImpositionError,
    ImpositionScheme,
    NUp,
    Proof,
    impose,
)
from coopdocs.formats.pdf.standards import PRINT_ONLY
from support.documents import TEMPLATES, Documents
from support.pdf_read import Balise, Pdf

A5 = (148.0, 210.0)
TITRE = "Un livret à plier"
POLICE = '@font-face{font-family:"Coopdocs Texte";src:url("kit:/polices/SourceSans3_400Regular.ttf")}'
STYLE = POLICE + 'html{font:14mm "Coopdocs Texte"}body,p{margin:0}p{break-after:page}p:last-child{break-after:auto}'
POINT = 4.0
"""Dots a mm of the pictures that are looked at."""


def rendu(html: str, style: str, attributs: str = "") -> Rendered:
    head = f"<title>Essai</title><style>{STYLE}{style}</style>"
    return layout.write(
        f'<!DOCTYPE html><html lang="fr"><head>{head}</head><body {attributs}>{html}</body></html>', [TEMPLATES]
    )


@cache
def numbered(n: int, format: str = "148mm 210mm", marge: str = "20mm 10mm") -> bytes:
    """Pages that bear their numbers after an N, 10 mm from the left edge."""
    made = rendu("".join(f"<p>N{page}</p>" for page in range(1, n + 1)), f"@page{{size:{format};margin:{marge}}}")
    assert made.defects == ()
    assert made.pages == n
    return made.data


@cache
def grounds() -> bytes:
    """Four A5 pages that bleed: the first two dark, the others white."""
    dark = "@page:nth(1){background:#222}@page:nth(2){background:#222}"
    return rendu("<p>1</p><p>2</p><p>3</p><p>4</p>", f"@page{{size:A5;margin:20mm;bleed:3mm}}{dark}").data


@dataclass(frozen=True)
class Vue:
    """A page as a side shows it: its number, and where its N stands (mm from the left and from the bottom)."""

    page: int
    x: float
    y: float


@cache
def opened(octets: bytes) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(octets))


def seen(octets: bytes) -> list[list[Vue]]:
    """The pages of each side, from left to right and from top to bottom."""
    sides = []
    for side in pypdfium2.PdfDocument(octets):
        text = side.get_textpage()
        vues = []
        words = text.get_text_range()
        for start in (i for i, letter in enumerate(words) if letter == "N"):
            number = words[start + 1 :].partition("N")[0].split()[0]
            left, bottom, *_ = text.get_charbox(start)
            vues.append(Vue(int(number), left / MM, bottom / MM))
        sides.append(sorted(vues, key=lambda v: (-round(v.y), v.x)))
    return sides


def folded(sides: Sequence[Sequence[Vue]]) -> list[Vue]:
    """The pages of a booklet in the order of its leaves: sheets printed on both sides, turned on the short edge,
    stacked with the first one outside, folded in the middle.

    A leaf is half a sheet; what is printed behind the right half of a front is the left half of its back.
    """
    sheets = list(zip(sides[::2], sides[1::2], strict=True))
    first_half = [page for front, back in sheets for page in (front[1], back[0])]
    second_half = [page for front, back in reversed(sheets) for page in (back[1], front[0])]
    return first_half + second_half


@pytest.mark.parametrize("n", [4, 8, 12, 24])
def test_a_booklet_printed_folded_and_stapled_reads_from_first_to_last_page(n: int) -> None:
    octets, faces = impose(numbered(n), Booklet(), TITRE)
    sides = seen(octets)
    assert faces == len(sides) == n // 2
    assert [len(side) for side in sides] == [2] * (n // 2)
    assert [vue.page for vue in folded(sides)] == list(range(1, n + 1))


def test_the_outer_sheet_comes_first_with_the_cover_on_the_right_of_its_front() -> None:
    sides = [[vue.page for vue in side] for side in seen(impose(numbered(8), Booklet(), TITRE)[0])]
    assert sides == [[8, 1], [2, 7], [6, 3], [4, 5]]


def test_pages_of_inner_sheets_move_to_the_fold_so_that_margins_are_equal_once_trimmed() -> None:
    papier, fold, width = 0.2, 297 / 2, 148.0
    sides = seen(impose(numbered(24), Booklet(thickness=papier), TITRE)[0])
    for number, (left, right) in enumerate(sides):
        sheet = number // 2
        # an inner sheet sticks out by the thickness of those around it, and the knife cuts that off
        knife = width - sheet * papier
        assert right.x - fold == pytest.approx(sides[0][1].x - fold - sheet * papier, abs=0.005)
        assert fold - left.x - knife == pytest.approx(fold - sides[0][0].x - width, abs=0.005)
        assert knife - (right.x - fold) == pytest.approx(width - (sides[0][1].x - fold), abs=0.005)


def test_pages_without_creep_stand_against_the_fold_in_the_middle_of_the_sheet() -> None:
    (left, right), _ = seen(impose(numbered(4), Booklet(thickness=0), TITRE)[0])
    bare = seen(numbered(4))
    assert right.x == pytest.approx(148.5 + bare[0][0].x, abs=0.005)
    assert left.x == pytest.approx(148.5 - 148 + bare[3][0].x, abs=0.005)
    assert left.y == pytest.approx(bare[0][0].y, abs=0.005)


def picture(octets: bytes, page: int = 0) -> Image.Image:
    drawn: Image.Image = pypdfium2.PdfDocument(octets)[page].render(scale=POINT / MM).to_pil()
    return drawn.convert("L")


def at(image: Image.Image, x: float, y: float) -> str:
    """The tone x, y mm from the top left."""
    value = image.getpixel((int(x * POINT), int(y * POINT)))
    assert isinstance(value, int)
    return "white" if value > 250 else "dark" if value < 60 else f"grey {value}"


def test_a_ground_goes_on_beyond_the_trim_of_a_booklet_but_never_over_the_fold() -> None:
    sheets, _ = impose(grounds(), Booklet(sheet=(320, 225), thickness=0), TITRE)
    # the first page is on the right of the front, the second on the left of the back
    for side, outwards in ((picture(sheets, 0), 1), (picture(sheets, 1), -1)):
        fold, top = 160, 7.5
        edge = fold + outwards * 148
        assert at(side, fold + outwards, 100) == at(side, edge + 2.5 * outwards, 100) == "dark"
        assert at(side, fold - outwards, 100) == at(side, edge + 3.5 * outwards, 100) == "white"
        assert at(side, fold + 20 * outwards, top - 2.5) == "dark"
        assert at(side, fold + 20 * outwards, top - 3.5) == "white"


def test_the_fold_is_marked_only_where_the_sheet_is_higher_than_the_pages() -> None:
    bare = impose(numbered(4), Booklet(), TITRE)[0]
    assert b" S Q" not in opened(bare).pages[0].Contents.read_bytes()
    side = picture(impose(numbered(4), Booklet(sheet=(320, 240)), TITRE)[0])
    for top in (5, 225):
        around = side.crop((int(159 * POINT), int(top * POINT), int(161 * POINT), int((top + 10) * POINT)))
        assert min(around.tobytes()) < 200
    cut = side.crop((int(159 * POINT), 15 * 4 + 1, int(161 * POINT), 225 * 4 - 1))
    assert min(cut.tobytes()) == 255


@pytest.mark.parametrize(
    ("pages", "montage", "message"),
    [
        ((6,), Booklet(), "un cahier agrafé a un multiple de quatre pages, et non 6 ; ajoutez-en 2 (notes)"),
        ((3,), Booklet(), "un cahier agrafé a un multiple de quatre pages, et non 3 ; ajoutez-en 1 (notes)"),
        (
            (4, "A4"),
            Booklet(),
            "deux pages de 210 × 297 mm ne tiennent pas sur 297 × 210 mm ; prenez plus grand",
        ),
    ],
)
def test_a_booklet_that_cannot_be_made_says_why(pages: Any, montage: ImpositionScheme, message: str) -> None:
    octets = numbered(*pages)
    with pytest.raises(ImpositionError) as refused:
        impose(octets, montage, TITRE)
    assert str(refused.value) == message


def test_a_page_of_another_format_is_refused_in_a_booklet() -> None:
    mixed = rendu("<p>1</p><p>2</p><p>3</p><p>4</p>", "@page{size:A5}@page:nth(3){size:A6}").data
    with pytest.raises(ImpositionError, match="page 3 : 105 × 148 mm au lieu de 148 × 210 mm"):
        impose(mixed, Booklet(), TITRE)


def test_several_pages_a_sheet_stand_in_reading_order_each_in_the_middle_of_its_share() -> None:
    octets, faces = impose(numbered(7), NUp(2, 2, (210, 297)), TITRE)
    sides = seen(octets)
    assert faces == 2
    assert [[vue.page for vue in side] for side in sides] == [[1, 2, 3, 4], [5, 6, 7]]
    # a quarter of A4 is a little lower than A5: the height decides
    scale, bare = 148.5 / 210, seen(numbered(7))[0][0]
    assert sides[0][0].x == pytest.approx((105 - 148 * scale) / 2 + bare.x * scale, abs=0.01)
    assert sides[0][0].y == pytest.approx(148.5 + bare.y * scale, abs=0.01)
    assert sides[0][3].x - sides[0][2].x == pytest.approx(105, abs=0.01)
    assert sides[0][0].y - sides[0][2].y == pytest.approx(148.5, abs=0.01)


def test_a_trimmed_page_has_its_boxes_and_room_for_its_marks() -> None:
    sheet = opened(impose(grounds(), CropMarked(), TITRE)[0]).pages[1]
    media, bleed, trim = ([float(v) / MM for v in sheet[box]] for box in ("/MediaBox", "/BleedBox", "/TrimBox"))
    assert (trim[2] - trim[0], trim[3] - trim[1]) == pytest.approx(A5, abs=0.001)
    assert [a - b for a, b in zip(trim, bleed, strict=True)] == pytest.approx([3, 3, -3, -3], abs=0.001)
    assert [a - b for a, b in zip(bleed, media, strict=True)] == pytest.approx([6, 6, -6, -6], abs=0.001)


def test_a_trimmed_page_shows_its_ground_on_three_millimetres_and_its_marks_further_out() -> None:
    sheet = picture(impose(grounds(), CropMarked(), TITRE)[0], page=1)
    assert at(sheet, 9 - 2.7, 100) == at(sheet, 9 + 148 + 2.7, 100) == at(sheet, 80, 9 - 2.7) == "dark"
    assert at(sheet, 9 - 3.3, 100) == at(sheet, 9 + 148 + 3.3, 100) == at(sheet, 80, 9 - 3.3) == "white"
    for x in (9, 9 + 148):
        for y in (3, 18 + 210 - 3):
            near = sheet.crop((int((x - 0.5) * POINT), int(y * POINT), int((x + 0.5) * POINT), int(y * POINT) + 1))
            assert min(near.tobytes()) < 200, f"no mark at {x}, {y}"
    stroke = opened(impose(grounds(), CropMarked(), TITRE)[0]).pages[1].Contents.read_bytes()
    assert stroke.count(b" l") == 8
    assert b"q 0 0 0 1 K 0.25 w " in stroke


@pytest.mark.parametrize("slug", ["ges", "pat"])
def test_inside_its_trim_a_page_for_the_print_shop_is_the_page_itself(documents: Documents, slug: str) -> None:
    octets = documents[f"fiches/{slug}.pdf"].data
    for page in (0, 1):
        whole, room = picture(octets, page), int(9 * POINT)
        sheet = picture(impose(octets, CropMarked(), TITRE)[0], page)
        cut = sheet.crop((room, room, room + whole.width, room + whole.height))
        # letters fall between other dots: squares of five millimetres
        apart = ImageChops.difference(whole, cut).resize((42, 60), Image.Resampling.BOX)
        assert max(apart.tobytes()) < 25


def test_a_proof_outlines_trim_and_safe_zone_in_two_kinds_of_dashes() -> None:
    octets, _ = impose(grounds(), Proof(safe_zone=7), TITRE)
    drawn = opened(octets).pages[0].Contents.read_bytes().decode()
    lines = [line for line in drawn.splitlines() if " d " in line]
    sizes = [[float(v) / MM for v in line.partition(" d ")[2].split()[2:4]] for line in lines]
    assert sizes == [pytest.approx(A5, abs=0.001), pytest.approx((148 - 14, 210 - 14), abs=0.001)]
    assert len({line[line.index("[") : line.index("]")] for line in lines}) == 2


MONTAGES = [Booklet(sheet=(420, 297)), NUp(2, 1, (297, 210)), CropMarked(), Proof()]


@pytest.mark.parametrize("montage", MONTAGES, ids=lambda m: type(m).__name__)
def test_sheets_say_that_they_are_for_printing_and_claim_nothing_else(montage: ImpositionScheme) -> None:
    octets, _ = impose(grounds(), montage, TITRE)
    file = opened(octets)
    assert (str(file.docinfo.Title), str(file.docinfo.Keywords)) == (TITRE, PRINT_ONLY)
    meta = file.open_metadata()
    assert (meta["dc:title"], meta["dc:description"], meta["pdf:Keywords"]) == (TITRE, PRINT_ONLY, PRINT_ONLY)
    assert str(file.docinfo.Producer) == str(opened(grounds()).docinfo.Producer)
    assert str(file.Root.ViewerPreferences.PrintScaling) == "/None"  # at their own size
    packet = file.Root.Metadata.read_bytes().lower()
    assert not any(claim in packet for claim in (b"pdfaid", b"pdfuaid", b"pdfx"))
    assert {"/StructTreeRoot", "/MarkInfo", "/OutputIntents", "/AF", "/Names", "/Outlines"} & set(
        file.Root.keys()
    ) == set()
    assert all("/Annots" not in page and "/StructParents" not in page for page in file.pages)
    assert ("/Duplex" in file.Root.ViewerPreferences) == isinstance(montage, Booklet)


@pytest.mark.parametrize("montage", MONTAGES, ids=lambda m: type(m).__name__)
def test_the_same_pages_give_the_same_sheets_which_share_fonts_and_images(
    documents: Documents, montage: ImpositionScheme
) -> None:
    octets = documents["fiches/toutes.pdf"].data
    sheets, _ = impose(octets, montage, TITRE)
    assert impose(octets, montage, TITRE)[0] == sheets
    assert fonts(sheets) == fonts(octets)
    assert len(sheets) < len(octets)


def fonts(octets: bytes) -> list[int]:
    files = (item for item in opened(octets).objects if isinstance(item, pikepdf.Dictionary))
    return sorted(len(item.FontFile2.read_bytes()) for item in files if "/FontFile2" in item)


# --- the pages that sheets are made from


FOND = "@page{size:A5;margin:20mm;background:#F3EFF6}"
CORPS = '<h1>Titre</h1><p>Un <a href="https://exemple.fr/">lien</a>, <a id="b" href="#b">la suite</a>.</p>'


def test_a_page_that_bleeds_is_read_on_a_screen_as_it_will_be_cut() -> None:
    plain, bleeding = rendu(CORPS, FOND), rendu(CORPS, FOND + "@page{bleed:3mm}")
    assert picture(bleeding.data).tobytes() == picture(plain.data).tobytes()
    before, after = (opened(r.data).pages[0] for r in (plain, bleeding))
    assert [float(v) for v in after.MediaBox] == [float(v) for v in before.MediaBox]
    assert "/BleedBox" not in after
    assert "/TrimBox" not in after
    assert [list(a.Rect) for a in after.Annots] == [list(a.Rect) for a in before.Annots]
    assert tags(bleeding.data) == tags(plain.data)


def tags(octets: bytes) -> list[tuple[str, str]]:
    arbre: Balise = Pdf(octets).arbre
    return [(balise.nom, balise.texte()) for balise in arbre.walk()]


def test_a_page_without_bleed_keeps_the_boxes_that_the_engine_gives() -> None:
    page = opened(rendu(CORPS, FOND).data).pages[0]
    assert list(page.TrimBox) == list(page.BleedBox) == list(page.MediaBox)


def test_a_text_too_near_to_the_cut_is_a_defect_running_ones_too() -> None:
    pied = '@page{@bottom-left{content:"Pied de page";vertical-align:bottom;padding-bottom:3.1mm;font-size:8pt}}'
    bord = '<div style="margin-left:-16mm;font-size:9pt">Au <b>bord</b></div>'
    sure = 'data-securite="5"'
    assert rendu(bord + CORPS, FOND + pied).defects == ()
    assert rendu(CORPS, FOND + pied, sure).defects == (
        "page 1 : « Pied de page » est à 3,1 mm du bord : 5 mm au moins, pour la coupe",
    )
    assert rendu(bord + CORPS, FOND, sure).defects == (
        "page 1 : « Au bord » est à 4,0 mm du bord : 5 mm au moins, pour la coupe",
    )
    assert rendu(bord.replace("-16mm", "-15mm") + CORPS, FOND, sure).defects == ()
