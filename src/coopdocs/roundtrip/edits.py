"""What can be asked of a file: a few kinds of edits, each of one value by its path, and what the data are after it."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

Data: TypeAlias = "str | Sequence[Data] | Mapping[str, Data] | None"
"""What `YamlNode.plain` gives: every scalar is text, or None."""
Path: TypeAlias = tuple[str | int, ...]
"""Keys and ranks from the root of a file to a value."""


@dataclass(frozen=True)
class SetValue:
    """Another value where one stands; of a list, only the items that differ are written again."""

    path: Path
    value: Data


@dataclass(frozen=True)
class Insert:
    """A new value: under a new key, the last step of `path`, or at a rank of a list, from 0.

    `before`: the key that the new one stands before; the new one is the last where it is None.
    """

    path: Path
    value: Data
    before: str | None = None


@dataclass(frozen=True)
class Remove:
    """A value and its key taken out, or an item of a list."""

    path: Path


@dataclass(frozen=True)
class MoveItem:
    """An item of a list taken to another rank of it."""

    path: Path
    rank: int


@dataclass(frozen=True)
class SetCell:
    """Another text in a cell of a table: by the line that its row begins on, and the name of its column."""

    line: int
    column: str
    text: str


Edit = SetValue | Insert | Remove | MoveItem


def composed(value: Any) -> Any:
    """Data as `source` reads them: accents in one letter."""
    if isinstance(value, str):
        return unicodedata.normalize("NFC", value)
    if isinstance(value, Mapping):
        return {composed(key): composed(child) for key, child in value.items()}
    return value if value is None else [composed(child) for child in value]


def edited(data: Any, edit: Edit) -> Any:
    """The data after an edit. Raises LookupError where its path leads nowhere, or to what it would put there."""
    if not edit.path:
        raise LookupError
    return _edited(data, edit.path, edit)


def _edited(data: Any, path: Path, edit: Edit) -> Any:
    step, rest = path[0], path[1:]
    if data is None and not rest and isinstance(edit, Insert):
        data = {} if isinstance(step, str) else []
    if isinstance(step, int) and isinstance(data, list):
        if not rest:
            return _edited_item(data, step, edit)
        if not 0 <= step < len(data):
            raise LookupError
        return [*data[:step], _edited(data[step], rest, edit), *data[step + 1 :]]
    if isinstance(step, str) and isinstance(data, dict):
        return {**data, step: _edited(data[step], rest, edit)} if rest else _edited_key(data, step, edit)
    raise LookupError


def _edited_item(data: list[Any], rank: int, edit: Edit) -> list[Any]:
    last = len(data) if isinstance(edit, Insert) else len(data) - 1
    if not 0 <= rank <= last:
        raise LookupError
    new, rest = list(data), [*data[:rank], *data[rank + 1 :]]
    if isinstance(edit, SetValue):
        new[rank] = composed(edit.value)
        return new
    if isinstance(edit, Insert):
        return [*new[:rank], composed(edit.value), *new[rank:]]
    if isinstance(edit, MoveItem):
        if not 0 <= edit.rank <= last:
            raise LookupError
        return [*rest[: edit.rank], new[rank], *rest[edit.rank :]]
    return rest


def _edited_key(data: dict[str, Any], key: str, edit: Edit) -> dict[str, Any]:
    if isinstance(edit, MoveItem) or (key in data) == isinstance(edit, Insert):
        raise LookupError
    if isinstance(edit, SetValue):
        return {**data, key: composed(edit.value)}
    if isinstance(edit, Remove):
        return {name: value for name, value in data.items() if name != key}
    if edit.before is None:
        return {**data, key: composed(edit.value)}
    if edit.before not in data:
        raise LookupError
    new: dict[str, Any] = {}
    for name, value in data.items():
        if name == edit.before:
            new[key] = composed(edit.value)
        new[name] = value
    return new
