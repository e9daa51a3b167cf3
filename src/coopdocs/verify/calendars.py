"""What a calendar entry must hold for any calendar to take it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from coopdocs.verify.findings import Constat, Raison, juger

_LIGNE = 75
"""Bytes of a line, its end not counted."""
_DITS = ("UID", "DTSTAMP", "DTSTART", "DTEND", "SUMMARY")


def controler(chemin: str, octets: bytes) -> list[Constat]:
    """The check of its one event. Raises ValueError, or what the reader raises, for a file that is no calendar."""
    from icalendar import Calendar

    lignes = octets.split(b"\r\n")
    if lignes[-1] or any(b"\n" in ligne or b"\r" in ligne for ligne in lignes):
        raise ValueError("une ligne ne finit pas par CRLF")
    if any(len(ligne) > _LIGNE for ligne in lignes):
        raise ValueError(f"une ligne dépasse {_LIGNE} octets")
    # the reader takes bytes cut anywhere for text, and any END for that of what was begun
    octets.decode()
    if not _nested(octets.replace(b"\r\n ", b"").split(b"\r\n")):
        raise ValueError("un BEGIN n’a pas son END")
    return juger(chemin, "rendez-vous", _event(Calendar.from_ical(octets)))


def _nested(lignes: list[bytes]) -> bool:
    begun: list[bytes] = []
    for mot, _, nom in (ligne.partition(b":") for ligne in lignes):
        if mot == b"BEGIN":
            begun.append(nom)
        elif mot == b"END" and (not begun or begun.pop() != nom):
            return False
    return not begun


def _event(calendar: Any) -> Iterator[Raison]:
    events = calendar.walk("VEVENT")
    if len(events) != 1:
        yield "n’a pas un rendez-vous et un seul", f"{len(events)} en tout"
        return
    (event,) = events
    if missing := [nom for nom in _DITS if not event.get(nom)]:
        yield "un rendez-vous ne dit pas tout", ", ".join(missing)
        return
    debut, fin = event["DTSTART"], event["DTEND"]
    zones = {str(zone.get("TZID")) for zone in calendar.walk("VTIMEZONE")}
    said = {str(zone) for moment in (debut, fin) if (zone := moment.params.get("TZID"))}
    if unknown := sorted(said - zones):
        yield "un fuseau horaire n’est pas décrit", ", ".join(unknown)
    elif fin.dt <= debut.dt:
        yield "un rendez-vous finit avant de commencer"
