"""Every text can be read on what lies behind it, in colour and in grey, and no colour says anything alone.

Grounds are taken from the finished PDF: its pages are drawn without their texts, and each word is held against the
pixels of its place. Pages for the screen are held to the same ratio by axe in Chromium (test_html.py).
"""

from __future__ import annotations

import ctypes
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from fnmatch import fnmatch
from functools import cache
from pathlib import Path
from typing import Any

import openpyxl
import pikepdf
import pypdfium2
import pypdfium2.raw as pdfium
import pytest
from lxml import html

from coopdocs import couleurs
from coopdocs.formats.job import source
from coopdocs.formats.pdf import layout
from support.documents import Documents, whole_page

ROOT = Path(__file__).resolve().parents[2]
TEMPLATES = ROOT / "templates"
ECHELLE = 1.5
"""Pixels for a point."""
PARTS = 0.2
"""How much of a word’s place may be near its ink: the line under it, a rule that it touches."""
Rgb = tuple[int, int, int]


@dataclass(frozen=True)
class Mot:
    """A word of a page: its ink, its contrast with what is behind it."""

    page: int
    texte: str
    encre: str
    contraste: float


# --- words and what is behind them


@cache
def light(rgb: Rgb) -> float:
    """How much brighter than black this is, as the contrast ratio counts it."""
    return couleurs.contrast("#{:02X}{:02X}{:02X}".format(*rgb), "#000000")


def ratio(one: Rgb, other: Rgb) -> float:
    dark, bright = sorted((light(one), light(other)))
    return bright / dark


def grey(rgb: Rgb) -> Rgb:
    """As the engine that draws the pages turns colours to grey."""
    level = (30 * rgb[0] + 59 * rgb[1] + 11 * rgb[2]) // 100
    return level, level, level


def words(octets: bytes, gris: bool = False) -> Iterator[Mot]:
    """Every word of a PDF against its ground, but for the part of it that is nearest to its ink."""
    letters, behind = parted(octets)
    for number, (page, ground) in enumerate(zip(letters, pypdfium2.PdfDocument(behind), strict=True), 1):
        drawn = ground.render(scale=ECHELLE, grayscale=gris).to_pil().convert("RGB")
        for texte, ink, (left, bottom, right, top) in page:
            x, y = int(left * ECHELLE), int((ground.get_height() - top) * ECHELLE)
            place = drawn.crop((x, y, x + int((right - left) * ECHELLE) + 1, y + int((top - bottom) * ECHELLE) + 1))
            counted = place.getcolors(place.width * place.height)
            if gris:
                ink = grey(ink)
            ratios = sorted((ratio(ink, pixel), count) for count, pixel in counted)
            yield Mot(number, texte, "#{:02X}{:02X}{:02X}".format(*ink), met(ratios, place.width * place.height))


@cache
def parted(octets: bytes) -> tuple[list[list[tuple[str, Rgb, Box]]], bytes]:
    """The words of each page, and the same PDF without them; asked for in colour, then in grey."""
    letters, behind = halves(octets)
    return [list(inked(page)) for page in pypdfium2.PdfDocument(letters)], behind


def met(ratios: list[tuple[float, int]], total: int) -> float:
    seen = 0
    for value, count in ratios:
        seen += count
        if seen >= PARTS * total:
            return value
    raise AssertionError("a place without pixels")


Box = tuple[float, float, float, float]


def inked(page: pypdfium2.PdfPage) -> Iterator[tuple[str, Rgb, Box]]:
    """The words of a page with their ink and their box (pt, from the bottom left); outlines of letters are none."""
    text = page.get_textpage()
    word: tuple[str, Rgb, Box] | None = None
    for i in range(pdfium.FPDFText_CountChars(text)):
        letter = chr(pdfium.FPDFText_GetUnicode(text, i))
        if letter.isspace() or pdfium.FPDFText_IsGenerated(text, i):
            if word:
                yield word
            word = None
            continue
        ink, box = ink_of(text, i), box_of(text, i)
        if word and (word[1] != ink or abs(word[2][1] - box[1]) > 8):
            yield word
            word = None
        word = (word[0] + letter, ink, around(word[2], box)) if word else (letter, ink, box)
    if word:
        yield word


def around(one: Box, other: Box) -> Box:
    return min(one[0], other[0]), min(one[1], other[1]), max(one[2], other[2]), max(one[3], other[3])


RGBA = tuple(ctypes.c_uint() for _ in range(4))
EDGES = tuple(ctypes.c_double() for _ in range(4))
"""Where pdfium puts what it is asked of a letter: there are a million of them."""


def ink_of(text: pypdfium2.PdfTextPage, i: int) -> Rgb:
    r, g, b, opacity = RGBA
    pdfium.FPDFText_GetFillColor(text, i, r, g, b, opacity)
    assert opacity.value == 255, "a text that lets its ground through"
    return r.value, g.value, b.value


def box_of(text: pypdfium2.PdfTextPage, i: int) -> tuple[float, float, float, float]:
    left, right, bottom, top = EDGES
    pdfium.FPDFText_GetCharBox(text, i, left, right, bottom, top)
    return left.value, bottom.value, right.value, top.value


def halves(octets: bytes) -> tuple[bytes, bytes]:
    """The same PDF with its filled letters only, and with all but these: their outlines, for a halo is a ground."""
    with pikepdf.open(io.BytesIO(octets)) as letters, pikepdf.open(io.BytesIO(octets)) as behind:
        for page, other in zip(letters.pages, behind.pages, strict=True):
            filled, rest = sifted(page)
            page.Contents, other.Contents = letters.make_stream(filled), behind.make_stream(rest)
        for form, other_form in zip(forms(letters), forms(behind), strict=True):
            filled, rest = sifted(form)
            form.write(filled)
            other_form.write(rest)
        return saved(letters), saved(behind)


def forms(file: pikepdf.Pdf) -> list[pikepdf.Stream]:
    return [item for item in file.objects if isinstance(item, pikepdf.Stream) and item.get("/Subtype") == "/Form"]


def saved(file: pikepdf.Pdf) -> bytes:
    file.save(kept := io.BytesIO(), compress_streams=False)
    return kept.getvalue()


def sifted(holder: pikepdf.Page | pikepdf.Stream) -> tuple[bytes, bytes]:
    """What draws a page or a drawing, without all but its filled letters, and without these."""
    letters, behind = [], []
    outline, before = False, list[bool]()
    for instruction in pikepdf.parse_content_stream(holder):
        name = str(instruction.operator)
        if name == "q":
            before.append(outline)
        elif name == "Q":
            outline = before.pop()
        elif name == "Tr":
            outline = int(instruction.operands[0]) == 1
        is_text = name in ("Tj", "TJ", "'", '"')
        if not is_text or not outline:
            letters.append(instruction)
        if not is_text or outline:
            behind.append(instruction)
    return pikepdf.unparse_content_stream(letters), pikepdf.unparse_content_stream(behind)


def faint(octets: bytes, gris: bool = False) -> list[tuple[int, str, str, float]]:
    """The words that cannot be read well: page, word, ink, ratio; there must be words at all."""
    every = list(words(octets, gris))
    assert every
    return [(m.page, m.texte, m.encre, round(m.contraste, 2)) for m in every if m.contraste < couleurs.CONTRASTE_MIN]


# --- tokens

FONDS = {
    "--blanc": ("--encre", "--gris", "--nuit", "--ici"),
    "--brume": ("--encre", "--gris", "--nuit", "--ici"),
    "--nuit": ("--blanc", "--pale"),
}
"""Which inks the stylesheets lay on which ground; the formes' own colours come beside them."""
SUR_TEINTES = ("--encre", "--gris", "--nuit")


def stylesheets() -> dict[str, str]:
    return {p.relative_to(TEMPLATES).as_posix(): p.read_text("utf-8") for p in sorted(TEMPLATES.rglob("*.css"))}


def tokens() -> dict[str, str]:
    """The colours that the stylesheets name: they have no others."""
    return {f"--{name}": code for name, code in couleurs.MAISON.shown().items()}


@pytest.mark.parametrize(("fond", "encre"), [(fond, encre) for fond, encres in FONDS.items() for encre in encres])
def test_each_ink_of_the_tokens_reads_on_its_grounds(fond: str, encre: str) -> None:
    assert couleurs.contrast(tokens()[encre], tokens()[fond]) >= couleurs.CONTRASTE_MIN


def test_each_forme_s_colour_reads_on_white_and_on_its_tints_and_they_under_every_ink(documents: Documents) -> None:
    for slug, forme in documents.library.formes.items():
        assert couleurs.readability(forme.couleur) >= couleurs.CONTRASTE_MIN, slug
        for teinte in couleurs.TEINTES:
            ground = couleurs.mix(forme.couleur, teinte)
            ratios = {name: couleurs.contrast(tokens()[name], ground) for name in SUR_TEINTES}
            assert min(ratios.values()) >= couleurs.CONTRASTE_MIN, (slug, teinte, ratios)


def test_an_ink_reads_on_the_ground_that_its_own_rule_gives_it() -> None:
    pairs = set()
    for css in stylesheets().values():
        for rule in re.findall(r"{([^{}]*)}", css):
            ink = re.search(r"(?<![\w-])color:\s*var\((--[\w-]+)\)", rule)
            ground = re.search(r"background(?:-color)?:\s*var\((--[\w-]+)\)", rule)
            if ink and ground and {ink[1], ground[1]} <= tokens().keys():
                pairs.add((ink[1], ground[1]))
    assert {("--ajout", "--ajout-fond"), ("--retrait", "--retrait-fond"), ("--blanc", "--nuit")} <= pairs
    assert [p for p in pairs if couleurs.contrast(tokens()[p[0]], tokens()[p[1]]) < couleurs.CONTRASTE_MIN] == []


# --- pages

FICHES, EVENEMENTS = (
    sorted(path.stem for path in (ROOT / "content" / folder).glob("*.yaml")) for folder in ("formes", "evenements")
)
PAGES = [
    *(f"fiches/{slug}{end}.pdf" for slug in FICHES for end in ("", "-sobre")),
    "guide/guide.pdf",
    "comparatifs/comparatif.pdf",
    "comparatifs/pat.pdf",
    *(f"dossiers/{level}/*.pdf" for level in ("communes", "departements", "epci")),
    *(f"evenements/{slug}/{nom}.pdf" for slug in EVENEMENTS for nom in ("programme", "affiche", "livret", "chevalets")),
    "evenements/forum-cooperations/emargement.pdf",
    "evenements/forum-cooperations/imprimeur/bon-de-commande.pdf",
    "evenements/forum-cooperations/fiches-grands-caracteres.pdf",
]


def test_the_fiches_of_all_formes_and_the_handouts_of_all_events_are_looked_at(documents: Documents) -> None:
    assert set(FICHES) == set(documents.library.formes)
    assert set(EVENEMENTS) == set(documents.library.evenements)


def found(documents: Documents, chemin: str) -> bytes:
    """A PDF by its path, or the first one of those that a pattern fits."""
    return documents[next(path for path in documents.targets if fnmatch(path, chemin))].data


@pytest.mark.parametrize("chemin", PAGES)
def test_every_word_of_a_pdf_reads_on_what_is_behind_it(documents: Documents, chemin: str) -> None:
    assert faint(found(documents, chemin)) == []


@pytest.mark.parametrize("chemin", [p for p in PAGES if not p.startswith("guide")])
def test_every_word_of_a_pdf_still_reads_in_grey(documents: Documents, chemin: str) -> None:
    assert faint(found(documents, chemin), gris=True) == []


def test_large_print_stands_out_more_than_the_rest(documents: Documents) -> None:
    made = documents["evenements/forum-cooperations/fiches-grands-caracteres.pdf"]
    assert min(m.contraste for m in words(made.data)) >= 7


def page(css: str, corps: str) -> bytes:
    style = f"@page{{size:A6;margin:5mm}}body{{font:12pt 'Coopdocs Texte';color:#000}}{css}"
    face = '@font-face{font-family:"Coopdocs Texte";src:url("kit:/polices/SourceSans3_400Regular.ttf")}'
    rendu = layout.write(
        f"<!DOCTYPE html><html lang=fr><title>e</title><style>{face}{style}</style><body>{corps}", [TEMPLATES]
    )
    assert rendu.defects == ()
    return rendu.data


SVG = "<svg xmlns='http://www.w3.org/2000/svg' width='90' height='30'><title>t</title>{}</svg>"
IMAGE = "data:image/svg+xml," + SVG.format("<rect width='90' height='30' fill='%23EEE'/>")
TEXTE = "<text font-family='Coopdocs Texte' x='9' y='20' {}>bon</text>"


@pytest.mark.parametrize(
    ("css", "corps"),
    [
        pytest.param("p{color:#8A8E99}", "<p>bon</p>", id="pale"),
        pytest.param("div{background:#22263F}", "<div><p>bon</p></div>", id="dark on dark"),
        pytest.param("p{color:#FFF}", "<p>bon</p>", id="white on white"),
        pytest.param(f'p{{color:#FFF;background:url("{IMAGE}")}}', "<p>bon</p>", id="on an image"),
        pytest.param("p{color:#FFF;background:linear-gradient(90deg,#FFF,#000)}", "<p>bon</p>", id="on a gradient"),
        pytest.param("i{position:absolute;top:0;left:0;width:60mm;height:12mm;background:#111}p{position:relative}",
                     "<i></i><p>bon</p>", id="on what lies under it"),
        pytest.param("", SVG.format("<rect width='90' height='30' fill='#0B5F60'/>" + TEXTE.format("fill='#22263F'")),
                     id="in a drawing"),
    ],
)  # fmt: skip
def test_a_text_that_cannot_be_read_is_seen(css: str, corps: str) -> None:
    made = page(css, f"{corps}<h1>lu</h1>")
    assert "".join(texte for _, texte, _, _ in faint(made)) == "bon"
    assert "lu" in {m.texte for m in words(made)}


def test_a_text_on_a_dark_ground_or_with_a_halo_is_none_of_these() -> None:
    halo = TEXTE.format("fill='none' stroke='#FFF' stroke-width='6'") + TEXTE.format("fill='#000'")
    drawing = SVG.format(f"<rect width='90' height='30' fill='#333'/>{halo}")
    made = page("p{background:#22263F;color:#FFF}", f"<p>lu</p>{drawing}")
    assert [m.texte for m in words(made)] == ["lu", "bon"]
    assert faint(made) == []


def test_two_colours_of_one_grey_are_seen_in_grey_alone() -> None:
    # a red and a green far enough apart for eyes that see both, and one grey for the others
    made = page("p{background:#0B3D0B;color:#FF7070}", "<p>bon</p>")
    assert faint(made) == []
    ratios = [m.contraste for m in words(made, gris=True)]
    assert ratios == [pytest.approx(ratio(grey((255, 112, 112)), grey((11, 61, 11))), rel=0.02)]


# --- nothing by colour alone


def test_a_link_in_the_text_of_the_printed_guide_is_underlined_or_bold(documents: Documents) -> None:
    from weasyprint import HTML
    from weasyprint.css import get_all_computed_styles

    links, plain = 0, set()
    for part in documents.parts("guide/guide.pdf"):
        guide = HTML(string=whole_page(part.job), base_url="kit:/", url_fetcher=nothing)
        style_for = get_all_computed_styles(guide)
        for a in (a for a in guide.etree_element.iter("a") if a.get("href")):
            links += 1
            if "underline" not in style_for(a)["text_decoration_line"] and style_for(a)["font_weight"] < 600:
                plain.add((part.name, "".join(a.itertext())))
    assert links > 200
    # a table of contents is nothing but links
    assert {nom for nom, _ in plain} <= {"sommaire"}


def nothing(url: str, **options: object) -> object:
    raise OSError(url)


MARQUES = {"g-etat", "g-points", "g-duree", "jeton"}


def test_every_sign_and_every_coloured_token_of_a_table_has_its_word(documents: Documents) -> None:
    [dossier] = [path for path in documents.paths("dossiers/epci", ".pdf") if not path.endswith("-essentiel.pdf")]
    [choisir] = [part.job for part in documents.parts(dossier) if part.name == "choisir"]
    pages = [documents.job("comparatifs/comparatif.pdf"), documents.job("comparatifs/comparatif.html"), choisir]
    for contenu in map(source, pages):
        tree: Any = html.fromstring(contenu)
        marked = [e for e in tree.iter() if MARQUES.intersection((e.get("class") or "").split())]
        assert len(marked) > 20
        assert [e.get("class") for e in marked if not e.text_content().strip()] == []


def test_a_point_of_a_map_bears_the_number_of_its_example(documents: Documents) -> None:
    for slug in documents.library.formes:
        tree: Any = html.fromstring(documents.source(f"fiches/{slug}.pdf"))
        for figure in tree.xpath("//figure[@class='france']"):
            title = re.sub("[\u00a0\u202f]", " ", figure.findtext(".//title"))
            told = [part.partition(",")[0] for part in title.partition(" : ")[2].split(" ; ")]
            numbers = [text.text for text in figure.iter("text")]
            assert len(numbers) == len([*figure.iter("circle")]) > 0, slug
            assert set(numbers) <= set(told), slug


def test_a_coloured_cell_of_a_workbook_has_a_text_that_reads_on_it(documents: Documents) -> None:
    for sheet in openpyxl.load_workbook(io.BytesIO(documents["comparatifs/comparatif.xlsx"].data)):
        coloured = [cell for row in sheet.iter_rows() for cell in row if cell.fill.fill_type]
        assert coloured
        for cell in coloured:
            ink, ground = f"#{cell.font.color.rgb[2:]}", f"#{cell.fill.fgColor.rgb[2:]}"
            assert cell.value, cell.coordinate
            assert couleurs.contrast(ink, ground) >= couleurs.CONTRASTE_MIN, cell.coordinate
