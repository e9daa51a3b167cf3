"""How far apart contacts stand in a dossier, so that the last of their pages is not left nearly empty."""

from __future__ import annotations

from math import ceil

from coopdocs.sizes.units import MM_PER_PT
from coopdocs.theme import Theme
from coopdocs.views.dossier import Dossier
from coopdocs.views.dossier.parts import Interlocuteur

SERREE, LARGE, PAS = 0.8, 4.3, 0.5
"""What stands above and under a contact (mm): least and most, and the steps between."""
USUELLE = 1.3
_PREMIERE, _SUIVANTE, _PLEINE = 240.0, 250.0, 0.66
"""What the first page holds under its head and the next ones hold (mm); how full the last one is at least."""
_TITRE, _MAIRIE, _MAIRIES, _RESEAU = 15.5, 6.2, 15.0, 10.4
"""A heading with what parts it from the list before; a town hall, what stands around a list of them, two networks."""


def margin(theme: Theme, dossier: Dossier) -> float:
    """The narrowest margin where that saves a page; else the usual one, or as wide a one as fills the last page."""
    gens = [each for niveau in dossier.contacts for each in niveau.contacts]
    fixed = _TITRE * len(dossier.contacts) + sum(_height(theme, each) for each in gens)
    if service := dossier.complement.contact:
        means = [mean for mean in (service.courriel, service.telephone) if mean]
        moyens = sum(12 * len(theme.cut(mean, "Coopdocs Texte", "400", 9.4, 61.5)) for mean in means)
        nom = 13.0 * theme.lines([service.nom], "Coopdocs Titre", "700", 10.4, 112)
        fixed += _TITRE + 2 * USUELLE + max(nom, moyens) * MM_PER_PT
    if dossier.mairies.mairies and not dossier.mairies.feuillets:
        fixed += _TITRE + _MAIRIES + _MAIRIE * len(dossier.mairies.mairies)
    if dossier.reseaux:
        fixed += _TITRE + _RESEAU * ceil(len(dossier.reseaux) / 2)

    def pages(marge: float) -> float:
        """How many pages it takes, in parts of one."""
        return 1 + (fixed + 2 * marge * len(gens) - _PREMIERE) / _SUIVANTE

    if pages(SERREE) <= 1 or ceil(pages(SERREE)) < ceil(pages(USUELLE)):
        return SERREE if pages(USUELLE) > 1 else USUELLE
    marge, last = USUELLE, ceil(pages(USUELLE))
    while pages(marge) - (last - 1) < _PLEINE and marge + PAS <= LARGE:
        marge += PAS
    return round(marge, 1)


def _height(theme: Theme, each: Interlocuteur) -> float:
    """A contact without its margins (mm)."""
    contact = each.contact
    qui = 13.0 * theme.lines([contact.nom], "Coopdocs Titre", "700", 10.4, 112)
    qui += 12 * theme.lines([contact.role], "Coopdocs Texte", "400", 9.4, 112) if contact.role else 0
    qui += 10.6 * theme.lines([f"Source : {each.source.titre}"], "Coopdocs Texte", "400", 8, 112)
    moyens = sum(12 * len(theme.cut(texte, "Coopdocs Texte", "400", 9.4, 61.5)) for texte, _ in each.moyens)
    return max(qui, moyens + 10.6 * len(each.constat)) * MM_PER_PT
