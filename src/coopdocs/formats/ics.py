"""Appointments as an iCalendar file (RFC 5545): one with the rules of its time zone in it, or whole days."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from icalendar import Calendar, Event, Timezone, TimezoneDaylight, TimezoneStandard

CLAIMS, CLOSINGS = "-//coopdocs//relecture//FR", "-//coopdocs//reperes//FR"
"""What a calendar of days says of itself: it may hold several, that of an appointment holds one."""
_FIXED_OFFSETS = {
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
_SUMMER_RULES = {
    "America/Miquelon": (-3, ("20070311T020000", 3, "2SU"), ("20071104T020000", 11, "1SU")),
    "Europe/Paris": (1, ("19970330T020000", 3, "-1SU"), ("19961027T030000", 10, "-1SU")),
}
TIME_ZONES = (*_FIXED_OFFSETS, *_SUMMER_RULES)
"""The time zones of France, by their names in the IANA database."""
_FIXED_SINCE = dt.datetime(1970, 1, 1)


@dataclass(frozen=True)
class CalendarEntry:
    """What an appointment says: `start` and `end` on the clock of `time_zone`, one of TIME_ZONES; `point` in degrees.

    `uid` is the same for ever, so that a corrected file takes the place of the one that a calendar has;
    `stamp` is the day that the file bears. Its SEQUENCE stays 0: after a change, the file must be sent again.
    """

    uid: str
    stamp: dt.date
    title: str
    text: str
    start: dt.datetime
    end: dt.datetime
    time_zone: str
    location: str
    point: tuple[float, float] | None = None
    url: str | None = None
    organizer: tuple[str, str] | None = None
    """Name and mail."""


@dataclass(frozen=True)
class WholeDay:
    """Something to do on a day, at no hour; `uid` and `stamp` as those of a `CalendarEntry`."""

    uid: str
    stamp: dt.date
    day: dt.date
    title: str
    text: str


def write_days(days: Sequence[WholeDay], product: str) -> str:
    """The file's text: one event a day, which leaves whoever has it free, CRLF line ends.

    `product`: CLAIMS or CLOSINGS.
    """
    calendar = _calendar(product)
    for day in days:
        event = _event(day)
        event.add("dtstart", day.day)
        event.add("dtend", day.day + dt.timedelta(days=1))
        event.add("transp", "TRANSPARENT")
        calendar.add_component(event)
    data: bytes = calendar.to_ical()
    return data.decode()


def _event(entry: CalendarEntry | WholeDay) -> Event:
    """What an event says whatever its hours."""
    from icalendar import Event

    event = Event()
    event.add("uid", entry.uid)
    event.add("dtstamp", dt.datetime.combine(entry.stamp, dt.time(), dt.UTC))
    event.add("sequence", 0)
    event.add("summary", entry.title)
    event.add("description", entry.text)
    return event


def write(entry: CalendarEntry) -> str:
    """The file's text: one event, one time zone, CRLF line ends."""
    from icalendar import vCalAddress

    event = _event(entry)
    # on the clock of a zone that the file itself describes: no time zone database is read
    event.add("dtstart", entry.start, {"TZID": entry.time_zone})
    event.add("dtend", entry.end, {"TZID": entry.time_zone})
    event.add("location", entry.location)
    if entry.point:
        event.add("geo", entry.point)
    if entry.url:
        event.add("url", entry.url)
    if entry.organizer:
        name, mail = entry.organizer
        organizer = vCalAddress(f"mailto:{mail}")
        organizer.params["CN"] = name
        event.add("organizer", organizer)
    calendar = _calendar("-//coopdocs//evenements//FR")
    calendar.add_component(_zone(entry.time_zone))
    calendar.add_component(event)
    data: bytes = calendar.to_ical()
    return data.decode()


def _calendar(product: str) -> Calendar:
    from icalendar import Calendar

    calendar = Calendar()
    calendar.add("prodid", product)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    return calendar


def _zone(name: str) -> Timezone:
    """The rules of a time zone; KeyError for one that is not of TIME_ZONES."""
    from icalendar import Timezone, TimezoneDaylight, TimezoneStandard

    zone = Timezone()
    zone.add("tzid", name)
    if name in _FIXED_OFFSETS:
        always = dt.timedelta(hours=_FIXED_OFFSETS[name])
        zone.add_component(_period(TimezoneStandard(), _FIXED_SINCE, always, always))
        return zone
    hours, summer, winter = _SUMMER_RULES[name]
    standard, daylight = dt.timedelta(hours=hours), dt.timedelta(hours=hours + 1)
    for period, (day, month, sunday), before, after in (
        (TimezoneDaylight(), summer, standard, daylight),
        (TimezoneStandard(), winter, daylight, standard),
    ):
        made = _period(period, dt.datetime.fromisoformat(day), before, after)
        made.add("rrule", {"freq": "yearly", "bymonth": month, "byday": sunday})
        zone.add_component(made)
    return zone


def _period(
    period: TimezoneStandard | TimezoneDaylight, start: dt.datetime, before: dt.timedelta, after: dt.timedelta
) -> TimezoneStandard | TimezoneDaylight:
    period.add("dtstart", start)
    period.add("tzoffsetfrom", before)
    period.add("tzoffsetto", after)
    return period
