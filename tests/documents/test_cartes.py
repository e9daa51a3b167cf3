"""The maps of a dossier, on the kit's own tables and contours."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from coopdocs.couleurs import MAISON
from coopdocs.croquis import Cercle, Contours, Croquis, Legende, Rectangle
from coopdocs.sizes.units import MM_PER_PT
from coopdocs.territoire import Territoire, Territoires
from coopdocs.theme import cartes, mesure
from coopdocs.theme.cartes import locale
from coopdocs.theme.cartes.france import on_ground
from coopdocs.theme.contours import bounds, rings
from support.pictures import FONT, by_operators, by_svg, difference, shown

DOSSIER = Path(__file__).parents[2] / "content/territoires"
TERRITOIRES = Territoires(DOSSIER)
ACCENT, TEINTE, ELSEWHERE, OVERSEAS, REGION, WHITE = "#C2410C", "#F0B79A", "#444B78", "#5F679C", "#8E95C4", "#FFFFFF"
ISLANDS = ("commune:22016", "commune:29083", "commune:29155", "commune:85113")


@cache
def contours(nom: str) -> dict[str, dict[str, Any]]:
    cadres: dict[str, dict[str, Any]] = json.loads((DOSSIER / nom).read_text("utf-8"))["cadres"]
    return cadres


def get(cle: str) -> Territoire:
    t = TERRITOIRES.get(cle)
    assert t is not None
    return t


def france(cle: str) -> Croquis:
    croquis = cartes.france(TERRITOIRES, get(cle), on_ground(MAISON))
    assert croquis is not None
    return croquis


def local(cle: str, territoires: Territoires = TERRITOIRES) -> Croquis:
    croquis = cartes.territoire(territoires, get(cle), MAISON)
    assert croquis is not None
    return croquis


def every(*genres: str) -> Iterator[tuple[str, Croquis]]:
    for genre in genres:
        for cle in TERRITOIRES.codes(genre):
            if get(cle).zone:
                yield cle, local(cle)


def labels(croquis: Croquis) -> list[Legende]:
    return [forme for forme in croquis.formes if isinstance(forme, Legende)]


def names(croquis: Croquis) -> list[str]:
    return [texte.texte for texte in labels(croquis)]


def points(croquis: Croquis) -> list[tuple[float, float]]:
    """The places that are marked, one for each label."""
    return list(dict.fromkeys((forme.x, forme.y) for forme in croquis.formes if isinstance(forme, Cercle)))


def painted(croquis: Croquis, fond: str) -> list[str]:
    layers = (forme for forme in croquis.formes if isinstance(forme, Contours) and forme.fond == fond)
    return [trace for layer in layers for trace in layer.traces]


def traces(nom: str, zone: str, genre: str, *codes: str) -> list[str]:
    return [contours(nom)[zone][genre][code] for code in codes]


def ink(texte: Legende) -> tuple[float, float, float, float]:
    """Left, top, right and bottom of a label, by the font itself."""
    width = 10 * mesure.width(texte.texte, FONT, texte.corps / 10 / MM_PER_PT)
    left = texte.x - {"start": 0.0, "middle": width / 2, "end": width}[texte.ancre]
    return left, texte.y - texte.corps * 0.75, left + width, texte.y + texte.corps * 0.25


# --- France


def on_paper(croquis: Croquis, fond: str) -> list[tuple[float, ...]]:
    """The bounds of all outlines of a colour, in units of the drawing."""
    layers = (forme for forme in croquis.formes if isinstance(forme, Contours) and forme.fond == fond)
    return sorted(
        tuple(at + layer.echelle * side for at, side in zip((layer.x, layer.y) * 2, bounds(trace), strict=True))
        for layer in layers
        for trace in layer.traces
    )


def expected(*codes: str) -> list[tuple[float, ...]]:
    """Where the map of the métropole shows some départements, by their outlines as they are."""
    metro = contours("contours_france.json")["metro"]
    scale = 680 / metro["taille"][0]
    return sorted(tuple(scale * side for side in bounds(metro["departements"][code])) for code in codes)


def assert_near(found: list[tuple[float, ...]], wanted: list[tuple[float, ...]]) -> None:
    """The same outlines, but for what a small map leaves out: half a millimetre."""
    assert len(found) == len(wanted)
    for own, other in zip(sorted(found, key=sum), sorted(wanted, key=sum), strict=True):
        assert own == pytest.approx(other, abs=5)


def test_own_departements_are_white_and_the_rest_of_their_region_is_paler() -> None:
    croquis = france("epci:200068781")
    assert_near(on_paper(croquis, WHITE), expected("26"))
    others = [code for code in get("region:84").departements if code != "26"]
    assert_near(on_paper(croquis, REGION), expected(*others))


def test_a_territory_across_regions_shows_all_of_its_departements() -> None:
    croquis = france("epci:243500741")
    assert_near(on_paper(croquis, WHITE), expected("35", "44", "56"))
    assert len(painted(croquis, REGION)) == len(get("region:53").departements) + len(get("region:52").departements) - 3


def test_a_region_is_white_as_a_whole() -> None:
    croquis = france("region:84")
    assert len(painted(croquis, WHITE)) == 12
    assert painted(croquis, REGION) == []


def test_departements_that_share_a_border_share_its_corners_on_a_small_map() -> None:
    """Each has corners in common with another one."""
    croquis = france("region:11")
    traces = [trace for f in croquis.formes if isinstance(f, Contours) for trace in f.traces if len(trace) > 60][:96]
    corners = [{(x, y) for xs, ys in rings(trace) for x, y in zip(xs, ys, strict=True)} for trace in traces]
    assert all(any(len(own & other) > 1 for other in corners if other is not own) for own in corners)


@pytest.mark.parametrize(
    ("cle", "rings", "dots"),
    [
        ("departement:75", 1, 0), ("departement:92", 1, 0), ("departement:93", 1, 0), ("commune:75056", 1, 0),
        ("epci:200054781", 0, 1), ("commune:26281", 0, 1), ("region:11", 0, 0), ("departement:26", 0, 0),
    ],
)  # fmt: skip
def test_a_ring_shows_what_is_too_small_and_a_dot_where_in_a_departement(cle: str, rings: int, dots: int) -> None:
    found = [forme.fond for forme in france(cle).formes if isinstance(forme, Cercle)]
    assert (found.count(None), found.count(ACCENT)) == (rings, dots)


@pytest.mark.parametrize("zone", ["971", "972", "973", "974", "976"])
def test_an_overseas_departement_is_white_in_a_clear_box(zone: str) -> None:
    croquis = france(f"departement:{zone}")
    (box,) = (forme for forme in croquis.formes if isinstance(forme, Rectangle) and forme.trait == WHITE)
    (own,) = on_paper(croquis, WHITE)
    assert box.x < own[0] < own[2] < box.x + box.largeur
    assert box.y < own[1] < own[3] < box.y + box.hauteur
    assert own[3] - own[1] > 0.5 * box.hauteur or own[2] - own[0] > 0.5 * box.largeur


def test_the_five_overseas_departements_are_always_there_under_the_mainland() -> None:
    croquis = france("departement:26")
    boxes = [forme for forme in croquis.formes if isinstance(forme, Rectangle)]
    ends = [(box.x, box.x + box.largeur) for box in boxes]
    assert len(boxes) == 5
    assert all(a[1] < b[0] for a, b in pairwise(ends))
    assert ends[0][0] >= 0
    assert ends[-1][1] <= croquis.largeur
    assert all(box.y + box.hauteur < croquis.hauteur for box in boxes)
    assert len(painted(croquis, ELSEWHERE)) == 96
    assert len(painted(croquis, OVERSEAS)) == 5


def test_maps_of_france_begin_with_the_same_shapes() -> None:
    """So that a run over the whole country can prepare them once."""
    a, b = france("epci:200068781").formes, france("epci:249740101").formes
    common = next(i for i, (x, y) in enumerate(zip(a, b, strict=False)) if x != y)
    assert sum(len(forme.traces) for forme in a[:common] if isinstance(forme, Contours)) == 101
    assert sum(len(forme.traces[0]) for forme in a if isinstance(forme, Contours)) < 30_000


def test_overseas_collectivities_have_no_map() -> None:
    codes = ("975", "977", "978", "984", "986", "987", "988", "989")
    for t in [*(get(f"departement:{code}") for code in codes), get("commune:98818")]:
        assert cartes.france(TERRITOIRES, t, on_ground(MAISON)) is None
        assert cartes.territoire(TERRITOIRES, t, MAISON) is None
        assert cartes.couverture(TERRITOIRES, t, MAISON) is None
        assert cartes.communes(TERRITOIRES, t, MAISON) is None


# --- around a territory


@pytest.mark.parametrize(("cle", "zone"), [("epci:200068781", "metro"), ("epci:249740101", "974")])
def test_an_epci_is_painted_in_the_accent(cle: str, zone: str) -> None:
    own = traces("contours_epci.json", zone, "epci", get(cle).code)
    assert painted(local(cle), ACCENT) == own
    assert painted(local(cle), TEINTE) == []


def test_towns_of_an_epci_are_named_the_most_populated_first() -> None:
    assert names(local("epci:200068781")) == ["Valence", "Romans-sur-Isère", "Portes-lès-Valence"]


def test_a_commune_is_the_only_place_named_in_its_epci() -> None:
    croquis = local("commune:26281")
    assert painted(croquis, TEINTE) == traces("contours_epci.json", "metro", "epci", "200068781")
    assert names(croquis) == ["Romans-sur-Isère"]
    assert len(points(croquis)) == 1


@pytest.mark.parametrize("cle", ISLANDS)
def test_an_island_without_epci_is_a_point_by_its_departement(cle: str) -> None:
    croquis = local(cle)
    assert names(croquis) == [get(cle).nom]
    assert len(points(croquis)) == 1
    assert painted(croquis, TEINTE) == []


def test_an_ept_is_marked_at_its_main_commune_in_the_grand_paris() -> None:
    croquis = local("ept:200057867")
    assert painted(croquis, TEINTE) == traces("contours_epci.json", "metro", "epci", "200054781")
    assert names(croquis) == [get("commune:93066").nom]


def test_a_departement_is_tinted_with_the_borders_of_its_epci() -> None:
    croquis = local("departement:26")
    lines = {trace for f in croquis.formes if isinstance(f, Contours) and f.fond is None for trace in f.traces}
    assert painted(croquis, TEINTE) == traces("contours_epci.json", "metro", "departements", "26")
    epci = contours("contours_epci.json")["metro"]["epci"]
    assert {epci[child.code] for child in TERRITOIRES.enfants(get("departement:26"))} <= lines
    assert len(names(croquis)) == 5


def test_a_region_names_the_chefs_lieux_of_its_departements() -> None:
    chefs = {get(f"commune:{get(f'departement:{code}').chef_lieu}").nom for code in get("region:84").departements}
    found = names(local("region:84"))
    assert found[0] == "Lyon"
    assert len(found) == 6
    assert set(found) <= chefs
    assert len(painted(local("region:84"), TEINTE)) == 12


def test_an_epci_is_whole_in_the_frame_and_large_enough_to_be_read() -> None:
    for cle, croquis in every("epci"):
        (epci,) = (f for f in croquis.formes if isinstance(f, Contours) and f.fond == ACCENT)
        left, top, right, bottom = bounds(epci.traces[0])
        width, height = epci.echelle * (right - left), epci.echelle * (bottom - top)
        assert max(width / croquis.largeur, height / croquis.largeur) > 0.249, cle
        assert epci.x + epci.echelle * left >= 40, cle
        assert epci.x + epci.echelle * right <= croquis.largeur - 40, cle
        assert epci.y + epci.echelle * top >= 40, cle
        assert epci.y + epci.echelle * bottom <= croquis.hauteur - 40, cle


def test_every_territory_has_a_label_and_all_labels_are_whole_in_the_frame() -> None:
    for cle, croquis in every("epci", "departement", "region", "ept"):
        found = labels(croquis)
        assert found, cle
        for texte in found:
            left, top, right, bottom = ink(texte)
            assert left > 10, (cle, texte)
            assert top > 10, (cle, texte)
            assert right < croquis.largeur - 10, (cle, texte)
            assert bottom < croquis.hauteur - 10, (cle, texte)


def test_no_two_labels_are_near_each_other() -> None:
    for cle, croquis in every("epci", "departement", "region"):
        places, boxes = points(croquis), [ink(texte) for texte in labels(croquis)]
        for i in range(len(places)):
            for j in range(i):
                dx, dy = abs(places[i][0] - places[j][0]), abs(places[i][1] - places[j][1])
                assert dx >= 140 or dy >= 45, cle
                (l1, t1, r1, b1), (l2, t2, r2, b2) = boxes[i], boxes[j]
                assert r1 <= l2 or r2 <= l1 or b1 <= t2 or b2 <= t1, cle


def test_a_label_is_counted_as_wide_as_it_is_or_a_little_wider() -> None:
    for _, croquis in every("epci"):
        for texte in labels(croquis):
            left, _, right, _ = ink(texte)
            assert right - left <= locale._width(texte.texte) < 1.35 * (right - left), texte


def test_a_town_whose_point_is_outside_its_epci_is_left_out(tmp_path: Path) -> None:
    kit = tmp_path / "territoires"
    shutil.copytree(DOSSIER, kit)
    communes = kit / "communes.csv"
    rows = communes.read_text("utf-8").split("\n")
    row = next(i for i, line in enumerate(rows) if line.startswith("26362,"))
    *fields, _lat, lon = rows[row].split(",")
    rows[row] = ",".join([*fields, "44.4", lon])
    communes.write_text("\n".join(rows), "utf-8")
    assert "Valence" not in names(local("epci:200068781", Territoires(kit)))


@pytest.mark.parametrize(
    ("cle", "sea"),
    [
        ("epci:246700488", False), ("epci:992367730", False), ("epci:240100750", False), ("commune:05046", False),
        ("commune:31042", False), ("departement:09", False), ("departement:59", True), ("departement:17", True),
        ("region:94", True), ("epci:200067106", True), ("departement:973", True),
    ],
)  # fmt: skip
def test_land_abroad_is_not_painted_as_sea(cle: str, sea: bool) -> None:
    _, _, pixels = by_operators(local(cle))
    blue = bytes.fromhex("EDF2F5")[::-1]
    assert (pixels.count(blue) > 100) == sea


# --- both ways of writing


@pytest.mark.parametrize("cle", ["epci:200068781", "epci:249740101", "commune:29083", "departement:973", "region:53"])
def test_a_local_map_is_the_same_picture_as_svg_and_as_operators(cle: str) -> None:
    croquis = local(cle)
    assert difference(by_svg(croquis), by_operators(croquis)) < 0.001


@pytest.mark.parametrize("cle", ["departement:75", "epci:249740101"])
def test_a_map_of_france_is_the_same_picture_as_svg_and_as_operators(cle: str) -> None:
    croquis = france(cle)
    assert difference(by_svg(croquis), by_operators(croquis)) < 0.001


def test_a_drawing_keeps_to_its_size_in_bytes() -> None:
    """A national run writes each of them thousands of times."""
    assert max(len(croquis.operators(shown)) for _, croquis in every("epci")) < 200_000
