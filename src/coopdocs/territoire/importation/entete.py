"""Where a table begins: what stands above it, the rows that name its columns, and what they call each."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from coopdocs.source import clean_cell
from coopdocs.territoire.importation.codes import Codes
from coopdocs.territoire.importation.colonnes import is_code_title, key
from coopdocs.territoire.importation.fichier import Ligne

_CHERCHEES = 15
"""In how many rows the names of the columns are looked for."""
_NOMBRE = re.compile(r"[-−+]?[\d\s\u00a0\u202f]*\d(?:[.,]\d+)?(?:[eE][-+]?\d+)? ?%?")
_PERIODE = re.compile(r"(19|20)\d\d([-_ ]?[TtSs]\d)?")


@dataclass(frozen=True)
class Entete:
    """The heading of a table.

    `avant`: rows above it; `rangees`: how many rows it has; `titres`: the name of each column, the technical one where
    there are two, `libelles`: the one for people; `premiere`: how many rows stand before the first of data.
    """

    avant: tuple[str, ...]
    rangees: int
    titres: tuple[str, ...]
    libelles: tuple[str, ...]
    premiere: int


def find_heading(lignes: Sequence[Ligne], codes: Codes) -> Entete | None:
    """The heading in the first rows of a table; None where no row names a column of codes and none holds any."""
    nets = [[clean_cell(case) for case in cases] for _, cases in lignes]
    rang = next((n for n, cases in enumerate(nets[:_CHERCHEES]) if _names_columns(cases)), None)
    if rang is None:
        rang = _above_codes(nets, codes)
        if rang is None:
            return None
    dernier = rang
    while dernier + 1 < len(nets) and _names_columns(nets[dernier + 1]):
        dernier += 1
    premier = rang - 1 if rang and _is_readable(nets[rang - 1], nets[rang]) else rang
    largeur = max(len(cases) for cases in nets[premier : dernier + 1])
    titres = [*nets[dernier], *[""] * (largeur - len(nets[dernier]))]
    libelles = [*nets[premier], *[""] * (largeur - len(nets[premier]))] if premier < dernier else titres
    libelles = [libelle or titre for libelle, titre in zip(libelles, titres, strict=False)]
    if premier and any(nombre > 1 for titre, nombre in Counter(titres).items() if titre):
        titres = libelles = _with_group(nets[premier - 1], titres)
    avant = tuple(" ".join(filter(None, cases)) for cases in nets[:premier])
    return Entete(avant, dernier - premier + 1, tuple(_unique(titres)), tuple(libelles), dernier + 1)


def _names_columns(cases: Sequence[str]) -> bool:
    """Whether a row names a column of codes, and holds no figure but years."""
    if sum(map(bool, cases)) < 2 or not any(is_code_title(case) for case in cases):
        return False
    return not any(_NOMBRE.fullmatch(case) and not _PERIODE.fullmatch(case) for case in cases if case)


def _is_readable(dessus: Sequence[str], noms: Sequence[str]) -> bool:
    """Whether the row above the technical names says them for people: as many cells, none a figure, none the same."""
    pleines, attendues = sum(map(bool, dessus)), sum(map(bool, noms))
    if pleines < max(2, 0.8 * attendues) or len(set(filter(None, dessus))) < 0.8 * pleines:
        return False
    return not any(_NOMBRE.fullmatch(case) for case in dessus if case)


def _above_codes(nets: Sequence[Sequence[str]], codes: Codes) -> int | None:
    """The row above the first codes, where no title names them."""
    for rang, cases in enumerate(nets[:40]):
        if any(re.fullmatch(r"\d[\dAB]\d{3}|\d{9}", case) and codes.read(case).retenu for case in cases):
            return rang - 1 if rang and not any(_NOMBRE.fullmatch(case) for case in nets[rang - 1] if case) else None
    return None


def _with_group(dessus: Sequence[str], titres: Sequence[str]) -> list[str]:
    """Titles that come several times, each with the one that spans it in the row above: « 2021 – Nombre »."""
    comptes, groupe, complets = Counter(titres), "", []
    for rang, titre in enumerate(titres):
        groupe = (dessus[rang] if rang < len(dessus) else "") or groupe
        complets.append(f"{groupe} – {titre}" if comptes[titre] > 1 and groupe and titre else titre)
    return complets


def _unique(titres: Sequence[str]) -> list[str]:
    """The same titles, those that come again numbered, so that each names one column."""
    vus: Counter[str] = Counter()
    uniques = []
    for titre in titres:
        vus[key(titre)] += 1
        uniques.append(f"{titre} ({vus[key(titre)]})" if titre and vus[key(titre)] > 1 else titre)
    return uniques
