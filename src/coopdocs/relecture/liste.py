"""The work list: which claims and contacts to read again, why, where to look and which documents say them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, get_args

from coopdocs import views
from coopdocs.library import Library, fichier_dossier, fichier_forme
from coopdocs.library.catalogue import AIDES, CRITERES, DECISION, DROIT, GLOSSAIRE
from coopdocs.model.contenu import Cellule, Datable, Fait, Question, Source
from coopdocs.model.facultatif import Aide
from coopdocs.problem import Place
from coopdocs.relecture.ecrit import field_of
from coopdocs.relecture.impressions import Endroit, documents
from coopdocs.typographie import INSECABLE, date_longue, date_partielle

Raison = Literal["fin", "âge", "appel", "page secondaire", "incertain"]

SECONDAIRES = ("presse", "structure")
"""The kinds of source that say what others decided or did: alone, one page of them is no sure ground."""

_CHERCHER: Mapping[Raison, str] = {
    "fin": "ce qui vaut après ce jour",
    "âge": "si la page le dit encore",
    "appel": "l’édition suivante : ouverture, clôture, montant",
    "page secondaire": "une page du droit, de l’État ou du réseau qui le dise",
    "incertain": "une page qui le dise clairement",
}


@dataclass(frozen=True)
class Tache:
    """Something to read again: what the kit says, what it rests on, why it is here (nothing: it was asked for).

    `sujet` says in words where it stands; `echeance` is the day by which it must be read, None where nothing presses.
    """

    fichier: str
    loc: tuple[str | int, ...]
    place: Place
    sujet: str
    dit: Datable
    raisons: tuple[Raison, ...]
    echeance: dt.date | None
    documents: tuple[str, ...]

    @property
    def texte(self) -> str:
        return self.dit.question if isinstance(self.dit, Question) else self.dit.texte or ""

    @property
    def sources(self) -> tuple[str, ...]:
        return self.dit.sources if isinstance(self.dit, Fait | Cellule) else ()

    @property
    def verifie_le(self) -> dt.date | None:
        return self.dit.verifie_le if isinstance(self.dit, Fait | Cellule) else None

    @property
    def confiance(self) -> str:
        return self.dit.confiance if isinstance(self.dit, Fait | Cellule) else ""

    @property
    def fin(self) -> dt.date | None:
        return self.dit.valable_jusqu_au

    @property
    def pourquoi(self) -> str:
        """The reasons in words, empty for none."""
        said: Mapping[Raison, str] = {
            "fin": f"valable jusqu’au {date_longue(self.fin)}" if self.fin else "",
            "âge": f"vérifié le {date_longue(self.verifie_le)}" if self.verifie_le else "",
            "appel": self._appel,
            "page secondaire": "repose sur une seule page, de presse ou d’une structure",
            "incertain": f"imprimé «{INSECABLE}à vérifier{INSECABLE}»",
        }
        return " ; ".join(said[raison] for raison in self.raisons)

    @property
    def _appel(self) -> str:
        assert isinstance(self.dit, Aide) or "appel" not in self.raisons
        if not isinstance(self.dit, Aide):
            return ""
        close = f", clos le {date_partielle(self.dit.cloture)}" if self.dit.cloture else ""
        return f"appel {self.dit.etat}{close}"

    @property
    def chercher(self) -> str:
        """What to look up."""
        return " ; ".join(_CHERCHER[raison] for raison in self.raisons) or _CHERCHER["âge"]


@dataclass(frozen=True)
class ContactARelire:
    """A contact whose day has come, or that has not been checked for long."""

    place: Place
    nom: str
    ou: str
    moyens: tuple[str, ...]
    source: str
    verifie_le: dt.date
    expire_le: dt.date | None
    pourquoi: str


@dataclass(frozen=True)
class Relecture:
    """All that is to be read again; `avant`: before which day, that of the question or the first after the notice."""

    library: Library
    avant: dt.date
    taches: tuple[Tache, ...]
    contacts: tuple[ContactARelire, ...]

    @cached_property
    def par_source(self) -> tuple[tuple[str | None, tuple[Tache, ...]], ...]:
        """The tasks by the source that each cites first, the most pressing source first; None: those without one."""
        groups: dict[str | None, list[Tache]] = {}
        for tache in self.taches:
            groups.setdefault(tache.sources[0] if tache.sources else None, []).append(tache)
        ordered = sorted(groups.items(), key=lambda g: (_urgency(g[1]), g[0] is None, -len(g[1])))
        return tuple((cle, tuple(taches)) for cle, taches in ordered)

    def source(self, cle: str) -> Source:
        return self.library.sources[cle]

    def count(self, raison: Raison) -> int:
        """How many of the tasks are here for this reason."""
        return sum(raison in tache.raisons for tache in self.taches)

    @property
    def summary(self) -> str:
        """How many there are, and why, in one sentence."""
        total = f"{_many(len(self.taches), 'affirmation')} à relire"
        why = [f"{n} {_COMPTES[raison]}" for raison in get_args(Raison) if (n := self.count(raison))]
        more = f" et {_many(len(self.contacts), 'contact')}" if self.contacts else ""
        return f"{total}{more}{INSECABLE}: {', '.join(why)}." if why else f"{total}{more}."


_COMPTES: Mapping[Raison, str] = {
    "fin": "dont la validité finit",
    "âge": "vérifiées depuis longtemps",
    "appel": "qui sont des appels à suivre",
    "page secondaire": "sur une seule page secondaire",
    "incertain": "incertaines",
}


def _many(n: int, nom: str) -> str:
    return f"{n} {nom}{'s' if n > 1 else ''}"


def _urgency(taches: Sequence[Tache]) -> dt.date:
    return min((tache.echeance or dt.date.max for tache in taches), default=dt.date.max)


def relecture(
    library: Library, avant: dt.date | None = None, sources: Collection[str] = (), formes: Collection[str] = ()
) -> Relecture:
    """What is to be read again of a kit.

    Alone: all that has a reason, the kit's notice after its edition included. `avant`: what is no longer good on that
    day, and nothing else. `sources`, `formes`: all claims that cite one of these, or that stand in the file or in the
    cells of one of these, whether there is a reason or not.
    """
    limites = library.kit.limites
    horizon = avant or _later(library.kit.edition, limites.preavis_jours + 1)
    named, dits = _subjects(library), documents(library)
    found: list[Tache] = []
    for fichier, loc, dit in said(library):
        echeance = _due(dit, limites.age_max_jours)
        raisons = tuple(_reasons(library, dit, horizon))
        ici = _asked(fichier, loc, dit, sources, formes)
        pressing = echeance is not None and echeance < horizon
        if ici and (pressing if avant else raisons or sources or formes):
            place = library.place(fichier, (*loc, field_of(dit)))
            sujet, says = named.get((fichier, loc)) or _by_place(fichier, loc), dits.get((fichier, loc), ())
            found.append(Tache(fichier, loc, place, sujet, dit, raisons, echeance if pressing else None, says))
    found.sort(key=lambda t: (t.echeance or dt.date.max, t.place))
    contacts = () if sources or formes else tuple(_contacts(library, horizon))
    return Relecture(library, horizon, tuple(found), contacts)


def said(library: Library) -> Iterator[tuple[str, tuple[str | int, ...], Datable]]:
    """All claims, and what helps to decide where it says until when it holds."""
    yield from ((a.fichier, a.loc, a.fait) for a in library.affirmations)
    for q, question in enumerate(library.decision.questions):
        asked: list[tuple[tuple[str | int, ...], Datable]] = [(("questions", q), question)]
        asked += [(("questions", q, "reponses", r), reponse) for r, reponse in enumerate(question.reponses)]
        yield from ((DECISION, loc, dit) for loc, dit in asked if dit.valable_jusqu_au)


def _due(dit: Datable, age_max: int) -> dt.date | None:
    """The day by which something is to be read again: the last one on which it holds, or its check's last good one."""
    days = [dit.valable_jusqu_au] if dit.valable_jusqu_au else []
    if isinstance(dit, Fait | Cellule) and dit.texte is not None:
        days.append(_later(dit.verifie_le, age_max))
    return min(days, default=None)


def _later(day: dt.date, days: int) -> dt.date:
    """So many days after a day, at most the last one that there is: a kit's limits have no bound."""
    return day + dt.timedelta(days=min(days, (dt.date.max - day).days))


def _reasons(library: Library, dit: Datable, horizon: dt.date) -> Iterator[Raison]:
    if dit.valable_jusqu_au and dit.valable_jusqu_au < horizon:
        yield "fin"
    if isinstance(dit, Fait | Cellule) and dit.texte is not None:
        if _later(dit.verifie_le, library.kit.limites.age_max_jours) < horizon:
            yield "âge"
        alone = len(dit.sources) == 1 and dit.confiance != "avis"
        if alone and library.sources[dit.sources[0]].genre in SECONDAIRES:
            yield "page secondaire"
        if isinstance(dit, Aide) and not dit.permanente:
            yield "appel"
        if dit.confiance == "incertain":
            yield "incertain"


def _asked(
    fichier: str, loc: tuple[str | int, ...], dit: Datable, sources: Collection[str], formes: Collection[str]
) -> bool:
    """Whether something is of these sources and of these formes; none named, of all."""
    cited = dit.sources if isinstance(dit, Fait | Cellule) else ()
    sujets = {fichier_forme(slug): slug for slug in formes}
    of_forme = fichier in sujets or (fichier == CRITERES and len(loc) > 1 and loc[1] in formes)
    return (not sources or any(cle in cited for cle in sources)) and (not formes or of_forme)


def _by_place(fichier: str, loc: tuple[str | int, ...]) -> str:
    """Where something stands that has no heading of its own, by its file and its way there."""
    words = [fichier.rpartition("/")[2].removesuffix(".yaml"), *(str(s + 1) if isinstance(s, int) else s for s in loc)]
    return ", ".join(word.replace("_", " ") for word in words)


def _subjects(library: Library) -> Mapping[Endroit, str]:
    """Where each claim stands, in words."""
    places = {id(a.fait): (a.fichier, a.loc) for a in library.affirmations}
    named: dict[Endroit, str] = {}
    for slug, forme in library.formes.items():
        for rubrique, faits in views.fiche(library, slug).affirmations:
            for sujet, fait in faits:
                named[places[id(fait)]] = ", ".join(filter(None, (forme.sigle_court, rubrique, sujet)))
    titres = {critere.id: critere.titre for critere in library.criteres.criteres}
    for fichier, loc in places.values():
        if fichier == CRITERES:
            slug, critere = map(str, loc[1:])
            named[fichier, loc] = f"{library.formes[slug].sigle_court}, comparatif, {titres[critere]}"
    for rang, aide in enumerate(library.aides.aides if library.aides else ()):
        named[AIDES, ("aides", rang)] = f"Aides, {aide.nom}"
    for p, point in enumerate(library.droit.points if library.droit else ()):
        for r in range(len(point.reperes)):
            named[DROIT, ("points", p, "reperes", r)] = f"Repères juridiques, {point.titre}"
    for rang, terme in enumerate(library.glossaire.termes):
        named[GLOSSAIRE, ("termes", rang)] = f"Glossaire, {terme.terme}"
    for cle, complement in library.complements.items():
        t = library.territoires.get(cle)
        for rang, chiffre in enumerate(complement.chiffres):
            named[fichier_dossier(cle), ("chiffres", rang)] = f"Dossier {t.nom_court if t else cle}, {chiffre.texte}"
    for rang in range(len(library.decision.reserves)):
        named[DECISION, ("reserves", rang)] = "Aide à la décision, réserve"
    for q, question in enumerate(library.decision.questions):
        named[DECISION, ("questions", q)] = f"Aide à la décision, question {question.id}"
        for r in range(len(question.reponses)):
            named[DECISION, ("questions", q, "reponses", r)] = f"Aide à la décision, question {question.id}, réponse"
    return named


def _contacts(library: Library, horizon: dt.date) -> Iterator[ContactARelire]:
    """The contacts that expire by then, or that were checked too long before."""
    tableau = library.territoires.registres.contacts
    if tableau is None:
        return
    for rangee in tableau.rows:
        cellules = {nom: valeur.strip() for nom, valeur in rangee.cells.items()}
        verifie = dt.date.fromisoformat(cellules["verifie_le"])
        expire = dt.date.fromisoformat(cellules["expire_le"]) if cellules["expire_le"] else None
        raisons = [f"expire le {date_longue(expire)}"] if expire and expire < horizon else []
        if _later(verifie, library.kit.limites.age_max_jours) < horizon:
            raisons.append(f"vérifié le {date_longue(verifie)}")
        if raisons:
            lieu = library.territoires.lieu(cellules["territoire"])
            moyens = tuple(filter(None, (cellules[moyen] for moyen in ("courriel", "telephone", "adresse"))))
            yield ContactARelire(
                tableau.place(rangee, "nom"),
                cellules["nom"],
                lieu.nom if lieu else cellules["territoire"],
                moyens,
                cellules["source"],
                verifie,
                expire,
                " ; ".join(raisons),
            )
