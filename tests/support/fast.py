"""`pytest --fast`: the tests that load no engine and start no process, found by reading them.

A test is left out when it, or what it calls in its module, or a fixture that it asks for, names an engine, a process or
the rooms that drive them; a module that imports an engine at its top, itself or through what tests share, is left out
whole. What was read wrong fails: in such a run an engine that is imported, or a process that is started, is an error.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Collection, Iterator, Sequence
from functools import cache
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec
from pathlib import Path
from types import ModuleType

import pytest

HERE = Path(__file__).parents[1]
ENGINES = {"weasyprint", "pydyf", "docx", "xlsxwriter", "resvg_py", "pikepdf", "pypdfium2", "zxingcpp", "distributed"}
DRIVERS = {
    *("subprocess", "multiprocessing", "support.processes", "support.prepared"),
    *(f"coopdocs.{room}" for room in ("api", "open_kit", "formats", "produce", "verify", "release", "diff")),
}
"""Modules that start processes or load engines when they are called, not when they are imported; `diff` fills all the
templates of two kits, which takes as long."""
STARTS = ("subprocess.Popen", "os.fork", "os.forkpty", "os.posix_spawn", "os.system")


class _NoEngine(MetaPathFinder):
    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        if fullname in ENGINES:
            raise AssertionError(f"pytest --fast loads no engine, and this is one: {fullname}")
        return None


def _no_process(event: str, arguments: tuple[object, ...]) -> None:
    if event in STARTS:
        raise AssertionError(f"pytest --fast starts no process: {arguments[0] if arguments else event}")


def guard() -> None:
    """From here on this process loads no engine and starts no other."""
    sys.meta_path.insert(0, _NoEngine())
    sys.addaudithook(_no_process)


class LeftOut(pytest.Module):
    """A file of tests that is not even imported: named on the command line, it has no tests, and that is no error."""

    def collect(self) -> list[pytest.Item | pytest.Collector]:
        return []


def is_light(path: Path) -> bool:
    """Whether a test file, and what it imports of its neighbours at its top, can be imported without an engine.

    The whole tables of the shipped content are gone through by `make test` only.
    """
    return path.parent.name != "content" and not _imported(path) & ENGINES


@cache
def _imported(path: Path) -> frozenset[str]:
    modules = set()
    for node in ast.parse(path.read_text("utf-8")).body:
        if isinstance(node, ast.Import):
            modules |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            modules.add(node.module)
    near = (_neighbour(module) for module in modules)
    found = {module.split(".")[0] for module in modules}
    return frozenset(found.union(*(_imported(other) for other in near if other.is_file())))


def _neighbour(module: str | None) -> Path:
    """Where a module of this folder would be, in a package or not."""
    return HERE / f"{(module or '').replace('.', '/')}.py"


def leaves_out(item: pytest.Item, tools: Collection[str]) -> bool:
    """Whether a test needs an engine or a process, as far as reading tells; `tools`: the markers that say so."""
    if not isinstance(item, pytest.Function) or any(mark.name in tools for mark in item.iter_markers()):
        return True
    fixtures = set(item.fixturenames)
    read = _read(item.path)
    return "documents" in fixtures or any(read.needs(name) for name in (item.function.__name__, *fixtures))


@cache
def _read(path: Path) -> _Module:
    return _Module(path)


class _Module:
    """Which functions and classes of a file of tests, or of what they share, reach an engine or a process."""

    def __init__(self, path: Path) -> None:
        tree = ast.parse(path.read_text("utf-8"))
        self._heavy = {name for node in ast.walk(tree) for name in _heavy(node)}
        self._near = {name: near for node in tree.body for name, near in _from_neighbours(node)}
        self._names: dict[str, set[str]] = {}
        for node in tree.body:
            if isinstance(node, ast.FunctionDef | ast.ClassDef):
                inside = list(ast.walk(node))
                names = {n.id for n in inside if isinstance(n, ast.Name)} | {
                    n.arg for n in inside if isinstance(n, ast.arg)
                }
                self._names[node.name] = names | {name for n in inside for name in _heavy(n)}

    def needs(self, name: str, seen: frozenset[str] = frozenset()) -> bool:
        """`seen`: the names on the way here, in a circle of calls."""
        if name in self._near:
            path, there = self._near[name]
            return _read(path).needs(there)
        if name in seen:
            return False
        names = self._names.get(name, set())
        return bool(names & self._heavy) or any(self.needs(other, seen | {name}) for other in names)


def _from_neighbours(node: ast.stmt) -> Iterator[tuple[str, tuple[Path, str]]]:
    """The names that an import takes from another file of this folder: where, and as what."""
    if isinstance(node, ast.ImportFrom) and (path := _neighbour(node.module)).is_file():
        yield from ((alias.asname or alias.name, (path, alias.name)) for alias in node.names)


def _heavy(node: ast.AST) -> Iterator[str]:
    """The names that an import gives to an engine, or to what drives engines or processes."""
    if isinstance(node, ast.Import):
        yield from (alias.asname or alias.name for alias in node.names if _drives(alias.name))
    elif isinstance(node, ast.ImportFrom) and node.module:
        for alias in node.names:
            if _drives(node.module) or _drives(f"{node.module}.{alias.name}"):
                yield alias.asname or alias.name


def _drives(module: str) -> bool:
    return any(module == driver or module.startswith(f"{driver}.") for driver in DRIVERS | ENGINES)
