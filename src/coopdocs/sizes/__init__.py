"""Sizes that are both printed and measured before any layout: each stands here once, CSS gets it as a custom property.

A module for each sheet. What is a `Dimension` or a `TextStyle` there is a property of its stylesheet (SHEETS):
`PLUS_LOIN = Mm(5)` is `--plus-loin: 5mm`, `QUAND = TextStyle(…, 17, 21)` is `--quand: 17pt` and `--quand-ligne: 21pt`.
Other numbers are measured only: what they are made of is printed.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from types import ModuleType

from coopdocs.sizes import (
    affiche,
    comparatif,
    couverture,
    dossier,
    evenement,
    feuille,
    fiche,
    guide,
    livret,
    pistes,
    programme,
    reperes,
)
from coopdocs.sizes.units import Dimension, Pt, SizeChoice, TextStyle

SHEETS: dict[str, tuple[ModuleType, ...]] = {
    "base/feuille.css": (feuille,),
    "comparatif/imprime.css": (comparatif,),
    "dossier/essentiel/pistes.css": (pistes,),
    "dossier/imprime.css": (dossier,),
    "evenement/affiche.css": (affiche,),
    "evenement/commun.css": (evenement,),
    "evenement/livret.css": (livret, couverture),
    "evenement/programme.css": (programme,),
    "fiche/imprime.css": (fiche,),
    "guide/imprime.css": (guide,),
    "reperes/imprime.css": (reperes,),
}
CHOICES = (fiche, programme, livret)
"""The sheets whose templates choose a size by the length of a text."""


@cache
def properties(stylesheet: str) -> dict[str, str]:
    """The custom properties of a stylesheet by name (`--…`), in the order of their modules."""
    return {nom: valeur for module in SHEETS.get(stylesheet, ()) for nom, valeur in _of(module)}


def choices() -> dict[str, dict[str, SizeChoice]]:
    """What templates read as `mesures.fiche.sigle`: by sheet, then by name."""
    return {
        module.__name__.rpartition(".")[2]: {
            nom.lower(): valeur for nom, valeur in vars(module).items() if isinstance(valeur, SizeChoice)
        }
        for module in CHOICES
    }


def _of(module: ModuleType) -> Iterator[tuple[str, str]]:
    for nom, valeur in vars(module).items():
        propriete = f"--{nom.lower().replace('_', '-')}"
        if isinstance(valeur, Dimension):
            yield propriete, valeur.css
        elif isinstance(valeur, TextStyle):
            yield propriete, Pt(valeur.corps).css
            yield f"{propriete}-ligne", Pt(valeur.ligne).css
