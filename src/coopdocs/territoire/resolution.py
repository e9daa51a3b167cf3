"""What someone typed, to one territory: a typed code, a bare code or a name. Nothing is guessed."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import islice
from typing import TYPE_CHECKING, NoReturn

from coopdocs.territoire.modele import TYPES, Territoire, TerritoireRefuse
from coopdocs.territoire.noms import fold
from coopdocs.territoire.tables import arrondissement_of

if TYPE_CHECKING:
    from coopdocs.territoire import Territoires

COMPLETIONS = 60
"""How many completions a shell is given."""


def resolve(territoires: Territoires, texte: str) -> Territoire:
    """The territory that `texte` means; `TerritoireRefuse` when it means none, or several."""
    genre, deux_points, code = (morceau.strip() for morceau in texte.partition(":"))
    if deux_points:
        return _typed(territoires, texte, genre, code)
    compact = re.sub(r"\s", "", texte).upper()
    if re.fullmatch(r"\d[\dAB]?\d*", compact):
        return _bare(territoires, texte, compact)
    return _named(territoires, texte)


def _typed(territoires: Territoires, texte: str, genre: str, code: str) -> Territoire:
    cle = f"{fold(genre)}:{code.upper()}"
    if (trouve := territoires.get(cle)) is not None:
        return trouve
    if fold(genre) not in TYPES:
        raise TerritoireRefuse(texte, f"« {genre} » n’est pas un type", (), f"types possibles : {', '.join(TYPES)}")
    _unknown(territoires, texte, cle, code.upper())


def _bare(territoires: Territoires, texte: str, code: str) -> Territoire:
    trouves = _of(territoires, (f"{genre}:{code}" for genre in TYPES))
    if len(trouves) == 1:
        return trouves[0]
    if trouves:
        raise TerritoireRefuse(texte, f"« {code} » est le code de {len(trouves)} territoires", trouves)
    _unknown(territoires, texte, code, code)


def _unknown(territoires: Territoires, texte: str, ecrit: str, code: str) -> NoReturn:
    """Refuse a code that no territory has, with those that it is close to."""
    message = f"aucun territoire n’a le code « {ecrit} »"
    if (ville := arrondissement_of(code)) and (commune := territoires.get(f"commune:{ville}")):
        message = f"« {ecrit} » est le code d’un arrondissement municipal"
        raise TerritoireRefuse(texte, message, [commune])
    if sans_zero := _of(territoires, (f"{genre}:0{code}" for genre in TYPES)):
        raise TerritoireRefuse(texte, f"{message} : il manque le zéro de tête", sans_zero)
    candidats = _of(territoires, (f"{genre}:{code}" for genre in TYPES))
    postal = re.fullmatch(r"\d{5}", code) and not candidats
    conseil = "si c’est un code postal, écrivez plutôt le nom de la commune ou son code Insee" if postal else ""
    raise TerritoireRefuse(texte, message, candidats, conseil)


def _named(territoires: Territoires, texte: str) -> Territoire:
    cherche = fold(texte.replace("\n", " "))
    if not cherche:
        raise TerritoireRefuse(texte, "ce texte ne nomme aucun territoire")
    exacts: dict[str, None] = {}
    debuts: dict[str, None] = {}
    for cle, nom in territoires.noms.starting(cherche):
        (exacts if nom == cherche else debuts)[cle] = None
    if len(retenus := exacts or debuts) == 1:
        return _of(territoires, retenus)[0]
    if retenus:
        premiers = _by_population(_of(territoires, exacts))
        suivants = _by_population(_of(territoires, (cle for cle in debuts if cle not in exacts)))
        verbe = "s’appellent" if exacts else "commencent par"
        message = f"{len(retenus)} territoires {verbe} « {texte.strip()} »"
        raise TerritoireRefuse(texte, message, [*premiers, *suivants])
    candidats = _by_population(_of(territoires, territoires.noms.containing(set(cherche.split()))))
    candidats = candidats or _of(territoires, territoires.noms.near(cherche))
    raise TerritoireRefuse(texte, f"aucun territoire ne s’appelle « {texte.strip()} »", candidats)


def complete(territoires: Territoires, debut: str) -> list[str]:
    """What a shell may put in place of `debut`: typed codes, or names without spaces (the most populated first).

    Every answer is a text that `resolve` takes, or refuses with the list of its namesakes.
    """
    genre, deux_points, code = debut.strip().casefold().partition(":")
    if deux_points or genre[:1].isdigit():
        genres, numero = ([genre], code.upper()) if deux_points else (TYPES, genre.upper())
        cles = (cle for g in genres for cle in territoires.codes(g))
        return list(islice((cle for cle in cles if cle.partition(":")[2].startswith(numero)), COMPLETIONS))
    types = [f"{type_}:" for type_ in TYPES if type_.startswith(genre)]
    if not (cherche := fold(genre)):
        return types
    noms: dict[str, str] = {}
    for cle, nom in territoires.noms.starting(cherche, mots_entiers=False):
        noms.setdefault(nom, cle)
    trouves = sorted(noms, key=lambda nom: _weight(territoires.get(noms[nom])))
    return types + [nom.replace(" ", "-") for nom in trouves[:COMPLETIONS]]


def _of(territoires: Territoires, cles: Iterable[str]) -> list[Territoire]:
    """The territories of these typed codes, each once; unknown codes are left out."""
    trouves = {t.cle: t for cle in cles if (t := territoires.get(cle)) is not None}
    return list(trouves.values())


def _by_population(territoires: Iterable[Territoire]) -> list[Territoire]:
    return sorted(territoires, key=_weight)


def _weight(territoire: Territoire | None) -> tuple[int, str]:
    return (-(territoire.population or 0), territoire.cle) if territoire else (0, "")
