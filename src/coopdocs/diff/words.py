"""What goes with what: the elements of two lists, the words of two texts. Pure, and the same read backwards.

Every choice is made on the two sides in one fixed order, so that what is added from A to B is what is removed from B
to A.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal, NamedTuple

ChunkState = Literal["commun", "retiré", "ajouté"]

KINSHIP = 0.5
"""From what share of common words on two untitled elements are one that was rewritten."""
SHORT = 4
"""Up to how many words a text is shown whole before and whole after."""
_COMMON_ENOUGH = 0.4
"""Below what share of common words a text is shown whole before and whole after."""
_REVERSED: dict[ChunkState, ChunkState] = {"commun": "commun", "retiré": "ajouté", "ajouté": "retiré"}


class Identity(NamedTuple):
    """What an element is known by: its id where it has one, else its title, else its words alone."""

    key: str
    title: str
    text: str


class Pair(NamedTuple):
    """An element before and after, by rank, None where it is not; `moved`: the order around it changed."""

    old: int | None
    new: int | None
    moved: bool = False


@dataclass(frozen=True)
class Chunk:
    """Some words of a text, and whether both sides have them."""

    state: ChunkState
    text: str


# --- lists


def align(old: Sequence[Identity], new: Sequence[Identity]) -> list[Pair]:
    """Every element once, alone or with its counterpart, in the new order; one that went stands where it stood."""
    turned = tuple(old) > tuple(new)
    paired = _paired(new, old) if turned else _paired(old, new)
    found = [Pair(j, i, moved) if turned else Pair(i, j, moved) for i, j, moved in paired]
    place = {p.old: p.new for p in found}
    found += [Pair(None, j) for j in range(len(new)) if j not in place.values()]
    found += [Pair(i, None) for i in range(len(old)) if i not in place]

    def rank(pair: Pair) -> tuple[int, int, int]:
        if pair.new is not None:
            return pair.new, 0, 0
        i = pair.old or 0
        before = next((j for h in range(i - 1, -1, -1) if (j := place.get(h)) is not None), -1)
        return before, 1, i

    return sorted(found, key=rank)


def _paired(old: Sequence[Identity], new: Sequence[Identity]) -> list[tuple[int, int, bool]]:
    """The counterparts: the same id, else the same title, else the nearest words."""
    names, others = _names(old), {name: j for j, name in enumerate(_names(new)) if name}
    pairs = {i: others[name] for i, name in enumerate(names) if name in others}
    taken = set(pairs.values())
    free = [i for i, r in enumerate(old) if i not in pairs and not r.key]
    loose = [j for j, r in enumerate(new) if j not in taken and not r.key]
    scores = [(_kinship(old[i], new[j]), i, j) for i in free for j in loose]
    for score, i, j in sorted(scores, key=lambda s: (-s[0], abs(s[1] - s[2]), s[1], s[2])):
        if score >= KINSHIP and i not in pairs and j not in taken:
            pairs[i] = j
            taken.add(j)
    kept = _in_order([pairs[i] for i in sorted(pairs)])
    return [(i, j, j not in kept) for i, j in pairs.items()]


def _names(identities: Sequence[Identity]) -> list[tuple[str, ...]]:
    """The id or title of each element, told apart where several have one; empty for who has none."""
    seen: Counter[tuple[str, str]] = Counter()
    names: list[tuple[str, ...]] = []
    for r in identities:
        own = ("cle", r.key) if r.key else ("titre", r.title)
        names.append((*own, str(seen[own])) if own[1] else ())
        seen[own] += 1
    return names


def _kinship(a: Identity, b: Identity) -> float:
    """The share of words that two elements have in common, 0 to 1."""
    wording, others = (Counter(re.findall(r"\w+", f"{r.title} {r.text}".casefold())) for r in (a, b))
    total = wording.total() + others.total()
    return 2 * (wording & others).total() / total if total else 1.0


def _in_order(ranks: Sequence[int]) -> set[int]:
    """The longest part of a list of different ranks that is in growing order."""
    tails: list[int] = []
    before: dict[int, int | None] = {}
    for rank in ranks:
        at = bisect_left(tails, rank)
        before[rank] = tails[at - 1] if at else None
        tails[at : at + 1] = [rank]
    kept: set[int] = set()
    last = tails[-1] if tails else None
    while last is not None:
        kept.add(last)
        last = before[last]
    return kept


# --- texts


def marked(old: str | None, new: str | None) -> tuple[Chunk, ...]:
    """Both texts in one, word by word: without what was added it is the old one, without what was removed the new one.

    Short texts, and texts that have little in common, are shown whole before and whole after.
    """
    if not old or not new:
        return tuple(Chunk(e, t) for e, t in _whole(old or "", new or "") if t)
    if old > new:
        return tuple(Chunk(_REVERSED[m.state], m.text) for m in _turned(_marked(new, old)))
    return _marked(old, new)


def _marked(old: str, new: str) -> tuple[Chunk, ...]:
    if old == new:
        return (Chunk("commun", old),)
    a, b = (re.findall(r"\S+|\s+", t) for t in (old, new))
    matcher = SequenceMatcher(None, a, b, autojunk=False)
    wording = len(old.split()), len(new.split())
    common = sum(bool(a[k].strip()) for i, _, n in matcher.get_matching_blocks() for k in range(i, i + n))
    if max(wording) <= SHORT or 2 * common < _COMMON_ENOUGH * sum(wording):
        return tuple(Chunk(e, t) for e, t in _whole(old, new))
    return tuple(_merged((code == "equal", "".join(a[i:h]), "".join(b[j:k]))
                         for code, i, h, j, k in matcher.get_opcodes()))  # fmt: skip


def _whole(old: str, new: str) -> tuple[tuple[ChunkState, str], ...]:
    return ("retiré", old), ("ajouté", new)


def _merged(steps: Iterator[tuple[bool, str, str]]) -> Iterator[Chunk]:
    """What changed on both sides of a mere space is one change."""
    gone = come = pending = ""
    for equal, old, new in steps:
        if not equal:
            gone, come, pending = gone + pending + old, come + pending + new, ""
        elif not old.strip() and (gone or come):
            pending = old
        else:
            yield from (Chunk(e, t) for e, t in _whole(gone, come) if t)
            yield Chunk("commun", old)
            gone = come = ""
    yield from (Chunk(e, t) for e, t in _whole(gone, come) if t)
    if pending:
        yield Chunk("commun", pending)


def _turned(chunks: Sequence[Chunk]) -> Iterator[Chunk]:
    """The same with what was added before what was removed, so that turning the states round keeps their order."""
    rest = list(chunks)
    while rest:
        first = rest.pop(0)
        if first.state == "retiré" and rest and rest[0].state == "ajouté":
            yield rest.pop(0)
        yield first
