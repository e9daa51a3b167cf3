"""`coopdocs build`: what is asked for, made and said."""

from __future__ import annotations

import contextlib
import os
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import click

from coopdocs import __version__
from coopdocs.cli import usage
from coopdocs.cli.report import Report
from coopdocs.cli.session import Session, read, refuse, source_date
from coopdocs.cli.usage import Choisis, Choix, Commande, Fin, Nombre
from coopdocs.cli.workspace import PRIVE, Workspace
from coopdocs.problem import closest
from coopdocs.targets import FORMATS, GENRES, Selection
from coopdocs.typographie import date_longue, taille

if TYPE_CHECKING:
    from coopdocs.build import Cache
    from coopdocs.build.delivery import Outcome
    from coopdocs.build.series import Crew
    from coopdocs.library import Library
    from coopdocs.targets import Target
    from coopdocs.theme import Theme

T = TypeVar("T")
NIVEAUX = ("commune", "epci", "departement", "region")


def _slugs(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[str]:
    dossier = ctx.find_root().params.get("dossier") or Path(".")
    return sorted(p.stem for p in (Path(dossier) / "content/formes").glob(f"{incomplete}*.yaml"))


def _territoires(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[str]:
    from coopdocs.territoire import Territoires

    dossier = Path(ctx.find_root().params.get("dossier") or ".")
    return Territoires(dossier / "content/territoires").complete(incomplete)


@click.command("build", cls=Commande)
@click.argument("genres", nargs=-1, type=Choix(GENRES), metavar="[fiches|guide|comparatifs|dossiers]…")
@click.option(
    "--forme", "formes", multiple=True, metavar="SLUG", shell_complete=_slugs, help="Seulement cette forme (à répéter)."
)
@click.option(
    "--territoire",
    "noms",
    multiple=True,
    metavar="NOM|CODE",
    shell_complete=_territoires,
    help="Le dossier de ce territoire : « Valence Romans », epci:200068781… (à répéter).",
)
@click.option("--niveau", type=Choix(NIVEAUX), help="Les dossiers de tous les territoires de ce niveau, en PDF.")
@click.option(
    "--to", "formats", type=Choisis(FORMATS), default=None, help="Seulement ces formats, séparés par des virgules."
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
@click.option(
    "--cluster",
    "adresse",
    metavar="ADRESSE",
    help="Fait faire les dossiers par les machines d’un cluster Dask : tcp://machine:8786.",
)
@click.option("--dry-run", is_flag=True, help="Dit ce qui serait fait, sans rien écrire.")
@click.option("--no-cache", is_flag=True, help="Refait tout, même ce qui n’a pas changé.")
@click.option("--prune", is_flag=True, help="Supprime les fichiers d’anciennes constructions qui ne sont plus prévus.")
@click.option("--json", "as_json", is_flag=True, help="Le résultat en un objet JSON sur la sortie standard.")
@click.pass_obj
def build(
    session: Session, genres: tuple[str, ...], formes: tuple[str, ...], noms: tuple[str, ...], niveau: str | None,
    formats: tuple[str, ...] | None, sortie: Path | None, workers: int | None, adresse: str | None, dry_run: bool,
    no_cache: bool, prune: bool, as_json: bool,
) -> int:  # fmt: skip
    """Construit les documents (tous, ou ceux que l’on nomme) dans output/."""
    from coopdocs.build import stamp
    from coopdocs.cli import summary

    report, space, start = session.report, session.workspace(sortie), time.perf_counter()
    wanted = _selection(space, genres, formes, noms, niveau, formats)
    if adresse and not wanted.territoires:
        raise Fin(usage.USAGE, "--cluster ne vaut que pour des dossiers : ajoutez --niveau ou --territoire")
    if dry_run:
        return _preview(space, wanted, no_cache, report, as_json)
    private = space.open_private()
    if private is None:
        report.warn(f"{PRIVE} ne peut pas être écrit dans le kit : cette construction se passe de cache")
    if (edition := source_date()) and report.niveau >= 0:
        report.say(f"édition du {date_longue(edition)}, donnée par SOURCE_DATE_EPOCH", err=True)
    lot = stamp.lot((space.content, *space.theme), edition)
    # a national run reads its own journal instead: what it leaves is too much to be read back each time
    memory = stamp.memory(private, wanted, space.sortie) if private and not no_cache and not niveau else None
    made = stamp.digest(lot, wanted, space.sortie)
    done = stamp.recall(memory, made, space.sortie) if memory else None
    if done is None:
        library, problems, theme = read(space, private)
        if library is None:
            return refuse(report, problems, as_json)
        if fault := space.output_fault():
            raise Fin(usage.ECHECS, fault)
        with _crew(adresse) as crew:
            outcome = _deliver(
                library, theme, space, wanted, None if no_cache else private, workers or os.cpu_count() or 1, prune,
                report, lot, crew,
            )  # fmt: skip
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


def _selection(
    space: Workspace, genres: tuple[str, ...], formes: tuple[str, ...], noms: tuple[str, ...], niveau: str | None,
    formats: tuple[str, ...] | None,
) -> Selection:  # fmt: skip
    """What the options ask for; the command ends here when they contradict each other or name no territory."""
    if not (noms or niveau):
        # « --forme ptce » alone means the documents about that forme
        every = tuple(genre for genre in GENRES if genre != "dossiers" or not formes)
        return Selection(genres or every, formes, formats or FORMATS)
    if genres not in ((), ("dossiers",)):
        raise Fin(usage.USAGE, "--territoire et --niveau ne valent que pour les dossiers : coopdocs build dossiers …")
    from coopdocs.territoire import Territoires

    territoires = Territoires(space.content / "territoires", space.racine)
    cles = named("--territoire", lambda: [territoires.resolve(nom).cle for nom in noms])
    cles += territoires.codes(niveau) if niveau else ()
    return Selection(("dossiers",), formes, formats or (("pdf",) if niveau else FORMATS), tuple(dict.fromkeys(cles)))


def named(option: str, look_up: Callable[[], list[T]]) -> list[T]:
    """What a look-up of territories gives; the command ends here when a text names none, or several."""
    from coopdocs.territoire import TerritoireRefuse

    try:
        return look_up()
    except TerritoireRefuse as refused:
        raise Fin(usage.USAGE, f"{option} : {refused}") from None


@contextlib.contextmanager
def _crew(adresse: str | None) -> Iterator[Crew | None]:
    """The worker processes behind an address; the command ends here when they cannot do the work."""
    if adresse is None:
        yield None
        return
    try:
        from coopdocs import cluster
    except ImportError:
        raise Fin(usage.MACHINE, "--cluster demande Dask : pip install 'coopdocs[cluster]'") from None
    try:
        with cluster.crew(adresse) as crew:
            yield crew
    except cluster.ClusterRefuse as refused:
        raise Fin(usage.MACHINE, str(refused)) from None


def _deliver(
    library: Library, theme: Theme, space: Workspace, wanted: Selection, private: Path | None, jobs: int, prune: bool,
    report: Report, lot: str, crew: Crew | None,
) -> Outcome:  # fmt: skip
    from coopdocs.build import Cache, delivery, series, stamp
    from coopdocs.cli import summary

    # parts of joined documents go from one process to another through a cache, if only for this run
    with tempfile.TemporaryDirectory(prefix="coopdocs-") as passing:
        cache = Cache(private / "cache" if private else Path(passing))
        every, chosen = planned(library, theme, wanted, cache)
        journal = stamp.journal(private, space.sortie) if private else None
        order = delivery.Order(
            library, theme, every, chosen, space.sortie, cache, jobs, prune, time.time(), lot, journal, crew
        )
        with report.progress(len(chosen)) as advance:
            try:
                return delivery.deliver(
                    order,
                    lambda r: advance(r.target.chemin, summary.step(r), not r.cached),
                    report.waits,
                    lambda e: summary.announce(e, report),
                )
            except series.DisquePlein as full:
                needed, free = taille(full.besoin), taille(full.libre)
                advice = "libérez de la place, ou donnez un autre dossier avec -o"
                raise Fin(
                    usage.ECHECS, f"il faut environ {needed} sur le disque, il en reste {free} : {advice}"
                ) from None


def planned(library: Library, theme: Theme, wanted: Selection, cache: Cache) -> tuple[list[Target], list[Target]]:
    """The plan of the whole kit and the part that is wanted; the command ends here when there is none."""
    from coopdocs.build import Parts
    from coopdocs.plan import plan

    for slug in wanted.formes:
        if slug not in library.formes:
            hint = closest(slug, library.formes) or f"formes : {', '.join(library.formes)}"
            raise Fin(usage.USAGE, f"la forme « {slug} » n’existe pas ; {hint}")
    every = plan(library, theme, wanted, Parts(cache).pages)
    chosen = [t for t in every if wanted.has(t)]
    if not chosen:
        subjects = [t for t in every if t.genre in wanted.genres and (not wanted.formes or t.sujet in wanted.formes)]
        made = ", ".join(sorted({t.format for t in subjects})) or "aucun (un panorama n’a pas de comparatif)"
        named = ", ".join((*wanted.genres, *wanted.formes))
        raise Fin(usage.USAGE, f"aucun document ne correspond à ce choix ; formats de {named} : {made}")
    return every, chosen


def _preview(space: Workspace, wanted: Selection, no_cache: bool, report: Report, as_json: bool) -> int:
    """Say what a build would do; nothing is written."""
    from coopdocs.build import Cache, delivery, stamp
    from coopdocs.cli import summary

    library, problems, theme = read(space)
    if library is None:
        return refuse(report, problems, as_json)
    cache = Cache(None if no_cache else space.prive / "cache")
    _, chosen = planned(library, theme, wanted, cache)
    lot = stamp.lot((space.content, *space.theme), source_date())
    journal = None if no_cache else stamp.journal(space.prive, space.sortie)
    seen = delivery.preview(chosen, space.sortie, cache, lot, journal)
    if as_json:
        report.json({"coopdocs": __version__, "fichiers": [t.described() | {"etat": etat} for t, etat in seen]})
    else:
        summary.show_preview(seen, report)
    return usage.FAIT
