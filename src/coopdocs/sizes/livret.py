"""The pages of a booklet (A5) that a forme has."""

from __future__ import annotations

from dataclasses import dataclass

from coopdocs.sizes.units import MM_PER_PT, TITRE, Em, Mm, Pt, Ratio, SizeChoice

LARGEUR = 126.0
"""The width (mm) between the margins."""
CORPS = (9.8, 9.4, 9.0, 8.6)
"""Type sizes (pt) of a right page, the first at which everything holds."""
RUBRIQUES = Mm(141)
"""The height that the rubriques of a right page share."""
RUBRIQUES_ECART = Mm(4)
"""The least room between two of them; what they leave is shared out."""
INTERLIGNE, TITRE_PART, DETAIL_PART = Ratio(1.32), Em(1.04), Em(0.92)
"""The height of a line in sizes of its type; the title and the detail of an element in the size of its text."""
RUBRIQUE_LIGNE, RUBRIQUE_SOUS, RUBRIQUE_FILET, RUBRIQUE_APRES = Pt(14), Mm(1), Mm(0.4), Mm(2.2)
TETE = RUBRIQUE_LIGNE * MM_PER_PT + RUBRIQUE_SOUS + RUBRIQUE_FILET + RUBRIQUE_APRES + 0.26
"""The height (mm) of a rubrique's title, a quarter of a millimetre on the safe side."""
VALEUR = Pt(26)
"""The line of a figure."""


@dataclass(frozen=True)
class Pose:
    """How elements stand: columns, the width of a text (mm), the room under each row (mm), the least height (mm)."""

    colonnes: int
    largeur: float
    sous: float
    moins: float = 0.0


MOITIE = Mm(60)
ICONE = Mm(10)
ICONES_SOUS, ACTEURS_SOUS, EXEMPLES_SOUS = Mm(2.6), Mm(2), Mm(2.6)
ICONE_HAUT = 7.0
ICONES_HAUT, ACTEURS_HAUT = Mm(ICONE_HAUT + ICONES_SOUS), Mm(ICONE_HAUT + ACTEURS_SOUS)
ETAPE_NUMERO, ETAPE, ETAPE_SOUS = Mm(7.4), Mm(114), Mm(1.4)
LISTE_ICONE, LISTE_SOUS = Mm(6.6), Mm(1)
ETAPE_TITRE, ETAPE_DUREE = Mm(84), Mm(30)
CHIFFRE = Mm(38)
CHIFFRE_VALEUR = SizeChoice(TITRE, "800", CHIFFRE, (22, 19, 16), -0.02)
TEXTE_SOUS = Mm(1.9)
POSES = {
    "icones": Pose(2, MOITIE - ICONE, ICONES_SOUS, ICONE_HAUT),
    "etapes": Pose(1, ETAPE, ETAPE_SOUS, ETAPE_NUMERO),
    "liste": Pose(1, LARGEUR - LISTE_ICONE, LISTE_SOUS),
    "chiffres": Pose(3, CHIFFRE, 1.0),
    "texte": Pose(1, LARGEUR, TEXTE_SOUS),
    "exemples": Pose(2, MOITIE, EXEMPLES_SOUS),
    "acteurs": Pose(2, MOITIE - ICONE, ACTEURS_SOUS, ICONE_HAUT),
}
