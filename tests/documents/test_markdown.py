"""The introduction: what all formats print alike is taken and is the same in each; the rest is refused at its line."""

from __future__ import annotations

import html
import io
import re
from pathlib import Path

import docx
import pypdfium2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from coopdocs import zones
from coopdocs.library import load
from coopdocs.library.markdown import faults
from coopdocs.source import TextFile
from coopdocs.theme import Theme
from support.documents import Documents
from support.kits import ROOT, many, write_kit

REFUSED = [
    ("| a | b |\n|---|---|\n| 1 | 2 |", 1, "un tableau", "liste"),
    ("- un\n  - deux\n    - trois\n- quatre", 3, "deuxième niveau", "remontez-la"),
    ("Texte\n\n# Titre", 3, "niveau 1", "« ## »"),
    ("## T\n\n#### Titre", 3, "niveau 4", "« ### »"),
    ("### Titre", 1, "sous-titre", "« ## »"),
    ("Titre\n===", 1, "niveau 1", "« ## »"),
    ("- a\n\n  ## Titre", 3, "un titre dans une liste", "avant la liste"),
    ("> cité", 1, "citation", "« »"),
    ("```\nx\n```", 1, "bloc de code", "inversées"),
    ("a\n\n    code", 3, "retrait", "enlevez"),
    ("a\nb `c`", 2, "code entre", "ces apostrophes"),
    ("a\n\n***", 3, "filet", "enlevez"),
    ("a ![x](a.png)", 1, "une image", "enlevez-la"),
    ("~~x~~", 1, "barré", "tildes"),
    ("a[^1]", 1, "appel de note (« [^1] »)", "parenthèses"),
    ("a <b>x</b>", 1, "balise HTML (« <b> »)", "**ainsi**"),
    ("a <!-- y -->", 1, "balise HTML", "enlevez-la"),
    ("- [ ] x", 1, "case à cocher", "ordinaire"),
    ("[a](b.md)", 1, "un lien vers « b.md »", "https://"),
    ("[a](#x)", 1, "un lien vers « #x »", "https://"),
    ("[a](javascript:x)", 1, "lien", "https://"),
    ('[a](https://a.fr "t")', 1, "titre d’un lien", "parenthèses"),
    ("[](https://a.fr)", 1, "sans mots", "les mots"),
    ("[a][b]", 1, "mal écrit", "https://"),
    ("[a](https://a.fr", 1, "mal écrit", "https://"),
    ("a\n&eacute;", 2, "« &eacute; »", "lui-même"),
    ("&#x200b;", 1, "« &#x200b; »", "lui-même"),
    ("Vu\n\n2014. Une année de loi.\n2015. Une autre.", 3, "commence à 2014", "« 2014\\. »"),
    ("1986) x", 1, "commence à 1986", "commencez-la à 1"),
    ("## \n\nx", 1, "un titre vide", "enlevez-les"),
    ("##\n\nx", 1, "un titre vide", "enlevez-les"),
    ("x\n\n- \n- y", 3, "un point de liste vide", "enlevez-le"),
    ("x\n\n- y\n-", 4, "un point de liste vide", "enlevez-le"),
]


@pytest.mark.parametrize(("texte", "ligne", "quoi", "conseil"), REFUSED)
def test_what_some_format_does_not_print_is_refused_at_its_line(
    texte: str, ligne: int, quoi: str, conseil: str
) -> None:
    [problem] = faults(TextFile("content/introduction.md", texte))
    assert (problem.code, problem.place.ligne) == ("C030", ligne)
    assert quoi in problem.message
    assert conseil in problem.conseil
    assert problem.extrait == texte.split("\n")[ligne - 1]


TAKEN = """## Un titre

Un paragraphe **gras** et *italique*, a < b & c, 2 * 3 * 4, un [lien](https://www.example.org/a) et <https://www.example.org>.
Écrire à [nous](mailto:contact@example.org) \\* ou pas, [1] et n_o_n.

### Un sous-titre

1. premier
2. deuxième
   - dedans

   sa suite
3. troisième

- point

  sa suite
- autre
  1. dedans

## Un titre

## Glossaire

Titre souligné
---

Une coupe\\
ici."""


def test_what_is_taken_is_the_same_in_each_format(tmp_path: Path) -> None:
    # of one forme: its guide is laid out whole
    kit = many(tmp_path / "k", 1)
    (kit / "content/introduction.md").write_text(TAKEN, encoding="utf-8")
    library, problems = load(kit)
    assert library is not None, problems
    own = Documents(library, Theme([ROOT / "templates"]))
    page = own["guide/guide.html"].data.decode()
    ids = re.findall(r' id="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    section = re.split(r"</section>", page.partition('id="introduction"')[2])[0]
    words = re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", section.partition(">")[2]))).split()
    assert "2 * 3 * 4" in " ".join(words)
    assert "**" not in " ".join(words)
    word = docx.Document(io.BytesIO(own["guide/guide.docx"].data))
    said = " ".join(p.text for p in word.paragraphs)
    pages = pypdfium2.PdfDocument(own["guide/guide.pdf"].data)
    printed = re.sub(r"\s+", " ", "".join(page.get_textpage().get_text_range() for page in pages))
    assert own["guide/guide.pdf"].defects == own["guide/guide.docx"].defects == ()
    for passage in (
        "premier",
        "deuxième",
        "sa suite",
        "troisième",
        "Titre souligné",
        "n_o_n",
        "2 * 3 * 4",
        "a < b & c",
    ):
        assert passage in said
        assert passage in printed


@given(
    st.lists(
        st.sampled_from([*"ab*_`[]()<>#-+|~!>&;\\\n 1.:=", "\n\n", "    ", "- ", "## ", "https://a.fr"]), max_size=25
    )
)
def test_any_text_is_taken_or_told_within_its_lines(morceaux: list[str]) -> None:
    texte = "".join(morceaux)
    lignes = texte.split("\n")
    assert all(1 <= p.place.ligne <= len(lignes) and p.conseil for p in faults(TextFile("i.md", texte)))


def test_tabs_of_a_list_are_spaces(tmp_path: Path) -> None:
    kit = write_kit(tmp_path)
    (kit / "content/introduction.md").write_text("-\tun\n-\tdeux\n\t- trois\tquatre\n", encoding="utf-8")
    library, problems = load(kit)
    assert library is not None, problems
    assert [p for p in zones.check(library, Theme([ROOT / "templates"])) if p.code == "Z002"] == []
    assert "\t" not in library.introduction


def test_check_holds_the_introduction_to_it(tmp_path: Path) -> None:
    kit = write_kit(tmp_path)
    (kit / "content/introduction.md").write_text("## Un\n\n| a | b |\n|---|---|\n\n> c\n", encoding="utf-8")
    library, problems = load(kit)
    assert library is None
    assert [(p.code, str(p.place)) for p in problems] == [
        ("C030", "content/introduction.md:3:1"),
        ("C030", "content/introduction.md:6:1"),
    ]
