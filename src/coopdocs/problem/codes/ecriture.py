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
    "E010": Code(
        "ligne dont on ne sait pas ce qu’elle corrige",
        "Dans un classeur de « coopdocs relire », une ligne n’a plus son repère ou son empreinte, ou son repère ne "
        "mène à aucune affirmation du kit. Cette ligne n’est pas reprise.",
        "Rétablissez les cases Repère et Empreinte. Une affirmation nouvelle s’écrit dans son fichier.",
        "Une ligne a été ajoutée à la main au bas du classeur.",
    ),
    "E011": Code(
        "affirmation qui a changé entre-temps",
        "L’affirmation que la ligne corrige n’est plus celle que le classeur montrait. La corriger effacerait ce que "
        "quelqu’un d’autre a écrit. Cette ligne n’est pas reprise.",
        "Refaites le classeur avec « coopdocs relire --to xlsx », et reportez-y la correction.",
        "La phrase a été récrite dans le fichier après l’envoi du classeur.",
    ),
    "E012": Code(
        "case qui ne peut pas être reprise",
        "Un jour, une confiance, une source ou un texte du classeur n’est pas de ceux que le kit accepte. "
        "Cette ligne n’est pas reprise.",
        "Corrigez cette case du classeur, puis recommencez.",
        "La case Vérifié le contient « hier ».",
    ),
}
