"""Which rubriques of a forme hold on their page of the booklet, and at which size: measured before any layout.

Sizes (mm, pt) mirror templates/evenement/livret.css; a test lays out every forme for all readers.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from coopdocs.theme import Theme
from coopdocs.theme.mesure import MM_PER_PT
from coopdocs.views.livret import Double, Element, Rubrique

CORPS = (9.8, 9.4, 9.0, 8.6)
"""Type sizes (pt) of a right page, the first at which everything holds."""
_PLACE = 141.0
"""Height (mm) that the rubriques of a right page share."""
_INTERLIGNE, _TETE, _ECART = 1.32, 8.8, 4.0


@dataclass(frozen=True)
class _Pose:
    """How elements stand: columns, the width of a text (mm), the room under each row (mm), the least height (mm)."""

    colonnes: int
    largeur: float
    sous: float
    moins: float = 0.0


_POSES = {
    "icones": _Pose(2, 50.0, 2.6, 7.0),
    "etapes": _Pose(1, 114.0, 1.4, 7.4),
    "liste": _Pose(1, 119.4, 1.0),
    "chiffres": _Pose(3, 38.0, 1.0),
    "texte": _Pose(1, 126.0, 1.9),
    "exemples": _Pose(2, 60.0, 2.6),
    "acteurs": _Pose(2, 50.0, 2.0, 7.0),
}
_EXTRAITS = " (extraits)"
_VALEUR = 26 * MM_PER_PT


def tenir(double: Double, theme: Theme) -> tuple[Double, float]:
    """A forme's pages with the rubriques that hold there, and their type size (pt).

    Everything at the largest size that holds it; else, at the smallest, without what may be left out, from the end.
    """
    rubriques = list(double.rubriques)
    corps = CORPS[-1]
    while (over := [i for i, r in enumerate(rubriques) if _souple(r)]) and _hauteur(rubriques, corps, theme) > _PLACE:
        last = over[-1]
        rubriques[last] = _moindre(rubriques[last])
        rubriques = [r for r in rubriques if r.elements or r.rien]
    fit = (c for c in CORPS if _hauteur(rubriques, c, theme) <= _PLACE)
    return replace(double, rubriques=tuple(rubriques)), next(fit, corps)


def _souple(rubrique: Rubrique) -> bool:
    return rubrique.minimum is not None and len(rubrique.elements) > rubrique.minimum


def _moindre(rubrique: Rubrique) -> Rubrique:
    """The same rubrique with one element less, which its title says, or none where it may go altogether."""
    if not rubrique.minimum:
        return replace(rubrique, elements=())
    return replace(rubrique, elements=rubrique.elements[:-1], titre=rubrique.titre.removesuffix(_EXTRAITS) + _EXTRAITS)


def _hauteur(rubriques: Sequence[Rubrique], corps: float, theme: Theme) -> float:
    """How high (mm) rubriques stand one under the other."""
    return sum(_TETE + _corps_de(r, corps, theme) for r in rubriques) + _ECART * (len(rubriques) - 1)


def _corps_de(rubrique: Rubrique, corps: float, theme: Theme) -> float:
    pose = _POSES[rubrique.pose]
    if not rubrique.elements:
        return corps * _INTERLIGNE * MM_PER_PT
    heights = [_element(e, rubrique.pose, corps, theme) for e in rubrique.elements]
    rows = [heights[i : i + pose.colonnes] for i in range(0, len(heights), pose.colonnes)]
    return sum(max(row) for row in rows) + pose.sous * len(rows)


def _element(element: Element, nom: str, corps: float, theme: Theme) -> float:
    """How high (mm) one element stands: its title, its place on a line of its own, its text with calls and doubt."""
    pose, ligne = _POSES[nom], corps * _INTERLIGNE * MM_PER_PT
    doute = " (à\u00a0vérifier)" if element.fait.confiance == "incertain" else ""
    suite = element.detail if nom == "chiffres" else ""
    texte = f"{element.fait.texte}{suite}{doute}{'00' * len(element.fait.sources)}"
    high = theme.lines([texte], "Coopdocs Texte", "400", corps, pose.largeur) * ligne
    if nom == "chiffres":
        high += _VALEUR
    elif element.titre:
        high += theme.lines([element.titre], "Coopdocs Titre", "700", corps * 1.04, pose.largeur) * ligne
    if nom == "exemples":
        high += theme.lines([element.detail], "Coopdocs Texte", "600", corps * 0.92, pose.largeur) * ligne
    return max(high, pose.moins)
