"""Where the parts of a YAML file stand, as its lines have them: entries, and the signs that values follow."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NoReturn

from coopdocs.problem import ProblemsError
from coopdocs.roundtrip.buffer import Position, TextBuffer
from coopdocs.roundtrip.edits import Path
from coopdocs.source import YamlNode

BY_HAND = "modifiez cet endroit dans un éditeur de texte"


@dataclass(frozen=True)
class WrittenEntry:
    """A key and its value, or an item: where its key, its dash or (between brackets) the item begins."""

    start: Position
    value: YamlNode

    @property
    def end(self) -> Position:
        return self.value.end

    @property
    def lines(self) -> tuple[int, int]:
        return self.start[0], self.end[0]


def entries(buffer: TextBuffer, holder: YamlNode) -> list[WrittenEntry]:
    """What a list or mapping holds. Raises ProblemsError for keys that are written with « ? »."""
    if isinstance(holder.value, Mapping):
        found = [WrittenEntry(holder.key_spans[key][:2], value) for key, value in holder.value.items()]
        if holder.style == "block" and any(entry.start[1] != holder.column for entry in found):
            refuse(holder, "cette clé est écrite avec « ? »")
        return found
    items = items_of(holder)
    if holder.style == "flow":
        return [WrittenEntry((item.line, item.column), item) for item in items]
    dashes: list[WrittenEntry] = []
    line = holder.line
    for item in items:
        while not re.match(r"-(\s|$)", buffer.lines[line - 1][holder.column - 1 :]):
            line += 1
        dashes.append(WrittenEntry((line, holder.column), item))
        line = item.end[0] + 1
    return dashes


def items_of(holder: YamlNode) -> Sequence[YamlNode]:
    return holder.value if isinstance(holder.value, tuple) else ()


def rank_of(holder: YamlNode, step: str | int) -> int:
    """The rank of a key or item among the entries of what holds it."""
    return step if isinstance(step, int) else list(holder.key_spans).index(step)


def descend(root: YamlNode, path: Path) -> YamlNode:
    """The value at a path that leads to one."""
    node = root
    for step in path:
        children: Any = node.value
        node = children[step]
    return node


def sign(buffer: TextBuffer, holder: YamlNode, step: str | int) -> Position:
    """Just after the colon or the dash that a value follows. Raises ProblemsError where there is none on its line."""
    entry = entries(buffer, holder)[rank_of(holder, step)]
    if isinstance(step, int):
        return entry.start[0], entry.start[1] + 1
    line, column, length = holder.key_spans[step]
    after = column - 1 + length
    found = re.match(r"\s*:", buffer.lines[line - 1][after:])
    if found is None:
        refuse(entry.value, f"les deux-points de « {step} » ne suivent pas la clé")
    return line, after + found.end() + 1


def refuse_comment(buffer: TextBuffer, node: YamlNode, start: Position, end: Position) -> None:
    """Raises ProblemsError where something that is to go has a comment between two entries."""
    if "#" in buffer.text_between(start, end):
        refuse(node, "un commentaire entre crochets ou accolades serait perdu")


def refuse(node: YamlNode, why: str) -> NoReturn:
    raise ProblemsError([node.problem("E002", f"cet endroit n’est pas modifié : {why}", BY_HAND)])
