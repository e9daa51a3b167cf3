"""What dossiers print in places that do not grow: lines of tables too long for them, before any layout."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache, partial

from coopdocs.library import Library
from coopdocs.library.catalogue import SOURCES
from coopdocs.library.validation import validate
from coopdocs.problem import Problem
from coopdocs.sizes.pistes import GENS
from coopdocs.source import TextRow, TextTable, YamlNode, read_yaml
from coopdocs.territoire.indicateurs import Indicateur, number, printed
from coopdocs.theme import Theme
from coopdocs.theme.blocs import STYLES, fitted
from coopdocs.theme.mesure import Zone, width
from coopdocs.typographie import date_partielle, typeset
from coopdocs.views.dossier.enonces import etat
from coopdocs.views.dossier.parts import origine
from coopdocs.views.essentiel.apports import sourced

_VALEUR_MM = 22.1
"""The narrowest column of a dossier's figures."""
_LIEUX = "Nom d’une intercommunalité parmi les plus longs de France et 25 autres"
"""What stands for the names of an initiative's places."""


def check(library: Library, theme: Theme) -> Iterator[Problem]:
    """Initiatives at the cell that is too long, indicators at their unit, contacts at their name."""
    registres = library.territoires.registres
    if registres.contacts:
        yield from _contacts(theme, registres.contacts)
    if registres.initiatives:
        # hundreds of rows name the same source
        excess_of = cache(partial(_excess, theme))
        for rangee in registres.initiatives.rows:
            yield from _initiative(excess_of, registres.initiatives, rangee)
    for descripteur in registres.descripteurs:
        noeud, _ = read_yaml(descripteur, library.racine)
        tableau = registres.indicateur(descripteur.stem)
        if noeud is None or tableau is None:
            continue
        yield from _indicateur(theme, noeud, tableau)
        yield from _dit(library, theme, noeud)


def _dit(library: Library, theme: Theme, noeud: YamlNode) -> Iterator[Problem]:
    """What an indicator counts, and where it comes from, in the place that the page of figures has for them."""
    libelle = noeud.at(("libelle",))
    if excess := _excess(theme, str(libelle.value), "apport"):
        yield libelle.problem("Z001", _message(excess), "abrégez-le")
    indicateur, _ = validate(noeud, Indicateur)
    if indicateur is None:
        return
    titre = origine(library.sources, indicateur).titre
    if not (excess := _excess(theme, sourced(titre, str(indicateur.annee)), "apport-precision")):
        return
    message = _message(excess, "(avec l’année) ")
    named = [champ for champ in ("titre", "producteur") if getattr(indicateur, champ)]
    if named:
        yield noeud.at((named[0],)).problem("Z001", message, "abrégez-le")
    elif indicateur.source in library.sources:
        message = f"sous un chiffre, {message}"
        conseil = f"abrégez ce titre, ou écrivez « titre » et « producteur » dans {noeud.file.name}"
        yield library.problem(SOURCES, (indicateur.source, "titre"), "Z001", message, conseil)
    else:
        yield noeud.at(("source",)).problem("Z001", message, "écrivez aussi « titre » : c’est lui qui est imprimé")


def _indicateur(theme: Theme, noeud: YamlNode, tableau: TextTable) -> Iterator[Problem]:
    """An indicator's longest value with its unit, and the words of its classes."""
    unite, classes = noeud.at(("unite",)), noeud.at(("classes",))
    for rang in range(len(classes.value) if isinstance(classes.value, Sequence) and classes is not noeud else 0):
        classe = noeud.at(("classes", rang))
        if excess := _excess(theme, typeset(str(classe.value)), "valeur", _VALEUR_MM):
            yield classe.problem("Z001", _message(excess), "abrégez le nom de cette classe")
    if unite is noeud or not unite.value:
        return
    decimales = int(str(noeud.at(("decimales",)).value)) if noeud.at(("decimales",)) is not noeud else 0
    colonnes = [colonne for colonne in tableau.columns if colonne != "code"]
    valeurs = [v for r in tableau.rows for c in colonnes if (v := number(r.cells[c].strip())) is not None]
    if noeud.at(("agregation",)).value == "somme":
        # the most that documents may come to print: all communes of the country
        communes = [r for r in tableau.rows if r.cells["code"].startswith("commune:")]
        valeurs.append(sum(number(r.cells[colonnes[-1]].strip()) or 0 for r in communes))
    extremes = [f(valeurs) for f in (min, max)] if valeurs else []
    textes = [printed(v, decimales, typeset(str(unite.value))) for v in extremes]
    if excess := _excess(theme, max(textes, key=len, default=""), "valeur", _VALEUR_MM):
        yield unite.problem("Z001", _message(excess, "(avec sa valeur) "), "abrégez l’unité")


def _contacts(theme: Theme, tableau: TextTable) -> Iterator[Problem]:
    for rangee in tableau.rows:
        if excess := beyond_column(theme, rangee.cells):
            message = _message(excess).replace("ce texte", "ce nom")
            yield tableau.problem(rangee, "nom", ("Z001", message, "abrégez-le, ou dites le reste dans « role »"))


def beyond_column(theme: Theme, contact: Mapping[str, str]) -> int:
    """How many characters of a name, with its doubt, run over its place among those to write to."""
    colonne = {"region": "En région", "france": "En France"}.get(contact["territoire"].partition(":")[0], "Ici")
    doute = " (à vérifier)" if contact["confiance"].strip() == "incertain" else ""
    style, nom = STYLES["personne"], typeset(contact["nom"].strip()) + doute
    police, largeur = theme.font(style.famille, style.forte), GENS[colonne]
    if fitted(nom, police, largeur, style.mises):
        return 0
    mise = style.mises[-1]
    return Zone(police, mise.corps, largeur, mise.lignes).excess(nom)


def too_long(theme: Theme, row: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """The texts of an initiative that run over their boxes: the column of each and what to say of it."""
    yield from _long(partial(_excess, theme), row)


def _initiative(excess_of: Callable[[str, str], int], tableau: TextTable, rangee: TextRow) -> Iterator[Problem]:
    for colonne, message in _long(excess_of, rangee.cells):
        yield tableau.problem(rangee, colonne, ("Z001", message, "raccourcissez-le"))


def _long(excess_of: Callable[[str, str], int], row: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    lieu, statut = row["lieu"].strip(), row["statut"].strip()
    details = " · ".join(filter(None, (lieu or _LIEUX, *etat(row["annee"].strip(), statut), "à vérifier")))
    source = f"Source : {row['source_titre'].strip()}, {date_partielle(row['source_date'].strip() or None)}"
    textes = (
        ("nom", row["nom"].strip(), ("initiative", "proche")),
        ("lieu" if len(lieu) > len(statut) else "statut", details, ("details", "ou")),
        ("source_titre", source, ("source",)),
    )
    for colonne, texte, styles in textes:
        if excess := max(excess_of(texte, style) for style in styles):
            yield colonne, _message(excess)


def _excess(theme: Theme, texte: str, nom: str, largeur: float = 0) -> int:
    """How many characters run over a style's box, about; none where the text stands on its line at once."""
    style = STYLES[nom]
    police, largeur = theme.font(style.famille, style.graisse), largeur or style.largeur
    if width(texte, police, style.mises[0].corps) < 0.97 * largeur:
        return 0
    texte = typeset(texte)
    if fitted(texte, police, largeur, style.mises):
        return 0
    mise = style.mises[-1]
    return Zone(police, mise.corps, largeur, mise.lignes).excess(texte)


def _message(excess: int, quoi: str = "") -> str:
    return f"ce texte {quoi}dépasse sa place dans les dossiers de {excess} caractère{'s' * (excess > 1)} environ"
