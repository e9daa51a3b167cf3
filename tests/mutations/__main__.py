"""Each mutation of the list in turn, in a copy of the work tree: the tests named for it must fail. Exits 1 if any pass.

    python -m mutations [WORD…]     those whose description or file holds one of the words; all by default

Before the first one, the named tests are run on the code as it stands: they must pass. A mutation whose text is no
longer found, or whose tests do not even start, counts as one that survived: the list is to be mended.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
import venv
from collections.abc import Iterable, Sequence
from importlib.util import cache_from_source
from pathlib import Path

from mutations.faults import Mutation, listed

ROOT = Path(__file__).parents[2]
PATIENCE_S = 300
"""A mutation that makes the tests run longer than that is seen."""


def main(words: Sequence[str]) -> int:
    mutations = [m for m in listed() if not words or any(word in f"{m.what} {m.file}" for word in words)]
    begun = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="mutations-") as folder:
        copy = Path(folder) / "tree"
        copied(copy)
        environment(copy)
        code, said = run_tests(copy, sorted({test for m in mutations for test in m.tests}), stop=False)
        if code != 0:
            print(said, "The tests named in the list do not pass on the code as it stands.", sep="\n")
            return 1
        verdicts = [verdict(copy, number, m) for number, m in enumerate(mutations, 1)]
    killed = verdicts.count(True)
    print(f"\n{killed} of {len(mutations)} mutations killed in {time.monotonic() - begun:.0f} s")
    return 0 if killed == len(mutations) else 1


def verdict(copy: Path, number: int, mutation: Mutation) -> bool:
    """Whether a mutation is seen; its line of the table."""
    src = copy / "src/coopdocs"
    begun = time.monotonic()
    try:
        mutated = mutation.mutated(src)
    except LookupError as misfit:
        code, by = None, f"does not apply: {misfit}"
    else:
        path = src / mutation.file
        sound = path.read_text("utf-8")
        write(path, mutated)
        code, said = run_tests(copy, mutation.tests)
        write(path, sound)
        by = seen_by(said) if code == 1 else "" if code == 0 else f"the tests did not run (pytest: {code})"
    label = "killed" if code == 1 else "SURVIVED" if code == 0 else "MISFIT"
    line = f"{number:>3}  {label:<8}  {time.monotonic() - begun:>5.1f} s  {mutation.what} ({mutation.file})"
    print(f"{line}\n{'':24}{by}" if by else line, flush=True)
    return code == 1


def write(path: Path, text: str) -> None:
    """Write a module; what was compiled of it goes: two of them can have the same date and size."""
    path.write_text(text, encoding="utf-8")
    Path(cache_from_source(str(path))).unlink(missing_ok=True)


def seen_by(said: str) -> str:
    """The test that failed, as pytest's summary names it."""
    found = re.search(r"^(?:FAILED|ERROR) tests/(\S+)", said, re.M)
    return found[1] if found else "no end in time"


def run_tests(copy: Path, tests: Iterable[str], *, stop: bool = True) -> tuple[int, str]:
    """pytest's exit code for these tests in the copy, and what it printed; 1 as well where they come to no end."""
    python = copy.with_name("venv") / ("Scripts" if os.name == "nt" else "bin") / "python"
    command = [str(python), "-m", "pytest", "-q", "-p", "no:cacheprovider", *(["-x"] if stop else [])]
    try:
        done = subprocess.run(
            [*command, *(f"tests/{test}" for test in tests)], cwd=copy, capture_output=True,
            text=True, check=False, timeout=PATIENCE_S if stop else None,
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        return 1, ""
    return done.returncode, done.stdout


def copied(copy: Path) -> None:
    """What is committed or not ignored of the work tree, as it stands."""
    names = subprocess.check_output(["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"], cwd=ROOT)
    for name in sorted(set(names.decode().split("\0")) - {""}):
        if (ROOT / name).is_file():
            (copy / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, copy / name)


def environment(copy: Path) -> None:
    """Beside the copy, an environment with all that is installed here but coopdocs, which is the copied one.

    Whatever process a test starts, with whatever variables, finds the code with its fault.
    """
    place = copy.with_name("venv")
    venv.create(place)
    packages = next(place.rglob("site-packages"))
    here = [path for path in sys.path if path.endswith("site-packages")]
    (packages / "copy.pth").write_text("\n".join([str(copy / "src"), *here]) + "\n", encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
