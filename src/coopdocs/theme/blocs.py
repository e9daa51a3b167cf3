"""Texts of a dossier whose length nobody knows beforehand: smaller, then on two lines, in a box that never grows."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from coopdocs import memo
from coopdocs.champs import ChampBloc, Mise
from coopdocs.sizes import dossier
from coopdocs.sizes.units import TEXTE, TITRE
from coopdocs.theme.mesure import Spans, Zone


@dataclass(frozen=True)
class StyleBloc:
    """A font, the width of a box (mm), and the settings to try, the first of which is that of its page.

    `dessus`: how much of what a text takes beyond its box stands above it (1: all). `forte`: the weight of what is
    strong in a text of pieces.
    """

    famille: str
    graisse: str
    largeur: float
    mises: tuple[Mise, ...]
    dessus: float = 0.5
    forte: str = "700"


_SPACES = re.compile(r"[ \t\n\r\f]+")
STYLES = {
    "initiative": StyleBloc(
        TITRE, "700", dossier.INITIATIVE - 0.9, (Mise(10.4, 13), Mise(9.4, 12), Mise(8.4, 9.2, 2), Mise(7.6, 8.8, 2))
    ),
    "details": StyleBloc(
        TEXTE, "400", dossier.DETAILS - 0.9, (Mise(9.2, 11.8), Mise(8.3, 11.8), Mise(7.4, 11.8), Mise(7.4, 8.2, 2))
    ),
    "distance": StyleBloc(
        TEXTE, "400", dossier.DISTANCE - 1, (Mise(9.2, 11.8), Mise(8.3, 11.8), Mise(7.4, 11.8), Mise(7.4, 8.2, 2))
    ),
    "source": StyleBloc(TEXTE, "400", dossier.SOURCE - 0.9, (Mise(8, 10.4), Mise(7.4, 10.4), Mise(7.4, 8.2, 2))),
    "proche": StyleBloc(TITRE, "700", 101.5, (Mise(9.4, 14.4), Mise(8.6, 14.4), Mise(8.4, 9.4, 2), Mise(7.6, 8.8, 2))),
    "ou": StyleBloc(TEXTE, "400", 101.5, (Mise(9, 11.6), Mise(8.2, 11.6), Mise(7.4, 8.4, 2))),
    "sigle": StyleBloc(
        TITRE, "700", dossier.FORME - 0.5, (Mise(9.4, 13), Mise(8.4, 13), Mise(7.4, 13), Mise(7.4, 8.4, 2))
    ),
    "colonne": StyleBloc(TEXTE, "700", 26, (Mise(8.6, 11), Mise(7.4, 11), Mise(7.4, 8, 2)), 1),
    "valeur": StyleBloc(TEXTE, "700", 24, (Mise(9.8, 13.4), Mise(8.6, 13.4), Mise(7.4, 9), Mise(7.4, 8.4, 3))),
    "chapo": StyleBloc(TEXTE, "400", 150, (Mise(11, 14.6, 2), Mise(10.2, 14, 2), Mise(9.4, 10.2, 3)), 0),
    "personne": StyleBloc(TEXTE, "400", 50, (Mise(9.4, 12), Mise(8.8, 12), Mise(8.2, 12), Mise(7.6, 8.2, 2))),
    "moyens": StyleBloc(TEXTE, "400", 50, (Mise(9, 11.4), Mise(8.2, 11.4), Mise(7.6, 11.4), Mise(7.4, 8, 2))),
    "connue": StyleBloc(TEXTE, "400", 181.4, (Mise(9.4, 12), Mise(8.4, 12), Mise(7.4, 7.6, 2))),
    "phrase": StyleBloc(
        TEXTE, "400", 74.1, (Mise(11, 14.6, 4), Mise(10.4, 13.4, 5), Mise(9.6, 12, 5), Mise(8.6, 10.2, 7)), 0
    ),
    "phrase-seule": StyleBloc(TEXTE, "400", 165, (Mise(13.4, 18, 2), Mise(12, 16, 3), Mise(9.6, 12, 4)), 0),
    "demande-couverture": StyleBloc(TEXTE, "400", 103, (Mise(11, 14.6, 2), Mise(9.6, 12, 3), Mise(8, 9.4, 4))),
    "ou-couverture": StyleBloc(TEXTE, "400", 91.5, (Mise(11, 14, 3), Mise(9.4, 12, 5)), 0),
    "h2": StyleBloc(TITRE, "700", 181, (Mise(13, 16), Mise(11, 16), Mise(9, 16))),
    "h2-communes": StyleBloc(TITRE, "700", 91.5, (Mise(13, 16), Mise(11, 16), Mise(9, 10.4, 2), Mise(7.8, 9, 2))),
    "apport-valeur": StyleBloc(TITRE, "700", 25, (Mise(14, 17), Mise(11, 17), Mise(9, 10, 2), Mise(7.6, 8.4, 3))),
    "apport": StyleBloc(TEXTE, "400", 57.2, (Mise(9.4, 11.6), Mise(8.8, 10.4, 2), Mise(7.8, 8.8, 3))),
    "apport-precision": StyleBloc(TEXTE, "400", 57.2, (Mise(7.8, 9.4, 2), Mise(7.4, 8.4, 3))),
    "ligne-propre": StyleBloc(TITRE, "700", 60, (Mise(10, 12), Mise(9, 12), Mise(8, 9.2, 2), Mise(7.6, 8.4, 2))),
    "valeur-propre": StyleBloc(TITRE, "700", 14.7, (Mise(10, 12), Mise(9, 12), Mise(8, 12), Mise(7.4, 12))),
    "ligne": StyleBloc(TEXTE, "400", 62, (Mise(8.8, 10.8), Mise(8.2, 10.8), Mise(7.6, 8.6, 2), Mise(7.4, 8, 2))),
    "commune": StyleBloc(TEXTE, "400", 37.2, (Mise(9.4, 11.4), Mise(8.4, 11.4), Mise(7.6, 8, 2), Mise(7.4, 7.6, 2))),
    "reste": StyleBloc(TEXTE, "400", 91, (Mise(9.4, 11.4, 3), Mise(8.6, 10.4, 3)), 0),
    "cooperation": StyleBloc(
        TITRE, "700", 49, (Mise(11, 13.4, 2), Mise(9.8, 12, 2), Mise(8.6, 9.6, 3), Mise(7.6, 8.4, 4)), 0
    ),
    "autour": StyleBloc(TEXTE, "600", 49.5, (Mise(9.4, 11.2, 2), Mise(8.6, 10.2, 2), Mise(7.6, 8.4, 3)), 0),
    "ou-autour": StyleBloc(TEXTE, "400", 49.5, (Mise(8.6, 10.4, 2), Mise(8, 9.6, 2), Mise(7.6, 8.4, 3)), 0),
    "absence": StyleBloc(TEXTE, "400", 50, (Mise(8.6, 11, 7), Mise(8, 10, 8), Mise(7.6, 9, 12)), 0),
    "pied-large": StyleBloc(TEXTE, "400", 174, (Mise(8.6, 11, 2), Mise(8, 10, 2), Mise(7.6, 8.6, 4)), 0),
    "mairie": StyleBloc(TEXTE, "400", 60, (Mise(8.8, 11), Mise(8, 11), Mise(7.4, 11), Mise(7.4, 7.4, 2)), 0.5),
    "mairie-de": StyleBloc(TEXTE, "700", 43, (Mise(8.8, 11), Mise(8, 11), Mise(7.4, 11), Mise(7.4, 7.4, 2)), 0.5),
    "membre": StyleBloc(TEXTE, "400", 50, (Mise(9.2, 12), Mise(8.4, 12), Mise(7.6, 12), Mise(7.4, 7.8, 2))),
}
"""By what they hold."""


@memo.of_files(most=32768)
def fitted(texte: str, police: Path, largeur: float, mises: tuple[Mise, ...]) -> tuple[tuple[str, ...], Mise] | None:
    """The lines of a text in the first setting that holds it, or None."""
    for mise in mises:
        zone = Zone(police, mise.corps, largeur, mise.lignes)
        if not zone.excess(texte):
            return tuple(zone.set_lines(texte)), mise
    return None


def bloc(texte: str, style: StyleBloc, police: Path, largeur: float) -> ChampBloc:
    """A text in a style; `check` refuses one that no setting holds."""
    base = style.mises[0]
    lignes, mise = fitted(texte, police, largeur, style.mises) or _beyond(texte, police, largeur, style.mises[-1])
    decalage = (base.ligne - mise.ligne * (len(lignes) or 1)) * style.dessus
    return ChampBloc(lignes, style.famille, style.graisse, mise, base, decalage)


def _beyond(texte: str, police: Path, largeur: float, mise: Mise) -> tuple[tuple[str, ...], Mise]:
    return tuple(Zone(police, mise.corps, largeur, mise.lignes).set_lines(texte)), mise


Morceau = tuple[str, bool]
"""A piece of a text, and whether it is strong."""


def mixed(morceaux: Sequence[Morceau], style: StyleBloc, polices: tuple[Path, Path], largeur: float) -> ChampBloc:
    """A text some of whose words are strong; `polices`: those of its plain and of its strong words."""
    texte, gras, at = "", [], 0
    for mots, forts in morceaux:
        mots = _SPACES.sub(" ", mots)
        if forts and mots:
            gras.append((at, at + len(mots)))
        texte += mots
        at += len(mots)
    lignes, mise = _mixed_lines(texte, tuple(gras), polices, largeur, style.mises)
    base = style.mises[0]
    decalage = (base.ligne - mise.ligne * (len(lignes) or 1)) * style.dessus
    found, spans = tuple(ligne for ligne, _ in lignes), tuple(part for _, part in lignes)
    return ChampBloc(found, style.famille, style.graisse, mise, base, decalage, forte=style.forte, gras=spans)


def _mixed_lines(
    texte: str, gras: Spans, polices: tuple[Path, Path], largeur: float, mises: tuple[Mise, ...]
) -> tuple[list[tuple[str, Spans]], Mise]:
    """The lines of a text in the first setting that holds it, else in the last."""
    plain, strong = polices
    for mise in mises:
        zone = Zone(plain, mise.corps, largeur, mise.lignes)
        lignes = zone.set_mixed(texte, gras, strong)
        if len(lignes) <= mise.lignes and all(zone.mixed_width(*ligne, strong) <= largeur for ligne in lignes):
            break
    return lignes, mise


def stacked(blocs: list[ChampBloc]) -> list[ChampBloc]:
    """Blocks one under the other, moved so that what they take beyond their boxes is shared above and below."""
    heights = [bloc.mise.ligne * (len(bloc.lignes) or 1) for bloc in blocs]
    bases = [bloc.base.ligne for bloc in blocs]
    top = (sum(bases) - sum(heights)) / 2
    out = []
    for bloc, height, base in zip(blocs, heights, bases, strict=True):
        out.append(replace(bloc, decalage=top))
        top += height - base
    return out


def beside(bloc: ChampBloc, autre: ChampBloc) -> ChampBloc:
    """`autre`, moved to the middle of a block whose box is next to its own."""
    heights = (each.mise.ligne * (len(each.lignes) or 1) for each in (bloc, autre))
    own, other = heights
    return replace(autre, decalage=bloc.decalage + (own - other) / 2)


def under(bloc: ChampBloc, autre: ChampBloc) -> ChampBloc:
    """`autre`, moved down by what the block above it takes beyond its box."""
    taken = bloc.mise.ligne * (len(bloc.lignes) or 1) - bloc.base.ligne
    return replace(autre, decalage=bloc.decalage + taken)
