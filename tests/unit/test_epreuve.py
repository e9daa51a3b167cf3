"""The generator of kits: what it draws, how it mends and reduces, what its eyes see, and a small sample of kits."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Annotated

from pydantic import Field

from coopdocs.model.contenu import Contenu, Texte
from coopdocs.problem import Place, Problem
from epreuve.draw import Draw
from epreuve.judge import Fault
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
    files, _ = generate("fous", Traits(HABITUEL | {"formes": 1, "dossiers": 0}, longs=0.5, durs=0.3, fous=0.05))
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
    assert len([p for p in small if p.startswith("content/formes/") and p.endswith(".yaml")]) == 1
    assert not [p for p in small if p.startswith("content/evenements/") and p.endswith(".yaml")]
    assert sum(map(len, map(str, small.values()))) < sum(map(len, map(str, files.values()))) / 4


def test_names_and_numbers_do_not_tell_two_faults_apart() -> None:
    one, other = (Fault("build", f"fiches/{s}.pdf", f"page {n} : « {s} » déborde de {n},5 mm") for s, n in
                  (("ptce", 1), ("ges", 2)))  # fmt: skip
    assert one.kind == other.kind
    assert one.kind != Fault("build", "fiches/ges.pdf", "page 2 : page sans texte").kind
