"""The charts of a territory's figures as drawings (units: 0.1 mm on paper): places among others, shares, bars."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from coopdocs.couleurs import BLANC, ENCRE, FILET, GRIS, Palette
from coopdocs.croquis import Cercle, Croquis, FormeDessinee, Legende, Rectangle, Segment
from coopdocs.sizes.units import MM_PER_PT
from coopdocs.theme.mesure import largest, width
from coopdocs.typographie import INSECABLE, nombre

PT = 10 * MM_PER_PT
"""A point in units."""
BANDE, HAUT_BANDE = 170.0, 62.0
"""The place of one figure among others: a column of the table, and how high it is."""
_RAYON, _ANNEAU, _TRAIT_ANNEAU = 15.5, 10.5, 3.2
_BORD = 30.0
"""Between the strips of two columns stand twice so much."""

LARGEUR, COLONNE_BARRES = 880.0, 350.0
_NOM, _CHIFFRE = 8.8, 8.6
_HAUTE, _BASSE, _ENTRE, _SOUS_NOM = 64.0, 42.0, 24.0, 8.0
_MARGE = 12.0
"""Beside a figure in its segment; one that has not so much carries it above."""

"""The bar of what is not the territory's own."""


@dataclass(frozen=True)
class PlaceParmi:
    """A figure of a territory among those of others, and their median; any may be unknown."""

    lui: float | None
    autres: tuple[float, ...]
    milieu: float | None


@dataclass(frozen=True)
class Teinte:
    """The colours of a part of a bar: its ground, its edge, and the figure on it."""

    fond: str
    bord: str
    encre: str


def ages(p: Palette) -> tuple[Teinte, ...]:
    """Those of the three ages."""
    return Teinte(p.ici_clair, p.ici_trait, ENCRE), Teinte(p.ici_fond, p.ici_clair, ENCRE), Teinte(p.ici, p.ici, BLANC)


def logements(p: Palette) -> tuple[Teinte, ...]:
    """Those of the three kinds of dwellings."""
    first, second = Teinte(p.lavande_pale, p.lavande_bord, ENCRE), Teinte(p.lavande, p.lavande, ENCRE)
    return first, second, Teinte(p.nuit, p.nuit, BLANC)


@dataclass(frozen=True)
class Empilee:
    """A bar of parts, each as the number that it is of; `propre`: it is the territory's own."""

    nom: str
    parts: tuple[float, ...]
    propre: bool = False


def places(rangees: Sequence[PlaceParmi | None], palette: Palette) -> Croquis:
    """A strip for each figure: rings are the others, the disc the territory, the tick their median. None: no strip."""
    formes: list[FormeDessinee] = []
    for n, rangee in enumerate(rangees):
        if rangee is not None and rangee.lui is not None and rangee.autres:
            formes += _strip(rangee, rangee.lui, n * BANDE, palette)
    return Croquis(BANDE * len(rangees), HAUT_BANDE, tuple(formes))


def _strip(rangee: PlaceParmi, lui: float, x0: float, palette: Palette) -> list[FormeDessinee]:
    least, most = min(lui, *rangee.autres), max(lui, *rangee.autres)
    left, right, y = x0 + _BORD, x0 + BANDE - _BORD, HAUT_BANDE / 2

    def at(valeur: float) -> float:
        return left + (right - left) * ((valeur - least) / (most - least) if most > least else 0.5)

    formes: list[FormeDessinee] = [Segment(left, y, right, y, FILET, 2)]
    formes += [Cercle(at(valeur), y, _ANNEAU, BLANC, palette.lavande_trait, _TRAIT_ANNEAU) for valeur in rangee.autres]
    if rangee.milieu is not None:
        x = at(rangee.milieu)
        formes.append(Segment(x, y - 24, x, y + 24, ENCRE, 4.5))
    return [*formes, Cercle(at(lui), y, _RAYON, palette.ici, BLANC, 3)]


def stacked(barres: Sequence[Empilee], teintes: Sequence[Teinte], police: Path, propre: str) -> Croquis:
    """Bars as wide as their parts are exact, each under its name; `police`: that of their names.

    `propre`: the colour of the territory's own name.
    """
    formes: list[FormeDessinee] = []
    y = 0.0
    for barre in barres:
        formes += _named(barre, y, police, propre)
        y += PT * _NOM + _SOUS_NOM
        haut = _HAUTE if barre.propre else _BASSE
        formes += _parts(barre, teintes, y, haut, police)
        y += haut + _ENTRE
    return Croquis(LARGEUR, y - _ENTRE + 1, tuple(formes))


def _named(barre: Empilee, y: float, police: Path, propre: str) -> list[FormeDessinee]:
    corps = largest(barre.nom, police, LARGEUR / 10 - 17, (_NOM, 8.0, 7.4)) or 7.4
    graisse, couleur = (600, propre) if barre.propre else (400, GRIS)
    return [Legende(0, y + PT * 0.76 * _NOM, _cut(barre.nom, police, corps), PT * corps, couleur, graisse)]


def _cut(nom: str, police: Path, corps: float) -> str:
    """A name that no size holds ends on its last whole word."""
    mots = nom.split(" ")
    while len(mots) > 1 and width(" ".join(mots), police, corps) > LARGEUR / 10 - 17:
        mots.pop()
    return " ".join(mots) + ("…" if len(mots) < len(nom.split(" ")) else "")


def _parts(barre: Empilee, teintes: Sequence[Teinte], y: float, haut: float, police: Path) -> list[FormeDessinee]:
    total = sum(barre.parts)
    formes: list[FormeDessinee] = []
    chiffres: list[FormeDessinee] = []
    x, libre = 0.0, LARGEUR
    edges: list[tuple[float, float]] = []
    for part in barre.parts:
        edges.append((x, LARGEUR * part / total))
        x += LARGEUR * part / total
    for (left, wide), teinte in zip(edges, teintes, strict=True):
        formes.append(Rectangle(left, y, wide, haut, teinte.fond, teinte.bord, 1.4))
    # from the right, so that the figures above two narrow parts do not meet
    for (left, wide), part, teinte in reversed(list(zip(edges, barre.parts, teintes, strict=True))):
        texte = f"{nombre(round(100 * part / total))}{INSECABLE}%"
        large = 10 * width(texte, police, _CHIFFRE)
        if wide >= large + 1.5 * _MARGE:
            milieu = y + haut / 2 + PT * _CHIFFRE * 0.32
            chiffres.append(
                Legende(left + min(_MARGE, (wide - large) / 2), milieu, texte, PT * _CHIFFRE, teinte.encre, 600)
            )
        elif part:
            place = min(left + wide / 2 + large / 2, libre)
            chiffres.append(Legende(place, y - _SOUS_NOM, texte, PT * _CHIFFRE, ENCRE, 600, "end"))
            libre = place - large - _MARGE
    return [*formes, *chiffres]


def bars(valeurs: Sequence[tuple[float, bool]], rangee: float, palette: Palette) -> Croquis:
    """A bar for each row of a table, exact to its value; those that are not the territory's own are paler."""
    most = max((valeur for valeur, _ in valeurs), default=0) or 1
    ici, autres = palette.ici, palette.lavande_barre
    formes = tuple(
        Rectangle(0, n * rangee + 0.17 * rangee, COLONNE_BARRES * valeur / most, 0.62 * rangee, ici if own else autres)
        for n, (valeur, own) in enumerate(valeurs)
        if valeur
    )
    return Croquis(COLONNE_BARRES, rangee * len(valeurs), formes)
