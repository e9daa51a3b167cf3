"""A build that would change nothing, known without reading the content: one digest of all that decides its files.

It covers every byte of content, templates and code, engine versions, selection and output folder: there is nothing to
invalidate. The files themselves are read back, so that one that was changed or removed is made again.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path
from typing import Any

from coopdocs import machine
from coopdocs.events import Result
from coopdocs.formats.job import Job
from coopdocs.problem import Place, Problem
from coopdocs.produce import MANIFEST, write_if_changed
from coopdocs.produce.delivery import Outcome
from coopdocs.produce.indexes import DIRECTORY, INDEX
from coopdocs.targets import Selection, Target

_CODE = Path(__file__).parents[1]


def memory(private: Path, selection: Selection, output: Path) -> Path:
    """The file that remembers the last build of this selection into this folder."""
    name = hashlib.sha256(repr((selection, str(output.resolve()))).encode()).hexdigest()[:16]
    return private / f"fait-{name}.json"


def journal(private: Path, output: Path) -> Path:
    """The file that remembers what the dossiers of an output folder were made from."""
    return private / f"dossiers-{hashlib.sha256(str(output.resolve()).encode()).hexdigest()[:16]}.jsonl"


def kit_digest(folders: Iterable[Path], edition: dt.date | None = None) -> str:
    """The digest of a kit: every byte of these folders (the content's and the theme's), the code, engine versions.

    `edition`: the day that the documents bear, where it is not the kit's own.
    """
    versions = [machine.versions(kind) for kind in machine.PACKAGES]
    total = hashlib.sha256(json.dumps([versions, str(edition)]).encode())
    for folder, pattern in [*((d, "*") for d in folders), (_CODE, "*.py")]:
        for path in sorted(p for p in folder.rglob(pattern) if p.is_file()):
            total.update(f"\0{path.relative_to(folder).as_posix()}\0".encode() + _bytes(path))
    return total.hexdigest()


def digest(kit_digest: str, selection: Selection, output: Path) -> str:
    """The digest of a build of a kit."""
    return hashlib.sha256(repr((kit_digest, selection, str(output.resolve()))).encode()).hexdigest()


def _bytes(path: Path) -> bytes:
    """A file's bytes, none where it cannot be read: whether that is a fault is for the build itself to say."""
    try:
        return path.read_bytes()
    except OSError:
        return b""


def recall(memory_file: Path, wanted: str, output: Path) -> Outcome | None:
    """What the last build left and had to say, when it was this one and its files still stand; else None."""
    try:
        data = json.loads(memory_file.read_text("utf-8"))
        if data["digest"] != wanted or any(_sha256(output / path) != sha for path, sha in data["autour"].items()):
            return None
        results = tuple(_result(entry) for entry in data["resultats"])
        problems = tuple(_problem(p) for p in data["problemes"])
    except (OSError, ValueError, KeyError, TypeError):
        return None
    if any(_sha256(output / r.target.path) != r.sha256 for r in results):
        return None
    return Outcome(results, problems=problems)


def keep(memory_file: Path, made: str, output: Path, outcome: Outcome) -> None:
    """Remember a build that left nothing to do; one with a failure or leftovers is forgotten."""
    if outcome.failed or outcome.faults or outcome.lacking or outcome.leftovers:
        with contextlib.suppress(OSError):
            memory_file.unlink(missing_ok=True)
        return
    data = {
        "digest": made,
        "autour": {name: _sha256(output / name) for name in (MANIFEST, INDEX, DIRECTORY) if (output / name).is_file()},
        "resultats": [_entry(r) for r in outcome.results],
        "problemes": [asdict(p) for p in outcome.problems],
    }
    # a full disk costs time at the next build, not this one
    with contextlib.suppress(OSError):
        write_if_changed(memory_file, json.dumps(data, ensure_ascii=False).encode())


def _sha256(path: Path) -> str:
    """The digest of a file, empty where there is none."""
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else ""


def _entry(result: Result) -> dict[str, object]:
    t = result.target
    return {"cible": [t.path, t.kind, t.subject, t.title], "octets": result.size, "sha256": result.sha256,
            "pages": result.pages}  # fmt: skip


def _result(entry: dict[str, Any]) -> Result:
    path, kind, subject, title = entry["cible"]
    target = Target(path, kind, subject, title, _made)
    return Result(target, entry["octets"], entry["sha256"], entry["pages"], cached=True, seconds=0.0)


def _problem(entry: dict[str, Any]) -> Problem:
    elsewhere = tuple(Place(**place) for place in entry["ailleurs"])
    return Problem(**{**entry, "place": Place(**entry["place"]), "ailleurs": elsewhere})


def _made() -> Job:
    raise AssertionError("a recalled target is never made")
