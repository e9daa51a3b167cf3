"""A forme's story as its documents tell it: its parts by name, its years as printed; and costs by theme."""

from __future__ import annotations

from itertools import groupby

from coopdocs.model.contenu import Cout, Fait, Recit
from coopdocs.typographie import INSECABLE

INTITULES = {
    "probleme": "Le problème",
    "premier_pas": "Le premier pas",
    "qui_a_rejoint": "Qui a rejoint",
    "cadre_juridique": "Le cadre juridique",
    "calendrier": "Le calendrier",
    "argent": "L’argent",
    "personnes": "Les personnes",
    "difficulte": "Ce qui fut difficile",
    "resultat": "Le résultat",
    "conseil": "Leur conseil",
}
"""What each part of a story is headed by."""
THEMES = (
    ("budget", "Combien"),
    ("calendrier", "Combien de temps"),
    ("emplois", "Qui"),
    ("difficulté", "À quoi prendre garde"),
)
"""What a cost is about, in the order of the documents: value of its `theme`, heading."""


def parties(recit: Recit) -> tuple[tuple[str, Fait], ...]:
    """The parts that are told, each under its heading."""
    return tuple((INTITULES[champ], fait) for champ, fait in recit.parties)


def faits(recit: Recit) -> tuple[Fait, ...]:
    """Every claim of a story: the short form, its steps, then the parts."""
    return (recit.court, *recit.jalons, *(fait for _, fait in parties(recit)))


def brief(recit: Recit) -> tuple[Fait, ...]:
    """The claims that a printed fiche has room for."""
    return (recit.court, *recit.jalons, *(fait for fait in (recit.conseil,) if fait))


def periode(recit: Recit) -> str:
    """The years that it tells of, as printed."""
    if recit.fin is None:
        return f"depuis {recit.debut}"
    return f"{recit.debut}" if recit.fin == recit.debut else f"{recit.debut} à{INSECABLE}{recit.fin}"


def par_theme(couts: tuple[Cout, ...]) -> tuple[tuple[str, tuple[Cout, ...]], ...]:
    """Costs under the heading of their theme, in the order of the headings."""
    rangs = {theme: rang for rang, (theme, _) in enumerate(THEMES)}
    ordered = groupby(sorted(couts, key=lambda c: rangs[c.theme]), key=lambda c: c.theme)
    return tuple((dict(THEMES)[theme], tuple(group)) for theme, group in ordered)
