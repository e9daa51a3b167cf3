"""What must hold in the COG tables before they replace those of a kit: each fault once, with the codes it is about."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from typing import Any

from coopdocs.problem import Place, Problem
from coopdocs.territoire.cog import count

CogRow = Mapping[str, str]
Tables = Mapping[str, Collection[CogRow]]
"""The rows of each table, by file name."""

_CODES = {
    "regions.csv": r"\d{2}|9[78]\d",
    "departements.csv": r"\d{2}|2[AB]|9[78]\d",
    "epci.csv": r"\d{9}",
    "ept.csv": r"\d{9}",
    "communes.csv": r"(\d{2}|2[AB])\d{3}",
}
_CITED = 8
_MAX_LOSS = 0.1
_MAX_OUTSIDE_EPCI = 0.01
_DOWNLOAD = "téléchargez de nouveau les deux archives, de la même année, et relancez"


class Faults:
    """Problems under way: one for each kind of fault, however many territories have it."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []

    def add(self, table: str, what: str, codes: Iterable[str], advice: str = _DOWNLOAD) -> None:
        """Say what is wrong with these codes; nothing where there are none."""
        if faulty := sorted(set(codes)):
            rest = len(faulty) - _CITED
            cited = ", ".join(faulty[:_CITED]) + (f" et {rest} autre{'s' * (rest > 1)}" if rest > 0 else "")
            self.problems.append(Problem("X021", Place(table), f"{what} : {cited}", advice))


def problems(
    tables: Tables, before: Tables, unknown: Collection[str], outlined: Mapping[str, Collection[str]]
) -> list[Problem]:
    """Everything wrong with new tables.

    `before` are the kit's own, `unknown` the members of EPCI that are no commune of today, `outlined` the codes that
    have an outline, by file and kind (« contours_epci.json epci »).
    """
    faults = Faults()
    faults.add("epci.csv", "communes d’un EPCI qui ne sont pas des communes actuelles", unknown)
    for name, rows in tables.items():
        _codes(faults, name, rows)
        _losses(faults, name, rows, before.get(name, ()))
    _communes(faults, tables)
    _sums(faults, tables)
    _seats(faults, tables)
    _outlines(faults, tables, outlined)
    return faults.problems


def _codes(faults: Faults, name: str, rows: Collection[CogRow]) -> None:
    codes = Counter(_code(row) for row in rows)
    malformed = (code for code in codes if not re.fullmatch(_CODES[name], code))
    faults.add(name, "codes mal formés (un zéro de tête perdu ?)", malformed)
    faults.add(name, "codes en double", (code for code, times in codes.items() if times > 1))
    faults.add(name, "territoires sans nom", (_code(row) for row in rows if not row["nom"].strip()))


def _losses(faults: Faults, name: str, after: Collection[CogRow], before: Collection[CogRow]) -> None:
    """Far fewer territories or people than before is an archive cut short, not the news of a year."""
    for what, measure in _SIZES:
        old, new = measure(before), measure(after)
        if new < old * (1 - _MAX_LOSS):
            faults.add(name, f"beaucoup moins de {what} qu’avant", [f"{new} au lieu de {old}"])


def _communes(faults: Faults, tables: Tables) -> None:
    name = "communes.csv"
    departements = {_code(row): row for row in tables["departements.csv"]}
    regions, epci = ({_code(row) for row in tables[table]} for table in ("regions.csv", "epci.csv"))

    def elsewhere(commune: CogRow) -> bool:
        # one of a département that is not there has been told already
        departement = departements.get(commune["departement"], commune)
        return commune["region"] != departement["region"]

    wrong: dict[str, Callable[[CogRow], bool]] = {
        "communes d’un département inconnu": lambda c: c["departement"] not in departements,
        "communes dont le code n’est pas de leur département": lambda c: not c["code"].startswith(c["departement"]),
        "communes d’une région inconnue": lambda c: c["region"] not in regions,
        "communes qui ne sont pas de la région de leur département": elsewhere,
        "communes d’un EPCI inconnu": lambda c: bool(c["epci"]) and c["epci"] not in epci,
    }
    for what, is_wrong in wrong.items():
        faults.add(name, what, map(_code, filter(is_wrong, tables[name])))
    _outside_epci(faults, name, tables)
    people = (c for c in tables[name] if c["population"] and count(c["population"]) is None)
    faults.add(name, "populations qui ne sont pas des nombres", map(_code, people))


def _outside_epci(faults: Faults, name: str, tables: Tables) -> None:
    """Four islands are in no EPCI by law; overseas collectivities have few, and are not asked for them."""
    overseas = {_code(row) for row in tables["departements.csv"] if row["zone"] == "com"}
    known = {_code(row) for row in tables["departements.csv"]} - overseas
    expected = [c for c in tables[name] if c["departement"] in known]
    alone = [_code(c) for c in expected if not c["epci"]]
    if len(alone) > len(expected) * _MAX_OUTSIDE_EPCI:
        faults.add(name, "trop de communes hors de tout EPCI", alone)


def _sums(faults: Faults, tables: Tables) -> None:
    """A table's numbers of communes and of people are those of communes.csv."""
    groupings: dict[str, Callable[[CogRow], Iterable[str]]] = {
        "epci.csv": lambda commune: [commune["epci"]] if commune["epci"] else [],
        "departements.csv": lambda commune: [commune["departement"]],
        "regions.csv": lambda commune: [commune["region"]],
    }
    for name, where in groupings.items():
        members: defaultdict[str, list[CogRow]] = defaultdict(list)
        for commune in tables["communes.csv"]:
            for code in where(commune):
                members[code].append(commune)
        _sum(faults, name, tables[name], members)
    communes = {_code(commune): commune for commune in tables["communes.csv"]}
    ept = {_code(e): [communes[c] for c in e["communes"].split() if c in communes] for e in tables["ept.csv"]}
    _sum(faults, "ept.csv", tables["ept.csv"], ept)


def _sum(faults: Faults, name: str, rows: Collection[CogRow], members: Mapping[str, Collection[CogRow]]) -> None:
    counts = {_code(row): members.get(_code(row), ()) for row in rows}
    empty = (code for code, communes in counts.items() if not communes)
    faults.add(name, "territoires sans commune", empty)
    wrong_number = (_code(row) for row in rows if int(row["nb_communes"]) != len(counts[_code(row)]))
    faults.add(name, "nombres de communes qui ne sont pas ceux de communes.csv", wrong_number)
    people = (_code(row) for row in rows if int(row["population"]) != _people(counts[_code(row)]))
    faults.add(name, "populations qui ne sont pas la somme de celles des communes", people)


def _seats(faults: Faults, tables: Tables) -> None:
    communes = {_code(commune) for commune in tables["communes.csv"]}
    for name in ("regions.csv", "departements.csv"):
        lost = (_code(row) for row in tables[name] if row["chef_lieu"] not in communes)
        faults.add(name, "chefs-lieux qui ne sont pas des communes actuelles", lost)


def _outlines(faults: Faults, tables: Tables, outlined: Mapping[str, Collection[str]]) -> None:
    departements = [_code(row) for row in tables["departements.csv"] if row["zone"] != "com"]
    expected = {"departements": departements, "epci": [_code(row) for row in tables["epci.csv"]]}
    for outline, codes in outlined.items():
        file, kind = outline.split(" ")
        advice = f"refaites d’abord {file} pour ces territoires : leurs cartes seraient vides"
        faults.add(file, f"{kind} sans contour", (code for code in expected[kind] if code not in codes), advice)


def _code(row: CogRow) -> str:
    return next(iter(row.values()))


def _people(communes: Iterable[CogRow]) -> int:
    return sum(count(commune.get("population", "")) or 0 for commune in communes)


_SIZES: tuple[tuple[str, Callable[[Collection[CogRow]], int]], ...] = (("lignes", len), ("population", _people))


def outlined_codes(contours: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """(kind, code) of every outline of contours_epci.json or contours_france.json, once parsed."""
    for frame in contours["cadres"].values():
        for kind in ("epci", "departements"):
            yield from ((kind, code) for code in frame.get(kind, ()))
