"""The margin of a page of a chapter: what of its blocks stands there, for the page beside it is one page high."""

from __future__ import annotations

from dataclasses import dataclass

from coopdocs.model.contenu import Chiffre, Fait, Terme
from coopdocs.sizes import guide as sizes
from coopdocs.sizes.units import MM_PER_PT
from coopdocs.theme import Theme
from coopdocs.typographie import date_longue
from coopdocs.views.chapitre import Chapitre, SourceNotee

PRIS = {"pourquoi": 4.0, "acteurs": 84.0, "couts": 6.0}
"""The pages with a margin, and how much of the page (mm) stands above it or is left free."""
_CADRE, _CHIFFRE, _CLE = 16.0, 12.0, 5.0
"""What a framed block takes (mm) beside its text, and a figure; the key of dates."""
TEXTE, TITRE = "Coopdocs Texte", "Coopdocs Titre"


@dataclass(frozen=True)
class Marge:
    """What stands in the margin of a page, and how many of its sources had no room there.

    `blocs`: which of the lists that a kit makes as long as it likes (variantes, reseaux, lacunes) have room there; the
    others stand in the text.
    """

    dates: tuple[tuple[int, str, bool], ...] = ()
    chiffres: tuple[Chiffre, ...] = ()
    mots: tuple[Terme, ...] = ()
    sources: tuple[SourceNotee, ...] = ()
    autres: int = 0
    blocs: frozenset[str] = frozenset()


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
    place.reste -= _always(place, c, page)
    blocs = frozenset(nom for nom, hauteur in _lists(place, c, page).items() if place.take(hauteur))
    dates = c.dates if page == "pourquoi" else ()
    chiffres = c.forme.chiffres if page == "pourquoi" else ()
    if not place.take(sum(_text(place, f"{an} {texte}", 41) for an, texte, own in dates if not own)):
        # who pays, and since when, is told with the costs
        dates = tuple(date for date in dates if date[2])
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
    return Marge(dates, chiffres, mots, tuple(own), len(every) - len(own), blocs)


def _lists(place: _Hauteur, c: Chapitre, page: str) -> dict[str, float]:
    """How high (mm) the lists of a page's margin are whose length nothing limits."""
    f = c.forme
    match page:
        case "pourquoi":
            return {"variantes": 1.4 + _text(place, f"Autres noms {', '.join(f.variantes)}", 45)}
        case "acteurs":
            reseaux = (f"{x.nom} : {_dit(x)}" for x in f.reseaux)
            return {"reseaux": sizes.BLOC + sum(_text(place, texte, 45) for texte in reseaux)}
        case _:
            return {"lacunes": sizes.BLOC + sum(_text(place, texte, 45) for texte in f.lacunes)}


def _always(place: _Hauteur, c: Chapitre, page: str) -> float:
    """How high (mm) the blocks are that stand in the margin whatever they say."""
    f, i = c.forme, c.forme.identite
    if page == "pourquoi":
        textes = [f"Nature {_dit(i.nature)}", f"Échelle {_dit(i.echelle)}"]
        chiffres = sum(_CHIFFRE + _text(place, f"{_dit(x)} (page non datée)") for x in f.chiffres)
        origine = sizes.BLOC + _CLE + _text(place, f"{i.depuis.annee} {_dit(i.depuis)}", 41)
        return chiffres + origine + sizes.BLOC + sum(_text(place, t, 45) + 1.4 for t in textes)
    if page == "acteurs":
        textes = [f"Base légale. {_dit(i.base_legale)}", f"Personnalité morale. {_dit(i.personnalite)}"]
        textes.append(f"Reconnaissance. {_dit(i.reconnaissance)}")
        return _CADRE + sum(_text(place, t, 38) for t in textes)
    return sum(_CADRE + _text(place, _dit(fait), 38) for fait in (i.financement, i.duree))


def _dit(fait: Fait) -> str:
    """A claim as the page says it, with calls of two sources."""
    mots = {"incertain": " (à vérifier)", "avis": " (conseil de la rédaction)"}.get(fait.confiance, "")
    fin = f" (valable jusqu’au {date_longue(fait.valable_jusqu_au)})" if fait.valable_jusqu_au else ""
    return f"{fait.texte}{mots}{fin} 12,34"


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
