"""The lists of a dossier: what its territory is made of and stands among, with figures as they are printed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice

from coopdocs.territoire import Territoire, Territoires
from coopdocs.typographie import INSECABLE, nombre

RANGEES = 10
INDISPONIBLE = f"non{INSECABLE}disponible"
SANS_OBJET = "–"
"""Where a figure would say nothing."""


@dataclass(frozen=True)
class Membre:
    """A territory in a list and, where it is a part of the whole, its share of the people in %."""

    territoire: Territoire
    part: float | None
    ici: bool

    @property
    def nom(self) -> str:
        return self.territoire.nom_court

    @property
    def population(self) -> str:
        return chiffre(self.territoire.population)

    @property
    def pourcent(self) -> str:
        return "" if self.part is None else pourcentage(self.part)


@dataclass(frozen=True)
class Liste:
    """Territories, the first of `reste` more."""

    titre: str
    membres: tuple[Membre, ...]
    reste: int

    @property
    def suite(self) -> str:
        return f"et {nombre(self.reste)} autre{'s' * (self.reste > 1)}" if self.reste else ""

    def shortened(self, maximum: int) -> Liste:
        """The same list with `maximum` territories at most."""
        return Liste(self.titre, self.membres[:maximum], self.reste + max(len(self.membres) - maximum, 0))


def listes(territoires: Territoires, t: Territoire, epci: Territoire | None) -> Iterable[Liste]:
    """Two lists at most for a territory and its EPCI: what it is made of, then what it stands among."""
    return _Listes(territoires).all(t, epci)


class _Listes:
    def __init__(self, territoires: Territoires) -> None:
        self._territoires = territoires

    def all(self, t: Territoire, epci: Territoire | None) -> Iterable[Liste]:
        if t.type == "region":
            yield from self._region(t)
        elif t.type == "departement":
            yield from self._departement(t)
        elif t.type == "commune":
            if epci:
                yield self._communes("Communes de l’intercommunalité", epci, t)
                yield from self._voisines(epci)
            else:
                departement = self._territoires.parents(t)[0]
                yield self._communes("Communes les plus peuplées alentour", departement, t)
                yield from self._intercommunalites(departement)
        else:
            yield self._communes("Communes les plus peuplées", t)
            yield from self._voisines(epci or t, t)

    def _region(self, t: Territoire) -> Iterable[Liste]:
        enfants = self._territoires.enfants(t)
        if len(enfants) == 1:
            yield from self._departement(enfants[0])
            return
        yield self._liste("Départements", t, enfants, len(enfants), len(enfants))
        villes = (c for d in enfants for c in islice(self._territoires.communes(d), RANGEES))
        peuplees = sorted(villes, key=lambda c: -(c.population or 0))
        yield self._liste("Communes les plus peuplées", t, peuplees, self._territoires.nombre_communes(t))

    def _departement(self, t: Territoire) -> Iterable[Liste]:
        yield from self._intercommunalites(t)
        if not t.regions:
            found = filter(None, map(self._territoires.get, self._territoires.codes("departement")))
            soeurs = sorted((d for d in found if not d.regions), key=lambda d: -(d.population or 0))
            yield self._liste("Collectivités d’outre-mer", t, soeurs, len(soeurs), parts=False, ici=t)
        if self._territoires.nombre_communes(t) > 1:
            yield self._communes("Communes les plus peuplées", t)
        elif t.regions:
            (region,) = self._territoires.parents(t)
            freres = self._territoires.enfants(region)
            yield self._liste("Départements de la région", region, freres, len(freres), len(freres), ici=t)

    def _intercommunalites(self, departement: Territoire) -> Iterable[Liste]:
        """Those that have most of their people there; an overseas collectivity has none."""
        if departement.regions:
            enfants = [e for e in self._territoires.enfants(departement) if e.departements[0] == departement.code]
            titre = "Intercommunalités les plus peuplées" if len(enfants) > RANGEES else "Intercommunalités"
            yield self._liste(titre, departement, enfants, len(enfants), parts=False)

    def _communes(self, titre: str, ensemble: Territoire, ici: Territoire | None = None) -> Liste:
        """The most populated communes, and the one that the dossier is about, last where it is not among them."""
        communes = list(islice(self._territoires.communes(ensemble), RANGEES))
        if ici and ici not in communes:
            communes[-1] = ici
        return self._liste(titre, ensemble, communes, self._territoires.nombre_communes(ensemble), ici=ici)

    def _voisines(self, epci: Territoire, ici: Territoire | None = None) -> Iterable[Liste]:
        """The neighbours of an EPCI; for the Métropole du Grand Paris its établissements publics territoriaux."""
        if epts := self._territoires.epts(epci):
            yield self._liste("Établissements publics territoriaux", epci, epts, len(epts), len(epts), ici=ici)
        elif voisines := sorted(self._territoires.voisins(epci), key=lambda v: (-(v.population or 0), v.code)):
            yield self._liste("Intercommunalités voisines", epci, voisines, len(voisines), parts=False)

    def _liste(
        self, titre: str, tout: Territoire, membres: Sequence[Territoire], total: int, maximum: int = RANGEES,
        *, parts: bool = True, ici: Territoire | None = None,
    ) -> Liste:  # fmt: skip
        def part(m: Territoire) -> float | None:
            return 100 * m.population / tout.population if parts and m.population and tout.population else None

        shown = membres[:maximum]
        listed = tuple(Membre(m, part(m), m == ici) for m in shown)
        return Liste(titre, listed, total - len(shown))


def chiffre(valeur: int | None) -> str:
    """A number as printed, « non disponible » where there is none."""
    return INDISPONIBLE if valeur is None else nombre(valeur)


def pourcentage(part: float) -> str:
    """A share in % as printed."""
    if 0 < part < 0.1:
        return f"moins de 0,1{INSECABLE}%"
    return f"{nombre(part, 1 if part < 99.95 else 0)}{INSECABLE}%"
