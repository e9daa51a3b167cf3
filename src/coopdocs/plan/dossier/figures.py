"""The charts of the page of figures, each with the words that say the same."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from coopdocs.croquis import Croquis
from coopdocs.sizes.units import TEXTE
from coopdocs.territoire import Territoires
from coopdocs.territoire.portrait import Portrait
from coopdocs.territoire.recensement import Recensement
from coopdocs.theme import Theme, cartes, graphiques
from coopdocs.theme.graphiques import Empilee, PlaceParmi
from coopdocs.typographie import en_lettres, nombre, typeset
from coopdocs.views.essentiel.chiffres import Chiffres
from coopdocs.views.essentiel.mesures import Variable, middle

RANGEE = 62.0
"""The height of a commune's row (0.1 mm)."""
_AGES = ("moins de 20 ans", "20 à 64 ans", "65 ans et plus")
_LOGEMENTS = ("résidences principales", "résidences secondaires", "logements vacants")
Parts = Callable[[Recensement], tuple[float, ...]]


@dataclass(frozen=True)
class Graphique:
    """A chart and what it says in words."""

    croquis: Croquis
    texte: str


@dataclass(frozen=True)
class Graphiques:
    """Those of a page; `places` is None where nobody is like the territory, `logements` where it has none, or other
    figures take their place.

    `barres` decorates a table that says its numbers; `carte` is None where there is no outline.
    """

    places: Graphique | None
    ages: Graphique
    logements: Graphique | None
    barres: Croquis
    carte: Graphique | None


def drawn(territoires: Territoires, theme: Theme, c: Chiffres, barres: int) -> Graphiques:
    """The charts of a territory; `barres`: how many communes have a bar."""
    shown, palette = c.communes.shown(barres), theme.palette
    homes = graphiques.logements(palette)
    return Graphiques(
        _places(theme, c) if c.autour and c.rang != "ensemble" else None,
        _stacked(theme, c, lambda r: (r.moins_20, r.de_20_a_64, r.plus_65), _AGES, graphiques.ages(palette)),
        _stacked(theme, c, lambda r: (r.principales, r.secondaires, r.vacants), _LOGEMENTS, homes)
        if (c.compte is None or c.compte.logements) and not c.apports else None,
        graphiques.bars([(t.population or 0, c.communes.ici in (None, t)) for t in shown], RANGEE, palette),
        _map(territoires, theme, c),
    )  # fmt: skip


def _map(territoires: Territoires, theme: Theme, c: Chiffres) -> Graphique | None:
    """The communes as discs; of a commune without an EPCI those of its département."""
    co = c.communes
    croquis = cartes.communes(territoires, co.ici if co.ici and co.ici.epci else co.ensemble, theme.palette)
    if croquis is None:
        return None
    noms = ", ".join(t.nom for t in co.toutes[: cartes.NOMMEES])
    quoi = f"Carte des communes {co.ensemble.de}, en disques aussi grands que leurs populations"
    return Graphique(croquis, typeset(f"{quoi} ; les plus peuplées : {noms}."))


def _places(theme: Theme, c: Chiffres) -> Graphique:
    rangees = [_place(c, mesure) for mesure in c.mesures]
    said = (_said(mesure, rangee) for mesure, rangee in zip(c.mesures, rangees, strict=True) if rangee)
    return Graphique(
        graphiques.places(rangees, theme.palette), typeset(f"Sa place parmi eux. {' ; '.join(filter(None, said))}.")
    )


def _place(c: Chiffres, mesure: Variable) -> PlaceParmi | None:
    """Where a territory stands; a sum of its parts is not beside them."""
    if c.rang == "membres" and mesure.somme:
        return None
    autres = [valeur for p in c.autour if (valeur := mesure.value(p)) is not None]
    return PlaceParmi(mesure.value(c.lui), tuple(autres), middle(mesure, c.autour) if c.medianes else None)


def _said(mesure: Variable, rangee: PlaceParmi) -> str:
    if rangee.lui is None or not rangee.autres:
        return ""
    bornes = f"de {mesure.printed(min(rangee.autres))} à {mesure.printed(max(rangee.autres))} ailleurs"
    milieu = f", médiane {mesure.printed(rangee.milieu)}" if rangee.milieu is not None else ""
    return f"{mesure.nom} : {mesure.printed(rangee.lui)}, {bornes}{milieu}"


def _stacked(
    theme: Theme, c: Chiffres, parts: Parts, noms: Sequence[str], teintes: Sequence[graphiques.Teinte]
) -> Graphique:
    barres = [Empilee(c.nom, parts(c.compte), propre=True)] if c.compte else []
    if ensemble := _together(c.autour, parts) if c.compares else None:
        qui = f"Les {en_lettres(len(c.autour))} autres, ensemble" if len(c.autour) > 1 else c.lignes[0].nom
        barres.append(Empilee(qui, ensemble))
    barres.append(Empilee("France", parts(c.compte_france)))
    said = " ; ".join(f"{barre.nom} : {_shares(barre.parts, noms)}" for barre in barres)
    return Graphique(
        graphiques.stacked(barres, teintes, theme.font(TEXTE, "600"), theme.palette.ici_encre), typeset(f"{said}.")
    )


def _together(autour: Sequence[Portrait], parts: Parts) -> tuple[float, ...] | None:
    """What all of those around have of each part; None where one is not known."""
    comptes = [p.recensement for p in autour if p.recensement]
    if not comptes or len(comptes) < len(autour):
        return None
    return tuple(map(sum, zip(*map(parts, comptes), strict=True)))


def _shares(parts: Sequence[float], noms: Sequence[str]) -> str:
    total = sum(parts)
    return ", ".join(f"{nom} {nombre(round(100 * part / total))} %" for nom, part in zip(noms, parts, strict=True))
