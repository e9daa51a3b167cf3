"""Making the dossiers of a kit: figures, lists, initiatives and contacts of one territory after the other."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property

from coopdocs.library import Library
from coopdocs.model.complement import Complement
from coopdocs.territoire import (
    NOMS_TYPES,
    ContactsTerritoire,
    ContactTerritoire,
    Portrait,
    Proche,
    Recensement,
    Territoire,
    Territoires,
    contacts,
    indicateurs,
    portrait,
    proximite,
)
from coopdocs.territoire.millesimes import ANNEES
from coopdocs.typographie import INSECABLE, adresse_breve, capital, date_partielle, nombre, typeset
from coopdocs.views.dossier import Dossier
from coopdocs.views.dossier.enonces import doubt, etat, named
from coopdocs.views.dossier.initiatives import room
from coopdocs.views.dossier.listes import INDISPONIBLE, SANS_OBJET, chiffre, listes, pourcentage
from coopdocs.views.dossier.mairies import mairies
from coopdocs.views.dossier.parts import (
    AGES,
    PART,
    Colonne,
    Entree,
    Indice,
    Interlocuteur,
    Niveau,
    Repere,
    ReseauxForme,
    origine,
    provenance,
)

_COLONNES_MAX = 5
"""Of figures, with that of the territory and that of France."""


class Dossiers:
    """The dossiers of a kit; what several territories share is worked out once."""

    def __init__(self, library: Library) -> None:
        self.library = library
        self.territoires: Territoires = library.territoires
        self._entrees: dict[str, tuple[str, str, str, str, str]] = {}

    @cached_property
    def _contacts(self) -> Mapping[str, list[ContactTerritoire]]:
        return contacts.by_territory(self.territoires, self.library.kit.edition)

    @cached_property
    def _series(self) -> tuple[indicateurs.Serie, ...]:
        return indicateurs.series(self.territoires)

    def dossier(self, t: Territoire, beside: Sequence[str] = ()) -> Dossier:
        """The dossier of a territory, without the parts that all share; `beside`: those named for once."""
        territoires, added = self.territoires, self.library.complements.get(t.cle, Complement())
        proches = proximite.around(territoires, t, self.library.initiatives(t.cle))
        ici = tuple(self._entree(p) for p in proches if p.proximite == "territoire")
        loin = [p for p in proches if p.proximite != "territoire" and p.lieux]
        epci = territoires.get(f"epci:{t.epci}") if t.epci else None
        colonnes = self._colonnes(t, epci)
        return Dossier(
            territoire=t,
            complement=added,
            comparables=tuple(beside) or added.comparables,
            departements=self._known("departement", t.departements),
            regions=self._known("region", t.regions),
            communes=territoires.nombre_communes(t),
            rang=self._rang(t, epci),
            principale=territoires.get(f"commune:{t.chef_lieu}") if t.chef_lieu else None,
            epci=epci,
            ept=territoires.ept(t),
            colonnes=tuple(Colonne(_type(c, t, colonnes), c.nom_court if c else "France", c) for c in colonnes),
            reperes=tuple(self._reperes(t, colonnes)),
            listes=tuple(listes(territoires, t, epci)),
            indices=tuple(self._indices(added, ici, [p for p in loin if p.situation == "ailleurs"])),
            proches=proches,
            ici=ici,
            alentour=tuple(map(self._entree, loin[: room(len(ici))])),
            contacts=tuple(map(self._niveau, contacts.around(territoires, t, self._contacts))),
            mairies=mairies(territoires, t, territoires.ept(t) or epci if t.type == "commune" else None),
            reseaux=tuple(self._reseaux(t)),
        )

    def _rang(self, t: Territoire, epci: Territoire | None) -> tuple[int, int] | None:
        """The rank of a commune by population among those of its EPCI, and how many they are."""
        if t.type != "commune" or epci is None or not t.population:
            return None
        rang = 1 + sum(1 for c in self.territoires.communes(epci) if (c.population or 0) > t.population)
        return rang, self.territoires.nombre_communes(epci)

    def _known(self, genre: str, codes: Iterable[str]) -> tuple[Territoire, ...]:
        found = (self.territoires.get(f"{genre}:{code}") for code in codes)
        return tuple(t for t in found if t is not None)

    # --- figures

    def _colonnes(self, t: Territoire, epci: Territoire | None) -> list[Territoire | None]:
        """The territory and what it stands beside, from near to far; None is France.

        All the départements that it lies across, or none where they are too many; all its régions. A région that is one
        département only stands there once.
        """
        regions = self._known("region", t.regions) if t.type != "region" else ()
        departements = self._known("departement", t.departements) if t.type not in ("departement", "region") else ()
        seuls = departements or (t,)
        regions = tuple(r for r in regions if not any(r.departements == d.departements for d in seuls))
        near = [t, *([epci] if epci else [])]
        if len(near) + len(departements) + len(regions) > _COLONNES_MAX - 1:
            departements = ()
        return [*near, *departements, *regions, None]

    def _reperes(self, t: Territoire, colonnes: Sequence[Territoire | None]) -> Iterable[Repere]:
        portraits = [portrait(self.territoires, c) for c in colonnes]
        populations = [p.population for p in portraits]
        yield _compte("Population municipale", f"{ANNEES.populations}, Insee", populations)
        yield _compte("Communes", f"{ANNEES.cog}, Insee", [p.communes for p in portraits])
        moyennes = [round(p.population / p.communes) if p.population is not None and p.communes else None
                    for p in portraits]  # fmt: skip
        yield _compte("Habitants par commune", "moyenne", moyennes)
        yield from _counted(portraits)
        parts = tuple(self._part(t, c, p) for c, p in zip(colonnes, populations, strict=True))
        # of itself a territory is all, as of a larger one that has no other people
        if t.population and any(part is not None and part < 100 for part in parts[1:]):
            autres = tuple(INDISPONIBLE if part is None else pourcentage(part) for part in parts[1:])
            yield Repere(PART, "dans cette population", (SANS_OBJET, *autres), (None, *parts[1:]), "%")
        yield from self._indicateurs(colonnes)

    def _indicateurs(self, colonnes: Sequence[Territoire | None]) -> Iterable[Repere]:
        """The figures that the kit brings."""
        for serie in self._series:
            mesure = indicateurs.beside(self.territoires, serie, colonnes)
            i = mesure.indicateur
            yield Repere(
                i.libelle, str(i.annee), tuple(v.texte for v in mesure.valeurs),
                tuple(v.valeur for v in mesure.valeurs), i.unite or "", origine(self.library.sources, i),
            )  # fmt: skip

    def _part(self, t: Territoire, dans: Territoire | None, population: int | None) -> float | None:
        """The share of another territory's people who live in this one, in %; France: no overseas collectivity."""
        if not population or t.population is None:
            return None
        if dans is None:
            # the people of France are counted without those of the overseas collectivities, which have no région
            return 100 * t.population / population if t.regions else None
        return 100 * self._people_in(t, dans, t.population) / population

    def _people_in(self, t: Territoire, dans: Territoire, whole: int) -> int:
        """How many people of a territory, `whole` in all, live in a département or a région that it lies across."""
        communes = self.territoires.communes(t)
        if dans.type == "departement" and len(t.departements) > 1:
            return sum(c.population or 0 for c in communes if c.departements[0] == dans.code)
        if dans.type == "region" and len(t.regions) > 1:
            return sum(c.population or 0 for c in communes if c.regions[:1] == (dans.code,))
        return whole

    # --- initiatives

    def _entree(self, proche: Proche) -> Entree:
        row = proche.initiative
        if row["id"] not in self._entrees:
            self._entrees[row["id"]] = self._words(row, proche)
        nom, lieu, details, source, note = self._entrees[row["id"]]
        return Entree(
            nom=nom,
            slug=row["forme"],
            forme=self.library.formes[row["forme"]],
            lieu=lieu,
            details=details,
            distance=proche.texte,
            source=source,
            adresse=row["source_url"],
            note=note,
            proche=proche,
        )

    def _words(self, row: Mapping[str, str], proche: Proche) -> tuple[str, str, str, str, str]:
        lieu = typeset(row["lieu"]) or named(proche.lieux)
        details = " · ".join(filter(None, (lieu, *etat(row["annee"], row["statut"]), doubt(row["note"]))))
        source = f"{typeset(row['source_titre'])}, {date_partielle(row['source_date'] or None)}"
        return typeset(row["nom"]), lieu, details, source, typeset(row["note"])

    def _indices(self, added: Complement, ici: Sequence[Entree], loin: Sequence[Proche]) -> Iterable[Indice]:
        connues = self._connues + Counter(i.forme for i in added.initiatives)
        for s, forme in self.library.comparables.items():
            own = tuple(e for e in ici if e.slug == s)
            nearest = next((p for p in loin if p.initiative["forme"] == s), None)
            yield Indice(
                s, forme, own, self._entree(nearest) if nearest else None, connues[s],
                self.library.couverture.decomptes.get(s),
            )  # fmt: skip

    @cached_property
    def _connues(self) -> Counter[str]:
        """How many initiatives of each forme the kit knows."""
        return Counter(row["forme"] for row in self.territoires.initiatives)

    # --- contacts and sources

    def _niveau(self, groupe: ContactsTerritoire) -> Niveau:
        t = groupe.territoire
        titre = "En France" if t is None else f"{capital(NOMS_TYPES[t.type][0])}{INSECABLE}: {t.nom_court}"
        sources = self.library.sources
        people = (Interlocuteur(c, tuple(_means(c)), provenance(sources, c.source)) for c in groupe.contacts)
        return Niveau(titre, t, tuple(people))

    def _reseaux(self, t: Territoire) -> Iterable[ReseauxForme]:
        """The formes that have a network here, in the order of the kit."""
        for slug, forme in self.library.comparables.items():
            here = (r for r in forme.reseaux if not r.territoire or contacts.meets(self.territoires, r.territoire, t))
            if found := tuple(here):
                yield ReseauxForme(slug, forme, found)


def _means(contact: ContactTerritoire) -> Iterable[tuple[str, str | None]]:
    if contact.courriel:
        yield contact.courriel, f"mailto:{contact.courriel}"
    if contact.telephone:
        yield contact.telephone, None
    if contact.adresse:
        yield adresse_breve(contact.adresse), contact.adresse


def _type(colonne: Territoire | None, ici: Territoire, colonnes: Sequence[Territoire | None]) -> str:
    if colonne is None:
        return "métropole et DROM"
    if colonne is ici:
        return colonne.genre
    # of a région that is one département only, that one stands for both
    both = colonne.type == "departement" and not any(c and c.type == "region" for c in colonnes)
    return "Département et région" if both else capital(NOMS_TYPES[colonne.type][0])


def _counted(portraits: Sequence[Portrait]) -> Iterable[Repere]:
    """How dense, how old, lived in how: what is known of the first territory, beside the others."""
    densites = [p.densite for p in portraits]
    if densites[0] is not None:
        printed = tuple(INDISPONIBLE if d is None else nombre(d, 1 if 0 < d < 10 else 0) for d in densites)
        yield Repere("Habitants au km²", f"{ANNEES.populations}, Insee", printed, tuple(densites))
    for libelle, precision, part in _PARTS:
        parts = [part(p.recensement) if p.recensement else None for p in portraits]
        if parts[0] is not None:
            printed = tuple(INDISPONIBLE if v is None else pourcentage(v) for v in parts)
            yield Repere(libelle, precision, printed, tuple(parts), "%")


_PARTS: tuple[tuple[str, str, Callable[[Recensement], float | None]], ...] = (
    ("Moins de 20 ans", f"part des habitants, {ANNEES.recensement}, Insee", lambda r: r.part_moins_20),
    (AGES, f"part des habitants, {ANNEES.recensement}, Insee", lambda r: r.part_plus_65),
    ("Résidences secondaires", f"part des logements, {ANNEES.recensement}, Insee", lambda r: r.part_secondaires),
    ("Logements vacants", f"part des logements, {ANNEES.recensement}, Insee", lambda r: r.part_vacants),
)


def _compte(libelle: str, precision: str, nombres: Sequence[int | None]) -> Repere:
    return Repere(libelle, precision, tuple(map(chiffre, nombres)), tuple(nombres))
