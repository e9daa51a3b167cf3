"""Reading a YAML file strictly, event by event, with every problem of a kind in one go.

What people write in prose is no mistake: « texte: suite : fin » without quotes is that text. After a mistake, the
reading goes on as if its line were right, to find the next.
"""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path
from typing import Any

import yaml

from coopdocs.problem import Gravite, Problem, ProblemsError
from coopdocs.source.faults import GUILLEMETS, syntax
from coopdocs.source.textfile import HIDDEN_CHARACTERS, Span, TextFile, hidden_message, read_text, span_at
from coopdocs.source.tree import YamlNode

MAX_DEPTH = 20
_PASSES = 200
"""How many times a file is read again after a mistake in it."""
_PARSER: Any = getattr(yaml, "CLoader", yaml.Loader)
_DEUX_POINTS = "\ue000"
"""Stands for a colon of a text while it is parsed: no file may hold this character."""
_LIGNE = re.compile(r"( *(?:- +)*)((?:[^\s:#\"'\[\]{},&*!|>%@`-][^:#\"']*?) *: +|(?<=- ))(\S.*)")
"""A line of one value: its indent and dashes, its key, and the value."""


def read_yaml(chemin: Path, racine: Path) -> tuple[YamlNode | None, list[Problem]]:
    """Read a YAML file strictly: the root node, None where there is an error, and every problem that could be found."""
    fichier, problems = read_text(chemin, racine)
    if fichier is None:
        return None, problems
    for trouve in re.finditer(r"^ *(\t)\s*\S", fichier.text, re.MULTILINE):
        empan = span_at(fichier.text, trouve.start(1))
        problems.append(fichier.problem("S009", empan, "tabulation en début de ligne", "mettez des espaces à la place"))
    if problems:
        return None, problems
    noeud, problems = _read(fichier)
    return (None if any(problem.is_error for problem in problems) else noeud), problems


def _read(fichier: TextFile) -> tuple[YamlNode | None, list[Problem]]:
    """The root node and every problem; a line with a mistake is set right for the parser's eyes, and all read again."""
    lignes = list(fichier.lines)
    fautes: dict[int, Problem] = {}
    noeud, lecture = None, _YamlReader(fichier, lignes)
    for _ in range(_PASSES):
        lecture = _YamlReader(fichier, lignes)
        try:
            noeud = lecture.document()
        except ProblemsError:
            break
        except yaml.MarkedYAMLError as erreur:
            faute = syntax(fichier, lignes, erreur)
            ligne = faute.place.ligne - 1
            if faute.code == "S020" and (repare := _as_text(lignes[ligne], faute.place.colonne - 1)):
                # the same is most likely wanted below: a file of titles has hundreds
                lignes[ligne:] = [repare, *(_as_texts(lignes[ligne + 1 :]))]
                continue
            # a refused sign often upsets the rest of its line: said once is enough
            dites = (problem for problem in lecture.problems if problem.place.ligne - 1 == ligne)
            fautes.setdefault(ligne, next(dites, faute))
            if not (repare := _passed_over(lignes, ligne)):
                break
            lignes[ligne] = repare
        else:
            break
    else:
        fautes.setdefault(ligne, faute)
    found = [*fautes.values(), *(p for p in lecture.problems if p.place.ligne - 1 not in fautes)]
    return noeud, sorted(found, key=lambda problem: problem.place)


def _as_texts(lignes: list[str]) -> list[str]:
    """The same for every line; as they are where a list or mapping between brackets may go on from line to line."""
    if any(len(re.findall(r"[\[{]", ligne)) != len(re.findall(r"[\]}]", ligne)) for ligne in lignes):
        return lignes
    return [_as_text(ligne, len(ligne)) or ligne for ligne in lignes]


def _as_text(ligne: str, colonne: int) -> str:
    """A line whose value holds the colon at `colonne`, as the parser reads it as one text; empty where it is none."""
    found = _LIGNE.fullmatch(ligne)
    if found is None or found.start(3) > colonne or found[3][0] in "\"'[{&*!|>%@`":
        return ""
    debut = found.start(3)
    return ligne[:debut] + re.sub(r":(?=\s|$)", _DEUX_POINTS, ligne[debut:])


def _passed_over(lignes: list[str], rang: int) -> str:
    """A line with a mistake as one without, so that the next can be found; empty where its value may go on below."""
    found = _LIGNE.fullmatch(lignes[rang]) if rang < len(lignes) else None
    suite = next((ligne for ligne in lignes[rang + 1 :] if ligne.strip()), "")
    retrait = len(suite) - len(suite.lstrip(" "))
    if found is None or found[3] == "x" or (suite and retrait > len(found[1]) - found[1].count("-")):
        return ""
    return lignes[rang][: found.start(3)] + "x"


class _YamlReader:
    """One pass over the events of one YAML file."""

    def __init__(self, fichier: TextFile, lignes: list[str]) -> None:
        self.fichier = fichier
        self.lignes = lignes
        self.problems: list[Problem] = []
        self.parser = _PARSER("\n".join(lignes))

    def document(self) -> YamlNode | None:
        parser = self.parser
        parser.get_event()
        debut = parser.get_event()
        if isinstance(debut, yaml.StreamEndEvent):
            self.add("S008", (0, 0, 1), "le fichier ne contient que des commentaires", "remplissez-le ou supprimez-le")
            raise ProblemsError(self.problems)
        racine = self.noeud(parser.get_event(), 1)
        parser.get_event()
        if not isinstance(suite := parser.get_event(), yaml.StreamEndEvent):
            empan = (suite.start_mark.line + 1, 1, 3)
            conseil = "enlevez la ligne « --- » ou faites deux fichiers"
            self.add("S010", empan, "un second document commence ici", conseil)
            raise ProblemsError(self.problems)
        return racine

    def noeud(self, event: Any, profondeur: int) -> YamlNode:
        empan = self.empan(event)
        if profondeur > MAX_DEPTH:
            self.add("S014", empan, f"plus de {MAX_DEPTH} niveaux emboîtés", "simplifiez ce passage")
            raise ProblemsError(self.problems)
        if isinstance(event, yaml.AliasEvent):
            conseil = "recopiez la valeur, ou mettez le texte entre guillemets"
            self.add("S012", empan, f"renvoi « *{event.anchor} »", conseil)
            return YamlNode(self.fichier, *empan, None)
        self.decorations(event, empan)
        if isinstance(event, yaml.ScalarEvent):
            return YamlNode(self.fichier, *empan, self.scalar(event, empan))
        if isinstance(event, yaml.SequenceStartEvent):
            suite = []
            while not isinstance(item := self.parser.get_event(), yaml.SequenceEndEvent):
                suite.append(self.noeud(item, profondeur + 1))
            return YamlNode(self.fichier, *empan, tuple(suite))
        return self.mapping(empan, profondeur)

    def mapping(self, empan: Span, profondeur: int) -> YamlNode:
        valeurs: dict[str, YamlNode] = {}
        cles: dict[str, Span] = {}
        while not isinstance(event := self.parser.get_event(), yaml.MappingEndEvent):
            cle = self.noeud(event, profondeur + 1)
            valeur = self.noeud(self.parser.get_event(), profondeur + 1)
            place = (cle.line, cle.column, cle.length)
            nom = cle.value
            if self.lignes[empan[0] - 1].startswith("{{", empan[1] - 1):
                # a field of a text that begins with it
                self.once("S024", empan, "un texte ne peut pas commencer par ce signe", GUILLEMETS)
            elif not isinstance(nom, str):
                if not isinstance(event, yaml.AliasEvent):
                    self.add("S015", place, "cette clé n’est pas un mot", "écrivez un mot devant les deux-points")
            elif nom == "<<" and not event.style:
                self.add("S012", place, "fusion « << »", "recopiez les clés voulues")
            elif nom in cles:
                message = f"la clé « {nom} » est déjà donnée à la ligne {cles[nom][0]}"
                self.add("S011", place, message, "gardez une seule des deux")
            else:
                valeurs[nom], cles[nom] = valeur, place
        return YamlNode(self.fichier, *empan, valeurs, cles)

    def scalar(self, event: Any, empan: Span) -> str | None:
        valeur: str = event.value.replace(_DEUX_POINTS, ":")
        if not event.style:
            self.comment(event, valeur)
            if valeur in ("", "~", "null"):
                return None
        if event.style == "|":
            valeur = re.sub(r"(?<!\n)\n(?!\n)", " ", valeur.strip())
        if "\n" in valeur.strip():
            conseil = "enlevez la ligne vide, ou faites-en deux éléments : un texte n’a qu’un paragraphe"
            self.add("S016", empan, "ce texte a plusieurs paragraphes", conseil)
        if event.style == '"' and (trouve := HIDDEN_CHARACTERS.search(valeur)):
            self.add("S007", empan, f"{hidden_message(trouve[0])}, écrit avec une barre oblique", "effacez-le")
        return valeur if valeur.isascii() else unicodedata.normalize("NFC", valeur)

    def comment(self, event: Any, valeur: str) -> None:
        """Say what is lost where a text without quotes meets « # », which begins a comment after a space."""
        ligne, colonne = event.end_mark.line, event.end_mark.column
        suite = self.fichier.lines[ligne][colonne:] if ligne < len(self.fichier.lines) else ""
        # the parser's end of an empty value, and of one before a comment, may stand on either side of the spaces
        found = re.match(r"\s*(#(?![#!]).*)", suite)
        avant = self.fichier.lines[ligne][:colonne] if found else ""
        if found is None or not (suite[0] == " " or avant.endswith((" ", "\t"))):
            return
        empan = ligne + 1, colonne + found.start(1) + 1, len(found[1].rstrip())
        if re.match(r"#\S", found[1]):
            conseil = 'mettez tout le texte entre guillemets "…", ou une espace après « # » si c’est un commentaire'
            self.add("S028", empan, "ce qui suit « # » est pris pour un commentaire et perdu", conseil)
        elif " " in valeur:
            conseil = 'mettez tout le texte entre guillemets "…", ou le commentaire sur sa propre ligne'
            self.add("A011", empan, "ce qui suit « # » est pris pour un commentaire", conseil, "avertissement")

    def decorations(self, event: Any, empan: Span) -> None:
        conseil = "mettez le texte entre guillemets s’il commence par ce signe, sinon enlevez-le"
        if event.anchor is not None:
            self.add("S012", empan, f"ancre « &{event.anchor} »", conseil)
        if event.tag is not None:
            self.add("S013", empan, f"étiquette « {event.tag.replace('tag:yaml.org,2002:', '!!')} »", conseil)

    def empan(self, event: Any) -> Span:
        debut, fin = event.start_mark, event.end_mark
        ligne: int = debut.line
        colonne: int = debut.column
        if fin.line == ligne:
            return ligne + 1, colonne + 1, max(1, fin.column - colonne)
        reste = len(self.lignes[ligne].rstrip()) - colonne if ligne < len(self.lignes) else 1
        return ligne + 1, colonne + 1, max(1, reste)

    def once(self, code: str, empan: Span, message: str, conseil: str) -> None:
        if not any(problem.place.ligne == empan[0] for problem in self.problems):
            self.add(code, empan, message, conseil)

    def add(self, code: str, empan: Span, message: str, conseil: str, gravite: Gravite = "erreur") -> None:
        self.problems.append(self.fichier.problem(code, empan, message, conseil, gravite))
