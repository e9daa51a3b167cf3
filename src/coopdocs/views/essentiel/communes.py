"""The communes of a territory, or those that a commune stands among, by how many people they have."""

from __future__ import annotations

from dataclasses import dataclass

from coopdocs.territoire import Territoire, Territoires
from coopdocs.typographie import capital, nombre, typeset
from coopdocs.views.essentiel.designation import counted, people

BARRES = 10
"""So many communes have a bar."""
_PETITE = 1000


@dataclass(frozen=True)
class CommunesClassees:
    """The communes of `ensemble`, the most populated first; `ici`: the one that the page is about, None for all.

    `population`: of all of them, `petites`: how many have fewer than a thousand people, `sans`: how many nobody.
    """

    ensemble: Territoire
    ici: Territoire | None
    toutes: tuple[Territoire, ...]

    @property
    def titre(self) -> str:
        n = len(self.toutes)
        quoi = f"Les {counted(n, 'commune', 'communes', feminin=True)}" if n > 1 else "La commune"
        return quoi if self.ici is None else typeset(f"{quoi} {self.ensemble.de}")

    @property
    def population(self) -> int:
        return sum(c.population or 0 for c in self.toutes)

    def shown(self, n: int = BARRES) -> tuple[Territoire, ...]:
        """Those that have a bar; the one that the page is about is last where it is not among them."""
        if self.ici and self.ici not in self.toutes[:n]:
            return (*self.toutes[: n - 1], self.ici)
        return self.toutes[:n]

    def others(self, n: int = BARRES) -> tuple[str, str]:
        """What is said of those without a bar: how many they are, then how many people they have."""
        reste = len(self.toutes) - len(self.shown(n))
        petites = sum((c.population or 0) < _PETITE for c in self.toutes)
        dont = f"{counted(petites, 'commune', 'communes', feminin=True)} sur {nombre(len(self.toutes))}"
        moins = f"{dont} {'ont' if petites > 1 else 'a'} moins de {nombre(_PETITE)} habitants." if petites else ""
        if not reste:
            return "", typeset(capital(moins))
        habitants = self.population - sum(c.population or 0 for c in self.shown(n))
        part = round(100 * habitants / self.population) if self.population else 0
        pourcent = f"{part} %" if part else "moins de 1 %"
        compte = counted(reste, "autre commune", "autres communes", feminin=True)
        suite = f" : {people(habitants)}, {pourcent} du total" + (f" ; {moins}" if moins else ".")
        return capital(compte), typeset(suite)


def communes(territoires: Territoires, sujet: Territoire) -> CommunesClassees:
    """Those of a territory; of a commune, or of what has only one, those of its EPCI, else of its département."""
    if sujet.type == "commune":
        ensemble = next((lieu for lieu in territoires.parents(sujet) if territoires.nombre_communes(lieu) > 1), sujet)
        return CommunesClassees(ensemble, sujet, _sorted(territoires, ensemble))
    toutes = _sorted(territoires, sujet)
    return communes(territoires, toutes[0]) if len(toutes) == 1 else CommunesClassees(sujet, None, toutes)


def _sorted(territoires: Territoires, ensemble: Territoire) -> tuple[Territoire, ...]:
    return tuple(sorted(territoires.communes(ensemble), key=lambda c: (-(c.population or 0), c.code)))
