"""Places of France by their official code or their name: what they are, what is in what, what is around.

Tables are the COG files of content/territoires; they are read when first needed and codes are always text.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from coopdocs.territoire import contacts, lieux, proximite, resolution, voisins
from coopdocs.territoire.anciennes import ANCIENNES, Anciennes
from coopdocs.territoire.cog import Cog, count
from coopdocs.territoire.contacts import FRANCE, Contact, Contacts
from coopdocs.territoire.modele import (
    TYPES,
    Lieu,
    Territoire,
    TerritoireRefuse,
    TypeLieu,
    TypeTerritoire,
    decrire,
)
from coopdocs.territoire.noms import Noms, division_names
from coopdocs.territoire.proximite import Portee, Proche
from coopdocs.territoire.registres import Registres

if TYPE_CHECKING:
    from coopdocs.territoire.indicateurs import Mesure, Serie

__all__ = [
    "ANCIENNES",
    "CONTOURS",
    "CONTOURS_EPCI",
    "TABLES",
    "TYPES",
    "Contact",
    "Contacts",
    "Lieu",
    "Portee",
    "Proche",
    "Territoire",
    "TerritoireRefuse",
    "Territoires",
    "TypeLieu",
    "TypeTerritoire",
    "decrire",
]

TABLES = ("regions.csv", "departements.csv", "epci.csv", "communes.csv")
CONTOURS = "contours_france.json"
CONTOURS_EPCI = "contours_epci.json"


class Territoires:
    """The COG tables of one folder; `Refused` when one of them cannot be read."""

    def __init__(self, dossier: Path, racine: Path | None = None) -> None:
        self.dossier = dossier
        self._racine = racine or dossier
        self._cog = Cog(self.dossier, self._racine)
        self._hints: dict[str, str] = {}
        self._contacts: dict[dt.date, Mapping[str, list[Contact]]] = {}

    def lieu(self, code: str) -> Lieu | None:
        """The place of a typed code (`commune:26281`, `departement:26`, `france:FR`…); None when there is none."""
        if code == FRANCE:
            return Lieu("france", "FR", "France", None, None, None, None)
        genre, _, numero = code.partition(":")
        return lieux.lieu(self._cog, genre, numero)

    def hint(self, texte: str) -> str:
        """What the author of an unknown code, or of a name in its place, may have meant; empty when nothing is near."""
        if texte not in self._hints:
            self._hints[texte] = resolution.hint(self, texte)
        return self._hints[texte]

    def unknown(self, code: str, ailleurs: str = "cherchez-le avec « coopdocs list territoires »") -> tuple[str, str]:
        """Why a typed code is not that of a territory, and what to do: `ailleurs` where nothing is near."""
        if code == FRANCE:
            return resolution.FRANCE_ENTIERE
        return f"le territoire « {code} » n’existe pas", self.hint(code) or ailleurs

    @cached_property
    def anciennes(self) -> Anciennes:
        """Communes of yesterday and municipal arrondissements."""
        return Anciennes(self.dossier, self._racine)

    @cached_property
    def initiatives(self) -> tuple[Mapping[str, str], ...]:
        """The rows of initiatives.csv by column name; none where a kit has no such table."""
        tableau = self.registres.initiatives
        return tuple(rangee.cells for rangee in tableau.rows) if tableau else ()

    @property
    def registres(self) -> Registres:
        """The tables of this folder that people keep by hand, with the lines of their files."""
        return self._cog.registres

    # --- one territory

    def get(self, cle: str) -> Territoire | None:
        """The territory of a typed code (`epci:200068781`, `ept:200057867`…); None when there is none.

        `region:975` gives `departement:975`, as for each overseas collectivity.
        """
        return self._get(cle)

    @cached_property
    def _get(self) -> Callable[[str], Territoire | None]:
        """`get`, which is asked for the same few thousand places again and again."""

        def look_up(cle: str) -> Territoire | None:
            genre, _, code = cle.partition(":")
            return lieux.territoire(self._cog, genre, code)

        return lru_cache(maxsize=8192)(look_up)

    def resolve(self, texte: str) -> Territoire:
        """The territory of a typed code, a bare code or a name as people type it; `TerritoireRefuse` otherwise.

        A name counts without accents, case and punctuation, whole, or as the first whole words of one territory only.
        """
        return resolution.resolve(self, texte)

    def complete(self, debut: str) -> list[str]:
        """What a shell may put in place of the beginning of a code or of a name."""
        return resolution.complete(self, debut)

    # --- what is in what

    def parents(self, territoire: Territoire) -> tuple[Territoire, ...]:
        """What a territory is in, from near to far: EPCI, (main) département, (main) région."""
        cles = [f"epci:{territoire.epci}"] if territoire.epci else []
        if territoire.type not in ("departement", "region"):
            cles.append(f"departement:{territoire.departements[0]}")
        if territoire.type != "region":
            cles += [f"region:{region}" for region in territoire.regions[:1]]
        return self._known(cles)

    def children(self, territoire: Territoire) -> tuple[Territoire, ...]:
        """What a territory is made of, most populated first; nothing for a commune.

        Communes for an EPCI, an EPT or an overseas collectivity; départements for a région; for a département the EPCI
        it is the main one of (their `departements` begin with it), then the others that touch it.
        """
        if territoire.type == "region":
            return self._known(f"departement:{code}" for code in territoire.departements)
        if territoire.type == "departement" and territoire.regions:
            return self._known(f"epci:{siren}" for siren in self._cog.epci_of.get(territoire.code, ()))
        return () if territoire.type == "commune" else tuple(self.communes(territoire))

    def communes(self, territoire: Territoire) -> Iterator[Territoire]:
        """Every commune of a territory, most populated first (in a région: département by département)."""
        if territoire.type == "commune":
            yield territoire
            return
        codes: Iterable[str]
        if territoire.type == "ept":
            membres = self._cog.communes_of.get(territoire.epci or "", ())
            codes = (code for code in membres if self._cog.ept_of.get(code) == territoire.code)
        elif territoire.type == "epci":
            codes = self._cog.communes_of.get(territoire.code, ())
        else:
            codes = (code for d in territoire.departements for code in self._cog.communes_of.get(d, ()))
        # one at a time: who wants the largest ten must not pay for four thousand
        yield from (t for code in codes if (t := self.get(f"commune:{code}")))

    def ept(self, commune: Territoire) -> Territoire | None:
        """The établissement public territorial of a commune of the Grand Paris; None elsewhere, and for Paris."""
        siren = self._cog.ept_of.get(commune.code) if commune.type == "commune" else None
        return self.get(f"ept:{siren}") if siren else None

    def nombre_communes(self, territoire: Territoire | None) -> int:
        """How many communes a territory has; None is France, its overseas collectivities left out."""
        cog = self._cog
        if territoire is None:
            return sum(len(membres) for code, membres in cog.communes_of.items() if cog.zones.get(code, "com") != "com")
        if territoire.type == "commune":
            return 1
        if territoire.type == "ept":
            return sum(1 for _ in self.communes(territoire))
        codes = (territoire.code,) if territoire.type == "epci" else territoire.departements
        return sum(len(cog.communes_of.get(code, ())) for code in codes)

    @cached_property
    def population_france(self) -> int:
        """The people of the métropole and of the five overseas départements."""
        rangees = self._cog.departements.columns("zone population")
        return sum(count(population) or 0 for zone, population in rangees if zone != "com")

    def epts(self, epci: Territoire) -> tuple[Territoire, ...]:
        """The établissements publics territoriaux of the Métropole du Grand Paris; none elsewhere."""
        found = self._known(self.codes("ept"))
        return tuple(sorted((t for t in found if t.epci == epci.code), key=lambda t: -(t.population or 0)))

    # --- what is around

    def neighbours(self, epci: Territoire) -> tuple[Territoire, ...]:
        """The EPCI that share a border with this one, the longest border first, as far as outlines show (`voisins`)."""
        return self._known(f"epci:{siren}" for siren in self._voisins.get(epci.code, ()))

    def autour(self, territoire: Territoire, rows: Iterable[Mapping[str, str]]) -> tuple[Proche, ...]:
        """Initiatives (rows of the table) on the territory, then around it, the nearest first."""
        return proximite.autour(self, territoire, rows)

    # --- what people know of it

    def contacts(self, territoire: Territoire, edition: dt.date) -> tuple[Contacts, ...]:
        """The contacts of a territory, then of each one it lies in, then of France (`territoire` None).

        From near to far: commune, EPT, EPCI, départements, régions; a level without contacts is not there, nor is a
        contact that expires before the edition.
        """
        if edition not in self._contacts:
            self._contacts[edition] = contacts.by_territory(self.registres.contacts, edition, self)
        return tuple(contacts.around(self, territoire, self._contacts[edition]))

    def indicateurs(self, territoire: Territoire) -> tuple[Mesure, ...]:
        """Each indicator of the kit, by file name: for the territory, its (main) département and région, and France."""
        from coopdocs.territoire.indicateurs import measure

        return tuple(measure(self, territoire, serie) for serie in self._series)

    # --- all of them

    def codes(self, genre: str) -> Iterator[str]:
        """Every typed code of a type, in the order of its table; overseas collectivities are départements only."""
        table = self._cog.table(genre)
        for code in table or ():
            if genre != "region" or self._cog.zones.get(code) != "com":
                yield f"{genre}:{code}"

    @cached_property
    def noms(self) -> Noms:
        """Every name that a territory is known by."""
        return Noms(self._cog_names())

    @cached_property
    def _series(self) -> tuple[Serie, ...]:
        from coopdocs.territoire.indicateurs import serie

        return tuple(serie(self, descripteur, self._racine) for descripteur in self.registres.descripteurs)

    @cached_property
    def _voisins(self) -> Mapping[str, tuple[str, ...]]:
        return voisins.neighbours(self.dossier / CONTOURS_EPCI, self._racine)

    def _cog_names(self) -> Iterator[tuple[str, str]]:
        cog = self._cog
        for genre, noms in (("region", "code nom de"), ("departement", "code nom de"), ("epci", "siren nom nom_court")):
            table = cog.table(genre)
            for code, *formes in table.columns(noms) if table else ():
                if genre == "region" and cog.zones.get(code) == "com":
                    continue
                cle = f"{genre}:{code}"
                spoken = formes if genre == "epci" else division_names(genre, *formes)
                yield from ((nom, cle) for nom in spoken)
        for genre, noms in (("ept", "siren nom"), ("commune", "code nom")):
            table = cog.table(genre)
            yield from ((nom, f"{genre}:{code}") for code, nom in (table.columns(noms) if table else ()))

    def _known(self, cles: Iterable[str]) -> tuple[Territoire, ...]:
        return tuple(t for cle in cles if (t := self.get(cle)) is not None)
