"""What a build has to say at its end: a table, what failed and why, what to do next; or all of it as JSON."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from coopdocs import __version__, machine
from coopdocs.cli import nominatif
from coopdocs.cli.report import Report, as_data, duration, plural
from coopdocs.errors import Exit
from coopdocs.events import Estimate, Event, Listener, Planned, Result, Step, Waiting
from coopdocs.produce.delivery import PANGO_MISSING, Outcome
from coopdocs.targets import KINDS, Target
from coopdocs.typographie import nombre, taille

if TYPE_CHECKING:
    from coopdocs.api.named import NamedFile


def step(result: Result) -> str:
    """One result in a line of progress."""
    if result.faults:
        return f"échec : {result.faults[0]}"
    pages = plural(result.pages, "page") if result.pages else ""
    how = "en cache" if result.cached else f"{nombre(result.seconds, 1)} s" if result.seconds else ""
    return "  ".join(part for part in (pages, taille(result.size), how) if part)


@contextlib.contextmanager
def followed(report: Report) -> Iterator[Listener]:
    """What listens to a build and shows how far it is."""
    with contextlib.ExitStack() as stack:
        advance: Callable[[str, str, bool], None] | None = None

        def hear(event: Event) -> None:
            nonlocal advance
            match event:
                case Planned(count):
                    advance = stack.enter_context(report.progress(count))
                case Result():
                    assert advance is not None, "a build says first how many files it makes"
                    advance(event.target.path, step(event), not event.cached)
                case Waiting():
                    report.waits()
                case Estimate():
                    _announce(event, report)
                case Step(what) if report.niveau >= 0:
                    report.say(what, err=True)

        yield hear


def _announce(estimate: Estimate, report: Report) -> None:
    """What a great number of dossiers will take, before they are made."""
    if report.niveau >= 0:
        n, size, seconds = estimate.count, estimate.size, estimate.seconds
        report.say(f"{nombre(n)} dossiers à faire : environ {taille(size)} et {duration(seconds)}", err=True)


def say(
    outcome: Outcome, named: Sequence[NamedFile] | None, report: Report, output: Path, spent: float, as_json: bool
) -> int:
    """What was made, and the exit code; `named`: the files that name people, None where no list was given."""
    code = outcome.exit_code or nominatif.exit_code(named or ())
    if as_json:
        said = _as_json(outcome, code, spent)
        report.json(said if named is None else said | nominatif.as_json(named))
    else:
        show(outcome, report, output, spent)
        nominatif.show(named or (), report, output)
    return code


def show(outcome: Outcome, report: Report, output: Path, spent: float) -> None:
    """The closing table, then failures and the next thing to do."""
    if report.niveau >= 0 and outcome.results:
        report.table(_rows(outcome.results))
    by_reason: dict[tuple[str, ...], list[Result]] = {}
    for result in outcome.failed:
        by_reason.setdefault(result.faults, []).append(result)
    by_reason.pop((PANGO_MISSING,), None)
    for defauts, failed in by_reason.items():
        _show_failures(defauts, failed, report)
    for defaut in outcome.faults:
        report.failure(defaut)
    if outcome.lacking:
        pdfs = sum(r.faults == (PANGO_MISSING,) for r in outcome.results)
        report.failure(
            f"{plural(pdfs, 'PDF')} non faits : {PANGO_MISSING}", [f"pour l’installer : {machine.pango_remedy()}"]
        )
    if report.niveau >= 0:
        _show_leftovers(outcome, report)
        _show_end(outcome, report, output, spent)


def _show_failures(defauts: tuple[str, ...], failed: Sequence[Result], report: Report) -> None:
    """What failed for the same reasons, said once."""
    names = [r.target.path for r in failed]
    what = (
        f"{names[0]} n’a pas été fait" if len(names) == 1 else f"{len(names)} fichiers non faits ({', '.join(names)})"
    )
    kept = sum(r.stale for r in failed)
    stays = {0: [], 1: ["la version précédente reste en place"]}.get(
        kept, [f"{kept} versions précédentes restent en place"]
    )
    report.failure(what, [*defauts, *stays])


def _show_leftovers(outcome: Outcome, report: Report) -> None:
    for chemin in outcome.removed:
        report.say(f"supprimé : {chemin}")
    if outcome.leftovers:
        names = ", ".join(outcome.leftovers[:3]) + ("…" if len(outcome.leftovers) > 3 else "")
        count = plural(len(outcome.leftovers), "ancien fichier")
        report.say(f"{count} ({names}) : --prune supprime ceux que vous n’avez pas modifiés")


def _show_end(outcome: Outcome, report: Report, output: Path, spent: float) -> None:
    made, failed = len(outcome.results) - len(outcome.failed), len(outcome.failed)
    said = f"{plural(made, 'fichier')} dans {output.as_posix()}/ en {nombre(spent, 1)} s"
    if failed:
        said += f" ; {plural(failed, 'échec')} : corrigez ce qui est dit plus haut et relancez, le reste est gardé"
    elif not outcome.faults:
        said += f" ; ouvrez {output.as_posix()}/index.html"
    report.verdict(said, not failed and not outcome.faults)
    if outcome.problems:
        report.say(f"{plural(len(outcome.problems), 'avertissement')} sur le contenu : « coopdocs check » les montre")


def _rows(results: Sequence[Result]) -> list[list[str]]:
    rows = [["", "fichiers", "en cache", "échecs", "pages", "taille", "secondes"]]
    kinds = [(genre, [r for r in results if r.target.kind == genre]) for genre in KINDS]
    for nom, some in [*kinds, ("total", list(results))]:
        if some:
            made = [r for r in some if not r.faults]
            pages = sum(r.pages or 0 for r in made)
            counts = (len(made), sum(r.cached for r in made), len(some) - len(made), pages or "")
            sums = (taille(sum(r.size for r in made)), nombre(sum(r.seconds for r in some), 1))
            rows.append([nom, *map(str, counts), *sums])
    return rows


def _as_json(outcome: Outcome, code: int, spent: float) -> dict[str, Any]:
    """The whole outcome as one object; keys are those of manifest.json where both have them."""
    return {
        "coopdocs": __version__,
        "code": code,
        "secondes": round(spent, 3),
        "fichiers": [_entry(r) for r in outcome.results],
        "defauts": list(outcome.faults),
        "anciens": list(outcome.leftovers),
        "supprimes": list(outcome.removed),
        "problemes": [as_data(p) for p in outcome.problems],
    }


def _entry(r: Result) -> dict[str, Any]:
    made = {"octets": r.size, "sha256": r.sha256, "pages": r.pages, "cache": r.cached, "perime": r.stale}
    return r.target.described() | made | {"secondes": round(r.seconds, 3), "defauts": list(r.faults)}


def show_preview(preview: Sequence[tuple[Target, str]], report: Report, as_json: bool) -> int:
    """What a build would do with each file."""
    if as_json:
        rows = [target.described() | {"etat": state} for target, state in preview]
        report.json({"coopdocs": __version__, "fichiers": rows})
        return Exit.DONE
    report.listing((target.path, state, target.title) for target, state in preview)
    todo = sum(state != "en cache" for _, state in preview)
    if report.niveau >= 0:
        report.say(f"{plural(len(preview), 'fichier')}, dont {todo} à faire ; rien n’a été écrit")
    return Exit.DONE
