"""One kit of a campaign, from its seed to what was found wrong."""

from __future__ import annotations

import shutil
import tempfile
import time
import traceback
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from epreuve.judge import Fault, judge
from epreuve.kit import Traits, generate, write
from epreuve.reduce import fails_alike, reduce
from epreuve.repair import accept


@dataclass
class Tried:
    """One seed: what its kit is like, how `check` took it first and last, the documents made, the faults."""

    seed: str
    traits: str
    refused_first: int = 0
    left: list[str] = field(default_factory=list)
    documents: int = 0
    faults: list[Fault] = field(default_factory=list)
    seconds: float = 0.0
    kept: str = ""


def attempt(seed: str, keep: Path, shrink: bool, only: Sequence[str] = (), traits: Traits | None = None) -> Tried:
    """Draw the kit of a seed, mend it until `check` accepts it, build it (`only` some genres) and look.

    A kit that fails is kept under `keep`, as it was and, where `shrink` is asked, made small beside it.
    """
    start = time.perf_counter()
    files, traits = generate(seed, traits)
    tried = Tried(seed, str(traits))
    try:
        with tempfile.TemporaryDirectory(prefix="epreuve-") as folder:
            checked = accept(files)
            tried.faults += [Fault("place", "", said) for said in dict.fromkeys(checked.misplaced)]
            tried.refused_first = int(checked.files != files)
            tried.left = [f"{p.code} {p}" for p in checked.errors]
            kit = write(checked.files, Path(folder) / "kit")
            if not checked.errors:
                verdict = judge(kit, only)
                tried.documents, tried.faults = verdict.documents, [*tried.faults, *verdict.faults]
            if tried.faults:
                place = keep / seed
                shutil.rmtree(place, ignore_errors=True)
                shutil.copytree(kit, place / "kit", ignore=shutil.ignore_patterns(".coopdocs"))
                tried.kept = str(place)
        if tried.faults and shrink and tried.faults[0].step != "place":
            small = reduce(checked.files, fails_alike(tried.faults[0]))
            write(small, Path(tried.kept) / "reduit")
    except Exception as error:  # a campaign goes on: what falls here is a fault of check, or of the tool
        tried.faults.append(Fault("outil", "", f"{type(error).__name__} : {error}\n{traceback.format_exc()[-1500:]}"))
    tried.seconds = time.perf_counter() - start
    return tried
