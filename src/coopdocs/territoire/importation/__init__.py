"""Tables of public portals made into indicators: read as they come, recognised, brought to today's territories.

`preparation` is the way through: a file (`fichier`), its heading (`entete`) and columns (`table`), what its rows name
(`codes`) and say (`valeurs`, `releve`), on the communes and EPCI of today (`geographie`), what is still to be said
(`manquantes`), as two files (`ecriture`).
"""

from coopdocs.territoire.importation.candidats import candidates
from coopdocs.territoire.importation.demande import AGREGATIONS, NATURES, Demande
from coopdocs.territoire.importation.manquantes import Manquante
from coopdocs.territoire.importation.preparation import Importation, coverage, listed, prepare
from coopdocs.territoire.importation.releve import code_column

__all__ = [
    "AGREGATIONS",
    "NATURES",
    "Demande",
    "Importation",
    "Manquante",
    "candidates",
    "code_column",
    "coverage",
    "listed",
    "prepare",
]
