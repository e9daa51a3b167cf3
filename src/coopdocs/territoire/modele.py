"""What a place of France is: its point on a map (`Emplacement`), or all that a page says of it first (`Territoire`)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from coopdocs.problem import Place, Problem, ProblemsError

TypeLieu = Literal["commune", "ept", "epci", "departement", "region", "france"]
TypeTerritoire = Literal["commune", "ept", "epci", "departement", "region"]
NOMS_TYPES: dict[TypeTerritoire, tuple[str, str, bool]] = {
    "region": ("région", "régions", True),
    "departement": ("département", "départements", False),
    "epci": ("intercommunalité", "intercommunalités", True),
    "ept": ("établissement public territorial", "établissements publics territoriaux", False),
    "commune": ("commune", "communes", True),
}
"""What a level is called, of one and of several, and whether that is feminine; from the largest to the smallest."""
TYPES: tuple[TypeTerritoire, ...] = tuple(NOMS_TYPES)
FRANCE = "france:FR"
"""The typed code of the whole country, which is no territory."""
_CITES = 8


@dataclass(frozen=True)
class Emplacement:
    """A place: `nom` as printed, degrees of latitude and longitude, its (main) département and its map frame.

    `zone` is "metro" or the département code of an overseas frame (971…976); None, like the coordinates, where
    the place has none: France as a whole and the overseas collectivities.
    """

    type: TypeLieu
    code: str
    nom: str
    lat: float | None
    lon: float | None
    departement: str | None
    zone: str | None


@dataclass(frozen=True, slots=True)
class Territoire:
    """A territory of the COG: codes are text, `de` is its name after « de » (« du Mans », « de la Drôme »).

    `departements` and `regions` are codes, the most populated first; an overseas collectivity is a département without
    a région. `epci` is that of a commune or of an EPT; `chef_lieu` the commune code of the chef-lieu, or of the most
    populated commune of an EPCI or EPT. `population` is None where nobody was counted, `lat`, `lon` (degrees; those of
    the chef-lieu) and `zone` where the place has none, as in `Emplacement`.
    """

    type: TypeTerritoire
    code: str
    nom: str
    nom_court: str
    de: str
    genre: str
    population: int | None
    departements: tuple[str, ...]
    regions: tuple[str, ...]
    epci: str | None
    chef_lieu: str | None
    lat: float | None
    lon: float | None
    zone: str | None

    @property
    def cle(self) -> str:
        """The typed code, as `Territoires.get` takes it: `commune:26281`."""
        return f"{self.type}:{self.code}"

    @property
    def point(self) -> tuple[float, float] | None:
        """Latitude and longitude in degrees."""
        return None if self.lat is None or self.lon is None else (self.lat, self.lon)


class TerritoireError(ProblemsError):
    """A text that names no territory, or several: `candidats` are those it may mean, the likeliest first.

    `problems` holds one problem, whose place is the text itself and whose advice names the first candidates.
    """

    def __init__(self, texte: str, message: str, candidats: Sequence[Territoire] = (), conseil: str = "") -> None:
        self.candidats = tuple(candidats)
        advice = conseil or _choix(self.candidats)
        super().__init__([Problem("X015", Place(texte), message, advice)])
        self.args = (texte, message, candidats, conseil)
        self.message, self.advice = message, advice


def describe(territoire: Territoire) -> str:
    """« commune:26362 (Valence, commune, 26) »: what tells a territory from its namesakes."""
    ou = "" if territoire.type in ("region", "departement") else f", {' '.join(territoire.departements)}"
    return f"{territoire.cle} ({territoire.nom_court}, {territoire.genre[0].lower()}{territoire.genre[1:]}{ou})"


def _choix(candidats: Sequence[Territoire]) -> str:
    if not candidats:
        return "écrivez le nom entier, ou le code : « coopdocs list territoires --departement 26 » les énumère"
    if len(candidats) == 1:
        return f"vouliez-vous dire {describe(candidats[0])} ?"
    reste = len(candidats) - _CITES
    suite = f" ; et {reste} autre{'s' * (reste > 1)}" if reste > 0 else ""
    return "choisissez par le code : " + " ; ".join(describe(t) for t in candidats[:_CITES]) + suite
