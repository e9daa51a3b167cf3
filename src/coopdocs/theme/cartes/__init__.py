"""The maps of a dossier (units: 0.1 mm on paper)."""

from coopdocs.theme.cartes.communes import NOMMEES, communes
from coopdocs.theme.cartes.cooperations import Marque, cooperations, numbered
from coopdocs.theme.cartes.couverture import couverture
from coopdocs.theme.cartes.france import france
from coopdocs.theme.cartes.locale import territoire

__all__ = ["NOMMEES", "Marque", "communes", "cooperations", "couverture", "france", "numbered", "territoire"]
