"""The margin of a page of a chapter: what of its blocks stands there, for the page beside it is one page high."""

from __future__ import annotations

from dataclasses import dataclass

from coopdocs.model.contenu import Chiffre, Terme
from coopdocs.sizes import guide as sizes
from coopdocs.sizes.units import MM_PER_PT
from coopdocs.theme import Theme
from coopdocs.views.chapitre import Chapitre, SourceNotee

PRIS = {"pourquoi": 40.0, "acteurs": 140.0, "couts": 90.0}
"""The pages with a margin, and what of it (mm) its other blocks take."""
TEXTE, TITRE = "Coopdocs Texte", "Coopdocs Titre"


@dataclass(frozen=True)
class Marge:
    """What stands in the margin of a page, and how many of its sources had no room there."""

    dates: tuple[tuple[int, str, bool], ...] = ()
    chiffres: tuple[Chiffre, ...] = ()
    mots: tuple[Terme, ...] = ()
    sources: tuple[SourceNotee, ...] = ()
    autres: int = 0


class _Hauteur:
    """The height (mm) that is left in a margin."""

    def __init__(self, theme: Theme, haut: float) -> None:
        self.theme, self.reste = theme, haut

    def lines(self, texte: str, corps: float, largeur: float) -> int:
        return len(self.theme.broken(texte, TEXTE, "400", corps, largeur))

    def take(self, hauteur: float) -> bool:
        """Whether that much is left; if so it is taken."""
        if hauteur > self.reste:
            return False
        self.reste -= hauteur
        return True


def margin(theme: Theme, c: Chapitre, page: str) -> Marge:
    """The margin of a page. Sources come last: they are told again later."""
    place = _Hauteur(theme, sizes.MARGE_HAUT - PRIS[page])
    dates = c.dates if page == "pourquoi" else ()
    chiffres = c.forme.chiffres if page == "pourquoi" else ()
    if dates and not place.take(sizes.BLOC + sum(_text(place, f"{an} {texte}", 41) for an, texte, _ in dates)):
        dates = ()
    chiffres = tuple(x for x in chiffres if place.take(sizes.BLOC + 8 + _text(place, x.texte + " (page non datée)")))
    mots = c.mots[page]
    if mots and not place.take(sizes.BLOC + sum(_text(place, f"{t.terme} {t.texte}") + 1.4 for t in mots)):
        mots = ()
    every = c.sources_de(page)
    own: list[SourceNotee] = []
    place.take(sizes.BLOC + 4)
    for s in every:
        height = place.lines(s.bref, sizes.MARGE_SOURCE, 41) * 10 * MM_PER_PT
        if not place.take(height):
            break
        own.append(s)
    return Marge(dates, chiffres, mots, tuple(own), len(every) - len(own))


def _text(place: _Hauteur, texte: str, largeur: float = 47) -> float:
    """How high (mm) a text of the margin is."""
    return place.lines(texte, sizes.MARGE_TEXTE, largeur) * 11.4 * MM_PER_PT + 1


def lexicon(theme: Theme, c: Chapitre, *, after_sources: bool) -> dict[str, object]:
    """The words of a chapter that a page of two columns explains, and how much of it is left for notes (mm).

    `after_sources`: the sources of the chapter stand on that page before them.
    """
    place = _Hauteur(theme, 2 * sizes.LEXIQUE_HAUT)
    if after_sources:
        lines = sum(place.lines(f"{s.source.court}, page non datée", 7.6, 72) for s in c.sources)
        place.take(min(place.reste, lines * 9.9 * MM_PER_PT + len(c.sources) * 0.5 + 36))
    shown: list[Terme] = []
    for t in c.termes:
        lines = len(theme.broken(t.texte, TEXTE, "400", sizes.GLOSSAIRE, sizes.GLOSSAIRE_LARGEUR))
        heads = len(theme.broken(f"{t.terme} ({t.sigle})", TITRE, "700", 9.8, sizes.GLOSSAIRE_LARGEUR))
        if not place.take((lines * 12.4 + heads * 13) * MM_PER_PT + 2.4):
            break
        shown.append(t)
    left = place.reste / 2 - 14
    return {"lexique": shown, "notees": round(left) if left > 40 else 0}
