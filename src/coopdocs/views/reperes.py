"""What there is to know before money is asked for or a paper is signed: calls and funds with their calendar, points of
law."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from coopdocs.library import Library
from coopdocs.model.contenu import Fait, Forme, Source
from coopdocs.model.facultatif import Aide, Droit
from coopdocs.territoire import Territoire
from coopdocs.territoire.modele import FRANCE
from coopdocs.typographie import FINE, capital, date_partielle, de, is_day, partial_span

AIDES, DROIT = "L’argent et le calendrier", "Repères juridiques"
CHAQUE_ANNEE = "chaque année, à confirmer"
"""Of a call that came back each year so far, wherever it is told."""
ETATS = ("ouvert", "annoncé", "fermé", "non trouvé")

MoisAide = Literal["", "seul", "debut", "dans", "fin"]
"""What a month of the year is to a call: out of it, all of it, its first, one between, its last."""


@dataclass(frozen=True)
class LigneAide:
    """An aide with its number in the document, the formes that it is for and the names of its territories."""

    numero: int
    aide: Aide
    formes: tuple[tuple[str, Forme], ...]
    lieux: tuple[str, ...]
    sauf: tuple[str, ...] = ()

    @property
    def actuel(self) -> bool:
        """Whether its calendar is that of today, not of a past edition."""
        return self.aide.etat in ("ouvert", "annoncé")

    @property
    def ou(self) -> str:
        """Where it can be asked for, nothing where that is all of France: « France, sauf Wallis-et-Futuna »."""
        lieux = ", ".join(self.lieux)
        if self.sauf:
            return f"{lieux}, sauf {', '.join(self.sauf)}"
        return "" if self.lieux == ("France",) else lieux

    @property
    def datee(self) -> bool:
        """Whether a month of its last edition is known."""
        return not self.aide.permanente and any(self.mois)

    @property
    def etat(self) -> str:
        """Its state in words."""
        a = self.aide
        if a.etat == "ouvert" and a.permanente:
            return "Ouvert toute l’année"
        if a.etat == "ouvert" and a.cloture:
            return f"Ouvert jusqu’{_a_la_date(a.cloture)}"
        if a.etat == "annoncé" and a.ouverture:
            return f"Annoncé pour {_pour(a.ouverture)}"
        dit = "État non trouvé" if a.etat == "non trouvé" else a.etat.capitalize()
        again = a.annuelle and not self.actuel and self.datee
        return f"{dit}{FINE}; {CHAQUE_ANNEE}" if again else dit

    @property
    def quand(self) -> str:
        """When its last edition, or the one announced, opened and closed."""
        a = self.aide
        if a.permanente:
            return "Toute l’année"
        if a.ouverture and a.cloture:
            return _entre(a.ouverture, a.cloture)
        if a.ouverture:
            return f"Ouverture {_le(a.ouverture)}, clôture non trouvée"
        return f"Clôture {_le(a.cloture)}, ouverture non trouvée" if a.cloture else "Dates non trouvées"

    @property
    def mois(self) -> tuple[MoisAide, ...]:
        """January to December, as the calendar draws them; all empty where no month is known."""
        connus = [partial_span(d)[0] for d in (self.aide.ouverture, self.aide.cloture) if d and len(d) > 4]
        if self.aide.permanente:
            return ("dans",) * 12
        if not connus:
            return ("",) * 12
        premier, dernier = connus[0], connus[-1]
        duree = (dernier.year - premier.year) * 12 + dernier.month - premier.month
        if duree >= 11:
            return ("dans",) * 12
        annee: list[MoisAide] = [""] * 12
        for rang in range(duree + 1):
            place: MoisAide = "debut" if rang == 0 else "fin" if rang == duree else "dans"
            annee[(premier.month - 1 + rang) % 12] = "seul" if duree == 0 else place
        return tuple(annee)


def _le(date: str) -> str:
    """« le 2 octobre 2025 », « en mai 2021 », « en 2024 »."""
    return f"le {date_partielle(date)}" if len(date) == 10 else f"en {date_partielle(date)}"


def _a_la_date(date: str) -> str:
    """What stands after « jusqu’ »."""
    return f"au {date_partielle(date)}" if len(date) == 10 else f"en {date_partielle(date)}"


def _pour(date: str) -> str:
    return f"le {date_partielle(date)}" if len(date) == 10 else date_partielle(date)


def _entre(ouverture: str, cloture: str) -> str:
    """« Du 5 novembre au 23 décembre 2025 », « D’octobre 2025 à mars 2026 »: a year said once where it is one."""
    debut, fin = date_partielle(ouverture), date_partielle(cloture)
    if ouverture == cloture:
        return f"{'Le' if len(ouverture) == 10 else 'En'} {debut}"
    if len(ouverture) > 4 < len(cloture) and ouverture[:4] == cloture[:4]:
        debut = debut.removesuffix(f" {ouverture[:4]}")
    depuis = f"du {debut}" if len(ouverture) == 10 else de(debut)
    return f"{capital(depuis)} {'au' if len(cloture) == 10 else 'à'} {fin}"


@dataclass(frozen=True)
class GroupeAides:
    """The aides of one forme: those for it alone, and those that it shares with others."""

    slug: str
    forme: Forme
    propres: tuple[LigneAide, ...]
    partagees: tuple[LigneAide, ...]


@dataclass(frozen=True)
class PageSourcee:
    """A page with its title and its sources, in the order in which it cites them."""

    titre: str
    sources: tuple[tuple[str, Source], ...]

    @cached_property
    def numeros(self) -> dict[str, int]:
        """The number of each source in this document's list."""
        return {cle: n for n, (cle, _) in enumerate(self.sources, 1)}

    def appels(self, fait: Fait) -> tuple[tuple[int, str], ...]:
        """The numbers and keys of a claim's sources, ascending."""
        return tuple(sorted((self.numeros[cle], cle) for cle in fait.sources))


@dataclass(frozen=True)
class ReperesAides(PageSourcee):
    """« L’argent et le calendrier »: the aides in the order of the page, those of one forme first."""

    chapo: str
    lignes: tuple[LigneAide, ...]
    groupes: tuple[GroupeAides, ...]
    communes: tuple[LigneAide, ...]
    lacunes: tuple[str, ...]

    @property
    def comptes(self) -> tuple[tuple[str, int], ...]:
        """How many aides are in each state that some of them are in."""
        etats = [ligne.aide.etat for ligne in self.lignes]
        return tuple((etat, etats.count(etat)) for etat in ETATS if etat in etats)

    @property
    def clotures(self) -> tuple[LigneAide, ...]:
        """The aides that may still be asked for, or soon, whose last day is known: by that day."""
        connues = [ligne for ligne in self.lignes if ligne.actuel and ligne.aide.cloture and is_day(ligne.aide.cloture)]
        return tuple(sorted(connues, key=lambda ligne: ligne.aide.cloture or ""))

    @property
    def verifie_au(self) -> dt.date | None:
        """The last day on which the state of an aide was looked up."""
        return max((ligne.aide.verifie_le for ligne in self.lignes), default=None)


@dataclass(frozen=True)
class ReperesDroit(PageSourcee):
    """« Repères juridiques »: the points of law as the kit says them, with their sources."""

    droit: Droit

    @property
    def verifie_au(self) -> dt.date:
        """The last day on which a claim was checked."""
        return max(fait.verifie_le for point in self.droit.points for fait in point.reperes)


def aides(
    library: Library, formes: Collection[str] | None = None, territoire: Territoire | None = None
) -> ReperesAides | None:
    """The aides of a kit, or those for some formes, or in reach of a territory; None where it has no such file."""
    if library.aides is None:
        return None
    gardees = [
        aide
        for aide in library.aides.aides
        if (formes is None or not set(formes).isdisjoint(aide.formes))
        and (territoire is None or _reaches(library, aide, territoire))
    ]
    seules = [a for slug in library.comparables for a in gardees if a.formes == (slug,)]
    lignes = tuple(_line(library, n, a) for n, a in enumerate([*seules, *(a for a in gardees if len(a.formes) > 1)], 1))
    groupes = (_group(slug, forme, lignes) for slug, forme in library.comparables.items())
    return ReperesAides(
        titre=AIDES,
        sources=_cited(library, (ligne.aide for ligne in lignes)),
        chapo=library.aides.chapo,
        lignes=lignes,
        groupes=tuple(g for g in groupes if (g.propres or g.partagees) and (formes is None or g.slug in formes)),
        communes=tuple(ligne for ligne in lignes if len(ligne.formes) > 1),
        lacunes=library.aides.lacunes,
    )


def droit(library: Library) -> ReperesDroit | None:
    """The points of law of a kit; None where it has no such file."""
    if library.droit is None:
        return None
    faits = (fait for point in library.droit.points for fait in point.reperes)
    return ReperesDroit(DROIT, _cited(library, faits), library.droit)


def _line(library: Library, numero: int, aide: Aide) -> LigneAide:
    formes = tuple((slug, forme) for slug, forme in library.comparables.items() if slug in aide.formes)
    lieux, sauf = (
        tuple(lieu.nom for code in codes if (lieu := library.territoires.lieu(code)))
        for codes in (aide.territoires, aide.sauf)
    )
    return LigneAide(numero, aide, formes, lieux, sauf)


def _group(slug: str, forme: Forme, lignes: tuple[LigneAide, ...]) -> GroupeAides:
    siennes = [ligne for ligne in lignes if slug in ligne.aide.formes]
    propres = tuple(ligne for ligne in siennes if len(ligne.formes) == 1)
    return GroupeAides(slug, forme, propres, tuple(ligne for ligne in siennes if len(ligne.formes) > 1))


def _reaches(library: Library, aide: Aide, t: Territoire) -> bool:
    """Whether it can be asked for there, by who acts at that level."""
    portee = _around(t)
    here, out = ({_key(library, code) for code in codes} for codes in (aide.territoires, aide.sauf))
    return bool(here & portee) and not out & portee and (not aide.niveaux or t.type in aide.niveaux)


def _around(t: Territoire) -> set[str]:
    """The typed codes of what a territory lies in, itself and the whole country included."""
    epci = {f"epci:{t.epci}"} if t.epci else set()
    departements = {f"departement:{d}" for d in t.departements} if t.type != "region" else set()
    return {FRANCE, t.cle, *epci, *departements, *(f"region:{r}" for r in t.regions)}


def _key(library: Library, code: str) -> str:
    """A typed code as its territory has it: that of an overseas collectivity may be typed as a région's."""
    territoire = library.territoires.get(code)
    return territoire.cle if territoire else code


def _cited(library: Library, faits: Iterable[Fait]) -> tuple[tuple[str, Source], ...]:
    """The sources of claims, in the order in which they are first cited."""
    return tuple((cle, library.sources[cle]) for cle in dict.fromkeys(cle for fait in faits for cle in fait.sources))
