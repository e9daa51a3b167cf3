"""Templates made ready to be filled: each is compiled once in a process, and once for all in a kit's own folder."""

from __future__ import annotations

from pathlib import Path
from types import CodeType

import jinja2
from jinja2.bccache import Bucket

from coopdocs import memo

_AT_HAND: dict[str, tuple[str, CodeType]] = {}
"""By the name and the file of a template: the digest of its text, what it was compiled to."""
memo.also_clear(_AT_HAND.clear)


class Compiled(jinja2.BytecodeCache):
    """What templates were compiled to, for environments of the same settings; `folder`: where it outlives a process."""

    def __init__(self, folder: Path | None) -> None:
        self._folder = jinja2.FileSystemBytecodeCache(str(folder)) if folder else None

    def load_bytecode(self, bucket: Bucket) -> None:
        if self._folder:
            self._folder.load_bytecode(bucket)
        checksum, code = _AT_HAND.get(bucket.key, ("", None))
        if bucket.code is None and code and checksum == bucket.checksum:
            bucket.code = code
            if self._folder:
                self._folder.dump_bytecode(bucket)

    def dump_bytecode(self, bucket: Bucket) -> None:
        if bucket.code:
            _AT_HAND[bucket.key] = bucket.checksum, bucket.code
        if self._folder:
            self._folder.dump_bytecode(bucket)
