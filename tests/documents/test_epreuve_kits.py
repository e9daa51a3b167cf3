"""A small sample of drawn kits, made and verified, and what the eyes of the generator see on a page."""

from __future__ import annotations

from pathlib import Path

import pytest

from epreuve.judge import judge, look
from epreuve.kit import COMBIEN, HABITUEL, Traits, generate, write
from epreuve.repair import accept


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
