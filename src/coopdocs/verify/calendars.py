"""What a calendar entry must hold for any calendar to take it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from coopdocs.formats.ics import CLOSINGS
from coopdocs.verify.findings import Finding, Reason, judge

_LINE = 75
"""Bytes of a line, its end not counted."""
_TOLD = ("UID", "DTSTAMP", "DTSTART", "DTEND", "SUMMARY")


def check(path: str, data: bytes) -> list[Finding]:
    """The check of its one event, of each in a calendar of days. Raises ValueError, or what the reader raises, for a
    file that is no calendar."""
    from icalendar import Calendar

    lines = data.split(b"\r\n")
    if lines[-1] or any(b"\n" in line or b"\r" in line for line in lines):
        raise ValueError("une ligne ne finit pas par CRLF")
    if any(len(line) > _LINE for line in lines):
        raise ValueError(f"une ligne dépasse {_LINE} octets")
    # the reader takes bytes cut anywhere for text, and any END for that of what was begun
    data.decode()
    if not _nested(data.replace(b"\r\n ", b"").split(b"\r\n")):
        raise ValueError("un BEGIN n’a pas son END")
    return judge(path, "rendez-vous", _events(Calendar.from_ical(data)))


def _nested(lines: list[bytes]) -> bool:
    begun: list[bytes] = []
    for word, _, name in (line.partition(b":") for line in lines):
        if word == b"BEGIN":
            begun.append(name)
        elif word == b"END" and (not begun or begun.pop() != name):
            return False
    return not begun


def _events(calendar: Any) -> Iterator[Reason]:
    events = calendar.walk("VEVENT")
    if calendar.get("PRODID") == CLOSINGS:
        names = [str(event.get("UID")) for event in events]
        if not events or len(set(names)) < len(names):
            yield "n’a pas un rendez-vous par jour à retenir", f"{len(set(names))} pour {len(names)}"
    elif len(events) != 1:
        yield "n’a pas un rendez-vous et un seul", f"{len(events)} en tout"
        return
    for event in events:
        yield from _event(calendar, event)


def _event(calendar: Any, event: Any) -> Iterator[Reason]:
    if missing := [name for name in _TOLD if not event.get(name)]:
        yield "un rendez-vous ne dit pas tout", ", ".join(missing)
        return
    start, end = event["DTSTART"], event["DTEND"]
    zones = {str(zone.get("TZID")) for zone in calendar.walk("VTIMEZONE")}
    said = {str(zone) for moment in (start, end) if (zone := moment.params.get("TZID"))}
    if unknown := sorted(said - zones):
        yield "un fuseau horaire n’est pas décrit", ", ".join(unknown)
    elif end.dt <= start.dt:
        yield "un rendez-vous finit avant de commencer"
