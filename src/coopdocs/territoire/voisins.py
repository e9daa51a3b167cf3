"""Which EPCI touch which, and which départements, from their drawn outlines.

The outlines of one frame were simplified together, so that two neighbours keep the very same points along their common
border: an edge drawn twice is a border. A border that the simplification shrank to one point (300 m at most; 75 m
overseas) is not seen: against the communes' own outlines, 2 of 3 489 are lost that way. Nor is one across water; where
four meet in a point, those opposite are no neighbours.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Literal

from coopdocs.problem import Place, Problem, ProblemsError
from coopdocs.source import read_text
from coopdocs.territoire.cog import TAILLE_MAX

Arete = tuple[int, int]
Bordes = Literal["epci", "departements"]


def neighbours(contours: Path, racine: Path, genre: Bordes = "epci") -> Mapping[str, tuple[str, ...]]:
    """By code, the EPCI (or the départements) that share a border with it, the longest border first.

    `ProblemsError` when the outlines cannot be read.
    """
    fichier, problems = read_text(contours, racine, TAILLE_MAX)
    if fichier is None:
        raise ProblemsError(problems)
    communes: defaultdict[str, Counter[str]] = defaultdict(Counter)
    try:
        for cadre in json.loads(fichier.text)["cadres"].values():
            _cadre(cadre[genre], communes)
    except (ValueError, KeyError, AttributeError) as erreur:
        conseil = "rétablissez ce fichier depuis le kit de départ"
        raise ProblemsError([Problem("S002", Place(fichier.name), "contours illisibles", conseil)]) from erreur
    return {
        siren: tuple(sorted(longueurs, key=lambda autre: (-longueurs[autre], autre)))
        for siren, longueurs in communes.items()
    }


def _cadre(traces: Mapping[str, str], communes: Mapping[str, Counter[str]]) -> None:
    """Add to `communes` the length of each common border of one frame, in steps of its grid."""
    vues: dict[Arete, str] = {}
    for siren, trace in traces.items():
        for arete, longueur in _aretes(trace):
            autre = vues.setdefault(arete, siren)
            if autre != siren:
                communes[siren][autre] += longueur
                communes[autre][siren] += longueur


def _aretes(trace: str) -> Iterator[tuple[Arete, int]]:
    """The edges of a relative path « Mx yldx dy…z…», each as its two ends in order, and their lengths."""
    for boucle in trace.split("z"):
        if not boucle:
            continue
        x, y, *pas = map(int, boucle[1:].replace("l", " ").replace("-", " -").split())
        premier = avant = x << 20 | y
        x0, y0 = x, y
        for dx, dy in zip(pas[::2], pas[1::2], strict=True):
            x += dx
            y += dy
            ici = x << 20 | y
            yield (avant, ici) if avant < ici else (ici, avant), abs(dx) + abs(dy)
            avant = ici
        if avant != premier:
            yield (avant, premier) if avant < premier else (premier, avant), abs(x - x0) + abs(y - y0)
