"""`python -m epreuve`: a campaign of drawn kits; each failing one is kept, made small, and said how to repeat.

PYTHONPATH=tests python -m epreuve -n 20 --seed 7 -j 2
"""

from __future__ import annotations

import argparse
import random
import sys
from concurrent.futures import ProcessPoolExecutor, as_completed
from multiprocessing import get_context
from pathlib import Path

from coopdocs.targets import KINDS
from epreuve.campaign import Tried, attempt


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m epreuve", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("-n", type=int, default=10, help="kits to draw")
    parser.add_argument("--seed", default="", help="seed of the campaign; without one, a fresh one is drawn")
    parser.add_argument("--kit", action="append", default=[], help="try this kit's seed alone (to repeat)")
    parser.add_argument("-j", type=int, default=1, help="kits at the same time")
    parser.add_argument("--keep", type=Path, default=Path(".epreuve"), help="where failing kits are kept")
    parser.add_argument("--no-shrink", action="store_true", help="keep failing kits as they are")
    parser.add_argument("--only", action="append", default=[], choices=KINDS, help="build this genre alone")
    asked = parser.parse_args()
    base = asked.seed or str(random.SystemRandom().randrange(10**6))
    seeds = asked.kit or [f"{base}-{i}" for i in range(asked.n)]
    print(f"graine {base} : {len(seeds)} kits", flush=True)
    every: list[Tried] = []
    with ProcessPoolExecutor(asked.j, get_context("spawn")) as pool:
        work = [pool.submit(attempt, seed, asked.keep, not asked.no_shrink, tuple(asked.only)) for seed in seeds]
        for done in as_completed(work):
            every.append(done.result())
            _say(every[-1])
    return _sum(every)


def _say(tried: Tried) -> None:
    how = f"{tried.documents} documents" if not tried.left else f"refusé ({len(tried.left)} erreurs restent)"
    first = ", réparé" if tried.refused_first and not tried.left else ""
    print(f"{tried.seed}  {how}{first}, {tried.seconds:.0f} s  ({tried.traits})")
    for said in tried.left[:3]:
        print(f"    reste {said}")
    seen = set()
    for fault in tried.faults:
        if fault.kind not in seen:
            seen.add(fault.kind)
            print(f"    FAUTE {fault}")
    if tried.faults:
        print(f"    gardé dans {tried.kept} ; à refaire : PYTHONPATH=tests python -m epreuve --kit {tried.seed}")
    sys.stdout.flush()


def _sum(every: list[Tried]) -> int:
    refused = sum(bool(t.left) for t in every)
    faulty = [t for t in every if t.faults]
    kinds = {fault.kind for t in every for fault in t.faults}
    print(
        f"{len(every)} kits : {len(every) - refused} acceptés, "
        f"dont {sum(t.refused_first and not t.left for t in every)} après réparation, {refused} refusés ; "
        f"{sum(t.documents for t in every)} documents ; "
        f"{len(faulty)} kits en faute, {len(kinds)} sortes de fautes"
    )
    return 1 if faulty else 0


if __name__ == "__main__":
    sys.exit(main())
