"""The pages of money and of law (A4)."""

from __future__ import annotations

from coopdocs.sizes.units import TEXTE, TITRE, Mm, TextStyle

PLEIN = Mm(182)
"""The width between the margins."""
CHAPO_LARGEUR = Mm(112)
CHAPO = TextStyle(TEXTE, "400", 11, 14.6)

# Money: the year at a glance
AIDE, FORMES, ETAT = Mm(60), Mm(27), Mm(35)
"""Columns of the table; the months take what they leave."""
TABLEAU_ENTRE = Mm(3)
AIDE_NOM = TextStyle(TITRE, "700", 9, 10.8)

# Money: one aide
CADRE, CADRE_MARGE = Mm(56), Mm(3.6)
CARTE_NOM = TextStyle(TITRE, "700", 10.4, 12.6)
CARTE_ENTRE = Mm(5)
CARTE_CORPS = PLEIN - CADRE - CARTE_ENTRE
TEXTE_AIDE = TextStyle(TEXTE, "400", 9.6, 12.8)
LIBELLE_AIDE = Mm(18)
DETAIL = TextStyle(TEXTE, "400", 9.2, 11.8)

# Law
CHAPO_DROIT = Mm(86)
COLONNES_ENTRE = Mm(7)
COLONNE = (PLEIN - COLONNES_ENTRE) / 2
POINT_TITRE = TextStyle(TITRE, "700", 11, 13)
POINT_ICONE = Mm(6.4)
REPERE, REPERE_RETRAIT = TextStyle(TEXTE, "400", 8.4, 10.1), Mm(3)
VERIFIER_MARGE = Mm(2)
AVERTISSEMENT = TextStyle(TITRE, "600", 9.4, 11.6)
