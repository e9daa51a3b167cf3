"""What people add to a dossier, as its pages have room for it."""

from __future__ import annotations

from coopdocs.sizes.units import TEXTE, TITRE, TextStyle

DEMANDE, DEMANDE_LARGEUR, DEMANDE_LIGNES = TextStyle(TEXTE, "400", 11, 14), 116.0, 2
"""The decision on the cover's strip."""
DECISION, DECISION_LARGEUR, DECISION_LIGNES = TextStyle(TITRE, "700", 14, 17), 168.0, 2
REPONSE, REPONSE_LARGEUR, REPONSE_LIGNES = TextStyle(TEXTE, "600", 10.4, 13), 53.0, 2
"""When, how much, who: a third of the box each."""
POURQUOI, POURQUOI_LARGEUR, POURQUOI_LIGNES = TextStyle(TEXTE, "400", 8.6, 10), 84.0, 2
ETAPE_LARGEUR = 54.0
ETAPE_TITRE, ETAPE_TITRE_LIGNES = TextStyle(TITRE, "700", 10.4, 12.4), 2
ETAPE, ETAPE_LIGNES = TextStyle(TEXTE, "400", 9.4, 11.8), 3
EMETTEUR, SERVICE, EMETTEUR_LARGEUR, EMETTEUR_LIGNES = (
    TextStyle(TEXTE, "600", 10.4, 13),
    TextStyle(TEXTE, "400", 9, 11),
    64.0,
    2,
)
MOYEN_LARGEUR = 78.0
"""A telephone, a mailbox, a site: each on one line."""
CONTACT, CONTACT_LARGEUR, CONTACT_LIGNES = TextStyle(TEXTE, "600", 9.4, 11.8), 52.0, 2
MOYENS, MOYENS_LARGEUR = TextStyle(TEXTE, "400", 7.4, 8), 55.4
PERSONNE = TextStyle(TEXTE, "700", 7.6, 8.2)
"""A mailbox under its name, in the smallest size of both."""
VALEUR, VALEUR_LARGEUR = TextStyle(TITRE, "700", 13, 16), 50.0
LIBELLE, LIBELLE_LARGEUR, LIBELLE_LIGNES = TextStyle(TEXTE, "400", 9.4, 11.8), 50.0, 3
"""A figure of one's own."""
TEMOIGNAGE, TEMOIGNAGE_LARGEUR, TEMOIGNAGE_LIGNES = TextStyle(TEXTE, "400", 10.4, 13), 54.0, 8
AUTEUR, AUTEUR_LIGNES = TextStyle(TEXTE, "600", 9, 11), 3
MOT_TITRE, MOT_TITRE_LIGNES, MOT_LARGEUR = TextStyle(TITRE, "800", 27, 30), 2, 150.0
MOT, MOT_LIGNES, SIGNATURE = TextStyle(TEXTE, "400", 11, 15.4), 38, TextStyle(TEXTE, "600", 11, 15.4)
"""The introduction, which holds on a page of its own; a paragraph is followed by half a line."""
