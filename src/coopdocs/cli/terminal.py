"""The two streams and the terminal behind them: what they can show, how wide they are, lines broken at words."""

from __future__ import annotations

import codecs
import contextlib
import os
import re
import sys
import unicodedata
from typing import TextIO

import click

from coopdocs.errors import CoopdocsError, Exit

WIDTH = 110
"""The widest line of running text, in characters."""
NARROW = 20
"""Below that, the terminal breaks lines as it can."""
_REPLACEMENTS = {
    "’": "'", "‘": "'", "“": '"', "”": '"', "«": '"', "»": '"', "–": "-", "—": "-", "…": "...", "\u00a0": " ",
    "\u202f": " ", "→": "->", "≠": "!=", "×": "x", "✓": "+", "✗": "x", "·": ".", "█": "#", "░": ".", "œ": "oe",
    "Œ": "OE", "æ": "ae", "€": "EUR", "°": "o", "²": "2", "³": "3", "½": "1/2", "ⁿ": "n",
}  # fmt: skip
_PIECE = re.compile(r"(?:« |[^ ]| (?=(?:\x1b\[[\d;]*m)*[»:;?!](?:[ \x1b]|$)))+| +")
"""A word with the spaces that French never breaks at (inside « », before « : »), or the spaces between two."""


def prepare() -> None:
    """Make both streams such that saying something never fails for what it is made of.

    A stream that was closed leads nowhere; a letter that a stream's encoding lacks becomes its nearest one, else « ? ».
    """
    for descriptor in range(3):
        try:
            os.fstat(descriptor)
        except OSError:
            # the next file to be opened would take its number, and get what is meant for the stream
            with contextlib.suppress(OSError):
                os.open(os.devnull, os.O_RDWR)
    codecs.register_error("coopdocs", _nearest)
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: SIM115
        elif hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="coopdocs")


def _nearest(error: UnicodeError) -> tuple[str | bytes, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    return "".join(map(_plain, error.object[error.start : error.end])), error.end


def _plain(character: str) -> str:
    if found := _REPLACEMENTS.get(character):
        return found
    bare = "".join(c for c in unicodedata.normalize("NFKD", character) if c.isascii())
    return bare or "?"


def writes_unicode(stream: TextIO) -> bool:
    """Whether a stream can carry any letter."""
    return (stream.encoding or "utf-8").lower().replace("-", "").startswith("utf")


LOST_OUTPUT = "la sortie ne peut pas être écrite jusqu’au bout (disque plein ?)"


class OutputLostError(CoopdocsError):
    """Standard output does not take what it is given: its reader has left (`closed`), or its disk is full.

    No OSError: Click would end the command with the exit code that means refused content.
    """

    exit_code = Exit.CLOSED

    def __init__(self, error: OSError) -> None:
        super().__init__(LOST_OUTPUT)
        self.closed = isinstance(error, BrokenPipeError)


def write(text: str, err: bool = False, color: bool = False) -> None:
    """Say a line. What standard error cannot take is lost; on standard output it is `OutputLostError`."""
    # given outright: Click would write UTF-8 on a stream that was asked to be ASCII
    try:
        click.echo(text, file=sys.stderr if err else sys.stdout, color=color)
    except OSError as error:
        if not err:
            raise OutputLostError(error) from error


def _fault(stream: TextIO) -> OSError | None:
    """Why a stream does not take what it still holds; None when it does."""
    try:
        stream.flush()
    except OSError as error:
        return error
    return None


def finish() -> OSError | None:
    """Hand over what the streams still hold; why standard output did not take it, None when it did.

    A stream that fails leads nowhere afterwards: it would fail again when Python ends, and change the exit code.
    """
    lost = _fault(sys.stdout)
    for stream, failed in ((sys.stdout, lost), (sys.stderr, _fault(sys.stderr))):
        if failed:
            with contextlib.suppress(OSError):
                os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
    return lost


def width(err: bool = False) -> int | None:
    """How many characters a line may have; None where no terminal shows it: what reads it wants whole lines."""
    stream = sys.stderr if err else sys.stdout
    if not stream.isatty():
        return None
    columns = os.environ.get("COLUMNS", "")
    if columns.isdecimal() and int(columns):
        return max(NARROW, int(columns))
    with contextlib.suppress(OSError, ValueError):
        return max(NARROW, os.get_terminal_size(stream.fileno()).columns or 80)
    return 80


def fold(text: str, columns: int | None, indent: int = 0) -> str:
    """A text broken between words at `columns`; lines after the first begin with `indent` spaces.

    Styles count for nothing; a word longer than a line, such as an address, stays whole.
    """
    if columns is None:
        return text
    return "\n".join(_fold(line, columns, min(indent, columns // 3)) for line in text.split("\n"))


def _fold(line: str, columns: int, indent: int) -> str:
    if _length(line) <= columns:
        return line
    lines: list[str] = []
    held, taken, begun = "", 0, False
    for piece in _PIECE.findall(line):
        length = _length(piece)
        if piece.isspace():
            held, taken = held + piece, taken + length
            continue
        if taken + length > columns and begun:
            lines.append(held.rstrip(" "))
            held, taken = " " * indent, indent
        held, taken, begun = held + piece, taken + length, True
    return "\n".join([*lines, held.rstrip(" ")])


def _length(text: str) -> int:
    return len(click.unstyle(text))
