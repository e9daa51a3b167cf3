"""The bytes of a text file, changed between two places of it; every other byte stays: mark, line ends, last line."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable
from dataclasses import dataclass

Position = tuple[int, int]
"""Line and column, both from 1, as `source` counts them."""


@dataclass(frozen=True, order=True)
class Splice:
    """What stands from `start` to `end`, replaced by a text whose line ends are `\\n`."""

    start: Position
    end: Position
    text: str


class TextBuffer:
    """A UTF-8 text as its bytes have it, found by line and column."""

    def __init__(self, data: bytes) -> None:
        self._mark = codecs.BOM_UTF8 if data.startswith(codecs.BOM_UTF8) else b""
        self._text = data.decode("utf-8-sig")
        self._starts, self._ends = [0], list[str]()
        for found in re.finditer(r"\r\n|\r|\n", self._text):
            self._starts.append(found.end())
            self._ends.append(found[0])
        self.lines = re.split(r"\r\n|\r|\n", self._text)

    def spliced(self, splices: Iterable[Splice]) -> bytes:
        """The bytes with these splices, which do not overlap; those at one place follow each other in their order."""
        kept, position = list[str](), 0
        for splice in sorted(splices, key=lambda splice: (splice.start, splice.end)):
            start, end = self._offset(splice.start), self._offset(splice.end)
            if start < position:
                raise ValueError(f"two splices overlap at line {splice.start[0]}")
            kept += [self._text[position:start], splice.text.replace("\n", self._line_end(splice.start))]
            position = end
        return self._mark + "".join([*kept, self._text[position:]]).encode("utf-8")

    def text_between(self, start: Position, end: Position) -> str:
        """What stands between two places, line ends as `\\n`."""
        return re.sub(r"\r\n?", "\n", self._text[self._offset(start) : self._offset(end)])

    def without_lines(self, first: int, last: int) -> Splice:
        """The splice that takes out whole lines; what was the last line of a file without its end is so again."""
        if last < len(self.lines):
            return Splice((first, 1), (last + 1, 1), "")
        if first == 1:
            return Splice((1, 1), self.end_of(last), "")
        return Splice(self.end_of(first - 1), self.end_of(last), "")

    def with_lines_after(self, line: int, lines: Iterable[str]) -> Splice:
        """The splice that puts whole lines under a line."""
        text = "\n".join(lines)
        if line < len(self.lines):
            return Splice((line + 1, 1), (line + 1, 1), f"{text}\n")
        return Splice(self.end_of(line), self.end_of(line), f"\n{text}")

    def end_of(self, line: int) -> Position:
        return line, len(self.lines[line - 1]) + 1

    def _offset(self, position: Position) -> int:
        line, column = position
        return self._starts[line - 1] + column - 1

    def _line_end(self, position: Position) -> str:
        """That of the line before for what begins a line, else that of the line itself, or of the nearest above."""
        line, column = position
        rank = line - 2 if column == 1 and line > 1 else line - 1
        return self._ends[min(rank, len(self._ends) - 1)] if self._ends else "\n"
