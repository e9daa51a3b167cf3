"""An appointment as an iCalendar file (RFC 5545), with the rules of its time zone in it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from icalendar import Timezone, TimezoneDaylight, TimezoneStandard

_FIXES = {
    "America/Cayenne": -3,
    "America/Guadeloupe": -4,
    "America/Marigot": -4,
    "America/Martinique": -4,
    "America/St_Barthelemy": -4,
    "Indian/Kerguelen": 5,
    "Indian/Mayotte": 3,
    "Indian/Reunion": 4,
    "Pacific/Gambier": -9,
    "Pacific/Marquesas": -9.5,
    "Pacific/Noumea": 11,
    "Pacific/Tahiti": -10,
    "Pacific/Wallis": 12,
}
"""Hours from UTC, the same all year."""
# hours from UTC in winter, then when summer and winter time begin: first day of that rule on the clock, month, day
_ETES = {
    "America/Miquelon": (-3, ("20070311T020000", 3, "2SU"), ("20071104T020000", 11, "1SU")),
    "Europe/Paris": (1, ("19970330T020000", 3, "-1SU"), ("19961027T030000", 10, "-1SU")),
}
FUSEAUX = (*_FIXES, *_ETES)
"""The time zones of France, by their names in the IANA database."""
_FIXE_DEPUIS = dt.datetime(1970, 1, 1)


@dataclass(frozen=True)
class RendezVous:
    """What an appointment says: `debut` and `fin` on the clock of `fuseau`, one of FUSEAUX; `point` in degrees.

    `identifiant` is the same for ever, so that a corrected file takes the place of the one that a calendar has;
    `etabli` is the day that the file bears. Its SEQUENCE stays 0: after a change, the file must be sent again.
    """

    identifiant: str
    etabli: dt.date
    titre: str
    texte: str
    debut: dt.datetime
    fin: dt.datetime
    fuseau: str
    lieu: str
    point: tuple[float, float] | None = None
    page: str | None = None
    organisateur: tuple[str, str] | None = None
    """Name and mail."""


def write(rendezvous: RendezVous) -> str:
    """The file's text: one event, one time zone, CRLF line ends."""
    from icalendar import Calendar, Event, vCalAddress

    r = rendezvous
    event = Event()
    event.add("uid", r.identifiant)
    event.add("dtstamp", dt.datetime.combine(r.etabli, dt.time(), dt.UTC))
    event.add("sequence", 0)
    event.add("summary", r.titre)
    # on the clock of a zone that the file itself describes: no time zone database is read
    event.add("dtstart", r.debut, {"TZID": r.fuseau})
    event.add("dtend", r.fin, {"TZID": r.fuseau})
    event.add("location", r.lieu)
    event.add("description", r.texte)
    if r.point:
        event.add("geo", r.point)
    if r.page:
        event.add("url", r.page)
    if r.organisateur:
        nom, courriel = r.organisateur
        organizer = vCalAddress(f"mailto:{courriel}")
        organizer.params["CN"] = nom
        event.add("organizer", organizer)
    calendar = Calendar()
    calendar.add("prodid", "-//coopdocs//evenements//FR")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add_component(_zone(r.fuseau))
    calendar.add_component(event)
    octets: bytes = calendar.to_ical()
    return octets.decode()


def _zone(nom: str) -> Timezone:
    """The rules of a time zone; KeyError for one that is not of FUSEAUX."""
    from icalendar import Timezone, TimezoneDaylight, TimezoneStandard

    zone = Timezone()
    zone.add("tzid", nom)
    if nom in _FIXES:
        toujours = dt.timedelta(hours=_FIXES[nom])
        zone.add_component(_period(TimezoneStandard(), _FIXE_DEPUIS, toujours, toujours))
        return zone
    heures, ete, hiver = _ETES[nom]
    normal, avance = dt.timedelta(hours=heures), dt.timedelta(hours=heures + 1)
    for period, (jour, mois, dimanche), avant, apres in (
        (TimezoneDaylight(), ete, normal, avance),
        (TimezoneStandard(), hiver, avance, normal),
    ):
        made = _period(period, dt.datetime.fromisoformat(jour), avant, apres)
        made.add("rrule", {"freq": "yearly", "bymonth": mois, "byday": dimanche})
        zone.add_component(made)
    return zone


def _period(
    period: TimezoneStandard | TimezoneDaylight, debut: dt.datetime, avant: dt.timedelta, apres: dt.timedelta
) -> TimezoneStandard | TimezoneDaylight:
    period.add("dtstart", debut)
    period.add("tzoffsetfrom", avant)
    period.add("tzoffsetto", apres)
    return period
