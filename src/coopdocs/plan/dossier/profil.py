"""How high rows are in a territory's own pages, so that what varies in them moves nothing, and what is on one page."""

from __future__ import annotations

from dataclasses import dataclass

from coopdocs.theme import Theme
from coopdocs.views.dossier import Dossier

PAGE, LISTES, RANGEE, RANGEE_MIN = 194.0, 7.8, 9.6, 5.6
"""What the page holds under its head; the head of the lists; their highest and lowest row (mm)."""
LIBELLE, PRECISION, CELLULE, SUITE = 4.24, 3.53, 2.43, 4.6
_PEU = 6


@dataclass(frozen=True)
class ProfilImprime:
    """Widths of the first two columns of figures and of each other one; how high a row of the lists is, how many show.

    `page`: whether all is on one page. Lengths in mm.
    """

    libelles: int
    propre: int
    autres: float
    rangee: float
    montrees: int
    page: bool


def profil(theme: Theme, dossier: Dossier) -> ProfilImprime:
    """`PAGE` and the others mirror templates/dossier/imprime.css; `tests/documents/test_dossier_pages.py` tries it."""
    n = len(dossier.colonnes)
    libelles, propre = {2: (70, 56), 3: (58, 46), 4: (44, 26)}.get(n, (42, 26))
    autres = (182 - libelles - propre) / (n - 1)
    reperes = 0.0
    for repere in dossier.reperes:
        precision = f"{repere.precision}, {repere.source.titre}" if repere.source else repere.precision
        lignes = theme.lines([repere.libelle], "Coopdocs Titre", "700", 9.4, libelles - 0.5)
        reperes += CELLULE + LIBELLE * lignes
        reperes += PRECISION * theme.lines([precision], "Coopdocs Texte", "400", 8, libelles - 0.5)
    suite = SUITE if any(liste.suite for liste in dossier.listes) else 0
    reste = PAGE - reperes - LISTES - suite
    most = max((len(liste.membres) for liste in dossier.listes), default=1)
    if reste < RANGEE_MIN * min(most, _PEU):
        return ProfilImprime(libelles, propre, autres, 6.4, most, False)
    montrees = max(1, min(most, int(reste / RANGEE_MIN)))
    return ProfilImprime(libelles, propre, autres, min(RANGEE, int(10 * reste / montrees) / 10), montrees, True)
