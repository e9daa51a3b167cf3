"""Edits of YAML in place: the data are the wanted ones, and no line changes that an edit does not touch."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coopdocs.problem import Place, Problem, ProblemsError
from coopdocs.roundtrip import Data, Edit, Insert, MoveItem, Remove, SetValue, rewrite_yaml
from coopdocs.source import YamlNode
from support.examples import examples
from support.written_yaml import children, edit_of, file, hold, lines_of, node_at, read

KIT = """# En tête
nom: Pôle  # au bout
prix: "08:30"
aucun:
sources: [a, b]  # deux
liste:
  # remarque
  - un
  - deux

  - titre: Trois
    sources: [c]
fin: oui
"""


def after(text: str, *done: Edit) -> str:
    return rewrite_yaml("essai.yaml", text.encode(), done).decode()


def changed(*done: Edit) -> list[str]:
    """The lines that the small file gets for others, as a diff has them."""
    before, following = KIT.splitlines(), after(KIT, *done).splitlines()
    return [f"-{line}" for line in before if line not in following] + [
        f"+{line}" for line in following if line not in before
    ]


def refused(text: str | bytes, *done: Edit) -> Problem:
    with pytest.raises(ProblemsError) as caught:
        rewrite_yaml("essai.yaml", text if isinstance(text, bytes) else text.encode(), done)
    [problem] = caught.value.problems
    return problem


# --- any file, any edit


SEEDS = st.integers(0, 2**32)


@examples(100)
@given(SEEDS)
def test_any_edit_of_any_file_changes_what_it_says_and_nothing_else(seed: int) -> None:
    content = file(seed)
    hold(content, edit_of(read(content).plain(), seed))


@examples(40)
@given(SEEDS)
def test_some_edits_together_are_as_one_after_the_other(seed: int) -> None:
    new = content = file(seed)
    done: list[Edit] = []
    for rank in range(4):
        if plain := read(new).plain():
            edit = edit_of(plain, seed + rank)
            if (held := hold(new, edit)) is not None:
                new = held
                done.append(edit)
    # new lists are written as the file had them before any of the edits: brackets may differ
    assert read(rewrite_yaml("essai.yaml", content, done)).plain() == read(new).plain()


@examples(100)
@given(SEEDS)
def test_taking_an_edit_back_gives_the_first_bytes(seed: int) -> None:
    content = file(seed)
    root = read(content)
    edit = edit_of(root.plain(), seed)
    new = hold(content, edit)
    if new is not None and (back := taken_back(content, root, edit, new)):
        assert rewrite_yaml("essai.yaml", new, [back]) == content


def taken_back(content: bytes, root: YamlNode, edit: Edit, new: bytes) -> Edit | None:
    """The edit that undoes another, where one way of writing leads to it."""
    holder = node_at(root, edit.path[:-1])
    if isinstance(edit, Insert):
        # an empty list or mapping may be written in two ways
        return Remove(edit.path) if holder.value else None
    if isinstance(edit, MoveItem):
        lines = lines_of(content)[holder.line - 1 : holder.end[0]]
        is_plain = not any(line.lstrip().startswith("#") for line in lines)
        return MoveItem((*edit.path[:-1], edit.rank), int(edit.path[-1])) if is_plain else None
    if isinstance(edit, Remove) or children(node_at(root, edit.path)):
        return None
    former, now = (node_at(read(text), edit.path) for text in (content, new))
    if former.value is None or now.value is None or former.style != now.style or former.line < former.end[0]:
        # a text that its former style could not hold, or that had several lines, is written otherwise
        return None
    return SetValue(edit.path, former.plain())


# --- one after the other


@pytest.mark.parametrize(
    ("edit", "lines"),
    [
        (SetValue(("nom",), "Pôle sud"), ["-nom: Pôle  # au bout", "+nom: Pôle sud  # au bout"]),
        (SetValue(("prix",), "9:15"), ['-prix: "08:30"', '+prix: "9:15"']),
        (SetValue(("nom",), "Pôle : sud"), ["-nom: Pôle  # au bout", '+nom: "Pôle : sud"  # au bout']),
        (SetValue(("nom",), None), ["-nom: Pôle  # au bout", "+nom: null  # au bout"]),
        (SetValue(("aucun",), "no"), ["-aucun:", "+aucun: no"]),
        (Insert(("aucun", 0), "x"), ["+  - x"]),
        (SetValue(("sources",), ["a", "c", "b"]), ["-sources: [a, b]  # deux", "+sources: [a, c, b]  # deux"]),
        (SetValue(("sources",), []), ["-sources: [a, b]  # deux", "+sources: []  # deux"]),
        (SetValue(("liste", 2, "sources"), ["c", "d"]), ["-    sources: [c]", "+    sources: [c, d]"]),
        (Insert(("liste", 2, "verifie_le"), "2026-11-30"), ["+    verifie_le: 2026-11-30"]),
        (
            Insert(("liste", 2, "x"), {"sources": ["e"]}, "titre"),
            ["-  - titre: Trois", "+  - x:", "+      sources: [e]", "+    titre: Trois"],
        ),
        (Remove(("liste", 0)), ["-  - un"]),
        (Remove(("liste", 2, "titre")), ["-  - titre: Trois", "-    sources: [c]", "+  - sources: [c]"]),
        (Remove(("liste",)), ["-liste:", "-  - un", "-  - deux", "-", "-  - titre: Trois", "-    sources: [c]"]),
    ],
)
def test_only_the_lines_of_an_edit_change(edit: Edit, lines: list[str]) -> None:
    expected = [line for line in lines if line != "-"]
    assert [line for line in changed(edit) if line not in ("-", "-  # remarque")] == expected


def test_an_item_moves_with_its_lines_and_comments_between_items_stay() -> None:
    text = "l:\n  - un  # 1\n  # avant deux\n  - deux\n    suite\n  - trois\nf: x\n"
    assert (
        after(text, MoveItem(("l", 1), 2)) == "l:\n  - un  # 1\n  # avant deux\n  - trois\n  - deux\n    suite\nf: x\n"
    )
    assert (
        after(text, MoveItem(("l", 0), 2)) == "l:\n  # avant deux\n  - deux\n    suite\n  - trois\n  - un  # 1\nf: x\n"
    )


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("no", "no"),
        ("12:30", "12:30"),
        ("01004", "01004"),
        ("a : b", '"a : b"'),
        ("a # b", '"a # b"'),
        ("- a", '"- a"'),
        ("l'eau", "l'eau"),
        ("'cité'", "\"'cité'\""),
        ('"cité"', "'\"cité\"'"),
        ('"l\'eau" : x', "'\"l''eau\" : x'"),
        ("", '""'),
        ("null", '"null"'),
        ("😀", "😀"),
        ("25\u00a0%", "25\u00a0%"),
        (" bord", '" bord"'),
        ("\\n", "\\n"),
        ("e\u0301", "é"),
    ],
)
def test_a_new_text_is_written_the_plainest_way_that_reads_back(text: str, written: str) -> None:
    assert after("a: x\n", SetValue(("a",), text)) == f"a: {written}\n"


@pytest.mark.parametrize(
    ("text", "new", "expected"),
    [
        ("a: >-\n  un deux\n  trois\n  quatre\nb: c\n", "un deux 3 quatre", "a: >-\n  un deux\n  3\n  quatre\nb: c\n"),
        ("a: |\n  un deux\n  trois\n", "un deux trois et quatre", "a: |\n  un deux\n  trois\n  et\n  quatre\n"),
        ("a: un\n  deux\n", "un deux # x", 'a: "un deux # x"\n'),
        ('a: "un\n   deux"  # c\n', "un 2", 'a: "un\n   2"  # c\n'),
        ("a: >\n  un\n", "l'un\n\n", 'a: "l\'un\\n\\n"\n'),
    ],
)
def test_a_text_of_several_lines_keeps_those_that_are_still_right(text: str, new: str, expected: str) -> None:
    if new.endswith("\n\n"):
        assert refused(text, SetValue(("a",), new[:-1] + "x")).code == "S016"
        return
    assert after(text, SetValue(("a",), new)) == expected


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("last", [True, False])
def test_line_ends_the_mark_and_the_last_line_stay(end: str, last: bool) -> None:
    text = "\ufeff" + end.join(["a: 1", "l:", "- x"]) + end * last
    assert after(text, Insert(("l", 1), "y")) == "\ufeff" + end.join(["a: 1", "l:", "- x", "- y"]) + end * last
    assert after(text, Remove(("l",))) == "\ufeffa: 1" + end * last


def test_new_lines_take_the_end_of_the_line_before() -> None:
    assert after("a: 1\r\nb: 2\nc: 3", Insert(("d",), "4", "b")) == "a: 1\r\nd: 4\r\nb: 2\nc: 3"
    assert after("a: 1\r\nb: 2\nc: 3", Insert(("d",), "4")) == "a: 1\r\nb: 2\nc: 3\nd: 4"


def test_new_values_are_written_as_the_file_writes_its_own() -> None:
    new: Data = {"titre": "T", "sources": ["a"], "liste": ["a"], "texte": {"x": [{"y": "z"}]}}
    text = "a:\n    sources: [x]\nb:\n- y\n"
    assert after(text, Insert(("neuf",), new)) == (
        text + "neuf:\n    titre: T\n    sources: [a]\n    liste:\n    - a\n    texte:\n        x:\n        - y: z\n"
    )


def test_entries_that_stand_apart_stay_apart() -> None:
    text = "a:\n  x: 1\n\nb:\n  x: 2\n\nc:\n  x: 3\n"
    with_one_more = after(text, Insert(("d",), {"x": "4"}, "c"))
    assert with_one_more == "a:\n  x: 1\n\nb:\n  x: 2\n\nd:\n  x: 4\n\nc:\n  x: 3\n"
    assert after(with_one_more, Remove(("d",))) == text


# --- what is refused, and where


@pytest.mark.parametrize(
    ("text", "edit", "code", "place"),
    [
        ("a: &x b\n", SetValue(("a",), "c"), "S012", (1, 4)),
        ("a: b\nc: *x\n", SetValue(("a",), "c"), "S012", (2, 4)),
        ("a: b\n\tc: d\n", SetValue(("a",), "c"), "S009", (2, 1)),
        ("a: [b, # c\n  d]\n", Remove(("a", 0)), "E002", (1, 4)),
        ("a: > # c\n  b\n", SetValue(("a",), None), "E002", (1, 4)),
        ("? a\n: b\nc: d\n", Remove(("c",)), "E002", (1, 1)),
        ("x: 1\na: b\n", SetValue(("a", "b"), "c"), "E001", (2, 4)),
        ("x: 1\na: [b]\n", SetValue(("a", 1), "c"), "E001", (2, 4)),
        ("x: 1\na: b\n", Insert(("a",), "c"), "E001", (2, 4)),
        ("x: 1\na: b\n", Insert(("c",), "c", "z"), "E001", (1, 1)),
        ("a: [b]\n", MoveItem(("a", 0), 1), "E001", (1, 5)),
        ("a: b\n", SetValue((), "c"), "E001", (1, 1)),
        ("x: 1\na: b\n", SetValue(("a",), "deux\n\nparagraphes"), "S016", (2, 4)),
        ("x: 1\na: b\n", SetValue(("a",), "ca\u200bché"), "S007", (2, 4)),
        ("x: 1\na: b\n", Insert(("a\u200b",), "c"), "S007", (1, 1)),
        ("a: |\n  b\nc: d\n  # dans a\ne: f\n", Remove(("c",)), "E002", (3, 4)),
    ],
)
def test_what_cannot_be_written_is_refused_with_its_place(text: str, edit: Edit, code: str, place: Any) -> None:
    problem = refused(text, edit)
    assert (problem.code, problem.place) == (code, Place("essai.yaml", *place))
    assert problem.conseil


def test_among_many_edits_the_wrong_one_is_named() -> None:
    text = "a: b\nc: |\n  d\ne: f\n  # dans c\ng: h\n"
    problem = refused(text, SetValue(("a",), "x"), Remove(("e",)), SetValue(("g",), "y"))
    assert (problem.code, problem.place.ligne) == ("E002", 4)


def test_a_file_in_another_encoding_is_refused() -> None:
    assert refused("é: 1\n".encode("cp1252"), SetValue(("é",), "x")).code == "S005"
