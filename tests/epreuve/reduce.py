"""Makes a failing kit small: takes away formes, rows, items and words while the same fault stays."""

from __future__ import annotations

import copy
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from epreuve.judge import Fault, judge
from epreuve.kit import Files, write

TRIES = 60
"""Builds that making one kit small may take."""
_GARDES = ("content/kit.yaml", "content/sources.yaml", "content/criteres.yaml", "content/glossaire.yaml",
           "content/decision.yaml", "content/introduction.md")  # fmt: skip
Still = Callable[[Files], bool]


def asked_for(fault: Fault) -> tuple[str, ...]:
    """The words of `build` that make the document of a fault, and few others."""
    genre, _, rest = fault.document.partition("/")
    if not rest:
        return ()
    ending = rest.rpartition(".")[2]
    return (genre, "--to", ending) if ending in ("pdf", "docx", "html", "xlsx", "csv", "json", "ics") else (genre,)


def fails_alike(fault: Fault) -> Still:
    """Whether a kit that `check` accepts has a fault of the same kind."""

    def still(files: Files) -> bool:
        with tempfile.TemporaryDirectory(prefix="epreuve-") as folder:
            kit = write(files, Path(folder))
            return any(found.kind == fault.kind for found in judge(kit, asked_for(fault)).faults)

    return still


def reduce(files: Files, still: Still, tries: int = TRIES) -> Files:
    """The smallest kit found with at most so many tries."""
    left = tries
    changed = True
    while changed and left > 0:
        changed = False
        for smaller in _smaller(files):
            if left <= 0:
                break
            left -= 1
            if still(smaller):
                files, changed = smaller, True
                break
    return files


def _smaller(files: Files) -> Iterator[Files]:
    """Kits with less in them, the boldest first."""
    yield from _without_files(files)
    yield from _shorter_tables(files)
    yield from _fewer_formes(files)
    for path in sorted(files, key=lambda p: -len(str(files[p]))):
        if path.endswith(".yaml"):
            yield from _less_yaml(files, path)
        elif path.endswith(".md") and len(blocs := files[path].split("\n\n")) > 1:
            for part in (blocs[: len(blocs) // 2], blocs[len(blocs) // 2 :]):
                yield {**files, path: "\n\n".join(part) + "\n"}


def _without_files(files: Files) -> Iterator[Files]:
    events = [p for p in files if p.startswith("content/evenements/")]
    if events:
        yield {p: v for p, v in files.items() if p not in events}
        yield from ({p: v for p, v in files.items() if p != event} for event in events if event.endswith(".yaml"))
    if any("/photos/" in p for p in files):
        yield {p: _without_photos(v) for p, v in files.items() if "/photos/" not in p}
    figures = [p for p in files if "/indicateurs/" in p]
    if figures:
        yield {p: v for p, v in files.items() if p not in figures}
        for one in (p.removesuffix(".yaml") for p in figures if p.endswith(".yaml")):
            yield {p: v for p, v in files.items() if p not in (f"{one}.yaml", f"{one}.csv")}


def _without_photos(value: Any) -> Any:
    """A file of the kit that shows none."""
    return {key: v for key, v in value.items() if key != "photos"} if isinstance(value, dict) else value


def _shorter_tables(files: Files) -> Iterator[Files]:
    for path, rows in files.items():
        if path.endswith(".csv") and len(rows) > 1:
            yield {**files, path: rows[:1]}
            half = (len(rows) + 1) // 2
            if len(rows) > 2:
                yield {**files, path: rows[:half]}
                yield {**files, path: [rows[0], *rows[half:]]}


def _fewer_formes(files: Files) -> Iterator[Files]:
    formes = [p for p in files if p.startswith("content/formes/") and p.endswith(".yaml")]
    slugs = [p.rpartition("/")[2].removesuffix(".yaml") for p in formes]
    half = len(slugs) // 2
    for gone in (slugs[:half], slugs[half:], *([slug] for slug in slugs)):
        if gone and len(gone) < len(slugs):
            yield _without_formes(files, set(gone), next(slug for slug in slugs if slug not in gone))


def _without_formes(files: Files, gone: set[str], other: str) -> Files:
    """A kit without some formes and all that names them."""
    made = copy.deepcopy(
        {p: v for p, v in files.items() if not any(p == f"content/formes/{slug}.yaml" for slug in gone)}
    )
    cells = made["content/criteres.yaml"]["cellules"]
    for slug in gone & set(cells):
        del cells[slug]
    for path, value in made.items():
        if path.startswith("content/formes/") and path.endswith(".yaml"):
            for name in ("confusions", "combinaisons"):
                if name in value:
                    value[name] = [v for v in value[name] if v["forme"] not in gone]
        elif path.startswith("content/evenements/") and path.endswith(".yaml"):
            value["formes"] = [slug for slug in value["formes"] if slug not in gone] or [other]
        elif path.endswith("/initiatives.csv"):
            made[path] = [row for row in value if row[1] not in gone]
    for question in made["content/decision.yaml"]["questions"]:
        for answer in question["reponses"]:
            answer["formes"] = [slug for slug in answer["formes"] if slug not in gone]
    return made


def _less_yaml(files: Files, path: str) -> Iterator[Files]:
    """A YAML file with its lists halved, then its texts, then without what may be left out."""
    for shrink in (_halved, _short):
        smaller = shrink(files[path])
        if smaller != files[path]:
            yield {**files, path: smaller}
    if isinstance(files[path], dict):
        for key, value in files[path].items():
            for shrink in (_halved, _short):
                if (smaller := shrink(value)) != value:
                    yield {**files, path: {**files[path], key: smaller}}
            yield {**files, path: {k: v for k, v in files[path].items() if k != key}}


def _halved(value: Any) -> Any:
    """The same data with the first half of each list."""
    if isinstance(value, list):
        return [_halved(item) for item in value[: max(1, (len(value) + 1) // 2)]]
    return {key: _halved(item) for key, item in value.items()} if isinstance(value, dict) else value


def _short(value: Any) -> Any:
    """The same data with the first half of each text's words."""
    if isinstance(value, str) and " " in value:
        words = value.split(" ")
        return " ".join(words[: (len(words) + 1) // 2])
    if isinstance(value, list):
        return [_short(item) for item in value]
    return {key: _short(item) for key, item in value.items()} if isinstance(value, dict) else value
