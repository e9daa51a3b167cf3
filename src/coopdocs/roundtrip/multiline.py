"""A text over several lines, changed: the lines before and after the change stay as they are."""

from __future__ import annotations

import re
from collections.abc import Sequence

_BLOCK = ("|", ">")


def rewrapped(raw: str, style: str, text: str) -> str | None:
    """What stands for a scalar of several lines once its text is another; None where its way of writing has no room.

    `raw` has its quotes, or its sign and first line; new lines are no longer than the longest was.
    """
    if text != text.strip() or not text or "\n" in text:
        return None
    if style in _BLOCK:
        header, _, content = raw.partition("\n")
        lines = _rewrapped(content.split("\n"), text) if content.strip() else None
        return None if lines is None else "\n".join([header, *lines])
    quote = style
    inner = raw.removeprefix(quote).removesuffix(quote) if quote else raw
    if quote and (inner != inner.strip() or re.search(r"[\\\"']", inner + text)):
        return None
    first, *others = inner.split("\n")
    lines = _rewrapped([first, *others], text)
    if lines is None:
        return None
    # what follows the sign of a key has no indent of its own
    return quote + "\n".join([lines[0].strip(" "), *lines[1:]]) + quote


def _rewrapped(former: Sequence[str], text: str) -> list[str] | None:
    """The lines of a text: those of `former` that are still right at its start and its end, others between them."""
    said = [line.strip(" ") for line in former]
    if not all(said):
        return None
    start = 0
    while start < len(said) - 1 and text.startswith(said[start] + " "):
        text, start = text[len(said[start]) + 1 :], start + 1
    end = len(said)
    while end > start and text.endswith(f" {said[end - 1]}"):
        text, end = text[: -len(said[end - 1]) - 1], end - 1
    pad = " " * (len(former[-1]) - len(former[-1].lstrip(" ")))
    between = [pad + line for line in _wrapped(text, max(map(len, said)))]
    return [*former[:start], *between, *former[end:]]


def _wrapped(text: str, width: int) -> list[str]:
    lines: list[str] = []
    for word in re.split(r"(?<=\S) (?=\S)", text):
        if lines and len(lines[-1]) + 1 + len(word) <= width:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines
