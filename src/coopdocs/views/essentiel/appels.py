"""Calls and funds over the twelve months from that of the edition: what is open, what may come, what is closed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

from coopdocs.library import Library
from coopdocs.model.facultatif import Aide
from coopdocs.territoire import Territoire
from coopdocs.typographie import MOIS, date_partielle, de, partial_span, typeset
from coopdocs.views import reperes
from coopdocs.views.reperes import LigneAide

AN = 12
_SIGLES = 5
"""So many formes are named; more are counted."""


@dataclass(frozen=True)
class Barre:
    """Months of the calendar, the first and the last by their rank from 0; `sure`: it is open then, else to confirm."""

    debut: int
    fin: int
    sure: bool


@dataclass(frozen=True)
class Appel:
    """A call as the calendar shows it: `quand` says in words what its bars draw.

    `passe`: it is closed, or nobody found what follows.
    """

    ligne: LigneAide
    barres: tuple[Barre, ...]
    quand: str
    passe: bool = False

    @property
    def ouvert(self) -> bool:
        return self.ligne.aide.etat == "ouvert" and bool(self.barres)

    @property
    def pour(self) -> str:
        """The formes that it is for, then how much there is: « PTCE, GES · accompagnement gratuit »."""
        formes = [forme.sigle_court for _, forme in self.ligne.formes]
        return ", ".join(formes) if len(formes) <= _SIGLES else f"{len(formes)} formes"

    @property
    def combien(self) -> str:
        """The first thing that is said of how much there is, nothing where it is not known."""
        return (self.ligne.aide.montant or "").split("\u202f;")[0]


@dataclass(frozen=True)
class Calendrier:
    """The calls in the order of the page, open ones first; `mois`: the first day of each month from the edition's.

    `lues`: the last day on which a funder's page was read. `reserve`: what to know where they were not written for.
    """

    mois: tuple[dt.date, ...]
    appels: tuple[Appel, ...]
    lues: dt.date | None
    reserve: str

    def reste(self, montres: int) -> str:
        """How many more there are than the first ones, in words; nothing where there is none."""
        autres = self.appels[montres:]
        if not autres:
            return ""
        sans = sum(appel.passe for appel in autres)
        pluriel = "s" * (len(autres) > 1)
        if sans == len(autres):
            return f"{len(autres)} autre{pluriel}, close{pluriel} ou sans suite connue"
        dont = f", dont {sans} close{'s' * (sans > 1)} ou sans suite connue" if sans else ""
        return f"{len(autres)} autre{pluriel}{dont}"

    @property
    def periode(self) -> str:
        """« de novembre 2026 à octobre 2027 »."""
        return f"{de(_month(self.mois[0]))} à {_month(self.mois[-1])}"


def calendrier(library: Library, t: Territoire, retenues: Collection[str] = ()) -> Calendrier | None:
    """The calls in reach of a territory, for the formes chosen (none: for any); None where a kit has none at all."""
    found = reperes.aides(library, tuple(retenues) or None, t)
    if found is None or not found.lignes:
        return None
    edition = library.kit.edition
    vus = [_Aujourdhui(edition, ligne.aide).appel(ligne) for ligne in found.lignes]
    vus.sort(key=lambda vu: (vu[0], -len(vu[1].ligne.formes)))
    reserve = (
        "" if t.regions else "Ces pages ne disent pas toutes si l’aide existe dans votre collectivité : demandez-le."
    )
    return Calendrier(_year(edition), tuple(appel for _, appel in vus), found.verifie_au, reserve)


def _year(edition: dt.date) -> tuple[dt.date, ...]:
    months = (edition.year * AN + edition.month - 1 + n for n in range(AN))
    return tuple(dt.date(month // AN, month % AN + 1, 1) for month in months)


def _month(day: dt.date) -> str:
    return f"{MOIS[day.month - 1]} {day.year}"


class _Aujourdhui:
    """One aide on the day of the edition: its rank in the list, its bars and its words."""

    def __init__(self, edition: dt.date, aide: Aide) -> None:
        self._edition, self._aide = edition, aide
        self._sure = aide.confiance != "incertain"

    def appel(self, ligne: LigneAide) -> tuple[int, Appel]:
        rang, barres, quand = self._seen()
        doute = " (à vérifier)" if not self._sure and rang == 0 else ""
        return rang, Appel(ligne, barres, quand + doute, rang == 4)

    def _seen(self) -> tuple[int, tuple[Barre, ...], str]:
        a = self._aide
        if a.permanente:
            whole = (Barre(0, AN - 1, self._sure and a.etat == "ouvert"),)
            return (
                (0, whole, "ouvert toute l’année") if a.etat == "ouvert" else (3, whole, "toute l’année, à confirmer")
            )
        over = a.cloture is not None and partial_span(a.cloture)[1] < self._edition
        if a.etat == "ouvert" and not over:
            return self._open()
        if a.etat == "annoncé" and not over:
            return self._announced()
        if a.annuelle and (months := self._months()):
            return 2, self._yearly(*months), self._each_year()
        if a.etat == "non trouvé" and not a.ouverture and not a.cloture:
            # a bar would say that it is open
            return 3, (), "dates non trouvées, à demander"
        return 4, (), self._past()

    def _open(self) -> tuple[int, tuple[Barre, ...], str]:
        if not self._aide.cloture:
            first = Barre(0, 0, self._sure)
            return 0, (first, Barre(1, AN - 1, sure=False)), "ouvert, clôture à confirmer"
        end = min(self._rank(partial_span(self._aide.cloture)[1]), AN - 1)
        again: tuple[Barre, ...] = ()
        if self._aide.annuelle and (months := self._months()):
            again = tuple(bar for bar in self._yearly(*months) if bar.debut > end)
        le = "au" if len(self._aide.cloture) == 10 else "en"
        return 0, (Barre(0, end, self._sure), *again), f"ouvert jusqu’{le} {date_partielle(self._aide.cloture)}"

    def _announced(self) -> tuple[int, tuple[Barre, ...], str]:
        a = self._aide
        if not a.ouverture:
            return 1, (), "annoncé, dates à venir"
        le = "le " if len(a.ouverture) == 10 else ""
        words = f"annoncé pour {le}{date_partielle(a.ouverture)}, à confirmer"
        if len(a.ouverture) == 4:
            return 1, (), words
        start = max(self._rank(partial_span(a.ouverture)[0]), 0)
        known = a.cloture and len(a.cloture) > 4
        end = min(self._rank(partial_span(a.cloture or a.ouverture)[1]), AN - 1) if known else start
        return 1, (Barre(start, end, sure=False),) if start <= end < AN else (), words

    def _rank(self, day: dt.date) -> int:
        """How many months after that of the edition."""
        return (day.year - self._edition.year) * AN + day.month - self._edition.month

    def _months(self) -> tuple[int, int] | None:
        """The months of the year, 1 to 12, in which its last edition opened and closed; a missing one is the other."""
        dates = [partial_span(d)[0] for d in (self._aide.ouverture, self._aide.cloture) if d and len(d) > 4]
        if not dates:
            return None
        if (dates[-1].year - dates[0].year) * AN + dates[-1].month - dates[0].month >= AN - 1:
            return 1, AN
        return dates[0].month, dates[-1].month

    def _yearly(self, opens: int, closes: int) -> tuple[Barre, ...]:
        """The months of the calendar that are those of each year's edition."""
        long = (closes - opens) % AN
        ranks = [n for n in range(AN) if (self._edition.month - 1 + n - (opens - 1)) % AN <= long]
        bars: list[Barre] = []
        for rank in ranks:
            if bars and bars[-1].fin == rank - 1:
                bars[-1] = Barre(bars[-1].debut, rank, sure=False)
            else:
                bars.append(Barre(rank, rank, sure=False))
        return tuple(bars)

    def _each_year(self) -> str:
        """« fermé ; chaque année, à confirmer (octobre à novembre 2025) »: the months are those of its last edition."""
        a = self._aide
        opens, closes = (d[:7] if d and len(d) > 4 else None for d in (a.ouverture, a.cloture))
        if opens and closes:
            start = date_partielle(opens)
            start = start.removesuffix(f" {opens[:4]}") if opens[:4] == closes[:4] else start
            last = date_partielle(opens) if opens == closes else f"{start} à {date_partielle(closes)}"
        else:
            last = f"{'ouvert' if opens else 'clos'} en {date_partielle(opens or closes)}"
        ferme = "fermé ; " if a.etat == "fermé" else ""
        return typeset(f"{ferme}{reperes.CHAQUE_ANNEE} ({last})")

    def _past(self) -> str:
        a = self._aide
        if a.etat == "non trouvé":
            last = a.cloture or a.ouverture
            return (
                f"suite non trouvée (dernière édition{chr(0xA0)}: {_month_of(last)})" if last else "suite non trouvée"
            )
        if a.cloture:
            return f"clos depuis {_month_of(a.cloture)}"
        return f"fermé (dernière édition{chr(0xA0)}: {_month_of(a.ouverture)})" if a.ouverture else "fermé"


def _month_of(date: str | None) -> str:
    """A date to its month."""
    return date_partielle((date or "")[:7])
