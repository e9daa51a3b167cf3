"""`coopdocs build`: what is asked for, made and said."""

from __future__ import annotations

import contextlib
import datetime as dt
import os
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import click

from coopdocs import __version__
from coopdocs.cli import asking, usage
from coopdocs.cli.report import Report
from coopdocs.cli.session import Session, read, refuse, source_date
from coopdocs.cli.usage import Choix, Commande
from coopdocs.cli.workspace import PRIVE, Workspace
from coopdocs.errors import CoopdocsError, Exit, MachineError, RequestError
from coopdocs.problem import Problem, ProblemsError, closest
from coopdocs.targets import FORMATS, KINDS, Selection
from coopdocs.typographie import date_longue

if TYPE_CHECKING:
    from coopdocs.cli.nominatif import Fait
    from coopdocs.library import Library
    from coopdocs.library.participants import Participants
    from coopdocs.produce import Cache
    from coopdocs.produce.delivery import Outcome
    from coopdocs.produce.series import Crew
    from coopdocs.targets import Target
    from coopdocs.theme import Theme

T = TypeVar("T")


_SINON = ' ; un territoire se donne par --territoire "{}", une forme par --forme'


@click.command("build", cls=Commande)
@click.argument(
    "genres", nargs=-1, type=Choix(KINDS, sinon=_SINON), metavar="[fiches|guide|comparatifs|dossiers|evenements]…"
)
@click.option(
    "--forme",
    "formes",
    multiple=True,
    metavar="SLUG",
    shell_complete=asking.formes,
    help="Seulement cette forme (à répéter).",
)
@click.option(
    "--territoire",
    "noms",
    multiple=True,
    metavar="NOM|CODE",
    shell_complete=asking.territoires,
    help="Le dossier de ce territoire : « Valence Romans », epci:200068781… (à répéter).",
)
@usage.words_option(
    "--niveau", "niveaux", asking.NIVEAUX, "Les dossiers de tous les territoires de ces niveaux, en PDF."
)
@click.option(
    "--evenement",
    "evenements",
    multiple=True,
    metavar="SLUG",
    shell_complete=asking.evenements,
    help="Seulement les documents de cet événement (à répéter).",
)
@usage.words_option("--profil", "profils", asking.PROFILS, "Le livret des événements pour ces publics.")
@click.option(
    "--participants",
    "participants",
    type=usage.Chemin(),
    metavar="FICHIER",
    help="Fait aussi les badges et l’émargement de ces personnes, pour un seul événement.",
)
@usage.words_option("--to", "formats", FORMATS, "Seulement ces formats.", asking.FORMATS_DITS)
@usage.output_option("Où écrire (par défaut : output/ dans le kit).")
@usage.jobs_option
@click.option(
    "--cluster",
    "adresse",
    metavar="ADRESSE",
    help="Fait faire les dossiers par les machines d’un cluster Dask : tcp://machine:8786.",
)
@click.option("--dry-run", is_flag=True, help="Dit ce qui serait fait, sans rien écrire.")
@click.option("--no-cache", is_flag=True, help="Refait tout, même ce qui n’a pas changé.")
@click.option("--prune", is_flag=True, help="Supprime les fichiers d’anciennes constructions qui ne sont plus prévus.")
@usage.format_option("text", "json")
@click.pass_obj
def build(
    session: Session, genres: tuple[str, ...], formes: tuple[str, ...], noms: tuple[str, ...], niveaux: tuple[str, ...],
    evenements: tuple[str, ...], profils: tuple[str, ...], participants: Path | None, formats: tuple[str, ...],
    sortie: Path | None, workers: int | None, adresse: str | None, dry_run: bool, no_cache: bool, prune: bool,
    forme: str,
) -> int:  # fmt: skip
    """Construit les documents (tous, ou ceux que l’on nomme) dans output/."""
    from coopdocs.cli import nominatif
    from coopdocs.produce import stamp

    report, space, start = session.report, session.workspace(sortie), time.perf_counter()
    as_json = forme == "json"
    asked = asking.Asked(
        tuple(dict.fromkeys(genres)), tuple(sorted(set(formes))), noms, niveaux, evenements, profils, formats
    )
    wanted = asking.selection(space, asked)
    if adresse and not wanted.territoires:
        raise RequestError("--cluster ne vaut que pour des dossiers : ajoutez --niveau ou --territoire")
    try:
        liste = nominatif.read_list(space, wanted, participants, report) if participants else None
    except ProblemsError as refused:
        return refuse(report, refused.problems, as_json)
    if dry_run:
        return _preview(space, wanted, no_cache, report, as_json, liste)
    private = space.open_private()
    if private is None:
        report.warn(f"{PRIVE} ne peut pas être écrit dans le kit : cette construction se passe de cache")
    edition = _edition(report)
    kit_digest = stamp.kit_digest((space.content, *space.theme), edition)
    # a national run reads its own journal instead: what it leaves is too much to be read back each time
    memory = stamp.memory(private, wanted, space.sortie) if private and not no_cache and not niveaux else None
    made = stamp.digest(kit_digest, wanted, space.sortie)
    done = stamp.recall(memory, made, space.sortie) if memory else None
    if done is None:
        library, problems, theme = read(space, private)
        if library is None:
            return refuse(report, problems, as_json)
        if fault := space.output_fault():
            raise CoopdocsError(fault)
        with _crew(adresse) as crew:
            outcome = _deliver(
                library, theme, space, wanted, None if no_cache else private, workers or os.cpu_count() or 1, prune,
                report, kit_digest, crew,
            )  # fmt: skip
        if memory:
            stamp.keep(memory, made, space.sortie, outcome, problems)
    else:
        outcome, problems = done
    _warn_left_over(space, report)
    named = nominatif.deliver(space, wanted, liste) if liste else None
    return _say(outcome, problems, named, report, space, time.perf_counter() - start, as_json)


def _warn_left_over(space: Workspace, report: Report) -> None:
    from coopdocs.cli import nominatif

    for folder in nominatif.left_over(space.sortie, asking.slugs(space.racine, "evenements")):
        report.warn(f"{folder.as_posix()}/ nomme des personnes et son événement n’existe plus : supprimez ce dossier")


def _edition(report: Report) -> dt.date | None:
    """The day that SOURCE_DATE_EPOCH gives to the edition, said aloud."""
    edition = source_date()
    if edition and report.niveau >= 0:
        report.say(f"édition du {date_longue(edition)}, donnée par SOURCE_DATE_EPOCH", err=True)
    return edition


def _say(
    outcome: Outcome, problems: list[Problem], named: list[Fait] | None, report: Report, space: Workspace, spent: float,
    as_json: bool,
) -> int:  # fmt: skip
    """What was made, and the exit code; `named`: the files that name people, None where no list was given."""
    from coopdocs.cli import nominatif, summary

    code = outcome.exit_code or nominatif.exit_code(named or ())
    if as_json:
        said = summary.as_json(outcome, problems, code, spent)
        report.json(said if named is None else said | nominatif.as_json(named))
    else:
        summary.show(outcome, problems, report, space.sortie, spent)
        nominatif.show(named or (), report, space)
    return code


@contextlib.contextmanager
def _crew(adresse: str | None) -> Iterator[Crew | None]:
    """The worker processes behind an address; the command ends here when they cannot do the work."""
    if adresse is None:
        yield None
        return
    try:
        from coopdocs.produce import cluster
    except ImportError:
        raise MachineError("--cluster demande Dask : pip install 'coopdocs[cluster]'") from None
    with cluster.crew(adresse) as crew:
        yield crew


def _deliver(
    library: Library, theme: Theme, space: Workspace, wanted: Selection, private: Path | None, jobs: int, prune: bool,
    report: Report, kit_digest: str, crew: Crew | None,
) -> Outcome:  # fmt: skip
    from coopdocs.cli import summary
    from coopdocs.produce import Cache, delivery, stamp

    # parts of joined documents go from one process to another through a cache, if only for this run
    with tempfile.TemporaryDirectory(prefix="coopdocs-") as passing:
        cache = Cache(private / "cache" if private else Path(passing))
        every, chosen = planned(library, theme, wanted, cache)
        journal = stamp.journal(private, space.sortie) if private else None
        order = delivery.Order(
            library, theme, every, chosen, space.sortie, cache, jobs, prune, time.time(), kit_digest, journal, crew
        )
        with report.progress(len(chosen)) as advance:
            return delivery.deliver(
                order,
                lambda r: advance(r.target.path, summary.step(r), not r.cached),
                report.waits,
                lambda e: summary.announce(e, report),
            )


def planned(
    library: Library, theme: Theme, wanted: Selection, cache: Cache, lays_out: bool = True
) -> tuple[list[Target], list[Target]]:
    """The plan of the whole kit and the part that is wanted; the command ends here when there is none.

    `lays_out`: a part that the cache lacks may be made, to count its pages.
    """
    from coopdocs.plan import plan
    from coopdocs.produce import PartStore

    for slug in wanted.formes:
        if slug not in library.formes:
            hint = closest(slug, library.formes) or f"formes : {', '.join(library.formes)}"
            raise RequestError(f"la forme « {slug} » n’existe pas ; {hint}")
    _meant(library, wanted)
    parts = PartStore(cache)
    every = plan(library, theme, wanted, parts.pages if lays_out else parts.known_pages)
    chosen = [t for t in every if wanted.has(t)]
    if not chosen:
        subjects = [t for t in every if t.kind in wanted.kinds and (not wanted.formes or t.subject in wanted.formes)]
        made = ", ".join(sorted({t.format for t in subjects})) or "aucun (un panorama n’a pas de comparatif)"
        named = ", ".join((*wanted.kinds, *wanted.formes))
        raise RequestError(f"aucun document ne correspond à ce choix ; formats de {named} : {made}")
    return every, chosen


def _meant(library: Library, wanted: Selection) -> None:
    """The command ends here when there is no event to make, or none of them is meant for an audience asked for."""
    if wanted.kinds != ("evenements",):
        return
    events = {slug: library.evenements[slug] for slug in wanted.evenements or library.evenements}
    if not events:
        raise RequestError("aucun événement dans content/evenements : ajoutez-y un fichier par événement")
    for profil in wanted.profils:
        if all(profil not in e.profils for e in events.values()):
            meant = " ; ".join(f"{slug} : {', '.join(e.profils)}" for slug, e in events.items())
            raise RequestError(f"--profil : aucun événement choisi n’est prévu pour « {profil} » ({meant})")


def _preview(
    space: Workspace, wanted: Selection, no_cache: bool, report: Report, as_json: bool, liste: Participants | None
) -> int:
    """Say what a build would do; nothing is written."""
    from coopdocs.cli import nominatif, summary
    from coopdocs.produce import Cache, delivery, stamp

    library, problems, theme = read(space)
    if library is None:
        return refuse(report, problems, as_json)
    cache = Cache(None if no_cache else space.prive / "cache", read_only=True)
    _, chosen = planned(library, theme, wanted, cache, lays_out=False)
    kit_digest = stamp.kit_digest((space.content, *space.theme), source_date())
    journal = None if no_cache else stamp.journal(space.prive, space.sortie)
    seen = delivery.preview(chosen, space.sortie, cache, kit_digest, journal)
    seen += nominatif.foreseen(library, theme, wanted, liste) if liste else []
    if as_json:
        report.json({"coopdocs": __version__, "fichiers": [t.described() | {"etat": etat} for t, etat in seen]})
    else:
        summary.show_preview(seen, report)
    return Exit.DONE
