"""The box of what is not known here: as tall as its text, and no taller than the column that it stands in."""

from __future__ import annotations

from dataclasses import replace

import pytest

from coopdocs.plan.dossier.feuillet import feuillet
from coopdocs.sizes.units import MM_PER_PT
from coopdocs.views.dossier.making import Dossiers
from coopdocs.views.essentiel.cooperations import cooperations
from support.cog import cog, get
from support.documents import Documents

MOST_NAMES = 2
TITRE, FOND, ITEM, COLONNE = 7.6, 6.0, 19.4, 33.5
"""Over the text stand a heading and its margin; under it so much at most; each item, and headings, of the column."""
CLES = (
    "epci:243500741", "epci:242900645", "epci:200072452", "epci:245614383", "epci:241200674", "epci:200069383",
    "epci:200040137", "epci:246500573", "epci:249740119", "epci:200054781", "commune:29083", "commune:75056",
)  # fmt: skip


@pytest.mark.parametrize("cle", CLES)
@pytest.mark.parametrize("fois", [1, 40])
def test_the_box_holds_its_text_and_its_column_holds_the_box(documents: Documents, cle: str, fois: int) -> None:
    """`fois`: however many may be here, two are named and the others counted."""
    known = cooperations(documents.library, Dossiers(documents.library).dossier(get(cog(), cle)))
    known = replace(known, sans_lieu=known.sans_lieu * fois)
    laid = feuillet(documents.theme, known)
    largeur, style = (50, "absence") if laid.cote else (174, "pied-large")
    blocs = [documents.theme.bloc(style, texte, largeur) for texte in (known.absence, known.imprecises) if texte]
    text = sum(bloc.mise.ligne * len(bloc.lignes) for bloc in blocs) * MM_PER_PT
    assert text + TITRE <= laid.boite <= text + TITRE + FOND
    assert known.imprecises.count(" ; ") + known.imprecises.count("\u00a0; ") <= MOST_NAMES
    if laid.cote:
        assert COLONNE + ITEM * (len(known.ici) + len(known.couvrent)) - ITEM + laid.boite <= laid.hauteur + ITEM
