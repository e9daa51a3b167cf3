"""Tests marked java, node, chromium, libreoffice or unzip are skipped where the machine lacks the tool.

At the end of a run stand the gates that ran (gate_log) and the skipped tests, by the tool they lack. With
COOPDOCS_NO_SKIP=1, as in continuous integration, every skip is a failure: nothing can go untested without being seen.
"""

import os
from collections.abc import Generator, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import settings

from support import fast, gate_log, held
from support.tools import COMMANDS, find_tool

if TYPE_CHECKING:
    from support.documents import Documents


LONGEST = (
    *("dossiers", "archive", "cluster", "livret", "dossier_voies", "contraste", "verify", "release", "balises"),
    *("reproductible", "epreuve_kits", "nombreuses", "diff_documents", "docx", "html", "nominatif", "pdf", "longueurs"),
    *("build", "build_accidents", "messages", "sens"),
)
"""The files of tests that take longest: begun first, so that the processes of a run end at about the same time."""
NO_SKIP = os.environ.get("COOPDOCS_NO_SKIP") == "1"
# The same examples each time, whatever a machine remembers, however slow it is; `make epreuve` draws fresh ones.
settings.register_profile("fixe", derandomize=True, database=None, deadline=None)
settings.register_profile("campagne", deadline=None, print_blob=True)
settings.load_profile("fixe")
LACKING = pytest.StashKey[list[str]]()
HELD = pytest.StashKey[dict[str, int]]()


@pytest.fixture(scope="session")
def tools() -> dict[str, str]:
    """Tool name (a key of COMMANDS) → path of its command, for the tools that the machine has."""
    return {name: path for name in COMMANDS if (path := find_tool(name))}


@pytest.fixture(scope="session")
def documents() -> "Documents":
    """Every document of the repository's own kit, each made when first asked for."""
    from support.documents import own_kit

    return own_kit()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--renew", action="store_true", help="write the golden files of tests/golden again, then read the diff"
    )
    parser.addoption("--fast", action="store_true", help="only tests that load no engine and start no process")
    parser.addoption(
        "--held", action="store_true", help="not those that passed before, where nothing they could read has changed"
    )


def pytest_configure(config: pytest.Config) -> None:
    config.stash[HELD] = {}
    partial = ("keyword", "markexpr", "fast", "maxfail", "lf", "deselect")
    parts = any(config.getoption(name, None) for name in partial) or any("::" in word for word in config.args)
    if not hasattr(config, "workerinput") and not parts:
        config.pluginmanager.register(held.Keeper())


@pytest.hookimpl(tryfirst=True)
def pytest_collection(session: pytest.Session) -> None:
    config = session.config
    # with pytest-xdist the process that is asked runs no test
    if config.getoption("--fast") and (hasattr(config, "workerinput") or not config.getoption("numprocesses", None)):
        fast.guard()


def pytest_pycollect_makemodule(module_path: Path, parent: pytest.Collector) -> pytest.Module | None:
    if parent.config.getoption("--fast") and not fast.is_light(module_path):
        return fast.LeftOut.from_parent(parent, path=module_path)
    if parent.config.getoption("--held") and not NO_SKIP and (passed := held.tests_of(module_path)):
        parent.config.stash[HELD][module_path.name] = passed
        return held.HeldBefore.from_parent(parent, path=module_path)
    return None


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if config.getoption("--fast"):
        left_out = {item for item in items if fast.leaves_out(item, COMMANDS)}
        config.hook.pytest_deselected(items=list(left_out))
        items[:] = [item for item in items if item not in left_out]
    ranks = {f"test_{name}.py": rank for rank, name in enumerate(LONGEST)}
    if hasattr(config, "workerinput"):
        items.sort(key=lambda item: ranks.get(item.path.name, len(ranks)))
    for item in items:
        lacking = [name for name in COMMANDS if item.get_closest_marker(name) and not find_tool(name)]
        if lacking:
            # skipped where a machine lacks a tool, and listed at the end; COOPDOCS_NO_SKIP makes of it a failure
            item.stash[LACKING] = lacking
            item.add_marker(pytest.mark.skip(reason=f"this machine lacks {', '.join(lacking)}"))


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    if report.skipped and not hasattr(report, "wasxfail"):
        refuse_skip(report)
        report.user_properties.append(("lacking", item.stash.get(LACKING, [])))
    return report


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    report = yield
    if report.skipped:
        refuse_skip(report)
    return report


def refuse_skip(report: pytest.TestReport | pytest.CollectReport) -> None:
    if NO_SKIP:
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr
        report.outcome = "failed"
        report.longrepr = f"{reason} (COOPDOCS_NO_SKIP=1: nothing may be skipped)"


def pytest_sessionfinish(session: pytest.Session) -> None:
    if hasattr(session.config, "workeroutput"):
        session.config.workeroutput["gates"] = gate_log.noted()
        session.config.workeroutput["held"] = session.config.stash[HELD]
    elif session.config.stash[HELD] and session.exitstatus == pytest.ExitCode.NO_TESTS_COLLECTED:
        session.exitstatus = pytest.ExitCode.OK


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    """A process of pytest-xdist has ended: its gates count with those of the others."""
    output = getattr(node, "workeroutput", {})
    gate_log.add(output.get("gates", {}))
    # each process tells the same
    node.config.stash[HELD].update(output.get("held", {}))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if before := terminalreporter.config.stash[HELD]:
        said = f"{sum(before.values())} tests of {len(before)} files passed on the very same files and programs"
        section(terminalreporter, "not run again", [said, "COOPDOCS_NO_SKIP=1 make test runs them all"])
    by_tools: dict[tuple[str, ...], list[str]] = {}
    for report in terminalreporter.getreports("skipped"):
        lacking = dict(getattr(report, "user_properties", [])).get("lacking", [])
        by_tools.setdefault(tuple(lacking), []).append(report.nodeid)
    section(terminalreporter, "gates", gate_log.lines({tool for tools in by_tools for tool in tools}))
    skipped: list[str] = []
    for tools, tests in sorted(by_tools.items()):
        skipped += [f"{' and '.join(tools) or 'other reasons'}: {len(tests)}", *(f"    {test}" for test in tests)]
    section(terminalreporter, "tests not run on this machine (make gates-setup installs what they need)", skipped)


def section(terminalreporter: pytest.TerminalReporter, title: str, lines: Iterable[str]) -> None:
    if said := list(lines):
        terminalreporter.section(title)
        for line in said:
            terminalreporter.line(line)
