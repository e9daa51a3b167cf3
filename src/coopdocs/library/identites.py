"""The publisher's identity in kit.yaml: its logo, its colours against what is written on them, how to reach it."""

from __future__ import annotations

from collections.abc import Iterator

from coopdocs.couleurs import CONTRASTE_MIN, MAISON, darker, readability
from coopdocs.couleurs.perception import distance
from coopdocs.library import logos, registres
from coopdocs.library.catalogue import IDENTITE, KIT, Library
from coopdocs.library.courriels import mailbox
from coopdocs.problem import Gravite, Parole, Problem
from coopdocs.source import NodePath
from coopdocs.typographie import nombre

_PROCHE = 15.0
"""Nearer than that (CIE76), a publisher's ground is taken for a forme's colour."""
_LOGO = (1.0, 4.0)
"""How wide a logo is, at least and at most, in parts of its height."""


def check(library: Library) -> Iterator[Problem]:
    """Everything wrong in the identity, at its place in kit.yaml."""
    for controle in (_logo, _couleurs, _coordonnees):
        for loc, (code, message, conseil) in controle(library):
            gravite: Gravite = "avertissement" if code.startswith("A") else "erreur"
            yield library.problem(KIT, ("identite", *loc), code, message, conseil, gravite)


def _logo(library: Library) -> Iterator[tuple[NodePath, Parole]]:
    nom = library.kit.identite.logo
    if nom is None:
        return
    if parole := logos.fault(library.racine, nom, IDENTITE):
        yield ("logo",), parole
        return
    ratio = logos.ratio(library.racine, nom, IDENTITE)
    if not _LOGO[0] <= ratio <= _LOGO[1]:
        said = f"{nombre(round(ratio, 1), 1)} fois plus large que haut"
        conseil = "donnez une version de 1 à 4 fois plus large que haute : un sigle, ou un nom sur deux lignes"
        yield ("logo",), ("X022", f"ce logo est {said} : il serait illisible dans son onglet", conseil)


def _couleurs(library: Library) -> Iterator[tuple[NodePath, Parole]]:
    fond = library.kit.identite.couleurs.fond
    mesure = readability(fond)
    if mesure < CONTRASTE_MIN:
        chiffre = nombre(int(mesure * 10) / 10, 1)
        message = f"contraste de {chiffre} pour 1 avec le blanc ou ses teintes claires : il faut au moins 4,5"
        yield ("couleurs", "fond"), ("X013", message, f"foncez la couleur, par exemple « {darker(fond)} »")
        return
    for forme in () if fond == MAISON.nuit else library.formes.values():
        if (ecart := distance(fond, forme.couleur)) < _PROCHE:
            dit = f"écart de {nombre(int(ecart))} ; il en faut 15"
            message = f"ce fond se confond avec la couleur de {forme.sigle_court} ({dit})"
            yield ("couleurs", "fond"), ("A050", message, "gardez-le si c’est voulu, ou foncez-le")


def _coordonnees(library: Library) -> Iterator[tuple[NodePath, Parole]]:
    if e := library.kit.identite.editeur:
        if parole := mailbox(e.courriel or ""):
            yield ("editeur", "courriel"), parole
        if parole := registres.telephone(e.telephone or ""):
            yield ("editeur", "telephone"), parole
        if parole := registres.secured(e.site or ""):
            yield ("editeur", "site"), parole
