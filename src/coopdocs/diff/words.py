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

Etat = Literal["commun", "retiré", "ajouté"]

PARENTE = 0.5
"""From what share of common words on two untitled elements are one that was rewritten."""
COURT = 4
"""Up to how many words a text is shown whole before and whole after."""
_RESTE = 0.4
"""Below what share of common words a text is shown whole before and whole after."""
_INVERSE: dict[Etat, Etat] = {"commun": "commun", "retiré": "ajouté", "ajouté": "retiré"}


class Repere(NamedTuple):
    """What an element is known by: its id where it has one, else its title, else its words alone."""

    cle: str
    titre: str
    texte: str


class Paire(NamedTuple):
    """An element before and after, by rank, None where it is not; `deplace`: the order around it changed."""

    ancien: int | None
    nouveau: int | None
    deplace: bool = False


@dataclass(frozen=True)
class Morceau:
    """Some words of a text, and whether both sides have them."""

    etat: Etat
    texte: str


# --- lists


def align(anciens: Sequence[Repere], nouveaux: Sequence[Repere]) -> list[Paire]:
    """Every element once, alone or with its counterpart, in the new order; one that went stands where it stood."""
    if tuple(anciens) > tuple(nouveaux):
        paired = {(i, j, moved) for j, i, moved in _paired(nouveaux, anciens)}
    else:
        paired = set(_paired(anciens, nouveaux))
    found = [Paire(i, j, moved) for i, j, moved in paired]
    place = {p.ancien: p.nouveau for p in found}
    found += [Paire(None, j) for j in range(len(nouveaux)) if j not in place.values()]
    found += [Paire(i, None) for i in range(len(anciens)) if i not in place]

    def rank(paire: Paire) -> tuple[int, int, int]:
        if paire.nouveau is not None:
            return paire.nouveau, 0, 0
        i = paire.ancien or 0
        before = next((j for h in range(i - 1, -1, -1) if (j := place.get(h)) is not None), -1)
        return before, 1, i

    return sorted(found, key=rank)


def _paired(anciens: Sequence[Repere], nouveaux: Sequence[Repere]) -> list[tuple[int, int, bool]]:
    """The counterparts: the same id, else the same title, else the nearest words."""
    names, others = _names(anciens), {name: j for j, name in enumerate(_names(nouveaux)) if name}
    pairs = {i: others[name] for i, name in enumerate(names) if name in others}
    taken = set(pairs.values())
    free = [i for i, r in enumerate(anciens) if i not in pairs and not r.cle]
    loose = [j for j, r in enumerate(nouveaux) if j not in taken and not r.cle]
    scores = [(_kinship(anciens[i], nouveaux[j]), i, j) for i in free for j in loose]
    for score, i, j in sorted(scores, key=lambda s: (-s[0], abs(s[1] - s[2]), s[1], s[2])):
        if score >= PARENTE and i not in pairs and j not in taken:
            pairs[i] = j
            taken.add(j)
    kept = _in_order([pairs[i] for i in sorted(pairs)])
    return [(i, j, j not in kept) for i, j in pairs.items()]


def _names(reperes: Sequence[Repere]) -> list[tuple[str, ...]]:
    """The id or title of each element, told apart where several have one; empty for who has none."""
    seen: Counter[tuple[str, str]] = Counter()
    names: list[tuple[str, ...]] = []
    for r in reperes:
        own = ("cle", r.cle) if r.cle else ("titre", r.titre)
        names.append((*own, str(seen[own])) if own[1] else ())
        seen[own] += 1
    return names


def _kinship(a: Repere, b: Repere) -> float:
    """The share of words that two elements have in common, 0 to 1."""
    words, others = (Counter(re.findall(r"\w+", f"{r.titre} {r.texte}".casefold())) for r in (a, b))
    total = words.total() + others.total()
    return 2 * (words & others).total() / total if total else 1.0


def _in_order(rangs: Sequence[int]) -> set[int]:
    """The longest part of a list of different ranks that is in growing order."""
    tails: list[int] = []
    before: dict[int, int | None] = {}
    for rang in rangs:
        at = bisect_left(tails, rang)
        before[rang] = tails[at - 1] if at else None
        tails[at : at + 1] = [rang]
    kept: set[int] = set()
    last = tails[-1] if tails else None
    while last is not None:
        kept.add(last)
        last = before[last]
    return kept


# --- texts


def marked(ancien: str | None, nouveau: str | None) -> tuple[Morceau, ...]:
    """Both texts in one, word by word: without what was added it is the old one, without what was removed the new one.

    Short texts, and texts that have little in common, are shown whole before and whole after.
    """
    if not ancien or not nouveau:
        return tuple(Morceau(e, t) for e, t in _whole(ancien or "", nouveau or "") if t)
    if ancien > nouveau:
        return tuple(Morceau(_INVERSE[m.etat], m.texte) for m in _turned(_marked(nouveau, ancien)))
    return _marked(ancien, nouveau)


def _marked(ancien: str, nouveau: str) -> tuple[Morceau, ...]:
    if ancien == nouveau:
        return (Morceau("commun", ancien),)
    a, b = (re.findall(r"\S+|\s+", t) for t in (ancien, nouveau))
    matcher = SequenceMatcher(None, a, b, autojunk=False)
    words = len(ancien.split()), len(nouveau.split())
    common = sum(bool(a[k].strip()) for i, _, n in matcher.get_matching_blocks() for k in range(i, i + n))
    if max(words) <= COURT or 2 * common < _RESTE * sum(words):
        return tuple(Morceau(e, t) for e, t in _whole(ancien, nouveau))
    return tuple(_merged((code == "equal", "".join(a[i:h]), "".join(b[j:k]))
                         for code, i, h, j, k in matcher.get_opcodes()))  # fmt: skip


def _whole(ancien: str, nouveau: str) -> tuple[tuple[Etat, str], ...]:
    return ("retiré", ancien), ("ajouté", nouveau)


def _merged(steps: Iterator[tuple[bool, str, str]]) -> Iterator[Morceau]:
    """What changed on both sides of a mere space is one change."""
    gone = come = pending = ""
    for equal, old, new in steps:
        if not equal:
            gone, come, pending = gone + pending + old, come + pending + new, ""
        elif not old.strip() and (gone or come):
            pending = old
        else:
            yield from (Morceau(e, t) for e, t in _whole(gone, come) if t)
            yield Morceau("commun", old)
            gone = come = ""
    yield from (Morceau(e, t) for e, t in _whole(gone, come) if t)
    if pending:
        yield Morceau("commun", pending)


def _turned(morceaux: Sequence[Morceau]) -> Iterator[Morceau]:
    """The same with what was added before what was removed, so that turning the states round keeps their order."""
    rest = list(morceaux)
    while rest:
        first = rest.pop(0)
        if first.etat == "retiré" and rest and rest[0].etat == "ajouté":
            yield rest.pop(0)
        yield first
