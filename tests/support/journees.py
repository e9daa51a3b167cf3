"""Events drawn at the limits of what `check` accepts: any number of everything, each text as long as it may be."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import cycle, islice
from typing import Any

from coopdocs import zones
from coopdocs.library import Library
from coopdocs.library import evenements as controles
from coopdocs.model.evenement import Evenement
from coopdocs.problem import Problem
from coopdocs.source import NodePath
from coopdocs.theme import Theme
from coopdocs.theme.mesure import Zone
from coopdocs.typographie import bind_end, bind_short
from coopdocs.views import evenement as views
from coopdocs.zones.evenements import _beyond, _places
from coopdocs.zones.places import TexteImprime
from coopdocs.zones.programme import Programme

SLUG = "forum-cooperations"
LOGOS = ("logos/reseau-exemple.svg", "logos/cooperative-exemple.png", "logos/communaute-exemple.svg")
_TEXTE = (
    "une structure porte le projet commun avec des entreprises locales et ses habitants pour agir ensemble à "
    "l’échelle intercommunale, réglementairement et financièrement, reconnaissance comprise"
)
MOTS = _TEXTE.split()
ENTIER = "Anticonstitutionnellementintergouvernementalisation" * 12
"""A text of one word without a break."""


def texte(tirage: random.Random, long: bool) -> str:
    """Words, short or far too long for any place; now and then one word that nothing can break."""
    if not long:
        return " ".join(tirage.sample(MOTS, 2))
    if tirage.random() < 0.15:
        return ENTIER
    return " ".join(islice(cycle(tirage.sample(MOTS, len(MOTS))), 90))


def journee(tirage: random.Random, formes: Sequence[str]) -> dict[str, Any]:
    """An event as its file would tell it, its hours right, its texts not yet held to any place."""
    long = tirage.random() < 0.7

    def dit() -> str:
        return texte(tirage, long and tirage.random() < 0.7)

    gens = [{"nom": f"{n} {dit()}", "fonction": dit(), "organisme": dit() if tirage.random() < 0.7 else None}
            for n in range(tirage.choice((0, 1, 5, 12, 24)))]  # fmt: skip
    rangs = range(len(gens))
    seances = tirage.choice((1, 2, 6, 12, 20))
    return {
        "exemple": tirage.random() < 0.5,
        "titre": dit(),
        "genre": tirage.choice(("forum", "formation", "conseil", "rencontre", "visite")),
        "accroche": dit(),
        "couleur": "#0B5F60",
        "date": dt.date(2027, 3, 18),
        "debut": "08:00",
        "fin": "23:00",
        "lieu": {"nom": dit(), "adresse": dit(), "acces": dit() if tirage.random() < 0.6 else None,
                 "territoire": tirage.choice(("commune:26281", "departement:26", "region:84"))},
        "organisateur": {"nom": dit(), "logo": tirage.choice((None, *LOGOS))},
        "partenaires": [{"nom": dit(), "logo": tirage.choice((None, None, *LOGOS))}
                        for _ in range(tirage.choice((0, 1, 4, 8)))],
        "profils": ["élus"],
        "formes": tirage.sample(list(formes), tirage.randint(1, min(len(formes), tirage.choice((1, 4, 40))))),
        "intervenants": gens,
        "programme": [_seance(tirage, dit, n, rangs) for n in range(seances)],
        "contacts": [_contact(tirage, dit, n) for n in range(tirage.choice((1, 2, 4)))],
        "liens": {cle: f"https://www.example.org/{'chemin-long/' * tirage.choice((0, 1, 9))}{cle}"
                  for cle in tirage.sample(("inscription", "enquete", "documents"), tirage.randint(0, 3))},
        "impression": {"exemplaires": tirage.choice((1, 250, 100_000)), "papier": dit(),
                       "imprimeur": tirage.choice(("bureau", "reprographie", "imprimeur"))},
    }  # fmt: skip


def _seance(tirage: random.Random, dit: Callable[[], str], n: int, rangs: Sequence[int]) -> dict[str, Any]:
    """A session whose speakers are still ranks in the event's list: their names will be cut."""

    def qui(parmi: Sequence[int]) -> list[int]:
        return tirage.sample(parmi, min(len(parmi), tirage.choice((0, 1, 3))))

    hour = 8 + n * 40 // 60, n * 40 % 60
    seance: dict[str, Any] = {
        "debut": f"{hour[0]:02}:{hour[1]:02}", "fin": f"{hour[0]:02}:{hour[1] + 15:02}", "titre": dit(),
        "pause": tirage.random() < 0.2, "texte": dit() if tirage.random() < 0.4 else None,
        "salle": dit() if tirage.random() < 0.4 else None, "intervenants": qui(rangs),
    }  # fmt: skip
    libres = [rang for rang in rangs if rang not in seance["intervenants"]]
    ateliers = []
    for _ in range(tirage.choice((0, 0, 0, 2, 6))):
        parole = qui(libres)
        libres = [rang for rang in libres if rang not in parole]
        ateliers.append({"titre": dit(), "texte": dit() if tirage.random() < 0.4 else None,
                         "salle": dit() if tirage.random() < 0.4 else None, "intervenants": parole})  # fmt: skip
    return seance | {"ateliers": ateliers}


def _contact(tirage: random.Random, dit: Callable[[], str], n: int) -> dict[str, Any]:
    boite = tirage.choice(("service", "service-long-" * 3))
    return {
        "nom": dit(),
        "courriel": f"{boite}{n}@example.org",
        "telephone": tirage.choice((None, "01 99 00 12 34")),
    }


# --- held to what check accepts


def acceptee(library: Library, theme: Theme, donnees: dict[str, Any]) -> Library:
    """The kit with this event, its texts cut and its lists shortened until `check` finds nothing wrong."""
    for _ in range(80):
        kit = replace(library, evenements={SLUG: evenement(donnees)})
        if not any(p.is_error for p in problemes(kit, theme)):
            return kit
        jour = views.journee(kit, SLUG)
        longues = [p for p in _places(jour, Programme(jour, theme)) if _zone(theme, p).excess(p.texte)]
        for place in longues:
            _raccourcir(donnees, place.loc, _zone(theme, place))
        for loc, _ in () if longues else _beyond(jour, theme):
            _alleger(donnees, loc)
    raise AssertionError([str(p) for p in problemes(kit, theme)])


def evenement(donnees: dict[str, Any]) -> Evenement:
    noms = [i["nom"] for i in donnees["intervenants"]]

    def nommee(x: dict[str, Any]) -> dict[str, Any]:
        ateliers = {"ateliers": [nommee(a) for a in x["ateliers"]]} if "ateliers" in x else {}
        return x | {"intervenants": [noms[rang] for rang in x["intervenants"]]} | ateliers

    return Evenement.model_validate(donnees | {"programme": [nommee(s) for s in donnees["programme"]]})


def problemes(kit: Library, theme: Theme) -> list[Problem]:
    """What `check` says of the kit's events."""
    return [*controles.check_events(kit), *zones.evenements.check(kit, theme)]


def _zone(theme: Theme, place: TexteImprime) -> Zone:
    famille, graisse, corps, largeur, lignes = place.zone
    return Zone(theme.font(famille, graisse), corps, largeur, lignes, place.approche)


def _raccourcir(donnees: dict[str, Any], loc: NodePath, zone: Zone) -> None:
    """Cut a text to what its place holds; a speaker's name is cut where it is given."""
    x: Any = donnees
    for cle in loc[:-1]:
        x = x[cle]
    cle = loc[-1]
    if "intervenants" in loc[1:]:
        x, cle = donnees["intervenants"][x[cle]], "nom"
    # at least a letter: what is printed has a comma more, or words bound in another way
    x[cle] = x[cle][:-1].rstrip()
    while excess := zone.excess(bind_end(bind_short(x[cle]))):
        x[cle] = x[cle][: -max(excess // 2, 1)].rstrip()
    x[cle] = x[cle] or "Mot"


def _alleger(donnees: dict[str, Any], loc: NodePath) -> None:
    """Leave out the session or the speaker from which on a sheet is too short, or shorten what has no other place."""
    match loc:
        case ("programme", int(n)):
            del donnees["programme"][max(n, 1) :]
            if n == 0:
                donnees["programme"][0] |= {"ateliers": [], "texte": None}
        case ("intervenants", int(n)):
            del donnees["intervenants"][n:]
            for s in donnees["programme"]:
                for x in (s, *s["ateliers"]):
                    x["intervenants"] = [rang for rang in x["intervenants"] if rang < n]
        case ("contacts",):
            del donnees["contacts"][1:], donnees["partenaires"][2:]
            donnees["lieu"]["acces"] = None
            if len(donnees["contacts"]) == 1:
                donnees["formes"] = donnees["formes"][: max(len(donnees["formes"]) - 2, 1)]
        case (("titre" | "accroche") as cle,) | ("lieu", ("nom" | "adresse") as cle):
            x = donnees if len(loc) == 1 else donnees["lieu"]
            x[cle] = x[cle][: len(x[cle]) * 3 // 4].rstrip() or "Mot"
        case ("liens", str(cle)):
            donnees["liens"][cle] = f"https://www.example.org/{cle}"
        case ("contacts", int(n), "courriel"):
            donnees["contacts"][n]["courriel"] = f"service{n}@example.org"
        case _:
            raise AssertionError(loc)
