"""Cells of a column as numbers: decided for the column as a whole, what is missing told apart, never made a zero."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

from coopdocs.territoire.noms import fold

Manque = Literal["secret", "non disponible", "sans objet", "non classé"]
MANQUES: tuple[Manque, ...] = ("secret", "non disponible", "sans objet", "non classé")
_MANQUES: dict[str, Manque] = {
    **dict.fromkeys(("s", "ss", "secret", "secret statistique", "n a secret statistique", "secret stat",
                     "donnee couverte par le secret statistique", "confidentiel"), "secret"),
    **dict.fromkeys(("", "nd", "n d", "nc", "n c", "na", "n a", "nan", "null", "none", "nr", "n r",
                     "non disponible", "non renseigne", "non connu", "inconnu", "non communique", "indisponible",
                     "n a resultat non disponible", "resultat non disponible", "donnee non disponible"),
                    "non disponible"),
    **dict.fromkeys(("so", "s o", "sans objet", "n a division par 0", "div 0", "n a sans objet"), "sans objet"),
    **dict.fromkeys(("non classe", "non classee"), "non classé"),
}  # fmt: skip
_SIGNES: dict[str, Manque] = {
    "-": "sans objet", "–": "sans objet", "—": "sans objet", "///": "sans objet", "-9999": "non classé",
    "-9999.0": "non classé", "…": "non disponible", "...": "non disponible", "..": "non disponible",
    ":": "non disponible", "#N/A": "non disponible", "#DIV/0!": "sans objet",
}  # fmt: skip
_ESPACES = re.compile(r"[\s\u00a0\u202f\u2009']")
_NOMBRE = re.compile(r"[-−+]?\d+(?:([.,])(\d+))?")
_MILLIERS = re.compile(r"[-−+]?[1-9]\d{0,2}(?:([.,])\d{3})(?:\1\d{3})+")
_SCIENTIFIQUE = re.compile(r"[-+]?\d+(?:[.,]\d+)?[eE][-+]?\d+")
_SUFFIXE = re.compile(r"^(.*\d)[\s\u00a0\u202f]*(%|€|k€|M€)$")
_TEXTES_MAX = 40


def missing(texte: str) -> Manque | None:
    """Which kind of missing value a cell says; None for a value."""
    if texte in _SIGNES:
        return _SIGNES[texte]
    # most cells are numbers
    if len(texte) > 50 or texte[:1].isdigit():
        return None
    return _MANQUES.get(fold(texte).strip())


@dataclass
class ProfilColonne:
    """What the cells of a column look like, one after the other."""

    manques: Counter[Manque] = field(default_factory=Counter)
    valeurs: int = 0
    formes: Counter[str] = field(default_factory=Counter)
    textes: Counter[str] = field(default_factory=Counter)
    unites: Counter[str] = field(default_factory=Counter)
    exemple: dict[str, str] = field(default_factory=dict)
    """A cell of each shape."""
    petits: int = 0
    """How many numbers lie between 0 and 1."""
    decimales: int = 0

    def add(self, texte: str) -> None:
        manque = missing(texte)
        if manque is not None:
            self.manques[manque] += 1
            return
        self.valeurs += 1
        forme = self._shape(texte)
        self.formes[forme] += 1
        self.exemple.setdefault(forme, texte)
        if forme == "texte" and (texte in self.textes or len(self.textes) <= _TEXTES_MAX):
            self.textes[texte] += 1

    def _shape(self, texte: str) -> str:
        """entier, virgule, virgule3 (as well a thousand), point, milliers, scientifique or texte."""
        if unite := _SUFFIXE.match(texte):
            texte = unite[1]
            self.unites[unite[2]] += 1
        serre = _ESPACES.sub("", texte)
        if _MILLIERS.fullmatch(serre):
            return "milliers," if "," in serre else "milliers."
        nombre = _NOMBRE.fullmatch(serre)
        if nombre is None:
            return "scientifique" if _SCIENTIFIQUE.fullmatch(serre) else "texte"
        if not nombre[1]:
            return "entier"
        self.petits += serre.lstrip("-−+").startswith("0")
        self.decimales = max(self.decimales, len(nombre[2].rstrip("0")))
        if nombre[1] == ".":
            return "point"
        entier = serre.lstrip("-−+").partition(",")[0]
        return "virgule3" if len(nombre[2]) == 3 and len(entier) <= 3 and entier[0] != "0" else "virgule"

    @property
    def is_numeric(self) -> bool:
        """Whether it is a column of numbers, but for a few faults."""
        return self.valeurs > 0 and self.formes["texte"] <= self.valeurs * 0.2

    @property
    def is_empty(self) -> bool:
        return self.valeurs == 0

    def fault(self, virgule: str = "") -> tuple[str, str] | None:
        """Why its numbers cannot be read for sure, and what to do; `virgule`: « decimale » or « milliers »."""
        f, ex = self.formes, self.exemple
        if f["scientifique"]:
            return (f"« {ex['scientifique']} » : le tableur a arrondi ce nombre",
                    "reprenez le fichier d’origine, sans l’enregistrer depuis le tableur")  # fmt: skip
        virgules, points = f["virgule"] + f["virgule3"] + f["milliers,"], f["point"] + f["milliers."]
        if virgules and points:
            memes = [ex[forme] for forme in ("virgule", "virgule3", "milliers,") if forme in ex][:1]
            autres = [ex[forme] for forme in ("point", "milliers.") if forme in ex][:1]
            return (f"« {memes[0]} » et « {autres[0]} » : virgule et point dans la même colonne",
                    "gardez un seul signe décimal dans le fichier d’origine")  # fmt: skip
        if (f["virgule"] and f["milliers,"]) or (f["point"] and f["milliers."]):
            return "milliers et décimales ont le même signe", "gardez un seul sens à ce signe dans le fichier"
        if f["virgule3"] and not f["virgule"] and not f["milliers,"] and not virgule:
            return (f"« {ex['virgule3']} » : trois chiffres après chaque virgule, décimale ou millier ?",
                    "ajoutez --virgule decimale ou --virgule milliers")  # fmt: skip
        if 0 < self.unites["%"] < self.valeurs:
            return "des cases ont « % », d’autres non", "écrivez toute la colonne de la même façon"
        return None


def number(texte: str, virgule: str = "") -> Decimal | None:
    """A cell as a number, None where it is none; `virgule` « milliers »: the comma parts thousands."""
    if unite := _SUFFIXE.match(texte):
        texte = unite[1]
    serre = _ESPACES.sub("", texte).replace("−", "-")
    if _MILLIERS.fullmatch(serre):
        serre = re.sub("[.,]", "", serre)
    elif virgule == "milliers":
        serre = serre.replace(",", "")
    return Decimal(serre.replace(",", ".")) if _NOMBRE.fullmatch(serre) and len(serre) < 40 else None


def written(valeur: Decimal) -> str:
    """A number as the table of an indicator holds it."""
    texte = format(valeur, "f")
    return texte.rstrip("0").rstrip(".") if "." in texte else texte
