"""The codes of problems: stable names that a documentation or a search can rely on, each with its explanation.

S0xx: reading a file. C0xx: the shape of the content. X0xx: what must agree across files. A0xx: warnings.
Z0xx: texts against their printed place. T0xx: templates. E0xx: writing into a file. I0xx: importing a table. One module
for each; a test makes every example.
"""

from __future__ import annotations

from collections.abc import Mapping

from coopdocs.problem.codes import accords, avertissements, ecriture, forme, importation, impression, lecture, modeles
from coopdocs.problem.codes.entree import Code, Erreur
from coopdocs.problem.names import ProblemCode

__all__ = ["CODES", "FAMILLES", "Code", "Erreur"]

FAMILLES: Mapping[str, tuple[str, Mapping[ProblemCode, Code]]] = {
    "S": ("Lire un fichier", lecture.CODES),
    "C": ("Ce que chaque valeur peut être", forme.CODES),
    "X": ("Ce qui doit s’accorder d’un fichier à l’autre", accords.CODES),
    "A": ("Avertissements : les documents se construisent quand même", avertissements.CODES),
    "Z": ("Ce qui tient sur le papier", impression.CODES),
    "T": ("Modèles et fichiers du thème", modeles.CODES),
    "E": ("Écrire dans un fichier du kit", ecriture.CODES),
    "I": ("Importer une table d’un portail public", importation.CODES),
}
"""Title and codes of each family, by first letter."""

CODES: Mapping[ProblemCode, Code] = {code: entree for _, codes in FAMILLES.values() for code, entree in codes.items()}
