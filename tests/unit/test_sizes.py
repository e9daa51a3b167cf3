"""Sizes stand once: what is measured before any layout is what the stylesheets print."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from coopdocs import sizes
from coopdocs.couleurs import MAISON
from coopdocs.sizes.units import Mm
from coopdocs.theme import Theme
from coopdocs.views.livret import Rubrique
from coopdocs.zones import livret
from support.documents import TEMPLATES


def written(*folders: str) -> str:
    """The stylesheets and the templates of these folders, without comments."""
    files = (f for folder in folders for f in sorted((TEMPLATES / folder).rglob("*")) if f.suffix in (".css", ".j2"))
    return re.sub(r"/\*.*?\*/", "", "\n".join(f.read_text("utf-8") for f in files), flags=re.S)


def read(css: str) -> set[str]:
    return set(re.findall(r"var\((--[\w-]+)", css))


@pytest.mark.parametrize("nom", sizes.SHEETS)
def test_every_measured_size_is_printed(nom: str) -> None:
    own = sizes.properties(nom)
    assert own
    assert set(own) - read(written(nom.partition("/")[0])) == set()


def test_every_property_that_a_stylesheet_reads_is_given_to_it() -> None:
    folders = [folder.name for folder in TEMPLATES.iterdir() if any(folder.glob("*.css"))]
    given = {propriete for nom in sizes.SHEETS for propriete in sizes.properties(nom)}
    given |= {f"--{nom}" for nom in MAISON.shown()}
    given |= set(re.findall(r'(--[\w-]+)(?:" }})?:', written(*folders)))
    # programme.html.j2 writes those of a style by its name
    given |= {f"--{nom}{suite}" for nom in ("corps", "tete", "atelier") for suite in ("", "-ligne")}
    assert read(written(*folders)) - given == set()


def test_a_stylesheet_of_the_kit_s_own_is_given_the_sizes_too(tmp_path: Path) -> None:
    (tmp_path / "fiche").mkdir()
    (tmp_path / "fiche/imprime.css").write_text("h3 { font-size: var(--libelle); }", encoding="utf-8")
    (tmp_path / "m.j2").write_text("{{ css('fiche/imprime.css') }}", encoding="utf-8")
    page = Theme([tmp_path, TEMPLATES]).render("m.j2")
    assert page.index("--libelle: 9pt;") < page.index("h3 { font-size")


def test_the_room_between_rubriques_is_measured_and_printed_from_one_number(monkeypatch: pytest.MonkeyPatch) -> None:
    theme = Theme([TEMPLATES])
    deux = [Rubrique("Rôles", "texte", (), rien="Rien."), Rubrique("Appuis", "texte", (), rien="Rien.")]
    before = livret._hauteur(deux, 9.0, theme)
    assert sizes.properties("evenement/livret.css")["--rubriques-ecart"] == "4mm"
    sizes.properties.cache_clear()
    monkeypatch.setattr(sizes.livret, "RUBRIQUES_ECART", Mm(2))
    try:
        assert sizes.properties("evenement/livret.css")["--rubriques-ecart"] == "2mm"
        assert before - livret._hauteur(deux, 9.0, theme) == pytest.approx(2)
    finally:
        sizes.properties.cache_clear()


def test_no_stylesheet_or_template_has_a_colour_of_its_own() -> None:
    folders = [folder.name for folder in TEMPLATES.iterdir() if folder.is_dir() and any(folder.glob("*.[cj][s2]*"))]
    text = re.sub(r"\{#.*?#\}|&#\w+;", "", written(*folders), flags=re.S)
    hexa = r"#(?:[0-9A-Fa-f]{6}|[0-9A-Fa-f]{3})\b|%23[0-9A-Fa-f]{3,6}"
    named = r"(?:color|background|border[\w-]*|fill|stroke)\s*[:=][^;{}>]*\b(?:white|black|red|gr[ae]y|silver)\b"
    assert re.findall(f"{hexa}|{named}|rgba?\\(|hsla?\\(", text) == []


def test_drawings_and_stylesheets_have_their_colours_from_one_place() -> None:
    page = Theme([TEMPLATES]).stylesheet("base/tokens.css")
    assert f"--nuit: {MAISON.nuit};" in page
    assert [couleur for couleur in MAISON.shown().values() if page.count(couleur) != 1] == []
