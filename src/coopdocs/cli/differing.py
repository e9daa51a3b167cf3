"""`coopdocs diff`: two kits, releases or revisions put side by side, and what changed said in one of four ways."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from coopdocs import __version__
from coopdocs.cli import usage
from coopdocs.cli.report import Report, as_data
from coopdocs.cli.session import Session
from coopdocs.cli.usage import FrenchCommand
from coopdocs.errors import CoopdocsError, Exit, RequestError

if TYPE_CHECKING:
    from coopdocs.diff import Difference, Differences, Section, Side, SidesRefusedError
    from coopdocs.diff.words import Chunk

_MARKS = {"commun": ("", "", ""), "retiré": ("erreur", "[-", "-]"), "ajouté": ("fait", "{+", "+}")}
_SIGNS = {"ajouté": ("fait", "+ "), "retiré": ("erreur", "- ")}
_CITES = 5


@click.command("diff", cls=FrenchCommand)
@click.argument("ancien", type=usage.PathWord(str), metavar="ANCIEN")
@click.argument("nouveau", type=usage.PathWord(str), default=".", metavar="[NOUVEAU]")
@usage.format_option("text", "json", "markdown", "html")
@usage.output_option("Écrit json, markdown ou html dans ce fichier (par défaut : à l’écran).", "FICHIER")
@click.pass_obj
def diff(session: Session, ancien: str, nouveau: str, audience: str, sortie: Path | None) -> int:
    """Dit ce qui a changé entre deux kits, deux parutions ou deux révisions git du kit.

    ANCIEN et NOUVEAU sont chacun un dossier (kit ou parution), l’archive d’une parution, ou une révision git : v1.0,
    HEAD~3. Sans NOUVEAU, ou avec « . », c’est le kit tel qu’il est. Code 0 : rien n’a changé, 4 : quelque chose.
    """
    from coopdocs import diff as room

    if sortie and audience == "text":
        raise RequestError("-o écrit un fichier : ajoutez --format markdown, html ou json")
    try:
        with room.compared(ancien, nouveau, _kit(session, (ancien, nouveau))) as (found, new):
            if audience == "text":
                _show(found, session.report)
            else:
                _give(_written(found, new, audience), sortie, session.report)
    except room.SidesRefusedError as refused:
        return _refuse(session.report, refused, audience == "json")
    return Exit.DONE if found.empty else Exit.DIFFERENT


def _kit(session: Session, noms: Sequence[str]) -> Path:
    """The kit at hand; where both sides are files or folders none is needed."""
    elsewhere = all(nom != "." and Path(nom).exists() for nom in noms)
    return session.where if elsewhere else session.folders().root


def _refuse(report: Report, refused: SidesRefusedError, as_json: bool) -> int:
    """A side that has errors is not compared at all: say them."""
    problems = refused.problems
    if as_json:
        found = [as_data(p) for p in problems]
        report.json({"coopdocs": __version__, "code": Exit.REFUSED, "problemes": found})
        return Exit.REFUSED
    # places say themselves which side they are on
    plain = Report(report.niveau, report.couleurs)
    plain.problems(problems, err=True)
    names = " et ".join(f"« {name} »" for name in refused.names)
    suite = f" : {names} ne se lit pas avec coopdocs {__version__}, rien n’a été comparé"
    plain.count(problems, err=True, suite=f"{suite} ; corrigez ces lignes, ou comparez une autre révision")
    return Exit.REFUSED


def _written(ecarts: Differences, nouveau: Side, audience: str) -> str:
    from coopdocs import diff as room

    if audience == "json":
        code = Exit.DONE if ecarts.empty else Exit.DIFFERENT
        return json.dumps({"code": code} | room.data(ecarts), ensure_ascii=False, indent=1) + "\n"
    if audience == "markdown":
        return room.markdown(ecarts, nouveau.theme)
    return room.html(ecarts, nouveau.theme, nouveau.library.kit)


def _give(texte: str, sortie: Path | None, report: Report) -> None:
    from coopdocs.produce import write_atomic, write_fault

    if sortie is None:
        report.exact(texte.removesuffix("\n"))
        return
    try:
        write_atomic(sortie, texte.encode())
    except OSError as error:
        raise CoopdocsError(f"« {sortie} » {write_fault(error)}") from None
    if report.niveau >= 0:
        report.say(f"{sortie.as_posix()} est écrit")


# --- in the terminal


def _show(ecarts: Differences, report: Report) -> None:
    for sign, edition in (("-", ecarts.old), ("+", ecarts.new)):
        style = "erreur" if sign == "-" else "fait"
        words = f" {edition.name} : {edition.title}, version {edition.version} du {edition.edition:%d/%m/%Y}"
        report.marked([(style, sign), ("", words)], suite=2)
    for section in ecarts.sections:
        report.say()
        genre = f" ({section.kind})" if section.whole else ""
        report.marked([("fort", f"{section.title}{genre}")])
        _show_section(section, report)
    if ecarts.documents:
        report.say()
        report.marked([("fort", "Documents")])
        _show_documents(ecarts, report)
    report.say()
    report.verdict(ecarts.summary, ecarts.empty)


def _show_section(section: Section, report: Report) -> None:
    if section.whole:
        report.marked([("", f"{len(section.differences)} éléments ; --format json les donne tous")], 2)
        return
    for ecart in section.detailed:
        _show_difference(ecart, report)
    for jour, libelles in section.rechecked.items():
        report.marked([("discret", f"Revérifiés le {jour:%d/%m/%Y}, sans autre changement : "),
                       ("", " ; ".join(libelles))], 2, 2)  # fmt: skip


def _show_difference(ecart: Difference, report: Report) -> None:
    style, sign = _SIGNS.get(ecart.kind, ("", "  "))
    genre = "" if ecart.kind == "modifié" else f" ({ecart.kind})"
    if ecart.alone:
        words = _words(ecart.shown[0].chunks)
        report.marked([(style, sign), ("", f"{ecart.label} : "), *words, ("discret", genre)], 2, 4)
    else:
        report.marked([(style, sign), ("", ecart.label), ("discret", genre)], 2, 2)
        for c in ecart.shown:
            report.marked([("discret", f"{c.label} : "), *_words(c.chunks)], 6, 2)
    if ecart.evidence:
        report.marked([("discret", ecart.evidence)], 6, 2)


def _words(morceaux: Sequence[Chunk]) -> Iterator[tuple[str, str]]:
    """What was removed as [-…-], what was added as {+…+}: the signs say it where there is no colour."""
    for m in morceaux:
        style, opening, closing = _MARKS[m.state]
        words = m.text.rstrip() if style else m.text
        yield style, f"{opening}{words}{closing}"
        yield "", m.text[len(words) :]


def _show_documents(ecarts: Differences, report: Report) -> None:
    for d in ecarts.documents:
        cited = d.passages[:_CITES]
        more = f" et {len(d.passages) - _CITES} de plus" if len(d.passages) > _CITES else ""
        detail = f" : {' ; '.join(cited)}{more}" if cited else ""
        # the reasons are few, and long: said once below
        report.marked([("", f"{d.path}  "), ("discret", f"{d.fate}{detail}")], 2, 2)
    for raison in dict.fromkeys(d.reason for d in ecarts.documents if d.reason):
        sorts = " ou ".join(dict.fromkeys(d.fate for d in ecarts.documents if d.reason == raison))
        report.marked([("discret", f"{sorts} : {raison}")], 2, 2)
