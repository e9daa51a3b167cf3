"""Edits of a YAML file as splices of its bytes: only the lines that an edit touches change.

Comments on lines of their own stay where they are; those at the end of a line stay on it, or go with it. After each
step the result is read again: other data than those that were wanted are refused, whatever the cause.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from coopdocs.problem import Problem, ProblemsError
from coopdocs.roundtrip.buffer import Splice, TextBuffer
from coopdocs.roundtrip.edits import Edit, Insert, Path, Remove, SetValue, composed, edited
from coopdocs.roundtrip.placing import refuse
from coopdocs.roundtrip.splicing import Splicer
from coopdocs.source import YamlNode, decode_text, parse_yaml


def rewrite_yaml(name: str, data: bytes, edits: Iterable[Edit]) -> bytes:
    """The bytes of a YAML file after these edits, each path as the edits before it leave the file.

    `name`: the file in problems. Raises ProblemsError, and nothing is changed, where the file cannot be read, where a
    path leads nowhere, a text cannot be written, or a line would change that is not the edit's.
    """
    writer = _YamlWriter(name, data)
    for edit in edits:
        writer.take(edit)
    writer.commit()
    return writer.data


class _YamlWriter:
    """A file as it is after some edits, and those that wait: they touch it apart from each other, it is read once."""

    def __init__(self, name: str, data: bytes) -> None:
        self.name = name
        node, problems = _read(name, data)
        if node is None:
            raise ProblemsError(problems)
        self._load(data, node)

    def _load(self, data: bytes, node: YamlNode) -> None:
        self.data, self.root = data, node
        self.plain = self.wanted = node.plain()
        self.splicer = Splicer(TextBuffer(data), node)
        self.waiting: list[tuple[Edit, list[Splice]]] = []

    def take(self, edit: Edit) -> None:
        if not edit.path:
            raise ProblemsError([self._lost(edit)])
        if not _is_apart(edit) or any(_meet(edit, other) for other, _ in self.waiting):
            self.commit()
        try:
            wanted = edited(self.wanted, edit)
        except LookupError:
            raise ProblemsError([self._lost(edit)]) from None
        if not isinstance(edit, Insert | Remove) and _same(wanted, self.wanted):
            return
        if isinstance(edit, SetValue) and (steps := list(_steps(edit, _at(self.wanted, edit.path)))):
            for step in steps:
                self.take(step)
            return
        ways = self.splicer.ways(edit)
        if _is_apart(edit) and len(ways) == 1:
            self.waiting.append((edit, ways[0]))
            self.wanted = wanted
        else:
            self.commit()
            self._write(self.splicer.ways(edit), edited(self.wanted, edit), edit)

    def commit(self) -> None:
        """Make the edits that wait; one after the other where they do not go together, to say which one is wrong."""
        waiting, self.waiting = self.waiting, []
        if not waiting:
            return
        try:
            self._write([[splice for _, splices in waiting for splice in splices]], self.wanted, waiting[0][0])
        except ProblemsError:
            if len(waiting) == 1:
                raise
            for edit, _ in waiting:
                self._write(self.splicer.ways(edit), edited(self.plain, edit), edit)

    def _write(self, ways: list[list[Splice]], wanted: Any, edit: Edit) -> None:
        """Keep the first of some ways to write that reads back as what is wanted."""
        for splices in ways:
            data = self.splicer.buffer.spliced(splices)
            node, _ = _read(self.name, data)
            if node is not None and _same(node.plain(), wanted):
                self._load(data, node)
                return
        refuse(self.root.at(edit.path), "les lignes voisines se liraient autrement")

    def _lost(self, edit: Edit) -> Problem:
        where = ".".join(map(str, edit.path)) or "la racine"
        advice = "relisez le fichier, puis recommencez : il n’a pas, ou plus, cet endroit"
        return self.root.at(edit.path).problem("E001", f"« {where} » n’est pas à sa place", advice)


def _read(name: str, data: bytes) -> tuple[YamlNode | None, list[Problem]]:
    file, problems = decode_text(name, data)
    return parse_yaml(file) if file else (None, problems)


def _same(data: Any, wanted: Any) -> bool:
    """Whether data are those that were wanted, keys in their order too."""
    if isinstance(data, dict) and isinstance(wanted, dict):
        return list(data) == list(wanted) and all(_same(data[key], wanted[key]) for key in data)
    if isinstance(data, list) and isinstance(wanted, list):
        return len(data) == len(wanted) and all(map(_same, data, wanted))
    return type(data) is type(wanted) and bool(data == wanted)


def _at(data: Any, path: Path) -> Any:
    for step in path:
        data = data[step]
    return data


def _is_apart(edit: Edit) -> bool:
    """Whether an edit leaves all paths but its own as they are: it may wait for others of its kind."""
    if isinstance(edit, SetValue):
        return edit.value is None or isinstance(edit.value, str)
    return isinstance(edit, Insert) and isinstance(edit.path[-1], str)


def _steps(edit: SetValue, former: Any) -> Iterator[Edit]:
    """What makes a list or mapping into another, a part at a time; nothing where one of them is empty."""
    new = composed(edit.value)
    if not former or not new:
        return
    if isinstance(former, list) and isinstance(new, list):
        yield from _item_edits(edit.path, former, new)
    elif isinstance(former, dict) and isinstance(new, dict):
        yield from _key_edits(edit.path, former, new)


def _key_edits(path: Path, former: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[Edit]:
    kept = [key for key in new if key in former]
    if not kept or kept != [key for key in former if key in new]:
        # keys change places: all is written anew
        return
    yield from (Remove((*path, key)) for key in former if key not in new)
    yield from (SetValue((*path, key), new[key]) for key in kept)
    names = list(new)
    for rank in reversed(range(len(names))):
        if names[rank] not in former:
            following = names[rank + 1] if rank + 1 < len(names) else None
            yield Insert((*path, names[rank]), new[names[rank]], following)


def _item_edits(path: Path, former: Sequence[Any], new: Sequence[Any]) -> Iterator[Edit]:
    """Edits from the end of a list to its start, so that the ranks before stay right."""
    kept, wanted = ([repr(item) for item in items] for items in (former, new))
    for _, a, b, c, d in reversed(difflib.SequenceMatcher(None, kept, wanted, autojunk=False).get_opcodes()):
        shared = min(b - a, d - c)
        if former[a:b] == new[c:d]:
            continue
        yield from (Insert((*path, b), item) for item in reversed(new[c + shared : d]))
        yield from (Remove((*path, n)) for n in reversed(range(a + shared, b)))
        yield from (SetValue((*path, a + n), new[c + n]) for n in reversed(range(shared)))


def _meet(edit: Edit, other: Edit) -> bool:
    """Whether one of two edits changes what the other is about."""
    first, second = (e.path if isinstance(e, SetValue) else e.path[:-1] for e in (edit, other))
    shorter = min(len(first), len(second))
    return first[:shorter] == second[:shorter]
