"""The house as ARCHITECTURE.md draws it: rooms import only rooms above them, engines stay inside theirs."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from coopdocs.produce import cache

ROOT = Path(__file__).parent.parent
SRC = ROOT / "src/coopdocs"
ENGINES = {"weasyprint", "docx", "lxml", "xlsxwriter", "resvg_py", "pikepdf", "pydyf", "pypdfium2", "PIL"}
READERS = {"pikepdf", "lxml"}
"""What `verify` reads finished documents with, inside the functions that do."""


def rooms() -> list[str]:
    """The rooms in the order of ARCHITECTURE.md's table."""
    table = (ROOT / "ARCHITECTURE.md").read_text("utf-8").partition("## Rooms")[2].partition("\n## ")[0]
    return re.findall(r"^\| `(\w+)/?` \|", table, re.M)


def modules() -> Iterator[tuple[Path, str]]:
    for path in sorted(SRC.rglob("*.py")):
        first = path.relative_to(SRC).parts[0]
        yield path, first.removesuffix(".py")


def imports(path: Path) -> Iterator[tuple[str, bool]]:
    """Every module imported by a file, and whether at its top; imports for the type checker alone do not count."""
    tree = ast.parse(path.read_text("utf-8"))
    typing_only = {
        child
        for node in ast.walk(tree)
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"
        for child in ast.walk(node)
    }
    for node in ast.walk(tree):
        if node in typing_only:
            continue
        top = node in tree.body
        if isinstance(node, ast.Import):
            yield from ((alias.name, top) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            names = [f"{node.module}.{a.name}" for a in node.names] if node.module == "coopdocs" else [node.module]
            yield from ((name, top) for name in names)


def room_of(module: str) -> str | None:
    parts = module.split(".")
    return parts[1] if parts[0] == "coopdocs" and len(parts) > 1 else None


def test_every_module_stands_in_a_room_of_the_architecture_page() -> None:
    here = {room for _, room in modules()} - {"__init__", "__main__"}
    assert here == set(rooms())


@pytest.mark.parametrize(
    "path", [path for path, room in modules() if not room.startswith("__")], ids=lambda p: str(p.relative_to(SRC))
)
def test_a_room_imports_only_rooms_above_it(path: Path) -> None:
    order = rooms()
    own = order.index(path.relative_to(SRC).parts[0].removesuffix(".py"))
    below = {room for module, _ in imports(path) if (room := room_of(module)) in order[own + 1 :]}
    assert below == set()


def test_no_room_but_formats_imports_an_engine() -> None:
    found = {
        (str(path.relative_to(SRC)), module)
        for path, room in modules()
        for module, _ in imports(path)
        if module.split(".")[0] in ENGINES - (READERS if room == "verify" else set()) and room != "formats"
    }
    assert found == set()


def test_what_verifies_loads_no_reader_before_it_reads() -> None:
    found = {(path.name, m) for path, room in modules() if room == "verify" for m, top in imports(path) if top}
    assert {(name, module) for name, module in found if module.split(".")[0] in ENGINES} == set()


def test_the_door_of_formats_imports_no_engine_at_its_top() -> None:
    names = (
        "__init__",
        "xlsx",
        "csv",
        "images",
        *(f"pdf/{name}" for name in ("layout", "imposition", "ink", "measures")),
    )
    light = [SRC / f"formats/{name}.py" for name in names]
    assert {m for path in light for m, top in imports(path) if top and m.split(".")[0] in ENGINES} == set()


def test_the_key_of_the_cache_covers_all_the_code_that_engines_import() -> None:
    used: set[str] = set()
    coming = {"formats"}
    while coming:
        used |= coming
        paths = [path for path, room in modules() if room in coming]
        coming = {room for p in paths for module, _ in imports(p) if (room := room_of(module))} - used
    assert used - {"formats"} == set(cache.ROOMS)


def test_only_the_command_line_reads_clock_or_environment() -> None:
    pattern = re.compile(r"time\.time\(|datetime\.now|date\.today|os\.environ|os\.getenv")
    found = {str(p.relative_to(SRC)) for p, room in modules() if room != "cli" and pattern.search(p.read_text("utf-8"))}
    assert found == set()


def test_functions_stay_short() -> None:
    long = [
        f"{path.relative_to(SRC)}:{node.name}"
        for path, _ in modules()
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.FunctionDef) and (node.end_lineno or 0) - node.lineno > 50
    ]
    assert long == []
