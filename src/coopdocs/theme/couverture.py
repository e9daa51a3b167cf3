"""The name of a territory on its cover: the largest size that holds it, broken where one would breathe."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from coopdocs.champs import ChampBloc, Mise
from coopdocs.sizes.units import TITRE
from coopdocs.theme.blocs import StyleBloc
from coopdocs.theme.mesure import Zone, width
from coopdocs.typographie import INSECABLE

GRAISSE, LARGEUR, ENSEMBLE = "800", 92.0, 230.0
"""The weight of the name, the width of its column and that of all of it on one line (mm)."""
MISES = tuple(Mise(corps, round(1.04 * corps, 1)) for corps in (50, 44, 38, 32, 28, 25))
SEPARATEUR = f"{INSECABLE}·"
"""What follows a name of a place, with the space before it, where another one comes."""
_LIAISON = 3
"""A word of so many letters at most stays with the next one."""
_POINTS = ("Sud", "Est")
"""Short words that end a name rather than begin the next one."""
_PIECES = re.compile(r"[^ -]+[ -]?|[ -]")


def name_bloc(nom: str, police: Path) -> ChampBloc:
    """The name in as many lines as it takes; the last size takes whatever it is given."""
    pieces = _pieces(nom)
    for mise in MISES:
        holds = max(width(piece.rstrip(), police, mise.corps) for piece in pieces) <= LARGEUR
        if holds and width(nom, police, mise.corps) <= ENSEMBLE:
            break
    else:
        # a piece wider than the column: its words may part
        pieces = _PIECES.findall(nom)
    return ChampBloc(_lines(pieces, police, mise.corps), TITRE, GRAISSE, mise, MISES[0])


def place_bloc(noms: Sequence[str], style: StyleBloc, police: Path) -> ChampBloc:
    """Where a territory lies: names that a line's end parts between two of them, never inside one that a line holds."""
    for mise in style.mises:
        lignes = _whole_names(noms, Zone(police, mise.corps, style.largeur, mise.lignes))
        if len(lignes) <= mise.lignes:
            break
    decalage = (style.mises[0].ligne - mise.ligne * (len(lignes) or 1)) * style.dessus
    return ChampBloc(tuple(lignes), style.famille, style.graisse, mise, style.mises[0], decalage)


def _whole_names(noms: Sequence[str], zone: Zone) -> list[str]:
    lignes: list[str] = []
    for n, nom in enumerate(noms):
        ends = nom + SEPARATEUR * (n < len(noms) - 1)
        longer = f"{lignes[-1]} {ends}" if lignes else ends
        if lignes and zone.holds(longer):
            lignes[-1] = longer
        else:
            # a name wider than the column: its words may part
            lignes += [ends] if zone.holds(ends) else zone.set_lines(ends)
    return lignes


def _pieces(nom: str) -> list[str]:
    """The pieces that stay whole, each with the space or the hyphen that ends it."""
    pieces: list[str] = []
    held = ""
    for piece in _PIECES.findall(nom):
        held += piece
        bare = piece.rstrip(" -")
        if len(bare) > _LIAISON or (bare in _POINTS and pieces):
            pieces.append(held)
            held = ""
    if held:
        pieces[-1:] = ["".join([*pieces[-1:], held])]
    return pieces


def _lines(pieces: list[str], police: Path, corps: float) -> tuple[str, ...]:
    lines = [""]
    for piece in pieces:
        if lines[-1] and width((lines[-1] + piece).rstrip(), police, corps) > LARGEUR:
            lines.append("")
        lines[-1] += piece
    return tuple(line.rstrip() for line in lines)
