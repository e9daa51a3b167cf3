"""The fixed list of mutations (list.toml) and what one of them makes of a file."""

from __future__ import annotations

import ast
import tomllib
from dataclasses import dataclass
from pathlib import Path

LIST = Path(__file__).with_name("list.toml")


@dataclass(frozen=True)
class Mutation:
    """One fault: the text of a file of src/coopdocs that stands there once, what takes its place, and who must see it.

    `tests`: files or single tests below tests/, by the names that pytest gives them.
    """

    what: str
    file: str
    before: str
    after: str
    tests: tuple[str, ...]

    def mutated(self, src: Path) -> str:
        """The whole file with the fault in it. Raises LookupError where the list no longer fits the code."""
        path = src / self.file
        if not path.is_file():
            raise LookupError(f"there is no {self.file}")
        text = path.read_text("utf-8")
        if (times := text.count(self.before)) != 1:
            raise LookupError(f"{self.file} has this text {times} times: {self.before}")
        mutated = text.replace(self.before, self.after)
        if ast.dump(ast.parse(mutated)) == ast.dump(ast.parse(text)):
            raise LookupError(f"{self.file} says the same after as before: {self.before}")
        return mutated


def listed() -> list[Mutation]:
    entries = tomllib.loads(LIST.read_text("utf-8"))["mutation"]
    return [Mutation(**{**entry, "tests": tuple(entry["tests"])}) for entry in entries]
