"""Abbreviations say what they stand for: `<abbr title="…">` around the first of each in a part of a filled page.

A part is the page, or a chapter or comparison table of it. The words themselves do not change.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from markupsafe import Markup

from coopdocs.library import Library
from coopdocs.typographie import capital

_PART = re.compile(r'<(?:section|table)\b[^>]*? class="(?:chapitre|paysage|comparatif)\b')
_CLOSED = ("abbr", "svg", "style", "script", "textarea")
"""What is left as it is: elements that speak for themselves, or whose text is no text of the page."""
_CITED = re.compile(r"«\s*(.+?)\s*»")


def expansions(library: Library) -> dict[str, str]:
    """What the kit knows that its abbreviations stand for: its formes, its glossary, then the names that it lists."""
    known = dict(library.glossaire.sigles)
    for terme in library.glossaire.termes:
        if terme.sigle:
            # « Agrément “entreprise solidaire…” »: the quoted words are those that the letters stand for
            cited = _CITED.search(terme.terme)
            known[terme.sigle] = capital(cited[1]) if cited else terme.terme
    for forme in library.formes.values():
        if forme.sigle.isupper() and forme.sigle != forme.nom:
            known[forme.sigle] = forme.nom
    return known


def expand(html: str, known: Mapping[str, str]) -> Markup:
    """A filled page, or its body, where the first of each abbreviation in each part is an `<abbr>`."""
    if not known:
        return Markup(html)
    reading = _reading(tuple(known))
    seen: set[str] = set()

    def read(found: re.Match[str]) -> str:
        sigle = found["sigle"]
        if sigle is None:
            if _PART.match(found[0]):
                seen.clear()
            return found[0]
        if sigle in seen:
            return sigle
        seen.add(sigle)
        return f'<abbr title="{Markup.escape(known[sigle])}">{sigle}</abbr>'

    return Markup(reading.sub(read, html))


@lru_cache(maxsize=8)
def _reading(sigles: tuple[str, ...]) -> re.Pattern[str]:
    """Closed elements, tags and the marks of what is filled in later, passed over whole, and abbreviations."""
    closed = "|".join(rf"<{name}\b.*?</{name}>" for name in _CLOSED)
    words = "|".join(re.escape(s) for s in sorted(sigles, key=len, reverse=True))
    tag = r"""<[^<>"']*(?:"[^"]*"[^<>"']*|'[^']*'[^<>"']*)*>"""
    return re.compile(rf"{closed}|<!--.*?-->|{tag}|⟦[^⟧]*⟧|(?<![\w&#@./])(?P<sigle>{words})(?![\w@/]|\.\w)", re.DOTALL)
