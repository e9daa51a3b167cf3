"""One round over many addresses: some hosts at a time, a thread for each, left behind where it takes too long."""

from __future__ import annotations

import queue
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from coopdocs.links import addresses
from coopdocs.links.manners import Manners
from coopdocs.links.verdicts import TOO_SLOW, UNFOUND, Answer
from coopdocs.links.visiting import Visitor

_TICK = 0.05
"""Seconds between two looks at what takes too long."""
_ALONE = "son nom n’est pas trouvé, et aucun autre site n’a répondu : cette machine est-elle reliée au réseau ?"


def ask(asked: Sequence[str], manners: Manners, on: Callable[[Answer], None] = lambda answer: None) -> list[Answer]:
    """What holds of each address, in their order; `on` hears of each as its answer comes.

    A name that is not found is dead only where a server was reached: without a network none is found.
    """
    by_host: dict[str, list[str]] = {}
    for address in dict.fromkeys(asked):
        by_host.setdefault(addresses.host(address), []).append(address)
    answers: dict[str, Answer] = {}
    for answer in _Round(manners, list(by_host.values())).answers():
        answers[answer.address] = answer
        on(answer)
    found = [answers[address] for address in asked]
    if reached(found):
        return found
    return [replace(a, verdict="inconnue", reason=_ALONE) if (a.verdict, a.reason) == UNFOUND else a for a in found]


def least_time(asked: Sequence[str], manners: Manners) -> float:
    """The seconds that a round takes at least, by its pauses alone."""
    counts = Counter(addresses.host(address) for address in asked)
    longest = max(counts.values(), default=0)
    return manners.pause * max(longest, len(asked) / min(manners.hosts, len(counts) or 1))


def reached(answers: Sequence[Answer]) -> bool:
    """Whether any server spoke."""
    return any(answer.status or answer.hops for answer in answers)


@dataclass(eq=False)
class _Errand:
    """The addresses of one host that are not answered yet, and since when the first of them is asked for."""

    addresses: list[str]
    since: float


class _Round:
    def __init__(self, manners: Manners, waiting: list[list[str]]) -> None:
        self._manners, self._waiting, self._visitor = manners, waiting, Visitor(manners)
        self._heard: queue.SimpleQueue[tuple[_Errand, Answer | BaseException]] = queue.SimpleQueue()
        self._running: list[_Errand] = []

    def answers(self) -> Iterator[Answer]:
        """Every answer as it comes."""
        while self._waiting or self._running:
            while self._waiting and len(self._running) < self._manners.hosts:
                self._start(_Errand(self._waiting.pop(0), time.monotonic()))
            try:
                errand, answer = self._heard.get(timeout=_TICK)
            except queue.Empty:
                yield from self._given_up()
                continue
            if errand in self._running:
                if isinstance(answer, BaseException):
                    raise answer
                yield answer
                self._strike(errand, answer)

    def _start(self, errand: _Errand) -> None:
        self._running.append(errand)
        # a daemon: a server that never ends must not keep the process
        threading.Thread(target=self._run, args=(errand, tuple(errand.addresses)), daemon=True).start()

    def _run(self, errand: _Errand, every: Sequence[str]) -> None:
        try:
            for address in every:
                self._heard.put((errand, self._visitor.visit(address)))
        except BaseException as error:
            self._heard.put((errand, error))

    def _strike(self, errand: _Errand, answer: Answer) -> None:
        errand.addresses.remove(answer.address)
        errand.since = time.monotonic()
        if not errand.addresses:
            self._running.remove(errand)

    def _given_up(self) -> Iterator[Answer]:
        """What is said of the hosts that take too long."""
        for errand in list(self._running):
            if time.monotonic() - errand.since > self._manners.longest:
                self._running.remove(errand)
                yield from (Answer(address, *TOO_SLOW) for address in errand.addresses)
