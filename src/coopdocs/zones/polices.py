"""The publisher's fonts: families that are not there, weights that another stands for, letters that they lack."""

from __future__ import annotations

from collections.abc import Iterator

from coopdocs.library import Library
from coopdocs.library.catalogue import KIT
from coopdocs.problem import Parole, Problem, closest
from coopdocs.sizes.units import TEXTE, TITRE
from coopdocs.theme import Theme, polices
from coopdocs.theme.polices import Fonte

_NOMMEES = 8
"""How many letters that a font lacks are named."""


def check(library: Library, theme: Theme) -> Iterator[Problem]:
    """Each fault of a family that kit.yaml names, at its name."""
    asked = library.kit.identite.polices
    roles = (("titre", TITRE, asked.titre), ("texte", TEXTE, asked.texte))
    wanted = [(champ, role, famille) for champ, role, famille in roles if famille]
    fontes = polices.found(theme.folders) if wanted else []
    for champ, role, famille in wanted:
        for code, message, conseil in _faults(fontes, role, famille):
            loc = ("identite", "polices", champ)
            yield library.problem(KIT, loc, code, message, conseil, "avertissement" if code == "A051" else "erreur")


def _faults(fontes: list[Fonte], role: str, famille: str) -> Iterator[Parole]:
    if polices.chosen(fontes, famille, polices.FERMES[role][0]) is None:
        known = polices.families(fontes)
        copie = f"copiez ses fichiers .ttf dans templates/polices ; familles qui y sont : {', '.join(known)}"
        message = f"aucun fichier de templates/polices n’est de la famille « {famille} »"
        yield "X050", message, closest(famille, known) or copie
        return
    letters, weights = polices.lacking(fontes, role, famille)
    if letters:
        said = ", ".join(f"« {c} »" for c in letters[:_NOMMEES])
        said += f" et {len(letters) - _NOMMEES} autres" if len(letters) > _NOMMEES else ""
        conseil = "prenez les fichiers complets de cette famille (« latin étendu »), ou une autre famille"
        yield "X050", f"la police « {famille} » n’a pas {said}", conseil
    for graisse, taken in weights:
        yield "A051", *_lacking(famille, graisse, taken)


def _lacking(famille: str, graisse: str, taken: int) -> tuple[str, str]:
    conseil = "ajoutez ce fichier dans templates/polices, ou gardez la police ainsi"
    if taken == 0:
        return f"« {famille} » n’a pas d’italique : ces mots seront en romain", conseil
    return f"« {famille} » n’a pas la graisse {graisse} : la {taken} la remplace", conseil
