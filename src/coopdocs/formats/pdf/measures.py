"""Documents that say what other files measure: their size, their pages, the ink on each page."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from functools import cache

from coopdocs import typographie
from coopdocs.formats.job import Notation, Rendered
from coopdocs.formats.pdf import ink

_MARK = re.compile(r"⟦(octets|pages|encre) ([^\s⟧]+)(?: ([1-9][0-9]*) (c|m|j|n|gris))?⟧")
_CHANNELS = {"c": "cyan", "m": "magenta", "j": "yellow", "n": "black", "gris": "gray"}
_QUOTED = re.compile(f'"{_MARK.pattern}"')


def fill_in(text: str, documents: Mapping[str, Rendered], notation: Notation) -> str:
    """A text whose marks ⟦octets NOM⟧, ⟦pages NOM⟧ and ⟦encre NOM PAGE CANAL⟧ are replaced by what they stand for.

    In French words « 1,2 Mo », « 12 », « 12,3 ». In json, in place of the mark and its quotes: bytes, pages
    (null where a file has none), % of the page (one decimal). CANAL: c, m, j, n (four inks) or gris (black toner
    alone). Raises ValueError for a mark that names no such file or page.
    """

    @cache
    def inks(name: str) -> tuple[ink.InkCoverage, ...]:
        return ink.measure(documents[name].data)

    def measure(mark: re.Match[str]) -> float | None:
        what, name, page, channel = mark.groups()
        if name not in documents:
            raise ValueError(f"la marque {mark[0]} nomme un fichier que ce relevé ne mesure pas")
        if what == "octets":
            return len(documents[name].data)
        if what == "pages":
            return documents[name].pages
        if page is None or int(page) > len(inks(name)):
            raise ValueError(f"la marque {mark[0]} ne dit pas une page et une encre de {name}")
        return round(float(getattr(inks(name)[int(page) - 1], _CHANNELS[channel])), 1)

    if notation == "french":
        return _MARK.sub(lambda mark: _said(mark[1], measure(mark)), text)
    return _QUOTED.sub(lambda mark: json.dumps(measure(mark)), text)


def _said(what: str, value: float | None) -> str:
    """A measure in French words, none where a file has no pages."""
    if value is None:
        return ""
    if what == "octets":
        return typographie.taille(int(value))
    return typographie.nombre(value, 1 if what == "encre" else 0)
