"""Whom to write to: here, in the région, in France; three of each at most, the nearest first."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice

from coopdocs.library import Library
from coopdocs.model.evenement import Contact
from coopdocs.territoire import ContactTerritoire, Territoire, Territoires
from coopdocs.territoire.mairies import Mairie
from coopdocs.typographie import adresse_breve
from coopdocs.views.dossier import Dossier
from coopdocs.views.dossier.mairies import known

MOST = 3
"""So many in each column."""
_FAMILLES = (
    (re.compile(r"CRESS\b"), "ESS, PTCE"),
    (re.compile(r"(DRAAF|DRIAAF|DAAF)\b"), "reconnaissance des PAT"),
    (re.compile(r"(DREETS|DRIEETS|DEETS)\b"), "insertion, FSE+"),
)
"""Those that each région has, in the order of the page, with what they do in few words."""


@dataclass(frozen=True)
class Joignable:
    """Someone to write to: `moyens` are what to use, best first, as printed and as an address (None: no link).

    `doute`: it is to be verified.
    """

    nom: str
    role: str
    moyens: tuple[tuple[str, str | None], ...]
    doute: bool = False
    mairie: bool = False


@dataclass(frozen=True)
class AQuiEcrire:
    """Each column; an empty one is not there."""

    ici: tuple[Joignable, ...]
    region: tuple[Joignable, ...]
    france: tuple[Joignable, ...]

    @property
    def colonnes(self) -> tuple[tuple[str, tuple[Joignable, ...]], ...]:
        named = (("Ici", self.ici), ("En région", self.region), ("En France", self.france))
        return tuple((titre, gens) for titre, gens in named if gens)

    @property
    def mairies(self) -> bool:
        """Whether a town hall is among them: their directory is to be named."""
        return any(each.mairie for each in self.ici)

    @property
    def cress(self) -> bool:
        return any(_FAMILLES[0][0].match(each.nom) for each in self.region)


def a_qui_ecrire(
    library: Library, dossier: Dossier, service: Contact | None = None, retenues: Sequence[str] = (), payeurs: str = ""
) -> AQuiEcrire:
    """The people of a territory; `service`: whoever hands the dossier out, `retenues`: the formes chosen for it.

    `payeurs`: words that name who pays for what is open, whom the page lists before others.
    """
    own, department, regions = [], [], []
    france: list[ContactTerritoire] = []
    for niveau in dossier.contacts:
        gens = [each.contact for each in niveau.contacts]
        if niveau.territoire is None:
            france += gens
        elif niveau.territoire.type == "region":
            regions.append(gens)
        elif niveau.territoire.type == "departement" and niveau.territoire != dossier.territoire:
            department += gens
        else:
            own += gens
    halls = list(_halls(library.territoires, dossier))
    here = chain(
        [_service(service)] if service else [], map(_person, own), halls[:2], map(_person, department), halls[2:]
    )
    sigles = [library.formes[slug].sigle for slug in retenues if slug in library.formes]
    france.sort(
        key=lambda c: (not any(_says(f"{c.nom} {c.role}", sigle) for sigle in sigles), not _says(payeurs, c.nom))
    )
    return AQuiEcrire(
        ici=tuple(islice(here, MOST)),
        region=tuple(islice(_regional(regions), MOST)),
        france=tuple(map(_person, france[:MOST])),
    )


def _regional(regions: Iterable[Iterable[ContactTerritoire]]) -> Iterator[Joignable]:
    """Those that each région has, one région after the other for each kind, then whoever else it has."""
    every = [_ranked(gens) for gens in regions]
    longest = max(map(len, every), default=0)
    yield from (_person(gens[n]) for n in range(longest) for gens in every if n < len(gens))


def _ranked(gens: Iterable[ContactTerritoire]) -> list[ContactTerritoire]:
    def rank(contact: ContactTerritoire) -> int:
        return next((n for n, (nom, _) in enumerate(_FAMILLES) if nom.match(contact.nom)), len(_FAMILLES))

    return sorted(gens, key=rank)


def _says(texte: str, mot: str) -> bool:
    return bool(re.search(rf"(?<!\w){re.escape(mot)}(?!\w)", texte, re.I))


def _person(contact: ContactTerritoire) -> Joignable:
    role = next((words for nom, words in _FAMILLES if nom.match(contact.nom)), contact.role)
    site = [(adresse_breve(contact.adresse), contact.adresse)] if contact.adresse else []
    return Joignable(
        contact.nom, role, tuple(_means(contact.telephone, contact.courriel, site)), contact.confiance == "incertain"
    )


def _service(contact: Contact) -> Joignable:
    return Joignable(contact.nom, "", tuple(_means(contact.telephone, contact.courriel, [])))


def _means(
    telephone: str | None, courriel: str | None, site: list[tuple[str, str]]
) -> Iterator[tuple[str, str | None]]:
    """A telephone, then a mailbox where there is one, then a site."""
    if telephone:
        yield telephone, None
    if courriel:
        yield courriel, f"mailto:{courriel}"
    yield from site


def _halls(territoires: Territoires, dossier: Dossier) -> Iterator[Joignable]:
    """The town halls to ask: of a commune its own alone, else those of the most populated communes."""
    for commune, mairie in _asked(territoires, dossier):
        site = [(adresse_breve(mairie.site), mairie.site)] if mairie.site else []
        moyens = tuple(_means(mairie.telephone, mairie.courriel, site))
        if moyens:
            yield Joignable(f"Mairie {commune.de}", "", moyens, mairie=True)


def _asked(territoires: Territoires, dossier: Dossier) -> Iterator[tuple[Territoire, Mairie]]:
    """A commune itself alone; of a département or a région the chef-lieu, else the most populated communes."""
    t = dossier.territoire
    if t.type == "commune":
        communes: Iterable[Territoire] = (t,)
    else:
        first = [dossier.principale] if dossier.principale else []
        communes = dict.fromkeys((*first, *islice(territoires.communes(t), MOST)))
    found = ((c, mairie) for c in communes if (mairie := known(territoires, c)))
    yield from islice(found, 1 if t.type in ("departement", "region") and dossier.regions else None)
