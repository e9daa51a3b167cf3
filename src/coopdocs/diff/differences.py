"""What differs between two kits, as a view: frozen, free of any format, in the order of the documents."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from coopdocs.diff.words import Morceau
from coopdocs.typographie import INSECABLE, date_longue

Nature = Literal["contenu", "mise en forme"]
Genre = Literal["ajouté", "retiré", "modifié", "déplacé", "revérifié"]
Sort = Literal["ajouté", "retiré", "contenu", "mise en forme", "non comparé"]

PREUVE = ("sources", "verifie_le", "confiance")
"""The fields that back a claim's words."""
CONTENU: Nature = "contenu"
MISE_EN_FORME: Nature = "mise en forme"
SORTS: dict[Sort, str] = {
    "ajouté": "de plus",
    "retiré": "de moins",
    "contenu": "avec d’autres mots",
    "mise en forme": "mis en forme autrement",
    "non comparé": "sans comparaison possible",
}
"""What became of documents, in words."""


@dataclass(frozen=True)
class Changement:
    """A field's words before and after, None where it had or has none; `morceaux` are both, marked word by word."""

    champ: str
    libelle: str
    ancien: str | None
    nouveau: str | None
    morceaux: tuple[Morceau, ...]
    nature: Nature


@dataclass(frozen=True)
class Reference:
    """A source as a claim cites it: its key and its printed short form."""

    cle: str
    court: str


@dataclass(frozen=True)
class Ecart:
    """One fact, cell, source or row that changed, with the sources and the date that it has now (had, if removed).

    « revérifié »: nothing but the day of its last check; « déplacé »: nothing but its rank in its list.
    """

    id: str
    genre: Genre
    libelle: str
    changements: tuple[Changement, ...]
    sources: tuple[Reference, ...]
    verifie_le: dt.date | None
    confiance: str | None

    @property
    def nature(self) -> Nature:
        layout = self.changements and all(c.nature == MISE_EN_FORME for c in self.changements)
        return MISE_EN_FORME if layout else CONTENU

    @property
    def montres(self) -> tuple[Changement, ...]:
        """The changes worth words: of what came or went as a whole, what it says; `preuve` says the rest."""
        whole = self.genre in ("ajouté", "retiré")
        return tuple(c for c in self.changements if not (whole and c.champ in PREUVE))

    @property
    def seul(self) -> bool:
        """Whether its one change is the thing itself, so that its name need not be said twice."""
        return len(self.montres) == 1 and self.libelle.endswith(self.montres[0].libelle)

    @property
    def preuve(self) -> str:
        """« Sources : … ; vérifié le … », empty for what has none."""
        cited = " ; ".join(s.court for s in self.sources)
        named = f"Source{'s' * (len(self.sources) > 1)}{INSECABLE}: {cited}" if cited else "Sans source"
        day = f"vérifié le {date_longue(self.verifie_le)}" if self.verifie_le else ""
        said = [day] if self.confiance == "avis" and not cited else [named if cited or day else "", day]
        trust = {"incertain": "à vérifier", "avis": "conseil de la rédaction"}.get(self.confiance or "", "")
        return " · ".join(filter(None, (*said, trust)))


@dataclass(frozen=True)
class Section:
    """A part of the documents and what changed in it; a part that is new or gone lists all that it holds."""

    id: str
    titre: str
    genre: Genre
    ecarts: tuple[Ecart, ...]

    @property
    def entiere(self) -> bool:
        """Whether it came or went as a whole."""
        return self.genre != "modifié"

    @property
    def detailles(self) -> tuple[Ecart, ...]:
        """What has words to show: all but the facts that were only checked again."""
        return tuple(e for e in self.ecarts if e.genre != "revérifié")

    @property
    def reverifies(self) -> Mapping[dt.date, tuple[str, ...]]:
        """What was only checked again, by the day of it."""
        found: dict[dt.date, tuple[str, ...]] = {}
        for e in self.ecarts:
            if e.genre == "revérifié" and e.verifie_le:
                found[e.verifie_le] = (*found.get(e.verifie_le, ()), e.libelle)
        return found


@dataclass(frozen=True)
class Document:
    """A file of the plan that is not the same; `passages`: the headings under which its words changed.

    « mise en forme »: the same words, laid out otherwise. `raison` says what is behind it where that is known.
    """

    chemin: str
    titre: str
    sort: Sort
    passages: tuple[str, ...] = ()
    raison: str = ""


@dataclass(frozen=True)
class Edition:
    """One of the two sides: how it was named, and what its kit says of itself."""

    nom: str
    titre: str
    version: str
    edition: dt.date


@dataclass(frozen=True)
class Ecarts:
    """All that changed from one kit to another; `identiques` counts the documents that did not."""

    ancien: Edition
    nouveau: Edition
    sections: tuple[Section, ...]
    documents: tuple[Document, ...]
    identiques: int

    @property
    def rien(self) -> bool:
        return not self.sections and not self.documents

    @cached_property
    def contenu(self) -> int:
        """How many facts, cells, sources and rows changed."""
        return sum(e.nature == CONTENU for s in self.sections for e in s.ecarts)

    @cached_property
    def mise_en_forme(self) -> int:
        """How many changes of the kit bear on looks alone: colours and icons."""
        return sum(e.nature == MISE_EN_FORME for s in self.sections for e in s.ecarts)

    @property
    def resume(self) -> str:
        """All of it in one sentence."""
        if self.rien:
            return f"Rien n’a changé{INSECABLE}: {self.identiques} documents comparés."
        said = [f"{_compte(self.contenu, 'écart')} de contenu"] if self.contenu else []
        said += [f"{_compte(self.mise_en_forme, 'écart')} de mise en forme"] if self.mise_en_forme else []
        counts = {mots: sum(d.sort == sort for d in self.documents) for sort, mots in SORTS.items()}
        files = [f"{n} {mots}" for mots, n in counts.items() if n] + [f"{self.identiques} sans changement"]
        facts = ", ".join(said) or "Aucun écart dans le contenu"
        return f"{facts}. Documents{INSECABLE}: {', '.join(files)}."

    def de(self, sort: Sort) -> tuple[Document, ...]:
        """The documents that became this."""
        return tuple(d for d in self.documents if d.sort == sort)


def _compte(n: int, nom: str) -> str:
    return f"{n} {nom}{'s' * (n > 1)}"
