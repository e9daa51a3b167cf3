"""`coopdocs build`: what is asked for, made and said."""

from __future__ import annotations

import os
import time
from pathlib import Path
from typing import TYPE_CHECKING

import click

from coopdocs.cli import asking, usage
from coopdocs.cli.report import Report
from coopdocs.cli.session import Session, refuse
from coopdocs.cli.usage import FrenchCommand, ListedWord
from coopdocs.errors import RequestError
from coopdocs.folders import PRIVATE
from coopdocs.problem import ContentError
from coopdocs.targets import AMPLEURS, FORMATS, KINDS
from coopdocs.typographie import date_longue

if TYPE_CHECKING:
    from coopdocs.api.kit import OpenKit


_ELSEWHERE = ' ; un territoire se donne par --territoire "{}", une forme par --forme'


@click.command("build", cls=FrenchCommand)
@click.argument(
    "kinds",
    nargs=-1,
    type=ListedWord(KINDS, sinon=_ELSEWHERE),
    metavar="[fiches|guide|comparatifs|reperes|dossiers|evenements]…",
)
@asking.formes_option("Seulement cette forme")
@click.option(
    "--territoire",
    "places",
    multiple=True,
    metavar="NOM|CODE",
    shell_complete=asking.territoires,
    help="Le dossier de ce territoire : « Valence Romans », epci:200068781… (à répéter).",
)
@usage.words_option("--niveau", "levels", asking.LEVELS, "L’essentiel de tous les territoires de ces niveaux, en PDF.")
@usage.words_option(
    "--ampleur",
    "ampleurs",
    AMPLEURS,
    "Seulement l’essentiel, en quatre pages, ou le dossier complet.",
    {"essentiel": ("court", "bref", "synthèse", "4pages"), "complet": ("entier", "tout", "long")},
)
@click.option(
    "--comparer",
    "beside",
    multiple=True,
    metavar="NOM|CODE",
    shell_complete=asking.territoires,
    help="Avec --territoire : à quel territoire le comparer, au lieu de ceux qui lui ressemblent (à répéter).",
)
@click.option("--sobre", is_flag=True, help="Des dossiers PDF pour imprimante de bureau, sans grands aplats.")
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
    type=usage.PathWord(),
    metavar="FICHIER",
    help="Fait aussi les badges et l’émargement de ces personnes, pour un seul événement.",
)
@usage.words_option("--to", "formats", FORMATS, "Seulement ces formats.", asking.FORMAT_SYNONYMS)
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
    session: Session, /, sortie: Path | None, participants: Path | None, workers: int | None, adresse: str | None,
    dry_run: bool, no_cache: bool, prune: bool, audience: str, sobre: bool, **asked: tuple[str, ...],
) -> int:  # fmt: skip
    """Construit les documents (tous, ou ceux que l’on nomme) dans output/."""
    from coopdocs.cli import nominatif, summary

    report, start, kit = session.report, time.perf_counter(), session.kit()
    output, as_json = sortie or kit.folders.output, audience == "json"
    wanted = asking.selection(kit.folders, asking.Asked(sobre=sobre, **asked))
    if adresse and not wanted.territoires:
        raise RequestError("--cluster ne vaut que pour des dossiers : ajoutez --niveau ou --territoire")
    try:
        people = nominatif.people(kit, wanted, participants, output, report)
        if dry_run:
            seen = kit.preview(wanted, output, no_cache) + (people.foreseen() if people else [])
            return summary.show_preview(seen, report, as_json)
        _announce(kit, report)
        with summary.followed(report) as on:
            outcome = kit.build(
                wanted, output, workers=workers or os.cpu_count() or 1, fresh=no_cache, prune=prune, cluster=adresse,
                now=time.time(), on=on,
            )  # fmt: skip
        _warn_left_over(kit, output, report)
        handed = people.deliver() if people else None
    except ContentError as refused:
        return refuse(report, refused.problems, as_json)
    return summary.say(outcome, handed, report, output, time.perf_counter() - start, as_json)


def _announce(kit: OpenKit, report: Report) -> None:
    """What the user would not expect of this build: no cache, another date than the kit's."""
    if kit.folders.open_private() is None:
        report.warn(f"{PRIVATE} ne peut pas être écrit dans le kit : cette construction se passe de cache")
    if kit.edition and report.niveau >= 0:
        report.say(f"édition du {date_longue(kit.edition)}, donnée par SOURCE_DATE_EPOCH", err=True)


def _warn_left_over(kit: OpenKit, output: Path, report: Report) -> None:
    for folder in kit.left_over(output):
        report.warn(f"{folder.as_posix()}/ nomme des personnes et son événement n’existe plus : supprimez ce dossier")
