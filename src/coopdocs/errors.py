"""Every way work can fail that is nobody's mistake in the code: what to tell the user, and how a command ends by it."""

from __future__ import annotations

from enum import IntEnum


class Exit(IntEnum):
    """How a command ends, as its exit code."""

    DONE = 0
    REFUSED = 1
    USAGE = 2
    FAILED = 3
    DIFFERENT = 4
    MACHINE = 5
    UNEXPECTED = 70
    INTERRUPTED = 130
    CLOSED = 141


class CoopdocsError(Exception):
    """What could not be done: `message` and `advice` (what to do about it, may be empty) in French, for the user.

    `exit_code` is that of a command that ends by it. Any other exception is a fault of this code.
    """

    exit_code = Exit.FAILED

    def __init__(self, message: str, advice: str = "") -> None:
        # all that is needed to make it again in another process
        super().__init__(message, advice)
        self.message, self.advice = message, advice

    def __str__(self) -> str:
        return f"{self.message} ; {self.advice}" if self.advice else self.message


class RequestError(CoopdocsError):
    """What was asked for does not exist, or cannot be had together."""

    exit_code = Exit.USAGE


class MachineError(CoopdocsError):
    """This machine, or another that was to help, lacks something."""

    exit_code = Exit.MACHINE
