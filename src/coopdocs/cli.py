"""The command line: each command parses, calls one function, reports what came back and gives an exit code."""

from __future__ import annotations

import os
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from coopdocs import __version__, usage
from coopdocs.report import Report, as_data, plural
from coopdocs.usage import Choisis, Choix, Commande, Fin, Groupe, Nombre
from coopdocs.workspace import KIT, PRIVE, Workspace

if TYPE_CHECKING:
    from coopdocs.delivery import Outcome
    from coopdocs.library import Library
    from coopdocs.plan import Target
    from coopdocs.problem import Problem

GENRES = ("fiches", "guide", "comparatifs")
FORMATS = ("pdf", "docx", "html", "xlsx", "csv")
EPILOGUE = """\b
Codes de sortie :
  0  fait                              4  une différence a été trouvée
  1  contenu refusé                    5  il manque quelque chose à cette machine
  2  commande mal écrite               70  erreur imprévue de coopdocs
  3  certains documents ont échoué     130  interrompu (141 : sortie refermée)

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
        space = Workspace(self.dossier, sortie or self.dossier / "output")
        if not space.is_kit:
            here = "ce dossier" if self.dossier == Path(".") else f"« {self.dossier} »"
            advice = "placez-vous dans un kit, ou donnez-le avec -C, ou créez-en un : coopdocs init mon-kit"
            raise Fin(usage.USAGE, f"{here} n'est pas un kit ({KIT} n'y est pas) ; {advice}")
        return space


@click.group(
    "coopdocs",
    cls=Groupe,
    subcommand_metavar="COMMANDE [ARGUMENTS]…",
    epilog=EPILOGUE,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110},
)
@click.option("-C", "dossier", type=click.Path(path_type=Path), default=Path("."), metavar="DOSSIER", help="Le kit (par défaut : ici).")
@click.option("-q", "--quiet", is_flag=True, help="Ne dit que les problèmes.")
@click.option("-v", "--verbose", is_flag=True, help="Dit tout, y compris la trace d'une erreur imprévue.")
@click.option("--no-color", is_flag=True, help="Sans couleurs (de même si NO_COLOR est défini).")
@click.version_option(__version__, message="coopdocs %(version)s", help="Affiche la version.")
@click.pass_context
def main(ctx: click.Context, dossier: Path, quiet: bool, verbose: bool, no_color: bool) -> None:
    """Fiches, guide et tableaux comparatifs sur les formes de coopération territoriale, à partir d'un seul contenu vérifié."""
    level = -1 if quiet else 1 if verbose else 0
    ctx.obj = Session(dossier, Report(level, not no_color and usage.environment_colors(), dossier))


@main.command()
@click.option("--format", "forme", type=Choix(("text", "json", "github")), default="text", help="Pour qui : text (par défaut), json ou github (annotations).")
@click.option("--strict", is_flag=True, help="Refuse aussi les avertissements.")
@click.pass_obj
def check(session: Session, forme: str, strict: bool) -> int:
    """Vérifie tout le contenu et montre chaque problème à sa place."""
    from coopdocs.library import load

    report = session.report
    library, problems = load(session.workspace().racine)
    refused = library is None or (strict and bool(problems))
    if forme == "json":
        report.json({"refuse": refused, "problemes": [as_data(p) for p in problems]})
    else:
        (report.github if forme == "github" else report.problems)(problems)
        report.count(problems, suite=_next_step(library is None, strict, problems))
    return usage.REFUS if refused else usage.FAIT


def _next_step(errors: bool, strict: bool, problems: list[Problem]) -> str:
    if errors:
        return " : corrigez ces lignes et relancez « coopdocs check » ; rien ne sera construit d'ici là"
    if problems:
        return " : avec --strict, ils sont refusés" if strict else " : les documents peuvent être construits"
    return " : les documents peuvent être construits avec « coopdocs build »"


def _slugs(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[str]:
    dossier = ctx.find_root().params.get("dossier") or Path(".")
    return sorted(p.stem for p in (Path(dossier) / "content/formes").glob(f"{incomplete}*.yaml"))


@main.command()
@click.argument("genres", nargs=-1, type=Choix(GENRES), metavar="[fiches|guide|comparatifs]…")
@click.option("--forme", "formes", multiple=True, metavar="SLUG", shell_complete=_slugs, help="Seulement cette forme (à répéter).")
@click.option("--to", "formats", type=Choisis(FORMATS), default=FORMATS, help="Seulement ces formats, séparés par des virgules.")
@click.option("-o", "--output", "sortie", type=click.Path(path_type=Path), metavar="DOSSIER", help="Où écrire (par défaut : output/ dans le kit).")
@click.option("-j", "--jobs", "workers", type=Nombre(), metavar="N", help="Combien de documents à la fois (par défaut : un par cœur).")
@click.option("--dry-run", is_flag=True, help="Dit ce qui serait fait, sans rien écrire.")
@click.option("--no-cache", is_flag=True, help="Refait tout, même ce qui n'a pas changé.")
@click.option("--prune", is_flag=True, help="Supprime les fichiers d'anciennes constructions qui ne sont plus prévus.")
@click.option("--json", "as_json", is_flag=True, help="Le résultat en un objet JSON sur la sortie standard.")
@click.pass_obj
def build(
    session: Session, genres: tuple[str, ...], formes: tuple[str, ...], formats: tuple[str, ...], sortie: Path | None,
    workers: int | None, dry_run: bool, no_cache: bool, prune: bool, as_json: bool,
) -> int:  # fmt: skip
    """Construit les documents (tous, ou ceux que l'on nomme) dans output/."""
    from coopdocs.library import load

    report, space, start = session.report, session.workspace(sortie), time.perf_counter()
    library, problems = load(space.racine)
    if library is None:
        return _refuse(report, problems, as_json)
    from coopdocs import building

    private = None if dry_run else space.open_private()
    if private is None and not dry_run:
        report.warn(f"{PRIVE} ne peut pas être écrit dans le kit : cette construction se passe de cache")
    job = building.prepare(library, space, private, genres or GENRES, formes, formats)
    cache = building.cache(space, private, no_cache, dry_run)
    if dry_run:
        return building.show_preview(job, cache, report, as_json)
    outcome = building.run(job, cache, workers or os.cpu_count() or 1, prune, time.time(), report)
    return building.close(outcome, problems, report, as_json, time.perf_counter() - start)
