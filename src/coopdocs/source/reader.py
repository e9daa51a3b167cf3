"""Reading a YAML file strictly, event by event, with every problem of a kind in one go.

What people write in prose is no mistake: « texte: suite : fin » without quotes is that text. After a mistake, the
reading goes on as if its line were right, to find the next.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from coopdocs.problem import Gravite, Problem, ProblemCode, ProblemsError
from coopdocs.source.faults import QUOTE_ADVICE, syntax
from coopdocs.source.textfile import HIDDEN_CHARACTERS, Span, TextFile, hidden_message, read_text, span_at
from coopdocs.source.tree import YamlNode

MAX_DEPTH = 20
_PASSES = 200
"""How many times a file is read again after a mistake in it."""
_PARSER: Any = getattr(yaml, "CLoader", yaml.Loader)
_COLON = "\ue000"
"""Stands for a colon of a text while it is parsed: no file may hold this character."""
_ONE_VALUE = re.compile(r"( *(?:- +)*)((?:[^\s:#\"'\[\]{},&*!|>%@`-][^:#\"']*?) *: +|(?<=- ))(\S.*)")
"""A line of one value: its indent and dashes, its key, and the value."""


def read_yaml(path: Path, root: Path) -> tuple[YamlNode | None, list[Problem]]:
    """Read a YAML file strictly: the root node, None where there is an error, and every problem that could be found."""
    file, problems = read_text(path, root)
    return parse_yaml(file) if file else (None, problems)


def parse_yaml(file: TextFile) -> tuple[YamlNode | None, list[Problem]]:
    """As `read_yaml`, of a text that is at hand."""
    node, problems = _parsed(file)
    return node, list(problems)


@lru_cache(512)
def _parsed(file: TextFile) -> tuple[YamlNode | None, tuple[Problem, ...]]:
    """Kept by name and text: after an edit, a kit that is held open parses one file again and not forty."""
    problems: list[Problem] = []
    for found in re.finditer(r"^ *(\t)\s*\S", file.text, re.MULTILINE):
        span = span_at(file.text, found.start(1))
        problems.append(file.problem("S009", span, "tabulation en début de ligne", "mettez des espaces à la place"))
    if problems:
        return None, tuple(problems)
    node, problems = _read(file)
    return (None if any(problem.is_error for problem in problems) else node), tuple(problems)


def _read(file: TextFile) -> tuple[YamlNode | None, list[Problem]]:
    """The root node and every problem; a line with a mistake is set right for the parser's eyes, and all read again."""
    lines = list(file.lines)
    faults: dict[int, Problem] = {}
    node, reader = None, _YamlReader(file, lines)
    for _ in range(_PASSES):
        reader = _YamlReader(file, lines)
        try:
            node = reader.document()
        except ProblemsError:
            break
        except yaml.MarkedYAMLError as error:
            fault = syntax(file, lines, error)
            line = fault.place.ligne - 1
            if fault.code == "S020" and (mended := _as_text(lines[line], fault.place.colonne - 1)):
                # the same is most likely wanted below: a file of titles has hundreds
                lines[line:] = [mended, *(_as_texts(lines[line + 1 :]))]
                continue
            # a refused sign often upsets the rest of its line: said once is enough
            said = (problem for problem in reader.problems if problem.place.ligne - 1 == line)
            faults.setdefault(line, next(said, fault))
            if not (mended := _passed_over(lines, line)):
                break
            lines[line] = mended
        else:
            break
    else:
        faults.setdefault(line, fault)
    found = [*faults.values(), *(p for p in reader.problems if p.place.ligne - 1 not in faults)]
    return node, sorted(found, key=lambda problem: problem.place)


def _as_texts(lines: list[str]) -> list[str]:
    """The same for every line; as they are where a list or mapping between brackets may go on from line to line."""
    if any(len(re.findall(r"[\[{]", line)) != len(re.findall(r"[\]}]", line)) for line in lines):
        return lines
    return [_as_text(line, len(line)) or line for line in lines]


def _as_text(line: str, column: int) -> str:
    """A line whose value holds the colon at `column`, as the parser reads it as one text; empty where it is none."""
    found = _ONE_VALUE.fullmatch(line)
    if found is None or found.start(3) > column or found[3][0] in "\"'[{&*!|>%@`":
        return ""
    start = found.start(3)
    return line[:start] + re.sub(r":(?=\s|$)", _COLON, line[start:])


def _passed_over(lines: list[str], rank: int) -> str:
    """A line with a mistake as one without, so that the next can be found; empty where its value may go on below."""
    found = _ONE_VALUE.fullmatch(lines[rank]) if rank < len(lines) else None
    following = next((line for line in lines[rank + 1 :] if line.strip()), "")
    indent = len(following) - len(following.lstrip(" "))
    if found is None or found[3] == "x" or (following and indent > len(found[1]) - found[1].count("-")):
        return ""
    return lines[rank][: found.start(3)] + "x"


def _written(start: Any, last: Any, inside: list[YamlNode]) -> dict[str, Any]:
    """How a list or mapping is written and where it ends; on lines of its own, that is the end of its last value."""
    if start.flow_style or not inside:
        return {"end": (last.end_mark.line + 1, last.end_mark.column + 1), "style": "flow"}
    return {"end": inside[-1].end, "style": "block"}


class _YamlReader:
    """One pass over the events of one YAML file."""

    def __init__(self, file: TextFile, lines: list[str]) -> None:
        self.file = file
        self.lines = lines
        self.problems: list[Problem] = []
        self.parser = _PARSER("\n".join(lines))

    def document(self) -> YamlNode | None:
        parser = self.parser
        parser.get_event()
        start = parser.get_event()
        if isinstance(start, yaml.StreamEndEvent):
            self.add("S008", (0, 0, 1), "le fichier ne contient que des commentaires", "remplissez-le ou supprimez-le")
            raise ProblemsError(self.problems)
        root = self.node(parser.get_event(), 1)
        parser.get_event()
        if not isinstance(following := parser.get_event(), yaml.StreamEndEvent):
            span = (following.start_mark.line + 1, 1, 3)
            advice = "enlevez la ligne « --- » ou faites deux fichiers"
            self.add("S010", span, "un second document commence ici", advice)
            raise ProblemsError(self.problems)
        return root

    def node(self, event: Any, depth: int) -> YamlNode:
        span = self.span(event)
        if depth > MAX_DEPTH:
            self.add("S014", span, f"plus de {MAX_DEPTH} niveaux emboîtés", "simplifiez ce passage")
            raise ProblemsError(self.problems)
        if isinstance(event, yaml.AliasEvent):
            advice = "recopiez la valeur, ou mettez le texte entre guillemets"
            self.add("S012", span, f"renvoi « *{event.anchor} »", advice)
            return YamlNode(self.file, *span, None)
        self.decorations(event, span)
        if isinstance(event, yaml.ScalarEvent):
            text, end = self.scalar(event, span), self.scalar_end(event)
            return YamlNode(self.file, *span, text, end=end, style=event.style or "")
        if isinstance(event, yaml.SequenceStartEvent):
            items = []
            while not isinstance(item := self.parser.get_event(), yaml.SequenceEndEvent):
                items.append(self.node(item, depth + 1))
            return YamlNode(self.file, *span, tuple(items), **_written(event, item, items))
        return self.mapping(event, span, depth)

    def mapping(self, start: Any, span: Span, depth: int) -> YamlNode:
        values: dict[str, YamlNode] = {}
        keys: dict[str, Span] = {}
        while not isinstance(event := self.parser.get_event(), yaml.MappingEndEvent):
            key = self.node(event, depth + 1)
            value = self.node(self.parser.get_event(), depth + 1)
            place = (key.line, key.column, key.length)
            name = key.value
            if self.lines[span[0] - 1].startswith("{{", span[1] - 1):
                # a field of a text that begins with it
                self.once("S024", span, "un texte ne peut pas commencer par ce signe", QUOTE_ADVICE)
            elif not isinstance(name, str):
                if not isinstance(event, yaml.AliasEvent):
                    self.add("S015", place, "cette clé n’est pas un mot", "écrivez un mot devant les deux-points")
            elif name == "<<" and not event.style:
                self.add("S012", place, "fusion « << »", "recopiez les clés voulues")
            elif name in keys:
                message = f"la clé « {name} » est déjà donnée à la ligne {keys[name][0]}"
                self.add("S011", place, message, "gardez une seule des deux")
            else:
                values[name], keys[name] = value, place
        return YamlNode(self.file, *span, values, keys, **_written(start, event, list(values.values())))

    def scalar_end(self, event: Any) -> tuple[int, int]:
        """Where a text ends, without the blank lines that follow a block of it."""
        line, column = event.end_mark.line, event.end_mark.column
        if event.style not in ("|", ">"):
            return line + 1, column + 1
        line -= column == 0
        while line > event.start_mark.line and not self.lines[line].strip():
            line -= 1
        return line + 1, len(self.lines[line]) + 1

    def scalar(self, event: Any, span: Span) -> str | None:
        value: str = event.value.replace(_COLON, ":")
        if not event.style:
            self.comment(event, value)
            if value in ("", "~", "null"):
                return None
        if event.style == "|":
            value = re.sub(r"(?<!\n)\n(?!\n)", " ", value.strip())
        elif event.style == ">":
            value = value.strip("\n")
        if "\n" in value.strip():
            advice = "enlevez la ligne vide, ou faites-en deux éléments : un texte n’a qu’un paragraphe"
            self.add("S016", span, "ce texte a plusieurs paragraphes", advice)
        if event.style == '"' and (found := HIDDEN_CHARACTERS.search(value)):
            self.add("S007", span, f"{hidden_message(found[0])}, écrit avec une barre oblique", "effacez-le")
        return value if value.isascii() else unicodedata.normalize("NFC", value)

    def comment(self, event: Any, value: str) -> None:
        """Say what is lost where a text without quotes meets « # », which begins a comment after a space."""
        line, column = event.end_mark.line, event.end_mark.column
        following = self.file.lines[line][column:] if line < len(self.file.lines) else ""
        # the parser's end of an empty value, and of one before a comment, may stand on either side of the spaces
        found = re.match(r"\s*(#(?![#!]).*)", following)
        before = self.file.lines[line][:column] if found else ""
        if found is None or not (following[0] == " " or before.endswith((" ", "\t"))):
            return
        span = line + 1, column + found.start(1) + 1, len(found[1].rstrip())
        if re.match(r"#\S", found[1]):
            advice = 'mettez tout le texte entre guillemets "…", ou une espace après « # » si c’est un commentaire'
            self.add("S028", span, "ce qui suit « # » est pris pour un commentaire et perdu", advice)
        elif " " in value:
            advice = 'mettez tout le texte entre guillemets "…", ou le commentaire sur sa propre ligne'
            self.add("A011", span, "ce qui suit « # » est pris pour un commentaire", advice, "avertissement")

    def decorations(self, event: Any, span: Span) -> None:
        advice = "mettez le texte entre guillemets s’il commence par ce signe, sinon enlevez-le"
        if event.anchor is not None:
            self.add("S012", span, f"ancre « &{event.anchor} »", advice)
        if event.tag is not None:
            self.add("S013", span, f"étiquette « {event.tag.replace('tag:yaml.org,2002:', '!!')} »", advice)

    def span(self, event: Any) -> Span:
        start, end = event.start_mark, event.end_mark
        line: int = start.line
        column: int = start.column
        if end.line == line:
            return line + 1, column + 1, max(1, end.column - column)
        width = len(self.lines[line].rstrip()) - column if line < len(self.lines) else 1
        return line + 1, column + 1, max(1, width)

    def once(self, code: ProblemCode, span: Span, message: str, advice: str) -> None:
        if not any(problem.place.ligne == span[0] for problem in self.problems):
            self.add(code, span, message, advice)

    def add(self, code: ProblemCode, span: Span, message: str, advice: str, severity: Gravite = "erreur") -> None:
        self.problems.append(self.file.problem(code, span, message, advice, severity))
