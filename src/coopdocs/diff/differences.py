"""What differs between two kits, as a view: frozen, free of any format, in the order of the documents."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from coopdocs.diff.words import Chunk
from coopdocs.typographie import INSECABLE, date_longue

Nature = Literal["contenu", "mise en forme"]
ChangeKind = Literal["ajouté", "retiré", "modifié", "déplacé", "revérifié"]
Fate = Literal["ajouté", "retiré", "contenu", "mise en forme", "non comparé"]

EVIDENCE = ("sources", "verifie_le", "confiance", "valable_jusqu_au")
"""The fields that back a claim's words."""
CONTENT: Nature = "contenu"
LAYOUT: Nature = "mise en forme"
FATES: dict[Fate, str] = {
    "ajouté": "de plus",
    "retiré": "de moins",
    "contenu": "avec d’autres mots",
    "mise en forme": "mis en forme autrement",
    "non comparé": "sans comparaison possible",
}
"""What became of documents, in words."""


@dataclass(frozen=True)
class Change:
    """A field's words before and after, None where it had or has none; `chunks` are both, marked word by word."""

    field: str
    label: str
    old: str | None
    new: str | None
    chunks: tuple[Chunk, ...]
    nature: Nature


@dataclass(frozen=True)
class CitedSource:
    """A source as a claim cites it: its key and its printed short form."""

    key: str
    short: str


@dataclass(frozen=True)
class Difference:
    """One fact, cell, source or row that changed, with the sources and the dates that it has now (had, if removed).

    « revérifié »: nothing but the day of its last check; « déplacé »: nothing but its rank in its list.
    """

    id: str
    kind: ChangeKind
    label: str
    changes: tuple[Change, ...]
    sources: tuple[CitedSource, ...]
    verified_on: dt.date | None
    confidence: str | None
    valid_until: dt.date | None = None

    @property
    def nature(self) -> Nature:
        layout = self.changes and all(c.nature == LAYOUT for c in self.changes)
        return LAYOUT if layout else CONTENT

    @property
    def shown(self) -> tuple[Change, ...]:
        """The changes worth words: of what came or went as a whole, what it says; `evidence` says the rest."""
        whole = self.kind in ("ajouté", "retiré")
        return tuple(c for c in self.changes if not (whole and c.field in EVIDENCE))

    @property
    def alone(self) -> bool:
        """Whether its one change is the thing itself, so that its name need not be said twice."""
        return len(self.shown) == 1 and self.label.endswith(self.shown[0].label)

    @property
    def evidence(self) -> str:
        """« Sources : … · vérifié le … · valable jusqu’au … », empty for what has none."""
        cited = " ; ".join(s.short for s in self.sources)
        named = f"Source{'s' * (len(self.sources) > 1)}{INSECABLE}: {cited}" if cited else "Sans source"
        day = f"vérifié le {date_longue(self.verified_on)}" if self.verified_on else ""
        said = [day] if self.confidence == "avis" and not cited else [named if cited or day else "", day]
        trust = {"incertain": "à vérifier", "avis": "conseil de la rédaction"}.get(self.confidence or "", "")
        end = f"valable jusqu’au {date_longue(self.valid_until)}" if self.valid_until else ""
        return " · ".join(filter(None, (*said, end, trust)))


@dataclass(frozen=True)
class Section:
    """A part of the documents and what changed in it; a part that is new or gone lists all that it holds."""

    id: str
    title: str
    kind: ChangeKind
    differences: tuple[Difference, ...]

    @property
    def whole(self) -> bool:
        """Whether it came or went as a whole."""
        return self.kind != "modifié"

    @property
    def detailed(self) -> tuple[Difference, ...]:
        """What has words to show: all but the facts that were only checked again."""
        return tuple(e for e in self.differences if e.kind != "revérifié")

    @property
    def rechecked(self) -> Mapping[dt.date, tuple[str, ...]]:
        """What was only checked again, by the day of it."""
        found: dict[dt.date, tuple[str, ...]] = {}
        for e in self.differences:
            if e.kind == "revérifié" and e.verified_on:
                found[e.verified_on] = (*found.get(e.verified_on, ()), e.label)
        return found


@dataclass(frozen=True)
class Document:
    """A file of the plan that is not the same; `passages`: the headings under which its words changed.

    « mise en forme »: the same words, laid out otherwise. `reason` says what is behind it where that is known.
    """

    path: str
    title: str
    fate: Fate
    passages: tuple[str, ...] = ()
    reason: str = ""


@dataclass(frozen=True)
class Edition:
    """One of the two sides: how it was named, and what its kit says of itself."""

    name: str
    title: str
    version: str
    edition: dt.date


@dataclass(frozen=True)
class Differences:
    """All that changed from one kit to another; `unchanged` counts the documents that did not."""

    old: Edition
    new: Edition
    sections: tuple[Section, ...]
    documents: tuple[Document, ...]
    unchanged: int

    @property
    def empty(self) -> bool:
        return not self.sections and not self.documents

    @cached_property
    def content_changes(self) -> int:
        """How many facts, cells, sources and rows changed."""
        return sum(e.nature == CONTENT for s in self.sections for e in s.differences)

    @cached_property
    def layout_changes(self) -> int:
        """How many changes of the kit bear on looks alone: colours and icons."""
        return sum(e.nature == LAYOUT for s in self.sections for e in s.differences)

    @property
    def summary(self) -> str:
        """All of it in one sentence."""
        if self.empty:
            return f"Rien n’a changé{INSECABLE}: {self.unchanged} documents comparés."
        said = [f"{_counted(self.content_changes, 'écart')} de contenu"] if self.content_changes else []
        said += [f"{_counted(self.layout_changes, 'écart')} de mise en forme"] if self.layout_changes else []
        counts = {words: sum(d.fate == fate for d in self.documents) for fate, words in FATES.items()}
        files = [f"{n} {words}" for words, n in counts.items() if n] + [f"{self.unchanged} sans changement"]
        facts = ", ".join(said) or "Aucun écart dans le contenu"
        return f"{facts}. Documents{INSECABLE}: {', '.join(files)}."

    def having(self, fate: Fate) -> tuple[Document, ...]:
        """The documents that became this."""
        return tuple(d for d in self.documents if d.fate == fate)


def _counted(n: int, name: str) -> str:
    return f"{n} {name}{'s' * (n > 1)}"
