"""What a YAML file holds once read: values as text, each with its place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from coopdocs.problem import Gravite, Place, Problem, ProblemCode
from coopdocs.source.textfile import Span, TextFile

NodePath = Sequence[str | int]
"""Keys and ranks from a node down to a value, as pydantic gives them in the `loc` of an error."""


@dataclass(frozen=True, slots=True)
class YamlNode:
    """A value of a YAML file and where it stands: None, text, a tuple of nodes or a mapping of nodes.

    `key_spans` has, for a mapping, the span of each of its keys; a length counts characters. `end` is the line and the
    column, from 1, just after its last character, `style` how it is written: a quote, `|`, `>`, "flow" for brackets,
    "block" for a list or mapping on lines of its own, empty for a plain text.
    """

    file: TextFile
    line: int
    column: int
    length: int
    value: str | tuple[YamlNode, ...] | Mapping[str, YamlNode] | None
    key_spans: Mapping[str, Span] = field(default_factory=dict)
    end: tuple[int, int] = (0, 0)
    style: str = ""

    @property
    def place(self) -> Place:
        return Place(self.file.name, self.line, self.column)

    def plain(self) -> Any:
        """The same data without places: None, str, list, dict."""
        value = self.value
        if value is None or isinstance(value, str):
            return value
        if isinstance(value, tuple):
            return [node.plain() for node in value]
        return {key: node.plain() for key, node in value.items()}

    def at(self, path: NodePath) -> YamlNode:
        """The deepest node that a path leads to; a final "[key]" gives the key itself.

        Steps that name no value (the branches of a union, a missing key) are passed over.
        """
        if path and path[-1] == "[key]":
            return self.key_at(path[:-1])
        node = self
        for step in path:
            node = node._child(step) or node
        return node

    def key_at(self, path: NodePath) -> YamlNode:
        """The key under which the value at `path` stands (the value itself for a list item or the root)."""
        if not path:
            return self
        parent, key = self.at(path[:-1]), path[-1]
        if isinstance(key, str) and key in parent.key_spans:
            return YamlNode(self.file, *parent.key_spans[key], key)
        return self.at(path)

    def as_written(self) -> str | None:
        """The text of a mapping of one key whose value stands on the same line, both without quotes; None otherwise."""
        if not isinstance(self.value, Mapping) or len(self.value) != 1:
            return None
        [(key, value)] = self.value.items()
        span = self.key_spans[key]
        if not isinstance(value.value, str) or value.line != span[0] or self.column != span[1]:
            return None
        line, start, end = self.file.lines[span[0] - 1], span[1] - 1, value.column - 1 + value.length
        whole = line[value.column - 1 : end].rstrip() == value.value and line[start:].startswith(key)
        return line[start:end].rstrip() if whole else None

    def with_text(self, path: NodePath, text: str) -> YamlNode:
        """The same tree with a text in place of the mapping that stands at `path`."""
        step = next((p for p in path if self._child(p) is not None), None)
        if step is None:
            return replace(self, value=text, key_spans={})
        child = self._child(step)
        assert child is not None
        new = child.with_text(path[path.index(step) + 1 :], text)
        if isinstance(self.value, tuple):
            return replace(self, value=tuple(new if n == step else e for n, e in enumerate(self.value)))
        assert isinstance(self.value, Mapping)
        return replace(self, value={**self.value, str(step): new})

    def _child(self, step: str | int) -> YamlNode | None:
        if isinstance(self.value, tuple):
            return self.value[step] if isinstance(step, int) and 0 <= step < len(self.value) else None
        return self.value.get(str(step)) if isinstance(self.value, Mapping) else None

    def problem(self, code: ProblemCode, message: str, advice: str = "", severity: Gravite = "erreur") -> Problem:
        return self.file.problem(code, (self.line, self.column, self.length), message, advice, severity)
