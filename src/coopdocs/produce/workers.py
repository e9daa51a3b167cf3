"""Worker processes that end with the build, however it ends: interrupted, killed, or one of them out of memory.

Each thread of a pool owns one process and one pipe to it. The standard library's process pool loses every job when one
process dies, and on some Python 3.11 waits for ever when that happens with large jobs in its queue.
"""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from multiprocessing import get_context, parent_process, resource_tracker
from multiprocessing.connection import Connection, wait
from typing import Any

from coopdocs.errors import CoopdocsError

LOST = "le moteur s’est arrêté brusquement (mémoire insuffisante ?) : relancez, au besoin avec -j 1"

SIGNAL_MASKS = hasattr(signal, "pthread_sigmask")

Submit = Callable[..., "Future[Any]"]


class LostProcessError(CoopdocsError):
    """The process that did this work died of it."""

    def __init__(self) -> None:
        super().__init__(LOST)
        self.args = ()


@contextmanager
def pool(workers: int) -> Iterator[Submit]:
    """A way to submit work to `workers` new processes; leaving it by an error stops them at once."""
    if SIGNAL_MASKS:
        # its first start takes the mask off again in the thread that causes it
        resource_tracker.ensure_running()
    crew = _Processes()
    threads = ThreadPoolExecutor(workers, initializer=_deaf)
    try:
        yield lambda work, *args: threads.submit(crew.do, work, args)
    except BaseException:
        threads.shutdown(wait=False, cancel_futures=True)
        crew.dismiss()
        raise
    finally:
        threads.shutdown()
        crew.dismiss()


def is_lost(future: Future[Any]) -> bool:
    return isinstance(future.exception(), LostProcessError)


class _Processes:
    """The processes of a pool, one a thread, each made when it first has work and again when it died."""

    def __init__(self) -> None:
        self._own = threading.local()
        self._lock = threading.Lock()
        self._children: list[tuple[Any, Connection[Any, Any]]] = []
        self._over = False

    def do(self, work: Callable[..., Any], args: tuple[Any, ...]) -> Any:
        """Have this thread's process do some work: its result, its own exception, or LostProcessError."""
        try:
            pipe = getattr(self._own, "pipe", None) or self._hire()
            pipe.send((work, args))
            done, result = pipe.recv()
        except (EOFError, OSError) as error:
            self._own.pipe = None
            raise LostProcessError() from error
        if not done:
            raise result
        return result

    def _hire(self) -> Connection[Any, Any]:
        context = get_context("spawn")
        here, there = context.Pipe()
        with self._lock:
            if self._over:
                raise LostProcessError()
            child = context.Process(target=_serve, args=(there,), daemon=True)
            child.start()
            self._children.append((child, here))
        # with the other end open here too, a dead process would look like a slow one
        there.close()
        self._own.pipe = here
        return here

    def dismiss(self) -> None:
        with self._lock:
            self._over = True
            for child, pipe in self._children:
                child.kill()
                child.join()
                with suppress(OSError):
                    pipe.close()
            self._children.clear()


def _deaf() -> None:
    """Ctrl-C reaches a whole group: processes inherit from their thread to leave it to the build, which stops them."""
    if SIGNAL_MASKS:
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})


def _serve(pipe: Connection[Any, Any]) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # for systems without signal masks
    threading.Thread(target=_end_with_parent, daemon=True).start()
    with suppress(EOFError, OSError):
        while True:
            work, args = pipe.recv()
            try:
                answer = (True, work(*args))
            except Exception as error:
                answer = (False, error)
            pipe.send(answer)


def _end_with_parent() -> None:
    # a process in the middle of a long document would only notice at its end that the build was killed
    parent = parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)
