"""Finished documents kept by the digest of all that decides their bytes."""

from __future__ import annotations

import contextlib
import hashlib
import json
from functools import cache
from pathlib import Path
from weakref import WeakKeyDictionary

from coopdocs import __version__, machine
from coopdocs.formats import LUS, Job, Rendu
from coopdocs.produce.files import write_atomic

ROOMS = ("champs", "croquis", "typographie")
"""What the engines' rooms import of the others."""


class Cache:
    """Finished documents by the digest of all that their engine got; a folder that may be deleted at any time."""

    def __init__(self, dossier: Path | None, lecture: bool = False) -> None:
        """`lecture`: what it holds is used, nothing is added."""
        self.dossier, self._lecture = dossier, lecture

    def get(self, key: str) -> Rendu | None:
        if self.dossier is None:
            return None
        try:
            head, _, octets = (self.dossier / key[:2] / key).read_bytes().partition(b"\n")
            meta = json.loads(head)
            intact = hashlib.sha256(octets).hexdigest() == meta["sha256"]
            return Rendu(octets, meta["pages"]) if intact else None
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def put(self, key: str, rendu: Rendu) -> None:
        if self.dossier is None or self._lecture:
            return
        meta = {"pages": rendu.pages, "sha256": hashlib.sha256(rendu.octets).hexdigest()}
        # a full disk or a protected folder costs time at the next build, not this document
        with contextlib.suppress(OSError):
            write_atomic(self.dossier / key[:2] / key, json.dumps(meta).encode() + b"\n" + rendu.octets)


# parts of many documents are asked for once each
_KEYS: WeakKeyDictionary[Job, str] = WeakKeyDictionary()


def key(job: Job) -> str:
    """The digest of all that decides a document's bytes: input, options, fonts and images, engine versions, code."""
    if job not in _KEYS:
        _KEYS[job] = _digest(job)
    return _KEYS[job]


def _digest(job: Job) -> str:
    digest = hashlib.sha256()
    for part in (job.moteur, json.dumps(machine.versions(job.moteur)), __version__, _code_digest(), job.contenu):
        digest.update(part.encode() + b"\0")
    for name, value in sorted(job.options.items()):
        digest.update(name.encode() + b"\0" + (value if isinstance(value, bytes) else repr(value).encode()) + b"\0")
    for dossier in job.dossiers:
        digest.update(_files_digest(dossier))
    for piece in job.pieces:
        digest.update(f"{piece.nom}\0{piece.etiquettes}\0{key(piece.job)}\0".encode())
    return digest.hexdigest()


@cache
def _code_digest() -> str:
    """A digest of the engines' rooms and of what they import, so that a change in them renders again."""
    package = Path(__file__).parents[1]
    others = (package / f"{room}.py" for room in ROOMS)
    sources = [*sorted((package / "formats").rglob("*.py")), *others]
    return hashlib.sha256(b"\0".join(path.read_bytes() for path in sources)).hexdigest()


@cache
def _files_digest(dossier: Path) -> bytes:
    """A digest of the files that engines may read in one of a theme's folders."""
    files = sorted(p for folder in LUS for p in (dossier / folder).rglob("*") if p.is_file())
    return hashlib.sha256(
        b"\0".join(p.relative_to(dossier).as_posix().encode() + p.read_bytes() for p in files)
    ).digest()
