"""What a YAML file holds once read: values as text, each with its place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from coopdocs.problem import Gravite, Place, Problem
from coopdocs.source.textfile import Span, TextFile

Loc = Sequence[str | int]


@dataclass(frozen=True, slots=True)
class YamlNode:
    """A value of a YAML file and where it stands: None, text, a tuple of nodes or a mapping of nodes.

    `key_spans` has, for a mapping, the span of each of its keys; a length counts characters.
    """

    file: TextFile
    line: int
    column: int
    length: int
    value: str | tuple[YamlNode, ...] | Mapping[str, YamlNode] | None
    key_spans: Mapping[str, Span] = field(default_factory=dict)

    @property
    def place(self) -> Place:
        return Place(self.file.name, self.line, self.column)

    def plain(self) -> Any:
        """The same data without places: None, str, list, dict."""
        valeur = self.value
        if valeur is None or isinstance(valeur, str):
            return valeur
        if isinstance(valeur, tuple):
            return [noeud.plain() for noeud in valeur]
        return {cle: noeud.plain() for cle, noeud in valeur.items()}

    def at(self, loc: Loc) -> YamlNode:
        """The deepest node that a pydantic `loc` leads to; a final "[key]" gives the key itself.

        Steps that name no value (the branches of a union, a missing key) are passed over.
        """
        if loc and loc[-1] == "[key]":
            return self.key_at(loc[:-1])
        noeud = self
        for pas in loc:
            noeud = noeud._child(pas) or noeud
        return noeud

    def key_at(self, loc: Loc) -> YamlNode:
        """The key under which the value at `loc` stands (the value itself for a list item or the root)."""
        if not loc:
            return self
        parent, cle = self.at(loc[:-1]), loc[-1]
        if isinstance(cle, str) and cle in parent.key_spans:
            return YamlNode(self.file, *parent.key_spans[cle], cle)
        return self.at(loc)

    def as_written(self) -> str | None:
        """The text of a mapping of one key whose value stands on the same line, both without quotes; None otherwise."""
        if not isinstance(self.value, Mapping) or len(self.value) != 1:
            return None
        [(cle, valeur)] = self.value.items()
        empan = self.key_spans[cle]
        if not isinstance(valeur.value, str) or valeur.line != empan[0] or self.column != empan[1]:
            return None
        ligne, debut, fin = self.file.lines[empan[0] - 1], empan[1] - 1, valeur.column - 1 + valeur.length
        entier = ligne[valeur.column - 1 : fin].rstrip() == valeur.value and ligne[debut:].startswith(cle)
        return ligne[debut:fin].rstrip() if entier else None

    def with_text(self, loc: Loc, texte: str) -> YamlNode:
        """The same tree with a text in place of the mapping that stands at `loc`."""
        pas = next((p for p in loc if self._child(p) is not None), None)
        if pas is None:
            return replace(self, value=texte, key_spans={})
        enfant = self._child(pas)
        assert enfant is not None
        neuf = enfant.with_text(loc[loc.index(pas) + 1 :], texte)
        if isinstance(self.value, tuple):
            return replace(self, value=tuple(neuf if n == pas else e for n, e in enumerate(self.value)))
        assert isinstance(self.value, Mapping)
        return replace(self, value={**self.value, str(pas): neuf})

    def _child(self, pas: str | int) -> YamlNode | None:
        if isinstance(self.value, tuple):
            return self.value[pas] if isinstance(pas, int) and 0 <= pas < len(self.value) else None
        return self.value.get(str(pas)) if isinstance(self.value, Mapping) else None

    def problem(self, code: str, message: str, conseil: str = "", gravite: Gravite = "erreur") -> Problem:
        return self.file.problem(code, (self.line, self.column, self.length), message, conseil, gravite)
