"""What a file says of a claim, as it is written there: what a workbook shows, and is held to when it comes back."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Mapping
from dataclasses import astuple, dataclass

from coopdocs.library import Library
from coopdocs.model.contenu import Cellule, Datable, Fait, Question
from coopdocs.source import NodePath, YamlNode, read_yaml
from coopdocs.typographie import one_line


@dataclass(frozen=True)
class Ecrit:
    """The five things of a claim that its readers correct; what it has none of is empty.

    `texte` has the apostrophes and the counting fields of its file, on one line.
    """

    texte: str
    sources: tuple[str, ...] = ()
    verifie_le: dt.date | None = None
    confiance: str = ""
    valable_jusqu_au: dt.date | None = None

    @property
    def empreinte(self) -> str:
        """Twelve signs that stand for all of it."""
        return _digest(astuple(self))


def row_digest(cells: Mapping[str, str]) -> str:
    """Twelve signs that stand for all cells of a row of a table."""
    return _digest(sorted(cells.items()))


def _digest(parts: object) -> str:
    return hashlib.sha256(json.dumps(parts, default=str).encode()).hexdigest()[:12]


def field_of(dit: Datable) -> str:
    """The key under which the words of something stand."""
    return "question" if isinstance(dit, Question) else "texte"


class Files:
    """The kit's files as they are written, each read once."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._roots: dict[str, YamlNode] = {}

    def written(self, fichier: str, loc: NodePath, dit: Datable) -> Ecrit:
        """What a file says of something that is read from `loc`."""
        texte, fin = self._text(fichier, (*loc, field_of(dit))), dit.valable_jusqu_au
        if isinstance(dit, Fait | Cellule):
            return Ecrit(texte, dit.sources, dit.verifie_le, dit.confiance, fin)
        return Ecrit(texte, valable_jusqu_au=fin)

    def _text(self, fichier: str, loc: NodePath) -> str:
        if fichier not in self._roots:
            root, _ = read_yaml(self._library.racine / fichier, self._library.racine)
            assert root is not None, "the library was made of it"
            self._roots[fichier] = root
        node = self._roots[fichier].at(loc)
        # « texte: Projet : commun » is read as the text that it is
        said = node.as_written() if isinstance(node.value, Mapping) else node.value
        return one_line(said) if isinstance(said, str) else ""


def pointer(fichier: str, loc: NodePath) -> str:
    """Where something stands, in one word: « content/formes/ptce.yaml#/atouts/2 », ranks counted from 0."""
    return f"{fichier}#/{'/'.join(map(str, loc))}"


def pointed(text: str) -> tuple[str, NodePath]:
    """The file and the loc that a pointer names. ValueError for what is none."""
    fichier, mark, way = text.strip().partition("#/")
    if not mark or not fichier:
        raise ValueError(text)
    return fichier, tuple(int(step) if step.isdigit() else step for step in way.split("/") if step)
