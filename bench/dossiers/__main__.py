"""One further dossier: ours, the Typst twin and naive WeasyPrint, in turns over the same EPCI, as a Markdown table.

Each contender has a process of its own, driven through pipes, so that what slows this machine down slows them all.
Nothing here decides a test.

    python bench/dossiers                    10, 100 and every EPCI
    python bench/dossiers --quick            10, naive WeasyPrint once
    python bench/dossiers --france [--quick] the command itself over all EPCI in two processes (one département)
"""

from __future__ import annotations

import argparse
import json
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

RACINE = Path(__file__).parents[2]
ECHAUFFEMENT = 4
"""Dossiers made before any counts: at least one of each length of the initiatives, on which page numbers hang."""
NOMS = {"coopdocs": "coopdocs", "typst": "Typst, mémorisé", "weasyprint": "WeasyPrint, tout refait"}


@dataclass
class Course:
    """One contender: its process, and what each of its dossiers took."""

    nom: str
    dossier: Path
    depart: float = 0.0
    tours: list[dict[str, Any]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.dossier.mkdir(parents=True)
        script = Path(__file__).parent / "concurrents.py"
        command: list[str | Path] = [sys.executable, script, self.nom, RACINE, self.dossier]
        start = time.perf_counter()
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self._answer()
        self.depart = time.perf_counter() - start

    def _answer(self) -> dict[str, Any]:
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        if not line:
            sys.exit(f"{self.nom} : le processus s’est arrêté (code {self.process.wait()})")
        answer: dict[str, Any] = json.loads(line)
        return answer

    def warm_up(self, cles: Iterable[str]) -> None:
        """Dossiers that do not count, but in what it takes from nothing to the first of those that do (`depart`)."""
        start = time.perf_counter()
        for cle in cles:
            self.make(cle)
        self.depart += time.perf_counter() - start

    def make(self, cle: str) -> dict[str, Any]:
        """What one dossier took; its file is looked at and deleted."""
        assert self.process.stdin is not None
        print(cle, file=self.process.stdin, flush=True)
        answer = self._answer()
        if "defaut" in answer:
            return answer
        fichier = self.dossier / f"{cle.replace(':', '-')}.pdf"
        answer["octets"], answer["pages"] = _checked(fichier)
        fichier.unlink()
        return answer

    def finish(self) -> None:
        self.process.communicate()


def _checked(fichier: Path) -> tuple[int, int]:
    """Bytes and pages of a file; the bench ends at one without tags."""
    import pikepdf

    with pikepdf.open(fichier) as pdf:
        if "/StructTreeRoot" not in pdf.Root or not pdf.Root.MarkInfo.Marked:
            sys.exit(f"{fichier.name} n’est pas balisé")
        return fichier.stat().st_size, len(pdf.pages)


def sample() -> list[str]:
    """All EPCI in an order that is random and always the same."""
    coopdocs = str(Path(sys.executable).parent / "coopdocs")
    command = [coopdocs, "-C", str(RACINE), "list", "territoires", "--niveau", "epci", "--json"]
    found = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
    cles = sorted(row["code"] for row in found)
    random.Random(2026).shuffle(cles)
    return cles


def race(courses: Sequence[Course], cles: Sequence[str], naifs: int) -> None:
    """Each territory by each contender before the next territory, beginning with another one each time.

    A territory whose dossier has a defect counts for none of them.
    """
    for rang, cle in enumerate(cles):
        here = [course for course in courses if course.nom != "weasyprint" or len(course.tours) < naifs]
        start = rang % len(here)
        answers = [(course, course.make(cle)) for course in (*here[start:], *here[:start])]
        if defaut := next((answer["defaut"] for _, answer in answers if "defaut" in answer), None):
            print(f"\r{cle} ne compte pas : {defaut}", file=sys.stderr)
            continue
        for course, answer in answers:
            course.tours.append(answer)
        print(f"\r{rang + 1} / {len(cles)}", end="", file=sys.stderr, flush=True)
    print(file=sys.stderr)
    if not all(course.tours for course in courses):
        sys.exit("aucun dossier sans défaut : corrigez-les d’abord")


# --- tables


def row(cells: Iterable[object]) -> None:
    print("| " + " | ".join(map(str, cells)) + " |")


def show(courses: Sequence[Course], n: int) -> None:
    """What the first `n` dossiers took, ours as a multiple of each, and from nothing (no cache) to the last file."""
    print(f"\n### {n} dossiers\n")
    row(("", "médiane", "minimum", "processeur", "coopdocs / lui", "total", "mémoire", "un fichier", "pages"))
    row(["---", *["---:"] * 8])
    mine = next(c for c in courses if c.nom == "coopdocs").tours[:n]
    for course in courses:
        tours = course.tours[:n]
        row(_line(NOMS[course.nom], tours, mine, "secondes", _total(course, n)))
        if course.nom == "typst":
            row(_line("Typst, ses données déjà prêtes", tours, mine, "moteur", ""))


def _line(
    nom: str, tours: Sequence[Mapping[str, Any]], mine: Sequence[Mapping[str, Any]], champ: str, total: str
) -> list[str]:
    seconds = [tour[champ] for tour in tours]
    median = statistics.median(seconds)
    # over the territories that both made
    ratio = statistics.median(t["secondes"] for t in mine[: len(tours)]) / median
    return [
        nom,
        _ms(median),
        _ms(min(seconds)),
        _ms(statistics.median(t["cpu"] for t in tours)) if champ == "secondes" else "",
        f"{ratio:.2f}",
        total,
        _mo(tours[-1]["memoire"]),
        _mo(statistics.median(t["octets"] for t in tours), 2),
        f"{min(t['pages'] for t in tours):.0f}–{max(t['pages'] for t in tours):.0f}",
    ]


def _total(course: Course, n: int) -> str:
    """From nothing to `n` files in one process, warm-up included; reckoned where naive WeasyPrint made but a few."""
    known = [tour["secondes"] for tour in course.tours[:n]]
    if course.nom != "weasyprint" or len(known) == n:
        return f"{course.depart + sum(known):.1f} s, {len(known)} fichiers"
    return f"≈ {course.depart + n * statistics.median(known):.0f} s (mesuré sur {len(known)})"


def _ms(seconds: float) -> str:
    return f"{1000 * seconds:.1f} ms"


def _mo(octets: float, decimals: int = 0) -> str:
    return f"{octets / 1e6:.{decimals}f} Mo"


# --- the command itself


def france(quick: bool) -> None:
    """All EPCI by the command line, from an empty cache, in two processes."""
    with tempfile.TemporaryDirectory() as tmp:
        what = sample()[:20] if quick else []
        chosen = [word for cle in what for word in ("--territoire", cle)] or ["--niveau", "epci"]
        coopdocs = Path(sys.executable).parent / "coopdocs"
        kit, out = Path(tmp) / "kit", Path(tmp) / "sortie"
        for part in ("content", "templates"):
            shutil.copytree(RACINE / part, kit / part)
        command: list[str | Path] = [
            coopdocs,
            "-C",
            kit,
            "build",
            "dossiers",
            *chosen,
            "--to",
            "pdf",
            "-j",
            "2",
            "-o",
            out,
        ]
        start = time.perf_counter()
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
        peaks: dict[int, int] = {}
        together = 0
        while process.poll() is None:
            sizes = dict(_family(process.pid))
            together = max(together, sum(now for now, _ in sizes.values()))
            peaks |= {pid: most for pid, (_, most) in sizes.items()}
            time.sleep(0.2)
        seconds = time.perf_counter() - start
        files = [f.stat().st_size for f in out.rglob("*.pdf")]
        peak = peaks.pop(process.pid, 0)
        row(
            (
                "coopdocs build dossiers -j 2",
                "fichiers",
                "octets",
                "pic du parent",
                "pic d’un autre",
                "pic ensemble",
                "code",
            )
        )
        row(["---:"] * 7)
        row(
            (
                f"{seconds:.1f} s",
                len(files),
                _mo(sum(files)),
                _mo(peak),
                _mo(max(peaks.values(), default=0)),
                _mo(together),
                process.returncode,
            )
        )


def _family(pid: int) -> Iterable[tuple[int, tuple[int, int]]]:
    """Resident bytes, now and at most, of a process and of those below it; none where there is no /proc."""
    proc = Path("/proc") / str(pid)
    try:
        fields = dict(line.split(":", 1) for line in (proc / "status").read_text().splitlines())
        yield pid, (_bytes(fields["VmRSS"]), _bytes(fields["VmHWM"]))
        # a child belongs to the thread that started it
        children = [child for thread in (proc / "task").iterdir() for child in _started(thread)]
    except (OSError, KeyError):
        return
    for child in children:
        yield from _family(int(child))


def _started(thread: Path) -> list[str]:
    return (thread / "children").read_text().split()


def _bytes(kilobytes: str) -> int:
    return int(kilobytes.split()[0]) * 1024


def main() -> None:
    parser = argparse.ArgumentParser(description="Measures one further dossier against Typst and naive WeasyPrint.")
    parser.add_argument("--n", type=int, nargs="+", default=[10, 100, 1253], help="how many dossiers, one table each")
    parser.add_argument("--naif", type=int, default=3, help="how many of them naive WeasyPrint makes")
    parser.add_argument("--quick", action="store_true", help="10 dossiers, naive WeasyPrint once")
    parser.add_argument("--france", action="store_true", help="the command line over all EPCI instead")
    wanted = parser.parse_args()
    if wanted.france:
        return france(wanted.quick)
    numbers, naifs = ([10], 1) if wanted.quick else (sorted(wanted.n), wanted.naif)
    cles = sample()
    with tempfile.TemporaryDirectory() as tmp:
        names = [nom for nom in NOMS if naifs or nom != "weasyprint"]
        courses = [Course(nom, Path(tmp) / nom) for nom in names]
        for course in courses:
            # naive WeasyPrint has nothing to keep warm but its imports
            course.warm_up(cles[-1:] if course.nom == "weasyprint" else cles[-ECHAUFFEMENT:])
        race(courses, cles[: numbers[-1]], naifs)
        for course in courses:
            course.finish()
        for n in numbers:
            show(courses, min(n, len(cles)))


if __name__ == "__main__":
    main()
