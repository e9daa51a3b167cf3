"""Drawings: well-formed, opaque, complete in themselves; nothing covers anything on the map; codes can be read."""

from __future__ import annotations

import base64
import csv
import io
import re
from functools import cache
from itertools import combinations
from math import hypot
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from coopdocs import couleurs
from coopdocs.territoire import Emplacement, Territoires
from coopdocs.theme import actor_places, dessins, monogramme
from coopdocs.theme.dessins import NoeudActeur
from support.documents import ROOT, TEMPLATES, Documents

SVG = "{http://www.w3.org/2000/svg}"
ENCRE = "#0B5F60"
CONTOURS = ROOT / "content/territoires/contours_france.json"
EMBLEMES = sorted((TEMPLATES / "emblemes").glob("*.svg"))
POLICE = TEMPLATES / "polices/BricolageGrotesque_800ExtraBold.ttf"
ICONES = sorted((TEMPLATES / "icones").glob("*.svg"))


def parse(svg: str) -> etree._Element:
    """The drawing, once it is proven well-formed, opaque and without reference to anything outside."""
    root = etree.fromstring(svg.encode())
    assert root.tag == f"{SVG}svg"
    for element in root.iter():
        names = {etree.QName(name).localname for name in element.attrib}
        assert not names & {"opacity", "fill-opacity", "stroke-opacity", "href", "src", "style", "filter", "mask"}
        assert etree.QName(element).localname not in {"image", "use", "script", "foreignObject", "style", "a"}
    text = svg.replace('xmlns="http://www.w3.org/2000/svg"', "")
    assert "url(" not in text
    assert "://" not in text
    assert "currentColor" not in text
    assert "currentFond" not in text
    assert "rgba" not in text
    return root


# --- colours


@pytest.mark.parametrize(
    ("couleur", "fond", "rapport"),
    [
        ("#000000", "#FFFFFF", 21.0),
        ("#FFFFFF", "#000000", 21.0),
        ("#777777", "#FFFFFF", 4.48),
        ("#767676", "#FFFFFF", 4.54),
        ("#FF0000", "#FFFFFF", 4.0),
        ("#0000FF", "#FFFFFF", 8.59),
        ("#22263F", "#22263F", 1.0),
    ],
)
def test_contrast_is_that_of_wcag(couleur: str, fond: str, rapport: float) -> None:
    assert couleurs.contrast(couleur, fond) == pytest.approx(rapport, abs=0.005)


@pytest.mark.parametrize(
    ("couleur", "part", "fond", "attendu"),
    [
        ("#000000", 0.5, "#FFFFFF", "#808080"),
        ("#0B5F60", 0, "#FFFFFF", "#FFFFFF"),
        ("#0B5F60", 1, "#FFFFFF", "#0B5F60"),
        ("#0B5F60", 0.08, "#FFFFFF", "#EBF2F2"),
        ("#FFFFFF", 0.055, "#0B5F60", "#186869"),
    ],
)
def test_a_tint_is_mixed_channel_by_channel(couleur: str, part: float, fond: str, attendu: str) -> None:
    assert couleurs.mix(couleur, part, fond) == attendu


# --- emblems and icons


@pytest.mark.parametrize("fichier", EMBLEMES, ids=lambda f: f.stem)
def test_every_emblem_is_a_closed_drawing_in_the_colour_given(fichier: Path) -> None:
    svg = dessins.emblem(fichier, ENCRE)
    parse(svg)
    assert ENCRE in svg


@pytest.mark.parametrize("fichier", ICONES, ids=lambda f: f.stem)
def test_every_icon_is_a_closed_drawing_with_a_solid_tint(fichier: Path) -> None:
    svg = dessins.icon(fichier, ENCRE, "#B6CFCF")
    parse(svg)
    assert ENCRE in svg
    assert ("#B6CFCF" in svg) == ('opacity="0.2"' in fichier.read_text("utf-8"))


def test_a_file_with_something_else_than_one_drawing_is_refused(tmp_path: Path) -> None:
    spoilt = tmp_path / "deux.svg"
    spoilt.write_text("<svg></svg><p>", "utf-8")
    with pytest.raises(ValueError, match=r"deux\.svg"):
        dessins.emblem(spoilt, ENCRE)


@pytest.mark.parametrize(
    "sigle",
    [
        "A",
        "3",
        "GES",
        "ES12",
        "TZCLD",
        "SCIC-ESS",
        "ABCDEFGHIJKL",
        "Coopérer",
        "Pacte de lieu",
        "Groupement d’employeurs associatif",
    ],
)
def test_a_forme_without_an_emblem_has_its_sigle_in_a_ring(sigle: str) -> None:
    svg = monogramme.draw(sigle, POLICE, ENCRE)
    ring, letters = parse(svg)
    assert ring.get("stroke") == letters.get("fill") == ENCRE
    places = [float(n) for n in re.findall(r"-?\d+(?:\.\d+)?", letters.get("d", ""))]
    # large, and all within the ring: its ends are those of the letters' outlines
    assert min(places) >= 12
    assert max(places) <= 88
    assert max(places) - min(places) >= 30


def test_a_long_sigle_is_set_on_lines_or_told_by_first_letters() -> None:
    def lines(sigle: str) -> int:
        svg = monogramme.draw(sigle, POLICE, ENCRE)
        # one outline starts with M; a capital I has one
        return len({round(float(y)) for y in re.findall(r"M[\d.]+ ([\d.]+)", svg)})

    assert lines("II") == 1
    assert lines("I" * 12) > 1
    assert monogramme.draw("Interco Inter Indus Imagine", POLICE, ENCRE) == monogramme.draw("IIII", POLICE, ENCRE)


def test_a_drawing_as_an_address_gives_the_drawing_back() -> None:
    kind, _, data = dessins.data_uri("<svg>é</svg>").partition(",")
    assert kind == "data:image/svg+xml;base64"
    assert base64.b64decode(data).decode() == "<svg>é</svg>"


@pytest.mark.parametrize("niveau", range(4))
def test_a_level_fills_as_many_dots(niveau: int) -> None:
    fills = [c.get("fill") for c in parse(dessins.dots(niveau, ENCRE))]
    assert fills == [ENCRE] * niveau + ["#FFFFFF"] * (3 - niveau)


def test_a_longer_duration_is_a_longer_bar_and_only_the_last_goes_on() -> None:
    ends, arrows = [], []
    for niveau in ("courte", "moyenne", "continue"):
        paths = [str(p.get("d")) for p in parse(dessins.duration(niveau, ENCRE))]
        ends += [int(m[1]) for p in paths if (m := re.fullmatch(r"M2 15H(\d+)", p))]
        arrows.append(any(p.endswith("Z") for p in paths))
    assert ends == sorted(set(ends))
    assert arrows == [False, False, True]


# --- actors


@pytest.mark.parametrize("n", range(2, 7))
def test_the_actors_stand_apart_around_the_middle(n: int) -> None:
    places = actor_places(n)
    kinds = ["noyau", "associé", "ouvert"]
    noeuds = [NoeudActeur(x, y, kinds[i % 3], ICONES[i]) for i, (x, y) in enumerate(places)]
    root = parse(dessins.actors_diagram(noeuds, ENCRE))
    circles = [
        (float(c.get("cx", 0)), float(c.get("cy", 0)), float(c.get("r", 0))) for c in root.findall(f"{SVG}circle")
    ]
    middle, rest = circles[0], [c for c in circles[1:] if c[:2] != circles[0][:2]]
    assert [c[:2] for c in rest] == [pytest.approx(place, abs=0.01) for place in places]
    assert len(root.findall(f"{SVG}path")) == n
    for a, b in combinations([middle, *rest], 2):
        assert hypot(a[0] - b[0], a[1] - b[1]) > a[2] + b[2]
    _, _, width, height = (float(v) for v in root.get("viewBox", "").split())
    assert all(r <= x <= width - r and r <= y <= height - r for x, y, r in rest)


def test_the_three_places_are_told_apart_by_shape() -> None:
    drawn = set()
    for place in ("noyau", "associé", "ouvert"):
        root = parse(dessins.actors_diagram([NoeudActeur(356, 305, place, ICONES[0])], ENCRE))
        circle = root.findall(f"{SVG}circle")[-1]
        drawn.add((circle.get("fill"), circle.get("stroke-dasharray")))
    assert len(drawn) == 3


# --- the map of examples


@cache
def places() -> dict[str, list[Emplacement]]:
    """Every commune that can be drawn, by frame; those whose town hall the table puts off the map are left out."""
    territoires = Territoires(ROOT / "content/territoires")
    found: dict[str, list[Emplacement]] = {}
    with (ROOT / "content/territoires/communes.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            lieu = territoires.lieu(f"commune:{row['code']}")
            if lieu and lieu.zone and lieu.lat is not None:
                found.setdefault(lieu.zone, []).append(lieu)
    return found


def lieu(code: str) -> Emplacement:
    found = Territoires(ROOT / "content/territoires").lieu(code)
    assert found
    return found


def draw(lieux: list[Emplacement]) -> etree._Element:
    return parse(dessins.examples_map(CONTOURS, list(enumerate(lieux, 1)), ENCRE, "Carte", "Coopdocs Titre"))


def numbers(root: etree._Element, name: str, *attributes: str) -> list[tuple[float, ...]]:
    return [tuple(float(e.get(a, "")) for a in attributes) for e in root.findall(f"{SVG}{name}")]


def assert_nothing_covers_anything(root: etree._Element, lieux: list[Emplacement]) -> None:
    discs, boxes = numbers(root, "circle", "cx", "cy", "r"), numbers(root, "rect", "x", "y", "width", "height")
    left, top, width, height = (float(v) for v in root.get("viewBox", "").split())
    zones = sorted({str(place.zone) for place in lieux} - {"metro"})
    assert len(discs) == len(lieux)
    assert len(boxes) == len(zones)
    assert [t.text for t in root.findall(f"{SVG}text")] == [str(n) for n in range(1, len(lieux) + 1)]
    for a, b in combinations(discs, 2):
        assert hypot(a[0] - b[0], a[1] - b[1]) >= a[2] + b[2]
    for (x, y, r), place in zip(discs, lieux, strict=True):
        assert left <= x - r <= x + r <= left + width
        assert top <= y - r <= y + r <= top + height
        for zone, (bx, by, w, h) in zip(zones, boxes, strict=True):
            if place.zone == zone:
                assert bx <= x - r <= x + r <= bx + w
                assert by <= y - r <= y + r <= by + h
            else:
                nearest = min(max(x, bx), bx + w), min(max(y, by), by + h)
                assert hypot(x - nearest[0], y - nearest[1]) >= r


HENDAYE, BREST, LILLE, REUNION = "commune:64260", "commune:29019", "commune:59350", "commune:97411"


@pytest.mark.parametrize(
    "codes",
    [
        [],
        [LILLE],
        [LILLE, LILLE],
        [BREST] * 4,
        [LILLE, BREST, HENDAYE, "commune:13055"],
        [HENDAYE, REUNION],
        [REUNION] * 4,
        ["commune:56152", REUNION, "commune:97209", "commune:97608"],
    ],
    ids=lambda codes: f"{len(codes)}-{'-'.join(sorted({c[8:] for c in codes}))}",
)
def test_up_to_four_places_stand_apart_on_the_map(codes: list[str]) -> None:
    lieux = [lieu(code) for code in codes]
    assert_nothing_covers_anything(draw(lieux), lieux)


@settings(max_examples=60)
@given(st.data())
def test_any_four_communes_stand_apart_on_the_map(data: st.DataObject) -> None:
    zones = data.draw(st.lists(st.sampled_from(sorted(places())), min_size=1, max_size=4))
    lieux = [data.draw(st.sampled_from(places()[zone])) for zone in zones]
    assert_nothing_covers_anything(draw(lieux), lieux)


def test_a_lonely_disc_stands_on_its_place() -> None:
    x, y, _ = numbers(draw([lieu("commune:75056")]), "circle", "cx", "cy", "r")[0]
    # Notre-Dame, some hundred metres away: Lambert-93 652,297 and 6,861,632; one unit is 100 m from the frame's origin
    assert (x, y) == pytest.approx(((652_297 - 99_000) / 100, (7_111_000 - 6_861_632) / 100), abs=10)


def test_discs_that_have_room_do_not_move() -> None:
    alone = numbers(draw([lieu(LILLE)]), "circle", "cx", "cy")
    together = numbers(draw([lieu(LILLE), lieu("commune:13055")]), "circle", "cx", "cy")
    assert together[0] == alone[0]


def test_the_map_says_what_it_shows_and_escapes_it() -> None:
    svg = dessins.examples_map(CONTOURS, [], ENCRE, "Carte <b> & co", "Coopdocs Titre")
    title = parse(svg).find(f"{SVG}title")
    assert title is not None
    assert title.text == "Carte <b> & co"


# --- codes to scan


def test_every_printed_code_leads_to_its_address(documents: Documents) -> None:
    import PIL.Image
    import resvg_py
    import zxingcpp

    for forme in documents.library.formes.values():
        svg = dessins.qr_code(forme.lien, f"Code QR vers {forme.lien}")
        size = int(str(parse(re.sub(r"<title>.*?</title>", "", svg)).get("viewBox")).split()[2])
        quiet = svg.replace(f'viewBox="0 0 {size} {size}"', f'viewBox="-4 -4 {size + 8} {size + 8}"')
        image = PIL.Image.open(
            io.BytesIO(bytes(resvg_py.svg_to_bytes(svg_string=quiet, width=300, background="white")))
        )
        assert [code.text for code in zxingcpp.read_barcodes(image.convert("L"))] == [forme.lien]


def test_a_printed_code_has_its_quiet_zone_and_modules_large_enough(documents: Documents) -> None:
    # 22 mm on the fiche; 0.4 mm a module is what a telephone reads from a sheet held in the hand
    for forme in documents.library.formes.values():
        svg = dessins.qr_code(forme.lien, "Code")
        size = int(re.findall(r'viewBox="0 0 (\d+)', svg)[0])
        assert 22 / size >= 0.4, forme.lien


def test_the_code_has_a_title() -> None:
    svg = dessins.qr_code("https://exemple.fr/?a=1&b=2", "Vers « a » & <b>")
    assert etree.fromstring(svg.encode()).findtext(f"{SVG}title") == "Vers « a » & <b>"
