"""Rows that a public list of projects proposes for initiatives.csv, beside what the kit already has."""

from __future__ import annotations

import csv
import io
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from coopdocs.source import clean_cell
from coopdocs.territoire.atlas import Territoires
from coopdocs.territoire.importation.codes import Codes
from coopdocs.territoire.importation.colonnes import key
from coopdocs.territoire.importation.table import TableRecue
from coopdocs.territoire.modele import Territoire
from coopdocs.territoire.noms import fold
from coopdocs.territoire.registres import COLONNES, INITIATIVES
from coopdocs.typographie import slug

_DEJA = "deja_dans_le_kit"
_FORMULE = re.compile(r"[=+\-@\t]")


def candidates(territoires: Territoires, table: TableRecue) -> tuple[bytes, int, int]:
    """A CSV file of the projects of France PAT as initiatives; how many are new, and how many the kit seems to have."""
    codes = Codes(territoires)
    connues = _Connues(territoires.initiatives)
    sortie = io.StringIO(newline="")
    ecrit = csv.writer(sortie, lineterminator="\n")
    ecrit.writerow([*COLONNES[INITIATIVES], _DEJA])
    deja = nouvelles = 0
    for rangee in _projects(table):
        lieu = _place(territoires, codes, rangee.get("communes code insee", ""))
        nom = rangee.get("nom usuel") or rangee.get("nom administratif", "")
        if not nom:
            continue
        valeurs = {
            "id": f"pat-{slug(nom)}", "forme": "pat", "nom": nom, "territoire_type": lieu[0],
            "territoire_code": lieu[1], "portee": lieu[2], "lieu": "", "annee": "", "statut": "",
            "source_titre": "France PAT, données ouvertes", "source_date": "",
            "source_url": rangee.get("lien vers la fiche pat", ""),
            "note": "" if lieu[0] else "territoire à préciser",
        }  # fmt: skip
        memes = connues.like(valeurs)
        deja, nouvelles = deja + bool(memes), nouvelles + (not memes)
        ecrit.writerow([_plain(valeurs[colonne]) for colonne in COLONNES[INITIATIVES]] + [" ".join(memes)])
    return ("\ufeff" + sortie.getvalue()).encode(), nouvelles, deja


def _plain(texte: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{texte}" if _FORMULE.match(texte) else texte


def _projects(table: TableRecue) -> Iterator[dict[str, str]]:
    titres = [key(titre) for titre in table.entete.titres]
    for _, cases in table.lignes():
        yield dict(zip(titres, (clean_cell(case) for case in cases), strict=False))


def _place(territoires: Territoires, codes: Codes, cellule: str) -> tuple[str, str, str]:
    """Type, code and reach of the smallest thing that has just these communes; nothing where none is known."""
    communes = list(_communes(territoires, codes, cellule))
    if not communes:
        return "", "", ""
    if len(communes) == 1:
        return "commune", communes[0].code, ""
    par_epci: defaultdict[str, list[Territoire]] = defaultdict(list)
    for commune in communes:
        par_epci[commune.epci or commune.code].append(commune)
    if len(par_epci) == 1 and (epci := territoires.get(f"epci:{communes[0].epci}")):
        entier = len(communes) == territoires.nombre_communes(epci)
        return "epci", epci.code, "couvre" if entier else ""
    departements = {commune.departements[0] for commune in communes}
    t = territoires.get(f"departement:{communes[0].departements[0]}")
    if len(departements) == 1 and t and len(communes) >= 0.98 * territoires.nombre_communes(t):
        return "departement", t.code, "couvre"
    plus_peuplees = (max(membres, key=lambda c: c.population or 0) for membres in par_epci.values())
    return "communes", " ".join(sorted(c.code for c in plus_peuplees)), ""


def _communes(territoires: Territoires, codes: Codes, cellule: str) -> Iterator[Territoire]:
    vues: set[str] = set()
    for morceau in re.split(r"[;,| ]+", cellule):
        lu = codes.read(morceau, "commune") if morceau else None
        if lu is None or not lu.retenu:
            continue
        code = lu.cle.partition(":")[2]
        ancienne = territoires.anciennes.of_code(code) if lu.sorte != "actuel" else None
        t = territoires.get(f"commune:{ancienne.commune}" if ancienne else lu.cle)
        if t and t.code not in vues:
            vues.add(t.code)
            yield t


class _Connues:
    """The initiatives of the kit by what tells that two rows are of one project."""

    def __init__(self, initiatives: Sequence[Mapping[str, str]]) -> None:
        self._par: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
        for row in initiatives:
            if row["forme"] == "pat":
                for marque in self._marks(row):
                    self._par[marque].append(row["id"])

    def like(self, row: Mapping[str, str]) -> list[str]:
        return list(dict.fromkeys(ident for marque in self._marks(row) for ident in self._par.get(marque, ())))

    def _marks(self, row: Mapping[str, str]) -> Iterator[tuple[str, str]]:
        if adresse := row["source_url"].rstrip("/"):
            yield "url", adresse.partition("://")[2]
        yield "nom", fold(row["nom"])
        if row["territoire_type"] in ("epci", "departement", "communes") and row["territoire_code"]:
            yield row["territoire_type"], row["territoire_code"]
