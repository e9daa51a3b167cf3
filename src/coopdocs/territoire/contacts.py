"""Who to write to or call: the contacts of a territory and of what it lies in, from near to far."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from coopdocs.territoire.atlas import Territoires
from coopdocs.territoire.modele import FRANCE, Territoire
from coopdocs.typographie import typeset


@dataclass(frozen=True, slots=True)
class ContactTerritoire:
    """A generic contact; what its table leaves empty is empty here. `source` is a key of sources.yaml or an address."""

    nom: str
    role: str
    courriel: str
    telephone: str
    adresse: str
    source: str
    verifie_le: dt.date
    confiance: Literal["vérifié", "incertain"]


@dataclass(frozen=True, slots=True)
class ContactsTerritoire:
    """The contacts of one territory, in the order of the table; `territoire` None is the whole of France."""

    territoire: Territoire | None
    contacts: tuple[ContactTerritoire, ...]


def by_territory(territoires: Territoires, edition: dt.date) -> Mapping[str, list[ContactTerritoire]]:
    """The contacts still good at this edition, by the typed code of their territory."""
    tableau = territoires.registres.contacts
    rangs: defaultdict[str, list[ContactTerritoire]] = defaultdict(list)
    for rangee in tableau.rows if tableau else ():
        cellules = {nom: valeur.strip() for nom, valeur in rangee.cells.items()}
        if not expired(cellules["expire_le"], edition):
            lieu = territoires.get(cellules["territoire"])
            rangs[lieu.cle if lieu else cellules["territoire"]].append(_contact(cellules))
    return rangs


def expired(expire_le: str, edition: dt.date) -> bool:
    """Whether this day (AAAA-MM-JJ; empty: never) is past at the edition; on the very day a contact still holds."""
    return bool(expire_le) and dt.date.fromisoformat(expire_le) < edition


def around(
    territoires: Territoires, ici: Territoire, rangs: Mapping[str, list[ContactTerritoire]]
) -> Iterator[ContactsTerritoire]:
    """The contacts of a territory, then of each one it lies in (commune, EPT, EPCI, départements, régions), then of
    France.

    A level without contacts is not there. `rangs`: all of them, as `by_territory` gives them.
    """
    for lieu in dict.fromkeys(_levels(territoires, ici)):
        if trouves := rangs.get(lieu.cle):
            yield ContactsTerritoire(lieu, tuple(trouves))
    if trouves := rangs.get(FRANCE):
        yield ContactsTerritoire(None, tuple(trouves))


def meets(territoires: Territoires, cle: str, ici: Territoire) -> bool:
    """Whether the territory of a typed code lies in another one, or that one in it; France meets every one."""
    other = territoires.get(cle)
    return other is None or ici in _levels(territoires, other) or other in _levels(territoires, ici)


def _levels(territoires: Territoires, ici: Territoire) -> Iterator[Territoire]:
    """The territory, then all that it lies in; an EPCI across départements or régions lies in each of them."""
    yield ici
    if ept := territoires.ept(ici):
        yield ept
    cles: Iterable[str] = (
        *((f"epci:{ici.epci}",) if ici.epci else ()),
        *(f"departement:{code}" for code in ici.departements if ici.type != "region"),
        *(f"region:{code}" for code in ici.regions),
    )
    yield from (lieu for cle in cles if (lieu := territoires.get(cle)))


def _contact(cellules: Mapping[str, str]) -> ContactTerritoire:
    return ContactTerritoire(
        nom=typeset(cellules["nom"]),
        role=typeset(cellules["role"]),
        courriel=cellules["courriel"],
        telephone=cellules["telephone"],
        adresse=cellules["adresse"],
        source=cellules["source"],
        verifie_le=dt.date.fromisoformat(cellules["verifie_le"]),
        confiance="incertain" if cellules["confiance"] == "incertain" else "vérifié",
    )
