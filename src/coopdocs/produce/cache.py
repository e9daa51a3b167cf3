"""Finished documents kept by the digest of all that decides their bytes."""

from __future__ import annotations

import contextlib
import dataclasses
import datetime as dt
import hashlib
import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from weakref import WeakKeyDictionary

from coopdocs import __version__, machine, memo
from coopdocs.formats.job import ENGINE_FOLDERS, Job, Rendered
from coopdocs.produce.files import write_atomic

ROOMS = ("champs", "couleurs", "croquis", "errors", "memo", "typographie")
"""What the engines' rooms import of the others."""


class Cache:
    """Finished documents by the digest of all that their engine got; a folder that may be deleted at any time."""

    def __init__(self, folder: Path | None, read_only: bool = False) -> None:
        """`read_only`: what it holds is used, nothing is added."""
        self.folder, self._read_only = folder, read_only

    def get(self, key: str) -> Rendered | None:
        if self.folder is None:
            return None
        try:
            head, _, data = (self.folder / key[:2] / key).read_bytes().partition(b"\n")
            meta = json.loads(head)
            intact = hashlib.sha256(data).hexdigest() == meta["sha256"]
            return Rendered(data, meta["pages"]) if intact else None
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def put(self, key: str, rendered: Rendered) -> None:
        if self.folder is None or self._read_only:
            return
        meta = {"pages": rendered.pages, "sha256": hashlib.sha256(rendered.data).hexdigest()}
        # a full disk or a protected folder costs time at the next build, not this document
        with contextlib.suppress(OSError):
            write_atomic(self.folder / key[:2] / key, json.dumps(meta).encode() + b"\n" + rendered.data)


# parts of many documents are asked for once each
_KEYS: WeakKeyDictionary[Job, str] = WeakKeyDictionary()
memo.also_clear(_KEYS.clear)


def key(job: Job) -> str:
    """The digest of all that decides a document's bytes: every field of its job, engine versions, the engines' code."""
    if job not in _KEYS:
        _KEYS[job] = _digest(job)
    return _KEYS[job]


def _digest(job: Job) -> str:
    digest = hashlib.sha256()
    for part in (json.dumps(machine.versions(type(job))), __version__, _code_digest()):
        digest.update(part.encode() + b"\0")
    _count_fields(job, digest)
    return digest.hexdigest()


def _count_fields(value: object, digest: hashlib._Hash) -> None:
    """Let the kind of a dataclass count, and each of its fields by its name and its value."""
    assert dataclasses.is_dataclass(value)
    digest.update(f"{type(value).__qualname__}(".encode())
    for field in dataclasses.fields(value):
        digest.update(f"{field.name}=".encode())
        _count(getattr(value, field.name), digest)
    digest.update(b")")


def _count(value: object, digest: hashlib._Hash) -> None:
    """Let a value count in a digest as no other value does, in whatever process.

    A folder counts by what engines read in it. Raises TypeError for a kind of value that nothing here says how to tell
    from another.
    """
    match value:
        case str():
            data = value.encode()
            digest.update(b"text %d:" % len(data) + data)
        case bytes():
            digest.update(b"bytes %d:" % len(value) + value)
        case None | bool() | int() | float() | dt.date():
            digest.update(f"{value!r},".encode())
        case Path():
            digest.update(_files_digest(value))
        case list() | tuple():
            digest.update(b"%d[" % len(value))
            for item in value:
                _count(item, digest)
        case Mapping():
            _count(tuple(value.items()), digest)
        case _ if isinstance(value, Job):
            # made once for a part that many documents have
            digest.update(key(value).encode())
        case _ if dataclasses.is_dataclass(value):
            _count_fields(value, digest)
        case _:
            raise TypeError(f"{type(value).__name__} has no place in a job")


@cache
def _code_digest() -> str:
    """A digest of the engines' rooms and of what they import, so that a change in them renders again."""
    package = Path(__file__).parents[1]
    others = (package / f"{room}.py" for room in ROOMS if not (package / room).is_dir())
    folders = ("formats", *(room for room in ROOMS if (package / room).is_dir()))
    sources = [*(path for folder in folders for path in sorted((package / folder).rglob("*.py"))), *others]
    return hashlib.sha256(b"\0".join(path.read_bytes() for path in sources)).hexdigest()


@memo.of_files()
def _files_digest(folder: Path) -> bytes:
    """A digest of the files that engines may read in one of a theme's folders."""
    files = sorted(p for name in ENGINE_FOLDERS for p in (folder / name).rglob("*") if p.is_file())
    return hashlib.sha256(
        b"\0".join(p.relative_to(folder).as_posix().encode() + p.read_bytes() for p in files)
    ).digest()
