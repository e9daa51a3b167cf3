"""What is told of a build while it goes on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from coopdocs.produce import Result


@dataclass(frozen=True)
class Planned:
    """How many files are about to be made."""

    count: int


@dataclass(frozen=True)
class Waiting:
    """Another build is at work in the folder: this one goes on when it ends."""


@dataclass(frozen=True)
class Estimate:
    """What a great number of dossiers will take: how many, bytes on the disk, seconds."""

    count: int
    size: int
    seconds: float


@dataclass(frozen=True)
class Step:
    """Something that takes long begins; what it is, in French."""

    what: str


Event: TypeAlias = Planned | Waiting | Estimate | Step | Result
"""A Result: that file is made, or could not be."""
Listener = Callable[[Event], None]


def ignore(event: Event) -> None:
    """Listens to nothing."""
