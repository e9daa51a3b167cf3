"""Codes of what cannot be written into a file of the kit."""

from __future__ import annotations

from collections.abc import Mapping

from coopdocs.problem.codes.entree import Code
from coopdocs.problem.names import ProblemCode

CODES: Mapping[ProblemCode, Code] = {
    "E001": Code(
        "endroit qui n’est pas dans le fichier",
        "Une modification vise une clé ou un élément que le fichier n’a pas, ou n’a plus.",
        "Relisez le fichier, puis recommencez.",
        "Un programme change le troisième élément d’une liste qui n’en a plus que deux.",
    ),
    "E002": Code(
        "endroit qui ne se modifie pas sans toucher au reste",
        "Seules les lignes modifiées doivent changer. Ici, une autre changerait aussi : un commentaire serait perdu, "
        "ou une ligne voisine se lirait autrement. Rien n’est écrit.",
        "Modifiez cet endroit dans un éditeur de texte.",
        "L’élément à enlever est entre crochets, et suivi d’un commentaire.",
    ),
}
