"""What new COG tables change in a kit."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from coopdocs.territoire.cog import count, degrees
from coopdocs.territoire.proximite import distance_km
from coopdocs.territoire.update.checks import CogRow, Tables

KINDS = {
    "regions.csv": "region",
    "departements.csv": "departement",
    "epci.csv": "epci",
    "ept.csv": "ept",
    "communes.csv": "commune",
}
NEAR_KM = 3
"""A point of the table this near to its correction needs none."""


@dataclass(frozen=True)
class RowCounts:
    """How many rows of a table there are, are new, are gone, and say something else."""

    rows: int
    added: int
    removed: int
    modified: int


@dataclass(frozen=True)
class CogChanges:
    """`added`, `removed`: (typed code, name); `renamed`: (typed code, name before, after); `moved`: communes
    (typed code, name, EPCI before, after; empty: in none); `people`: people before and after, by typed code,
    where the number changes; `points`: codes of communes_points.csv that the new table makes needless.
    """

    counts: Mapping[str, RowCounts]
    added: tuple[tuple[str, str], ...]
    removed: tuple[tuple[str, str], ...]
    renamed: tuple[tuple[str, str, str], ...]
    moved: tuple[tuple[str, str, str, str], ...]
    people: Mapping[str, tuple[int | None, int | None]]
    points: tuple[str, ...]


def compare(before: Tables, after: Tables, corrections: Collection[CogRow]) -> CogChanges:
    """What changes from a kit's tables to new ones; `corrections` are the rows of communes_points.csv."""
    old = {name: _by_code(before.get(name, ())) for name in KINDS}
    new = {name: _by_code(after[name]) for name in KINDS}
    counts: dict[str, RowCounts] = {}
    added, removed, renamed = [], [], []
    people: dict[str, tuple[int | None, int | None]] = {}
    for name, kind in KINDS.items():
        old_rows, new_rows = old[name], new[name]
        came, gone = new_rows.keys() - old_rows.keys(), old_rows.keys() - new_rows.keys()
        both = [code for code in new_rows if code in old_rows]
        changed = {code: (old_rows[code], new_rows[code]) for code in both if old_rows[code] != new_rows[code]}
        counts[name] = RowCounts(len(new_rows), len(came), len(gone), len(changed))
        added += [(f"{kind}:{code}", new_rows[code]["nom"]) for code in sorted(came)]
        removed += [(f"{kind}:{code}", old_rows[code].get("nom", "")) for code in sorted(gone)]
        for code, (a, b) in changed.items():
            if a.get("nom") != b["nom"]:
                renamed.append((f"{kind}:{code}", a.get("nom", ""), b["nom"]))
            if a.get("population") != b["population"]:
                people[f"{kind}:{code}"] = (count(a.get("population", "")), count(b["population"]))
    moved = tuple(_moved(old, new))
    needless = tuple(_needless(new["communes.csv"], corrections))
    return CogChanges(counts, tuple(added), tuple(removed), tuple(renamed), moved, people, needless)


def _by_code(rows: Collection[CogRow]) -> dict[str, CogRow]:
    return {next(iter(row.values())): row for row in rows}


def _moved(
    old: Mapping[str, Mapping[str, CogRow]], new: Mapping[str, Mapping[str, CogRow]]
) -> Iterator[tuple[str, str, str, str]]:
    def name(tables: Mapping[str, Mapping[str, CogRow]], siren: str) -> str:
        return tables["epci.csv"].get(siren, {}).get("nom_court", siren)

    for code, commune in new["communes.csv"].items():
        before = old["communes.csv"].get(code, commune).get("epci", "")
        if before != commune["epci"]:
            yield f"commune:{code}", commune["nom"], name(old, before), name(new, commune["epci"])


def _needless(communes: Mapping[str, CogRow], corrections: Collection[CogRow]) -> Iterator[str]:
    for correction in corrections:
        commune = communes.get(correction["code"])
        corrected, table = _point(correction), _point(commune) if commune else None
        if commune is None or (corrected and table and distance_km(corrected, table) <= NEAR_KM):
            yield correction["code"]


def _point(row: CogRow) -> tuple[float, float] | None:
    lat, lon = degrees(row["lat"]), degrees(row["lon"])
    return None if lat is None or lon is None else (lat, lon)
