"""The pages of money and of law: they flow, but what stands whole on a page must have an end."""

from __future__ import annotations

from collections.abc import Iterator

from coopdocs.library import Library
from coopdocs.library.catalogue import AIDES, DROIT
from coopdocs.model.contenu import Fait
from coopdocs.problem import Problem
from coopdocs.sizes import reperes as sizes
from coopdocs.sizes.units import TextStyle
from coopdocs.theme import Theme
from coopdocs.views import reperes
from coopdocs.zones.places import TexteImprime, too_long

_VALEUR = sizes.CARTE_CORPS - sizes.LIBELLE_AIDE
_NOM = sizes.CADRE - 2 * sizes.CADRE_MARGE - 6.0
"""The name of an aide stands after its number."""
_REPERE = sizes.COLONNE - sizes.REPERE_RETRAIT
_VERIFIER = sizes.COLONNE - 2 * sizes.VERIFIER_MARGE


def check(library: Library, theme: Theme) -> Iterator[Problem]:
    """Each text that is longer than its part of a page."""
    yield from too_long(library, theme, AIDES, _aides(library))
    yield from too_long(library, theme, DROIT, _droit(library))


def _zone(style: TextStyle, largeur: float, lignes: int) -> tuple[str, str, float, float, int]:
    return style.famille, style.graisse, style.corps, largeur, lignes


def _said(fait: Fait) -> str:
    """A claim with its reservation and the calls of its sources, as wide as figures of its size."""
    reserve = {"incertain": " (à vérifier)", "avis": " (avis)"}.get(fait.confiance, "")
    return fait.texte + reserve + "1" * (2 * len(fait.sources))


def _aides(library: Library) -> Iterator[TexteImprime]:
    view = reperes.aides(library)
    if view is None or library.aides is None:
        return
    yield TexteImprime(("chapo",), view.chapo, _zone(sizes.CHAPO, sizes.CHAPO_LARGEUR, 5))
    lignes = {ligne.aide.id: ligne for ligne in view.lignes}
    for i, aide in enumerate(library.aides.aides):
        ou = ("aides", i)
        yield TexteImprime((*ou, "nom"), aide.nom, _zone(sizes.CARTE_NOM, _NOM, 5))
        yield TexteImprime((*ou, "texte"), _said(aide), _zone(sizes.TEXTE_AIDE, sizes.CARTE_CORPS, 12))
        for champ in ("financeur", "pour_qui", "montant"):
            yield TexteImprime((*ou, champ), getattr(aide, champ) or "", _zone(sizes.DETAIL, _VALEUR, 5))
        yield TexteImprime((*ou, "territoires"), lignes[aide.id].ou, _zone(sizes.DETAIL, _VALEUR, 8))
    for i, lacune in enumerate(library.aides.lacunes):
        yield TexteImprime(("lacunes", i), lacune, _zone(sizes.DETAIL, sizes.PLEIN - 10, 3))


def _droit(library: Library) -> Iterator[TexteImprime]:
    if library.droit is None:
        return
    yield TexteImprime(("chapo",), library.droit.chapo, _zone(sizes.CHAPO, sizes.CHAPO_DROIT, 4))
    for i, point in enumerate(library.droit.points):
        ou = ("points", i)
        yield TexteImprime((*ou, "titre"), point.titre, _zone(sizes.POINT_TITRE, sizes.COLONNE - sizes.POINT_ICONE, 2))
        for r, fait in enumerate(point.reperes):
            yield TexteImprime((*ou, "reperes", r, "texte"), _said(fait), _zone(sizes.REPERE, _REPERE, 8))
        for v, texte in enumerate(point.a_verifier):
            yield TexteImprime((*ou, "a_verifier", v), texte, _zone(sizes.REPERE, _VERIFIER, 5))
        yield TexteImprime((*ou, "avec_qui"), point.avec_qui or "", _zone(sizes.REPERE, _VERIFIER, 4))
    avertissement = _zone(sizes.AVERTISSEMENT, sizes.PLEIN - 15, 4)
    yield TexteImprime(("avertissement",), library.droit.avertissement, avertissement)
