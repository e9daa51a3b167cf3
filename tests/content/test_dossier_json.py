"""The JSON of a dossier, which others build on: its schema holds for every kind of territory, and says all of it."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from pydantic import TypeAdapter

from coopdocs.library import Library, load
from coopdocs.model.complement import Complement
from coopdocs.plan.dossier import data
from coopdocs.plan.dossier.schema import dossier_schema
from coopdocs.views.dossier.making import Dossiers
from support.complement_exemple import CLE, write_complement_kit
from support.documents import own_kit

DURS = (
    CLE,  # an ordinary one
    "epci:200054781",  # Grand Paris: like nobody
    "epci:243500741",  # Redon: three départements
    "ept:200057867",
    "commune:29083",  # Île-de-Sein: in no intercommunalité
    "commune:55039",  # Beaumont-en-Verdunois: no inhabitants
    "commune:97502",  # Miquelon-Langlade: no outline, no census
    "commune:97610",  # Mayotte: no census
    "commune:75056",
    "departement:974",
    "departement:975",
    "departement:2A",
    "departement:984",  # nobody counted
    "region:04",
    "region:84",
)


def library() -> Library:
    return own_kit().library


@cache
def dossiers() -> Dossiers:
    return Dossiers(library())


def said(cle: str, beside: tuple[str, ...] = ()) -> dict[str, Any]:
    t = library().territoires.get(cle)
    assert t is not None
    return json.loads(data.text(library(), dossiers().dossier(t, beside), ("ptce",)))  # type: ignore[no-any-return]


@cache
def validator() -> Any:
    # seconds of grammars, which no process needs that only counts the tests
    from jsonschema import Draft7Validator  # type: ignore[import-untyped]

    return Draft7Validator(dossier_schema())


def faults(told: dict[str, Any]) -> list[str]:
    return [f"{'/'.join(map(str, e.path))}: {e.message}"[:200] for e in validator().iter_errors(told)]


def test_the_schema_is_one() -> None:
    validator().check_schema(dossier_schema())


@pytest.mark.parametrize("cle", DURS)
def test_the_json_of_each_kind_of_territory_holds_to_the_schema(cle: str) -> None:
    assert faults(said(cle)) == []


def test_a_key_more_or_less_is_a_fault() -> None:
    told = said(CLE)
    assert faults({**told, "autre": 1})
    assert faults({key: value for key, value in told.items() if key != "comparables"})
    told["portraits"][0]["population"] = "226240"
    assert faults(told)


def test_figures_have_their_years_and_are_those_of_the_tables() -> None:
    own, *around = said(CLE)["portraits"]
    assert own["territoire"]["code"] == "200068781"
    assert (own["annee"], own["population"], own["communes"]) == (2023, 226240, 54)
    census = own["recensement"]
    assert census["annee"] == 2021
    assert census["moins_20"] + census["de_20_a_64"] + census["plus_65"] == census["population"]
    assert census["principales"] + census["secondaires"] + census["vacants"] == census["logements"]
    assert around[-1]["territoire"] == {"type": "france", "code": "FR", "nom": "France"}


def test_comparables_are_the_most_alike_or_those_that_someone_named() -> None:
    alike = said(CLE)["comparables"]
    assert not alike["choisis"]
    assert 0 < len(alike["france"]) <= 5
    assert [c["ecart"] for c in alike["france"]] == sorted(c["ecart"] for c in alike["france"])
    named = said(CLE, ("epci:200040459",))["comparables"]
    assert named["choisis"]
    assert [c["portrait"]["territoire"]["code"] for c in named["france"]] == ["200040459"]


def test_what_people_add_is_there_as_they_wrote_it(tmp_path: Path) -> None:
    kit, _ = load(write_complement_kit(tmp_path))
    assert kit is not None
    t = kit.territoires.get(CLE)
    assert t is not None
    told = json.loads(data.text(kit, Dossiers(kit).dossier(t), ("ptce",)))
    assert faults(told) == []
    assert TypeAdapter(Complement).validate_python(told["complement"]) == kit.complements[CLE]
    assert [i["nom"] for i in told["initiatives"]] == ["Entraide d’exemple", "Pôle d’exemple"]
    assert said(CLE)["complement"] is None
