"""How high rows are in a territory's own pages, so that what varies in them moves nothing, and what is on one page."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from coopdocs.theme import Theme
from coopdocs.views.dossier import Dossier
from coopdocs.views.dossier.parts import Indice

PAGE, LISTES, RANGEE, RANGEE_MIN = 162.0, 7.8, 9.6, 5.6
"""What the page holds under its band of figures; the head of the lists; their highest and lowest row (mm)."""
PHRASE, LIBELLE, PRECISION, CELLULE, SUITE, BANDE = 5.2, 4.24, 3.53, 2.43, 4.6, 4.1
INDICES, RANGEE_INDICE, RANGEE_INDICE_MIN = 195.0, 27.6, 22.0
"""What the page holds of formes seen from here; the highest row, and the lowest that holds its texts (mm)."""
HAUT, SIGLE, NOM, DECOMPTE = 5.6, 5.08, 4.1, 3.39
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
    phrase = PHRASE * theme.lines([dossier.phrase], "Coopdocs Texte", "400", 11, 181) if dossier.phrase else 0
    suite = SUITE if any(liste.suite for liste in dossier.listes) else 0
    # the band has room for two lines under each of its figures
    bande = max(_lines(theme, libelle, 41.8) for _, libelle in dossier.faits)
    reste = PAGE - reperes - phrase - LISTES - suite - BANDE * max(bande - 2, 0)
    most = max((len(liste.membres) for liste in dossier.listes), default=1)
    if reste < RANGEE_MIN * min(most, _PEU):
        return ProfilImprime(libelles, propre, autres, 6.4, most, False)
    montrees = max(1, min(most, int(reste / RANGEE_MIN)))
    return ProfilImprime(libelles, propre, autres, min(RANGEE, int(10 * reste / montrees) / 10), montrees, True)


def _lines(theme: Theme, libelle: str, largeur: float) -> int:
    return sum(theme.lines([ligne], "Coopdocs Texte", "400", 9, largeur) for ligne in libelle.split("\n"))


def indices(theme: Theme, shown: Iterable[Indice]) -> tuple[float, bool]:
    """The height of a forme's row among those seen from here (mm), and whether all are on one page."""
    lignes = [
        (
            theme.lines([i.forme.sigle], "Coopdocs Titre", "700", 11.6, 38.5),
            theme.lines([i.forme.nom], "Coopdocs Texte", "400", 9, 35) if i.forme.nom != i.forme.sigle else 0,
            theme.lines([i.couverture], "Coopdocs Texte", "400", 7.6, 35),
        )
        for i in shown
    ]
    hautes = [max(RANGEE_INDICE_MIN, HAUT + SIGLE * sigle + NOM * nom + DECOMPTE * n) for sigle, nom, n in lignes]
    most = max(hautes, default=0)
    if most * len(hautes) <= INDICES:
        return max(most, min(RANGEE_INDICE, int(10 * INDICES / max(len(hautes), 1)) / 10)), True
    return max(24.0, RANGEE_INDICE_MIN), False
