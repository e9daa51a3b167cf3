"""One edit of a YAML file as splices of its bytes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from coopdocs.problem import ProblemsError
from coopdocs.roundtrip.buffer import Position, Splice, TextBuffer
from coopdocs.roundtrip.edits import Edit, Insert, MoveItem, Path, SetValue, composed
from coopdocs.roundtrip.multiline import rewrapped
from coopdocs.roundtrip.placing import WrittenEntry, descend, entries, rank_of, refuse, refuse_comment, sign
from coopdocs.roundtrip.rendering import Renderer
from coopdocs.roundtrip.scalars import Setting, written
from coopdocs.source import YamlNode

_BLOCK = ("|", ">")


class Splicer:
    """Knows how a file is written, and what of it an edit replaces."""

    def __init__(self, buffer: TextBuffer, root: YamlNode) -> None:
        self.buffer, self.root, self.renderer = buffer, root, Renderer(root)

    def ways(self, edit: Edit) -> list[list[Splice]]:
        """The splices of an edit; several ways where the first may not read back."""
        try:
            if isinstance(edit, SetValue):
                return self._set(edit.path, composed(edit.value))
            holder = descend(self.root, edit.path[:-1])
            if isinstance(edit, Insert):
                return [self._insert(holder, edit)]
            entry_list = entries(self.buffer, holder)
            if isinstance(edit, MoveItem):
                return [self._move(holder, entry_list, rank_of(holder, edit.path[-1]), edit.rank)]
            return [self._remove(edit.path[:-1], holder, entry_list, rank_of(holder, edit.path[-1]))]
        except ProblemsError as refusal:
            # what is wrong with a new text is found on a line of its own
            here = self.root.at(edit.path)
            found = [here.problem(p.code, p.message, p.conseil) if not p.place.fichier else p for p in refusal.problems]
            raise ProblemsError(found) from None

    def _set(self, path: Path, value: Any) -> list[list[Splice]]:
        node, holder = descend(self.root, path), descend(self.root, path[:-1])
        if not (value is None or isinstance(value, str)) or not (node.value is None or isinstance(node.value, str)):
            return [self._replace(path, value)]
        setting = setting_in(holder)
        start, end = (node.line, node.column), node.end
        if start == end:
            after = sign(self.buffer, holder, path[-1])
            return [[Splice(after, after, f" {written(value, setting)}")]]
        ways: list[list[Splice]] = []
        if node.line < end[0] or node.style in ("|", ">"):
            raw = self.buffer.text_between(start, end)
            if isinstance(value, str) and (text := rewrapped(raw, node.style, value)) is not None:
                ways.append([Splice(start, end, text)])
            if node.style in ("|", ">") and "#" in raw.partition("\n")[0]:
                return ways or [self._no_room(node)]
        style = node.style if node.style in ("'", '"') else ""
        return [*ways, [Splice(start, end, written(value, setting, style))]]

    def _no_room(self, node: YamlNode) -> list[Splice]:
        refuse(node, "le commentaire qui suit son signe serait perdu")

    def _replace(self, path: Path, value: Any) -> list[Splice]:
        """Something else in place of a whole list or mapping, or one of these in place of a text."""
        node = descend(self.root, path)
        start, end = (node.line, node.column), node.end
        self._refuse_lost_comments(node)
        if not path:
            return [Splice(start, end, "\n".join(self.renderer.block(value, 0)))]
        holder, step = descend(self.root, path[:-1]), path[-1]
        if start < end and holder.style == "flow":
            return [Splice(start, end, self.renderer.flow(value, setting_in(holder)))]
        after = sign(self.buffer, holder, step)
        if holder.style == "flow":
            return [Splice(after, after, f" {self.renderer.flow(value, setting_in(holder))}")]
        first, *lines = self._after_sign(holder, step, value)
        tail = f" {first}" if first else ""
        if node.style == "block" and node.line > after[0]:
            # it has lines of its own
            gone = Splice((node.line, 1), self.buffer.end_of(end[0]), "\n".join(lines))
            return [Splice(after, after, tail), gone if lines else self.buffer.without_lines(node.line, end[0])]
        if node.line == end[0] > after[0] and not lines:
            return [Splice(start, end, first)]
        refuse_comment(self.buffer, node, after, max(after, start))
        below = [self.buffer.with_lines_after(end[0], lines)] if lines else []
        return [Splice(after, end, tail), *below]

    def _after_sign(self, holder: YamlNode, step: str | int, value: Any) -> list[str]:
        """What follows the colon or the dash of a new value, on its line and below it."""
        indent = holder.column - 1
        if isinstance(step, int):
            first, *lines = self.renderer.item(value, indent)
            return [first.removeprefix("- "), *lines]
        first, *lines = self.renderer.pair(step, value, indent)
        return [first[len(written(step, "key")) + 1 :].strip(), *lines]

    def _refuse_lost_comments(self, node: YamlNode) -> None:
        if node.style == "flow":
            position: Position = (node.line, node.column)
            for entry in entries(self.buffer, node):
                refuse_comment(self.buffer, node, position, entry.start)
                position = entry.end
            refuse_comment(self.buffer, node, position, node.end)

    def _insert(self, holder: YamlNode, edit: Insert) -> list[Splice]:
        step, value = edit.path[-1], composed(edit.value)
        if not holder.value:
            return self._replace(edit.path[:-1], {composed(step): value} if isinstance(step, str) else [value])
        there = entries(self.buffer, holder)
        rank = step if isinstance(step, int) else len(there)
        if edit.before is not None:
            rank = rank_of(holder, edit.before)
        if holder.style == "flow":
            text = self.renderer.flow(value, "flow item")
            if isinstance(step, str):
                text = self.renderer.flow_pair(step, value)
            if rank < len(there):
                return [Splice(there[rank].start, there[rank].start, f"{text}, ")]
            return [Splice(there[-1].end, there[-1].end, f", {text}")]
        indent = holder.column - 1
        pad = " " * indent
        made = self.renderer.item(value, indent) if isinstance(step, int) else self.renderer.pair(step, value, indent)
        apart = [""] if self._stands_apart(there, rank) else []
        if rank == 0:
            return [Splice(there[0].start, there[0].start, "\n".join([*made, *apart, pad]))]
        return [self.buffer.with_lines_after(there[rank - 1].end[0], [*apart, pad + made[0], *made[1:]])]

    def _stands_apart(self, there: Sequence[WrittenEntry], rank: int) -> bool:
        """Whether a blank line parts the entries where a new one comes."""
        before, following = (rank - 1, rank) if 0 < rank < len(there) else (rank - 2, rank - 1) if rank else (0, 1)
        if before < 0 or following >= len(there):
            return False
        return not self.buffer.lines[there[before].end[0]].strip()

    def _remove(self, path: Path, holder: YamlNode, there: list[WrittenEntry], rank: int) -> list[Splice]:
        entry = there[rank]
        if len(there) == 1:
            return self._replace(path, {} if isinstance(holder.value, Mapping) else [])
        if holder.style == "flow":
            if rank + 1 < len(there):
                refuse_comment(self.buffer, holder, entry.end, there[rank + 1].start)
                return [Splice(entry.start, there[rank + 1].start, "")]
            refuse_comment(self.buffer, holder, there[rank - 1].end, entry.start)
            return [Splice(there[rank - 1].end, entry.end, "")]
        first, last = entry.lines
        lines = self.buffer.lines
        before = lines[first - 1][: entry.start[1] - 1]
        if before.strip():
            # the first of a mapping or list that begins on the line of a dash
            following = there[1].start
            if following[0] <= last + 2 and not self.buffer.text_between(entry.end, following).strip():
                return [Splice(entry.start, following, "")]
            return [Splice((first, len(before.rstrip()) + 1), self.buffer.end_of(last), "")]
        # the blank line that set it apart goes with it
        is_apart = not "".join(lines[last : last + 1]).strip()
        if rank == 0 and is_apart and last < len(lines) and (first == 1 or lines[first - 2].strip()):
            return [self.buffer.without_lines(first, last + 1)]
        takes_blank = (is_apart or rank == len(there) - 1) and first > 1 and not lines[first - 2].strip()
        return [self.buffer.without_lines(first - takes_blank, last)]

    def _move(self, holder: YamlNode, there: list[WrittenEntry], rank: int, target: int) -> list[Splice]:
        if holder.style == "flow":
            spans = [(entry.start, entry.end) for entry in there]
        else:
            spans = [(entry.start, self.buffer.end_of(entry.end[0])) for entry in there]
        low, high = sorted((rank, target))
        gaps = (self.buffer.text_between(spans[n][1], spans[n + 1][0]) for n in range(low, high))
        column = spans[low][0][1]
        shares_line = self.buffer.lines[spans[low][0][0] - 1][: column - 1].strip()
        if holder.style == "flow" or shares_line or not any("#" in gap for gap in gaps):
            order = list(range(len(there)))
            order.insert(target, order.pop(rank))
            moved = [n for n in range(low, high + 1) if order[n] != n]
            return [Splice(*spans[n], self.buffer.text_between(*spans[order[n]])) for n in moved]
        first, last = there[rank].lines
        lines = self.buffer.lines[first - 1 : last]
        gone = self.buffer.without_lines(first, last)
        if target == 0:
            return [gone, Splice((there[0].start[0], 1), (there[0].start[0], 1), "\n".join([*lines, ""]))]
        above = there[target if target > rank else target - 1].end[0]
        return [gone, self.buffer.with_lines_after(above, lines)]


def setting_in(holder: YamlNode) -> Setting:
    if isinstance(holder.value, Mapping):
        return "flow value" if holder.style == "flow" else "value"
    return "flow item" if holder.style == "flow" else "item"
