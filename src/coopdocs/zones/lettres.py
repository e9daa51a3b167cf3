"""Letters that the kit's fonts lack, and accents that they cannot place: in texts, tables and the introduction."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from coopdocs.problem import Problem
from coopdocs.source import Fichier, Noeud, Tableau
from coopdocs.theme import Theme, mesure

_POLICES = (("Coopdocs Titre", "700"), ("Coopdocs Texte", "400"))
"""One weight speaks for its whole family: a test holds their letters together."""
_CONSEIL = "remplacez-le par un mot ou un signe courant"
_SANS_LETTRES = ("logo",)
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

    def yaml(self, racine: Noeud) -> Iterator[Problem]:
        """One problem for each text of a YAML file and each of its characters that cannot be printed."""
        texts = list(written(racine, _SANS_LETTRES))
        if lost := self.lost(f"{noeud.valeur}\n" for noeud in texts):
            for noeud in texts:
                for character in (c for c in lost if c in str(noeud.valeur)):
                    yield noeud.problem("Z002", _message(character), _CONSEIL)

    def table(self, tableau: Tableau) -> Iterator[Problem]:
        """The same for the cells of a table."""
        if lost := self.lost(c + "\n" for rangee in tableau.rangees for c in rangee.cellules.values()):
            for rangee in tableau.rangees:
                for colonne, cellule in rangee.cellules.items():
                    for character in (c for c in lost if c in cellule):
                        yield tableau.problem(rangee, colonne, ("Z002", _message(character), _CONSEIL))

    def lines(self, fichier: Fichier) -> Iterator[Problem]:
        """The same for a file as it is written, at the first place of each character on each line."""
        for character in self.lost([fichier.texte]):
            for n, ligne in enumerate(fichier.lignes, 1):
                if (at := ligne.find(character)) >= 0:
                    empan = n, at + 1, len(character)
                    yield fichier.problem("Z002", empan, _message(character), _CONSEIL)


def _message(character: str) -> str:
    codes = " ".join(f"U+{ord(c):04X}" for c in character)
    if len(character) > 1:
        return f"les polices du kit ne savent pas poser l’accent de « {character} » ({codes})"
    return f"le caractère « {character} » ({codes}) n’existe pas dans les polices du kit"


def written(noeud: Noeud, sauf: tuple[str, ...] = ()) -> Iterator[Noeud]:
    """Every text of a YAML file, the keys of its mappings too, but those of the fields `sauf`."""
    valeur = noeud.valeur
    if isinstance(valeur, str):
        yield noeud
    elif isinstance(valeur, tuple):
        for item in valeur:
            yield from written(item, sauf)
    elif valeur is not None:
        for cle, item in valeur.items():
            if cle not in sauf:
                yield Noeud(noeud.fichier, *noeud.cles[cle], cle)
                yield from written(item, sauf)
