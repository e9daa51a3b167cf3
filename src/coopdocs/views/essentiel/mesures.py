"""What a territory is measured by: the columns of its table, and what they come to in words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from statistics import median

from coopdocs.territoire.millesimes import ANNEES
from coopdocs.territoire.portrait import Portrait
from coopdocs.territoire.recensement import Recensement
from coopdocs.typographie import FINE, INSECABLE, capital, en_lettres, nombre

INCONNU = "–"
_INFIME = 0.05
"""Less than this would be printed as nothing."""
_SENSIBLE, _NET = 0.7, 2.0
"""Points by which a share differs from a median: less is nothing to say, more is no longer « un peu »."""


@dataclass(frozen=True)
class Variable:
    """A figure of territories: `tete` says it on two lines, `nom` in a sentence (« un peu plus de … »).

    `somme`: the whole has more of it than its parts, so that these are not beside each other; `points`: a share in %.
    """

    tete: tuple[str, str]
    nom: str
    chiffre: Callable[[Portrait], float | None]
    somme: bool = False
    points: bool = False

    def value(self, portrait: Portrait) -> float | None:
        """The figure of a territory; None where it is not known. Of France, a sum says nothing beside one place."""
        return None if self.somme and portrait.territoire is None else self.chiffre(portrait)

    def printed(self, valeur: float | None) -> str:
        """A figure as the table says it."""
        if valeur is None:
            return INCONNU
        if self.points:
            return f"{nombre(valeur, 1)}{INSECABLE}%"
        if 0 < valeur < 1:
            return nombre(valeur, 1) if valeur >= _INFIME else f"<{INSECABLE}0,1"
        return nombre(round(valeur))


def _census(chiffre: Callable[[Recensement], float | None]) -> Callable[[Portrait], float | None]:
    return lambda portrait: chiffre(portrait.recensement) if portrait.recensement else None


_HABITANTS = Variable(("Habitants", str(ANNEES.populations)), "habitants", lambda p: p.population, somme=True)
_DENSITE = Variable(("Habitants", "au km²"), "habitants au km²", lambda p: p.densite)
_SUPERFICIE = Variable(("Superficie", "en km²"), "km²", lambda p: p.km2, somme=True)
_COMMUNES = Variable(("", "Communes"), "communes", lambda p: p.communes, somme=True)
_LOGEMENTS = Variable(("", "Logements"), "logements", _census(lambda r: r.logements), somme=True)
_PARTS = (
    Variable(("Moins de", "20 ans"), "moins de 20 ans", _census(lambda r: r.part_moins_20), points=True),
    Variable(("65 ans", "et plus"), "65 ans et plus", _census(lambda r: r.part_plus_65), points=True),
    Variable(("Logements", "vacants"), "logements vacants", _census(lambda r: r.part_vacants), points=True),
    Variable(
        ("Résidences", "secondaires"), "résidences secondaires", _census(lambda r: r.part_secondaires), points=True
    ),
)


def mesures(*, of_communes: bool) -> tuple[Variable, ...]:
    """Those of a table; one commune is not counted in communes."""
    return (_HABITANTS, _DENSITE, _LOGEMENTS if of_communes else _COMMUNES, *_PARTS)


def uncounted(*, of_communes: bool) -> tuple[Variable, ...]:
    """Those of a table of places that no census counts."""
    return (_HABITANTS, _DENSITE, _SUPERFICIE, *(() if of_communes else (_COMMUNES,)))


def middle(mesure: Variable, portraits: Iterable[Portrait]) -> float | None:
    """The median of a figure; None where nobody has it."""
    valeurs = [valeur for p in portraits if (valeur := mesure.value(p)) is not None]
    return median(valeurs) if valeurs else None


def density(lui: Portrait, france: Portrait) -> str:
    """How dense a territory is beside France, in a sentence; empty where nobody knows."""
    ici, la = lui.densite, france.densite
    if ici is None or not la:
        return ""
    habitants = f"{nombre(round(ici))} habitant{'s' * (round(ici) > 1)}"
    if ici < 1:
        habitants = f"{nombre(ici, 1)} habitant" if ici >= _INFIME else "moins de 0,1 habitant"
    return capital(f"{_times(ici / la)} la France : {habitants} au km² contre {nombre(round(la))}.")


def _times(rapport: float) -> str:
    if 0.87 <= rapport <= 1.15:
        return "à peu près aussi dense que"
    plus = "plus" if rapport > 1 else "moins"
    fois = rapport if rapport > 1 else 1 / max(rapport, 1e-9)
    if fois < 1.75:
        return f"{plus} dense que"
    n = round(fois)
    combien = en_lettres(n) if n <= 10 else nombre(n)
    return f"{combien} fois {plus} dense que" if n < 100 else f"bien {plus} dense que"


def gaps(lui: Portrait, autour: Sequence[Portrait]) -> list[str]:
    """The two shares that are farthest from the median of others: « un peu plus de logements vacants (+ 0,8 point) ».

    None where none is far, or where nobody knows.
    """
    found = []
    for mesure in _PARTS:
        la = middle(mesure, autour)
        ici = mesure.value(lui)
        if la is not None and ici is not None and abs(ici - la) > _SENSIBLE:
            found.append((round(ici - la, 1), mesure))
    found.sort(key=lambda pair: -abs(pair[0]))
    return [_gap(ecart, mesure) for ecart, mesure in found[:2]]


def _gap(ecart: float, mesure: Variable) -> str:
    combien = (
        ("plus" if ecart > 0 else "moins") if abs(ecart) >= _NET else ("un peu plus" if ecart > 0 else "un peu moins")
    )
    nom = mesure.nom if mesure.nom[0] in "lr" else f"personnes de {mesure.nom}"
    signe = "+" if ecart > 0 else "−"
    points = "points" if abs(ecart) >= _NET else "point"
    return f"{combien} de {nom} ({signe}{FINE}{nombre(abs(ecart), 1)}{INSECABLE}{points})"
