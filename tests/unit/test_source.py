"""Files are read strictly, every value keeps its place, and what is refused is said in French with what to do."""

from __future__ import annotations

import os
import threading
import unicodedata
from pathlib import Path

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from coopdocs.problem import Place, Problem
from coopdocs.problem.codes import CODES
from coopdocs.source import YamlNode, read_text, read_yaml, reader
from coopdocs.source.textfile import HIDDEN_CHARACTERS

TRIPLE = """titre: Guide
formes:
  - nom: PTCE
    annee: 2014
  - nom: été, "x"
vide:
"""


def write(tmp_path: Path, contenu: str | bytes, nom: str = "content/essai.yaml") -> Path:
    chemin = tmp_path / nom
    chemin.parent.mkdir(exist_ok=True)
    chemin.write_bytes(contenu if isinstance(contenu, bytes) else contenu.encode())
    return chemin


def node(tmp_path: Path, contenu: str | bytes) -> YamlNode:
    noeud, problems = read_yaml(write(tmp_path, contenu), tmp_path)
    assert problems == []
    assert noeud is not None
    return noeud


def refused(tmp_path: Path, contenu: str | bytes) -> list[Problem]:
    noeud, problems = read_yaml(write(tmp_path, contenu), tmp_path)
    assert noeud is None
    assert problems
    return problems


@pytest.mark.parametrize("valeur", ["no", "012", "12:30", "2026-01-15", "1_000", "0x1F", "01420", "2A004", "=", "NULL"])
def test_every_scalar_stays_text(tmp_path: Path, valeur: str) -> None:
    assert node(tmp_path, f"a: {valeur}\n").plain() == {"a": valeur}


@pytest.mark.parametrize("valeur", ["", "~", "null"])
def test_an_empty_plain_scalar_is_none(tmp_path: Path, valeur: str) -> None:
    assert node(tmp_path, f"a: {valeur}\n").plain() == {"a": None}


def test_a_quoted_null_is_text(tmp_path: Path) -> None:
    assert node(tmp_path, "a: 'null'\nb: ''\n").plain() == {"a": "null", "b": ""}


def test_values_keys_and_items_have_their_place_and_length(tmp_path: Path) -> None:
    racine = node(tmp_path, TRIPLE)
    assert racine.at(("formes", 1, "nom")).place == Place("content/essai.yaml", 5, 10)
    assert racine.at(("formes", 1, "nom")).length == len('été, "x"')
    assert racine.at(("formes", 0)).place == Place("content/essai.yaml", 3, 5)
    cle = racine.key_at(("formes", 0, "annee"))
    assert (cle.value, cle.place, cle.length) == ("annee", Place("content/essai.yaml", 4, 5), 5)


def test_a_pydantic_loc_leads_to_the_nearest_node_or_key(tmp_path: Path) -> None:
    racine = node(tmp_path, TRIPLE)
    assert racine.at(("formes", 0, "absente")) is racine.at(("formes", 0))
    assert racine.at(("formes", 0, "constrained-str", "annee")).value == "2014"
    assert racine.at(("vide", "[key]")).value == "vide"
    assert racine.at(()) is racine
    assert racine.key_at(("formes", 1)) is racine.at(("formes", 1))


def test_a_problem_quotes_its_line_with_tabs_as_spaces(tmp_path: Path) -> None:
    problem = node(tmp_path, "a:\tb\n").at(("a",)).problem("C003", "message", "conseil")
    assert (problem.extrait, problem.place.colonne, problem.longueur) == ("a: b", 4, 1)


def test_a_byte_order_mark_and_crlf_change_nothing(tmp_path: Path) -> None:
    plain = node(tmp_path, TRIPLE)
    windows = node(tmp_path, b"\xef\xbb\xbf" + TRIPLE.replace("\n", "\r\n").encode())
    assert windows.plain() == plain.plain()
    assert windows.at(("formes", 0, "annee")).place == plain.at(("formes", 0, "annee")).place


def test_decomposed_accents_are_composed(tmp_path: Path) -> None:
    assert node(tmp_path, "a: ve\u0301rifie\u0301\n").plain() == {"a": "vérifié"}


def test_the_length_of_a_text_over_several_lines_stops_at_its_first(tmp_path: Path) -> None:
    assert node(tmp_path, "a: un\n  deux\n").at(("a",)).length == 2


@pytest.mark.parametrize(
    ("contenu", "code", "ligne", "colonne"),
    [
        ("", "S008", 0, 0),
        ("# rien\n", "S008", 0, 0),
        ("a: b\n\t- c\n", "S009", 2, 1),
        ("a: b\n---\nc: d\n", "S010", 2, 1),
        ("a: 1\nb: 2\na: 3\n", "S011", 3, 1),
        ("x: {a: 1, a: 2}\n", "S011", 1, 11),
        ("a: &x b\n", "S012", 1, 4),
        ("a: *x\n", "S012", 1, 4),
        ("<<: {a: b}\n", "S012", 1, 1),
        ("a: !!str b\n", "S013", 1, 4),
        ("a: !python/name:os.system b\n", "S013", 1, 4),
        ("[" * 5000, "S014", 1, 21),
        ("? [a]\n: b\n", "S015", 1, 3),
        ("~: b\n", "S015", 1, 1),
        ('texte: "Loi" : article 9\n', "S020", 1, 14),
        ('a: "jamais refermé\nb: c\n', "S021", 1, 4),
        ("a: [b, c\n", "S022", 1, 4),
        ("a: {b: c\n", "S022", 1, 4),
        ("sources: [\n\n", "S022", 1, 10),
        ("sources: [", "S022", 1, 10),
        ("a: 'l'eau'\n", "S023", 1, 7),
        ('a: "x" suite\n', "S023", 1, 8),
        ("a: *Relancer les PTCE*, 2020\n", "S012", 1, 4),
        ("a: *Relancer*, 2020\n", "S024", 1, 4),
        ("a: @x\n", "S024", 1, 4),
        ("a: %x\n", "S024", 1, 4),
        ("a: b\n  c: d\n", "S025", 2, 4),
        ("a:\n  - x: 1\n  y: 2\n", "S025", 3, 3),
        ("a: b\nsuite du texte\n", "S026", 2, 1),
        ('a: "C:\\quai"\n', "S027", 1, 7),
        ("a: - b\n", "S024", 1, 4),
        ("a: ? b\n", "S024", 1, 4),
        ("a: [sic] suite\n", "S024", 1, 4),
        ("a: {b} suite\n", "S024", 1, 4),
        ("a: {{ nombre }} formes\n", "S024", 1, 4),
        ("a: {{ nombre }}\n", "S024", 1, 4),
        ("a: > 50 %\n", "S024", 1, 4),
        ("a: `x`\n", "S024", 1, 4),
        ("a: n° #3 suite\n", "S028", 1, 7),
        ("couleur: #0B5F60\n", "S028", 1, 10),
        ("a:\n  - b #c\n", "S028", 2, 7),
        ("a: deux\n  lignes #3\n", "S028", 2, 10),
        ("a: |\n  un\n\n  deux\n", "S016", 1, 4),
        ("a: >\n  un\n\n  deux\n", "S016", 1, 4),
        ('a: "un\\ndeux"\n', "S016", 1, 4),
    ],
)
def test_doubtful_yaml_is_refused_at_its_place(
    tmp_path: Path, contenu: str, code: str, ligne: int, colonne: int
) -> None:
    [problem] = refused(tmp_path, contenu)
    assert (problem.code, problem.place) == (code, Place("content/essai.yaml", ligne, colonne))
    assert problem.is_error
    assert problem.message
    assert problem.conseil
    assert problem.extrait == (contenu.split("\n")[ligne - 1].replace("\t", " ") if ligne else "")


def test_the_python_parser_refuses_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "_PARSER", yaml.Loader)
    codes = {'a: "b" : c\n': "S020", 'a: "x\n': "S021", "a: [b\n": "S022", "a: 'l'eau'\n": "S023", "a: @x\n": "S024"}
    codes |= {"a: b\nc\n": "S026", 'a: "\\q"\n': "S027", "a: 1\na: 2\n": "S011", "a: *x\n": "S012"}
    assert {contenu: refused(tmp_path, contenu)[0].code for contenu in codes} == codes
    assert node(tmp_path, TRIPLE).at(("formes", 1, "nom")).place == Place("content/essai.yaml", 5, 10)


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.sampled_from([*"ab:- \n\t\"'[]{}&*!|>%@#?~,é«\\", "a: b\n", "  - ", "\r\n", "\u2028"]), max_size=25))
def test_any_text_gives_a_node_or_problems_within_the_file(tmp_path: Path, morceaux: list[str]) -> None:
    contenu = "".join(morceaux)
    noeud, problems = read_yaml(write(tmp_path, contenu), tmp_path)
    assert (noeud is None) == bool(problems)
    lignes = contenu.replace("\r\n", "\n").split("\n")
    assert all(p.code in CODES and p.conseil and p.place.ligne <= len(lignes) for p in problems)


@pytest.mark.parametrize(
    ("avant", "apres"), [("", ""), ("", "z: {a: b,\n  c: d, e: f}\n"), ("z: {a: b,\n  c: d, e: f}\n", "")]
)
def test_hundreds_of_colons_in_texts_are_all_read_or_one_is_told(tmp_path: Path, avant: str, apres: str) -> None:
    titres = "".join(f"titre-{n}: Rapport : la suite {n}\n" for n in range(300))
    noeud, problems = read_yaml(write(tmp_path, avant + titres + apres), tmp_path)
    if apres:  # between brackets that go on from line to line, a colon may be no text's: each is looked at by itself
        assert noeud is None
        assert [problem.code for problem in problems] == ["S020"]
    else:
        assert problems == []
        assert noeud is not None
        assert noeud.at(("titre-299",)).value == "Rapport : la suite 299"
    few = f"{avant}titre: Rapport : la suite\n{apres}autre: a : b\n"
    noeud, problems = read_yaml(write(tmp_path, few), tmp_path)
    assert problems == []
    assert noeud is not None
    assert noeud.at(("autre",)).value == "a : b"
    if avant + apres:
        assert noeud.at(("z",)).plain() == {"a": "b", "c": "d", "e": "f"}


def test_a_duplicate_key_names_the_first_line(tmp_path: Path) -> None:
    [problem] = refused(tmp_path, "a: 1\nb: 2\na: 3\n")
    assert "« a »" in problem.message
    assert "ligne 1" in problem.message


def test_all_duplicate_keys_are_told_at_once(tmp_path: Path) -> None:
    assert [p.place.ligne for p in refused(tmp_path, "a: 1\na: 2\nb:\n  c: 1\n  c: 2\n")] == [2, 5]


def test_a_bomb_of_aliases_is_refused_without_being_built(tmp_path: Path) -> None:
    bombe = "a: &a [x,x,x,x,x,x,x,x,x]\n"
    bombe += "".join(f"{n}: &{n} [{','.join(['*' + chr(ord(n) - 1)] * 9)}]\n" for n in "bcdefghi")
    assert {p.code for p in refused(tmp_path, bombe)} == {"S012"}


@pytest.mark.parametrize(
    "caractere",
    [
        *(
            "\x00",
            "\x07",
            "\x7f",
            "\x85",
            "\u00ad",
            "\u034f",
            "\u200b",
            "\u200c",
            "\u200d",
            "\u200f",
            "\u2028",
            "\u202e",
        ),
        *("\u2066", "\ue000", "\ufe0f", "\ufeff", "\ufffd", "\U000e0041", "\U000f0000"),
    ],
)
def test_hidden_characters_are_refused_and_named(tmp_path: Path, caractere: str) -> None:
    [problem] = refused(tmp_path, f"a: b\nc: é{caractere}d\n")
    assert (problem.code, problem.place) == ("S007", Place("content/essai.yaml", 2, 5))
    assert f"U+{ord(caractere):04X}" in problem.message


def test_what_no_one_sees_is_hidden_whatever_its_number() -> None:
    unseen = {"Cc", "Cf", "Co", "Cs", "Zl", "Zp"}
    let_in = {
        c for c in map(chr, range(0x110000)) if unicodedata.category(c) in unseen and not HIDDEN_CHARACTERS.match(c)
    }
    # marks of ancient scripts that the fonts lack are refused by their letters
    assert {c for c in let_in if ord(c) < 0x10000} == set("\t\n\r\u0890\u0891\u08e2")


@pytest.mark.parametrize("echappe", ["\\u202e", "\\0", "\\u2028", "\\a"])
def test_hidden_characters_are_refused_when_escaped_too(tmp_path: Path, echappe: str) -> None:
    [problem] = refused(tmp_path, f'a: "x{echappe}y"\n')
    assert problem.code == "S007"


def test_french_spaces_and_letters_are_welcome(tmp_path: Path) -> None:
    texte = "« Œuvre\u00a0» n°\u202f1 – l’été… 100 €"
    assert node(tmp_path, f"a: {texte}\n").plain() == {"a": texte}


def test_a_file_not_in_utf8_names_the_byte_and_the_line(tmp_path: Path) -> None:
    [problem] = refused(tmp_path, "titre: x\ntexte: vérifié\n".encode("cp1252"))
    assert (problem.code, problem.place) == ("S005", Place("content/essai.yaml", 2, 9))
    assert "0xE9" in problem.message
    assert problem.conseil == "enregistrez en UTF-8"
    assert problem.extrait == "texte: vérifié"


@pytest.mark.parametrize("debut", [b"", b"\xef\xbb\xbf"])
def test_the_byte_number_counts_from_the_start_of_the_file(tmp_path: Path, debut: bytes) -> None:
    [problem] = refused(tmp_path, debut + b"a: \xff\xff\n")
    assert f"n° {len(debut) + 4} " in problem.message
    assert problem.place.colonne == 4


@pytest.mark.parametrize("codage", ["utf-16-le", "utf-16-be"])
def test_utf16_is_refused(tmp_path: Path, codage: str) -> None:
    [problem] = refused(tmp_path, "\ufeffa: b\n".encode(codage))
    assert problem.code == "S006"


def test_a_file_too_large_is_refused_before_it_is_read(tmp_path: Path) -> None:
    [problem] = refused(tmp_path, b"a: " + b"x" * 2_000_001)
    assert problem.code == "S004"
    assert "2 Mo" in problem.message
    (tmp_path / "texte.md").write_bytes(b"x" * 2_000_000)
    assert read_text(tmp_path / "texte.md", tmp_path)[1] == []
    (tmp_path / "texte.md").write_bytes(b"x" * 2_000_001)
    assert [p.code for p in read_text(tmp_path / "texte.md", tmp_path)[1]] == ["S004"]


def test_a_missing_file_is_a_problem(tmp_path: Path) -> None:
    noeud, [problem] = read_yaml(tmp_path / "content/absent.yaml", tmp_path)
    assert noeud is None
    assert (problem.code, problem.place) == ("S001", Place("content/absent.yaml"))


def test_a_folder_in_place_of_a_file_is_a_problem(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").mkdir()
    _, [problem] = read_yaml(tmp_path / "a.yaml", tmp_path)
    assert problem.code == "S002"


# Windows has no named pipes: there is nothing to wait for
@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_a_named_pipe_is_refused_instead_of_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.yaml")
    problems: list[Problem] = []
    reader = threading.Thread(target=lambda: problems.extend(read_yaml(tmp_path / "a.yaml", tmp_path)[1]), daemon=True)
    reader.start()
    reader.join(10)
    assert [problem.code for problem in problems] == ["S002"]


# Windows has no file that its own user may not read by mode: there is nothing to be refused
@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="no file permissions here")
def test_a_file_that_may_not_be_read_is_a_problem(tmp_path: Path) -> None:
    chemin = write(tmp_path, "a: b\n")
    chemin.chmod(0)
    moi = os.geteuid()
    if moi == 0:
        # root may read everything: be nobody for a moment
        os.seteuid(65534)
    try:
        _, [problem] = read_yaml(chemin, tmp_path)
    finally:
        os.seteuid(moi)
    assert (problem.code, problem.message) == ("S002", "fichier illisible : accès refusé")


def test_a_link_leading_out_of_the_kit_is_refused(tmp_path: Path) -> None:
    dehors = write(tmp_path, "a: b\n", "dehors.yaml")
    kit = tmp_path / "kit"
    kit.mkdir()
    (kit / "lien.yaml").symlink_to(dehors)
    _, [problem] = read_yaml(kit / "lien.yaml", kit)
    assert problem.code == "S003"


def test_a_link_within_the_kit_is_read(tmp_path: Path) -> None:
    write(tmp_path, "a: b\n")
    (tmp_path / "lien.yaml").symlink_to(tmp_path / "content/essai.yaml")
    noeud, problems = read_yaml(tmp_path / "lien.yaml", tmp_path)
    assert noeud is not None
    assert problems == []


def test_a_link_to_itself_is_a_problem(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").symlink_to(tmp_path / "a.yaml")
    _, [problem] = read_yaml(tmp_path / "a.yaml", tmp_path)
    assert problem.code == "S002"


def test_markdown_follows_the_same_rules(tmp_path: Path) -> None:
    fichier, _ = read_text(write(tmp_path, "\ufeff## Titre\r\n\r\nTexte\r\n", "a.md"), tmp_path)
    assert fichier is not None
    assert fichier.text == "## Titre\n\nTexte\n"
    rien, [problem] = read_text(write(tmp_path, "## Titre\nun\u202etexte\n", "a.md"), tmp_path)
    assert rien is None
    assert (problem.code, problem.place) == ("S007", Place("a.md", 2, 3))
