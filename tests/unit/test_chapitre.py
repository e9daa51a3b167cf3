"""A chapter of the guide: its own numbers, the days of its sources said once, steps on one scale, no empty page."""

from __future__ import annotations

from pathlib import Path

import pytest

from coopdocs import library
from coopdocs.views.chapitre import PAGES, Chapitre, chapitre, reponses
from support.kits import dump, fait, forme, write_kit


def made(folder: Path, **fields: object) -> Chapitre:
    """The chapter of the small kit's PTCE with other fields; None takes one away."""
    kit = write_kit(folder)
    data = {nom: valeur for nom, valeur in (forme("ptce") | fields).items() if valeur is not None}
    (kit / "content/formes/ptce.yaml").write_text(dump(data), encoding="utf-8")
    lue, problems = library.load(kit)
    assert lue is not None, problems
    return chapitre(lue, "ptce")


def test_sources_are_numbered_as_the_pages_meet_them(tmp_path: Path) -> None:
    said = [fait("Un.", sources=["guide-ess"]), fait("Deux.", sources=["loi-ess"])]
    c = made(tmp_path / "k", chapo=fait("Rien.", sources=["loi-ess"]), presentation=said)
    assert [(s.numero, s.cle) for s in c.sources] == [(1, "loi-ess"), (2, "guide-ess")]
    assert [c.appels(f) for f in c.forme.presentation] == [((2, "guide-ess"),), ((1, "loi-ess"),)]
    assert [s.cle for s in c.sources_de("pourquoi")] == ["loi-ess", "guide-ess"]


def test_the_day_of_most_sources_is_said_once_then_the_exceptions(tmp_path: Path) -> None:
    first = [fait("Un.", sources=["guide-ess"], verifie_le="2026-04-04")]
    said = made(tmp_path / "k", presentation=first, ressources=None).verifications.replace("\u00a0", " ")
    assert said.count("Vérifié le") == 1
    assert said.endswith("sauf n° 2 le 4 avril 2026")


@pytest.mark.parametrize(
    ("durees", "barres", "repere"),
    [
        (["1 à 3 mois", "2 à 4 mois", "3 à 6 mois", "variable", "en continu", "2 ans"],
         [(0, 1, 3), (3, 2, 4), (7, 3, 6), None, None, None], "6 à 13 mois"),
        (["1 à 3 jours", "2 à 4 mois", "en continu", "variable", "plus tard", "2 ans"], None, ""),
    ],
)  # fmt: skip
def test_steps_are_stairs_where_three_share_a_unit(
    tmp_path: Path, durees: list[str], barres: list[object] | None, repere: str
) -> None:
    etapes = [fait("Faire.", titre=f"Étape {n}", duree=duree) for n, duree in enumerate(durees)]
    found = made(tmp_path / "k", etapes=etapes).echeancier
    assert (list(found.barres) if found else None) == barres
    assert (found.repere.replace("\u00a0", " ") if found else "") == repere


def test_a_page_that_has_nothing_to_say_is_left_out(tmp_path: Path) -> None:
    c = made(tmp_path / "k", recit=None, exemples=[], modeles=None)
    assert list(c.pages) == [page for page in PAGES if page != "histoire"]
    assert {page for _, _, page, _ in reponses(c)} == {"pourquoi", "acteurs", "couts"}
    exemples = [fait("Ici.", nom="Un pôle", territoire="commune:26281")]
    assert made(tmp_path / "autre", recit=None, exemples=exemples).pages["histoire"] == "Des exemples"


def test_what_the_page_alone_says_has_its_number_too(tmp_path: Path) -> None:
    essentiels = [fait("Dit.", titre="Titre", icone="handshake", sources=["guide-ess"])] * 3
    c = made(tmp_path / "k", essentiels=essentiels, ressources=None)
    assert [c.appels(f) for f in c.forme.essentiels] == [((2, "guide-ess"),)] * 3


def test_money_is_told_by_year_and_its_sources_numbered_so(tmp_path: Path) -> None:
    told = [fait("Rien.", titre="Sans an", sources=["loi-ess"]), fait("Plus.", titre="B", annee="2024"),
            fait("Un.", titre="A", annee="2016", sources=["guide-ess"])]  # fmt: skip
    c = made(tmp_path / "k", financements=told)
    assert [x.titre for x in c.fiche.financements] == ["A", "B", "Sans an"]
    assert [x.texte for x in c.faits("couts")[:3]] == ["Un.", "Plus.", "Rien."]


@pytest.mark.parametrize(
    ("texte", "date", "shown"),
    [("En 2012, trois postes.", "2013-01", None), ("Trois postes.", "2014-07", None), ("Trois postes.", "2018", "2018"),
     ("Trois postes.", None, None)],
    ids=["the text says a year", "the year of its source", "its own", "undated"],
)  # fmt: skip
def test_a_cost_is_dated_only_by_its_own_date(tmp_path: Path, texte: str, date: str | None, shown: str | None) -> None:
    c = made(tmp_path / "k", couts=[fait(texte, theme="emplois", date=date)])
    [(_, (cout,))] = c.fiche.couts
    assert c.fiche.quand(cout) == shown
