"""What must hold in the COG tables before they replace those of a kit: each fault once, with the codes it is about."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from typing import Any

from coopdocs.problem import Place, Problem
from coopdocs.territoire.cog import count

LigneCog = Mapping[str, str]
Tables = Mapping[str, Collection[LigneCog]]
"""The rows of each table, by file name."""

_CODES = {
    "regions.csv": r"\d{2}|9[78]\d",
    "departements.csv": r"\d{2}|2[AB]|9[78]\d",
    "epci.csv": r"\d{9}",
    "ept.csv": r"\d{9}",
    "communes.csv": r"(\d{2}|2[AB])\d{3}",
}
_CITES = 8
_PERTE_MAX = 0.1
_HORS_EPCI_MAX = 0.01
_TELECHARGER = "téléchargez de nouveau les deux archives, de la même année, et relancez"


class Fautes:
    """Problems under way: one for each kind of fault, however many territories have it."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []

    def add(self, table: str, quoi: str, codes: Iterable[str], conseil: str = _TELECHARGER) -> None:
        """Say what is wrong with these codes; nothing where there are none."""
        if fautifs := sorted(set(codes)):
            reste = len(fautifs) - _CITES
            cites = ", ".join(fautifs[:_CITES]) + (f" et {reste} autre{'s' * (reste > 1)}" if reste > 0 else "")
            self.problems.append(Problem("X021", Place(table), f"{quoi} : {cites}", conseil))


def problems(
    tables: Tables, avant: Tables, inconnues: Collection[str], traces: Mapping[str, Collection[str]]
) -> list[Problem]:
    """Everything wrong with new tables.

    `avant` are the kit's own, `inconnues` the members of EPCI that are no commune of today, `traces` the codes that
    have an outline, by file and kind (« contours_epci.json epci »).
    """
    fautes = Fautes()
    fautes.add("epci.csv", "communes d’un EPCI qui ne sont pas des communes actuelles", inconnues)
    for nom, rangees in tables.items():
        _codes(fautes, nom, rangees)
        _losses(fautes, nom, rangees, avant.get(nom, ()))
    _communes(fautes, tables)
    _sums(fautes, tables)
    _chefs_lieux(fautes, tables)
    _outlines(fautes, tables, traces)
    return fautes.problems


def _codes(fautes: Fautes, nom: str, rangees: Collection[LigneCog]) -> None:
    codes = Counter(_code(ligne) for ligne in rangees)
    mal_formes = (code for code in codes if not re.fullmatch(_CODES[nom], code))
    fautes.add(nom, "codes mal formés (un zéro de tête perdu ?)", mal_formes)
    fautes.add(nom, "codes en double", (code for code, fois in codes.items() if fois > 1))
    fautes.add(nom, "territoires sans nom", (_code(ligne) for ligne in rangees if not ligne["nom"].strip()))


def _losses(fautes: Fautes, nom: str, apres: Collection[LigneCog], avant: Collection[LigneCog]) -> None:
    """Far fewer territories or people than before is an archive cut short, not the news of a year."""
    for quoi, mesure in _TAILLES:
        ancien, nouveau = mesure(avant), mesure(apres)
        if nouveau < ancien * (1 - _PERTE_MAX):
            fautes.add(nom, f"beaucoup moins de {quoi} qu’avant", [f"{nouveau} au lieu de {ancien}"])


def _communes(fautes: Fautes, tables: Tables) -> None:
    nom = "communes.csv"
    departements = {_code(ligne): ligne for ligne in tables["departements.csv"]}
    regions, epci = ({_code(ligne) for ligne in tables[table]} for table in ("regions.csv", "epci.csv"))
    communes = tables[nom]
    perdues = [c for c in communes if c["departement"] not in departements]
    fautes.add(nom, "communes d’un département inconnu", map(_code, perdues))
    ailleurs = (c for c in communes if not c["code"].startswith(c["departement"]))
    fautes.add(nom, "communes dont le code n’est pas de leur département", map(_code, ailleurs))
    fautes.add(nom, "communes d’une région inconnue", (_code(c) for c in communes if c["region"] not in regions))
    autre = (c for c in communes if c["region"] != departements.get(c["departement"], c)["region"])
    fautes.add(nom, "communes qui ne sont pas de la région de leur département", map(_code, autre))
    fautes.add(nom, "communes d’un EPCI inconnu", (_code(c) for c in communes if c["epci"] and c["epci"] not in epci))
    zones = {code: ligne["zone"] for code, ligne in departements.items()}
    attendues = [c for c in communes if zones.get(c["departement"], "com") != "com"]
    seules = [_code(c) for c in attendues if not c["epci"]]
    if len(seules) > len(attendues) * _HORS_EPCI_MAX:
        fautes.add(nom, "trop de communes hors de tout EPCI", seules)
    habitants = (c for c in communes if c["population"] and count(c["population"]) is None)
    fautes.add(nom, "populations qui ne sont pas des nombres", map(_code, habitants))


def _sums(fautes: Fautes, tables: Tables) -> None:
    """A table's numbers of communes and of people are those of communes.csv."""
    ensembles: dict[str, Callable[[LigneCog], Iterable[str]]] = {
        "epci.csv": lambda commune: [commune["epci"]] if commune["epci"] else [],
        "departements.csv": lambda commune: [commune["departement"]],
        "regions.csv": lambda commune: [commune["region"]],
    }
    for nom, ou in ensembles.items():
        membres: defaultdict[str, list[LigneCog]] = defaultdict(list)
        for commune in tables["communes.csv"]:
            for code in ou(commune):
                membres[code].append(commune)
        _sum(fautes, nom, tables[nom], membres)
    communes = {_code(commune): commune for commune in tables["communes.csv"]}
    ept = {_code(e): [communes[c] for c in e["communes"].split() if c in communes] for e in tables["ept.csv"]}
    _sum(fautes, "ept.csv", tables["ept.csv"], ept)


def _sum(fautes: Fautes, nom: str, rangees: Collection[LigneCog], membres: Mapping[str, Collection[LigneCog]]) -> None:
    comptes = {_code(ligne): membres.get(_code(ligne), ()) for ligne in rangees}
    vides = (code for code, communes in comptes.items() if not communes)
    fautes.add(nom, "territoires sans commune", vides)
    nombre = (_code(ligne) for ligne in rangees if int(ligne["nb_communes"]) != len(comptes[_code(ligne)]))
    fautes.add(nom, "nombres de communes qui ne sont pas ceux de communes.csv", nombre)
    habitants = (_code(ligne) for ligne in rangees if int(ligne["population"]) != _people(comptes[_code(ligne)]))
    fautes.add(nom, "populations qui ne sont pas la somme de celles des communes", habitants)


def _chefs_lieux(fautes: Fautes, tables: Tables) -> None:
    communes = {_code(commune) for commune in tables["communes.csv"]}
    for nom in ("regions.csv", "departements.csv"):
        perdus = (_code(ligne) for ligne in tables[nom] if ligne["chef_lieu"] not in communes)
        fautes.add(nom, "chefs-lieux qui ne sont pas des communes actuelles", perdus)


def _outlines(fautes: Fautes, tables: Tables, traces: Mapping[str, Collection[str]]) -> None:
    departements = [_code(ligne) for ligne in tables["departements.csv"] if ligne["zone"] != "com"]
    attendus = {"departements": departements, "epci": [_code(ligne) for ligne in tables["epci.csv"]]}
    for trace, codes in traces.items():
        fichier, genre = trace.split(" ")
        conseil = f"refaites d’abord {fichier} pour ces territoires : leurs cartes seraient vides"
        fautes.add(fichier, f"{genre} sans contour", (code for code in attendus[genre] if code not in codes), conseil)


def _code(ligne: LigneCog) -> str:
    return next(iter(ligne.values()))


def _people(communes: Iterable[LigneCog]) -> int:
    return sum(count(commune.get("population", "")) or 0 for commune in communes)


_TAILLES: tuple[tuple[str, Callable[[Collection[LigneCog]], int]], ...] = (("lignes", len), ("population", _people))


def codes_traces(contours: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """(kind, code) of every outline of contours_epci.json or contours_france.json, once parsed."""
    for cadre in contours["cadres"].values():
        for genre in ("epci", "departements"):
            yield from ((genre, code) for code in cadre.get(genre, ()))
