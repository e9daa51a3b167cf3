"""Which documents say which claims: what to make again when one changes, what an event puts in people's hands."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from coopdocs import views
from coopdocs.library import Library, fichier_dossier, fichier_forme
from coopdocs.library.catalogue import AIDES, AUTRES, COUVERTURE, CRITERES, DECISION, DROIT, GLOSSAIRE
from coopdocs.model.contenu import Fait
from coopdocs.views.a5 import fiche_a5
from coopdocs.views.evenement import Journee, journee
from coopdocs.views.livret import Livret, double

Endroit = tuple[str, tuple[str | int, ...]]
"""Where a claim is written: its file and its loc there."""

GUIDE, DOSSIERS = "guide", "dossiers"


def handed_out(library: Library, slug: str) -> Mapping[Endroit, str]:
    """The claims that the handouts of an event say, each with the slug of the forme it is about ("" for a definition).

    The booklets of all its audiences count, and what a page may leave out for want of room is taken to be there.
    """
    jour = journee(library, slug)
    places = {id(a.fait): (a.fichier, a.loc) for a in library.affirmations}
    found = {places[id(fait)]: sujet for sujet, fait in _facts(library, jour)}
    return found | dict(_table(jour.table) if jour.table else ())


def _facts(library: Library, jour: Journee) -> Iterator[tuple[str, Fait]]:
    for fiche in jour.fiches:
        a5 = fiche_a5(fiche, double(fiche, None))
        yield from ((fiche.slug, fait) for fait in (*views.printed_claims(fiche), *a5.faits))
    for profil in (None, *jour.e.profils):
        doubles = tuple(double(fiche, profil) for fiche in jour.fiches)
        yield from ((d.fiche.slug, fait) for d in doubles for fait in d.faits)
        livret = Livret(jour, profil, doubles, library)
        yield from ((forme_slug, reseau) for forme_slug, reseau in _networks(livret))
        yield from (("", terme) for terme in livret.termes)


def _networks(livret: Livret) -> Iterator[tuple[str, Fait]]:
    slugs = {id(d.fiche.forme): d.fiche.slug for d in livret.doubles}
    for appui in livret.appuis:
        yield from ((slugs[id(formes[0])], reseau) for formes, reseau in appui.propos)


def _table(table: views.Comparatif) -> Iterator[tuple[Endroit, str]]:
    """The cells of a table, each with the slug of its column."""
    for rangee in table.rangees:
        for slug, _ in table.colonnes:
            yield (CRITERES, ("cellules", slug, rangee.critere.id)), slug


def documents(library: Library) -> Mapping[Endroit, tuple[str, ...]]:
    """The documents that say each claim, by their names; what helps to decide is in none of an event's."""
    said: defaultdict[Endroit, dict[str, None]] = defaultdict(dict)

    def tell(lieux: Iterable[Endroit], *noms: str) -> None:
        for lieu in lieux:
            said[lieu].update(dict.fromkeys(noms))

    places = {id(a.fait): (a.fichier, a.loc) for a in library.affirmations}
    dossiers = (DOSSIERS,) if library.kit.dossiers else ()
    for slug, forme in library.formes.items():
        printed = views.printed_claims(views.fiche(library, slug))
        tell((places[id(fait)] for fait in printed), f"fiche {forme.sigle_court}", *dossiers)
        own = [lieu for lieu in places.values() if lieu[0] == fichier_forme(slug)]
        tell(own, f"page {forme.sigle_court}")
        # the guide tells a story part by part, not in brief
        tell((lieu for lieu in own if lieu[1] != ("recit", "court")), GUIDE)
    whole = views.comparatif(library)
    tell((lieu for lieu, _ in _table(whole)), "comparatif", GUIDE)
    tell((lieu for lieu, _ in _table(views.abridged(whole))), *dossiers)
    for slug, forme in library.comparables.items():
        tell((lieu for lieu, _ in _table(views.comparatif(library, slug))), f"comparatif {forme.sigle_court}")
    every = [*places.values(), *((e.fichier, e.loc) for e in library.echeances)]
    tell((lieu for lieu in every if lieu[0] in (GLOSSAIRE, DECISION, AUTRES)), GUIDE, *dossiers)
    for fichier, nom in ((AIDES, "argent et calendrier"), (DROIT, "repères juridiques")):
        tell((lieu for lieu in every if lieu[0] == fichier), nom, GUIDE)
    tell((lieu for lieu in every if lieu[0] == COUVERTURE), *dossiers)
    for cle in library.complements:
        t = library.territoires.get(cle)
        own = [lieu for lieu in places.values() if lieu[0] == fichier_dossier(cle)]
        tell(own, f"dossier {t.nom_court if t else cle}")
    for slug in library.evenements:
        tell(handed_out(library, slug), f"événement {slug}")
    return {lieu: tuple(noms) for lieu, noms in said.items()}
