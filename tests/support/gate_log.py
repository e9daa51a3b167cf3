"""Which gates ran: how many files each one read, and how many faults put into files on purpose it caught.

A gate notes what it reads by itself; a test that spoils files notes what became of them. tests/conftest.py prints
the whole at the end of a run.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from hashlib import sha256
from typing import Any

# Gate → the tools it needs besides Python, by the names that tests/conftest.py knows.
GATES: dict[str, tuple[str, ...]] = {
    "veraPDF, PDF/UA-1 and PDF/A-3a": ("java",),
    "coopdocs verify": (),
    "openxml-audit": (),
    "ooxml-integrity": (),
    "docx-plus lint": (),
    "own checks, DOCX": (),
    "LibreOffice": ("libreoffice",),
    "own checks, XLSX": (),
    "own checks, CSV": (),
    "vnu": ("java", "node"),
    "html-validate": ("node",),
    "axe": ("chromium", "node"),
    "own checks, HTML": (),
}
_read: defaultdict[str, set[str]] = defaultdict(set)
_spoilt: defaultdict[str, set[str]] = defaultdict(set)
_earlier: defaultdict[str, set[str]] = defaultdict(set)
_assertions: Counter[str] = Counter()
_caught: Counter[str] = Counter()


def read(gate: str, files: Iterable[bytes], assertions: int = 0) -> None:
    """A gate of GATES reads these files; `assertions`: of how many single checks it told, where it counts them."""
    assert gate in GATES, gate
    _read[gate].update(map(_digest, files))
    _assertions[gate] += assertions


def earlier(gate: str, files: Iterable[bytes]) -> None:
    """These files, among those that it reads, are the very ones that the gate passed in an earlier run."""
    assert gate in GATES, gate
    _earlier[gate].update(map(_digest, files))


def spoilt(gate: str, files: Iterable[bytes], caught: int) -> None:
    """These files have one fault each, put in on purpose: the gate found something in `caught` of them."""
    assert gate in GATES, gate
    _spoilt[gate].update(map(_digest, files))
    _caught[gate] += caught


def _digest(octets: bytes) -> str:
    """The same in every process of a run, unlike hash()."""
    return sha256(octets).hexdigest()


def noted() -> dict[str, Any]:
    """All that this process has noted, in types that travel to the process that prints it."""
    sets = [{gate: sorted(digests) for gate, digests in of.items()} for of in (_read, _spoilt, _earlier)]
    return {
        "read": sets[0],
        "spoilt": sets[1],
        "earlier": sets[2],
        "assertions": dict(_assertions),
        "caught": dict(_caught),
    }


def add(noted: Mapping[str, Any]) -> None:
    """Take in what another process has noted."""
    for of, name in ((_read, "read"), (_spoilt, "spoilt"), (_earlier, "earlier")):
        for gate, digests in noted.get(name, {}).items():
            of[gate].update(digests)
    _assertions.update(noted.get("assertions", {}))
    _caught.update(noted.get("caught", {}))


def lines(lacking: Collection[str]) -> Iterator[str]:
    """One line for each gate that ran, or did not for want of a tool (`lacking`: those that tests were skipped for)."""
    wide = max(map(len, GATES))
    for gate, needs in GATES.items():
        missing = [tool for tool in needs if tool in lacking]
        if _read[gate]:
            yield f"{gate:<{wide}}  {_amounts(gate)}"
        elif missing:
            yield f"{gate:<{wide}}  not run: lacks {' and '.join(missing)}"


def _amounts(gate: str) -> str:
    amounts = [f"{len(_read[gate] - _spoilt[gate]):>3} files"]
    if _earlier[gate]:
        amounts.append(f"{len(_earlier[gate])} of them passed in an earlier run")
    if _assertions[gate]:
        amounts.append(f"{_assertions[gate]} assertions")
    if _spoilt[gate]:
        amounts.append(f"{_caught[gate]} of {len(_spoilt[gate])} injected faults caught")
    return ", ".join(amounts)
