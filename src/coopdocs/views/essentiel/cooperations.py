"""Who cooperates already: initiatives here, over the territory and around it, numbered as the map and the lists show.

Three words for where an initiative is, the same on every page: *ici* (it lies in the territory, or acts in all or a
part of it), *autour* (it lies in a neighbour, or at a distance that is said), and *sans lieu précis* (somewhere in the
département or the région: it may be here, so it is in none of the two).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import count

from coopdocs.library import Library
from coopdocs.model.contenu import Decompte, Forme
from coopdocs.territoire import Proche, Territoire, Territoires
from coopdocs.territoire.proximite import COUVRE, distance_km
from coopdocs.territoire.situation import within
from coopdocs.typographie import en_lettres, enumerated, nombre, slug, typeset
from coopdocs.views.dossier import Dossier
from coopdocs.views.dossier.enonces import doubt, etat, in_the_making, named, short
from coopdocs.views.essentiel.designation import LETTRES

ICI_MAX, AUTOUR_MAX = 18, 9
"""How many initiatives are numbered: on the territory, then around it."""
_RAYON_KM, _AUTOUR_MIN = 50, 3
"""Around: so far as the crow flies; farther, by tens, until so many are found."""
LONGUE = 5
"""So many initiatives of a territory make a list under the map, not beside it."""
_SANS_LIEU = 2
_GROUPES = ("ici", "couvrent", "membres", "voisines", "loin", "sans_lieu")
_TAILLES = {"commune": 0, "ept": 1, "epci": 2, "departement": 3, "region": 4}


@dataclass(frozen=True)
class Cooperation:
    """An initiative: what is said of it, and the number that the map and the lists show (0: it is shown by neither).

    `etendue`: it acts in an EPCI or more, not in one commune; `lieu`: where the map shows it, None where its place is
    known by no more than a département or a région that it does not cover.
    """

    numero: int
    proche: Proche
    nom: str
    slug: str
    forme: Forme
    ou: str
    etat: str
    etendue: bool
    lieu: Territoire | None

    @property
    def ici(self) -> bool:
        return self.proche.situation in ("dans", "couvre")

    @property
    def en_projet(self) -> bool:
        """Whether it does not exist yet, as its own statut says."""
        return in_the_making(self.proche.initiative["statut"])

    @property
    def precision(self) -> str:
        """Where and how it stands, for the line under its name: « Romans-sur-Isère, en activité depuis 2013 »."""
        # what has a number and no mark on the map
        nowhere = "" if self.lieu else "sans lieu précis"
        return ", ".join(filter(None, (self.ou, nowhere, self.etat)))

    @property
    def adresse(self) -> str:
        """The page that it is known by."""
        return self.proche.initiative["source_url"]


@dataclass(frozen=True)
class Absente:
    """A forme of which nothing is known on the territory. `entiere`: as many are known as were counted in France."""

    slug: str
    forme: Forme
    entiere: bool
    connues: int
    decompte: Decompte | None


@dataclass(frozen=True)
class Numeros:
    """The numbers of one forme on the page: on the territory, then around it."""

    ici: tuple[int, ...]
    autour: tuple[int, ...]


@dataclass(frozen=True)
class GroupeAutour:
    """Those around the territory that are shown under one heading, and what it says of where they are."""

    titre: str
    precision: str
    cooperations: tuple[Cooperation, ...]


@dataclass(frozen=True)
class Cooperations:
    """What is known from a territory: every initiative in its group, the shown ones first and numbered from 1.

    `ici` lie in the territory, `couvrent` act in all or a part of it from a larger place; `membres` lie in the same
    EPCI (of a commune or an EPT), `voisines` in a territory that adjoins, `loin` farther, under `rayon` km from
    `centre` as the crow flies; `sans_lieu` somewhere in its département or région. Those farther are in no group.
    """

    territoire: Territoire
    ici: tuple[Cooperation, ...]
    couvrent: tuple[Cooperation, ...]
    membres: tuple[Cooperation, ...]
    voisines: tuple[Cooperation, ...]
    loin: tuple[Cooperation, ...]
    sans_lieu: tuple[Cooperation, ...]
    rayon: int
    centre: Territoire | None
    absentes: tuple[Absente, ...]

    @property
    def montrees(self) -> tuple[Cooperation, ...]:
        """Those that have a number, in its order."""
        groupes = (self.ici, self.couvrent, self.membres, self.voisines, self.loin)
        return tuple(c for groupe in groupes for c in groupe if c.numero)

    @property
    def chapo(self) -> str:
        """How many are known here and how many are shown around."""
        own = self.sur_place
        n, autour = len(own), self._count_around
        if not n:
            debut = "Nous ne connaissons pas encore de coopération de ces formes ici"
            suite = f" ; {autour}" if autour else ""
        else:
            debut = f"{_number(n).capitalize()} coopération{'s' * (n > 1)} connue{'s' * (n > 1)} ici"
            debut += in_project(sum(c.en_projet for c in own), n)
            suite = f", {autour}" if autour else ""
        return typeset(f"{debut}{suite}. Les numéros de la carte renvoient aux listes.")

    @property
    def sur_place(self) -> tuple[Cooperation, ...]:
        """Those of the territory, which every page counts: they lie in it, or act in all or a part of it."""
        return (*self.ici, *self.couvrent)

    @property
    def _count_around(self) -> str:
        """« neuf autour », « neuf montrées autour, sur 11 connues »."""
        shown = sum(not c.ici for c in self.montrees)
        known = len(self.membres) + len(self.voisines)
        known += len(self.loin) if not known or any(c.numero for c in self.loin) else 0
        if known <= shown:
            return f"{_number(shown)} autour" if shown else ""
        if not shown:
            return f"{_number(known)} autour"
        return f"{_number(shown)} montrée{'s' * (shown > 1)} autour, sur {known} connues"

    @property
    def longue(self) -> bool:
        """Whether those of the territory are too many for a column beside the map."""
        return len(self.ici) + len(self.couvrent) >= LONGUE

    @property
    def reste(self) -> int:
        """How many of the territory's own have no number."""
        return sum(not c.numero for c in (*self.ici, *self.couvrent))

    @property
    def en_partie(self) -> str:
        """Which of those listed together act from a larger place."""
        numeros = [c.numero for c in self.couvrent if c.numero]
        if len(numeros) > 1:
            return f"{numeros[0]} à {numeros[-1]} couvrent le territoire, et plus que lui"
        return typeset(f"le numéro {numeros[0]} couvre le territoire, et plus que lui" if numeros else "")

    @property
    def autour(self) -> tuple[GroupeAutour, ...]:
        """Those around that are shown, group by group."""
        large = self.territoire.type in ("departement", "region")
        chez = "dans les départements voisins" if large else "dans les intercommunalités voisines"
        de = f" {self.centre.de}" if self.centre else ""
        loin = f"à moins de {self.rayon} km{de}, à vol d’oiseau"
        titre = "Un peu plus loin" if self.membres or self.voisines else "Les plus proches"
        groupes = (
            ("Dans la même intercommunalité", "", self.membres),
            ("Tout près", chez, self.voisines),
            (titre, loin, self.loin),
        )
        return tuple(filter(None, (_shown(*groupe) for groupe in groupes)))

    @property
    def absence(self) -> str:
        """Which formes are not known here, and what that proves."""
        entieres = [a.forme.sigle_court for a in self.absentes if a.entiere]
        autres = [a.forme.sigle_court for a in self.absentes if not a.entiere]
        phrases = []
        if autres:
            phrases.append(
                f"{enumerated(autres)} : nous n’en connaissons pas ici. Une absence dans nos listes ne prouve rien"
            )
        if entieres:
            phrases.append(f"{enumerated(entieres)} : toutes celles de France sont connues, et aucune n’est ici")
        if not phrases:
            phrases = ["Chacune des formes a ici une coopération connue ; nos listes restent incomplètes"]
        return typeset(". ".join(phrases) + ". S’il manque un nom, dites-le à qui tient ce kit.")

    @property
    def imprecises(self) -> str:
        """Those known by no more than a département or a région that the territory is in, in a sentence."""
        shown = self.sans_lieu[:_SANS_LIEU]
        if not shown:
            return ""
        noms = " ; ".join(f"{c.nom} ({c.forme.sigle_court})" for c in shown)
        reste = len(self.sans_lieu) - len(shown)
        suite = f" ; et {reste} autre{'s' * (reste > 1)}" if reste else ""
        return typeset(f"Peut-être ici, faute d’un lieu plus précis : {noms}{suite}.")

    def numeros(self, slug: str) -> Numeros:
        """The numbers of a forme's initiatives, here and around."""
        own = [c for c in self.montrees if c.slug == slug]
        return Numeros(tuple(c.numero for c in own if c.ici), tuple(c.numero for c in own if not c.ici))


def cooperations(library: Library, dossier: Dossier) -> Cooperations:
    """The initiatives as seen from a territory."""
    return _Tri(library, dossier.territoire, dossier.proches).made()


class _Tri:
    """The initiatives of one territory, sorted into their groups, then numbered."""

    def __init__(self, library: Library, t: Territoire, proches: Sequence[Proche]) -> None:
        self._library, self._t, self._proches = library, t, proches
        self._territoires: Territoires = library.territoires
        self._rangs = {slug: rang for rang, slug in enumerate(library.comparables)}
        epci = self._territoires.get(f"epci:{t.epci}") if t.epci else None
        self._autour = {lieu.cle for lieu in self._territoires.voisins(epci or t)}

    def made(self) -> Cooperations:
        sorted_: dict[str, list[Proche]] = {nom: [] for nom in _GROUPES}
        for proche in self._proches:
            if proche.initiative["forme"] in self._rangs and (groupe := self._groupe(proche)):
                sorted_[groupe].append(proche)
        rayon, sorted_["loin"] = self._farther(sorted_)
        groupes = {nom: [self._cooperation(proche) for proche in proches] for nom, proches in sorted_.items()}
        for own in ("ici", "couvrent"):
            groupes[own].sort(key=lambda c: (self._rangs[c.slug], c.nom))
        shown = self._numbered(groupes)
        here = {c.slug for c in (*groupes["ici"], *groupes["couvrent"])}
        return Cooperations(
            territoire=self._t,
            ici=tuple(shown["ici"]),
            couvrent=tuple(shown["couvrent"]),
            membres=tuple(shown["membres"]),
            voisines=tuple(shown["voisines"]),
            loin=tuple(shown["loin"]),
            sans_lieu=tuple(shown["sans_lieu"]),
            rayon=rayon,
            centre=self._t if self._t.type == "commune" else self._territoires.get(f"commune:{self._t.chef_lieu}"),
            absentes=tuple(self._absentes(here)),
        )

    def _groupe(self, proche: Proche) -> str | None:
        """The group of an initiative; None for one that has no place at all."""
        if proche.situation == "dans":
            return "ici"
        if proche.situation == "couvre":
            return "couvrent" if any(_TAILLES[lieu.type] > _TAILLES[self._t.type] for lieu in proche.lieux) else "ici"
        if proche.proximite == "epci":
            return "membres"
        if proche.situation == "imprecis":
            return "sans_lieu"
        if any(self._around(lieu) for lieu in proche.lieux):
            return "voisines"
        return "loin" if proche.km is not None and any(lieu.zone == self._t.zone for lieu in proche.lieux) else None

    def _around(self, lieu: Territoire) -> bool:
        """Whether a place lies in a territory that adjoins this one."""
        if self._t.type in ("departement", "region"):
            return lieu.type != "region" and any(f"departement:{code}" in self._autour for code in lieu.departements)
        return (lieu.cle if lieu.type == "epci" else f"epci:{lieu.epci}") in self._autour

    def _farther(self, groupes: dict[str, list[Proche]]) -> tuple[int, list[Proche]]:
        """How far around one looks beyond the neighbours, and what is found there."""
        near = len(groupes["membres"]) + len(groupes["voisines"])
        found = [(proche.km or 0, proche) for proche in groupes["loin"]]
        rayon = _RAYON_KM
        if near < _AUTOUR_MIN and (missing := found[: _AUTOUR_MIN - near]):
            rayon = max(rayon, 10 * int(missing[-1][0] // 10 + 1))
        return rayon, [proche for km, proche in found if km < rayon]

    def _numbered(self, groupes: dict[str, list[Cooperation]]) -> dict[str, list[Cooperation]]:
        """The groups with the numbers of those that are shown."""
        numeros = count(1)
        left = {"ici": ICI_MAX, "autour": room(len(groupes["ici"]), len(groupes["couvrent"]))}
        shown: dict[str, list[Cooperation]] = {"sans_lieu": groupes["sans_lieu"]}
        for nom in _GROUPES[:-1]:
            where = "ici" if nom in ("ici", "couvrent") else "autour"
            n = min(len(groupes[nom]), left[where])
            if nom == "loin" and shown["membres"] and shown["voisines"]:
                n = 0  # two headings are near enough, and what the page holds
            left[where] -= n
            first = [replace(c, numero=next(numeros)) for c in groupes[nom][:n]]
            shown[nom] = first + groupes[nom][n:]
        return shown

    def _cooperation(self, proche: Proche) -> Cooperation:
        row = proche.initiative
        ou = typeset(row["lieu"]) or named(proche.lieux)
        nom = short(typeset(row["nom"]))
        if _said(ou, nom) or self._t.cle in {lieu.cle for lieu in proche.lieux}:
            ou = ""
        stand = " ".join(filter(None, reversed(etat(row["annee"], row["statut"]))))
        stand = ", ".join(filter(None, (stand, doubt(row["note"]))))
        lieu = self._shown_at(proche)
        etendue = row["portee"] == COUVRE or row["territoire_type"] not in ("commune", "communes")
        if row["territoire_type"] == "communes":
            etendue = len({place.epci for place in proche.lieux}) > 1
        return Cooperation(0, proche, nom, row["forme"], self._library.formes[row["forme"]], ou, stand, etendue, lieu)

    def _shown_at(self, proche: Proche) -> Territoire | None:
        """The place that the map shows: of several, one in the territory, else the nearest."""
        if proche.initiative["territoire_type"] in ("departement", "region", "france"):
            return proche.lieux[0] if proche.lieux and proche.initiative["portee"] == COUVRE else None
        own = [lieu for lieu in proche.lieux if within(self._territoires, lieu, self._t)]
        near = [lieu for lieu in proche.lieux if self._around(lieu)]
        points = own or near or list(proche.lieux)
        here = self._t.point
        return min(points, key=lambda lieu: distance_km(here, lieu.point) if here and lieu.point else 0, default=None)

    def _absentes(self, here: set[str]) -> Iterable[Absente]:
        connues = Counter(row["forme"] for row in self._territoires.initiatives)
        for cle, forme in self._library.comparables.items():
            if cle not in here:
                decompte = self._library.couverture.decomptes.get(cle)
                yield Absente(cle, forme, all_known(connues[cle], decompte), connues[cle], decompte)


def all_known(connues: int, decompte: Decompte | None) -> bool:
    """Whether as many are known as were counted in France; one that is rounded, or passed by them, proves nothing."""
    return decompte is not None and not decompte.environ and connues == decompte.total


def _number(n: int) -> str:
    """As the sentences of the first page write it."""
    return en_lettres(n, feminin=True) if n <= LETTRES else nombre(n)


def in_project(projets: int, n: int) -> str:
    """« , dont deux en projet »: how many of those counted do not exist yet."""
    if not projets:
        return ""
    if projets == n:
        return ", encore en projet" if n == 1 else ", toutes en projet"
    return f", dont {_number(projets)} en projet"


def room(ici: int, couvrent: int) -> int:
    """How many initiatives around the territory the page has room for, with so many of its own."""
    if ici + couvrent < LONGUE:
        return AUTOUR_MAX
    return max(0, 12 - 3 * -(-min(ici + couvrent, ICI_MAX) // 3))


def _shown(titre: str, precision: str, every: Sequence[Cooperation]) -> GroupeAutour | None:
    """The shown ones under their heading, which says how many there are more."""
    shown = tuple(c for c in every if c.numero)
    if shown and len(every) > len(shown):
        precision = f"{len(shown)} sur {len(every)}{', ' * bool(precision)}{precision}"
    return GroupeAutour(titre, typeset(precision), shown) if shown else None


def _said(ou: str, nom: str) -> bool:
    """Whether a name says the place already."""
    return bool(ou) and slug(ou) in slug(nom)
