"""The territories of one folder: each by its code, what is in what, what is around.

Tables are the COG files of content/territoires; they are read when first needed and codes are always text.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property, lru_cache
from pathlib import Path

from coopdocs.territoire import lieux, voisins
from coopdocs.territoire.anciennes import ANCIENNES, EPCI_ANCIENS, Anciennes
from coopdocs.territoire.cog import Cog, count
from coopdocs.territoire.mairies import MAIRIES, Mairies
from coopdocs.territoire.modele import FRANCE, Emplacement, Territoire
from coopdocs.territoire.noms import NomsTerritoires, division_names
from coopdocs.territoire.recensement import RECENSEMENT, SUPERFICIES, Recensements, Superficies
from coopdocs.territoire.registres import Registres

TABLES = ("regions.csv", "departements.csv", "epci.csv", "communes.csv")
TABLES_FACULTATIVES = ("ept.csv", ANCIENNES, EPCI_ANCIENS, RECENSEMENT, SUPERFICIES, MAIRIES)
"""Official tables too, that a kit may go without: what they alone say is then not known."""
CONTOURS = "contours_france.json"
CONTOURS_EPCI = "contours_epci.json"


class Territoires:
    """The COG tables of one folder; `ProblemsError` when one of them cannot be read."""

    def __init__(self, folder: Path, racine: Path | None = None) -> None:
        self.folder = folder
        self.racine = racine or folder
        self._cog = Cog(self.folder, self.racine)
        self.hints: dict[str, str] = {}
        """What `resolution.hint` has answered: a table may have the same wrong name on a thousand lines."""

    def lieu(self, code: str) -> Emplacement | None:
        """The place of a typed code (`commune:26281`, `departement:26`, `france:FR`…); None when there is none."""
        if code == FRANCE:
            return Emplacement("france", "FR", "France", None, None, None, None)
        genre, _, numero = code.partition(":")
        return lieux.lieu(self._cog, genre, numero)

    def knows(self, cle: str) -> bool:
        """Whether a typed code is in its table: quicker than `lieu`, which finds the place too."""
        genre, _, numero = cle.partition(":")
        table = self._cog.table(genre)
        return table is not None and numero in table

    @cached_property
    def anciennes(self) -> Anciennes:
        """Communes of yesterday and municipal arrondissements."""
        return Anciennes(self.folder, self.racine)

    @cached_property
    def recensements(self) -> Recensements:
        """Ages and dwellings that the census counted."""
        return Recensements(self.folder, self.racine)

    @cached_property
    def superficies(self) -> Superficies:
        """How large communes are."""
        return Superficies(self.folder, self.racine)

    @cached_property
    def mairies(self) -> Mairies:
        """The town hall of each commune."""
        return Mairies(self.folder, self.racine)

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

    # --- what is in what

    def parents(self, territoire: Territoire) -> tuple[Territoire, ...]:
        """What a territory is in, from near to far: EPCI, (main) département, (main) région."""
        cles = [f"epci:{territoire.epci}"] if territoire.epci else []
        if territoire.type not in ("departement", "region"):
            cles.append(f"departement:{territoire.departements[0]}")
        if territoire.type != "region":
            cles += [f"region:{region}" for region in territoire.regions[:1]]
        return self._known(cles)

    def enfants(self, territoire: Territoire) -> tuple[Territoire, ...]:
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
        # one at a time: who wants the largest ten must not pay for four thousand
        yield from (t for code in self.commune_codes(territoire) if (t := self.get(f"commune:{code}")))

    def commune_codes(self, territoire: Territoire | None) -> Iterator[str]:
        """The codes of `communes`; None is France, its overseas collectivities left out."""
        membres = self._cog.communes_of
        if territoire is None:
            zones = self._cog.zones.items()
            yield from (code for d, zone in zones if zone != "com" for code in membres.get(d, ()))
        elif territoire.type == "commune":
            yield territoire.code
        elif territoire.type == "ept":
            ept_of = self._cog.ept_of
            codes = membres.get(territoire.epci or "", ())
            yield from (code for code in codes if ept_of.get(code) == territoire.code)
        elif territoire.type == "epci":
            yield from membres.get(territoire.code, ())
        else:
            yield from (code for d in territoire.departements for code in membres.get(d, ()))

    def commune_rows(self) -> Iterator[tuple[str, int | None, str, str, str]]:
        """Of every commune in turn: its code, its people, its EPCI (empty: none), its département and its région."""
        for code, habitants, epci, *divisions in self._cog.communes.columns("code population epci departement region"):
            yield (code, count(habitants), epci, divisions[0], divisions[1])

    @cached_property
    def populations(self) -> Mapping[str, int | None]:
        """The people of each commune, by typed code; None where nobody was counted."""
        return {f"commune:{code}": people for code, people, *_ in self.commune_rows()}

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

    def voisins(self, territoire: Territoire) -> tuple[Territoire, ...]:
        """The EPCI (or départements) that share a border with this one, the longest border first, as far as outlines
        show; for a région the départements around it. None for a commune or an EPT."""
        if territoire.type == "epci":
            return self._known(f"epci:{siren}" for siren in self._borders.get(territoire.code, ()))
        if territoire.type not in ("departement", "region"):
            return ()
        own = territoire.departements
        codes = dict.fromkeys(code for d in own for code in self._borders_departements.get(d, ()) if code not in own)
        return self._known(f"departement:{code}" for code in codes)

    # --- all of them

    def codes(self, genre: str) -> Iterator[str]:
        """Every typed code of a type, in the order of its table; overseas collectivities are départements only."""
        table = self._cog.table(genre)
        for code in table or ():
            if genre != "region" or self._cog.zones.get(code) != "com":
                yield f"{genre}:{code}"

    @cached_property
    def noms(self) -> NomsTerritoires:
        """Every name that a territory is known by."""
        return NomsTerritoires(self._cog_names())

    @cached_property
    def _borders(self) -> Mapping[str, tuple[str, ...]]:
        return voisins.neighbours(self.folder / CONTOURS_EPCI, self.racine)

    @cached_property
    def _borders_departements(self) -> Mapping[str, tuple[str, ...]]:
        return voisins.neighbours(self.folder / CONTOURS_EPCI, self.racine, "departements")

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
