"""A chapter of the guide: pages of a known purpose, its own numbers of sources, when these were read."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from coopdocs.library import Library
from coopdocs.model.contenu import Fait, Forme, Source, Terme
from coopdocs.typographie import FINE, INSECABLE, date_longue
from coopdocs.views import Fiche, fiche, termes

PAGES = {
    "pourquoi": "Pourquoi et comment",
    "acteurs": "Avec qui, sous quelle forme",
    "histoire": "Une histoire",
    "couts": "Coûts et calendrier",
    "modeles": "Modèles, erreurs, sources",
}
"""The pages that follow a chapter's opening, in their order: name, heading."""
DROIT = (("base_legale", "Base légale"), ("personnalite", "Personnalité morale"), ("reconnaissance", "Reconnaissance"))
"""What the law says of a forme: field of its identity card, label."""
MOTS_EN_MARGE = 3
"""How many words of the glossary the margin of a page explains."""


@dataclass(frozen=True)
class SourceNotee:
    """A source with its number in a chapter."""

    numero: int
    cle: str
    source: Source

    @property
    def bref(self) -> str:
        """Who says it and when, as the margin of a page has it."""
        return f"{self.source.editeur}, {self.source.date[:4]}" if self.source.date else self.source.editeur


@dataclass(frozen=True)
class Echeancier:
    """How long steps take: where the bar of each begins, the shortest and the longest, in `unite`; None without one."""

    unite: str
    barres: tuple[tuple[int, int, int] | None, ...]

    @property
    def total(self) -> int:
        """Where the last bar ends."""
        return max(debut + long for debut, _, long in filter(None, self.barres))

    @property
    def repere(self) -> str:
        """All steps one after the other, in words."""
        court = sum(barre[1] for barre in self.barres if barre)
        return f"{court} à{INSECABLE}{self.total}{INSECABLE}{self.unite}"


@dataclass(frozen=True)
class Chapitre:
    """One subject's chapter; `fiche` is what its two-page sheet has of it."""

    fiche: Fiche
    library: Library

    @property
    def forme(self) -> Forme:
        return self.fiche.forme

    @property
    def slug(self) -> str:
        return self.fiche.slug

    @cached_property
    def pages(self) -> dict[str, str]:
        """The pages that have something to say, each with its heading."""
        titres = dict(PAGES)
        if not self.forme.recit:
            titres["histoire"] = "Des exemples"
            if not self.forme.exemples:
                del titres["histoire"]
        return titres

    def faits(self, page: str) -> tuple[Fait, ...]:
        """The claims of a page in the order in which they are read, those of its margin last."""
        f = self.forme
        match page:
            case "pourquoi":
                marge = (*f.chiffres, f.identite.depuis, f.identite.nature, f.identite.echelle)
                return (*f.presentation, *f.atouts, *marge)
            case "acteurs":
                droit = tuple(getattr(f.identite, champ) for champ, _ in DROIT)
                return (*f.acteurs, *f.gouvernance, *f.collectivite, *droit, *f.reseaux)
            case "histoire":
                recit = (*f.recit.jalons, *(fait for _, fait in f.recit.parties)) if f.recit else ()
                return (*recit, *(e for _, e, _ in self.exemples))
            case "couts":
                couts = tuple(c for _, group in self.fiche.couts for c in group)
                return (*self.fiche.financements, *couts, *f.etapes, f.identite.financement, f.identite.duree)
            case _:
                voisines = (*self.fiche.confusions, *self.fiche.combinaisons)
                return (*f.vigilances, *f.idees_recues, *(v.fait for v in voisines))

    @property
    def exemples(self) -> tuple[tuple[int, Fait, str], ...]:
        """The examples but that of which the story is told."""
        return self.fiche.autres_exemples if self.forme.recit else self.fiche.exemples

    @cached_property
    def sources(self) -> tuple[SourceNotee, ...]:
        """What the chapter cites, numbered as its pages meet it, then what it says to read."""
        said: list[Fait] = [self.forme.chapo]
        said += [fait for page in self.pages for fait in self.faits(page)]
        # on a screen and in Word the chapter has what paper leaves to the fiche
        said += [*self.forme.essentiels, *self.forme.exemples]
        cles = [cle for fait in said for cle in fait.sources] + list(self.forme.ressources)
        return tuple(SourceNotee(n, cle, self.library.sources[cle]) for n, cle in enumerate(dict.fromkeys(cles), 1))

    @cached_property
    def _numeros(self) -> dict[str, SourceNotee]:
        return {s.cle: s for s in self.sources}

    def appels(self, fait: Fait) -> tuple[tuple[int, str], ...]:
        """The numbers and keys of a claim's sources, in ascending order."""
        return tuple(sorted((self._numeros[cle].numero, cle) for cle in fait.sources))

    def sources_de(self, page: str) -> tuple[SourceNotee, ...]:
        """What a page cites, by number."""
        cles = dict.fromkeys(cle for fait in self.faits(page) for cle in fait.sources)
        return tuple(sorted((self._numeros[cle] for cle in cles), key=lambda s: s.numero))

    @property
    def dates(self) -> tuple[tuple[int, str, bool], ...]:
        """Years of a forme with what each brought, and whether that is its own origin; in their order."""
        f = self.forme
        own = [(f.identite.depuis.annee, f.identite.depuis.texte, True)]
        own += [(x.annee, x.titre, False) for x in f.financements if x.annee]
        return tuple(sorted(own, key=lambda date: date[0]))

    @cached_property
    def termes(self) -> tuple[Terme, ...]:
        """The words of the glossary that the chapter uses."""
        glossaire = self.library.glossaire.termes
        said = (fait.texte for page in self.pages for fait in self.faits(page))
        return tuple(glossaire[rank] for rank in sorted(termes.used(glossaire, said)))

    @cached_property
    def mots(self) -> dict[str, tuple[Terme, ...]]:
        """The words that the margin of each page explains: each once, where it is first met."""
        glossaire, pris, found = self.library.glossaire.termes, set[int](), {}
        for page in self.pages:
            ranks = termes.used(glossaire, (fait.texte for fait in self.faits(page)))
            own = sorted(ranks - pris)[:MOTS_EN_MARGE] if page in ("pourquoi", "acteurs") else []
            pris |= set(own)
            found[page] = tuple(glossaire[rank] for rank in own)
        return found

    @cached_property
    def echeancier(self) -> Echeancier | None:
        """The steps on one scale, where three of them at least say from when to when in one unit."""
        lus = [_duration(e.duree) for e in self.forme.etapes]
        unites = Counter(lu[2] for lu in lus if lu)
        if not unites or max(unites.values()) < 3:
            return None
        unite = unites.most_common(1)[0][0]
        at, barres = 0, list[tuple[int, int, int] | None]()
        for lu in lus:
            if lu and lu[2] == unite:
                barres.append((at, lu[0], lu[1]))
                at += lu[1]
            else:
                barres.append(None)
        return Echeancier(unite, tuple(barres))

    @cached_property
    def verifications(self) -> str:
        """When what the chapter says was checked: the day of most of its sources, then the others, as a sentence."""
        jours: dict[str, dt.date] = {}
        for fait in (self.forme.chapo, *(fait for page in self.pages for fait in self.faits(page))):
            for cle in fait.sources:
                jours[cle] = min(jours.get(cle, fait.verifie_le), fait.verifie_le)
        if not jours:
            return ""
        usuel = Counter(jours.values()).most_common(1)[0][0]
        autres: dict[dt.date, list[int]] = {}
        for cle, jour in jours.items():
            if jour != usuel:
                autres.setdefault(jour, []).append(self._numeros[cle].numero)
        suite = f"{FINE}; ".join(
            f"n°{INSECABLE}{_ranges(sorted(numeros))} le {date_longue(jour)}"
            for jour, numeros in sorted(autres.items())
        )
        return f"Vérifié le {date_longue(usuel)}" + (f", sauf {suite}" if suite else "")


def chapitre(library: Library, slug: str) -> Chapitre:
    """The chapter of one forme; KeyError for an unknown slug."""
    return Chapitre(fiche(library, slug), library)


def _duration(duree: str) -> tuple[int, int, str] | None:
    """« 2 à 4 mois » as numbers and unit."""
    lu = re.fullmatch(r"(\d+)\sà\s(\d+)\s(jours|semaines|mois|ans)", duree)
    return (int(lu[1]), int(lu[2]), lu[3]) if lu else None


def _ranges(numeros: Iterable[int]) -> str:
    """« 2, 4 à 7, 9 »."""
    groups: list[list[int]] = []
    for n in numeros:
        if groups and groups[-1][-1] == n - 1:
            groups[-1].append(n)
        else:
            groups.append([n])
    return ", ".join(_range(g) for g in groups)


def _range(group: list[int]) -> str:
    if len(group) < 3:
        return ", ".join(map(str, group))
    return f"{group[0]} à{INSECABLE}{group[-1]}"


def reponses(c: Chapitre) -> Iterator[tuple[str, str, str, str]]:
    """The chapter in brief: icon, question, page that answers it, answer; a question without answer is left out."""
    f = c.forme
    coeur = [a.nom for a in f.acteurs if a.place == "noyau"] or [a.nom for a in f.acteurs]
    yield "lightbulb", f"Pourquoi{FINE}?", "pourquoi", f.en_une_ligne or f.identite.nature.texte
    yield "users-three", f"Avec qui{FINE}?", "acteurs", ", ".join([coeur[0], *map(_lowered, coeur[1:])])
    if f.recit:
        told = f"{f.recit.nom}{INSECABLE}: {_lowered(f.recit.titre)}"
        yield "map-pin-line", f"Où, par exemple{FINE}?", "histoire", told
    elif f.exemples:
        yield "map-pin-line", f"Où, par exemple{FINE}?", "histoire", ", ".join(e.nom for e in f.exemples)
    yield "coins", f"Qui paie{FINE}?", "couts", f.identite.financement.texte
    yield "hourglass", f"Combien de temps{FINE}?", "couts", f.identite.duree.texte
    if f.modeles:
        yield "file-text", f"Sur quels modèles{FINE}?", "modeles", _models(f)


def _models(forme: Forme) -> str:
    natures = list(dict.fromkeys(m.nature for m in forme.modeles))
    n = len(forme.modeles)
    said = ", ".join(map(_lowered, natures[:3])) + ("…" if len(natures) > 3 else "")
    return f"{n}{INSECABLE}document{'s' if n > 1 else ''}{INSECABLE}: {said}"


def _lowered(texte: str) -> str:
    """A text that goes on a sentence: « SCIC » keeps its capitals."""
    return texte if texte[1:2].isupper() else texte[:1].lower() + texte[1:]
