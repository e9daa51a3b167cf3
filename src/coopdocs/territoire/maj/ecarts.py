"""What new COG tables change in a kit."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from coopdocs.territoire.cog import count, degrees
from coopdocs.territoire.maj.controle import LigneCog, Tables
from coopdocs.territoire.proximite import distance_km

GENRES = {
    "regions.csv": "region",
    "departements.csv": "departement",
    "epci.csv": "epci",
    "ept.csv": "ept",
    "communes.csv": "commune",
}
PROCHE_KM = 3
"""A point of the table this near to its correction needs none."""


@dataclass(frozen=True)
class Compte:
    """How many rows of a table there are, are new, are gone, and say something else."""

    lignes: int
    ajoutees: int
    retirees: int
    modifiees: int


@dataclass(frozen=True)
class EcartsCog:
    """`ajoutes`, `retires`: (typed code, name); `renommes`: (typed code, name before, after); `deplacees`: communes
    (typed code, name, EPCI before, after; empty: in none); `habitants`: people before and after, by typed code,
    where the number changes; `points`: codes of communes_points.csv that the new table makes needless.
    """

    comptes: Mapping[str, Compte]
    ajoutes: tuple[tuple[str, str], ...]
    retires: tuple[tuple[str, str], ...]
    renommes: tuple[tuple[str, str, str], ...]
    deplacees: tuple[tuple[str, str, str, str], ...]
    habitants: Mapping[str, tuple[int | None, int | None]]
    points: tuple[str, ...]


def compare(avant: Tables, apres: Tables, corrections: Collection[LigneCog]) -> EcartsCog:
    """What changes from a kit's tables to new ones; `corrections` are the rows of communes_points.csv."""
    anciens = {nom: _by_code(avant.get(nom, ())) for nom in GENRES}
    nouveaux = {nom: _by_code(apres[nom]) for nom in GENRES}
    comptes: dict[str, Compte] = {}
    ajoutes, retires, renommes = [], [], []
    habitants: dict[str, tuple[int | None, int | None]] = {}
    for nom, genre in GENRES.items():
        vieux, neufs = anciens[nom], nouveaux[nom]
        ajouts, retraits = neufs.keys() - vieux.keys(), vieux.keys() - neufs.keys()
        changes = {code: (vieux[code], neufs[code]) for code in neufs if code in vieux and vieux[code] != neufs[code]}
        comptes[nom] = Compte(len(neufs), len(ajouts), len(retraits), len(changes))
        ajoutes += [(f"{genre}:{code}", neufs[code]["nom"]) for code in sorted(ajouts)]
        retires += [(f"{genre}:{code}", vieux[code].get("nom", "")) for code in sorted(retraits)]
        for code, (a, b) in changes.items():
            if a.get("nom") != b["nom"]:
                renommes.append((f"{genre}:{code}", a.get("nom", ""), b["nom"]))
            if a.get("population") != b["population"]:
                habitants[f"{genre}:{code}"] = (count(a.get("population", "")), count(b["population"]))
    deplacees = tuple(_moved(anciens, nouveaux))
    inutiles = tuple(_needless(nouveaux["communes.csv"], corrections))
    return EcartsCog(comptes, tuple(ajoutes), tuple(retires), tuple(renommes), deplacees, habitants, inutiles)


def _by_code(rangees: Collection[LigneCog]) -> dict[str, LigneCog]:
    return {next(iter(ligne.values())): ligne for ligne in rangees}


def _moved(
    anciens: Mapping[str, Mapping[str, LigneCog]], nouveaux: Mapping[str, Mapping[str, LigneCog]]
) -> Iterator[tuple[str, str, str, str]]:
    def nom(tables: Mapping[str, Mapping[str, LigneCog]], siren: str) -> str:
        return tables["epci.csv"].get(siren, {}).get("nom_court", siren)

    for code, commune in nouveaux["communes.csv"].items():
        ancien = anciens["communes.csv"].get(code, commune).get("epci", "")
        if ancien != commune["epci"]:
            yield f"commune:{code}", commune["nom"], nom(anciens, ancien), nom(nouveaux, commune["epci"])


def _needless(communes: Mapping[str, LigneCog], corrections: Collection[LigneCog]) -> Iterator[str]:
    for correction in corrections:
        commune = communes.get(correction["code"])
        juste, table = _point(correction), _point(commune) if commune else None
        if commune is None or (juste and table and distance_km(juste, table) <= PROCHE_KM):
            yield correction["code"]


def _point(ligne: LigneCog) -> tuple[float, float] | None:
    lat, lon = degrees(ligne["lat"]), degrees(ligne["lon"])
    return None if lat is None or lon is None else (lat, lon)
