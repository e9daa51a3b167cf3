"""Reading files: YAML, Markdown and tables in, every value as text with its place, or French problems.

YAML is read through libyaml's events, so that no value is guessed (`012`, `no` and `12:30` stay text) and what is
dangerous or ambiguous (aliases, tags, duplicate keys, hidden characters) is refused rather than interpreted.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from coopdocs.problem import Gravite, Place, Problem
from coopdocs.source.fichier import CACHES, TAILLE_MAX, Empan, Fichier, hidden_message, nom_relatif, read_text, span_at
from coopdocs.source.tableau import FORMATS_TABLES, Rangee, Tableau, find_table, read_table

__all__ = [
    "FORMATS_TABLES",
    "TAILLE_MAX",
    "Empan",
    "Fichier",
    "Loc",
    "Noeud",
    "Rangee",
    "Tableau",
    "find_table",
    "nom_relatif",
    "read_table",
    "read_text",
    "read_yaml",
]

PROFONDEUR_MAX = 20

Loc = Sequence[str | int]
_PARSER: Any = getattr(yaml, "CLoader", yaml.Loader)


@dataclass(frozen=True, slots=True)
class Noeud:
    """A value of a YAML file and where it stands: None, text, a tuple of nodes or a mapping of nodes.

    `cles` gives, for a mapping, the span of each of its keys.
    """

    fichier: Fichier
    ligne: int
    colonne: int
    longueur: int
    valeur: str | tuple[Noeud, ...] | Mapping[str, Noeud] | None
    cles: Mapping[str, Empan] = field(default_factory=dict)

    @property
    def place(self) -> Place:
        return Place(self.fichier.nom, self.ligne, self.colonne)

    def plain(self) -> Any:
        """The same data without places: None, str, list, dict."""
        valeur = self.valeur
        if valeur is None or isinstance(valeur, str):
            return valeur
        if isinstance(valeur, tuple):
            return [noeud.plain() for noeud in valeur]
        return {cle: noeud.plain() for cle, noeud in valeur.items()}

    def at(self, loc: Loc) -> Noeud:
        """The deepest node that a pydantic `loc` leads to; a final "[key]" gives the key itself.

        Steps that name no value (the branches of a union, a missing key) are passed over.
        """
        if loc and loc[-1] == "[key]":
            return self.key_at(loc[:-1])
        noeud = self
        for pas in loc:
            enfants = noeud.valeur
            if isinstance(enfants, tuple):
                if isinstance(pas, int) and 0 <= pas < len(enfants):
                    noeud = enfants[pas]
            elif isinstance(enfants, Mapping) and pas in enfants:
                noeud = enfants[str(pas)]
        return noeud

    def key_at(self, loc: Loc) -> Noeud:
        """The key under which the value at `loc` stands (the value itself for a list item or the root)."""
        if not loc:
            return self
        parent, cle = self.at(loc[:-1]), loc[-1]
        if isinstance(cle, str) and cle in parent.cles:
            return Noeud(self.fichier, *parent.cles[cle], cle)
        return self.at(loc)

    def problem(self, code: str, message: str, conseil: str = "", gravite: Gravite = "erreur") -> Problem:
        return self.fichier.problem(code, (self.ligne, self.colonne, self.longueur), message, conseil, gravite)


class _Arret(Exception):
    """Nothing more can be read from this file."""


def read_yaml(chemin: Path, racine: Path) -> tuple[Noeud | None, list[Problem]]:
    """Read a YAML file strictly: the root node, or None and every problem that could be found."""
    fichier, problems = read_text(chemin, racine)
    if fichier is None:
        return None, problems
    for trouve in re.finditer(r"^ *(\t)\s*\S", fichier.texte, re.MULTILINE):
        empan = span_at(fichier.texte, trouve.start(1))
        problems.append(fichier.problem("S009", empan, "tabulation en début de ligne", "mettez des espaces à la place"))
    if problems:
        return None, problems
    lecture = _Lecture(fichier, problems)
    try:
        racine_yaml = lecture.document()
    except _Arret:
        return None, problems
    except yaml.MarkedYAMLError as erreur:
        faute = _syntax(fichier, erreur)
        # a refused sign often upsets the rest of its line: said once is enough
        deja = {problem.place.ligne for problem in problems}
        return None, problems if faute.place.ligne in deja else [*problems, faute]
    return (None if problems else racine_yaml), problems


class _Lecture:
    """One pass over the events of one YAML file."""

    def __init__(self, fichier: Fichier, problems: list[Problem]) -> None:
        self.fichier = fichier
        self.lignes = fichier.lignes
        self.problems = problems
        self.parser = _PARSER(fichier.texte)

    def document(self) -> Noeud | None:
        parser = self.parser
        parser.get_event()
        debut = parser.get_event()
        if isinstance(debut, yaml.StreamEndEvent):
            self.add("S008", (0, 0, 1), "le fichier ne contient que des commentaires", "remplissez-le ou supprimez-le")
            raise _Arret
        racine = self.noeud(parser.get_event(), 1)
        parser.get_event()
        if not isinstance(suite := parser.get_event(), yaml.StreamEndEvent):
            empan = (suite.start_mark.line + 1, 1, 3)
            conseil = "enlevez la ligne « --- » ou faites deux fichiers"
            self.add("S010", empan, "un second document commence ici", conseil)
            raise _Arret
        return racine

    def noeud(self, event: Any, profondeur: int) -> Noeud:
        empan = self.empan(event)
        if profondeur > PROFONDEUR_MAX:
            self.add("S014", empan, f"plus de {PROFONDEUR_MAX} niveaux emboîtés", "simplifiez ce passage")
            raise _Arret
        if isinstance(event, yaml.AliasEvent):
            conseil = "recopiez la valeur, ou mettez le texte entre guillemets"
            self.add("S012", empan, f"renvoi « *{event.anchor} »", conseil)
            return Noeud(self.fichier, *empan, None)
        self.decorations(event, empan)
        if isinstance(event, yaml.ScalarEvent):
            return Noeud(self.fichier, *empan, self.scalar(event, empan))
        if isinstance(event, yaml.SequenceStartEvent):
            suite = []
            while not isinstance(item := self.parser.get_event(), yaml.SequenceEndEvent):
                suite.append(self.noeud(item, profondeur + 1))
            return Noeud(self.fichier, *empan, tuple(suite))
        return self.mapping(empan, profondeur)

    def mapping(self, empan: Empan, profondeur: int) -> Noeud:
        valeurs: dict[str, Noeud] = {}
        cles: dict[str, Empan] = {}
        while not isinstance(event := self.parser.get_event(), yaml.MappingEndEvent):
            cle = self.noeud(event, profondeur + 1)
            valeur = self.noeud(self.parser.get_event(), profondeur + 1)
            place = (cle.ligne, cle.colonne, cle.longueur)
            nom = cle.valeur
            if not isinstance(nom, str):
                if not isinstance(event, yaml.AliasEvent):
                    self.add("S015", place, "cette clé n’est pas un mot", "écrivez un mot devant les deux-points")
            elif nom == "<<" and not event.style:
                self.add("S012", place, "fusion « << »", "recopiez les clés voulues")
            elif nom in cles:
                message = f"la clé « {nom} » est déjà donnée à la ligne {cles[nom][0]}"
                self.add("S011", place, message, "gardez une seule des deux")
            else:
                valeurs[nom], cles[nom] = valeur, place
        return Noeud(self.fichier, *empan, valeurs, cles)

    def scalar(self, event: Any, empan: Empan) -> str | None:
        valeur: str = event.value
        if not event.style and valeur in ("", "~", "null"):
            return None
        if event.style == '"' and (trouve := CACHES.search(valeur)):
            self.add("S007", empan, f"{hidden_message(trouve[0])}, écrit avec une barre oblique", "effacez-le")
        return valeur if valeur.isascii() else unicodedata.normalize("NFC", valeur)

    def decorations(self, event: Any, empan: Empan) -> None:
        conseil = "mettez le texte entre guillemets s’il commence par ce signe, sinon enlevez-le"
        if event.anchor is not None:
            self.add("S012", empan, f"ancre « &{event.anchor} »", conseil)
        if event.tag is not None:
            self.add("S013", empan, f"étiquette « {event.tag.replace('tag:yaml.org,2002:', '!!')} »", conseil)

    def empan(self, event: Any) -> Empan:
        debut, fin = event.start_mark, event.end_mark
        ligne: int = debut.line
        colonne: int = debut.column
        if fin.line == ligne:
            return ligne + 1, colonne + 1, max(1, fin.column - colonne)
        reste = len(self.lignes[ligne].rstrip()) - colonne if ligne < len(self.lignes) else 1
        return ligne + 1, colonne + 1, max(1, reste)

    def add(self, code: str, empan: Empan, message: str, conseil: str) -> None:
        self.problems.append(self.fichier.problem(code, empan, message, conseil))


_CONTEXTES = {
    "while scanning an alias": "S024",
    "while scanning an anchor": "S024",
    "while scanning a tag": "S024",
    "while parsing a tag": "S024",
    "while scanning for the next token": "S024",
    "while scanning a block scalar": "S024",
    "while scanning a directive": "S024",
    "while parsing a block node": "S024",
    "while parsing a flow sequence": "S022",
    "while parsing a flow mapping": "S022",
    "while scanning a simple key": "S026",
    "while parsing a block collection": "S025",
}
_FAUTES = {
    "S020": ("deux-points au milieu d’un texte", 'mettez tout le texte entre guillemets "…"'),
    "S021": ("guillemet ou apostrophe jamais refermé", "refermez-le, ou n’en mettez pas autour du texte"),
    "S022": ("crochet ou accolade jamais refermé", 'refermez-le, ou mettez le texte entre guillemets "…"'),
    "S023": ("du texte suit le guillemet ou l’apostrophe fermant", 'mettez tout le texte entre guillemets "…"'),
    "S024": ("un texte ne peut pas commencer par ce signe", 'mettez tout le texte entre guillemets "…"'),
    "S025": ("retrait inattendu", "alignez cette ligne, ou celle qui la précède, avec celles du même niveau"),
    "S026": ("ligne sans deux-points", "écrivez « clé: valeur », ou alignez ce texte sous le précédent"),
    "S027": ("barre oblique inversée mal suivie", "doublez-la (\\\\) ou mettez le texte entre apostrophes '…'"),
    "S029": ("faute d’écriture YAML", "comparez cette ligne et la précédente avec un fichier qui marche"),
}
_AU_DEBUT = {"S021", "S022", "S024", "S026"}


def _syntax(fichier: Fichier, erreur: yaml.MarkedYAMLError) -> Problem:
    """One syntax error in French; its kind comes from what the parser was doing and from the line itself."""
    marque = erreur.problem_mark or erreur.context_mark
    if marque is None:
        return fichier.problem("S029", (0, 0, 1), *_FAUTES["S029"])
    lignes = fichier.texte.rstrip().split("\n")
    if marque.line >= len(lignes):
        # what is missing at the end of the file is missed after its last written line
        ligne, colonne = len(lignes) - 1, len(lignes[-1]) - 1
        code = "S022" if erreur.context == "while parsing a flow node" else _syntax_code(erreur, "", 0)
    else:
        ligne, colonne = marque.line, marque.column
        code = _syntax_code(erreur, lignes[ligne], colonne)
    if code in _AU_DEBUT and erreur.context_mark and erreur.context != "while parsing a flow node":
        ligne, colonne = erreur.context_mark.line, erreur.context_mark.column
    return fichier.problem(code, (ligne + 1, colonne + 1, 1), *_FAUTES[code])


def _syntax_code(erreur: yaml.MarkedYAMLError, ligne: str, colonne: int) -> str:
    contexte, avant = erreur.context or "", ligne[:colonne]
    if "quoted scalar" in contexte:
        return "S021" if "end of stream" in (erreur.problem or "") or "document" in (erreur.problem or "") else "S027"
    if contexte in _CONTEXTES:
        return _CONTEXTES[contexte]
    if contexte == "while parsing a block mapping":
        return "S023" if avant.rstrip()[-1:] in ("'", '"') else "S025"
    if (erreur.problem or "").startswith("mapping values"):
        return "S020" if re.match(r"[ -]*[^:]+:\s", avant) else "S025"
    return "S029"
