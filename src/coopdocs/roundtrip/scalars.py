"""How a text is written so that `source` reads back exactly that text: the plainest way, or the way it was written."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Literal

from coopdocs.problem import Place, Problem, ProblemsError
from coopdocs.source import HIDDEN_CHARACTERS, TextFile, hidden_message, parse_yaml

Setting = Literal["value", "item", "key", "flow item", "flow value", "flow key"]
"""What a scalar is: the value of a key, an item of a list, a key; of a mapping or list on its lines, or in brackets."""
_SETTINGS: dict[Setting, tuple[str, str]] = {
    "value": ("k: ", ""),
    "item": ("- ", ""),
    "key": ("", ": v"),
    "flow item": ("[", ", v]"),
    "flow value": ("{k: ", ", l: v}"),
    "flow key": ("{", ": v, l: v}"),
}


@lru_cache(4096)
def written(text: str | None, setting: Setting, style: str = "") -> str:
    """A scalar on one line; `style` is the quote that it stood between, empty for none.

    Raises ProblemsError, its places those of a line of its own, for a text that no content may hold.
    """
    if text is None:
        return "null"
    if found := HIDDEN_CHARACTERS.search(text):
        raise ProblemsError([Problem("S007", Place(""), hidden_message(found[0]), "effacez-le")])
    problems: list[Problem] = []
    for candidate in _candidates(text, style):
        if not (problems := _faults(candidate, text, setting)):
            return candidate
    raise ProblemsError(problems)


def _candidates(text: str, style: str) -> Iterator[str]:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    single = "'" + text.replace("'", "''") + "'"
    if style == '"':
        yield f'"{escaped}"'
    # `source` reads « a : b » without quotes, no other program does; a dash between brackets is read by its neighbours
    if style != "'" and "\n" not in text and not re.search(r":(\s|$)|^-$", text):
        yield text
    if escaped == text and style != "'":
        yield f'"{text}"'
    if "\n" not in text:
        yield single
    yield f'"{escaped}"'


def _faults(scalar: str, text: str, setting: Setting) -> list[Problem]:
    """What is wrong with a scalar, tried where it is to stand; a problem for one that is read as something else."""
    before, following = _SETTINGS[setting]
    node, problems = parse_yaml(TextFile("", f"{before}{scalar}{following}\n"))
    if problems:
        return problems
    wanted = {"value": {"k": text}, "item": [text], "key": {text: "v"}, "flow item": [text, "v"]}
    flow = {"flow value": {"k": text, "l": "v"}, "flow key": {text: "v", "l": "v"}}
    if node and node.plain() == {**wanted, **flow}[setting]:
        return []
    return [Problem("E002", Place(""), f"« {text} » se relirait autrement", "changez-en la forme")]
