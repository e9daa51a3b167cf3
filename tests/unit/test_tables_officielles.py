"""The official tables after a spreadsheet: `check` sees at a glance what a dossier would trip over."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from coopdocs.problem import ProblemsError
from coopdocs.territoire import Territoires
from coopdocs.territoire.officielles import faults
from coopdocs.views.dossier.mairies import known
from support.cog import cog
from support.kits import ROOT

OWN = ROOT / "content/territoires"
MAIRIES = "code,telephone,courriel,site,adresse,code_postal\n"


def excel(data: bytes) -> bytes:
    return data.replace(b",", b";")


DAMAGES: list[tuple[Callable[[bytes], bytes], str, int]] = [
    (excel, "S031", 1),
    (lambda data: data.replace(b"\n01002,", b"\n1002,"), "C014", 3),
    (lambda data: data[:-9], "S030", -1),
]


@pytest.mark.parametrize("nom", ["recensement.csv", "superficies.csv", "mairies.csv"])
@pytest.mark.parametrize(("damage", "code", "ligne"), DAMAGES)
def test_a_damaged_table_is_told_at_its_line(
    tmp_path: Path, nom: str, damage: Callable[[bytes], bytes], code: str, ligne: int
) -> None:
    data = damage(b"".join((OWN / nom).read_bytes().splitlines(keepends=True)[:50]))
    (tmp_path / nom).write_bytes(data)
    [found] = faults(tmp_path, tmp_path)
    assert (found.code, found.place.fichier) == (code, nom)
    assert found.place.ligne == (ligne if ligne > 0 else data.count(b"\n") + 1)
    assert found.conseil == "rétablissez cette table depuis le kit de départ"


def test_another_encoding_and_a_field_too_many_are_told(tmp_path: Path) -> None:
    (tmp_path / "mairies.csv").write_bytes(f"{MAIRIES}01001,,,,1 allée du Pré,01400\n".encode("cp1252"))
    (tmp_path / "superficies.csv").write_bytes(b"code,km2,mesure,avec\n01001,15,95,,\n01002,9.15,,\n")
    assert [(p.code, p.place.ligne) for p in faults(tmp_path, tmp_path)] == [("S030", 2), ("S005", 2)]


def test_the_tables_of_the_kit_and_those_that_are_not_there_are_sound(tmp_path: Path) -> None:
    assert list(faults(OWN, ROOT)) == []
    assert list(faults(tmp_path, tmp_path)) == []


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ("<b>=1+1</b>,,,", "C024"),
        (",,javascript:alert(1),", "C017"),
        (",pas une adresse,,", "C019"),
    ],
)
def test_a_town_hall_that_contacts_would_not_take_is_refused_at_its_line(
    tmp_path: Path, fields: str, code: str
) -> None:
    with pytest.raises(ProblemsError) as refused:
        hall(tmp_path, fields)
    [problem] = refused.value.problems
    assert (problem.code, problem.place.fichier, problem.place.ligne) == (code, "mairies.csv", 2)


def hall(folder: Path, fields: str) -> object:
    (folder / "mairies.csv").write_text(f"{MAIRIES}26281,{fields}1 rue,26100\n", encoding="utf-8")
    commune = cog().get("commune:26281")
    assert commune is not None
    return known(Territoires(folder), commune)


def test_a_mailbox_that_may_be_a_person_s_is_left_out(tmp_path: Path) -> None:
    left = hall(tmp_path, "04 75 00 00 00,jean.dupont@gmail.com,http://romans.fr,")
    assert (left.courriel, left.telephone, left.site) == (None, "04 75 00 00 00", "http://romans.fr")  # type: ignore[attr-defined]
