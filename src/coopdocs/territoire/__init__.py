"""Places of France by their official code or their name: what they are, what is in what, what is around.

`Territoires` (`atlas`) is what all else here asks: what people typed (`resolution`), what is near (`proximite`),
whom to ask (`contacts`), figures that a kit brings (`indicateurs`).
"""

from coopdocs.territoire.anciennes import ANCIENNES
from coopdocs.territoire.atlas import CONTOURS, CONTOURS_EPCI, TABLES, Territoires
from coopdocs.territoire.contacts import ContactsTerritoire, ContactTerritoire
from coopdocs.territoire.modele import (
    TYPES,
    Emplacement,
    Territoire,
    TerritoireError,
    TypeLieu,
    TypeTerritoire,
    describe,
)
from coopdocs.territoire.proximite import Proche, Proximite

__all__ = [
    "ANCIENNES",
    "CONTOURS",
    "CONTOURS_EPCI",
    "TABLES",
    "TYPES",
    "ContactTerritoire",
    "ContactsTerritoire",
    "Emplacement",
    "Proche",
    "Proximite",
    "Territoire",
    "TerritoireError",
    "Territoires",
    "TypeLieu",
    "TypeTerritoire",
    "describe",
]
