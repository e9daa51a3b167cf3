"""Click in French: help pages, usage errors, and every way a command can end, turned into one line and an exit code."""

from __future__ import annotations

import datetime as dt
import errno
import functools
import os
import re
import sys
import traceback
from collections.abc import Callable, Mapping, MutableMapping, Sequence
from pathlib import Path
from typing import Any, TypeVar

import click

from coopdocs.cli import terminal
from coopdocs.errors import CoopdocsError, Exit, RequestError
from coopdocs.problem import closest
from coopdocs.problem.suggestions import meant
from coopdocs.typographie import is_day

Function = TypeVar("Function", bound=Callable[..., Any])


NO_KIT_ADVICE = "placez-vous dans un kit, ou donnez-le avec -C, ou créez-en un : coopdocs init mon-kit"


_COMMAND_SYNONYMS = {
    "verify": ("vérifier", "contrôler"),
    "check": ("vérifier", "verifier", "valider", "validate", "test", "lint", "contrôler"),
    "build": ("construire", "faire", "make", "générer", "generate", "compiler"),
    "list": ("lister", "ls", "liste", "énumérer", "show", "montrer"),
    "explain": ("expliquer", "pourquoi", "why", "erreur", "code"),
    "init": ("créer", "create", "start", "commencer", "kit"),
    "new": ("nouveau", "nouvelle", "ajouter", "add"),
    "diff": ("comparer", "compare", "changements"),
    "release": ("publier", "publish", "parution"),
    "liens": ("links", "lien", "urls", "adresses", "morts"),
    "relire": ("revérifier", "reverifier", "review", "relecture", "àrelire"),
    "doctor": ("diagnostic", "docteur", "machine"),
    "help": ("aide", "man"),
}
"""Other words for a command."""


class FrenchCommand(click.Command):
    """A command whose help and usage errors are in French."""

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        formatter.write_usage(ctx.command_path, " ".join(self.collect_usage_pieces(ctx)), prefix="Usage : ")

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        records = [
            record for p in self.get_params(ctx) if isinstance(p, click.Option) and (record := p.get_help_record(ctx))
        ]
        with formatter.section("Options "):
            formatter.write_dl(records)

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        option = super().get_help_option(ctx)
        if option:
            option.help = "Affiche cette aide."
            option.callback = _help
        return option

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        ctx.allow_extra_args = True
        try:
            self._refuse_twice(ctx, args)
            rest = super().parse_args(ctx, args)
        except click.UsageError as error:
            error.ctx = error.ctx or ctx
            raise
        if rest and not ctx.resilient_parsing and not isinstance(self, click.Group):
            raise click.UsageError(f"« {' '.join(rest)} » est en trop", ctx)
        return rest

    def _refuse_twice(self, ctx: click.Context, args: list[str]) -> None:
        """Click keeps the last value of an option given twice, and says nothing of the first."""
        if ctx.resilient_parsing:
            return
        _, _, order = self.make_parser(ctx).parse_args(args=list(args))
        for param in dict.fromkeys(order):
            if isinstance(param, click.Option) and not (param.multiple or param.is_flag) and order.count(param) > 1:
                raise click.UsageError(f"l’option {' / '.join(param.opts)} est donnée deux fois : gardez-en une", ctx)


def _help(ctx: click.Context, param: click.Parameter, value: bool) -> None:
    if value and not ctx.resilient_parsing:
        terminal.write(ctx.get_help())
        ctx.exit()


class CommandLine(FrenchCommand, click.Group):
    """The whole command line. Calling it runs a command and exits; no traceback leaves it without -v."""

    command_class = FrenchCommand

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        super().format_options(ctx, formatter)
        commands = [(name, c) for name in self.list_commands(ctx) if (c := self.get_command(ctx, name))]
        with formatter.section("Commandes "):
            formatter.write_dl([(name, c.get_short_help_str(120)) for name, c in commands])

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self.commands)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if self.get_command(ctx, args[0]) is None and not ctx.resilient_parsing:
            raise click.UsageError(f"la commande « {args[0]} » n’existe pas ; {self._meant(args[0])}", ctx)
        return super().resolve_command(ctx, args)

    def _meant(self, said: str) -> str:
        """The command most likely meant: by its name, a synonym, or as that which takes the word (« fiches »)."""
        if near := closest(said, self.commands, _COMMAND_SYNONYMS):
            return near
        for name, command in self.commands.items():
            argument = next((p for p in command.params if isinstance(p, click.Argument)), None)
            if argument and isinstance(argument.type, ListedWord) and (words := meant(said, argument.type.choices)):
                return f"vouliez-vous dire « coopdocs {name} {words[0]} » ?"
        if re.fullmatch(r"[A-Za-z]\d{1,3}", said):
            return f"vouliez-vous dire « coopdocs explain {said.upper()} » ?"
        return f"commandes : {', '.join(self.commands)}"

    def main(self, args: Sequence[str] | None = None, prog_name: str | None = "coopdocs", **extra: Any) -> Any:  # type: ignore[override]
        extra["standalone_mode"] = False
        words = list(sys.argv[1:] if args is None else args)
        terminal.prepare()
        try:
            code = super().main(args=words, prog_name=prog_name, **extra)
        except terminal.OutputLostError as lost:
            # who reads no further knows it
            code = _say("" if lost.closed else str(lost), lost.exit_code)
        except (KeyboardInterrupt, click.Abort):
            code = _say("interrompu", Exit.INTERRUPTED)
        except click.exceptions.NoArgsIsHelpError as error:
            terminal.write(error.message, err=True)
            code = Exit.USAGE
        except click.ClickException as error:
            context = getattr(error, "ctx", None)
            path = context.command_path if context else "coopdocs"
            code = _say(f"{explain(error)}\nVoyez « {path} --help ».", Exit.USAGE)
        except CoopdocsError as error:
            code = _say(str(error), error.exit_code)
        except Exception as error:
            code = _unexpected(error, words)
        sys.exit(_ended(code or Exit.DONE))


def explain(error: click.ClickException) -> str:
    """A usage error in French, from its type and its data; Click's own English words are never shown."""
    if isinstance(error, click.NoSuchOption):
        return _no_such_option(error)
    if isinstance(error, click.MissingParameter):
        return f"il manque {_name(error)}"
    if isinstance(error, click.BadParameter):
        return f"{_name(error)} : {error.message}"
    if isinstance(error, click.BadOptionUsage):
        option = _option(error.ctx, error.option_name)
        flag = option is not None and option.is_flag
        return f"l’option {error.option_name} {'ne prend pas de valeur' if flag else 'attend une valeur'}"
    if isinstance(error, click.FileError):
        return f"« {error.ui_filename} » ne peut pas être ouvert"
    return error.message


def _no_such_option(error: click.NoSuchOption) -> str:
    name = error.option_name
    root = error.ctx.find_root() if error.ctx else None
    if root and root is not error.ctx and _option(root, name):
        value = "" if (option := _option(root, name)) and option.is_flag else " …"
        command = error.ctx.info_name if error.ctx else ""
        return f"l’option {name} se place avant la commande : coopdocs {name}{value} {command}".rstrip()
    options = [
        o for p in (error.ctx.command.params if error.ctx else ()) if isinstance(p, click.Option) for o in p.opts
    ]
    near = meant(name, [o for o in options if o.startswith("--")])
    hint = f"vouliez-vous dire {' ou '.join(near)} ?" if near else f"options : {', '.join(options)}"
    return f"l’option « {name} » n’existe pas ; {hint}"


def _option(ctx: click.Context | None, name: str) -> click.Option | None:
    params = ctx.command.params if ctx else []
    return next((p for p in params if isinstance(p, click.Option) and name in (*p.opts, *p.secondary_opts)), None)


def _name(error: click.BadParameter) -> str:
    param = error.param
    if isinstance(param, click.Option):
        return f"l’option {' / '.join(param.opts)}"
    return f"l’argument {param.metavar or (param.name or '').upper()}" if param else "un argument"


def _say(message: str, code: int) -> int:
    if message:
        terminal.write(terminal.fold(f"coopdocs : {message}", terminal.width(err=True), 2), err=True)
    return code


def _ended(code: int) -> int:
    """The exit code once the streams have handed over what they held."""
    fault = terminal.finish()
    if fault is None:
        return code
    told = code == Exit.CLOSED or isinstance(fault, BrokenPipeError)
    return _say("" if told else terminal.LOST_OUTPUT, Exit.CLOSED)


def _unexpected(error: Exception, words: Sequence[str]) -> int:
    """One line for the user; the traceback only for who asks for it."""
    if "-v" in words or "--verbose" in words:
        terminal.write("".join(traceback.format_exception(error)), err=True)
    last = traceback.extract_tb(error.__traceback__)[-1:]
    where = "".join(f", {os.path.basename(frame.filename)}:{frame.lineno}" for frame in last)
    words_said = str(error).splitlines()[:1]
    what = " : ".join([type(error).__name__, *words_said])
    again = (
        "joignez tout ce texte" if "-v" in words else "relancez avec « coopdocs -v … » et joignez tout ce qui s’affiche"
    )
    advice = f"Ce n’est pas votre faute. Pour le signaler aux auteurs de coopdocs : {again}."
    return _say(f"erreur imprévue ({what}{where}). {advice}", Exit.UNEXPECTED)


class PathWord(click.Path):
    """A path that may or may not be there (`genre` str: what may be another name too); one of no file is refused."""

    def __init__(self, genre: type[Path] | type[str] = Path) -> None:
        super().__init__(path_type=genre)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        path = super().convert(value, param, ctx)
        try:
            os.stat(path)
        except OSError as error:
            if error.errno in _IMPOSSIBLES:
                said = value if len(str(value)) <= 40 else f"{str(value)[:39]}…"
                self.fail(f"« {said} » {_IMPOSSIBLES[error.errno]}", param, ctx)
        return path


_IMPOSSIBLES = {
    errno.ENAMETOOLONG: "est un nom trop long pour ce système ; donnez-en un plus court",
    errno.ELOOP: "est un lien qui mène à lui-même ; donnez un autre chemin",
}


class ListedWord(click.ParamType):  # type: ignore[type-arg]
    """One word out of a list, with the nearest one offered; `sinon`: where other words go, « {} » being such a word."""

    name = "choix"

    def __init__(
        self, choices: Sequence[str], synonymes: Mapping[str, Sequence[str]] | None = None, sinon: str = ""
    ) -> None:
        self.choices, self.synonymes, self.sinon = tuple(choices), synonymes or {}, sinon

    def get_metavar(self, *args: Any, **kwargs: Any) -> str:
        return "|".join(self.choices)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        if value in self.choices:
            return str(value)
        near = closest(value, self.choices, self.synonymes)
        every = f"choix : {', '.join(self.choices)}{self.sinon.replace('{}', value)}"
        self.fail(f"« {value} » n’est pas connu ; {near or every}", param, ctx)

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[Any]:
        from click.shell_completion import CompletionItem

        return [CompletionItem(c) for c in self.choices if c.startswith(incomplete)]


class ListedWords(ListedWord):
    """Several words of a list, separated by commas."""

    name = "liste"

    def get_metavar(self, *args: Any, **kwargs: Any) -> str:
        return ",".join(self.choices)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        if isinstance(value, tuple):
            return value
        words = [word.strip().lower() for word in value.split(",") if word.strip()]
        if not words:
            self.fail(f"choix : {', '.join(self.choices)}", param, ctx)
        return tuple(dict.fromkeys(super(ListedWords, self).convert(word, param, ctx) for word in words))

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[Any]:
        from click.shell_completion import CompletionItem

        done, comma, start = incomplete.rpartition(",")
        given = done.split(",")
        return [CompletionItem(done + comma + c) for c in self.choices if c.startswith(start) and c not in given]


def format_option(*choix: str) -> Callable[[Function], Function]:
    """`--format`, given to a command as `audience`, and `--json`, which is short for `--format json`."""

    def decorate(command: Function) -> Function:
        @functools.wraps(command)
        def with_format(*given: Any, audience: str, court: bool, **options: Any) -> Any:
            ctx = click.get_current_context()
            said = ctx.get_parameter_source("audience") is not click.core.ParameterSource.DEFAULT
            if court and said and audience != "json":
                raise RequestError(f"--json et --format {audience} se contredisent : gardez l’un des deux")
            return command(*given, audience="json" if court else audience, **options)

        words = ", ".join(choix[:-1]) + f" ou {choix[-1]}"
        help_text = f"Pour qui : {words} (par défaut : {choix[0]})."
        short = click.option("--json", "court", is_flag=True, help="Comme --format json.")(with_format)
        long = click.option("--format", "audience", type=ListedWord(choix), default=choix[0], help=help_text)
        return long(short)  # type: ignore[return-value]

    return decorate


class WholeNumber(click.ParamType):  # type: ignore[type-arg]
    """A whole number of at least 1."""

    name = "nombre"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        try:
            number = int(value)
        except ValueError:
            number = 0
        if number < 1:
            self.fail(f"« {value} » n’est pas un nombre entier à partir de 1", param, ctx)
        return number


class Day(click.ParamType):  # type: ignore[type-arg]
    """A day as AAAA-MM-JJ."""

    name = "jour"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> dt.date:
        if isinstance(value, dt.date):
            return value
        # Python would take 20261123 too
        if not is_day(value):
            self.fail(f"« {value} » n’est pas une date : écrivez-la AAAA-MM-JJ", param, ctx)
        return dt.date.fromisoformat(value)


def words_option(
    nom: str, param: str, choix: Sequence[str], help_text: str, synonymes: Mapping[str, Sequence[str]] | None = None
) -> Callable[[Function], Function]:
    """An option that takes several words of a list, with commas or given again; the command gets them in list order."""

    def flat(ctx: click.Context, option: click.Parameter, given: Sequence[Sequence[str]]) -> tuple[str, ...]:
        every = {word for words in given for word in words}
        return tuple(word for word in choix if word in every)

    return click.option(
        nom, param, type=ListedWords(choix, synonymes), multiple=True, callback=flat,
        help=f"{help_text[:-1]} (à répéter, ou séparés par des virgules).",
    )  # fmt: skip


def output_option(help_text: str, quoi: str = "DOSSIER") -> Callable[[Function], Function]:
    """`-o`, given to a command as `sortie`: where it writes, a folder unless `quoi` says a file."""
    return click.option("-o", "--output", "sortie", type=PathWord(), metavar=quoi, help=help_text)


def jobs_option(command: Function) -> Function:
    """`-j`, given to a command as `workers`."""
    help_text = "Combien de documents à la fois (par défaut : un par cœur)."
    return click.option("-j", "--jobs", "workers", type=WholeNumber(), metavar="N", help=help_text)(command)


def pasted(path: Path) -> str:
    """A path as a shell takes it; never as an option."""
    import shlex
    import subprocess

    text = path.as_posix()
    text = f"./{text}" if text.startswith(("-", "~")) else text
    return subprocess.list2cmdline([text]) if os.name == "nt" else shlex.quote(text)


def command() -> str:
    """How this command is called from any folder: by its name where the shell finds it, else by its whole path."""
    import shutil

    said = Path(sys.argv[0])
    if said.name == "__main__.py":
        return f"{pasted(Path(sys.executable))} -m coopdocs"
    found = shutil.which(said.stem)
    if said.stem != "coopdocs" or (found and os.path.realpath(found) == os.path.realpath(said)):
        return "coopdocs"
    return pasted(said.absolute())


def environment_colors(environ: MutableMapping[str, str] | None = None) -> bool:
    """Whether the user's environment lets colours through (NO_COLOR, TERM=dumb)."""
    env = os.environ if environ is None else environ
    return not env.get("NO_COLOR") and env.get("TERM") != "dumb"
