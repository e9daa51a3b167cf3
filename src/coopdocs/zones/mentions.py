"""What the kit says of itself: its titles on the covers, and the lines that its documents bear at their foot."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from coopdocs.library import Library
from coopdocs.library.catalogue import KIT
from coopdocs.problem import Problem
from coopdocs.sizes import fiche, guide, pistes, programme
from coopdocs.sizes.units import TEXTE, TITRE
from coopdocs.source import NodePath
from coopdocs.theme import Theme
from coopdocs.theme.mesure import Zone
from coopdocs.typographie import date_longue
from coopdocs.views.essentiel.pistes import colophon
from coopdocs.zones.places import TexteImprime, too_long

_TITRE, _SOUS_TITRE = (TITRE, "800", 28.0, 178.0, 2), (TITRE, "500", guide.SOUS_TITRE, guide.COUVERTURE, 4)
"""On a dossier's cover and on the guide's."""
_VERSION, _EDITEUR = (TEXTE, "400", 8.0, 40.0, 1), (TEXTE, "400", 8.0, 110.0, 1)
_LICENCE = (TEXTE, "400", 9.0, 81.0, 2)
"""In the imprint of a dossier."""
_NOM_EDITEUR = (TITRE, "700", fiche.PIED_NOM, fiche.PIED_EDITEUR, 2)
_PIED, _PIED_PROGRAMME = (fiche.PIED, fiche.PIED_LARGEUR, 2), (programme.PIED, 170.0, 1)
_PIED_EDITEUR = (fiche.PIED, fiche.PIED_DIT, 1)
_COLOPHON = (pistes.COLOPHON.corps, pistes.COLOPHON_LARGEUR, 2)
"""Size (pt), width (mm), lines: under a fiche, under a programme, at the end of an essentiel."""


@dataclass(frozen=True)
class _LigneImprimee:
    """A line made of several texts: what it is, its words, its place, and the fields that may be shortened."""

    nom: str
    texte: str
    zone: tuple[float, float, int]
    champs: tuple[tuple[NodePath, str], ...]


def check(library: Library, theme: Theme) -> Iterator[Problem]:
    """Each text of kit.yaml that its place has no room for, alone or with what stands on the same line."""
    kit = library.kit
    places = [
        TexteImprime(("titre",), kit.titre, _TITRE),
        TexteImprime(("sous_titre",), kit.sous_titre, _SOUS_TITRE),
        TexteImprime(("editeur",), kit.editeur, _EDITEUR),
        TexteImprime(("version",), kit.version, _VERSION),
    ]
    places += [
        TexteImprime(("licences", nom), getattr(kit.licences, nom), _LICENCE) for nom in type(kit.licences).model_fields
    ]
    if kit.identite.editeur:
        places.append(TexteImprime(("editeur",), kit.editeur, _NOM_EDITEUR))
    long = list(too_long(library, theme, KIT, places))
    yield from long
    if not long:
        yield from _lines_too_long(library, theme)


def _lines_too_long(library: Library, theme: Theme) -> Iterator[Problem]:
    police = theme.font(TEXTE, "400")
    for ligne in _lines(library):
        corps, largeur, lignes = ligne.zone
        excess = Zone(police, corps, largeur, lignes).excess(ligne.texte)
        if excess:
            loc = max(ligne.champs, key=lambda champ: len(champ[1]))[0]
            noms = " et ".join(f"« {'.'.join(map(str, autre))} »" for autre, _texte in ligne.champs)
            message = f"{ligne.nom} dépasse sa place de {excess} caractère{'s' if excess > 1 else ''} environ"
            yield library.problem(KIT, loc, "Z001", message, f"raccourcissez {noms} : ils sont sur la même ligne")


def _lines(library: Library) -> Iterator[_LigneImprimee]:
    kit = library.kit
    titre, editeur = (("titre",), kit.titre), (("editeur",), kit.editeur)
    version, licence = (("version",), kit.version), (("licences", "contenu"), kit.licences.contenu)
    sigle = max((forme.sigle for forme in library.formes.values()), key=len, default="")
    dit = f"version {kit.version} · {date_longue(kit.edition)}"
    pied = f"{kit.titre} · fiche {sigle} · {dit} · contenu sous licence {kit.licences.contenu}"
    if kit.identite.editeur is None:
        yield _LigneImprimee("le pied des fiches", pied, _PIED, (titre, licence))
    else:
        service = (("identite", "editeur", "service"), kit.identite.editeur.service or "")
        yield _LigneImprimee("l’éditeur au pied des fiches", kit.identite.editeur.ligne, _PIED_EDITEUR, (service,))
        yield _LigneImprimee("le pied des fiches", pied, (fiche.PIED, fiche.PIED_DIT, 2), (titre, licence))
    feuille = f"{dit} · contenu sous licence {kit.licences.contenu}"
    yield _LigneImprimee("le pied d’un programme", feuille, _PIED_PROGRAMME, (version, licence))
    yield _LigneImprimee(
        "la mention au bas des pistes d’un dossier", colophon(kit, None), _COLOPHON, (editeur, licence)
    )
