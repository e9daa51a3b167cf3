"""Cross checks of the files that a kit may do without: money, law, other formes, how many there are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from coopdocs.library import renvois
from coopdocs.library.catalogue import AIDES, AUTRES, COUVERTURE, DROIT, Library, fichier_forme
from coopdocs.library.validation import cite
from coopdocs.problem import Problem


def reperes_uniques(library: Library) -> Iterator[Problem]:
    aides = [a.id for a in library.aides.aides] if library.aides else []
    points = [p.id for p in library.droit.points] if library.droit else []
    for fichier, liste, ids in ((AIDES, "aides", aides), (DROIT, "points", points)):
        lieux = [(fichier, (liste, rang, "id"), identifiant) for rang, identifiant in enumerate(ids)]
        yield from renvois.given_once(library, lieux, "X008", "l’identifiant")


def autres_uniques(library: Library) -> Iterator[Problem]:
    for rang, autre in enumerate(library.autres_formes.autres):
        if autre.id in library.formes:
            message = f"{cite(autre.id)} est une forme du kit : {fichier_forme(autre.id)}"
            yield library.problem(AUTRES, ("autres", rang, "id"), "X008", message, "enlevez-la d’ici")
    lieux = [(AUTRES, ("autres", rang, "id"), autre.id) for rang, autre in enumerate(library.autres_formes.autres)]
    yield from renvois.given_once(library, lieux, "X008", "l’identifiant")


def decomptes_connus(library: Library) -> Iterator[Problem]:
    for slug in library.couverture.decomptes:
        yield from renvois.to_compare(library, COUVERTURE, ("decomptes", slug, "[key]"), slug)


def decomptes_depasses(library: Library) -> Iterator[Problem]:
    """Counts of the country below what the kit's own table knows; a rounded one may be."""
    connues = Counter(row["forme"] for row in library.territoires.initiatives)
    for slug, decompte in library.couverture.decomptes.items():
        total = decompte.total
        if total is not None and not decompte.environ and connues[slug] > total:
            message = f"{total} en France, mais la table des initiatives en connaît {connues[slug]}"
            conseil = (
                "corrigez « total », écrivez « environ: true » si le compte est arrondi, ou relisez les initiatives"
            )
            yield library.problem(COUVERTURE, ("decomptes", slug, "total"), "A023", message, conseil, "avertissement")


def aides_situees(library: Library) -> Iterator[Problem]:
    """The formes and the territories that each aide is for."""
    for a, aide in enumerate(library.aides.aides if library.aides else ()):
        formes = [(("aides", a, "formes", f), slug) for f, slug in enumerate(aide.formes)]
        for loc, slug in formes:
            yield from renvois.to_compare(library, AIDES, loc, slug)
        yield from renvois.given_once(library, [(AIDES, loc, slug) for loc, slug in formes], "X008", "la forme")
        lieux = [(("aides", a, "territoires", t), code) for t, code in enumerate(aide.territoires)]
        lieux += [(("aides", a, "sauf", t), code) for t, code in enumerate(aide.sauf)]
        for loc, code in lieux:
            yield from renvois.on_the_map(library, AIDES, loc, code)
        yield from renvois.given_once(library, [(AIDES, loc, code) for loc, code in lieux], "X008", "le territoire")
