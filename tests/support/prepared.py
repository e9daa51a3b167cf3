"""Kits that are built once for all tests, and again only when content, templates, code or engines have changed."""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

from coopdocs.produce import stamp
from support import processes
from support.documents import KEPT, TEMPLATES, one_at_a_time
from support.kits import small_kit

MAKERS = ("kits.py", "prepared.py")


def built(write: Callable[[Path], Path], where: Path, *words: object) -> Path:
    """A copy, at `where`, of the kit that `write` writes, built by `coopdocs build WORDS…`, output and cache too."""
    with tempfile.TemporaryDirectory() as folder:
        written = write(Path(folder) / "kit")
        makers = b"".join((Path(__file__).parent / name).read_bytes() for name in MAKERS)
        kit_digest = stamp.kit_digest((written / "content", TEMPLATES))
        key = hashlib.sha256(f"{kit_digest} {words}".encode() + makers).hexdigest()[:16]
        kept = KEPT.with_name("coopdocs-kits") / key
        with one_at_a_time(kept.parent / f".{key}.lock"):
            if not kept.is_dir():
                _build(written, words, kept)
            os.utime(kept)
            return Path(shutil.copytree(kept, where))


def built_small_kit(where: Path) -> Path:
    """The small kit with all its documents."""
    return built(small_kit, where, "-j", 2)


def _build(kit: Path, words: tuple[object, ...], kept: Path) -> None:
    env = {name: value for name, value in os.environ.items() if name != "SOURCE_DATE_EPOCH"}
    done = processes.coopdocs("-C", kit, "build", *words, env=env)
    assert done.returncode == 0, done.stderr
    half = kept.with_suffix(".half")
    shutil.rmtree(half, ignore_errors=True)
    shutil.copytree(kit, half)
    half.rename(kept)
    # what nobody has asked for in the last runs, of older code or content; time decides no test by that
    for other in sorted(kept.parent.glob("[!.]*"), key=lambda p: p.stat().st_mtime)[:-6]:
        shutil.rmtree(other, ignore_errors=True)
