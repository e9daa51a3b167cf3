"""Builds a kit with the real commands and looks at all that comes out: what is a fault, and where."""

from __future__ import annotations

import ctypes
import json
import re
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

CORPS_MIN = 7.4
"""Points under which no letter is printed; calls of notes are figures and do not count."""
_SANS_CORPS = re.compile(r"(impose|2-par-feuille|imprimeur/)")
"""Sheets that show other pages, some of them smaller: their own pages are looked at."""
_NOMME = re.compile(r"«[^»]*»|\d+([.,]\d+)?")


@dataclass(frozen=True)
class Fault:
    """One thing wrong: found by which step, in which document (its path, or empty), in which words."""

    step: str
    document: str
    message: str

    @property
    def kind(self) -> tuple[str, str, str]:
        """What tells this fault from others whatever the names and numbers in it."""
        genre, _, rest = self.document.partition("/")
        ending = rest.rpartition(".")[2]
        last = rest.rpartition("/")[2] if genre == "evenements" else ""
        return self.step, f"{genre}/{last or ending}", _NOMME.sub("#", self.message)

    def __str__(self) -> str:
        return f"[{self.step}] {self.document or '-'} : {self.message}"


@dataclass
class Verdict:
    """What became of a kit: how many documents were made, and every fault."""

    documents: int = 0
    faults: list[Fault] = field(default_factory=list)


def run(kit: Path, *words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "coopdocs", "-C", str(kit), *words]
    return subprocess.run(command, capture_output=True, encoding="utf-8", errors="replace", check=False)


def judge(kit: Path, asked: Sequence[str] = (), fast: bool = True) -> Verdict:
    """`check`, `build` (of all, or of what is `asked` for) and `verify`; `fast`: without veraPDF."""
    verdict = Verdict()
    checked = run(kit, "check", "--format", "json")
    if checked.returncode not in (0, 1) or checked.stderr.strip():
        verdict.faults.append(Fault("check", "", f"code {checked.returncode} : {checked.stderr[-600:]}"))
    if checked.returncode:
        return verdict
    built = run(kit, "build", "--json", "-j", "1", *asked)
    verdict.documents, found = _built(built)
    verdict.faults += found
    if not (kit / "output/manifest.json").is_file():
        return verdict
    words = ("--rapide",) if fast else ()
    verified = run(kit, "verify", "--format", "json", *words)
    verdict.faults += _verified(verified)
    for path in sorted((kit / "output").rglob("*.pdf")):
        name = path.relative_to(kit / "output").as_posix()
        verdict.faults += [Fault("pages", name, said) for said in look(path, not _SANS_CORPS.search(name))]
    return verdict


def _built(done: subprocess.CompletedProcess[str]) -> tuple[int, list[Fault]]:
    try:
        said: dict[str, Any] = json.loads(done.stdout)
    except ValueError:
        return 0, [Fault("build", "", f"code {done.returncode}, pas de résultat : {done.stderr[-800:]}")]
    faults = [Fault("build", f["chemin"], defaut) for f in said["fichiers"] for defaut in f["defauts"]]
    faults += [Fault("build", f["chemin"], "périmé") for f in said["fichiers"] if f["perime"] and not f["defauts"]]
    faults += [Fault("build", "", str(defaut)) for defaut in said.get("defauts", ())]
    if done.returncode and not faults:
        faults = [Fault("build", "", f"code {done.returncode} : {done.stderr[-600:]}")]
    return len(said["fichiers"]), faults


def _verified(done: subprocess.CompletedProcess[str]) -> Iterator[Fault]:
    try:
        said = json.loads(done.stdout)
    except ValueError:
        yield Fault("verify", "", f"code {done.returncode}, pas de résultat : {done.stderr[-800:]}")
        return
    broken = [c for c in said["constats"] if c["verdict"] not in ("tient", "non vérifié")]
    yield from (Fault("verify", c["fichier"], f"{c['controle']} : {c['raison']} {c['detail']}") for c in broken)
    if done.returncode and not broken:
        yield Fault("verify", "", f"code {done.returncode} : {done.stderr[-600:]}")


# --- the pages themselves


def look(path: Path, sized: bool) -> Iterator[str]:
    """Pages without text, letters too small (where `sized`), lines printed one over another."""
    import pypdfium2

    with pypdfium2.PdfDocument(path) as document:
        for number, page in enumerate(document, 1):
            text = page.get_textpage()
            letters = list(_letters(text)) if text.count_chars() else []
            if not letters:
                yield f"page {number} : sans texte"
            small = [(size, at) for size, at, letter, _ in letters if letter.isalpha() and size < CORPS_MIN - 0.03]
            if sized and small:
                size, at = min(small)
                yield f"page {number} : {size:.1f} pt, {len(small)} lettres, « {_around(text, at)} »"
            if over := next(_over(letters), None):
                yield f"page {number} : « {_around(text, over[0])} » et « {_around(text, over[1])} » se recouvrent"


_Letter = tuple[float, int, str, tuple[float, float, float, float]]


def _letters(text: Any) -> Iterator[_Letter]:
    """Size (pt), rank, character and box (left, bottom, right, top, pt) of each printed letter."""
    import pypdfium2.raw as raw

    matrix = raw.FS_MATRIX()
    left, right, bottom, top = (ctypes.c_double() for _ in range(4))
    for at in range(text.count_chars()):
        letter = chr(raw.FPDFText_GetUnicode(text.raw, at))
        if letter.isspace() or letter in "\0\ufffe" or not letter.isprintable():
            continue
        raw.FPDFText_GetMatrix(text.raw, at, ctypes.byref(matrix))
        size = raw.FPDFText_GetFontSize(text.raw, at) * (matrix.a**2 + matrix.b**2) ** 0.5
        raw.FPDFText_GetCharBox(text.raw, at, left, right, bottom, top)
        yield size, at, letter, (left.value, bottom.value, right.value, top.value)


def _over(letters: list[_Letter]) -> Iterator[tuple[int, int]]:
    """Pairs of letters far from each other in reading order, of which one covers a good half of the other."""
    cells: dict[tuple[int, int], list[_Letter]] = {}
    for letter in letters:
        _, at, sign, (left, bottom, right, top) = letter
        if not sign.isalnum():
            continue
        cell = int((left + right) / 12), int((bottom + top) / 12)
        for other in (o for x in (-1, 0, 1) for y in (-1, 0, 1) for o in cells.get((cell[0] + x, cell[1] + y), ())):
            if abs(other[1] - at) > 3 and _covered(letter[3], other[3]) > 0.5:
                yield at, other[1]
        cells.setdefault(cell, []).append(letter)


def _covered(a: tuple[float, float, float, float], b: tuple[float, float, float, float]) -> float:
    """Which part of the smaller box the other one covers."""
    wide, high = min(a[2], b[2]) - max(a[0], b[0]), min(a[3], b[3]) - max(a[1], b[1])
    least = min((a[2] - a[0]) * (a[3] - a[1]), (b[2] - b[0]) * (b[3] - b[1]))
    return wide * high / least if wide > 0 and high > 0 and least > 0 else 0


def _around(text: Any, at: int) -> str:
    return " ".join(str(text.get_text_range(max(0, at - 10), min(40, text.count_chars() - max(0, at - 10)))).split())
