"""What `coopdocs territoires import` shows of a table: what was recognised, ten rows, what matched and what lacks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from coopdocs.cli import terminal
from coopdocs.typographie import INSECABLE, nombre

if TYPE_CHECKING:
    from coopdocs.cli.report import Report
    from coopdocs.territoire import Territoires
    from coopdocs.territoire.importation import Importation, Manquante

_FEW = 0.5
"""The part of the territories of a level below which a table is said to leave most of them out."""
_CITES = 8
"""How many codes that nobody knows are named."""


def show(i: Importation, territoires: Territoires, report: Report) -> None:
    """What was recognised, ten rows, what matched and what did not."""
    if report.niveau < 0:
        return
    if i.connu:
        report.titled(i.connu.nom)
        report.say(i.connu.conseil)
        report.say()
    report.titled("Reconnu")
    for sujet, valeur in _recognised(i):
        report.marked([("discret", f"{sujet:<12}"), ("", valeur)], 2, 14)
    report.say()
    _rows(i, report)
    report.titled("Lignes")
    for ligne in _accounts(i, territoires):
        report.marked([("", ligne)], 2, 2)
    report.say()


def _recognised(i: Importation) -> Iterator[tuple[str, str]]:
    table, fichier = i.table, i.table.fichier
    separateurs = {";": "point-virgule", ",": "virgule", "\t": "tabulation", "|": "barre"}
    if fichier.feuille:
        autres = [f"« {nom} »" for nom in fichier.feuilles if nom != fichier.feuille]
        reste = f" ; autres feuilles : {', '.join(autres)}" if autres else ""
        yield "lecture", f"classeur, feuille « {fichier.feuille} »{reste}"
    else:
        noms = {"cp1252": "Windows-1252", "utf-8": "UTF-8", "utf-16": "UTF-16"}
        encodage = noms.get(fichier.encodage, fichier.encodage.upper())
        yield "lecture", f"{encodage}, séparateur : {separateurs.get(fichier.separateur, fichier.separateur)}"
    avant = [texte for texte in table.entete.avant if texte]
    if avant:
        yield "au-dessus", " / ".join(avant)
    from coopdocs.territoire.importation import code_column

    code = code_column(table, i.demande.niveau)
    autres_codes = [f"« {c.titre} »" for c in table.of_role("code") if c is not code]
    suite = f" (aussi des codes : {', '.join(autres_codes)})" if autres_codes else ""
    yield "codes", f"« {code.titre} »{suite}"
    if table.nom:
        yield "noms", f"« {table.nom.titre} »"
    annees = ", ".join(map(str, sorted(i.annees))) if any(i.annees) else ""
    if annees and len(i.annees) > 1:
        yield "années", f"{annees} ; imprimée : {i.annee}"
    elif annees:
        yield "année", annees
    if i.demande.geographie:
        yield "géographie", str(i.demande.geographie)
    if i.colonnes:
        yield "chiffres", ", ".join(f"« {c.titre} »" for c in i.colonnes)
    if i.demande.filtres:
        yield "filtres", ", ".join(f"{titre}={valeur}" for titre, valeur in i.demande.filtres.items())
    laissees = [f"« {c.titre} »" for c in table.of_role("geometrie") if c.titre]
    if laissees:
        yield "laissés", f"contours et positions : {', '.join(laissees)}"
    personnes = [f"« {c.titre} »" for c in table.of_role("personne")]
    if personnes:
        yield "personnes", f"jamais lues ni montrées : {', '.join(personnes)}"


def _rows(i: Importation, report: Report) -> None:
    if not i.releve.apercu:
        return
    report.titled("Premières lignes")
    montrees = i.colonnes or i.montrees
    titres = ["code", "nom", "territoire", *(c.titre for c in montrees)]
    blank = [""] * len(montrees)
    rows = [titres, *([*lue[:3], *(lue[3] or blank)] for lue in i.releve.apercu)]
    filled = [r for r in range(len(titres)) if any(row[r] for row in rows[1:])]
    widths = _narrowed([max(len(row[r]) for row in rows) for r in filled], terminal.width() or terminal.WIDTH)
    for row in rows:
        cells = [_short(row[r], width).ljust(width) for r, width in zip(filled, widths, strict=True)]
        report.marked([("discret" if row is titres else "", "  ".join(cells).rstrip())], 2)
    report.say()


def _narrowed(widths: list[int], columns: int) -> list[int]:
    """Widths of columns that stand beside each other on one line: the widest give way."""
    widths = [min(width, 40) for width in widths]
    while sum(widths) + 2 * len(widths) > columns - 1 and max(widths) > 5:
        widths[widths.index(max(widths))] -= 1
    return widths


def _short(texte: str, width: int) -> str:
    return texte if len(texte) <= width else f"{texte[: width - 1]}…"


def _accounts(i: Importation, territoires: Territoires) -> Iterator[str]:
    from coopdocs.territoire.importation import coverage, listed

    r = i.releve
    filtrees = f", {nombre(r.filtrees)} laissées par les filtres" if r.filtrees else ""
    yield f"{nombre(r.lignes)} lue{'s' * (r.lignes > 1)}{filtrees}"
    for sorte, n in r.sortes.items():
        yield f"{nombre(n)}{INSECABLE}: {_KINDS[sorte].format(s='s' * (n > 1))}"
    if r.zeros:
        yield f"{nombre(r.zeros)} code{'s' * (r.zeros > 1)} au zéro perdu, rendu"
    if r.inconnus:
        cites = [f"{code[:20]} (ligne {r.premieres[code]})" for code in r.inconnus]
        yield f"pas reconnus : {listed(cites, _CITES)}"
    if r.desaccords:
        from coopdocs.territoire.importation.codes import Codes

        codes = Codes(territoires)
        cites = [f"ligne {n}, {cle.partition(':')[2]} « {dit} » ({codes.name(cle)})" for n, cle, dit in r.desaccords]
        yield f"{nombre(r.contraires)} nom{'s' * (r.contraires > 1)} que le kit n’a pas à ce code : {listed(cites, 3)}"
    if r.nombre:
        yield f"{nombre(r.nombre)} valeur{'s' * (r.nombre > 1)}"
    for manque, n in r.manques.items():
        yield f"{nombre(n)}{INSECABLE}: {_MISSING[manque]}"
    for quoi, noms in i.avis.items():
        yield f"{quoi} : {listed(noms)}"
    for genre, connus, tous in coverage(i, territoires):
        yield f"{_LEVELS[genre]} avec une valeur : {nombre(connus)} sur {nombre(tous)}"


_KINDS = {
    "actuel": "territoire{s} d’aujourd’hui", "ancienne commune": "ancienne{s} commune{s}",
    "arrondissement": "arrondissement{s} de Paris, Lyon ou Marseille", "EPCI disparu": "EPCI disparu{s}",
    "autre niveau": "d’un autre niveau, laissée{s}", "sans territoire": "sans territoire (total, vide…), laissée{s}",
    "inconnu": "code{s} inconnu{s}", "tableur": "code{s} abîmé{s} par un tableur",
    "SIREN de commune": "SIREN de commune, qui n’est pas un code Insee",
    "région ou département": "région ou département ? le code est les deux",
}  # fmt: skip
_MISSING = {
    "secret": "secret statistique", "non disponible": "non disponible", "sans objet": "sans objet",
    "non classé": "non classé",
}  # fmt: skip
_LEVELS = {"commune": "communes", "epci": "EPCI", "departement": "départements", "region": "régions"}


def warn_of_gaps(i: Importation, territoires: Territoires, report: Report) -> None:
    """Say that most territories of the table's own level have no value."""
    from coopdocs.territoire.importation import coverage

    largest = max(coverage(i, territoires), key=lambda level: level[1], default=None)
    if largest and largest[1] < _FEW * largest[2]:
        genre, connus, tous = largest
        said = f"{_LEVELS[genre]} avec une valeur : {nombre(connus)} sur {nombre(tous)}"
        report.warn(f"{said} ; les autres n’auront pas ce chiffre")


def show_missing(manquantes: Sequence[Manquante], report: Report) -> None:
    report.titled("Reste à dire")
    for m in manquantes:
        report.marked([("fort", m.option), ("", f"  {m.quoi}")], 2, 4)
        if m.choix:
            report.marked([("discret", " | ".join(m.choix))], 6, 2)
