"""The pages about the tool that are made from it: `make docs` writes them, a test finds them stale."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path

import click

from coopdocs.cli import EXITS, explaining, main, template_page
from coopdocs.produce.files import write_atomic

COMMANDS = "README.fr.md"
_BLOCK = re.compile(r"(<!-- commandes : fait par « make docs » -->\n).*?(<!-- fin des commandes -->)", re.S)


def pages(racine: Path) -> dict[str, str]:
    """What each page should say, by its name under the root of the project; of COMMANDS, one block is made."""
    readme = (racine / COMMANDS).read_text("utf-8")
    block = "\n".join(_commands())
    return {
        "docs/erreurs.md": explaining.markdown(),
        "docs/modeles.md": template_page.page(),
        COMMANDS: _BLOCK.sub(lambda found: f"{found[1]}\n{block}\n\n{found[2]}", readme),
    }


def _commands() -> Iterator[str]:
    """Every command with its options, those that stand before it, and the exit codes."""
    yield "| commande | effet |"
    yield "|---|---|"
    for nom, command in _every(main, "coopdocs"):
        context = click.Context(command, info_name=nom)
        words = [piece for piece in command.collect_usage_pieces(context) if piece != "[OPTIONS]"]
        yield _row(" ".join([nom, *words]), (command.help or "").partition("\n\n")[0])
        yield from (_row(f"… {option}", said) for option, said in _options(command, context))
    yield "\nAvant la commande :\n"
    yield "| option | effet |"
    yield "|---|---|"
    yield from (_row(option, said) for option, said in _options(main, click.Context(main, info_name="coopdocs")))
    yield "\nCodes de sortie :\n"
    yield from (f"- {int(code)} : {said}" for code, said in EXITS.items())


def _every(group: click.Group, prefix: str) -> Iterator[tuple[str, click.Command]]:
    for nom, command in group.commands.items():
        if isinstance(command, click.Group):
            yield from _every(command, f"{prefix} {nom}")
        else:
            yield f"{prefix} {nom}", command


def _options(command: click.Command, context: click.Context) -> Iterator[tuple[str, str]]:
    for param in command.params:
        if isinstance(param, click.Option) and (record := param.get_help_record(context)):
            yield record


def _row(words: str, said: str) -> str:
    one_line = " ".join(said.split()).replace("|", "\\|")
    return f"| `{words.replace('|', chr(92) + '|')}` | {one_line} |"


if __name__ == "__main__":
    for nom, texte in pages(Path(sys.argv[1])).items():
        write_atomic(Path(sys.argv[1]) / nom, texte.encode())
