"""Speed of the command line on this kit, as whole processes: medians of wall seconds, and what each build rendered.

`make bench` prints a table; nothing here decides a test. Each scenario starts from the state the one before it left.
"""

from __future__ import annotations

import json
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

RACINE = Path(__file__).parents[1]
COOPDOCS = Path(sys.executable).parent / "coopdocs"
MOT = ("Cerner un besoin", "Nommer un besoin")


def run(kit: Path, *arguments: str) -> tuple[float, str]:
    """Wall seconds and output of one coopdocs process."""
    start = time.perf_counter()
    done = subprocess.run([COOPDOCS, "-C", kit, *arguments], capture_output=True, text=True)
    seconds = time.perf_counter() - start
    if done.returncode:
        sys.exit(f"coopdocs {' '.join(arguments)} : code {done.returncode}\n{done.stdout[-2000:]}{done.stderr[-2000:]}")
    return seconds, done.stdout


def build(kit: Path) -> tuple[float, int]:
    """Wall seconds of one build and how many documents an engine made (cached and text documents need none)."""
    seconds, output = run(kit, "build", "--json")
    rendered = [f for f in json.loads(output)["fichiers"] if f["secondes"] > 0 and not f["cache"]]
    return seconds, len(rendered)


def rewrite(fichier: Path, old: str, new: str) -> None:
    fichier.write_text(fichier.read_text("utf-8").replace(old, new, 1), "utf-8")


def repeated(times: int, action: Callable[[], tuple[float, object]]) -> tuple[float, float, float, object]:
    """Minimum, median and maximum seconds of several runs, and what the last one gave."""
    runs = [action() for _ in range(times)]
    seconds = [s for s, _ in runs]
    return min(seconds), statistics.median(seconds), max(seconds), runs[-1][1]


def row(nom: str, figures: tuple[float, float, float, object]) -> None:
    low, median, high, rendered = figures
    print(f"{nom:44} {low:8.2f} {median:8.2f} {high:8.2f}   {rendered if isinstance(rendered, int) else ''}")


def main() -> None:
    with tempfile.TemporaryDirectory() as tmp:
        kit = Path(tmp) / "kit"
        for part in ("content", "templates"):
            shutil.copytree(RACINE / part, kit / part)
        forme = kit / "content/formes/ptce.yaml"
        print(f"{'seconds of wall time':44} {'min':>8} {'median':>8} {'max':>8}   documents rendered")
        row("coopdocs --help", repeated(9, lambda: run(kit, "--help")))
        row("coopdocs check", repeated(7, lambda: run(kit, "check")))
        row("build, empty cache", repeated(1, lambda: build(kit)))
        row("build, nothing changed", repeated(7, lambda: build(kit)))
        rewrite(forme, *MOT)
        row("build, one word changed in one forme", repeated(1, lambda: build(kit)))
        rewrite(forme, *reversed(MOT))
        row("build, that change undone", repeated(1, lambda: build(kit)))


if __name__ == "__main__":
    main()
