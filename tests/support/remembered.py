"""What a checker found nothing to say about is not put before it again: the same bytes, the same checker, its version.

A fault is never remembered: what is wrong is looked at anew in each run. `make clean` forgets all.
"""

from __future__ import annotations

import hashlib
import json
import subprocess
from collections.abc import Callable, Collection, Mapping
from functools import cache
from pathlib import Path
from typing import TypeVar

from coopdocs.produce import write_atomic
from support import gate_log
from support.documents import KEPT

T = TypeVar("T")
VERDICTS = KEPT.with_name("coopdocs-verdicts")


def judged(
    gate: str,
    checker: str,
    files: Mapping[T, bytes],
    judge: Callable[[Collection[T]], Mapping[T, str]],
    sound: Callable[[str], bool],
) -> dict[T, str]:
    """The verdict on each file, by its name: of `judge`, which gets all that is not known to be sound at once.

    `gate`: one of gate_log; `checker`: the program, its version and its settings, in words; `sound`: whether a verdict
    may be remembered.
    """
    places = {name: VERDICTS / _digest(gate.encode(), checker.encode(), octets) for name, octets in files.items()}
    known = {name: place.read_text("utf-8") for name, place in places.items() if place.is_file()}
    unknown = [name for name in files if name not in known]
    gate_log.earlier(gate, (files[name] for name in known))
    fresh = judge(unknown) if unknown else {}
    for name, verdict in fresh.items():
        if sound(verdict):
            write_atomic(places[name], verdict.encode())
    return {name: known[name] if name in known else fresh[name] for name in files}


@cache
def version(*command: str) -> str:
    """What a program says of its version."""
    done = subprocess.run([*command], capture_output=True, text=True, check=True)
    return done.stdout + done.stderr


@cache
def digest_of(*paths: Path) -> str:
    """A digest of the files that a checker consists of."""
    return _digest(*(path.read_bytes() for path in paths))


def _digest(*parts: bytes) -> str:
    return hashlib.sha256(json.dumps([hashlib.sha256(part).hexdigest() for part in parts]).encode()).hexdigest()
