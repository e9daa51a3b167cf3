"""The page that finds a dossier: what is in it at any number of them, and what its search has to read."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from functools import cache
from typing import Any

import pytest
from lxml import html

from coopdocs.folders import KitFolders
from coopdocs.library import Library, load
from coopdocs.produce import indexes
from coopdocs.theme import Theme
from coopdocs.views.dossier import path
from coopdocs.views.repertoire import LISTE_MAX, repertoire
from support.kits import ROOT

VALENCE = "epci:200068781"


@cache
def library() -> Library:
    found, _ = load(ROOT)
    assert found is not None
    return found


def entries(*cles: str, formats: tuple[str, ...] = ("pdf",)) -> list[dict[str, Any]]:
    made = []
    for cle in cles:
        t = library().territoires.get(cle)
        assert t is not None
        for suffix, title in (("-essentiel", ", l’essentiel"), ("", "")):
            for format_ in formats if not suffix else ("pdf",):
                made.append(
                    {"chemin": f"{path(t)}{suffix}.{format_}", "genre": "dossiers", "sujet": cle,
                     "titre": f"Dossier {t.nom_court}{title}", "format": format_, "octets": 191_224}
                )  # fmt: skip
    return made


def page(found: list[dict[str, Any]]) -> str:
    made = indexes.directory(Theme(KitFolders(ROOT).theme), library(), found)
    assert made is not None
    return made


def parsed(text: str) -> Any:
    return html.fromstring(text)


def data(text: str) -> dict[str, Any]:
    inside = re.search(r'<script type="application/json" id="donnees">(.*?)</script>', text)
    assert inside
    return json.loads(inside[1])  # type: ignore[no-any-return]


def test_a_kit_without_dossiers_has_no_such_page() -> None:
    others = [{"chemin": "guide/guide.pdf", "genre": "guide", "sujet": None, "titre": "Guide", "format": "pdf"}]
    assert indexes.directory(Theme(KitFolders(ROOT).theme), library(), others) is None


def test_one_dossier_is_one_territory_with_its_files_and_their_sizes() -> None:
    text = page(entries(VALENCE, formats=("pdf", "docx", "json")))
    seen = parsed(text)
    links = {a.get("href"): a.text_content() for a in seen.xpath("//main//a")}
    stem = "epci/200068781-valence-romans-agglo"
    assert links == {
        f"{stem}-essentiel.pdf": "Valence Romans Agglo, L’essentiel, PDF",
        f"{stem}.pdf": "Valence Romans Agglo, Dossier complet, PDF",
        f"{stem}.docx": "Valence Romans Agglo, Dossier complet, Word",
        f"{stem}.json": "Valence Romans Agglo, Données, JSON",
    }
    assert "191\u00a0ko" in text
    assert "1\u00a0intercommunalité" in text
    assert [p.get("data-d") for p in seen.xpath("//path[@data-d]")] == ["26"]


def test_the_search_reads_postal_codes_of_town_halls_names_of_communes_and_sizes() -> None:
    told = data(page(entries(VALENCE, "commune:26362")))
    assert told["d"] == {"26": "Drôme"}
    epci, commune = told["t"]
    assert epci[:4] == ["epci", "200068781-valence-romans-agglo", "Valence Romans Agglo", "26"]
    assert "26000" in epci[4].split()
    assert {"Valence", "Romans-sur-Isère"} <= set(epci[5].split(";"))
    assert commune[4:6] == ["26000", ""]
    assert [told["fins"][n][0] for n, size in enumerate(commune[6]) if size] == ["-essentiel.pdf", ".pdf"]
    assert commune[6] == [191, 191]


def test_every_file_of_the_list_is_found_by_the_search_too() -> None:
    text = page(entries(VALENCE, "commune:26281", "departement:26", "departement:975", "region:84"))
    told = data(text)
    found = {
        f"{folder}/{stem}{told['fins'][n][0]}"
        for folder, stem, *_, sizes in told["t"]
        for n, size in enumerate(sizes)
        if size
    }
    assert found == {a.get("href") for a in parsed(text).xpath("//main//a")}
    assert "départements et collectivités d’outre-mer" in text


def test_a_whole_level_of_communes_has_no_list_but_its_folder_and_stays_light() -> None:
    cles = [f"commune:{n}" for n in list(library().territoires._cog.communes_of["26"])]
    cles += [f"commune:{n}" for d in ("80", "62", "02") for n in library().territoires._cog.communes_of[d]]
    assert len(cles) > LISTE_MAX
    found = [e for e in entries(*cles) if "-essentiel" in e["chemin"]]
    text = page(found)
    assert [a.get("href") for a in parsed(text).xpath("//main//a")] == ["communes/"]
    told = data(text)
    assert len(told["t"]) == len(cles)
    assert len(json.dumps(told["t"], ensure_ascii=False)) < 80 * len(cles)


def test_a_name_cannot_end_the_element_that_holds_it() -> None:
    found = repertoire(library(), entries(VALENCE))
    assert found is not None
    [niveau], [inscrit] = found.niveaux, found.inscrits
    hostile = replace(inscrit, territoire=replace(inscrit.territoire, nom_court="</script><b>"))
    spoilt = replace(found, niveaux=(replace(niveau, inscrits=(hostile,)),))
    assert "<" not in spoilt.donnees
    assert json.loads(spoilt.donnees)["t"][0][2] == "</script><b>"


def test_nothing_is_fetched_and_no_word_of_the_script_is_rewritten() -> None:
    text = page(entries(VALENCE))
    assert (ROOT / "templates/index/dossiers.js").read_text("utf-8").rstrip() in text
    assert not re.search(r"\b(fetch|XMLHttpRequest|import)\b\s*\(", text)
    assert not re.search(r'<(script|img|link)[^>]*\b(src|href)="', text)


@pytest.mark.parametrize("cle", ["departement:975", "commune:97502", "ept:200057867", "epci:200054781", "region:04"])
def test_places_without_outlines_across_départements_or_overseas_are_found(cle: str) -> None:
    told = data(page(entries(cle)))
    [row] = told["t"]
    assert set(row[3].split()) <= set(told["d"]) | {""}


def test_files_of_some_formes_or_for_an_office_printer_say_so() -> None:
    sober, some = entries(VALENCE)[1], entries(VALENCE)[1]
    stem = sober["chemin"].removesuffix(".pdf")
    sober |= {"chemin": f"{stem}-sobre.pdf", "titre": sober["titre"] + ", sobre (imprimante de bureau)"}
    some |= {"chemin": f"{stem}-ptce.pdf"}
    text = page([*entries(VALENCE), sober, some])
    assert "Dossier complet, PDF, sobre (imprimante de bureau)" in text
    assert "Dossier complet, PDF, fiche PTCE" in text
    assert {fin for fin, _ in data(text)["fins"]} == {"-essentiel.pdf", ".pdf", "-sobre.pdf", "-ptce.pdf"}


def test_a_place_that_the_map_does_not_show_is_said_and_the_example_is_on_the_page() -> None:
    found = entries("departement:978", "departement:26", "commune:26281")
    text = page(found)
    seen = parsed(text)
    assert "Hors de cette carte\u00a0: Saint-Martin." in seen.xpath("string(//figcaption)")
    assert seen.xpath("//svg/@aria-label")[0].startswith("Carte de France par département\u00a0: 1 département a")
    exemple = seen.xpath("string(//*[@id='aide'])")
    nom, code = re.search(r"«\u00a0(.*?)\u00a0» ou (\d+)", exemple).groups()  # type: ignore[union-attr]
    assert any(row[2] == nom and code in row[4].split() for row in data(text)["t"])
    assert "Hors de cette carte" not in page(entries("departement:26"))


def test_a_file_of_an_earlier_build_says_why_it_is_there() -> None:
    found = entries("departement:26")
    found[0]["perime"] = True
    assert "la dernière fabrication a échoué" in page(found)
