"""The cover's map and the map of communes, on the kit's own tables and contours, for all sorts of territories."""

from __future__ import annotations

from functools import cache
from itertools import combinations
from math import hypot

import pytest

from coopdocs.couleurs import MAISON
from coopdocs.croquis import Cercle, Contours, Croquis, Legende, Rectangle, Segment
from coopdocs.territoire import Territoire
from coopdocs.theme import cartes
from coopdocs.theme.cartes.couverture import VOILE, towns
from coopdocs.theme.cartes.couverture import named as named_on
from coopdocs.theme.cartes.etiquettes import Style
from coopdocs.theme.contours import Contour, bounds, inside, rings
from support.cog import cog, get
from support.pictures import by_operators, by_svg, difference

ACCENT, WHITE = "#C2410C", "#FFFFFF"
VARIED = (
    "epci:200068781", "epci:243500741", "epci:200054781", "epci:249740101", "epci:249710047", "epci:200040459",
    "region:04", "region:53", "region:84", "region:94", "region:06", "departement:2A", "departement:26",
    "departement:973", "departement:75", "departement:59", "commune:75056", "commune:29083", "commune:55039",
    "commune:26281", "commune:97302", "ept:200057867",
)  # fmt: skip
Box = tuple[float, float, float, float]


@cache
def cover(cle: str, sobre: bool = False) -> Croquis:
    croquis = cartes.couverture(cog(), get(cog(), cle), MAISON, sobre)
    assert croquis is not None
    return croquis


def labels(croquis: Croquis) -> list[tuple[Legende, Box]]:
    """Each text with the box of its letters."""
    found = []
    for texte in (f for f in croquis.formes if isinstance(f, Legende)):
        width = Style(texte.corps, texte.couleur, texte.graisse, None, texte.espacement).width(texte.texte)
        left = texte.x - {"start": 0.0, "middle": width / 2, "end": width}[texte.ancre]
        found.append((texte, (left, texte.y - 0.7 * texte.corps, left + width, texte.y + 0.1 * texte.corps)))
    return found


def named(croquis: Croquis) -> set[str]:
    return {texte.texte for texte, _ in labels(croquis)}


def own_areas(croquis: Croquis) -> list[tuple[Contours, Contour]]:
    """What is painted as the territory, each with its outline; maps of France are at the foot."""
    areas = [f for f in croquis.formes if isinstance(f, Contours) and f.fond in (ACCENT, "#FBE3D6")]
    return [(area, Contour(trace, bounds(trace))) for area in areas for trace in area.traces]


def covers(area: Contours, outline: Contour, box: Box) -> bool:
    """Whether an area as painted holds a corner, a side's middle or the middle of a box."""
    xs, ys = (box[0], (box[0] + box[2]) / 2, box[2]), (box[1], (box[1] + box[3]) / 2, box[3])
    return any(inside(outline, (x - area.x) / area.echelle, (y - area.y) / area.echelle) for x in xs for y in ys)


@pytest.mark.parametrize("cle", VARIED)
def test_no_name_covers_the_territory_or_another_name(cle: str) -> None:
    croquis = cover(cle)
    found = labels(croquis)
    first = {texte for texte, _ in found if texte.halo and texte.halo[0] in (ACCENT, "#FBE3D6")}
    assert len(first) <= (cle.startswith(("departement", "region")))
    for texte, box in found:
        on_it = any(covers(area, outline, box) for area, outline in own_areas(croquis))
        assert on_it == (texte in first), texte.texte
        assert 0 <= box[0] < box[2] <= 2100
        assert 0 <= box[1] < box[3] <= 1650
    for (a, box_a), (b, box_b) in combinations(found, 2):
        apart = box_a[2] <= box_b[0] or box_b[2] <= box_a[0] or box_a[3] <= box_b[1] or box_b[3] <= box_a[1]
        assert apart, (a.texte, b.texte)


@pytest.mark.parametrize("sobre", [False, True])
def test_the_chef_lieu_in_the_middle_of_a_departement_is_named_there(sobre: bool) -> None:
    """At the end of a line it would stand in the département beside it."""
    croquis = cover("departement:48", sobre)
    texte, box = next((texte, box) for texte, box in labels(croquis) if texte.texte == "Mende")
    dots = [f for f in croquis.formes if isinstance(f, Cercle) and f.fond in (WHITE, ACCENT)]
    assert any(covers(area, outline, box) for area, outline in own_areas(croquis))
    assert min(abs(dot.x - texte.x) + abs(dot.y - texte.y) for dot in dots) < 60


@pytest.mark.parametrize("cle", VARIED)
def test_the_territory_is_whole_beside_its_name_and_clear_of_the_map_of_france(cle: str) -> None:
    croquis = cover(cle)
    for area, outline in own_areas(croquis):
        left, top, right, bottom = (
            at + area.echelle * side for at, side in zip((area.x, area.y) * 2, outline.boite, strict=True)
        )
        assert left > 1100
        assert right < 1850
        assert top > 200
        assert bottom < 1200


def test_towns_of_an_epci_stand_outside_it_each_at_the_end_of_a_line() -> None:
    croquis = cover("epci:200068781")
    assert {"Valence", "Romans-sur-Isère", "Portes-lès-Valence"} <= named(croquis)
    assert {"DRÔME", "ISÈRE", "10\u00a0km"} <= named(croquis)
    assert "Royans-Vercors" in named(croquis)
    leaders = [f for f in croquis.formes if isinstance(f, Segment) and f.trait == WHITE]
    dots = {(f.x, f.y) for f in croquis.formes if isinstance(f, Cercle) and f.fond == WHITE}
    assert 1 <= len(leaders) <= 3
    assert len(dots) == 3
    for line in leaders:
        assert min(abs(line.x1 - x) + abs(line.y1 - y) for x, y in dots) < 20


@pytest.mark.parametrize(
    ("cle", "names"),
    [
        ("commune:29083", {"Île-de-Sein", "FINISTÈRE", "OCÉAN ATLANTIQUE"}),
        ("commune:55039", {"Beaumont-en-Verdunois", "MEUSE"}),
        ("epci:249740101", {"LA RÉUNION", "OCÉAN INDIEN"}),
        ("region:04", {"Saint-Denis", "OCÉAN INDIEN"}),
        ("departement:2A", {"Ajaccio", "HAUTE-CORSE", "MÉDITERRANÉE"}),
        ("departement:973", {"Cayenne", "OCÉAN ATLANTIQUE"}),
        ("region:53", {"Rennes", "MANCHE", "OCÉAN ATLANTIQUE"}),
        ("departement:59", {"Lille", "BELGIQUE", "PAS-DE-CALAIS"}),
        ("epci:243500741", {"Redon", "MORBIHAN", "LOIRE-ATLANTIQUE", "ILLE-ET-VILAINE"}),
        ("commune:75056", {"HAUTS-DE-SEINE", "SEINE-SAINT-DENIS"}),
    ],
)
def test_what_is_around_is_named(cle: str, names: set[str]) -> None:
    said = " ".join(texte.texte for texte, _ in labels(cover(cle))).replace("- ", "-")
    assert [name for name in names if name not in said] == []


@pytest.mark.parametrize("cle", ["departement:972", "epci:249720053", "epci:200041788", "departement:971"])
def test_the_ocean_is_east_of_the_antilles_and_the_sea_of_the_caribbean_west_or_south(cle: str) -> None:
    croquis = cover(cle)
    land = [area.x + area.echelle * (o.boite[0] + o.boite[2]) / 2 for area, o in own_areas(croquis)]
    for texte, box in labels(croquis):
        if texte.texte == "OCÉAN ATLANTIQUE":
            assert box[2] > min(land)
        if texte.texte == "MER DES CARAÏBES":
            assert box[0] < max(land)


def test_what_the_map_names_is_told_in_words() -> None:
    """Of the metropole of Paris, Boulogne-Billancourt has no room near: another place is named, and told."""
    for cle in ("epci:200054781", "epci:200068781", "epci:243500741"):
        told = named_on(cover(cle), towns(cog(), get(cog(), cle)))
        assert len(told) == len([f for f in cover(cle).formes if isinstance(f, Cercle) and f.fond == WHITE]), told


def test_a_map_of_cooperations_that_is_mostly_sea_is_lower() -> None:
    for cle, lower in (("commune:29083", True), ("epci:249710047", True), ("epci:200068781", False)):
        croquis = cartes.cooperations(cog(), get(cog(), cle), [], MAISON, 1180, 1860, basse=1240)
        assert croquis is not None
        assert croquis.hauteur == (1240 if lower else 1860), cle


def test_the_limits_of_epci_are_drawn_overseas_too() -> None:
    """La Réunion, région and département, shows its five EPCI."""
    layers = [f for f in cover("region:04").formes if isinstance(f, Contours) and f.fond is None]
    assert 5 in [len(layer.traces) for layer in layers]


@pytest.mark.parametrize(
    ("cle", "discs"), [("commune:29083", 1), ("commune:26281", 1), ("ept:200057867", 8), ("commune:75056", 0)]
)
def test_what_has_no_outline_is_a_disc(cle: str, discs: int) -> None:
    found = [f for f in cover(cle).formes if isinstance(f, Cercle) and f.fond == ACCENT and f.trait == WHITE]
    assert len(found) == discs
    assert bool(own_areas(cover(cle))) == (discs == 0)


def test_every_epci_has_a_cover_that_names_a_town_and_what_is_around() -> None:
    """One in twenty here; the property is of all."""
    for cle in list(cog().codes("epci"))[::20]:
        croquis, t = cover(cle), get(cog(), cle)
        assert len(own_areas(croquis)) == 1, cle
        known = {lieu.nom_court for lieu in towns(cog(), t)}
        assert any(name in known or name.endswith("-") for name in named(croquis)), cle
        assert sum(name.isupper() for name in named(croquis)) >= 1, cle


@pytest.mark.parametrize("first", range(0, 60, 15))
def test_leaders_are_short_and_cross_neither_each_other_nor_a_name_nor_a_place(first: int) -> None:
    """Sixty EPCI; the largest town's name stands as far as it must, the others near."""
    sample = list(cog().codes("epci"))[::20][first : first + 15]
    for cle in (*sample, "epci:200054781"):
        croquis = cover(cle)
        lines = [f for f in croquis.formes if isinstance(f, Segment) and f.trait == WHITE]
        dots = [f for f in croquis.formes if isinstance(f, Cercle) and f.fond == WHITE]
        known = next(lieu for lieu in towns(cog(), get(cog(), cle)) if lieu.point)
        assert known.nom_court in " ".join(t.texte for t, _ in labels(croquis)).replace("- ", "-"), cle
        lengths = [hypot(line.x2 - line.x1, line.y2 - line.y1) for line in lines]
        far = [n for n in lengths if n > 200]
        assert len(far) <= 1, (cle, lengths)
        assert max(lengths, default=0) <= 600, (cle, lengths)
        for line in lines:
            others = [dot for dot in dots if hypot(dot.x - line.x1, dot.y - line.y1) > 20]
            spots = [
                (line.x1 + (line.x2 - line.x1) * n / 99, line.y1 + (line.y2 - line.y1) * n / 99) for n in range(100)
            ]
            assert all(hypot(x - dot.x, y - dot.y) > dot.rayon for x, y in spots for dot in others), cle
            for texte, box in labels(croquis):
                assert not any(box[0] < x < box[2] and box[1] < y < box[3] for x, y in spots[:-1]), (cle, texte.texte)
        for a, b in combinations(lines, 2):
            assert not crossing(a, b), cle


def crossing(a: Segment, b: Segment) -> bool:
    def side(line: Segment, x: float, y: float) -> bool:
        return (line.x2 - line.x1) * (y - line.y1) > (line.y2 - line.y1) * (x - line.x1)

    apart = side(a, b.x1, b.y1) == side(a, b.x2, b.y2) or side(b, a.x1, a.y1) == side(b, a.x2, a.y2)
    return not apart


def test_an_office_printer_gets_little_ink() -> None:
    """At most 8 % of the hero's ground is dark, where the night map is dark all over."""
    dark = [sum(byte < 128 for byte in by_operators(cover("epci:200068781", sobre))[2]) for sobre in (False, True)]
    size = len(by_operators(cover("epci:200068781", True))[2])
    assert dark[0] > 0.5 * size
    assert dark[1] < 0.03 * size


@pytest.mark.parametrize("cle", ["epci:200068781", "region:04", "commune:29083"])
@pytest.mark.parametrize("sobre", [False, True])
def test_a_cover_is_the_same_picture_as_svg_and_as_operators(cle: str, sobre: bool) -> None:
    croquis = cover(cle, sobre)
    assert difference(by_svg(croquis), by_operators(croquis)) < 0.002


def test_the_veil_hides_what_is_under_the_name_and_nothing_of_the_territory() -> None:
    formes = cover("epci:200068781").formes
    veils = [n for n, f in enumerate(formes) if isinstance(f, Rectangle) and f.opacite < 1]
    shown = 1.0
    for _ in veils:
        shown *= 1 - VOILE
    assert shown == pytest.approx(0.22, abs=0.005)


# --- communes


def discs(cle: str) -> list[Cercle]:
    croquis = cartes.communes(cog(), get(cog(), cle), MAISON)
    assert croquis is not None
    return [f for f in croquis.formes if isinstance(f, Cercle)]


def test_a_disc_is_as_large_as_its_population() -> None:
    found = discs("epci:200068781")
    communes: list[Territoire] = list(cog().communes(get(cog(), "epci:200068781")))
    assert len(communes) == 54
    assert len(found) == len({c.point for c in communes})
    first, second = found[:2]
    peoples = (communes[0].population or 0, communes[1].population or 0)
    assert (first.rayon / second.rayon) ** 2 == pytest.approx(peoples[0] / peoples[1])
    assert [f.fond for f in found].count(ACCENT) == 5


def test_communes_that_the_tables_put_at_one_point_are_one_disc_with_their_names() -> None:
    """Grand-Bourg and Capesterre-de-Marie-Galante have one point: two discs there would tell two places."""
    croquis = cartes.communes(cog(), get(cog(), "epci:249710047"), MAISON)
    assert croquis is not None
    first, second = sorted((f.rayon for f in croquis.formes if isinstance(f, Cercle)), reverse=True)
    people = [c.population or 0 for c in cog().communes(get(cog(), "epci:249710047"))]
    assert (second / first) ** 2 == pytest.approx(people[2] / (people[0] + people[1]))
    assert "Grand-Bourg et Capesterre-de-Marie-Galante" in " ".join(t.texte for t, _ in labels(croquis)).replace(
        "- ", "-"
    )


def test_a_commune_stands_out_among_those_of_its_epci() -> None:
    croquis = cartes.communes(cog(), get(cog(), "commune:55039"), MAISON)
    assert croquis is not None
    assert [f.fond for f in croquis.formes if isinstance(f, Cercle)].count(ACCENT) == 1
    assert "Beaumont-en-Verdunois" in named(croquis)


@pytest.mark.parametrize("first", range(3))
def test_names_and_discs_of_communes_stand_whole_in_the_frame(first: int) -> None:
    for cle in ("epci:200068781", *list(cog().codes("epci"))[first::63], *list(cog().codes("departement"))[first::30]):
        croquis = cartes.communes(cog(), get(cog(), cle), MAISON)
        if croquis is None:
            continue
        boxes = [box for _, box in labels(croquis)]
        boxes += [
            (f.x - f.rayon, f.y - f.rayon, f.x + f.rayon, f.y + f.rayon)
            for f in croquis.formes
            if isinstance(f, Cercle)
        ]
        for left, top, right, bottom in boxes:
            assert 0 <= left < right <= croquis.largeur, cle
            assert 0 <= top < bottom <= croquis.hauteur, cle


@pytest.mark.parametrize("cle", ["commune:29083", "commune:75056"])
def test_a_commune_alone_or_of_no_epci_has_no_map_of_communes(cle: str) -> None:
    alone = get(cog(), cle).epci is None
    assert (cartes.communes(cog(), get(cog(), cle), MAISON) is None) == alone


def test_rings_of_an_outline_are_read_once() -> None:
    assert rings("M1 2l3 0 0 4z") is rings("M1 2l3 0 0 4z")
