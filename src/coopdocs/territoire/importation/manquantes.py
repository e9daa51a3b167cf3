"""What a table does not say of its figures and someone has to; what is said, and cannot be so."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from coopdocs.problem import closest
from coopdocs.territoire.importation.colonnes import key
from coopdocs.territoire.importation.demande import NATURES, Demande
from coopdocs.territoire.importation.releve import Releve
from coopdocs.territoire.importation.table import ColonneRecue, TableRecue
from coopdocs.territoire.indicateurs import POPULATION
from coopdocs.typographie import is_partial_date


@dataclass(frozen=True)
class Manquante:
    """Something that is still to be said: the option that says it, what it is, and what it may be."""

    option: str
    quoi: str
    choix: tuple[str, ...] = ()
    defaut: str = ""


def lacking(d: Demande, table: TableRecue, colonnes: Sequence[ColonneRecue]) -> list[Manquante]:
    """All that is still to be said before figures can be printed, in the order of the questions."""
    classe, adresse = d.nature == "classe", d.source.startswith("http")
    propose = next((c.libelle for c in colonnes), "")
    nature, unite = _guess(colonnes)
    # what stands above a table is most often its title
    dessus = next((texte[:120] for texte in table.entete.avant if texte), "")
    choix = ("compte", "aucune") if classe else ("somme", "moyenne", "aucune")
    demandees = (
        (not d.annee and _is_without_year(d, table, colonnes), "--annee", "de quelle année sont ces chiffres", (), ""),
        (not d.libelle, "--libelle", "comment les appeler dans les dossiers", (), propose),
        (not d.nature, "--nature", "ce que sont ces chiffres", NATURES, nature),
        (not d.unite and not classe, "--unite", "leur unité, imprimée après le nombre (ou « aucune »)", (), unite),
        (not d.agregation, "--agregation", "comment les réunir pour un territoire plus grand", choix, ""),
        (d.agregation == "moyenne" and not d.ponderation, "--ponderation",
         "ce qui pondère la moyenne : population, ou le nom d’un indicateur du kit", (), POPULATION),
        (not d.source, "--source", "d’où ils viennent : adresse https, ou clé de content/sources.yaml", (), ""),
        (adresse and not d.producteur, "--producteur", "qui les publie (Insee, DGCL…)", (), ""),
        (adresse and not d.titre, "--titre", "le nom du jeu de données", (), dessus),
        (not d.date, "--date", "quand il a été publié ou téléchargé : 2026, 2026-06 ou 2026-06-30", (), ""),
    )  # fmt: skip
    return [Manquante(*reste) for manque, *reste in demandees if manque]


def _is_without_year(d: Demande, table: TableRecue, colonnes: Sequence[ColonneRecue]) -> bool:
    if colonnes:
        return table.first("annee") is None and not all(c.annee for c in colonnes)
    return d.compter


_INDICES = (
    (r"\b(part|pourcentage|pct|proportion)\b", "part", "%"),
    (r"\b(taux|tx\w*)\b", "taux", "%"),
    (r"\b(med\d*|mediane?)\b", "médiane", "€"),
    (r"\b(montant|dotation|budget|euros?)\b", "montant", "€"),
    (r"\b(nombre|nb\w*|effectifs?|population|pop|postes|emplois|etablissements)\b", "effectif", "aucune"),
)


def _guess(colonnes: Sequence[ColonneRecue]) -> tuple[str, str]:
    """What figures may be by their titles, to be proposed, never supposed; and their unit."""
    dits = " ".join(key(texte) for c in colonnes for texte in (c.titre, c.libelle))
    if any(c.profil.unites["%"] for c in colonnes):
        return "part", "%"
    return next(((nature, unite) for motif, nature, unite in _INDICES if re.search(motif, dits)), ("", "aucune"))


def scale_asked(d: Demande, colonnes: Sequence[ColonneRecue], releve: Releve) -> Manquante | None:
    """Shares between 0 and 1 where the unit is the per cent: which of both is asked, never supposed."""
    if d.unite != "%" or d.multiplier or any(c.profil.unites["%"] for c in colonnes):
        return None
    valeurs = [v for annee in releve.valeurs.values() for v in annee.values() if not isinstance(v, str)]
    if not valeurs or not all(-1 <= v <= 1 for v in valeurs):
        return None
    quoi = f"0,12 ou 12 % ? toutes les valeurs sont entre 0 et 1 (« {valeurs[0]} »)"
    return Manquante("--multiplier", quoi, ("100", "1"))


def unsound(d: Demande, indicateurs: Sequence[str], sources: Sequence[str]) -> Iterator[tuple[str, str]]:
    """What is said and cannot be so, each with what to do; of a kit with these indicators and sources."""
    if d.date and not is_partial_date(d.date):
        yield f"--date : « {d.date} » n’est pas une date", "écrivez 2026, 2026-06 ou 2026-06-30"
    if d.agregation == "somme" and d.nature in ("part", "taux", "médiane", "classe"):
        article = "un" if d.nature == "taux" else "une"
        conseil = "prenez --agregation moyenne avec une pondération, ou aucune"
        yield f"{article} {d.nature} ne s’additionne pas", conseil
    if d.agregation == "moyenne" and d.nature in ("médiane", "classe"):
        quoi = (
            "une moyenne de médianes n’est pas une médiane"
            if d.nature == "médiane"
            else "une classe n’a pas de moyenne"
        )
        yield quoi, "prenez --agregation aucune"
    if d.agregation == "compte" and d.nature != "classe":
        message = "--agregation compte ne vaut que pour un classement (--nature classe)"
        yield message, "prenez somme ou aucune"
    if d.ponderation and d.ponderation not in (autres := (POPULATION, *indicateurs)):
        conseil = closest(d.ponderation, autres) or f"pondérations possibles : {', '.join(autres)}"
        yield f"--ponderation : le kit n’a pas d’indicateur « {d.ponderation} »", conseil
    if d.source.startswith("http"):
        if not re.fullmatch(r"https://[^\s/?#]+\.[^\s/?#]+(/[^\s]*)?", d.source):
            yield "--source : cette adresse n’est pas entière, ou pas en https", "donnez https://…"
    elif d.source and d.source not in sources:
        conseil = closest(d.source, sources) or "donnez l’adresse https de la page, ou une clé de content/sources.yaml"
        yield f"--source : « {d.source} » n’est ni une adresse ni une clé de content/sources.yaml", conseil
