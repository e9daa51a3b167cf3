"""The command line: each command parses, calls one function, reports what came back and gives an exit code."""

from __future__ import annotations

import gc
import os
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import click

from coopdocs import __version__
from coopdocs.cli import usage
from coopdocs.cli.report import Report, as_data
from coopdocs.cli.usage import Choisis, Choix, Fin, Groupe, Nombre
from coopdocs.cli.workspace import KIT, PRIVE, Workspace, nearest_kit
from coopdocs.problem import closest
from coopdocs.targets import FORMATS, GENRES, Selection

if TYPE_CHECKING:
    from coopdocs.build.delivery import Outcome
    from coopdocs.library import Library
    from coopdocs.problem import Problem
    from coopdocs.targets import Target
    from coopdocs.theme import Theme

T = TypeVar("T")

EPILOGUE = """\b
Codes de sortie :
  0  fait                              5  il manque quelque chose à cette machine
  1  contenu refusé                    70  erreur imprévue de coopdocs
  2  commande mal écrite               130  interrompu
  3  certains documents ont échoué     141  sortie refermée

\b
Pour que la touche Tab complète commandes, formes et options :
  bash  eval "$(_COOPDOCS_COMPLETE=bash_source coopdocs)"
  zsh   eval "$(_COOPDOCS_COMPLETE=zsh_source coopdocs)"
  fish  _COOPDOCS_COMPLETE=fish_source coopdocs | source"""


@dataclass(frozen=True)
class Session:
    """What the options before the command say."""

    dossier: Path
    report: Report

    def workspace(self, sortie: Path | None = None) -> Workspace:
        """The kit of this session; the command ends here when there is none."""
        racine = nearest_kit(self.dossier)
        space = Workspace(racine, sortie or racine / "output")
        if not space.is_kit:
            here = "ce dossier" if self.dossier == Path(".") else f"« {self.dossier} »"
            advice = "placez-vous dans un kit, ou donnez-le avec -C, ou créez-en un : coopdocs init mon-kit"
            raise Fin(usage.USAGE, f"{here} n’est pas un kit ({KIT} n’y est pas) ; {advice}")
        return space


@click.group(
    "coopdocs",
    cls=Groupe,
    subcommand_metavar="COMMANDE [ARGUMENTS]…",
    epilog=EPILOGUE,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110},
)
@click.option(
    "-C",
    "dossier",
    type=click.Path(path_type=Path),
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
@click.option(
    "--format",
    "forme",
    type=Choix(("text", "json", "github")),
    default="text",
    help="Pour qui : text (par défaut), json ou github (annotations).",
)
@click.option("--strict", is_flag=True, help="Refuse aussi les avertissements.")
@click.pass_obj
def check(session: Session, forme: str, strict: bool) -> int:
    """Vérifie tout le contenu et montre chaque problème à sa place."""
    report = session.report
    library, problems, _ = _read(session.workspace())
    refused = library is None or (strict and bool(problems))
    if forme == "json":
        report.json({"refuse": refused, "problemes": [as_data(p) for p in problems]})
    else:
        (report.github if forme == "github" else report.problems)(problems)
        report.count(problems, suite=_next_step(library is None, strict, problems))
    return usage.REFUS if refused else usage.FAIT


def _next_step(errors: bool, strict: bool, problems: list[Problem]) -> str:
    if errors:
        return " : corrigez ces lignes et relancez « coopdocs check » ; rien ne sera construit d’ici là"
    if problems:
        return " : avec --strict, ils sont refusés" if strict else " : les documents peuvent être construits"
    return " : les documents peuvent être construits avec « coopdocs build »"


def _slugs(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[str]:
    dossier = ctx.find_root().params.get("dossier") or Path(".")
    return sorted(p.stem for p in (Path(dossier) / "content/formes").glob(f"{incomplete}*.yaml"))


@main.command()
@click.argument("genres", nargs=-1, type=Choix(GENRES), metavar="[fiches|guide|comparatifs]…")
@click.option(
    "--forme", "formes", multiple=True, metavar="SLUG", shell_complete=_slugs, help="Seulement cette forme (à répéter)."
)
@click.option(
    "--to", "formats", type=Choisis(FORMATS), default=FORMATS, help="Seulement ces formats, séparés par des virgules."
)
@click.option(
    "-o",
    "--output",
    "sortie",
    type=click.Path(path_type=Path),
    metavar="DOSSIER",
    help="Où écrire (par défaut : output/ dans le kit).",
)
@click.option(
    "-j",
    "--jobs",
    "workers",
    type=Nombre(),
    metavar="N",
    help="Combien de documents à la fois (par défaut : un par cœur).",
)
@click.option("--dry-run", is_flag=True, help="Dit ce qui serait fait, sans rien écrire.")
@click.option("--no-cache", is_flag=True, help="Refait tout, même ce qui n’a pas changé.")
@click.option("--prune", is_flag=True, help="Supprime les fichiers d’anciennes constructions qui ne sont plus prévus.")
@click.option("--json", "as_json", is_flag=True, help="Le résultat en un objet JSON sur la sortie standard.")
@click.pass_obj
def build(
    session: Session, genres: tuple[str, ...], formes: tuple[str, ...], formats: tuple[str, ...], sortie: Path | None,
    workers: int | None, dry_run: bool, no_cache: bool, prune: bool, as_json: bool,
) -> int:  # fmt: skip
    """Construit les documents (tous, ou ceux que l’on nomme) dans output/."""
    from coopdocs.build import stamp
    from coopdocs.cli import summary

    report, space, start = session.report, session.workspace(sortie), time.perf_counter()
    wanted = Selection(genres or GENRES, formes, formats)
    if dry_run:
        return _preview(space, wanted, no_cache, report, as_json)
    private = space.open_private()
    if private is None:
        report.warn(f"{PRIVE} ne peut pas être écrit dans le kit : cette construction se passe de cache")
    memory = stamp.memory(private, wanted, space.sortie) if private and not no_cache else None
    made = stamp.digest((space.content, *space.theme), wanted, space.sortie) if memory else ""
    done = stamp.recall(memory, made, space.sortie) if memory else None
    if done is None:
        library, problems, theme = _read(space, private)
        if library is None:
            return _refuse(report, problems, as_json)
        if fault := space.output_fault():
            raise Fin(usage.ECHECS, fault)
        folder = private / "cache" if memory and private else None
        outcome = _deliver(library, theme, space, wanted, folder, workers or os.cpu_count() or 1, prune, report)
        if memory:
            stamp.keep(memory, made, space.sortie, outcome, problems)
    else:
        outcome, problems = done
    code, spent = summary.exit_code(outcome), time.perf_counter() - start
    if as_json:
        report.json(summary.as_json(outcome, problems, code, spent))
    else:
        summary.show(outcome, problems, report, space.sortie, spent)
    return code


def _read(space: Workspace, private: Path | None = None) -> tuple[Library | None, list[Problem], Theme]:
    """The kit's library and theme, and every problem: the content's, then the texts that do not fit their place."""
    # all that is read here lives to the end: looking for garbage meanwhile takes an eighth of the time
    gc.disable()
    try:
        from coopdocs import zones
        from coopdocs.library import load
        from coopdocs.theme import Theme

        theme = Theme(space.theme, private / "modeles" if private else None)
        library, problems = load(space.racine)
        if library is not None:
            problems = sorted([*problems, *zones.check(library, theme)], key=lambda p: p.place)
    finally:
        gc.enable()
    return (None if any(p.is_error for p in problems) else library), problems, theme


def _deliver(
    library: Library, theme: Theme, space: Workspace, wanted: Selection, cache: Path | None, jobs: int, prune: bool,
    report: Report,
) -> Outcome:  # fmt: skip
    from coopdocs.build import Cache, delivery
    from coopdocs.cli import summary

    every, chosen = _plan(library, theme, wanted)
    order = delivery.Order(library, theme, every, chosen, space.sortie, Cache(cache), jobs, prune, time.time())
    with report.progress(len(chosen)) as advance:
        return delivery.deliver(order, lambda r: advance(r.target.chemin, summary.step(r)), report.waits)


def _refuse(report: Report, problems: list[Problem], as_json: bool) -> int:
    """Content with errors: say them all; nothing has been touched."""
    if as_json:
        report.json(
            {"coopdocs": __version__, "code": usage.REFUS, "fichiers": [], "problemes": [as_data(p) for p in problems]}
        )
        return usage.REFUS
    errors = [p for p in problems if p.is_error]
    report.problems(errors, err=True)
    report.count(errors, err=True, suite=" : rien n’a été construit ; corrigez ces lignes et relancez")
    return usage.REFUS


def _plan(library: Library, theme: Theme, wanted: Selection) -> tuple[list[Target], list[Target]]:
    """The plan of the whole kit and the part that is wanted; the command ends here when there is none."""
    from coopdocs.plan import plan

    for slug in wanted.formes:
        if slug not in library.formes:
            hint = closest(slug, library.formes) or f"formes : {', '.join(library.formes)}"
            raise Fin(usage.USAGE, f"la forme « {slug} » n’existe pas ; {hint}")
    every = plan(library, theme)
    chosen = [t for t in every if wanted.has(t)]
    if not chosen:
        subjects = [t for t in every if t.genre in wanted.genres and (not wanted.formes or t.sujet in wanted.formes)]
        made = ", ".join(sorted({t.format for t in subjects})) or "aucun (un panorama n’a pas de comparatif)"
        named = ", ".join((*wanted.genres, *wanted.formes))
        raise Fin(usage.USAGE, f"aucun document ne correspond à ce choix ; formats de {named} : {made}")
    return every, chosen


def _preview(space: Workspace, wanted: Selection, no_cache: bool, report: Report, as_json: bool) -> int:
    """Say what a build would do; nothing is written."""
    from coopdocs.build import Cache, delivery
    from coopdocs.cli import summary

    library, problems, theme = _read(space)
    if library is None:
        return _refuse(report, problems, as_json)
    _, chosen = _plan(library, theme, wanted)
    seen = delivery.preview(chosen, space.sortie, Cache(None if no_cache else space.prive / "cache"))
    if as_json:
        report.json({"coopdocs": __version__, "fichiers": [t.described() | {"etat": etat} for t, etat in seen]})
    else:
        summary.show_preview(seen, report)
    return usage.FAIT


@main.command("list")
@click.argument(
    "quoi", type=Choix(("formes", "criteres", "sources", "targets")), metavar="formes|criteres|sources|targets"
)
@click.option("--json", "as_json", is_flag=True, help="En JSON.")
@click.pass_obj
def lister(session: Session, quoi: str, as_json: bool) -> int:
    """Énumère les formes, les critères, les sources ou les fichiers à construire."""
    from coopdocs.cli import listing

    report = session.report
    library, problems, theme = _read(session.workspace())
    if library is None:
        return _refuse(report, problems, as_json)
    if quoi == "targets":
        every, _ = _plan(library, theme, Selection())
        rows = listing.targets(every)
    else:
        rows = listing.of(library, quoi)
    if as_json:
        report.json(rows)
    else:
        report.listing(listing.lines(rows))
    return usage.FAIT


@main.command()
@click.option("--json", "as_json", is_flag=True, help="En JSON.")
@click.pass_obj
def doctor(session: Session, as_json: bool) -> int:
    """Dit ce que cette machine et ce kit permettent, et ce qu’il faut installer."""
    from coopdocs.cli.doctor import examine

    facts = examine(Workspace(session.dossier, session.dossier / "output"))
    if as_json:
        session.report.json([asdict(fact) for fact in facts])
    else:
        session.report.facts((f.sujet, f.valeur, f.etat, f.conseil) for f in facts)
    return usage.MACHINE if any(fact.etat == "manque" for fact in facts) else usage.FAIT


@main.command()
@click.option(
    "-o",
    "--output",
    "sortie",
    type=click.Path(path_type=Path),
    metavar="DOSSIER",
    help="Où écrire (par défaut : .coopdocs/schemas dans le kit).",
)
@click.pass_obj
def schema(session: Session, sortie: Path | None) -> int:
    """Écrit les schémas JSON qui aident un éditeur à compléter et vérifier le YAML."""
    from coopdocs.cli import starter

    space = session.workspace()
    if sortie is None:
        space.open_private()
    written = _possible(lambda: starter.write_schemas(sortie or space.prive / "schemas"))
    session.report.say(
        f"{len(written)} schémas écrits. Dans VS Code, avec l’extension « YAML » de Red Hat, "
        "ajoutez à .vscode/settings.json :"
    )
    session.report.json({"yaml.schemas": {_from_kit(file, space.racine): content for file, content in written.items()}})
    return usage.FAIT


def _from_kit(file: str, racine: Path) -> str:
    """A schema's path as VS Code wants it: from the folder that it has opened, the kit."""
    path = Path(file).absolute()
    root = racine.absolute()
    return f"./{path.relative_to(root).as_posix()}" if path.is_relative_to(root) else path.as_posix()


@main.command()
@click.argument("dossier", type=click.Path(path_type=Path), metavar="DOSSIER")
@click.pass_obj
def init(session: Session, dossier: Path) -> int:
    """Crée un kit complet dans un dossier nouveau ou vide."""
    from coopdocs.cli import starter

    place = session.dossier / dossier
    _possible(lambda: starter.init(place))
    session.report.say(f"kit créé dans {place.as_posix()}/ ; la suite : cd {place.as_posix()} && coopdocs build")
    return usage.FAIT


@main.command()
@click.argument("quoi", type=Choix(("forme",)), metavar="forme")
@click.argument("slug", metavar="SLUG")
@click.pass_obj
def new(session: Session, quoi: str, slug: str) -> int:
    """Commence une forme : content/formes/SLUG.yaml, avec un conseil pour chaque champ."""
    from coopdocs.cli import starter

    racine = session.workspace().racine
    chemin = _possible(lambda: starter.new_forme(racine, slug))
    session.report.say(f"{chemin.as_posix()} est prêt à remplir ; « coopdocs check » dit ce qui reste à faire")
    return usage.FAIT


def _possible(work: Callable[[], T]) -> T:
    """The result of some work, or the end of the command with the reason why it cannot be done."""
    from coopdocs.cli.starter import Impossible

    try:
        return work()
    except Impossible as error:
        raise Fin(usage.USAGE, str(error)) from None
