"""What someone most likely meant: synonyms that are known, else words so near that only a slip tells them apart.

A word is near when all of this holds, letters taken without case, accents and separators (« Régie Quartier » is
« regie-quartier »):

- both have the same digits in the same order: another number is another thing;
- both begin with the same letter, or their first two letters are swapped: a prefix turns a meaning round
  (« certain » and « incertain »);
- few slips part them (a letter more, less, other, or two neighbours swapped): none under three letters, under five
  one that is no other letter (« pfd », « fiche », but never « vote » for « note »), one up to seven, two beyond;
- or else the whole word stands at the head of a choice (« regie » for « regie-quartier »).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from coopdocs.typographie import plain_words

Synonymes = Mapping[str, Sequence[str]]
"""By choice: other words for it."""

_AUCUN: Synonymes = {}
_PLUSIEURS = 3
"""More neighbours than that are none."""


def closest(mot: str, choix: Iterable[str], synonymes: Synonymes = _AUCUN) -> str:
    """« vouliez-vous dire « … » ? » with the words most likely meant, empty when none is."""
    proches = meant(mot, choix, synonymes)
    return f"vouliez-vous dire {' ou '.join(f'« {proche} »' for proche in proches)} ?" if proches else ""


def meant(mot: str, choix: Iterable[str], synonymes: Synonymes = _AUCUN) -> tuple[str, ...]:
    """The choices that `mot` may stand for: by a synonym, else those with the fewest slips, else by their head."""
    possibles = list(dict.fromkeys(choix))
    dit = _fold(mot)
    if not dit:
        return ()
    slips: dict[str, int] = {}
    for possible in possibles:
        n = _slips(dit, _fold(possible))
        if n is not None:
            slips[possible] = n
    fewest = min(slips.values(), default=None)
    proches: list[str] = []
    # the word itself, but for capitals and accents, is meant before what it may be a synonym of
    if fewest != 0:
        proches = [c for c in possibles if dit in map(_fold, synonymes.get(c, ()))]
    proches = proches or [c for c, n in slips.items() if n == fewest]
    proches = proches or [c for c in possibles if _is_head(mot, c)]
    return tuple(proches) if len(proches) <= _PLUSIEURS else ()


def _is_head(mot: str, choix: str) -> bool:
    """Whether a word of four letters or more stands whole at the head of a choice without more digits (and no path)."""
    if "/" in choix:
        return False
    tete, tout = plain_words(mot), plain_words(choix)
    return len("".join(tete)) >= 4 and tout[: len(tete)] == tete and not re.search(r"\d", "".join(tout[len(tete) :]))


def _fold(texte: str) -> str:
    return "".join(plain_words(texte))


def _slips(dit: str, voulu: str) -> int | None:
    """How many slips part two folded words; None when they are not near."""
    if dit == voulu:
        return 0
    court = min(len(dit), len(voulu))
    if court < 3 or re.findall(r"\d+", dit) != re.findall(r"\d+", voulu):
        return None
    if dit[0] != voulu[0]:
        return 1 if dit == voulu[1::-1] + voulu[2:] else None
    permis = 1 if court < 8 else 2
    if abs(len(dit) - len(voulu)) > permis:
        return None
    fautes = distance(dit, voulu)
    if court < 5 and len(dit) == len(voulu) and sorted(dit) != sorted(voulu):
        return None
    return fautes if fautes <= permis else None


def distance(a: str, b: str) -> int:
    """How many letters to add, take away, change or swap with the next one make `a` of `b`."""
    avant: list[int] = []
    ligne = list(range(len(b) + 1))
    for i, lettre in enumerate(a, 1):
        avant, derniere, ligne = ligne, avant, [i]
        for j, autre in enumerate(b, 1):
            prix = min(avant[j] + 1, ligne[j - 1] + 1, avant[j - 1] + (lettre != autre))
            if i > 1 and j > 1 and lettre == b[j - 2] and a[i - 2] == autre:
                prix = min(prix, derniere[j - 2] + 1)
            ligne.append(prix)
    return ligne[-1]
