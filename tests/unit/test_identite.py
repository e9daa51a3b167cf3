"""The identity of a publisher: what is refused at its place, and colours and fonts that hold whatever is chosen."""

from __future__ import annotations

import zipfile
from dataclasses import fields
from io import BytesIO
from pathlib import Path

import pytest
from click.testing import CliRunner
from fontTools.ttLib import TTFont
from hypothesis import assume, given
from hypothesis import strategies as st

from coopdocs.cli import main
from coopdocs.couleurs import CONTRASTE_MIN, MAISON, Palette, contrast, darker, readability
from coopdocs.couleurs.perception import distance
from coopdocs.errors import Exit
from coopdocs.formats.dressing import Dressing, dressed
from coopdocs.library import load
from coopdocs.model.identite import IdentiteVisuelle, PolicesEditeur
from coopdocs.theme import POLICES, Theme, mesure
from support.evenement_exemple import png
from support.kits import ROOT, write_kit

TEMPLATES = ROOT / "templates"
LOGO = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {} 10"><path d="M0 0h9v9z"/></svg>'


def kit(racine: Path, identite: str) -> Path:
    written = write_kit(racine)
    with (written / "content/kit.yaml").open("a", encoding="utf-8") as file:
        file.write(f"identite:\n{identite}")
    return written


@pytest.mark.parametrize(
    ("identite", "place", "said"),
    [
        ('  couleurs: {fond: "#E9B44C"}\n', "couleurs", "foncez la couleur, par exemple"),
        ("  couleurs: {fond: rouge}\n", "couleurs", "dièse"),
        ("  logo: logos/absent.svg\n", "logo", "copiez-le dans content/logos"),
        ("  coins: carres\n", "coins", "droits"),
        ("  editeur: {courriel: camille.exemple@gmail.com}\n", "editeur", "service"),
        ("  editeur: {site: http://www.exemple.fr}\n", "editeur", "https://"),
        ("  editeur: {telephone: '12'}\n", "editeur", "04 75 00 00 00"),
    ],
)
def test_a_mistake_is_told_at_its_place_with_what_to_do(tmp_path: Path, identite: str, place: str, said: str) -> None:
    _, problems = load(kit(tmp_path / "kit", identite))
    [problem] = [p for p in problems if p.is_error]
    assert place in problem.extrait
    assert said in problem.conseil


def test_the_colour_that_is_proposed_instead_holds(tmp_path: Path) -> None:
    assert readability(darker("#E9B44C")) >= CONTRASTE_MIN


@pytest.mark.parametrize(("large", "refused"), [(9, True), (10, False), (40, False), (41, True)])
def test_a_logo_is_one_to_four_times_as_wide_as_high(tmp_path: Path, large: int, refused: bool) -> None:
    written = kit(tmp_path / "kit", "  logo: logos/a.svg\n")
    (written / "content/logos").mkdir()
    (written / "content/logos/a.svg").write_text(LOGO.format(large), encoding="utf-8")
    assert [p.code for p in load(written)[1] if p.is_error] == ["X022"] * refused


def test_a_png_may_be_a_logo_and_a_file_that_nobody_names_is_told(tmp_path: Path) -> None:
    written = kit(tmp_path / "kit", "  logo: logos/a.png\n")
    (written / "content/logos").mkdir()
    for nom in ("a.png", "b.png"):
        (written / "content/logos" / nom).write_bytes(png(400, 200))
    assert [(p.code, p.place.fichier) for p in load(written)[1]] == [("A005", "content/logos/b.png")]


def test_the_identity_that_is_begun_is_sound_changes_nothing_and_is_begun_once(tmp_path: Path) -> None:
    written = write_kit(tmp_path / "kit")
    begun = CliRunner().invoke(main, ["-C", str(written), "new", "identite"])
    assert begun.exit_code == Exit.DONE, begun.output
    library, problems = load(written)
    assert (problems, library and library.kit.identite) == ([], IdentiteVisuelle())
    again = CliRunner().invoke(main, ["-C", str(written), "new", "identite"])
    assert (again.exit_code, "y est déjà" in again.stderr) == (Exit.USAGE, True)


DARK = st.from_regex(r"#[0-9A-F]{6}", fullmatch=True).map(
    lambda couleur: couleur if readability(couleur) >= CONTRASTE_MIN else darker(couleur)
)


@given(DARK)
def test_over_any_ground_words_are_read_and_what_is_of_the_territory_stands_out(fond: str) -> None:
    palette = Palette.over(fond)
    for words in ("blanc", "pale", "ici_pale", "nuit_nom", "nuit_voisin"):
        assert contrast(getattr(palette, words), fond) >= CONTRASTE_MIN, words
    for words in ("nuit", "ici_encre", "lavande_encre"):
        assert contrast(getattr(palette, words), palette.blanc) >= CONTRASTE_MIN, words
    for around in (palette.nuit, palette.lavande):
        assert min(distance(palette.ici, around, blind) for blind in (False, True)) >= 15


@given(DARK)
def test_no_colour_that_follows_the_ground_is_left_of_the_house(fond: str) -> None:
    assume(min(distance(fond, MAISON.nuit), 99) > 5)
    palette = Palette.over(fond)
    assert palette.nuit == fond
    assert set(palette.moved()) >= {MAISON.nuit, MAISON.nuit_terre, MAISON.nuit_propre}


def test_without_a_ground_the_house_is_left_as_it_is() -> None:
    assert Palette.over(None) == Palette.over(MAISON.nuit) == MAISON
    assert MAISON.moved() == {}
    assert len({each.name for each in fields(Palette)}) > 40


def test_the_reference_of_word_documents_takes_colours_and_fonts_and_nothing_else() -> None:
    reference = (TEMPLATES / "reference.docx").read_bytes()
    assert dressed(reference, Dressing({}, None, None)) is reference
    own = dressed(reference, Dressing(Palette.over("#7A1526").moved(), "Vollkorn", "Lato"))
    assert own == dressed(reference, Dressing(Palette.over("#7A1526").moved(), "Vollkorn", "Lato"))
    with zipfile.ZipFile(BytesIO(own)) as after, zipfile.ZipFile(BytesIO(reference)) as before:
        assert after.namelist() == before.namelist()
        words = {name: after.read(name).decode() for name in after.namelist() if name.endswith(".xml")}
        assert not [name for name, text in words.items() if "22263F" in text]
        assert "7A1526" in words["word/styles.xml"]
        assert 'latin typeface="Vollkorn"' in words["word/theme/theme1.xml"]
        assert 'latin typeface="Lato"' in words["word/theme/theme1.xml"]
        assert after.read("word/settings.xml") == before.read("word/settings.xml")


@pytest.fixture(scope="module")
def wide(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of templates with a family of its own: wider than the house's, without narrow spaces."""
    folder = tmp_path_factory.mktemp("polices")
    (folder / "polices").mkdir()
    for weight, nom in POLICES["Coopdocs Texte"].items():
        font = TTFont(TEMPLATES / f"polices/{nom}.ttf")
        for glyph, (advance, left) in font["hmtx"].metrics.items():
            font["hmtx"].metrics[glyph] = (round(1.1 * advance), left)
        for table in font["cmap"].tables:
            for code in (0x202F, 0x00A0):
                table.cmap.pop(code, None)
        for code in (1, 16):
            font["name"].setName("Large", code, 3, 1, 0x409)
        font.save(folder / f"polices/large-{weight}.ttf")
    return folder


def test_a_family_is_set_no_wider_than_the_house_and_has_the_spaces_of_french(wide: Path) -> None:
    house = Theme([TEMPLATES])
    theme = Theme([wide, TEMPLATES]).of(IdentiteVisuelle(polices=PolicesEditeur(texte="large")))
    said = "Un même territoire, des entreprises de l’ESS\u202f; « trois »\u00a0: 2026"
    for weight in POLICES["Coopdocs Texte"]:
        own, theirs = theme.font("Coopdocs Texte", weight), house.font("Coopdocs Texte", weight)
        assert mesure.undrawn(said, own) == set()
        assert mesure.width(said, own, 10) <= 1.01 * mesure.width(said, theirs, 10)
    assert theme.font("Coopdocs Titre", "700") == house.font("Coopdocs Titre", "700")
    assert theme.of(IdentiteVisuelle()).palette == MAISON
    assert theme._web_font("Coopdocs Texte", "400").stat().st_size < 80_000
