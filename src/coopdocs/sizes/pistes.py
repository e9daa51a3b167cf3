"""The last page of a territory's essentiel: what is asked, formes, calls, people, steps (A4)."""

from __future__ import annotations

from coopdocs.sizes.units import TEXTE, Mm, TextStyle

PLEIN = 182.0
"""The width between the margins."""
FORME, VUE = Mm(41), Mm(58)
"""A forme with its emblem; what is known of it here. What it is has the rest."""
EN_UNE_LIGNE_LARGEUR = PLEIN - FORME - VUE
EN_UNE_LIGNE = TextStyle(TEXTE, "400", 9.4, 12)

RANG = Mm(7.15)
"""A row of a forme."""
APPEL, POUR, QUAND = (
    TextStyle(TEXTE, "700", 9.4, 11.4),
    TextStyle(TEXTE, "400", 8, 9.6),
    TextStyle(TEXTE, "400", 8.6, 10),
)
APPEL_COLONNE, APPEL_LARGEUR, APPEL_HAUT = Mm(74), 72.6, Mm(8.2)
MOIS_LARGEUR = Mm(61)
QUAND_LARGEUR = PLEIN - APPEL_COLONNE - MOIS_LARGEUR - 0.4
"""A call: its name over who it is for, its months, the words that say them."""
APPELS = 58.0
"""What the page has for calls where seven formes have a row, nobody added anything and a step has two lines."""
DEMANDE_PLUS, ETAPES_PLUS = 3.0, 8.6
"""What a decision and dated steps take beyond what stands in their place (mm)."""
EMETTEUR_NOM, EMETTEUR_LIGNE = TextStyle(TEXTE, "600", 10.4, 13), TextStyle(TEXTE, "400", 8.4, 10.4)
EMETTEUR_LOGO, EMETTEUR_COLONNES, EMETTEUR_COLONNES_SEULES = 11.0, (66.0, 78.0), (80.0, 98.0)
EMETTEUR_MARGE = 1.0
"""Who hands the dossier out: the height of a logo, the two columns beside it or without one, what follows (mm)."""
GENS = {"Ici": 55.4, "En région": 66.4, "En France": 50.4}
"""How wide (mm) each column of people is, by its heading."""
UNE_COLONNE = 16.0
"""What people in one column, set side by side, leave (mm)."""
COLOPHON = TextStyle(TEXTE, "400", 8, 10.4)
COLOPHON_LARGEUR = PLEIN
"""Who publishes it and with what kit, on two lines at most."""
CONNUES, CONNUE = 11.0, Mm(5.4)
"""Who cooperates here, where that has no page of its own: the heading, and one of them."""
