"""What a file of the kit names: whether it is known, whether it was given before."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from coopdocs.library.catalogue import AUTRES, DECISION, Library
from coopdocs.library.validation import cite
from coopdocs.problem import Problem, ProblemCode, closest
from coopdocs.source import NodePath
from coopdocs.territoire import resolution


def to_compare(library: Library, fichier: str, loc: NodePath, slug: str) -> Iterator[Problem]:
    """A problem where `slug` is no forme to compare."""
    conseil = f"formes possibles : {', '.join(library.comparables)}"
    if slug not in library.formes:
        message = f"la forme {cite(slug)} n’existe pas"
        if fichier == DECISION and slug in library.autres:
            conseil = f"elle est dans {AUTRES} : écrivez-la sous « autres »"
        else:
            conseil = closest(slug, library.comparables) or conseil
        yield library.problem(fichier, loc, "X009", message, conseil)
    elif slug not in library.comparables:
        yield library.problem(fichier, loc, "X010", f"{cite(slug)} est le panorama, pas une forme", conseil)


def on_the_map(library: Library, fichier: str, loc: NodePath, code: str | None) -> Iterator[Problem]:
    """A problem where `code` is no place that is known."""
    if code and library.territoires.lieu(code) is None:
        yield library.problem(fichier, loc, "X015", *resolution.unknown(library.territoires, code))


def drawn(library: Library, fichier: str, loc: NodePath, icone: str) -> Iterator[Problem]:
    """A problem where the theme has no icon of that name."""
    if icone not in library.icones:
        conseil = closest(icone, library.icones) or "prenez le nom d’un fichier de templates/icones"
        yield library.problem(fichier, loc, "X014", f"l’icône {cite(icone)} n’existe pas", conseil)


def given_once(
    library: Library, lieux: Iterable[tuple[str, NodePath, str]], code: ProblemCode, quoi: str
) -> Iterator[Problem]:
    """One problem for each value already met, in capitals or not; `lieux` are (file, loc, value)."""
    premiers: dict[str, tuple[str, NodePath]] = {}
    for fichier, loc, valeur in lieux:
        if (cle := valeur.casefold()) in premiers:
            autre = library.place(*premiers[cle])
            ou = f"à la ligne {autre.ligne}" if autre.fichier == fichier else f"dans {autre}"
            message = f"{quoi} {cite(valeur)} est déjà donné{'e' if quoi.startswith('la ') else ''} {ou}"
            yield library.problem(fichier, loc, code, message, "changez l’un des deux")
        else:
            premiers[cle] = (fichier, loc)
