"""Click in French: help pages, usage errors, and every way a command can end, turned into one line and an exit code."""

from __future__ import annotations

import functools
import os
import sys
import traceback
from collections.abc import Callable, MutableMapping, Sequence
from pathlib import Path
from typing import Any, TypeVar

import click

from coopdocs.cli import terminal
from coopdocs.problem import Refused, closest

Fonction = TypeVar("Fonction", bound=Callable[..., Any])
FAIT, REFUS, USAGE, ECHECS, ECARTS, MACHINE, IMPREVU, TUBE, INTERROMPU = 0, 1, 2, 3, 4, 5, 70, 141, 130


PERDUE = "la sortie ne peut pas être écrite jusqu’au bout (disque plein ?)"
SANS_KIT = "placez-vous dans un kit, ou donnez-le avec -C, ou créez-en un : coopdocs init mon-kit"


class Fin(Exception):
    """The command is over: `code` is its exit code; `message`, if any, has yet to be said."""

    def __init__(self, code: int, message: str = "") -> None:
        super().__init__(message)
        self.code, self.message = code, message


class Commande(click.Command):
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
            rest = super().parse_args(ctx, args)
        except click.UsageError as error:
            error.ctx = error.ctx or ctx
            raise
        if rest and not ctx.resilient_parsing and not isinstance(self, click.Group):
            raise click.UsageError(f"« {' '.join(rest)} » est en trop", ctx)
        return rest


def _help(ctx: click.Context, param: click.Parameter, value: bool) -> None:
    if value and not ctx.resilient_parsing:
        terminal.write(ctx.get_help())
        ctx.exit()


class Groupe(Commande, click.Group):
    """The whole command line. Calling it runs a command and exits; no traceback leaves it without -v."""

    command_class = Commande

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
            hint = closest(args[0], self.commands) or f"commandes : {', '.join(self.commands)}"
            raise click.UsageError(f"la commande « {args[0]} » n’existe pas ; {hint}", ctx)
        return super().resolve_command(ctx, args)

    def main(self, args: Sequence[str] | None = None, prog_name: str | None = "coopdocs", **extra: Any) -> Any:  # type: ignore[override]
        extra["standalone_mode"] = False
        words = list(sys.argv[1:] if args is None else args)
        terminal.prepare()
        try:
            code = super().main(args=words, prog_name=prog_name, **extra)
        except terminal.Lost as lost:
            # who reads no further knows it
            code = TUBE if lost.closed else _say(PERDUE, TUBE)
        except (KeyboardInterrupt, click.Abort):
            code = _say("interrompu", INTERROMPU)
        except Fin as end:
            code = _say(end.message, end.code)
        except click.exceptions.NoArgsIsHelpError as error:
            terminal.write(error.message, err=True)
            code = USAGE
        except click.ClickException as error:
            context = getattr(error, "ctx", None)
            path = context.command_path if context else "coopdocs"
            code = _say(f"{explain(error)}\nVoyez « {path} --help ».", USAGE)
        except Refused as refused:
            code = _say("\n".join(map(str, refused.problems)), REFUS)
        except Exception as error:
            code = _unexpected(error, words)
        sys.exit(_ended(code or FAIT))


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
        return (
            f"l’option {name} se place avant la commande : coopdocs {name} … {error.ctx.info_name if error.ctx else ''}"
        )
    hint = f" ; vouliez-vous dire {error.possibilities[0]} ?" if error.possibilities else ""
    return f"l’option « {name} » n’existe pas{hint}"


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
    return TUBE if code == TUBE or isinstance(fault, BrokenPipeError) else _say(PERDUE, TUBE)


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
    return _say(f"erreur imprévue ({what}{where}). {advice}", IMPREVU)


class Choix(click.ParamType):  # type: ignore[type-arg]
    """One word out of a list, with the nearest one offered."""

    name = "choix"

    def __init__(self, choices: Sequence[str]) -> None:
        self.choices = tuple(choices)

    def get_metavar(self, *args: Any, **kwargs: Any) -> str:
        return "|".join(self.choices)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        if value in self.choices:
            return str(value)
        self.fail(
            f"« {value} » n’est pas connu ; {closest(value, self.choices) or 'choix : ' + ', '.join(self.choices)}",
            param,
            ctx,
        )

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[Any]:
        from click.shell_completion import CompletionItem

        return [CompletionItem(c) for c in self.choices if c.startswith(incomplete)]


class Choisis(Choix):
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
        return tuple(dict.fromkeys(super(Choisis, self).convert(word, param, ctx) for word in words))

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[Any]:
        from click.shell_completion import CompletionItem

        done, comma, start = incomplete.rpartition(",")
        given = done.split(",")
        return [CompletionItem(done + comma + c) for c in self.choices if c.startswith(start) and c not in given]


def format_option(*choix: str) -> Callable[[Fonction], Fonction]:
    """`--format`, given to a command as `forme`, and `--json`, which is short for `--format json`."""

    def decorate(command: Fonction) -> Fonction:
        @functools.wraps(command)
        def with_format(*given: Any, forme: str, court: bool, **options: Any) -> Any:
            ctx = click.get_current_context()
            said = ctx.get_parameter_source("forme") is not click.core.ParameterSource.DEFAULT
            if court and said and forme != "json":
                raise Fin(USAGE, f"--json et --format {forme} se contredisent : gardez l’un des deux")
            return command(*given, forme="json" if court else forme, **options)

        words = ", ".join(choix[:-1]) + f" ou {choix[-1]}"
        help_text = f"Pour qui : {words} (par défaut : {choix[0]})."
        short = click.option("--json", "court", is_flag=True, help="Comme --format json.")(with_format)
        long = click.option("--format", "forme", type=Choix(choix), default=choix[0], help=help_text)
        return long(short)  # type: ignore[return-value]

    return decorate


class Nombre(click.ParamType):  # type: ignore[type-arg]
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


def output_option(aide: str, quoi: str = "DOSSIER") -> Callable[[Fonction], Fonction]:
    """`-o`, given to a command as `sortie`: where it writes, a folder unless `quoi` says a file."""
    return click.option("-o", "--output", "sortie", type=click.Path(path_type=Path), metavar=quoi, help=aide)


def jobs_option(command: Fonction) -> Fonction:
    """`-j`, given to a command as `workers`."""
    aide = "Combien de documents à la fois (par défaut : un par cœur)."
    return click.option("-j", "--jobs", "workers", type=Nombre(), metavar="N", help=aide)(command)


def environment_colors(environ: MutableMapping[str, str] | None = None) -> bool:
    """Whether the user's environment lets colours through (NO_COLOR, TERM=dumb)."""
    env = os.environ if environ is None else environ
    return not env.get("NO_COLOR") and env.get("TERM") != "dumb"
