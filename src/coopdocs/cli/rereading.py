"""`coopdocs relire`: what is to be read again, in the terminal by source, as JSON, or as files to work with."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from coopdocs import __version__
from coopdocs.cli import asking, usage
from coopdocs.cli.report import Report, as_data, plural
from coopdocs.cli.session import Session, refuse
from coopdocs.cli.usage import FrenchCommand
from coopdocs.errors import CoopdocsError, Exit, RequestError
from coopdocs.problem import ContentError, Place, ProblemsError
from coopdocs.typographie import INSECABLE, date_longue

if TYPE_CHECKING:
    from coopdocs.relecture import ContactARelire, Relecture, Tache
    from coopdocs.relecture.reprise import Reprise

FORMATS = ("xlsx", "ics", "md")
_SHOWN_MAX = 150
"""How many characters of a claim the terminal shows without -v."""


@click.command("relire", cls=FrenchCommand)
@click.option(
    "--avant",
    type=usage.Day(),
    metavar="AAAA-MM-JJ",
    help="Seulement ce qui ne sera plus à jour ce jour-là : fin de validité ou vérification trop ancienne.",
)
@click.option(
    "--source", "sources", multiple=True, metavar="CLÉ", help="Tout ce qui cite cette source (à répéter)."
)  # fmt: skip
@asking.formes_option("Tout ce qui est dit de cette forme")
@usage.words_option("--to", "formats", FORMATS, "Écrit la liste dans ces formats.", asking.FORMAT_SYNONYMS)
@usage.output_option("Où écrire avec --to (par défaut : relecture/ dans le kit).")
@click.option(
    "--reprendre",
    "classeur",
    type=usage.PathWord(),
    metavar="FICHIER",
    help="Écrit dans les fichiers du kit ce qui a été corrigé dans le classeur de --to xlsx.",
)
@click.option(
    "--dry-run", is_flag=True, help="Avec --reprendre : montre les lignes qui changeraient, sans rien écrire."
)
@usage.format_option("text", "json")
@click.pass_obj
def relire(
    session: Session,
    avant: dt.date | None,
    sources: tuple[str, ...],
    formes: tuple[str, ...],
    formats: tuple[str, ...],
    sortie: Path | None,
    classeur: Path | None,
    dry_run: bool,
    audience: str,
) -> int:
    """Dit ce qui est à relire dans le kit, par source : une page relue, toutes ses affirmations le sont.

    Sans option : ce dont la validité finit bientôt, ce qui n’a pas été vérifié depuis longtemps (limites de
    content/kit.yaml), ce qui est incertain, les appels à suivre, les contacts, et ce qui repose sur une seule page
    secondaire, c’est-à-dire de presse ou d’une structure : ni le droit, ni l’État, ni un réseau, ni une statistique.

    Avec --reprendre, chaque ligne corrigée du classeur est reprise ou refusée, avec sa case ; seules les lignes qu’elle
    touche changent dans le fichier. Rien n’est écrit si le kit ainsi corrigé a une erreur. Se reprennent les cases
    Texte, Sources, Vérifié le, Confiance et Valable jusqu’au ; d’un contact, sa source et ses jours.
    """
    if classeur:
        if avant or sources or formes or formats or sortie:
            raise RequestError("--reprendre lit un classeur : aucune autre option que --dry-run ne va avec")
        return _take_back(session, classeur, dry_run, audience == "json")
    if dry_run:
        raise RequestError("--dry-run ne vaut qu’avec --reprendre")
    if sortie and not formats:
        raise RequestError("-o dit où écrire des fichiers : ajoutez --to xlsx, ics ou md")
    kit, report = session.kit(), session.report
    try:
        found = kit.to_reread(avant, sources=sources, formes=formes)
    except ContentError as refused:
        return refuse(report, refused.problems, audience == "json", "rien n’a été listé")
    if "ics" in formats and not any(tache.fin for tache in found.taches):
        report.warn("rien de cette liste n’a de fin de validité : pas d’agenda")
        formats = tuple(ending for ending in formats if ending != "ics")
    written = _write(found, formats, sortie or kit.folders.root / "relecture")
    if audience == "json":
        report.json(_as_data(found) | {"fichiers": [path.as_posix() for path in written]})
    elif written:
        for path in written:
            report.say(f"{path.as_posix()} est écrit")
        report.say(found.summary)
    else:
        _show(found, report)
    return Exit.DONE


def _write(found: Relecture, formats: Sequence[str], folder: Path) -> list[Path]:
    """The files asked for, in a folder. Raises CoopdocsError where one cannot be written."""
    from coopdocs.produce.files import write_atomic, write_fault
    from coopdocs.relecture import exports

    written = []
    for ending in formats:
        path = folder / f"relire.{ending}"
        try:
            write_atomic(path, exports.WRITERS[ending](found))
        except OSError as error:
            raise CoopdocsError(f"« {path.as_posix()} » {write_fault(error)}") from None
        written.append(path)
    return written


# --- back from the workbook


def _take_back(session: Session, classeur: Path, dry_run: bool, as_json: bool) -> int:
    """Say of each corrected row what became of it."""
    report = session.report
    if not classeur.is_file():
        raise RequestError(f"--reprendre : le fichier « {classeur.as_posix()} » n’existe pas")
    try:
        taken = session.kit().take_back(classeur, dry_run=dry_run)
    except ProblemsError as refused:
        return refuse(report, refused.problems, as_json, "rien n’a été écrit")
    if as_json:
        report.json(_taken_data(taken))
    else:
        report.problems([p for p in taken.avertissements if report.niveau >= 0], err=True)
        if dry_run and taken.diff:
            report.exact(taken.diff.rstrip("\n"))
        elif report.niveau >= 0:
            for cellule, place, heads in _taken_rows(taken):
                cell = str(replace(cellule, fichier="")).removeprefix(":")
                report.marked([("fort", cell), ("", f"  {report.shown(place)}  {', '.join(heads)}")], 2, 2)
        report.problems(taken.refus, err=True)
        report.verdict(_taken_verdict(taken, dry_run), not taken.refus)
    return Exit.FAILED if taken.refus else Exit.DONE


def _taken_rows(taken: Reprise) -> Iterator[tuple[Place, Place, list[str]]]:
    """Each row that is taken in: its cell, its place in the kit, the heads of the cells that change."""
    from coopdocs.relecture.classeur import ENTETES, ENTETES_CONTACTS

    yield from ((c.cellule, c.place, [ENTETES[champ] for champ in c.champs]) for c in taken.corrections)
    yield from ((c.cellule, c.place, [ENTETES_CONTACTS[champ] for champ in c.champs]) for c in taken.contacts)


def _taken_verdict(taken: Reprise, dry_run: bool) -> str:
    counts = [(len(taken.corrections), "affirmation"), (len(taken.contacts), "contact")]
    parts = [plural(count, noun) for count, noun in counts if count]
    refus = f"{plural(len(taken.refus), 'ligne')} refusée{'s' * (len(taken.refus) > 1)}" if taken.refus else ""
    if not parts:
        return f"rien n’est repris de ce classeur, {refus}" if refus else "rien n’est corrigé dans ce classeur"
    said = f"{'à reprendre' if dry_run else 'repris'} : {' et '.join(parts)}"
    return f"{said}, dans {plural(len(taken.fichiers), 'fichier')}{f' ; {refus}' if refus else ''}"


def _taken_data(taken: Reprise) -> dict[str, Any]:
    return {
        "coopdocs": __version__,
        "corrections": [
            {"cellule": str(cellule), "fichier": place.fichier, "ligne": place.ligne, "entetes": heads}
            for cellule, place, heads in _taken_rows(taken)
        ],
        "refus": [as_data(problem) for problem in taken.refus],
        "avertissements": [as_data(problem) for problem in taken.avertissements],
        "fichiers": list(taken.fichiers),
        "diff": taken.diff,
    }


# --- for a script


def _as_data(found: Relecture) -> dict[str, Any]:
    return {
        "coopdocs": __version__,
        "edition": found.library.kit.edition.isoformat(),
        "avant": found.avant.isoformat(),
        "affirmations": [_task_data(found, tache) for tache in found.taches],
        "contacts": [_contact_data(contact) for contact in found.contacts],
    }


def _task_data(found: Relecture, t: Tache) -> dict[str, Any]:
    return {
        "fichier": t.place.fichier,
        "ligne": t.place.ligne,
        "colonne": t.place.colonne,
        "sujet": t.sujet,
        "texte": t.texte,
        "raisons": list(t.raisons),
        "echeance": t.echeance.isoformat() if t.echeance else None,
        "verifie_le": t.verifie_le.isoformat() if t.verifie_le else None,
        "confiance": t.confiance or None,
        "valable_jusqu_au": t.fin.isoformat() if t.fin else None,
        "chercher": t.chercher,
        "sources": [{"cle": cle, "adresse": found.source(cle).adresse} for cle in t.sources],
        "documents": list(t.documents),
    }


def _contact_data(c: ContactARelire) -> dict[str, Any]:
    return {
        "fichier": c.place.fichier,
        "ligne": c.place.ligne,
        "nom": c.nom,
        "territoire": c.ou,
        "moyens": list(c.moyens),
        "source": c.source,
        "verifie_le": c.verifie_le.isoformat(),
        "expire_le": c.expire_le.isoformat() if c.expire_le else None,
        "pourquoi": c.pourquoi,
    }


# --- in the terminal


def _show(found: Relecture, report: Report) -> None:
    """The sources one after the other, each with what rests on it; then the contacts, and how many of what."""
    for cle, taches in found.par_source:
        _show_source(found, cle, taches, report)
        for tache in taches:
            _show_task(tache, _common(taches), report)
        report.say()
    if found.contacts:
        report.titled("Contacts")
        for contact in found.contacts:
            _show_contact(contact, report)
        report.say()
    if report.niveau >= 0:
        if not (found.taches or found.contacts):
            report.verdict(f"rien à relire avant le {date_longue(found.avant)}", True)
            return
        report.titled(found.summary)
        report.say("--to xlsx en fait un classeur où corriger, ics un agenda, md une liste à cocher")


def _show_source(found: Relecture, cle: str | None, taches: Sequence[Tache], report: Report) -> None:
    """A source, where it is, and what is the same for all that rests on it."""
    count = plural(len(taches), "affirmation").replace(" ", INSECABLE)
    name = found.source(cle).court.replace("*", "") if cle else "Sans source"
    report.marked([("fort", name), ("discret", f"  {cle}, {count}" if cle else f"  {count}")], suite=2)
    if cle and (adresse := found.source(cle).adresse):
        report.marked([("", adresse)], 2)
    if common := _common(taches):
        report.marked([("discret", common)], 2, 2)
    wanted = dict.fromkeys(part for tache in taches for part in tache.chercher.split(" ; "))
    report.marked([("discret", f"à chercher : {' ; '.join(wanted)}")], 2, 2)


def _common(taches: Sequence[Tache]) -> str:
    """Why all of these are to be read again, empty where it is not for the same reasons."""
    reasons = {tache.pourquoi for tache in taches}
    return reasons.pop() if len(taches) > 1 and len(reasons) == 1 else ""


def _show_task(tache: Tache, common: str, report: Report) -> None:
    report.marked([("fort", report.shown(tache.place)), ("", f"  {tache.sujet}")], 2, 2)
    texte = tache.texte
    if report.niveau < 1 and len(texte) > _SHOWN_MAX:
        texte = f"{texte[:_SHOWN_MAX].rsplit(' ', 1)[0]}…"
    report.marked([("", texte)], 4)
    if tache.pourquoi and tache.pourquoi != common:
        report.marked([("avertissement" if tache.echeance else "discret", tache.pourquoi)], 4, 2)
    day = f"vérifié le {tache.verifie_le:%d/%m/%Y}, " if tache.verifie_le else ""
    noms = tache.documents if report.niveau > 0 else _counted(tache.documents)
    report.marked([("discret", f"{day}dans : {', '.join(noms)}")], 4, 2)


def _counted(noms: Sequence[str]) -> Iterator[str]:
    """The documents that say something, those of one kind counted where they are several."""
    kinds = Counter(nom.split(" ")[0] for nom in noms)
    for nom in noms:
        kind = nom.split(" ")[0]
        if kinds[kind] == 1:
            yield nom
        elif kinds[kind]:
            yield f"{kinds[kind]}{INSECABLE}{kind}s"
            kinds[kind] = 0


def _show_contact(contact: ContactARelire, report: Report) -> None:
    report.marked([("fort", report.shown(contact.place)), ("", f"  {contact.nom}, {contact.ou}")], 2, 2)
    report.marked([("avertissement", contact.pourquoi), ("discret", f"  {' ; '.join(contact.moyens)}")], 4, 2)
