"""Letters that the kit's fonts lack, and accents that they cannot place: in texts, tables and the introduction."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from coopdocs.problem import Problem
from coopdocs.source import TextFile, TextTable, YamlNode
from coopdocs.theme import Theme, mesure

_POLICES = (("Coopdocs Titre", "700"), ("Coopdocs Texte", "400"))
"""One weight speaks for its whole family: a test holds their letters together."""
_CONSEIL = "écrivez autrement, avec un mot ou un signe courant"
_NOMMES = 4
"""How many characters of one text are named."""
_SANS_LETTRES = ("logo", "fichier")
"""Fields that no document prints."""


class Lettres:
    """What the fonts of a theme can draw."""

    def __init__(self, theme: Theme) -> None:
        self._polices = [theme.font(*police) for police in _POLICES]

    def lost(self, textes: Iterable[str]) -> list[str]:
        """The characters, and the letters with their accents, that one of the fonts cannot draw, in order."""
        ensemble = "".join(textes)
        if ensemble.isascii():
            return []
        found = set().union(*(mesure.undrawn(ensemble, police) for police in self._polices))
        single = {c for c in found if len(c) == 1}
        return sorted(c for c in found if len(c) == 1 or not single.intersection(c))

    def yaml(self, racine: YamlNode) -> Iterator[Problem]:
        """One problem for each text of a YAML file that has characters which cannot be printed."""
        texts = list(written(racine, _SANS_LETTRES))
        if lost := self.lost(f"{noeud.value}\n" for noeud in texts):
            for noeud in texts:
                if found := [c for c in lost if c in str(noeud.value)]:
                    yield noeud.problem("Z002", _message(found), _CONSEIL)

    def table(self, tableau: TextTable) -> Iterator[Problem]:
        """The same for the cells of a table."""
        if lost := self.lost(c + "\n" for rangee in tableau.rows for c in rangee.cells.values()):
            for rangee in tableau.rows:
                for colonne, cellule in rangee.cells.items():
                    if found := [c for c in lost if c in cellule]:
                        yield tableau.problem(rangee, colonne, ("Z002", _message(found), _CONSEIL))

    def lines(self, fichier: TextFile) -> Iterator[Problem]:
        """The same for each line of a file as it is written, at the first of them."""
        if lost := self.lost([fichier.text]):
            for n, ligne in enumerate(fichier.lines, 1):
                if found := [c for c in lost if c in ligne and c != "\t"]:
                    at, character = min((ligne.find(c), c) for c in found)
                    yield fichier.problem("Z002", (n, at + 1, len(character)), _message(found), _CONSEIL)


def _message(found: list[str]) -> str:
    """What the fonts lack in one text: one message, however many letters of another script it holds."""
    missing, unplaced = [c for c in found if len(c) == 1], [c for c in found if len(c) > 1]
    said = []
    if missing:
        one, verb = ("le caractère", "n’existe") if len(missing) == 1 else ("les caractères", "n’existent")
        said.append(f"{one} {_named(missing)} {verb} pas dans les polices du kit")
    if unplaced:
        said.append(f"les polices du kit ne savent pas poser l’accent de {_named(unplaced)}")
    return " ; ".join(said)


def _named(characters: list[str]) -> str:
    first = [f"« {c} » ({' '.join(f'U+{ord(sign):04X}' for sign in c)})" for c in characters[:_NOMMES]]
    rest = len(characters) - len(first)
    return ", ".join(first) + (f" et {rest} autre{'s' if rest > 1 else ''}" if rest else "")


def written(noeud: YamlNode, sauf: tuple[str, ...] = ()) -> Iterator[YamlNode]:
    """Every text of a YAML file, the keys of its mappings too, but those of the fields `sauf`."""
    valeur = noeud.value
    if isinstance(valeur, str):
        yield noeud
    elif isinstance(valeur, tuple):
        for item in valeur:
            yield from written(item, sauf)
    elif valeur is not None:
        for cle, item in valeur.items():
            if cle not in sauf:
                yield YamlNode(noeud.file, *noeud.key_spans[cle], cle)
                yield from written(item, sauf)
