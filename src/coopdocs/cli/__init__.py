"""The command line: each command parses, calls one function, reports what came back and gives an exit code."""

from __future__ import annotations

import re
import textwrap
from pathlib import Path
from typing import TYPE_CHECKING

import click

from coopdocs import __version__
from coopdocs.cli import (
    asking,
    building,
    differing,
    explaining,
    linking,
    releasing,
    rereading,
    terminal,
    usage,
    verifying,
)
from coopdocs.cli.importing import import_table
from coopdocs.cli.report import Report, as_data
from coopdocs.cli.session import Session, refuse, source_date
from coopdocs.cli.territoires import territoires
from coopdocs.cli.usage import CommandLine, ListedWord
from coopdocs.errors import Exit, RequestError
from coopdocs.folders import KitFolders, nearest_kit
from coopdocs.problem import ProblemsError

if TYPE_CHECKING:
    from coopdocs.library import Library
    from coopdocs.problem import Problem
    from coopdocs.targets import Target

EXITS = {
    Exit.DONE: "fait",
    Exit.REFUSED: "contenu refusé",
    Exit.USAGE: "commande mal écrite",
    Exit.FAILED: "certains documents ont échoué",
    Exit.DIFFERENT: "un écart, une adresse morte",
    Exit.MACHINE: "il manque quelque chose à cette machine, ou ses versions ne sont pas comparables",
    Exit.UNEXPECTED: "erreur imprévue de coopdocs",
    Exit.INTERRUPTED: "interrompu",
    Exit.CLOSED: "sortie refermée ou pleine",
}


def _exits() -> str:
    """The exit codes in two columns."""
    lines = [textwrap.wrap(f"{int(code)}  {said}", 45, subsequent_indent="   ") for code, said in EXITS.items()]
    right = [line for entry in lines[5:] for line in entry]
    return "\n".join(f"  {entry[0]:36} {beside}" for entry, beside in zip(lines[:5], right, strict=True))


EPILOGUE = f"""\b
Codes de sortie :
{_exits()}

\b
Pour que la touche Tab complète commandes, formes et options :
  bash  eval "$(_COOPDOCS_COMPLETE=bash_source coopdocs)"
  zsh   eval "$(_COOPDOCS_COMPLETE=zsh_source coopdocs)"
  fish  _COOPDOCS_COMPLETE=fish_source coopdocs | source"""


@click.group(
    "coopdocs",
    cls=CommandLine,
    subcommand_metavar="COMMANDE [ARGUMENTS]…",
    epilog=EPILOGUE,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110},
)
@click.option(
    "-C",
    "dossier",
    type=usage.PathWord(),
    default=Path("."),
    metavar="DOSSIER",
    help="Le kit (par défaut : ici).",
)
@click.option("-q", "--quiet", is_flag=True, help="Ne dit que les problèmes.")
@click.option("-v", "--verbose", is_flag=True, help="Dit tout, y compris la trace d’une erreur imprévue.")
@click.option("--no-color", is_flag=True, help="Sans couleurs (de même si NO_COLOR est défini).")
@click.version_option(__version__, message="coopdocs %(version)s", help="Affiche la version.")
@click.pass_context
def main(ctx: click.Context, dossier: Path, quiet: bool, verbose: bool, no_color: bool) -> None:
    """Fiches, guide et tableaux sur les formes de coopération territoriale, à partir d’un seul contenu vérifié."""
    level = -1 if quiet else 1 if verbose else 0
    ctx.obj = Session(dossier, Report(level, not no_color and usage.environment_colors(), dossier))


@main.command()
@usage.format_option("text", "json", "github")
@click.option("--strict", is_flag=True, help="Refuse aussi les avertissements.")
@click.pass_obj
def check(session: Session, audience: str, strict: bool) -> int:
    """Vérifie tout le contenu et montre chaque problème à sa place."""
    report = session.report
    problems = session.kit().check()
    errors = any(problem.is_error for problem in problems)
    refused = errors or (strict and bool(problems))
    if audience == "json":
        report.json({"refuse": refused, "problemes": [as_data(p) for p in problems]})
    else:
        (report.github if audience == "github" else report.problems)(problems)
        report.count(problems, suite=_next_step(errors, strict, problems))
    return Exit.REFUSED if refused else Exit.DONE


def _next_step(errors: bool, strict: bool, problems: list[Problem]) -> str:
    if errors:
        return " : corrigez ces lignes et relancez « coopdocs check » ; rien ne sera construit d’ici là"
    if problems:
        return " : avec --strict, ils sont refusés" if strict else " : les documents peuvent être construits"
    return " : les documents peuvent être construits avec « coopdocs build »"


main.add_command(building.build)
territoires.add_command(import_table)
main.add_command(territoires)
main.add_command(releasing.release)
main.add_command(differing.diff)
main.add_command(verifying.verify)
main.add_command(rereading.relire)
main.add_command(linking.liens)
main.add_command(explaining.explain)


@main.command("list")
@click.argument(
    "quoi",
    type=ListedWord(("formes", "criteres", "sources", "evenements", "targets", "territoires")),
    metavar="formes|criteres|sources|evenements|targets|territoires",
)
@click.option(
    "--departement",
    "departements",
    multiple=True,
    metavar="CODE|NOM",
    help="Seulement les territoires de ce département (à répéter).",
)
@usage.words_option("--niveau", "niveaux", asking.LEVELS, "Seulement les territoires de ces niveaux.")
@usage.format_option("text", "json")
@click.pass_obj
def list_rows(
    session: Session, quoi: str, departements: tuple[str, ...], niveaux: tuple[str, ...], audience: str
) -> int:
    """Énumère les formes, les critères, les sources, les événements, les fichiers à construire ou les territoires.

    Un contenu qui a des erreurs est énuméré autant qu’il se lit ; le code est 1 si la liste peut être incomplète.
    """
    from coopdocs.cli import listing
    from coopdocs.library import load_partly

    report, folders = session.report, session.folders()
    if quoi != "territoires" and (departements or niveaux):
        raise RequestError("--departement et --niveau ne valent que pour « coopdocs list territoires »")
    library, problems = load_partly(folders.root, source_date())
    errors = [p for p in problems if p.is_error]
    lacking = [p for p in errors if any(place.fichier.startswith(listing.NEEDS[quoi]) for place in p.places)]
    if quoi == "targets":
        try:
            rows = listing.targets(_every_target(library, folders))
        except (ProblemsError, LookupError, AttributeError, ValueError):
            if not lacking:
                raise
            # without a source that is cited, say, no document can be thought of
            return refuse(report, problems, audience == "json", "cette liste ne peut pas être faite")
    elif quoi == "territoires":
        rows = asking.named("--departement", lambda: listing.territoires(library, departements, niveaux))
    else:
        rows = listing.of(library, quoi)
    if audience == "json":
        report.json(rows)
    else:
        report.listing(listing.lines(rows))
    if errors:
        what = " ; cette liste peut être incomplète" if lacking else " ; cette liste n’en dépend pas"
        report.count(errors, err=True, suite=f" dans le contenu{what} : « coopdocs check » les montre")
    return Exit.REFUSED if lacking else Exit.DONE


def _every_target(library: Library, folders: KitFolders) -> list[Target]:
    from coopdocs.api.planned import Plan
    from coopdocs.theme import Theme

    return Plan(library, Theme(folders.theme), lays_out=False).every


@main.command()
@usage.format_option("text", "json")
@click.pass_obj
def doctor(session: Session, audience: str) -> int:
    """Dit ce que cette machine et ce kit permettent, et ce qu’il faut installer."""
    from coopdocs.cli.doctor import examine

    facts = examine(KitFolders(nearest_kit(session.where)))
    if audience == "json":
        session.report.json([fact.described() for fact in facts])
    else:
        session.report.facts((f.subject, f.value, f.state, f.advice) for f in facts)
    return Exit.MACHINE if any(fact.state == "manque" for fact in facts) else Exit.DONE


@main.command()
@usage.output_option("Où écrire (par défaut : .coopdocs/schemas dans le kit).")
@click.pass_obj
def schema(session: Session, sortie: Path | None) -> int:
    """Écrit les schémas JSON qui aident un éditeur à compléter et vérifier le YAML."""
    from coopdocs.cli import starter

    folders = session.folders()
    if sortie is None:
        folders.open_private()
    written = starter.write_schemas(sortie or folders.private / "schemas")
    session.report.say(
        f"{len(written)} schémas écrits. Dans VS Code, avec l’extension « YAML » de Red Hat, "
        "ajoutez à .vscode/settings.json :"
    )
    session.report.say(f"{starter.BUILT}, à côté, décrit le JSON des dossiers construits.", err=True)
    session.report.json({"yaml.schemas": {_from_kit(file, folders.root): content for file, content in written.items()}})
    return Exit.DONE


def _from_kit(file: str, racine: Path) -> str:
    """A schema's path as VS Code wants it: from the folder that it has opened, the kit."""
    path = Path(file).absolute()
    root = racine.absolute()
    return f"./{path.relative_to(root).as_posix()}" if path.is_relative_to(root) else path.as_posix()


@main.command()
@click.argument("dossier", type=usage.PathWord(), metavar="DOSSIER")
@click.pass_obj
def init(session: Session, dossier: Path) -> int:
    """Crée un kit complet dans un dossier nouveau ou vide."""
    from coopdocs.cli import starter

    place = session.where / dossier
    starter.init(place)
    session.report.say(f"kit créé dans {place.as_posix()}/ ; la suite :")
    # on lines of their own, to be pasted into any shell: that of Windows knows no « && »
    session.report.exact(f"  cd {usage.pasted(place)}")
    session.report.exact(f"  {usage.command()} build")
    return Exit.DONE


@main.command()
@click.argument(
    "quoi",
    type=ListedWord(("forme", "dossier", "identite"), {"dossier": ("territoire",)}),
    metavar="forme|dossier|identite",
)
@click.argument("nom", metavar="[NOM]", nargs=-1, shell_complete=asking.territoires)
@click.pass_obj
def new(session: Session, quoi: str, nom: tuple[str, ...]) -> int:
    """Commence une forme, avec ses cases du comparatif, ce que vous ajoutez au dossier d’un territoire, ou l’identité
    de qui publie.

    \b
    coopdocs new forme cae                    content/formes/cae.yaml
    coopdocs new dossier "Valence Romans"     content/territoires/dossiers/epci-200068781.yaml
    coopdocs new identite                     à la fin de content/kit.yaml
    """
    from coopdocs.cli import starter

    racine = session.folders().root
    if quoi == "identite":
        if nom:
            raise click.UsageError(f"« {nom[0]} » est en trop : l’identité est celle du kit")
        chemin = starter.new_identite(racine)
        session.report.say(f"l’identité est à la fin de {chemin.as_posix()} : remplissez ce que vous voulez y changer")
        return Exit.DONE
    if not nom:
        raise click.UsageError("il manque un nom : coopdocs new forme SLUG, ou coopdocs new dossier NOM")
    if quoi == "dossier":
        chemin, t = starter.new_dossier(racine, " ".join(nom))
        session.report.say(
            f"{chemin.as_posix()} est prêt à remplir : {t.nom_court}, {t.genre.lower()} ; rien n’y est obligatoire, "
            "« coopdocs check » dit ce qui ne va pas"
        )
        return Exit.DONE
    if len(nom) > 1:
        raise click.UsageError(f"« {nom[1]} » est en trop : une forme a un nom sans espace, comme regie-quartier")
    [slug] = nom
    chemin = starter.new_forme(racine, slug)
    cases = starter.new_cells(racine, slug)
    aussi = f", ses cases dans {cases.as_posix()} aussi" if cases else ""
    session.report.say(f"{chemin.as_posix()} est prêt à remplir{aussi} ; « coopdocs check » dit ce qui reste à faire")
    return Exit.DONE


@main.command("help")
@click.argument("mots", nargs=-1, metavar="[COMMANDE|CODE]…")
@click.pass_context
def help_command(ctx: click.Context, mots: tuple[str, ...]) -> int:
    """Affiche l’aide d’une commande, ou explique un code."""
    if mots and re.fullmatch(r"[A-Za-z]\d{1,3}", mots[0]):
        return int(ctx.invoke(explaining.explain, codes=mots, audience="text", court=False))
    shown: click.Context = ctx.find_root()
    for mot in mots:
        if not isinstance(shown.command, CommandLine):
            raise click.UsageError(f"« {mot} » est en trop", ctx)
        _, command, _ = shown.command.resolve_command(shown, [mot])
        assert command is not None
        shown = click.Context(command, info_name=mot, parent=shown)
    terminal.write(shown.get_help())
    return Exit.DONE
