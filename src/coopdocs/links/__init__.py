"""The addresses that a kit writes, and what servers say of them: the one room that reaches the network, when asked."""

from __future__ import annotations

from coopdocs.links.asking import ask, least_time, reached
from coopdocs.links.manners import Manners
from coopdocs.links.verdicts import VERDICTS, Answer, Hop, LinkVerdict
from coopdocs.links.written import Link, Mention, domains, every_link, kept

__all__ = [
    "VERDICTS",
    "Answer",
    "Hop",
    "Link",
    "LinkVerdict",
    "Manners",
    "Mention",
    "ask",
    "domains",
    "every_link",
    "kept",
    "least_time",
    "reached",
]
