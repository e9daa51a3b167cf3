"""The words of the glossary that texts use: a document prints no other."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from coopdocs.model.contenu import Terme

_UNSEEN = re.compile(r"<(style|script|svg)\b.*?</\1>|<!--.*?-->|⟦[^⟧]*⟧", re.S)
_TAG = re.compile(r"""<[^<>"']*(?:"[^"]*"[^<>"']*|'[^']*'[^<>"']*)*>""")
_ASIDE = re.compile(r"\s*\([^()]*\)")
_CITED = re.compile(r"«\s*(.+?)\s*»")


def words(page: str) -> str:
    """What is read of a filled page."""
    _, mark, body = page.partition("<body")
    return html.unescape(_TAG.sub(" ", _UNSEEN.sub(" ", mark + body or page)))


def used(termes: Sequence[Terme], texts: Iterable[str]) -> frozenset[int]:
    """The ranks of the terms that some text says, in full (one or several of them) or by their letters."""
    joined = " ".join(" ".join(texts).split())
    lowered = joined.lower()
    return frozenset(
        rank
        for rank, terme in enumerate(termes)
        # most terms are told to be absent at once
        if (_head(terme.terme) in lowered or (terme.sigle and terme.sigle in joined))
        and _reading(terme.terme, terme.sigle).search(joined)
    )


def explained(termes: Sequence[Terme], ranks: frozenset[int]) -> tuple[Terme, ...]:
    """The terms of these ranks with those that their definitions use, in the order of the glossary."""
    while True:
        more = ranks | used(termes, (termes[rank].texte for rank in ranks))
        if more == ranks:
            return tuple(termes[rank] for rank in sorted(ranks))
        ranks = more


@lru_cache(maxsize=1024)
def _named(terme: str) -> str:
    cited = _CITED.search(terme)
    return _ASIDE.sub("", cited[1] if cited else terme)


def _head(terme: str) -> str:
    """What every form of a term begins with."""
    first = next(iter(_named(terme).lower().split()), "")
    return first[:-1] if first.endswith("al") else first


@lru_cache(maxsize=1024)
def _reading(terme: str, sigle: str | None) -> re.Pattern[str]:
    named = _named(terme)
    said = r"\s".join(_plural(mot) for mot in named.split())
    letters = rf"|(?-i:{re.escape(sigle)})" if sigle else ""
    return re.compile(rf"(?<!\w)(?:{said}{letters})(?!\w)", re.I)


def _plural(mot: str) -> str:
    if mot.endswith("al"):
        return rf"{re.escape(mot[:-1])}(?:l|ux|le|les)"
    return rf"{re.escape(mot)}(?:e?s|x)?"
