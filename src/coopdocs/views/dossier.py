"""A territory's briefing pack: its figures beside those around it, the formes seen from there, what is near.

All that is not about the territory (fiches, comparison, glossary) is what the other views say.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from coopdocs.library import Library
from coopdocs.model import Forme
from coopdocs.territoire import Contact, Contacts, Proche, Territoire, Territoires
from coopdocs.typographie import INSECABLE, date_partielle, nombre, slug, typographier
from coopdocs.views.listes import INDISPONIBLE, Liste, chiffre, listes, pourcentage

__all__ = [
    "DONNEES", "INDISPONIBLE", "Colonne", "Donnees", "Dossier", "Dossiers", "Entree", "Indice", "Interlocuteur",
    "Liste", "Niveau", "Repere", "path",
]  # fmt: skip

NIVEAUX = {"commune": "communes", "ept": "ept", "epci": "epci", "departement": "departements", "region": "regions"}
"""The folder of each type of territory under `dossiers/`."""
ALENTOUR_MIN, PAR_PAGE = 6, 13
"""Initiatives shown around a territory at least, and how many a page holds, a heading taking the room of one."""
PART = "Part du territoire"
NOMS_TYPES = {
    "commune": "Commune",
    "ept": "Établissement public territorial",
    "epci": "Intercommunalité",
    "departement": "Département",
    "region": "Région",
}


@dataclass(frozen=True)
class Donnees:
    """Where some of the figures or outlines come from."""

    objet: str
    producteur: str
    millesime: str


DONNEES = (
    Donnees(
        "Codes et noms des communes, départements et régions", "Insee",
        "code officiel géographique au 1er janvier 2026",
    ),
    Donnees(
        "Populations municipales ; celle d’une intercommunalité est la somme de ses communes", "Insee",
        "2023, millésime en vigueur en 2026",
    ),
    Donnees(
        "Intercommunalités et leurs communes", "DGCL",
        "base nationale BANATIC 2026 ; établissements publics territoriaux : 2025",
    ),
    Donnees("Contours", "IGN", "ADMIN EXPRESS COG, simplifiés"),
)  # fmt: skip
"""What is behind the figures and maps of every dossier."""


def path(t: Territoire) -> str:
    """Where a territory's dossier goes under the output folder, without its ending."""
    return f"dossiers/{NIVEAUX[t.type]}/{t.code}-{slug(t.nom_court)}"


@dataclass(frozen=True)
class Colonne:
    """What a territory's figures stand beside: « Département », « Drôme »; `territoire` None is France."""

    type: str
    nom: str
    territoire: Territoire | None


@dataclass(frozen=True)
class Repere:
    """A row of figures, one a column: as printed, then as numbers (None: not known), in `unite` where they have one.

    `precision` says the year and the source.
    """

    libelle: str
    precision: str
    valeurs: tuple[str, ...]
    nombres: tuple[float | None, ...]
    unite: str = ""


@dataclass(frozen=True)
class Entree:
    """An initiative as seen from the territory."""

    nom: str
    slug: str
    forme: Forme
    lieu: str
    details: str
    distance: str
    source: str
    adresse: str
    note: str
    proche: Proche

    @property
    def distance_lieu(self) -> str:
        return f"{self.lieu}, {self.distance}"


@dataclass(frozen=True)
class Interlocuteur:
    """Someone to ask: `moyens` are what is printed and the address behind it, None for what is no link."""

    nom: str
    role: str
    moyens: tuple[tuple[str, str | None], ...]
    verifie_le: dt.date


@dataclass(frozen=True)
class Niveau:
    """Whom to ask at one level, under a heading that names it."""

    titre: str
    contacts: tuple[Interlocuteur, ...]


@dataclass(frozen=True)
class Indice:
    """What is known of one forme here: how many initiatives on the territory, and the nearest one elsewhere."""

    slug: str
    forme: Forme
    ici: tuple[Entree, ...]
    ailleurs: Entree | None

    @property
    def compte(self) -> str:
        n = len(self.ici)
        return f"{n} initiative{'s' * (n > 1)}" if n else "Aucune recensée"


@dataclass(frozen=True)
class Dossier:
    """Everything that the territory's own pages say."""

    territoire: Territoire
    departements: tuple[Territoire, ...]
    regions: tuple[Territoire, ...]
    communes: int
    rang: tuple[int, int] | None
    principale: Territoire | None
    epci: Territoire | None
    ept: Territoire | None
    colonnes: tuple[Colonne, ...]
    reperes: tuple[Repere, ...]
    listes: tuple[Liste, ...]
    indices: tuple[Indice, ...]
    ici: tuple[Entree, ...]
    alentour: tuple[Entree, ...]
    contacts: tuple[Niveau, ...]

    @property
    def population(self) -> str:
        return chiffre(self.territoire.population)

    @property
    def situation(self) -> tuple[str, ...]:
        """Where it lies, in words for one line: EPCI of a commune, départements (four at most), régions."""
        own = [self.epci.nom_court] if self.epci and self.territoire.type == "commune" else []
        noms = [d.nom for d in self.departements if d.cle != self.territoire.cle]
        noms = [*noms[:4], "…"] if len(noms) > 4 else noms
        return (*own, *noms, *(r.nom for r in self.regions if r.cle != self.territoire.cle))

    @property
    def grands(self) -> tuple[tuple[str, str], ...]:
        """The cover's figures: a value and what it counts."""
        habitants = (self.population, "habitants (population municipale 2023)")
        if self.rang:
            libelle = f"commune de l’intercommunalité par la population, sur {nombre(self.rang[1])}"
            return habitants, (_place(self.rang), libelle)
        if self.territoire.type == "commune":
            return (habitants,)
        dont = f", dont {self.principale.nom}, la plus peuplée" if self.principale and self.communes > 1 else ""
        if self.territoire.type in ("departement", "region") and self.principale and self.communes > 1:
            dont = f" ; chef-lieu : {self.principale.nom}"
        return habitants, (nombre(self.communes), typographier(f"commune{'s' * (self.communes > 1)}{dont}"))

    @property
    def faits(self) -> tuple[tuple[str, str], ...]:
        """Four figures above the profile: a value and, on one line or two, what it counts."""
        n, across = len(self.ici), self.territoire.type == "epci" and len(self.departements) > 1
        rang = 2 if across else 1
        beside = self.colonnes[rang].territoire
        rangees = {r.libelle: r.valeurs for r in self.reperes}
        communes = (nombre(self.communes), f"commune{'s' * (self.communes > 1)}")
        if self.rang:
            communes = (_place(self.rang), f"commune sur {nombre(self.rang[1])}\nde l’intercommunalité")
        elif self.territoire.type == "commune" and beside:
            communes = (rangees["Communes"][1], f"communes {beside.de},\ndont celle-ci")
        if beside is None and not self.regions:
            part = (rangees["Habitants par commune"][0], "habitants par commune\nen moyenne")
        else:
            de = beside.de if beside else "de la France"
            dans = "de l’intercommunalité" if beside and beside.type == "epci" else de
            part = (rangees[PART][rang], f"de la population\n{dans}")
        return (
            (self.population, "habitants en 2023"),
            communes,
            part,
            (str(n), f"initiative{'s' * (n > 1)} recensée{'s' * (n > 1)} ici"),
        )

    @property
    def phrase(self) -> str:
        """What a figure alone does not tell: what the territory is part of, its main commune, where it lies across."""
        t, chef = self.territoire, self.principale
        if t.type == "commune":
            if not self.epci:
                return "Commune qui n’appartient à aucune intercommunalité à fiscalité propre."
            dans = " et ".join(lieu.de for lieu in (self.epci, self.ept) if lieu)
            taille = f"{chiffre(self.epci.population)} habitants"
            return f"Commune {dans} ({taille})."
        phrases = []
        if chef and chef.population and t.population and self.communes > 1:
            role = "chef-lieu" if t.type in ("departement", "region") else "commune la plus peuplée"
            part = pourcentage(100 * chef.population / t.population)
            compte = f"compte {nombre(chef.population)} habitants, soit {part} de la population."
            phrases.append(f"{chef.nom}, {role}, {compte}")
        if t.type == "epci" and len(self.departements) > 1:
            *noms, dernier = (d.nom for d in self.departements)
            noms_departements = f"{', '.join(noms)} et {dernier}"
            phrases.append(f"L’intercommunalité s’étend sur {len(noms) + 1} départements : {noms_departements}.")
        return typographier(" ".join(phrases))

    @cached_property
    def pages(self) -> tuple[tuple[tuple[str, tuple[Entree, ...]], ...], ...]:
        """The initiatives page by page: on each, its headings and their entries."""
        pages: list[list[tuple[str, tuple[Entree, ...]]]] = [[]]
        libres = PAR_PAGE
        for titre, entrees in (("Sur le territoire", self.ici), ("Alentour", self.alentour)):
            todo = list(entrees)
            suite = ""
            while True:
                if libres < 2:
                    pages.append([])
                    libres = PAR_PAGE
                taken, todo = todo[: libres - 1], todo[libres - 1 :]
                pages[-1].append((titre + suite, tuple(taken)))
                libres -= 1 + max(len(taken), 1)
                suite = " (suite)"
                if not todo:
                    break
        return tuple(tuple(page) for page in pages)


class Dossiers:
    """The dossiers of a kit; what several territories share is worked out once."""

    def __init__(self, library: Library) -> None:
        self.library = library
        self.territoires: Territoires = library.territoires
        self._recensees: dict[str, int] = {}
        self._entrees: dict[str, tuple[str, str, str, str, str]] = {}

    def dossier(self, t: Territoire) -> Dossier:
        """The dossier of a territory, without the parts that all share."""
        territoires = self.territoires
        proches = territoires.autour(t, self.library.territoires.initiatives)
        ici = tuple(self._entree(p) for p in proches if p.portee == "territoire")
        loin = [p for p in proches if p.portee != "territoire" and p.lieux]
        epci = territoires.get(f"epci:{t.epci}") if t.epci else None
        colonnes = self._colonnes(t, epci)
        return Dossier(
            territoire=t,
            departements=self._known("departement", t.departements),
            regions=self._known("region", t.regions),
            communes=territoires.nombre_communes(t),
            rang=self._rang(t, epci),
            principale=territoires.get(f"commune:{t.chef_lieu}") if t.chef_lieu else None,
            epci=epci,
            ept=territoires.ept(t),
            colonnes=tuple(Colonne(_type(c, t), c.nom_court if c else "France", c) for c in colonnes),
            reperes=tuple(self._reperes(t, colonnes, len(ici))),
            listes=tuple(listes(territoires, t, epci)),
            indices=tuple(self._indices(ici, loin)),
            ici=ici,
            alentour=tuple(map(self._entree, loin[: _room(len(ici))])),
            contacts=tuple(map(_niveau, territoires.contacts(t, self.library.kit.edition))),
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

    def _reperes(self, t: Territoire, colonnes: Sequence[Territoire | None], ici: int) -> Iterable[Repere]:
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
        yield _compte("Initiatives recensées", "dans ce kit", [ici, *map(self._count, colonnes[1:])])

    def _indicateurs(self, t: Territoire, colonnes: Sequence[Territoire | None]) -> Iterable[Repere]:
        """The figures that the kit brings, in the columns that they have a value for."""
        for mesure in self.territoires.indicateurs(t):
            by_place = {v.territoire: v for v in mesure.valeurs}
            cells = [by_place.get(c) for c in colonnes]
            i = mesure.indicateur
            yield Repere(
                i.libelle, str(i.annee), tuple(v.texte if v else INDISPONIBLE for v in cells),
                tuple(v.valeur if v else None for v in cells), i.unite or "",
            )  # fmt: skip

    def _part(self, t: Territoire, dans: Territoire | None, population: int | None) -> float | None:
        """The share of another territory's people who live in this one, in %; France: no overseas collectivity."""
        if not population or t.population is None or not (dans or t.regions):
            return None
        own = t.population
        if dans is not None and dans.type == "departement" and len(t.departements) > 1:
            own = sum(c.population or 0 for c in self.territoires.communes(t) if c.departements[0] == dans.code)
        if dans is not None and dans.type == "region" and len(t.regions) > 1:
            own = sum(c.population or 0 for c in self.territoires.communes(t) if c.regions[:1] == (dans.code,))
        return 100 * own / population

    def _count(self, t: Territoire | None) -> int:
        cle = t.cle if t else ""
        if cle not in self._recensees:
            rows = self.territoires.initiatives
            found = self.territoires.autour(t, rows) if t else ()
            self._recensees[cle] = sum(p.portee == "territoire" for p in found) if t else len(rows)
        return self._recensees[cle]

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
        lieu = typographier(row["lieu"]) or ", ".join(t.nom_court for t in proche.lieux)
        depuis = f"depuis {row['annee']}" if row["annee"] else ""
        details = " · ".join(filter(None, (lieu, depuis, row["statut"])))
        source = f"{typographier(row['source_titre'])}, {date_partielle(row['source_date'] or None)}"
        return typographier(row["nom"]), lieu, details, source, typographier(row["note"])

    def _indices(self, ici: Sequence[Entree], loin: Sequence[Proche]) -> Iterable[Indice]:
        for s, forme in self.library.comparables.items():
            own = tuple(e for e in ici if e.slug == s)
            nearest = next((p for p in loin if p.initiative["forme"] == s), None)
            yield Indice(s, forme, own, self._entree(nearest) if nearest else None)


def _niveau(groupe: Contacts) -> Niveau:
    t = groupe.territoire
    titre = "En France" if t is None else f"{NOMS_TYPES[t.type]}{INSECABLE}: {t.nom_court}"
    return Niveau(titre, tuple(Interlocuteur(c.nom, c.role, tuple(_means(c)), c.verifie_le) for c in groupe.contacts))


def _means(contact: Contact) -> Iterable[tuple[str, str | None]]:
    if contact.courriel:
        yield contact.courriel, f"mailto:{contact.courriel}"
    if contact.telephone:
        yield contact.telephone, None
    if contact.adresse:
        yield re.sub(r"^https?://(www\.)?|/$", "", contact.adresse), contact.adresse


def _room(ici: int) -> int:
    """How many initiatives around end the page where those of the territory end, or else the next one."""
    reste = PAR_PAGE - 3 - max(ici - 1, 0) % (PAR_PAGE - 1)
    return reste if reste >= ALENTOUR_MIN else max(reste, 0) + PAR_PAGE - 1


def _place(rang: tuple[int, int]) -> str:
    return f"{nombre(rang[0])}{'re' if rang[0] == 1 else 'e'}"


def _type(colonne: Territoire | None, ici: Territoire) -> str:
    if colonne is None:
        return "métropole et DROM"
    return colonne.genre if colonne is ici else NOMS_TYPES[colonne.type]


def _compte(libelle: str, precision: str, nombres: Sequence[int | None]) -> Repere:
    return Repere(libelle, precision, tuple(map(chiffre, nombres)), tuple(nombres))
