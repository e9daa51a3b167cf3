"""The printed fiche (A4, both sides)."""

from __future__ import annotations

from coopdocs.sizes.units import TITRE, Mm, Pt, SizeChoice

# Recto
BANDEAU = Mm(126)
SIGLE = SizeChoice(TITRE, "800", BANDEAU - 2, (66, 60, 54, 48, 42, 36, 30), -0.025)
NOM = SizeChoice(TITRE, "600", BANDEAU, (16.4, 15.4, 14.4, 13.4, 12.4, 11.4))
CHAPO = Pt(11)
COLONNE = Mm(118)
ENTRE = Mm(5)
TIERS = (COLONNE - 2 * ENTRE) / 3
"""The width of a key point and of a figure."""
ESSENTIEL = Pt(9.4)
ACTEURS = Mm(28.2)
ACTEURS_CENTRE = Mm(COLONNE - 2 * ACTEURS)
ACTEUR_NOM, ACTEUR = Pt(9.8), Pt(8.6)
COEUR = SizeChoice(TITRE, "700", 21.5, (11, 10.4, 9.8, 9.2, 8.6))
"""What stands in the middle of the actors: the width is that of the disc at the height of three lines."""
CARTE, CARTE_MARGE, CARTE_ICONE = Mm(56), Mm(5), Mm(9)
CARTE_LARGEUR = CARTE - 2 * CARTE_MARGE - CARTE_ICONE
CARTE_TEXTE = Pt(9.4)
VALEUR = SizeChoice(TITRE, "800", TIERS, (23, 21, 19), -0.02)
LIBELLE = Pt(9)

# Verso
ETAPES = Mm(27)
ETAPE, DUREE = Pt(9), Pt(8.4)
PLEIN = 182.0
"""The width between the margins."""
COLLECTIVITE_MARGE, COLLECTIVITE_ENTRE, COLLECTIVITE_ICONE = Mm(5), Mm(4), Mm(10)
COLLECTIVITE = Pt(9.2)
DEMI = Mm(88)
LISTE_ICONE = Mm(6.2)
LISTE = Pt(9.4)
EXEMPLES, EXEMPLE_NUMERO = Mm(60.5), Mm(7.6)
EXEMPLE, LIEU = Pt(9), Pt(8.8)
RECIT_TITRE = SizeChoice(TITRE, "800", PLEIN, (19, 17.5, 16, 14.5, 13))
RECIT_LARGEUR, RECIT_ENTRE = Mm(116), Mm(8)
RECIT, COURT_GRAND, RECIT_COLONNE, RECIT_CONSEIL = Pt(9.4), Pt(10), Mm(87), Pt(10.4)
"""A story is told beside its steps, in two columns where it has none, and larger where it is short; what it advises
takes the width."""
RECIT_OU = Pt(8.8)
CONSEIL_MARGE, CONSEIL_TETE = Mm(5), Mm(27)
CONSEIL_LARGEUR = PLEIN - 2 * CONSEIL_MARGE - CONSEIL_TETE
PHOTO_HAUT, PHOTO_LEGENDE = 33.0, Pt(7.4)
"""A story's photograph, beside its text: how high at most, and its caption under that text."""
PHOTO_LARGEUR = PLEIN - RECIT_LARGEUR - RECIT_ENTRE
QUAND, JALON_POINT = Mm(17), Mm(4.6)
JALON = Pt(8.8)
JALON_LARGEUR = PLEIN - RECIT_LARGEUR - RECIT_ENTRE - JALON_POINT - QUAND
AUSSI = Pt(8.6)
CONFUSION_ICONE = Mm(13)
CONFUSION = Pt(9.2)
QR, QR_ENTRE = Mm(22), Mm(5)
LIEN_LARGEUR = DEMI - QR - QR_ENTRE
LIEN = Pt(8.4)
SOURCE_RETRAIT = Mm(4)
SOURCE = Pt(8)
PIED_LARGEUR, PIED = Mm(164), Pt(7.6)
PIED_EDITEUR, PIED_DIT, PIED_NOM = Mm(40), Mm(102), Pt(9)
"""Under the name of a publisher and beside it, where there is one."""
ONGLET_LOGO = (41.0, 16.0)
"""How wide and how high (mm) a logo is at most in its tab."""


def collectivite(n: int) -> float:
    """The width (mm) of one of `n` roles of the collectivité."""
    dedans = PLEIN - 2 * COLLECTIVITE_MARGE - COLLECTIVITE_ENTRE * (n - 1)
    return dedans / n - COLLECTIVITE_ICONE
