"""The theme: templates that fail say where, a kit's own files come first, and content is text, never markup."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import jinja2
import pytest
from lxml import html as lxml_html
from markupsafe import Markup

from coopdocs import memo
from coopdocs.problem import ProblemsError
from coopdocs.theme import Theme
from coopdocs.theme.filtres import FILTRES
from support.documents import TEMPLATES, Documents, own_kit, with_forme

HOSTILE = "<script>alert(1)</script> & « x » <img src=x onerror=y> {{ 7*7 }} [a](javascript:b)"


@pytest.fixture(scope="module")
def hostile() -> Documents:
    """The kit with hostile words in one forme, printed in every document."""
    documents = own_kit()
    forme = documents.library.formes["gme"]
    chapo = forme.chapo.model_copy(update={"texte": HOSTILE})
    presentation = (forme.presentation[0].model_copy(update={"texte": HOSTILE}), *forme.presentation[1:])
    return with_forme(documents, "gme", chapo=chapo, presentation=presentation)


@pytest.mark.parametrize("chemin", ["fiches/gme.html", "guide/guide.html", "fiches/gme.pdf", "guide/gme.docx"])
def test_html_in_content_is_shown_as_text(hostile: Documents, chemin: str) -> None:
    page: Any = lxml_html.fromstring(hostile.source(chemin).encode())
    assert page.xpath("//script | //img[@onerror]") == []
    assert HOSTILE in " ".join(page.text_content().split())


@pytest.mark.parametrize("langue", [None, "en"])
@pytest.mark.parametrize(
    "chemin", ["fiches/gme.html", "guide/guide.html", "guide/gme.docx", "comparatifs/gme.html", "comparatifs/gme.docx"]
)
def test_a_source_without_an_address_is_named_without_a_link(chemin: str, langue: str | None) -> None:
    documents = own_kit()
    nowhere = {"adresse": None, "langue": langue}
    sources = {cle: s.model_copy(update=nowhere) for cle, s in documents.library.sources.items()}
    kit = Documents(replace(documents.library, sources=sources), documents.theme)
    page: Any = lxml_html.fromstring(kit.source(chemin).encode())
    titles = {titre for s in sources.values() for titre in (s.titre, s.court.replace("*", ""))}
    assert any(titre in page.text_content() for titre in titles)
    # what bears the title of its source and is more than it: a model document with its address, a call told in the page
    own = {modele.adresse for forme in kit.library.formes.values() for modele in forme.modeles}
    own |= {f"#{place}" for place in page.xpath("//@id") if place.startswith("reperes-")}
    links = [a for a in page.iter("a") if a.get("href") not in own]
    assert not [a for a in links if a.text_content() in titles or a.get("href") in (None, "None")]


def test_markdown_keeps_raw_html_as_text_and_drops_dangerous_links(tmp_path: Path) -> None:
    (tmp_path / "m.j2").write_text("{{ texte | markdown }}", encoding="utf-8")
    filled = Theme([tmp_path]).render("m.j2", texte="## Un titre\n\n<script>x</script>\n\n[a](javascript:b) et *ceci*")
    page: Any = lxml_html.fromstring(f"<div>{filled}</div>")
    assert page.xpath("//script | //a") == []
    assert (page.xpath("//em")[0].text, page.xpath("//h1 | //h2")[0].get("id")) == ("ceci", "un-titre")


@pytest.mark.parametrize(
    ("modele", "code", "ligne", "mot"),
    [
        ("a\n{{ titer }}", "T003", 2, "titer"),
        ("a\n\n{{ kit.titer }}", "T003", 3, "titer"),
        ("a\n{% if x %}", "T002", 2, "endif"),
        ("a\nb\n{{ 'x }}", "T002", 3, ""),
        ("a\nb\n{{ 1 / 0 }}", "T004", 3, "ZeroDivisionError"),
        ("{% include 'absent.j2' %}", "T001", 0, "introuvable"),
        ("{{ theme.asset('icones/absente.svg') }}", "T001", 0, "introuvable"),
    ],
)
def test_a_template_s_mistake_names_the_template_and_the_line(
    tmp_path: Path, modele: str, code: str, ligne: int, mot: str
) -> None:
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates/essai.html.j2").write_text(modele, encoding="utf-8")
    with pytest.raises(ProblemsError) as refused:
        Theme([tmp_path / "templates"]).render("essai.html.j2", kit={"titre": "T"}, x=1)
    [problem] = refused.value.problems
    assert (problem.code, problem.place.ligne) == (code, ligne)
    assert mot in problem.message
    assert problem.conseil
    if ligne:
        assert problem.place.fichier == "templates/essai.html.j2"


def test_a_kit_s_own_file_comes_before_the_packaged_one(tmp_path: Path) -> None:
    (tmp_path / "icones").mkdir()
    shutil.copy(TEMPLATES / "icones/key.svg", tmp_path / "icones/handshake.svg")
    theme = Theme([tmp_path, TEMPLATES])
    assert theme.asset("icones/handshake.svg").parent == tmp_path / "icones"
    assert theme.asset("icones/key.svg").parent == TEMPLATES / "icones"


def test_a_template_outside_the_theme_cannot_be_read(tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("secret", encoding="utf-8")
    (tmp_path / "t").mkdir()
    (tmp_path / "t/m.j2").write_text("{% include '../secret.txt' %}", encoding="utf-8")
    with pytest.raises(ProblemsError):
        Theme([tmp_path / "t"]).render("m.j2")


@pytest.mark.parametrize("modele", ["{{ mots.__class__.__mro__ }}", "{{ theme.render.__globals__ }}"])
def test_a_template_that_anyone_may_have_written_reaches_nothing_behind_what_it_is_given(
    tmp_path: Path, modele: str
) -> None:
    (tmp_path / "m.j2").write_text(modele, encoding="utf-8")
    with pytest.raises(ProblemsError):
        Theme([tmp_path]).render("m.j2", mots="a")


@pytest.mark.parametrize(
    ("dit", "imprime"),
    [
        ('art. 2<sup class="appels">10</sup>', 'art. 2\u202f<sup class="appels">10</sup>'),
        ('en <b>2026</b><sup class="appels">4</sup>', 'en <b>2026</b>\u202f<sup class="appels">4</sup>'),
        ('niveau 2<span class="note" id="n1">Loi</span>', 'niveau 2\u202f<span class="note" id="n1">Loi</span>'),
        ('un mot<sup class="appels">10</sup>', 'un mot<sup class="appels">10</sup>'),
        ("le 1<sup>er</sup> mars", "le 1<sup>er</sup> mars"),
    ],
)
def test_the_call_of_a_note_does_not_read_as_part_of_a_figure(dit: str, imprime: str) -> None:
    appeler: Any = FILTRES["appeler"]
    assert appeler(Markup(dit)) == imprime


# --- templates made ready


@pytest.fixture
def compiled(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the templates that are compiled from here on."""
    names: list[str] = []
    compile_it = jinja2.Environment.compile

    def noted(self: jinja2.Environment, source: Any, name: Any = None, *rest: Any, **options: Any) -> Any:
        names.append(name)
        return compile_it(self, source, name, *rest, **options)

    monkeypatch.setattr(jinja2.Environment, "compile", noted)
    return names


def test_a_template_is_compiled_once_in_a_process_until_its_text_changes(tmp_path: Path, compiled: list[str]) -> None:
    (tmp_path / "a.j2").write_text("un", "utf-8")
    assert [Theme([tmp_path]).render("a.j2") for _ in range(2)] == ["un"] * 2
    assert compiled == ["a.j2"]
    (tmp_path / "a.j2").write_text("deux", "utf-8")
    assert [Theme([tmp_path]).render("a.j2") for _ in range(2)] == ["deux"] * 2
    assert compiled == ["a.j2"] * 2


def test_a_template_of_another_folder_is_another(tmp_path: Path) -> None:
    for nom in ("un", "deux"):
        (tmp_path / nom).mkdir()
        (tmp_path / nom / "a.j2").write_text(f"{nom} {{{{ absent }}}}", "utf-8")
        with pytest.raises(ProblemsError) as wrong:
            Theme([tmp_path / nom]).render("a.j2")
        assert wrong.value.problems[0].place.fichier == "templates/a.j2"


def test_a_compiled_template_outlives_its_process_in_the_kit_s_own_folder(tmp_path: Path, compiled: list[str]) -> None:
    (tmp_path / "t").mkdir()
    (tmp_path / "t/a.j2").write_text("un", "utf-8")
    Theme([tmp_path / "t"]).render("a.j2")
    # at hand, and put where the next process finds it
    assert Theme([tmp_path / "t"], tmp_path / "ready").render("a.j2") == "un"
    memo.forget()
    assert Theme([tmp_path / "t"], tmp_path / "ready").render("a.j2") == "un"
    assert compiled == ["a.j2"]
