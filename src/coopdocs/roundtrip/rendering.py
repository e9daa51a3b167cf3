"""New values as lines of YAML, written as the file at hand writes its own: indents, lists in brackets or not."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from coopdocs.roundtrip.scalars import Setting, written
from coopdocs.source import YamlNode


@dataclass(frozen=True)
class Renderer:
    """Writes data for one file; `root` is what is in it."""

    root: YamlNode

    def block(self, value: Any, indent: int) -> list[str]:
        """Lines of a value that begins at `indent`, the first without it; a scalar is one."""
        if (inline := self.inline(value, "item")) is not None:
            return [inline]
        parts = (
            [self.pair(name, child, indent) for name, child in value.items()]
            if isinstance(value, Mapping)
            else [self.item(child, indent) for child in value]
        )
        lines = [line for first, *others in parts for line in (" " * indent + first, *others)]
        return [lines[0][indent:], *lines[1:]]

    def pair(self, key: str, value: Any, indent: int) -> list[str]:
        """Lines of a key at `indent` and its value."""
        head = f"{written(key, 'key')}:"
        if (inline := self.inline(value, "value", key)) is not None:
            return [f"{head} {inline}"]
        inner = indent + (self.mapping_step if isinstance(value, Mapping) else self.list_step)
        first, *others = self.block(value, inner)
        return [head, " " * inner + first, *others]

    def item(self, value: Any, indent: int) -> list[str]:
        """Lines of an item whose dash is at `indent`."""
        first, *others = self.block(value, indent + 2)
        return [f"- {first}", *others]

    def inline(self, value: Any, setting: Setting, key: str = "") -> str | None:
        """A value on the line of its key or dash; None for what needs lines of its own."""
        if value is None or isinstance(value, str):
            return written(value, setting)
        if not value:
            return self.flow(value, "flow item")
        plain = not isinstance(value, Mapping) and all(child is None or isinstance(child, str) for child in value)
        return self.flow(value, "flow item") if plain and self._in_brackets(key) else None

    def flow(self, value: Any, setting: Setting) -> str:
        """A value as it stands between brackets."""
        if value is None or isinstance(value, str):
            return written(value, setting)
        if isinstance(value, Mapping):
            return "{" + ", ".join(self.flow_pair(key, child) for key, child in value.items()) + "}"
        return "[" + ", ".join(self.flow(child, "flow item") for child in value) + "]"

    def flow_pair(self, key: str, value: Any) -> str:
        return f"{written(key, 'flow key')}: {self.flow(value, 'flow value')}"

    def _in_brackets(self, key: str) -> bool:
        """Whether the file writes its first list of this key between brackets."""
        lists = (node for name, node in self._named if name == key and isinstance(node.value, tuple) and node.value)
        return next((node.style == "flow" for node in lists), False)

    @cached_property
    def mapping_step(self) -> int:
        """By how many columns a mapping stands further right than its key."""
        return next(self._steps(Mapping), 2)

    @cached_property
    def list_step(self) -> int:
        return next(self._steps(tuple), 2)

    def _steps(self, kind: type) -> Iterator[int]:
        for node in self._nodes:
            if isinstance(node.value, Mapping) and node.style == "block":
                inner = (n for n in node.value.values() if n.style == "block" and isinstance(n.value, kind))
                yield from (child.column - node.column for child in inner)

    @cached_property
    def _nodes(self) -> list[YamlNode]:
        return list(_within(self.root))

    @cached_property
    def _named(self) -> list[tuple[str, YamlNode]]:
        return [pair for node in self._nodes if isinstance(node.value, Mapping) for pair in node.value.items()]


def _within(node: YamlNode) -> Iterator[YamlNode]:
    yield node
    children = node.value.values() if isinstance(node.value, Mapping) else node.value
    for child in children if isinstance(node.value, Mapping | tuple) and children else ():
        if isinstance(child, YamlNode):
            yield from _within(child)
