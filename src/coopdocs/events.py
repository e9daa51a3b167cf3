"""What is told of a build while it goes on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from coopdocs.targets import Target


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


@dataclass(frozen=True)
class Result:
    """What became of one target. `faults` is empty when it was made; `stale`: an older file stays in its place."""

    target: Target
    size: int
    sha256: str
    pages: int | None
    cached: bool
    seconds: float
    faults: tuple[str, ...] = ()
    stale: bool = False


Event: TypeAlias = Planned | Waiting | Estimate | Step | Result
"""A Result: that file is made, or could not be."""
Listener = Callable[[Event], None]


def ignore(event: Event) -> None:
    """Listens to nothing."""
