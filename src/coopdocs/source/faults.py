"""Mistakes of YAML in French: what the parser met, and the text that it should have been."""

from __future__ import annotations

import re

import yaml

from coopdocs.problem import Problem, ProblemCode
from coopdocs.source.textfile import TextFile

QUOTE_ADVICE = 'mettez tout le texte entre guillemets "…"'
_CODES_BY_CONTEXT: dict[str, ProblemCode] = {
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
_FAULTS: dict[ProblemCode, tuple[str, str]] = {
    "S020": ("deux-points au milieu d’un texte", 'mettez tout le texte entre guillemets "…"'),
    "S021": ("guillemet ou apostrophe jamais refermé", "refermez-le, ou n’en mettez pas autour du texte"),
    "S022": ("crochet ou accolade jamais refermé", 'refermez-le, ou mettez le texte entre guillemets "…"'),
    "S023": ("du texte suit le guillemet ou l’apostrophe fermant", 'mettez tout le texte entre guillemets "…"'),
    "S024": ("un texte ne peut pas commencer par ce signe", QUOTE_ADVICE),
    "S025": ("retrait inattendu", "alignez cette ligne, ou celle qui la précède, avec celles du même niveau"),
    "S026": ("ligne sans deux-points", "écrivez « clé: valeur », ou alignez ce texte sous le précédent"),
    "S027": ("barre oblique inversée mal suivie", "doublez-la (\\\\) ou mettez le texte entre apostrophes '…'"),
    "S029": ("faute d’écriture YAML", "comparez cette ligne et la précédente avec un fichier qui marche"),
}
_BRACKETS = re.compile(r": +([\[{].*[\]}]) *$")
"""« [sic] suite »: the text goes on after what looked like a list."""
_AT_START: set[ProblemCode] = {"S021", "S022", "S024", "S026"}


def syntax(file: TextFile, parsed: list[str], error: yaml.MarkedYAMLError) -> Problem:
    """One syntax error in French; its kind comes from what the parser was doing and from the line itself.

    `parsed`: the lines of the file as the parser read them.
    """
    mark = error.problem_mark or error.context_mark
    if mark is None:
        return file.problem("S029", (0, 0, 1), *_FAULTS["S029"])
    lines = "\n".join(parsed).rstrip().split("\n")
    if mark.line >= len(lines):
        # what is missing at the end of the file is missed after its last written line
        line, column = len(lines) - 1, len(lines[-1]) - 1
        code: ProblemCode = "S022" if error.context == "while parsing a flow node" else _syntax_code(error, "", 0)
    else:
        line, column = mark.line, mark.column
        code = _syntax_code(error, lines[line], column)
        if code == "S024" and (brackets := _BRACKETS.search(lines[line][:column])):
            return file.problem(code, (line + 1, brackets.start(1) + 1, 1), *_FAULTS[code])
    if code in _AT_START and error.context_mark and error.context != "while parsing a flow node":
        line, column = error.context_mark.line, error.context_mark.column
    return file.problem(code, (line + 1, column + 1, 1), *_FAULTS[code])


def _syntax_code(error: yaml.MarkedYAMLError, line: str, column: int) -> ProblemCode:
    context, before = error.context or "", line[:column]
    if "quoted scalar" in context:
        return "S021" if "end of stream" in (error.problem or "") or "document" in (error.problem or "") else "S027"
    if context in _CODES_BY_CONTEXT:
        return _CODES_BY_CONTEXT[context]
    if context == "while parsing a block mapping":
        if _BRACKETS.search(before):
            return "S024"
        return "S023" if before.rstrip()[-1:] in ("'", '"') else "S025"
    if (error.problem or "").startswith("mapping values"):
        return "S020" if re.match(r"[ -]*[^:]+:\s", before) else "S025"
    if "not allowed" in (error.problem or "") and re.search(r": +$", before):
        return "S024"
    return "S029"
