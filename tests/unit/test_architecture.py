"""The house as ARCHITECTURE.md draws it: one direction, no circle, engines inside their room; one noun one thing."""

from __future__ import annotations

import ast
import functools
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Set
from pathlib import Path

import pytest

from coopdocs.produce import cache

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
SRC = ROOT / "src/coopdocs"
ENGINES = {"weasyprint", "docx", "lxml", "xlsxwriter", "resvg_py", "pikepdf", "pydyf", "pypdfium2", "PIL"}
MACHINERY = (
    "errors", "memo", "folders", "source", "roundtrip", "territoire/update", "formats", "targets", "machine", "events",
    "produce", "archives", "diff", "verify", "links", "release", "api", "cli",
)  # fmt: skip
"""The rooms whose names are English but for the words of the domain."""
READERS = {"verify": {"pikepdf", "lxml"}, "photos": {"PIL"}}
"""What other rooms read files with, inside the functions that do: finished documents, pictures."""


def rooms() -> list[str]:
    """The rooms in the order of ARCHITECTURE.md's table."""
    table = (ROOT / "ARCHITECTURE.md").read_text("utf-8").partition("## Rooms")[2].partition("\n## ")[0]
    return re.findall(r"^\| `(\w+)/?` \|", table, re.M)


@functools.cache
def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"))


@functools.cache
def nodes(path: Path) -> tuple[ast.AST, ...]:
    """Every node of a file."""
    return tuple(ast.walk(parsed(path)))


def modules() -> Iterator[tuple[Path, str]]:
    for path in sorted(SRC.rglob("*.py")):
        first = path.relative_to(SRC).parts[0]
        yield path, first.removesuffix(".py")


@functools.cache
def imports(path: Path) -> tuple[tuple[str, bool], ...]:
    """Every module imported by a file, and whether at its top; imports for the type checker alone do not count."""
    return tuple(_imports(parsed(path)))


def _imports(tree: ast.Module) -> Iterator[tuple[str, bool]]:
    at_top = set(tree.body)
    typing_only = {
        child
        for node in ast.walk(tree)
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"
        for child in ast.walk(node)
    }
    for node in ast.walk(tree):
        if node in typing_only:
            continue
        top = node in at_top
        if isinstance(node, ast.Import):
            yield from ((alias.name, top) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            names = [f"{node.module}.{a.name}" for a in node.names] if node.module == "coopdocs" else [node.module]
            yield from ((name, top) for name in names)


def imported_names(node: ast.AST) -> list[str]:
    """What an import statement anywhere names, modules and what is taken of them; of other nodes nothing."""
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if isinstance(node, ast.ImportFrom) and node.module:
        return [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
    return []


def room_of(module: str) -> str | None:
    parts = module.split(".")
    return parts[1] if parts[0] == "coopdocs" and len(parts) > 1 else None


def module_of(path: Path) -> str:
    """The name of the module that a file is; `__init__.py` is the package itself."""
    return ".".join(path.relative_to(SRC.parent).with_suffix("").parts).removesuffix(".__init__")


def named_modules(text: str, package: str, known: Set[str]) -> set[str]:
    """The modules of `known` that imports name anywhere in a text: in functions and for the type checker too."""
    found = set()
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            above = package.split(".")[: -(node.level - 1) or None] if node.level else []
            base = ".".join([*above, *([node.module] if node.module else [])])
            inner = {f"{base}.{alias.name}" for alias in node.names}
            # what is no module of a package is something that its __init__ holds
            found |= (inner & known) | ({base} if inner - known else set())
    return found & known


def circles(graph: Mapping[str, Set[str]]) -> list[set[str]]:
    """The groups of modules of which each imports each other one, be it through others."""
    reached = {module: set(imported) for module, imported in graph.items()}
    growing = True
    while growing:
        growing = False
        for imported in reached.values():
            farther = set[str]().union(*(reached[other] for other in imported)) - imported
            imported |= farther
            growing = growing or bool(farther)
    found: list[set[str]] = []
    for module in graph:
        if module in reached[module] and not any(module in circle for circle in found):
            found.append({other for other in reached[module] if module in reached[other]})
    return found


def test_every_module_stands_in_a_room_of_the_architecture_page() -> None:
    here = {room for _, room in modules()} - {"__init__", "__main__"}
    assert here == set(rooms())


def test_no_module_imports_itself_through_others() -> None:
    paths = {module_of(path): path for path, _ in modules()}
    packages = {module: ".".join(path.relative_to(SRC.parent).parent.parts) for module, path in paths.items()}
    graph = {m: named_modules(path.read_text("utf-8"), packages[m], set(paths)) for m, path in paths.items()}
    assert [sorted(circle) for circle in circles(graph)] == []


def test_no_import_hides_from_the_search_for_circles() -> None:
    known = {"house", "house.room", "house.room.chair", "house.room.table", "house.cellar"}
    hidden = "if TYPE_CHECKING:\n from house.room import Door\ndef f():\n from . import chair\n from ..cellar import x"
    assert named_modules(hidden, "house.room", known) == {"house.room", "house.room.chair", "house.cellar"}
    assert named_modules("import house.room.table, os", "house", known) == {"house.room.table"}
    assert circles({"a": {"b"}, "b": {"c"}, "c": {"a"}, "d": {"a"}, "e": set()}) == [{"a", "b", "c"}]


def test_a_class_has_its_name_alone() -> None:
    files: defaultdict[str, set[str]] = defaultdict(set)
    for path, _ in modules():
        tree = parsed(path)
        for name in class_names(tree):
            # a private twin confuses as much
            files[name.lstrip("_")].add(str(path.relative_to(SRC)))
    assert {name: sorted(f) for name, f in files.items() if len(f) > 1} == {}


def class_names(tree: ast.Module) -> Iterator[str]:
    """Classes at any depth, and what stands for a type: what is called like a class at the top of a module."""
    yield from (node.name for node in ast.walk(tree) if isinstance(node, ast.ClassDef))
    yield from (name for name in assigned(tree.body) if re.match(r"_?[A-Z]\w*[a-z]", name))


def assigned(body: list[ast.stmt]) -> Iterator[str]:
    """The names that statements give a value or a type to: those of a module, the fields of a class."""
    for node in body:
        targets: list[ast.expr] = []
        if isinstance(node, ast.Assign):
            targets = node.targets
        elif isinstance(node, ast.AnnAssign):
            targets = [node.target]
        yield from (n.id for target in targets for n in ast.walk(target) if isinstance(n, ast.Name))


def words_of(name: str) -> list[str]:
    """« _read_XMLFile2 » → read, xml, file; single letters are no words."""
    return [word.lower() for word in re.findall(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+", name) if len(word) > 1]


def names_given(tree: ast.Module, parameters: bool) -> Iterator[str]:
    """What a module calls its functions, classes and their fields, its constants and, if wanted, parameters."""
    if parameters:
        yield from (node.arg for node in ast.walk(tree) if isinstance(node, ast.arg))
    classes = [node for node in ast.walk(tree) if isinstance(node, ast.ClassDef)]
    yield from (node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))
    yield from (node.name for node in classes)
    for body in (tree.body, *(node.body for node in classes)):
        yield from assigned(body)


def foreign(names: Iterable[str]) -> set[str]:
    """The words of names that are neither English, as words_english.txt has it, nor words of the domain."""
    known = {w for kind in ("domain", "english") for w in (HERE / f"words_{kind}.txt").read_text("utf-8").split()}
    words = {word for name in names for word in words_of(name)}
    return {word for word in words if known.isdisjoint({word, word.removesuffix("s"), word.removesuffix("x")})}


def test_machinery_is_named_in_english() -> None:
    names: defaultdict[str, set[str]] = defaultdict(set)
    for path, _ in modules():
        where = path.relative_to(SRC).with_suffix("").as_posix()
        for room in MACHINERY:
            if where == room or where.startswith(f"{room}/"):
                # a command's parameters are called as its options are, which users write
                names[room] |= set(names_given(parsed(path), parameters=room != "cli"))
    found = {room: sorted(words) for room in names if (words := foreign(names[room]))}
    assert found == {}, (
        "name machinery in English; an English word that no name had yet goes to words_english.txt, "
        "a word that authors of content know to words_domain.txt"
    )


def test_french_is_told_from_english() -> None:
    assert foreign(["verifier_la_mise", "read_the_fiches", "_TerritoireReader2"]) == {"verifier", "la", "mise"}


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
        if module.split(".")[0] in ENGINES - READERS.get(room, set()) and room != "formats"
    }
    assert found == set()


def test_no_room_loads_a_reader_before_it_reads() -> None:
    found = {(path.name, m) for path, room in modules() if room in READERS for m, top in imports(path) if top}
    assert {(name, module) for name, module in found if module.split(".")[0] in ENGINES} == set()


def test_the_door_of_formats_imports_no_engine_at_its_top() -> None:
    names = (
        "__init__",
        "job",
        "xlsx",
        "csv",
        "images",
        *(f"pdf/{name}" for name in ("layout", "imposition", "ink", "measures", "standards")),
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


def test_one_room_reaches_the_network_and_one_command_asks_it_to() -> None:
    network = {"socket", "ssl", "http", "ftplib", "smtplib", "xmlrpc", "requests", "httpx", "aiohttp", "urllib3"}
    reaching, asking = set(), set()
    for path, room in modules():
        for module in (name for node in nodes(path) for name in imported_names(node)):
            if module.split(".")[0] in network or module.startswith(("urllib.request", "urllib.robotparser")):
                reaching.add(room)
            if module.startswith("coopdocs.links"):
                asking.add(room if room == "links" else path.relative_to(SRC).as_posix())
    assert (reaching, asking) == ({"links"}, {"links", "cli/linking.py"})


def test_every_error_is_a_coopdocs_error_and_is_named_so() -> None:
    classes = [n for path, _ in modules() for n in nodes(path) if isinstance(n, ast.ClassDef)]
    bases = {node.name: {ast.unparse(base).split(".")[-1] for base in node.bases} for node in classes}
    errors = {"CoopdocsError"}
    while more := {name for name, above in bases.items() if above & errors} - errors:
        errors |= more
    alien = {name for name, above in bases.items() if any(re.search(r"(Error|Exception)$", base) for base in above)}
    assert alien - errors == set()
    assert errors == {name for name in bases if name.endswith("Error")}


def test_what_is_made_of_files_can_be_forgotten() -> None:
    """A process that outlives an edit would go on with what the files said before."""
    for_ever = [
        f"{path.relative_to(SRC)}:{node.name}"
        for path, _ in modules()
        for node in nodes(path)
        if isinstance(node, ast.FunctionDef)
        and any(re.match(r"(functools\.)?(lru_)?cache\b", ast.unparse(kept)) for kept in node.decorator_list)
        and any("Path" in ast.unparse(arg.annotation) for arg in node.args.args if arg.annotation)
    ]
    assert for_ever == []


def test_functions_stay_short() -> None:
    long = [
        f"{path.relative_to(SRC)}:{node.name}"
        for path, _ in modules()
        for node in nodes(path)
        if isinstance(node, ast.FunctionDef) and (node.end_lineno or 0) - node.lineno > 50
    ]
    assert long == []


# --- what the pages of the house claim


def test_what_the_pages_of_the_house_name_is_there() -> None:
    for page in ("ARCHITECTURE.md", "CONTRIBUTING.md"):
        named = re.findall(r"`([\w.*-]+/[\w./*-]*\w)`", (ROOT / page).read_text("utf-8"))
        lost = {n for n in named if not any([*ROOT.glob(n), *SRC.glob(n), *SRC.glob(f"{n}.py")])}
        assert (page, lost) == (page, set())


def test_what_a_room_is_said_to_hold_is_in_it() -> None:
    table = (ROOT / "ARCHITECTURE.md").read_text("utf-8").partition("## Rooms")[2].partition("\n## ")[0]
    for room, row in re.findall(r"^\| `(\w+)/?` \| (.*) \|$", table, re.M):
        held = set(rooms())
        for path in [path for path, own in modules() if own == room]:
            held |= {*path.relative_to(SRC).with_suffix("").parts}
            held |= {n.name for n in nodes(path) if isinstance(n, ast.FunctionDef | ast.ClassDef)}
        assert (room, {name.rstrip("/") for name in re.findall(r"`(\w+/?)`", row)} - held) == (room, set())


def test_only_the_command_line_prints_and_exits() -> None:
    pattern = re.compile(r"(?<!\w)(print|exit|_exit|echo)\(|sys\.std(out|err)")
    found = {
        str(path.relative_to(SRC))
        for path, room in modules()
        if room != "cli" and pattern.search(path.read_text("utf-8"))
    }
    # a worker process that cannot answer any more ends at once
    assert found == {"produce/workers.py"}


def test_the_modules_that_write_files_are_few() -> None:
    """One writes what is handed over; the others what is temporary, private, or new."""
    pattern = re.compile(r"\.write_(text|bytes)\(|open\([^)]*\"[awx]b?\"|fdopen\(")
    found = {str(path.relative_to(SRC)) for path, _ in modules() if pattern.search(path.read_text("utf-8"))}
    assert found == {
        "produce/files.py",
        "produce/series.py",  # its journal grows line by line
        "folders.py",  # the private folder's .gitignore
        "cli/starter.py",  # a new kit, a new forme
        "cli/terminal.py",  # no file: where closed streams lead
        "archives/pack.py",  # in the hidden folder of a release
        "archives/unpack.py",  # in a temporary folder
        "diff/sides.py",  # in a temporary folder
    }


def test_the_functions_that_are_replaced_in_the_engine_are_counted() -> None:
    tree = ast.parse((SRC / "formats/pdf/patches.py").read_text("utf-8"))
    targets = [t for node in ast.walk(tree) if isinstance(node, ast.Assign) for t in node.targets]
    flat = [part for t in targets for part in (t.elts if isinstance(t, ast.Tuple) else [t])]
    replaced = {ast.unparse(t) for t in flat if re.match(r"(weasyprint|inline)\b.*\.", ast.unparse(t))}
    counted = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight")[len(replaced)]
    assert f"`formats/pdf/patches` replaces {counted} of its functions" in (ROOT / "ARCHITECTURE.md").read_text("utf-8")
