"""`coopdocs liens`: what the servers of the addresses that a kit prints say of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import click

from coopdocs import __version__
from coopdocs.cli import usage
from coopdocs.cli.report import Report, duration, plural
from coopdocs.cli.session import Session, source_date
from coopdocs.cli.usage import FrenchCommand
from coopdocs.errors import Exit, RequestError
from coopdocs.problem import closest

if TYPE_CHECKING:
    from coopdocs.library import Library
    from coopdocs.links import Answer, Link, Manners

_CITES = 4
"""How many places of one address are named without -v."""
_STYLES = {"morte": "erreur", "répond": "fait"}
_PLURALS = {
    "morte": "mortes", "domaine changé": "changées de domaine", "déplacée": "déplacées",
    "https possible": "à écrire en https", "certificat expiré": "au certificat expiré", "inconnue": "inconnues",
    "répond": "répondent",
}  # fmt: skip


@click.command("liens", cls=FrenchCommand)
@click.option(
    "--source",
    "sources",
    multiple=True,
    metavar="CLÉ",
    help="Seulement cette source de content/sources.yaml (à répéter).",
)
@click.option(
    "--domaine",
    "domaines",
    multiple=True,
    metavar="DOMAINE",
    help="Seulement les adresses de ce domaine, rtes.fr ou gouv.fr (à répéter).",
)
@usage.format_option("text", "json")
@click.pass_obj
def liens(session: Session, sources: tuple[str, ...], domaines: tuple[str, ...], audience: str) -> int:
    """Demande aux sites si les adresses du kit répondent : la seule commande qui emploie le réseau.

    Peu de requêtes, une à la fois par site, comme son robots.txt le permet ; rien n’est gardé ni corrigé.
    Code 0 : aucune adresse n’est morte, 4 : il y en a, 5 : aucun site n’a pu être joint.
    """
    from coopdocs import links
    from coopdocs.library import load_partly

    report = session.report
    library, problems = load_partly(session.folders().root, source_date())
    chosen = _chosen(library, links.every_link(library), sources, domaines)
    manners = links.Manners(_agent(library))
    found = _asked(chosen, manners, report if audience == "text" else Report(-1))
    code = _exit_code(found)
    if audience == "json":
        report.json({"coopdocs": __version__, "code": code, "adresses": [_as_data(a, link) for link, a in found]})
    else:
        _show(found, report)
    if errors := [p for p in problems if p.is_error]:
        report.count(errors, err=True, suite=" dans le contenu ; des adresses peuvent manquer : « coopdocs check »")
    return code


def _chosen(library: Library, every: list[Link], sources: Sequence[str], domains: Sequence[str]) -> list[Link]:
    """The links that were asked for. Raises RequestError for a source or a domain that the kit has not."""
    from coopdocs import links

    keys = [mention.source for link in every for mention in link.mentions if mention.source]
    for key in sources:
        if key not in keys:
            advice = closest(key, keys) or "« coopdocs list sources » les énumère"
            raise RequestError(f"--source : « {key} » n’est pas une source du kit", advice)
    for domain in domains:
        if not links.kept(every, (), (domain,)):
            advice = closest(domain, links.domains(every)) or "écrivez-le comme dans l’adresse, sans https:// : rtes.fr"
            raise RequestError(f"--domaine : aucune adresse du kit n’est de « {domain} »", advice)
    chosen = links.kept(every, sources, domains)
    if every and not chosen:
        raise RequestError("--source et --domaine : aucune adresse du kit n’est des deux à la fois")
    return chosen


def _agent(library: Library) -> str:
    """Who asks, as servers are told: the program, and the kit's own address where it has one."""
    kit = library.kit.adresse if library.kit else None
    about = f"; +{kit}" if kit and kit.isascii() else ""
    return f"coopdocs/{__version__} (link check{about})"


def _asked(chosen: Sequence[Link], manners: Manners, report: Report) -> list[tuple[Link, Answer]]:
    from coopdocs import links

    every = [link.address for link in chosen]
    if report.niveau >= 0:
        said = f"{plural(len(every), 'adresse')} chez {plural(len(links.domains(chosen)), 'site')}"
        least = duration(links.least_time(every, manners))
        report.say(f"{said} : {least} au moins, pour ne gêner personne", err=True)
    with report.progress(len(every)) as step:
        answers = links.ask(every, manners, lambda answer: step(answer.address, answer.verdict, True))
    return list(zip(chosen, answers, strict=True))


def _exit_code(found: Sequence[tuple[Link, Answer]]) -> int:
    from coopdocs import links

    if any(answer.verdict == "morte" for _, answer in found):
        return Exit.DIFFERENT
    return Exit.DONE if not found or links.reached([answer for _, answer in found]) else Exit.MACHINE


def _as_data(answer: Answer, link: Link) -> dict[str, Any]:
    return {
        "adresse": answer.address,
        "verdict": answer.verdict,
        "raison": answer.reason,
        "statut": answer.status,
        "nouvelle": answer.new or None,
        "redirections": [{"adresse": h.address, "statut": h.status, "vers": h.to} for h in answer.hops],
        "places": [
            {"fichier": m.place.fichier, "ligne": m.place.ligne, "colonne": m.place.colonne,
             **({"feuille": m.place.feuille} if m.place.feuille else {}), "par": m.what}
            for m in link.mentions
        ],
    }  # fmt: skip


def _show(found: Sequence[tuple[Link, Answer]], report: Report) -> None:
    """Each address that does not simply answer, the worst first, with its places; then how many of each."""
    from coopdocs.links import VERDICTS

    counts = []
    for verdict in VERDICTS:
        some = [(link, answer) for link, answer in found if answer.verdict == verdict]
        if some:
            counts.append(f"{len(some)} {_PLURALS[verdict] if len(some) > 1 else verdict}")
        if verdict != "répond" or report.niveau > 0:
            for link, answer in some:
                _show_one(link, answer, report)
    if report.niveau >= 0:
        good = not any(answer.verdict == "morte" for _, answer in found)
        report.verdict(
            f"{plural(len(found), 'adresse')} : {', '.join(reversed(counts))}" if found else "aucune adresse", good
        )


def _show_one(link: Link, answer: Answer, report: Report) -> None:
    style = _STYLES.get(answer.verdict, "avertissement")
    reason = f"  {answer.reason}" if answer.reason else ""
    report.marked([(style, answer.verdict), ("", f"  {link.address}"), ("discret", reason)], suite=5)
    if answer.new:
        report.marked([("", f"→ {answer.new}")], 5, 2)
    some = link.mentions if report.niveau > 0 else link.mentions[:_CITES]
    for mention in some:
        report.marked([("fort", report.shown(mention.place)), ("", f"  {mention.what}")], 5, 2)
    if rest := len(link.mentions) - len(some):
        report.marked([("discret", f"et {plural(rest, 'autre endroit')}, que -v énumère")], 5, 2)
