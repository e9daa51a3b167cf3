"""The programme of an event (A4, both sides)."""

from __future__ import annotations

from coopdocs.sizes.units import MM_PER_PT, TEXTE, TITRE, Mm, Pt, SizeChoice, TextStyle

PLEIN = Mm(182)
"""The width between the margins."""
NOTE, NOTES_AVANT = Mm(8.4), Mm(9)
"""The height of a ruled line for notes, and the room before the first."""

# Recto
HEURES, QUOI, QUI, ENTRE = Mm(32), Mm(102), Mm(40), Mm(4)
"""The columns of the programme, and the space between them; workshops take the last two."""
ATELIERS = QUOI + ENTRE + QUI
ATELIERS_AVANT, ATELIER_ECART = Mm(1.8), Mm(1.6)
ATELIER_COTE, ATELIER_HAUT = Mm(2.8), Mm(2.2)
BANDEAU_HAUT, BANDEAU_BAS = 11.0, Mm(8)
ACCROCHE_LARGEUR = Mm(122)
ACCROCHE = TextStyle(TEXTE, "400", 11.0, 14.6)
DATE = Mm(50)
JOUR = SizeChoice(TITRE, "800", DATE, (34, 31, 28, 25, 22, 19), -0.02)
OU = TextStyle(TEXTE, "600", 10.8, 14)
JOURNEE_AVANT = Mm(7)
PAUSE = 0.55
"""The room around a pause, in that around a session."""

# Verso
RAPPEL = 16.0
"""The height of the band."""
VERSO_AVANT = Mm(7)
TROIS, TROIS_RANGS = Mm(56.6), Mm(3)
"""A speaker or a forme, three in a row."""
MOITIE = Mm(88)
QUATRE = Mm(43)
"""A forme that is only named, four in a row."""
FORMES_RANGS = Mm(3.4)
DITE_ICONE, EMBLEME = Mm(15), Mm(13.5)
DITES = {1: PLEIN - DITE_ICONE, 2: MOITIE - DITE_ICONE, 3: float(TROIS)}
"""Width (mm) of what is said of a forme, by how many stand in a row; three have their emblems above."""
PRATIQUE = TextStyle(TEXTE, "400", 9.2, 11.8)
PRATIQUE_HAUT, PRATIQUE_COTE, PRATIQUE_ICONE = Mm(4.5), Mm(5), Mm(9)
PRATIQUE_H2, PRATIQUE_ECART = Mm(1.6), Mm(2.6)
CODE = {1: 38.0, 2: 32.0, 3: 24.0}
"""The side (mm) of a code, by how many there are."""
CODE_SOUS = Mm(4.4)
ADRESSE, LIBELLE = TextStyle(TEXTE, "600", 8.2, 10.4), TextStyle(TITRE, "700", 9.4, 11.6)
SOURCES = TextStyle(TEXTE, "400", 8.0, 10.4)
SURTITRE_HAUT = 10 * MM_PER_PT
TENU_SOUS = Mm(2)
ORGANISME, ORGANISME_SOUS, ORGANISMES_RANGS = Mm(13), Mm(1), Mm(3)
ORGANISATEUR_LARGEUR = Mm(54)
PIED = Pt(8)
