"""`coopdocs verify`: what holds of documents, as text or JSON."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args

import click

from coopdocs import __version__
from coopdocs.cli import usage
from coopdocs.cli.report import Report, plural
from coopdocs.cli.session import Session
from coopdocs.cli.usage import FrenchCommand
from coopdocs.errors import Exit, RequestError

if TYPE_CHECKING:
    from coopdocs.verify import Finding, Verification

_CITES = 5
"""How many findings of one check and reason are named without -v."""


class Share(click.ParamType):  # type: ignore[type-arg]
    """« 5% » as the float 0.05, « 12 » as the int 12."""

    name = "taux"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:
        if isinstance(value, (int, float)):
            return value
        share = re.fullmatch(r"(\d+(?:[.,]\d+)?)\s*%", value)
        if share and 0 < (percent := float(share[1].replace(",", "."))) <= 100:
            return percent / 100
        if re.fullmatch(r"\d+", value) and int(value) > 0:
            return int(value)
        self.fail(f"« {value} » n’est ni une part (5%) ni un nombre de fichiers (12)", param, ctx)


@click.command("verify", cls=FrenchCommand)
@click.argument("chemin", required=False, type=usage.PathWord(), metavar="[CHEMIN]")
@click.option(
    "--rebuild",
    "taux",
    type=Share(),
    metavar="TAUX",
    help="Refait une part des documents (5%, ou 12 fichiers) à partir des sources jointes et compare les octets ; "
    "les modèles de la parution sont exécutés : seulement si vous faites confiance à sa source.",
)
@click.option("--rapide", is_flag=True, help="Sans veraPDF, qui prend plus de temps que tout le reste.")
@usage.format_option("text", "json")
@click.pass_obj
def verify(session: Session, chemin: Path | None, taux: float | None, rapide: bool, audience: str) -> int:
    """Dit ce qui tient d’un fichier, d’un dossier ou d’une parution (.zip, .tar.gz) ; par défaut, output/."""
    from coopdocs.api.verifying import verify_files
    from coopdocs.cli.summary import followed

    report, sujet = session.report, chemin or session.folders().output
    if not sujet.exists():
        advice = "donnez un fichier, un dossier ou une archive" if chemin else "construisez d’abord : coopdocs build"
        raise RequestError(f"« {sujet.as_posix()} » n’existe pas ; {advice}")
    with followed(report if audience == "text" else Report(-1)) as on:
        rapport = verify_files(sujet, sample=taux, quick=rapide, on=on)
    code = exit_code(rapport)
    if audience == "json":
        report.json(as_json(rapport, code))
    else:
        show(rapport, report)
    return code


def exit_code(rapport: Verification) -> int:
    """0 all that was checked holds, 4 something does not, 5 nothing fails but bytes cannot be compared here."""
    if not rapport.holds:
        return Exit.DIFFERENT
    return Exit.DONE if rapport.comparable else Exit.MACHINE


def as_json(rapport: Verification, code: int) -> dict[str, Any]:
    """The whole report as one object."""
    return {
        "coopdocs": __version__,
        "code": code,
        "sujet": rapport.subject,
        "tient": rapport.holds,
        "constats": [_as_data(finding) for finding in rapport.findings],
        "liens": [{"fichier": fichier, "adresse": adresse} for fichier, adresse in rapport.links],
    }


def _as_data(finding: Finding) -> dict[str, str]:
    return {
        "fichier": finding.file,
        "controle": finding.check,
        "verdict": finding.verdict,
        "raison": finding.reason,
        "detail": finding.detail,
    }


def show(rapport: Verification, report: Report) -> None:
    """A line a check, then each thing that does not hold, then the verdict."""
    if report.niveau >= 0:
        report.facts(
            (nom, _counted(constats), _state(constats), _excuse(constats)) for nom, constats in rapport.by_check()
        )
        if rapport.links:
            report.say(f"{plural(len({a for _, a in rapport.links}), 'adresse')} hors des documents, non visitées")
    groups: dict[tuple[str, str], list[Finding]] = {}
    for constat in rapport.having("ne tient pas"):
        groups.setdefault((constat.check, constat.reason), []).append(constat)
    for (controle, raison), constats in groups.items():
        some = constats if report.niveau > 0 else constats[:_CITES]
        lines = [f"{c.file or rapport.subject}{f' ({c.detail})' if c.detail else ''}" for c in some]
        rest = len(constats) - len(some)
        report.failure(f"{controle} : {raison}", [*lines, *([f"et {rest} de plus, que -v énumère"] if rest else [])])
    for constat in rapport.having("non comparable"):
        report.warn(f"non comparable : {constat.reason}")
    if report.niveau >= 0 or not rapport.holds:
        report.verdict(_verdict(rapport), rapport.holds and rapport.comparable)


def _counted(constats: tuple[Finding, ...]) -> str:
    """How many files hold, how many do not, how many were not checked."""
    from coopdocs.verify import Verdict

    by_verdict = {v: len({c.file for c in constats if c.verdict == v}) for v in get_args(Verdict)}
    failed = by_verdict.pop("ne tient pas")
    every = plural(len({c.file for c in constats}), "fichier")
    others = [f"{count} {v}{'s' if count > 1 else ''}" for v, count in by_verdict.items() if count and v != "tient"]
    return ", ".join(
        [every, *([f"{failed} ne {'tiennent' if failed > 1 else 'tient'} pas"] if failed else []), *others]
    )


def _state(constats: tuple[Finding, ...]) -> str:
    verdicts = {c.verdict for c in constats}
    if "ne tient pas" in verdicts:
        return "manque"
    return "facultatif" if verdicts & {"non vérifié", "non comparable"} else "bon"


def _excuse(constats: tuple[Finding, ...]) -> str:
    """Why something was not checked."""
    return next((c.reason for c in constats if c.verdict == "non vérifié"), "")


def _verdict(rapport: Verification) -> str:
    faults = rapport.having("ne tient pas")
    if faults:
        files = len({c.file for c in faults})
        return f"{rapport.subject} ne tient pas : {plural(len(faults), 'écart')} dans {plural(files, 'fichier')}"
    if not rapport.comparable:
        return f"{rapport.subject} : rien ne manque, mais les documents n’ont pas pu être comparés à leurs sources"
    skipped = {c.check for c in rapport.having("non vérifié")}
    return f"{rapport.subject} tient" + (
        f", sauf ce qui n’a pas été vérifié : {', '.join(sorted(skipped))}" if skipped else ""
    )
