"""Places of France by their official code or their name: what they are, what is in what, what is around.

`Territoires` (`atlas`) is what all else here asks: what people typed (`resolution`), what is near (`proximite`),
whom to ask (`contacts`), what official tables count (`portrait`) and whom that makes it like (`comparables`), figures
that a kit brings (`indicateurs`).
"""

from coopdocs.territoire.atlas import CONTOURS, CONTOURS_EPCI, TABLES, TABLES_FACULTATIVES, Territoires
from coopdocs.territoire.contacts import ContactsTerritoire, ContactTerritoire
from coopdocs.territoire.mairies import Mairie
from coopdocs.territoire.modele import (
    NOMS_TYPES,
    TYPES,
    Emplacement,
    Territoire,
    TerritoireError,
    TypeLieu,
    TypeTerritoire,
    describe,
)
from coopdocs.territoire.portrait import Portrait, portrait
from coopdocs.territoire.proximite import Proche, Proximite
from coopdocs.territoire.recensement import Recensement

__all__ = [
    "CONTOURS",
    "CONTOURS_EPCI",
    "NOMS_TYPES",
    "TABLES",
    "TABLES_FACULTATIVES",
    "TYPES",
    "ContactTerritoire",
    "ContactsTerritoire",
    "Emplacement",
    "Mairie",
    "Portrait",
    "Proche",
    "Proximite",
    "Recensement",
    "Territoire",
    "TerritoireError",
    "Territoires",
    "TypeLieu",
    "TypeTerritoire",
    "describe",
    "portrait",
]
