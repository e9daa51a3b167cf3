"""What was made of files is kept as long as the process lives, until one says that the files may have changed."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Any, ParamSpec, TypeVar, cast

P = ParamSpec("P")
R = TypeVar("R")

_CLEAR: list[Callable[[], Any]] = []


def of_files(most: int | None = None) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Decorates a function that is given files by path: its last `most` results (None: all) stay at hand."""

    def keep(function: Callable[P, R]) -> Callable[P, R]:
        kept = lru_cache(most)(function)
        _CLEAR.append(kept.cache_clear)
        return cast(Callable[P, R], kept)

    return keep


def also_clear(clear: Callable[[], Any]) -> None:
    """Have `forget` call this too."""
    _CLEAR.append(clear)


def forget() -> None:
    """Let go of all that was made of files: a process that outlives an edit reads them again."""
    for clear in _CLEAR:
        clear()
