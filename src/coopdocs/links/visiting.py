"""Visits to servers: few requests, one at a time to a host, as its robots.txt allows; nothing is kept of a page.

A page is asked for its head (HEAD); for itself only where that is refused, or before it is called dead, and then
nothing of it is read but what says how it is.
"""

from __future__ import annotations

import http.client
import ssl
import threading
import time
import urllib.request
from dataclasses import dataclass, field, replace
from urllib.parse import urljoin, urlsplit
from urllib.robotparser import RobotFileParser

from coopdocs.links import addresses
from coopdocs.links.manners import Manners
from coopdocs.links.verdicts import (
    PERMANENT,
    TEMPORARY,
    TOO_SLOW,
    UNREADABLE,
    Answer,
    Failure,
    Hop,
    Reply,
    failure,
    judged,
)

ROBOTS_MAX = 200_000
"""Bytes of a robots.txt that are read: the most of anything."""
_STAND = (*range(200, 300), *PERMANENT, *TEMPORARY, 401, 429, 503)
"""Statuses of HEAD that say all; another one may only mean that a server dislikes the question."""
_ERRORS = (OSError, http.client.HTTPException, ValueError)
_SLOW_MAX = 2
"""After so many silences on end a host is asked nothing more."""


@dataclass
class _Door:
    """What is known of one host: held by who asks it, when it may be asked again, what its robots.txt say."""

    pause: float
    lock: threading.Lock = field(default_factory=threading.Lock)
    free_at: float = 0.0
    silences: int = 0
    closed: Failure | None = None
    robots: dict[str, RobotFileParser | Failure] = field(default_factory=dict)


class Visitor:
    """Asks for addresses one by one, from any number of threads, and remembers how each host wants to be asked."""

    def __init__(self, manners: Manners) -> None:
        self._manners = manners
        self._doors: dict[str, _Door] = {}
        self._doors_lock = threading.Lock()
        # no other handler: a redirection is an answer, and file: or ftp: lead nowhere
        self._opener = urllib.request.OpenerDirector()
        for handler in (
            urllib.request.ProxyHandler(),
            urllib.request.HTTPHandler(),
            urllib.request.HTTPSHandler(context=ssl.create_default_context()),
        ):
            self._opener.add_handler(handler)
        self._opener.addheaders = [("User-Agent", manners.agent), ("Accept", "*/*"), ("Accept-Language", "fr")]

    def visit(self, address: str) -> Answer:
        """What holds of an address, its redirections followed."""
        try:
            here = addresses.canonical(address)
        except ValueError:
            return Answer(address, "inconnue", "cette adresse ne se lit pas")
        hops: list[Hop] = []
        reply = self._reply(here)
        while reply.leads:
            there, fault = _next(here, reply.location, [here, *(hop.address for hop in hops)])
            if fault is None and len(hops) == self._manners.hops:
                fault = "inconnue", f"plus de {self._manners.hops} redirections de suite"
            if fault:
                reply = Reply(reply.status, failure=fault)
                break
            hops.append(Hop(here, reply.status or 0, there))
            here = there
            reply = self._reply(here)
        answer = judged(address, hops, reply)
        return self._safer(answer) if answer.verdict == "répond" else answer

    def _safer(self, answer: Answer) -> Answer:
        """The answer of an address, with the one to write instead where it was asked for without encryption."""
        plain = urlsplit(addresses.canonical(answer.address))
        if plain.scheme == "https" or plain.port:
            return answer
        safe = plain._replace(scheme="https").geturl()
        if 200 <= (self._reply(safe).status or 0) < 300:
            return replace(answer, verdict="https possible", reason="la même page répond en https", new=safe)
        return answer

    def _reply(self, address: str) -> Reply:
        """What the server of a canonical address says, asked as politely as it wishes."""
        host = addresses.host(address)
        with self._doors_lock:
            door = self._doors.setdefault(host, _Door(self._manners.pause))
        if not door.lock.acquire(timeout=self._manners.longest):
            return Reply(failure=TOO_SLOW)
        try:
            refusal = door.closed or self._refusal(door, address)
            if refusal:
                return Reply(failure=refusal)
            reply, _ = self._request(door, "HEAD", address)
            if reply.failure == UNREADABLE or (reply.status and reply.status not in _STAND):
                reply, _ = self._request(door, "GET", address)
            if reply.status in (429, 503):
                door.closed = "inconnue", f"le site demande d’attendre ({reply.status})"
            return reply
        finally:
            door.lock.release()

    def _refusal(self, door: _Door, address: str) -> Failure | None:
        """Why a page must not be asked for: its site's robots.txt forbids it, or could not be had."""
        origin = addresses.origin(address)
        if origin not in door.robots:
            door.robots[origin] = self._rules(door, origin)
        rules = door.robots[origin]
        if isinstance(rules, tuple):
            return rules
        if rules.can_fetch(self._manners.agent, address):
            return None
        return "inconnue", "le site ne veut pas être lu par un programme (robots.txt)"

    def _rules(self, door: _Door, origin: str) -> RobotFileParser | Failure:
        """What the robots.txt of a site says; a site without one allows all, one that fails allows nothing."""
        reply, text = self._request(door, "GET", f"{origin}/robots.txt", ROBOTS_MAX)
        if reply.failure:
            return reply.failure
        if (reply.status or 0) >= 500:
            return "inconnue", f"le site ne répond pas pour l’instant ({reply.status})"
        rules = RobotFileParser()
        try:
            rules.parse(text.splitlines() if reply.status == 200 else [])
            wished = float(rules.crawl_delay(self._manners.agent) or 0)
        except ValueError:
            # « Crawl-delay: ² » is a digit to the parser, no number
            rules, wished = RobotFileParser(), 0.0
            rules.parse([])
        door.pause = max(door.pause, min(wished, self._manners.longest_pause))
        return rules

    def _request(self, door: _Door, method: str, address: str, most: int = 0) -> tuple[Reply, str]:
        """One request, when the host may be asked again; the first `most` bytes of what it sends, as text."""
        time.sleep(max(0.0, door.free_at - time.monotonic()))
        try:
            request = urllib.request.Request(address, method=method)
            with self._opener.open(request, timeout=self._manners.patience) as got:
                door.silences = 0
                text = got.read(most).decode("utf-8", "replace") if most else ""
                return Reply(got.status, got.headers.get("Location") or ""), text
        except _ERRORS as error:
            said = failure(error)
            door.silences += said == TOO_SLOW
            if door.silences >= _SLOW_MAX:
                door.closed = TOO_SLOW
            return Reply(failure=said), ""
        finally:
            door.free_at = time.monotonic() + door.pause


def _next(here: str, location: str, seen: list[str]) -> tuple[str, Failure | None]:
    """Where a redirection leads, or why nowhere; `seen`: the addresses on the way."""
    try:
        # servers write letters of all scripts as they are, which headers read as Latin-1
        written = location.encode("latin-1", "replace").decode("utf-8")
    except UnicodeDecodeError:
        written = location
    try:
        there = addresses.canonical(urljoin(here, written.strip()))
    except ValueError:
        return "", ("inconnue", "le site renvoie à une adresse qui ne se lit pas")
    return there, ("inconnue", "le site renvoie sans fin à lui-même") if there in seen else None
