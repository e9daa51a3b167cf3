"""Which rubriques of a forme hold on their page of the booklet, and at which size: measured before any layout."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from coopdocs.sizes import livret as s
from coopdocs.sizes.units import MM_PER_PT, TEXTE, TITRE, TextStyle
from coopdocs.theme import Theme
from coopdocs.views.livret import Double, ElementRubrique, Rubrique
from coopdocs.zones.metre import Metre

_EXTRAITS = " (extraits)"


def fit_rubriques(double: Double, theme: Theme) -> tuple[Double, float]:
    """A forme's pages with the rubriques that hold there, and their type size (pt).

    Everything at the largest size that holds it; else, at the smallest, without what may be left out, from the end.
    """
    rubriques = list(double.rubriques)
    corps = s.CORPS[-1]
    while _hauteur(rubriques, corps, theme) > s.RUBRIQUES:
        last = next((i for i in reversed(range(len(rubriques))) if _souple(rubriques[i])), None)
        if last is None:
            break
        rubriques[last] = _moindre(rubriques[last])
        rubriques = [r for r in rubriques if r.elements or r.rien]
    fit = (c for c in s.CORPS if _hauteur(rubriques, c, theme) <= s.RUBRIQUES)
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
    return sum(s.TETE + _corps_de(r, corps, theme) for r in rubriques) + s.RUBRIQUES_ECART * (len(rubriques) - 1)


def _corps_de(rubrique: Rubrique, corps: float, theme: Theme) -> float:
    pose = s.POSES[rubrique.pose]
    if not rubrique.elements:
        return corps * s.INTERLIGNE * MM_PER_PT
    heights = [_element(e, rubrique.pose, corps, theme) for e in rubrique.elements]
    rows = [heights[i : i + pose.colonnes] for i in range(0, len(heights), pose.colonnes)]
    return sum(max(row) for row in rows) + pose.sous * len(rows)


def _element(element: ElementRubrique, nom: str, corps: float, theme: Theme) -> float:
    """How high (mm) one element stands: its title, its place on a line of its own, its text with calls and doubt."""
    pose, metre = s.POSES[nom], Metre(theme)

    def lines(texte: str, style: tuple[str, str, float], largeur: float = pose.largeur) -> int:
        return metre.coupees(texte, TextStyle(*style, corps * s.INTERLIGNE), largeur)

    doute = " (à\u00a0vérifier)" if element.fait.confiance == "incertain" else ""
    suite = element.detail if nom == "chiffres" else ""
    high = lines(f"{element.fait.texte}{suite}{doute}{'00' * len(element.fait.sources)}", (TEXTE, "400", corps))
    titre = (TITRE, "700", corps * s.TITRE_PART)
    if nom == "etapes":
        duree = lines(element.detail, (TEXTE, "600", corps), s.ETAPE_DUREE)
        high += max(lines(element.titre, titre, s.ETAPE_TITRE), duree)
    elif element.titre and nom != "chiffres":
        high += lines(element.titre, titre)
    if nom == "exemples":
        high += lines(element.detail, (TEXTE, "600", corps * s.DETAIL_PART))
    valeur = s.VALEUR * MM_PER_PT if nom == "chiffres" else 0
    return max(high * corps * s.INTERLIGNE * MM_PER_PT + valeur, pose.moins)
