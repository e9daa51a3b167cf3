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
from coopdocs.typographie import en_lettres, slug, typeset
from coopdocs.views.dossier import Dossier
from coopdocs.views.dossier.enonces import doubt, etat, named

ICI_MAX, AUTOUR_MAX = 24, 10
"""How many initiatives are numbered: on the territory, then around it."""
_RAYON_KM, _AUTOUR_MIN = 50, 3
"""Around: so far as the crow flies; farther, by tens, until so many are found."""
_LONGUE = 8
"""So many initiatives of a territory make a list under the map, not beside it."""
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
    def precision(self) -> str:
        """Where and how it stands, for the line under its name: « Romans-sur-Isère, en activité depuis 2013 »."""
        return ", ".join(filter(None, (self.ou, self.etat)))

    @property
    def adresse(self) -> str:
        """The page that it is known by."""
        return self.proche.initiative["source_url"]


@dataclass(frozen=True)
class Absente:
    """A forme of which nothing is known on the territory. `entiere`: all that exist in France are known."""

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
        n = len(self.ici) + len(self.couvrent)
        autour = sum(not c.ici for c in self.montrees)
        if not n:
            debut = "Nous ne connaissons pas encore de coopération de ces formes ici"
            suite = f" ; {en_lettres(autour, feminin=True)} autour" if autour else ""
        else:
            debut = f"{en_lettres(n, feminin=True).capitalize()} coopération{'s' * (n > 1)} connue{'s' * (n > 1)} ici"
            suite = f", {en_lettres(autour, feminin=True)} autour" if autour else ""
        return typeset(f"{debut}{suite}. Les numéros de la carte renvoient aux listes.")

    def numeros(self, slug: str) -> Numeros:
        """The numbers of a forme's initiatives, here and around."""
        own = [c for c in self.montrees if c.slug == slug]
        return Numeros(tuple(c.numero for c in own if c.ici), tuple(c.numero for c in own if not c.ici))

    def connues_ici(self, slug: str) -> int:
        """How many initiatives of a forme are known here, those that cover the territory included."""
        return sum(c.slug == slug for c in (*self.ici, *self.couvrent))


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
        left = {"ici": ICI_MAX, "autour": room(len(groupes["ici"]) + len(groupes["couvrent"]))}
        shown: dict[str, list[Cooperation]] = {"sans_lieu": groupes["sans_lieu"]}
        for nom in _GROUPES[:-1]:
            where = "ici" if nom in ("ici", "couvrent") else "autour"
            n = min(len(groupes[nom]), left[where])
            left[where] -= n
            first = [replace(c, numero=next(numeros)) for c in groupes[nom][:n]]
            shown[nom] = first + groupes[nom][n:]
        return shown

    def _cooperation(self, proche: Proche) -> Cooperation:
        row = proche.initiative
        ou = typeset(row["lieu"]) or named(proche.lieux)
        nom = typeset(row["nom"])
        if _said(ou, nom) or self._t.cle in {lieu.cle for lieu in proche.lieux}:
            ou = ""
        stand = ", ".join(filter(None, (*reversed(etat(row["annee"], row["statut"])), doubt(row["note"]))))
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
                total = decompte.total if decompte and not decompte.environ else None
                yield Absente(cle, forme, total is not None and connues[cle] >= total, connues[cle], decompte)


def room(ici: int) -> int:
    """How many initiatives around the territory the page has room for, with so many of its own."""
    return AUTOUR_MAX if ici < _LONGUE else max(0, AUTOUR_MAX - (ici - _LONGUE) // 3 * 3 - 4)


def _said(ou: str, nom: str) -> bool:
    """Whether a name says the place already."""
    return bool(ou) and slug(ou) in slug(nom)
