"""How servers are asked: who asks, how often, how long an answer is waited for."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Manners:
    """All times are in seconds.

    `agent`: the name that servers are told; `pause`: between two requests to one host, `longest_pause`: the longest
    that a site can ask for; `patience`: for a server's next word, `longest`: for all that one address takes; `hosts`:
    how many are asked at the same time; `hops`: how many redirections are followed.
    """

    agent: str
    pause: float = 1.0
    longest_pause: float = 10.0
    patience: float = 10.0
    longest: float = 60.0
    hosts: int = 6
    hops: int = 8
