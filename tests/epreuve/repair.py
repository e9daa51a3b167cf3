"""Does what the problems of a drawn kit say until `check` has nothing against it: most kits then count."""

from __future__ import annotations

import copy
import gc
import re
import tempfile
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from coopdocs import packaged
from coopdocs.problem import Problem
from coopdocs.source import YamlNode, read_yaml
from epreuve.kit import EDITION, Files, write

ROUNDS = 25
Loc = tuple[Any, ...]


@dataclass
class Checked:
    """A kit that `check` has seen: its files, its errors (none: accepted), the problems that have no right place."""

    files: Files
    errors: list[Problem]
    misplaced: list[str]


def check(folder: Path) -> list[Problem]:
    """What `coopdocs check` says of a kit."""
    from coopdocs import relecture, zones
    from coopdocs.library import load
    from coopdocs.theme import Theme

    own = folder / "templates"
    theme = Theme([own, packaged("templates")] if own.is_dir() else [packaged("templates")])
    library, problems = load(folder)
    if library is not None:
        problems = [*problems, *relecture.check(library), *zones.check(library, theme)]
    gc.collect()
    return problems


def misplaced(folder: Path, problem: Problem) -> str:
    """What is wrong with where a problem says it is, empty when nothing is."""
    place = problem.place
    path = folder / place.fichier
    if not place.fichier or not problem.message or not (problem.conseil or not problem.is_error):
        return f"sans fichier, message ou conseil : {problem}"
    lines = path.read_bytes().count(b"\n") + 1 if path.is_file() else 0
    if place.ligne > lines or (path.is_file() and place.ligne < 1 and problem.code[0] != "S" and problem.is_error):
        return f"ligne {place.ligne} de {lines} : {problem}"
    return ""


def accept(files: Files) -> Checked:
    """The same kit, mended where `check` refuses it; errors are left when nothing helps."""
    files = copy.deepcopy(files)
    wrong: list[str] = []
    tried: dict[tuple[str, Loc], int] = {}
    for _ in range(ROUNDS):
        with tempfile.TemporaryDirectory(prefix="epreuve-") as folder:
            kit = write(files, Path(folder))
            errors = [p for p in check(kit) if p.is_error]
            every = [replace(p, place=place) for p in errors for place in p.places]
            wrong += [said for p in every if (said := misplaced(kit, p))]
            if not errors or not _mend(files, kit, errors, tried):
                break
    return Checked(files, errors, wrong)


def _mend(files: Files, kit: Path, errors: list[Problem], tried: dict[tuple[str, Loc], int]) -> bool:
    """Whether anything was changed. Of the problems of one list, from the end, so that ranks stay true."""
    changed = False
    gone: set[tuple[str, int]] = set()
    trees: dict[str, YamlNode | None] = {}
    errors = [replace(p, place=place, ailleurs=()) for p in errors for place in p.places]
    for error in sorted(errors, key=lambda p: (p.place.fichier, -p.place.ligne, -p.place.colonne)):
        path, line = error.place.fichier, error.place.ligne
        if path not in files:
            continue
        if path.endswith(".yaml"):
            if path not in trees:
                trees[path] = read_yaml(kit / path, kit)[0]
            tree = trees[path]
            loc = _loc(tree, line, error.place.colonne) if tree is not None else None
            if loc is not None:
                tried[path, loc] = tried.get((path, loc), -1) + 1
                changed |= _mend_value(files[path], loc, error, tried[path, loc])
            elif signs := _signs(error):  # a file that could not be read
                files[path] = _without(files[path], signs)
                changed = True
        elif path.endswith(".csv"):
            if line > 1 and (path, line) not in gone:
                gone.add((path, line))
                changed |= _mend_row(files[path], line, error)
        elif path.endswith(".md"):
            if (path, line) not in gone:
                gone.add((path, line))
                files[path] = _without_block(files[path], line)
                changed = True
        else:
            del files[path]
            changed = True
    return changed


def _loc(node: YamlNode, line: int, column: int, loc: Loc = ()) -> Loc | None:
    """The way to the value, or to the key, that stands at a place."""
    if isinstance(node.value, dict):
        for key, child in node.value.items():
            if node.key_spans[key][:2] == (line, column):
                return (*loc, key)
            if (found := _loc(child, line, column, (*loc, key))) is not None:
                return found
    elif isinstance(node.value, tuple):
        for rank, child in enumerate(node.value):
            if (found := _loc(child, line, column, (*loc, rank))) is not None:
                return found
    return loc if (node.line, node.column) == (line, column) else None


def _mend_value(data: Any, loc: Loc, error: Problem, tries: int) -> bool:
    """Cut a text that is too long, clean one that cannot be printed, take away what is one too many."""
    while error.code == "Z003" and loc and isinstance(loc[-1], str) and len(loc) > 1:
        loc = loc[:-1]  # an item begins where its first key does
    if not loc:
        return False
    parent = data
    for step in loc[:-1]:
        parent = parent[step] if not isinstance(parent, list) or step < len(parent) else None
        if parent is None:
            return False
    last = loc[-1]
    if isinstance(parent, list) and (not isinstance(last, int) or last >= len(parent)):
        return False
    if isinstance(parent, dict) and last not in parent:
        return False
    value = parent[last]
    if error.code == "X026":  # what the kit says holds on the day of its edition
        data["date"] = EDITION
        return True
    if last in ("confiance", "valable_jusqu_au", "agregation"):
        del parent[last]
        return True
    if (
        last in ("territoire", "lieu") and "imprimée" in error.message
    ):  # printed as the territory's name, or as « lieu »
        parent.pop("lieu", None)
        parent["territoire"] = "commune:26281"
        return True
    if loc == ("reseaux", 0, "nom") and "sans coupure" not in error.message:  # the first four names stand together
        for reseau in data["reseaux"][:4]:
            reseau["nom"] = _shorter(reseau["nom"], error, 3)
        return True
    if error.code == "X024":  # a speaker whose name was cut
        del parent[last]
        return True
    if error.code == "Z003" and isinstance(parent, list) and (last or loc[0] == "intervenants"):
        # « à partir de » this one
        del parent[last:]
        return True
    if error.code == "Z003" or (tries > 4 and isinstance(parent, list) and len(parent) > 1):
        return _drop(data, loc)
    if isinstance(value, str) and tries <= 6:
        parent[last] = _shorter(value, error, tries)
        return bool(parent[last] != value) or tries < 6
    if isinstance(value, list) and value and tries <= 30:
        value.pop()
        return True
    return _drop(data, loc)


def _shorter(value: str, error: Problem, tries: int) -> str:
    excess = re.search(r"de (\d+) caractère", error.message)
    if signs := _signs(error):
        return str(_without(value, signs)) or "Mot"
    if "sans coupure" in error.message:
        return _parted(value)
    if error.code in ("C011", "C018"):
        return "2024-02-01"
    if excess and tries < 5:
        return value[: -int(excess[1]) - tries].rstrip(" -–’'(«[{") or "Mot"
    if tries < 2:
        return re.sub(r"[^\w ,.’-]", "", value).strip() or "Mot"
    return value[: max(1, len(value) // 2)].strip() if tries < 5 else "Mot"


def _parted(value: str) -> str:
    """The same text with its longest words parted."""
    return re.sub(r"([^\s–/-]{12})(?=[^\s–/-])", r"\1 ", value)


def _signs(error: Problem) -> list[str]:
    """The characters that a problem names."""
    return [chr(int(code, 16)) for code in re.findall(r"U\+([0-9A-F]{4,6})", error.message)]


def _without(value: Any, signs: list[str]) -> Any:
    """The same data without these characters."""
    if isinstance(value, str):
        return "".join(c for c in value if c not in signs).strip()
    if isinstance(value, list):
        return [_without(item, signs) for item in value]
    return {key: _without(item, signs) for key, item in value.items()} if isinstance(value, dict) else value


def _drop(data: Any, loc: Loc) -> bool:
    """Take away the nearest item of a list, or the key itself."""
    for end in range(len(loc), 0, -1):
        parent = data
        for step in loc[: end - 1]:
            parent = parent[step]
        if isinstance(parent, list) and isinstance(loc[end - 1], int) and len(parent) > 1:
            del parent[loc[end - 1]]
            return True
    parent = data
    for step in loc[:-1]:
        parent = parent[step]
    if isinstance(parent, dict) and loc[-1] in parent:
        del parent[loc[-1]]
        return True
    return False


def _mend_row(rows: list[list[str]], line: int, error: Problem) -> bool:
    """The cells of a row without what the fonts lack, or no such row."""
    rank = line - 1  # no cell of a drawn table has a line of its own
    if rank >= len(rows):
        return False
    if signs := _signs(error):
        rows[rank] = _without(rows[rank], signs)
    elif excess := re.search(r"ce nom dépasse .* de (\d+) caractère", error.message):
        at = rows[0].index("nom")
        rows[rank][at] = rows[rank][at][: -int(excess[1]) - 3].rstrip() or "Mot"
    elif "sans coupure" in error.message:
        rows[rank] = [cell if cell.startswith("http") else _parted(cell) for cell in rows[rank]]
    else:
        del rows[rank]
    return True


def _without_block(texte: str, line: int) -> str:
    """A text without the paragraph that a line is in."""
    lines = texte.split("\n")
    first = last = min(max(line - 1, 0), len(lines) - 1)
    while first > 0 and lines[first - 1].strip():
        first -= 1
    while last + 1 < len(lines) and lines[last + 1].strip():
        last += 1
    left = "\n".join([*lines[:first], *lines[last + 1 :]]).strip()
    return (left or "Mot") + "\n"
