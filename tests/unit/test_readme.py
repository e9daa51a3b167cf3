"""The documents about the tool stay true: commands, options and files they name exist."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from coopdocs.cli import main

ROOT = Path(__file__).parents[2]
README_FR = (ROOT / "README.fr.md").read_text("utf-8")


def commands() -> Iterator[tuple[str, click.Command]]:
    yield "coopdocs", main
    for name, command in main.commands.items():
        if isinstance(command, click.Group):
            yield from ((f"coopdocs {name} {inner}", c) for inner, c in command.commands.items())
        else:
            yield f"coopdocs {name}", command


@pytest.mark.parametrize(("name", "command"), list(commands()), ids=lambda v: v if isinstance(v, str) else "")
def test_every_command_and_option_stands_in_the_french_readme(name: str, command: click.Command) -> None:
    assert name in README_FR
    for option in command.params:
        if isinstance(option, click.Option) and "--help" not in option.opts:
            assert any(re.search(rf"{re.escape(o)}\b", README_FR) for o in option.opts), option.opts


@pytest.mark.parametrize("page", sorted(ROOT.glob("*.md")), ids=lambda p: p.name)
def test_every_link_of_a_page_leads_somewhere(page: Path) -> None:
    text = page.read_text("utf-8")
    links = re.findall(r"\]\(([^)#]+)\)|src=\"([^\"]+)\"", text)
    local = [a or b for a, b in links if not (a or b).startswith("http")]
    assert [link for link in local if not (page.parent / link).exists()] == []


def test_every_make_target_of_the_pages_exists() -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text("utf-8"), re.M))
    named = {t for page in ROOT.glob("*.md") for t in re.findall(r"`make ([a-z-]+)`", page.read_text("utf-8"))}
    assert named <= targets
