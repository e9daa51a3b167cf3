"""Making the dossiers of a kit: figures, lists, initiatives and contacts of one territory after the other."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property

from coopdocs.library import Library
from coopdocs.model.complement import Complement
from coopdocs.territoire import (
    ContactsTerritoire,
    ContactTerritoire,
    Proche,
    Territoire,
    Territoires,
    contacts,
    indicateurs,
    proximite,
)
from coopdocs.typographie import INSECABLE, adresse_breve, date_partielle, typeset
from coopdocs.views.dossier import Dossier
from coopdocs.views.dossier.enonces import doubt, etat, named
from coopdocs.views.dossier.initiatives import room
from coopdocs.views.dossier.listes import INDISPONIBLE, chiffre, listes, pourcentage
from coopdocs.views.dossier.parts import (
    NOMS_TYPES,
    PART,
    Colonne,
    Entree,
    Indice,
    Interlocuteur,
    Niveau,
    Provenance,
    Repere,
    ReseauxForme,
)


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
            colonnes=tuple(Colonne(_type(c, t), c.nom_court if c else "France", c) for c in colonnes),
            reperes=tuple(self._reperes(t, colonnes)),
            listes=tuple(listes(territoires, t, epci)),
            indices=tuple(self._indices(added, ici, [p for p in loin if p.situation == "ailleurs"])),
            proches=proches,
            ici=ici,
            alentour=tuple(map(self._entree, loin[: room(len(ici))])),
            contacts=tuple(map(self._niveau, contacts.around(territoires, t, self._contacts))),
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
        """The territory and what it stands beside, from near to far; None is France."""
        beside = [epci] if epci else []
        if t.type not in ("departement", "region"):
            beside += self._known("departement", t.departements[:1])
        if t.type != "region":
            beside += self._known("region", t.regions[:1])
        return [t, *beside, None]

    def _reperes(self, t: Territoire, colonnes: Sequence[Territoire | None]) -> Iterable[Repere]:
        territoires = self.territoires
        populations = [c.population if c else territoires.population_france for c in colonnes]
        communes = [territoires.nombre_communes(c) for c in colonnes]
        yield _compte("Population municipale", "2023, Insee", populations)
        yield _compte("Communes", "2026, Insee", communes)
        moyennes = [round(p / n) if p is not None and n else None for p, n in zip(populations, communes, strict=True)]
        yield _compte("Habitants par commune", "moyenne", moyennes)
        if len(colonnes) > 2 or t.population is not None:
            parts = tuple(self._part(t, c, p) for c, p in zip(colonnes, populations, strict=True))
            printed = tuple(INDISPONIBLE if part is None else pourcentage(part) for part in parts)
            yield Repere(PART, "dans cette population", printed, parts, "%")
        yield from self._indicateurs(t, colonnes)

    def _indicateurs(self, t: Territoire, colonnes: Sequence[Territoire | None]) -> Iterable[Repere]:
        """The figures that the kit brings, in the columns that they have a value for."""
        for serie in self._series:
            mesure = indicateurs.measure(self.territoires, t, serie)
            by_place = {v.territoire: v for v in mesure.valeurs}
            cells = [by_place.get(c) for c in colonnes]
            i = mesure.indicateur
            yield Repere(
                i.libelle, str(i.annee), tuple(v.texte if v else INDISPONIBLE for v in cells),
                tuple(v.valeur if v else None for v in cells), i.unite or "", self._origine(i),
            )  # fmt: skip

    def _origine(self, i: indicateurs.Indicateur) -> Provenance:
        """Where an indicator comes from: as its file says it, else as the source that it names does."""
        if not i.producteur and not i.titre:
            return self._reference(i.source)
        adresse = known.adresse if (known := self.library.sources.get(i.source)) else i.source
        return Provenance(", ".join(filter(None, (i.producteur, i.titre))), i.date, adresse)

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
        titre = "En France" if t is None else f"{NOMS_TYPES[t.type]}{INSECABLE}: {t.nom_court}"
        people = (Interlocuteur(c, tuple(_means(c)), self._reference(c.source)) for c in groupe.contacts)
        return Niveau(titre, t, tuple(people))

    def _reseaux(self, t: Territoire) -> Iterable[ReseauxForme]:
        """The formes that have a network here, in the order of the kit."""
        for slug, forme in self.library.comparables.items():
            here = (r for r in forme.reseaux if not r.territoire or contacts.meets(self.territoires, r.territoire, t))
            if found := tuple(here):
                yield ReseauxForme(slug, forme, found)

    def _reference(self, source: str) -> Provenance:
        """A key of sources.yaml, or an address."""
        if (known := self.library.sources.get(source)) is None:
            return Provenance(adresse_breve(source), None, source)
        return Provenance(f"{known.editeur}, {known.titre}", known.date, known.adresse)


def _means(contact: ContactTerritoire) -> Iterable[tuple[str, str | None]]:
    if contact.courriel:
        yield contact.courriel, f"mailto:{contact.courriel}"
    if contact.telephone:
        yield contact.telephone, None
    if contact.adresse:
        yield adresse_breve(contact.adresse), contact.adresse


def _type(colonne: Territoire | None, ici: Territoire) -> str:
    if colonne is None:
        return "métropole et DROM"
    return colonne.genre if colonne is ici else NOMS_TYPES[colonne.type]


def _compte(libelle: str, precision: str, nombres: Sequence[int | None]) -> Repere:
    return Repere(libelle, precision, tuple(map(chiffre, nombres)), tuple(nombres))
