"""Measured texts: widths add up, lines break as the layout engine breaks them, and nothing that fits is refused."""

from __future__ import annotations

import itertools
import random
import unicodedata
from html import escape
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from coopdocs.formats import run
from coopdocs.formats.job import PdfJob
from coopdocs.sizes.units import MM_PER_PT
from coopdocs.theme import POLICES
from coopdocs.theme.mesure import Zone, _advances, largest, last_piece, undrawn, width
from support.documents import TEMPLATES, Documents
from support.examples import examples

TEXTE = TEMPLATES / "polices/SourceSans3_400Regular.ttf"
GRAS = TEMPLATES / "polices/SourceSans3_700Bold.ttf"
TITRE = TEMPLATES / "polices/BricolageGrotesque_700Bold.ttf"
WORDS = st.text(alphabet="abcdefghijlmnoprstuvéèàœ’,.()\u00a0", min_size=1, max_size=14)
LINES = st.lists(st.one_of(WORDS, st.sampled_from(["peut-être", "2014–2016", "–", "a-b-c"])), max_size=25).map(" ".join)
HARD = 'aé5 -–—/().,;:!?%$&<#@«»’"…\u00a0\u202f\u2011'
ROOMS = st.floats(min_value=8, max_value=90)


@given(WORDS, WORDS, st.sampled_from([0.0, 0.09, -0.025]))
def test_widths_add_up(a: str, b: str, approche: float) -> None:
    whole = width(a + b, TEXTE, 9.4, approche)
    assert whole == pytest.approx(width(a, TEXTE, 9.4, approche) + width(b, TEXTE, 9.4, approche))


@given(WORDS, st.floats(min_value=5, max_value=40), st.floats(min_value=0.1, max_value=20))
def test_a_larger_size_is_wider_in_proportion(texte: str, corps: float, plus: float) -> None:
    assert width(texte, TITRE, corps + plus) == pytest.approx(width(texte, TITRE, corps) * (corps + plus) / corps)
    assert width(texte, TITRE, corps + plus) > width(texte, TITRE, corps)


@given(LINES, st.integers(0, 60), st.integers(1, 60), ROOMS)
def test_strong_words_take_their_own_width_and_lose_no_letter(texte: str, start: int, long: int, room: float) -> None:
    gras = ((start, min(start + long, len(texte))),) if start < len(texte) else ()
    zone = Zone(TEXTE, 9, room, 1)
    lignes = zone.set_mixed(texte, gras, GRAS)
    assert "".join("".join(ligne for ligne, _ in lignes).split()) == "".join(texte.split())
    strong = "".join(ligne[a:b] for ligne, spans in lignes for a, b in spans)
    assert strong.replace(" ", "") == "".join(texte[a:b] for a, b in gras).replace(" ", "")
    for ligne, spans in lignes:
        broken = zone.set_mixed(ligne, spans, GRAS)
        assert zone.mixed_width(ligne, spans, GRAS) <= room or len(broken) == 1
    if not gras:
        assert [ligne for ligne, _ in lignes] == zone.set_lines(texte)


def test_a_strong_line_is_wider_than_the_same_one_plain() -> None:
    zone = Zone(TEXTE, 9, 30, 3)
    assert zone.mixed_width("habitants", ((0, 9),), GRAS) == pytest.approx(width("habitants", GRAS, 9))
    assert zone.mixed_width("habitants", ((2, 5),), GRAS) > zone.mixed_width("habitants", (), GRAS)


def test_letter_spacing_widens_each_letter() -> None:
    assert width("PTCE", TITRE, 10, 0.1) == pytest.approx(width("PTCE", TITRE, 10) + 4 * 0.1 * 10 * MM_PER_PT)


def test_a_width_is_in_millimetres() -> None:
    # « n » is 541 units of 1000 wide in Source Sans 3
    assert width("n" * 10, TEXTE, 10) == pytest.approx(5.41 * 10 * MM_PER_PT, rel=0.02)
    assert width("", TEXTE, 10) == 0


@examples(100)
@given(st.one_of(LINES, st.text(alphabet=HARD), st.text()), ROOMS)
@example("\u00a0", 8.0)
@example("a- b", 1.0)
@example("  a  ", 1.0)
def test_breaking_loses_no_character_but_spaces_at_line_ends(texte: str, largeur: float) -> None:
    lines = Zone(TEXTE, 9.4, largeur, 3).set_lines(texte)
    assert "".join(lines).replace(" ", "") == texte.replace(" ", "")
    assert all(line.strip(" ") for line in lines)


@given(LINES, ROOMS)
def test_breaking_cuts_no_word(texte: str, largeur: float) -> None:
    lines = Zone(TEXTE, 9.4, largeur, 3).set_lines(texte)
    ends = set(itertools.accumulate(len(line.replace(" ", "")) for line in lines))
    dense, breakable = 0, set()
    for before, after in itertools.pairwise([*texte, " "]):
        dense += before != " "
        if after == " " or before in "-–":
            breakable.add(dense)
    assert ends <= breakable | {dense}


@given(LINES, ROOMS)
def test_lines_hold_in_their_room_unless_a_word_alone_does_not(texte: str, largeur: float) -> None:
    for line in Zone(TEXTE, 9.4, largeur, 3).set_lines(texte):
        alone = len(Zone(TEXTE, 9.4, 0, 1).set_lines(line)) == 1
        assert width(line, TEXTE, 9.4) <= largeur or alone


@given(LINES, ROOMS, st.integers(min_value=1, max_value=4))
def test_there_is_an_excess_exactly_when_the_text_does_not_fit(texte: str, largeur: float, lignes: int) -> None:
    zone = Zone(TEXTE, 9.4, largeur, lignes)
    lines = zone.set_lines(texte)
    fits = len(lines) <= lignes and all(width(line, TEXTE, 9.4) <= largeur for line in lines)
    assert (zone.excess(texte) == 0) == fits


def test_the_excess_counts_the_characters_to_take_away() -> None:
    assert Zone(TEXTE, 9.4, 200, 1).excess("Un pôle") == 0
    assert Zone(TEXTE, 9.4, 15, 1).excess("Un pôle territorial") == len("territorial") + 1
    trop_long = "anticonstitutionnellement"
    over = Zone(TEXTE, 9.4, 20, 1).excess(trop_long)
    assert width(trop_long[:-over], TEXTE, 9.4) <= 20 < width(trop_long[: -over + 1], TEXTE, 9.4)


def test_a_no_break_space_does_not_break() -> None:
    assert len(Zone(TEXTE, 9.4, 1, 1).set_lines("140\u00a0pôles\u202f!")) == 1


def test_the_largest_size_that_fits_is_taken() -> None:
    exact = width("Régie de quartier", TITRE, 40)
    assert largest("Régie de quartier", TITRE, exact, (66, 40, 30)) == 40
    assert largest("Régie de quartier", TITRE, exact - 0.01, (66, 40, 30)) == 30
    assert largest("Régie de quartier", TITRE, 1, (66, 40, 30)) is None


def test_characters_that_the_font_lacks_are_found() -> None:
    assert undrawn("Œuvre : « été »\u202f! – 1\u00a0€ ≠ …\u00ad\n", TEXTE) == set()
    assert undrawn("PTCE 日本", TEXTE) == {"日", "本"}


@pytest.mark.parametrize("police", [TEXTE, TITRE])
def test_accents_are_drawn_where_the_font_has_a_place_for_them(police: Path) -> None:
    assert undrawn("Œuvre e\u0301te\u0301, m\u0303, x\u0302, a\u0323\u0302, L\u0327", police) == set()
    assert undrawn("½\u0301, \u0301", police) == {"½\u0301", " \u0301"}
    assert undrawn("o\u20d0", police) == {"\u20d0"}


@pytest.mark.parametrize("famille", POLICES)
def test_one_weight_speaks_for_the_letters_of_its_family(famille: str) -> None:
    fichiers = [TEMPLATES / f"polices/{fichier}.ttf" for fichier in POLICES[famille].values()]
    assert len({frozenset(_advances(fichier)[0]) for fichier in fichiers}) == 1


# --- against the layout engine


@pytest.mark.parametrize("famille", POLICES)
def test_what_a_font_draws_is_set_in_it_and_what_it_lacks_is_not(famille: str) -> None:
    police = TEXTE if famille == "Coopdocs Texte" else TITRE
    # check takes what both families have; of that, what is composed of itself and stands by itself
    known = map(chr, _advances(TEXTE)[0].keys() & _advances(TITRE)[0].keys())
    signs = [c for c in sorted(known) if unicodedata.is_normalized("NFC", c) and c.isprintable()]
    signs = [c for c in signs if unicodedata.category(c)[0] != "M"]
    drawn = [*signs, "m\u0303", "x\u0302", "q\u0301", "e\u0301", "a\u0323\u0302"]
    assert undrawn("\n".join(drawn), police) == set()
    face = f'@font-face{{font-family:"{famille}";src:url("kit:/polices/{police.name}")}}'

    def defects(texts: list[str]) -> tuple[str, ...]:
        paragraph = f"<p>{' '.join(map(escape, texts))}</p>"
        html = f'<html lang=fr><title>a</title><style>{face}p{{font-family:"{famille}"}}</style>{paragraph}</html>'
        return run(PdfJob(html, (TEMPLATES,))).defects

    assert defects(drawn) == ()
    assert defects([*drawn, "森"]) != ()


# Printed places: family, weight, size (pt), width (mm).
PLACES = {
    "chapo": ("Coopdocs Texte", "400", 11.0, 126.0),
    "essentiel": ("Coopdocs Texte", "400", 9.4, 36.0),
    "titre": ("Coopdocs Titre", "700", 10.4, 36.0),
    "carte": ("Coopdocs Texte", "400", 9.4, 37.0),
    "etape": ("Coopdocs Texte", "400", 9.0, 27.0),
    "liste": ("Coopdocs Texte", "400", 9.4, 81.8),
    "exemple": ("Coopdocs Texte", "400", 9.0, 52.9),
    "cellule": ("Coopdocs Texte", "400", 8.3, 30.0),
    "etroit": ("Coopdocs Texte", "400", 9.4, 0.1),
}


def real_sentences(documents: Documents) -> dict[str, list[str]]:
    formes = documents.library.formes.values()
    cells = [c for row in documents.library.criteres.cellules.values() for c in row.values()]
    return {
        "chapo": [f.chapo.texte for f in formes],
        "essentiel": [e.texte for f in formes for e in f.essentiels],
        "titre": [e.titre for f in formes for e in f.essentiels],
        "carte": [getattr(f.identite, row).texte for f in formes for row in type(f.identite).model_fields],
        "etape": [e.texte for f in formes for e in f.etapes],
        "liste": [p.texte for f in formes for p in (*f.atouts, *f.vigilances, *f.presentation)],
        "exemple": [e.texte for f in formes for e in f.exemples],
        "cellule": [c.texte for c in cells if c.texte],
    }


def lay_out(sentences: dict[str, list[str]], fonts: Path) -> dict[str, list[int]]:
    """How many lines the layout engine itself makes of each sentence in its place."""
    from weasyprint import HTML
    from weasyprint.formatting_structure import boxes

    faces = "".join(
        f"@font-face{{font-family:'{family}';font-weight:{weight};src:url('{(fonts / f'{name}.ttf').as_uri()}')}}"
        for family, weights in POLICES.items()
        for weight, name in weights.items()
        if not weight.endswith("i")
    )
    body, rules = "", ""
    for place, texts in sentences.items():
        family, weight, corps, largeur = PLACES[place]
        rules += f".{place}{{font:{weight} {corps}pt '{family}';width:{largeur}mm}}"
        body += "".join(f'<p class="{place}" id="{place}-{i}">{escape(t)}</p>' for i, t in enumerate(texts))
    html = f"<html lang=fr><style>{faces}p{{margin:0;hyphens:manual}}@page{{size:A4;margin:0}}{rules}</style>{body}"
    counts: dict[str, int] = {}
    for page in HTML(string=html).render().pages:
        for box in page._page_box.descendants():
            if isinstance(box, boxes.BlockBox) and (name := box.element.get("id") if box.element is not None else None):
                counts[name] = counts.get(name, 0) + sum(isinstance(c, boxes.LineBox) for c in box.children)
    return {place: [counts[f"{place}-{i}"] for i in range(len(texts))] for place, texts in sentences.items()}


def test_the_layout_engine_never_needs_more_lines_than_measured(documents: Documents) -> None:
    sentences = real_sentences(documents)
    real = lay_out(sentences, TEMPLATES / "polices")
    differ = []
    for place, texts in sentences.items():
        family, weight, corps, largeur = PLACES[place]
        zone = Zone(documents.theme.font(family, weight), corps, largeur, 1)
        for texte, lines in zip(texts, real[place], strict=True):
            measured = len(zone.set_lines(texte))
            assert lines <= measured <= lines + 1, (place, texte)
            differ += [texte] * (measured != lines)
    # kerning alone lets a few sentences take a line less than measured
    assert len(differ) <= 0.02 * sum(map(len, sentences.values()))


def test_a_line_ends_only_where_the_layout_engine_may_end_it() -> None:
    draw = random.Random(9)
    texts = ["2014-2016", "L. 5132-15-2", "x -5", "a-«b»", "(peut-)être", "$-1", "a-, b", "( a", "a !", "— —"]
    texts += ["".join(draw.choices(HARD, k=draw.randint(2, 12))).strip() for _ in range(400)]
    texts = [texte for texte in texts if texte]
    (real,) = lay_out({"etroit": texts}, TEMPLATES / "polices").values()
    zone = Zone(TEXTE, 9.4, 0.1, 1)
    assert [t for t, lines in zip(texts, real, strict=True) if len(zone.set_lines(t)) > lines] == []


def test_a_line_that_cannot_break_is_as_wide_as_measured_even_where_kerning_parts_letters() -> None:
    draw = random.Random(4)
    texts = ["xxxxxxxxxx", "WVWVWVWVW", "ZZZZZZ", "TTTTTTTT", "vwvwvwvw", "1WXYZ"]
    texts += ["".join(draw.choices("vwxzTVWXYZMQ", k=draw.randint(3, 12))) for _ in range(120)]
    rooms = {texte: next(w / 4 for w in range(1, 2000) if largest(texte, TITRE, w / 4, (20,))) for texte in texts}
    assert [
        texte for texte, wide in zip(texts, real_widths(texts, TITRE, 20), strict=True) if wide > rooms[texte]
    ] == []


def real_widths(texts: list[str], police: Path, corps: float) -> list[float]:
    """How wide (mm) the layout engine itself sets each text on one line."""
    from weasyprint import HTML
    from weasyprint.formatting_structure import boxes

    style = f"@font-face{{font-family:F;src:url('{police.as_uri()}')}}p{{font:{corps}pt F}}@page{{size:600mm 9000mm}}"
    page = HTML(string=f"<style>{style}</style>" + "".join(f"<p>{t}</p>" for t in texts)).render().pages[0]
    return [b.width / 96 * 25.4 for b in page._page_box.descendants() if isinstance(b, boxes.TextBox)]


@pytest.mark.parametrize(
    ("texte", "pieces"),
    [
        ("le dernier mot", ("le dernier ", "mot")),
        ("à Saint-Genest-et-Isson", ("à Saint-Genest-et-", "Isson")),
        ("de 2014-2016", ("de ", "2014-2016")),
        ("mot", ("", "mot")),
        ("", ("", "")),
        ("quoi\u00a0?", ("", "quoi\u00a0?")),
    ],
)
def test_what_is_bound_to_a_text_keeps_to_what_stands_after_its_last_break(texte: str, pieces: tuple[str, str]) -> None:
    assert last_piece(texte) == pieces
