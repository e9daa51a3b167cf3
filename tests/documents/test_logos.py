"""Logos: what every document can draw is taken, and drawn alike; what is not is refused by name, with its line."""

from __future__ import annotations

import io
import shutil
import struct
import unicodedata
import zlib
from base64 import b64encode
from pathlib import Path
from typing import Literal

import pypdfium2
import pytest
import resvg_py
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageChops, ImageStat
from weasyprint import HTML

from coopdocs import zones
from coopdocs.library import load, logos
from coopdocs.library import svg as dessin
from coopdocs.library.logos import LOGO_MAX
from coopdocs.theme import Theme
from support.evenement_exemple import FICHIER, ICI, kit, loaded, png, svg, told
from support.kits import ROOT, spoil

__all__ = ["kit"]


def turned(octets: bytes) -> bytes:
    """The same picture, one bit of its pixels turned over."""
    at = octets.index(b"IDAT") + 10
    return octets[:at] + bytes([octets[at] ^ 1]) + octets[at + 1 :]


def with_chunk(octets: bytes, nom: bytes, corps: bytes, at: int = 33) -> bytes:
    chunk = struct.pack(">I", len(corps)) + nom + corps + struct.pack(">I", zlib.crc32(nom + corps))
    return octets[:at] + chunk + octets[at:]


def headed(octets: bytes, **parts: int) -> bytes:
    """The same PNG, its header saying otherwise: `largeur`, `hauteur`, `bits`, `genre`, `entrelace`."""
    said = list(struct.unpack(">IIBBBBB", octets[16:29]))
    for nom, valeur in parts.items():
        said[("largeur", "hauteur", "bits", "genre", "", "", "entrelace").index(nom)] = valeur
    corps = struct.pack(">IIBBBBB", *said)
    return octets[:16] + corps + struct.pack(">I", zlib.crc32(b"IHDR" + corps)) + octets[33:]


WHITE = png(240, 120)
LOGOS: list[tuple[str, bytes | None, str]] = [
    ("logos/exempl.svg", None, "« logos/exemple.svg »"),
    ("logos/Exemple.svg", None, "écrivez « logos/exemple.svg »"),
    ("logos/zzz.webp", None, "copiez-le dans content/evenements/logos"),
    ("../kit.yaml", None, "copiez-le"),
    ("/etc/hostname", None, "copiez-le"),
    ("logos", None, "copiez-le"),
    (f"logos/{'a' * 300}.svg", None, "copiez-le"),
    ("logos/logo.jpg", b"\xff\xd8\xff", "deux formats"),
    ("logos/logo.png", png(239, 120), "240 pixels"),
    ("logos/logo.png", b"", "exportez-le"),
    ("logos/logo.png", b"\xff\xd8\xff", "exportez-le"),
    ("logos/logo.png", WHITE[:-20], "exportez-le"),
    ("logos/logo.png", WHITE[:-12], "exportez-le"),
    ("logos/logo.png", WHITE[:20], "exportez-le"),
    ("logos/logo.png", turned(WHITE), "exportez-le"),
    ("logos/logo.png", headed(WHITE, hauteur=121), "exportez-le"),
    ("logos/logo.png", headed(WHITE, hauteur=119), "exportez-le"),
    ("logos/logo.png", headed(WHITE, hauteur=0), "exportez-le"),
    ("logos/logo.png", headed(WHITE, genre=5), "exportez-le"),
    ("logos/logo.png", headed(WHITE, genre=3), "exportez-le"),
    ("logos/logo.png", headed(WHITE, bits=3), "exportez-le"),
    ("logos/logo.png", headed(WHITE, entrelace=1), "exportez-le"),
    ("logos/logo.png", headed(WHITE, largeur=20_000, hauteur=20_000), "2 000 pixels"),
    ("logos/logo.png", with_chunk(WHITE, b"acTL", b"\0\0\0\1\0\0\0\0"), "une seule image"),
    ("logos/logo.png", with_chunk(WHITE, b"iCCP", b"a\0\0" + zlib.compress(bytes(2_000_000))), "métadonnées"),
    ("logos/logo.png", png(240, 120, bits=16), "8 bits"),
    ("logos/logo.png", png(240, 120, dits=b"x" * 150_000), "réduisez-le"),
    ("logos/logo.png", svg(""), "exportez-le"),
    ("logos/logo.svg", WHITE, "exportez-le"),
    ("logos/logo.svg", svg("<path d='M0 0h9'/>" * 9_000), "réduisez-le"),
    ("logos/logo.svg", svg("<text>Exemple</text>").decode().encode("utf-16"), "SVG simple"),
]


@pytest.mark.parametrize(("logo", "octets", "conseil"), LOGOS)
def test_a_logo_that_cannot_be_printed_is_refused(kit: Path, logo: str, octets: bytes | None, conseil: str) -> None:
    if octets is not None:
        (kit / "content/evenements" / logo).write_bytes(octets)
    for ancien in ("logos/exemple.svg", "logos/exemple.png"):
        problem, place = told(kit, ancien, ICI + logo)
        assert (problem.code, str(problem.place)) == ("X022", place)
        assert conseil in problem.conseil


def test_a_logo_that_is_a_link_to_itself_is_refused(kit: Path) -> None:
    (kit / "content/evenements/logos/logo.png").symlink_to("logo.png")
    problem, place = told(kit, "logos/exemple.png", ICI + "logos/logo.png")
    assert (problem.code, str(problem.place)) == ("X022", place)


def test_a_logo_that_draws_with_its_own_gradients_is_taken(kit: Path) -> None:
    body = (
        '<defs><linearGradient id="a"><stop stop-color="red"/></linearGradient></defs><style>path{fill:url(#a)}</style>'
        '<path id="p" d="M1 1h7v7z"/><use href="#p"/>'
    )
    (kit / "content/evenements/logos/exemple.svg").write_bytes(svg(body))
    loaded(kit)


def test_a_logo_of_the_weight_that_is_allowed_is_taken(kit: Path) -> None:
    rest = LOGO_MAX - len(png(240, 120))
    (kit / "content/evenements/logos/exemple.png").write_bytes(png(240, 120, dits=b"x" * rest))
    loaded(kit)


def test_logos_that_are_too_heavy_together_are_told_at_the_heaviest(kit: Path) -> None:
    for nom, octets in (("lourd", 110_000), ("autre", 100_000)):
        (kit / f"content/evenements/logos/{nom}.png").write_bytes(png(240, 120, dits=b"x" * octets))
    spoil(kit / FICHIER, "logos/exemple.svg", "logos/autre.png")
    spoil(kit / FICHIER, "logos/exemple.png", "logos/lourd.png")
    for ancien in (kit / "content/evenements/logos").glob("exemple.*"):
        ancien.unlink()
    (problem,) = load(kit)[1]
    lines = (kit / FICHIER).read_text("utf-8").splitlines()
    assert "logos/lourd.png" in lines[problem.place.ligne - 1]
    assert "ensemble 21" in problem.message
    # twice the same is drawn once
    spoil(kit / FICHIER, "logos/autre.png", "logos/lourd.png")
    (kit / "content/evenements/logos/autre.png").unlink()
    loaded(kit)


@pytest.mark.parametrize("forme", ["NFC", "NFD"])
def test_a_logo_is_found_whatever_form_its_accents_have(kit: Path, forme: Literal["NFC", "NFD"]) -> None:
    file = kit / "content/evenements/logos" / unicodedata.normalize(forme, "comité.svg")
    (kit / "content/evenements/logos/exemple.svg").rename(file)
    for written in ("NFC", "NFD"):
        spoil(kit / FICHIER, "logos/exemple.svg", unicodedata.normalize(written, "logos/comité.svg"))
        loaded(kit)
        assert logos.find(kit, "logos/comité.svg") == file
        spoil(kit / FICHIER, unicodedata.normalize(written, "logos/comité.svg"), "logos/exemple.svg")


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA"])
def test_a_picture_of_any_usual_kind_is_taken(kit: Path, mode: str) -> None:
    for octets in (_saved(Image.new(mode, (243, 7), 1)), _saved(Image.effect_noise((243, 77), 90).convert(mode))):
        (kit / "content/evenements/logos/exemple.png").write_bytes(octets)
        loaded(kit)


def _saved(image: Image.Image) -> bytes:
    file = io.BytesIO()
    image.save(file, "PNG")
    return file.getvalue()


@given(st.binary(max_size=40), st.integers(min_value=0, max_value=400))
def test_a_damaged_picture_is_refused_and_never_upsets_the_reading(dits: bytes, at: int) -> None:
    octets = WHITE[:at] + dits + WHITE[at + len(dits) :]
    refused = logos._png("l.png", octets)
    assert refused is None or refused[0] == "X022"
    if octets != WHITE and at < len(WHITE) - 12 and refused is None:
        assert octets == WHITE


PATH = "M1 1h7v7z"
REFUSED = [
    ("", "aucun tracé"),
    ("<g>", "pas du SVG"),
    ("<text>Exemple</text>", "« text »"),
    ('<image href="photo.png"/>', "« image »"),
    ("<script>alert(1)</script>", "« script »"),
    ("<foreignObject/>", "« foreignObject »"),
    ('<a href="#p"/>', "« a »"),
    ("<switch/>", "« switch »"),
    ("<svg/>", "un « svg » dans un autre"),
    ('<mask id="m"/>', "« mask »"),
    ('<filter id="f"/>', "« filter »"),
    ('<pattern id="f"/>', "« pattern »"),
    ('<x:path xmlns:x="urn:x" d="M0 0h9"/>', "étranger"),
    (f'<path d="{PATH}" mask="url(#m)"/>', "mask"),
    (f'<path d="{PATH}" style="filter:url(#f)"/>', "filter"),
    (f'<path d="{PATH}" style="mix-blend-mode:multiply"/>', "mix-blend-mode"),
    (f'<path d="{PATH}" onclick="a()"/>', "onclick"),
    (f'<path d="{PATH}" fill="var(--c)"/>', "var(--c)"),
    (f'<path d="{PATH}" fill="bleu"/>', "bleu"),
    (f'<path d="{PATH}" fill="icc-color(x)"/>', "icc-color"),
    (f'<path d="{PATH}" fill="url(#g)"/>', "ne mène à rien"),
    (f'<path d="{PATH}" fill="url(a.svg#g)"/>', "a.svg"),
    (f'<path d="{PATH}" stroke-width="1vw"/>', "1vw"),
    (f'<path d="{PATH}" stroke-width="calc(1px)"/>', "calc"),
    (f'<path d="{PATH}" opacity="NaN"/>', "NaN"),
    (f'<path d="{PATH}" transform="rotate(1turn)"/>', "1turn"),
    (f'<path d="{PATH}" transform="perspective(1)"/>', "perspective"),
    ('<path d="M1 1h"/>', "M1 1h"),
    ('<path d="L1 1"/>', "L1 1"),
    ('<path d="M0 0L1 NaN"/>', "NaN"),
    ('<path d="M0 0L1e9 1"/>', "1e9"),
    ('<path d="M0 0T1 1"/>', "T1 1"),
    (f'<path d="M0 0a{"1" * 3000}"/>', "a1"),
    ('<rect width="-4" height="4"/>', "-4"),
    ('<circle r="inf"/>', "inf"),
    ('<polygon points="1 2 3"/>', "1 2 3"),
    ('<use href="#nulle"/>', "ne mène à rien"),
    ('<use href="https://www.example.org/a.svg#b"/>', "https"),
    ('<use id="u" href="#u"/>', "dans lui-même"),
    ('<g id="a"><use href="#b"/></g><g id="b"><use href="#a"/></g>', "dans lui-même"),
    ("".join(f'<g id="g{n}">{f"<use href=%#g{n - 1}%/>" * 20}</g>' for n in range(1, 6)).replace("%", '"').replace(
        '<g id="g1">', f'<path id="g0" d="{PATH}"/><g id="g1">'), "plus de"),
    ("<g>" * 45 + "</g>" * 45, "niveaux"),
    (f'<linearGradient id="g"/><path d="{PATH}" fill="url(#g)"/>', "sans couleurs"),
    ('<linearGradient id="g" href="#h"/><linearGradient id="h" href="#g"/><path d="M1 1h7" fill="url(#g)"/>', "sans"),
    ('<radialGradient id="g"><stop/></radialGradient>', "sans rayon"),
    ('<radialGradient id="g" r="50%"><stop/></radialGradient>', "50%"),
    ('<linearGradient id="g" spreadMethod="reflect"><stop/></linearGradient>', "reflect"),
    (f'<clipPath id="c"><path clip-rule="evenodd" d="{PATH}"/></clipPath>', "clip-rule"),
    (f'<clipPath id="c" clipPathUnits="objectBoundingBox"><path d="{PATH}"/></clipPath>', "clipPathUnits"),
    ("<style>path{fill:url(https://www.example.org/a)}</style>", "https"),
    ("<style>@import 'a.css'</style>", "@import"),
    ("<style>@media print{path{fill:red}}</style>", "@media"),
    ("<style>:root{--c:#c00}</style>", ":root"),
    ("<style>g{--c:#c00}</style>", "--c"),
    ("<style>path:hover{fill:red}</style>", ":hover"),
    ("<style>path[d]{fill:red}</style>", "path[d]"),
    ("<style>path{fill:var(--c)}</style>", "var(--c)"),
    ("<style>path{</style>", "mal écrite"),
]  # fmt: skip
ROOTS = [
    ("<svg></svg>", "qui n’est pas celui d’un SVG"),
    ("<html><body>Bonjour</body></html>", "qui n’est pas celui d’un SVG"),
    (
        '<!DOCTYPE svg [<!ENTITY n "9">]><svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 &n; &n;"/>',
        "« <!DOCTYPE [ »",
    ),
    ('<s:svg xmlns:s="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><s:text>E</s:text></s:svg>', "« text »"),
    ('<svg xmlns="http://www.w3.org/2000/svg"><path d="M0 0h9"/></svg>', "pas de taille"),
    ('<svg xmlns="http://www.w3.org/2000/svg" width="9"><path d="M0 0h9"/></svg>', "pas de taille"),
    *(
        (f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{box}"><path d="M0 0h9"/></svg>', "viewBox")
        for box in ("", "0 0 9", "0 0 NaN 9", "0 0 0 9", "0 0 -9 9", "0 0 1e20 9", "a b c d")
    ),
    *(
        (f'<svg xmlns="http://www.w3.org/2000/svg" width="{w}" viewBox="0 0 9 9"><path d="M0 0h9"/></svg>', "width")
        for w in ("NaN", "0", "-4", "9vw", "auto", "calc(1px)")
    ),
]


@pytest.mark.parametrize(("corps", "dit"), REFUSED)
def test_what_is_not_drawn_alike_everywhere_is_named_with_its_line(corps: str, dit: str) -> None:
    faute = dessin.fault(svg(f"\n\n{corps}"))
    assert faute is not None
    assert dit in faute.quoi
    assert len(faute.quoi) < 130
    assert faute.ligne == (1 if dit == "aucun tracé" else 3)


@pytest.mark.parametrize(("texte", "dit"), ROOTS)
def test_a_drawing_without_a_size_or_a_true_root_is_refused(texte: str, dit: str) -> None:
    faute = dessin.fault(texte.encode())
    assert faute is not None
    assert dit in faute.quoi


def test_the_standard_that_illustrator_names_is_passed_over_and_drawn() -> None:
    norme = '<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">'
    drawing = norme.encode() + svg(f'<path d="{PATH}" fill="#0B5F60"/>')
    assert dessin.fault(drawing) is None
    page = HTML(string=f'<img src="data:image/svg+xml;base64,{b64encode(drawing).decode()}" alt="">').write_pdf()
    assert len(list(pypdfium2.PdfDocument(page)[0].get_objects())) == 1


def test_an_order_of_painting_that_changes_nothing_is_taken_and_another_told_how_to_do_without() -> None:
    def order(value: str) -> dessin.FauteSvg | None:
        return dessin.fault(svg(f'<path d="{PATH}" stroke="red" style="paint-order:{value}"/>'))

    assert order("fill markers stroke") is None
    assert order("markers fill stroke") is None
    assert "Contour en chemin" in (order("stroke fill markers") or dessin.FauteSvg(0, "")).conseil


# Each is drawn 240 × 240 pixels by the layout engine and by another program: what is taken looks the same.
TAKEN = [
    f'<path d="{PATH}" fill="#0B5F60"/>',
    '<path d="M1 1L8 1 8 8zM2,2.5.5.5-.5.5z" fill="rgb(20, 80, 160)"/>',
    '<path d="M1 5a3 3 0 016 0A3 3 0 1 1 1 5z" fill="teal"/>',
    '<path d="M1 5c1-4 4-4 5 0s2 4 2 0M1 7q2-4 4 0t3 0" fill="none" stroke="#800" stroke-width=".5"/>',
    '<path d="M1 1h7v7h-7zM3 3h3v3h-3z" fill-rule="evenodd" clip-rule="evenodd"/>',
    '<rect x="1" y="2" width="7" height="5" rx="1" fill="hsl(200, 80%, 40%)"/>',
    '<circle cx="4.5" cy="4.5" r="3" fill="none" stroke="navy" stroke-width="1"/>',
    '<ellipse cx="50%" cy="50%" rx="4" ry="2" fill="#06c" fill-opacity=".5"/>',
    '<polygon points="1,1 8,1 4.5,8" style="fill:#a40;stroke:#000;stroke-width:.3px;stroke-linejoin:round"/>',
    '<polyline points="1 8 3 2 5 8 7 2" fill="none" stroke="green" stroke-dasharray="1 .5" stroke-linecap="round"/>',
    '<line x1="1" y1="1" x2="8" y2="8" stroke="currentColor" stroke-width="1"/>',
    '<g transform="translate(4.5,4.5) rotate(45) scale(.5)"><rect x="-4" y="-4" width="8" height="8" fill="red"/></g>',
    '<g opacity=".4"><rect width="6" height="6"/><rect x="3" y="3" width="6" height="6" fill="red"/></g>',
    '<style>/* a */ .a,.b{fill:#0a7} g .c{fill:#70a}</style><path class="a" d="M0 0h4v4H0z"/>'
    '<g><path class="c" d="M5 5h4v4H5z"/></g>',
    '<defs><path id="p" d="M0 0h3v3z"/></defs><use href="#p" x="1" y="1"/><use href="#p" x="5" y="4" fill="blue"/>',
    '<symbol id="s" viewBox="0 0 2 2"><circle cx="1" cy="1" r="1"/></symbol><use href="#s" width="8" height="8"/>',
    '<clipPath id="c"><circle cx="4.5" cy="4.5" r="3"/></clipPath>'
    '<rect width="9" height="9" fill="#c60" clip-path="url(#c)"/>',
    '<linearGradient id="g"><stop stop-color="#f00"/><stop offset="100%" stop-color="#00f"/></linearGradient>'
    '<rect x="1" y="1" width="7" height="7" fill="url(#g)"/>',
    '<linearGradient id="h" x1="1" y1="1" x2="8" y2="8" gradientUnits="userSpaceOnUse"><stop stop-color="#0c0"/>'
    '<stop offset="1" stop-color="#c0c"/></linearGradient><circle cx="4.5" cy="4.5" r="3.5" fill="url(#h)"/>',
    '<radialGradient id="r" cx="4.5" cy="4.5" r="4" gradientUnits="userSpaceOnUse"><stop stop-color="#fff"/>'
    '<stop offset="1" stop-color="#036"/></radialGradient><rect width="9" height="9" fill="url(#r)"/>',
    '<g display="none"><rect width="9" height="9"/></g><rect width="3" height="3" visibility="visible" fill="#123"/>',
    '<sodipodi:namedview xmlns:sodipodi="urn:s"><grid/></sodipodi:namedview><metadata><x/></metadata><title>A</title>'
    '<rect width="9" height="4" fill="#456" style="mix-blend-mode:normal;paint-order:normal;font-family:Arial"/>',
]  # fmt: skip


def test_what_is_taken_is_drawn_alike() -> None:

    pictures = [svg(body) for body in TAKEN]
    assert [dessin.fault(picture) for picture in pictures] == [None] * len(TAKEN)
    html = "<style>@page{size:600px 600px;margin:0}body{margin:0}img{width:60px;height:60px;float:left}</style>"
    html += "".join(f'<img src="data:image/svg+xml;base64,{b64encode(p).decode()}" alt="">' for p in pictures)
    page = pypdfium2.PdfDocument(HTML(string=html).write_pdf())[0].render(scale=4 * 96 / 72).to_pil().convert("RGB")
    unlike: dict[str, float] = {}
    for n, picture in enumerate(pictures):
        left, top = n % 10 * 60, n // 10 * 60
        drawn = page.crop((4 * left, 4 * top, 4 * left + 240, 4 * top + 240))
        other = bytes(resvg_py.svg_to_bytes(svg_string=picture.decode(), width=240, height=240, background="white"))
        judge = Image.open(io.BytesIO(other)).convert("RGB")
        assert any(low < high for low, high in drawn.getextrema()), TAKEN[n]
        # edges are smoothed otherwise, circles are a little rounder, a gradient may begin a dot later
        difference = max(ImageStat.Stat(ImageChops.difference(drawn, judge)).mean)
        if difference > 4:
            unlike[TAKEN[n]] = difference
    assert unlike == {}


@pytest.mark.parametrize("nom", ["emblemes/ptce.svg", "icones/handshake.svg"])
@pytest.mark.parametrize(
    "octets",
    [
        svg('<circle r="9"/>').replace(b"<", b"<s:").replace(b"<s:/", b"</s:").replace(b"xmlns=", b"xmlns:s="),
        b'<?xml version="1.0" encoding="ISO-8859-1"?>'
        + svg('<title>été</title><circle r="9"/>').decode().encode("latin-1"),
    ],
    ids=["prefixed", "in latin-1"],
)
def test_a_drawing_of_ones_own_that_no_page_can_hold_is_refused(kit: Path, nom: str, octets: bytes) -> None:
    chemin = kit / "templates" / nom
    chemin.parent.mkdir(parents=True, exist_ok=True)
    chemin.write_bytes(octets)
    assert dessin.fault(octets) is None
    [problem] = [
        p for p in zones.check(loaded(kit), Theme([kit / "templates", ROOT / "templates"])) if p.code == "X022"
    ]
    assert str(problem.place) == f"templates/{nom}"


def test_an_emblem_of_ones_own_is_held_to_the_same(kit: Path) -> None:
    shutil.copytree(ROOT / "templates", kit / "templates", dirs_exist_ok=True)
    emblem = kit / "templates/emblemes/ptce.svg"
    emblem.write_bytes(b"<?xml version='1.0'?>\n<!-- Inkscape -->\n" + svg(f'\n<path d="{PATH}" mask="url(#m)"/>'))
    theme = Theme([kit / "templates"])
    [problem] = [p for p in zones.check(loaded(kit), theme) if p.code == "X022"]
    assert str(problem.place) == "templates/emblemes/ptce.svg:4"
    assert "mask" in problem.message
    emblem.write_bytes(emblem.read_bytes().replace(b' mask="url(#m)"', b""))
    assert theme.emblem("ptce", "#123456").startswith("<svg xmlns")
    # what Illustrator writes first is no part of the page either
    doctype = b'<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">'
    (kit / "templates/emblemes/ges.svg").write_bytes(doctype + emblem.read_bytes().partition(b"-->")[2])
    assert theme.emblem("ges", "#123456").startswith("<svg xmlns")
    (kit / "templates/emblemes/ges.svg").unlink()
    assert [p for p in zones.check(loaded(kit), theme) if p.code == "X022"] == []
