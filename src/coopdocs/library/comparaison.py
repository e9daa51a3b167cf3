"""Cross checks of the comparison table: its rows, its columns, its cells."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from coopdocs.library import renvois
from coopdocs.library.catalogue import CRITERES, FORMES, Library, fichier_forme
from coopdocs.library.validation import cite
from coopdocs.model.contenu import Cellule, Critere
from coopdocs.problem import Problem, closest

NIVEAUX: Mapping[str, tuple[str, ...]] = {
    "état": ("oui", "non", "variable"),
    "points": ("0", "1", "2", "3"),
    "durée": ("courte", "moyenne", "continue"),
}


def cases_remplies(library: Library) -> Iterator[Problem]:
    modele = '{texte: "…", sources: [clé de sources.yaml], verifie_le: 2026-11-23}'
    null = "« texte: null » imprime « non établi »"
    for slug in (*library.comparables, *_en_cours(library)):
        donnees = library.criteres.cellules.get(slug, {})
        manquants = [critere.id for critere in library.criteres.criteres if critere.id not in donnees]
        cites = ", ".join(f"« {identifiant} »" for identifiant in manquants)
        if manquants and donnees:
            quoi = f"le critère {cites}" if len(manquants) == 1 else f"les critères {cites}"
            conseil = f"ajoutez sous chaque forme indiquée une ligne « {manquants[0]}: {modele} » ; {null}"
            yield library.problem(CRITERES, ("cellules", slug, "[key]"), "X004", f"case absente pour {quoi}", conseil)
        elif manquants:
            message = f"la forme « {slug} » n’a aucune case dans le comparatif"
            conseil = f"ajoutez « {slug}: » et, dessous, une ligne comme « {manquants[0]}: {modele} » pour chacun de : "
            conseil += f"{', '.join(manquants)} ; {null}"
            yield library.problem(CRITERES, ("cellules", "[key]"), "X004", message, conseil)


def _en_cours(library: Library) -> Iterator[str]:
    """The formes to compare whose file is not right yet: while it is being filled, its cells can be too."""
    for fichier, noeud in library.noeuds.items():
        slug = fichier.removeprefix(f"{FORMES}/").removesuffix(".yaml")
        forme = noeud.plain() if fichier == fichier_forme(slug) and slug not in library.formes else None
        if isinstance(forme, dict) and forme.get("nature") != "panorama":
            yield slug


def cases_connues(library: Library) -> Iterator[Problem]:
    criteres = [critere.id for critere in library.criteres.criteres]
    for slug, cases in library.criteres.cellules.items():
        if slug not in library.comparables:
            message = f"{cite(slug)} n’est pas une forme à comparer"
            conseil = closest(slug, library.comparables) or (
                f"enlevez cette ligne et ses cases, ou rétablissez {fichier_forme(slug)} ; "
                f"formes connues : {', '.join(library.comparables)}"
            )
            yield library.problem(CRITERES, ("cellules", slug, "[key]"), "X005", message, conseil)
        for critere in cases:
            if critere not in criteres:
                loc = ("cellules", slug, critere, "[key]")
                conseil = closest(critere, criteres) or "ajoutez-le à la liste « criteres » ou enlevez cette case"
                yield library.problem(CRITERES, loc, "X005", f"le critère {cite(critere)} n’existe pas", conseil)


def niveaux_justes(library: Library) -> Iterator[Problem]:
    criteres = {critere.id: critere for critere in library.criteres.criteres}
    for slug, cases in library.criteres.cellules.items():
        for identifiant, cellule in cases.items():
            if faute := _niveau(criteres.get(identifiant), cellule):
                loc = ("cellules", slug, identifiant, "niveau")
                yield library.problem(CRITERES, loc, "X006", *faute)


def _niveau(critere: Critere | None, cellule: Cellule) -> tuple[str, str] | None:
    if critere is None:
        return None
    if critere.graphique is None:
        if cellule.niveau is None:
            return None
        return f"le critère « {critere.id} » n’a pas de graphique, donc pas de niveau", "enlevez la ligne « niveau »"
    possibles = NIVEAUX[critere.graphique]
    conseil = f"niveaux possibles : {', '.join(possibles)}"
    if cellule.niveau is None:
        conseil = f"ajoutez une ligne « niveau: … » ; {conseil} (leur sens est en tête de {CRITERES})"
        return (f"niveau absent pour le critère « {critere.id} »", conseil) if cellule.texte else None
    if cellule.niveau not in possibles:
        return f"le niveau {cite(cellule.niveau)} ne va pas avec un graphique « {critere.graphique} »", conseil
    return None


def groupes_connus(library: Library) -> Iterator[Problem]:
    groupes = [groupe.id for groupe in library.criteres.groupes]
    for rang, critere in enumerate(library.criteres.criteres):
        if critere.groupe not in groupes:
            conseil = closest(critere.groupe, groupes) or f"groupes connus : {', '.join(groupes)}"
            message = f"le groupe {cite(critere.groupe)} n’existe pas"
            yield library.problem(CRITERES, ("criteres", rang, "groupe"), "X007", message, conseil)


def groupes_remplis(library: Library) -> Iterator[Problem]:
    employes = {critere.groupe for critere in library.criteres.criteres}
    for rang, groupe in enumerate(library.criteres.groupes):
        if groupe.id not in employes:
            message = f"aucun critère n’est du groupe {cite(groupe.id)}"
            conseil = "donnez-le à un critère, ou enlevez-le"
            yield library.problem(CRITERES, ("groupes", rang, "id"), "A010", message, conseil, "avertissement")


def criteres_uniques(library: Library) -> Iterator[Problem]:
    for liste in ("groupes", "criteres"):
        lieux = [(CRITERES, (liste, rang, "id"), e.id) for rang, e in enumerate(getattr(library.criteres, liste))]
        yield from renvois.given_once(library, lieux, "X008", "l’identifiant")
