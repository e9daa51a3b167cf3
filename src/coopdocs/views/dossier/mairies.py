"""The town halls of a territory, as lists of them are printed: one row each, what its directory lacks said so."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import islice, pairwise
from math import ceil

from coopdocs.library.courriels import mailbox
from coopdocs.library.registres import secured, telephone
from coopdocs.territoire import Territoire, Territoires
from coopdocs.territoire.mairies import Mairie
from coopdocs.typographie import adresse_breve, slug
from coopdocs.views.dossier.parts import ANNUAIRE

SITE_ANNUAIRE = "https://lannuaire.service-public.fr"
PEUPLEES, RANGEES = 10, 42
"""So many communes stand for a territory without an EPCI's bounds; so many town halls hold on a page."""
SEULES = 15
"""More town halls than these have pages of their own."""
NON_TROUVE = "non trouvé"


@dataclass(frozen=True)
class MairieListee:
    """A town hall: `ecrire` is its mailbox, else its site, else the directory, and the address behind it."""

    commune: Territoire
    telephone: str
    adresse: str
    ecrire: tuple[str, str]


@dataclass(frozen=True)
class ListeMairies:
    """The town halls that are known; `absentes`: the communes of which none is; `partie`: others are not listed."""

    mairies: tuple[MairieListee, ...]
    absentes: tuple[str, ...]
    partie: bool

    @property
    def feuillets(self) -> tuple[tuple[MairieListee, ...], ...]:
        """Those of each page where they have pages of their own: as many on each, one more or less."""
        n = len(self.mairies)
        if n <= SEULES:
            return ()
        pages = ceil(n / RANGEES)
        cuts = [round(n * page / pages) for page in range(pages + 1)]
        return tuple(self.mairies[a:b] for a, b in pairwise(cuts))

    @property
    def source(self) -> str:
        """What they come from, as its licence wants it named."""
        return f"{ANNUAIRE.producteur}, {ANNUAIRE.millesime}"

    @property
    def mention(self) -> str:
        """What the list leaves out, nothing where it is whole."""
        if self.partie:
            return "Celles des communes les plus peuplées ; les autres sont dans l’annuaire."
        if not self.absentes:
            return ""
        noms = list(self.absentes[:PEUPLEES])
        reste = len(self.absentes) - len(noms)
        suite = f" et {reste} autre{'s' * (reste > 1)}" if reste else ""
        return f"Non trouvée{'s' * (len(self.absentes) > 1)} dans l’annuaire : {', '.join(noms)}{suite}."


def mairies(territoires: Territoires, t: Territoire, ensemble: Territoire | None) -> ListeMairies:
    """The town halls of an EPCI or an EPT by name; of other territories the most populated communes, a commune's own
    first.

    `ensemble`: what a commune lies in, whose communes are listed beside it.
    """
    whole = t.type in ("epci", "ept") or (t.type == "departement" and not t.regions)
    if whole:
        communes = sorted(territoires.communes(t), key=lambda c: slug(c.nom))
    else:
        around = territoires.communes(ensemble or t)
        communes = list(dict.fromkeys((*([t] if t.type == "commune" else []), *islice(around, PEUPLEES))))
    found = [(c, known(territoires, c)) for c in communes]
    rows = tuple(listed(c, mairie) for c, mairie in found if mairie)
    absentes = tuple(c.nom for c, mairie in found if mairie is None) if rows else ()
    beyond = territoires.nombre_communes(ensemble or t) > len(communes)
    return ListeMairies(rows, absentes, not whole and beyond and bool(rows))


def known(territoires: Territoires, commune: Territoire) -> Mairie | None:
    """The town hall of a commune, without a mailbox that may be a person's; raises `ProblemsError` at the line of the
    table where a field is none of its kind, as contacts.csv is refused for it."""
    mairie = territoires.mairies.get(commune.code)
    if mairie is None:
        return None
    site = (mairie.site or "").replace("http://", "https://", 1)
    box = mailbox(mairie.courriel or "", commune.nom)
    wrong = box if box and box[0] != "C020" else telephone(mairie.telephone or "") or secured(site)
    if wrong:
        territoires.mairies.fault(commune.code, wrong)
    return replace(mairie, courriel=None) if box else mairie


def listed(commune: Territoire, mairie: Mairie) -> MairieListee:
    """The row of a town hall."""
    ecrire = (SITE_ANNUAIRE.removeprefix("https://"), SITE_ANNUAIRE)
    if mairie.courriel:
        ecrire = (mairie.courriel, f"mailto:{mairie.courriel}")
    elif mairie.site:
        ecrire = (adresse_breve(mairie.site), mairie.site)
    adresse = " ".join(filter(None, (f"{mairie.adresse}," if mairie.adresse else "", mairie.code_postal)))
    return MairieListee(commune, mairie.telephone or NON_TROUVE, adresse or f"{NON_TROUVE}e", ecrire)


def height(rangees: Sequence[object], place: float, most: float) -> float:
    """How high (mm) rows are that share a place, `most` at most."""
    return min(most, int(10 * place / max(len(rangees), 1)) / 10)
