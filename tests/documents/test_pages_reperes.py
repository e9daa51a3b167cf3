"""The pages of money and of law, and their chapters of the guide: whatever a kit says, all of it is there, whole."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from icalendar import Calendar

from coopdocs import verify, zones
from coopdocs.formats import ics
from coopdocs.library import load
from coopdocs.model.facultatif import Aides, Droit
from coopdocs.theme import Theme
from coopdocs.theme.mesure import Zone
from coopdocs.typographie import plain_spaces
from coopdocs.verify import calendars
from coopdocs.views import reperes
from coopdocs.zones import reperes as places
from support.brimful import fill
from support.documents import TEMPLATES, Documents
from support.kits import aide, fait, many, point, write_reperes
from support.pdf_read import Pdf

PDFS = ("reperes/aides.pdf", "reperes/droit.pdf")
FORMES = ["f1", "f2", "f3"]


def opened(folder: Path, aides: list[dict[str, Any]], points: list[dict[str, Any]] | None = None) -> Documents:
    kit = many(folder / "kit", 3)
    write_reperes(kit, [a | {"formes": ["f1"]} if a["formes"] == ["ptce"] else a for a in aides], points)
    loaded, found = load(kit)
    assert loaded is not None, found
    return Documents(loaded, Theme([TEMPLATES]))


def plain(text: str) -> str:
    return " ".join(plain_spaces(text).split())


def read(documents: Documents, path: str) -> Pdf:
    made = documents[path]
    assert made.defects == ()
    return Pdf(made.data)


def shown(html: str) -> str:
    body = re.sub(r"<(style|head)\b.*?</\1>", "", html, flags=re.S)
    return plain(re.sub(r"<[^>]+>", " ", body).replace("&amp;", "&").replace("&#39;", "'"))


def calls(n: int) -> list[dict[str, Any]]:
    """So many calls, for one forme or for all, of every state and calendar, in France or in places of it."""
    changes: list[dict[str, Any]] = [
        {},
        {"formes": FORMES, "territoires": ["departement:26", "commune:26281"]},
        {"ouverture": "2024-10", "cloture": "2025-02", "formes": ["f2"]},
        {"permanente": "true", "etat": "ouvert", "ouverture": None, "cloture": None, "formes": FORMES},
        {"etat": "annoncé", "ouverture": "2027-01-04", "cloture": "2027-03-15", "montant": None},
        {"etat": "non trouvé", "ouverture": None, "cloture": None, "confiance": "incertain", "formes": ["f3"]},
    ]
    made = [aide(f"Appel numéro {i + 1}", **changes[i % len(changes)]) for i in range(n)]
    return [{k: v for k, v in a.items() if v is not None or k == "montant"} for a in made]


@pytest.mark.parametrize("n", [0, 1, 40])
def test_any_number_of_aides_is_said_on_every_page(tmp_path: Path, n: int) -> None:
    documents = opened(tmp_path, calls(n), [point(f"Point {i}") for i in range(max(n, 1))])
    view = reperes.aides(documents.library)
    assert view is not None
    printed = plain(" ".join(read(documents, "reperes/aides.pdf").pages))
    screen, guide = (shown(documents.source(path)) for path in ("reperes/aides.html", "guide/guide.html"))
    for page in (printed, screen, guide):
        for ligne in view.lignes:
            expected = (ligne.aide.nom, ligne.etat, ligne.aide.financeur, ligne.aide.montant or "non trouvé")
            assert [words for words in expected if plain(words) not in page] == []
    assert ("Aucune aide recensée" in printed, "Aucune aide recensée" in screen) == (n == 0, n == 0)
    law = plain(" ".join(read(documents, "reperes/droit.pdf").pages))
    assert (
        law.count("Un marché répond à un besoin") == law.count("Vérifiez Le montant. Avec la préfecture") == max(n, 1)
    )
    assert "Ce n’est pas un conseil." in law


def test_a_closed_call_or_one_of_unknown_state_never_reads_as_open(tmp_path: Path) -> None:
    documents = opened(tmp_path, [aide("Appel fermé"), aide("Appel perdu", etat="non trouvé")])
    for page in (
        shown(documents.source("reperes/aides.html")),
        plain(" ".join(read(documents, "reperes/aides.pdf").pages)),
    ):
        assert "ouvert" not in page.lower().replace("ouverture", "")
        assert "Fermé" in page
        assert "État non trouvé" in page


def test_what_is_drawn_is_said_too_and_drawings_stay_out_of_the_tags(tmp_path: Path) -> None:
    documents = opened(tmp_path, calls(6), [point("Acheter")])
    for path in PDFS:
        (tmp_path / Path(path).name).write_bytes(documents[path].data)
        assert verify.examine(tmp_path / Path(path).name, quick=True).having("ne tient pas") == ()
    read_ = read(documents, "reperes/aides.pdf")
    words = plain(read_.arbre.texte())
    for said in ("Du 5 novembre au 30 novembre 2025", "D’octobre 2024 à février 2025", "Du 4 janvier au 15 mars 2027"):
        assert said in words
    # the initials of the months
    assert "J F M A M J J A S O N D" not in words
    assert [b for b in read_.arbre.walk() if b.nom == "Figure"] == []


def test_texts_up_to_their_limits_are_whole_on_the_page(tmp_path: Path) -> None:
    """A text that fills its place to the last word is accepted, one word more is not, and all is printed."""
    documents = opened(tmp_path, calls(6), [point("Acheter"), point("Réserver")])
    library, theme = documents.library, documents.theme
    assert library.aides
    assert library.droit
    data: dict[str, Any] = {
        "aides": json.loads(library.aides.model_dump_json()),
        "droit": json.loads(library.droit.model_dump_json()),
    }
    for which, found in (("aides", places._aides(library)), ("droit", places._droit(library))):
        for place in found:
            if place.loc[-1] == "territoires" or not place.texte:
                continue
            famille, graisse, corps, largeur, lignes = place.zone
            zone = Zone(theme.font(famille, graisse), corps, largeur, lignes, place.approche)
            fill(data[which], place.loc, zone, place.texte)
    whole = replace(library, aides=Aides.model_validate(data["aides"]), droit=Droit.model_validate(data["droit"]))
    full = Documents(whole, theme)
    assert list(places.check(full.library, theme)) == []
    for path in PDFS:
        text = plain(" ".join(read(full, path).pages))
        for which, found in (("aides", places._aides(full.library)), ("droit", places._droit(full.library))):
            if which in path:
                ends = (plain(p.texte).rstrip("1")[-40:] for p in found if p.loc[-1] != "territoires")
                assert [end for end in ends if end not in text] == []


@pytest.mark.parametrize(
    ("where", "field", "value"),
    [
        ("aides", "nom", "Un appel au nom bien trop long " * 12),
        ("aides", "texte", "Une phrase qui ne finit pas de dire. " * 60),
        ("aides", "montant", "cent mille euros et davantage " * 30),
        ("points", "titre", "Un titre de point de droit qui déborde " * 6),
        ("points", "avec_qui", "le service juridique, puis la préfecture " * 20),
    ],
)
def test_a_text_too_long_for_its_place_is_told(tmp_path: Path, where: str, field: str, value: str) -> None:
    said: dict[str, list[dict[str, Any]]] = {"aides": [aide("Appel")], "points": [point("Acheter")]}
    said[where][0][field] = value.strip()
    documents = opened(tmp_path, said["aides"], said["points"])
    (found,) = zones.check(documents.library, documents.theme)
    assert (found.code, found.place.fichier) == ("Z001", f"content/{'aides' if where == 'aides' else 'droit'}.yaml")


# --- the calendar of closing days


def test_only_closings_to_come_that_are_known_to_the_day_make_a_calendar(tmp_path: Path) -> None:
    month = aide("Au mois", etat="annoncé", ouverture="2027-01", cloture="2027-03")
    documents = opened(tmp_path, [aide("Fermé"), month, *calls(5)[4:]])
    events = Calendar.from_ical(documents["reperes/aides.ics"].data).walk("VEVENT")
    event: Any
    (event,) = events
    assert str(event["SUMMARY"]) == "Clôture : Appel numéro 5"
    assert (event["DTSTART"].dt, event["DTEND"].dt) == (date(2027, 3, 15), date(2027, 3, 16))
    assert {f.verdict for f in calendars.check("aides.ics", documents["reperes/aides.ics"].data)} == {"tient"}


def test_without_such_a_day_there_is_no_calendar(tmp_path: Path) -> None:
    documents = opened(tmp_path, [aide("Fermé")])
    assert [path for path in documents.targets if path.startswith("reperes/")] == [
        "reperes/aides.pdf",
        "reperes/aides.html",
    ]


def test_a_calendar_that_has_the_same_day_twice_is_found_out() -> None:
    day = ics.WholeDay("un", date(2026, 11, 30), date(2027, 3, 15), "Clôture", "Texte")
    twice = ics.write_days([day, day], ics.CLOSINGS).encode()
    assert [f.verdict for f in calendars.check("aides.ics", twice)] == ["ne tient pas"]
    none = ics.write_days([], ics.CLOSINGS).encode()
    assert [f.verdict for f in calendars.check("aides.ics", none)] == ["ne tient pas"]


def test_a_claim_of_law_keeps_its_reservation_and_its_sources(tmp_path: Path) -> None:
    claims = [
        fait("Certain."),
        fait("Douteux.", confiance="incertain"),
        fait("Conseillé.", confiance="avis", sources=[]),
    ]
    documents = opened(tmp_path, [], [point("Acheter", reperes=claims)])
    text = plain(read(documents, "reperes/droit.pdf").arbre.texte())
    assert "Douteux. (à vérifier)" in text
    assert "Conseillé. (avis)" in text
    assert "Certain. (" not in text
