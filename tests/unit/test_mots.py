"""Two versions of a list or of a text put side by side: properties that hold of any two."""

from __future__ import annotations

import re
from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from coopdocs.diff.renderings import marque
from coopdocs.diff.words import Morceau, Paire, Repere, align, marked

LETTRES = st.sampled_from("abc")
TEXTES = st.lists(st.sampled_from(["un", "deux", "trois,", "«\u00a0quatre\u00a0»", "cinq.", "\n"]), max_size=9).map(
    " ".join
)
REPERES = st.lists(
    st.builds(Repere, st.sampled_from(["", "", "k1", "k2"]), st.sampled_from(["", "t1"]), TEXTES), max_size=6
)


def mirrored(paires: Sequence[Paire]) -> set[Paire]:
    return {Paire(p.nouveau, p.ancien, p.deplace) for p in paires}


@given(REPERES)
def test_a_list_is_aligned_with_itself(liste: list[Repere]) -> None:
    assert align(liste, liste) == [Paire(i, i) for i in range(len(liste))]


@given(REPERES, REPERES)
def test_alignment_takes_each_element_once_and_reads_the_same_backwards(a: list[Repere], b: list[Repere]) -> None:
    paires = align(a, b)
    assert sorted(p.ancien for p in paires if p.ancien is not None) == list(range(len(a)))
    assert [p.nouveau for p in paires if p.nouveau is not None] == list(range(len(b)))
    assert mirrored(paires) == set(align(b, a))
    for i, j, _ in paires:
        assert i is None or j is None or a[i].cle == b[j].cle


@given(st.lists(LETTRES, unique=True), st.integers(0, 3), st.text("xyz", min_size=1, max_size=3))
def test_what_is_put_in_a_list_is_one_addition(liste: list[str], rang: int, nouveau: str) -> None:
    a = [Repere("", "", lettre) for lettre in liste]
    b = [*a[:rang], Repere("", "", nouveau), *a[rang:]]
    assert [p for p in align(a, b) if p.ancien is None or p.nouveau is None or p.deplace] == [
        Paire(None, min(rang, len(a)))
    ]


@given(TEXTES, TEXTES)
def test_marked_words_hold_both_texts_and_read_the_same_backwards(a: str, b: str) -> None:
    found = marked(a, b)
    assert "".join(m.texte for m in found if m.etat != "ajouté") == a
    assert "".join(m.texte for m in found if m.etat != "retiré") == b
    turned = {"ajouté": "retiré", "retiré": "ajouté", "commun": "commun"}

    def words(morceaux: Sequence[Morceau], etat: str) -> list[str]:
        return [m.texte for m in morceaux if m.etat == etat]

    back = marked(b, a)
    assert all(words(found, etat) == words(back, turned[etat]) for etat in turned)


@given(TEXTES, TEXTES)
def test_marks_in_markdown_are_read_as_marks(a: str, b: str) -> None:
    found = marked(a, b)
    page = MarkdownIt("commonmark").enable("strikethrough").renderInline(marque(found))
    for etat, balise in (("retiré", "s"), ("ajouté", "strong")):
        wanted = [" ".join(m.texte.split()) for m in found if m.etat == etat and m.texte.strip()]
        assert [" ".join(t.split()) for t in re.findall(f"<{balise}>(.*?)</{balise}>", page, re.S)] == wanted
