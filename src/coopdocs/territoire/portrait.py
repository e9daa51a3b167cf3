"""The figures of a territory that official tables give: people, communes, size, and what the census counted."""

from __future__ import annotations

from dataclasses import dataclass
from weakref import WeakKeyDictionary

from coopdocs.territoire.atlas import Territoires
from coopdocs.territoire.modele import FRANCE, Territoire
from coopdocs.territoire.recensement import Recensement


@dataclass(frozen=True, slots=True)
class Portrait:
    """A territory in figures (None: France without its overseas collectivities).

    `population` is the municipal one of 2023, `km2` how large it is. What a part of the territory has no figure for,
    the whole has none for either: None. Only of France is the census told without the départements that it does not
    count (`sans_recensement`, their codes: Mayotte), which is to be said beside its figures.
    """

    territoire: Territoire | None
    population: int | None
    communes: int
    km2: float | None
    recensement: Recensement | None
    sans_recensement: tuple[str, ...] = ()

    @property
    def densite(self) -> float | None:
        """People to a square kilometre."""
        return self.population / self.km2 if self.population is not None and self.km2 else None


_CONNUS: WeakKeyDictionary[Territoires, dict[str, Portrait]] = WeakKeyDictionary()


def portrait(territoires: Territoires, territoire: Territoire | None) -> Portrait:
    """The figures of a territory (None: France); `ProblemsError` when a table that they are in cannot be read."""
    connus = _CONNUS.setdefault(territoires, {})
    cle = territoire.cle if territoire else FRANCE
    if cle not in connus:
        connus[cle] = _portrait(territoires, territoire)
    return connus[cle]


def _portrait(territoires: Territoires, territoire: Territoire | None) -> Portrait:
    communes = tuple(territoires.commune_codes(territoire))
    population = territoire.population if territoire else territoires.population_france
    km2 = territoires.superficies.total(communes)
    if territoire:
        return Portrait(territoire, population, len(communes), km2, territoires.recensements.total(communes))
    departements = [t for cle in territoires.codes("departement") if (t := territoires.get(cle)) and t.regions]
    sans = tuple(d.code for d in departements if portrait(territoires, d).recensement is None)
    comptees = [c for d in departements if d.code not in sans for c in territoires.commune_codes(d)]
    return Portrait(None, population, len(communes), km2, territoires.recensements.total(comptees), sans)
