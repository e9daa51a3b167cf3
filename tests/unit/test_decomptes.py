"""How many of a forme there are in the country, beside those that a kit knows (content/territoires/couverture.yaml)."""

from __future__ import annotations

from pathlib import Path

import pytest

from coopdocs.library import load
from coopdocs.model.contenu import Decompte
from coopdocs.views.dossier.parts import Indice
from coopdocs.views.essentiel.cooperations import all_known
from support.kits import write_kit
from support.territoire_tables import write

FICHIER = "content/territoires/couverture.yaml"
PTCE = """verifie_le: 2026-11-01
decomptes:
  ptce:
    total: 200
    environ: true
    date: 2024-10
    texte: Environ 200 selon le réseau.
    sources: [loi-ess]
"""


def decompte(**fields: object) -> Decompte:
    claim = {"texte": "Compté par un réseau.", "sources": ["loi"], "verifie_le": "2026-11-01"}
    return Decompte.model_validate({**claim, **fields})


@pytest.mark.parametrize(
    ("connues", "counted", "said"),
    [
        (463, decompte(total=473, date="2025-06"), "463 dans ce kit, sur 473 en France (2025)"),
        (71, decompte(total=200, environ=True), "71 dans ce kit, sur environ 200 en France"),
        (473, decompte(total=473), "473 dans ce kit, sur 473 en France"),
        (474, decompte(total=473), "474 dans ce kit ; 473 en France"),
        (5, decompte(total=None), "5 dans ce kit ; total en France inconnu"),
        (0, decompte(total=130), "aucune dans ce kit, sur 130 en France"),
        (3, None, "3 dans ce kit"),
    ],
)
def test_what_a_kit_knows_is_said_beside_what_was_counted(
    tmp_path: Path, connues: int, counted: Decompte | None, said: str
) -> None:
    library, _ = load(write_kit(tmp_path))
    assert library is not None
    indice = Indice("ptce", library.formes["ptce"], (), None, connues, counted)
    assert indice.couverture.replace("\u202f", " ").replace("\u00a0", " ") == said
    assert indice.compte == "aucune recensée par ce kit"


def test_counts_are_read_and_a_kit_may_go_without(tmp_path: Path) -> None:
    kit = write_kit(tmp_path)
    library, problems = load(kit)
    assert library is not None
    assert (library.couverture.decomptes, problems) == ({}, [])
    (kit / FICHIER).write_text(PTCE, encoding="utf-8")
    library, problems = load(kit)
    assert library is not None
    assert (library.couverture.decomptes["ptce"].total, problems) == (200, [])


@pytest.mark.parametrize(
    ("right", "wrong", "code", "place"),
    [
        ("  ptce:", "  ptcee:", "X009", (3, 3)),
        ("[loi-ess]", "[loi-es]", "X001", (8, 15)),
        ("total: 200", "total: zéro", "C009", (4, 12)),
        ("total: 200", "total: 0", "C010", (4, 12)),
        ("    total: 200\n", "", "C001", (3, 3)),
        ("2024-10", "octobre 2024", "C018", (6, 11)),
    ],
)
def test_a_mistake_in_a_count_is_said_at_its_place(
    tmp_path: Path, right: str, wrong: str, code: str, place: tuple[int, int]
) -> None:
    kit = write_kit(tmp_path)
    (kit / FICHIER).write_text(PTCE.replace(right, wrong), encoding="utf-8")
    [found] = [p for p in load(kit)[1] if p.is_error]
    assert (found.code, found.place.fichier, (found.place.ligne, found.place.colonne)) == (code, FICHIER, place)


@pytest.mark.parametrize(("total", "environ", "told"), [(2, False, True), (3, False, False), (2, True, False)])
def test_a_count_below_what_the_kit_knows_is_told_at_its_place(
    tmp_path: Path, total: int, environ: bool, told: bool
) -> None:
    kit = write_kit(tmp_path)
    rows = [f"p{n},ptce,Pôle {n},commune,26281,,,2013,en activité,Titre,2014-02,https://exemple.fr/{n}," for n in "abc"]
    write(kit / "content/territoires", "initiatives.csv", *rows)
    counted = PTCE.replace("total: 200", f"total: {total}").replace("environ: true", f"environ: {str(environ).lower()}")
    (kit / FICHIER).write_text(counted, encoding="utf-8")
    found = [(p.code, p.place.fichier, p.place.ligne, p.is_error) for p in load(kit)[1] if p.code == "A023"]
    assert found == ([("A023", FICHIER, 4, False)] if told else [])


def test_all_of_france_are_known_where_as_many_are_known_as_were_counted_exactly() -> None:
    assert all_known(3, decompte(total=3))
    assert not all_known(20, decompte(total=3))
    assert not all_known(2, decompte(total=3))
    assert not all_known(3, decompte(total=3, environ=True))
    assert not all_known(3, None)
