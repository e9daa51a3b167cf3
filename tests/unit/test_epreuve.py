"""The generator of kits: what it draws, how it mends and reduces, what its eyes see, and a small sample of kits."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Annotated

import pytest
from pydantic import Field

from coopdocs.model.contenu import Contenu, Texte
from coopdocs.problem import Place, Problem
from epreuve.draw import Draw
from epreuve.judge import Fault, judge, look
from epreuve.kit import COMBIEN, HABITUEL, Files, Traits, generate, octets, write
from epreuve.reduce import reduce
from epreuve.repair import accept, check, misplaced


def test_a_seed_gives_the_same_kit_each_time_and_another_seed_another() -> None:
    one, again, other = (generate(seed)[0] for seed in ("a", "a", "b"))
    assert {p: octets(p, v) for p, v in one.items()} == {p: octets(p, v) for p, v in again.items()}
    assert {p: octets(p, v) for p, v in one.items()} != {p: octets(p, v) for p, v in other.items()}


def test_seeds_reach_both_ends_of_what_a_kit_may_hold() -> None:
    drawn = [Traits.draw(random.Random(seed)).combien for seed in range(400)]
    assert all({min(many), max(many)} <= {traits[what] for traits in drawn} for what, many in COMBIEN.items())


class _Bounded(Contenu):
    items: Annotated[tuple[Texte, ...], Field(min_length=2, max_length=9)]
    number: Annotated[int, Field(ge=3, le=7)]


def test_limits_are_read_from_the_types_themselves() -> None:
    draw = Draw(random.Random(1), {}, 0, 0, 0)
    made = [draw.model(_Bounded) for _ in range(200)]
    assert {2, 9} <= {len(m["items"]) for m in made} <= set(range(2, 10))
    assert {3, 7} <= {m["number"] for m in made} <= set(range(3, 8))
    for fields in made:
        _Bounded.model_validate(fields)


def test_a_kit_that_is_refused_is_mended_as_its_problems_say(tmp_path: Path) -> None:
    files, _ = generate("fous", Traits(longs=0.5, durs=0.3, fous=0.05))
    assert any(p.is_error for p in check(write(files, tmp_path / "kit")))
    checked = accept(files)
    assert ([str(p) for p in checked.errors], checked.misplaced) == ([], [])


def test_a_problem_without_a_true_place_is_a_fault(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("a: b\n", encoding="utf-8")
    assert misplaced(tmp_path, Problem("C001", Place("a.yaml", 1, 1), "m", "c")) == ""
    for place in (Place(""), Place("a.yaml"), Place("a.yaml", 7)):
        assert misplaced(tmp_path, Problem("C001", place, "m", "c"))
    assert misplaced(tmp_path, Problem("C001", Place("a.yaml", 1), "m"))


def test_a_failing_kit_is_made_small() -> None:
    files, _ = generate("grand", Traits(combien=Traits().combien | {"formes": 8, "initiatives": 40, "evenements": 1}))
    table = "content/territoires/initiatives.csv"
    files[table][17][2] = "la faute"

    def still(smaller: Files) -> bool:
        return any("la faute" in row for row in smaller[table])

    small = reduce(files, still, tries=400)
    assert len(small[table]) <= 3
    assert len([p for p in small if p.startswith("content/formes/")]) == 1
    assert not [p for p in small if p.startswith("content/evenements/") and p.endswith(".yaml")]
    assert sum(map(len, map(str, small.values()))) < sum(map(len, map(str, files.values()))) / 4


def test_names_and_numbers_do_not_tell_two_faults_apart() -> None:
    one, other = (Fault("build", f"fiches/{s}.pdf", f"page {n} : « {s} » déborde de {n},5 mm") for s, n in
                  (("ptce", 1), ("ges", 2)))  # fmt: skip
    assert one.kind == other.kind
    assert one.kind != Fault("build", "fiches/ges.pdf", "page 2 : page sans texte").kind


def page(body: str, place: Path) -> list[str]:
    from weasyprint import HTML

    HTML(string=f"<html lang=fr><style>p{{margin:0;font-size:10pt}}</style>{body}").write_pdf(place)
    return list(look(place, sized=True))


def test_pages_are_looked_at(tmp_path: Path) -> None:
    place = tmp_path / "page.pdf"
    assert page("<p>Un texte lisible, note<sup style='font-size:5pt'>12</sup>", place) == []
    assert "7.0 pt" in page("<p style='font-size:7pt'>Un texte", place)[0]
    assert "sans texte" in page("<p>Un texte<div style='break-before:page'>", place)[0]
    assert "se recouvrent" in page("<p>Un texte<p style='margin-top:-4mm'>Un autre", place)[0]


# What the promise costs to hold: all documents of a kit of one forme, and the fiches and tables of a kit of two whose
# words are hard, some 20 s of processor time each, for each file is really made, verified and looked at;
# `make epreuve` draws as many other kits as one asks for.
SEUL = dict.fromkeys(COMBIEN, 0) | {"formes": 1, "criteres": 1, "sources": 1, "dossiers": 1}
DURS = dict(HABITUEL) | {"formes": 2, "dossiers": 0}


@pytest.mark.parametrize(
    ("traits", "asked"),
    [
        pytest.param(Traits(SEUL), (), id="seul"),
        pytest.param(Traits(DURS, 0.3, 0.3), ("fiches", "comparatifs", "--to", "pdf"), id="durs"),
    ],
)
def test_what_check_accepts_is_made_and_holds(traits: Traits, asked: tuple[str, ...], tmp_path: Path) -> None:
    checked = accept(generate("essai", traits)[0])
    assert ([str(p) for p in checked.errors], checked.misplaced) == ([], [])
    verdict = judge(write(checked.files, tmp_path / "kit"), asked)
    assert [str(fault) for fault in verdict.faults] == []
    assert verdict.documents > 6
