"""The printed zones and whether the content fits them: texts too long, characters without a glyph, before any layout.

Sizes (mm, pt) mirror templates/fiche/imprime.css and templates/comparatif/imprime.css; a test holds them together.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pydantic import BaseModel

from coopdocs import views
from coopdocs.library import Library, fichier_forme
from coopdocs.library.catalogue import CRITERES, DECISION, GLOSSAIRE, KIT, SOURCES
from coopdocs.model import Fait
from coopdocs.problem import Problem
from coopdocs.source import Loc
from coopdocs.theme import Theme
from coopdocs.theme.mesure import Zone, missing_glyphs

TITRE, TEXTE = "Coopdocs Titre", "Coopdocs Texte"


@dataclass(frozen=True)
class _Place:
    """A text to hold against its zone, and where it is written."""

    loc: Loc
    texte: str
    zone: tuple[str, str, float, float, int]
    approche: float = 0.0


# Family, weight, size (pt), width (mm), lines.
_ESSENTIEL_TITRE = (TITRE, "700", 10.4, 36.0, 2)
_ESSENTIEL = (TEXTE, "400", 9.4, 36.0, 7)
_CARTE = (TEXTE, "400", 9.4, 37.0, 3)
_ACTEUR_NOM = (TITRE, "700", 9.8, 28.2, 2)
_ACTEUR = (TEXTE, "400", 8.6, 28.2, 2)
_COEUR = (TITRE, "700", 8.6, 21.5, 1)
_VALEUR = (TITRE, "800", 19.0, 36.0, 1)
_LIBELLE = (TEXTE, "400", 9.0, 36.0, 3)
_ETAPE_TITRE = (TITRE, "700", 10.4, 27.0, 1)
_ETAPE = (TEXTE, "400", 9.0, 27.0, 5)
_DUREE = (TEXTE, "600", 8.4, 27.0, 1)
_LISTE = (TEXTE, "400", 9.4, 81.8, 1)
_EXEMPLE_NOM = (TITRE, "700", 10.4, 52.9, 1)
_EXEMPLE = (TEXTE, "400", 9.0, 52.9, 3)
_LIEU = (TEXTE, "600", 8.8, 52.9, 2)
_CONFUSION = (TEXTE, "400", 9.2, 75.0, 2)
_SOURCE = (TEXTE, "400", 8.0, 57.0, 2)
_LIEN = (TEXTE, "600", 8.4, 61.0, 2)
_CELLULE = (TEXTE, "400", 8.3, 30.0, 3)
_CRITERE = (TITRE, "700", 8.4, 31.5, 2)


def check(library: Library, theme: Theme) -> list[Problem]:
    """Every text longer than its printed zone, and every character that the kit's fonts lack, as problems."""
    problems: list[Problem] = []
    for slug, forme in library.formes.items():
        fichier, fiche = fichier_forme(slug), views.fiche(library, slug)
        places = (*_recto(fiche), *_verso(fiche))
        problems += _too_long(library, theme, fichier, places)
        problems += _without_glyph(library, theme, fichier, forme)
    sources = [_Place((cle, "court"), s.court.replace("*", ""), _SOURCE) for cle, s in library.sources.items()]
    problems += _too_long(library, theme, SOURCES, sources)
    problems += _too_long(library, theme, CRITERES, _cells(library))
    for fichier, part in (
        (KIT, library.kit),
        (SOURCES, library.sources),
        (CRITERES, library.criteres),
        (GLOSSAIRE, library.glossaire),
        (DECISION, library.decision),
    ):
        problems += _without_glyph(library, theme, fichier, part)
    return problems


def _printed(fait: Fait, suffix: str = "") -> str:
    """A claim as printed: its text and what the page sets after it."""
    return fait.texte + suffix + (" (à\u00a0vérifier)" if fait.confiance == "incertain" else "")


def _recto(fiche: views.Fiche) -> Iterator[_Place]:
    f = fiche.forme
    yield _Place(("sigle_court",), f.sigle_court, (TITRE, "800", 30.0, 124.0, 1), -0.025)
    yield _Place(("nom",), f.nom, (TITRE, "600", 11.4, 126.0, 1))
    yield _Place(("chapo", "texte"), _printed(f.chapo), (TEXTE, "400", 11.0, 126.0, 4))
    for i, e in enumerate(f.essentiels):
        yield _Place(("essentiels", i, "titre"), e.titre, _ESSENTIEL_TITRE)
        yield _Place(("essentiels", i, "texte"), _printed(e), _ESSENTIEL)
    for i, a in enumerate(f.acteurs):
        yield _Place(("acteurs", i, "nom"), a.nom, _ACTEUR_NOM)
        yield _Place(("acteurs", i, "texte"), _printed(a), _ACTEUR)
    for i, ligne in enumerate(f.coeur):
        yield _Place(("coeur", i), ligne, _COEUR)
    for field, _, _ in views.CARTE:
        yield _Place(("identite", field, "texte"), _printed(getattr(f.identite, field)), _CARTE)
    yield _Place(("reseaux", 0, "nom"), ", ".join(r.nom for r in f.reseaux[:4]), _CARTE)
    for i, c in enumerate(f.chiffres):
        yield _Place(("chiffres", i, "valeur"), c.valeur, _VALEUR, -0.02)
        suffix = " (page non datée)" if c.date is None else ""
        yield _Place(("chiffres", i, "texte"), _printed(c, suffix), _LIBELLE)


def _verso(fiche: views.Fiche) -> Iterator[_Place]:
    f = fiche.forme
    for i, e in enumerate(f.etapes):
        yield _Place(("etapes", i, "titre"), e.titre, _ETAPE_TITRE)
        yield _Place(("etapes", i, "texte"), _printed(e), _ETAPE)
        yield _Place(("etapes", i, "duree"), e.duree, _DUREE)
    n = len(f.collectivite)
    wide = (172.0 - 4 * (n - 1)) / n - 10
    for i, r in enumerate(f.collectivite):
        yield _Place(("collectivite", i, "titre"), r.titre, (TITRE, "700", 10.4, wide, 1))
        yield _Place(("collectivite", i, "texte"), _printed(r), (TEXTE, "400", 9.2, wide, 2))
    for field in ("atouts", "vigilances"):
        for i, fait in enumerate(getattr(f, field)):
            yield _Place((field, i, "texte"), _printed(fait), _LISTE)
    for number, exemple, lieu in fiche.exemples:
        i = number - 1
        yield _Place(("exemples", i, "nom"), exemple.nom, _EXEMPLE_NOM)
        yield _Place(("exemples", i, "texte"), _printed(exemple), _EXEMPLE)
        yield _Place(("exemples", i, "territoire"), lieu, _LIEU)
    for i, confusion in enumerate(f.confusions):
        yield _Place(("confusions", i, "texte"), _printed(confusion), _CONFUSION)
    yield _Place(("lien",), f.lien.removeprefix("https://").removeprefix("www."), _LIEN)


def _cells(library: Library) -> Iterator[_Place]:
    for i, critere in enumerate(library.criteres.criteres):
        yield _Place(("criteres", i, "titre"), critere.titre, _CRITERE)
    for rangee in views.comparatif(library).rangees:
        for slug, case in zip(library.comparables, rangee.cases, strict=True):
            famille, graisse, corps, largeur, lignes = _CELLULE
            words = f"{case.texte} {case.mention}".strip()
            loc = ("cellules", slug, rangee.critere.id, "texte")
            yield _Place(loc, words, (famille, graisse, corps, largeur, lignes - bool(case.mot)))


def _too_long(library: Library, theme: Theme, fichier: str, places: Iterable[_Place]) -> Iterator[Problem]:
    for place in places:
        famille, graisse, corps, largeur, lignes = place.zone
        excess = Zone(theme.font(famille, graisse), corps, largeur, lignes, place.approche).excess(place.texte)
        if excess:
            room = f"{lignes} lignes" if lignes > 1 else "une ligne"
            yield library.problem(
                fichier,
                place.loc,
                "Z001",
                f"ce texte dépasse sa place imprimée ({room}) de {excess} caractère{'s' if excess > 1 else ''} environ",
                "raccourcissez-le ; le détail a sa place dans « presentation », « gouvernance » ou « financements »",
            )


def _without_glyph(library: Library, theme: Theme, fichier: str, part: object) -> Iterator[Problem]:
    fonts = [theme.font(famille, graisse) for famille, graisse in ((TITRE, "700"), (TEXTE, "400"))]
    texts = list(_texts(part, ()))
    characters = "".join(set("".join(texte for _, texte in texts)))
    missing = set().union(*(missing_glyphs(characters, font) for font in fonts))
    for loc, texte in texts if missing else ():
        for character in sorted(missing.intersection(texte)):
            message = f"le caractère « {character} » (U+{ord(character):04X}) n’existe pas dans les polices du kit"
            yield library.problem(fichier, loc, "Z002", message, "remplacez-le par un mot ou un signe courant")


def _texts(value: object, loc: Loc) -> Iterator[tuple[Loc, str]]:
    """Every text of a part of the content with its place."""
    if isinstance(value, str):
        yield loc, value
    elif isinstance(value, BaseModel):
        for name in type(value).model_fields:
            yield from _texts(getattr(value, name), (*loc, name))
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from _texts(item, (*loc, key))
    elif isinstance(value, tuple):
        for i, item in enumerate(value):
            yield from _texts(item, (*loc, i))
