"""`coopdocs territoires import`: a table of a public portal looked into, then written as an indicator of the kit."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from coopdocs.cli import asking, received, usage
from coopdocs.cli.report import plural
from coopdocs.cli.usage import FrenchCommand
from coopdocs.errors import CoopdocsError, Exit, RequestError
from coopdocs.folders import KIT, KitFolders
from coopdocs.problem import Place, Problem, ProblemsError
from coopdocs.typographie import INSECABLE

if TYPE_CHECKING:
    from coopdocs.cli.report import Report
    from coopdocs.cli.session import Session
    from coopdocs.territoire import Territoires
    from coopdocs.territoire.importation import Demande, Importation, Manquante

_AGREGATIONS = ("somme", "moyenne", "compte", "aucune")
_KINDS_OF_FIGURES = ("effectif", "part", "taux", "médiane", "montant", "classe")
_READING = ("--colonne", "--compter", "--filtre", "--annee", "--multiplier", "--laisser-inconnus")
"""What decides how a file is read: after it, other things may be missing."""


def _year(ctx: click.Context, param: click.Parameter, value: str | None) -> int | None:
    if value is None:
        return None
    if not (value.isdecimal() and 1900 <= int(value) <= 2100):
        raise click.BadParameter(f"« {value} » n’est pas une année", ctx, param)
    return int(value)


def _filters(ctx: click.Context, param: click.Parameter, value: Sequence[str]) -> dict[str, str]:
    found = {}
    for said in value:
        titre, egal, garde = said.partition("=")
        if not egal:
            raise click.BadParameter(f"« {said} » : écrivez COLONNE=VALEUR", ctx, param)
        found[titre.strip()] = garde.strip()
    return found


def _said(nom: str, help_text: str, metavar: str = "TEXTE", **autres: Any) -> Callable[..., Any]:
    return click.option(f"--{nom}", nom.replace("-", "_"), metavar=metavar, help=help_text, **autres)


@click.command("import", cls=FrenchCommand)
@click.argument("fichier", type=usage.PathWord(), metavar="FICHIER")
@_said("colonne", "La colonne de chiffres ; plusieurs font une série d’années (à répéter).", "TITRE", multiple=True)
@click.option("--compter", is_flag=True, help="Compte les lignes par territoire, au lieu de lire une colonne.")
@_said("filtre", "Ne garde que ces lignes (à répéter).", "COLONNE=VALEUR", multiple=True, callback=_filters)
@_said("feuille", "La feuille d’un classeur.", "NOM")
@click.option("--niveau", type=usage.ListedWord(asking.LEVELS), help="Le niveau des codes à lire.")
@_said("annee", "L’année des chiffres, si la table ne la dit pas.", "AAAA", callback=_year)
@_said("geographie", "L’année de la carte des communes que suit la table.", "AAAA", callback=_year)
@_said("libelle", "Comment l’appeler dans les dossiers.")
@_said("unite", "L’unité, imprimée après le nombre ; « aucune » : sans unité.")
@click.option("--nature", type=usage.ListedWord(_KINDS_OF_FIGURES), help="Ce que sont ces chiffres.")
@click.option(
    "--agregation",
    type=usage.ListedWord(_AGREGATIONS, {"aucune": ("non", "rien"), "moyenne": ("pondérée",)}),
    help="Comment les réunir pour un territoire plus grand (compte : « 12 sur 46 », d’un classement).",
)
@_said("ponderation", "Ce qui pondère une moyenne : population, ou un indicateur du kit.", "NOM")
@_said("source", "D’où ils viennent : adresse https, ou clé de content/sources.yaml.", "ADRESSE")
@_said("producteur", "Qui les publie.")
@_said("titre", "Le nom du jeu de données.")
@_said("date", "Quand il a été publié ou téléchargé.", "AAAA-MM-JJ")
@_said("licence", "Sa licence.")
@click.option("--decimales", type=usage.ListedWord(tuple("0123456")), metavar="N", help="Décimales à imprimer, 0 à 6.")
@click.option(
    "--virgule", type=usage.ListedWord(("decimale", "milliers")), help="Le sens de la virgule, s’il y a doute."
)
@click.option("--multiplier", type=usage.ListedWord(("1", "100")), help="0,12 est 12 % : 100 ; est 0,12 % : 1.")
@_said("nom", "Le nom de ses fichiers, sans fin (par défaut : d’après le libellé).", "NOM")
@click.option(
    "--libelles-verifies", is_flag=True, help="Les codes sont justes, malgré des noms qui ne sont pas les leurs."
)
@click.option(
    "--laisser-inconnus", is_flag=True, help="Laisse les lignes inconnues d’une table de moins de vingt lignes."
)
@click.option("--remplacer", is_flag=True, help="Écrit à la place d’un indicateur de ce nom.")
@click.option("--dry-run", is_flag=True, help="Montre l’aperçu, sans rien demander ni écrire.")
@click.pass_obj
def import_table(session: Session, /, fichier: Path, remplacer: bool, dry_run: bool, **options: Any) -> int:
    """Fait un indicateur d’une table téléchargée : CSV ou classeur, par commune, EPCI, département ou région.

    Sans option : un aperçu. Il dit ce qui est reconnu, montre dix lignes, énumère ce qui ne l’est pas et ce qui reste
    à dire. Dans un terminal, ce qui manque est demandé ; sinon, tout est dit en une fois. Rien n’est écrit tant qu’il
    manque quelque chose, ni si moins de 95 % des lignes sont reconnues. Le fichier reçu n’est jamais modifié, rien
    n’est téléchargé. Voyez docs/importer.md.
    """
    from coopdocs.territoire import Territoires
    from coopdocs.territoire.importation import Demande

    report, folders = session.report, session.folders()
    courante = _edition_year(folders)
    territoires = Territoires(folders.content / "territoires", folders.root)
    given = {nom: valeur for nom, valeur in options.items() if valeur not in (None, ())}
    given |= {nom: int(given[nom]) for nom in ("multiplier", "decimales") if nom in given}
    given = {("colonnes" if nom == "colonne" else "filtres" if nom == "filtre" else nom): v for nom, v in given.items()}
    try:
        return _Dialogue(report, territoires, fichier, courante, remplacer).run(Demande(**given), dry_run)
    except ProblemsError as refus:
        return _refused(report, refus.problems)


def _edition_year(folders: KitFolders) -> int:
    """The year of the kit's edition: two digits of a title beyond it are of the last century."""
    from coopdocs.source import read_yaml

    noeud, _ = read_yaml(folders.root / KIT, folders.root)
    said = str(noeud.at(("edition",)).value)[:4] if noeud else ""
    return int(said) if said.isdecimal() else 2026


def _refused(report: Report, problems: Sequence[Problem]) -> int:
    report.problems(problems, err=True)
    report.count(problems, err=True, suite=" : rien n’a été écrit")
    return Exit.REFUSED


class _Dialogue:
    """One file on its way: shown, completed by who is asked, written."""

    def __init__(self, report: Report, territoires: Territoires, fichier: Path, courante: int, remplacer: bool) -> None:
        self.report, self.territoires, self.fichier = report, territoires, fichier
        self.courante, self.remplacer = courante, remplacer

    def run(self, demande: Demande, dry_run: bool) -> int:
        from coopdocs.territoire.importation import candidates, prepare

        importation = prepare(self.territoires, self.fichier, demande, self.courante)
        if importation.connu and importation.connu.candidats and not demande.colonnes:
            return self._candidates(candidates(self.territoires, importation.table))
        received.show(importation, self.territoires, self.report)
        asked = not dry_run and sys.stdin.isatty() and sys.stdout.isatty()
        while asked and not importation.problemes and importation.manquantes:
            demande = self._complete(importation)
            importation = prepare(self.territoires, self.fichier, demande, self.courante)
        if importation.problemes:
            return _refused(self.report, importation.problemes)
        if importation.manquantes:
            received.show_missing(importation.manquantes, self.report)
            self.report.verdict("rien n’a été écrit : il reste à dire ce qui précède", bon=False)
            return Exit.DONE if dry_run else Exit.REFUSED
        if dry_run:
            self.report.verdict(f"à écrire : {', '.join(importation.fichiers)} ; rien n’a été écrit", bon=True)
            return Exit.DONE
        return self._write(importation)

    def _complete(self, importation: Importation) -> Demande:
        """The same demand once what is missing was said, up to the first thing that has the file read again."""
        demande = importation.demande
        for manquante in importation.manquantes:
            while True:
                try:
                    demande = self._ask(demande, manquante)
                    break
                except RequestError as misheard:
                    self.report.warn(str(misheard))
            if manquante.option in _READING:
                break
        return demande

    def _ask(self, demande: Demande, manquante: Manquante) -> Demande:
        """The same demand with one more thing said; an empty answer takes what is proposed, or ends the command."""
        report = self.report
        report.say()
        report.titled(f"{manquante.quoi[0].upper()}{manquante.quoi[1:]}{INSECABLE}?")
        for rang, choix in enumerate(manquante.choix, 1):
            report.say(f"  {rang}. {choix}", retrait=5)
        propose = f" [{manquante.defaut}]" if manquante.defaut else ""
        said = click.prompt(f"{manquante.option}{propose}", default=manquante.defaut, show_default=False).strip()
        if not said:
            raise click.Abort
        if (
            said.isdecimal()
            and manquante.choix
            and 0 < int(said) <= len(manquante.choix)
            and said not in manquante.choix
        ):
            said = manquante.choix[int(said) - 1]
        return _with(demande, manquante, said)

    def _write(self, importation: Importation) -> int:
        from coopdocs.produce.files import Rewritten, write_atomic, write_fault, write_together

        dossier = self.territoires.folder / "indicateurs"
        chemins = {dossier / nom: octets for nom, octets in importation.fichiers.items()}
        nom = next(iter(chemins)).stem
        la = [chemin for chemin in (*chemins, dossier / f"{nom}.xlsx") if chemin.exists()]
        if la and not self.remplacer:
            conseil = "ajoutez --remplacer pour écrire à sa place, ou --nom pour lui en donner un autre"
            place = Place(la[0].relative_to(self.territoires.racine).as_posix())
            return _refused(self.report, [Problem("I010", place, f"l’indicateur « {nom} » existe déjà", conseil)])
        try:
            if len(la) == len(chemins) and set(la) == set(chemins):
                write_together([Rewritten(p, p.read_bytes(), octets) for p, octets in chemins.items()])
            else:
                written = []
                try:
                    for chemin, octets in chemins.items():
                        write_atomic(chemin, octets)
                        written.append(chemin)
                except OSError:
                    for chemin in written:
                        chemin.unlink(missing_ok=True)
                    raise
        except OSError as error:
            raise CoopdocsError(f"{dossier / nom} {write_fault(error)}") from None
        received.warn_of_gaps(importation, self.territoires, self.report)
        noms = ", ".join(f"content/territoires/indicateurs/{p.name}" for p in chemins)
        self.report.verdict(f"écrit : {noms} ; la suite : coopdocs check", bon=True)
        return Exit.DONE

    def _candidates(self, found: tuple[bytes, int, int]) -> int:
        """A file of initiatives that may be added, beside the file that was received, never in the kit's table."""
        from coopdocs.produce.files import write_atomic, write_fault

        octets, nouvelles, connues = found
        sortie = Path(f"{self.fichier.stem}-candidats.csv")
        report = self.report
        report.titled("Projets alimentaires territoriaux (France PAT)")
        report.say("une ligne est un projet, qui peut entrer dans initiatives.csv : ce n’est pas un indicateur")
        report.say(f"{plural(nouvelles, 'candidat')}, {plural(connues, 'projet')} que le kit connaît sans doute déjà")
        if sortie.exists() and not self.remplacer:
            raise RequestError(f"« {sortie} » existe déjà ; ajoutez --remplacer, ou déplacez-le")
        try:
            write_atomic(sortie.absolute(), octets)
        except OSError as error:
            raise CoopdocsError(f"« {sortie} » {write_fault(error)}") from None
        report.verdict(f"écrit : {sortie} ; relisez chaque ligne avant de la mettre dans initiatives.csv", bon=True)
        return Exit.DONE


def _with(demande: Demande, manquante: Manquante, said: str) -> Demande:
    champ = manquante.option.removeprefix("--").replace("-", "_")
    if champ == "colonne":
        return replace(demande, colonnes=(said,))
    if champ == "compter":
        return replace(demande, compter=said.lower() in ("o", "oui", "1"))
    if champ == "laisser_inconnus":
        if said.lower() not in ("o", "oui"):
            raise click.Abort
        return replace(demande, laisser_inconnus=True)
    if champ == "filtre":
        titre, _, garde = said.partition("=")
        return replace(demande, filtres={**demande.filtres, titre.strip(): garde.strip()})
    if champ in ("annee", "multiplier"):
        if not said.isdecimal():
            raise RequestError(f"« {said} » n’est pas un nombre")
        return replace(demande, **{champ: int(said)})  # type: ignore[arg-type]
    if manquante.choix and said not in manquante.choix:
        raise RequestError(f"« {said} » n’est pas de ces choix : {', '.join(manquante.choix)}")
    return replace(demande, **{champ: said})  # type: ignore[arg-type]
