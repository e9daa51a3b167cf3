"""A territory's briefing pack: its figures beside those around it, the formes seen from there, what is near.

All that is not about the territory (fiches, comparison, glossary) is what the other views say. `making` makes it.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cached_property

from coopdocs.model.complement import Complement
from coopdocs.territoire import Proche, Territoire
from coopdocs.territoire.millesimes import ANNEES, Millesimes
from coopdocs.typographie import enumerated, nombre, slug, typeset
from coopdocs.views.dossier.initiatives import Feuillet, feuillets
from coopdocs.views.dossier.listes import Liste, chiffre, pourcentage
from coopdocs.views.dossier.mairies import ListeMairies
from coopdocs.views.dossier.parts import AGES, PART, Colonne, Entree, Indice, Niveau, Repere, ReseauxForme

NIVEAUX = {"commune": "communes", "ept": "ept", "epci": "epci", "departement": "departements", "region": "regions"}
"""The folder of each type of territory under `dossiers/`."""


def path(t: Territoire) -> str:
    """Where a territory's dossier goes under the output folder, without its ending."""
    return f"dossiers/{NIVEAUX[t.type]}/{t.code}-{slug(t.nom_court)}"


@dataclass(frozen=True)
class Dossier:
    """Everything that the territory's own pages say.

    `complement` is what its file adds, empty where it has none; `comparables`: the territories (typed codes) that it is
    set beside, none where its figures choose.
    """

    territoire: Territoire
    complement: Complement
    comparables: tuple[str, ...]
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
    proches: tuple[Proche, ...]
    ici: tuple[Entree, ...]
    alentour: tuple[Entree, ...]
    contacts: tuple[Niveau, ...]
    mairies: ListeMairies
    reseaux: tuple[ReseauxForme, ...]

    @property
    def population(self) -> str:
        return chiffre(self.territoire.population)

    @property
    def situation(self) -> tuple[str, ...]:
        """Where it lies, in words for one line: EPCI of a commune, départements (four at most), régions.

        Its own name is never among them: overseas, a région and its département often have one name.
        """
        own = [self.epci.nom_court] if self.epci and self.territoire.type == "commune" else []
        noms = [d.nom for d in self.departements if d.cle != self.territoire.cle]
        noms = [*noms[:4], "…"] if len(noms) > 4 else noms
        regions = (r.nom for r in self.regions if r.cle != self.territoire.cle)
        found = dict.fromkeys((*own, *noms, *regions))
        return tuple(nom for nom in found if nom != self.territoire.nom_court)

    @property
    def _habitants(self) -> str:
        return "habitant" if self.territoire.population in (0, 1) else "habitants"

    @property
    def faits(self) -> tuple[tuple[str, str], ...]:
        """Three figures: a value and, on one line or two, what it counts."""
        rang = self._around
        beside = self.colonnes[rang or 1].territoire
        rangees = {r.libelle: r.valeurs for r in self.reperes}
        communes = (nombre(self.communes), f"commune{'s' * (self.communes > 1)}")
        if self.rang:
            communes = (_place(self.rang), f"commune sur {nombre(self.rang[1])}\nde l’intercommunalité")
        elif self.territoire.type == "commune" and beside:
            ou = "de l’intercommunalité" if beside.type == "epci" else beside.de
            communes = (rangees["Communes"][1], f"communes {ou},\ndont celle-ci")
        if rang and PART in rangees:
            de = beside.de if beside else "de la France"
            dans = "de l’intercommunalité" if beside and beside.type == "epci" else de
            part = (rangees[PART][rang], f"de la population\n{dans}")
        else:
            part = (rangees["Habitants par commune"][0], "habitants par commune\nen moyenne")
        return (self.population, f"{self._habitants} en {ANNEES.populations}"), communes, part

    @property
    def _around(self) -> int | None:
        """The column of whom a share is told: the nearest that all of it lies in, if that says anything."""
        if len(self.departements) < 2 or self.territoire.type != "epci":
            return 1
        regions = [n for n, c in enumerate(self.colonnes) if c.territoire in self.regions]
        return regions[0] if len(regions) == 1 else None

    @property
    def annees(self) -> Millesimes:
        """Of which year its figures are."""
        return ANNEES

    @property
    def recense(self) -> bool:
        """Whether the census counted it."""
        return any(r.libelle == AGES for r in self.reperes)

    @property
    def face(self) -> str:
        """Over the figures: whom they stand beside."""
        genres = Counter(c.territoire.type if c.territoire else "france" for c in self.colonnes[1:])
        return "Face " + ", ".join(_FACE[genre][n > 1] for genre, n in genres.items())

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
            noms = [d.nom for d in self.departements]
            phrases.append(f"L’intercommunalité s’étend sur {len(noms)} départements : {enumerated(noms)}.")
        return typeset(" ".join(phrases))

    @cached_property
    def feuillets(self) -> tuple[Feuillet, ...]:
        """The initiatives page by page: on each, its headings and their entries."""
        return feuillets((("Sur le territoire", self.ici), ("Alentour", self.alentour)))


_FACE = {
    "epci": ("à l’intercommunalité", "aux intercommunalités"),
    "ept": ("à l’établissement public territorial", "aux établissements publics territoriaux"),
    "departement": ("au département", "aux départements"),
    "region": ("à la région", "aux régions"),
    "france": ("à la France", "à la France"),
}


def _place(rang: tuple[int, int]) -> str:
    return f"{nombre(rang[0])}{'re' if rang[0] == 1 else 'e'}"
