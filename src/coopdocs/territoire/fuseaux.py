"""The clock of a place: its time zone by the name that calendars know."""

from __future__ import annotations

from coopdocs.territoire.modele import Territoire

_DEPARTEMENTS = {
    "971": "America/Guadeloupe",
    "972": "America/Martinique",
    "973": "America/Cayenne",
    "974": "Indian/Reunion",
    "975": "America/Miquelon",
    "976": "Indian/Mayotte",
    "977": "America/St_Barthelemy",
    "978": "America/Marigot",
    "984": "Indian/Kerguelen",
    "986": "Pacific/Wallis",
    "987": "Pacific/Tahiti",
    "988": "Pacific/Noumea",
}
_ILES = {"98719": "Pacific/Gambier"} | dict.fromkeys(
    ("98718", "98723", "98731", "98746", "98756", "98757"), "Pacific/Marquesas"
)
"""The communes of French Polynesia that do not keep Tahiti's time."""


def fuseau(territoire: Territoire) -> str:
    """The IANA name of a territory's time zone: `Europe/Paris`, `Indian/Reunion`."""
    return _ILES.get(territoire.code) or _DEPARTEMENTS.get(territoire.departements[0], "Europe/Paris")
