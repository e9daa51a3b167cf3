"""Documents that say what other files measure: their size, their pages, the ink on each page."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from functools import cache
from typing import Literal

from coopdocs import typographie
from coopdocs.formats.job import Rendu
from coopdocs.formats.pdf import ink

Notation = Literal["french", "json"]
_MARQUE = re.compile(r"⟦(octets|pages|encre) ([^\s⟧]+)(?: ([1-9][0-9]*) (c|m|j|n|gris))?⟧")
_CITEE = re.compile(f'"{_MARQUE.pattern}"')


def remplir(contenu: str, rendus: Mapping[str, Rendu], notation: Notation) -> str:
    """A text whose marks ⟦octets NOM⟧, ⟦pages NOM⟧ and ⟦encre NOM PAGE CANAL⟧ are replaced by what they stand for.

    In French words « 1,2 Mo », « 12 », « 12,3 ». In json, in place of the mark and its quotes: bytes, pages
    (null where a file has none), % of the page (one decimal). CANAL: c, m, j, n (four inks) or gris (black toner
    alone). Raises ValueError for a mark that names no such file or page.
    """

    @cache
    def inks(nom: str) -> tuple[ink.Encre, ...]:
        return ink.mesurer(rendus[nom].octets)

    def measure(mark: re.Match[str]) -> float | None:
        what, nom, page, canal = mark.groups()
        if nom not in rendus:
            raise ValueError(f"la marque {mark[0]} nomme un fichier que ce relevé ne mesure pas")
        if what == "octets":
            return len(rendus[nom].octets)
        if what == "pages":
            return rendus[nom].pages
        if page is None or int(page) > len(inks(nom)):
            raise ValueError(f"la marque {mark[0]} ne dit pas une page et une encre de {nom}")
        return round(float(getattr(inks(nom)[int(page) - 1], canal)), 1)

    if notation == "french":
        return _MARQUE.sub(lambda mark: _said(mark[1], measure(mark)), contenu)
    return _CITEE.sub(lambda mark: json.dumps(measure(mark)), contenu)


def _said(what: str, value: float | None) -> str:
    """A measure in French words, none where a file has no pages."""
    if value is None:
        return ""
    if what == "octets":
        return typographie.taille(int(value))
    return typographie.nombre(value, 1 if what == "encre" else 0)
