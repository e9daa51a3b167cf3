"""Codes as tables write them, whatever a spreadsheet did to them, to the territories of today or of yesterday."""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from coopdocs.source import read_text
from coopdocs.territoire.anciennes import EPCI_ANCIENS
from coopdocs.territoire.atlas import Territoires
from coopdocs.territoire.noms import fold

Sorte = Literal[
    "actuel", "ancienne commune", "arrondissement", "EPCI disparu", "autre niveau", "sans territoire", "inconnu",
    "tableur", "SIREN de commune", "région ou département",
]  # fmt: skip
RETENUES: tuple[Sorte, ...] = ("actuel", "ancienne commune", "arrondissement", "EPCI disparu")
ECARTEES: tuple[Sorte, ...] = ("autre niveau", "sans territoire")
"""Rows that tables have besides those of territories, and that are no fault."""
OBJETS = {
    "com": "commune", "commune": "commune", "arm": "commune", "dep": "departement", "departement": "departement",
    "reg": "region", "region": "region", "epci": "epci", "france": "france", "fra": "france",
}  # fmt: skip
"""What GEO_OBJECT or a prefix of a code says."""
_SANS = {"zzzzzzzzz", "csz", "000", "sans objet", "total", "france", "ensemble", "france entiere",
         "france metropolitaine", "france hors mayotte", "total general", "moyenne",
         "ensemble des communes"}  # fmt: skip
_PREFIXE = re.compile(r"(?:(\d{4})-)?(COM|ARM|DEP|REG|EPCI|FRANCE|[A-Z]{2,4}\d{0,4})-(\w+)")
_SCIENTIFIQUE = re.compile(r"\d+(?:[.,]\d+)?[eE]\+?\d+")
_COMMUNE = re.compile(r"\d[\dAB]\d{3}")
_AVEC_NOM = re.compile(r"(\d[\dAB]?\d?) ?[-–:] ?[^\W\d].*")
_VIDES = re.compile(r"(?<=\d)[\s\u00a0\u202f](?=\d)")


@dataclass(frozen=True, slots=True)
class CodeLu:
    """A cell that names a territory: `cle` the typed code, of yesterday for a former one; `zero`: one was put back."""

    sorte: Sorte
    cle: str
    zero: bool = False

    @property
    def retenu(self) -> bool:
        return self.sorte in RETENUES


@dataclass(frozen=True, slots=True)
class EpciAncien:
    """Where an EPCI that is no more has gone: SIREN of today by share (%) of its people; `dernier`: its last year."""

    siren: str
    nom: str
    dernier: int
    vers: Mapping[str, float]


class Codes:
    """The codes of a kit's tables, looked up as imported tables write them."""

    def __init__(self, territoires: Territoires) -> None:
        self.territoires = territoires
        self._lus: dict[tuple[str, str], CodeLu] = {}

    def read(self, texte: str, niveau: str = "", libelle: str = "") -> CodeLu:
        """What a cell names; `niveau`: what its column or its row says, « » for any; `libelle`: the name beside it."""
        lu = self._lus.get((texte, niveau))
        if lu is None:
            lu = self._lus[texte, niveau] = self._read(texte, niveau)
        if lu.sorte == "région ou département" and libelle:
            return self._by_name(lu, libelle)
        if lu.zero and libelle and not self.agrees(lu.cle, libelle):
            return CodeLu("inconnu", texte)
        return lu

    @cached_property
    def _connus(self) -> frozenset[str]:
        genres = ("commune", "epci", "ept", "departement", "region")
        return frozenset(cle for genre in genres for cle in self.territoires.codes(genre))

    @cached_property
    def disparus(self) -> Mapping[str, EpciAncien]:
        """The EPCI of yesterday by their SIREN; none where a kit has no such table."""
        chemin = self.territoires.folder / EPCI_ANCIENS
        fichier = read_text(chemin, self.territoires.racine)[0] if chemin.is_file() else None
        rangees: dict[str, list[dict[str, str]]] = {}
        for rangee in csv.DictReader(fichier.text.splitlines() if fichier else ()):
            rangees.setdefault(rangee["siren_ancien"], []).append(rangee)
        return {
            siren: EpciAncien(siren, memes[0]["nom"], int(memes[0]["dernier_cog"]),
                              {r["siren_actuel"]: float(r["part_population"]) for r in memes})
            for siren, memes in rangees.items()
        }  # fmt: skip

    def _read(self, texte: str, niveau: str) -> CodeLu:
        if fold(texte).strip() in _SANS:
            return CodeLu("sans territoire", texte)
        if _SCIENTIFIQUE.fullmatch(texte):
            return CodeLu("tableur", texte)
        if niveau not in ("", "commune", "epci", "departement", "region"):
            return CodeLu("autre niveau", texte)
        if prefixe := _PREFIXE.fullmatch(texte):
            objet = OBJETS.get(prefixe[2].lower())
            if objet is None or objet == "france":
                return CodeLu("autre niveau" if objet is None else "sans territoire", texte)
            return self._read(prefixe[3], objet)
        if texte in self._connus:
            return CodeLu("actuel", texte)
        code = _VIDES.sub("", texte)
        code = re.sub(r"[.,]0+$", "", code) if re.fullmatch(r"\d+[.,]0+", code) else code
        if nomme := _AVEC_NOM.fullmatch(texte):
            code = nomme[1]
        return self._typed(code.upper(), niveau)

    def _typed(self, code: str, niveau: str) -> CodeLu:
        if re.fullmatch(r"\d{9}", code) and niveau in ("", "epci", "commune"):
            return self._siren(code)
        if niveau in ("", "commune") and len(code) == 5 and _COMMUNE.fullmatch(code):
            return self._commune(code)
        if niveau in ("", "commune") and re.fullmatch(r"\d{4}", code):
            lu = self._commune(f"0{code}")
            return CodeLu(lu.sorte, lu.cle, zero=True) if lu.retenu else CodeLu("inconnu", code)
        if niveau in ("", "departement", "region") and re.fullmatch(r"\d|\d[\dAB]|9[78]\d|0\d\d", code):
            return self._division(code, niveau)
        return CodeLu("inconnu", code)

    def _commune(self, code: str) -> CodeLu:
        if f"commune:{code}" in self._connus:
            return CodeLu("actuel", f"commune:{code}")
        if ancienne := self.territoires.anciennes.of_code(code):
            sorte: Sorte = "arrondissement" if ancienne.type == "arrondissement" else "ancienne commune"
            return CodeLu(sorte, f"commune:{code}")
        return CodeLu("inconnu", code)

    def _siren(self, code: str) -> CodeLu:
        for genre in ("epci", "ept"):
            if f"{genre}:{code}" in self._connus:
                return CodeLu("actuel", f"{genre}:{code}")
        if code in self.disparus:
            return CodeLu("EPCI disparu", f"epci:{code}")
        return CodeLu("SIREN de commune" if code.startswith("21") else "inconnu", code)

    def _division(self, code: str, niveau: str) -> CodeLu:
        entier = code.zfill(2) if len(code) == 1 else code[1:] if len(code) == 3 and code[0] == "0" else code
        zero = len(code) == 1
        found = [genre for genre in ("departement", "region") if f"{genre}:{entier}" in self._connus]
        if niveau:
            found = [genre for genre in found if genre == niveau]
        if len(found) == 2:
            return CodeLu("région ou département", entier, zero)
        return CodeLu("actuel", f"{found[0]}:{entier}", zero) if found else CodeLu("inconnu", code)

    def _by_name(self, lu: CodeLu, libelle: str) -> CodeLu:
        found = [cle for genre in ("departement", "region") if self.agrees(cle := f"{genre}:{lu.cle}", libelle)]
        return CodeLu("actuel", found[0], lu.zero) if len(found) == 1 else lu

    def name(self, cle: str) -> str:
        """What the kit calls a territory, one of yesterday too."""
        if territoire := self.territoires.get(cle):
            return territoire.nom_court
        genre, _, code = cle.partition(":")
        if genre == "commune" and (ancienne := self.territoires.anciennes.of_code(code)):
            return ancienne.nom
        return self.disparus[code].nom if code in self.disparus else code

    def agrees(self, cle: str, libelle: str) -> bool:
        """Whether a name may be that of a territory: the same words, or, for an EPCI, one of its own words."""
        dit = fold(libelle).strip()
        territoire = self.territoires.get(cle)
        noms = [
            fold(nom) for nom in ((territoire.nom, territoire.nom_court) if territoire else (self.name(cle),)) if nom
        ]
        if not dit or not noms or dit in noms:
            return True
        if cle.startswith(("commune:", "departement:", "region:")):
            ancienne = self.territoires.anciennes.of_code(cle.partition(":")[2])
            autres = [*noms, fold(ancienne.nom)] if ancienne else noms
            return any(_same_place(dit, nom) for nom in autres)
        return bool(_own(dit) & _own(" ".join(noms)))


def _same_place(dit: str, nom: str) -> bool:
    """« bosdarros » and « bosdarros », « le mans » and « mans », « paris 1er arrondissement » and « paris 01 »."""
    a, b = _own(dit), _own(nom)
    return dit.replace(" ", "") == nom.replace(" ", "") or bool(a and b and (a <= b or b <= a))


def _own(nom: str) -> set[str]:
    vides = {"le", "la", "les", "l", "de", "du", "des", "d", "et", "en", "sur", "cc", "ca", "cu", "communaute",
             "communes", "agglomeration", "agglo", "metropole", "urbaine", "pays", "commune"}  # fmt: skip
    return set(nom.split()) - vides
