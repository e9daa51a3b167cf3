"""The page of figures: a territory beside those that it is like, its ages and dwellings, its communes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from coopdocs.library import Library
from coopdocs.territoire import NOMS_TYPES, Territoire, Territoires, TypeTerritoire
from coopdocs.territoire.comparables import Comparable, Comparables, comparables
from coopdocs.territoire.portrait import Portrait, portrait
from coopdocs.territoire.recensement import ANNEE_RECENSEMENT, Recensement
from coopdocs.typographie import en_lettres, enumerated, nombre, typeset
from coopdocs.views.dossier import Dossier
from coopdocs.views.essentiel.apports import Apport, apports, apports_reste
from coopdocs.views.essentiel.communes import CommunesClassees, communes
from coopdocs.views.essentiel.designation import definite
from coopdocs.views.essentiel.mesures import INCONNU, Variable, density, gaps, mesures, middle, uncounted

Rang = Literal["semblables", "choisis", "region", "membres", "ensemble"]
"""Who stands beside a territory: those like it (of France, then of its région), those that someone chose, what it is
made of, or what it is a part of."""
MEMBRES_MAX = 8
"""So many members stand beside the whole; of more, the five with the most people."""
_NON_RECENSES = f"non recensés ici en {ANNEE_RECENSEMENT}"
_PLUS_PEUPLES, _MEDIANE_MIN = 5, 3
_CHAPO_MAX = 178
"""Letters of the chapo at most: what does not hold is left to the table."""


@dataclass(frozen=True)
class LigneComparee:
    """A row of the table: a name, what is said small beside it, the figures."""

    nom: str
    precision: str
    portrait: Portrait


@dataclass(frozen=True)
class Chiffres:
    """What the figures of a territory are said with; `lui` and `france` are the first and the last of its rows.

    `sujet`: whose figures these are, the EPCI where the territory has none of its own. `rang`: who stands between;
    `total`: of how many `autour` are; `bornes`: of all of these, how many people the smallest and the largest has.
    `ou`: the département of each of those around, by its typed code. `apports`: figures that others than these tables
    bring.
    """

    territoire: Territoire
    sujet: Territoire
    lui: Portrait
    france: Portrait
    rang: Rang
    autour: tuple[Portrait, ...]
    total: int
    bornes: tuple[int, int]
    semblables: Comparables
    communes: CommunesClassees
    ou: Mapping[str, str]
    apports: tuple[Apport, ...]
    apports_reste: int

    @property
    def nom(self) -> str:
        """What its own row is called."""
        return self.sujet.nom_court

    @property
    def lignes(self) -> tuple[LigneComparee, ...]:
        """The rows between its own and that of France."""
        proches = {c.territoire: c for c in (*self.semblables.france, *self.semblables.region)}
        return tuple(
            LigneComparee(p.territoire.nom_court, self._said(p.territoire, proches.get(p.territoire)), p)
            for p in self.autour
            if p.territoire
        )

    def _said(self, lieu: Territoire, semblable: Comparable | None) -> str:
        """What is said small beside a name: where it is, and that it is not so near."""
        ou = "" if lieu.type in ("departement", "region") or self.rang in ("membres", "ensemble") else self.ou[lieu.cle]
        unlike = semblable and semblable.ecart is not None and not semblable.proche
        # whoever chose it knows why
        loin = "chiffres assez différents" if unlike and self.rang != "choisis" else ""
        return ", ".join(filter(None, (ou, loin)))

    @property
    def mesures(self) -> tuple[Variable, ...]:
        """The columns of its table."""
        communes = self.rang == "membres" and all(p.communes == 1 for p in self.autour)
        found = mesures if any(p.recensement for p in (self.lui, *self.autour)) else uncounted
        return found(of_communes=communes or self.sujet.type == "commune")

    @property
    def chapo(self) -> str:
        """What the figures come to: how dense beside France, then what is unlike those around."""
        own = "" if self.propres else f"Chiffres {self.sujet.de} : {self._missing}. "
        debut = f"{own}{density(self.lui, self.france)}".strip()
        ecarts = gaps(self.lui, self.autour if self.compares else [self.france])
        quoi = self._whom if self.compares else "de la France"
        said = [f" À côté {quoi} : {enumerated(ecarts[:n])}." for n in range(len(ecarts), 0, -1)]
        if self.compte is None:
            said = [f" Âges et logements : {_NON_RECENSES}."]
        said = said or [f" À côté {quoi}, des parts très voisines partout."]
        suite = next((suite for suite in said if len(debut) + len(suite) <= _CHAPO_MAX), "")
        return typeset(debut + suite if debut else said[-1].strip())

    @property
    def compares(self) -> bool:
        """Whether those around are like it, or chosen for it, so that their median means something."""
        return self.rang in ("semblables", "choisis", "region")

    @property
    def _missing(self) -> str:
        """Why its own figures are not told."""
        return "la commune n’a aucun habitant" if not self.territoire.population else "la commune n’en a pas de propres"

    @property
    def _whom(self) -> str:
        if len(self.autour) == 1:
            return "du territoire choisi" if self.rang == "choisis" else "du territoire qui lui ressemble le plus"
        if self.rang == "choisis":
            return "des territoires choisis"
        return "des territoires qui lui ressemblent" if self.proche else "des territoires les moins différents"

    @property
    def niveau(self) -> TypeTerritoire:
        """What those beside the territory are."""
        first = self.autour[0].territoire if self.autour else None
        return first.type if first else "commune"

    @property
    def titre(self) -> str:
        """Over the table: with whom."""
        n = len(self.autour)
        un, plusieurs, feminin = NOMS_TYPES[self.niveau]
        if self.rang == "membres":
            if n < self.total:
                return typeset(f"Ses {en_lettres(n)} {plusieurs} les plus peuplé{'e' * feminin}s, côte à côte")
            return typeset(f"Ses {en_lettres(n)} {plusieurs}, côte à côte")
        if self.rang == "ensemble":
            return "Avec ce dont il fait partie" if self.sujet.type != "commune" else "Avec ce dont elle fait partie"
        if self.rang == "choisis":
            return f"Avec {en_lettres(n)} territoire{'s' * (n > 1)} choisi{'s' * (n > 1)}"
        ou = " de sa région" if self.rang == "region" else ""
        if not self.proche:
            le = "les" if n > 1 else "la" if feminin else "le"
            qui = f"les {en_lettres(n)} {plusieurs}" if n > 1 else definite(un, feminin=feminin)
            return f"Avec {qui}{ou} {le} moins différent{'e' * feminin}{'s' * (n > 1)}"
        if n == 1:
            return f"Avec {en_lettres(1, feminin)} {un}{ou} qui lui ressemble"
        return f"Avec {en_lettres(n)} {plusieurs}{ou} qui lui ressemblent"

    @property
    def medianes(self) -> tuple[str, ...]:
        """The row of medians as printed; none where they would be those of one or two, or of a whole's surroundings."""
        if self.rang == "ensemble" or len(self.autour) < _MEDIANE_MIN:
            return ()
        return tuple(m.printed(middle(m, self.autour)) for m in self.mesures)

    @property
    def mediane_nom(self) -> str:
        return f"Médiane des {en_lettres(len(self.autour))}"

    def people(self, commune: Territoire) -> str:
        """How many people a commune has, as its row says."""
        return INCONNU if commune.population is None else nombre(commune.population)

    @property
    def compte(self) -> Recensement | None:
        """What the census counted; None where it did not (Mayotte)."""
        return self.lui.recensement

    @property
    def absents(self) -> str:
        """What is said in the place of ages and dwellings that no census counted; empty where one did."""
        return typeset(f"{_NON_RECENSES.capitalize()}.") if self.compte is None else ""

    @property
    def compte_france(self) -> Recensement:
        """What it counted in France."""
        assert self.france.recensement, "a table that counts a territory counts France"
        return self.france.recensement

    @property
    def proche(self) -> bool:
        """Whether the first of those that it is like is near enough to be called so."""
        listed = self.semblables.france or self.semblables.region
        return bool(listed) and listed[0].proche

    @property
    def propres(self) -> bool:
        """Whether these are the territory's own figures."""
        return self.sujet == self.territoire


def chiffres(library: Library, dossier: Dossier) -> Chiffres | None:
    """The figures of a territory; None where no census counts it, nor its EPCI, and nobody knows how large it is."""
    territoires, t = library.territoires, dossier.territoire
    sujet = _sujet(territoires, t, dossier.epci)
    if sujet is None:
        return None
    semblables = comparables(territoires, sujet, dossier.comparables)
    rang, autour, total, bornes = _autour(territoires, sujet, semblables)
    return Chiffres(
        territoire=t,
        sujet=sujet,
        lui=portrait(territoires, sujet),
        france=portrait(territoires, None),
        rang=rang,
        autour=autour,
        total=total,
        bornes=bornes,
        semblables=semblables,
        communes=communes(territoires, sujet),
        ou={p.territoire.cle: _where(territoires, p.territoire) for p in autour if p.territoire},
        apports=apports(dossier),
        apports_reste=apports_reste(dossier),
    )


def _where(territoires: Territoires, lieu: Territoire) -> str:
    departement = territoires.get(f"departement:{lieu.departements[0]}")
    return departement.nom if departement else ""


def _sujet(territoires: Territoires, t: Territoire, epci: Territoire | None) -> Territoire | None:
    """Whose figures are told: those of a territory that someone lives in and the census counts, else its EPCI's; where
    the census counts neither, its own people and how dense they live."""
    for lieu in (t, epci):
        if lieu and lieu.population and (compte := portrait(territoires, lieu).recensement) and compte.population:
            return lieu
    return t if t.population and portrait(territoires, t).km2 else None


def _autour(
    territoires: Territoires, sujet: Territoire, semblables: Comparables
) -> tuple[Rang, tuple[Portrait, ...], int, tuple[int, int]]:
    """Who stands beside a territory, as portraits, of how many they are, and the least and the most people of these."""
    rang: Rang = "choisis" if semblables.choisis else "semblables" if semblables.france else "region"
    autour = [c.territoire for c in semblables.france or semblables.region]
    membres = [] if autour else _membres(territoires, sujet)
    if len(membres) > 1:
        rang, autour = "membres", membres
    elif not autour:
        rang, autour = "ensemble", _parents(territoires, sujet)
    people = [lieu.population or 0 for lieu in autour] or [0]
    most = _PLUS_PEUPLES if rang == "membres" and len(autour) > MEMBRES_MAX else MEMBRES_MAX
    return rang, tuple(portrait(territoires, lieu) for lieu in autour[:most]), len(autour), (min(people), max(people))


def _parents(territoires: Territoires, sujet: Territoire) -> list[Territoire]:
    """What a territory is a part of, ever larger; a région of one département tells nothing more."""
    found, n = list[Territoire](), territoires.nombre_communes(sujet)
    for lieu in territoires.parents(sujet):
        if lieu.population and (larger := territoires.nombre_communes(lieu)) > n:
            found.append(lieu)
            n = larger
    return found


def _membres(territoires: Territoires, sujet: Territoire) -> list[Territoire]:
    """What a territory is made of, the most populated first: the départements of a région, the EPCI of a département
    (those that have most of their people there), the EPT or the communes of an EPCI."""
    membres = territoires.enfants(sujet)
    if sujet.type == "region" and len(membres) == 1:
        return _membres(territoires, membres[0])
    if sujet.type == "departement" and sujet.regions:
        membres = tuple(e for e in membres if e.departements[0] == sujet.code)
    elif sujet.type == "epci":
        membres = territoires.epts(sujet) or membres
    return sorted(membres, key=lambda m: -(m.population or 0))
