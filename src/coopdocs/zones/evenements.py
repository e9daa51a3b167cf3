"""Events against their sheets: texts too long for their place, a programme or a poster that passes beyond its page."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import TypeVar

from coopdocs.library import Library, fichier_evenement
from coopdocs.model.evenement import Evenement
from coopdocs.problem import Parole, Problem
from coopdocs.sizes.affiche import ORGANISATEUR_LARGEUR, ORGANISME, ORGANISME_LARGEUR
from coopdocs.sizes.programme import ACCROCHE, ACCROCHE_LARGEUR, ADRESSE, DATE, OU, PRATIQUE, QUI, QUOI, TROIS
from coopdocs.sizes.units import TEXTE, TextStyle
from coopdocs.source import NodePath
from coopdocs.theme import Theme
from coopdocs.typographie import adresse_breve, bind_end, bind_short, nombre
from coopdocs.views import Fiche
from coopdocs.views.evenement import Journee, journee
from coopdocs.zones import programme
from coopdocs.zones.affiche import Affiche
from coopdocs.zones.metre import Metre
from coopdocs.zones.places import TexteImprime, too_long
from coopdocs.zones.programme import RECTOS, VERSOS, Programme

_T = TypeVar("_T")
_ADRESSE_LIGNES, _COURRIEL_LIGNES = 8, 2


def check(library: Library, theme: Theme) -> list[Problem]:
    """Every text of an event that its documents have no room for."""
    problems: list[Problem] = []
    for slug, e in library.evenements.items():
        fichier = fichier_evenement(slug)
        if not set(e.formes) <= set(library.formes) or library.territoires.get(e.lieu.territoire) is None:
            continue
        jour = journee(library, slug)
        long = [*too_long(library, theme, fichier, _places(jour, Programme(jour, theme)))]
        for loc, (code, message, conseil) in () if long else _beyond(jour, theme):
            long.append(library.problem(fichier, loc, code, message, conseil))
        problems += long
    return problems


def _places(jour: Journee, sheet: Programme) -> Iterator[TexteImprime]:
    """The texts that have a bounded place of their own, at the smallest size that they are set in."""
    e, v = jour.e, VERSOS[-1]
    titre = programme.h1(programme.H1[-1])
    yield TexteImprime(("titre",), bind_short(e.titre), (*_font(titre), ACCROCHE_LARGEUR, programme.H1_LIGNES))
    yield TexteImprime(("accroche",), bind_end(e.accroche), (*_font(ACCROCHE), ACCROCHE_LARGEUR, 3))
    yield TexteImprime(("lieu", "nom"), e.lieu.nom, (*_font(OU), DATE, 2))
    yield TexteImprime(("lieu", "adresse"), e.lieu.adresse, (*_font(PRATIQUE), sheet.pratique, 3))
    yield TexteImprime(("lieu", "acces"), bind_end(e.lieu.acces or ""), (*_font(PRATIQUE), sheet.pratique, 5))
    for n, c in enumerate(e.contacts):
        yield TexteImprime(("contacts", n, "nom"), c.nom, (TEXTE, "600", PRATIQUE.corps, sheet.pratique, 2))
    for n, i in enumerate(e.intervenants):
        yield TexteImprime(("intervenants", n, "nom"), i.nom, (*_font(v.titre), TROIS, 2))
        yield TexteImprime(("intervenants", n, "fonction"), i.fonction, (*_font(v.texte), TROIS, 3))
        yield TexteImprime(("intervenants", n, "organisme"), i.organisme or "", (*_font(v.texte), TROIS, 2))
    yield TexteImprime(("organisateur", "nom"), e.organisateur.nom, (*_font(ORGANISME), ORGANISATEUR_LARGEUR, 2))
    for n, p in enumerate(e.partenaires):
        nom = "" if p.logo else p.nom
        yield TexteImprime(("partenaires", n, "nom"), nom, (*_font(ORGANISME), ORGANISME_LARGEUR, 3))
    yield TexteImprime(("impression", "papier"), e.impression.papier, (TEXTE, "400", 9.0, 60.0, 3))
    yield from _seances(e)


def _seances(e: Evenement) -> Iterator[TexteImprime]:
    r = RECTOS[-1]
    for n, s in enumerate(e.programme):
        loc: NodePath = ("programme", n)
        yield TexteImprime((*loc, "titre"), bind_short(s.titre), (*_font(r.titre), QUOI, 2))
        yield TexteImprime((*loc, "texte"), bind_end(s.texte or ""), (*_font(r.texte), QUOI, 4))
        yield TexteImprime((*loc, "salle"), s.salle or "", (*_font(r.gras), QUI, 3))
        yield from _noms((*loc, "intervenants"), s.intervenants, r.texte, QUI)
        largeur = programme.largeur_atelier(programme.colonnes(len(s.ateliers) or 1))
        for rang, a in enumerate(s.ateliers):
            loc_a: NodePath = (*loc, "ateliers", rang)
            yield TexteImprime((*loc_a, "titre"), bind_short(a.titre), (*_font(r.atelier), largeur, 3))
            yield TexteImprime((*loc_a, "texte"), bind_end(a.texte or ""), (*_font(r.texte), largeur, 6))
            yield TexteImprime((*loc_a, "salle"), a.salle or "", (*_font(r.gras), largeur, 3))
            yield from _noms((*loc_a, "intervenants"), a.intervenants, r.texte, largeur)


def _noms(loc: NodePath, noms: Sequence[str], style: TextStyle, largeur: float) -> Iterator[TexteImprime]:
    for rang, nom in enumerate(noms):
        # with the comma that may follow it
        yield TexteImprime((*loc, rang), programme.noms([nom, ""]).rstrip(), (*_font(style), largeur, 3))


def _font(style: TextStyle) -> tuple[str, str, float]:
    return style.famille, style.graisse, style.corps


def _beyond(jour: Journee, theme: Theme) -> Iterator[tuple[NodePath, Parole]]:
    """What passes beyond its page at the smallest setting, at the first line that does."""
    sheet, affiche, e = Programme(jour, theme), Affiche(jour, theme), jour.e
    longues = list(_adresses(jour, sheet, Metre(theme)))
    yield from longues
    if longues:
        return
    bref = "raccourcissez ou réunissez des séances : aucun texte ne peut être imprimé plus petit"
    n, trop = _first(e.programme, lambda part: sheet.reste_recto(RECTOS[-1], part))
    if trop:
        yield ("programme", n), _trop_long(f"le programme dépasse sa feuille de {trop} à partir de cette séance", bref)
    sans = sheet.reste_verso(VERSOS[-1], ())
    if sans < 0:
        yield _sans_intervenants(jour, theme, -sans)
        return
    n, trop = _first(e.intervenants, lambda part: sheet.reste_verso(VERSOS[-1], part))
    if trop:
        message = f"les intervenants dépassent leur page de {trop} à partir de celui-ci"
        yield (
            ("intervenants", n),
            _trop_long(message, "raccourcissez des fonctions, ou nommez moins de personnes"),
        )
    if affiche.h1 is None:
        yield _sans_titre(jour, theme)


def _sans_intervenants(jour: Journee, theme: Theme, trop: float) -> tuple[NodePath, Parole]:
    """What leaves no room on the second page before any speaker: the formes where one alone would hold."""

    def reste(fiches: Sequence[Fiche]) -> float:
        return Programme(replace(jour, fiches=tuple(fiches)), theme).reste_verso(VERSOS[-1], ())

    if reste(jour.fiches[:1]) < 0:
        message = f"les lignes pratiques dépassent leur page de {_mm(trop)}"
        conseil = "raccourcissez l’accès, ou donnez moins de contacts ou de partenaires"
        return ("contacts",), _trop_long(message, conseil)
    n, beyond = _first(jour.fiches, reste)
    message = f"les formes dépassent la seconde page du programme de {beyond} à partir de celle-ci"
    return ("formes", n), _trop_long(message, f"nommez {n} formes au plus, ou donnez moins de lignes pratiques")


def _sans_titre(jour: Journee, theme: Theme) -> tuple[NodePath, Parole]:
    """The text but for which the title would be large enough on the poster, or the longest there."""
    textes = _on_the_poster(jour.e)
    for loc in textes:
        if Affiche(replace(jour, e=_shorter(jour.e, loc)), theme).h1 is not None:
            message = "avec ce texte, le titre n’a pas la place d’être lu de loin sur l’affiche"
            return loc, ("Z001", message, "raccourcissez-le")
    message = "avec ce texte et d’autres, le titre n’a pas la place d’être lu de loin sur l’affiche"
    conseil = "raccourcissez le titre, l’accroche, le nom et l’adresse du lieu, ou nommez moins de partenaires"
    return max(textes, key=lambda loc: len(textes[loc])), ("Z001", message, conseil)


def _on_the_poster(e: Evenement) -> dict[NodePath, str]:
    """The texts that share the height of a poster with its title."""
    textes: dict[NodePath, str] = {("titre",): e.titre, ("accroche",): e.accroche}
    textes |= {("lieu", "nom"): e.lieu.nom, ("lieu", "adresse"): e.lieu.adresse}
    liens = (("liens", cle) for cle in ("inscription", "documents"))
    return textes | {loc: adresse for loc in liens if (adresse := getattr(e.liens, loc[1]))}


def _shorter(e: Evenement, loc: NodePath) -> Evenement:
    """The event with this text cut to a word."""
    part, *champ = map(str, loc)
    mot = "https://exemple.fr" if part == "liens" else "Mot"
    return e.model_copy(update={part: getattr(e, part).model_copy(update={champ[0]: mot}) if champ else mot})


def _first(parts: Sequence[_T], reste: Callable[[Sequence[_T]], float]) -> tuple[int, str]:
    """The rank of the part that first passes beyond, and by how much all do; an empty text where they hold."""
    total = reste(parts)
    if total >= 0:
        return 0, ""
    return next(n for n in range(len(parts)) if reste(parts[: n + 1]) < 0), _mm(-total)


def _mm(mesure: float) -> str:
    if math.isinf(mesure):
        return "toute la largeur d’un mot"
    return f"{nombre(max(round(mesure), 1))} mm"


def _trop_long(message: str, conseil: str) -> Parole:
    return "Z003", message, conseil


def _adresses(jour: Journee, sheet: Programme, metre: Metre) -> Iterator[tuple[NodePath, Parole]]:
    """The mail and web addresses that would take more lines than they have."""

    def trop(adresse: str, style: TextStyle, largeur: float, lignes: int) -> bool:
        return metre.adresse(adresse, style, largeur) > lignes * style.haut + 0.1

    for n, contact in enumerate(jour.e.contacts):
        if trop(contact.courriel or "", PRATIQUE, sheet.pratique, _COURRIEL_LIGNES):
            message = f"ce courriel ne tient pas en {_COURRIEL_LIGNES} lignes sur le programme"
            conseil = "prenez une adresse plus courte, par exemple un alias de cette boîte"
            yield ("contacts", n, "courriel"), ("Z001", message, conseil)
    for lien in jour.liens:
        if trop(adresse_breve(lien.adresse), ADRESSE, sheet.lien, _ADRESSE_LIGNES):
            message = f"cette adresse ne tient pas en {_ADRESSE_LIGNES} lignes sous son code QR"
            conseil = "prenez une adresse plus courte, par exemple celle d’un raccourci vers cette page"
            yield ("liens", lien.cle), ("Z001", message, conseil)
