"""`coopdocs release`: one edition handed over, or the reason why it cannot be."""

from __future__ import annotations

import datetime as dt
import os
import time
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from coopdocs.cli import usage, verifying
from coopdocs.cli.report import Report, plural
from coopdocs.cli.session import Session, refuse
from coopdocs.cli.usage import FrenchCommand, ListedWord
from coopdocs.errors import Exit, RequestError
from coopdocs.folders import KitFolders
from coopdocs.typographie import date_longue, nombre, taille

if TYPE_CHECKING:
    from coopdocs.api.kit import OpenKit
    from coopdocs.produce.delivery import Outcome
    from coopdocs.release import Parution
    from coopdocs.verify import Verification

UNCOMMITTED, FAILURES = "arbre-modifie", "echecs"


@click.command("release", cls=FrenchCommand)
@click.option(
    "--edition",
    type=usage.Day(),
    metavar="AAAA-MM-JJ",
    help="La date que portent les documents (par défaut : SOURCE_DATE_EPOCH, sinon celle du kit).",
)
@usage.output_option("Où ranger les parutions (par défaut : dist/ dans le kit).")
@click.option(
    "--depuis",
    type=usage.PathWord(),
    metavar="CHEMIN",
    help="La parution précédente, pour « Ce qui a changé » (par défaut : la dernière de ce dossier).",
)
@click.option("--strict", is_flag=True, help="Refuse aussi les avertissements sur le contenu.")
@click.option(
    "--malgre",
    type=ListedWord((UNCOMMITTED, FAILURES)),
    multiple=True,
    help="Publie quand même : changements non enregistrés dans git, documents qui n’ont pas pu être faits.",
)
@click.option("--remplacer", is_flag=True, help="Remplace une parution différente de la même édition.")
@usage.jobs_option
@click.pass_obj
def release(
    session: Session, edition: dt.date | None, sortie: Path | None, depuis: Path | None, strict: bool,
    malgre: tuple[str, ...], remplacer: bool, workers: int | None,
) -> int:  # fmt: skip
    """Publie une édition : documents, sources, licences et preuves, en un dossier et deux archives."""
    from coopdocs.cli.summary import followed
    from coopdocs.problem import ContentError
    from coopdocs.release import DocumentsFailedError, NotConformingError

    report, start, kit = session.report, time.perf_counter(), session.kit(edition)
    output = sortie or kit.folders.root / "dist"
    if depuis and not depuis.exists():
        raise RequestError(f"--depuis : « {depuis} » n’existe pas ; donnez un dossier de parution ou son archive")
    caveats = _committed(kit.folders, output, UNCOMMITTED in malgre, report)
    try:
        if strict and _only_warned(kit, report):
            return Exit.REFUSED
        with followed(report) as on:
            made = kit.release(
                output, previous=depuis, caveats=caveats, incomplete=FAILURES in malgre, replacing=remplacer,
                workers=workers or os.cpu_count() or 1, now=time.time(), on=on,
            )  # fmt: skip
    except ContentError as refused:
        return refuse(report, refused.problems, False)
    except DocumentsFailedError as failed:
        _show_faults(failed.outcome, report)
        return failed.exit_code
    except NotConformingError as faulty:
        verifying.show(faulty.verification, report)
        report.failure(faulty.message, [faulty.advice])
        return faulty.exit_code
    if report.niveau >= 0:
        _show(made, kit, output, report, time.perf_counter() - start)
    return Exit.DONE


def _only_warned(kit: OpenKit, report: Report) -> bool:
    """Whether the content has warnings and no error: they are said, as what --strict refuses."""
    problems = kit.check()
    if not problems or any(problem.is_error for problem in problems):
        return False
    report.problems(problems, err=True)
    report.count(problems, err=True, suite=" : rien n’a été publié ; corrigez ces lignes, ou retirez --strict")
    return True


def _committed(folders: KitFolders, output: Path, anyway: bool, report: Report) -> tuple[str, ...]:
    """What the notes must say of the kit's state in git. Raises WorktreeError when that stands in the way."""
    from coopdocs.release import worktree

    try:
        changes = worktree.changes(folders.root, (output, folders.output, folders.private))
        fault = f"{plural(len(changes), 'fichier')} hors du dernier commit ({_some(changes)})" if changes else ""
    except worktree.WorktreeError as error:
        changes, fault = (), str(error)
    if changes is None:
        report.warn("ce kit n’est pas suivi par git : rien ne dit de quelle version de ses sources vient la parution")
    if not fault:
        return ()
    if not anyway:
        advice = f"enregistrez ces changements (git commit), ou publiez quand même avec --malgre {UNCOMMITTED}"
        raise worktree.WorktreeError(f"{fault} : {advice}")
    report.warn(fault)
    return ("Publiée depuis un dossier dont l’état n’était pas enregistré dans git.",)


def _some(names: Sequence[str]) -> str:
    return ", ".join(names[:3]) + ("…" if len(names) > 3 else "")


def _show_faults(outcome: Outcome, report: Report) -> None:
    """Why there is no release: what failed, and what to do."""
    from coopdocs import machine
    from coopdocs.produce.delivery import PANGO_MISSING

    by_reason: dict[tuple[str, ...], list[str]] = {}
    for result in outcome.failed:
        by_reason.setdefault(result.faults, []).append(result.target.path)
    by_reason.pop((PANGO_MISSING,), None)
    for defauts, names in by_reason.items():
        report.failure(f"{plural(len(names), 'document')} sans version publiable ({_some(names)})", defauts)
    for defaut in outcome.faults:
        report.failure(defaut)
    advice = f"corrigez, puis relancez ; ou publiez sans ces documents avec --malgre {FAILURES}"
    if outcome.lacking:
        advice = f"{PANGO_MISSING} ; pour l’installer : {machine.pango_remedy()}"
    report.failure("rien n’a été publié", [advice])


def _checked(rapport: Verification) -> str:
    """How many findings hold, and what could not be looked at here."""
    lacking = dict.fromkeys(f"{c.check} ({c.reason})" for c in rapport.having("non vérifié"))
    said = f"{plural(len(rapport.having('tient')), 'constat')}, tout tient"
    return said + "".join(f" ; non vérifié : {what}" for what in lacking)


def _show(made: Parution, kit: OpenKit, output: Path, report: Report, spent: float) -> None:
    """What was made, what to hand over, how it can be checked."""
    said, problems = kit.library.kit, kit.check()
    report.say(f"{said.titre}, version {said.version}, édition du {date_longue(said.edition)}")
    rows = [("", "fichiers", "taille"), (f"{made.folder.name}/", str(made.files), taille(made.size))]
    rows += [(path.name, "", taille(path.stat().st_size)) for path in made.archives]
    report.table(rows)
    since = made.previous.name if made.previous else "première parution"
    report.say(f"ce qui a changé : {made.folder.as_posix()}/notes.md (depuis : {since})")
    archive = made.archives[0]
    report.say(f"à remettre : {archive.as_posix()}, ou l’autre archive : elles contiennent la même chose")
    report.say(f"à contrôler : « coopdocs verify {archive.name} », ou « sha256sum -c SHA256SUMS » une fois ouverte")
    if problems:
        report.say(f"{plural(len(problems), 'avertissement')} sur le contenu : « coopdocs check » les montre")
    if made.verification:
        report.say(f"contrôlé avant de paraître : {_checked(made.verification)}")
    state = f"publié dans {output.as_posix()}/" if made.verification else "déjà là, identique"
    report.verdict(f"{state} en {nombre(spent, 1)} s", True)
