"""Two versions of a list or of a text put side by side: properties that hold of any two."""

from __future__ import annotations

import re
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from coopdocs.diff.renderings import marked_up
from coopdocs.diff.words import Chunk, Identity, Pair, align, marked

LETTRES = st.sampled_from("abc")
TEXTES = st.lists(st.sampled_from(["un", "deux", "trois,", "«\u00a0quatre\u00a0»", "cinq.", "\n"]), max_size=9).map(
    " ".join
)
REPERES = st.lists(
    st.builds(Identity, st.sampled_from(["", "", "k1", "k2"]), st.sampled_from(["", "t1"]), TEXTES), max_size=6
)


def mirrored(paires: Sequence[Pair]) -> set[Pair]:
    return {Pair(p.new, p.old, p.moved) for p in paires}


@given(REPERES)
def test_a_list_is_aligned_with_itself(liste: list[Identity]) -> None:
    assert align(liste, liste) == [Pair(i, i) for i in range(len(liste))]


@given(REPERES, REPERES)
def test_alignment_takes_each_element_once_and_reads_the_same_backwards(a: list[Identity], b: list[Identity]) -> None:
    paires = align(a, b)
    assert sorted(p.old for p in paires if p.old is not None) == list(range(len(a)))
    assert [p.new for p in paires if p.new is not None] == list(range(len(b)))
    assert mirrored(paires) == set(align(b, a))
    for i, j, _ in paires:
        assert i is None or j is None or a[i].key == b[j].key


@given(st.lists(LETTRES, unique=True), st.integers(0, 3), st.text("xyz", min_size=1, max_size=3))
def test_what_is_put_in_a_list_is_one_addition(liste: list[str], rang: int, nouveau: str) -> None:
    a = [Identity("", "", lettre) for lettre in liste]
    b = [*a[:rang], Identity("", "", nouveau), *a[rang:]]
    assert [p for p in align(a, b) if p.old is None or p.new is None or p.moved] == [Pair(None, min(rang, len(a)))]


def told(common: int, old: int, new: int) -> tuple[str, str]:
    """Two texts with this many words in common, and as many of their own each."""
    alike = [f"pareil{n}" for n in range(common)]
    return " ".join([*alike, *(f"avant{n}" for n in range(old))]), " ".join(
        [*alike, *(f"apres{n}" for n in range(new))]
    )


@pytest.mark.parametrize(("common", "own", "one"), [(5, 5, True), (9, 11, False)])
def test_an_element_was_rewritten_when_half_of_the_words_stand(common: int, own: int, one: bool) -> None:
    a, b = told(common, own, own)
    paires = align([Identity("", "", a)], [Identity("", "", b)])
    assert paires == ([Pair(0, 0)] if one else [Pair(0, None), Pair(None, 0)])


@pytest.mark.parametrize(("common", "own", "by_word"), [(4, 6, True), (7, 13, False)])
def test_a_text_is_shown_word_by_word_when_two_fifths_of_the_words_stand(common: int, own: int, by_word: bool) -> None:
    assert (marked(*told(common, own, own))[0].state == "commun") is by_word


@pytest.mark.parametrize(("own", "by_word"), [(1, False), (2, True)])
def test_a_text_of_four_words_is_shown_whole_and_one_of_five_word_by_word(own: int, by_word: bool) -> None:
    assert (marked(*told(3, own, own))[0].state == "commun") is by_word


@given(TEXTES, TEXTES)
def test_marked_words_hold_both_texts_and_read_the_same_backwards(a: str, b: str) -> None:
    found = marked(a, b)
    assert "".join(m.text for m in found if m.state != "ajouté") == a
    assert "".join(m.text for m in found if m.state != "retiré") == b
    turned = {"ajouté": "retiré", "retiré": "ajouté", "commun": "commun"}

    def words(morceaux: Sequence[Chunk], etat: str) -> list[str]:
        return [m.text for m in morceaux if m.state == etat]

    back = marked(b, a)
    assert all(words(found, etat) == words(back, turned[etat]) for etat in turned)


@given(TEXTES, TEXTES)
def test_marks_in_markdown_are_read_as_marks(a: str, b: str) -> None:
    found = marked(a, b)
    page = MarkdownIt("commonmark").enable("strikethrough").renderInline(marked_up(found))
    for etat, balise in (("retiré", "s"), ("ajouté", "strong")):
        wanted = [" ".join(m.text.split()) for m in found if m.state == etat and m.text.strip()]
        assert [" ".join(t.split()) for t in re.findall(f"<{balise}>(.*?)</{balise}>", page, re.S)] == wanted
