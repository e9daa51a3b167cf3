"""Files of a kit that nothing reads: a misspelt name, another ending, a logo or an emblem of nobody."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Iterator
from pathlib import Path

from coopdocs import packaged
from coopdocs.library import cliches, logos
from coopdocs.library.catalogue import (
    AIDES,
    AUTRES,
    COUVERTURE,
    CRITERES,
    DECISION,
    DOSSIERS,
    DROIT,
    EVENEMENTS,
    FORMES,
    GLOSSAIRE,
    IDENTITE,
    INTRODUCTION,
    KIT,
    LOGOS,
    PHOTOS,
    SOURCES,
    TERRITOIRES,
    Library,
)
from coopdocs.problem import Place, Problem, closest
from coopdocs.source import TABLE_SUFFIXES, relative_name
from coopdocs.territoire import CONTOURS, CONTOURS_EPCI, TABLES, TABLES_FACULTATIVES
from coopdocs.territoire.registres import CONTACTS, INDICATEURS, INITIATIVES, POINTS

EMBLEMES = "templates/emblemes"
_CONTENU = (
    *(KIT, SOURCES, CRITERES, GLOSSAIRE, DECISION, AUTRES, AIDES, DROIT),
    *(INTRODUCTION, FORMES, EVENEMENTS, TERRITOIRES, LOGOS[IDENTITE]),
)
_A_LA_MAIN = (INITIATIVES, CONTACTS, POINTS)
_OFFICIELS = (
    *(*TABLES, *TABLES_FACULTATIVES, CONTOURS, CONTOURS_EPCI, INDICATEURS),
    *("README.md", "controles.json", "noms_epci_corrections.csv"),
    *(nom.rpartition("/")[2] for nom in (COUVERTURE, DOSSIERS)),
)


def unused(library: Library) -> Iterator[Problem]:
    """A warning for each file of content/ that no document is made of, and for each emblem without its forme."""
    racine = library.racine
    yield from _strays(racine, "content", {nom.rpartition("/")[2] for nom in _CONTENU})
    tables = {nom.removesuffix(".csv") + fin for nom in _A_LA_MAIN for fin in TABLE_SUFFIXES}
    yield from _strays(racine, TERRITOIRES, {*_OFFICIELS, *tables})
    descripteurs = {descripteur.stem for descripteur in library.territoires.registres.descripteurs}
    indicateurs = {nom + fin for nom in descripteurs for fin in (*TABLE_SUFFIXES, ".yaml")}
    yield from _strays(racine, f"{TERRITOIRES}/{INDICATEURS}", indicateurs)
    organismes = (o for e in library.evenements.values() for o in (e.organisateur, *e.partenaires))
    emetteurs = (c.emetteur for c in library.complements.values() if c.emetteur)
    propre = library.kit.identite.logo
    logos_nommes = {
        EVENEMENTS: {o.logo for o in organismes if o.logo},
        DOSSIERS: {e.logo for e in emetteurs if e.logo},
        IDENTITE: {propre} if propre else set(),
    }
    for folder, nommes in logos_nommes.items():
        # one that is refused is said by itself: the one that seems unused may be the one that was meant
        if not any(logos.fault(racine, logo, folder) for logo in nommes):
            yield from _strays(racine, LOGOS[folder], {logo.rpartition("/")[2] for logo in nommes})
    for folder, photos in PHOTOS.items():
        montrees = {c.photo.fichier.rpartition("/")[2] for c in library.photos if c.folder == folder}
        if cliches.are_sound(library, folder):
            yield from _strays(racine, photos, montrees)
    # those of the package may stay when their forme goes
    fournis = {chemin.name for chemin in packaged(EMBLEMES).glob("*.svg")}
    yield from _strays(racine, EMBLEMES, fournis | {f"{slug}.svg" for slug in library.formes})


def _strays(racine: Path, dossier: str, connus: Collection[str]) -> Iterator[Problem]:
    """The entries of a folder whose names, in whatever form their accents are, are not known."""
    try:
        trouves = sorted(chemin.name for chemin in (racine / dossier).iterdir())
    except OSError:
        return
    noms = {nom: unicodedata.normalize("NFC", nom) for nom in trouves if not _left_behind(nom)}
    absents = sorted(set(connus) - set(noms.values()))
    for nom, compose in noms.items():
        if compose not in connus:
            # another ending (.ods) is no slip of the name
            memes = {absent: (compose,) for absent in absents if Path(absent).stem == Path(compose).stem}
            conseil = closest(compose, absents, memes) or "enlevez-le de ce dossier, ou corrigez son nom"
            place = Place(relative_name(racine / dossier / nom, racine))
            yield Problem("A005", place, "rien n’emploie ce fichier", conseil, "avertissement")


def _left_behind(nom: str) -> bool:
    """What systems and editors leave in a folder by themselves."""
    return nom.startswith((".", "#", "~$")) or nom.endswith("~") or nom in ("Thumbs.db", "desktop.ini", "__MACOSX")
