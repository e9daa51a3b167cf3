"""Worker processes that end with the build, however it ends: interrupted, killed, or one of them out of memory."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing import active_children, get_context, parent_process
from multiprocessing.connection import wait
from typing import Any

PERDU = "le moteur s’est arrêté brusquement (mémoire insuffisante ?) : relancez, au besoin avec -j 1"

Submit = Callable[..., "Future[Any]"]


@contextmanager
def pool(workers: int) -> Iterator[Submit]:
    """A way to submit work to `workers` new processes; leaving early stops them at once."""
    executor = ProcessPoolExecutor(workers, mp_context=get_context("spawn"), initializer=_start)

    def submit(work: Callable[..., Any], *args: Any) -> Future[Any]:
        with _deaf_children():
            return executor.submit(work, *args)

    try:
        yield submit
    except BaseException:
        executor.shutdown(wait=False, cancel_futures=True)
        for child in active_children():
            child.terminate()
        raise
    executor.shutdown()


def is_lost(future: Future[Any]) -> bool:
    """Whether the process that did this work died of it."""
    return isinstance(future.exception(), BrokenProcessPool)


def _start() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    # a worker holds both ends of its own queue: without this it would wait for ever once the build is killed
    parent = parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)


@contextmanager
def _deaf_children() -> Iterator[None]:
    """Ctrl-C reaches the whole group: processes started here leave it to the build, which stops them."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
