"""The table of former communes: codes and where they lead from the npm package, names and years as far as known."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from coopdocs.territoire.anciennes import COLONNES
from coopdocs.territoire.update.packages import Etalab, PackageRow
from coopdocs.territoire.update.tables import as_csv

_TYPES = {"arrondissement-municipal": "arrondissement", "commune-deleguee": "déléguée", "commune-associee": "associée"}


def build(etalab: Etalab, before: Collection[Mapping[str, str]], communes: Collection[Mapping[str, str]]) -> bytes:
    """The new table; `before` are the rows of the kit's own, `communes` those of its communes.csv, both before.

    The package has no name for a commune that merged without a trace and no year for any: they are those of the kit.
    """
    known = {row.get("code", ""): row for row in before}
    names = {commune.get("code", ""): commune.get("nom", "") for commune in communes}
    return as_csv(COLONNES.split(), sorted(_rows(etalab, known, names)))


def _rows(
    etalab: Etalab, known: Mapping[str, Mapping[str, str]], names: Mapping[str, str]
) -> Iterator[tuple[str, ...]]:
    written = set()
    for row in etalab.former:
        code, kind = row["code"], _TYPES.get(row["type"], "fusionnée")
        written.add(code)
        name = str(row["nom"]).replace("'", "’").replace(" Arrondissement", " arrondissement")
        yield code, name, kind, _commune(row), known.get(code, {}).get("annee", "")
    for commune in etalab.communes:
        for code in commune.get("anciensCodes", ()):
            if code not in written and code != commune["code"]:
                written.add(code)
                known_row = known.get(code, {})
                name = known_row.get("nom") or names.get(code, "")
                yield code, name, known_row.get("type") or "fusionnée", commune["code"], known_row.get("annee", "")


def _commune(row: PackageRow) -> str:
    return str(row.get("chefLieu") or row.get("commune") or "")
