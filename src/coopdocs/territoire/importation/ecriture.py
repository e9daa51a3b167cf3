"""An indicator as its two files hold it: the descriptor, and the table of its values by year."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping

from coopdocs.source import HIDDEN_CHARACTERS
from coopdocs.territoire.importation.demande import SANS_UNITE, Demande
from coopdocs.territoire.importation.releve import ValeurLue
from coopdocs.territoire.importation.valeurs import MANQUES, written

TABLE_MAX = 1_900_000
"""How long a table may be, in bytes: a kit reads up to 2 MB."""
_ORDRE = {"france": 0, "region": 1, "departement": 2, "epci": 3, "ept": 4, "commune": 5}


def descriptor(demande: Demande, annee: int, decimales: int, classes: Iterable[str] = ()) -> bytes:
    """The YAML file that says what the values are."""
    champs: list[tuple[str, object]] = [("libelle", demande.libelle)]
    if demande.unite and demande.unite != SANS_UNITE:
        champs.append(("unite", demande.unite))
    champs += [("annee", annee), ("source", demande.source)]
    if decimales:
        champs.append(("decimales", decimales))
    facultatifs = (
        ("nature", demande.nature), ("agregation", demande.agregation if demande.agregation != "aucune" else ""),
        ("ponderation", demande.ponderation), ("producteur", demande.producteur), ("titre", demande.titre),
        ("date", demande.date), ("licence", demande.licence), ("geographie", demande.geographie),
    )  # fmt: skip
    champs += [(nom, valeur) for nom, valeur in facultatifs if valeur]
    lignes = [f"{nom}: {valeur if isinstance(valeur, int) else _text(valeur)}" for nom, valeur in champs]
    if classes := tuple(classes):
        lignes += ["classes:", *(f"  - {_text(classe)}" for classe in classes)]
    return ("\n".join(lignes) + "\n").encode()


def _text(valeur: object) -> str:
    """A scalar that YAML reads as this text and nothing else."""
    return json.dumps(HIDDEN_CHARACTERS.sub("", " ".join(str(valeur).split())), ensure_ascii=False)


def values(annees: Mapping[int, Mapping[str, ValeurLue]]) -> bytes:
    """The CSV file: a row a territory, a column a year, or « valeur » where there is one year."""
    cles = sorted({cle for annee in annees.values() for cle in annee}, key=_rank)
    colonnes = sorted(annees)
    noms = ["valeur"] if len(colonnes) == 1 else [str(annee) for annee in colonnes]
    lignes = [",".join(("code", *noms))]
    for cle in cles:
        lignes.append(",".join((cle, *(_cell(annees[annee].get(cle)) for annee in colonnes))))
    return ("\n".join(lignes) + "\n").encode()


def _rank(cle: str) -> tuple[int, str]:
    genre, _, code = cle.partition(":")
    return _ORDRE[genre], code


def _cell(case: ValeurLue | None) -> str:
    """A figure, the word for what is missing, or nothing where nobody knows."""
    if case is None or case == "non disponible":
        return ""
    return case if isinstance(case, str) else written(case)


def fitting(annees: Mapping[int, Mapping[str, ValeurLue]]) -> dict[int, Mapping[str, ValeurLue]]:
    """The last years that one table holds: all of them unless they are too many for it."""
    gardees = sorted(annees)
    while len(gardees) > 1 and len(values({annee: annees[annee] for annee in gardees})) > TABLE_MAX:
        gardees.pop(0)
    return {annee: annees[annee] for annee in gardees}


def last_complete(annees: Mapping[int, Mapping[str, ValeurLue]]) -> int:
    """The last year that has nearly as many values as the fullest: one that is still being collected is not it."""
    comptes = {annee: sum(v not in MANQUES for v in cases.values()) for annee, cases in annees.items()}
    assez = 0.95 * max(comptes.values(), default=0)
    return max((annee for annee, n in comptes.items() if n >= assez and n), default=max(annees, default=0))
